/* malloc, realloc and free. Source: glibc 2.36, malloc/malloc.c: __libc_malloc, _int_malloc,
 * _int_free, malloc_consolidate, _int_realloc; steps in the same order, so that addresses come out
 * the same. */
#include "machine/cost.h"
#include "machine/manual/c_heap.h"
#include "machine/memory.h"

/* ---- handing out ---- */

static uint64_t take(struct machine *m, uint64_t chunk) {
    c_set_state(m, chunk, C_LIVE);
    return chunk;
}

/* Of a chunk in nobody's list: the first `size` bytes; what is left becomes a free chunk, if it is
 * large enough for one. */
static uint64_t split(struct machine *m, uint64_t chunk, uint32_t size, uint64_t *rest) {
    uint32_t whole = c_size(m, chunk);
    bool before_in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
    *rest = 0;
    if (whole - size < C_CHUNK_MIN) {
        take(m, chunk);
        c_tell_next(m, chunk, true);
        return chunk;
    }
    c_make_chunk(m, chunk, size, C_LIVE, before_in_use);
    *rest = chunk + size;
    c_make_chunk(m, *rest, whole - size, C_BINNED, true);
    charge(m, COST_CHUNK_SEARCH, 1);
    emit(m, EVENT_C_SPLIT, c_payload(chunk), size, whole - size, 0);
    return chunk;
}

static uint64_t split_to_unsorted(struct machine *m, uint64_t chunk, uint32_t size, bool keep) {
    uint64_t rest;
    split(m, chunk, size, &rest);
    if (!rest) return chunk;
    c_put_unsorted(m, rest);
    if (keep) m->c_arena->last_remainder = rest;
    return chunk;
}

static uint64_t take_from_top(struct machine *m, uint32_t size) {
    struct c_arena *a = m->c_arena;
    uint64_t chunk = a->top;
    uint32_t whole = c_size(m, chunk);
    bool before_in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
    c_make_chunk(m, chunk, size, C_LIVE, before_in_use);
    a->top = chunk + size;
    c_make_chunk(m, a->top, whole - size, C_TOP, true);
    return chunk;
}

/* ---- chunks of exactly the right size ---- */

/* What else a fastbin has goes to the cache, as long as there is room: the order turns round. */
static uint64_t from_fast(struct machine *m, uint32_t size) {
    uint64_t chunk = size <= C_FAST_MAX ? c_fast_take(m, size) : 0;
    while (chunk && c_cache_has_room(m, size)) {
        uint64_t other = c_fast_take(m, size);
        if (!other) break;
        c_cache_put(m, other);
    }
    if (!chunk || !machine_running(m)) return 0;
    emit(m, EVENT_C_FOUND, C_FROM_FAST, c_payload(chunk), size, 0);
    return take(m, chunk);
}

static uint64_t last_of_small(struct machine *m, uint32_t size) {
    uint64_t chunk = c_bin_last(m, c_bin_of(size));
    if (c_is_bin_head(chunk)) return 0;
    if (!c_is_payload(m, c_payload(chunk)) || c_size(m, chunk) != size)
        return c_abort(m, ABORT_SMALL_LINK, chunk);
    if (!c_unlink(m, chunk)) return 0;
    c_tell_next(m, chunk, true);
    return chunk;
}

static uint64_t from_small(struct machine *m, uint32_t size) {
    uint64_t chunk = last_of_small(m, size);
    while (chunk && c_cache_has_room(m, size)) {
        uint64_t other = last_of_small(m, size);
        if (!other) break;
        c_cache_put(m, other);
    }
    if (!chunk || !machine_running(m)) return 0;
    emit(m, EVENT_C_FOUND, C_FROM_SMALL, c_payload(chunk), size, 0);
    return take(m, chunk);
}

/* ---- joining neighbours ---- */

/* With a free chunk before it, found by the size that one left behind: its boundary tag. */
static bool join_before(struct machine *m, uint64_t *chunk) {
    if (c_word(m, *chunk + C_HEADER) & C_IN_USE) return true;
    uint64_t size = c_word(m, *chunk), before = *chunk - size;
    if (!address_in_c_heap(m, before) || !c_is_payload(m, c_payload(before)) ||
        c_size(m, before) != size || c_granule(m, before)->state != C_BINNED)
        return c_abort(m, ABORT_BEFORE_SIZE, *chunk);
    if (!c_unlink(m, before)) return false;
    uint32_t whole = (uint32_t)size + c_size(m, *chunk);
    bool in_use = c_word(m, before + C_HEADER) & C_IN_USE;
    c_forget_chunk(m, *chunk);
    c_make_chunk(m, before, whole, C_BINNED, in_use);
    charge(m, COST_CHUNK_SEARCH, 1);
    emit(m, EVENT_C_JOIN, c_payload(before), c_payload(*chunk), whole, 0);
    *chunk = before;
    return true;
}

