/* Simulated time for people: durations, and the line that Go prints for each collection. */
#include <inttypes.h>

#include "machine/cost.h"
#include "machine/inspect/inspect.h"

void inspect_time(uint64_t ticks, struct text *out) {
    static const struct {
        const char *unit;
        uint64_t ticks;
    } UNITS[] = {
        {"s", TICKS_PER_SECOND}, {"ms", TICKS_PER_SECOND / 1000}, {"us", TICKS_PER_MICROSECOND}};
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (ticks < UNITS[i].ticks) continue;
        uint64_t tenths = ticks / (UNITS[i].ticks / 10);
        text_addf(out, "%" PRIu64, tenths / 10);
        if (tenths % 10) text_addf(out, ".%" PRIu64, tenths % 10);
        text_addf(out, " %s", UNITS[i].unit);
        return;
    }
    text_addf(out, "%" PRIu64 " ns", ticks); /* a tick is one */
}

/* Digits with a decimal point: mgc.go:itoaDiv. */
static void add_decimal(struct text *out, uint64_t value, int decimals) {
    uint64_t one = 1;
    for (int i = 0; i < decimals; i++) one *= 10;
    text_addf(out, "%" PRIu64, value / one);
    if (decimals) text_addf(out, ".%0*" PRIu64, decimals, value % one);
}

/* Whole milliseconds from ten on, else two digits of precision, at most three decimals:
 * mgc.go:fmtNSAsMS. */
static void add_milliseconds(struct text *out, uint64_t ticks) {
    uint64_t us = ticks / TICKS_PER_MICROSECOND;
    int decimals = 3;
    if (us >= 10000) {
        text_addf(out, "%" PRIu64, us / 1000);
        return;
    }
    if (us == 0) {
        text_add(out, "0");
        return;
    }
    for (; us >= 100; us /= 10) decimals--;
    add_decimal(out, us, decimals);
}

static void add_times(struct text *out, const uint64_t *ticks, const char *separators) {
    for (int i = 0; separators[i]; i++) {
        if (i) text_addf(out, "%c", separators[i]);
        add_milliseconds(out, ticks[i]);
    }
}

void inspect_gctrace(const struct machine *m, struct text *out) {
    const struct collector *gc = &m->s->gc;
    const struct cycle_record *r = &gc->record;
    const struct pacer *p = &gc->pacer;
    uint64_t procs = m->config.procs;
    uint64_t stop1 = r->mark - r->sweep_term, stop2 = r->end - r->mark_term;
    uint64_t percent = r->end ? p->gc_ticks * 100 / (r->end * procs) : 0;
    const uint64_t clock[] = {stop1, r->mark_term - r->mark, stop2};
    const uint64_t cpu[] = {stop1 * procs, p->assist_ticks, p->worker_ticks, p->idle_ticks,
                            stop2 * procs};
    if (r->reason == GC_REASON_TIME) text_add(out, "GC forced\n");
    text_addf(out, "gc %u @", gc->marked);
    add_decimal(out, r->sweep_term / (TICKS_PER_SECOND / 1000), 3);
    text_addf(out, "s %" PRIu64 "%%: ", percent);
    add_times(out, clock, "+++");
    text_add(out, " ms clock, ");
    add_times(out, cpu, "++//+");
    text_addf(out,
              " ms cpu, %" PRIu64 "->%" PRIu64 "->%" PRIu64 " MB, %" PRIu64 " MB goal, %" PRIu64
              " MB stacks, %u MB globals, %" PRIu64 " P%s",
              r->live_before >> 20, r->live_after >> 20, gc->heap_marked >> 20, r->goal >> 20,
              r->stacks >> 20, m->program->global_bytes >> 20, procs,
              r->reason == GC_REASON_ASKED ? " (forced)" : "");
}
