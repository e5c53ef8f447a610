/* Panics: panic.go of Go 1.19, gopanic, gorecover, Goexit, preprintpanics.
 *
 * A panic is a frame of runtime.gopanic on top of whatever has panicked (panics.h). The frames of a
 * goroutine's panics are linked; a newer one that unwinds past an older one ends it. */
#include "machine/cost.h"
#include "machine/exec/error.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/values/deferred.h"

static uint64_t panic_word(const struct machine *m, uint64_t panic, int32_t slot) {
    return word_read(m, slot_address(panic, slot));
}

static void panic_set(struct machine *m, uint64_t panic, int32_t slot, uint64_t word) {
    word_write(m, slot_address(panic, slot), word);
}

static bool panic_is(const struct machine *m, uint64_t panic, enum panic_flag flag) {
    return (panic_word(m, panic, PANIC_STATE) & flag) != 0;
}

static void panic_add_flag(struct machine *m, uint64_t panic, enum panic_flag flag) {
    panic_set(m, panic, PANIC_STATE, panic_word(m, panic, PANIC_STATE) | flag);
}

/* ---- the beginning ---- */

/* There is room on the stack. */
static void push_panic(struct machine *m, struct goroutine *g, const struct error_value *value,
                       uint64_t state, uint64_t address) {
    const struct function *f = &m->program->functions[m->program->gopanic - 1];
    uint64_t frame = g->sp - ((uint64_t)f->parameter_words + 2) * WORD;
    panic_set(m, frame, PANIC_VALUE, value->type);
    panic_set(m, frame, PANIC_VALUE + 1, value->data);
    exec_enter(m, g, m->program->gopanic - 1, 0);
    panic_set(m, frame, PANIC_OLDER, g->panic);
    panic_set(m, frame, PANIC_STATE, state);
    panic_set(m, frame, PANIC_ADDRESS, address);
    g->panic = frame;
    charge(m, COST_PANIC, 1);
    uint64_t place = slot_address(frame, PANIC_VALUE);
    if (state & PANIC_IS_GOEXIT) emit(m, EVENT_GOEXIT, 0, 0, 0, 0);
    else emit(m, EVENT_PANIC, place, frame, state >> PANIC_FAULT_SHIFT, 0);
}

/* The value outlives the frame it was made in. */
static bool throws_an_address(struct machine *m, const struct goroutine *g, const struct op *op) {
    uint64_t data = slot_read(m, g, op->a + 1);
    if (!outlives_its_frame(m, g, 0, data)) return false;
    machine_fault(m, FAULT_STACK_ESCAPE, data);
    return true;
}

void exec_panic(struct machine *m, struct goroutine *g, const struct op *op) {
    if (throws_an_address(m, g, op)) return;
    if (!stack_make_room(m, g, m->program->gopanic - 1)) return;
    struct error_value value = {slot_read(m, g, op->a), slot_read(m, g, op->a + 1)};
    push_panic(m, g, &value, (uint64_t)FAULT_PANIC << PANIC_FAULT_SHIFT, 0);
}

void exec_goexit(struct machine *m, struct goroutine *g) {
    if (!stack_make_room(m, g, m->program->gopanic - 1)) return;
    push_panic(m, g, &(struct error_value){0}, PANIC_IS_GOEXIT, 0);
}

/* ---- faults that are panics ---- */

bool exec_catches(const struct machine *m, enum fault fault) {
    uint32_t actor = m->s->clock.last_actor;
    if (!m->program->gopanic || actor == ACTOR_COLLECTOR || !error_is_panic(fault)) return false;
    const struct goroutine *g = goroutine_of(m, actor);
    if (g->panic && panic_is(m, g->panic, PANIC_IS_LAST)) return false;
    return g->defers || g->panic;
}

/* The operation is given up as if it had not begun; when the stack has to grow first it is tried
 * again, and fails again. */
