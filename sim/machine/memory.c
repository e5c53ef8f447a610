#include "machine/memory.h"

#include "machine/c_watch.h"

uint8_t *memory_bytes(const struct machine *m, uint64_t address, uint64_t size) {
    uint64_t arena = (uint64_t)m->s->heap.pages_used * PAGE_SIZE;
    uint64_t offset = address - ARENA_BASE;
    if (offset < arena) return size <= arena - offset ? m->memory + offset : NULL;
    offset = address - C_HEAP_BASE;
    if (offset < m->s->c_brk) return size <= m->s->c_brk - offset ? m->c_memory + offset : NULL;
    offset = address - GLOBALS_BASE;
    uint64_t globals = m->program->global_bytes;
    if (offset < globals) return size <= globals - offset ? m->globals + offset : NULL;
    return NULL;
}

void word_write(struct machine *m, uint64_t address, uint64_t value) {
    uint8_t *to = memory_bytes(m, address, sizeof value);
    CHECK_AT(to, machine_place(m));
    uint64_t old;
    memcpy(&old, to, sizeof old);
    memcpy(to, &value, sizeof value);
    c_word_changed(m, address, old, value, sizeof value);
    emit(m, EVENT_WORD, address, old, value, sizeof value);
}
