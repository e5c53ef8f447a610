/* Arithmetic. Numbers smaller than a word wrap at their own size, as Go's do. */
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"

/* Go's division rounds to zero, and the most negative number divided by -1 is itself. */
static uint64_t divided(uint64_t left, uint64_t right, bool is_unsigned) {
    if (is_unsigned) return left / right;
    if (right == UINT64_MAX) return 0 - left;
    return (uint64_t)((int64_t)left / (int64_t)right);
}

/* A count of 64 or more shifts everything out. */
static uint64_t shifted_left(uint64_t left, uint64_t count) {
    return count < 64 ? left << count : 0;
}

static uint64_t shifted_right(uint64_t left, uint64_t count, bool is_unsigned) {
    if (is_unsigned) return count < 64 ? left >> count : 0;
    return (uint64_t)((int64_t)left >> (count < 64 ? count : 63));
}

static uint64_t result_of(const struct op *op, uint64_t left, uint64_t right) {
    bool is_unsigned = op->flags & OP_UNSIGNED;
    switch ((enum op_code)op->code) {
    case OP_ADD: return left + right;
    case OP_SUBTRACT: return left - right;
    case OP_MULTIPLY: return left * right;
    case OP_DIVIDE: return divided(left, right, is_unsigned);
    case OP_REMAINDER: return left - divided(left, right, is_unsigned) * right;
    case OP_AND: return left & right;
    case OP_OR: return left | right;
    case OP_XOR: return left ^ right;
    case OP_AND_NOT: return left & ~right;
    case OP_SHIFT_LEFT: return shifted_left(left, right);
    case OP_SHIFT_RIGHT: return shifted_right(left, right, is_unsigned);
    default: return 0;
    }
}

static bool divides(const struct op *op) {
    return op->code == OP_DIVIDE || op->code == OP_REMAINDER;
}

static bool shifts(const struct op *op) {
    return op->code == OP_SHIFT_LEFT || op->code == OP_SHIFT_RIGHT;
}

static void kill_operands(struct machine *m, const struct goroutine *g, const struct op *op) {
    if (op->flags & OP_KILL_SOURCE && !(op->flags & OP_CONSTANT) && op->c != op->a)
        slot_write(m, g, op->c, 0);
    if (op->flags & OP_KILL_BASE && op->b != op->a) slot_write(m, g, op->b, 0);
}

void exec_arithmetic(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t left = slot_read(m, g, op->b);
    uint64_t right = op->flags & OP_CONSTANT ? (uint64_t)op->c : slot_read(m, g, op->c);
    bool is_float = op->flags & OP_FLOAT;
    if (!is_float && divides(op) && right == 0) {
        machine_fault(m, FAULT_DIVIDE, 0);
        return;
    }
    if (shifts(op) && op->flags & OP_SIGNED_COUNT && (int64_t)right < 0) {
        machine_fault(m, FAULT_SHIFT, right);
        return;
    }
    uint64_t result = is_float ? float_arithmetic((enum op_code)op->code, op->size, left, right)
                               : result_of(op, left, right);
    if (op->size && !is_float) result = extended(result, op->size, !(op->flags & OP_UNSIGNED));
    /* a pointer and an offset: the pointer of an element */
    uint32_t origin = op->code == OP_ADD ? c_origin(m, slot_address(g->frame, op->b)) : 0;
    slot_set(m, g, op->a, result);
    c_set_origin(m, slot_address(g->frame, op->a), origin);
    kill_operands(m, g, op);
    g->pc++;
}

void exec_compare_floats(struct machine *m, struct goroutine *g, const struct op *op) {
    int result = float_compare(op->size, slot_read(m, g, op->b), slot_read(m, g, op->c));
    slot_set(m, g, op->a, (uint64_t)(int64_t)result);
    kill_operands(m, g, op);
    g->pc++;
}

void exec_convert(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct type *from = &m->program->types[op->b], *to = &m->program->types[op->c];
    slot_set(m, g, op->a, number_convert(from, to, slot_read(m, g, op->a)));
    g->pc++;
}
