#include "machine/exec/exec.h"

#include "machine/cost.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/gc/barrier.h"
#include "machine/gc/gc.h"
#include "machine/gc/generation.h"
#include "machine/heap/heap.h"
#include "machine/heap/page.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "machine/stack/stack.h"

/* ---- operands ---- */

/* Sets a variable as what the step is about. */
void slot_set(struct machine *m, struct goroutine *g, int32_t slot, uint64_t value) {
    uint64_t address = slot_address(g->frame, slot);
    uint64_t old = word_read(m, address);
    word_write(m, address, value);
    emit(m, EVENT_SET, address, old, value, 0);
}

/* A temporary that has done its work must not keep an object alive. */
static void kill_temporaries(struct machine *m, struct goroutine *g, const struct op *op,
                             int32_t base) {
    if (op->flags & OP_KILL_BASE) slot_write(m, g, base, 0);
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->b, 0);
}

/* ---- memory operands ---- */

/* The address of a LOAD or STORE; false after a fault. */
static bool operand_address(struct machine *m, struct goroutine *g, const struct op *op,
                            int32_t base, uint64_t *address) {
    if (op->flags & OP_GLOBAL) {
        *address = GLOBALS_BASE + (uint32_t)op->c;
        return true;
    }
    if (op->flags & OP_FRAME) {
        *address = slot_address(g->frame, base) + (uint32_t)op->c;
        return true;
    }
    uint64_t pointer = slot_read(m, g, base);
    *address = pointer + (uint32_t)op->c;
    if (pointer == 0) {
        machine_fault(m, FAULT_NIL, *address);
        return false;
    }
    bool load = op->code == OP_LOAD;
    if (load ? !memory_to_read(m, *address, op->size) : !memory_bytes(m, *address, op->size)) {
        machine_fault(m, FAULT_ADDRESS, *address);
        return false;
    }
    return true;
}

/* A dangling pointer leads into a free slot, or into pages that no span has any more. */
static bool is_freed(const struct machine *m, uint64_t address) {
    uint32_t page;
    struct object o;
    if (!address_in_arena(m, address)) return false;
    if (!span_at(m, address, &page)) return true;
    return heap_find_slot(m, address, &o) && !slot_allocated(m, o.span, o.slot);
}

/* Notices a dangling pointer. The access goes on, as it would; but the collector's own memory is
 * not the program's: false after a fault. */
bool may_access(struct machine *m, uint64_t address) {
    uint32_t page;
    const struct span *span = span_at(m, address, &page);
    if (span && span->state == SPAN_WORKBUF) {
        machine_fault(m, FAULT_ADDRESS, address);
        return false;
    }
    if (is_freed(m, address)) {
        page_touch(m, page_of(address));
        m->s->statistics.uses_freed++;
        emit(m, EVENT_USE_FREED, address, 0, 0, 0);
    }
    return true;
}

/* The C heap is the program's to spoil: what is wrong is noticed, and done. */
static void note_access(struct machine *m, const struct goroutine *g, const struct op *op,
                        uint64_t address) {
    bool write = op->code == OP_STORE;
    uint64_t base = slot_address(g->frame, write ? op->a : op->b);
    if (!address_in_c_heap(m, address) || op->flags & (OP_GLOBAL | OP_FRAME)) return;
    c_note_access(m, &(struct c_access){.pointer = word_read(m, base),
                                        .origin = c_origin(m, base),
                                        .address = address,
                                        .size = op->size,
                                        .write = write});
}

static void exec_load(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t address;
    if (!operand_address(m, g, op, op->b, &address)) return;
    if (!may_access(m, address)) return;
    note_access(m, g, op, address);
    uint64_t word = extended(memory_word(m, address, op->size), op->size, op->flags & OP_SIGNED);
    slot_write(m, g, op->a, word);
    if (op->size == WORD) c_copy_origin(m, slot_address(g->frame, op->a), address);
    emit(m, EVENT_LOAD, slot_address(g->frame, op->a), address, word, 0);
    if ((op->flags & OP_KILL_BASE) && op->b != op->a) slot_write(m, g, op->b, 0);
    g->pc++;
}

/* ---- stores ---- */