static bool is_binned(const struct machine *m, uint64_t chunk) {
    uint64_t behind = c_next(m, chunk);
    return behind && !(c_word(m, behind + C_HEADER) & C_IN_USE);
}

static bool join_behind(struct machine *m, uint64_t chunk) {
    uint64_t next = c_next(m, chunk);
    if (!next || next == m->c_arena->top || !is_binned(m, next)) return true;
    if (c_granule(m, next)->state != C_BINNED) return c_abort(m, ABORT_UNLINK_SIZE, next);
    if (!c_unlink(m, next)) return false;
    bool in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
    uint32_t whole = c_size(m, chunk) + c_size(m, next);
    c_forget_chunk(m, next);
    c_make_chunk(m, chunk, whole, C_BINNED, in_use);
    charge(m, COST_CHUNK_SEARCH, 1);
    emit(m, EVENT_C_JOIN, c_payload(chunk), c_payload(next), whole, 0);
    return true;
}

static void join_top(struct machine *m, uint64_t chunk) {
    struct c_arena *a = m->c_arena;
    bool in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
    uint32_t whole = c_size(m, chunk) + c_size(m, a->top);
    uint64_t top = a->top;
    c_forget_chunk(m, top);
    c_make_chunk(m, chunk, whole, C_TOP, in_use);
    a->top = chunk;
    charge(m, COST_CHUNK_SEARCH, 1);
    emit(m, EVENT_C_JOIN, c_payload(chunk), c_payload(top), whole, 1);
}

/* A free chunk joins its free neighbours, and goes to the unsorted bin or becomes the top. */
static bool join(struct machine *m, uint64_t chunk) {
    c_set_state(m, chunk, C_BINNED);
    if (!join_before(m, &chunk) || !join_behind(m, chunk)) return false;
    if (c_next(m, chunk) == m->c_arena->top) join_top(m, chunk);
    else c_put_unsorted(m, chunk);
    return machine_running(m);
}

static bool consolidate(struct machine *m) {
    for (uint32_t bin = 0; bin < C_FAST_BINS; bin++) {
        uint32_t size = C_CHUNK_MIN + bin * C_ALIGN;
        for (uint64_t chunk; (chunk = c_fast_take(m, size)) != 0;) {
            charge(m, COST_CHUNK_SEARCH, 1);
            if (!c_size_is_intact(m, chunk)) return c_abort(m, ABORT_CONSOLIDATE_SIZE, chunk);
            if (!join(m, chunk)) return false;
        }
        if (!machine_running(m)) return false;
    }
    return true;
}

/* ---- the search ---- */

struct search {
    uint32_t size;
    bool cached; /* chunks of this size were found and put into the cache */
};

static bool is_binned_chunk(const struct machine *m, uint64_t chunk) {
    return c_is_payload(m, c_payload(chunk)) && c_granule(m, chunk)->state == C_BINNED;
}

/* The next chunk of the unsorted bin, the oldest first: is it the one? Else it goes into its bin.
 */
static uint64_t sort_one(struct machine *m, struct search *s, uint64_t chunk) {
    charge(m, COST_CHUNK_SEARCH, 1);
    if (!is_binned_chunk(m, chunk)) return c_abort(m, ABORT_UNSORTED_LINK, chunk);
    if (!c_size_is_intact(m, chunk)) return c_abort(m, ABORT_UNSORTED_SIZE, chunk);
    uint32_t size = c_size(m, chunk);
    bool only_one = c_bin_first(m, C_UNSORTED) == chunk;
    if (!c_unlink(m, chunk)) return 0;
    if (s->size <= C_SMALL_MAX && only_one && chunk == m->c_arena->last_remainder &&
        size > s->size + C_CHUNK_MIN)
        return split_to_unsorted(m, chunk, s->size, true);
    if (size != s->size) {
        c_put_sorted(m, chunk);
        return 0;
    }
    c_tell_next(m, chunk, true);
    if (!c_cache_has_room(m, size)) return take(m, chunk);
    c_cache_put(m, chunk);
    s->cached = true;
    return 0;
}

static uint64_t from_unsorted(struct machine *m, struct search *s) {
    for (;;) {
        uint64_t chunk = c_bin_last(m, C_UNSORTED);
        if (c_is_bin_head(chunk)) break;
        uint64_t found = sort_one(m, s, chunk);
        if (found || !machine_running(m)) return found;
    }
    return s->cached ? c_cache_take(m, s->size) : 0;
}

