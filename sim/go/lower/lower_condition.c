/* Conditions: comparisons, and, or, not, as jumps. */
#include "go/lower/context.h"

static enum type_kind kind_of(const struct lower *f, struct lower_value v) {
    return lower_type_at(f, v.type)->kind;
}

static bool is_nil(struct lower_value v) {
    return v.constant && v.first == 0 && v.second == 0;
}

/* ---- words ---- */

static enum go_token mirrored(enum go_token op) {
    switch (op) {
    case GO_LESS: return GO_GREATER;
    case GO_LESS_EQUAL: return GO_GREATER_EQUAL;
    case GO_GREATER: return GO_LESS;
    case GO_GREATER_EQUAL: return GO_LESS_EQUAL;
    default: return op;
    }
}

static enum go_token opposite(enum go_token op) {
    switch (op) {
    case GO_EQUAL: return GO_UNEQUAL;
    case GO_UNEQUAL: return GO_EQUAL;
    case GO_LESS: return GO_GREATER_EQUAL;
    case GO_LESS_EQUAL: return GO_GREATER;
    case GO_GREATER: return GO_LESS_EQUAL;
    default: return GO_LESS;
    }
}

static void swap(struct lower_value *left, struct lower_value *right) {
    struct lower_value v = *left;
    *left = *right;
    *right = v;
}

/* There are jumps for <, and for not <: x > y is y < x, and x > 4 is not x < 5. */
static void only_less(enum go_token *op, struct lower_value *left, struct lower_value *right) {
    if (*op != GO_LESS_EQUAL && *op != GO_GREATER) return;
    if (lower_is_small(*right) && (int64_t)right->first < INT32_MAX) {
        right->first++;
        *op = *op == GO_GREATER ? GO_GREATER_EQUAL : GO_LESS;
        return;
    }
    swap(left, right);
    *op = mirrored(*op);
}

static void jump_words(struct lower *f, enum go_token op, struct lower_value left,
                       struct lower_value right, struct lower_label *to) {
    const struct type *t = lower_type_at(f, left.type);
    bool is_unsigned = t->kind == TYPE_INTEGER && !t->is_signed;
    if (left.constant) {
        swap(&left, &right);
        op = mirrored(op);
    }
    only_less(&op, &left, &right);
    left = lower_to_slot(f, left);
    if (!lower_is_small(right)) right = lower_to_slot(f, right);
    struct op jump = {.a = left.slot, .b = right.constant ? (int32_t)right.first : right.slot};
    jump.code = op == GO_EQUAL     ? OP_JUMP_EQUAL
                : op == GO_UNEQUAL ? OP_JUMP_UNEQUAL
                : op == GO_LESS    ? OP_JUMP_LESS
                                   : OP_JUMP_NOT_LESS;
    if (is_unsigned) jump.flags |= OP_UNSIGNED;
    jump.flags |= lower_kill_base(f, left);
    jump.flags |= right.constant ? OP_CONSTANT : lower_kill_source(f, right);
    lower_release(f, left);
    lower_release(f, right);
    lower_jump(f, jump, to);
}

/* ---- what is larger ---- */

static struct lower_value number(struct lower *f, uint64_t n) {
    return lower_constant(f->unit->basic[GO_KIND_INT], n);
}

/* One word of a value, the rest of which is not looked at. */
static void jump_on_word(struct lower *f, enum go_token op, struct lower_value v, uint32_t word,
                         struct lower_label *to) {
    uint32_t type = f->unit->basic[GO_KIND_INT];
    struct lower_value part = lower_word_value(v, word, type);
    if (v.temporary) {
        struct lower_value copy = lower_temporary(f, type);
        lower_into(f, part, copy.slot, type);
        lower_drop(f, v);
        part = copy;
    }
    jump_words(f, op, part, number(f, 0), to);
}

static void add_string_arguments(struct lower *f, struct lower_value v) {
    lower_word(f, v, 0);
    lower_word(f, v, 1);
}

static bool is_equality(enum go_token op) {
    return op == GO_EQUAL || op == GO_UNEQUAL;
}

