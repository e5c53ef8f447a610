/* reach.h -- what a dump keeps alive, counted before anything runs.
 *
 * A dump of Go does not list the pointers inside locals whose address has been taken, so what only
 * these lead to looks like garbage though it was in use. Every word of a stack that leads to such
 * an object is a guess: it may be one of these pointers, or left over, or a number. */
#ifndef TC_DUMP_REACH_H
#define TC_DUMP_REACH_H

#include "dump/layout.h"

struct dump_reach {
    uint64_t objects, bytes;                 /* that no root leads to */
    uint64_t guessed_objects, guessed_bytes; /* ... but words of stacks may */
};

/* Counts, and sets l->guesses. The program must be complete but for these. */
bool layout_reach(struct dump_layout *l, struct dump_reach *out);

#endif
