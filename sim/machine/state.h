/* state.h -- everything that changes while a program runs, as plain bytes.
 *
 * One block without pointers: references are indices or simulated addresses, 0 is none. A copy of
 * the block is a snapshot, valid at any address. No struct here has padding, so that equal states
 * are equal bytes on every compiler. The block is cut into regions (layout.h); these are their
 * elements.
 *
 * Colours are not stored. They follow from the mark bits and the grey work list:
 *     white  the mark bit is 0
 *     grey   the mark bit is 1 and the object is in the work list, or in the collector's hands
 *     black  the mark bit is 1 and it is in neither                       (inspect.h computes it)
 */
#ifndef TC_STATE_H
#define TC_STATE_H

#include <stdint.h>

#include "machine/event.h"

/* No struct has padding: the compiler sees to it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

#define ARENA_BASE 0xc000000000ull    /* first heap address on linux/amd64: malloc.go, mallocinit */
#define ZERO_BASE (GLOBALS_BASE - 8)  /* of everything without a size: malloc.go, zerobase */
#define CODE_GOEXIT 0x45f1e0ull       /* return address of a goroutine's first function */
#define THREADS_TOP 0x7ffff7c00000ull /* stacks of threads lie one below the other ... */
#define THREADS_LOW 0x700000000000ull /* ... and end before this */
#define CODE_LESSSTACK 0x45f280ull    /* ... and of the first one on a segment that was linked */
#define POISON 0xdeadbeefdeadbeefull  /* fills a freed object, as GODEBUG=clobberfree=1 does */

enum {
    PAGE_SIZE = 8192,                 /* sizeclasses.go:_PageShift */
    PAGE_WORDS = PAGE_SIZE / 8,       /* also the most slots a page can have */
    PAGE_BIT_WORDS = PAGE_WORDS / 64, /* uint64_t of one bitmap for a page */
    STACK_MIN = 2048,                 /* stack.go:_StackMin */
    STACK_GUARD = 928,                /* stack.go:_StackGuard on linux */
    STACK_SMALL = 128,                /* stack.go:_StackSmall */
    STACK_LIMIT = 800,                /* stack.go:_StackLimit: for functions that make no test */
    STACK_RESERVE = 32,               /* above a goroutine's first frame: proc.go:newproc1 */
    STACK_ORDERS = 4,                 /* 2, 4, 8 and 16 KiB come out of 32 KiB spans */
    STACK_SPAN_PAGES = 4,             /* malloc.go:_StackCacheSize */
    STACK_CACHE_MAX = STACK_SPAN_PAGES * PAGE_SIZE / STACK_MIN, /* 2 KiB stacks of a processor */
    STACK_PAGES_LOG_MAX = 20,                                   /* stacks of 2^n pages */
    SEGMENT_MIN = 8192,       /* stack.h of Go 1.2: StackMin, ... */
    SEGMENT_GUARD = 256,      /* ... StackGuard, ... */
    SEGMENT_EXTRA = 1024,     /* ... StackExtra, ... */
    THREAD_PAGE = 4096,       /* a page of the kernel, on amd64 */
    THREAD_TOP = 2304,        /* glibc's struct pthread, at the top of a thread's stack */
    THREAD_STACK_MIN = 16384, /* limits.h: PTHREAD_STACK_MIN */
    SEGMENT_TOP = 96,         /* ... and Stktop, the header at the top of a segment */
    SPAN_CLASSES = 136,       /* size class * 2 + noscan: mheap.go:makeSpanClass */
    PAGE_BLOCK = 64,          /* pages of a page cache: mpagecache.go:pageCachePages */
    GROWTH_PAGES = 512,       /* 4 MiB: mheap.go:grow, mpagealloc.go:pallocChunkPages */
    WORKBUF_SIZE = 2048,      /* mgcwork.go:_WorkbufSize */
    WORKBUF_SPAN_PAGES = 4,   /* mgcwork.go:workbufAlloc */
    WORKBUF_HEADER = 24,      /* next, count, unused */
    WORKBUF_CAPACITY = (WORKBUF_SIZE - WORKBUF_HEADER) / 8, /* 253 addresses */
    WORK_QUEUE = 32, /* entries whose memory is fetched ahead: enough to hide the wait for it */
    OBLET_BYTES = 128 << 10, /* mgcmark.go:maxObletBytes: larger objects are scanned in pieces */
    ROOT_BLOCK_BYTES = 256 << 10, /* mgcmark.go:rootBlockBytes: of globals, for one root job */
    SUDOG_CACHE_MAX = 128,        /* proc.go: p.sudogbuf */
    DEFER_CACHE_MAX = 32,         /* runtime2.go: p.deferpoolbuf */
    PROCS_MAX = 64,               /* the most GOMAXPROCS can be */
    ACTOR_COLLECTOR = 0,          /* goroutines are actors 1, 2, ... */
};

