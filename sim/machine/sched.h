/* sched.h -- who goes next, and on which processor.
 *
 * A goroutine needs a processor for a step. It keeps the one it has until another goroutine takes
 * it, which can happen at a safe point only, never in the middle of an op (a store with its
 * barrier, say): so with GOMAXPROCS=1 ops never interleave, and with more any two parts can. A mark
 * worker needs one, too, and gives it back between two objects only. While the world is being
 * stopped only those in the middle of an op go on. Goroutines that can run and have no processor
 * stand in a queue; one that was started or woken by another goes before them (proc.go: runnext).
 *
 * Each processor has a clock, which its steps move by what they cost (cost.h). The clocks run side
 * by side: two processors that are busy do twice as much in the same time. One that had nothing to
 * do begins at the moment of the last step; while the world is stopped all clocks go together.
 *
 * Unless something forces a choice, the processor that is furthest behind in time goes on, for a
 * slice of a few steps, whose length is drawn from the generator in the clock: the seed decides the
 * interleaving. Behind each slice the processor turns to the next goroutine in the queue. A
 * schedule of the scenario (program.directives) comes before that. */
#ifndef TC_SCHED_H
#define TC_SCHED_H

#include "machine/machine.h"

/* Fills `out` with what could go next, at most `max`; returns how many there are. The collector's
 * choices come first, one for each processor it could use; `branch` is the processor's index. */
uint32_t sched_choices(const struct machine *m, struct choice *out, uint32_t max);
bool sched_has_choice(const struct machine *m);
/* Takes one of them, using and advancing the clock. There must be one. */
struct choice sched_pick(struct machine *m);

/* What sched_pick would take. */
struct choice sched_next(const struct machine *m);
bool sched_is_choice(const struct machine *m, struct choice choice);
/* Takes another choice than the one it would pick: the slice of whoever went last is over. */
void sched_force(struct machine *m, struct choice choice);

/* Gives the actor its processor, and begins its step at the right time. */
void sched_begin_step(struct machine *m, struct choice next);
/* Moves the processor's clock by what the step has cost. */
void sched_end_step(struct machine *m);

/* Whether every goroutine is at a safe point. */
bool sched_all_safe(const struct machine *m);
/* Whether a processor is held by somebody who is in the middle of something. */
bool sched_is_taken(const struct machine *m, uint32_t processor);

/* Whether a goroutine has it, or waits for one. */
bool sched_is_wanted(const struct machine *m, uint32_t processor);

/* ---- goroutines ---- */

/* A goroutine can run (again): to the end of the queue, or before all others on this processor. */
void sched_ready(struct machine *m, uint32_t number, bool next);
/* It gives its processor to others, and goes to the end of the queue. */
void sched_yield_processor(struct machine *m, struct goroutine *g);
/* It goes on when so many ticks have passed. */
void sched_sleep(struct machine *m, struct goroutine *g, uint64_t ticks);
/* Nobody can go on: time passes until somebody can. False when nobody ever will. */
bool sched_pass_time(struct machine *m);
/* It stands still while its stack is scanned: its processor is free for others. */
void sched_suspend(struct machine *m, uint32_t number);
/* Goroutines that wait for a collection that is as far as they want it can run again. */
void sched_wake_waiting(struct machine *m);

/* ---- the world ---- */

/* All processors have come to a stop: it is as late as on the one that stopped last. */
void sched_stop_clocks(struct machine *m);
/* Takes a processor from the goroutine that has it. */
void sched_clear_processor(struct machine *m, uint32_t processor);

#endif
