/* Values, sums and tests. */
#include "scenario/value.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "scenario/token.h"

/* ---- values ---- */

static const struct value BAD_VALUE = {.constant = true, .type = TYPE_BAD};

static bool can_be_moved(struct lowering *f, struct place p) {
    if (p.type == TYPE_BAD) return false;
    if (slots_of(f, p.type) <= VALUE_WORDS_MAX) return true;
    problem_at(f->reader, f->node,
               "%s is larger than %d words; use its fields or elements one by one",
               type_at(f, p.type)->name, VALUE_WORDS_MAX);
    return false;
}

struct value value_of_place(struct lowering *f, struct place p) {
    if (!can_be_moved(f, p)) return BAD_VALUE;
    if (place_is_slots(f, p)) return (struct value){.slot = place_slot(p), .type = p.type};
    int32_t slot = temporary_for(f, p.type);
    place_load(f, p, slot);
    return (struct value){.slot = slot, .temporary = true, .type = p.type};
}

/* A constant that fits the 32 bits of an operand stays one; a larger one goes to a temporary. */
static struct value value_of_number(struct lowering *f, int64_t number) {
    struct value v = {.constant = true, .number = number, .type = TYPE_NUMBER};
    if (number == (int32_t)number && number != NO_SLOT) return v;
    v.constant = false;
    v.temporary = true;
    v.slot = temporary_take(f, false);
    emit_op(f, (struct op){.code = OP_CONST,
                           .a = v.slot,
                           .b = (int32_t)(uint32_t)number,
                           .c = (int32_t)(uint32_t)((uint64_t)number >> 32)});
    return v;
}

static struct value take_address(struct lowering *f, const char **at) {
    char name[NAME_SIZE];
    (*at)++;
    if (!take_name(at, name, sizeof name)) {
        problem_at(f->reader, f->node, "expected a variable behind \"&\"");
        return BAD_VALUE;
    }
    struct place p = place_named(f, name);
    if (p.type == TYPE_BAD) return BAD_VALUE;
    if (p.kind != PLACE_SLOT) {
        problem_at(f->reader, f->node, "\"&\" takes a variable of this function, not a global");
        return BAD_VALUE;
    }
    struct value v = {.temporary = true, .type = program_pointer_to(f->program, p.type)};
    v.slot = temporary_take(f, true);
    emit_op(f, (struct op){.code = OP_ADDRESS, .a = v.slot, .b = p.slot});
    return v;
}

static struct value take_operand(struct lowering *f, const char **at) {
    int64_t number;
    skip_space(at);
    if (**at == '&') return take_address(f, at);
    if (take_number(at, &number)) {
        if (errno == ERANGE) problem_at(f->reader, f->node, "the number does not fit 64 bits");
        return value_of_number(f, number);
    }
    if (take_word(at, "nil")) return (struct value){.constant = true, .type = TYPE_NIL};
    return value_of_place(f, take_place(f, at));
}

static struct value to_slot(struct lowering *f, struct value v) {
    if (!v.constant) return v;
    int32_t slot = temporary_take(f, v.type == TYPE_NIL);
    emit_op(f,
            (struct op){
                .code = OP_CONST, .a = slot, .b = (int32_t)v.number, .c = v.number < 0 ? -1 : 0});
    return (struct value){.slot = slot, .temporary = true, .type = v.type};
}

/* left ("+" | "-") right, into a slot. */
static uint32_t emit_sum(struct lowering *f, struct value left, char sign, struct value right,
                         int32_t slot) {
    if (left.type == TYPE_BAD || right.type == TYPE_BAD) return TYPE_BAD;
    if (!is_number(f, left.type) || !is_number(f, right.type)) {
        problem_at(f->reader, f->node, "only numbers can be added and subtracted");
        return TYPE_BAD;
    }
    if (is_real(left.type) && is_real(right.type) && left.type != right.type) {
        problem_at(f->reader, f->node, "%s and %s cannot be added or subtracted",
                   type_words_for(f, left.type), type_words_for(f, right.type));
        return TYPE_BAD;
    }
    left = to_slot(f, left);
    struct op op = {.code = sign == '+' ? OP_ADD : OP_SUBTRACT, .a = slot, .b = left.slot};
    op.c = right.constant ? (int32_t)right.number : right.slot;
    if (right.constant) op.flags |= OP_CONSTANT;
    else if (right.temporary) op.flags |= OP_KILL_SOURCE;
    if (left.temporary) op.flags |= OP_KILL_BASE;
    value_release(f, left);
    value_release(f, right);
    emit_op(f, op);
    return left.type == TYPE_NUMBER ? right.type : left.type;
}

static bool number_node(struct lowering *f, const cJSON *node, int64_t *number) {
    if (!cJSON_IsNumber(node)) return false;
    const int64_t limit = (int64_t)1 << 53; /* beyond it a JSON number is not exact */
    expect_kind(f->reader, node, is_integer(node, -limit, limit), "a whole number up to 2^53");
    *number = is_integer(node, -limit, limit) ? (int64_t)node->valuedouble : 0;
    return true;
}

static bool sum_follows(const char **at, char *sign) {
    skip_space(at);
    *sign = **at;
    if (*sign != '+' && *sign != '-') return false;
    (*at)++;
    return true;
}