/* Where the stack frame begins that an address of a goroutine's stack lies in. */
static uint64_t frame_position(const struct machine *m, const struct goroutine *g,
                               uint64_t position) {
    struct frame f;
    uint64_t at = stack_position(m, g, g->sp);
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f)) {
        uint64_t next = stack_position(m, g, f.low);
        if (next > position) break;
        at = next;
    }
    return at;
}

/* Escape analysis keeps stack addresses out of everything that outlives the frame: the heap, other
 * stacks, outer frames. A script whose tags are wrong would not. */
bool outlives_its_frame(const struct machine *m, const struct goroutine *g, uint64_t address,
                        uint64_t word) {
    if (!stack_is_address(m, word)) return false;
    uint64_t to = stack_position(m, g, address), of = stack_position(m, g, word);
    if (to == 0) return true;
    return of != 0 && of < frame_position(m, g, to);
}

static void store_word(struct machine *m, uint64_t address, uint64_t word, uint32_t size) {
    uint64_t old = 0;
    uint8_t *bytes = memory_bytes(m, address, size);
    memcpy(&old, bytes, size);
    memcpy(bytes, &word, size);
    c_word_changed(m, address, old, word, size);
    emit(m, EVENT_WORD, address, old, word, size);
    emit(m, EVENT_STORE, address, old, extended(word, size, false), 0);
}

static void exec_store(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t address;
    if (g->part == 0) {
        if (!operand_address(m, g, op, op->a, &address)) return;
        uint64_t word = op->flags & OP_CONSTANT ? (uint64_t)op->b : slot_read(m, g, op->b);
        if (op->flags & OP_POINTER && outlives_its_frame(m, g, address, word)) {
            machine_fault(m, FAULT_STACK_ESCAPE, word);
            return;
        }
        if (!may_access(m, address)) return;
        note_access(m, g, op, address);
        g->target = address;
        g->new_word = word;
        if (op->flags & OP_POINTER && (remember_store(m, g) || barrier_begin(m, g))) return;
    } else if (g->part != PART_REMEMBERED && barrier_continue(m, g)) {
        return;
    }
    store_word(m, g->target, g->new_word, op->size);
    if (op->size == WORD && !(op->flags & OP_CONSTANT))
        c_copy_origin(m, g->target, slot_address(g->frame, op->b));
    g->part = 0;
    g->target = g->old_word = g->new_word = 0;
    kill_temporaries(m, g, op, op->a);
    g->pc++;
}

/* ---- allocation ---- */

static void exec_new(struct machine *m, struct goroutine *g, const struct op *op) {
    if (assist_step(m, g, m->program->types[m->program->sites[op->b].type].size)) return;
    uint64_t object = heap_allocate(m, (uint32_t)op->b);
    if (!object) {
        const struct site *site = &m->program->sites[op->b];
        machine_fault(m, FAULT_OUT_OF_MEMORY, m->program->types[site->type].size);
        return;
    }
    slot_write(m, g, op->a, object);
    if (object == ZERO_BASE) emit(m, EVENT_NOTHING, slot_address(g->frame, op->a), object, 0, 0);
    g->pc++;
}

static void exec_new_stack(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *t = &m->program->types[m->program->sites[op->c].type];
    uint64_t address = slot_address(g->frame, op->b);
    uint64_t size = (uint64_t)type_words(t) * WORD;
    memset(memory_bytes(m, address, size), 0, size);
    m->s->statistics.stack_allocations++;
    charge(m, COST_STACK_ALLOCATE, 1);
    slot_write(m, g, op->a, address);
    emit(m, EVENT_ALLOCATE_STACK, address, t->size, slot_address(g->frame, op->a), (uint64_t)op->c);
    g->pc++;
}

/* ---- control ---- */

static void exec_jump(struct machine *m, struct goroutine *g, const struct op *op, bool taken) {
    g->pc = taken ? (uint32_t)op->c : g->pc + 1;
    emit(m, EVENT_JUMP, m->program->op_lines[g->pc], taken, 0, 0);
}

