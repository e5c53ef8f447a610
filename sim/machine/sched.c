#include "machine/sched.h"

#include "base/random.h"
#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/inspect/condition.h"

enum { GOROUTINE_SLICE_MAX = 12, COLLECTOR_SLICE_MAX = 8, LONG_SLICE = 1 << 20 };

bool sched_all_safe(const struct machine *m) {
    return m->s->mid_op_count == 0;
}

/* ---- the queue of goroutines that can run ---- */

static void enqueue(struct machine *m, uint32_t number, bool at_head) {
    struct state *s = m->s;
    struct goroutine *g = goroutine_of(m, number);
    g->ready_next = at_head ? s->ready_head : 0;
    g->ready_previous = at_head ? 0 : s->ready_tail;
    if (g->ready_next) goroutine_of(m, g->ready_next)->ready_previous = number;
    else s->ready_tail = number;
    if (g->ready_previous) goroutine_of(m, g->ready_previous)->ready_next = number;
    else s->ready_head = number;
    s->ready_count++;
}

static void dequeue(struct machine *m, uint32_t number) {
    struct state *s = m->s;
    struct goroutine *g = goroutine_of(m, number);
    if (g->ready_next) goroutine_of(m, g->ready_next)->ready_previous = g->ready_previous;
    else s->ready_tail = g->ready_previous;
    if (g->ready_previous) goroutine_of(m, g->ready_previous)->ready_next = g->ready_next;
    else s->ready_head = g->ready_next;
    g->ready_next = g->ready_previous = 0;
    s->ready_count--;
}

/* Out of wherever it waits for a processor. */
static void unready(struct machine *m, uint32_t number) {
    for (uint32_t p = 0; p < m->config.procs; p++) {
        if (m->processors[p].next_ready != number) continue;
        m->processors[p].next_ready = 0;
        return;
    }
    dequeue(m, number);
}

void sched_ready(struct machine *m, uint32_t number, bool next) {
    struct processor *p = processor_now(m);
    goroutine_of(m, number)->status = GOROUTINE_RUNNABLE;
    if (!next) {
        enqueue(m, number, false);
        return;
    }
    if (p->next_ready) enqueue(m, p->next_ready, false); /* kicked out: proc.go:runqput */
    p->next_ready = number;
}

static bool waits_no_longer(const struct machine *m, const struct goroutine *g) {
    const struct collector *gc = &m->s->gc;
    if (g->wait == WAIT_MARKED) return gc->marked >= g->wait_cycle;
    return g->wait == WAIT_SWEPT && gc->completed >= g->wait_cycle;
}

void sched_wake_waiting(struct machine *m) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        struct goroutine *g = goroutine_of(m, n);
        if (g->status != GOROUTINE_WAITING || !waits_no_longer(m, g)) continue;
        g->wait = g->wait_cycle = 0;
        sched_ready(m, n, false);
        emit(m, EVENT_WAKE, n, 0, 0, 0);
    }
}

/* ---- time ---- */

void sched_sleep(struct machine *m, struct goroutine *g, uint64_t ticks) {
    uint64_t now = m->s->clock.now;
    g->status = GOROUTINE_WAITING;
    g->wait = WAIT_SLEEP;
    g->wake_at = ticks < UINT64_MAX - 1 - now ? now + ticks : UINT64_MAX - 1;
    if (g->wake_at < m->s->next_wake) m->s->next_wake = g->wake_at;
}

static void wake_sleepers(struct machine *m) {
    uint64_t next = UINT64_MAX;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        struct goroutine *g = goroutine_of(m, n);
        if (g->status != GOROUTINE_WAITING || g->wait != WAIT_SLEEP) continue;
        if (g->wake_at > m->s->clock.now) {
            if (g->wake_at < next) next = g->wake_at;
            continue;
        }
        g->wait = WAIT_NOTHING;
        g->wake_at = 0;
        sched_ready(m, n, false);
        emit(m, EVENT_WAKE, n, 0, 0, 0);
    }
    m->s->next_wake = next;
}

bool sched_pass_time(struct machine *m) {
    uint64_t collection = gc_due_at(m), until = m->s->next_wake;
    if (until == UINT64_MAX) return false; /* an idle program is not woken by the collector */
    if (collection < until) until = collection;
    if (until > m->s->clock.now) m->s->clock.now = until;
    wake_sleepers(m);
    gc_time_passed(m);
    return true;
}

