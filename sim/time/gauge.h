/* gauge.h -- the numbers of the pacer over a stretch of steps, for the chart.
 *
 * Sums (ticks, cycles) are since the beginning of the run, so that what was spent in a stretch is
 * the difference of two ends. They take a while to add up: only at the ends of a stretch. */
#ifndef TC_GAUGE_H
#define TC_GAUGE_H

#include "machine/machine.h"

struct gauge {
    uint64_t live, goal, trigger;   /* bytes, after the last step; UINT64_MAX: there is no goal */
    uint64_t live_least, live_most; /* in the stretch: the teeth of a saw may be narrower than it */
    uint64_t assist, collector;     /* ticks of assists; of the collector's work, assists with it */
    uint64_t all;                   /* ticks of the program and the collector */
    uint64_t marked;                /* cycles marked to their end */
};

/* After the first step of a stretch. */
struct gauge gauge_read(const struct machine *m);
/* After another one: all but the sums. */
void gauge_go_on(struct gauge *g, const struct machine *m);
/* After the last one. */
void gauge_end(struct gauge *g, const struct machine *m);
/* Two stretches, one behind the other, are one. */
struct gauge gauge_join(const struct gauge *before, const struct gauge *after);

#endif
