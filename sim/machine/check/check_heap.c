/* The books of the heap: every page and every span is in exactly one place, and all sums agree. */
#include "machine/check/check.h"
#include "machine/heap/central.h"
#include "machine/memory.h"

/* ---- pages ---- */

static uint32_t caches_with(const struct machine *m, uint32_t page) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->config.procs; i++) {
        const struct page_cache *c = &m->processors[i].pages;
        count += page - c->base < PAGE_BLOCK && c->free >> (page - c->base) & 1;
    }
    return count;
}

static const char *check_page(const struct machine *m, uint32_t page) {
    const struct page_block *block = &m->page_blocks[page / PAGE_BLOCK];
    bool taken = bit_get(&block->taken, page % PAGE_BLOCK);
    bool touched = bit_get(&block->touched, page % PAGE_BLOCK);
    bool in_span = page < m->s->heap.pages_used && m->span_of[page];
    uint32_t cached = caches_with(m, page);
    if (cached + in_span > 1) return "a page is in two places";
    if (taken != (cached + in_span == 1)) return "a page is neither free nor taken";
    if (in_span && !touched) return "a page of a span was never touched";
    if (!taken && page < m->s->heap.search_from) return "a free page is not looked for";
    return NULL;
}

static const char *check_pages(const struct machine *m) {
    const struct heap *h = &m->s->heap;
    uint64_t touched = 0;
    if (h->pages_used > h->pages_mapped) return "pages are used that the arena has not grown to";
    for (uint32_t block = 0; block < (h->pages_mapped + PAGE_BLOCK - 1) / PAGE_BLOCK; block++)
        touched += bits_count(m->page_blocks[block].touched);
    if (touched != h->pages_touched) return "touched pages are miscounted";
    const char *wrong = NULL;
    for (uint32_t page = 0; page < h->pages_mapped && !wrong; page++) wrong = check_page(m, page);
    return wrong;
}

/* ---- spans ---- */

static uint32_t holders_of(const struct machine *m, uint32_t page, bool stale) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->config.procs; i++) {
        const struct processor *p = &m->processors[i];
        bool flushed = p->flushed == m->s->heap.sweepgen;
        count += flushed != stale && p->current[span_class_of(&m->spans[page])] == page + 1;
    }
    return count;
}

/* Whether a span's sweepgen fits where it is: the table in central.h. */
static bool stands_right(const struct machine *m, uint32_t page) {
    const struct span *s = &m->spans[page];
    uint32_t h = m->s->heap.sweepgen;
    if (s->set == SET_CACHED) {
        bool stale = s->sweepgen == h + 1;
        return (stale || s->sweepgen == h + 3) && holders_of(m, page, stale) == 1;
    }
    bool full = s->used_count == s->element_count, swept = s->set % 2 == set_swept(m);
    return s->set / 2 * 2 == (full ? SET_FULL : SET_PARTIAL) && s->sweepgen == h - (swept ? 0 : 2);
}

static uint32_t count_allocated(const struct machine *m, uint32_t page) {
    uint32_t count = 0;
    for (uint32_t slot = 0; slot < m->spans[page].element_count; slot++)
        count += slot_allocated(m, page, slot);
    return count;
}

/* Whether the record of a page says the same as its span and the bits of its objects. */
static bool is_described(const struct machine *m, uint32_t page) {
    const struct heap_page *p = &m->heap_pages[page];
    uint32_t first = m->span_of[page] - 1;
    const struct span *s = &m->spans[first];
    if (p->first != first || p->divisor != s->divisor || p->size != s->element_size) return false;
    if (p->pointers == (uint32_t)POINTERS_MIXED) return !s->noscan;
    for (uint32_t slot = 0; slot < s->element_count; slot++) {
        uint64_t at = (uint64_t)first * PAGE_SIZE + (uint64_t)slot * s->element_size;
        if (at / PAGE_SIZE != page || !slot_allocated(m, first, slot)) continue;
        for (uint32_t word = 0; word < s->element_size / WORD; word++) {
            bool is = !s->noscan && bit_get(m->pointer_bits, (uint32_t)(at / WORD + word));
            if (is != (word < POINTERS_WORDS && p->pointers >> word & 1)) return false;
        }
    }
    return true;
}