/* ---- processors ---- */

static bool goroutine_mid_op(const struct machine *m, uint32_t number) {
    return number && goroutine_of(m, number)->part != 0;
}

bool sched_is_taken(const struct machine *m, uint32_t p) {
    const struct processor *processor = &m->processors[p];
    return goroutine_mid_op(m, processor->goroutine) || processor->scan.kind != SCAN_NOTHING;
}

static bool is_dedicated(const struct machine *m, uint32_t p) {
    return gc_marking(m) && m->processors[p].worker == WORKER_DEDICATED;
}

/* For a goroutine, or the collector when it is not marking: one that has been through for the
 * longest, an idle one before one whose goroutine has to stand back. None: `procs`. */
static uint32_t processor_to_take(const struct machine *m) {
    const uint64_t *ticks = m->s->clock.ticks;
    uint32_t procs = m->config.procs, best = procs;
    for (uint32_t p = 0; p < procs; p++) {
        if (sched_is_taken(m, p) || is_dedicated(m, p)) continue;
        if (best == procs) best = p;
        bool idle = !m->processors[p].goroutine, best_idle = !m->processors[best].goroutine;
        if (idle != best_idle ? idle : ticks[p] < ticks[best]) best = p;
    }
    return best;
}

/* The goroutine that has to give its processor up can go on as soon as there is another one. */
static void displace(struct machine *m, uint32_t p, bool at_head) {
    uint32_t number = m->processors[p].goroutine;
    if (!number) return;
    struct goroutine *g = goroutine_of(m, number);
    m->processors[p].goroutine = 0;
    g->processor = 0;
    if (g->status == GOROUTINE_RUNNABLE) enqueue(m, number, at_head);
}

void sched_clear_processor(struct machine *m, uint32_t p) {
    displace(m, p, true);
}

void sched_suspend(struct machine *m, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    if (g->processor) displace(m, g->processor - 1, true);
    g->suspended = 1;
}

void sched_yield_processor(struct machine *m, struct goroutine *g) {
    displace(m, g->processor - 1, false);
}

/* The slices here are much shorter than Go's 10 ms: only a switch that the program itself brings
 * about, by waiting or yielding, is charged. */
static void give_processor(struct machine *m, uint32_t number, uint32_t p) {
    if (!m->processors[p].goroutine) charge(m, COST_SWITCH, 1);
    displace(m, p, false);
    unready(m, number);
    m->processors[p].goroutine = number;
    goroutine_of(m, number)->processor = p + 1;
}

void sched_stop_clocks(struct machine *m) {
    struct clock *clock = &m->s->clock;
    uint64_t *mine = &clock->ticks[m->s->on];
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (clock->ticks[p] > *mine) *mine = clock->ticks[p];
    if (*mine > clock->now) clock->now = *mine;
}

/* Nobody runs on it, or could while the world stands still. */
static bool is_idle(const struct machine *m, uint32_t p) {
    const struct processor *processor = &m->processors[p];
    bool nobody = !processor->goroutine || m->s->gc.stopped;
    return nobody && processor->scan.kind == SCAN_NOTHING;
}

/* While workers share the marking in a stopped world, each has time of its own. */
static bool workers_share_the_stop(const struct machine *m) {
    return m->s->gc.stopped && m->s->gc.stage == STAGE_MARK && gc_marks_stopped(m);
}

static bool time_is_for_all(const struct machine *m) {
    return m->s->gc.stopped && !workers_share_the_stop(m);
}

void sched_begin_step(struct machine *m, struct choice next) {
    struct clock *clock = &m->s->clock;
    clock->step_ticks = 0;
    m->s->on = next.branch;
    if (next.actor != ACTOR_COLLECTOR) {
        const struct goroutine *g = goroutine_of(m, next.actor);
        m->s->on = g->processor ? g->processor - 1 : processor_to_take(m);
    }
    uint64_t *mine = &clock->ticks[m->s->on];
    if (*mine < clock->now && is_idle(m, m->s->on)) *mine = clock->now;
    if (*mine > clock->now) clock->now = *mine;
    if (next.actor != ACTOR_COLLECTOR && !goroutine_of(m, next.actor)->processor)
        give_processor(m, next.actor, m->s->on);
    clock->was_stopped = time_is_for_all(m);
}

