#include "machine/heap/sweep.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/gc/generation.h"
#include "machine/gc/pacer.h"
#include "machine/heap/central.h"
#include "machine/heap/tag.h"
#include "machine/memory.h"

#define MIB (1ull << 20)

/* Every span class has two sets to sweep, the full one first: mgcsweep.go, sweepClass. */
enum { SWEEP_CLASSES = SPAN_CLASSES * 2 };

/* ---- one object ---- */

/* A freed object keeps its bytes in Go; with clobberfree they are overwritten, so that whoever
 * still reads them sees it. */
static void poison(struct machine *m, const struct object *o) {
    const uint64_t word = POISON;
    uint8_t *bytes = arena_bytes(m, o->address);
    for (uint32_t at = 0; at < object_span(m, o)->element_size; at += WORD)
        memcpy(bytes + at, &word, sizeof word);
}

static void free_object(struct machine *m, const struct object *o) {
    struct tenant t;
    tag_note(m, o, WATCH_FREED);
    if (!m->tags) emit(m, EVENT_FREE, o->address, 0, 0, 0);
    for (uint32_t place = 0; m->tags && tag_next(m, o->address, &place, &t);)
        emit(m, EVENT_FREE, t.address, t.tag.serial, t.tag.site, t.tag.ordinal);
    if (m->config.poison) poison(m, o);
}

/* ---- one span ---- */

/* The slots of a word of the bitmaps that are allocated and not marked. */
static uint64_t dead_slots(const struct machine *m, uint32_t first, uint32_t word) {
    const struct span *s = &m->spans[first];
    uint32_t base = word * 64;
    uint64_t allocated = span_allocations(m, first)[word];
    if (s->free_index > base) allocated |= bits_low(s->free_index - base);
    return allocated & ~span_marks(m, first)[word];
}

/* Whether nothing needs to be done for a single object. */
static bool frees_unseen(const struct machine *m) {
    return !m->sink.emit && !m->config.poison && !m->program->reference_count;
}

static uint32_t free_unmarked(struct machine *m, uint32_t first) {
    const struct span *s = &m->spans[first];
    uint32_t freed = 0;
    bool unseen = frees_unseen(m);
    for (uint32_t word = 0; word < bits_words(s->element_count); word++) {
        uint64_t dead = dead_slots(m, first, word);
        freed += bits_count(dead);
        for (; dead && !unseen; dead &= dead - 1) {
            uint32_t slot = word * 64 + bits_lowest(dead);
            struct object o = {page_address(first) + (uint64_t)slot * s->element_size, first, slot};
            free_object(m, &o);
        }
    }
    if (freed) event_set_add(&m->s->clock.events, EVENT_FREE);
    return freed;
}

/* With generations marks are kept: who has survived is old. */
static void swap_bitmaps(struct machine *m, uint32_t first) {
    struct span *s = &m->spans[first];
    size_t bytes = bits_words(s->element_count) * sizeof(uint64_t);
    s->mark_plane = (uint8_t)(1 - s->mark_plane);
    if (is_generational(m)) memcpy(span_marks(m, first), span_allocations(m, first), bytes);
    else memset(span_marks(m, first), 0, bytes);
}

static void copy_marks(struct machine *m, uint32_t first) {
    size_t bytes = bits_words(m->spans[first].element_count) * sizeof(uint64_t);
    memcpy(span_allocations(m, first), span_marks(m, first), bytes);
}

static uint32_t sweep(struct machine *m, uint32_t first) {
    struct span *s = &m->spans[first];
    uint32_t freed = free_unmarked(m, first);
    s->used_count -= freed;
    s->free_index = 0;
    s->alloc_cache = 0;
    s->young = 0;
    if (freed) s->need_zero = 1;
    m->s->statistics.spans_swept++;
    m->s->statistics.frees += freed;
    m->s->statistics.size_frees[s->class_index] += freed;
    m->s->statistics.heap_alloc -= (uint64_t)freed * s->element_size;
    charge(m, COST_SWEEP_SPAN, 1);
    emit(m, EVENT_SWEEP, page_address(first), freed, s->used_count, s->element_size);
    return freed;
}

static void put_away(struct machine *m, uint32_t first) {
    if (m->spans[first].used_count == 0) span_free(m, first);
    else central_put(m, first);
}

void sweep_span(struct machine *m, uint32_t first, bool keep) {
    struct span *s = &m->spans[first];
    sweep(m, first);
    s->sweepgen = m->s->heap.sweepgen;
    m->s->heap.pages_swept += s->pages;
    swap_bitmaps(m, first);
    if (!keep) put_away(m, first);
}

uint32_t sweep_young_span(struct machine *m, uint32_t first) {
    central_take_out(m, first);
    uint32_t freed = sweep(m, first);
    copy_marks(m, first);
    put_away(m, first);
    return freed;
}