static void exec_compare(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t left = slot_read(m, g, op->a);
    uint64_t right = op->flags & OP_CONSTANT ? (uint64_t)op->b : slot_read(m, g, op->b);
    bool less = op->flags & OP_UNSIGNED ? left < right : (int64_t)left < (int64_t)right;
    bool holds = op->code == OP_JUMP_EQUAL     ? left == right
                 : op->code == OP_JUMP_UNEQUAL ? left != right
                 : op->code == OP_JUMP_LESS    ? less
                                               : !less;
    if (op->flags & OP_KILL_BASE) slot_write(m, g, op->a, 0);
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->b, 0);
    exec_jump(m, g, op, holds);
}

/* Copies arguments to where the callee will find them, below `sp` of the goroutine `to`. */
static void pass_arguments(struct machine *m, const struct goroutine *from, const struct callee *c,
                           uint64_t frame) {
    uint32_t count = m->program->functions[c->function].parameter_words;
    int32_t first = 2;
    if (c->has_receiver) {
        word_write(m, slot_address(frame, first++), c->receiver);
        count--;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct argument *a = &m->program->arguments[c->first_argument + i];
        uint64_t parameter = slot_address(frame, first + (int32_t)i);
        word_write(m, parameter, argument_value(m, from, a));
        if (!a->constant) c_copy_origin(m, parameter, slot_address(from->frame, (int32_t)a->value));
        if (a->kill) slot_write(m, from, (int32_t)a->value, 0);
    }
}

/* A closure finds its captured variables through the func value it was called by. */
static void pass_context(struct machine *m, const struct callee *c, uint64_t frame) {
    int32_t slot = m->program->functions[c->function].context_slot;
    if (slot && c->closure) word_write(m, slot_address(frame, slot), c->closure);
}

void exec_enter(struct machine *m, struct goroutine *g, uint32_t function, uint64_t closure) {
    frame_push(m, g, function, stack_return_address(m, g));
    pass_context(m, &(struct callee){.function = function, .closure = closure}, g->frame);
}

/* What leads to the callee may lie in the stack, which has moved since. */
static void find_again(const struct machine *m, const struct goroutine *g, const struct op *op,
                       struct callee *c) {
    if (c->closure) c->closure = slot_read(m, g, op->a);
    if (c->has_receiver) c->receiver = slot_read(m, g, op->a + 1);
}

static void exec_call(struct machine *m, struct goroutine *g, const struct op *op) {
    struct callee c;
    if (!callee_find(m, g, op, &c) || !stack_make_room(m, g, c.function)) return;
    find_again(m, g, op, &c);
    const struct function *f = &m->program->functions[c.function];
    uint64_t frame = g->sp - ((uint64_t)f->parameter_words + 2) * WORD;
    pass_arguments(m, g, &c, frame);
    if (op->code != OP_CALL && op->flags & OP_KILL_BASE) slot_write(m, g, op->a, 0);
    if (c.has_receiver && op->flags & OP_KILL_BASE) slot_write(m, g, op->a + 1, 0);
    exec_enter(m, g, c.function, c.closure);
    emit(m, EVENT_CALL, c.function, frame,
         ((uint64_t)f->parameter_words + 2 + f->frame_words) * WORD, 0);
}

void exec_end_goroutine(struct machine *m, struct goroutine *g, bool whole) {
    uint32_t number = goroutine_number(m, g);
    bool ends = whole && number == 1;
    c_words_dropped(m, g->sp, g->stack_high);
    if (ends) c_tell_left(m);
    if (ends) m->s->outcome = OUTCOME_DONE;
    stack_end(m, number);
    g->status = GOROUTINE_DEAD;
    m->s->statistics.goroutines--;
    if (ends) emit(m, EVENT_DONE, 0, 0, 0, 0);
    else emit(m, EVENT_EXIT, number, 0, 0, 0);
}

/* The address of something in the frame that is about to go, among the results at slot a; or 0. */
static uint64_t own_address_returned(const struct machine *m, const struct goroutine *g,
                                     const struct op *op) {
    const struct function *f = &m->program->functions[m->program->op_functions[g->pc]];
    if (f->result_type == (uint32_t)NONE || op->a == NO_SLOT || op->flags & OP_CONSTANT) return 0;
    uint64_t end = slot_address(g->frame, 2 + (int32_t)f->parameter_words);
    for (uint32_t word = 0; word < f->result_words; word++) {
        if (!type_word_is_pointer(&m->program->types[f->result_type], word)) continue;
        uint64_t value = slot_read(m, g, op->a + (int32_t)word);
        if (value >= g->stack_low && value < end) return value;
    }
    return 0;
}

