/* Tests: "p != nil". */
#include <string.h>

#include "scenario/token.h"
#include "scenario/value.h"

struct relation {
    const char *sign;
    enum op_code jump_if_false;
    bool swapped; /* the operands change places */
};

static const struct relation RELATIONS[] = {
    {"==", OP_JUMP_UNEQUAL, false}, {"!=", OP_JUMP_EQUAL, false},   {"<=", OP_JUMP_LESS, true},
    {">=", OP_JUMP_LESS, false},    {"<", OP_JUMP_NOT_LESS, false}, {">", OP_JUMP_NOT_LESS, true},
};

static const struct relation *take_relation(const char **at) {
    skip_space(at);
    for (size_t i = 0; i < sizeof RELATIONS / sizeof RELATIONS[0]; i++) {
        size_t length = strlen(RELATIONS[i].sign);
        if (strncmp(*at, RELATIONS[i].sign, length) != 0) continue;
        *at += length;
        return &RELATIONS[i];
    }
    return NULL;
}

/* a <= 3 is a < 4, and a > 3 is a >= 4: so the constant need not go to a register. */
static enum op_code jump_if_false(const struct relation *relation, struct value *left,
                                  struct value *right) {
    if (!relation->swapped) return relation->jump_if_false;
    if (right->constant && right->number < INT32_MAX) {
        right->number++;
        return relation->jump_if_false == OP_JUMP_LESS ? OP_JUMP_NOT_LESS : OP_JUMP_LESS;
    }
    struct value was_left = *left;
    *left = *right;
    *right = was_left;
    return relation->jump_if_false;
}

static bool is_unsigned(const struct lowering *f, uint32_t type) {
    return is_real(type) && type_at(f, type)->kind == TYPE_INTEGER && !type_at(f, type)->is_signed;
}

static uint32_t emit_test(struct lowering *f, const struct relation *relation, struct value left,
                          struct value right) {
    enum op_code code = jump_if_false(relation, &left, &right);
    left = value_to_slot(f, left);
    struct op op = {.code = (uint16_t)code, .a = left.slot};
    op.b = right.constant ? (int32_t)right.number : right.slot;
    if (right.constant) op.flags |= OP_CONSTANT;
    else if (right.temporary) op.flags |= OP_KILL_SOURCE;
    if (left.temporary) op.flags |= OP_KILL_BASE;
    if (is_unsigned(f, left.type) || is_unsigned(f, right.type)) op.flags |= OP_UNSIGNED;
    value_release(f, left);
    value_release(f, right);
    return emit_op(f, op);
}

/* Go compares slices, maps and functions with nil only; strings, structs and interfaces take more
 * than one instruction. */
static bool can_be_compared(const struct lowering *f, uint32_t left, uint32_t right) {
    if (is_real(left) && is_real(right)) {
        enum type_kind kind = type_at(f, left)->kind;
        bool one_word = kind == TYPE_INTEGER || kind == TYPE_POINTER || kind == TYPE_CHANNEL;
        return left == right && (one_word || kind == TYPE_STRING);
    }
    return is_number(f, left) ? is_number(f, right) : has_nil(f, left) && has_nil(f, right);
}

/* The first word tells whether a value is nil; what else was loaded must not live on. */
static void drop_rest(struct lowering *f, struct value v) {
    uint32_t words = slots_of(f, v.type);
    if (!v.temporary || words == 1) return;
    emit_op(f, (struct op){.code = OP_CLEAR, .a = v.slot + 1, .b = (int32_t)words - 1});
}

uint32_t test_read(struct lowering *f, const cJSON *node) {
    f->node = node;
    if (!expect_kind(f->reader, node, cJSON_IsString(node), "a test like \"p != nil\"")) return 0;
    const char *at = node->valuestring;
    struct value left = take_value(f, &at);
    if (left.type == TYPE_BAD) return 0;
    const struct relation *relation = take_relation(&at);
    if (!relation) {
        problem_at(f->reader, node, "expected one of == != < <= > >= in the test");
        return 0;
    }
    struct value right = take_value(f, &at);
    if (right.type == TYPE_BAD || !expect_end(f, at)) return 0;
    if (!can_be_compared(f, left.type, right.type)) {
        problem_at(f->reader, node, "%s cannot be compared with %s", type_words_for(f, left.type),
                   type_words_for(f, right.type));
        return 0;
    }
    if (is_string(f, left.type)) {
        left = emit_comparison(f, left, right);
        right = value_of_constant(0, TYPE_NUMBER);
    }
    drop_rest(f, left);
    drop_rest(f, right);
    if (has_nil(f, left.type) && relation->jump_if_false != OP_JUMP_EQUAL &&
        relation->jump_if_false != OP_JUMP_UNEQUAL) {
        problem_at(f->reader, node, "pointers have no order; expected == or !=");
        return 0;
    }
    return emit_test(f, relation, left, right);
}
