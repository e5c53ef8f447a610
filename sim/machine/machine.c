#include "machine/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/large_pages.h"
#include "machine/bits.h"
#include "machine/exec/exec.h"
#include "machine/gc/gc.h"
#include "machine/gc/pacer.h"
#include "machine/heap/page.h"
#include "machine/image.h"
#include "machine/manual/c_heap.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "machine/stack/stack.h"

struct config config_default(void) {
    return (struct config){
        .gogc = 100,
        .minimum_heap = 4u << 20,
        .stack_limit = 1000000000,
        .stack_size = 8u << 20,
        .procs = 4,
        .barrier = BARRIER_HYBRID,
        .stacks = STACKS_CONTIGUOUS,
        .pages_max = 8192,
        .goroutines_max = 65535,
        .c_limit = 1 << 20,
        .tags = true,
        .checkmark = true,
        .poison = true,
        .assists = true,
        .memory_limit = UINT64_MAX,
    };
}

const char *barrier_name(enum barrier barrier) {
    static const char *const NAMES[BARRIER_COUNT] = {"hybrid", "dijkstra", "yuasa", "none"};
    return NAMES[barrier];
}

const char *stacks_name(enum stacks_kind kind) {
    static const char *const NAMES[STACKS_COUNT] = {"contiguous", "segmented", "fixed"};
    return NAMES[kind];
}

const char *collector_name(enum collector_kind kind) {
    static const char *const NAMES[COLLECTOR_COUNT] = {"concurrent", "stw", "generational", "none"};
    return NAMES[kind];
}

const char *order_name(enum order order) {
    static const char *const NAMES[ORDER_COUNT] = {"stack", "near"};
    return NAMES[order];
}

/* ---- layout ---- */

uint32_t machine_pages(const struct config *c) {
    return c->pages_max * 2 + (1 + c->procs) * WORKBUF_SPAN_PAGES;
}

uint32_t parts_max(const struct config *c) {
    enum { PARTS_PER_PAGE = 8 };
    return c->tags ? c->pages_max * PARTS_PER_PAGE : 0;
}

static uint32_t blocks_of(uint32_t pages) {
    return (pages + PAGE_BLOCK - 1) / PAGE_BLOCK;
}

static size_t region_count(const struct machine *m, enum region_unit unit) {
    if (unit == UNIT_GOROUTINE) return m->config.goroutines_max;
    if (unit == UNIT_C_BLOCK) return m->config.c_limit / C_BLOCK;
    if (unit == UNIT_PART) return parts_max(&m->config);
    if (unit == UNIT_BLOCK) return blocks_of(machine_pages(&m->config));
    return unit == UNIT_PAGE ? machine_pages(&m->config) : 1;
}

