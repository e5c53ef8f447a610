#include "machine/statistics.h"

#include <string.h>

static uint64_t mallocs(const struct machine *m) {
    return m->s->statistics.mallocs;
}

static uint64_t frees(const struct machine *m) {
    return m->s->statistics.frees;
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
    {"steps", steps},
    {NULL, NULL},
};

const struct statistic *statistic_find(const char *name) {
    for (const struct statistic *s = STATISTICS; s->name; s++)
        if (strcmp(s->name, name) == 0) return s;
    return NULL;
}