static const char *check_description(const struct machine *m, uint32_t first) {
    const struct span *s = &m->spans[first];
    const struct heap_page *pages = &m->heap_pages[first];
    for (uint32_t i = 0; i < s->pages; i++) {
        bool none = !(pages[i].first | pages[i].divisor | pages[i].size | pages[i].pointers);
        if (s->state == SPAN_HEAP ? !is_described(m, first + i) : !none)
            return "a page's record and its span differ";
    }
    bool swept = s->state == SPAN_HEAP && s->sweepgen - m->s->heap.sweepgen <= 3 &&
                 s->sweepgen != m->s->heap.sweepgen + 1;
    return swept && s->mark_plane != marks_plane(m) ? "a span's bitmaps changed places" : NULL;
}

static const char *check_span(const struct machine *m, uint32_t page) {
    const struct span *s = &m->spans[page];
    const char *wrong = check_description(m, page);
    if (wrong) return wrong;
    for (uint32_t i = 0; i < s->pages; i++)
        if (m->span_of[page + i] != page + 1) return "a page does not know its span";
    if (s->state != SPAN_HEAP) return s->set == SET_NONE ? NULL : "a span is in the wrong set";
    if (!stands_right(m, page)) return "a span is not where its state says";
    if (count_allocated(m, page) != s->used_count)
        return "a span's count and its allocation bits differ";
    return NULL;
}

/* ---- sets ---- */

/* How many spans a set holds, or UINT32_MAX if it is not linked as it should be. */
static uint32_t count_set(const struct machine *m, uint32_t span_class, uint32_t set) {
    const struct span_set *list = &m->s->heap.central[span_class].sets[set];
    uint32_t count = 0, before = 0;
    for (uint32_t span = list->head; span; span = m->spans[span - 1].next) {
        const struct span *s = &m->spans[span - 1];
        if (s->state != SPAN_HEAP || s->set != set || s->previous != before) return UINT32_MAX;
        if (span_class_of(s) != span_class || ++count > m->s->heap.pages_used) return UINT32_MAX;
        before = span;
    }
    return before == list->tail ? count : UINT32_MAX;
}

static const char *check_sets(const struct machine *m, uint32_t spans) {
    uint32_t listed = 0;
    for (uint32_t class = 0; class < SPAN_CLASSES; class ++) {
        for (uint32_t set = 0; set < SETS; set++) {
            uint32_t count = count_set(m, class, set);
            if (count == UINT32_MAX) return "a set of spans is broken";
            listed += count;
        }
        for (uint32_t i = 0; i < m->config.procs; i++) {
            uint32_t span = m->processors[i].current[class];
            if (!span) continue;
            if (m->spans[span - 1].set != SET_CACHED) return "a cached span is elsewhere as well";
            listed++;
        }
    }
    return listed == spans ? NULL : "a span is in no set";
}

/* ---- all of it ---- */

struct sums {
    uint64_t bytes, objects, pages;
    uint32_t spans;
};

static const char *check_spans(const struct machine *m, struct sums *sums) {
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (m->span_of[page] != page + 1) continue;
        const struct span *s = &m->spans[page];
        const char *wrong = check_span(m, page);
        if (wrong) return wrong;
        if (s->state != SPAN_HEAP) continue;
        sums->objects += s->used_count;
        sums->bytes += (uint64_t)s->used_count * s->element_size;
        sums->pages += s->pages;
        sums->spans++;
    }
    return NULL;
}

const char *check_heap(const struct machine *m) {
    struct sums sums = {0};
    const char *wrong = check_pages(m);
    if (!wrong) wrong = check_spans(m, &sums);
    if (!wrong) wrong = check_sets(m, sums.spans);
    if (wrong) return wrong;
    const struct statistics *s = &m->s->statistics;
    if (sums.objects != s->mallocs - s->frees)
        return "Mallocs - Frees is not the objects there are";
    if (sums.bytes != s->heap_alloc) return "HeapAlloc is not the size of the objects";
    if (sums.pages != m->s->heap.pages_in_use) return "the pages of heap spans are miscounted";
    return sums.pages * PAGE_SIZE == s->heap_inuse ? NULL
                                                   : "HeapInuse is not the size of the spans";
}