/* The smallest chunk of a large bin that is large enough; of several, the second in the list. */
static uint64_t best_of_large(struct machine *m, uint32_t bin, uint32_t size) {
    uint64_t head = c_bin_head(bin), best = 0, chunk = c_bin_last(m, bin);
    for (; chunk != head; chunk = c_bin_before(m, chunk)) {
        charge(m, COST_CHUNK_SEARCH, 1);
        if (!is_binned_chunk(m, chunk)) return c_abort(m, ABORT_UNLINK_LINK, chunk);
        if (c_size(m, chunk) < size) continue;
        if (best && c_size(m, chunk) != c_size(m, best)) break;
        uint64_t before = c_bin_before(m, chunk);
        bool not_first = !c_is_bin_head(before) && is_binned_chunk(m, before) &&
                         c_size(m, before) == c_size(m, chunk);
        if (!best || not_first) best = chunk;
    }
    return best;
}

static uint64_t last_of_bin(struct machine *m, uint32_t bin) {
    uint64_t chunk = c_bin_last(m, bin);
    if (c_is_bin_head(chunk)) return 0;
    charge(m, COST_CHUNK_SEARCH, 1);
    return is_binned_chunk(m, chunk) ? chunk : c_abort(m, ABORT_UNLINK_LINK, chunk);
}

static uint64_t from_bins(struct machine *m, uint32_t size) {
    uint32_t bin = c_bin_of(size);
    uint64_t chunk = size > C_SMALL_MAX ? best_of_large(m, bin, size) : 0;
    while (!chunk && ++bin < C_BINS && machine_running(m)) chunk = last_of_bin(m, bin);
    if (!chunk || !c_unlink(m, chunk)) return 0;
    return split_to_unsorted(m, chunk, size, size <= C_SMALL_MAX);
}

static uint64_t from_top(struct machine *m, uint32_t size) {
    uint64_t top = m->c_arena->top;
    if (!c_size_is_intact(m, top)) return c_abort(m, ABORT_TOP_SIZE, top);
    return c_size(m, top) >= size + C_CHUNK_MIN ? take_from_top(m, size) : 0;
}

static uint64_t found(struct machine *m, enum c_source source, uint64_t chunk) {
    if (!chunk || !machine_running(m)) return 0;
    emit(m, EVENT_C_FOUND, source, c_payload(chunk), c_size(m, chunk), 0);
    return take(m, chunk);
}

static uint64_t search_once(struct machine *m, uint32_t size) {
    struct search s = {.size = size};
    uint64_t chunk = found(m, C_FROM_UNSORTED, from_unsorted(m, &s));
    if (!chunk && machine_running(m)) chunk = found(m, C_FROM_BIN, from_bins(m, size));
    if (!chunk && machine_running(m)) chunk = found(m, C_FROM_TOP, from_top(m, size));
    return chunk;
}

static uint64_t from_system(struct machine *m, uint32_t size) {
    if (!c_grow(m, size)) return 0;
    emit(m, EVENT_C_GROW, m->s->c_brk, 0, 0, 0);
    return found(m, C_FROM_TOP, from_top(m, size));
}

/* _int_malloc: a chunk, or 0. */
static uint64_t allocate(struct machine *m, uint32_t size) {
    uint64_t chunk = from_fast(m, size);
    if (!chunk && machine_running(m) && size <= C_SMALL_MAX) chunk = from_small(m, size);
    if (chunk || !machine_running(m)) return chunk;
    if (size > C_SMALL_MAX && c_has_fast(m) && !consolidate(m)) return 0;
    chunk = search_once(m, size);
    if (chunk || !machine_running(m)) return chunk;
    if (c_has_fast(m)) { /* what lies there may join to something large enough */
        if (!consolidate(m)) return 0;
        chunk = search_once(m, size);
        if (chunk || !machine_running(m)) return chunk;
    }
    return from_system(m, size);
}

/* ---- malloc ---- */

/* The first call: ptmalloc_init, tcache_init. */
static bool begin(struct machine *m) {
    struct c_arena *a = m->c_arena;
    if (a->cache) return true;
    c_bins_init(m);
    if (!c_grow(m, C_TCACHE_SIZE)) return false;
    uint64_t chunk = take_from_top(m, C_TCACHE_SIZE);
    c_set_state(m, chunk, C_OWN);
    a->cache = c_payload(chunk);
    return true;
}

/* The words of a payload are anybody's from before: none was written by the new owner. The ghosts
 * that lay inside are gone. */
