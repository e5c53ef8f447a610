#include "app/reopening.h"

#include <stdlib.h>

#include "app/comparing.h"
#include "app/exporting.h"

enum { AT_ONCE_MS = 25, SLICE = 64 };

/* ---- the place ---- */

static struct place place_now(const struct app *app) {
    const struct session *s = &app->open.session;
    return (struct place){.kept = true,
                          .step = session_step(s),
                          .progress = s->now.s->clock.progress,
                          .hash = machine_hash(&s->now)};
}

/* The program has done as much after as many steps. */
static bool is_same_step(const struct place *p, const struct session *s) {
    return session_steps(s) == p->step && s->front.s->clock.progress == p->progress;
}

static void arrive(struct app *app, uint64_t step, enum word words) {
    app->place.kept = false;
    session_seek(&app->open.session, step);
    if (step > 0) app_say(app, word(app->look.language, words));
}

/* Looks whether the run ahead has come to the place, after each step. False: not yet. */
static bool look_for_place(struct app *app) {
    struct place *p = &app->place;
    struct session *s = &app->open.session;
    if (!p->found && s->front.s->clock.progress >= p->progress) {
        p->found = true;
        p->found_step = session_steps(s);
    }
    if (is_same_step(p, s))
        arrive(app, p->step, machine_hash(&s->front) == p->hash ? WORD_SAME_STEP : WORD_SAME_PLACE);
    else if (p->found && session_steps(s) >= p->step) arrive(app, p->found_step, WORD_SAME_PLACE);
    else if (session_ended(s))
        arrive(app, p->found ? p->found_step : session_steps(s),
               p->found ? WORD_SAME_PLACE : WORD_SHORTER_RUN);
    return !p->kept;
}

static void run_to_place(struct app *app, int milliseconds) {
    double end = app->clock.now(app->clock.user) + milliseconds * 1e-3;
    while (!look_for_place(app)) {
        session_run(&app->open.session, 1);
        if (session_steps(&app->open.session) % SLICE == 0 &&
            app->clock.now(app->clock.user) >= end)
            return;
    }
}

void reopening_tick(struct app *app) {
    enum { TICK_MS = 8 };
    if (!app->place.kept) return;
    if (session_step(&app->open.session) > 0) app->place.kept = false; /* the user has moved on */
    if (!app->place.kept) return;
    app->dirty = true;
    run_to_place(app, TICK_MS);
}

/* ---- another run ---- */

/* Whether the host has the memory: so that the old run is closed only for a new one. */
static bool can_be_opened(const struct scenario *s) {
    struct session *trial = calloc(1, sizeof *trial);
    bool fine = trial && session_open(trial, s);
    if (fine) session_close(trial);
    free(trial);
    return fine;
}

static void begin_again(struct app *app) {
    app->player.playing = app->mouse.holds = false;
    app->dirty = true;
    if (!app_begin(app, 0)) return;
    run_to_place(app, AT_ONCE_MS);
}

bool reopen_with(struct app *app, const struct config *c) {
    struct opened *o = &app->open;
    struct config before = o->scenario.config;
    o->scenario.config = *c;
    if (!can_be_opened(&o->scenario)) {
        o->scenario.config = before;
        return false;
    }
    if (!app->place.kept) app->place = place_now(app);
    app->place.found = false;
    exporting_abandon(app);
    session_close(&o->session);
    begin_again(app);
    return true;
}

bool reopen_scenario(struct app *app, struct scenario *s) {
    struct opened *o = &app->open;
    if (!can_be_opened(s)) return false;
    if (!app->place.kept) app->place = place_now(app);
    app->place.found = false;
    exporting_abandon(app);
    comparing_before_reload(app);
    session_close(&o->session);
    scenario_free(&o->scenario);
    o->scenario = *s;
    o->scenario.path = o->path;
    begin_again(app);
    if (o->is) comparing_after_reload(app);
    else comparing_forget(app);
    return true;
}
