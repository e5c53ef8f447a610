#include "machine/memory.h"

#include "machine/gc/generation.h"
#include "machine/manual/c_watch.h"

uint8_t *memory_bytes(const struct machine *m, uint64_t address, uint64_t size) {
    uint64_t arena = (uint64_t)m->s->heap.pages_used * PAGE_SIZE;
    uint64_t offset = address - ARENA_BASE;
    if (offset < arena) return size <= arena - offset ? m->memory + offset : NULL;
    offset = address - C_HEAP_BASE;
    if (offset < m->s->c_brk) return size <= m->s->c_brk - offset ? m->c_memory + offset : NULL;
    offset = address - program_globals(m->program);
    uint64_t globals = m->program->global_bytes;
    if (offset < globals) return size <= globals - offset ? m->globals + offset : NULL;
    return thread_bytes(m, address, size);
}

const uint8_t *memory_to_read(const struct machine *m, uint64_t address, uint64_t size) {
    uint64_t offset = address - RODATA_BASE, constants = m->program->rodata_bytes;
    if (offset < constants) return size <= constants - offset ? m->program->rodata + offset : NULL;
    return memory_bytes(m, address, size);
}

void word_write(struct machine *m, uint64_t address, uint64_t value) {
    uint8_t *to = memory_bytes(m, address, sizeof value);
    CHECK_AT(to, machine_place(m));
    uint64_t old;
    memcpy(&old, to, sizeof old);
    memcpy(to, &value, sizeof value);
    c_word_changed(m, address, old, value, sizeof value);
    emit(m, EVENT_WORD, address, old, value, sizeof value);
    if (is_generational(m)) remember_written(m, address, sizeof value);
}

/* Tells of the words of [to, to + size) that are about to be overwritten. */
static void tell_words(struct machine *m, uint64_t to, const uint8_t *new_bytes, uint64_t size) {
    const uint8_t *old_bytes = memory_to_read(m, to, size);
    for (uint64_t at = 0, length; at < size; at += length) {
        uint64_t old = 0, new = 0;
        length = WORD - (to + at) % WORD; /* to the end of the word it begins in */
        if (length > size - at) length = size - at;
        memcpy(&old, old_bytes + at, length);
        memcpy(&new, new_bytes + at, length);
        c_word_changed(m, to + at, old, new, (uint32_t)length);
        emit(m, EVENT_WORD, to + at, old, new, length);
    }
}

void memory_move(struct machine *m, uint64_t to, uint64_t from, uint64_t size) {
    const uint8_t *source = memory_to_read(m, from, size);
    if (size == 0) return;
    if (m->sink.emit || m->c_arena) tell_words(m, to, source, size);
    event_set_add(&m->s->clock.events, EVENT_WORD);
    memmove(memory_bytes(m, to, size), source, size);
    bool apart = to - from >= size && from - to >= size;
    if (apart && size % WORD == 0) c_move_origins(m, to, from, size);
    if (is_generational(m)) remember_written(m, to, size);
}

void memory_put(struct machine *m, uint64_t to, const char *bytes, uint64_t size) {
    tell_words(m, to, (const uint8_t *)bytes, size);
    memcpy(memory_bytes(m, to, size), bytes, size);
}

void memory_clear(struct machine *m, uint64_t to, uint64_t size) {
    for (uint64_t at = 0; at < size; at += WORD) {
        uint64_t old = 0, length = size - at < WORD ? size - at : WORD;
        memcpy(&old, memory_to_read(m, to + at, length), length);
        memset(memory_bytes(m, to + at, length), 0, length);
        c_word_changed(m, to + at, old, 0, (uint32_t)length);
        emit(m, EVENT_WORD, to + at, old, 0, length);
    }
}