void exec_raise(struct machine *m, struct goroutine *g) {
    struct state *s = m->s;
    struct error_cause cause = {(enum fault)s->fault, s->fault_detail, s->fault_address,
                                s->fault_limit};
    struct error_value value;
    s->outcome = OUTCOME_RUNNING;
    s->fault = s->fault_detail = s->fault_actor = s->fault_line = 0;
    s->fault_address = s->fault_limit = 0;
    g->part = g->argument = g->picked = 0;
    g->target = g->old_word = g->new_word = 0;
    if (!stack_make_room(m, g, m->program->gopanic - 1)) return;
    if (!error_make(m, &cause, &value)) return;
    push_panic(m, g, &value, (uint64_t)cause.fault << PANIC_FAULT_SHIFT, cause.address);
}

/* ---- recover ---- */

/* The panic that calls the innermost function, itself or through wrappers; 0: none does. */
static uint64_t calling_panic(const struct machine *m, const struct goroutine *g) {
    const struct function *functions = m->program->functions;
    struct frame f;
    if (!g->panic || !frame_innermost(m, g, &f) || functions[f.function].wrapper) return 0;
    bool more = frame_caller(m, &f);
    while (more && functions[f.function].wrapper) more = frame_caller(m, &f);
    return more && f.address == g->panic ? g->panic : 0;
}

void exec_recover(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t panic = calling_panic(m, g), place = slot_address(g->frame, op->a);
    uint64_t spent = PANIC_RECOVERED | PANIC_IS_GOEXIT | PANIC_PRINTING;
    if (panic && panic_word(m, panic, PANIC_STATE) & spent) panic = 0;
    for (int32_t word = 0; word < 2; word++)
        slot_write(m, g, op->a + word, panic ? panic_word(m, panic, PANIC_VALUE + word) : 0);
    if (panic) panic_add_flag(m, panic, PANIC_RECOVERED);
    emit(m, panic ? EVENT_RECOVER : EVENT_RECOVER_NOTHING, place, slot_read(m, g, op->a), 0, 0);
    g->pc++;
}

/* ---- unwinding ---- */

/* Pops the innermost frame; false when that was the last one, or after a fault. */
static bool drop_frame(struct machine *m, struct goroutine *g) {
    const struct function *f = &m->program->functions[m->program->op_functions[g->pc]];
    uint64_t low = g->sp, frame = g->frame;
    enum frame_popped popped = frame_pop(m, g);
    if (popped != FRAME_CALLER) {
        machine_fault(m, FAULT_STACK_CORRUPT, frame);
        return false;
    }
    c_words_dropped(m, low, slot_address(frame, 2 + (int32_t)f->parameter_words));
    return true;
}

/* Somebody has recovered: back to the function that has deferred him. A Goexit on the way there is
 * not to be stopped by this: it goes on (panic.go:gopanic). */
static void unwind(struct machine *m, struct goroutine *g) {
    uint64_t target = slot_read(m, g, PANIC_FRAME), frames = 0;
    g->panic = slot_read(m, g, PANIC_OLDER);
    for (; g->frame != target; frames++) {
        if (!drop_frame(m, g)) return;
        if (g->frame != g->panic) continue;
        if (panic_is(m, g->panic, PANIC_IS_GOEXIT)) break;
        g->panic = slot_read(m, g, PANIC_OLDER);
    }
    uint32_t function = m->program->op_functions[g->pc];
    const struct function *f = &m->program->functions[function];
    bool goes_on = g->frame == target;
    g->pc = goes_on ? f->recovery_op - 1 : f->first_op;
    charge(m, COST_PANIC, 1);
    if (goes_on) emit(m, EVENT_RECOVERED, function, target, frames, 0);
    else emit(m, EVENT_GOEXIT, 0, 0, 0, 0);
}

/* What Goexit has deferred is done. */
static void leave(struct machine *m, struct goroutine *g) {
    while (word_read(m, g->frame + WORD) != CODE_GOEXIT)
        if (!drop_frame(m, g)) return;
    g->panic = 0;
    exec_end_goroutine(m, g, false);
}

/* ---- the end of the program ---- */

