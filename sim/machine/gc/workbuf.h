/* workbuf.h -- the grey work list from inside: for workbuf.c, which keeps it, and drain.c, which
 * marks at full speed out of one buffer.
 *
 * Two orders, by config.order. The stack is Go's: last in, first out. The other one, `near`, is for
 * speed: marking waits for memory most of the time. What an object points to first is followed
 * first, as it is most often what was allocated next; and an entry that is far away, in another
 * 4 KiB than the object before, has to pass through a queue, so that its memory can be fetched
 * while others are marked (Cher, Hosking, Vitek: Software prefetching for mark-sweep garbage
 * collection, ASPLOS 2004). Both orders are the same for whoever goes step by step. */
#ifndef TC_WORKBUF_H
#define TC_WORKBUF_H

#include "machine/gc/gc.h"
#include "machine/memory.h"

enum { NEAR_BYTES = 4096 };

struct workbuf {
    uint64_t next, count, unused;
    uint64_t objects[WORKBUF_CAPACITY];
};
_Static_assert(sizeof(struct workbuf) == WORKBUF_SIZE, "the size of Go's");

static inline struct workbuf *workbuf_at(const struct machine *m, uint64_t address) {
    return (struct workbuf *)(void *)arena_bytes(m, address);
}

static inline bool workbuf_is_empty(const struct machine *m, uint64_t buffer) {
    return !buffer || workbuf_at(m, buffer)->count == 0;
}

static inline bool is_near(uint64_t a, uint64_t b) {
    return (a ^ b) < NEAR_BYTES;
}

/* The queue is full: its oldest entry for another one. */
static inline uint64_t queue_exchange(struct work_queue *q, uint64_t object) {
    uint64_t oldest = q->objects[q->first];
    q->objects[q->first] = object;
    q->first = (q->first + 1) % WORK_QUEUE;
    return oldest;
}

static inline void queue_add(struct work_queue *q, uint64_t object) {
    q->objects[(q->first + q->count++) % WORK_QUEUE] = object;
}

/* When a buffer's holder gives others a part of what it has: mgcwork.go:balance. */
enum { WORTH_SHARING = 4 };

#endif