static void compare_strings(struct lower *f, enum go_token op, struct lower_value left,
                            struct lower_value right, struct lower_label *to) {
    if (is_equality(op) && is_nil(left)) swap(&left, &right);
    if (is_equality(op) && is_nil(right)) {
        jump_on_word(f, op, left, 1, to);
        return;
    }
    uint32_t first = f->program->argument_count;
    add_string_arguments(f, left);
    add_string_arguments(f, right);
    struct lower_value result = lower_temporary(f, f->unit->basic[GO_KIND_INT]);
    lower_op(f, (struct op){.code = OP_COMPARE, .a = result.slot, .b = (int32_t)first});
    lower_release(f, left);
    lower_release(f, right);
    jump_words(f, op, result, number(f, 0), to);
}

/* NaN compares as 2: nothing holds of it but that it is unequal. */
static void compare_floats(struct lower *f, enum go_token op, struct lower_value left,
                           struct lower_value right, bool wanted, struct lower_label *to) {
    if (op == GO_GREATER || op == GO_GREATER_EQUAL) {
        swap(&left, &right);
        op = mirrored(op);
    }
    left = lower_to_slot(f, left);
    right = lower_to_slot(f, right);
    struct lower_value result = lower_temporary(f, f->unit->basic[GO_KIND_INT]);
    lower_op(f, (struct op){.code = OP_COMPARE_FLOAT,
                            .size = (uint8_t)lower_type_at(f, left.type)->size,
                            .a = result.slot,
                            .b = left.slot,
                            .c = right.slot});
    lower_release(f, left);
    lower_release(f, right);
    jump_words(f, wanted ? op : opposite(op), result, number(f, 0), to);
}

/* A slot as an argument, whose words are cleared afterwards, all of them. */
static void add_slot(struct lower *f, struct lower_value v) {
    program_add_argument(f->program, (struct argument){.value = v.slot});
}

static void compare_wholes(struct lower *f, enum go_token op, struct lower_value left,
                           struct lower_value right, struct lower_label *to) {
    left = lower_to_slot(f, left);
    right = lower_to_slot(f, right);
    uint32_t first = f->program->argument_count;
    add_slot(f, left);
    add_slot(f, right);
    struct lower_value result = lower_temporary(f, f->unit->basic[GO_KIND_BOOL]);
    lower_op(f,
             (struct op){
                 .code = OP_EQUAL, .a = result.slot, .b = (int32_t)first, .c = (int32_t)left.type});
    lower_drop(f, left);
    lower_drop(f, right);
    jump_words(f, opposite(op), result, lower_constant(result.type, 0), to);
}

static void compare_alike(struct lower *f, enum go_token op, struct lower_value left,
                          struct lower_value right, bool wanted, struct lower_label *to) {
    enum type_kind kind = kind_of(f, left);
    enum go_token jump = wanted ? op : opposite(op);
    bool has_header = kind == TYPE_INTERFACE || kind == TYPE_SLICE;
    if (has_header && is_nil(left)) swap(&left, &right);
    if (has_header && is_nil(right)) jump_on_word(f, jump, left, 0, to);
    else if (kind == TYPE_FLOAT) compare_floats(f, op, left, right, wanted, to);
    else if (kind == TYPE_STRING) compare_strings(f, jump, left, right, to);
    else if (type_is_word(lower_type_at(f, left.type))) jump_words(f, jump, left, right, to);
    else compare_wholes(f, jump, left, right, to);
}

/* ---- an interface and something else ---- */

