/* The heap's books, kept a second time: who is where is counted, not asked. */
#include <stdlib.h>
#include <string.h>

#include "support/oracle.h"

/* With room for work buffers of a word an object, and some for each processor. */
static uint32_t pages_at_most(const struct machine *m) {
    return m->config.pages_max * 2 + (m->config.procs + 1) * WORKBUF_SPAN_PAGES;
}

/* A zeroed byte for every page of the machine; one array that is used again and again. */
static uint8_t *pages_new(const struct machine *m) {
    static uint8_t *pages;
    static size_t capacity;
    size_t count = pages_at_most(m);
    if (count > capacity) {
        free(pages);
        pages = malloc(capacity = count);
        if (!pages) abort();
    }
    return memset(pages, 0, count);
}

/* ---- pages: free, in a page cache, or in a span ---- */

static const char *check_pages(const struct machine *m) {
    const struct heap *h = &m->s->heap;
    uint8_t *places = pages_new(m);
    if (h->pages_mapped > pages_at_most(m)) return "the arena has outgrown the machine";
    for (uint32_t i = 0; i < m->config.procs; i++)
        for (uint32_t bit = 0; bit < 64; bit++) {
            if (!(m->processors[i].pages.free >> bit & 1)) continue;
            uint64_t page = m->processors[i].pages.base + bit;
            if (page >= h->pages_mapped) return "a page cache holds a page that is not there";
            places[page]++;
        }
    for (uint32_t page = 0; page < h->pages_used; page++)
        if (m->span_of[page]) places[page]++;
    for (uint32_t page = 0; page < h->pages_mapped; page++) {
        if (!(m->page_blocks[page / 64].taken >> (page % 64) & 1)) places[page]++;
        if (places[page] != 1) return "a page is nowhere, or in several places";
    }
    return NULL;
}

/* ---- heap spans: in a cache or in a set ---- */

static uint32_t class_of(const struct span *s) {
    return s->class_index * 2u + (s->noscan ? 1 : 0);
}

/* How a set's spans must stand. */
static const char *check_set(const struct machine *m, uint32_t class, uint32_t set,
                             uint8_t *places) {
    int32_t edition = (int32_t)(m->s->heap.sweepgen >> 1 & 1), wanted = 0;
    if ((int32_t)(set & 1) != edition) wanted = -2;
    uint32_t next = m->s->heap.central[class].sets[set].head;
    while (next) {
        const struct span *s = &m->spans[next - 1];
        if (places[next - 1]++) return "a span is in two sets";
        if (s->state != SPAN_HEAP || class_of(s) != class) return "a set holds a foreign span";
        if ((int32_t)(s->sweepgen - m->s->heap.sweepgen) != wanted)
            return "a swept span waits among the unswept, or the other way round";
        if ((s->used_count == s->element_count) != (set >= 2))
            return "a full span waits among those with room, or the other way round";
        next = s->next;
    }
    return NULL;
}

static uint64_t allocation_bits(const struct machine *m, uint32_t page, uint32_t word) {
    return m->bits[m->spans[page].mark_plane ? 0 : 1][(size_t)page * PAGE_BIT_WORDS + word];
}

/* What a processor allocates from next is worked out from the bitmap. */
static const char *check_cached(const struct machine *m, const struct processor *p,
                                uint32_t class) {
    uint32_t page = p->current[class] - 1;
    const struct span *s = &m->spans[page];
    int32_t age = (int32_t)(s->sweepgen - m->s->heap.sweepgen);
    if (s->state != SPAN_HEAP || class_of(s) != class) return "a processor holds a foreign span";
    if (p->flushed == m->s->heap.sweepgen) {
        if (age != 3) return "a processor holds a span that is not swept";
    } else if (age != 1 || p->flushed != m->s->heap.sweepgen - 2) {
        return "a processor has not given back its spans for too long";
    }
    uint32_t into = s->free_index % 64;
    if (into == 0 || s->free_index == s->element_count) return NULL;
    if (s->alloc_cache != ~allocation_bits(m, page, s->free_index / 64) >> into)
        return "a span's allocation cache is not what its bitmap says";
    return NULL;
}

