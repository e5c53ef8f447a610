/* generation.h -- two generations in which nothing moves: sticky mark bits.
 *
 * With the generational collector mark bits are kept between collections: an object whose mark bit
 * is set is old, one without is young, and the nursery is whatever has been allocated since the
 * last collection. A minor collection, with the world stopped, marks from the roots without
 * clearing anything first: so it stops at every old object, and looks through young ones only. What
 * it reaches is promoted, since its mark bit stays. Then the spans with young objects are swept in
 * place: the mark bits are the allocation bits.
 *
 * Old objects are not looked through, so one that points to a young one must be known: the write
 * barrier, which is always on, puts it into the remembered set before the pointer is stored. While
 * a major collection marks (the usual one, concurrent, all bits cleared first) every object is
 * treated alike, and what survives it is old.
 *
 * Invariant, while nothing is being marked: every old object that points to a young one is in the
 * remembered set (check_generation.c). With config.barrier `none` nobody remembers anything.
 *
 * Sources: Demers, Weiser, Hayes, Boehm, Bobrow, Shenker: Combining generational and conservative
 * garbage collection, POPL 1990; R. Hudson: Getting to Go, 2018, of the prototype for Go. */
#ifndef TC_GENERATION_H
#define TC_GENERATION_H

#include "machine/heap/heap.h"
#include "machine/machine.h"

#define NURSERY (256ull << 10) /* bytes, at Go's minimum heap: pacer_scaled */

static inline bool is_generational(const struct machine *m) {
    return m->remembered != NULL;
}

/* The remembered set: a bit a slot of a span. */
static inline uint64_t *span_remembered(const struct machine *m, uint32_t span) {
    return m->remembered + (size_t)span * PAGE_BIT_WORDS;
}

static inline bool object_remembered(const struct machine *m, const struct object *o) {
    return is_generational(m) && bit_get(span_remembered(m, o->span), o->slot);
}

/* Whether an allocated object is young. */
bool object_is_young(const struct machine *m, const struct object *o);

/* Bytes that may be allocated between two collections. */
uint64_t nursery_limit(const struct machine *m);
/* Counts a new object; asks for a minor collection when the nursery is full. */
void nursery_add(struct machine *m, const struct object *o);

/* ---- the barrier ---- */

/* Before a pointer store, with `target` and `new_word` set: whether the object that it goes into
 * had to be remembered, which takes a step. */
bool remember_store(struct machine *m, struct goroutine *g);
/* Likewise for one word of a copy. */
bool remember_word(struct machine *m, uint64_t address, uint64_t word);
/* For the runtime's own writes, which are no steps: whatever is written anywhere. */
void remember_written(struct machine *m, uint64_t address, uint64_t size);

/* ---- for the collector ---- */

/* Before a minor collection marks: caches are given back, what is remembered becomes grey. */
void minor_mark_begins(struct machine *m);
/* When it has marked: the remembered set is empty again. */
void minor_mark_ended(struct machine *m);
/* Sweeps the next span that has young objects; false when there is none left. */
bool minor_sweep_one(struct machine *m);
/* Before a major collection marks: all objects are white. */
void major_mark_begins(struct machine *m);
/* When it has marked: there are no young objects. */
void major_mark_ended(struct machine *m);

#endif
