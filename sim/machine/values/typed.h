/* typed.h -- memory that the runtime itself writes: mbarrier.go, typedmemmove and its kin.
 *
 * The runtime holds a lock, or the map's writing flag, over such a write, so nobody can come in
 * between: the barrier and the write are one step. Stacks need no barrier. */
#ifndef TC_TYPED_H
#define TC_TYPED_H

#include "machine/memory.h"

/* A pointer; `address` is a word that is known to be valid. */
void typed_store(struct machine *m, uint64_t address, uint64_t pointer);
/* A value of a type, from anywhere that can be read. */
void typed_copy(struct machine *m, const struct type *t, uint64_t to, uint64_t from);
void typed_clear(struct machine *m, const struct type *t, uint64_t at);
/* The low bytes of a number, within a word. */
void small_write(struct machine *m, uint64_t address, uint64_t value, uint32_t size);

static inline uint64_t small_read(const struct machine *m, uint64_t address, uint32_t size) {
    uint64_t value = word_read(m, address & ~7ull) >> (address % 8 * 8);
    return size == 8 ? value : value & ((1ull << size * 8) - 1);
}

#endif