/* What things cost: a row of costs.def each. */
enum cost {
#define COST(name, ticks, unit, what, source) COST_##name,
#include "machine/costs.def"
#undef COST
    COST_COUNT
};

/* What the machine does next is decided by these; what it computes is not. Not part of the hash. */
struct clock {
    uint64_t step;              /* steps done */
    uint64_t now;               /* ticks: when the last step began */
    uint64_t step_ticks;        /* what the last step cost */
    uint64_t was_stopped;       /* the world, when the last step began, for all alike */
    uint64_t ticks[PROCS_MAX];  /* each processor's own clock: when it is through */
    uint64_t units[COST_COUNT]; /* done so far of each row of costs.def */
    uint64_t random;
    uint64_t progress;        /* ops that goroutines have completed */
    uint64_t slice_left;      /* steps the last actor may still go on */
    uint64_t directive_steps; /* done under the current directive of the schedule */
    uint32_t directive;       /* index of the current one */
    uint32_t last_actor;
    uint32_t last_goroutine; /* ... that was not the collector; 0: none yet */
    uint32_t reserved;
    struct event_set events; /* of the last step, for conditions */
};

/* Of the collector, in order: mgc.go, gcStart to gcMarkTermination. */
enum stage {
    STAGE_IDLE,
    STAGE_STOP_FOR_MARK, /* waits until every goroutine stands at a safe point */
    STAGE_FINISH_SWEEP,  /* stopped: what the last cycle has left to sweep */
    STAGE_START_MARK,    /* the world is stopped: barrier on, roots prepared */
    STAGE_SNAPSHOT,      /* Yuasa: stopped until all roots have been scanned */
    STAGE_MARK,          /* concurrent */
    STAGE_STOP_FOR_END,
    STAGE_RESCAN,      /* Dijkstra: stopped: the stacks are scanned once more */
    STAGE_CHECK,       /* stopped: the checker recomputes reachability */
    STAGE_START_SWEEP, /* stopped: barrier off */
    STAGE_SWEEP,       /* concurrent, a span a step */
    STAGE_SWEEP_YOUNG  /* stopped: a minor collection sweeps, a span a step */
};

/* Why a cycle began: mgc.go:gcTriggerKind. */
enum gc_reason { GC_REASON_HEAP, GC_REASON_TIME, GC_REASON_ASKED };

enum phase { PHASE_OFF, PHASE_SWEEP_TERM, PHASE_MARK, PHASE_MARK_TERM, PHASE_SWEEP, PHASE_COUNT };

enum scan_kind { SCAN_NOTHING, SCAN_OBJECT, SCAN_GLOBALS, SCAN_STACK };

/* What a processor's mark worker, or a goroutine that assists on it, has in its hands: pointers are
 * read one by one, and each one read is shaded in a step of its own. */
struct scan {
    uint32_t kind;      /* enum scan_kind */
    uint32_t goroutine; /* SCAN_STACK: whose */
    uint64_t object;    /* SCAN_OBJECT: its address */
    uint64_t next;      /* index of the next word (objects, globals) or stack-map entry */
    uint64_t limit;     /* where the words to scan end (objects, globals) */
    uint64_t pending;   /* a pointer that was read and is to be shaded; 0: none */
    uint64_t frame;     /* SCAN_STACK: frame pointer of the frame being scanned */
    uint64_t pc;        /* ... and the op it will go on with */
    uint64_t shaded;    /* SCAN_OBJECT: how many objects it has put on the work list */
};

/* What decides when a cycle begins and what allocation owes to it (pacer.h); names as in
 * mgcpacer.go. Bytes, ticks, and 65536ths. */
