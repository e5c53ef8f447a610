/* Operators between two numbers. */
#include <string.h>

#include "scenario/token.h"
#include "scenario/value.h"

struct binary {
    const char *sign;
    enum op_code code;
};

/* Longer signs first. */
static const struct binary OPERATORS[] = {
    {"<<", OP_SHIFT_LEFT}, {">>", OP_SHIFT_RIGHT}, {"&^", OP_AND_NOT}, {"+", OP_ADD},
    {"-", OP_SUBTRACT},    {"*", OP_MULTIPLY},     {"/", OP_DIVIDE},   {"%", OP_REMAINDER},
    {"&", OP_AND},         {"|", OP_OR},           {"^", OP_XOR},
};

const struct binary *take_operator(const char **at) {
    for (size_t i = 0; i < sizeof OPERATORS / sizeof OPERATORS[0]; i++)
        if (take_sign(at, OPERATORS[i].sign)) return &OPERATORS[i];
    return NULL;
}

static bool shifts(const struct binary *o) {
    return o->code == OP_SHIFT_LEFT || o->code == OP_SHIFT_RIGHT;
}

/* The count of a shift may have a type of its own. */
static bool types_fit(struct lowering *f, const struct binary *o, struct value left,
                      struct value right) {
    if (left.type == TYPE_BAD || right.type == TYPE_BAD) return false;
    bool numbers = is_number(f, left.type) && is_number(f, right.type);
    bool same = !is_real(left.type) || !is_real(right.type) || left.type == right.type;
    if (numbers && (same || shifts(o))) return true;
    problem_at(f->reader, f->node, "\"%s\" takes two numbers of one type; found %s and %s", o->sign,
               type_words_for(f, left.type), type_words_for(f, right.type));
    return false;
}

static bool is_unsigned(const struct lowering *f, uint32_t type) {
    return is_real(type) && !type_at(f, type)->is_signed;
}

uint32_t emit_binary(struct lowering *f, const struct binary *o, struct value left,
                     struct value right, int32_t slot) {
    if (!types_fit(f, o, left, right)) return TYPE_BAD;
    uint32_t type = left.type == TYPE_NUMBER && !shifts(o) ? right.type : left.type;
    left = value_to_slot(f, left);
    struct op op = {.code = (uint16_t)o->code, .a = slot, .b = left.slot};
    op.c = right.constant ? (int32_t)right.number : right.slot;
    if (is_real(type) && type_at(f, type)->size < WORD) op.size = (uint8_t)type_at(f, type)->size;
    if (is_unsigned(f, type)) op.flags |= OP_UNSIGNED;
    if (shifts(o) && !is_unsigned(f, right.type)) op.flags |= OP_SIGNED_COUNT;
    if (right.constant) op.flags |= OP_CONSTANT;
    else if (right.temporary) op.flags |= OP_KILL_SOURCE;
    if (left.temporary) op.flags |= OP_KILL_BASE;
    value_release(f, left);
    value_release(f, right);
    emit_op(f, op);
    return type;
}
