/* The lists of free chunks, in the free chunks themselves. Source: glibc 2.36, malloc/malloc.c:
 * tcache_put, tcache_get, fastbin, unlink_chunk, bin_index. */
#include "machine/cost.h"
#include "machine/manual/c_heap.h"
#include "machine/memory.h"

/* A free payload: the link to the next chunk in the list, then the one back, or the key. */
enum { NEXT = 2 * C_HEADER, BACK = 3 * C_HEADER };

#define CACHE_KEY 0x7a5ec0de7a5ec0deull /* says: this chunk may be in the cache; glibc: random */

/* ---- single links, as safe-linking keeps them: PROTECT_PTR ---- */

static uint64_t mangled(uint64_t at, uint64_t link) {
    return at >> 12 ^ link;
}

static void set_link(struct machine *m, uint64_t chunk, uint64_t link) {
    c_set_word(m, chunk + NEXT, mangled(chunk + NEXT, link));
}

static uint64_t link_of(const struct machine *m, uint64_t chunk) {
    return mangled(chunk + NEXT, c_word(m, chunk + NEXT));
}

/* Whether a link, wherever it was read, leads to a chunk that is free in this way. */
static bool is_free_chunk(const struct machine *m, uint64_t chunk, enum c_state state) {
    return c_is_payload(m, c_payload(chunk)) && c_granule(m, chunk)->state == (uint32_t)state;
}

/* ---- the thread's cache: counts of 2 bytes, then payload addresses ---- */

/* C_TCACHE_BINS for a size that has none. */
static uint32_t cache_bin(uint64_t size) {
    uint64_t bin = (size - C_CHUNK_MIN) / C_ALIGN;
    return bin < C_TCACHE_BINS ? (uint32_t)bin : C_TCACHE_BINS;
}

static uint64_t first_place(const struct machine *m, uint32_t bin) {
    return m->c_arena->cache + C_TCACHE_BINS * 2 + bin * 8ull;
}

static uint32_t cache_count(const struct machine *m, uint32_t bin) {
    uint64_t word = c_word(m, m->c_arena->cache + bin * 2ull / 8 * 8);
    return word >> (bin % 4 * 16) & 0xffff;
}

static void set_cache_count(struct machine *m, uint32_t bin, uint64_t count) {
    uint64_t place = m->c_arena->cache + bin * 2ull / 8 * 8;
    uint32_t shift = bin % 4 * 16;
    uint64_t word = c_word(m, place) & ~(0xffffull << shift);
    c_set_word(m, place, word | count << shift);
}

bool c_cache_has(const struct machine *m, uint64_t size) {
    uint32_t bin = cache_bin(size);
    return bin < C_TCACHE_BINS && cache_count(m, bin) > 0;
}

bool c_cache_has_room(const struct machine *m, uint64_t size) {
    uint32_t bin = cache_bin(size);
    return bin < C_TCACHE_BINS && cache_count(m, bin) < C_TCACHE_FILL;
}

bool c_is_in_cache(const struct machine *m, uint64_t chunk) {
    return is_free_chunk(m, chunk, C_CACHED) && c_word(m, chunk + BACK) == CACHE_KEY;
}

uint64_t c_cache_take(struct machine *m, uint64_t size) {
    uint32_t bin = cache_bin(size);
    uint64_t payload = c_word(m, first_place(m, bin)), chunk = c_chunk_of(payload);
    if (payload % C_ALIGN || !is_free_chunk(m, chunk, C_CACHED) || c_size(m, chunk) != size)
        return c_abort(m, ABORT_CACHE_LINK, chunk);
    c_set_word(m, first_place(m, bin), link_of(m, chunk));
    set_cache_count(m, bin, cache_count(m, bin) - 1);
    c_set_word(m, chunk + BACK, 0); /* it is not in the cache any more */
    return chunk;
}

bool c_cache_put(struct machine *m, uint64_t chunk) {
    uint32_t size = c_size(m, chunk), bin = cache_bin(size);
    if (!c_cache_has_room(m, size)) return false;
    c_set_state(m, chunk, C_CACHED);
    c_set_word(m, chunk + BACK, CACHE_KEY);
    set_link(m, chunk, c_word(m, first_place(m, bin)));
    c_set_word(m, first_place(m, bin), c_payload(chunk));
    set_cache_count(m, bin, cache_count(m, bin) + 1);
    return true;
}