/* The frame of the results is gone, but nothing has overwritten it yet. */
static void pass_results(struct machine *m, const struct goroutine *g, const struct op *op,
                         uint64_t frame, uint32_t words) {
    const struct op *call = &m->program->ops[g->pc - 1];
    if (call->code == OP_RUN_DEFERS || call->c == NO_SLOT) return;
    for (int32_t word = 0; word < (int32_t)words; word++) {
        uint64_t value = op->flags & OP_CONSTANT ? (uint64_t)op->a
                                                 : word_read(m, slot_address(frame, op->a + word));
        slot_write(m, g, call->c + word, value);
        if (!(op->flags & OP_CONSTANT))
            c_copy_origin(m, slot_address(g->frame, call->c + word),
                          slot_address(frame, op->a + word));
    }
}

/* What has called one deferred function looks for the next one. */
static bool goes_on_again(const struct op *call) {
    return call->code == OP_RUN_DEFERS || call->code == OP_UNWIND;
}

static void exec_return(struct machine *m, struct goroutine *g, const struct op *op) {
    bool has_value = op->a != NO_SLOT || op->flags & OP_CONSTANT;
    uint64_t value = 0, frame = g->frame;
    uint32_t function = m->program->op_functions[g->pc];
    if (has_value) value = op->flags & OP_CONSTANT ? (uint64_t)op->a : slot_read(m, g, op->a);
    uint64_t own = own_address_returned(m, g, op);
    if (own) {
        machine_fault(m, FAULT_STACK_ESCAPE, own);
        return;
    }
    uint64_t low = g->sp;
    enum frame_popped popped = frame_pop(m, g);
    if (popped == FRAME_CORRUPT) machine_fault(m, FAULT_STACK_CORRUPT, frame);
    if (popped == FRAME_OUTERMOST) exec_end_goroutine(m, g, true);
    if (popped != FRAME_CALLER) return;
    if (has_value) pass_results(m, g, op, frame, m->program->functions[function].result_words);
    int32_t end = 2 + (int32_t)m->program->functions[function].parameter_words;
    c_words_dropped(m, low, slot_address(frame, end));
    if (goes_on_again(&m->program->ops[g->pc - 1])) g->pc--;
    emit(m, EVENT_RETURN, function, frame, value, has_value);
}

/* ---- goroutines ---- */

uint32_t exec_start_goroutine(struct machine *m, uint32_t function) {
    if (m->s->goroutine_count == m->config.goroutines_max) {
        machine_fault(m, FAULT_GOROUTINES, m->config.goroutines_max);
        return 0;
    }
    struct goroutine *g = goroutine_of(m, m->s->goroutine_count + 1);
    *g = (struct goroutine){.status = GOROUTINE_RUNNABLE,
                            .function = function,
                            .ordinal = ++m->functions[function],
                            .born = m->s->clock.step,
                            .scanned = gc_marking(m)};
    uint32_t number = ++m->s->goroutine_count;
    if (stack_begin(m, g, function)) {
        m->s->statistics.goroutines++;
        sched_ready(m, number, true);
        return number;
    }
    m->s->goroutine_count--;
    return 0;
}

/* The n-th word that a new goroutine is given; the one behind the arguments is the func value. */
static uint64_t given_word(const struct machine *m, const struct goroutine *g,
                           const struct callee *c, uint32_t n, bool *pointer) {
    if (n == m->program->functions[c->function].parameter_words) {
        *pointer = true;
        return c->closure;
    }
    const struct argument *a = &m->program->arguments[c->first_argument + n];
    *pointer = a->pointer;
    return argument_value(m, g, a);
}

/* The new stack counts as black: white pointers put on it are shaded first, one a step. */
static bool shade_argument(struct machine *m, struct goroutine *g, const struct callee *c) {
    if (!gc_marking(m) || !barrier_shades_new(m)) return false;
    bool pointer;
    for (; g->argument <= m->program->functions[c->function].parameter_words; g->argument++) {
        uint64_t word = given_word(m, g, c, g->argument, &pointer);
        if (!pointer || !gc_is_white(m, word)) continue;
        gc_shade(m, word);
        emit(m, EVENT_GO_SHADE, word, 0, 0, 0);
        g->part = 1;
        return true;
    }
    return false;
}

