#include "machine/inspect/statistics.h"

#include <string.h>

#include "machine/heap/size_class.h"

#include "machine/manual/c_heap.h"

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
    if (m->config.stacks == STACKS_FIXED) return m->s->statistics.threads_touched;
    return m->s->statistics.stack_inuse;
}

/* ---- memory from the operating system: all of it is mapped at once, and in use or idle ---- */

/* Work buffers, and what is mapped behind the machine's memory for more of them. */
static uint64_t gc_sys(const struct machine *m) {
    uint32_t mapped = m->s->heap.pages_mapped, most = m->config.pages_max;
    uint64_t reserve = mapped > most ? mapped - most : 0;
    return m->s->statistics.workbuf_inuse + reserve * PAGE_SIZE;
}

static uint64_t sys(const struct machine *m) {
    return (uint64_t)m->s->heap.pages_mapped * PAGE_SIZE;
}

/* What the arena has for the heap: Go, too, counts its stacks and work buffers elsewhere. */
static uint64_t heap_sys(const struct machine *m) {
    return sys(m) - stack_inuse(m) - gc_sys(m);
}

static uint64_t heap_idle(const struct machine *m) {
    return heap_sys(m) - heap_inuse(m);
}

/* Pages that were mapped but never touched: the operating system has not given any memory yet. */
static uint64_t heap_released(const struct machine *m) {
    uint64_t touched = m->s->heap.pages_touched * PAGE_SIZE;
    return sys(m) > touched ? sys(m) - touched : 0;
}

static uint64_t spans_swept(const struct machine *m) {
    return m->s->statistics.spans_swept;
}

static uint64_t debt_pages(const struct machine *m) {
    return m->s->statistics.debt_pages;
}

static uint64_t total_requested(const struct machine *m) {
    return m->s->statistics.total_requested;
}

static uint64_t tail_bytes(const struct machine *m) {
    return m->s->statistics.tail_bytes;
}

static uint64_t free_slot_bytes(const struct machine *m) {
    return heap_inuse(m) - heap_alloc(m) - tail_bytes(m);
}

static uint64_t next_gc(const struct machine *m) {
    return m->s->gc.goal;
}

static uint64_t num_gc(const struct machine *m) {
    return m->s->gc.marked;
}

static uint64_t num_forced_gc(const struct machine *m) {
    return m->s->statistics.forced_cycles;
}

static uint64_t pause_total(const struct machine *m) {
    return m->s->statistics.pause_total; /* a tick is a nanosecond */
}

static uint64_t pause_last(const struct machine *m) {
    return m->s->statistics.pause_last;
}

static uint64_t minor_cycles(const struct machine *m) {
    return m->s->statistics.minor_cycles;
}

static uint64_t promoted(const struct machine *m) {
    return m->s->statistics.promoted;
}

static uint64_t promoted_bytes(const struct machine *m) {
    return m->s->statistics.promoted_bytes;
}

static uint64_t remembered(const struct machine *m) {
    return m->s->statistics.remembered;
}

static uint64_t assists(const struct machine *m) {
    return m->s->statistics.assists;
}

static uint64_t assists_limited(const struct machine *m) {
    return m->s->statistics.assists_limited;
}

static uint64_t num_goroutine(const struct machine *m) {
    return m->s->statistics.goroutines;
}

static uint64_t stack_allocations(const struct machine *m) {
    return m->s->statistics.stack_allocations;
}

/* What was asked of the operating system: for threads that is address space. */
static uint64_t stack_sys(const struct machine *m) {
    if (m->config.stacks == STACKS_FIXED) return m->s->statistics.threads_reserved;
    return m->s->statistics.stack_inuse;
}

static uint64_t stack_used_now(const struct machine *m) {
    return m->s->statistics.stack_used;
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
    {"Sys", sys},
    {"Mallocs", mallocs},
    {"Frees", frees},
    {"HeapAlloc", heap_alloc},
    {"HeapSys", heap_sys},
    {"HeapIdle", heap_idle},
    {"HeapInuse", heap_inuse},
    {"HeapReleased", heap_released},
    {"HeapObjects", heap_objects},
    {"StackInuse", stack_inuse},
    {"StackSys", stack_sys},
    {"GCSys", gc_sys},
    {"NextGC", next_gc},
    {"PauseTotalNs", pause_total},
    {"PauseNs", pause_last}, /* of the last cycle; Go has a list */
    {"NumGC", num_gc},
    {"NumForcedGC", num_forced_gc},
    {"NumGoroutine", num_goroutine},
    {"TotalRequested", total_requested}, /* from here on: not in Go */
    {"FreeSlotBytes", free_slot_bytes},
    {"TailBytes", tail_bytes},
    {"SpansSwept", spans_swept},
    {"SweepDebtPages", debt_pages},
    {"StackAllocations", stack_allocations},
    {"StackUsed", stack_used_now},
    {"StackCopies", stack_copies},
    {"StackShrinks", stack_shrinks},
    {"SegmentLinks", segment_links},
    {"SegmentReleases", segment_releases},
    {"HotSplits", hot_splits},
    {"WriteBarriers", write_barriers},
    {"Assists", assists},
    {"AssistsLimited", assists_limited},
    {"NumMinorGC", minor_cycles},
    {"Promoted", promoted},
    {"PromotedBytes", promoted_bytes},
    {"Remembered", remembered},
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

_Static_assert(sizeof STATISTICS / sizeof STATISTICS[0] <= STATISTICS_MAX, "room for all");

const struct statistic *statistic_find(const char *name) {
    for (const struct statistic *s = STATISTICS; s->name; s++)
        if (strcmp(s->name, name) == 0) return s;
    return NULL;
}

/* ---- by size ---- */

/* The number of a size class from the decimal digits at *at; 0 if there is none. */
static uint32_t class_of_digits(const char **at) {
    uint64_t size = 0;
    while (**at >= '0' && **at <= '9' && size <= SMALL_SIZE_MAX)
        size = size * 10 + (uint64_t)(*(*at)++ - '0');
    uint32_t class_index = size_class_of(size);
    return class_index && SIZE_CLASS[class_index].size == size ? class_index : 0;
}

/* Where "BySize.48.Mallocs" is counted, among `s`; NULL if that is no such name. */
static const uint64_t *by_size(const struct statistics *s, const char *name) {
    static const char PREFIX[] = "BySize.";
    if (strncmp(name, PREFIX, sizeof PREFIX - 1) != 0) return NULL;
    const char *at = name + sizeof PREFIX - 1;
    uint32_t class_index = class_of_digits(&at);
    if (!class_index) return NULL;
    if (strcmp(at, ".Mallocs") == 0) return &s->size_mallocs[class_index];
    return strcmp(at, ".Frees") == 0 ? &s->size_frees[class_index] : NULL;
}

bool statistic_read(const struct machine *m, const char *name, uint64_t *value) {
    const struct statistic *s = statistic_find(name);
    const uint64_t *count = s ? NULL : by_size(&m->s->statistics, name);
    if (s) *value = s->value(m);
    if (count) *value = *count;
    return s || count;
}

bool statistic_exists(const char *name) {
    static const struct statistics ANY;
    return statistic_find(name) || by_size(&ANY, name);
}
