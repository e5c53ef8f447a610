#include "machine/gc/pacer.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/heap/sweep.h"

/* Go's constants, in bytes: mgcpacer.go. */
enum {
    DEFAULT_HEAP_MINIMUM = 4 << 20,
    SWEEP_MIN_HEAP_DISTANCE = 1 << 20,
    MIN_RUNWAY = 64 << 10,
    LIMIT_HEADROOM = 1 << 20,
};

static uint64_t smaller(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static uint64_t saturating_sum(uint64_t a, uint64_t b) {
    return a < UINT64_MAX - b ? a + b : UINT64_MAX;
}

uint64_t mul_div(uint64_t a, uint64_t b, uint64_t c) {
    __extension__ typedef unsigned __int128 wide;
    if (c == 0) return UINT64_MAX;
    wide result = (wide)a * b / c;
    return result > UINT64_MAX ? UINT64_MAX : (uint64_t)result;
}

uint64_t pacer_scaled(const struct machine *m, uint64_t bytes) {
    return mul_div(bytes, m->config.minimum_heap, DEFAULT_HEAP_MINIMUM);
}

/* ---- the goal ---- */

static uint64_t percent_goal(const struct machine *m) {
    const struct pacer *p = &m->s->gc.pacer;
    if (m->s->gc.gogc < 0 || m->config.collector == COLLECTOR_NONE) return UINT64_MAX;
    uint64_t percent = (uint64_t)m->s->gc.gogc, marked = m->s->gc.heap_marked;
    uint64_t roots = p->last_stack_scan + m->program->global_bytes;
    uint64_t goal = marked + mul_div(marked + roots, percent, 100);
    return larger(goal, mul_div(m->config.minimum_heap, percent, 100));
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
    struct collector *gc = &m->s->gc;
    uint64_t percent = percent_goal(m), limit = limit_goal(m);
    *least_trigger = 0;
    if (limit < percent) {
        gc->goal = limit;
        return;
    }
    uint64_t distance = gc->pacer.sweep_distance_trigger;
    *least_trigger = distance;
    gc->goal = larger(percent, distance);
    if (gc->pacer.triggered == UINT64_MAX) return;
    gc->goal = larger(gc->goal, gc->pacer.triggered + pacer_scaled(m, MIN_RUNWAY));
}

/* ---- the trigger ---- */

/* How much will be allocated while a quarter of the processors marks. */
static uint64_t runway(const struct machine *m) {
    const struct pacer *p = &m->s->gc.pacer;
    uint64_t work = p->last_heap_scan + p->last_stack_scan + m->program->global_bytes;
    if (p->cons_mark <= 0) return 0;
    return mul_div(3 * (uint64_t)p->cons_mark, work, RATIO_ONE);
}

/* Between 45/64 and 61/64 of the way from what lives to the goal. */
static void set_trigger(struct machine *m, uint64_t least) {
    struct collector *gc = &m->s->gc;
    uint64_t marked = gc->heap_marked, goal = gc->goal, minimum = m->config.minimum_heap;
    if (marked >= goal) {
        gc->trigger = goal;
        return;
    }
    uint64_t step = (goal - marked) / 64;
    least = larger(larger(least, marked), marked + step * 45);
    uint64_t most = marked + step * 61;
    if (goal > minimum) most = larger(most, goal - minimum);
    most = larger(most, least);
    uint64_t way = runway(m), trigger = way > goal ? least : goal - way;
    gc->trigger = larger(least, smaller(trigger, most));
}

void pacer_commit(struct machine *m) {
    struct collector *gc = &m->s->gc;
    uint64_t least;
    bool swept = gc->completed == gc->marked;
    gc->pacer.sweep_distance_trigger =
        swept ? 0 : gc->heap_live + pacer_scaled(m, SWEEP_MIN_HEAP_DISTANCE);
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

/* The controller of cons/mark: proportional 0.9, integral over 4 cycles, reset over 1000. */
static void control(struct pacer *p, int64_t measured) {
    const int64_t most = 1000 * RATIO_ONE;
    int64_t error = measured - p->cons_mark;
    int64_t raw = error * 9 / 10 + p->cons_mark_integral;
    int64_t output = raw < -most ? -most : raw > most ? most : raw;
    p->cons_mark = output;
    p->cons_mark_integral += error * 9 / 40 + (output - raw) / 1000;
}

static uint64_t share(uint64_t ticks, uint64_t all) {
    return all ? mul_div(ticks, RATIO_ONE, all) : 0;
}

void pacer_end_cycle(struct machine *m) {
    struct collector *gc = &m->s->gc;
    struct pacer *p = &gc->pacer;
    uint64_t all = (m->s->clock.now - gc->mark_start) * m->config.procs;
    uint64_t marking = RATIO_ONE / 4 + share(p->assist_ticks, all); /* of all processors' time */
    uint64_t idle = share(p->idle_ticks, all), work = pacer_scan_work(m);
    p->last_heap_scan = p->heap_scan = p->heap_scan_work;
    p->last_stack_scan = p->stack_scan_work;
    if (gc->heap_live <= p->triggered || work == 0 || marking >= RATIO_ONE) return;
    uint64_t measured = mul_div(gc->heap_live - p->triggered, marking + idle, work);
    measured = mul_div(measured, RATIO_ONE, RATIO_ONE - marking);
    control(p, (int64_t)smaller(measured, 1000 * RATIO_ONE));
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