/* A goroutine that is given the address of a variable on another's stack would outlive it. */
static bool passes_stack_address(struct machine *m, struct goroutine *g, const struct callee *c) {
    bool pointer;
    for (uint32_t i = 0; i <= m->program->functions[c->function].parameter_words; i++) {
        uint64_t word = given_word(m, g, c, i, &pointer);
        if (!pointer || !outlives_its_frame(m, g, 0, word)) continue;
        machine_fault(m, FAULT_STACK_ESCAPE, word);
        return true;
    }
    return false;
}

static void exec_go(struct machine *m, struct goroutine *g, const struct op *op) {
    struct callee c;
    if (!callee_find(m, g, op, &c)) return;
    if (passes_stack_address(m, g, &c) || shade_argument(m, g, &c)) return;
    g->part = g->argument = 0;
    uint32_t number = exec_start_goroutine(m, c.function);
    if (!number) return;
    goroutine_of(m, number)->creator = g->pc + 1;
    pass_arguments(m, g, &c, goroutine_of(m, number)->frame);
    pass_context(m, &c, goroutine_of(m, number)->frame);
    if (c.closure && op->flags & OP_KILL_BASE) slot_write(m, g, op->a, 0);
    emit(m, EVENT_GO, number, c.function, 0, 0);
    g->pc++;
}

static void wait_for_cycle(struct machine *m, struct goroutine *g, enum wait what, uint32_t cycle) {
    g->status = GOROUTINE_WAITING;
    g->wait = what;
    g->wait_cycle = cycle;
    emit(m, EVENT_WAIT, cycle, 0, 0, 0);
}

/* runtime.GC, as mgc.go has it: wait for the mark termination of a cycle that begins now, then help
 * to sweep, a span a step. `argument` counts the stages. */
static void exec_runtime_gc(struct machine *m, struct goroutine *g) {
    enum { ASK, SWEEP };
    if (m->config.collector == COLLECTOR_NONE) {
        emit(m, EVENT_NO_COLLECTOR, 0, 0, 0, 0);
        g->pc++;
        return;
    }
    if (g->argument == ASK) {
        uint32_t cycle = gc_request(m, GC_RUN);
        emit(m, EVENT_GC_REQUEST, GC_RUN, cycle, 0, 0);
        g->argument = SWEEP;
        wait_for_cycle(m, g, WAIT_MARKED, cycle);
        return;
    }
    if (gc_sweep_one(m)) return;
    emit(m, EVENT_GC_RETURN, m->s->gc.completed, 0, 0, 0);
    g->argument = ASK;
    g->pc++;
}

static void exec_gc(struct machine *m, struct goroutine *g, const struct op *op) {
    if (op->a == GC_RUN) {
        exec_runtime_gc(m, g);
        return;
    }
    g->pc++;
    uint32_t cycle = gc_request(m, (enum gc_request)op->a);
    if (op->a == GC_START) {
        emit(m, EVENT_GC_REQUEST, GC_START, cycle, 0, 0);
        return;
    }
    emit(m, EVENT_GC_FINISH, cycle, 0, 0, 0);
    if (m->s->gc.completed < cycle) wait_for_cycle(m, g, WAIT_SWEPT, cycle);
}

static void exec_print(struct machine *m, struct goroutine *g, const struct op *op) {
    emit(m, EVENT_PRINT, (uint64_t)op->b, (uint64_t)op->a, (uint64_t)op->c, 0);
    for (int32_t i = 0; i < op->a; i++) {
        const struct argument *a = &m->program->arguments[op->b + i];
        for (int32_t word = 0; a->kill && word < (a->words ? a->words : 1); word++)
            slot_write(m, g, (int32_t)a->value + word, 0);
    }
    g->pc++;
}

static void exec_set(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t value;
    if (op->code == OP_CONST) value = (uint32_t)op->b | (uint64_t)(uint32_t)op->c << 32;
    else if (op->code == OP_ADDRESS && op->flags & OP_GLOBAL)
        value = GLOBALS_BASE + (uint32_t)op->c;
    else if (op->code == OP_ADDRESS) value = slot_address(g->frame, op->b) + (uint32_t)op->c;
    else value = slot_read(m, g, op->b);
    slot_set(m, g, op->a, value);
    if (op->code == OP_MOVE)
        c_copy_origin(m, slot_address(g->frame, op->a), slot_address(g->frame, op->b));
    if (op->code == OP_MOVE && op->flags & OP_KILL_SOURCE) slot_write(m, g, op->b, 0);
    g->pc++;
}