/* ---- fastbins ---- */

bool c_has_fast(const struct machine *m) {
    for (uint32_t bin = 0; bin < C_FAST_BINS; bin++)
        if (m->c_arena->fast[bin]) return true;
    return false;
}

uint64_t c_fast_take(struct machine *m, uint64_t size) {
    uint64_t *first = &m->c_arena->fast[cache_bin(size)], chunk = *first;
    if (!chunk) return 0;
    if (!is_free_chunk(m, chunk, C_FAST)) return c_abort(m, ABORT_FAST_LINK, chunk);
    if (c_size(m, chunk) != size || !c_size_is_intact(m, chunk))
        return c_abort(m, ABORT_FAST_SIZE, chunk);
    *first = link_of(m, chunk);
    return chunk;
}

void c_fast_put(struct machine *m, uint64_t chunk) {
    uint64_t *first = &m->c_arena->fast[cache_bin(c_size(m, chunk))];
    c_set_state(m, chunk, C_FAST);
    set_link(m, chunk, *first);
    *first = chunk;
}

/* ---- bins: circles with a head, linked both ways ---- */

void c_bins_init(struct machine *m) {
    for (uint32_t bin = 0; bin < C_BINS; bin++)
        m->c_arena->bins[2 * bin] = m->c_arena->bins[2 * bin + 1] = c_bin_head(bin);
}

bool c_is_bin_head(uint64_t node) {
    return node - C_ARENA_BASE < C_BINS * 16ull && node % 16 == 0;
}

static uint64_t next_of(const struct machine *m, uint64_t node) {
    if (c_is_bin_head(node)) return m->c_arena->bins[(node - C_ARENA_BASE) / 8];
    return c_word(m, node + NEXT);
}

static uint64_t back_of(const struct machine *m, uint64_t node) {
    if (c_is_bin_head(node)) return m->c_arena->bins[(node - C_ARENA_BASE) / 8 + 1];
    return c_word(m, node + BACK);
}

static void set_next(struct machine *m, uint64_t node, uint64_t next) {
    if (c_is_bin_head(node)) m->c_arena->bins[(node - C_ARENA_BASE) / 8] = next;
    else c_set_word(m, node + NEXT, next);
}

static void set_back(struct machine *m, uint64_t node, uint64_t back) {
    if (c_is_bin_head(node)) m->c_arena->bins[(node - C_ARENA_BASE) / 8 + 1] = back;
    else c_set_word(m, node + BACK, back);
}

static bool is_node(const struct machine *m, uint64_t node) {
    return c_is_bin_head(node) || is_free_chunk(m, node, C_BINNED);
}

/* Whether its neighbours are nodes, and know it. */
static bool links_are_intact(const struct machine *m, uint64_t node) {
    uint64_t next = next_of(m, node), back = back_of(m, node);
    return is_node(m, next) && is_node(m, back) && back_of(m, next) == node &&
           next_of(m, back) == node;
}

/* largebin_index_64: 64 bytes apart, then 512, 4096, 32 KiB, 256 KiB. */
uint32_t c_bin_of(uint64_t size) {
    if (size <= C_SMALL_MAX) return (uint32_t)(size / C_ALIGN);
    if (size >> 6 <= 48) return 48 + (uint32_t)(size >> 6);
    if (size >> 9 <= 20) return 91 + (uint32_t)(size >> 9);
    if (size >> 12 <= 10) return 110 + (uint32_t)(size >> 12);
    if (size >> 15 <= 4) return 119 + (uint32_t)(size >> 15);
    return size >> 18 <= 2 ? 124 + (uint32_t)(size >> 18) : 126;
}

uint64_t c_bin_first(const struct machine *m, uint32_t bin) {
    return next_of(m, c_bin_head(bin));
}

uint64_t c_bin_last(const struct machine *m, uint32_t bin) {
    return back_of(m, c_bin_head(bin));
}

uint64_t c_bin_before(const struct machine *m, uint64_t chunk) {
    return back_of(m, chunk);
}

