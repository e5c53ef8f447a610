/* central.h -- which spans a processor allocates from, and where the others wait.
 *
 * Sources: mcache.go (refill, releaseAll, prepareForSweep), mcentral.go (cacheSpan, uncacheSpan,
 * grow) and mheap.go (mspan, alloc) of Go 1.19.
 *
 * A heap span is in exactly one place: in a processor's cache, or in one of its span class's four
 * sets. Its sweepgen, against heap.sweepgen h, says how it stands:
 *     h - 2  it is to be swept
 *     h      swept: in a set, or just made
 *     h + 1  it was in a cache when sweeping began, and is to be swept when it leaves
 *     h + 3  swept, and in a cache
 * (h - 1, being swept right now, is never seen between two steps.) */
#ifndef TC_CENTRAL_H
#define TC_CENTRAL_H

#include "machine/heap/heap.h"

static inline uint32_t span_class_of(const struct span *s) {
    return s->class_index * 2u + s->noscan;
}

/* The edition of a set that holds swept spans; 1 - it the other. */
static inline uint32_t set_swept(const struct machine *m) {
    return m->s->heap.sweepgen / 2 % 2;
}

/* Puts a swept span that nobody holds into its set, by whether it has free slots. */
void central_put(struct machine *m, uint32_t span);
/* Takes a span out of the set it is in, if it is in one. */
void central_take_out(struct machine *m, uint32_t span);
/* The first span of a set (SET_PARTIAL or SET_FULL, plus an edition), taken out; + 1, or 0. */
uint32_t central_pop(struct machine *m, uint32_t span_class, uint32_t set);

/* Gives the processor that does the step another span to allocate from, whose heap_live is counted
 * as if it were full already; + 1, or 0 when memory is out. May sweep. */
uint32_t cache_refill(struct machine *m, uint32_t span_class);
/* Gives back a span that the processor holds since before sweeping began; false if there is none
 * left. All must be given back before the processor allocates again. */
bool cache_flush_one(struct machine *m, struct processor *p);

/* Gives back all that a processor holds, swept as it is. */
void cache_release(struct machine *m, struct processor *p);

static inline void cache_flush(struct machine *m, struct processor *p) {
    while (cache_flush_one(m, p)) continue;
}

#endif
