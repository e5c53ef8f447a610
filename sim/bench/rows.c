#define _DEFAULT_SOURCE /* for getrusage's ru_maxrss */
#include "bench/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

static double read_clock(clockid_t which) {
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

struct moment moment_now(void) {
    return (struct moment){read_clock(CLOCK_PROCESS_CPUTIME_ID), read_clock(CLOCK_MONOTONIC)};
}

void row(const struct rows *r, const char *metric, double value) {
    printf("%s %s %s %.4f\n", r->workload, r->label, metric, value);
}

void row_per(const struct rows *r, const char *metric, double time, uint64_t count) {
    row(r, metric, time / (double)count);
}

/* ru_maxrss is kilobytes on Linux. */
void row_memory(const struct rows *r) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    row(r, "peak_rss_mb", (double)usage.ru_maxrss / 1024);
}

bool row_must_be(const struct rows *r, const char *what, uint64_t is, uint64_t must_be) {
    if (is == must_be) return true;
    fprintf(stderr, "tricolor: %s: %s is %" PRIu64 ", and must be %" PRIu64 "\n", r->workload, what,
            is, must_be);
    return false;
}
