#include "machine/sched.h"

#include "base/random.h"
#include "machine/condition.h"
#include "machine/gc.h"

enum { GOROUTINE_SLICE_MAX = 12, COLLECTOR_SLICE_MAX = 8 };

bool sched_all_safe(const struct machine *m) {
    return m->s->mid_op_count == 0;
}

static bool can_go(const struct machine *m, uint32_t actor) {
    if (m->s->outcome != OUTCOME_RUNNING) return false;
    if (actor == ACTOR_COLLECTOR) return gc_can_run(m);
    const struct goroutine *g = goroutine_of(m, actor);
    if (g->status != GOROUTINE_RUNNABLE || g->suspended || m->s->gc.stopped) return false;
    if (g->part != 0) return true;
    return !gc_stopping(m) && m->s->mid_op_count < m->config.procs;
}

/* ---- processors ---- */

static bool is_taken(const struct machine *m, uint32_t p) {
    uint32_t holder = m->processors[p].goroutine;
    return holder && goroutine_of(m, holder)->part != 0;
}

/* The one that has been through for the longest, an idle one before one whose goroutine has to
 * stand back. */
static uint32_t processor_to_take(const struct machine *m) {
    const uint64_t *ticks = m->s->clock.ticks;
    uint32_t best = m->config.procs;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        if (is_taken(m, p)) continue;
        bool idle = !m->processors[p].goroutine;
        if (best == m->config.procs) best = p;
        bool best_idle = !m->processors[best].goroutine;
        if (idle != best_idle ? idle : ticks[p] < ticks[best]) best = p;
    }
    CHECK_AT(best < m->config.procs, machine_place(m));
    return best;
}

static void take_processor(struct machine *m, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    uint32_t p = processor_to_take(m);
    uint32_t before = m->processors[p].goroutine;
    if (before) goroutine_of(m, before)->processor = 0;
    m->processors[p].goroutine = number;
    g->processor = p + 1;
}

void sched_begin_step(struct machine *m, struct choice next) {
    struct clock *clock = &m->s->clock;
    if (next.actor != ACTOR_COLLECTOR) {
        if (!goroutine_of(m, next.actor)->processor) take_processor(m, next.actor);
        m->s->on = goroutine_of(m, next.actor)->processor - 1;
    }
    uint64_t through = clock->ticks[m->s->on];
    if (through > clock->now) clock->now = through;
    clock->step_ticks = 0;
}

/* A goroutine that cannot go on gives its processor back. */
void sched_end_step(struct machine *m) {
    struct clock *clock = &m->s->clock;
    clock->ticks[m->s->on] = clock->now + clock->step_ticks;
    if (clock->last_actor == ACTOR_COLLECTOR) return;
    struct goroutine *g = goroutine_of(m, clock->last_actor);
    if (g->status == GOROUTINE_RUNNABLE) return;
    m->processors[g->processor - 1].goroutine = 0;
    g->processor = 0;
}

uint32_t sched_choices(const struct machine *m, struct choice *out, uint32_t max) {
    uint32_t count = 0;
    for (uint32_t actor = 0; actor <= m->s->goroutine_count; actor++) {
        if (!can_go(m, actor)) continue;
        if (count < max) out[count] = (struct choice){(uint16_t)actor, 0};
        count++;
    }
    return count;
}

/* The next actor in turn behind `last` that can go; `last` itself comes last. */
static bool next_in_turn(const struct machine *m, uint32_t last, uint32_t *actor) {
    uint32_t actors = m->s->goroutine_count + 1;
    for (uint32_t i = 1; i <= actors; i++) {
        *actor = (last + i) % actors;
        if (can_go(m, *actor)) return true;
    }
    return false;
}

bool sched_has_choice(const struct machine *m) {
    uint32_t actor;
    return can_go(m, m->s->clock.last_actor) || next_in_turn(m, m->s->clock.last_actor, &actor);
}

/* ---- the schedule of the scenario ---- */

static bool directive_actor(const struct machine *m, const struct directive *d, uint32_t *actor) {
    *actor = ACTOR_COLLECTOR;
    if (d->actor == 0) return true;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        if (g->function != d->actor - 1 || g->ordinal != 1) continue;
        *actor = n;
        return g->status != GOROUTINE_DEAD;
    }
    return true; /* not started yet: others go on until it is */
}

static bool directive_is_over(const struct machine *m, const struct directive *d) {
    uint32_t actor;
    if (!directive_actor(m, d, &actor)) return true;
    if (d->steps && m->s->clock.directive_steps >= d->steps) return true;
    return d->has_until && condition_holds(m, &d->until, actor);
}

/* The actor that the schedule wants now, if it can go. */
static bool scheduled(struct machine *m, uint32_t *actor) {
    struct clock *clock = &m->s->clock;
    while (clock->directive < m->program->directive_count) {
        const struct directive *d = &m->program->directives[clock->directive];
        if (!directive_is_over(m, d)) {
            directive_actor(m, d, actor);
            if (d->actor != 0 && *actor == ACTOR_COLLECTOR) return false;
            return can_go(m, *actor);
        }
        clock->directive++;
        clock->directive_steps = 0;
    }
    return false;
}

/* ---- the default policy ---- */

static uint32_t in_turn(struct machine *m) {
    struct clock *clock = &m->s->clock;
    if (clock->slice_left > 0 && can_go(m, clock->last_actor)) {
        clock->slice_left--;
        return clock->last_actor;
    }
    uint32_t actor;
    bool found = next_in_turn(m, clock->last_actor, &actor);
    CHECK_AT(found, machine_place(m));
    uint64_t most = actor == ACTOR_COLLECTOR ? COLLECTOR_SLICE_MAX : GOROUTINE_SLICE_MAX;
    clock->slice_left = random_next(&clock->random) % most;
    return actor;
}

struct choice sched_pick(struct machine *m) {
    struct clock *clock = &m->s->clock;
    uint32_t actor;
    if (scheduled(m, &actor)) {
        clock->directive_steps++;
        clock->slice_left = 0;
    } else {
        actor = in_turn(m);
    }
    clock->last_actor = actor;
    return (struct choice){(uint16_t)actor, 0};
}

void sched_wake_waiting(struct machine *m, uint32_t cycle) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        struct goroutine *g = goroutine_of(m, n);
        if (g->status != GOROUTINE_WAITING || g->wait_cycle > cycle) continue;
        g->status = GOROUTINE_RUNNABLE;
        g->wait_cycle = 0;
        emit(m, EVENT_WAKE, n, 0, 0, 0);
    }
}
