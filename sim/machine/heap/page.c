#include "machine/heap/page.h"

#include "machine/bits.h"

/* Requests for fewer pages may be met from a page cache: mheap.go, allocSpan. */
enum { CACHED_SPAN_PAGES = PAGE_BLOCK / 4 };

/* ---- the bitmaps ---- */

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* Bits of the pages of [from, to) that lie in a block. */
static uint64_t block_mask(uint32_t block, uint32_t from, uint32_t to) {
    uint32_t base = block * PAGE_BLOCK;
    if (to <= base || from >= base + PAGE_BLOCK) return 0;
    uint64_t before = from > base ? bits_low(from - base) : 0;
    return bits_low(smaller(to - base, PAGE_BLOCK)) & ~before;
}

static uint32_t block_after(uint32_t page) {
    return (page + PAGE_BLOCK - 1) / PAGE_BLOCK;
}

static void set_taken(struct machine *m, uint32_t first, uint32_t count, bool taken) {
    uint32_t to = first + count;
    for (uint32_t block = first / PAGE_BLOCK; block < block_after(to); block++) {
        uint64_t mask = block_mask(block, first, to);
        uint64_t *bits = &m->page_blocks[block].taken;
        *bits = taken ? *bits | mask : *bits & ~mask;
    }
}

static void set_touched(struct machine *m, uint32_t first, uint32_t count) {
    uint32_t to = first + count;
    for (uint32_t block = first / PAGE_BLOCK; block < block_after(to); block++) {
        uint64_t fresh = block_mask(block, first, to) & ~m->page_blocks[block].touched;
        m->page_blocks[block].touched |= fresh;
        m->s->heap.pages_touched += bits_count(fresh);
    }
}

void page_touch(struct machine *m, uint32_t page) {
    set_touched(m, page, 1);
}

/* ---- first fit ---- */

/* The lowest run of free pages, a block at a time; `run` is how many free pages end where the block
 * begins. */
static bool find_run(const struct machine *m, uint32_t count, uint32_t limit, uint32_t *first) {
    uint32_t from = m->s->heap.search_from, to = smaller(limit, m->s->heap.pages_mapped), run = 0;
    for (uint32_t block = from / PAGE_BLOCK; block < block_after(to); block++) {
        uint64_t free = ~m->page_blocks[block].taken & block_mask(block, from, to);
        uint32_t base = block * PAGE_BLOCK;
        if (run + bits_lowest(~free) >= count) {
            *first = base - run;
            return true;
        }
        uint32_t inside = count <= PAGE_BLOCK ? bits_find_run(free, count) : PAGE_BLOCK;
        if (inside < PAGE_BLOCK) {
            *first = base + inside;
            return true;
        }
        run = free == UINT64_MAX ? run + PAGE_BLOCK : bits_set_at_top(free);
    }
    return false;
}

static bool take_run(struct machine *m, uint32_t count, uint32_t limit, uint32_t *first) {
    if (!find_run(m, count, limit, first)) return false;
    set_taken(m, *first, count, true);
    if (*first == m->s->heap.search_from) m->s->heap.search_from += count;
    return true;
}

static bool grow(struct machine *m, uint32_t count) {
    uint32_t *mapped = &m->s->heap.pages_mapped, most = m->config.pages_max;
    uint64_t ask = ((uint64_t)count + GROWTH_PAGES - 1) / GROWTH_PAGES * GROWTH_PAGES;
    uint32_t room = most > *mapped ? most - *mapped : 0;
    *mapped += ask < room ? (uint32_t)ask : room;
    return room > 0;
}

/* Behind the end of memory, where only work buffers may lie. */
static bool grow_reserve(struct machine *m, uint32_t count, uint32_t limit) {
    uint32_t *mapped = &m->s->heap.pages_mapped;
    if (limit <= m->config.pages_max || limit - *mapped < count) return false;
    *mapped += count;
    return true;
}

void pages_claim(struct machine *m, uint32_t first, uint32_t count) {
    uint32_t *mapped = &m->s->heap.pages_mapped, to = first + count;
    if (to > *mapped) {
        uint32_t grown = (to + GROWTH_PAGES - 1) / GROWTH_PAGES * GROWTH_PAGES;
        *mapped = smaller(grown, m->config.pages_max);
    }
    set_taken(m, first, count, true);
    set_touched(m, first, count);
}

void pages_give_back(struct machine *m, uint32_t first, uint32_t count) {
    set_taken(m, first, count, false);
    if (first < m->s->heap.search_from) m->s->heap.search_from = first;
}

struct free_pages pages_free(const struct machine *m, uint32_t limit) {
    struct free_pages is = {0};
    uint32_t run = 0;
    for (uint32_t page = 0; page < limit; page++) {
        bool taken = page < m->s->heap.pages_mapped &&
                     bit_get(&m->page_blocks[page / PAGE_BLOCK].taken, page % PAGE_BLOCK);
        run = taken ? 0 : run + 1;
        is.count += !taken;
        if (run > is.run) is.run = run;
    }
    return is;
}

/* ---- page caches ---- */

/* All free pages of the block in which the lowest free page lies. */
static void fill_cache(struct machine *m, struct page_cache *c) {
    uint32_t page;
    if (!find_run(m, 1, m->config.pages_max, &page)) return;
    uint32_t block = page / PAGE_BLOCK, base = block * PAGE_BLOCK;
    uint32_t to = smaller(m->config.pages_max, m->s->heap.pages_mapped);
    c->base = base;
    c->free = ~m->page_blocks[block].taken & block_mask(block, page, to);
    m->page_blocks[block].taken |= c->free;
    m->s->heap.search_from = smaller(to, base + PAGE_BLOCK);
}

static bool take_cached(struct machine *m, uint32_t count, uint32_t *first) {
    struct page_cache *c = &processor_now(m)->pages;
    if (!c->free) fill_cache(m, c);
    uint32_t at = bits_find_run(c->free, count);
    if (at == PAGE_BLOCK) return false;
    c->free &= ~(bits_low(count) << at);
    *first = (uint32_t)c->base + at;
    return true;
}

void page_cache_flush(struct machine *m, struct processor *p) {
    struct page_cache *c = &p->pages;
    if (!c->free) return;
    m->page_blocks[c->base / PAGE_BLOCK].taken &= ~c->free;
    if (c->base < m->s->heap.search_from) m->s->heap.search_from = (uint32_t)c->base;
    *c = (struct page_cache){0};
}

/* Memory is nearly out: what processors hold back is free as well. */
static bool flush_all(struct machine *m) {
    for (uint32_t i = 0; i < m->config.procs; i++) page_cache_flush(m, &m->processors[i]);
    return true;
}

bool pages_take(struct machine *m, uint32_t count, uint32_t limit, uint32_t *first) {
    bool found = (count < CACHED_SPAN_PAGES && take_cached(m, count, first)) ||
                 take_run(m, count, limit, first) ||
                 (grow(m, count) && take_run(m, count, limit, first)) ||
                 (flush_all(m) && take_run(m, count, limit, first)) ||
                 (grow_reserve(m, count, limit) && take_run(m, count, limit, first));
    if (found) set_touched(m, *first, count);
    return found;
}
