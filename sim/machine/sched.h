/* sched.h -- who goes next.
 *
 * An actor that is in the middle of an op (a store with its barrier, say) holds a P until it is
 * through; so with GOMAXPROCS=1 ops never interleave, and with more any two parts can. While the
 * world is being stopped only those in the middle of an op go on.
 *
 * Unless something forces a choice, the default policy gives slices of a few steps in turn, their
 * length drawn from the generator in the clock: the seed decides the interleaving. A schedule of
 * the scenario (program.directives) comes before that. */
#ifndef TC_SCHED_H
#define TC_SCHED_H

#include "machine/machine.h"

/* Fills `out` with what could go next, at most `max`; returns how many there are. */
uint32_t sched_choices(const struct machine *m, struct choice *out, uint32_t max);
bool sched_has_choice(const struct machine *m);
/* Takes one of them, using and advancing the clock. There must be one. */
struct choice sched_pick(struct machine *m);

bool sched_all_safe(const struct machine *m);
/* Goroutines that wait for a collection up to `cycle` can run again. */
void sched_wake_waiting(struct machine *m, uint32_t cycle);

#endif
