/* barrier.h -- the write barrier of a pointer store, part by part.
 *
 * Dijkstra's shades the new value only (Go 1.5 to 1.7), Yuasa's the old one only; the parts that a
 * barrier does not have are no steps.
 *
 * Go's hybrid barrier as it is implemented (mbarrier.go, mwbbuf.go): shade the old value of the
 * slot, shade the new one, then store. Every error ever published about such collectors is an order
 * of two of these parts, so each is a step of its own and others may run in between: read the old
 * word, shade it, shade the new one, write. The colour of the object that holds the slot is never
 * asked.
 *
 * With config.barrier_buffer set, shading is put off, as Go does since 1.10: the two words go into
 * a buffer of the processor, which is emptied when it is full, when the processor's worker runs
 * dry, and before marking is called complete. A white object that is in a buffer is as good as
 * grey, since marking cannot end before. */
#ifndef TC_BARRIER_H
#define TC_BARRIER_H

#include "machine/machine.h"

/* With `target` and `new_word` set: begins the barrier if one is due. True while the store has to
 * wait for more parts. */
bool barrier_begin(struct machine *m, struct goroutine *g);
/* Does the next part; false when the write itself is due. */
bool barrier_continue(struct machine *m, struct goroutine *g);

/* ---- buffers ---- */

static inline uint64_t *barrier_words(const struct machine *m, uint32_t processor) {
    return m->barriers + (size_t)processor * 2 * m->config.barrier_buffer;
}

/* Shades all that is in a processor's buffer (wbBufFlush1); false when it is empty. */
bool barrier_flush(struct machine *m, uint32_t processor);
/* Whether an object waits in a buffer to be shaded. */
bool barrier_has(const struct machine *m, uint64_t object);

bool barrier_shades_new(const struct machine *m);
bool barrier_shades_old(const struct machine *m);

#endif
