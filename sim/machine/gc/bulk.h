/* bulk.h -- copies of many words at once, and the barrier before them.
 *
 * typedmemmove and its kin copy memory with one instruction after another, so the collector is told
 * beforehand: for each pointer word the old value of where it goes and the new one (mbitmap.go:
 * bulkBarrierPreWrite); where the memory is fresh, the new one only (bulkBarrierPreWriteSrcOnly).
 * Memory that is cleared has no new one: `from` is 0 then.
 * Each object that is shaded is a step; the copy itself is the last one. */
#ifndef TC_BULK_H
#define TC_BULK_H

#include "machine/machine.h"

/* `count` values of a type on their way. */
struct bulk {
    uint64_t to, from;
    uint32_t type;
    uint64_t count;
    bool fresh;  /* nobody else has seen the memory they go to */
    bool direct; /* to or from the stack of another goroutine, which may be black: no exception */
};

/* Whether all bytes are there to be read and written, and no stack address would outlive its frame.
 * False after a fault. */
bool bulk_may_copy(struct machine *m, const struct goroutine *g, const struct bulk *b);
/* Shades the next white object that must not get lost, if there is one: true, and the operation
 * goes on with a later step. The place is kept in `g->argument`, 0 at the start and in the end. */
bool bulk_shade(struct machine *m, struct goroutine *g, const struct bulk *b);
void bulk_copy(struct machine *m, const struct bulk *b);

#endif