static void exec_clear(struct machine *m, struct goroutine *g, const struct op *op) {
    for (int32_t i = 0; i < op->b; i++) slot_write(m, g, op->a + i, 0);
    emit(m, EVENT_CLEAR, slot_address(g->frame, op->a), (uint64_t)op->b * WORD, 0, 0);
    g->pc++;
}

static void exec_sleep(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t ticks = (uint32_t)op->b | (uint64_t)(uint32_t)op->c << 32;
    g->pc++;
    emit(m, EVENT_SLEEP, ticks, 0, 0, 0);
    sched_sleep(m, g, ticks);
}

/* To the end of the queue, behind all others that can run: proc.go:Gosched. */
static void exec_yield(struct machine *m, struct goroutine *g) {
    g->pc++;
    m->s->clock.slice_left = 0;
    emit(m, EVENT_YIELD, 0, 0, 0, 0);
    sched_yield_processor(m, g);
}

/* ---- one step ---- */

static void exec_op(struct machine *m, struct goroutine *g, const struct op *op) {
    switch ((enum op_code)op->code) {
    case OP_CONST:
    case OP_MOVE:
    case OP_ADDRESS: exec_set(m, g, op); break;
    case OP_CLEAR: exec_clear(m, g, op); break;
    case OP_LOAD: exec_load(m, g, op); break;
    case OP_STORE: exec_store(m, g, op); break;
    case OP_NEW: exec_new(m, g, op); break;
    case OP_NEW_STACK: exec_new_stack(m, g, op); break;
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_MULTIPLY:
    case OP_DIVIDE:
    case OP_REMAINDER:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
    case OP_AND_NOT:
    case OP_SHIFT_LEFT:
    case OP_SHIFT_RIGHT: exec_arithmetic(m, g, op); break;
    case OP_INDEX: exec_index(m, g, op); break;
    case OP_SLICE: exec_slice(m, g, op); break;
    case OP_MAKE: exec_make(m, g, op); break;
    case OP_GROW: exec_grow(m, g, op); break;
    case OP_COPY: exec_copy(m, g, op); break;
    case OP_CONCAT: exec_concat(m, g, op); break;
    case OP_COMPARE: exec_compare_strings(m, g, op); break;
    case OP_TO_BYTES: exec_to_bytes(m, g, op); break;
    case OP_TO_STRING: exec_to_string(m, g, op); break;
    case OP_JUMP: exec_jump(m, g, op, true); break;
    case OP_JUMP_EQUAL:
    case OP_JUMP_UNEQUAL:
    case OP_JUMP_LESS:
    case OP_JUMP_NOT_LESS: exec_compare(m, g, op); break;
    case OP_CALL:
    case OP_CALL_METHOD:
    case OP_CALL_CLOSURE: exec_call(m, g, op); break;
    case OP_GO:
    case OP_GO_CLOSURE: exec_go(m, g, op); break;
    case OP_CODE: exec_code(m, g, op); break;
    case OP_BOX: exec_box(m, g, op); break;
    case OP_ASSERT: exec_assert(m, g, op); break;
    case OP_RETURN: exec_return(m, g, op); break;
    case OP_GC: exec_gc(m, g, op); break;
    case OP_SLEEP: exec_sleep(m, g, op); break;
    case OP_YIELD: exec_yield(m, g); break;
    case OP_PRINT: exec_print(m, g, op); break;
    case OP_FORMAT: exec_format(m, g, op); break;
    case OP_FORMAT_NEXT: exec_format_next(m, g, op); break;
    case OP_SLICE_LENGTH: exec_slice_length(m, g, op); break;
    case OP_SLICE_SWAP: exec_slice_swap(m, g, op); break;
    case OP_COMPARABLE: exec_comparable(m, g, op); break;
    case OP_SQUARE_ROOT: exec_square_root(m, g, op); break;
    case OP_MALLOC:
    case OP_CALLOC:
    case OP_REALLOC:
    case OP_FREE: exec_manual(m, g, op); break;
    case OP_MAKE_CHANNEL: exec_make_channel(m, g, op); break;
    case OP_SEND:
    case OP_RECEIVE: exec_communicate(m, g, op); break;
    case OP_SELECT: exec_select(m, g, op); break;
    case OP_CLOSE: exec_close(m, g, op); break;
    case OP_HEADER: exec_header(m, g, op); break;
    case OP_MAKE_MAP: exec_make_map(m, g, op); break;
    case OP_MAP_INIT: exec_map_init(m, g, op); break;
    case OP_MAP_GET: exec_map_get(m, g, op); break;
    case OP_MAP_ASSIGN: exec_map_assign(m, g, op); break;
    case OP_MAP_DELETE: exec_map_delete(m, g, op); break;
    case OP_MAP_BEGIN: exec_map_begin(m, g, op); break;
    case OP_MAP_NEXT: exec_map_next(m, g, op); break;
    case OP_MOVE_BLOCK: exec_move_block(m, g, op); break;
    case OP_LOAD_BLOCK: exec_load_block(m, g, op); break;
    case OP_STORE_BLOCK: exec_store_block(m, g, op); break;
    case OP_ZERO: exec_zero(m, g, op); break;
    case OP_EQUAL: exec_equal(m, g, op); break;
    case OP_COMPARE_FLOAT: exec_compare_floats(m, g, op); break;
    case OP_CONVERT: exec_convert(m, g, op); break;
    case OP_IMPLEMENTS: exec_implements(m, g, op); break;
    case OP_RUNE: exec_rune(m, g, op); break;
    case OP_TO_RUNES: exec_to_runes(m, g, op); break;
    case OP_FROM_RUNES: exec_from_runes(m, g, op); break;
    case OP_FROM_RUNE: exec_from_rune(m, g, op); break;
    case OP_COUNT: CHECK(false); break;
    case OP_DEFER: exec_defer(m, g, op); break;
    case OP_RUN_DEFERS: exec_run_defers(m, g); break;
    case OP_PANIC: exec_panic(m, g, op); break;
    case OP_RECOVER: exec_recover(m, g, op); break;
    case OP_SLEEP_FOR: exec_sleep_for(m, g, op); break;
    case OP_NOW:
    case OP_PROCESSORS:
    case OP_GOROUTINES: exec_tell(m, g, op); break;
    case OP_GOEXIT: exec_goexit(m, g); break;
    case OP_MEMORY_STATISTICS: exec_statistics(m, g, op); break;
    case OP_ATOMIC_ADD: exec_atomic_add(m, g, op); break;
    case OP_ATOMIC_SWAP: exec_atomic_swap(m, g, op); break;
    case OP_SEMAPHORE_ACQUIRE: exec_semaphore_acquire(m, g, op); break;
    case OP_SEMAPHORE_RELEASE: exec_semaphore_release(m, g, op); break;
    case OP_FATAL: exec_fatal(m, g, op); break;
    case OP_UNWIND: exec_unwind(m, g); break;
    case OP_ERROR_TEXT: exec_error_text(m, g, op); break;
    }
}

/* It is through with the op at `pc`: neither in the middle of it nor about to try it again. A
 * function may begin by calling itself. */
static bool completed_op(const struct machine *m, const struct goroutine *g, uint32_t pc) {
    return g->part == 0 && (g->pc != pc || event_set_has(&m->s->clock.events, EVENT_CALL));
}

void exec_step(struct machine *m, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    uint32_t line = m->program->op_lines[g->pc];
    if (g->part == 0 && line != g->last_line && line != 0) {
        g->last_line = line;
        emit(m, EVENT_LINE, line, 0, 0, 0);
    }
    bool was_mid_op = g->part != 0;
    uint32_t pc = g->pc;
    charge(m, COST_OPERATION, 1);
    exec_op(m, g, &m->program->ops[g->pc]);
    if (!machine_running(m) && exec_catches(m, (enum fault)m->s->fault)) exec_raise(m, g);
    if (machine_running(m)) c_look_for_leaks(m);
    m->s->mid_op_count += (g->part != 0) - (uint32_t)was_mid_op;
    m->s->clock.progress += completed_op(m, g, pc);
}
