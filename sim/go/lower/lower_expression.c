/* Expressions: which file knows how to lower which node. */
#include "go/lower/context.h"

uint32_t lower_node_type(struct lower *f, const struct ir_node *n) {
    return n->type ? lower_type(f->unit, n->type) : f->unit->pointer_type;
}

/* &p.f: p must not be nil. A variable's own address never is. */
static bool is_behind_pointer(const struct ir_node *n) {
    while (n->op == IR_FIELD) n = n->x;
    return n->op == IR_POINTER_FIELD;
}

static struct lower_value address(struct lower *f, const struct ir_node *n, int32_t target) {
    if (n->x->op == IR_VARIABLE) {
        struct lower_value v = lower_variable_address(f, n->x->variable, target);
        v.type = lower_node_type(f, n);
        return v;
    }
    struct lower_place p = lower_place_of(f, n->x);
    if (p.kind == LOWER_MEMORY && is_behind_pointer(n->x) && lower_type_at(f, p.type)->size)
        lower_check_nil(f, lower_in_slot(p.slot, f->unit->pointer_type));
    struct lower_value v = lower_address(f, p, target);
    v.type = lower_node_type(f, n);
    return v;
}

static struct lower_value conversion(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n);
    if (go_underlying(n->x->type)->kind == GO_KIND_SLICE &&
        lower_type_at(f, type)->kind == TYPE_POINTER)
        return lower_slice_to_array(f, n, target);
    struct lower_value v = lower_expression(f, n->x, target);
    return lower_convert(f, v, type, target);
}

static struct lower_value recovered(struct lower *f, const struct ir_node *n, int32_t target) {
    struct lower_value v = lower_made(f, lower_node_type(f, n), target);
    lower_op(f, (struct op){.code = OP_RECOVER, .a = v.slot});
    return v;
}

static struct lower_value from_place(struct lower *f, const struct ir_node *n, int32_t target) {
    struct lower_place p =
        n->op == IR_MAP_INDEX ? lower_map_place(f, n, true) : lower_place_of(f, n);
    return lower_load(f, p, target);
}

static struct lower_value lower_node(struct lower *f, const struct ir_node *n, int32_t target) {
    switch ((enum ir_op)n->op) {
    case IR_VARIABLE:
    case IR_FOLLOW:
    case IR_FIELD:
    case IR_POINTER_FIELD:
    case IR_INDEX:
    case IR_MAP_INDEX: return from_place(f, n, target);
    case IR_CONSTANT: return lower_go_constant(f, n->constant, lower_node_type(f, n));
    case IR_NIL: return lower_constant(lower_node_type(f, n), 0);
    case IR_FUNCTION: return lower_function_value(f, n->function, lower_node_type(f, n));
    case IR_ADDRESS: return address(f, n, target);
    case IR_SLICE: return lower_slicing(f, n, target);
    case IR_ASSERT: return lower_assert(f, n, NO_SLOT, target);
    case IR_CONVERT: return conversion(f, n, target);
    case IR_TO_INTERFACE: return lower_box(f, n, target);
    case IR_TO_STRING: return lower_to_string(f, n, target);
    case IR_FROM_STRING: return lower_from_string(f, n, target);
    case IR_UNARY: return lower_unary(f, n, target);
    case IR_BINARY: return lower_binary(f, n, target);
    case IR_CONCAT: return lower_concat(f, n, target);
    case IR_STRUCT_LITERAL:
    case IR_ARRAY_LITERAL: return lower_struct_or_array(f, n, target);
    case IR_SLICE_LITERAL: return lower_slice_literal(f, n, target);
    case IR_MAP_LITERAL: return lower_map_literal(f, n, target);
    case IR_POINTER_LITERAL: return lower_pointer_literal(f, n, target);
    case IR_CLOSURE: return lower_closure(f, n, target);
    case IR_METHOD_VALUE: return lower_method_value(f, n, target);
    case IR_NEW: return lower_new(f, n, target);
    case IR_MAKE_SLICE: return lower_make_slice(f, n, target);
    case IR_MAKE_MAP: return lower_make_map(f, n, target);
    case IR_MAKE_CHANNEL: return lower_make_channel(f, n, target);
    case IR_CALL:
    case IR_CALL_INTERFACE: return lower_call(f, n, target);
    case IR_LEN:
    case IR_CAP: return lower_extent(f, n, target);
    case IR_APPEND: return lower_append(f, n, target);
    case IR_COPY: return lower_copy(f, n, target);
    case IR_RECOVER: return recovered(f, n, target);
    case IR_RECEIVE: return lower_receive(f, n, NO_SLOT, target);
    default: break;
    }
    CHECK_NEVER("a statement where an expression is wanted");
    return lower_constant(0, 0);
}

struct lower_value lower_expression(struct lower *f, const struct ir_node *n, int32_t target) {
    struct lower_value v;
    if (lower_take_done(f, n, &v)) return v;
    uint32_t line = f->line;
    if (n->init) lower_block(f, n->init);
    lower_at(f, n->pos);
    v = lower_node(f, n, target);
    f->line = line;
    return v;
}

struct lower_value lower_value_of(struct lower *f, const struct ir_node *n) {
    return lower_expression(f, n, NO_SLOT);
}

void lower_expression_into(struct lower *f, const struct ir_node *n, int32_t slot) {
    uint32_t type = lower_node_type(f, n);
    struct lower_value v = lower_expression(f, n, slot);
    if (v.constant || v.slot != slot) lower_into(f, v, slot, type);
}

static bool is_statement(const struct ir_node *n) {
    return n->op == IR_PANIC || n->op == IR_PRINT || n->op == IR_CLOSE || n->op == IR_DELETE;
}

void lower_evaluate(struct lower *f, const struct ir_node *n) {
    bool call = n->op == IR_CALL || n->op == IR_CALL_INTERFACE;
    if (is_statement(n)) lower_statement(f, n);
    else if (call) lower_drop(f, lower_expression(f, n, LOWER_NOWHERE));
    else lower_drop(f, lower_value_of(f, n));
}
