/* Operators: arithmetic, conversions of numbers. */
#include "go/lower/context.h"

static bool is_float(const struct lower *f, uint32_t type) {
    return lower_type_at(f, type)->kind == TYPE_FLOAT;
}

static bool is_signed(const struct lower *f, uint32_t type) {
    return lower_type_at(f, type)->is_signed;
}

/* ---- arithmetic ---- */

static enum op_code code_of(enum go_token op) {
    switch (op) {
    case GO_ADD: return OP_ADD;
    case GO_SUBTRACT: return OP_SUBTRACT;
    case GO_MULTIPLY: return OP_MULTIPLY;
    case GO_DIVIDE: return OP_DIVIDE;
    case GO_REMAINDER: return OP_REMAINDER;
    case GO_AND: return OP_AND;
    case GO_OR: return OP_OR;
    case GO_XOR: return OP_XOR;
    case GO_AND_NOT: return OP_AND_NOT;
    case GO_SHIFT_LEFT: return OP_SHIFT_LEFT;
    case GO_SHIFT_RIGHT: return OP_SHIFT_RIGHT;
    default: break;
    }
    CHECK_NEVER("no arithmetic");
    return OP_ADD;
}

static bool is_shift(enum go_token op) {
    return op == GO_SHIFT_LEFT || op == GO_SHIFT_RIGHT;
}

struct lower_value lower_arithmetic(struct lower *f, enum go_token op, struct lower_value left,
                                    struct lower_value right, int32_t target) {
    uint32_t size = lower_type_at(f, left.type)->size;
    struct op made = {.code = (uint16_t)code_of(op)};
    left = lower_to_slot(f, left);
    if (!lower_is_small(right) || is_float(f, left.type)) right = lower_to_slot(f, right);
    if (is_float(f, left.type)) {
        made.flags |= OP_FLOAT;
        made.size = (uint8_t)size;
    } else {
        if (size < WORD) made.size = (uint8_t)size;
        if (!is_signed(f, left.type)) made.flags |= OP_UNSIGNED;
    }
    if (is_shift(op) && !right.constant && is_signed(f, right.type)) made.flags |= OP_SIGNED_COUNT;
    if (right.constant) made.flags |= OP_CONSTANT;
    lower_release(f, left);
    lower_release(f, right);
    struct lower_value v = lower_made(f, left.type, target);
    made.a = v.slot;
    made.b = left.slot;
    made.c = right.constant ? (int32_t)right.first : right.slot;
    lower_op(f, made);
    return v;
}

static struct lower_value negated(struct lower *f, struct lower_value v, int32_t target) {
    uint32_t type = v.type;
    if (!is_float(f, type))
        return lower_arithmetic(f, GO_MULTIPLY, v, lower_constant(type, UINT64_MAX), target);
    /* only the sign changes, of nothing and of NaN, too */
    uint32_t size = lower_type_at(f, type)->size;
    v.type = f->unit->basic[size == 4 ? GO_KIND_UINT32 : GO_KIND_UINT64];
    struct lower_value sign = lower_constant(v.type, 1ull << (size * 8 - 1));
    v = lower_arithmetic(f, GO_XOR, v, sign, target);
    v.type = type;
    return v;
}

struct lower_value lower_unary(struct lower *f, const struct ir_node *n, int32_t target) {
    struct lower_value v = lower_value_of(f, n->x);
    v.type = lower_node_type(f, n);
    switch ((enum go_token)n->operator) {
    case GO_SUBTRACT: return negated(f, v, target);
    case GO_NOT: return lower_arithmetic(f, GO_XOR, v, lower_constant(v.type, 1), target);
    case GO_XOR: return lower_arithmetic(f, GO_XOR, v, lower_constant(v.type, UINT64_MAX), target);
    default: return v;
    }
}

