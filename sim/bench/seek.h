/* seek.h -- how long it takes to get to any step of a long run. */
#ifndef TC_BENCH_SEEK_H
#define TC_BENCH_SEEK_H

#include "bench/rows.h"
#include "bench/workload.h"
#include "program/program.h"

/* Runs ahead, recording, and goes to steps at random; then the same as a trace. */
bool bench_seek(const struct workload *w, const struct rows *rows, int runs,
                struct program *program, const struct config *config);

#endif
