/* What is known of variables and functions once dead code is gone: assigned again? address taken?
 * captured? loops made of gotos? reachable from main? */
#include "go/ir/build.h"

#include <stdlib.h>

struct marking {
    struct ir_builder *builder;
    struct ir_function *function;
    const struct ir_node *spawned; /* the call of the go or defer statement met last */
};

/* expr.go: OuterValue. */
static struct ir_node *outer_value(struct ir_node *n) {
    for (;;) {
        bool inside = n->op == IR_FIELD || ir_is_renaming(n) ||
                      (n->op == IR_INDEX && go_underlying(n->x->type)->kind == GO_KIND_ARRAY);
        if (!inside) return n;
        n = n->x;
    }
}

/* x.f = ..., x.f.g = ..., x[i] = ... */
static void mark_part(struct ir_node *target) {
    struct ir_node *outer = outer_value(target), *part = target;
    if (outer == target || outer->op != IR_VARIABLE) return;
    while (part->x != outer) part = part->x;
    bool known = part->op == IR_FIELD && part->index < 64;
    outer->variable->assigned_fields |= known ? UINT64_C(1) << part->index : UINT64_MAX;
}

static void mark_target(struct ir_node *target) {
    if (!target) return;
    mark_part(target);
    bool again = target->op == IR_VARIABLE && !(target->flags & FLAG_DEFINE);
    if (again) target->variable->assigned_again = true;
}

static void mark_targets(struct ir_node *n) {
    switch (n->op) {
    case IR_ASSIGN:
    case IR_ASSIGN_OPERATION: mark_target(n->x); return;
    case IR_RANGE:
        mark_target(n->y);
        mark_target(n->z);
        return;
    case IR_ASSIGN_LIST:
    case IR_ASSIGN_RESULTS:
    case IR_ASSIGN_OK:
        for (struct ir_node *t = n->list; t; t = t->next) mark_target(t);
        return;
    default: return;
    }
}

static void mark_literal(struct marking *m, struct ir_function *literal) {
    struct ir_function *f = m->function;
    for (uint32_t i = 0; i < literal->capture_count; i++)
        literal->captures[i].variable->captured = true;
    if (!literal->outer) return;
    f->literals =
        ir_append(m->builder->pool, f->literals, &f->literal_count, &literal, sizeof literal);
}

/* escape/call.go: `go func() {}()` only passes the literal on. */
static void mark_call(const struct marking *m, const struct ir_node *n) {
    bool bare = n == m->spawned && !n->list && !n->x->function->result_count;
    if (!bare) n->x->function->called_on_the_spot = true;
}

static void mark_address(const struct ir_node *n) {
    const struct ir_node *outer = outer_value(n->x);
    if (outer->op == IR_VARIABLE) outer->variable->address_taken = true;
}

static bool mark_node(struct ir_node *n, void *context) {
    struct marking *m = context;
    mark_targets(n);
    switch (n->op) {
    case IR_ADDRESS: mark_address(n); break;
    case IR_CLOSURE: mark_literal(m, n->function); break;
    case IR_RECOVER: m->function->has_recover = true; break;
    case IR_DEFER:
        m->function->has_defer = true;
        m->spawned = n->x;
        break;
    case IR_GO: m->spawned = n->x; break;
    case IR_CALL:
        if (n->x->op == IR_CLOSURE) mark_call(m, n);
        break;
    case IR_BRANCH:
        if (n->operator== GO_GOTO && n->target->pos<n->pos) n->target->flags |= FLAG_LOOP;
        break;
    default: break;
    }
    return true;
}

/* escape/stmt.go: a label that a goto leads back to makes a loop of what is behind it. */
static void mark_defers(struct ir_function *f, struct ir_node *list, uint32_t depth) {
    for (struct ir_node *n = list; n; n = n->next) {
        if (n->op == IR_LABEL && n->flags & FLAG_LOOP) depth++;
        bool loop = n->op == IR_FOR || n->op == IR_RANGE;
        if (n->op == IR_DEFER && depth) {
            n->flags |= FLAG_LOOP;
            f->has_loop_defer = true;
        }
        for (struct ir_node *part = n; part; part = part->op == IR_IF ? part->z : NULL)
            mark_defers(f, part->op == IR_BLOCK ? part->list : part->list2, depth + loop);
    }
}

static int by_position(const void *a, const void *b) {
    const struct ir_function *const *x = a, *const *y = b;
    return ((*x)->pos > (*y)->pos) - ((*x)->pos < (*y)->pos);
}

void ir_mark(struct ir_builder *b, struct ir_function *f) {
    struct marking m = {b, f, NULL};
    ir_remove_dead(b->pool, f);
    ir_walk_list(f->body, (struct ir_visitor){mark_node, &m});
    mark_defers(f, f->body, 0);
    if (f->literal_count) qsort(f->literals, f->literal_count, sizeof *f->literals, by_position);
    for (uint32_t i = 0; i < f->literal_count; i++) ir_mark(b, f->literals[i]);
}
