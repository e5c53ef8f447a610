/* Calls first, in order; the rest of an expression afterwards: cmd/compile's order.go.
 *
 * What a call inside an expression gives is kept in a temporary until the expression itself is
 * evaluated. It is only done when something else is evaluated before or behind it. */
#include "go/lower/context.h"

static bool any_has_effect(const struct ir_node *list) {
    for (; list; list = list->next)
        if (lower_has_effect(list)) return true;
    return false;
}

/* Whether other parts of the expression could be changed by it, or notice when it is done. */
bool lower_has_effect(const struct ir_node *n) {
    for (; n; n = n->x) { /* long sums lean to the left: no recursion there */
        if (n->init) return true;
        switch ((enum ir_op)n->op) {
        case IR_CALL:
        case IR_CALL_INTERFACE:
        case IR_RECEIVE:
        case IR_APPEND:
        case IR_COPY:
        case IR_RECOVER: return true;
        case IR_VARIABLE:
        case IR_FUNCTION:
        case IR_CONSTANT:
        case IR_NIL:
        case IR_CLOSURE: return false;
        default: break;
        }
        if (lower_has_effect(n->y) || lower_has_effect(n->z) || lower_has_effect(n->w) ||
            any_has_effect(n->list))
            return true;
    }
    return false;
}

bool lower_has_parts(const struct ir_node *n) {
    return n->op != IR_VARIABLE && n->op != IR_CONSTANT && n->op != IR_NIL && n->op != IR_FUNCTION;
}

/* What is kept: its value may be different once other calls are done. */
static bool is_kept(const struct ir_node *n) {
    if (n->init) return true;
    switch ((enum ir_op)n->op) {
    case IR_CALL:
    case IR_CALL_INTERFACE:
    case IR_RECEIVE:
    case IR_APPEND:
    case IR_COPY:
    case IR_RECOVER:
    case IR_MAP_INDEX:
    case IR_SLICE:
    case IR_MAP_LITERAL: return true;
    case IR_BINARY:
        return (n->operator== GO_AND_AND || n->operator== GO_OR_OR) && lower_has_effect(n->y);
    case IR_ASSERT: return !go_is_direct(n->type);
    default: return false;
    }
}

void lower_keep(struct lower *f, const struct ir_node *n) {
    if (n->op == IR_CALL && n->type && n->type->kind == GO_KIND_TUPLE) return;
    struct lower_value v = lower_copied(f, lower_expression(f, n, NO_SLOT));
    f->done = pool_grow(f->unit->pool, f->done, f->done_count, sizeof *f->done);
    if (f->done) f->done[f->done_count++] = (struct lower_done){n, v};
}

static bool is_done(const struct lower *f, const struct ir_node *n) {
    for (uint32_t i = 0; i < f->done_count; i++)
        if (f->done[i].node == n) return true;
    return false;
}

bool lower_take_done(struct lower *f, const struct ir_node *n, struct lower_value *out) {
    for (uint32_t i = 0; i < f->done_count; i++) {
        if (f->done[i].node != n) continue;
        *out = f->done[i].value;
        f->done[i] = f->done[--f->done_count];
        return true;
    }
    return false;
}

/* Both sides of && and the entries of a map literal are evaluated when it is its turn; what stands
 * before an expression comes before its parts. */
static bool parts_wait(const struct ir_node *n) {
    if (n->init) return true;
    bool logical = n->op == IR_BINARY && (n->operator== GO_AND_AND || n->operator== GO_OR_OR);
    return logical || n->op == IR_MAP_LITERAL || n->op == IR_CLOSURE;
}

struct lower_spine lower_spine_of(struct lower *f, const struct ir_node *n, bool same) {
    struct lower_spine s = {.bottom = n};
    const struct ir_node *top = n;
    for (; n->op == IR_BINARY && !n->init && !is_done(f, n); n = n->x) {
        bool logical = n->operator== GO_AND_AND || n->operator== GO_OR_OR;
        if (same ? n->operator!= top->operator: logical) break;
        s.nodes = pool_grow(f->unit->pool, (void *)s.nodes, s.count, sizeof(void *));
        if (!s.nodes) return (struct lower_spine){.bottom = top};
        s.nodes[s.count++] = n;
    }
    s.bottom = n;
    return s;
}

static void hoist_parts(struct lower *f, const struct ir_node *n) {
    lower_hoist(f, n->x);
    lower_hoist(f, n->y);
    lower_hoist(f, n->z);
    lower_hoist(f, n->w);
    for (const struct ir_node *part = n->list; part; part = part->next) lower_hoist(f, part);
}

void lower_hoist(struct lower *f, const struct ir_node *n) {
    if (!n || !lower_has_parts(n) || is_done(f, n)) return;
    struct lower_spine s = lower_spine_of(f, n, false);
    if (s.count == 0) {
        if (!parts_wait(n)) hoist_parts(f, n);
        if (is_kept(n)) lower_keep(f, n);
        return;
    }
    lower_hoist(f, s.bottom);
    while (s.count) lower_hoist(f, s.nodes[--s.count]->y);
}

void lower_hoist_pair(struct lower *f, const struct ir_node *first, const struct ir_node *second) {
    if (!lower_has_effect(second)) return;
    lower_hoist(f, first);
    lower_hoist(f, second);
}

void lower_hoist_list(struct lower *f, const struct ir_node *list) {
    if (!list || !any_has_effect(list->next)) return;
    for (; list; list = list->next) lower_hoist(f, list);
}