void sched_end_step(struct machine *m) {
    struct clock *clock = &m->s->clock;
    bool collector = clock->last_actor == ACTOR_COLLECTOR;
    if (clock->step_ticks == 0) /* nothing is for nothing */
        charge(m, collector ? COST_SEARCH : COST_OPERATION, 1);
    uint64_t *mine = &clock->ticks[m->s->on];
    *mine += clock->step_ticks;
    m->s->gc.pacer.busy_ticks += clock->step_ticks;
    if (clock->was_stopped || time_is_for_all(m)) /* then time passes for all alike */
        for (uint32_t p = 0; p < m->config.procs; p++) clock->ticks[p] = *mine;
    if (clock->now >= m->s->next_wake) wake_sleepers(m);
    gc_time_passed(m);
    if (collector) return;
    const struct goroutine *g = goroutine_of(m, clock->last_actor);
    if (g->status != GOROUTINE_RUNNABLE && g->processor) displace(m, g->processor - 1, false);
}

/* ---- who can go ---- */

static bool goroutine_can_go(const struct machine *m, uint32_t number) {
    const struct goroutine *g = goroutine_of(m, number);
    if (g->status != GOROUTINE_RUNNABLE || g->suspended || m->s->gc.stopped) return false;
    if (g->part != 0) return true;
    if (gc_stopping(m)) return false;
    if (g->processor) return !sched_is_taken(m, g->processor - 1);
    return processor_to_take(m) < m->config.procs;
}

static bool nobody_waits(const struct machine *m) {
    if (m->s->ready_count > 0) return false;
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].next_ready) return false;
    return true;
}

bool sched_is_wanted(const struct machine *m, uint32_t p) {
    return m->processors[p].goroutine || !nobody_waits(m);
}

/* Whether a processor may run its mark worker: mgcpacer.go:findRunnableGCWorker. */
static bool worker_may_run(const struct machine *m, uint32_t p) {
    const struct processor *processor = &m->processors[p];
    if (goroutine_mid_op(m, processor->goroutine)) return false;
    if (processor->scan.kind != SCAN_NOTHING || m->s->gc.stopped) return true;
    if (processor->worker != WORKER_IDLE) return true;
    return !processor->goroutine && nobody_waits(m);
}

static bool worker_can_go(const struct machine *m, uint32_t p) {
    return worker_may_run(m, p) && gc_has_work(m, p);
}

/* Lower is better: what it has begun, the worker that is there for nothing else, own work. */
static uint32_t reluctance(const struct machine *m, uint32_t p) {
    const struct processor *processor = &m->processors[p];
    if (processor->scan.kind != SCAN_NOTHING) return 0;
    if (processor->worker == WORKER_DEDICATED) return 1;
    if (work_is_local(m, processor)) return 2;
    return processor->goroutine ? 4 : 3;
}

/* When no worker finds any work, one of them looks whether marking is complete. `procs`: none. */
static uint32_t completing_processor(const struct machine *m) {
    uint32_t procs = m->config.procs, best = procs;
    if (!gc_may_be_complete(m)) return procs;
    for (uint32_t p = 0; p < procs; p++) {
        if (!worker_may_run(m, p)) continue;
        if (gc_has_work(m, p)) return procs;
        if (best == procs || reluctance(m, p) < reluctance(m, best)) best = p;
    }
    return best;
}

static bool collector_can_go_on(const struct machine *m, uint32_t p) {
    return worker_can_go(m, p) || completing_processor(m) == p;
}

/* The processors the collector could use now, the one that suits best first; how many. */
static uint32_t collector_choices(const struct machine *m, uint32_t out[PROCS_MAX]) {
    uint32_t count = 0;
    if (!gc_marking_work(m)) { /* one is as good as another: the one that is free for the longest */
        if (!gc_can_run(m)) return 0;
        uint32_t p = m->s->gc.stopped ? m->s->on : processor_to_take(m);
        if (p == m->config.procs) return 0;
        out[0] = p;
        return 1;
    }
    uint32_t completing = completing_processor(m);
    for (uint32_t p = 0; p < m->config.procs; p++) {
        if (p != completing && !worker_can_go(m, p)) continue;
        uint32_t at = count++;
        for (; at > 0 && reluctance(m, out[at - 1]) > reluctance(m, p); at--) out[at] = out[at - 1];
        out[at] = p;
    }
    return count;
}

