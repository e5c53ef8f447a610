#include "app/moving.h"

#include <math.h>
#include <stdio.h>

#include "app/charting.h"
#include "app/comparing.h"
#include "app/does.h"
#include "app/searching.h"
#include "session/seek.h"

enum { AT_ONCE_MS = 20 };

bool moving_stop(struct app *app) {
    bool was = app->player.destination != 0;
    app->player.destination = 0;
    return was;
}

static void tell_progress(struct app *app) {
    char words[128];
    snprintf(words, sizeof words, word(app->look.language, WORD_RUNNING_ON),
             (unsigned long long)session_steps(&app->open.session));
    app_say(app, words);
}

/* Whether the run has come there, or to its end. */
static bool has_come_to(const struct session *s, uint64_t step) {
    return session_steps(s) >= step || session_ended(s);
}

void moving_tick(struct app *app) {
    uint64_t step = app->player.destination;
    if (!step) return;
    app->dirty = true;
    if (!has_come_to(&app->open.session, step)) {
        tell_progress(app);
        return;
    }
    app->message[0] = '\0';
    moving_stop(app);
    session_seek(&app->open.session, step);
}

void moving_seek(struct app *app, uint64_t step) {
    if (app->charting.is) {
        charting_seek(app, step);
        return;
    }
    app->player.playing = false;
    searching_stop(app);
    if (!has_come_to(&app->open.session, step)) app_run_ahead(app, AT_ONCE_MS);
    app->player.destination = step;
    if (step) moving_tick(app);
    else session_seek(&app->open.session, 0);
}

static void find(struct app *app, struct sought what, bool forward) {
    searching_begin(app, &what, forward, WORD_NO_FURTHER);
}

static uint64_t step_now(const struct app *app) {
    if (app->charting.is) return charting_cycle(app);
    return session_step(&app->open.session);
}

void do_step_forward(struct app *app, uint64_t value) {
    (void)value;
    if (app->comparing.is) comparing_step(app, true);
    else moving_seek(app, step_now(app) + 1);
}

void do_step_back(struct app *app, uint64_t value) {
    (void)value;
    if (app->comparing.is) comparing_step(app, false);
    else moving_seek(app, step_now(app) ? step_now(app) - 1 : 0);
}

void do_line_forward(struct app *app, uint64_t value) {
    (void)value;
    find(app, sought_line(), true);
}

void do_line_back(struct app *app, uint64_t value) {
    (void)value;
    find(app, sought_line(), false);
}

void do_over_forward(struct app *app, uint64_t value) {
    (void)value;
    find(app, sought_over(), true);
}

void do_over_back(struct app *app, uint64_t value) {
    (void)value;
    find(app, sought_over(), false);
}

void do_phase_forward(struct app *app, uint64_t value) {
    (void)value;
    find(app, sought_event(EVENT_PHASE), true);
}

void do_phase_back(struct app *app, uint64_t value) {
    (void)value;
    find(app, sought_event(EVENT_PHASE), false);
}

void do_first(struct app *app, uint64_t value) {
    (void)value;
    moving_seek(app, 0);
}

void do_last(struct app *app, uint64_t value) {
    (void)value;
    moving_seek(app, NEVER);
}

void do_seek(struct app *app, uint64_t value) {
    moving_seek(app, value);
}

/* To the step under the mouse. */
void do_scrub(struct app *app, uint64_t value) {
    (void)value;
    struct box b = app->mouse.held.box;
    float part = fminf(fmaxf((app->mouse.at.x - b.x) / fmaxf(b.w, 1), 0), 1);
    uint64_t steps = session_steps(&app->open.session);
    moving_seek(app, (uint64_t)((double)part * (double)steps + 0.5));
}

/* ---- playing ---- */

static void wait_for_next(struct app *app) {
    app->player.next_step = app->clock.now(app->clock.user) + 1 / (double)app->player.speed;
}

void do_play(struct app *app, uint64_t value) {
    (void)value;
    struct session *s = &app->open.session;
    const struct loop *l = &app->player.loop;
    bool at_end = session_ended(s) && session_step(s) == session_steps(s);
    if (!app->player.playing && loop_is_set(l)) session_seek(s, l->from);
    else if (!app->player.playing && at_end) session_seek(s, 0);
    app->player.playing = !app->player.playing;
    wait_for_next(app);
}

static void change_speed(struct app *app, float factor) {
    app->player.speed = fminf(fmaxf(app->player.speed * factor, 0.5f), 4096);
    wait_for_next(app);
}

void do_faster(struct app *app, uint64_t value) {
    (void)value;
    change_speed(app, 2);
}

void do_slower(struct app *app, uint64_t value) {
    (void)value;
    change_speed(app, 0.5f);
}

/* ---- the loop ---- */

/* The other end stays, unless it would lie before its beginning. */
void do_loop_begin(struct app *app, uint64_t value) {
    (void)value;
    struct loop *l = &app->player.loop;
    l->from = step_now(app);
    if (!loop_is_set(l)) l->to = session_steps(&app->open.session);
}

void do_loop_end(struct app *app, uint64_t value) {
    (void)value;
    struct loop *l = &app->player.loop;
    l->to = step_now(app);
    if (!loop_is_set(l)) l->from = 0;
}

void do_loop_off(struct app *app, uint64_t value) {
    (void)value;
    app->player.loop = (struct loop){0, 0};
}

/* Where so many steps on lead, round the loop if one is set and the step lies in it. */
static uint64_t step_after(const struct app *app, uint64_t due) {
    const struct loop *l = &app->player.loop;
    uint64_t step = step_now(app);
    if (!loop_is_set(l) || step < l->from || step > l->to) return step + due;
    return l->from + (step - l->from + due) % (l->to - l->from + 1);
}

void moving_play(struct app *app, double now) {
    struct player *p = &app->player;
    uint64_t due = 0;
    while (p->next_step <= now) {
        p->next_step += 1 / (double)p->speed;
        due++;
    }
    if (due == 0) return;
    uint64_t before = step_now(app);
    session_seek(&app->open.session, step_after(app, due));
    if (step_now(app) == before && !loop_is_set(&p->loop)) p->playing = false;
    app->dirty = true;
}
