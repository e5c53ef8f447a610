#include "bench/seek.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "bench/tracing.h"
#include "session/search.h"

enum { SEEKS = 400 };

static int compare_times(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double seek_once(struct session *s, uint64_t step) {
    struct moment start = moment_now();
    session_seek(s, step);
    return moment_now().wall - start.wall;
}

static bool measure_seeks(const struct rows *rows, struct session *s, uint64_t steps) {
    const double millisecond = 1e6;
    static double times[SEEKS];
    uint64_t random = 42;
    for (int i = 0; i < SEEKS; i++) {
        uint64_t step = random_next(&random) % (steps + 1);
        times[i] = seek_once(s, step);
        if (!row_must_be(rows, "the step", session_step(s), step)) return false;
    }
    qsort(times, SEEKS, sizeof times[0], compare_times);
    row(rows, "seek_ms_median", times[SEEKS / 2] / millisecond);
    row(rows, "seek_ms_p99", times[SEEKS * 99 / 100] / millisecond);
    row(rows, "seek_ms_worst", times[SEEKS - 1] / millisecond);
    return true;
}

/* For what never happens: all steps are looked at, in portions as a window's. */
static void measure_search(const struct rows *rows, struct session *s) {
    enum { PORTION = 16384 };
    const double millisecond = 1e6;
    const struct sought never = {.kind = SOUGHT_CHANGE, .address = 8, .size = 8};
    struct moment start = moment_now(), before = start, after = start;
    struct search search = search_begin(s, &never, false);
    double worst = 0;
    for (enum found found = FOUND_NOT_YET; found == FOUND_NOT_YET; before = after) {
        found = search_go_on(&search, s, PORTION);
        after = moment_now();
        if (after.wall - before.wall > worst) worst = after.wall - before.wall;
    }
    row(rows, "search_ms", (after.wall - start.wall) / millisecond);
    row(rows, "search_portion_ms_worst", worst / millisecond);
}

static bool run_once(const struct workload *w, const struct rows *rows,
                     const struct scenario *scenario) {
    const double mebibyte = 1 << 20;
    static struct session session;
    if (!session_open(&session, scenario)) return false;
    struct moment start = moment_now();
    session_run(&session, w->steps);
    double time = moment_now().cpu - start.cpu;
    bool fine = row_must_be(rows, "the number of steps", session_steps(&session), w->steps);
    if (fine) row_per(rows, "record_cpu_ns_per_step", time, w->steps);
    if (fine) row(rows, "history_mb", (double)session.history.bytes / mebibyte);
    if (fine) row(rows, "state_mb", (double)machine_touched(&session.front) / mebibyte);
    fine = fine && measure_seeks(rows, &session, w->steps);
    if (fine) session_seek(&session, w->steps);
    if (fine) measure_search(rows, &session);
    session_close(&session);
    return fine && measure_tracing(rows, scenario, w->steps);
}

bool bench_seek(const struct workload *w, const struct rows *rows, int runs,
                struct program *program, const struct config *config) {
    struct scenario scenario = {
        .program = *program, .config = *config, .path = "bench", .title = "", .kind = "program"};
    bool fine = true;
    for (int run = 0; fine && run < runs; run++) fine = run_once(w, rows, &scenario);
    return fine;
}