static const char *check_places(const struct machine *m) {
    uint8_t *places = pages_new(m);
    for (uint32_t class = 0; class < SPAN_CLASSES; class ++) {
        for (uint32_t set = 0; set < SETS; set++) {
            const char *wrong = check_set(m, class, set, places);
            if (wrong) return wrong;
        }
        for (uint32_t i = 0; i < m->config.procs; i++) {
            if (!m->processors[i].current[class]) continue;
            const char *wrong = check_cached(m, &m->processors[i], class);
            if (wrong) return wrong;
            if (places[m->processors[i].current[class] - 1]++) return "a span is in two places";
        }
    }
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++)
        if (m->span_of[page] == page + 1 && (m->spans[page].state == SPAN_HEAP) != places[page])
            return "a span is in no place, or one that is not of the heap is";
    return NULL;
}

/* ---- memory that is said to be zero ---- */

static bool is_zero(const struct machine *m, uint64_t from, uint64_t size) {
    const uint8_t *bytes = m->memory + from;
    return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* Looks at one page a step: all of an untouched one, the free slots of a span's first. */
static const char *check_zero(const struct machine *m) {
    uint32_t used = m->s->heap.pages_used;
    if (used == 0) return NULL;
    uint32_t page = (uint32_t)(m->s->clock.step % used);
    uint64_t start = (uint64_t)page * PAGE_SIZE;
    const struct span *s = &m->spans[page];
    if (!(m->page_blocks[page / 64].touched >> (page % 64) & 1))
        return is_zero(m, start, PAGE_SIZE) ? NULL : "a page that was never touched is not zero";
    if (m->span_of[page] != page + 1 || s->state != SPAN_HEAP || s->need_zero) return NULL;
    for (uint32_t slot = s->free_index; slot < s->element_count; slot++) {
        if (allocation_bits(m, page, slot / 64) >> (slot % 64) & 1) continue;
        if (!is_zero(m, start + (uint64_t)slot * s->element_size, s->element_size))
            return "a free slot that need not be cleared is not zero";
    }
    return NULL;
}

/* ---- tiny blocks ---- */

enum { SITE_BLOCK = 0xffff };

/* Parts of a block lie one behind the other, in the order of their births. */
static const char *check_block(const struct machine *m, size_t word, uint32_t *parts) {
    const struct tag *first = &m->tags[word], *mark = &m->tags[word + 1];
    uint32_t end = mark->ordinal, serial = first->serial;
    if (end == 0 || end > 15) return "a tiny block begins with an object that is not tiny";
    for (uint32_t i = mark->serial; i; i = m->parts[i - 1].next) {
        const struct tiny_part *p = &m->parts[i - 1];
        if (++*parts > m->s->heap.parts_used) return "the parts of tiny blocks go round";
        if (p->offset < end || p->offset + p->size > 16) return "parts of a tiny block overlap";
        if (p->tag.serial <= serial) return "parts of a tiny block are out of order";
        end = p->offset + p->size;
        serial = p->tag.serial;
    }
    return NULL;
}

static const char *check_tiny(const struct machine *m) {
    uint32_t parts = 0;
    if (!m->tags) return NULL;
    for (size_t word = 0; word < (size_t)m->s->heap.pages_used * PAGE_WORDS; word += 2) {
        if (m->tags[word + 1].site != SITE_BLOCK) continue;
        const char *wrong = check_block(m, word, &parts);
        if (wrong) return wrong;
    }
    for (uint32_t i = m->s->heap.parts_free; i; i = m->parts[i - 1].next)
        if (++parts > m->s->heap.parts_used) return "the free parts go round";
    return parts == m->s->heap.parts_used ? NULL : "parts of tiny blocks are lost";
}

const char *oracle_heap(const struct machine *m) {
    const char *wrong = check_pages(m);
    if (!wrong) wrong = check_places(m);
    if (!wrong) wrong = check_zero(m);
    if (!wrong) wrong = check_tiny(m);
    return wrong;
}