struct pacer {
    uint64_t triggered;              /* heap_live when the cycle began; UINT64_MAX: none did yet */
    uint64_t sweep_distance_trigger; /* no cycle before it while there is something to sweep */
    uint64_t heap_scan;              /* what there may be to look through on the heap */
    uint64_t last_heap_scan, last_stack_scan;                    /* what the last cycle did */
    uint64_t heap_scan_work, stack_scan_work, globals_scan_work; /* and this one */
    int64_t cons_mark, cons_mark_integral;
    uint64_t work_left, heap_left; /* the price: so much work for so many bytes allocated */
    uint64_t credit;               /* work that background workers have done ahead */
    uint64_t assist_ticks, idle_ticks,
        worker_ticks;    /* of this cycle's marking, on all processors */
    uint64_t gc_ticks;   /* of all cycles, stops included, without idle workers */
    uint64_t busy_ticks; /* of all processors, since the start */
    uint64_t limiter_fill, limiter_busy, limiter_gc; /* mgclimit.go: pacer.h */
    uint32_t assist_head, assist_tail;               /* goroutines that wait for credit */
};

/* What a cycle was like, for the line that GODEBUG=gctrace=1 prints: mgc.go, gcMarkTermination. */
struct cycle_record {
    uint64_t sweep_term, mark, mark_term, end; /* ticks: when each part began */
    uint64_t live_before, live_after;          /* heap_live when it began, when marking ended */
    uint64_t goal;                             /* bytes */
    uint64_t stacks;                           /* bytes of stacks that could be scanned */
    uint64_t reason;                           /* enum gc_reason */
};

struct collector {
    uint32_t stage;
    uint32_t cycle;       /* number of the current or last cycle, from 1 */
    uint32_t marked;      /* cycles marked to the end: NumGC */
    uint32_t completed;   /* cycles swept to the end */
    uint32_t stopped;     /* the world stands still */
    uint32_t barrier_on;  /* writeBarrier.enabled */
    uint32_t wanted;      /* highest cycle that somebody waits for */
    uint32_t next_root;   /* the next root job: blocks of globals, then a stack each (gc.h) */
    uint32_t root_count;  /* root jobs of this cycle */
    uint32_t lost;        /* objects found in use, yet unmarked, in all cycles */
    uint64_t full, empty; /* lists of work buffers; simulated addresses */
    uint64_t grey_count;  /* entries in all of them, and in the processors' own */
    uint64_t mark_start;  /* ticks: when the world went on to be marked */
    uint64_t last_end;    /* ticks: of the last cycle's mark termination; 0: none */
    uint64_t fraction;    /* of each processor's time for its fractional worker, in 65536ths */
    uint64_t marked_bytes;
    uint64_t heap_live;    /* bytes marked by the last cycle and in spans handed out since */
    uint64_t heap_marked;  /* by the last cycle */
    int64_t gogc;          /* percent; -1: off */
    uint64_t memory_limit; /* bytes; UINT64_MAX: none */
    uint64_t goal, trigger;
    uint64_t young_objects, young_bytes; /* generation.h: the nursery ... */
    uint64_t remembered;                 /* ... and how many objects are remembered */
    uint32_t minor;                      /* this collection is of the nursery only */
    uint32_t young_page;                 /* its sweep has come so far */
    struct pacer pacer;
    struct cycle_record record;
};

struct statistics {                   /* names and meanings as in runtime.MemStats */
    uint64_t mallocs, frees;          /* slots */
    uint64_t tiny_allocs;             /* objects put into a block that was begun before */
    uint64_t total_alloc, heap_alloc; /* bytes */
    uint64_t total_requested;         /* bytes asked for, before rounding up to slots */
    uint64_t heap_inuse, stack_inuse; /* bytes of spans */
    uint64_t workbuf_inuse;
    uint64_t spans_swept;
    uint64_t debt_pages; /* swept because they were owed */
    uint64_t tail_bytes; /* of heap spans, too few for another slot */
    uint64_t size_mallocs[SPAN_CLASSES / 2], size_frees[SPAN_CLASSES / 2]; /* slots of a class */
    uint64_t stack_allocations; /* objects kept in stack frames: no Go counterpart */
    uint64_t stack_copies;      /* stacks moved because they were full */
    uint64_t stack_shrinks;     /* ... because they were nearly empty */
    uint64_t segment_links, segment_releases;
    uint64_t hot_splits;       /* segments linked by the same call as the one before */
    uint64_t stack_used;       /* bytes in use on all stacks */
    uint64_t threads_reserved; /* addresses that threads have reserved */
    uint64_t threads_touched;  /* bytes of them that have memory */
    uint64_t goroutines;       /* that have not ended */
    uint64_t barriers;         /* pointer stores that went through the write barrier */
    uint64_t uses_freed;       /* loads and stores through dangling pointers */
    uint64_t assists;          /* allocations that had to help marking */
    uint64_t assists_limited;  /* ... that need not, since the collector took too much time */
    uint64_t forced_cycles;    /* asked for by runtime.GC */
    uint64_t assist_ticks;     /* of all cycles */

