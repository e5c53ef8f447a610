#include "machine/check/check_c.h"

#include "machine/manual/c_watch.h"

struct sums {
    uint64_t live, live_bytes, free_bytes, listed, free_chunks;
};

static const char *check_chunk(const struct machine *m, uint64_t chunk, struct sums *sums) {
    const struct c_granule *g = c_granule(m, chunk);
    if (g->size < C_CHUNK_MIN || g->size % C_ALIGN) return "a chunk has no size";
    if (chunk + g->size > C_HEAP_BASE + m->s->c_brk) return "a chunk reaches past the C heap";
    if (g->state == C_NONE || g->state > C_OWN) return "a chunk is neither in use nor free";
    for (uint64_t at = chunk + C_ALIGN; at < chunk + g->size; at += C_ALIGN)
        if (c_granule(m, at)->size) return "a chunk begins inside another";
    sums->live += g->state == C_LIVE;
    if (g->state == C_LIVE) sums->live_bytes += g->size;
    if (c_state_is_free(g->state)) sums->free_bytes += g->size;
    sums->free_chunks += c_state_is_free(g->state) && g->state != C_TOP;
    return NULL;
}

/* The allocator's own words; they are the program's to spoil. */
static const char *check_words(const struct machine *m, uint64_t chunk, bool before_in_use) {
    bool said = c_word(m, chunk + C_HEADER) & C_IN_USE;
    if (!c_size_is_intact(m, chunk)) return "a size word is not the chunk's size";
    return said == before_in_use ? NULL : "a size word is wrong about the chunk before";
}

static const char *walk(const struct machine *m, struct sums *sums, bool undisturbed) {
    bool before_in_use = true, binned = false;
    for (uint64_t chunk = c_first(m), next; chunk; chunk = next) {
        const char *wrong = check_chunk(m, chunk, sums);
        if (!wrong && undisturbed) wrong = check_words(m, chunk, before_in_use);
        if (wrong) return wrong;
        bool is_binned = c_granule(m, chunk)->state == C_BINNED;
        if (undisturbed && binned && is_binned) return "two free neighbours are not joined";
        binned = is_binned;
        before_in_use = !is_binned;
        next = c_next(m, chunk);
        if ((c_granule(m, chunk)->state == C_TOP) != (next == 0)) return "the top is not the last";
    }
    return NULL;
}

static void count(void *user, const char *list, uint64_t chunk) {
    struct sums *sums = user;
    (void)list;
    (void)chunk;
    sums->listed++;
}

const char *check_c_heap(const struct machine *m) {
    struct sums sums = {0};
    if (!m->c_arena || m->s->c_brk == 0) return NULL;
    bool undisturbed = c_is_undisturbed(m) && m->s->outcome != OUTCOME_FAULT;
    const char *wrong = walk(m, &sums, undisturbed);
    if (wrong || m->s->outcome == OUTCOME_FAULT) return wrong; /* in the middle of something */
    const struct c_counts *counts = &m->c_arena->counts;
    if (sums.live != counts->live || counts->live != counts->mallocs - counts->frees)
        return "chunks in use are miscounted";
    if (sums.live_bytes != counts->live_bytes) return "bytes in use are miscounted";
    if (sums.free_bytes != counts->free_bytes) return "free bytes are miscounted";
    c_each_free(m, count, &sums);
    if (undisturbed && sums.listed != sums.free_chunks) return "a free chunk is in no list";
    return NULL;
}
