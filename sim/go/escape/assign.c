/* Assignments: where they store, and what is assigned again (cmd/compile's escape/assign.go).
 *
 * A store through any pointer, slice or map counts as one to the heap. */
#include "go/escape/graph.h"
#include "go/escape/report.h"

static struct hole map_target(struct visit *v, struct ir_node *n) {
    struct hole heap = escape_heap_hole(v);
    escape_discard(v, n->x);
    escape_expression(v, escape_noted(v->batch, heap, n, "key of map put"), n->y);
    return heap;
}

static struct hole variable_target(struct visit *v, const struct ir_variable *x) {
    if (x->class == VARIABLE_GLOBAL) return escape_heap_hole(v);
    return escape_hole(escape_location_of(v->batch, x));
}

static bool is_array_element(const struct ir_node *n) {
    return n->op == IR_INDEX && go_underlying(n->x->type)->kind == GO_KIND_ARRAY;
}

struct hole escape_target(struct visit *v, struct ir_node *n) {
    while (n && (n->op == IR_FIELD || is_array_element(n))) {
        if (n->op == IR_INDEX) escape_discard(v, n->y);
        n = n->x;
    }
    if (!n) return escape_blank_hole(v);
    switch (n->op) {
    case IR_BLANK: return escape_blank_hole(v);
    case IR_VARIABLE: return variable_target(v, n->variable);
    case IR_MAP_INDEX: return map_target(v, n);
    case IR_INDEX:
        escape_discard(v, n->y);
        escape_discard(v, n->x);
        break;
    default: escape_discard(v, n); break; /* *p, p.f */
    }
    return escape_heap_hole(v);
}

struct hole escape_declare(struct visit *v, struct ir_variable *variable) {
    struct ir_location *l = escape_location_of(v->batch, variable);
    l->loop_depth = v->loop_depth;
    return escape_hole(l);
}

/* A variable is assigned again unless it is by the statement that declares it. What a range clause
 * declares is assigned by each iteration. */
static bool declares(const struct ir_node *statement, const struct ir_node *target) {
    if (target->op != IR_VARIABLE || statement->op == IR_RANGE) return false;
    return (target->flags & FLAG_DEFINE) || (statement->op == IR_ASSIGN && !statement->y);
}

static uint32_t length_of(const struct ir_node *list) {
    uint32_t length = 0;
    for (const struct ir_node *n = list; n; n = n->next) length++;
    return length;
}

struct hole *escape_targets(struct visit *v, struct ir_node *targets) {
    struct hole *holes = pool_alloc(v->batch->pool, length_of(targets) * sizeof *holes);
    if (!holes) return NULL;
    uint32_t i = 0;
    for (struct ir_node *n = targets; n; n = n->next) holes[i++] = escape_target(v, n);
    return holes;
}

void escape_mark_reassigned(const struct ir_node *targets, const struct hole *holes,
                            const struct ir_node *statement) {
    uint32_t i = 0;
    for (const struct ir_node *n = targets; n; n = n->next, i++)
        if (!declares(statement, n)) holes[i].to->reassigned = true;
}

static void assign_one(struct visit *v, struct hole k, const struct ir_node *target,
                       struct ir_node *source, const char *why, struct ir_node *statement) {
    if (source && escape_is_self_assignment(target, source)) {
        report_self_assignment(v, statement);
        k = escape_blank_hole(v);
    }
    escape_expression(v, escape_noted(v->batch, k, statement, why), source);
}

void escape_assign(struct visit *v, struct ir_node *targets, struct ir_node *sources,
                   const char *why, struct ir_node *statement) {
    struct hole *holes = escape_targets(v, targets);
    if (!holes) return;
    uint32_t i = 0;
    struct ir_node *source = sources;
    for (const struct ir_node *n = targets; n; n = n->next) {
        struct ir_node *after = source ? source->next : NULL;
        assign_one(v, holes[i++], n, source, why, statement);
        source = after;
    }
    escape_mark_reassigned(targets, holes, statement);
}
