/* The stages of a cycle, in Go's order: mgc.go, gcStart to gcMarkTermination. */
#include "machine/gc/gc.h"

#include "machine/check/check.h"
#include "machine/cost.h"
#include "machine/gc/assist.h"
#include "machine/gc/barrier.h"
#include "machine/gc/generation.h"
#include "machine/gc/pacer.h"
#include "machine/heap/sweep.h"
#include "machine/heap/tag.h"
#include "machine/heap/tiny.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "machine/stack/stack.h"
#include "machine/values/channel.h"
#include "machine/values/deferred.h"

#define FORCE_GC_PERIOD (120 * TICKS_PER_SECOND) /* proc.go:forcegcperiod */

static void enter(struct machine *m, enum stage stage) {
    struct collector *gc = &m->s->gc;
    enum phase before = machine_phase(m);
    gc->stage = stage;
    enum phase now = machine_phase(m);
    if (now != before) emit(m, EVENT_PHASE, now, gc->cycle, 0, 0);
}

/* ---- asking for a cycle ---- */

static void begin_cycle(struct machine *m, enum gc_reason reason) {
    struct collector *gc = &m->s->gc;
    gc->cycle++;
    gc->record = (struct cycle_record){.sweep_term = m->s->clock.now, .reason = reason};
    enter(m, STAGE_STOP_FOR_MARK);
}

/* A cycle can begin while the last one is still being swept, but not while one marks. */
static bool may_begin(const struct machine *m) {
    uint32_t stage = m->s->gc.stage;
    if (m->config.collector == COLLECTOR_NONE) return false;
    return stage == STAGE_IDLE || stage == STAGE_SWEEP;
}

void gc_trigger(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc->stage == STAGE_MARK) pacer_revise(m);
    bool due = gc->heap_live >= gc->trigger || m->config.hostile_cycles;
    if (may_begin(m) && due) begin_cycle(m, GC_REASON_HEAP);
}

/* It is no cycle in the sense of NumGC: who waits for one waits on. */
void gc_collect_young(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (!may_begin(m)) return;
    gc->minor = 1;
    gc->record = (struct cycle_record){.sweep_term = m->s->clock.now, .reason = GC_REASON_HEAP};
    enter(m, STAGE_STOP_FOR_MARK);
}

uint64_t gc_due_at(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    bool never = gc->last_end == 0 || gc->gogc < 0 || !may_begin(m);
    return never ? UINT64_MAX : gc->last_end + FORCE_GC_PERIOD;
}

void gc_time_passed(struct machine *m) {
    if (m->s->clock.now >= gc_due_at(m)) begin_cycle(m, GC_REASON_TIME);
}

uint32_t gc_request(struct machine *m, enum gc_request request) {
    struct collector *gc = &m->s->gc;
    bool free = may_begin(m);
    if (request == GC_FINISH) return gc->cycle;
    if (request == GC_START) {
        if (free) begin_cycle(m, GC_REASON_ASKED);
        return gc->cycle;
    }
    uint32_t wanted = gc->cycle + 1; /* runtime.GC: a cycle that begins after the call */
    if (wanted > gc->wanted) gc->wanted = wanted;
    if (free) begin_cycle(m, GC_REASON_ASKED);
    return wanted;
}

/* ---- mark workers: mgcpacer.go, startCycle ---- */

/* A quarter of all processors is for marking. If whole processors miss that by more than 30 %, each
 * gives a fraction of its time instead. */
static uint32_t dedicated_workers(const struct machine *m, uint64_t *fraction) {
    int64_t procs = m->config.procs, dedicated = (procs + 2) / 4;
    int64_t error = 4 * dedicated - procs; /* in quarters of a processor */
    *fraction = 0;
    if (10 * (error < 0 ? -error : error) <= 3 * procs) return (uint32_t)dedicated;
    if (error > 0) dedicated--;
    *fraction = (uint64_t)(procs - 4 * dedicated) * 65536 / (4 * (uint64_t)procs);
    return (uint32_t)dedicated;
}