/* ---- in the background: mgcsweep.go, sweepone ---- */

/* The next span in the order of span classes, out of its set; + 1, or 0. */
static uint32_t next_span(struct machine *m) {
    struct heap *h = &m->s->heap;
    for (; h->sweep_left > 0; h->sweep_left--) {
        uint32_t class = SWEEP_CLASSES - h->sweep_left, set = class % 2 ? SET_PARTIAL : SET_FULL;
        uint32_t span = central_pop(m, class / 2, set + 1 - set_swept(m));
        if (span) return span;
    }
    return 0;
}

static bool sweep_one(struct machine *m) {
    uint32_t span = next_span(m);
    if (span) sweep_span(m, span - 1, false);
    return span != 0;
}

/* Those in the caches of processors that have not allocated since come first: mgc.go,
 * gcMarkTermination, where all processors are asked for them. */
bool gc_sweep_step(struct machine *m) {
    for (uint32_t i = 0; i < m->config.procs; i++)
        if (cache_flush_one(m, &m->processors[i])) return true;
    return sweep_one(m);
}

bool sweep_complete(const struct machine *m) {
    for (uint32_t i = 0; i < m->config.procs; i++)
        if (m->processors[i].flushed != m->s->heap.sweepgen) return false;
    return m->s->heap.sweep_left == 0;
}

void sweep_finish(struct machine *m) {
    while (gc_sweep_step(m)) continue;
}

/* ---- what is owed ---- */

void sweep_set_pace(struct machine *m) {
    const struct heap *h = &m->s->heap;
    const struct collector *gc = &m->s->gc;
    uint64_t margin = pacer_scaled(m, MIB) + gc->heap_live;
    uint64_t distance = gc->trigger > margin ? gc->trigger - margin : 0;
    m->s->heap.pace = (struct sweep_pace){
        .pages = h->pages_in_use > h->pages_swept ? h->pages_in_use - h->pages_swept : 0,
        .bytes = distance > PAGE_SIZE ? distance : PAGE_SIZE,
        .live_basis = gc->heap_live,
        .swept_basis = h->pages_swept,
    };
}

void sweep_begin(struct machine *m) {
    struct heap *h = &m->s->heap;
    h->sweepgen += 2;
    h->sweep_left = SWEEP_CLASSES;
    h->reclaim_page = h->reclaim_credit = 0;
    h->pages_swept = 0;
    sweep_set_pace(m);
}

/* deductSweepCredit. */
void sweep_pay_debt(struct machine *m, uint64_t bytes, uint32_t pages) {
    struct sweep_pace *pace = &m->s->heap.pace;
    if (pace->pages == 0) return;
    uint64_t live = m->s->gc.heap_live - pace->live_basis + bytes;
    uint64_t owed = pace->pages * live / pace->bytes;
    uint64_t before = m->s->heap.pages_swept;
    while (owed > m->s->heap.pages_swept - pace->swept_basis + pages && pace->pages > 0)
        if (!sweep_one(m)) pace->pages = 0;
    m->s->statistics.debt_pages += m->s->heap.pages_swept - before;
}

/* ---- whole free spans: mheap.go, reclaim ---- */

static bool has_marks(const struct machine *m, uint32_t first) {
    for (uint32_t word = 0; word < bits_words(m->spans[first].element_count); word++)
        if (span_marks(m, first)[word]) return true;
    return false;
}

static bool is_unswept(const struct machine *m, const struct span *s) {
    return s->state == SPAN_HEAP && s->sweepgen == m->s->heap.sweepgen - 2;
}

/* Sweeps the spans without a mark in a chunk of pages; how many pages came free. */
static uint32_t reclaim_chunk(struct machine *m, uint32_t from) {
    uint32_t to = from + GROWTH_PAGES, found = 0;
    for (uint32_t page = from; page < to && page < m->s->heap.pages_used; page++) {
        if (m->span_of[page] != page + 1) continue;
        uint32_t pages = m->spans[page].pages;
        if (is_unswept(m, &m->spans[page]) && !has_marks(m, page)) {
            central_take_out(m, page);
            sweep_span(m, page, false);
            found += pages;
        }
        page += pages - 1;
    }
    return found;
}

void sweep_reclaim(struct machine *m, uint32_t pages) {
    struct heap *h = &m->s->heap;
    if (sweep_complete(m)) return;
    while (h->reclaim_credit < pages && h->reclaim_page < h->pages_used) {
        uint32_t from = h->reclaim_page;
        h->reclaim_page += GROWTH_PAGES;
        h->reclaim_credit += reclaim_chunk(m, from);
    }
    h->reclaim_credit -= h->reclaim_credit < pages ? h->reclaim_credit : pages;
}
