/* delta.h -- what a step has changed in a machine's block of state.
 *
 * A trace's writer keeps a copy of the block as its reader has it. After a step both do to their
 * copies what the step's events say (foresee.h); whatever still differs is the delta: pairs of a
 * place and a difference, 64-bit words both. Places count words from the one of the pair before
 * (the first from the beginning of the block), so they may be negative; differences are modulo
 * 2^64. What a run is decided by but nobody sees (the scheduler's random numbers and slices) is not
 * compared.
 *
 * To compare the whole block for each step would take much too long for large heaps. So rows are
 * compared that the step can have touched: the state's own struct, the processor, and then what
 * their links and the step's events lead to. Where an event's reach is not known, or a stage of the
 * collector begins, everything is compared. That this misses nothing is tested, for every step of
 * many runs, against comparing everything; and full frames repair what would be missed. */
#ifndef TC_DELTA_H
#define TC_DELTA_H

#include "machine/machine.h"

struct delta {
    int64_t *words; /* pairs */
    size_t count;   /* numbers in it, two for each word */
    size_t capacity;
    size_t last; /* place of the last pair */
    bool failed; /* the host has no memory */
};

/* A word of the block, without what nobody sees. */
uint64_t delta_seen(const struct machine *m, size_t place);

/* Compares what the step that led to `m` may have touched with `copy`, which becomes equal. */
void delta_of_step(struct delta *d, const struct machine *m, struct machine *copy,
                   const struct event *events, size_t count);
/* Compares everything that the run has touched. */
void delta_of_all(struct delta *d, const struct machine *m, struct machine *copy);
void delta_clear(struct delta *d);
void delta_free(struct delta *d);

/* Adds one pair to a block; false if its place lies outside of it. *last is where the pair before
 * was, to begin with 0. */
bool delta_apply(struct machine *m, size_t *last, int64_t place, int64_t difference);

#endif
