#include "machine/stack.h"

#include "machine/heap.h"
#include "machine/memory.h"

/* ---- frames ---- */

static void frame_set(const struct machine *m, struct frame *f, uint64_t address, uint32_t pc) {
    f->address = address;
    f->pc = pc;
    f->function = m->program->op_functions[pc];
    f->low = address - (uint64_t)m->program->functions[f->function].frame_words * WORD;
}

bool frame_innermost(const struct machine *m, const struct goroutine *g, struct frame *out) {
    if (g->status == GOROUTINE_DEAD) return false;
    out->stack_high = g->stack_high;
    frame_set(m, out, g->frame, g->pc);
    return true;
}

/* Behind a call. */
static bool is_return_address(const struct machine *m, uint64_t word) {
    uint64_t offset = word - CODE_BASE, op = offset / sizeof(struct op);
    if (offset % sizeof(struct op) || op == 0 || op >= m->program->op_count) return false;
    return m->program->ops[op - 1].code == OP_CALL;
}

/* Frames lie one behind the other; whatever was written over the links, a walk stays in the stack.
 */
bool frame_caller(const struct machine *m, struct frame *f) {
    uint64_t return_address = word_read(m, f->address + WORD);
    uint64_t saved = word_read(m, f->address);
    if (return_address == CODE_GOEXIT || !is_return_address(m, return_address)) return false;
    if (saved % WORD || saved <= f->address || saved >= f->stack_high) return false;
    struct frame caller = {.stack_high = f->stack_high};
    frame_set(m, &caller, saved, (uint32_t)((return_address - CODE_BASE) / sizeof(struct op)));
    uint64_t parameters = m->program->functions[caller.function].parameter_words;
    if (caller.low < f->address + 2 * WORD) return false;
    if (saved + (2 + parameters) * WORD > f->stack_high) return false;
    *f = caller;
    return true;
}

static uint64_t frame_bytes(const struct function *f) {
    return ((uint64_t)f->parameter_words + 2 + f->frame_words) * WORD;
}

void frame_push(struct machine *m, struct goroutine *g, uint32_t callee, uint64_t return_address) {
    const struct function *f = &m->program->functions[callee];
    uint64_t frame = g->sp - ((uint64_t)f->parameter_words + 2) * WORD;
    word_write(m, frame + WORD, return_address);
    word_write(m, frame, g->frame);
    g->frame = frame;
    g->sp = frame - (uint64_t)f->frame_words * WORD;
    memset(arena_bytes(m, g->sp), 0, frame - g->sp);
    g->pc = f->first_op;
}

enum frame_popped frame_pop(struct machine *m, struct goroutine *g) {
    const struct function *f = &m->program->functions[m->program->op_functions[g->pc]];
    struct frame caller;
    frame_innermost(m, g, &caller);
    if (word_read(m, g->frame + WORD) == CODE_GOEXIT) return FRAME_OUTERMOST;
    if (!frame_caller(m, &caller)) return FRAME_CORRUPT;
    g->sp = g->frame + ((uint64_t)f->parameter_words + 2) * WORD;
    g->frame = caller.address;
    g->pc = caller.pc;
    return FRAME_CALLER;
}

/* ---- memory for stacks: stack.go:stackalloc ---- */

static uint32_t order_of(uint64_t size) {
    uint32_t order = 0;
    while (((uint64_t)STACK_MIN << order) < size) order++;
    return order;
}

/* Cuts a new span into stacks of one order and links them, lowest address first. */
static bool refill_stacks(struct machine *m, uint32_t order) {
    uint32_t made = span_allocate(m, STACK_SPAN_PAGES, SPAN_STACK);
    if (!made) return false;
    uint64_t size = (uint64_t)STACK_MIN << order;
    m->spans[made - 1].element_size = (uint32_t)size;
    m->spans[made - 1].element_count = (uint32_t)(STACK_SPAN_PAGES * PAGE_SIZE / size);
    uint64_t start = page_address(made - 1);
    for (uint64_t at = start + STACK_SPAN_PAGES * PAGE_SIZE; at > start;) {
        at -= size;
        memcpy(arena_bytes(m, at), &m->s->heap.free_stacks[order], sizeof(uint64_t));
        m->s->heap.free_stacks[order] = at;
    }
    return true;
}

/* The list runs through the free stacks themselves, where a dangling pointer may have written. */
static bool is_free_stack(const struct machine *m, uint64_t stack, uint64_t size) {
    uint32_t page;
    const struct span *span = span_at(m, stack, &page);
    return span && span->state == SPAN_STACK && span->element_size == size && stack % size == 0;
}