/* Their types are compared first, then what the interface holds: nothing is allocated. */
static void compare_mixed(struct lower *f, enum go_token op, const struct go_type *type,
                          struct lower_value interface, struct lower_value other, bool wanted,
                          struct lower_label *to) {
    struct lower_label differs = {0};
    struct lower_value same = lower_temporary(f, f->unit->basic[GO_KIND_BOOL]), seen = interface;
    lower_set(f, same.slot, 0);
    other = lower_to_slot(f, other);
    lower_unless_type(f, interface, type, &differs);
    seen.temporary = false;
    struct lower_value borrowed = other;
    borrowed.temporary = false;
    compare_alike(f, GO_EQUAL, lower_unboxed(f, seen, type, NO_SLOT), borrowed, false, &differs);
    lower_set(f, same.slot, 1);
    lower_place_label(f, &differs);
    lower_drop(f, interface);
    lower_drop(f, other);
    jump_words(f, (op == GO_EQUAL) == wanted ? GO_UNEQUAL : GO_EQUAL, same,
               lower_constant(same.type, 0), to);
}

static bool holds_any(struct lower_side s) {
    return !s.nil && s.type && go_is_interface(s.type);
}

void lower_compare(struct lower *f, enum go_token op, struct lower_side left,
                   struct lower_side right, bool wanted, struct lower_label *to) {
    if (left.nil) left.v = lower_constant(right.v.type, 0);
    if (right.nil) right.v = lower_constant(left.v.type, 0);
    bool nil = left.nil || right.nil;
    if (nil || holds_any(left) == holds_any(right))
        compare_alike(f, op, left.v, right.v, wanted, to);
    else if (holds_any(left))
        compare_mixed(f, op, right.type, lower_to_slot(f, left.v), right.v, wanted, to);
    else compare_mixed(f, op, left.type, lower_to_slot(f, right.v), left.v, wanted, to);
}

static struct lower_side side(struct lower *f, const struct ir_node *n) {
    struct lower_side s = {.type = n->type, .nil = n->op == IR_NIL};
    if (s.nil) return s;
    s.v = go_is_string(n->type) ? lower_string_seen(f, n) : lower_value_of(f, n);
    return s;
}

static void comparison(struct lower *f, const struct ir_node *n, bool wanted,
                       struct lower_label *to) {
    lower_hoist_pair(f, n->x, n->y);
    struct lower_side left = side(f, n->x), right = side(f, n->y);
    lower_compare(f, (enum go_token)n->operator, left, right, wanted, to);
}

/* ---- and, or, not ---- */

/* x && y && z: each part may decide; where all have to be as wanted the last one jumps. */
static void all_parts(struct lower *f, const struct ir_node *n, bool wanted,
                      struct lower_label *to) {
    bool all_needed = (n->operator== GO_AND_AND) == wanted;
    struct lower_label skip = {0};
    struct lower_spine s = lower_spine_of(f, n, true);
    lower_condition(f, s.bottom, all_needed ? !wanted : wanted, all_needed ? &skip : to);
    while (s.count > 1)
        lower_condition(f, s.nodes[--s.count]->y, all_needed ? !wanted : wanted,
                        all_needed ? &skip : to);
    lower_condition(f, n->y, wanted, to);
    lower_place_label(f, &skip);
}

static void jump_if(struct lower *f, struct lower_value v, bool wanted, struct lower_label *to) {
    if (v.constant && (v.first != 0) != wanted) return;
    if (v.constant) lower_jump(f, (struct op){.code = OP_JUMP}, to);
    else jump_words(f, wanted ? GO_UNEQUAL : GO_EQUAL, v, lower_constant(v.type, 0), to);
}

void lower_condition(struct lower *f, const struct ir_node *n, bool wanted,
                     struct lower_label *to) {
    struct lower_value v;
    if (lower_take_done(f, n, &v)) {
        jump_if(f, v, wanted, to);
        return;
    }
    uint32_t line = f->line;
    bool binary = n->op == IR_BINARY;
    if (binary && n->init) lower_block(f, n->init);
    lower_at(f, n->pos);
    if (binary && (n->operator== GO_AND_AND || n->operator== GO_OR_OR)) all_parts(f, n, wanted, to);
    else if (binary && n->operator>= GO_EQUAL && n->operator<= GO_GREATER_EQUAL)
        comparison(f, n, wanted, to);
    else if (n->op == IR_UNARY && n->operator== GO_NOT) lower_condition(f, n->x, !wanted, to);
    else jump_if(f, lower_value_of(f, n), wanted, to);
    f->line = line;
}