    uint64_t minor_cycles;             /* collections of the nursery */
    uint64_t promoted, promoted_bytes; /* objects that survived one */
    uint64_t remembered;               /* entries of the remembered set, ever */
    uint64_t pause_total;              /* ticks: the world stood still in all cycles, ... */
    uint64_t pause_last;               /* ... and in the last one */
};

/* How a run stands. */
enum outcome {
    OUTCOME_RUNNING,
    OUTCOME_DONE,
    OUTCOME_DEADLOCK,
    OUTCOME_FAULT,
};

enum fault {
    FAULT_NONE,
#define FAULT(name, words) FAULT_##name,
#include "machine/faults.def"
#undef FAULT
    FAULT_COUNT
};

/* Spans of one span class, first in, first out; linked through span.next. First pages + 1. */
struct span_set {
    uint32_t head, tail;
};

/* mcentral.go: the spans of a span class that no processor holds. Those with free slots and the
 * full ones, each in two editions, of which one is swept and the other is not yet: they change
 * roles when heap.sweepgen moves on (central.h). */
enum { SET_PARTIAL = 0, SET_FULL = 2, SETS = 4, SET_CACHED = SETS, SET_NONE };

struct central {
    struct span_set sets[SETS];
};

/* How much must be swept before how much may be allocated: mgcsweep.go, gcPaceSweeper. */
struct sweep_pace {
    uint64_t pages, bytes; /* so many pages for so many bytes; 0 pages: nothing is owed */
    uint64_t live_basis;   /* heap_live when this began, ... */
    uint64_t swept_basis;  /* ... and pages_swept */
};

/* Which index was out of range: runtime/error.go:boundsErrorCode. */
enum bounds {
    BOUNDS_INDEX,          /* s[x], x >= y = len(s) */
    BOUNDS_SLICE_LENGTH,   /* s[?:x], x > y = len(s) */
    BOUNDS_SLICE_CAPACITY, /* s[?:x], x > y = cap(s) */
    BOUNDS_SLICE_ORDER,    /* s[x:y], x > y */
    BOUNDS_SLICE3_LENGTH,  /* s[::x], x > y = len(s) */
    BOUNDS_SLICE3_CAPACITY,
    BOUNDS_SLICE3_HIGH, /* s[:x:y], x > y */
    BOUNDS_SLICE3_LOW,  /* s[x:y:], x > y */
    BOUNDS_CONVERT,     /* (*[y]T)(s), x = len(s) < y */
    BOUNDS_COUNT
};

/* What make or append was asked for. */
enum unmakeable { UNMAKEABLE_LENGTH, UNMAKEABLE_CAPACITY, UNMAKEABLE_GROWTH };

struct heap {
    uint32_t pages_used;     /* high-water mark: pages behind it were never touched, and are zero */
    uint32_t pages_mapped;   /* grown to so many: mheap.go, curArena */
    uint32_t search_from;    /* no free page before it */
    uint32_t next_serial;    /* of the next object; never reused within a run */
    uint32_t sweepgen;       /* mheap.go: 2 more in each cycle */
    uint32_t sweep_left;     /* sets that the background sweeper has not yet seen empty */
    uint32_t reclaim_page;   /* the page reclaimer has dealt with the pages before it, ... */
    uint32_t reclaim_credit; /* ... and found so many pages more than it was asked for */
    uint32_t parts_used;     /* of the pool for objects in tiny blocks, ever */
    uint32_t parts_free;     /* of those, a list, + 1 */
    uint64_t pages_touched;  /* ever part of a span */
    uint64_t pages_in_use;   /* of heap spans */
    uint64_t pages_swept;    /* in this cycle */
    struct sweep_pace pace;
    struct central central[SPAN_CLASSES];
};
_Static_assert(sizeof(struct heap) % 8 == 0, "no padding");

