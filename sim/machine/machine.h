/* machine.h -- the simulated memory system as a pure machine.
 *
 * (state, choice) -> next state, and events for whoever looks on. A step is one operation of one
 * actor: a goroutine or the collector. No clock, no I/O, no host memory while it runs; the same
 * program, configuration and choices give the same bytes everywhere.
 *
 * A `struct machine` is a view: it owns the block of state (machine_open) and borrows the program,
 * which must outlive it. */
#ifndef TC_MACHINE_H
#define TC_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "machine/event.h"
#include "machine/state.h"
#include "program/program.h"

/* Which of the two pointers a store shades while the collector marks (mbarrier.go).
 * What each one asks of the stacks is in gc.h. */
enum barrier { BARRIER_HYBRID, BARRIER_DIJKSTRA, BARRIER_YUASA, BARRIER_NONE, BARRIER_COUNT };

const char *barrier_name(enum barrier barrier);

/* In which order grey objects are taken: as Go does, or as it is fastest (workbuf.h). */
enum order { ORDER_STACK, ORDER_NEAR, ORDER_COUNT };

const char *order_name(enum order order);

/* How garbage is collected: while the program runs, as Go does; with the world stopped, as GODEBUG=
 * gcstoptheworld=1 does; young objects first (generation.h); not at all. */
enum collector_kind {
    COLLECTOR_CONCURRENT,
    COLLECTOR_STW,
    COLLECTOR_GENERATIONAL,
    COLLECTOR_NONE,
    COLLECTOR_COUNT
};

const char *collector_name(enum collector_kind kind);

/* How a goroutine gets more stack: copied to a larger one; another segment is linked; not at all,
 * since it is a thread of a fixed size (stack.h). */
enum stacks_kind { STACKS_CONTIGUOUS, STACKS_SEGMENTED, STACKS_FIXED, STACKS_COUNT };

const char *stacks_name(enum stacks_kind kind);

struct config {
    int64_t gogc;            /* percent; -1: off; to begin with: state.gc has what it is now */
    uint64_t seed;           /* of the scheduler */
    uint64_t minimum_heap;   /* bytes: the goal at GOGC=100 is never below; Go: 4 MiB (pacer.h) */
    uint64_t nursery;        /* bytes; 0: as generation.h has it */
    uint64_t memory_limit;   /* GOMEMLIMIT, bytes; UINT64_MAX: none; likewise */
    uint64_t stack_limit;    /* bytes; Go: 1,000,000,000 */
    uint64_t stack_size;     /* bytes of a thread's stack, when they are fixed */
    uint32_t procs;          /* GOMAXPROCS: how many actors may be in the middle of an op at once */
    uint32_t barrier;        /* enum barrier */
    uint32_t barrier_buffer; /* stores a processor's buffer holds; Go: 256; 0: shade at once */
    uint32_t order;          /* enum order */
    uint32_t stacks;         /* enum stacks_kind */
    uint32_t collector;      /* enum collector_kind */
    uint32_t pages_max;      /* of simulated memory, 8 KiB each */
    uint32_t goroutines_max; /* ever started */
    uint32_t c_limit;        /* bytes that the C heap may grow to: multiple of 4096 */
    bool tags;               /* keep who lives where, for people; off for full speed */
    bool checkmark;          /* recompute reachability at every mark termination */
    bool poison;             /* fill freed objects */
    bool hostile_stacks;     /* for tests: every stack moves at every call */
    bool hostile_cycles; /* for tests: a cycle begins at every allocation that it can begin at */
    bool long_slices;    /* goroutines go on until they wait, as they mostly do within Go's 10 ms */
    bool guess_roots;    /* of an image: words of stacks that may be pointers are taken for such */
    bool assists;        /* who allocates while the collector marks helps it */
};

/* Go's defaults, on a machine with one 64 MiB arena. */
struct config config_default(void);

/* ---- the block of state and its regions ---- */

enum region {
    REGION_STATE,
    REGION_GLOBALS,
    REGION_LABELS,    /* objects born of each label: uint32_t */
    REGION_WATCHES,   /* struct watch for each of program.references */
    REGION_FUNCTIONS, /* goroutines started in each function: uint32_t */
    REGION_PROCESSORS,
    REGION_BARRIERS, /* the processors' buffers of the write barrier: words to be shaded */
    REGION_GOROUTINES,
    REGION_PAGE_BLOCKS,
    REGION_SPANS,
    REGION_SPAN_OF, /* page -> first page of its span + 1; 0: free */
    REGION_HEAP_PAGES,
    REGION_SEGMENTS, /* of segmented stacks only */
    REGION_BITS_0,   /* mark and allocation bits, a bit a slot */
    REGION_BITS_1,
    REGION_REMEMBERED, /* a bit a slot: for the generational collector only */
    REGION_POINTERS,   /* a bit a word: it holds a pointer */
    REGION_TAGS,
    REGION_PARTS,   /* objects in tiny blocks */
    REGION_C_ARENA, /* these six only for programs that call malloc: c_heap.h */
    REGION_C_STARTS,
    REGION_C_GRANULES,
    REGION_C_MEMORY,
    REGION_ORIGINS, /* of the pointers in the arena: c_watch.h */
    REGION_GLOBAL_ORIGINS,
    REGION_MEMORY,
    REGION_COUNT
};