static void forget_contents(struct machine *m, uint64_t chunk, uint64_t from) {
    uint64_t end = chunk + C_HEADER + c_size(m, chunk);
    for (uint64_t at = c_payload(chunk) + from / C_ALIGN * C_ALIGN; at < end; at += C_ALIGN) {
        struct c_granule *g = c_granule(m, at);
        uint32_t mine = at + C_ALIGN > end ? 0xff : 0xffff;
        uint32_t kept = at < c_payload(chunk) + from ? (1u << from % C_ALIGN) - 1 : 0;
        g->written &= kept | ~mine;
        if (mine == 0xffff) g->serial = 0;
    }
}

uint64_t c_malloc(struct machine *m, uint64_t bytes) {
    if (bytes > C_REQUEST_MAX || !begin(m)) return 0;
    uint32_t size = (uint32_t)c_chunk_size(bytes);
    uint64_t chunk = c_cache_has(m, size) ? found(m, C_FROM_CACHE, c_cache_take(m, size)) : 0;
    if (!chunk && machine_running(m)) chunk = allocate(m, size);
    if (!chunk || !machine_running(m)) return 0;
    c_granule(m, chunk)->requested = (uint32_t)bytes;
    forget_contents(m, chunk, 0);
    m->c_arena->counts.live++;
    m->c_arena->counts.mallocs++;
    return c_payload(chunk);
}

/* ---- free ---- */

/* glibc's checks read whatever words are there; an unreadable one is nobody's. */
static bool peek(const struct machine *m, uint64_t address, uint64_t *word) {
    const uint8_t *bytes = memory_bytes(m, address, sizeof *word);
    if (bytes) memcpy(word, bytes, sizeof *word);
    return bytes != NULL;
}

static enum c_abort fast_would_abort(const struct machine *m, uint64_t chunk, uint64_t size) {
    uint64_t next_size;
    if (!peek(m, chunk + size + C_HEADER, &next_size) || next_size <= 2 * C_HEADER)
        return ABORT_FREE_NEXT_FAST;
    if (m->c_arena->fast[(size - C_CHUNK_MIN) / C_ALIGN] == chunk) return ABORT_DOUBLE_FAST;
    return ABORT_NONE;
}

static enum c_abort join_would_abort(const struct machine *m, uint64_t chunk, uint64_t size) {
    uint64_t next_word, top = m->c_arena->top;
    if (chunk == top) return ABORT_DOUBLE_TOP;
    if (chunk + size >= top + c_size(m, top)) return ABORT_FREE_OUT;
    if (!peek(m, chunk + size + C_HEADER, &next_word)) return ABORT_FREE_OUT;
    if (!(next_word & C_IN_USE)) return ABORT_DOUBLE_BINNED;
    uint64_t next_size = next_word & ~(uint64_t)C_FLAGS;
    return next_size <= 2 * C_HEADER || next_size >= m->s->c_brk ? ABORT_FREE_NEXT : ABORT_NONE;
}

enum c_abort c_free_would_abort(const struct machine *m, uint64_t payload) {
    uint64_t chunk = c_chunk_of(payload), word;
    if (!m->c_arena->cache || !peek(m, chunk + C_HEADER, &word)) return ABORT_FREE_POINTER;
    uint64_t size = word & ~(uint64_t)C_FLAGS;
    if (chunk > 0 - size || chunk % C_ALIGN) return ABORT_FREE_POINTER;
    if (size < C_CHUNK_MIN || size % C_ALIGN) return ABORT_FREE_SIZE;
    if (c_is_in_cache(m, chunk)) return ABORT_DOUBLE_CACHED;
    if (c_cache_has_room(m, size)) return ABORT_NONE;
    if (size <= C_FAST_MAX) return fast_would_abort(m, chunk, size);
    return join_would_abort(m, chunk, size);
}

/* _int_free: a chunk that is nobody's any more. */
static void release(struct machine *m, uint64_t chunk) {
    uint32_t size = c_size(m, chunk);
    if (c_cache_put(m, chunk)) return;
    if (size <= C_FAST_MAX) {
        c_fast_put(m, chunk);
        return;
    }
    if (!join(m, chunk)) return;
    if (size >= C_CONSOLIDATE && c_has_fast(m)) consolidate(m);
}

void c_free(struct machine *m, uint64_t payload) {
    uint64_t chunk = c_chunk_of(payload);
    enum c_abort why = c_free_would_abort(m, payload);
    if (why == ABORT_NONE && !c_size_is_intact(m, chunk)) why = ABORT_FREE_SIZE;
    if (why != ABORT_NONE) {
        c_abort(m, why, chunk);
        return;
    }
    m->c_arena->counts.live--;
    m->c_arena->counts.frees++;
    release(m, chunk);
}

