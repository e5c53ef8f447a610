/* The collector's rows: cycles with their phases, the times at which the world stood still, and the
 * counters. Begin and end of each are taken where the machine notes them itself (gc.c), so that
 * they add up to what its statistics say. */
#include <inttypes.h>

#include "export/perfetto_parts.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"

static uint64_t later(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

/* ---- cycles and phases ---- */

static void begin_slice(struct perfetto *p, const char *name, uint64_t ticks) {
    p->cycles.end = later(ticks, p->cycles.end);
    trace_begin(&p->out, p->cycles.thread, p->cycles.end, name, "gc");
}

static void end_slice(struct perfetto *p, const char *name, uint64_t ticks) {
    p->cycles.end = later(ticks, p->cycles.end);
    trace_end(&p->out, p->cycles.thread, p->cycles.end, name);
}

static void end_cycle(struct perfetto *p, uint64_t ticks) {
    if (!p->in_cycle) return;
    if (p->phase != PHASE_OFF) end_slice(p, phase_name(p->phase), ticks);
    end_slice(p, p->cycle_name, ticks);
    p->in_cycle = false;
    p->phase = PHASE_OFF;
}

static void begin_cycle(struct perfetto *p, uint64_t ticks) {
    const struct state *s = p->m->s;
    p->minor = s->gc.minor;
    uint64_t number = p->minor ? s->statistics.minor_cycles + 1 : s->gc.cycle;
    snprintf(p->cycle_name, sizeof p->cycle_name, "%scollection %" PRIu64, p->minor ? "minor " : "",
             number);
    begin_slice(p, p->cycle_name, ticks);
    p->in_cycle = true;
}

static void begin_phase(struct perfetto *p, enum phase phase, uint64_t ticks) {
    if (p->phase != PHASE_OFF) end_slice(p, phase_name(p->phase), ticks);
    p->phase = phase;
    begin_slice(p, phase_name(phase), ticks);
}

/* ---- the world stands still ---- */

static void add_stop(struct perfetto *p, uint64_t from, uint64_t to) {
    char name[NAME_MAX_BYTES];
    from = later(from, p->stops.end);
    p->stops.end = later(from, to);
    snprintf(name, sizeof name, "stop the world: %s", phase_name(p->phase));
    trace_begin(&p->out, p->stops.thread, from, name, "gc");
    trace_end(&p->out, p->stops.thread, p->stops.end, name);
}

/* ---- changes of the phase, as they are told ---- */

static void write_off(struct perfetto *p, uint64_t ticks) {
    if (p->off_at == UINT64_MAX) return;
    end_cycle(p, p->off_at < ticks ? p->off_at : ticks);
    p->off_at = UINT64_MAX;
}

/* Marking goes on behind the first stop, or behind a second one that came too early. With Yuasa's
 * barrier the world stands still until all roots have been scanned. */
static void begin_marking(struct perfetto *p, uint64_t now) {
    const struct cycle_record *r = &p->m->s->gc.record;
    bool first = p->phase == PHASE_SWEEP_TERM;
    bool goes_on = p->m->s->gc.stage != STAGE_SNAPSHOT;
    if (first && goes_on) add_stop(p, r->sweep_term, r->mark);
    if (goes_on) p->stop_from = gc_marks_stopped(p->m) ? r->mark : UINT64_MAX;
    begin_phase(p, PHASE_MARK, first ? r->mark : now);
}

/* A cycle may begin in the step that has ended the last one, and counts from the step's beginning:
 * so the end is written when that is known. */
static void change_phase(struct perfetto *p, enum phase phase) {
    const struct state *s = p->m->s;
    const struct cycle_record *r = &s->gc.record;
    uint64_t now = s->clock.now + s->clock.step_ticks;
    p->phase_changed = true;
    switch (phase) {
    case PHASE_OFF: p->off_at = now; return;
    case PHASE_SWEEP_TERM:
        write_off(p, r->sweep_term);
        end_cycle(p, r->sweep_term);
        begin_cycle(p, r->sweep_term);
        begin_phase(p, phase, r->sweep_term);
        p->stop_from = r->sweep_term;
        return;
    case PHASE_MARK: begin_marking(p, now); return;
    case PHASE_MARK_TERM:
        begin_phase(p, phase, gc_marks_stopped(p->m) ? now : r->mark_term);
        p->stop_from = r->mark_term;
        return;
    default: begin_phase(p, phase, now); return;
    }
}

static void end_stop(struct perfetto *p, uint64_t from, uint64_t to) {
    add_stop(p, from, to);
    p->stop_from = UINT64_MAX;
}

/* The second stop ends where the machine notes so: when a cycle's line of GODEBUG=gctrace=1 can be
 * printed; in a minor collection when the world goes on. */
void collector_hear(struct perfetto *p, const struct event *e) {
    const struct state *s = p->m->s;
    const struct cycle_record *r = &s->gc.record;
    uint64_t now = s->clock.now + s->clock.step_ticks;
    if (e->kind == EVENT_PHASE) change_phase(p, (enum phase)e->a);
    if (e->kind == EVENT_SNAPSHOT_DONE) end_stop(p, r->sweep_term, now);
    if (e->kind == EVENT_GC_TRACE) end_stop(p, r->mark_term, r->end);
    if (e->kind == EVENT_MINOR_DONE) end_stop(p, r->mark_term, now);
}

/* ---- counters ---- */

static uint64_t allocated(const struct machine *m) {
    return m->s->statistics.heap_alloc;
}

static uint64_t live(const struct machine *m) {
    return m->s->gc.heap_live;
}

static uint64_t goal(const struct machine *m) {
    return m->s->gc.goal;
}

static uint64_t trigger(const struct machine *m) {
    return m->s->gc.trigger;
}

static uint64_t grey(const struct machine *m) {
    return work_count(m);
}

static uint64_t stacks(const struct machine *m) {
    return statistic_find("StackInuse")->value(m);
}

static uint64_t goroutines(const struct machine *m) {
    return m->s->statistics.goroutines;
}

/* To find the place in tricolor again. */
static uint64_t step(const struct machine *m) {
    return m->s->clock.step;
}

static const struct counter {
    const char *name, *unit;
    uint64_t (*value)(const struct machine *m);
} LIST[COUNTERS] = {
    {"HeapAlloc", "bytes", allocated},
    {"heap live (as the pacer counts)", "bytes", live},
    {"heap goal", "bytes", goal},
    {"heap trigger", "bytes", trigger},
    {"grey objects", "objects", grey},
    {"StackInuse", "bytes", stacks},
    {"goroutines", "goroutines", goroutines},
    {"step", "steps", step},
};

/* Without a goal, with GOGC=off, there is nothing that could be drawn. */
static void count(struct perfetto *p, uint64_t ticks, bool all) {
    p->counter_ticks = later(p->counter_ticks, ticks);
    p->counted_step = p->m->s->clock.step;
    p->phase_changed = false;
    for (int i = 0; i < COUNTERS; i++) {
        uint64_t value = LIST[i].value(p->m);
        if (value >= (uint64_t)1 << 60 || (value == p->counters[i] && !all)) continue;
        p->counters[i] = value;
        trace_counter(&p->out, p->cycles.thread, p->counter_ticks, LIST[i].name, LIST[i].unit,
                      value);
    }
}

static bool is_due(const struct perfetto *p) {
    uint64_t step = p->m->s->clock.step;
    bool dense = step - p->first_step <= PERFETTO_DENSE;
    return dense || p->phase_changed || step - p->counted_step >= PERFETTO_SPARSE;
}

/* ---- life ---- */

void collector_begin(struct perfetto *p) {
    const struct state *s = p->m->s;
    p->cycles = (struct row){.thread = {PID_COLLECTOR, TID_CYCLES}, .end = p->first_ticks};
    p->stops = (struct row){.thread = {PID_COLLECTOR, TID_STOPS}, .end = p->first_ticks};
    trace_process(&p->out, PID_COLLECTOR, "garbage collector");
    trace_thread(&p->out, p->cycles.thread, "collections");
    trace_thread(&p->out, p->stops.thread, "the world stands still");
    p->off_at = p->stop_from = UINT64_MAX;
    enum phase phase = machine_phase(p->m);
    if (phase != PHASE_OFF) {
        begin_cycle(p, p->first_ticks);
        begin_phase(p, phase, p->first_ticks);
    }
    if (s->gc.stopped || gc_stopping(p->m)) p->stop_from = p->first_ticks;
    count(p, p->first_ticks, true);
}

void collector_add_step(struct perfetto *p, uint64_t ticks) {
    write_off(p, UINT64_MAX);
    if (is_due(p)) count(p, ticks, false);
}

void collector_end(struct perfetto *p, uint64_t ticks) {
    count(p, ticks, false);
    if (p->stop_from != UINT64_MAX) add_stop(p, p->stop_from, ticks);
    end_cycle(p, ticks);
}
