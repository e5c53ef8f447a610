/* moves.h -- which stacks of a run have been copied elsewhere, and when.
 *
 * Filled while the run goes on ahead, so that a picture can say where a stack has been before.
 * Bounded: past MOVES_MAX copies later ones are not known. */
#ifndef TC_MOVES_H
#define TC_MOVES_H

#include "machine/machine.h"

enum { MOVES_MAX = 1 << 16 };

struct move {
    uint64_t step, old, new_low; /* the low ends of the two blocks */
    uint32_t old_size, new_size; /* bytes */
    uint32_t goroutine;
    uint32_t words; /* that were copied */
};

struct moves {
    struct move *list; /* by step */
    uint32_t count;
};

/* To be told every event of the run ahead, while `m` is that run. What is not noted for want of the
 * host's memory is not known: `pool` says so. */
void moves_note(struct moves *moves, struct pool *pool, const struct machine *m,
                const struct event *e);
/* The last time a goroutine's stack has moved, up to a step; NULL: never. */
const struct move *moves_before(const struct moves *moves, uint32_t goroutine, uint64_t step);
/* Whether it ever does in the run so far. */
bool moves_ever(const struct moves *moves, uint32_t goroutine);

/* Forgets what happened after a step: from there on the run goes another way. */
void moves_rewind(struct moves *moves, uint64_t step);

#endif