static bool collector_can_go(const struct machine *m, uint32_t *p) {
    uint32_t choices[PROCS_MAX];
    uint32_t count = collector_choices(m, choices);
    if (count) *p = choices[0];
    return count > 0;
}

uint32_t sched_choices(const struct machine *m, struct choice *out, uint32_t max) {
    uint32_t processors[PROCS_MAX], count = 0;
    if (m->s->outcome != OUTCOME_RUNNING) return 0;
    uint32_t workers = collector_choices(m, processors);
    for (uint32_t i = 0; i < workers; i++, count++)
        if (count < max) out[count] = (struct choice){ACTOR_COLLECTOR, (uint16_t)processors[i]};
    for (uint32_t number = 1; number <= m->s->goroutine_count; number++) {
        if (!goroutine_can_go(m, number)) continue;
        if (count < max) out[count] = (struct choice){(uint16_t)number, 0};
        count++;
    }
    return count;
}

/* ---- the default policy: what each processor would do next ---- */

/* The next goroutine for a processor that turns to another one; 0 if there is none. */
static uint32_t next_goroutine(const struct machine *m, uint32_t p) {
    if (m->s->gc.stopped || gc_stopping(m) || nobody_waits(m)) return 0;
    if (processor_to_take(m) == m->config.procs) return 0;
    uint32_t first = m->processors[p].next_ready;
    if (first && goroutine_can_go(m, first)) return first;
    uint32_t number = m->s->ready_head;
    while (number && !goroutine_can_go(m, number)) number = goroutine_of(m, number)->ready_next;
    for (uint32_t other = 0; !number && other < m->config.procs; other++) { /* stolen: runqgrab */
        uint32_t theirs = m->processors[other].next_ready;
        if (theirs && goroutine_can_go(m, theirs)) number = theirs;
    }
    return number;
}

/* Whether the fractional worker has had less than its share of the processor's time. */
static bool fraction_is_due(const struct machine *m, uint32_t p) {
    return m->processors[p].worker == WORKER_FRACTIONAL && gc_fraction_is_due(m, p);
}

/* It stops between two objects when it has had more than its share, if others wait. */
static bool fraction_is_spent(const struct machine *m, uint32_t p) {
    const struct processor *processor = &m->processors[p];
    if (processor->worker != WORKER_FRACTIONAL || processor->scan.kind != SCAN_NOTHING)
        return false;
    return !m->s->gc.stopped && sched_is_wanted(m, p) && !gc_fraction_is_due(m, p);
}

/* The sweeper gives its processor back behind each span (mgcsweep.go:bgsweep). */
static bool sweeper_is_due(const struct machine *m) {
    return m->s->gc.stage == STAGE_SWEEP && m->s->clock.last_actor != ACTOR_COLLECTOR;
}

static bool collector_is_due(const struct machine *m, uint32_t p) {
    uint32_t q;
    const struct processor *processor = &m->processors[p];
    if (!gc_marking_work(m)) {
        if (!collector_can_go(m, &q) || q != p) return false;
        bool idle = !processor->goroutine && nobody_waits(m);
        return m->s->gc.stage != STAGE_SWEEP || idle || sweeper_is_due(m);
    }
    if (!collector_can_go_on(m, p)) return false;
    if (processor->scan.kind != SCAN_NOTHING || m->s->gc.stopped) return true;
    return processor->worker == WORKER_DEDICATED || fraction_is_due(m, p);
}

static bool what_next(const struct machine *m, uint32_t p, struct choice *out) {
    uint32_t holder = m->processors[p].goroutine;
    *out = (struct choice){ACTOR_COLLECTOR, (uint16_t)p};
    if (goroutine_mid_op(m, holder)) {
        out->actor = (uint16_t)holder;
        return goroutine_can_go(m, holder);
    }
    if (collector_is_due(m, p)) return true;
    if (is_dedicated(m, p)) return false;
    uint32_t number = next_goroutine(m, p);
    if (!number && holder && goroutine_can_go(m, holder)) number = holder;
    if (number) {
        *out = (struct choice){(uint16_t)number, (uint16_t)p};
        return true;
    }
    return gc_marking_work(m) && collector_can_go_on(m, p);
}

