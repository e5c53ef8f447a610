#include "machine/manual/c_watch.h"

#include "machine/heap/heap.h"
#include "machine/memory.h"

/* ---- origins ---- */

uint32_t *c_origin_place(const struct machine *m, uint64_t address) {
    if (address % WORD) return NULL;
    if (address_of_thread(address)) address = thread_in_arena(m, address);
    if (address_in_arena(m, address)) return &m->origins[(address - ARENA_BASE) / WORD];
    if (address_in_c_heap(m, address))
        return &c_granule(m, address)->origins[address % C_ALIGN / WORD];
    uint64_t offset = address - program_globals(m->program);
    return offset < m->program->global_bytes ? &m->global_origins[offset / WORD] : NULL;
}

void c_move_origins(struct machine *m, uint64_t to, uint64_t from, uint64_t bytes) {
    if (!m->c_arena) return;
    for (uint64_t at = 0; at < bytes; at += WORD) c_copy_origin(m, to + at, from + at);
}

/* ---- words that change ---- */

/* A Go object that is forgotten may have held the last pointer to a chunk. */
static void note_lost(struct machine *m, uint64_t word) {
    struct c_arena *a = m->c_arena;
    uint64_t chunk = c_chunk_at(m, word);
    if (!chunk && !(a->in_go && address_in_arena(m, word))) return;
    if (chunk && c_granule(m, chunk)->state != C_LIVE) return;
    if (chunk) c_granule(m, chunk)->line = machine_line(m);
    a->lost++;
    a->due = 1;
}

static void note_written(const struct machine *m, uint64_t address, uint32_t size) {
    for (uint64_t at = address; at < address + size; at++)
        if (address_in_c_heap(m, at)) c_granule(m, at)->written |= 1u << at % C_ALIGN;
}

void c_note_word(struct machine *m, uint64_t address, uint64_t old_word, uint64_t word,
                 uint32_t size) {
    struct c_arena *a = m->c_arena;
    uint32_t page;
    c_set_origin(m, address / WORD * WORD, 0);
    if (address_in_c_heap(m, address)) note_written(m, address, size);
    if (a->counts.live == 0 || size != WORD) return;
    const struct span *span = address_in_c_heap(m, word) ? span_at(m, address, &page) : NULL;
    if (span && span->state == SPAN_HEAP) a->in_go = 1;
    if (old_word != word) note_lost(m, old_word);
}

void c_words_dropped(struct machine *m, uint64_t low, uint64_t high) {
    if (!m->c_arena || m->c_arena->counts.live == 0) return;
    for (uint64_t at = low; at < high; at += WORD) note_lost(m, word_read(m, at));
}

/* ---- accesses ---- */

static void note_use_after_free(struct machine *m, const struct c_access *a, uint64_t chunk) {
    const struct c_granule *g = c_granule(m, chunk);
    m->c_arena->counts.uses_after_free++;
    m->s->statistics.uses_freed++;
    if (g->state == C_LIVE)
        emit(m, EVENT_C_USE_REUSED, a->address, c_payload(chunk), a->origin, a->write);
    else emit(m, EVENT_C_USE_FREED, a->address, a->pointer, a->origin, a->write);
}

/* The pointer's own chunk, if it still is the one that the pointer was made for. */
static bool is_own(const struct machine *m, const struct c_access *a, uint64_t own) {
    const struct c_granule *g = own ? c_granule(m, own) : NULL;
    return g && g->state == C_LIVE && (a->origin == 0 || a->origin == g->serial);
}

static bool is_unwritten(const struct machine *m, const struct c_access *a) {
    for (uint64_t at = a->address; at < a->address + a->size; at++)
        if (!(c_granule(m, at)->written >> at % C_ALIGN & 1)) return true;
    return false;
}

static bool is_inside(const struct machine *m, const struct c_access *a, uint64_t own) {
    uint64_t offset = a->address - c_payload(own);
    uint64_t usable = c_usable(c_size(m, own));
    return offset < usable && usable - offset >= a->size;
}

static void note_overflow(struct machine *m, const struct c_access *a, uint64_t own) {
    uint64_t victim = c_chunk_at(m, a->address);
    bool header = !victim || a->address < c_payload(victim);
    m->c_arena->counts.overflows++;
    if (a->write && (header || c_state_is_free(c_granule(m, victim)->state)))
        m->c_arena->counts.corruptions++;
    emit(m, EVENT_C_OVERFLOW, a->address, c_payload(own), c_usable(c_size(m, own)), a->write);
}

void c_note_access(struct machine *m, const struct c_access *a) {
    if (!m->c_arena || !address_in_c_heap(m, a->address)) return;
    uint64_t own = c_chunk_at(m, a->pointer), chunk = c_chunk_at(m, a->address);
    if (is_own(m, a, own) && !is_inside(m, a, own)) {
        note_overflow(m, a, own);
    } else if (!is_own(m, a, own)) {
        if (a->write) m->c_arena->counts.corruptions++;
        note_use_after_free(m, a, chunk ? chunk : c_first(m));
    } else if (!a->write && is_unwritten(m, a)) {
        m->c_arena->counts.unwritten_reads++;
        emit(m, EVENT_C_UNWRITTEN, a->address, memory_word(m, a->address, a->size), c_payload(own),
             0);
    }
}

bool c_is_undisturbed(const struct machine *m) {
    return !m->c_arena || m->c_arena->counts.corruptions == 0;
}
