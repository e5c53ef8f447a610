/* Actors and processors for people: what goroutines are called, who has each processor now. */
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

/* ---- actors ---- */

/* What a wrapper calls, if that is one function: it gives the goroutine its name. */
static uint32_t function_shown(const struct program *p, uint32_t function) {
    const struct function *f = &p->functions[function];
    for (uint32_t op = f->first_op + f->op_count; f->wrapper && op > f->first_op; op--)
        if (p->ops[op - 1].code == OP_CALL) return (uint32_t)p->ops[op - 1].a;
    return function;
}

/* Every go statement has a wrapper of its own: they are counted together. */
static uint32_t ordinal_shown(const struct machine *m, uint32_t number, uint32_t function) {
    const struct goroutine *g = goroutine_of(m, number);
    uint32_t ordinal = 1;
    if (g->function == function) return g->ordinal;
    for (uint32_t n = 1; n < number; n++)
        ordinal += function_shown(m->program, goroutine_of(m, n)->function) == function;
    return ordinal;
}

void inspect_actor(const struct machine *m, uint32_t actor, struct text *out) {
    if (actor == ACTOR_COLLECTOR) {
        inspect_collector(m, out);
        return;
    }
    if (actor > m->s->goroutine_count) {
        text_add(out, "nobody");
        return;
    }
    uint32_t function = function_shown(m->program, goroutine_of(m, actor)->function);
    uint32_t ordinal = ordinal_shown(m, actor, function);
    text_add(out, m->program->functions[function].name);
    if (ordinal > 1) text_addf(out, " %u", ordinal);
}

uint32_t inspect_started(const struct machine *m, uint32_t function) {
    return function_shown(m->program, function);
}

/* ---- processors ---- */

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
