/* Choosing a scenario in the gallery. */
#include "app/does.h"

void do_open(struct app *app, uint64_t value) {
    struct gallery *g = &app->gallery;
    if (value >= g->count) return;
    g->selected = (uint32_t)value;
    app_open(app, g->entries[value].path);
}

void do_choose(struct app *app, uint64_t value) {
    (void)value;
    do_open(app, app->gallery.selected);
}

/* By so many places; nowhere, if there is nothing there. */
static void move_choice(struct app *app, int64_t by) {
    struct gallery *g = &app->gallery;
    int64_t to = (int64_t)g->selected + by;
    if (to >= 0 && to < (int64_t)g->count) g->selected = (uint32_t)to;
}

static int64_t columns(const struct app *app) {
    struct view v = app_view(app);
    uint32_t count = gallery_columns(&v);
    view_end(&v);
    return count;
}

void do_choose_right(struct app *app, uint64_t value) {
    (void)value;
    move_choice(app, 1);
}

void do_choose_left(struct app *app, uint64_t value) {
    (void)value;
    move_choice(app, -1);
}

void do_choose_down(struct app *app, uint64_t value) {
    (void)value;
    move_choice(app, columns(app));
}

void do_choose_up(struct app *app, uint64_t value) {
    (void)value;
    move_choice(app, -columns(app));
}

void do_choose_first(struct app *app, uint64_t value) {
    (void)value;
    app->gallery.selected = 0;
}

void do_choose_last(struct app *app, uint64_t value) {
    (void)value;
    if (app->gallery.count) app->gallery.selected = app->gallery.count - 1;
}
