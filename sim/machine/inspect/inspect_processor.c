/* Processors for people: who has each of them now, and what it is doing. */
#include "machine/inspect/inspect.h"

const char *worker_name(enum worker_mode mode) {
    static const char *const NAMES[] = {"idle", "fractional", "dedicated"};
    return NAMES[mode];
}

/* A worker is at work in this cycle if it has cost something. */
bool inspect_several_workers(const struct machine *m) {
    uint32_t count = 0;
    if (!gc_marking_work(m)) return false;
    for (uint32_t p = 0; p < m->config.procs; p++) count += m->processors[p].worker_ticks > 0;
    return count > 1;
}

void inspect_collector(const struct machine *m, struct text *out) {
    if (inspect_several_workers(m)) text_addf(out, "the worker on P%u", m->s->on);
    else text_add(out, "the collector");
}

static bool assists(const struct machine *m, uint32_t number) {
    return number && goroutine_of(m, number)->part == PART_ASSIST;
}

/* The collector did the last step, and did it here. */
static bool collector_was_here(const struct machine *m, uint32_t processor) {
    const struct state *s = m->s;
    return s->clock.step && s->clock.last_actor == ACTOR_COLLECTOR && s->on == processor;
}

struct processor_view inspect_processor(const struct machine *m, uint32_t processor) {
    const struct processor *p = &m->processors[processor];
    struct processor_view view = {.goroutine = p->goroutine,
                                  .mode = (enum worker_mode)p->worker,
                                  .scan = p->scan.kind == SCAN_NOTHING ? NULL : &p->scan,
                                  .ticks = m->s->clock.ticks[processor],
                                  .runs = RUNS_NOTHING};
    bool marks = gc_marking_work(m), here = collector_was_here(m, processor);
    bool dedicated = marks && p->worker == WORKER_DEDICATED;
    if (assists(m, p->goroutine)) view.runs = RUNS_ASSIST;
    else if (marks && (view.scan || here || dedicated)) view.runs = RUNS_WORKER;
    else if (here) view.runs = RUNS_COLLECTOR;
    else if (m->s->gc.stopped) view.runs = RUNS_STOPPED;
    else if (p->goroutine) view.runs = RUNS_GOROUTINE;
    return view;
}

static void add_hands(const struct machine *m, const struct scan *scan, struct text *out) {
    if (scan->kind == SCAN_GLOBALS) text_add(out, "the globals");
    if (scan->kind == SCAN_STACK) text_addf(out, "the stack of G%u", scan->goroutine);
    if (scan->kind == SCAN_OBJECT) inspect_object_name(m, scan->object, out);
}

void inspect_scan(const struct machine *m, const struct scan *scan, struct text *out) {
    if (scan) add_hands(m, scan, out);
}

void inspect_processor_words(const struct machine *m, const struct processor_view *view,
                             struct text *out) {
    switch (view->runs) {
    case RUNS_NOTHING: text_add(out, "idle"); return;
    case RUNS_STOPPED: text_add(out, "stopped"); return;
    case RUNS_COLLECTOR: text_add(out, "the collector"); return;
    case RUNS_WORKER: text_addf(out, "marks (%s)", worker_name(view->mode)); break;
    case RUNS_GOROUTINE:
    case RUNS_ASSIST:
        text_addf(out, "G%u ", view->goroutine);
        inspect_actor(m, view->goroutine, out);
        if (view->runs == RUNS_ASSIST) text_add(out, " assists");
        break;
    }
    if (!view->scan) return;
    text_add(out, ": ");
    inspect_scan(m, view->scan, out);
}
