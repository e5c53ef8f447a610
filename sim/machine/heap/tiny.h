/* tiny.h -- several small objects in one block.
 *
 * Source: malloc.go (mallocgc) of Go 1.19. Objects of fewer than 16 bytes without pointers are put
 * one behind the other into a slot of 16 bytes, at the alignment their size asks for. The block is
 * one object for the collector: it lives as long as anybody in it. Each processor fills one block;
 * it begins another when there is no room, and keeps that of the two that has more left. */
#ifndef TC_TINY_H
#define TC_TINY_H

#include "machine/heap/heap.h"

enum { TINY_BLOCK = 16, TINY_CLASS = 2 }; /* malloc.go: _TinySize, _TinySizeClass */

static inline bool is_tiny(uint64_t size, bool noscan) {
    return noscan && size < TINY_BLOCK;
}

static inline bool is_tiny_span(const struct span *s) {
    return s->class_index == TINY_CLASS && s->noscan;
}

/* Room in the processor's block: where, or 0 if there is none. */
uint64_t tiny_pack(struct processor *p, uint64_t size);
/* A new block, with its first object in it. */
void tiny_begin(struct processor *p, uint64_t block, uint64_t size);
/* The processor's block is its own no longer. */
void tiny_close(struct processor *p);
/* Marking begins: what will be put into open blocks must be black: mgcmark.go, gcMarkTinyAllocs. */
void tiny_mark(struct machine *m);

#endif
