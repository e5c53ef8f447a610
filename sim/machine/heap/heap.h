/* heap.h -- spans and objects.
 *
 * Sources: mheap.go, malloc.go, mbitmap.go of Go 1.19. Pages are handed out first fit by address
 * (page.h); a span serves one size class, pointers and no pointers apart (central.h); slots are
 * taken in ascending order, and made zero if the span has been used before. Addresses are
 * simulated, sizes are bytes. Nothing here fails silently: no memory left is 0, and the caller
 * turns it into an outcome. */
#ifndef TC_HEAP_H
#define TC_HEAP_H

#include "machine/bits.h"
#include "machine/machine.h"

/* ---- spans ---- */

/* A span of `pages` pages, zeroed record, state set; its first page + 1, or 0 if none are left. */
uint32_t span_allocate(struct machine *m, uint32_t pages, enum span_state state);
/* A span, in no set, for objects of a size class, or (class 0) for one object of `size` bytes. */
uint32_t span_allocate_heap(struct machine *m, uint32_t class_index, bool noscan, uint64_t size);
/* Likewise at pages that are known to be free, of an image (machine/image.h). */
struct span *span_place(struct machine *m, uint32_t first, uint32_t pages, enum span_state state);
struct span *span_place_heap(struct machine *m, uint32_t first, uint32_t pages,
                             uint32_t class_index, bool noscan);
void span_free(struct machine *m, uint32_t first_page);
/* The span an address lies in, and its first page; NULL if none. */
struct span *span_at(const struct machine *m, uint64_t address, uint32_t *first_page);

/* ---- objects ---- */

/* An object: its slot. */
struct object {
    uint64_t address; /* of the slot's first byte */
    uint32_t span;    /* first page */
    uint32_t slot;
};

/* A zeroed object for `site`, black while the collector marks; address 0 when memory is out. What
 * has no size is no object, and is always at ZERO_BASE. */
uint64_t heap_allocate(struct machine *m, uint32_t site);
/* Likewise for `count` values of the site's type, one behind the other. */
uint64_t heap_allocate_array(struct machine *m, uint32_t site, uint64_t count);
/* Likewise for one value and so many bytes behind it, none of which is a pointer. */
uint64_t heap_allocate_tail(struct machine *m, uint32_t site, uint64_t tail);
/* The allocated heap object that `address` points into; interior pointers count. */
bool heap_find(const struct machine *m, uint64_t address, struct object *out);
/* Likewise, but also for free slots. */
bool heap_find_slot(const struct machine *m, uint64_t address, struct object *out);

static inline struct span *object_span(const struct machine *m, const struct object *o) {
    return &m->spans[o->span];
}

/* A span's mark bits or allocation bits, a bit a slot. */
static inline uint64_t *span_bits(const struct machine *m, uint32_t span, uint32_t plane) {
    return m->bits[plane] + (size_t)span * PAGE_BIT_WORDS;
}

/* The plane of the mark bits in all spans that have been swept, so in all spans while the collector
 * marks: they change places once a cycle. */
static inline uint32_t marks_plane(const struct machine *m) {
    return m->s->heap.sweepgen / 2 % 2;
}

static inline uint64_t *span_marks(const struct machine *m, uint32_t span) {
    return span_bits(m, span, m->spans[span].mark_plane);
}

static inline uint64_t *span_allocations(const struct machine *m, uint32_t span) {
    return span_bits(m, span, 1u - m->spans[span].mark_plane);
}

static inline bool slot_allocated(const struct machine *m, uint32_t span, uint32_t slot) {
    return slot < m->spans[span].free_index || bit_get(span_allocations(m, span), slot);
}

static inline bool object_marked(const struct machine *m, const struct object *o) {
    return bit_get(span_marks(m, o->span), o->slot);
}

/* The slot that a byte of a span lies in; not below element_count if it is in the tail. */
static inline uint32_t span_slot(const struct span *s, uint64_t offset) {
    return (uint32_t)(offset * s->divisor >> 32);
}

#endif
