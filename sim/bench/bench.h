/* bench.h -- the engine measured at full speed. The only place in sim/ that reads a clock.
 *
 * Rows `workload label metric value` go to standard output, one a sample; times are nanoseconds:
 *   collect_cpu_ns_per_live     a whole forced collection, by live objects: processor time ...
 *   collect_wall_ns_per_live    ... and time on the clock
 *   mark_wall_ns_per_live       of it up to mark termination
 *   build_cpu_ns_per_obj        the first allocation, page faults and all
 *   alloc_, collect_, cycle_cpu_ns_per_obj     garbage: allocation, collection, both, by allocated
 *   cpu_ns_per_obj, wall_ns_per_obj            churn: the whole run, by allocated
 *   cpu_ns_per_step, cpu_ns_per_round          compute: the whole run, by steps and by rounds
 *   cpu_ns_per_line                            compile: by lines of the program
 *   seek_ms_median, _p99, _worst               seek: on the clock, to steps at random
 *   trace_bytes_per_step                       seek: of the run's frame trace
 *   trace_write_cpu_ns_per_step, _play_        seek: running and writing it; playing it
 *   trace_open_cpu_ms                          seek: its index and checksum
 *   search_ms, search_portion_ms_worst         ... back through all steps, in portions
 *   record_cpu_ns_per_step                     ... running ahead, with all that is recorded
 *   history_mb, state_mb                       ... keyframes; what one state has in use
 *   peak_rss_mb                 the most memory the process ever had */
#ifndef TC_BENCH_H
#define TC_BENCH_H

#include <stdbool.h>

#include "bench/workload.h"

/* One warm-up, where there is something to warm, and `runs` samples. False after a complaint on
 * standard error: a count that is not what it must be, or no memory. */
bool bench_run(const struct workload *w, const char *label, int runs, const struct config *c);

#endif
