/* Sweeping: a span at a time. The mark bits become the allocation bits (mgcsweep.go). */
#include "machine/gc.h"
#include "machine/memory.h"

/* A freed object keeps its bytes in Go; with clobberfree they are overwritten, so that whoever
 * still reads them sees it. */
static void poison(struct machine *m, const struct object *o) {
    const uint64_t word = POISON;
    uint8_t *bytes = arena_bytes(m, o->address);
    for (uint32_t at = 0; at < object_span(m, o)->element_size; at += WORD)
        memcpy(bytes + at, &word, sizeof word);
}

static struct tag tag_of(const struct machine *m, uint64_t address) {
    return m->tags ? m->tags[(address - ARENA_BASE) / WORD] : (struct tag){0};
}

/* Objects that the scenario names: what became of them. */
static void note_watched(struct machine *m, uint64_t address) {
    for (uint32_t i = 0; i < m->program->reference_count; i++) {
        struct watch *w = &m->watches[i];
        if (w->address != address || w->flags & WATCH_FREED) continue;
        w->flags |= WATCH_FREED;
    }
}

static void free_object(struct machine *m, const struct object *o) {
    struct statistics *stats = &m->s->statistics;
    struct tag tag = tag_of(m, o->address);
    stats->frees++;
    stats->heap_alloc -= object_span(m, o)->element_size;
    note_watched(m, o->address);
    emit(m, EVENT_FREE, o->address, tag.serial, tag.site, 0);
    if (m->config.poison) poison(m, o);
}

static uint32_t free_unmarked(struct machine *m, uint32_t first) {
    const struct span *span = &m->spans[first];
    uint32_t freed = 0;
    for (uint32_t slot = 0; slot < span->element_count; slot++) {
        if (!slot_allocated(m, first, slot)) continue;
        struct object o = {page_address(first) + (uint64_t)slot * span->element_size, first, slot};
        if (object_marked(m, &o)) continue;
        free_object(m, &o);
        freed++;
    }
    return freed;
}

static void swap_bitmaps(struct machine *m, uint32_t first) {
    struct span *span = &m->spans[first];
    span->mark_plane = (uint8_t)(1 - span->mark_plane);
    span->free_index = 0;
    size_t size = (size_t)span->pages * PAGE_BIT_WORDS * sizeof(uint64_t);
    memset(span_bits(m, first, span->mark_plane), 0, size);
}

static void sweep_span(struct machine *m, uint32_t first) {
    struct span *span = &m->spans[first];
    span->swept = m->s->gc.sweep_generation;
    uint32_t freed = free_unmarked(m, first);
    uint32_t kept = span->used_count - freed;
    span->used_count = kept;
    emit(m, EVENT_SWEEP, page_address(first), freed, kept, span->element_size);
    swap_bitmaps(m, first);
    if (kept == 0) span_free(m, first);
    else if (kept < span->element_count) heap_add_partial(m, first);
}

bool gc_sweep_step(struct machine *m) {
    struct collector *gc = &m->s->gc;
    while (gc->sweep_page < m->s->heap.pages_used) {
        uint32_t span = m->span_of[gc->sweep_page];
        if (!span) {
            gc->sweep_page++;
            continue;
        }
        struct span *s = &m->spans[span - 1];
        gc->sweep_page += s->pages;
        if (s->state != SPAN_HEAP || s->swept == gc->sweep_generation) continue;
        sweep_span(m, span - 1);
        return true;
    }
    return false;
}
