/* Where the value of an expression flows (cmd/compile's escape/expr.go). */
#include "go/escape/graph.h"

void escape_discard(struct visit *v, struct ir_node *n) {
    escape_expression(v, escape_blank_hole(v), n);
}

void escape_discards(struct visit *v, struct ir_node *list) {
    for (struct ir_node *n = list; n; n = n->next) escape_discard(v, n);
}

static struct ir_node *element_of(struct ir_node *n) {
    return n->op == IR_KEYED ? n->x : n;
}

static void elements(struct visit *v, struct hole k, struct ir_node *literal, const char *why) {
    for (struct ir_node *n = literal->list; n; n = n->next)
        escape_expression(v, escape_noted(v->batch, k, literal, why), element_of(n));
}

static void to_heap(struct visit *v, struct ir_node *n, const struct ir_node *where,
                    const char *why) {
    escape_expression(v, escape_noted(v->batch, escape_heap_hole(v), where, why), n);
}

/* Maps keep their keys and values on the heap, wherever they are themselves. */
static void map_elements(struct visit *v, struct ir_node *literal) {
    for (struct ir_node *n = literal->list; n; n = n->next) {
        to_heap(v, n->y, literal, "map literal key");
        to_heap(v, n->x, literal, "map literal value");
    }
}

/* Assignments in straight-line code before the first capture do not count as such: the literal
 * sees the variable's last value. */
static void capture(struct visit *v, const struct ir_function *literal) {
    for (uint32_t i = 0; i < literal->capture_count; i++) {
        struct ir_location *l = escape_location_of(v->batch, literal->captures[i].variable);
        if (l->captured) continue;
        l->captured = true;
        if (l->loop_depth == v->loop_depth) l->reassigned = false;
    }
}

static void closure(struct visit *v, struct hole k, struct ir_node *n) {
    struct batch *b = v->batch;
    k = escape_spill(v, k, n);
    struct closure *all = pool_grow(b->pool, b->closures, b->closure_count, sizeof *all);
    if (!all) return;
    b->closures = all;
    all[b->closure_count++] = (struct closure){k, n};
    if (!escape_is_inner(n->function)) return;
    capture(v, n->function);
    escape_body(b, n->function);
}

/* Nothing is known of how x.M will be called: its results may go anywhere. */
static void method_value(struct visit *v, struct hole k, struct ir_node *n) {
    struct batch *b = v->batch;
    uint32_t count = n->function ? n->function->result_count : 0;
    struct hole *results = pool_alloc(b->pool, (count + 1) * sizeof *results);
    if (!results) return;
    struct hole into[2];
    into[1] = escape_spill(v, k, n);
    for (uint32_t i = 0; i < count; i++) results[i] = escape_heap_hole(v);
    into[0] = escape_parameter_hole(v, results, n->function, 0);
    escape_expression(v, escape_tee(v, into, 2), n->x);
}

static void variable(struct visit *v, struct hole k, const struct ir_variable *x) {
    if (x->class != VARIABLE_GLOBAL) escape_flow(v->batch, k, escape_location_of(v->batch, x));
}

/* Operands behind the first: they only have effects. */
static void other_operands(struct visit *v, struct ir_node *n) {
    escape_discard(v, n->y);
    escape_discard(v, n->z);
    escape_discard(v, n->w);
}

static struct hole of_index(struct batch *b, struct hole k, const struct ir_node *n) {
    if (go_underlying(n->x->type)->kind == GO_KIND_ARRAY)
        return escape_noted(b, k, n, "fixed-array-index-of");
    return escape_dereferenced(b, k, n, "dot of pointer"); /* in these words there too */
}