static void dedicate_all(struct machine *m) {
    m->s->gc.fraction = 0;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        m->processors[p].worker = WORKER_DEDICATED;
        m->processors[p].worker_ticks = 0;
    }
}

/* The last processors are dedicated: programs of few goroutines run on the first. */
static void start_workers(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc_marks_stopped(m)) {
        dedicate_all(m);
        return;
    }
    uint32_t procs = m->config.procs, dedicated = dedicated_workers(m, &gc->fraction);
    for (uint32_t p = 0; p < procs; p++) {
        bool is_dedicated = p >= procs - dedicated;
        m->processors[p].worker = is_dedicated   ? WORKER_DEDICATED
                                  : gc->fraction ? WORKER_FRACTIONAL
                                                 : WORKER_IDLE;
        m->processors[p].worker_ticks = 0;
        if (is_dedicated) sched_clear_processor(m, p);
    }
}

bool gc_fraction_is_due(const struct machine *m, uint32_t p) {
    const struct collector *gc = &m->s->gc;
    uint64_t elapsed = m->s->clock.now - gc->mark_start;
    return m->processors[p].worker_ticks <= elapsed * gc->fraction / 65536;
}

/* ---- stages ---- */

static void stop_world(struct machine *m, enum stage next) {
    sched_stop_clocks(m);
    charge(m, COST_STOP_WORLD, 1);
    m->s->gc.stopped = 1;
    enter(m, next);
    emit(m, EVENT_STOP_WORLD, machine_phase(m), 0, 0, 0);
}

static void start_world(struct machine *m, enum stage next) {
    m->s->gc.stopped = 0;
    enter(m, next);
}

/* The world goes on, unless the roots, or everything, are marked while it stands. Then the second
 * stop begins where the first one did not end. */
static void begin_marking(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc->minor) {
        gc->record.mark_term = gc->record.mark;
        enter(m, STAGE_MARK);
        emit(m, EVENT_MINOR_START, m->s->statistics.minor_cycles + 1, gc->young_objects,
             gc->young_bytes, gc->remembered);
        return;
    }
    if (gc_marks_stopped(m)) {
        gc->record.mark_term = gc->record.mark;
        enter(m, STAGE_MARK);
        emit(m, EVENT_MARK_STOPPED, gc->cycle, m->config.procs, 0, 0);
        return;
    }
    if (m->config.barrier == BARRIER_YUASA) enter(m, STAGE_SNAPSHOT);
    else start_world(m, STAGE_MARK);
    emit(m, EVENT_MARK_START, gc->cycle, gc->trigger, 0, 0);
}

static void begin_major(struct machine *m) {
    m->s->gc.marked_bytes = 0;
    if (is_generational(m)) major_mark_begins(m);
    assist_reset(m);
    pacer_start_cycle(m);
}

static void start_mark(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->barrier_on = 1;
    gc->record.mark = gc->mark_start = m->s->clock.now + m->s->clock.step_ticks;
    gc->record.live_before = gc->heap_live;
    gc_prepare_roots(m, true);
    if (gc->minor) minor_mark_begins(m);
    else begin_major(m);
    stack_mark_begins(m);
    tiny_mark(m);
    start_workers(m);
    channel_mark_begins(m);
    deferred_mark_begins(m);
    begin_marking(m);
}

static void scan_snapshot(struct machine *m) {
    if (gc_mark_step(m, DRAIN_ROOTS_ONLY)) return;
    start_world(m, STAGE_MARK);
    emit(m, EVENT_SNAPSHOT_DONE, 0, 0, 0, 0);
}

/* The ragged barrier of mgc.go:gcMarkDone: every processor gives away what it has. */
static bool dispose_all(struct machine *m) {
    bool had_work = false;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        barrier_flush(m, p);
        if (work_dispose(m, &m->processors[p])) had_work = true;
    }
    if (had_work) emit(m, EVENT_HAND_OVER, work_count(m), 0, 0, 0);
    return had_work;
}