/* A condition as a value: 1 or 0. */
static struct lower_value truth(struct lower *f, const struct ir_node *n, int32_t target) {
    struct lower_label no = {0}, end = {0};
    lower_condition(f, n, false, &no);
    struct lower_value v = lower_made(f, lower_node_type(f, n), target);
    lower_set(f, v.slot, 1);
    lower_jump(f, (struct op){.code = OP_JUMP}, &end);
    lower_place_label(f, &no);
    lower_set(f, v.slot, 0);
    lower_place_label(f, &end);
    return v;
}

static bool is_comparison(enum go_token op) {
    return op >= GO_EQUAL && op <= GO_GREATER_EQUAL;
}

static bool is_arithmetic(const struct ir_node *n) {
    enum go_token op = (enum go_token)n->operator;
    return n->op == IR_BINARY && op != GO_AND_AND && op != GO_OR_OR && !is_comparison(op);
}

static struct lower_value operated(struct lower *f, const struct ir_node *n,
                                   struct lower_value left, int32_t target) {
    struct lower_value right = lower_value_of(f, n->y);
    uint32_t line = f->line;
    lower_at(f, n->pos);
    left.type = lower_node_type(f, n);
    left = lower_arithmetic(f, (enum go_token)n->operator, left, right, target);
    f->line = line;
    return left;
}

/* The operands first whose calls must come first. */
struct lower_value lower_binary(struct lower *f, const struct ir_node *n, int32_t target) {
    if (!is_arithmetic(n)) return truth(f, n, target);
    struct lower_spine s = lower_spine_of(f, n->x, false);
    struct lower_turns turns = {0};
    lower_turn(&turns, s.bottom);
    for (uint32_t i = s.count; i > 0; i--) lower_turn(&turns, s.nodes[i - 1]->y);
    lower_turn(&turns, n->y);
    if (turns.matters) lower_hoist(f, n->x);
    if (turns.matters) lower_hoist(f, n->y);
    struct lower_value v = lower_value_of(f, s.bottom);
    while (s.count) v = operated(f, s.nodes[--s.count], v, NO_SLOT);
    return operated(f, n, v, target);
}

/* ---- conversions ---- */

/* Whether a number of one type is held as the same word when it is of the other. */
static bool is_same_word(const struct type *from, const struct type *to) {
    if (to->size == WORD) return true;
    if (from->size == to->size) return from->is_signed == to->is_signed;
    return from->size < to->size && (!from->is_signed || to->is_signed);
}

static struct lower_value resized(struct lower *f, struct lower_value v, uint32_t type,
                                  int32_t target) {
    const struct type *t = lower_type_at(f, type);
    uint32_t unused = 64 - t->size * 8;
    uint64_t high = v.first << unused;
    if (v.constant)
        return lower_constant(type,
                              t->is_signed ? (uint64_t)((int64_t)high >> unused) : high >> unused);
    v.type = type;
    return lower_arithmetic(f, GO_ADD, v, lower_constant(type, 0), target);
}

struct lower_value lower_convert(struct lower *f, struct lower_value v, uint32_t type,
                                 int32_t target) {
    const struct type *from = lower_type_at(f, v.type), *to = lower_type_at(f, type);
    bool numbers = (from->kind == TYPE_INTEGER || from->kind == TYPE_FLOAT) &&
                   (to->kind == TYPE_INTEGER || to->kind == TYPE_FLOAT);
    bool integers = numbers && from->kind == TYPE_INTEGER && to->kind == TYPE_INTEGER;
    bool same = !numbers || (integers && is_same_word(from, to)) ||
                (from->kind == to->kind && from->kind == TYPE_FLOAT && from->size == to->size);
    if (same) {
        v.type = type;
        return v;
    }
    if (integers) return resized(f, v, type, target);
    uint32_t of = v.type;
    struct lower_value made = lower_made(f, type, target);
    lower_into(f, v, made.slot, type);
    lower_op(f,
             (struct op){.code = OP_CONVERT, .a = made.slot, .b = (int32_t)of, .c = (int32_t)type});
    return made;
}