bool sched_has_choice(const struct machine *m) {
    struct choice choice;
    if (m->s->outcome != OUTCOME_RUNNING) return false;
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (what_next(m, p, &choice)) return true;
    uint32_t q;
    return collector_can_go(m, &q);
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

static bool can_go(const struct machine *m, uint32_t actor, struct choice *out) {
    uint32_t p = 0;
    bool can = actor ? goroutine_can_go(m, actor) : collector_can_go(m, &p);
    *out = (struct choice){(uint16_t)actor, (uint16_t)p};
    return can;
}

/* The choice that the schedule wants now, if it is one. */
static bool scheduled(struct machine *m, struct choice *out) {
    struct clock *clock = &m->s->clock;
    while (clock->directive < m->program->directive_count) {
        const struct directive *d = &m->program->directives[clock->directive];
        uint32_t actor;
        if (!directive_is_over(m, d)) {
            directive_actor(m, d, &actor);
            if (d->actor != 0 && actor == ACTOR_COLLECTOR) return false;
            return can_go(m, actor, out);
        }
        clock->directive++;
        clock->directive_steps = 0;
    }
    return false;
}

/* ---- picking ---- */

static bool slice_goes_on(const struct machine *m, struct choice *out) {
    const struct clock *clock = &m->s->clock;
    if (clock->slice_left == 0 || clock->step == 0) return false;
    uint32_t p = m->s->on;
    *out = (struct choice){(uint16_t)clock->last_actor, (uint16_t)p};
    if (clock->last_actor != ACTOR_COLLECTOR) return goroutine_can_go(m, clock->last_actor);
    if (workers_share_the_stop(m)) return false; /* the one furthest behind goes next */
    if (gc_marking_work(m)) return collector_can_go_on(m, p) && !fraction_is_spent(m, p);
    return (gc_stopping(m) || m->s->gc.stopped) && gc_can_run(m);
}

/* What the processor that is furthest behind in time would do. */
static struct choice in_turn(struct machine *m) {
    struct clock *clock = &m->s->clock;
    struct choice best = {0}, next;
    if (slice_goes_on(m, &best)) {
        clock->slice_left--;
        return best;
    }
    bool found = false;
    uint64_t earliest = 0;
    for (uint32_t i = 1; i <= m->config.procs; i++) {
        uint32_t p = (m->s->on + i) % m->config.procs; /* equals take turns */
        uint64_t at = clock->ticks[p] > clock->now ? clock->ticks[p] : clock->now;
        if ((found && at >= earliest) || !what_next(m, p, &next)) continue;
        found = true;
        earliest = at;
        best = next;
    }
    if (!found) found = can_go(m, ACTOR_COLLECTOR, &best);
    CHECK_AT(found, machine_place(m));
    bool collector = best.actor == ACTOR_COLLECTOR;
    uint64_t most = collector ? COLLECTOR_SLICE_MAX : GOROUTINE_SLICE_MAX;
    clock->slice_left = random_next(&clock->random) % most;
    if (!collector && m->config.long_slices) clock->slice_left = LONG_SLICE;
    return best;
}

struct choice sched_pick(struct machine *m) {
    struct clock *clock = &m->s->clock;
    struct choice choice;
    if (scheduled(m, &choice)) {
        clock->directive_steps++;
        clock->slice_left = 0;
        return choice;
    }
    return in_turn(m);
}

/* Picking changes nothing but the clock. */
struct choice sched_next(const struct machine *m) {
    struct machine view = *m;
    struct clock before = m->s->clock;
    struct choice choice = sched_pick(&view);
    view.s->clock = before;
    return choice;
}

bool sched_is_choice(const struct machine *m, struct choice choice) {
    uint32_t processors[PROCS_MAX];
    if (m->s->outcome != OUTCOME_RUNNING) return false;
    if (choice.actor != ACTOR_COLLECTOR)
        return choice.actor <= m->s->goroutine_count && goroutine_can_go(m, choice.actor);
    uint32_t count = collector_choices(m, processors);
    for (uint32_t i = 0; i < count; i++)
        if (processors[i] == choice.branch) return true;
    struct choice next = sched_next(m); /* in a slice it stays where it is */
    return next.actor == ACTOR_COLLECTOR && next.branch == choice.branch;
}

void sched_force(struct machine *m, struct choice choice) {
    CHECK_AT(sched_is_choice(m, choice), machine_place(m));
    m->s->clock.slice_left = 0;
}