static void mark(struct machine *m) {
    if (gc_mark_step(m, DRAIN_ROOTS_FIRST) || dispose_all(m)) return;
    if (gc_marks_stopped(m)) sched_stop_clocks(m); /* the last worker is through */
    else m->s->gc.record.mark_term = m->s->clock.now;
    enter(m, gc_marks_stopped(m) ? STAGE_CHECK : STAGE_STOP_FOR_END);
    emit(m, EVENT_MARK_DONE, 0, 0, 0, 0);
}

/* With the world stopped nobody can shade any more; what was shaded on the way there is marked. */
static void stop_for_end(struct machine *m) {
    for (uint32_t p = 0; p < m->config.procs; p++) barrier_flush(m, p);
    if (work_empty(m)) {
        bool again = m->config.barrier == BARRIER_DIJKSTRA;
        stop_world(m, again ? STAGE_RESCAN : STAGE_CHECK);
        if (again) gc_prepare_roots(m, false);
        return;
    }
    enter(m, STAGE_MARK);
    emit(m, EVENT_MARK_RESUME, work_count(m), 0, 0, 0);
}

static void rescan(struct machine *m) {
    if (gc_mark_step(m, DRAIN_ROOTS_FIRST) || dispose_all(m)) return;
    enter(m, STAGE_CHECK);
    emit(m, EVENT_MARK_DONE, 0, 0, 0, 0);
}

static void note_lost(void *user, uint64_t address) {
    struct machine *m = user;
    struct object o;
    struct tenant t;
    m->s->gc.lost++;
    if (!heap_find(m, address, &o)) return;
    tag_note(m, &o, WATCH_LOST);
    if (!m->tags) emit(m, EVENT_LOST, address, 0, 0, 0);
    for (uint32_t place = 0; m->tags && tag_next(m, address, &place, &t);)
        emit(m, EVENT_LOST, t.address, t.tag.serial, t.tag.site, 0);
}

/* Go's gccheckmark: recompute reachability another way, with the world stopped. */
static void check(struct machine *m) {
    uint32_t lost_before = m->s->gc.lost;
    uint64_t reachable = m->config.checkmark ? check_reachable(m, note_lost, m) : 0;
    emit(m, EVENT_CHECKMARK, reachable, m->s->gc.lost - lost_before, 0, 0);
    enter(m, STAGE_START_SWEEP);
}

/* How long the world stood still: PauseNs. */
static uint64_t note_pause(struct machine *m) {
    const struct cycle_record *r = &m->s->gc.record;
    uint64_t pause = r->mark - r->sweep_term + r->end - r->mark_term;
    m->s->statistics.pause_last = pause;
    m->s->statistics.pause_total += pause;
    return pause;
}

/* What the cycle has cost, for the next gctrace line and the share of the collector in all. */
static void note_end(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->record.end = gc->last_end = m->s->clock.now + m->s->clock.step_ticks;
    gc->pacer.gc_ticks += note_pause(m) * m->config.procs;
    gc->pacer.gc_ticks += gc->pacer.assist_ticks + gc->pacer.worker_ticks;
    emit(m, EVENT_GC_TRACE, gc->marked, 0, 0, 0);
}

/* The marks stay: what has been reached is old from now on. */
static void start_minor_sweep(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->barrier_on = 0;
    stack_mark_ended(m);
    work_free_buffers(m);
    minor_mark_ended(m);
    enter(m, STAGE_SWEEP_YOUNG);
    emit(m, EVENT_MINOR_SWEEP, gc->marked_bytes, 0, 0, 0);
}

