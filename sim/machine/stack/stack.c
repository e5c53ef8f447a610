/* The life of a stack: beginnings, room for calls, the collector's part, ends. */
#include "machine/stack/stack.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/memory.h"
#include "machine/stack/segment.h"
#include "machine/stack/stack_pool.h"

/* ---- goroutines that have ended: proc.go, gfput and gfget ---- */

enum { DEAD_MAX = 64, DEAD_BATCH = 32 }; /* of a processor; what moves to or from the others */

static void dead_push(struct machine *m, uint32_t *list, uint32_t number) {
    goroutine_of(m, number)->next_dead = *list;
    *list = number;
}

static uint32_t dead_pop(struct machine *m, uint32_t *list) {
    uint32_t number = *list;
    if (number) *list = goroutine_of(m, number)->next_dead;
    return number;
}

static void give_back(struct machine *m, struct goroutine *g) {
    if (g->stack_low) stack_give(m, g->stack_low, g->stack_high - g->stack_low);
    g->stack_low = g->stack_high = g->sp = 0;
}

static bool has_start_size(const struct machine *m, const struct goroutine *g) {
    return g->stack_high - g->stack_low == m->s->stacks.start_size;
}

static void dead_to_all(struct machine *m, struct processor *p) {
    struct stacks *s = &m->s->stacks;
    while (p->dead_count >= DEAD_BATCH) {
        uint32_t number = dead_pop(m, &p->dead);
        p->dead_count--;
        dead_push(m, goroutine_of(m, number)->stack_low ? &s->dead_with_stack : &s->dead, number);
    }
}

static void dead_from_all(struct machine *m, struct processor *p) {
    struct stacks *s = &m->s->stacks;
    while (p->dead_count < DEAD_BATCH) {
        uint32_t number = dead_pop(m, s->dead_with_stack ? &s->dead_with_stack : &s->dead);
        if (!number) return;
        dead_push(m, &p->dead, number);
        p->dead_count++;
    }
}

void stack_end(struct machine *m, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    struct processor *p = processor_now(m);
    m->s->statistics.stack_used -= g->stack_high - g->sp;
    if (!machine_running(m)) return;
    g->frame = 0;
    if (m->config.stacks == STACKS_FIXED) {
        thread_end(m, g);
        return;
    }
    g->sp = g->stack_high;
    if (!has_start_size(m, g)) give_back(m, g);
    dead_push(m, &p->dead, number);
    if (++p->dead_count >= DEAD_MAX) dead_to_all(m, p);
}

/* A goroutine whose place a new one takes; 0: none. */
static uint32_t dead_take(struct machine *m) {
    struct processor *p = processor_now(m);
    if (!p->dead) dead_from_all(m, p);
    uint32_t number = dead_pop(m, &p->dead);
    if (number) p->dead_count--;
    return number;
}

/* ---- the first stack ---- */

static bool is_fixed(const struct machine *m) {
    return m->config.stacks == STACKS_FIXED;
}

uint64_t stack_min(const struct machine *m) {
    if (is_fixed(m)) return m->config.stack_size;
    return m->config.stacks == STACKS_SEGMENTED ? SEGMENT_MIN : STACK_MIN;
}

/* Above the first frame. */
static uint64_t reserve(const struct machine *m) {
    if (is_fixed(m)) return THREAD_TOP;
    return m->config.stacks == STACKS_SEGMENTED ? SEGMENT_TOP : STACK_RESERVE;
}

uint64_t stack_guard(const struct machine *m) {
    if (is_fixed(m)) return 0;
    return m->config.stacks == STACKS_SEGMENTED ? SEGMENT_GUARD : STACK_GUARD;
}

/* What the prologue of the first function would make of a stack of `size`: the goroutine begins
 * with what it is going to have. */
static uint64_t size_for(const struct machine *m, uint64_t size, uint32_t function) {
    uint64_t need = reserve(m) + frame_bytes(&m->program->functions[function]) + stack_guard(m);
    while (size < need) size *= 2;
    return size;
}

static bool take_stack(struct machine *m, struct goroutine *g, uint32_t function) {
    uint32_t dead = dead_take(m);
    uint64_t size = size_for(m, dead ? (uint64_t)m->s->stacks.start_size : stack_min(m), function);
    struct goroutine *before = dead ? goroutine_of(m, dead) : NULL;
    if (before && before->stack_high - before->stack_low == size) {
        g->stack_low = before->stack_low;
        before->stack_low = before->stack_high = before->sp = 0;
    } else {
        if (before) give_back(m, before);
        g->stack_low = stack_take(m, size);
    }
    if (!g->stack_low) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, size);
        return false;
    }
    g->stack_high = g->stack_low + size;
    return true;
}

