/* What statements make flow (cmd/compile's escape/stmt.go). */
#include "go/escape/graph.h"

/* A block keeps the loop depth that it began with; labels inside may have raised it. */
static void block(struct visit *v, struct ir_node *list) {
    uint32_t depth = v->loop_depth;
    escape_statements(v, list);
    v->loop_depth = depth;
}

static void for_loop(struct visit *v, struct ir_node *n) {
    escape_statements(v, n->list);
    v->loop_depth++;
    escape_discard(v, n->x);
    escape_statement(v, n->y);
    block(v, n->list2);
    v->loop_depth--;
}

static void mark_range_target(const struct ir_node *n, struct hole k) {
    if (n) k.to->reassigned = true;
}

static void declare_range_variable(struct visit *v, const struct ir_node *target) {
    if (target && target->op == IR_VARIABLE && (target->flags & FLAG_DEFINE))
        escape_declare(v, target->variable);
}

/* The variables are those of the whole loop, so they belong to the depth outside. The key takes
 * nothing along. */
static void range(struct visit *v, struct ir_node *n) {
    struct batch *b = v->batch;
    declare_range_variable(v, n->y);
    declare_range_variable(v, n->z);
    struct ir_location *operand = escape_location(v, NULL, NULL, false);
    escape_expression(v, escape_hole(operand), n->x);
    v->loop_depth++;
    struct hole key = escape_target(v, n->y), value = escape_target(v, n->z);
    bool is_array = go_underlying(n->x->type)->kind == GO_KIND_ARRAY;
    escape_flow(b,
                is_array ? escape_noted(b, value, n, "range")
                         : escape_dereferenced(b, value, n, "range-deref"),
                operand);
    mark_range_target(n->y, key);
    mark_range_target(n->z, value);
    block(v, n->list2);
    v->loop_depth--;
}

static void cases(struct visit *v, struct ir_node *list) {
    for (struct ir_node *n = list; n; n = n->next) {
        escape_discards(v, n->list);
        block(v, n->list2);
    }
}

static uint32_t length_of(const struct ir_node *list) {
    uint32_t length = 0;
    for (const struct ir_node *n = list; n; n = n->next) length++;
    return length;
}

/* The value flows into the variable of every clause that could point at something. */
static void type_switch(struct visit *v, struct ir_node *n) {
    struct hole *holes = pool_alloc(v->batch->pool, length_of(n->list2) * sizeof *holes);
    uint32_t count = 0;
    if (!holes) return;
    escape_statements(v, n->list);
    for (struct ir_node *clause = n->list2; clause; clause = clause->next) {
        if (!clause->variable) continue;
        struct hole k = escape_declare(v, clause->variable);
        const struct go_type *type = clause->variable->type;
        if (go_has_pointers(type))
            holes[count++] = escape_unboxed(v->batch, k, type, clause, "switch case");
    }
    escape_expression(v, escape_tee(v, holes, count), n->x);
    cases(v, n->list2);
}

static void communications(struct visit *v, struct ir_node *list) {
    for (struct ir_node *n = list; n; n = n->next) {
        escape_statements(v, n->init);
        escape_statement(v, n->x);
        block(v, n->list2);
    }
}

/* `else if` may be repeated often: no recursion. */
static void if_else(struct visit *v, struct ir_node *n) {
    uint32_t depth = v->loop_depth;
    for (; n && n->op == IR_IF; n = n->z) {
        escape_statements(v, n->init);
        escape_statements(v, n->list);
        escape_discard(v, n->x);
        block(v, n->list2);
    }
    if (n) escape_statement(v, n);
    v->loop_depth = depth;
}

static void send(struct visit *v, struct ir_node *n) {
    escape_discard(v, n->x);
    escape_expression(v, escape_noted(v->batch, escape_heap_hole(v), n, "send"), n->y);
}

static void assign_results(struct visit *v, struct ir_node *n) {
    escape_statements(v, n->x->init);
    struct hole *holes = escape_targets(v, n->list);
    if (!holes) return;
    escape_call(v, holes, n->x);
    escape_mark_reassigned(n->list, holes, n);
}

static const char *reason_of_ok(const struct ir_node *n) {
    switch (n->x->op) {
    case IR_MAP_INDEX: return "assign-pair-mapr";
    case IR_RECEIVE: return "assign-pair-receive";
    default: return "assign-pair-dot-type";
    }
}

static void return_values(struct visit *v, struct ir_node *n) {
    struct batch *b = v->batch;
    const struct ir_function *f = v->function;
    struct ir_node *source = n->list;
    for (uint32_t i = 0; i < f->result_count; i++) {
        struct hole k = escape_hole(escape_location_of(b, f->results[i]));
        if (source) escape_expression(v, escape_noted(b, k, n, "return"), source);
        if (source) source = source->next;
    }
    for (uint32_t i = 0; i < f->result_count; i++)
        escape_location_of(b, f->results[i])->reassigned = true;
}

static void evaluate(struct visit *v, struct ir_node *n) {
    if (n->op == IR_RECEIVE) {
        escape_discard(v, n);
        return;
    }
    escape_statements(v, n->init);
    escape_call(v, NULL, n);
}

void escape_statement(struct visit *v, struct ir_node *n) {
    if (!n) return;
    escape_statements(v, n->init);
    switch (n->op) {
    case IR_DECLARE: escape_declare(v, n->variable); break;
    case IR_ASSIGN: escape_assign(v, n->x, n->y, "assign", n); break;
    case IR_ASSIGN_OPERATION: escape_assign(v, n->x, n->y, "assign", n); break;
    case IR_ASSIGN_LIST: escape_assign(v, n->list, n->list2, "assign-pair", n); break;
    case IR_ASSIGN_RESULTS: assign_results(v, n); break;
    case IR_ASSIGN_OK: escape_assign(v, n->list, n->x, reason_of_ok(n), n); break;
    case IR_BLOCK: escape_statements(v, n->list); break;
    case IR_EVALUATE: evaluate(v, n->x); break;
    case IR_SEND: send(v, n); break;
    case IR_GO:
    case IR_DEFER: escape_go_or_defer(v, n); break;
    case IR_RETURN: return_values(v, n); break;
    case IR_IF: if_else(v, n); break;
    case IR_FOR: for_loop(v, n); break;
    case IR_RANGE: range(v, n); break;
    case IR_SWITCH:
        escape_statements(v, n->list);
        escape_discard(v, n->x);
        cases(v, n->list2);
        break;
    case IR_TYPE_SWITCH: type_switch(v, n); break;
    case IR_SELECT: communications(v, n->list2); break;
    case IR_LABEL:
        if (n->flags & FLAG_LOOP) v->loop_depth++;
        break;
    default: break; /* jumps */
    }
}

void escape_statements(struct visit *v, struct ir_node *list) {
    for (struct ir_node *n = list; n; n = n->next) escape_statement(v, n);
}

void escape_body(struct batch *b, struct ir_function *f) {
    struct visit v = {.batch = b, .function = f, .loop_depth = 1};
    block(&v, f->body);
}
