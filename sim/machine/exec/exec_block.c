/* Whole values: from variable to variable, out of memory and into it; whether two are equal. */
#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/bulk.h"
#include "machine/values/key.h"

/* ---- memory ---- */

/* A field of what nil points to would lie in the first page: signal_unix.go:sigpanic. */
static bool fail_at(struct machine *m, uint64_t address) {
    enum { FIRST_PAGE = 4096 };
    machine_fault(m, address < FIRST_PAGE ? FAULT_NIL : FAULT_ADDRESS, address);
    return false;
}

bool may_read(struct machine *m, uint64_t address, uint64_t size) {
    if (address == 0 || (size && !memory_to_read(m, address, size))) return fail_at(m, address);
    return size == 0 || may_access(m, address);
}

bool may_write(struct machine *m, uint64_t address, uint64_t size) {
    if (address == 0 || (size && !memory_bytes(m, address, size))) return fail_at(m, address);
    return size == 0 || may_access(m, address);
}

bool lets_an_address_out(struct machine *m, const struct goroutine *g, const struct type *t,
                         uint64_t value) {
    for (uint32_t word = 0; word < t->pointer_data / WORD; word++) {
        uint64_t pointer = memory_word(m, value + word * WORD, WORD);
        if (!type_word_is_pointer(t, word) || !outlives_its_frame(m, g, 0, pointer)) continue;
        machine_fault(m, FAULT_STACK_ESCAPE, pointer);
        return true;
    }
    return false;
}

void value_to_slots(struct machine *m, const struct type *t, uint64_t slots, uint64_t from) {
    if (t->size == 0) return;
    if (t->kind != TYPE_INTEGER && t->kind != TYPE_FLOAT) {
        memory_move(m, slots, from, t->size);
        return;
    }
    word_write(m, slots, extended(memory_word(m, from, t->size), t->size, t->is_signed));
}

/* ---- moving ---- */

/* Slots that are temporaries and die here, but for those in [kept, kept + count). */
static void clear_but(struct machine *m, const struct goroutine *g, int32_t from, int32_t count,
                      int32_t kept) {
    for (int32_t slot = from; slot < from + count; slot++)
        if (slot < kept || slot >= kept + count) slot_write(m, g, slot, 0);
}

static void moved(struct machine *m, uint64_t from, uint64_t to, uint64_t size) {
    charge(m, COST_COPY, (size + WORD - 1) / WORD);
    emit(m, EVENT_MOVE, from, to, size, 0);
}

void exec_move_block(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t from = slot_address(g->frame, op->b), to = slot_address(g->frame, op->a);
    uint64_t size = (uint64_t)op->c * WORD;
    memory_move(m, to, from, size);
    if (op->flags & OP_KILL_SOURCE) clear_but(m, g, op->b, op->c, op->a);
    moved(m, from, to, size);
    g->pc++;
}

void exec_load_block(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *t = &m->program->types[op->c];
    uint64_t from = slot_read(m, g, op->b), to = slot_address(g->frame, op->a);
    int32_t slots = (int32_t)type_slots(t);
    if (!may_read(m, from, t->size)) return;
    value_to_slots(m, t, to, from);
    bool overwritten = op->b >= op->a && op->b < op->a + slots;
    if (op->flags & OP_KILL_BASE && !overwritten) slot_write(m, g, op->b, 0);
    moved(m, from, to, t->size);
    g->pc++;
}

static void kill_operands(struct machine *m, const struct goroutine *g, const struct op *op,
                          uint32_t slots) {
    if (op->flags & OP_KILL_BASE) slot_write(m, g, op->a, 0);
    for (uint32_t i = 0; op->flags & OP_KILL_SOURCE && i < slots; i++)
        slot_write(m, g, op->b + (int32_t)i, 0);
}

/* Every pointer that is overwritten or stored may have to be shaded first: a step each. */
void exec_store_block(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *t = &m->program->types[op->c];
    uint64_t to = slot_read(m, g, op->a), from = slot_address(g->frame, op->b);
    struct bulk b = {to, from, (uint32_t)op->c, 1, false, false};
    if (!may_write(m, to, t->size) || (t->size && !bulk_may_copy(m, g, &b))) return;
    g->part = bulk_shade(m, g, &b);
    if (g->part) return;
    bulk_copy(m, &b);
    kill_operands(m, g, op, type_slots(t));
    emit(m, EVENT_MOVE, from, to, t->size, 0);
    g->pc++;
}

void exec_zero(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *t = &m->program->types[op->c];
    uint64_t to = slot_read(m, g, op->a);
    struct bulk b = {to, 0, (uint32_t)op->c, 1, false, false};
    if (!may_write(m, to, t->size)) return;
    g->part = bulk_shade(m, g, &b);
    if (g->part) return;
    memory_clear(m, to, t->size);
    charge(m, COST_ZERO, type_words(t));
    kill_operands(m, g, op, 0);
    emit(m, EVENT_CLEAR, to, t->size, 0, 0);
    g->pc++;
}

/* ---- == ---- */

static bool could_compare(struct machine *m, const struct key_result *result) {
    if (result->trouble == KEY_UNCOMPARABLE)
        machine_panic(m, FAULT_UNCOMPARABLE, result->type, 0, 0);
    if (result->trouble == KEY_UNREADABLE) machine_fault(m, FAULT_ADDRESS, 0);
    return result->trouble == KEY_FINE;
}

void exec_equal(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *t = &m->program->types[op->c];
    const struct argument *sides = &m->program->arguments[(uint32_t)op->b];
    struct key_result result = key_compare(m, t, slot_address(g->frame, (int32_t)sides[0].value),
                                           slot_address(g->frame, (int32_t)sides[1].value));
    charge(m, COST_COMPARE, type_words(t));
    if (!could_compare(m, &result)) return;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; sides[side].kill && i < type_slots(t); i++)
            slot_write(m, g, (int32_t)(sides[side].value + i), 0);
    slot_set(m, g, op->a, result.equal);
    g->pc++;
}