static void lay_out(struct machine *m) {
    const struct program *p = m->program;
    const size_t bitmap = PAGE_BIT_WORDS * sizeof(uint64_t);
    const bool segmented = m->config.stacks == STACKS_SEGMENTED;
    const bool generational = m->config.collector == COLLECTOR_GENERATIONAL;
    const size_t c = program_has_c_heap(p); /* 1, or 0: no bytes in these regions */
    const struct {
        size_t stride;
        enum region_unit unit;
    } regions[REGION_COUNT] = {
        [REGION_STATE] = {sizeof(struct state), UNIT_ONCE},
        [REGION_GLOBALS] = {p->global_bytes, UNIT_ONCE},
        [REGION_LABELS] = {p->label_count * sizeof(uint32_t), UNIT_ONCE},
        [REGION_WATCHES] = {p->reference_count * sizeof(struct watch), UNIT_ONCE},
        [REGION_FUNCTIONS] = {p->function_count * sizeof(uint32_t), UNIT_ONCE},
        [REGION_PROCESSORS] = {m->config.procs * sizeof(struct processor), UNIT_ONCE},
        [REGION_BARRIERS] = {m->config.procs * 2 * m->config.barrier_buffer * sizeof(uint64_t),
                             UNIT_ONCE},
        [REGION_GOROUTINES] = {sizeof(struct goroutine), UNIT_GOROUTINE},
        [REGION_PAGE_BLOCKS] = {sizeof(struct page_block), UNIT_BLOCK},
        [REGION_SPANS] = {sizeof(struct span), UNIT_PAGE},
        [REGION_SPAN_OF] = {sizeof(uint32_t), UNIT_PAGE},
        [REGION_HEAP_PAGES] = {sizeof(struct heap_page), UNIT_PAGE},
        [REGION_SEGMENTS] = {segmented ? sizeof(struct segment) : 0, UNIT_PAGE},
        [REGION_BITS_0] = {bitmap, UNIT_PAGE},
        [REGION_BITS_1] = {bitmap, UNIT_PAGE},
        [REGION_REMEMBERED] = {generational ? bitmap : 0, UNIT_PAGE},
        [REGION_POINTERS] = {bitmap, UNIT_PAGE},
        [REGION_TAGS] = {m->config.tags ? PAGE_WORDS * sizeof(struct tag) : 0, UNIT_PAGE},
        [REGION_PARTS] = {sizeof(struct tiny_part), UNIT_PART},
        [REGION_C_ARENA] = {c * sizeof(struct c_arena), UNIT_ONCE},
        [REGION_C_STARTS] = {c * sizeof(uint64_t), UNIT_C_BLOCK},
        [REGION_C_GRANULES] = {c * C_BLOCK / C_ALIGN * sizeof(struct c_granule), UNIT_C_BLOCK},
        [REGION_C_MEMORY] = {c * C_BLOCK, UNIT_C_BLOCK},
        [REGION_ORIGINS] = {c * PAGE_WORDS * sizeof(uint32_t), UNIT_PAGE},
        [REGION_GLOBAL_ORIGINS] = {c * p->global_bytes / WORD * sizeof(uint32_t), UNIT_ONCE},
        [REGION_MEMORY] = {PAGE_SIZE, UNIT_PAGE},
    };
    size_t at = 0;
    for (int r = 0; r < REGION_COUNT; r++) {
        m->layout.offset[r] = at;
        m->layout.stride[r] = regions[r].stride;
        m->layout.unit[r] = regions[r].unit;
        at += (regions[r].stride * region_count(m, regions[r].unit) + 63) / 64 * 64;
    }
    m->layout.size = at;
}

size_t machine_size(const struct program *p, const struct config *c) {
    struct machine m = {.program = p, .config = *c};
    if (p->image) image_fit(&m.config, p->image);
    lay_out(&m);
    return m.layout.size;
}

size_t machine_used(const struct machine *m, enum region region) {
    size_t stride = m->layout.stride[region];
    if (m->layout.unit[region] == UNIT_GOROUTINE) return stride * m->s->goroutine_count;
    if (m->layout.unit[region] == UNIT_PART) return stride * m->s->heap.parts_used;
    if (m->layout.unit[region] == UNIT_PAGE) return stride * m->s->heap.pages_used;
    if (m->layout.unit[region] == UNIT_BLOCK) return stride * blocks_of(m->s->heap.pages_mapped);
    if (m->layout.unit[region] == UNIT_C_BLOCK) return stride * (m->s->c_brk / C_BLOCK);
    return stride;
}

/* The first page from `page` on that was touched, or was not; pages_used if there is none. */
static uint32_t next_page(const struct machine *m, uint32_t page, bool touched) {
    while (page < m->s->heap.pages_used) {
        uint64_t bits = m->page_blocks[page / PAGE_BLOCK].touched;
        uint64_t wanted = (touched ? bits : ~bits) >> page % PAGE_BLOCK;
        if (wanted) break;
        page = (page / PAGE_BLOCK + 1) * PAGE_BLOCK;
    }
    if (page >= m->s->heap.pages_used) return m->s->heap.pages_used;
    uint64_t bits = m->page_blocks[page / PAGE_BLOCK].touched;
    return page + bits_lowest((touched ? bits : ~bits) >> page % PAGE_BLOCK);
}

size_t machine_piece(const struct machine *m, enum region region, size_t *at) {
    size_t stride = m->layout.stride[region], used = machine_used(m, region);
    if (m->layout.unit[region] != UNIT_PAGE) return used > *at ? used - *at : 0;
    if (*at >= used) return 0;
    uint32_t first = next_page(m, (uint32_t)(*at / stride), true);
    *at = first * stride;
    return next_page(m, first, false) * stride - *at;
}

