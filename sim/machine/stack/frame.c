/* Stack frames: walking, pushing, popping. */
#include "machine/cost.h"
#include "machine/memory.h"
#include "machine/stack/segment.h"

static struct frame frame_in(const struct machine *m, uint64_t stack_high, uint32_t segment,
                             uint64_t address, uint32_t pc) {
    uint32_t function = m->program->op_functions[pc];
    uint64_t variables = (uint64_t)m->program->functions[function].frame_words * WORD;
    return (struct frame){.address = address,
                          .low = address - variables,
                          .pc = pc,
                          .function = function,
                          .stack_high = stack_high,
                          .segment = segment};
}

struct frame frame_at(const struct machine *m, const struct goroutine *g, uint64_t address,
                      uint32_t pc) {
    if (!m->segments) return frame_in(m, g->stack_high, 0, address, pc);
    uint32_t segment = segment_holding(m, g, address);
    uint64_t high = segment ? m->segments[segment - 1].high : g->stack_high;
    return frame_in(m, high, segment, address, pc);
}

bool frame_innermost(const struct machine *m, const struct goroutine *g, struct frame *out) {
    if (g->status == GOROUTINE_DEAD) return false;
    *out = frame_at(m, g, g->frame, g->pc);
    return true;
}

static bool calls(uint16_t code) {
    return code == OP_CALL || code == OP_CALL_CLOSURE || code == OP_CALL_METHOD ||
           code == OP_RUN_DEFERS || code == OP_UNWIND;
}

/* The op behind a call; what panics may be any op. False if the word is no return address. */
static bool returns_to(const struct machine *m, uint32_t function, uint64_t word, uint32_t *pc) {
    const struct program *p = m->program;
    uint64_t offset = word - CODE_BASE, op = offset / sizeof(struct op);
    int32_t other = p->return_count ? program_returns_to(p, word) : NONE;
    *pc = other == NONE ? (uint32_t)op : (uint32_t)other;
    if (other != NONE) return true;
    if (offset % sizeof(struct op) || op == 0 || op >= p->op_count) return false;
    return function + 1 == p->gopanic || calls(p->ops[op - 1].code);
}

static bool is_first_of_segment(const struct machine *m, const struct frame *f) {
    if (!f->segment || !m->segments[f->segment - 1].previous) return false;
    return m->segments[f->segment - 1].first == f->address;
}

/* Across from the first frame of a segment to the one that called it. */
static bool caller_across(const struct machine *m, struct frame *f) {
    if (word_read(m, f->address + WORD) != CODE_LESSSTACK) return false;
    const struct segment *s = &m->segments[f->segment - 1];
    uint64_t high = m->segments[s->previous - 1].high;
    *f = frame_in(m, high, s->previous, s->frame, s->pc);
    return true;
}

/* Frames lie one behind the other; whatever was written over the links, a walk stays in the stack.
 */
bool frame_caller(const struct machine *m, struct frame *f) {
    if (is_first_of_segment(m, f)) return caller_across(m, f);
    uint64_t return_address = word_read(m, f->address + WORD);
    uint64_t saved = word_read(m, f->address);
    uint32_t pc;
    if (return_address == CODE_GOEXIT || !returns_to(m, f->function, return_address, &pc))
        return false;
    if (saved % WORD || saved <= f->address || saved >= f->stack_high) return false;
    struct frame caller = frame_in(m, f->stack_high, f->segment, saved, pc);
    uint64_t parameters = m->program->functions[caller.function].parameter_words;
    if (caller.low < f->address + 2 * WORD) return false;
    if (saved + (2 + parameters) * WORD > f->stack_high) return false;
    *f = caller;
    return true;
}

void frame_push(struct machine *m, struct goroutine *g, uint32_t callee, uint64_t return_address) {
    const struct function *f = &m->program->functions[callee];
    uint64_t frame = g->sp - ((uint64_t)f->parameter_words + 2) * WORD;
    word_write(m, frame + WORD, return_address);
    word_write(m, frame, g->frame);
    m->s->statistics.stack_used += frame_bytes(f);
    g->frame = frame;
    g->sp = frame - (uint64_t)f->frame_words * WORD;
    memset(memory_bytes(m, g->sp, frame + WORD - g->sp), 0, frame - g->sp);
    g->pc = f->first_op;
    charge(m, COST_PUSH, 1);
}

enum frame_popped frame_pop(struct machine *m, struct goroutine *g) {
    const struct function *f = &m->program->functions[m->program->op_functions[g->pc]];
    struct frame own, caller;
    frame_innermost(m, g, &own);
    caller = own;
    charge(m, COST_POP, 1);
    if (word_read(m, g->frame + WORD) == CODE_GOEXIT) return FRAME_OUTERMOST;
    if (!frame_caller(m, &caller)) return FRAME_CORRUPT;
    if (caller.segment != own.segment) segment_release(m, g);
    else g->sp = g->frame + ((uint64_t)f->parameter_words + 2) * WORD;
    m->s->statistics.stack_used -= frame_bytes(f);
    g->frame = caller.address;
    g->pc = caller.pc;
    return FRAME_CALLER;
}