/* What allocates, and calls: visited wholly. */
static void whole(struct visit *v, struct hole k, struct ir_node *n) {
    switch (n->op) {
    case IR_VARIABLE: variable(v, k, n->variable); break;
    case IR_STRUCT_LITERAL: elements(v, k, n, "struct literal element"); break;
    case IR_ARRAY_LITERAL: elements(v, k, n, "array literal element"); break;
    case IR_SLICE_LITERAL: elements(v, escape_spill(v, k, n), n, "slice-literal-element"); break;
    case IR_MAP_LITERAL:
        escape_spill(v, k, n);
        map_elements(v, n);
        break;
    case IR_NEW: escape_spill(v, k, n); break;
    case IR_MAKE_SLICE:
    case IR_MAKE_MAP: escape_spill(v, k, n); /* fall through */
    case IR_MAKE_CHANNEL:
        escape_discard(v, n->x);
        escape_discard(v, n->y);
        break;
    case IR_CONCAT: /* copies them */
        escape_spill(v, k, n);
        escape_discards(v, n->list);
        break;
    case IR_CLOSURE: closure(v, k, n); break;
    case IR_METHOD_VALUE: method_value(v, k, n); break;
    case IR_CALL:
    case IR_CALL_INTERFACE:
    case IR_LEN:
    case IR_CAP:
    case IR_APPEND:
    case IR_COPY:
    case IR_DELETE:
    case IR_CLOSE:
    case IR_PANIC:
    case IR_RECOVER:
    case IR_PRINT: escape_call(v, &k, n); break;
    default: break; /* constants, functions, types */
    }
}

/* What is built around its first operand: the hole for that. NULL: it is none of these. */
static struct ir_node *first_operand(struct visit *v, struct hole *k, struct ir_node *n) {
    struct batch *b = v->batch;
    switch (n->op) {
    case IR_ADDRESS: *k = escape_addressed(b, *k, n, "address-of"); break;
    case IR_FOLLOW: *k = escape_dereferenced(b, *k, n, "indirection"); break;
    case IR_FIELD: *k = escape_noted(b, *k, n, "dot"); break;
    case IR_POINTER_FIELD: *k = escape_dereferenced(b, *k, n, "dot of pointer"); break;
    case IR_ASSERT: *k = escape_unboxed(b, *k, n->type, n, "dot"); break;
    case IR_INDEX: *k = of_index(b, *k, n); break;
    case IR_SLICE: *k = escape_noted(b, *k, n, "slice"); break;
    case IR_CONVERT: break;
    case IR_TO_INTERFACE:
        if (!go_is_interface(n->x->type) && !go_is_direct(n->x->type)) *k = escape_spill(v, *k, n);
        *k = escape_noted(b, *k, n, "interface-converted");
        break;
    case IR_TO_STRING:
    case IR_FROM_STRING: escape_spill(v, *k, n); /* fall through */
    case IR_MAP_INDEX:                           /* what is in a map or channel is on the heap */
    case IR_RECEIVE:
    case IR_UNARY:
    case IR_BINARY: *k = escape_blank_hole(v); break;
    case IR_POINTER_LITERAL: *k = escape_spill(v, *k, n); break;
    default: return NULL;
    }
    return n->x;
}

/* A value without pointers keeps nothing alive. */
static bool carries_nothing(const struct hole *k, const struct ir_node *n) {
    return k->derefs >= 0 && n->type && !go_is_untyped(n->type) && !go_has_pointers(n->type);
}

/* Chains to the left, a + b + c + ..., may be long: they are not visited by recursion. */
void escape_expression(struct visit *v, struct hole k, struct ir_node *n) {
    struct batch *b = v->batch;
    uint32_t base = b->spine.count;
    while (n) {
        escape_statements(v, n->init);
        if (carries_nothing(&k, n)) k.to = &b->blank;
        struct ir_node *first = first_operand(v, &k, n);
        if (!first) whole(v, k, n);
        else if (n->y || n->z || n->w) escape_push(b->pool, &b->spine, n);
        n = first;
    }
    while (b->spine.count > base) other_operands(v, escape_pop(&b->spine));
}