/* A bit each of 64 pages. */
struct page_block {
    uint64_t taken;   /* by a span, or held in a page cache */
    uint64_t touched; /* was ever part of a span */
};

/* mpagecache.go: pages that a processor takes without asking the heap. */
struct page_cache {
    uint64_t base; /* first page of the block */
    uint64_t free; /* a bit a page */
};

/* Free memory for stacks (stack_pool.h), and goroutines that have ended (stack.h). */
struct stacks {
    uint32_t pool[STACK_ORDERS];         /* spans with free stacks of each order, + 1 */
    uint32_t large[STACK_PAGES_LOG_MAX]; /* free spans of 2^n pages, kept while marking, + 1 */
    uint32_t dead_with_stack, dead;      /* proc.go:sched.gFree; linked by next_dead */
    uint32_t start_size;                 /* bytes: of a goroutine that follows a dead one */
    uint32_t scanned_count;              /* stacks scanned in this cycle, ... */
    uint64_t scanned_bytes;              /* ... and how much of them was in use */
};

/* Entries of the work list that are to be marked soon: workbuf.h. */
struct work_queue {
    uint32_t first, count; /* a ring: the oldest is objects[first] */
    uint64_t objects[WORK_QUEUE];
};

/* A P of Go's scheduler: the right to run, and what its holder needs no lock for. A goroutine has
 * one while it runs, and keeps it until another one takes it at a safe point (sched.h). */
struct processor {
    uint32_t goroutine;   /* that has it; 0: nobody */
    uint32_t next_ready;  /* runnext: goes before the others; 0: none */
    uint32_t worker;      /* enum worker_mode of its mark worker in this cycle */
    uint32_t flushed;     /* heap.sweepgen when its spans were last given back */
    uint64_t tiny;        /* the block that tiny objects are put into; 0: none */
    uint64_t tiny_offset; /* bytes of it that are used */
    struct page_cache pages;
    uint32_t current[SPAN_CLASSES]; /* the mcache: spans being allocated from, + 1 */
    uint64_t stacks[STACK_ORDERS][STACK_CACHE_MAX]; /* mcache.stackcache: the last is taken next */
    uint32_t stack_count[STACK_ORDERS];
    uint64_t sudogs[SUDOG_CACHE_MAX]; /* p.sudogcache: the last is taken next */
    uint64_t defers[DEFER_CACHE_MAX]; /* p.deferpool: free records; the last is taken next */
    uint32_t sudog_count, defer_count;
    uint32_t dead, dead_count; /* p.gFree: goroutines that have ended, linked by next_dead */
    uint64_t barrier_count;    /* words in its buffer of the write barrier */
    uint64_t buffer1, buffer2; /* its part of the grey work list: mgcwork.go:gcWork */
    struct work_queue ahead;
    uint64_t last_taken;   /* entry of the work list */
    uint64_t worker_ticks; /* what its worker has cost in this cycle */
    struct scan scan;      /* in the hands of its worker, or of an assist */
};

struct state {
    struct clock clock;
    struct collector gc;
    struct heap heap;
    struct stacks stacks;
    struct statistics statistics;
    uint32_t goroutine_count;        /* ever started */
    uint32_t ready_head, ready_tail; /* goroutines that can run and have no processor: a queue */
    uint32_t ready_count;            /* without those that are some processor's next_ready */
    uint32_t mid_op_count;           /* goroutines that are in the middle of an op: part != 0 */
    uint32_t on;                     /* index of the processor that does the step */
    uint64_t random; /* what the program leaves to chance: which case of a SELECT, hash seeds */
    uint32_t outcome, fault;
    uint64_t next_wake;     /* ticks: when the first that sleeps wakes; UINT64_MAX: nobody sleeps */
    uint64_t fault_address; /* or the number that was wrong */
    uint64_t fault_limit;   /* ... and what it should not have passed */
    uint32_t fault_actor, fault_line;
    uint64_t c_brk;        /* bytes of the C heap so far: c_heap.h */
    uint64_t free_defers;  /* proc.go:sched.deferpool: records that no processor keeps, linked */
    uint32_t fault_detail; /* enum bounds, enum unmakeable, a type */
    uint32_t semaphore_head, semaphore_tail; /* goroutines that wait for one: a queue */
    uint32_t reserved;
};
_Static_assert(sizeof(struct state) % 8 == 0, "regions are aligned to words");

