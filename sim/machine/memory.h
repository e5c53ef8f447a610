/* memory.h -- simulated addresses to bytes.
 *
 * There are three stretches of memory: the globals, the C heap of programs that call malloc, and
 * the arena with heap, stacks and work buffers. With fixed stacks there is a fourth, for threads
 * (thread.h).
 * Words are 8 bytes, little-endian as on amd64; the host is little-endian too (checked when the
 * machine opens). */
#ifndef TC_MEMORY_H
#define TC_MEMORY_H

#include <string.h>

#include "machine/machine.h"
#include "machine/manual/c_heap.h"
#include "machine/stack/thread.h"

static inline bool address_in_arena(const struct machine *m, uint64_t address) {
    return address - ARENA_BASE < (uint64_t)m->s->heap.pages_used * PAGE_SIZE;
}

static inline uint32_t page_of(uint64_t arena_address) {
    return (uint32_t)((arena_address - ARENA_BASE) / PAGE_SIZE);
}

static inline uint64_t page_address(uint32_t page) {
    return ARENA_BASE + (uint64_t)page * PAGE_SIZE;
}

/* The host's bytes of an address that is known to be in the arena. */
static inline uint8_t *arena_bytes(const struct machine *m, uint64_t address) {
    return m->memory + (address - ARENA_BASE);
}

/* The host's bytes of [address, address + size), or NULL if any of them is not memory. */
uint8_t *memory_bytes(const struct machine *m, uint64_t address, uint64_t size);

/* Likewise for memory that is only read: what cannot be written is among it. */
const uint8_t *memory_to_read(const struct machine *m, uint64_t address, uint64_t size);

/* The first bytes at an address, `size` of them but at most a word; 0 if they are not memory. */
static inline uint64_t memory_word(const struct machine *m, uint64_t address, uint64_t size) {
    uint64_t word = 0, count = size < WORD ? size : WORD;
    const uint8_t *bytes = memory_to_read(m, address, count);
    if (bytes) memcpy(&word, bytes, count);
    return word;
}

/* A word whose address is known to be valid: on a stack, in an object, in a chunk, among the
 * globals. */
static inline uint64_t word_read(const struct machine *m, uint64_t address) {
    uint64_t word;
    uint64_t global = address - program_globals(m->program);
    const uint8_t *from = address_in_arena(m, address)    ? arena_bytes(m, address)
                          : address_in_c_heap(m, address) ? m->c_memory + (address - C_HEAP_BASE)
                          : global < m->program->global_bytes
                              ? m->globals + global
                              : thread_bytes(m, address, sizeof word);
    memcpy(&word, from, sizeof word);
    return word;
}

/* Writes a word and tells the sink. */
void word_write(struct machine *m, uint64_t address, uint64_t value);
/* Copies bytes, whatever overlaps, and tells the sink. Both stretches are known to be valid. */
void memory_move(struct machine *m, uint64_t to, uint64_t from, uint64_t size);
/* Bytes from outside: what the machine itself has worked out. */
void memory_put(struct machine *m, uint64_t to, const char *bytes, uint64_t size);
void memory_clear(struct machine *m, uint64_t to, uint64_t size);

#endif