/* What has not been freed is promoted, and the nursery empty. */
static void count_promoted(struct machine *m) {
    struct collector *gc = &m->s->gc;
    m->s->statistics.minor_cycles++;
    m->s->statistics.promoted += gc->young_objects;
    m->s->statistics.promoted_bytes += gc->young_bytes;
    emit(m, EVENT_MINOR_DONE, m->s->statistics.minor_cycles, gc->young_objects, gc->young_bytes,
         gc->marked_bytes);
    gc->young_objects = gc->young_bytes = 0;
}

static void sweep_minor(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (minor_sweep_one(m)) return;
    count_promoted(m);
    gc->heap_live = gc->marked_bytes;
    gc->minor = 0;
    start_world(m, STAGE_IDLE);
    gc->record.end = m->s->clock.now + m->s->clock.step_ticks;
    gc->pacer.gc_ticks += note_pause(m) * m->config.procs;
    if (gc->wanted > gc->cycle) begin_cycle(m, GC_REASON_ASKED);
    else gc_trigger(m);
}

static void start_sweep(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc->minor) {
        start_minor_sweep(m);
        return;
    }
    if (is_generational(m)) major_mark_ended(m);
    gc->record.live_after = gc->heap_live;
    gc->record.goal = gc->goal;
    gc->record.stacks = m->s->statistics.stack_inuse;
    assist_wake_all(m);
    pacer_end_cycle(m);
    gc->barrier_on = 0;
    gc->marked++;
    if (gc->record.reason == GC_REASON_ASKED) m->s->statistics.forced_cycles++;
    gc->heap_live = gc->heap_marked = gc->marked_bytes;
    pacer_commit(m);
    sweep_begin(m);
    stack_mark_ended(m);
    work_free_buffers(m);
    start_world(m, STAGE_SWEEP);
    note_end(m);
    emit(m, EVENT_SWEEP_START, gc->heap_marked, 0, 0, 0);
    sched_wake_waiting(m);
}

/* ---- sweeping ---- */

static void sweep_is_done(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->completed = gc->marked;
    emit(m, EVENT_CYCLE_DONE, gc->completed, gc->heap_marked, 0, 0);
    sched_wake_waiting(m);
}

bool gc_sweep_one(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc->stage != STAGE_SWEEP) return false;
    if (gc_sweep_step(m)) return true;
    enter(m, STAGE_IDLE);
    sweep_is_done(m);
    if (gc->wanted > gc->cycle) begin_cycle(m, GC_REASON_ASKED);
    else if (gc->heap_live > gc->heap_marked) gc_trigger(m); /* for what was allocated meanwhile */
    return false;
}

/* A cycle begins with everything swept: mgc.go:gcStart, finishsweep_m. */
static void finish_sweep(struct machine *m) {
    struct collector *gc = &m->s->gc;
    if (gc->completed < gc->marked && gc_sweep_step(m)) return;
    if (gc->completed < gc->marked) sweep_is_done(m);
    enter(m, STAGE_START_MARK);
}

/* ---- one unit ---- */

static void gc_unit(struct machine *m) {
    switch ((enum stage)m->s->gc.stage) {
    case STAGE_IDLE: break;
    case STAGE_STOP_FOR_MARK:
        stop_world(m, m->s->gc.completed < m->s->gc.marked ? STAGE_FINISH_SWEEP : STAGE_START_MARK);
        break;
    case STAGE_FINISH_SWEEP: finish_sweep(m); break;
    case STAGE_START_MARK: start_mark(m); break;
    case STAGE_SNAPSHOT: scan_snapshot(m); break;
    case STAGE_MARK: mark(m); break;
    case STAGE_STOP_FOR_END: stop_for_end(m); break;
    case STAGE_RESCAN: rescan(m); break;
    case STAGE_CHECK: check(m); break;
    case STAGE_START_SWEEP: start_sweep(m); break;
    case STAGE_SWEEP: gc_sweep_one(m); break;
    case STAGE_SWEEP_YOUNG: sweep_minor(m); break;
    }
}

