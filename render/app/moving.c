#include "app/moving.h"

#include <math.h>

#include "app/does.h"
#include "session/seek.h"

void moving_seek(struct app *app, uint64_t step) {
    app->player.playing = false;
    session_seek(&app->open.session, step);
}

static void seek_event(struct app *app, enum event_kind kind, bool forward) {
    app->player.playing = false;
    session_seek_event(&app->open.session, kind, forward);
}

static uint64_t step_now(const struct app *app) {
    return session_step(&app->open.session);
}

void do_step_forward(struct app *app, uint64_t value) {
    (void)value;
    moving_seek(app, step_now(app) + 1);
}

void do_step_back(struct app *app, uint64_t value) {
    (void)value;
    moving_seek(app, step_now(app) ? step_now(app) - 1 : 0);
}

void do_line_forward(struct app *app, uint64_t value) {
    (void)value;
    seek_event(app, EVENT_LINE, true);
}

void do_line_back(struct app *app, uint64_t value) {
    (void)value;
    seek_event(app, EVENT_LINE, false);
}

void do_phase_forward(struct app *app, uint64_t value) {
    (void)value;
    seek_event(app, EVENT_PHASE, true);
}

void do_phase_back(struct app *app, uint64_t value) {
    (void)value;
    seek_event(app, EVENT_PHASE, false);
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