static bool begin_goroutine(struct machine *m, struct goroutine *g, uint32_t function) {
    charge(m, COST_GOROUTINE_START, 1);
    if (!take_stack(m, g, function)) return false;
    if (m->segments) segment_begin(m, g);
    return true;
}

bool stack_begin(struct machine *m, struct goroutine *g, uint32_t function) {
    uint64_t first = reserve(m) + frame_bytes(&m->program->functions[function]);
    bool begun = is_fixed(m) ? thread_begin(m, g, first) : begin_goroutine(m, g, function);
    if (!begun) return false;
    m->s->statistics.stack_used += reserve(m);
    g->sp = g->stack_high - reserve(m);
    g->frame = 0;
    frame_push(m, g, function, CODE_GOEXIT);
    for (uint32_t i = 0; i < m->program->functions[function].parameter_words; i++)
        word_write(m, slot_address(g->frame, 2 + (int32_t)i), 0);
    return true;
}

/* ---- pieces ---- */

bool piece_innermost(const struct machine *m, const struct goroutine *g, struct piece *out) {
    if (g->status == GOROUTINE_DEAD) return false;
    uint32_t segment = m->segments ? page_of(g->stack_low) + 1 : 0;
    *out = (struct piece){g->stack_low, g->stack_high, g->sp, segment};
    return true;
}

bool piece_outer(const struct machine *m, struct piece *p) {
    if (!p->segment) return false;
    const struct segment *inner = &m->segments[p->segment - 1];
    if (!inner->previous) return false;
    const struct segment *s = &m->segments[inner->previous - 1];
    *p = (struct piece){s->low, s->high, inner->sp, inner->previous};
    return true;
}

uint64_t stack_used(const struct machine *m, const struct goroutine *g) {
    uint64_t bytes = 0;
    struct piece p;
    for (bool more = piece_innermost(m, g, &p); more; more = piece_outer(m, &p))
        bytes += p.high - p.sp;
    return bytes;
}

uint64_t stack_reserved(const struct machine *m, const struct goroutine *g) {
    uint64_t bytes = 0;
    struct piece p;
    for (bool more = piece_innermost(m, g, &p); more; more = piece_outer(m, &p))
        bytes += p.high - p.low;
    return bytes;
}

uint64_t stack_touched(const struct machine *m, const struct goroutine *g) {
    if (!is_fixed(m)) return stack_reserved(m, g);
    return g->status == GOROUTINE_DEAD ? 0 : g->stack_high - g->touched;
}

bool stack_is_address(const struct machine *m, uint64_t address) {
    uint32_t page;
    if (is_fixed(m)) return address_of_thread(address);
    const struct span *span = span_at(m, address, &page);
    return span && span->state == SPAN_STACK;
}

uint64_t stack_position(const struct machine *m, const struct goroutine *g, uint64_t address) {
    uint64_t pieces = 0;
    struct piece p;
    for (bool more = piece_innermost(m, g, &p); more; more = piece_outer(m, &p), pieces++)
        if (address - p.low < p.high - p.low) return (pieces << 40) + (address - p.low) + 1;
    return 0;
}

/* ---- room for a call ---- */

/* The test at a function's entry (obj6.go:stacksplit): F is the frame without the return address,
 * SP its value on entry. For a large frame the subtraction may wrap in Go, which makes the test
 * fail, as a negative number does here. */
static bool is_short(const struct machine *m, const struct goroutine *g, const struct function *f) {
    int64_t frame = ((int64_t)f->frame_words + 1) * WORD;
    int64_t sp = (int64_t)(g->sp - g->stack_low) - ((int64_t)f->parameter_words + 1) * WORD;
    if (frame <= STACK_SMALL) return sp <= (int64_t)stack_guard(m);
    return sp - (frame - STACK_SMALL) <= (int64_t)stack_guard(m);
}

/* Functions that call nothing and have small frames are not tested: they fit below the guard. Here
 * arguments have to fit, too, which in Go the caller's frame has room for. */
static bool is_tested(const struct machine *m, const struct function *f) {
    if (!f->leaf || (f->frame_words + 1) * WORD >= STACK_SMALL) return true;
    return frame_bytes(f) > stack_guard(m) - STACK_SMALL;
}

static uint64_t grown_size(const struct goroutine *g, const struct function *f) {
    uint64_t need = g->stack_high - g->sp + frame_bytes(f) + STACK_GUARD;
    uint64_t size = (g->stack_high - g->stack_low) * 2;
    while (size < need) size *= 2;
    return size;
}