/* The method that gives a panic's text, Error or String; NONE. */
static int32_t text_method(const struct machine *m, uint64_t panic) {
    const struct program *p = m->program;
    int32_t type = program_described_type(p, panic_word(m, panic, PANIC_VALUE));
    const uint32_t names[] = {p->panics.error_name, p->panics.string_name};
    if (type == NONE) return NONE;
    for (int i = 0; i < 2; i++) {
        int32_t function = names[i] ? program_find_method(p, (uint32_t)type, names[i] - 1) : NONE;
        if (function == NONE) continue;
        const struct function *f = &p->functions[function];
        if (f->parameter_words == 1 && f->result_words == 2) return function;
    }
    return NONE;
}

/* The newest panic whose text has still to be asked for; 0. */
static uint64_t without_text(const struct machine *m, const struct goroutine *g) {
    for (uint64_t at = g->panic; at; at = panic_word(m, at, PANIC_OLDER))
        if (!panic_is(m, at, PANIC_HAS_TEXT) && text_method(m, at) != NONE) return at;
    return 0;
}

static void ask_for_text(struct machine *m, struct goroutine *g, uint64_t panic) {
    uint32_t function = (uint32_t)text_method(m, panic);
    if (!stack_make_room(m, g, function)) return;
    panic = without_text(m, g); /* the stack may have moved */
    slot_write(m, g, PANIC_FRAME, panic);
    panic_add_flag(m, g->frame, PANIC_PRINTING);
    uint64_t data = panic_word(m, panic, PANIC_VALUE + 1);
    word_write(m, g->sp - WORD, data);
    exec_enter(m, g, function, 0);
    emit(m, EVENT_PANIC_TEXT, function, 0, 0, 0);
}

static void take_text(struct machine *m, struct goroutine *g) {
    uint64_t panic = slot_read(m, g, PANIC_FRAME);
    for (int32_t word = 0; word < 2; word++) {
        panic_set(m, panic, PANIC_TEXT + word, slot_read(m, g, PANIC_RESULT + word));
        slot_write(m, g, PANIC_RESULT + word, 0);
    }
    panic_add_flag(m, panic, PANIC_HAS_TEXT);
    slot_write(m, g, PANIC_STATE, slot_read(m, g, PANIC_STATE) & ~(uint64_t)PANIC_PRINTING);
    slot_write(m, g, PANIC_FRAME, 0);
}

static bool somebody_prints(const struct machine *m, const struct goroutine *g) {
    for (uint64_t at = slot_read(m, g, PANIC_OLDER); at; at = panic_word(m, at, PANIC_OLDER))
        if (panic_is(m, at, PANIC_PRINTING)) return true;
    return false;
}

static void die(struct machine *m, struct goroutine *g) {
    enum fault fault = (enum fault)(slot_read(m, g, PANIC_STATE) >> PANIC_FAULT_SHIFT);
    uint64_t address = slot_read(m, g, PANIC_ADDRESS);
    panic_add_flag(m, g->panic, PANIC_IS_LAST);
    if (somebody_prints(m, g)) machine_panic(m, FAULT_FATAL, (uint32_t)NONE, 0, 0);
    else machine_fault(m, fault, address);
    struct frame f;
    if (frame_innermost(m, g, &f) && frame_caller(m, &f))
        m->s->fault_line = m->program->op_lines[f.pc - 1];
}

void exec_unwind(struct machine *m, struct goroutine *g) {
    if (panic_is(m, g->frame, PANIC_RECOVERED)) {
        unwind(m, g);
        return;
    }
    if (g->defers) {
        exec_call_deferred(m, g);
        return;
    }
    if (panic_is(m, g->frame, PANIC_IS_GOEXIT)) {
        leave(m, g);
        return;
    }
    if (panic_is(m, g->frame, PANIC_PRINTING)) take_text(m, g);
    uint64_t panic = without_text(m, g);
    if (panic && !somebody_prints(m, g)) ask_for_text(m, g, panic);
    else die(m, g);
}