/* ---- realloc ---- */

/* Gives back what a chunk has too much. */
static void shrink(struct machine *m, uint64_t chunk, uint32_t size) {
    uint64_t rest;
    c_set_state(m, chunk, C_LIVE);
    split(m, chunk, size, &rest);
    if (!rest) return;
    c_tell_next(m, rest, true); /* until it is released */
    c_set_state(m, rest, C_LIVE);
    release(m, rest);
}

static bool grow_into_top(struct machine *m, uint64_t chunk, uint32_t size) {
    struct c_arena *a = m->c_arena;
    uint32_t whole = c_size(m, chunk) + c_size(m, a->top);
    bool in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
    if (c_next(m, chunk) != a->top || whole < size + C_CHUNK_MIN) return false;
    c_forget_chunk(m, a->top);
    c_make_chunk(m, chunk, size, C_LIVE, in_use);
    a->top = chunk + size;
    c_make_chunk(m, a->top, whole - size, C_TOP, true);
    return true;
}

/* Takes the free chunk behind, if both together are large enough. */
static bool grow_behind(struct machine *m, uint64_t chunk, uint32_t size) {
    uint64_t next = c_next(m, chunk);
    bool in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
    if (!is_binned(m, next) || c_granule(m, next)->state != C_BINNED) return false;
    uint32_t whole = c_size(m, chunk) + c_size(m, next);
    if (whole < size || !c_unlink(m, next)) return false;
    c_forget_chunk(m, next);
    c_make_chunk(m, chunk, whole, C_LIVE, in_use);
    c_tell_next(m, chunk, true);
    shrink(m, chunk, size);
    return true;
}

static void copy_words(struct machine *m, uint64_t to, uint64_t from, uint64_t bytes) {
    for (uint64_t at = 0; at < bytes; at += WORD) {
        struct c_granule *new_place = c_granule(m, to + at), *old = c_granule(m, from + at);
        uint32_t shift_to = (to + at) % C_ALIGN, shift_from = (from + at) % C_ALIGN;
        c_set_word(m, to + at, c_word(m, from + at));
        new_place->written |= (old->written >> shift_from & 0xff) << shift_to;
        new_place->origins[shift_to / WORD] = old->origins[shift_from / WORD];
    }
    charge(m, COST_COPY, bytes / WORD);
}

/* What malloc finds may be the memory right behind, the enlarged top: then nothing has to move. */
static uint64_t move(struct machine *m, uint64_t chunk, uint32_t size) {
    uint64_t moved = allocate(m, size);
    if (!moved || !machine_running(m)) return 0;
    uint32_t had = c_size(m, chunk);
    if (moved == chunk + had) {
        bool in_use = c_word(m, chunk + C_HEADER) & C_IN_USE;
        uint32_t whole = had + c_size(m, moved);
        c_forget_chunk(m, moved);
        c_make_chunk(m, chunk, whole, C_LIVE, in_use);
        shrink(m, chunk, size);
        return chunk;
    }
    forget_contents(m, moved, 0);
    copy_words(m, c_payload(moved), c_payload(chunk), c_usable(had));
    release(m, chunk);
    return moved;
}

/* _int_realloc: where the chunk is now, or 0. */
static uint64_t resize(struct machine *m, uint64_t chunk, uint32_t size) {
    if (c_size(m, chunk) >= size) shrink(m, chunk, size);
    else if (!grow_into_top(m, chunk, size) && !grow_behind(m, chunk, size))
        return machine_running(m) ? move(m, chunk, size) : 0;
    return machine_running(m) ? chunk : 0;
}

uint64_t c_realloc(struct machine *m, uint64_t payload, uint64_t bytes) {
    uint64_t chunk = c_chunk_of(payload);
    if (bytes > C_REQUEST_MAX) return 0;
    if (!c_size_is_intact(m, chunk)) return c_abort(m, ABORT_REALLOC_SIZE, chunk);
    if (!c_size_is_intact(m, c_next(m, chunk)))
        return c_abort(m, ABORT_REALLOC_NEXT, c_next(m, chunk));
    uint32_t had = c_size(m, chunk);
    uint64_t now = resize(m, chunk, (uint32_t)c_chunk_size(bytes));
    if (!now) return 0;
    c_granule(m, now)->requested = (uint32_t)bytes;
    if (now == chunk && c_size(m, chunk) > had) forget_contents(m, chunk, c_usable(had));
    return c_payload(now);
}
