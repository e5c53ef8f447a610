#include "bench/bench.h"

#include <stdio.h>

#include "bench/program.h"
#include "bench/rows.h"

struct bench {
    const struct workload *workload;
    struct rows rows;
    int runs;
    struct mutator mutator;
};

/* ---- collections ---- */

/* A forced collection; the moment when marking was over. A few spans may have been swept by then,
 * and what came before it is too short to be seen. */
static struct moment collect(struct mutator *u) {
    enum { SLICE = 1 << 20 };
    mutator_run_collector(u);
    gc_request(&u->m, GC_RUN);
    while (u->m.s->gc.stage < STAGE_SWEEP && u->m.s->gc.stage != STAGE_IDLE) gc_run(&u->m, SLICE);
    struct moment marked = moment_now();
    mutator_run_collector(u);
    return marked;
}

static bool live_is_right(struct bench *b) {
    return row_must_be(&b->rows, "the number of live objects", mutator_objects(&b->mutator),
                       b->workload->live);
}

static bool measure_collections(struct bench *b) {
    const struct workload *w = b->workload;
    struct moment start = moment_now();
    w->build(&b->mutator, w->size);
    row_per(&b->rows, "build_cpu_ns_per_obj", moment_now().cpu - start.cpu, w->objects);
    for (int run = -1; run < b->runs; run++) {
        start = moment_now();
        struct moment marked = collect(&b->mutator), end = moment_now();
        if (!live_is_right(b)) return false;
        if (run < 0) continue;
        row_per(&b->rows, "mark_wall_ns_per_live", marked.wall - start.wall, w->live);
        row_per(&b->rows, "collect_cpu_ns_per_live", end.cpu - start.cpu, w->live);
        row_per(&b->rows, "collect_wall_ns_per_live", end.wall - start.wall, w->live);
    }
    return true;
}

static bool measure_garbage(struct bench *b) {
    const struct workload *w = b->workload;
    for (int run = -1; run < b->runs; run++) {
        struct moment start = moment_now();
        w->build(&b->mutator, w->size);
        struct moment built = moment_now(), marked = collect(&b->mutator), end = moment_now();
        if (!live_is_right(b)) return false;
        if (run < 0) continue;
        row_per(&b->rows, "alloc_cpu_ns_per_obj", built.cpu - start.cpu, w->objects);
        row_per(&b->rows, "collect_cpu_ns_per_obj", end.cpu - built.cpu, w->objects);
        row_per(&b->rows, "cycle_cpu_ns_per_obj", end.cpu - start.cpu, w->objects);
        row_per(&b->rows, "mark_wall_ns_per_live", marked.wall - built.wall, w->live);
    }
    return true;
}

static bool measure_churn(struct bench *b) {
    const struct workload *w = b->workload;
    for (int run = 0; run < b->runs; run++) {
        struct moment start = moment_now();
        uint64_t sum = w->build(&b->mutator, w->size);
        struct moment end = moment_now();
        if (!row_must_be(&b->rows, "the check sum", sum, w->sum)) return false;
        row_per(&b->rows, "cpu_ns_per_obj", end.cpu - start.cpu, w->objects);
        row_per(&b->rows, "wall_ns_per_obj", end.wall - start.wall, w->objects);
    }
    collect(&b->mutator);
    return live_is_right(b);
}

/* ---- one workload ---- */

static bool measure(struct bench *b) {
    switch (b->workload->measure) {
    case MEASURE_COLLECTION: return measure_collections(b);
    case MEASURE_GARBAGE: return measure_garbage(b);
    case MEASURE_CHURN: return measure_churn(b);
    case MEASURE_COMPUTE:
    case MEASURE_COMPILE:
    case MEASURE_SEEK: break; /* programs: bench/program.c */
    }
    return false;
}

bool bench_run(const struct workload *w, const char *label, int runs, const struct config *config) {
    enum { PAGES = 32768 }; /* 256 MiB; garbage needs 156 */
    struct bench b = {.workload = w, .rows = {w->name, label}, .runs = runs};
    if (w->source) return bench_program(w, &b.rows, runs, config);
    struct config c = *config;
    c.pages_max = PAGES;
    if (w->measure != MEASURE_CHURN) c.gogc = -1;
    if (!mutator_open(&b.mutator, &c)) {
        fprintf(stderr, "tricolor: %s: not enough memory for the simulated machine\n", w->name);
        return false;
    }
    bool fine = measure(&b);
    if (fine) row_memory(&b.rows);
    mutator_close(&b.mutator);
    return fine;
}
