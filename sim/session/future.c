#include "session/future.h"

#include "base/check.h"
#include "machine/gc/by_hand.h"
#include "machine/gc/pacer.h"
#include "machine/inspect/inspect.h"
#include "machine/sched.h"
#include "session/inside.h"

/* ---- what has been decided ---- */

/* The first decision at or behind a step; NULL if there is none. */
static const struct decision *decision_from(const struct session *s, uint64_t step) {
    uint32_t low = 0, high = s->future.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (s->future.list[middle].step < step) low = middle + 1;
        else high = middle;
    }
    return low < s->future.count ? &s->future.list[low] : NULL;
}

/* Between two steps. False if the machine is not in such a state. */
static bool carry_out(struct machine *m, const struct decision *d) {
    switch (d->kind) {
    case DECISION_GOGC: pacer_set_percent(m, (int64_t)d->value); return true;
    case DECISION_MEMORY_LIMIT: pacer_set_limit(m, d->value); return true;
    case DECISION_TAKE: return hand_take(m, d->value, d->other);
    case DECISION_FORGET: return hand_forget(m, d->value);
    case DECISION_DOOM: return hand_doom(m, d->value);
    case DECISION_SPARE: return hand_spare(m, d->value);
    case DECISION_ACTOR: break;
    }
    return true;
}

void session_settle(const struct session *s, struct machine *m) {
    if (s->future.count == 0) return;
    const struct decision *d = decision_from(s, m->s->clock.step);
    const struct decision *end = s->future.list + s->future.count;
    for (; d && d < end && d->step == m->s->clock.step; d++) {
        carry_out(m, d);
    }
}

bool session_forced(const struct session *s, const struct machine *m, struct choice *out) {
    if (s->future.count == 0) return false;
    const struct decision *d = decision_from(s, m->s->clock.step);
    const struct decision *end = s->future.list + s->future.count;
    for (; d && d < end && d->step == m->s->clock.step; d++) {
        if (d->kind != DECISION_ACTOR) continue;
        *out = (struct choice){(uint16_t)d->value, (uint16_t)(d->value >> 16)};
        return true;
    }
    return false;
}

/* A trace: what has happened cannot be changed, and nobody knows what else could have. */
static bool is_played(const struct session *s) {
    return s->scenario->tape != NULL;
}

struct choice session_next(const struct session *s) {
    struct choice choice = {0};
    if (machine_running(&s->now) && !is_played(s) && !session_forced(s, &s->now, &choice))
        choice = sched_next(&s->now);
    return choice;
}

/* ---- forgetting what was behind a step ---- */

/* How many of the records are not later than a step. */
static uint32_t count_up_to(const struct printed *list, uint32_t count, uint64_t step) {
    while (count > 0 && list[count - 1].step > step) count--;
    return count;
}

static void cut_text(struct text *text, size_t length) {
    if (text->length <= length) return;
    text->length = length;
    text->bytes[length] = '\0';
}

static void rewind_output(struct session *s, uint64_t step) {
    s->printed_count = count_up_to(s->printed, s->printed_count, step);
    s->traced_count = count_up_to(s->traced, s->traced_count, step);
    const struct printed none = {0};
    const struct printed *last = s->printed_count ? &s->printed[s->printed_count - 1] : &none;
    cut_text(&s->output, last->end);
    cut_text(&s->screen, last->shown);
    cut_text(&s->complaints, last->shown - last->end);
    cut_text(&s->gctrace, s->traced_count ? s->traced[s->traced_count - 1].end : 0);
}

static void forget_moments(uint64_t *steps, uint32_t count, uint64_t step) {
    for (uint32_t i = 0; i < count; i++)
        if (steps[i] > step) steps[i] = NEVER;
}

/* Brings the run ahead back to a step. The timeline is recorded again from `from` on. */
static void rewind_front(struct session *s, uint64_t from, uint64_t step) {
    struct sink sink = s->front.sink;
    s->front.sink = (struct sink){0};
    snapshot_restore(history_before(&s->history, from), &s->front);
    session_settle(s, &s->front);
    session_reach(s, &s->front, from);
    while (session_steps(s) < step) {
        session_advance(s, &s->front);
        timeline_record(&s->timeline, &s->front);
        session_settle(s, &s->front);
    }
    s->front.sink = sink;
}

/* A machine that stands where the run has become another one goes back. */
static void rewind_machine(const struct session *s, struct machine *m, uint64_t step) {
    if (!m->s || m->s->clock.step < step) return;
    snapshot_restore(history_before(&s->history, step), m);
    session_settle(s, m);
}

/* All that is known of the run behind a step is known no more. `now` is on this side of it. */
static void rewind_run(struct session *s, uint64_t step) {
    const struct scenario *scenario = s->scenario;
    uint64_t at = session_step(s) < step ? session_step(s) : step;
    s->future.changes++;
    history_rewind(&s->history, step);
    rewind_front(s, timeline_rewind(&s->timeline, step), step);
    rewind_machine(s, &s->now, step);
    rewind_machine(s, &s->scout, step);
    census_rewind(&s->census, step);
    moves_rewind(&s->moves, step);
    rewind_output(s, step);
    forget_moments(s->caption_steps, scenario->caption_count, step);
    forget_moments(s->question_steps, scenario->question_count, step);
    forget_moments(s->expectation_steps, scenario->expectation_count, step);
    s->event_count = 0;
    session_seek(s, at);
}

/* ---- decisions ---- */

/* Drops what was decided behind a step, and who goes next there. */
static void drop_decisions(struct future *f, uint64_t step) {
    for (; f->count > 0; f->count--) {
        const struct decision *last = &f->list[f->count - 1];
        if (last->step < step || (last->step == step && last->kind != DECISION_ACTOR)) break;
    }
}

