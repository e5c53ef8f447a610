/* barrier.h -- the write barrier of a pointer store, part by part.
 *
 * Dijkstra's shades the new value only (Go 1.5 to 1.7), Yuasa's the old one only; the parts that a
 * barrier does not have are no steps.
 *
 * Go's hybrid barrier as it is implemented (mbarrier.go, mwbbuf.go): shade the old value of the
 * slot, shade the new one, then store. Every error ever published about such collectors is an order
 * of two of these parts, so each is a step of its own and others may run in between: read the old
 * word, shade it, shade the new one, write. The colour of the object that holds the slot is never
 * asked. */
#ifndef TC_BARRIER_H
#define TC_BARRIER_H

#include "machine/machine.h"

/* With `target` and `new_word` set: begins the barrier if one is due. True while the store has to
 * wait for more parts. */
bool barrier_begin(struct machine *m, struct goroutine *g);
/* Does the next part; false when the write itself is due. */
bool barrier_continue(struct machine *m, struct goroutine *g);

bool barrier_shades_new(const struct machine *m);
bool barrier_shades_old(const struct machine *m);

#endif