struct value value_read(struct lowering *f, const cJSON *node) {
    int64_t number;
    char sign;
    f->node = node;
    if (number_node(f, node, &number)) return value_of_number(f, number);
    if (!expect_kind(f->reader, node, cJSON_IsString(node), "a value: a number or a string"))
        return BAD_VALUE;
    const char *at = node->valuestring;
    struct value v = take_operand(f, &at);
    if (v.type != TYPE_BAD && sum_follows(&at, &sign)) {
        struct value right = take_operand(f, &at);
        int32_t slot = temporary_take(f, false);
        v = (struct value){
            .slot = slot, .temporary = true, .type = emit_sum(f, v, sign, right, slot)};
    }
    if (v.type != TYPE_BAD && !expect_end(f, at)) return BAD_VALUE;
    return v;
}

/* A constant is the first word; nil is 0 in all of them. */
void value_into(struct lowering *f, struct value v, int32_t slot, uint32_t words) {
    if (!v.constant) {
        move_slots(f, slot, v.slot, words, v.temporary);
        value_release(f, v);
        return;
    }
    for (int32_t i = 0; i < (int32_t)words; i++)
        emit_op(f, (struct op){.code = OP_CONST,
                               .a = slot + i,
                               .b = i == 0 ? (int32_t)v.number : 0,
                               .c = i == 0 && v.number < 0 ? -1 : 0});
}

/* Where a value is to go: slots of a known type, or those of a variable that is made for it. */
struct target {
    int32_t slot;
    uint32_t type;     /* TYPE_BAD: that of the value */
    uint32_t reserved; /* words of the frame when the first slot was taken; 0: no new variable */
};

/* A new variable of several words takes the slots next to its first; if a temporary is there by
 * now, others. */
static int32_t target_slot(struct lowering *f, struct target *t, uint32_t type) {
    uint32_t words = slots_of(f, type);
    if (t->reserved == 0 || words == 1) return t->slot;
    t->slot = words_add(f, t->reserved == f->words ? words - 1 : words);
    return t->slot;
}

/* A place or a sum is evaluated straight into the slot: one operation, no temporary. */
static uint32_t read_into(struct lowering *f, const cJSON *node, struct target *to) {
    f->node = node;
    const char *string = cJSON_IsString(node) ? node->valuestring : "";
    const char *at = string;
    char sign;
    if ((is_name_start(*at) || *at == '*') && strcmp(at, "nil") != 0) {
        struct place p = take_place(f, &at);
        if (p.type == TYPE_BAD) return TYPE_BAD;
        if (sum_follows(&at, &sign)) {
            struct value left = value_of_place(f, p);
            uint32_t sum = emit_sum(f, left, sign, take_operand(f, &at), to->slot);
            return expect_end(f, at) && type_accepts(f, to->type, sum) ? sum : TYPE_BAD;
        }
        if (!expect_end(f, at) || !type_accepts(f, to->type, p.type)) return TYPE_BAD;
        if (!can_be_moved(f, p)) return TYPE_BAD;
        place_load(f, p, target_slot(f, to, p.type));
        return p.type;
    }
    struct value v = value_read(f, node);
    if (v.type == TYPE_BAD || !type_accepts(f, to->type, v.type)) return TYPE_BAD;
    uint32_t type = to->type == TYPE_BAD ? v.type : to->type;
    value_into(f, v, target_slot(f, to, v.type), slots_of(f, type));
    return v.type;
}

uint32_t value_read_into(struct lowering *f, const cJSON *node, int32_t slot, uint32_t type) {
    struct target to = {.slot = slot, .type = type};
    return read_into(f, node, &to);
}

uint32_t value_read_new(struct lowering *f, const cJSON *node, int32_t *slot) {
    struct target to = {.slot = words_add(f, 1), .type = TYPE_BAD, .reserved = f->words};
    uint32_t type = read_into(f, node, &to);
    *slot = to.slot;
    return type;
}

/* ---- tests ---- */

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

static uint32_t emit_test(struct lowering *f, const struct relation *relation, struct value left,
                          struct value right) {
    enum op_code code = jump_if_false(relation, &left, &right);
    left = to_slot(f, left);
    struct op op = {.code = (uint16_t)code, .a = left.slot};
    op.b = right.constant ? (int32_t)right.number : right.slot;
    if (right.constant) op.flags |= OP_CONSTANT;
    else if (right.temporary) op.flags |= OP_KILL_SOURCE;
    if (left.temporary) op.flags |= OP_KILL_BASE;
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
        return left == right && one_word;
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
    struct value left = take_operand(f, &at);
    if (left.type == TYPE_BAD) return 0;
    const struct relation *relation = take_relation(&at);
    if (!relation) {
        problem_at(f->reader, node, "expected one of == != < <= > >= in the test");
        return 0;
    }
    struct value right = take_operand(f, &at);
    if (right.type == TYPE_BAD || !expect_end(f, at)) return 0;
    if (!can_be_compared(f, left.type, right.type)) {
        problem_at(f->reader, node, "%s cannot be compared with %s", type_words_for(f, left.type),
                   type_words_for(f, right.type));
        return 0;
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
