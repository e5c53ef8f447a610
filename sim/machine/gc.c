/* The stages of a cycle, in Go's order: mgc.go, gcStart to gcMarkTermination. */
#include "machine/gc.h"

#include "machine/check.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "machine/stack.h"

static void enter(struct machine *m, enum stage stage) {
    struct collector *gc = &m->s->gc;
    enum phase before = machine_phase(m);
    gc->stage = stage;
    enum phase now = machine_phase(m);
    if (now != before) emit(m, EVENT_PHASE, now, gc->cycle, 0, 0);
}

/* ---- asking for a cycle ---- */

static void begin_cycle(struct machine *m) {
    m->s->gc.cycle++;
    enter(m, STAGE_STOP_FOR_MARK);
}

void gc_trigger(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc->stage == STAGE_IDLE && gc->heap_live >= gc->trigger) begin_cycle(m);
}

uint32_t gc_request(struct machine *m, enum gc_request request) {
    struct collector *gc = &m->s->gc;
    bool idle = gc->stage == STAGE_IDLE;
    if (request == GC_FINISH) return gc->cycle;
    if (request == GC_START) {
        if (idle) begin_cycle(m);
        return gc->cycle;
    }
    uint32_t wanted = gc->cycle + 1; /* runtime.GC: a cycle that begins after the call */
    if (wanted > gc->wanted) gc->wanted = wanted;
    if (idle) begin_cycle(m);
    return wanted;
}

/* ---- the pacer's goal: mgcpacer.go, without the memory limit and the runway ---- */

void gc_set_goal(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (m->config.gogc < 0) {
        gc->goal = gc->trigger = UINT64_MAX;
        return;
    }
    uint64_t percent = (uint64_t)m->config.gogc;
    uint64_t roots = m->program->global_bytes;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        roots += stack_used(m, goroutine_of(m, n));
    uint64_t goal = gc->heap_marked + (gc->heap_marked + roots) * percent / 100;
    uint64_t minimum = m->config.minimum_heap * percent / 100;
    gc->goal = goal > minimum ? goal : minimum;
    gc->trigger = gc->heap_marked + (gc->goal - gc->heap_marked) / 64 * 45;
}

/* ---- stages ---- */

static void stop_world(struct machine *m, enum stage next) {
    m->s->gc.stopped = 1;
    enter(m, next);
    emit(m, EVENT_STOP_WORLD, machine_phase(m), 0, 0, 0);
}

static void start_mark(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->barrier_on = 1;
    gc->marked_bytes = 0;
    gc->next_root = 0;
    gc->root_count = m->s->goroutine_count;
    for (uint32_t n = 1; n <= gc->root_count; n++) goroutine_of(m, n)->scanned = 0;
    stack_mark_begins(m);
    bool snapshot = m->config.barrier == BARRIER_YUASA;
    gc->stopped = snapshot;
    enter(m, snapshot ? STAGE_SNAPSHOT : STAGE_MARK);
    emit(m, EVENT_MARK_START, gc->cycle, gc->trigger, 0, 0);
}

static void scan_snapshot(struct machine *m) {
    if (!gc_roots_done(m)) {
        gc_mark_step(m);
        return;
    }
    m->s->gc.stopped = 0;
    enter(m, STAGE_MARK);
    emit(m, EVENT_SNAPSHOT_DONE, 0, 0, 0, 0);
}

static void mark(struct machine *m) {
    if (gc_mark_step(m)) return;
    enter(m, STAGE_STOP_FOR_END);
    emit(m, EVENT_MARK_DONE, 0, 0, 0, 0);
}

/* With the world stopped nobody can shade any more; what was shaded on the way there is marked. */
static void stop_for_end(struct machine *m) {
    if (work_empty(m)) {
        bool again = m->config.barrier == BARRIER_DIJKSTRA;
        stop_world(m, again ? STAGE_RESCAN : STAGE_CHECK);
        if (again) gc_roots_again(m);
        return;
    }
    enter(m, STAGE_MARK);
    emit(m, EVENT_MARK_RESUME, work_count(m), 0, 0, 0);
}

static void rescan(struct machine *m) {
    if (gc_mark_step(m)) return;
    enter(m, STAGE_CHECK);
    emit(m, EVENT_MARK_DONE, 0, 0, 0, 0);
}

static void note_lost(void *user, uint64_t address) {
    struct machine *m = user;
    struct tag tag = {0};
    if (m->tags) tag = m->tags[(address - ARENA_BASE) / WORD];
    m->s->gc.lost++;
    for (uint32_t i = 0; i < m->program->reference_count; i++)
        if (m->watches[i].address == address && !(m->watches[i].flags & WATCH_FREED))
            m->watches[i].flags |= WATCH_LOST;
    emit(m, EVENT_LOST, address, tag.serial, tag.site, 0);
}

/* Go's gccheckmark: recompute reachability another way, with the world stopped. */
static void check(struct machine *m) {
    uint32_t lost_before = m->s->gc.lost;
    uint64_t reachable = m->config.checkmark ? check_reachable(m, note_lost, m) : 0;
    emit(m, EVENT_CHECKMARK, reachable, m->s->gc.lost - lost_before, 0, 0);
    enter(m, STAGE_START_SWEEP);
}

static void start_sweep(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->barrier_on = 0;
    gc->heap_live = gc->heap_marked = gc->marked_bytes;
    gc_set_goal(m);
    gc->sweep_generation++;
    gc->sweep_page = 0;
    heap_flush_caches(m);
    stack_mark_ended(m);
    work_free_buffers(m);
    gc->stopped = 0;
    enter(m, STAGE_SWEEP);
    emit(m, EVENT_SWEEP_START, gc->heap_marked, 0, 0, 0);
}

static void end_cycle(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->completed = gc->cycle;
    enter(m, STAGE_IDLE);
    emit(m, EVENT_CYCLE_DONE, gc->cycle, gc->heap_marked, 0, 0);
    sched_wake_waiting(m, gc->completed);
    if (gc->wanted > gc->cycle) begin_cycle(m);
    else if (gc->heap_live > gc->heap_marked) gc_trigger(m); /* for what was allocated meanwhile */
}

static void sweep(struct machine *m) {
    if (!gc_sweep_step(m)) end_cycle(m);
}

static void gc_unit(struct machine *m) {
    switch ((enum stage)m->s->gc.stage) {
    case STAGE_IDLE: break;
    case STAGE_STOP_FOR_MARK: stop_world(m, STAGE_START_MARK); break;
    case STAGE_START_MARK: start_mark(m); break;
    case STAGE_SNAPSHOT: scan_snapshot(m); break;
    case STAGE_MARK: mark(m); break;
    case STAGE_STOP_FOR_END: stop_for_end(m); break;
    case STAGE_RESCAN: rescan(m); break;
    case STAGE_CHECK: check(m); break;
    case STAGE_START_SWEEP: start_sweep(m); break;
    case STAGE_SWEEP: sweep(m); break;
    }
}

bool gc_can_run(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    if (gc->stage == STAGE_IDLE) return false;
    if (gc_stopping(m)) return sched_all_safe(m);
    if (gc->stage == STAGE_MARK) return !gc_mark_must_wait(m);
    return true;
}

uint64_t gc_run(struct machine *m, uint64_t budget) {
    uint64_t spent = 0;
    while (spent < budget && gc_can_run(m)) {
        gc_unit(m);
        spent++;
    }
    return spent;
}