/* The low end of a stack of `size` bytes, a power of two; 0 when memory is out. */
static uint64_t stack_allocate(struct machine *m, uint64_t size) {
    uint32_t order = order_of(size);
    if (order >= STACK_ORDERS) {
        uint32_t made = span_allocate(m, (uint32_t)(size / PAGE_SIZE), SPAN_STACK);
        return made ? page_address(made - 1) : 0;
    }
    uint64_t *list = &m->s->heap.free_stacks[order];
    if (!is_free_stack(m, *list, size)) *list = 0;
    if (!*list && !refill_stacks(m, order)) return 0;
    uint64_t stack = *list;
    memcpy(list, arena_bytes(m, stack), sizeof *list);
    return stack;
}

static void stack_free(struct machine *m, uint64_t low, uint64_t size) {
    uint32_t order = order_of(size);
    if (order >= STACK_ORDERS) {
        span_free(m, page_of(low));
        return;
    }
    memcpy(arena_bytes(m, low), &m->s->heap.free_stacks[order], sizeof(uint64_t));
    m->s->heap.free_stacks[order] = low;
}

bool stack_begin(struct machine *m, struct goroutine *g, uint32_t function) {
    uint64_t need = frame_bytes(&m->program->functions[function]) + STACK_GUARD;
    uint64_t size = STACK_MIN;
    while (size < need) size *= 2;
    uint64_t low = stack_allocate(m, size);
    if (!low) return false;
    memset(arena_bytes(m, low), 0, size);
    g->stack_low = low;
    g->stack_high = g->sp = low + size;
    g->frame = 0;
    frame_push(m, g, function, CODE_GOEXIT);
    return true;
}

void stack_release(struct machine *m, struct goroutine *g) {
    stack_free(m, g->stack_low, g->stack_high - g->stack_low);
    g->stack_low = g->stack_high = g->sp = g->frame = 0;
}

/* ---- growth ---- */

/* The test at a function's entry (obj6.go:stacksplit): F is the frame without the return address,
 * SP its value on entry. */
bool stack_is_short(const struct machine *m, const struct goroutine *g, uint32_t callee) {
    const struct function *f = &m->program->functions[callee];
    int64_t frame = ((int64_t)f->frame_words + 1) * WORD;
    int64_t sp = (int64_t)(g->sp - g->stack_low) - ((int64_t)f->parameter_words + 1) * WORD;
    if (frame <= STACK_SMALL) return sp <= STACK_GUARD;
    return sp - (frame - STACK_SMALL) <= STACK_GUARD;
}

static uint64_t mended(const struct goroutine *g, uint64_t word, uint64_t delta) {
    return word - g->stack_low < g->stack_high - g->stack_low ? word + delta : word;
}

/* Mends the pointers into the old stack that lie in the copied frames. Returns how many. */
static uint64_t mend_pointers(struct machine *m, const struct goroutine *old, struct goroutine *g) {
    uint64_t delta = g->stack_high - old->stack_high, count = 0;
    struct frame f;
    bool more = frame_innermost(m, g, &f);
    while (more) {
        const struct function *function = &m->program->functions[f.function];
        for (uint32_t i = 0; i < function->pointer_slot_count; i++) {
            uint64_t at = slot_address(f.address, function->pointer_slots[i]);
            uint64_t word = word_read(m, at), new_word = mended(old, word, delta);
            if (new_word == word) continue;
            memcpy(arena_bytes(m, at), &new_word, sizeof new_word);
            count++;
        }
        uint64_t saved = mended(old, word_read(m, f.address), delta);
        memcpy(arena_bytes(m, f.address), &saved, sizeof saved);
        more = frame_caller(m, &f);
    }
    return count;
}

static uint64_t grown_size(const struct machine *m, const struct goroutine *g, uint32_t callee) {
    uint64_t used = g->stack_high - g->sp;
    uint64_t need = used + frame_bytes(&m->program->functions[callee]) + STACK_GUARD;
    uint64_t size = (g->stack_high - g->stack_low) * 2;
    while (size < need) size *= 2;
    return size;
}

bool stack_grow(struct machine *m, struct goroutine *g, uint32_t callee) {
    uint64_t size = grown_size(m, g, callee);
    if (size > m->config.stack_limit) {
        machine_fault(m, FAULT_STACK_OVERFLOW, g->sp);
        return false;
    }
    uint64_t low = stack_allocate(m, size);
    if (!low) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, size);
        return false;
    }
    struct goroutine old = *g;
    uint64_t used = old.stack_high - old.sp, delta = low + size - old.stack_high;
    memset(arena_bytes(m, low), 0, size - used);
    memcpy(arena_bytes(m, low + size - used), arena_bytes(m, old.sp), used);
    g->stack_low = low;
    g->stack_high = low + size;
    g->sp += delta;
    g->frame += delta;
    uint64_t pointers = mend_pointers(m, &old, g);
    stack_free(m, old.stack_low, old.stack_high - old.stack_low);
    m->s->statistics.stack_copies++;
    emit(m, EVENT_STACK_GROW, old.stack_low, low, size, pointers);
    return true;
}