static bool is_setting(enum decision_kind kind) {
    return kind == DECISION_GOGC || kind == DECISION_MEMORY_LIMIT;
}

/* A setting that is changed again at the same step has never had the value in between. */
static bool decide(struct session *s, struct decision decision) {
    struct future *f = &s->future;
    drop_decisions(f, decision.step);
    for (uint32_t i = f->count; i-- > 0 && f->list[i].step == decision.step;) {
        if (f->list[i].kind != decision.kind || !is_setting(decision.kind)) continue;
        f->list[i] = decision;
        return true;
    }
    struct decision *list = pool_grow(&s->pool, f->list, f->count, sizeof *list);
    if (!list) return false;
    f->list = list;
    list[f->count++] = decision;
    return true;
}

static bool change_run(struct session *s, struct decision decision) {
    bool fine = decide(s, decision);
    rewind_run(s, decision.step);
    return fine;
}

uint64_t session_future(const struct session *s) {
    return s->future.count ? s->future.list[0].step : NEVER;
}

bool session_follow(struct session *s, const struct future *from) {
    CHECK(session_steps(s) == 0 && s->future.count == 0);
    for (uint32_t i = 0; i < from->count; i++)
        if (!decide(s, from->list[i])) return false;
    session_settle(s, &s->front);
    session_settle(s, &s->now);
    return true;
}

void session_forget_future(struct session *s) {
    uint64_t step = session_future(s);
    if (step == NEVER) return;
    s->future.count = 0;
    rewind_run(s, step);
}

/* Only of several mark workers does it matter on which processor they are. */
static bool same_choice(const struct machine *m, struct choice a, struct choice b) {
    if (a.actor != b.actor) return false;
    return a.actor != ACTOR_COLLECTOR || !gc_marking_work(m) || a.branch == b.branch;
}

bool session_force(struct session *s, struct choice choice) {
    uint64_t step = session_step(s);
    if (is_played(s) || !sched_is_choice(&s->now, choice)) return false;
    bool changes = !same_choice(&s->now, choice, session_next(s));
    uint64_t value = choice.actor | (uint64_t)choice.branch << 16;
    if (changes && !change_run(s, (struct decision){step, DECISION_ACTOR, value, 0})) return false;
    session_seek(s, step + 1);
    return true;
}

/* Go's functions take any number that is negative for "off", and for "no limit" the largest. */
static uint64_t setting_value(enum decision_kind what, int64_t value) {
    if (what == DECISION_GOGC) return value < 0 ? UINT64_MAX : (uint64_t)value;
    return value < 0 || value == INT64_MAX ? UINT64_MAX : (uint64_t)value;
}

bool session_set(struct session *s, enum decision_kind what, int64_t value) {
    const struct collector *gc = &s->now.s->gc;
    uint64_t is = what == DECISION_GOGC ? (uint64_t)gc->gogc : gc->memory_limit;
    uint64_t wanted = setting_value(what, value);
    if (is_played(s) || !is_setting(what) || !machine_running(&s->now)) return false;
    if (is == wanted) return true;
    return change_run(s, (struct decision){session_step(s), what, wanted, 0});
}

/* Tried on the scout first: what cannot be done is not written down. */
bool session_by_hand(struct session *s, enum decision_kind what, uint64_t object, uint64_t other) {
    const struct decision decision = {session_step(s), what, object, other};
    if (is_played(s) || is_setting(what) || what == DECISION_ACTOR) return false;
    if (!session_send_scout(s)) return false;
    s->scout_strayed = true;
    machine_copy(&s->scout, &s->now);
    return carry_out(&s->scout, &decision) && change_run(s, decision);
}

/* ---- who can go next ---- */

uint32_t session_choices(const struct session *s, struct candidate *out, uint32_t max) {
    enum { CHOICES = 256 };
    struct choice choices[CHOICES];
    const struct machine *m = &s->now;
    uint32_t count = is_played(s) ? 0 : sched_choices(m, choices, CHOICES);
    struct choice next = count ? session_next(s) : (struct choice){0};
    for (uint32_t i = 0; i < count && i < max && i < CHOICES; i++) {
        uint32_t actor = choices[i].actor;
        out[i] = (struct candidate){.choice = choices[i], .goes = same_choice(m, choices[i], next)};
        if (actor) out[i].line = m->program->op_lines[goroutine_of(m, actor)->pc];
    }
    return count;
}

void session_choice_name(const struct session *s, struct choice choice, struct text *out) {
    const struct machine *m = &s->now;
    bool worker = m->config.procs > 1 && gc_marking_work(m);
    if (choice.actor) inspect_actor(m, choice.actor, out);
    else if (worker) text_addf(out, "the worker on P%u", choice.branch);
    else text_add(out, "the collector");
}

struct trial {
    struct event *events;
    uint32_t count, max;
};

static void keep_trial(void *user, const struct event *e) {
    struct trial *trial = user;
    if (trial->count < trial->max) trial->events[trial->count++] = *e;
}

uint32_t session_try(struct session *s, struct choice choice, struct event *events, uint32_t max) {
    struct trial trial = {events, 0, max};
    if (is_played(s) || !sched_is_choice(&s->now, choice) || !session_send_scout(s)) return 0;
    s->scout_strayed = true;
    machine_copy(&s->scout, &s->now);
    sched_force(&s->scout, choice);
    s->scout.sink = (struct sink){keep_trial, &trial};
    machine_step(&s->scout, choice);
    s->scout.sink = (struct sink){0};
    return trial.count;
}
