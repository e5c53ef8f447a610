/* program.h -- Go programs measured: how fast they are compiled, and run. */
#ifndef TC_BENCH_PROGRAM_H
#define TC_BENCH_PROGRAM_H

#include "bench/rows.h"
#include "bench/workload.h"

/* One warm-up and `runs` samples; false after a complaint on standard error. */
bool bench_program(const struct workload *w, const struct rows *rows, int runs,
                   const struct config *config);

#endif
