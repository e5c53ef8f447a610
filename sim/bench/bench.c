#define _DEFAULT_SOURCE /* for getrusage's ru_maxrss */
#include "bench/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

struct bench {
    const struct workload *workload;
    const char *label;
    int runs;
    struct mutator mutator;
};

/* ---- clocks ---- */

struct moment {
    double cpu, wall; /* nanoseconds */
};

static double read_clock(clockid_t which) {
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static struct moment now(void) {
    return (struct moment){read_clock(CLOCK_PROCESS_CPUTIME_ID), read_clock(CLOCK_MONOTONIC)};
}

/* ---- rows ---- */

static void row(const struct bench *b, const char *metric, double value) {
    printf("%s %s %s %.4f\n", b->workload->name, b->label, metric, value);
}

static void row_per(const struct bench *b, const char *metric, double time, uint64_t count) {
    row(b, metric, time / (double)count);
}

/* ru_maxrss is kilobytes on Linux. */
static void row_memory(const struct bench *b) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    row(b, "peak_rss_mb", (double)usage.ru_maxrss / 1024);
}

static bool is_equal(const struct bench *b, const char *what, uint64_t is, uint64_t must_be) {
    if (is == must_be) return true;
    fprintf(stderr, "tricolor: %s: %s is %" PRIu64 ", and must be %" PRIu64 "\n", b->workload->name,
            what, is, must_be);
    return false;
}

/* ---- collections ---- */

/* A forced collection; the moment when marking was over. A few spans may have been swept by then,
 * and what came before it is too short to be seen. */
static struct moment collect(struct mutator *u) {
    enum { SLICE = 1 << 20 };
    mutator_run_collector(u);
    gc_request(&u->m, GC_RUN);
    while (u->m.s->gc.stage < STAGE_SWEEP && u->m.s->gc.stage != STAGE_IDLE) gc_run(&u->m, SLICE);
    struct moment marked = now();
    mutator_run_collector(u);
    return marked;
}

static bool live_is_right(struct bench *b) {
    return is_equal(b, "the number of live objects", mutator_objects(&b->mutator),
                    b->workload->live);
}

static bool measure_collections(struct bench *b) {
    const struct workload *w = b->workload;
    struct moment start = now();
    w->build(&b->mutator, w->size);
    row_per(b, "build_cpu_ns_per_obj", now().cpu - start.cpu, w->objects);
    for (int run = -1; run < b->runs; run++) {
        start = now();
        struct moment marked = collect(&b->mutator), end = now();
        if (!live_is_right(b)) return false;
        if (run < 0) continue;
        row_per(b, "mark_wall_ns_per_live", marked.wall - start.wall, w->live);
        row_per(b, "collect_cpu_ns_per_live", end.cpu - start.cpu, w->live);
        row_per(b, "collect_wall_ns_per_live", end.wall - start.wall, w->live);
    }
    return true;
}

static bool measure_garbage(struct bench *b) {
    const struct workload *w = b->workload;
    for (int run = -1; run < b->runs; run++) {
        struct moment start = now();
        w->build(&b->mutator, w->size);
        struct moment built = now(), marked = collect(&b->mutator), end = now();
        if (!live_is_right(b)) return false;
        if (run < 0) continue;
        row_per(b, "alloc_cpu_ns_per_obj", built.cpu - start.cpu, w->objects);
        row_per(b, "collect_cpu_ns_per_obj", end.cpu - built.cpu, w->objects);
        row_per(b, "cycle_cpu_ns_per_obj", end.cpu - start.cpu, w->objects);
        row_per(b, "mark_wall_ns_per_live", marked.wall - built.wall, w->live);
    }
    return true;
}

static bool measure_churn(struct bench *b) {
    const struct workload *w = b->workload;
    for (int run = 0; run < b->runs; run++) {
        struct moment start = now();
        uint64_t sum = w->build(&b->mutator, w->size);
        struct moment end = now();
        if (!is_equal(b, "the check sum", sum, w->sum)) return false;
        row_per(b, "cpu_ns_per_obj", end.cpu - start.cpu, w->objects);
        row_per(b, "wall_ns_per_obj", end.wall - start.wall, w->objects);
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
    }
    return false;
}

bool bench_run(const struct workload *w, const char *label, int runs, const struct config *config) {
    enum { PAGES = 32768 }; /* 256 MiB; garbage needs 156 */
    struct bench b = {.workload = w, .label = label, .runs = runs};
    struct config c = *config;
    c.pages_max = PAGES;
    if (w->measure != MEASURE_CHURN) c.gogc = -1;
    if (!mutator_open(&b.mutator, &c)) {
        fprintf(stderr, "tricolor: %s: not enough memory for the simulated machine\n", w->name);
        return false;
    }
    bool fine = measure(&b);
    if (fine) row_memory(&b);
    mutator_close(&b.mutator);
    return fine;
}