uint64_t stack_limit(const struct machine *m) {
    uint64_t quarter = (uint64_t)m->config.pages_max * PAGE_SIZE / 4;
    return m->config.stack_limit < quarter ? m->config.stack_limit : quarter;
}

/* stack.go:newstack */
static void grow(struct machine *m, struct goroutine *g, const struct function *f) {
    uint64_t size = grown_size(g, f), old = g->stack_low;
    charge(m, COST_STACK_MORE, 1);
    if (size > stack_limit(m)) {
        machine_fault(m, FAULT_STACK_OVERFLOW, g->sp - ((uint64_t)f->parameter_words + 1) * WORD);
        return;
    }
    int64_t pointers = stack_copy(m, g, size);
    if (pointers < 0) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, size);
        return;
    }
    m->s->statistics.stack_copies++;
    emit(m, EVENT_STACK_GROW, old, g->stack_low, size, (uint64_t)pointers);
}

/* A test: whatever still holds an address of a stack that has moved is found out. */
static void move_all(struct machine *m) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        struct goroutine *g = goroutine_of(m, n);
        if (g->status == GOROUTINE_DEAD || g->suspended || g->part != 0) continue;
        uint64_t low = g->stack_low, size = g->stack_high - low;
        if (stack_copy(m, g, size) >= 0) memset(arena_bytes(m, low), 0xa5, size);
    }
}

bool stack_make_room(struct machine *m, struct goroutine *g, uint32_t callee) {
    const struct function *f = &m->program->functions[callee];
    if (is_fixed(m)) return thread_touch(m, g, g->sp - frame_bytes(f));
    if (m->config.hostile_stacks && !m->segments) move_all(m);
    if (!is_tested(m, f)) return true;
    charge(m, COST_PUSH_CHECK, 1);
    if (!is_short(m, g, f)) return true;
    if (m->segments) return segment_link(m, g, callee);
    grow(m, g, f);
    return false;
}

uint64_t stack_return_address(const struct machine *m, const struct goroutine *g) {
    if (m->segments && segment_is_empty(m, g)) return CODE_LESSSTACK;
    return CODE_BASE + (g->pc + 1ull) * sizeof(struct op);
}

/* ---- the collector's part ---- */

/* mgcmark.go:markrootFreeGStacks */
void stack_mark_begins(struct machine *m) {
    struct stacks *s = &m->s->stacks;
    s->scanned_count = 0;
    s->scanned_bytes = 0;
    for (uint32_t number; (number = dead_pop(m, &s->dead_with_stack)) != 0;) {
        give_back(m, goroutine_of(m, number));
        dead_push(m, &s->dead, number);
    }
}

/* stack.go:shrinkstack: once a cycle, and never below the smallest. */
static void shrink(struct machine *m, struct goroutine *g) {
    uint64_t size = g->stack_high - g->stack_low, old = g->stack_low;
    if (size / 2 < STACK_MIN || g->stack_high - g->sp + STACK_LIMIT >= size / 4) return;
    int64_t pointers = stack_copy(m, g, size / 2);
    if (pointers < 0) return; /* there is no room to become smaller in */
    m->s->statistics.stack_shrinks++;
    emit(m, EVENT_STACK_SHRINK, old, g->stack_low, size / 2, goroutine_number(m, g));
}

void stack_scan_begins(struct machine *m, struct goroutine *g) {
    if (g->status == GOROUTINE_DEAD) return;
    m->s->stacks.scanned_count++;
    m->s->stacks.scanned_bytes += stack_used(m, g);
    bool again = m->s->gc.stage == STAGE_RESCAN;
    bool moves = m->config.stacks == STACKS_CONTIGUOUS;
    if (g->part == 0 && !again && moves) shrink(m, g);
}

/* stack.go:gcComputeStartingStackSize */
static uint64_t start_size(const struct machine *m) {
    const struct stacks *s = &m->s->stacks;
    uint64_t size = stack_min(m);
    if (s->scanned_count == 0 || m->config.stacks != STACKS_CONTIGUOUS) return size;
    uint64_t average = s->scanned_bytes / s->scanned_count + STACK_GUARD;
    if (average > stack_limit(m)) average = stack_limit(m);
    while (size < average) size *= 2;
    return size;
}

void stack_mark_ended(struct machine *m) {
    m->s->stacks.start_size = (uint32_t)start_size(m);
    stack_pool_flush(m);
}