void machine_attach(struct machine *m, uint8_t *block) {
    void *at[REGION_COUNT];
    for (int r = 0; r < REGION_COUNT; r++) at[r] = block + m->layout.offset[r];
    m->block = block;
    m->s = at[REGION_STATE];
    m->globals = at[REGION_GLOBALS];
    m->labels = at[REGION_LABELS];
    m->watches = at[REGION_WATCHES];
    m->functions = at[REGION_FUNCTIONS];
    m->processors = at[REGION_PROCESSORS];
    m->barriers = at[REGION_BARRIERS];
    m->goroutines = at[REGION_GOROUTINES];
    m->page_blocks = at[REGION_PAGE_BLOCKS];
    m->spans = at[REGION_SPANS];
    m->span_of = at[REGION_SPAN_OF];
    m->heap_pages = at[REGION_HEAP_PAGES];
    m->segments = m->config.stacks == STACKS_SEGMENTED ? at[REGION_SEGMENTS] : NULL;
    m->bits[0] = at[REGION_BITS_0];
    m->bits[1] = at[REGION_BITS_1];
    bool generational = m->config.collector == COLLECTOR_GENERATIONAL;
    m->remembered = generational ? at[REGION_REMEMBERED] : NULL;
    m->pointer_bits = at[REGION_POINTERS];
    m->tags = m->config.tags ? at[REGION_TAGS] : NULL;
    m->parts = at[REGION_PARTS];
    m->memory = at[REGION_MEMORY];
    if (m->layout.stride[REGION_C_ARENA] == 0) return;
    m->c_arena = at[REGION_C_ARENA];
    m->c_starts = at[REGION_C_STARTS];
    m->granules = at[REGION_C_GRANULES];
    m->c_memory = at[REGION_C_MEMORY];
    m->origins = at[REGION_ORIGINS];
    m->global_origins = at[REGION_GLOBAL_ORIGINS];
}

/* ---- life ---- */

static bool host_is_little_endian(void) {
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 1;
}

bool machine_open(struct machine *m, const struct program *p, const struct config *c) {
    CHECK(host_is_little_endian());
    program_verify(p);
    *m = (struct machine){.program = p, .config = *c};
    if (p->image) image_fit(&m->config, p->image);
    lay_out(m);
    uint8_t *block = calloc(1, m->layout.size);
    /* The checker's: a bit and a stack entry for every word of memory, and likewise for granules of
     * the C heap; touched only as needed. */
    size_t pages = machine_pages(&m->config) + c->c_limit / PAGE_SIZE + 1;
    m->scratch = calloc(pages, PAGE_BIT_WORDS * sizeof(uint64_t) + PAGE_WORDS * sizeof(uint32_t));
    if (!block || !m->scratch) {
        free(block);
        free(m->scratch);
        *m = (struct machine){0};
        return false;
    }
    machine_attach(m, block);
    /* A large heap is read from one end to the other. The region of its memory is the last. */
    wish_for_large_pages(m->memory, (size_t)(m->block + m->layout.size - m->memory));
    if (p->global_data) memcpy(m->globals, p->global_data, p->global_bytes);
    m->s->clock.random = c->seed;
    m->s->random = ~c->seed;
    m->s->heap.next_serial = 1;
    m->s->stacks.start_size = (uint32_t)stack_min(m);
    m->s->outcome = OUTCOME_RUNNING;
    if (p->image) image_load(m, p->image);
    exec_start_goroutine(m, 0);
    if (p->image) image_load_goroutines(m, p->image);
    m->s->next_wake = UINT64_MAX;
    m->s->gc.pacer.triggered = UINT64_MAX;
    m->s->gc.gogc = c->gogc;
    m->s->gc.memory_limit = c->memory_limit;
    pacer_commit(m);
    return true;
}

void machine_close(struct machine *m) {
    free(m->block);
    free(m->scratch);
    *m = (struct machine){0};
}

/* ---- running ---- */

bool machine_running(const struct machine *m) {
    return m->s->outcome == OUTCOME_RUNNING;
}