/* Of a processor's mark worker: mgc.go:gcMarkWorkerMode. */
enum worker_mode {
    WORKER_IDLE,       /* runs while the processor has nothing else to do */
    WORKER_FRACTIONAL, /* ... and for a fraction of its time */
    WORKER_DEDICATED   /* has the processor until marking ends */
};

/* What a waiting goroutine waits for. */
enum wait {
    WAIT_NOTHING,
    WAIT_MARKED, /* the mark termination of a collection */
    WAIT_SWEPT,  /* the end of its sweep */
    WAIT_SEND,   /* a receiver, or room in the buffer */
    WAIT_RECEIVE,
    WAIT_SELECT,
    WAIT_SEND_NIL, /* for ever */
    WAIT_RECEIVE_NIL,
    WAIT_SELECT_NIL,  /* all channels are nil */
    WAIT_SELECT_NONE, /* there are no cases */
    WAIT_ASSIST,      /* credit of the background workers */
    WAIT_SLEEP,       /* a moment */
    WAIT_SEMAPHORE,
    WAIT_IMAGE, /* for ever: for what its program's image says (image.h) */
};

/* Of any op that allocates: it helps to mark. Of a store: its object has been remembered. */
enum { PART_ASSIST = 255, PART_REMEMBERED = 254 };

enum assist { ASSIST_NONE, ASSIST_PAID };

enum goroutine_status {
    GOROUTINE_DEAD,
    GOROUTINE_RUNNABLE,
    GOROUTINE_WAITING,
};

/* A goroutine's registers. Its stack frames are memory, not here: frame.h walks them. */
struct goroutine {
    uint64_t stack_low, stack_high; /* the stack is [low, high) */
    uint64_t sp, frame;             /* addresses: lowest word in use, frame pointer */
    uint32_t pc;                    /* index of the next op */
    uint32_t status;                /* enum goroutine_status */
    uint32_t part;     /* of the op at pc: 0 is a safe point, others are parts of a store etc. */
    uint32_t argument; /* part of a GO: the next argument to shade */
    uint64_t target;   /* in the middle of a store: the address, ... */
    uint64_t old_word, new_word; /* ... and what the barrier has read */
    uint32_t function;           /* it was started in */
    uint32_t ordinal;            /* it is the n-th goroutine started in that function, from 1 */
    uint32_t scanned;            /* its stack is black in this cycle */
    uint32_t suspended;          /* it stands still while its stack is scanned */
    uint32_t wait_cycle;         /* WAITING: for this collection */
    uint32_t last_line;          /* of the listing, where its last op was */
    uint64_t born;               /* step */
    uint32_t processor;          /* that it has, + 1; 0: none */
    uint32_t ready_next, ready_previous; /* in the queue of those that can run */
    uint32_t wait;                       /* enum wait */
    uint32_t next_dead;                  /* in a list of goroutines that have ended */
    uint32_t split_pc;    /* segmented stacks: where the caller of the last one released went on, */
    uint64_t split_sp;    /* ... and its stack pointer */
    uint64_t touched;     /* fixed stacks: [touched, stack_high) has memory, ... */
    uint64_t block_high;  /* ... which ends at this address of the arena */
    uint64_t waiting;     /* its sudogs, one for each channel it waits for; linked by waitlink */
    uint64_t param;       /* the one it was woken by */
    uint32_t select_done; /* somebody has woken it; its other sudogs do not count any more */
    uint32_t picked;      /* in the middle of a SELECT: the case, + 1 */
    uint32_t next_assist; /* in the queue of those that wait for credit */
    uint32_t assist;      /* enum assist */
    int64_t assist_bytes; /* what it may allocate; negative: it owes */
    int64_t assist_left;  /* ASSIST: bytes that it still has to look through, ... */
    uint64_t assist_done; /* ... and has looked through */
    uint64_t wake_at;     /* WAIT_SLEEP: ticks */
    uint64_t defers;      /* the newest record of a deferred call: panics.h; 0: none */
    uint64_t panic;       /* the newest panic: the frame of its runtime.gopanic; 0: none */
    uint64_t semaphore;   /* WAIT_SEMAPHORE: its address */
    uint32_t next_semaphore; /* in the queue of those that wait for one */
    uint32_t has_unit;       /* it was woken by somebody who left it a unit of the semaphore */
    uint32_t creator;        /* the op that started it, + 1; 0: it is the first */
    uint32_t reserved;
};
_Static_assert(sizeof(struct goroutine) == 256, "no padding");

