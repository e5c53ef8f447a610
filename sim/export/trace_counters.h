/* trace_counters.h -- the statistics that lines of a trace have: those that do not follow from
 * others. */
#ifndef TC_TRACE_COUNTERS_H
#define TC_TRACE_COUNTERS_H

#include "machine/inspect/statistics.h"

/* Fills `out` in the order in which traces number them; returns how many there are.
 *
 * Left out are: steps; Alloc, which is HeapAlloc; HeapObjects = Mallocs - Frees; HeapSys = Sys -
 * StackInuse - GCSys; HeapIdle = HeapSys - HeapInuse; FreeSlotBytes = HeapInuse - HeapAlloc -
 * TailBytes; StackUsed, to which calls add their stack frames. */
uint32_t trace_counters(const struct statistic *out[STATISTICS_MAX]);

#endif
