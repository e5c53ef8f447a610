#include "machine/stack/segment.h"

#include "machine/cost.h"
#include "machine/memory.h"
#include "machine/stack/stack_pool.h"

static struct segment *innermost(const struct machine *m, const struct goroutine *g) {
    return &m->segments[page_of(g->stack_low)];
}

void segment_begin(struct machine *m, const struct goroutine *g) {
    *innermost(m, g) = (struct segment){.low = g->stack_low, .high = g->stack_high};
}

static uint64_t size_for(const struct function *f) {
    uint64_t need = frame_bytes(f) + SEGMENT_EXTRA, size = SEGMENT_MIN;
    while (size < need) size *= 2;
    return size;
}

/* The same call links a segment as when one was released last. */
static bool is_hot(const struct goroutine *g) {
    return g->split_sp == g->sp && g->split_pc == g->pc + 1;
}

static void move_to(struct goroutine *g, uint64_t low, uint64_t high, uint64_t sp) {
    g->stack_low = low;
    g->stack_high = high;
    g->sp = sp;
}

bool segment_link(struct machine *m, struct goroutine *g, uint32_t callee) {
    const struct function *f = &m->program->functions[callee];
    uint64_t size = size_for(f), low = 0;
    charge(m, COST_SEGMENT_LINK, 1);
    if (stack_reserved(m, g) + size > stack_limit(m))
        machine_fault(m, FAULT_STACK_OVERFLOW, g->sp - ((uint64_t)f->parameter_words + 1) * WORD);
    else if ((low = stack_take(m, size)) == 0) machine_fault(m, FAULT_OUT_OF_MEMORY, size);
    if (!low) return false;
    bool hot = is_hot(g);
    struct segment made = {.low = low,
                           .high = low + size,
                           .sp = g->sp,
                           .frame = g->frame,
                           .pc = g->pc + 1,
                           .previous = page_of(g->stack_low) + 1};
    made.first = made.high - SEGMENT_TOP - ((uint64_t)f->parameter_words + 2) * WORD;
    m->segments[page_of(low)] = made;
    move_to(g, low, low + size, low + size - SEGMENT_TOP);
    m->s->statistics.stack_used += SEGMENT_TOP;
    charge(m, COST_STACK_COPY, f->parameter_words);
    m->s->statistics.segment_links++;
    m->s->statistics.hot_splits += hot;
    emit(m, EVENT_SEGMENT_LINK, low, size, f->parameter_words, hot);
    return true;
}

void segment_release(struct machine *m, struct goroutine *g) {
    const struct segment *s = innermost(m, g), *previous = &m->segments[s->previous - 1];
    uint32_t results = m->program->functions[m->program->op_functions[g->pc]].result_words;
    uint64_t low = s->low, size = s->high - s->low;
    g->split_sp = s->sp;
    g->split_pc = s->pc;
    move_to(g, previous->low, previous->high, s->sp);
    m->s->statistics.stack_used -= SEGMENT_TOP;
    stack_give(m, low, size);
    charge(m, COST_SEGMENT_LINK, 1);
    charge(m, COST_STACK_COPY, results);
    m->s->statistics.segment_releases++;
    emit(m, EVENT_SEGMENT_RELEASE, low, size, results, 0);
}

bool segment_is_empty(const struct machine *m, const struct goroutine *g) {
    return innermost(m, g)->previous && g->sp == g->stack_high - SEGMENT_TOP;
}

uint32_t segment_holding(const struct machine *m, const struct goroutine *g, uint64_t address) {
    uint32_t at = page_of(g->stack_low) + 1;
    for (; at; at = m->segments[at - 1].previous) {
        const struct segment *s = &m->segments[at - 1];
        if (address - s->low < s->high - s->low) return at;
    }
    return 0;
}