void machine_fault(struct machine *m, enum fault fault, uint64_t address) {
    struct state *s = m->s;
    s->outcome = OUTCOME_FAULT;
    s->fault = fault;
    s->fault_address = address;
    s->fault_actor = s->clock.last_actor;
    s->fault_line = machine_line(m);
    if (exec_catches(m, fault)) return; /* the goroutine panics: exec_step */
    emit(m, EVENT_FAULT, fault, address, 0, 0);
    if (fault != FAULT_OUT_OF_MEMORY) return;
    struct free_pages free = pages_free(m, m->config.pages_max);
    emit(m, EVENT_NO_MEMORY, address, (uint64_t)free.count * PAGE_SIZE,
         (uint64_t)free.run * PAGE_SIZE, (uint64_t)m->config.pages_max * PAGE_SIZE);
}

void machine_panic(struct machine *m, enum fault fault, uint32_t detail, uint64_t number,
                   uint64_t limit) {
    m->s->fault_detail = detail;
    m->s->fault_limit = limit;
    machine_fault(m, fault, number);
}

void machine_step(struct machine *m, struct choice next) {
    struct state *s = m->s;
    s->clock.step++;
    s->clock.events = (struct event_set){0};
    s->clock.last_actor = next.actor;
    if (next.actor != ACTOR_COLLECTOR) s->clock.last_goroutine = next.actor;
    sched_begin_step(m, next);
    if (next.actor == ACTOR_COLLECTOR) gc_step(m);
    else exec_step(m, next.actor);
    sched_end_step(m);
    if (s->outcome == OUTCOME_RUNNING && !sched_has_choice(m) && !sched_pass_time(m)) {
        s->outcome = OUTCOME_DEADLOCK;
        emit(m, EVENT_DEADLOCK, 0, 0, 0, 0);
    }
}

enum phase machine_phase(const struct machine *m) {
    static const enum phase PHASE_OF[] = {
        [STAGE_IDLE] = PHASE_OFF,
        [STAGE_STOP_FOR_MARK] = PHASE_SWEEP_TERM,
        [STAGE_FINISH_SWEEP] = PHASE_SWEEP_TERM,
        [STAGE_START_MARK] = PHASE_SWEEP_TERM,
        [STAGE_SNAPSHOT] = PHASE_MARK,
        [STAGE_MARK] = PHASE_MARK,
        [STAGE_STOP_FOR_END] = PHASE_MARK_TERM,
        [STAGE_RESCAN] = PHASE_MARK_TERM,
        [STAGE_CHECK] = PHASE_MARK_TERM,
        [STAGE_START_SWEEP] = PHASE_MARK_TERM,
        [STAGE_SWEEP] = PHASE_SWEEP,
        [STAGE_SWEEP_YOUNG] = PHASE_SWEEP,
    };
    return PHASE_OF[m->s->gc.stage];
}

void machine_emit_slow(const struct machine *m, const struct event *e) {
    struct event complete = *e;
    const struct clock *clock = &m->s->clock;
    complete.step = clock->step;
    complete.actor = (uint16_t)clock->last_actor;
    complete.line = machine_line(m);
    m->sink.emit(m->sink.user, &complete);
}

/* ---- hash ---- */

/* Words mixed by multiply and rotate (the finalizer is splitmix64's); every region is whole words.
 */
static uint64_t mix(uint64_t hash, const uint8_t *bytes, size_t size) {
    for (size_t at = 0; at + 8 <= size; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
        hash ^= hash >> 29;
    }
    return hash ^ size;
}

uint64_t machine_hash(const struct machine *m) {
    uint64_t hash = 0x7472692d636f6c6full;
    for (int r = 0; r < REGION_COUNT; r++) {
        size_t at = r == REGION_STATE ? sizeof(struct clock) : 0, size;
        for (; (size = machine_piece(m, (enum region)r, &at)) > 0; at += size)
            hash = mix(hash ^ at, m->block + m->layout.offset[r] + at, (size + 7) / 8 * 8);
    }
    hash ^= hash >> 31;
    return hash * 0xbf58476d1ce4e5b9ull ^ hash >> 27;
}
