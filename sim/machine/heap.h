/* heap.h -- pages, spans and objects.
 *
 * Sources: mheap.go, malloc.go, mbitmap.go of Go 1.19. Pages are handed out first fit by address;
 * a span serves one size class, pointers and no pointers apart; slots are taken in ascending order.
 * Addresses are simulated, sizes are bytes. Nothing here fails silently: no memory left is 0, and
 * the caller turns it into an outcome. */
#ifndef TC_HEAP_H
#define TC_HEAP_H

#include "machine/machine.h"

/* ---- spans ---- */

/* A span of `pages` pages, zeroed record, state set; its first page + 1, or 0 if none are left. */
uint32_t span_allocate(struct machine *m, uint32_t pages, enum span_state state);
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

/* A zeroed object for `site`; address 0 when memory is out. Black while the collector marks. */
uint64_t heap_allocate(struct machine *m, uint32_t site);
/* The allocated heap object that `address` points into; interior pointers count. */
bool heap_find(const struct machine *m, uint64_t address, struct object *out);
/* Likewise, but also for free slots. */
bool heap_find_slot(const struct machine *m, uint64_t address, struct object *out);

static inline struct span *object_span(const struct machine *m, const struct object *o) {
    return &m->spans[o->span];
}

/* Bit `slot` of a span's mark bits or allocation bits. */
static inline uint64_t *span_bits(const struct machine *m, uint32_t span, uint32_t plane) {
    return m->bits[plane] + (size_t)span * PAGE_BIT_WORDS;
}

static inline bool bit_get(const uint64_t *bits, uint32_t index) {
    return bits[index / 64] >> (index % 64) & 1;
}

static inline void bit_set(uint64_t *bits, uint32_t index) {
    bits[index / 64] |= 1ull << (index % 64);
}

bool slot_allocated(const struct machine *m, uint32_t span, uint32_t slot);
bool object_marked(const struct machine *m, const struct object *o);

/* After mark termination: every span is to be swept before it is allocated from again. */
void heap_flush_caches(struct machine *m);
/* Puts a swept span with free slots where the allocator finds it. */
void heap_add_partial(struct machine *m, uint32_t span);

#endif