/* Whether the worker of this step has the processor for itself, or while nobody else wants it. */
static bool worker_is_idle(const struct machine *m) {
    uint32_t worker = processor_now(m)->worker;
    return worker == WORKER_IDLE || (worker == WORKER_FRACTIONAL && !sched_is_wanted(m, m->s->on));
}

/* Work done by a worker is credit for those who allocate (mgcmark.go: gcFlushBgCredit; Go does so
 * every 2,000 bytes). */
static void account(struct machine *m, uint64_t work_before, bool idle) {
    struct pacer *pacer = &m->s->gc.pacer;
    uint64_t ticks = m->s->clock.step_ticks;
    processor_now(m)->worker_ticks += ticks;
    if (gc_marks_stopped(m)) return; /* it is a part of the pause */
    *(idle ? &pacer->idle_ticks : &pacer->worker_ticks) += ticks;
    assist_earn(m, pacer_scan_work(m) - work_before);
}

void gc_step(struct machine *m) {
    bool works = gc_marking_work(m), idle = works && worker_is_idle(m);
    uint64_t before = pacer_scan_work(m);
    gc_unit(m);
    if (works) account(m, before, idle);
}

/* Whether marking is at its end: no root is left, and nobody has anything in his hands. */
static bool nothing_in_hands(const struct machine *m) {
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].scan.kind != SCAN_NOTHING) return false;
    return gc_roots_done(m);
}

static bool has_kept_something(const struct machine *m, uint32_t p) {
    return work_is_local(m, &m->processors[p]) || m->processors[p].barrier_count > 0;
}

/* What a processor has not given away can be taken from it at a safe point only. */
static bool all_can_give(const struct machine *m) {
    if (m->s->gc.full) return false;
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (has_kept_something(m, p) && sched_is_taken(m, p)) return false;
    return true;
}

bool gc_has_work(const struct machine *m, uint32_t p) {
    enum drain drain = m->s->gc.stage == STAGE_SNAPSHOT ? DRAIN_ROOTS_ONLY : DRAIN_ROOTS_FIRST;
    return gc_can_mark(m, p, drain);
}

bool gc_may_be_complete(const struct machine *m) {
    if (m->s->gc.stage == STAGE_SNAPSHOT) return gc_roots_done(m);
    return nothing_in_hands(m) && all_can_give(m);
}

bool gc_can_run(const struct machine *m) {
    if (m->s->gc.stage == STAGE_IDLE) return false;
    return gc_stopping(m) ? sched_all_safe(m) : true;
}

static bool can_go_on(const struct machine *m) {
    if (!gc_marking_work(m)) return gc_can_run(m);
    return gc_has_work(m, m->s->on) || gc_may_be_complete(m);
}

/* Whole objects, while there are any. */
static uint64_t drain(struct machine *m, uint64_t budget) {
    uint32_t stage = m->s->gc.stage;
    bool objects = stage == STAGE_MARK || stage == STAGE_RESCAN;
    if (!objects || !gc_can_drain(m)) return 0;
    sched_begin_step(m, (struct choice){ACTOR_COLLECTOR, (uint16_t)m->s->on});
    bool idle = worker_is_idle(m);
    uint64_t before = pacer_scan_work(m), spent = gc_drain(m, budget);
    if (spent == 0) return 0;
    account(m, before, idle);
    sched_end_step(m);
    return spent;
}

/* Only what this processor can do, one unit after the other; each is a step on its clock. */
uint64_t gc_run(struct machine *m, uint64_t budget) {
    uint64_t spent = 0;
    m->s->clock.last_actor = ACTOR_COLLECTOR;
    while (spent < budget) {
        uint64_t drained = drain(m, budget - spent);
        spent += drained;
        if (drained) continue;
        if (!can_go_on(m)) break;
        sched_begin_step(m, (struct choice){ACTOR_COLLECTOR, (uint16_t)m->s->on});
        gc_step(m);
        sched_end_step(m);
        spent++;
    }
    return spent;
}
