/* costs.h -- what a run has cost, as a table for people: `run --costs`.
 *
 * A line for each group of the meter, and below it one for each row of costs.def that was charged:
 * how many units, ticks of one, ticks in all, and where the number is from. */
#ifndef TC_COSTS_H
#define TC_COSTS_H

#include "base/text.h"
#include "machine/machine.h"

void costs_table(const struct machine *m, struct text *out);

#endif
