#include "app/resting.h"

#include <math.h>

static const double REST = 0.6; /* seconds */

static double left(const struct app *app) {
    return app->mouse.moved + REST - app->clock.now(app->clock.user);
}

static bool is_same(const struct hit *a, const struct hit *b) {
    return a && b && a->command == b->command && a->value == b->value && a->box.x == b->box.x &&
           a->box.y == b->box.y;
}

/* On the way over one place its tip stays. */
void resting_moved(struct app *app, struct point before) {
    const struct hit *was = hit_find_tip(&app->draw, before);
    const struct hit *is = hit_find_tip(&app->draw, app->mouse.at);
    app->mouse.moved = app->clock.now(app->clock.user);
    if (app->presenting.rests && is_same(was, is)) return;
    if (app->presenting.rests) app->dirty = true;
    app->presenting.rests = false;
    app->mouse.waits = is && !app->mouse.holds;
}

void resting_stop(struct app *app) {
    if (app->presenting.rests) app->dirty = true;
    app->presenting.rests = app->mouse.waits = false;
}

void resting_tick(struct app *app) {
    if (!app->mouse.waits || left(app) > 0) return;
    app->mouse.waits = false;
    app->presenting.rests = app->dirty = true;
}

int resting_wait(const struct app *app) {
    if (!app->mouse.waits) return -1;
    return (int)ceil(fmax(left(app), 0) * 1000);
}