/* A piece of a segmented stack (segment.h). Stored at the index of its first page. */
struct segment {
    uint64_t low, high;
    uint64_t sp, frame; /* of the caller, in the previous one, when this one was linked */
    uint64_t first;     /* frame pointer of the function that was called */
    uint32_t pc;        /* of the caller: where it goes on */
    uint32_t previous;  /* index + 1; 0: it is the first */
};

enum span_state { SPAN_NONE, SPAN_HEAP, SPAN_STACK, SPAN_WORKBUF };

/* A run of pages of one purpose. Stored at the index of its first page. A slot is allocated if it
 * lies before free_index or its allocation bit is set; mark bits become allocation bits at sweep
 * (mbitmap.go, mgcsweep.go). */
struct span {
    uint64_t alloc_cache; /* bit n: slot free_index + n is free; up to a multiple of 64 */
    uint32_t pages;
    uint32_t element_size; /* bytes of a slot */
    uint32_t element_count;
    uint32_t divisor;        /* offset * divisor >> 32 is the slot: mheap.go, mspan.divMul */
    uint32_t free_index;     /* first slot the allocator has not considered since the last sweep */
    uint32_t used_count;     /* allocated slots */
    uint32_t next, previous; /* in a set or list of spans, + 1 */
    uint32_t sweepgen;       /* against heap.sweepgen; central.h lists the cases */
    uint8_t state;           /* enum span_state */
    uint8_t class_index;     /* size class; 0: one large object */
    uint8_t noscan;          /* its objects have no pointers */
    uint8_t mark_plane;      /* which of the two bitmaps holds the marks; the other: allocations */
    uint8_t set;             /* where it is: one of central.sets, SET_CACHED, SET_NONE */
    uint8_t need_zero;       /* its free slots may hold old bytes */
    uint8_t young;           /* generation.h: some of its objects are young */
    uint8_t reserved[5];
    uint64_t free_stacks; /* SPAN_STACK: the free slots, 4 bits each; the lowest is taken next */
};

/* What must be known of a page to follow a pointer into it, or to scan an object in it, without a
 * look at its span. All zero unless the page is part of a heap span. */
struct heap_page {
    uint32_t first;    /* page of its span */
    uint32_t divisor;  /* the span's */
    uint32_t size;     /* the span's element_size */
    uint32_t pointers; /* of every object that begins here; bit n: its word n holds a pointer */
};

enum {
    POINTERS_UNKNOWN = 0,             /* no object with pointers has ever begun here */
    POINTERS_MIXED = (int)0x80000000, /* they differ, or reach behind word 30: see pointer_bits */
    POINTERS_WORDS = 31,
};

/* Who lives in a slot, for people: kept at the slot's first word. A freed slot keeps its tag until
 * it is allocated again. */
struct tag {
    uint32_t serial;  /* order of allocation in the run, from 1; 0: never used */
    uint16_t site;    /* index into program.sites */
    uint16_t ordinal; /* it is the n-th object of its label, from 1; stays at 65535 */
};

/* One of the further objects in a block of the tiny allocator: tag.h. */
struct tiny_part {
    struct tag tag;
    uint16_t offset, size; /* in the block, bytes */
    uint32_t next;         /* of the block, or free, + 1 */
};

enum watch_flag { WATCH_FREED = 1, WATCH_LOST = 2, WATCH_LEAKED = 4 };

/* What became of an object that the scenario names. */
struct watch {
    uint64_t address; /* 0: not allocated yet */
    uint32_t serial;
    uint32_t flags;
};

#pragma GCC diagnostic pop

#endif
