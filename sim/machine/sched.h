/* sched.h -- who goes next, and on which processor.
 *
 * A goroutine needs a processor for a step. It keeps the one it has until another goroutine takes
 * it, which can happen at a safe point only, never in the middle of an op (a store with its
 * barrier, say): so with GOMAXPROCS=1 ops never interleave, and with more any two parts can. While
 * the world is being stopped only those in the middle of an op go on.
 *
 * Each processor has a clock, which its steps move by what they cost (cost.h). A step begins when
 * its processor is through with the last one, but never before the step that came before it in the
 * run: so the order of steps is an order in time, too.
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

/* Gives the actor a processor, and begins its step at the right time. */
void sched_begin_step(struct machine *m, struct choice next);
/* Moves the processor's clock by what the step has cost. */
void sched_end_step(struct machine *m);

bool sched_all_safe(const struct machine *m);
/* Goroutines that wait for a collection up to `cycle` can run again. */
void sched_wake_waiting(struct machine *m, uint32_t cycle);

#endif
