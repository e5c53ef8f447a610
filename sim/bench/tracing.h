/* tracing.h -- what frame traces cost: to write one, to open it, to play it. */
#ifndef TC_BENCH_TRACING_H
#define TC_BENCH_TRACING_H

#include "bench/rows.h"
#include "scenario/scenario.h"

/* Traces so many steps into a file of its own, in $TMPDIR or /tmp, and plays it from there. False
 * after a complaint on standard error. */
bool measure_tracing(const struct rows *rows, const struct scenario *scenario, uint64_t steps);

#endif
