#include "app/thumbnails.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/thumbnail.h"

/* A run that is longer is looked at up to there. */
enum { STEPS_MAX = 20000, SLICE = 512, MOMENTS_MAX = 16 };

enum making { MAKING_RUN, MAKING_CHOICE, MAKING_PICTURE };

/* The one that is being made. */
struct thumbnail_work {
    enum making making;
    struct thumbnail *for_whom;
    struct scenario scenario;
    struct session session;
    struct graph_layout graph;
    uint64_t moments[MOMENTS_MAX]; /* steps that may be the most telling */
    uint32_t count, next;
    uint64_t best;
    uint32_t best_score;
};

/* ---- what has been made ---- */

static bool is_current(const struct app *app, const struct thumbnail *t) {
    return t->theme == app->look.theme && t->language == app->look.language;
}

static struct thumbnail *find(const struct app *app, const char *path) {
    struct thumbnail *t = app->thumbnails.list;
    while (t && !(is_current(app, t) && strcmp(t->path, path) == 0)) t = t->next;
    return t;
}

static struct thumbnail *add(struct app *app, const char *path) {
    struct thumbnail *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    snprintf(t->path, sizeof t->path, "%s", path);
    t->theme = app->look.theme;
    t->language = app->look.language;
    draw_init(&t->draw, app->draw.measure);
    draw_reset(&t->draw);
    t->next = app->thumbnails.list;
    app->thumbnails.list = t;
    return t;
}

/* The entries may be others than before, or the theme. One that could not be made is empty. */
static void hand_out(struct app *app) {
    for (uint32_t i = 0; i < app->gallery.count; i++) {
        const struct thumbnail *t = find(app, app->gallery.entries[i].path);
        app->gallery.entries[i].thumbnail = t && t->done ? &t->draw : NULL;
    }
}

/* ---- making one ---- */

static void end_work(struct app *app) {
    struct thumbnail_work *w = app->thumbnails.work;
    if (!w) return;
    session_close(&w->session);
    scenario_free(&w->scenario);
    free(w);
    app->thumbnails.work = NULL;
}

static bool begin_run(struct thumbnail_work *w) {
    struct text complaints = {0};
    bool fine = scenario_load(&w->scenario, w->for_whom->path, &complaints) == FILE_OK;
    text_free(&complaints);
    if (!fine) return false;
    if (!w->scenario.log && session_open(&w->session, &w->scenario)) return true;
    scenario_free(&w->scenario);
    return false;
}

static void begin_work(struct app *app, const char *path) {
    struct thumbnail *t = add(app, path);
    struct thumbnail_work *w = t ? calloc(1, sizeof *w) : NULL;
    if (!t) return;
    t->done = true; /* whatever happens: it is not tried again and again */
    if (!w) return;
    w->for_whom = t;
    if (!begin_run(w)) {
        free(w);
        return;
    }
    t->done = false;
    app->thumbnails.work = w;
}

/* Where the scenario has something to say, and some steps spread over the run. */
static void find_moments(struct thumbnail_work *w) {
    enum { SPREAD = 6 };
    const struct session *s = &w->session;
    uint64_t steps = session_steps(s);
    for (uint32_t i = 0; i < w->scenario.caption_count && w->count < MOMENTS_MAX - SPREAD; i++)
        if (s->caption_steps[i] != NEVER) w->moments[w->count++] = s->caption_steps[i];
    for (uint64_t i = 1; i <= SPREAD; i++) w->moments[w->count++] = steps * i / SPREAD;
}

static void go_on_running(struct thumbnail_work *w) {
    session_run(&w->session, SLICE);
    if (!session_ended(&w->session) && session_steps(&w->session) < STEPS_MAX) return;
    graph_layout_make(&w->graph, &w->session.census);
    find_moments(w);
    w->making = MAKING_CHOICE;
}

static void compare_next(struct thumbnail_work *w) {
    if (w->next == w->count) {
        session_seek(&w->session, w->best);
        w->making = MAKING_PICTURE;
        return;
    }
    uint64_t step = w->moments[w->next++];
    session_seek(&w->session, step);
    uint32_t score = thumbnail_score(&w->session);
    if (w->next > 1 && score <= w->best_score) return;
    w->best = step;
    w->best_score = score;
}

static void draw_work(struct app *app) {
    struct thumbnail_work *w = app->thumbnails.work;
    struct thumbnail *t = w->for_whom;
    struct look look = look_default();
    look.theme = t->theme;
    look.language = t->language;
    thumbnail_draw(&t->draw, &w->session, &w->graph, &look);
    t->done = true;
    end_work(app);
    hand_out(app);
    app->dirty = true;
}

/* ---- the next one ---- */

static bool begin_next(struct app *app) {
    struct view v = app_view(app);
    uint32_t entry = gallery_wants_thumbnail(&v, &app->gallery);
    view_end(&v);
    if (entry < app->gallery.count) begin_work(app, app->gallery.entries[entry].path);
    hand_out(app);
    return entry < app->gallery.count;
}

static bool go_on(struct app *app) {
    struct thumbnail_work *w = app->thumbnails.work;
    if (w && !is_current(app, w->for_whom)) {
        w->for_whom->done = true;
        end_work(app);
        w = NULL;
    }
    if (!w) return begin_next(app);
    switch (w->making) {
    case MAKING_RUN: go_on_running(w); break;
    case MAKING_CHOICE: compare_next(w); break;
    case MAKING_PICTURE: draw_work(app); break;
    }
    return true;
}

void thumbnails_tick(struct app *app, int milliseconds) {
    double end = app->clock.now(app->clock.user) + milliseconds * 1e-3;
    hand_out(app);
    while (go_on(app) && app->clock.now(app->clock.user) < end) continue;
}

bool thumbnails_wait(const struct app *app) {
    if (app->thumbnails.work) return true;
    struct view v = app_view(app);
    bool wants = gallery_wants_thumbnail(&v, &app->gallery) < app->gallery.count;
    view_end(&v);
    return wants;
}

void thumbnails_free(struct app *app) {
    end_work(app);
    while (app->thumbnails.list) {
        struct thumbnail *t = app->thumbnails.list;
        app->thumbnails.list = t->next;
        draw_free(&t->draw);
        free(t);
    }
}