enum region_unit { UNIT_ONCE, UNIT_GOROUTINE, UNIT_PART, UNIT_BLOCK, UNIT_PAGE, UNIT_C_BLOCK };

struct layout {
    size_t offset[REGION_COUNT];
    size_t stride[REGION_COUNT]; /* bytes for each unit */
    enum region_unit unit[REGION_COUNT];
    size_t size; /* of the whole block */
};

struct machine {
    const struct program *program;
    struct config config;
    struct layout layout;
    struct sink sink;
    uint8_t *block;
    /* views into the block, set by machine_attach */
    struct state *s;
    struct processor *processors;
    uint64_t *barriers;           /* use barrier_words */
    struct goroutine *goroutines; /* goroutine n is goroutines[n - 1]; use goroutine_of */
    struct page_block *page_blocks;
    struct span *spans;
    uint32_t *span_of;
    struct heap_page *heap_pages;
    struct segment *segments; /* NULL unless stacks are segmented */
    uint64_t *bits[2];
    uint64_t *pointer_bits;
    uint64_t *remembered; /* NULL unless the collector is generational */
    struct tag *tags;     /* NULL without config.tags */
    struct tiny_part *parts;
    struct watch *watches;
    uint32_t *labels, *functions;
    uint8_t *globals, *memory;
    struct c_arena *c_arena; /* NULL in programs without malloc; then so are the next five */
    uint64_t *c_starts;
    struct c_granule *granules;
    uint8_t *c_memory;
    uint32_t *origins, *global_origins;
    uint64_t *scratch; /* for the checker; not state */
};

/* A machine at step 0, with main about to run. False when the host has no memory for it. */
bool machine_open(struct machine *m, const struct program *p, const struct config *c);
void machine_close(struct machine *m);
/* Bytes of the block of state that such a machine has. */
size_t machine_size(const struct program *p, const struct config *c);
/* Pages of the arena, with room for the work buffers behind config.pages_max: the work list holds
 * every object at most once, and the smallest object with pointers is as large as its entry; each
 * processor may have a few buffers that are not full. So marking never runs out of memory. */
uint32_t machine_pages(const struct config *c);
/* How many objects in tiny blocks can have names at once, without the first of each block. */
uint32_t parts_max(const struct config *c);

/* Points the views at the block: after the block has been moved. */
void machine_attach(struct machine *m, uint8_t *block);
/* Bytes of a region up to the last one that the run has touched so far. */
size_t machine_used(const struct machine *m, enum region region);
/* The bytes of a region that the run has touched, a piece at a time: the first piece at or behind
 * *at, which becomes where it begins. Its size; 0 when there is none. Pages between the pieces were
 * never part of a span, and are zero. */
size_t machine_piece(const struct machine *m, enum region region, size_t *at);
/* A hash of everything but the clock: equal states have equal hashes. */
uint64_t machine_hash(const struct machine *m);

/* ---- running ---- */

/* Who goes next. */
struct choice {
    uint16_t actor;
    uint16_t branch; /* which alternative of an op; 0: there is only one */
};

/* Does one step. The choice must be one of sched_choices. */
void machine_step(struct machine *m, struct choice next);
/* Whether another step can be done. */
bool machine_running(const struct machine *m);

enum phase machine_phase(const struct machine *m);

/* ---- for the parts of the machine ---- */

static inline struct goroutine *goroutine_of(const struct machine *m, uint32_t number) {
    return &m->goroutines[number - 1];
}

static inline uint32_t goroutine_number(const struct machine *m, const struct goroutine *g) {
    return (uint32_t)(g - m->goroutines) + 1;
}

/* The line of the goroutine that did the last step; 0 if that was the collector. */
static inline uint32_t machine_line(const struct machine *m) {
    uint32_t actor = m->s->clock.last_actor;
    return actor ? goroutine_of(m, actor)->last_line : 0;
}

/* The processor that does the step. */
static inline struct processor *processor_now(const struct machine *m) {
    return &m->processors[m->s->on];
}

static inline struct run_place machine_place(const struct machine *m) {
    return (struct run_place){m->config.seed, m->s->clock.step};
}

void machine_emit_slow(const struct machine *m, const struct event *e);

/* Tells the sink, if there is one, and remembers the kind for conditions. */
static inline void emit(const struct machine *m, enum event_kind kind, uint64_t a, uint64_t b,
                        uint64_t c, uint64_t d) {
    event_set_add(&m->s->clock.events, kind);
    if (!m->sink.emit) return;
    struct event e = {.kind = (uint16_t)kind, .a = a, .b = b, .c = c, .d = d};
    machine_emit_slow(m, &e);
}

/* The program has failed: an outcome, not an error of ours. */
void machine_fault(struct machine *m, enum fault fault, uint64_t address);
/* Likewise, with what the message needs to know: state.fault_detail, fault_address, fault_limit. */
void machine_panic(struct machine *m, enum fault fault, uint32_t detail, uint64_t number,
                   uint64_t limit);

#endif