bool c_unlink(struct machine *m, uint64_t chunk) {
    uint64_t next = chunk + c_size(m, chunk);
    if (!c_size_is_intact(m, chunk) || c_word(m, next) != c_size(m, chunk))
        return c_abort(m, ABORT_UNLINK_SIZE, chunk);
    if (!links_are_intact(m, chunk)) return c_abort(m, ABORT_UNLINK_LINK, chunk);
    uint64_t after = next_of(m, chunk), before = back_of(m, chunk);
    set_next(m, before, after);
    set_back(m, after, before);
    return true;
}

static void insert_behind(struct machine *m, uint64_t node, uint64_t chunk) {
    uint64_t after = next_of(m, node);
    set_next(m, chunk, after);
    set_back(m, chunk, node);
    set_next(m, node, chunk);
    set_back(m, after, chunk);
    c_set_state(m, chunk, C_BINNED);
}

/* A free chunk leaves its size behind, for the one that follows. */
void c_put_unsorted(struct machine *m, uint64_t chunk) {
    uint64_t head = c_bin_head(C_UNSORTED);
    if (!links_are_intact(m, head)) {
        c_abort(m, ABORT_UNSORTED_LINK, head);
        return;
    }
    insert_behind(m, head, chunk);
    c_tell_next(m, chunk, false);
}

/* Large bins are sorted, the largest first; one as large as others goes behind the first of them.
 */
static bool place_in_large(struct machine *m, uint64_t head, uint32_t size, uint64_t *before) {
    uint64_t node = *before = head;
    while (next_of(m, node) != head) {
        node = next_of(m, node);
        charge(m, COST_CHUNK_SEARCH, 1);
        if (!links_are_intact(m, node)) return c_abort(m, ABORT_UNLINK_LINK, node);
        if (c_size(m, node) < size) return true;
        *before = node;
        if (c_size(m, node) == size) return true;
    }
    return true;
}

bool c_put_sorted(struct machine *m, uint64_t chunk) {
    uint32_t size = c_size(m, chunk);
    uint64_t head = c_bin_head(c_bin_of(size)), before = head;
    if (!links_are_intact(m, head)) return c_abort(m, ABORT_UNLINK_LINK, head);
    if (size > C_SMALL_MAX && !place_in_large(m, head, size, &before)) return false;
    insert_behind(m, before, chunk);
    return true;
}

/* ---- for people ---- */

struct listing {
    const struct machine *m;
    void (*each)(void *user, const char *list, uint64_t chunk);
    void *user;
};

/* A list that was overwritten may lead round in a circle: there are no more than so many chunks. */
static uint64_t chunks_at_most(const struct machine *m) {
    return m->s->c_brk / C_CHUNK_MIN;
}

static void list_single(const struct listing *l, const char *list, uint64_t chunk,
                        enum c_state state) {
    for (uint64_t n = chunks_at_most(l->m); n > 0 && is_free_chunk(l->m, chunk, state); n--) {
        l->each(l->user, list, chunk);
        uint64_t link = link_of(l->m, chunk);
        chunk = state == C_CACHED ? c_chunk_of(link) : link;
    }
}

/* From the last to the first: a bin is first in, first out. */
static void list_bin(const struct listing *l, uint32_t bin) {
    const char *list = bin == C_UNSORTED                        ? "unsorted"
                       : bin <= C_SMALL_MAX / (uint32_t)C_ALIGN ? "small bin"
                                                                : "large bin";
    uint64_t chunk = c_bin_last(l->m, bin);
    for (uint64_t n = chunks_at_most(l->m); n > 0 && is_free_chunk(l->m, chunk, C_BINNED); n--) {
        l->each(l->user, list, chunk);
        chunk = back_of(l->m, chunk);
    }
}

void c_each_free(const struct machine *m,
                 void (*each)(void *user, const char *list, uint64_t chunk), void *user) {
    struct listing l = {m, each, user};
    if (!m->c_arena || !m->c_arena->cache) return;
    for (uint32_t bin = 0; bin < C_TCACHE_BINS; bin++)
        if (cache_count(m, bin))
            list_single(&l, "tcache", c_chunk_of(c_word(m, first_place(m, bin))), C_CACHED);
    for (uint32_t bin = 0; bin < C_FAST_BINS; bin++)
        list_single(&l, "fastbin", m->c_arena->fast[bin], C_FAST);
    for (uint32_t bin = C_UNSORTED; bin < C_BINS; bin++) list_bin(&l, bin);
}
