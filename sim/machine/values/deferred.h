/* deferred.h -- records of deferred calls: panics.h says what is in one.
 *
 * A goroutine has the address of the newest one. They lie in stack frames or on the heap. Those on
 * the heap that are not in use are kept by the processors; what they cannot keep is in a list that
 * all share until the next collection (panic.go of Go 1.19: newdefer, freedefer). Those of
 * goroutines and processors are made grey when marking begins, as sudogs are; new ones are black. A
 * dangling pointer can overwrite a record: nothing is followed before it has been checked. */
#ifndef TC_DEFERRED_H
#define TC_DEFERRED_H

#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "program/panics.h"

struct deferred {
    uint64_t record;
    uint64_t closure; /* the func value */
    uint64_t older;
    uint64_t frame; /* which it belongs to */
};

/* The goroutine's newest record; false if it has none, or after a fault. */
bool deferred_newest(struct machine *m, struct goroutine *g, struct deferred *out);
/* Whether a free record waits on this processor; and one, or 0. */
bool deferred_has_free(const struct machine *m);
uint64_t deferred_take_free(struct machine *m);
/* Fills a record, for the innermost frame, which becomes the newest. */
void deferred_push(struct machine *m, struct goroutine *g, uint64_t record, uint64_t closure);
/* Takes the newest record away, and clears it. */
void deferred_pop(struct machine *m, struct goroutine *g, const struct deferred *d);

/* ---- for the collector and for stacks ---- */

void deferred_mark_begins(struct machine *m);
/* Once the pointers in the frames have been mended. */
void deferred_stack_moved(struct machine *m, struct goroutine *g, const struct stack_move *move);

#endif
