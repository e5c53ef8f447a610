#include "machine/statistics.h"

#include <string.h>

#include "machine/c_heap.h"

static uint64_t mallocs(const struct machine *m) {
    return m->s->statistics.mallocs + m->s->statistics.tiny_allocs;
}

static uint64_t frees(const struct machine *m) {
    return m->s->statistics.frees + m->s->statistics.tiny_allocs; /* at once: mstats.go */
}

static uint64_t heap_objects(const struct machine *m) {
    return mallocs(m) - frees(m);
}

static uint64_t total_alloc(const struct machine *m) {
    return m->s->statistics.total_alloc;
}

static uint64_t heap_alloc(const struct machine *m) {
    return m->s->statistics.heap_alloc;
}

static uint64_t heap_inuse(const struct machine *m) {
    return m->s->statistics.heap_inuse;
}

static uint64_t stack_inuse(const struct machine *m) {
    return m->s->statistics.stack_inuse;
}

static uint64_t next_gc(const struct machine *m) {
    return m->s->gc.goal;
}

static uint64_t num_gc(const struct machine *m) {
    return m->s->gc.completed;
}

static uint64_t num_goroutine(const struct machine *m) {
    uint64_t count = 0;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        count += goroutine_of(m, n)->status != GOROUTINE_DEAD;
    return count;
}

static uint64_t stack_allocations(const struct machine *m) {
    return m->s->statistics.stack_allocations;
}

static uint64_t stack_copies(const struct machine *m) {
    return m->s->statistics.stack_copies;
}

static uint64_t stack_shrinks(const struct machine *m) {
    return m->s->statistics.stack_shrinks;
}

static uint64_t segment_links(const struct machine *m) {
    return m->s->statistics.segment_links;
}

static uint64_t segment_releases(const struct machine *m) {
    return m->s->statistics.segment_releases;
}

static uint64_t hot_splits(const struct machine *m) {
    return m->s->statistics.hot_splits;
}

static uint64_t write_barriers(const struct machine *m) {
    return m->s->statistics.barriers;
}

static uint64_t lost_objects(const struct machine *m) {
    return m->s->gc.lost;
}

static uint64_t uses_freed(const struct machine *m) {
    return m->s->statistics.uses_freed;
}

/* ---- the C heap; 0 in programs without malloc ---- */

static const struct c_counts *c_counts(const struct machine *m) {
    static const struct c_counts NONE_YET = {0};
    return m->c_arena ? &m->c_arena->counts : &NONE_YET;
}

#define C_COUNT(name)                                                                              \
    static uint64_t c_##name(const struct machine *m) {                                            \
        return c_counts(m)->name;                                                                  \
    }

C_COUNT(mallocs)
C_COUNT(frees)
C_COUNT(live_bytes)
C_COUNT(free_bytes)
C_COUNT(leaks)
C_COUNT(leaked_bytes)
C_COUNT(double_frees)
C_COUNT(invalid_frees)
C_COUNT(overflows)
C_COUNT(unwritten_reads)
C_COUNT(failed)
C_COUNT(fragmented)

static uint64_t c_brk(const struct machine *m) {
    return m->s->c_brk;
}

static uint64_t steps(const struct machine *m) {
    return m->s->clock.step;
}

const struct statistic STATISTICS[] = {
    {"Alloc", heap_alloc},
    {"TotalAlloc", total_alloc},
    {"Mallocs", mallocs},
    {"Frees", frees},
    {"HeapAlloc", heap_alloc},
    {"HeapInuse", heap_inuse},
    {"HeapObjects", heap_objects},
    {"StackInuse", stack_inuse},
    {"NextGC", next_gc},
    {"NumGC", num_gc},
    {"NumGoroutine", num_goroutine},
    {"StackAllocations", stack_allocations}, /* from here on: not in Go */
    {"StackCopies", stack_copies},
    {"StackShrinks", stack_shrinks},
    {"SegmentLinks", segment_links},
    {"SegmentReleases", segment_releases},
    {"HotSplits", hot_splits},
    {"WriteBarriers", write_barriers},
    {"LostObjects", lost_objects},
    {"UsesOfFreed", uses_freed},
    {"CMallocs", c_mallocs}, /* chunks handed out by malloc, calloc and realloc */
    {"CFrees", c_frees},
    {"CInuse", c_live_bytes}, /* bytes of chunks in use, with their size words */
    {"CFree", c_free_bytes},  /* bytes of free chunks, the top included */
    {"CBrk", c_brk},          /* bytes of the C heap so far */
    {"CLeaks", c_leaks},
    {"CLeakedBytes", c_leaked_bytes},
    {"CDoubleFrees", c_double_frees},
    {"CInvalidFrees", c_invalid_frees},
    {"COverflows", c_overflows},
    {"CUnwrittenReads", c_unwritten_reads},
    {"CFailed", c_failed},         /* requests that got nil ... */
    {"CFragmented", c_fragmented}, /* ... although enough bytes were free */
    {"steps", steps},
    {NULL, NULL},
};

const struct statistic *statistic_find(const char *name) {
    for (const struct statistic *s = STATISTICS; s->name; s++)
        if (strcmp(s->name, name) == 0) return s;
    return NULL;
}
