/* Choosing a scenario in the gallery. */
#include <stdio.h>

#include "app/choosing.h"
#include "app/does.h"
#include "app/typing.h"

void do_open(struct app *app, uint64_t value) {
    struct gallery *g = &app->gallery;
    char path[GALLERY_PATH_MAX];
    if (value >= g->count) return;
    g->selected = (uint32_t)value;
    snprintf(path, sizeof path, "%s", g->entries[value].path); /* the list may change */
    app_open(app, path);
}

void do_choose(struct app *app, uint64_t value) {
    (void)value;
    if (app->gallery.selected < app->gallery.count &&
        gallery_shows(&app->gallery, app->gallery.selected))
        do_open(app, app->gallery.selected);
}

static void choose(struct app *app, enum gallery_way way) {
    struct view v = app_view(app);
    app->gallery.selected = gallery_towards(&v, &app->gallery, way);
    app->gallery.scroll = gallery_scroll_to_choice(&v, &app->gallery);
    view_end(&v);
}

void do_choose_right(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_RIGHT);
}

void do_choose_left(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_LEFT);
}

void do_choose_down(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_DOWN);
}

void do_choose_up(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_UP);
}

void do_choose_page_down(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_PAGE_DOWN);
}

void do_choose_page_up(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_PAGE_UP);
}

void do_choose_first(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_FIRST);
}

void do_choose_last(struct app *app, uint64_t value) {
    (void)value;
    choose(app, GALLERY_LAST);
}

void do_gallery_wheel(struct app *app, uint64_t value) {
    (void)value;
    enum { NOTCH = 110 }; /* units */
    struct view v = app_view(app);
    float scroll = app->gallery.scroll - app->mouse.wheel * NOTCH;
    app->gallery.scroll = gallery_scroll_within(&v, &app->gallery, scroll);
    view_end(&v);
}

/* ---- looking for words ---- */

void do_filter(struct app *app, uint64_t value) {
    (void)value;
    typing_begin(app, PROMPT_FILTER);
    snprintf(app->prompt.text, sizeof app->prompt.text, "%s", app->gallery.filter);
}

void choosing_filter(struct app *app, const char *text) {
    struct gallery *g = &app->gallery;
    snprintf(g->filter, sizeof g->filter, "%.*s", FILTER_MAX, text);
    struct view v = app_view(app);
    if (g->selected >= g->count || !gallery_shows(g, g->selected))
        g->selected = gallery_towards(&v, g, GALLERY_FIRST);
    g->scroll = gallery_scroll_to_choice(&v, g);
    view_end(&v);
}

void choosing_filter_done(struct app *app, const char *text) {
    (void)text;
    do_choose(app, 0);
}
