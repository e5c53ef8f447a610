#include "machine/gc/pacer.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/heap/sweep.h"

enum { LIMIT_HEADROOM = 1 << 20 }; /* bytes: mgcpacer.go */

static uint64_t smaller(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static uint64_t saturating_sum(uint64_t a, uint64_t b) {
    return a < UINT64_MAX - b ? a + b : UINT64_MAX;
}

uint64_t pacer_scaled(const struct machine *m, uint64_t bytes) {
    return pacing_scaled(m->config.minimum_heap, bytes);
}

/* ---- the goal and the trigger ---- */

static struct pacing pacing_of(const struct machine *m) {
    bool never = m->config.collector == COLLECTOR_NONE;
    return (struct pacing){.marked = m->s->gc.heap_marked,
                           .roots = m->s->gc.pacer.last_stack_scan + m->program->global_bytes,
                           .minimum = m->config.minimum_heap,
                           .percent = never ? -1 : m->s->gc.gogc};
}

/* What the memory limit leaves for the heap: memoryLimitHeapGoal. */
static uint64_t limit_goal(const struct machine *m) {
    const struct statistics *s = &m->s->statistics;
    uint64_t limit = m->s->gc.memory_limit, marked = m->s->gc.heap_marked;
    if (limit == UINT64_MAX || m->config.collector == COLLECTOR_NONE) return UINT64_MAX;
    uint64_t mapped = (uint64_t)m->s->heap.pages_used * PAGE_SIZE;
    uint64_t other = s->heap_inuse - s->heap_alloc + s->stack_inuse; /* not objects, not free */
    uint64_t over = mapped > limit ? mapped - limit : 0;
    if (other + over >= limit) return marked; /* collect without pause */
    uint64_t goal = limit - (other + over), headroom = pacer_scaled(m, LIMIT_HEADROOM);
    goal = goal < headroom || goal - headroom < headroom ? headroom : goal - headroom;
    return larger(goal, marked);
}

static void set_goal(struct machine *m, uint64_t *least_trigger) {
    struct pacing p = pacing_of(m);
    struct pacing_bounds bounds = {limit_goal(m), m->s->gc.pacer.sweep_distance_trigger,
                                   m->s->gc.pacer.triggered};
    m->s->gc.goal = pacing_goal(&p, &bounds, least_trigger);
}

static void set_trigger(struct machine *m, uint64_t least) {
    struct collector *gc = &m->s->gc;
    struct pacing p = pacing_of(m);
    uint64_t work = gc->pacer.last_heap_scan + gc->pacer.last_stack_scan + m->program->global_bytes;
    gc->trigger = pacing_trigger(&p, gc->goal, least, pacing_runway(gc->pacer.cons_mark, work));
}

void pacer_commit(struct machine *m) {
    struct collector *gc = &m->s->gc;
    uint64_t least;
    bool swept = gc->completed == gc->marked;
    gc->pacer.sweep_distance_trigger =
        swept ? 0 : pacing_sweep_distance(m->config.minimum_heap, gc->heap_live);
    set_goal(m, &least);
    if (gc->goal == UINT64_MAX) gc->trigger = UINT64_MAX;
    else set_trigger(m, least);
}

/* gcControllerCommit: the sweep that is under way has to be through by the new trigger, too. */
static void settings_changed(struct machine *m) {
    pacer_commit(m);
    if (gc_marking(m)) pacer_revise(m);
    if (m->s->gc.completed != m->s->gc.marked) sweep_set_pace(m);
}

void pacer_set_percent(struct machine *m, int64_t percent) {
    m->s->gc.gogc = percent < 0 ? -1 : percent;
    settings_changed(m);
}

void pacer_set_limit(struct machine *m, uint64_t bytes) {
    m->s->gc.memory_limit = bytes;
    settings_changed(m);
}

/* ---- a cycle ---- */

void pacer_start_cycle(struct machine *m) {
    struct collector *gc = &m->s->gc;
    struct pacer *p = &gc->pacer;
    p->heap_scan_work = p->stack_scan_work = p->globals_scan_work = 0;
    p->assist_ticks = p->idle_ticks = p->worker_ticks = 0;
    p->credit = 0;
    p->triggered = gc->heap_live;
    uint64_t least;
    set_goal(m, &least); /* a little more than where it began, at least */
    pacer_revise(m);
}

/* The work that steady state lets expect; past it, all that there could be, within limits. */
void pacer_revise(struct machine *m) {
    struct collector *gc = &m->s->gc;
    struct pacer *p = &gc->pacer;
    enum { LEAST_WORK = 1000 };
    uint64_t globals = m->program->global_bytes, done = pacer_scan_work(m), goal = gc->goal;
    uint64_t expected = p->last_heap_scan + p->last_stack_scan + globals;
    uint64_t worst = p->heap_scan + m->s->statistics.stack_inuse + globals;
    if (done > expected) {
        uint64_t further = mul_div(goal - p->triggered, worst, larger(expected, 1));
        uint64_t hard = m->s->gc.gogc < 0
                            ? UINT64_MAX
                            : saturating_sum(goal, mul_div(goal, (uint64_t)m->s->gc.gogc, 100));
        if (goal > p->triggered) goal = smaller(saturating_sum(p->triggered, further), hard);
        expected = worst;
    }
    if (gc->heap_live > goal) {
        goal = mul_div(goal, 11, 10);
        expected = worst;
    }
    p->work_left = expected > done ? larger(expected - done, LEAST_WORK) : LEAST_WORK;
    p->heap_left = goal > gc->heap_live ? goal - gc->heap_live : 1;
}

void pacer_end_cycle(struct machine *m) {
    struct collector *gc = &m->s->gc;
    struct pacer *p = &gc->pacer;
    int64_t measured;
    bool grew = gc->heap_live > p->triggered;
    p->last_heap_scan = p->heap_scan = p->heap_scan_work;
    p->last_stack_scan = p->stack_scan_work;
    struct pacing_cycle cycle = {.grown = grew ? gc->heap_live - p->triggered : 0,
                                 .work = pacer_scan_work(m),
                                 .assist = p->assist_ticks,
                                 .idle = p->idle_ticks,
                                 .all = (m->s->clock.now - gc->mark_start) * m->config.procs};
    if (pacing_measure(&cycle, &measured))
        pacing_control(&p->cons_mark, &p->cons_mark_integral, measured);
}

/* ---- the limiter of the collector's time ---- */

static uint64_t limiter_capacity(const struct machine *m) {
    return pacer_scaled(m, TICKS_PER_SECOND) * m->config.procs;
}

bool pacer_is_limiting(const struct machine *m) {
    return m->s->gc.pacer.limiter_fill >= limiter_capacity(m);
}

void pacer_limit(struct machine *m) {
    struct pacer *p = &m->s->gc.pacer;
    uint64_t taken = p->gc_ticks + p->assist_ticks + p->worker_ticks;
    uint64_t busy = p->busy_ticks - p->limiter_busy;
    uint64_t gc = taken > p->limiter_gc ? taken - p->limiter_gc : 0;
    uint64_t program = busy > gc ? busy - gc : 0, capacity = limiter_capacity(m);
    p->limiter_busy = p->busy_ticks;
    p->limiter_gc = taken;
    uint64_t filled = p->limiter_fill + gc;
    p->limiter_fill = filled > program ? smaller(filled - program, capacity) : 0;
}
