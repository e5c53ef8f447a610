/* Which chunks of the C heap can still be reached: c_watch.h says when this is asked. A walk of its
 * own, over chunks and Go objects together, with a list of those still to be looked into. */
#include "machine/heap/heap.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

struct walk {
    const struct machine *m;
    uint64_t *seen;        /* a bit a word of the arena: an object that begins there was visited */
    uint64_t *seen_chunks; /* a bit a granule: likewise */
    uint32_t *list;        /* word indices of objects, granules of chunks with CHUNK set */
    size_t count;
};

#define CHUNK 0x80000000u

/* The scratch memory is the checker's, too: neither keeps anything there. */
static struct walk begin(const struct machine *m) {
    size_t bits = (size_t)m->s->heap.pages_used * PAGE_BIT_WORDS,
           chunk_bits = m->s->c_brk / C_BLOCK;
    memset(m->scratch, 0, (bits + chunk_bits) * sizeof(uint64_t));
    return (struct walk){.m = m,
                         .seen = m->scratch,
                         .seen_chunks = m->scratch + bits,
                         .list = (uint32_t *)(void *)(m->scratch + bits + chunk_bits)};
}

static void visit_chunk(struct walk *w, uint64_t chunk) {
    uint32_t granule = (uint32_t)((chunk - C_HEAP_BASE) / C_ALIGN);
    if (c_granule(w->m, chunk)->state != C_LIVE || bit_get(w->seen_chunks, granule)) return;
    bit_set(w->seen_chunks, granule);
    w->list[w->count++] = granule | CHUNK;
}

static void visit(struct walk *w, uint64_t word) {
    struct object o;
    uint64_t chunk = c_chunk_at(w->m, word);
    if (chunk) visit_chunk(w, chunk);
    if (!w->m->c_arena->in_go || !heap_find(w->m, word, &o)) return;
    uint32_t index = (uint32_t)((o.address - ARENA_BASE) / WORD);
    if (bit_get(w->seen, index) || object_span(w->m, &o)->noscan) return;
    bit_set(w->seen, index);
    w->list[w->count++] = index;
}

static void visit_globals(struct walk *w) {
    for (uint32_t word = 0; word < w->m->program->global_bytes / WORD; word++)
        if (bit_get(w->m->program->global_pointers, word))
            visit(w, word_read(w->m, program_globals(w->m->program) + (uint64_t)word * WORD));
}

static void visit_stack(struct walk *w, const struct goroutine *g) {
    struct frame f;
    for (bool more = frame_innermost(w->m, g, &f); more; more = frame_caller(w->m, &f)) {
        const struct function *function = &w->m->program->functions[f.function];
        for (uint32_t i = 0; i < function->pointer_slot_count; i++)
            visit(w, word_read(w->m, slot_address(f.address, function->pointer_slots[i])));
    }
    if (g->part == 0) return; /* in the middle of a store: its operands are in registers */
    visit(w, g->target);
    visit(w, g->new_word);
}

/* What is left in a chunk from before is no pointer of its owner. */
static bool is_written(const struct machine *m, uint64_t word) {
    return (c_granule(m, word)->written >> word % C_ALIGN & 0xff) == 0xff;
}

static void look_into(struct walk *w, uint32_t entry) {
    struct object o;
    if (entry & CHUNK) {
        uint64_t chunk = C_HEAP_BASE + (uint64_t)(entry & ~CHUNK) * C_ALIGN;
        uint64_t end = c_payload(chunk) + c_usable(c_size(w->m, chunk));
        for (uint64_t at = c_payload(chunk); at < end; at += WORD)
            if (is_written(w->m, at)) visit(w, c_word(w->m, at));
        return;
    }
    uint64_t object = ARENA_BASE + (uint64_t)entry * WORD;
    if (!heap_find(w->m, object, &o)) return;
    for (uint32_t i = 0; i < object_span(w->m, &o)->element_size / WORD; i++)
        if (bit_get(w->m->pointer_bits, entry + i)) visit(w, word_read(w->m, object + i * WORD));
}

static void tell_leak(struct machine *m, uint64_t chunk, uint32_t line) {
    struct c_granule *g = c_granule(m, chunk);
    g->leaked = 1;
    m->c_arena->counts.leaks++;
    m->c_arena->counts.leaked_bytes += g->requested;
    for (uint32_t i = 0; i < m->program->reference_count; i++)
        if (m->watches[i].serial == g->serial && g->serial) m->watches[i].flags |= WATCH_LEAKED;
    emit(m, EVENT_C_LEAK, c_payload(chunk), g->requested, line, 0);
}

static void tell_unreachable(struct machine *m, const struct walk *w, bool put_off) {
    uint32_t line = machine_line(m);
    for (uint64_t chunk = c_first(m); chunk; chunk = c_next(m, chunk)) {
        const struct c_granule *g = c_granule(m, chunk);
        if (g->state != C_LIVE || g->leaked) continue;
        if (bit_get(w->seen_chunks, (uint32_t)((chunk - C_HEAP_BASE) / C_ALIGN))) continue;
        tell_leak(m, chunk, put_off && g->line ? g->line : line);
    }
}

static void search(struct machine *m, bool put_off) {
    struct walk w = begin(m);
    visit_globals(&w);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) visit_stack(&w, goroutine_of(m, n));
    while (w.count > 0) look_into(&w, w.list[--w.count]);
    tell_unreachable(m, &w, put_off);
    m->c_arena->due = m->c_arena->lost = 0;
}

void c_search_if_due(struct machine *m) {
    struct c_arena *a = m->c_arena;
    if (a->counts.live == 0) a->due = a->lost = 0;
    else if (a->lost >= a->counts.live / C_LEAK_CHUNKS) search(m, a->counts.live >= C_LEAK_CHUNKS);
}

void c_tell_left(struct machine *m) {
    struct c_arena *a = m->c_arena;
    uint64_t bytes = 0;
    if (!a || a->counts.live == 0) return;
    if (a->due) search(m, true);
    for (uint64_t chunk = c_first(m); chunk; chunk = c_next(m, chunk))
        if (c_granule(m, chunk)->state == C_LIVE) bytes += c_granule(m, chunk)->requested;
    emit(m, EVENT_C_LEFT, a->counts.live, bytes, a->counts.leaks, 0);
}
