/* cost.h -- simulated time: every operation costs ticks, by one table.
 *
 * costs.def is the table. What is charged in a step moves the clock of the processor that does the
 * step, and is added to the totals that the cost meter shows: "allocation on the stack costs two
 * instructions" and "collection has a price" are numbers read from here. */
#ifndef TC_COST_H
#define TC_COST_H

#include "machine/machine.h"

#define TICKS_PER_MICROSECOND 1000ull
#define TICKS_PER_SECOND (1000000ull * TICKS_PER_MICROSECOND)

/* Ticks of one unit. */
static const uint32_t COST_TICKS[COST_COUNT] = {
#define COST(name, ticks, unit, what, source) ticks,
#include "machine/costs.def"
#undef COST
};

struct cost_description {
    const char *name; /* as in costs.def */
    const char *unit, *what, *source;
};

const struct cost_description *cost_describe(enum cost cost);

/* `count` units of something have been done. */
static inline void charge(struct machine *m, enum cost cost, uint64_t count) {
    m->s->clock.units[cost] += count;
    m->s->clock.step_ticks += count * COST_TICKS[cost];
}

/* Ticks spent on something since the start. */
static inline uint64_t cost_spent(const struct machine *m, enum cost cost) {
    return m->s->clock.units[cost] * COST_TICKS[cost];
}

#endif
