/* lease.h -- free slots lent to a program at full speed, which takes them without a call.
 *
 * What a processor caches a span for, one step further: the free slots of a word of the span's
 * bitmap are lent to a program that runs as host code (bench/mutator.h). It takes them in order;
 * what it took is entered into the books when the lease is settled: then the state is, to the last
 * byte, what as many calls of heap_allocate would have left. Between, the machine knows nothing of
 * the objects: so all leases are settled before the collector runs, before another lease of the
 * same span class begins, and before anybody looks at the machine. */
#ifndef TC_LEASE_H
#define TC_LEASE_H

#include <string.h>

#include "machine/heap/heap.h"
#include "machine/memory.h"

struct lease {
    uint64_t slots; /* free ones, a bit each; 0: none, or no lease */
    uint64_t lent;  /* what it was in the beginning */
    uint64_t base;  /* address of slot 0 of these */
    uint32_t size;  /* bytes of a slot */
    uint32_t zero;  /* they have to be cleared */
    uint32_t span, site;
};

/* An object, and a lease of what follows it, if nobody listens and no cycle has begun. Address 0
 * when memory is out. The lease must have been settled. */
uint64_t lease_begin(struct machine *m, struct lease *l, uint32_t site);
/* Enters what was taken, and ends the lease. */
void lease_settle(struct machine *m, struct lease *l);

/* The next object; there must be one. */
static inline uint64_t lease_take(const struct machine *m, struct lease *l) {
    uint64_t address = l->base + (uint64_t)__builtin_ctzll(l->slots) * l->size;
    l->slots &= l->slots - 1;
    if (l->zero)
        for (uint32_t at = 0; at < l->size; at += WORD)
            memset(arena_bytes(m, address + at), 0, WORD);
    return address;
}

#endif
