/* Code that is never done is removed before the analysis sees it: cmd/compile's deadcode package.
 *
 * Only branches whose condition is constant, and what stands behind one that always leaves. */
#include "go/ir/build.h"

#include "base/check.h"

static bool is_bool(const struct ir_node *n, bool *value) {
    if (!n || n->op != IR_CONSTANT || constant_kind(n->constant) != CONST_BOOL) return false;
    *value = constant_bool(n->constant);
    return true;
}

static bool is_logical(const struct ir_node *n) {
    return n->op == IR_BINARY && (n->operator== GO_AND_AND || n->operator== GO_OR_OR);
}

/* true && x: x; false && x: false; likewise ||. Long chains lean to the left. */
static struct ir_node *shortened(struct pool *pool, struct ir_node *n) {
    struct ir_node **spine = NULL;
    uint32_t depth = 0;
    for (; is_logical(n); n = n->x) spine = ir_append(pool, spine, &depth, &n, sizeof n);
    struct ir_node *x = n;
    while (depth) {
        struct ir_node *operation = spine[--depth];
        bool value;
        operation->x = x;
        operation->y = shortened(pool, operation->y);
        x = operation;
        if (!is_bool(operation->x, &value)) continue;
        x = value == (operation->operator== GO_AND_AND) ? operation->y : operation->x;
    }
    return x;
}

static bool leaves(const struct ir_node *list) {
    while (list && list->next) list = list->next;
    if (!list) return false;
    return list->op == IR_RETURN || (list->op == IR_EVALUATE && list->x->op == IR_PANIC);
}

/* Whether what is left of the if always leaves the function. */
static bool shorten_if(struct pool *pool, struct ir_node *n) {
    bool value;
    n->x = shortened(pool, n->x);
    if (!is_bool(n->x, &value)) return false;
    if (!value) {
        n->list2 = NULL;
        return n->z && leaves(n->z->op == IR_BLOCK ? n->z->list : n->z);
    }
    n->z = NULL;
    return leaves(n->list2);
}

static bool falls_through(const struct ir_node *list) {
    for (; list; list = list->next)
        if (list->op == IR_BRANCH && list->operator== GO_FALLTHROUGH) return true;
    return false;
}

static bool equals(const struct ir_node *tag, const struct ir_node *value) {
    if (!tag) return constant_bool(value->constant);
    return constant_compare(GO_EQUAL, tag->constant, value->constant);
}

/* Keeps the one case that a constant tag leads to. */
static void shorten_switch(struct ir_node *n) {
    struct ir_node *taken = NULL;
    if (n->x && n->x->op != IR_CONSTANT) return;
    for (struct ir_node *c = n->list2; c; c = c->next) {
        if (c->flags & FLAG_DEFAULT) taken = c;
        for (struct ir_node *value = c->list; value; value = value->next) {
            if (value->op != IR_CONSTANT) return;
            if (!equals(n->x, value)) continue;
            if (falls_through(c->list2)) return;
            value->next = c->next = NULL;
            c->list = value;
            n->list2 = c;
            return;
        }
    }
    if (taken && falls_through(taken->list2)) return;
    if (taken) taken->next = NULL;
    n->list2 = taken;
}

static void remove_in_list(struct pool *pool, struct ir_node *list);

static void remove_inside(struct pool *pool, struct ir_node *n) {
    switch (n->op) {
    case IR_BLOCK: remove_in_list(pool, n->list); return;
    case IR_IF:
    case IR_FOR:
        remove_in_list(pool, n->list);
        remove_in_list(pool, n->list2);
        return;
    case IR_RANGE: remove_in_list(pool, n->list2); return;
    case IR_SWITCH:
    case IR_TYPE_SWITCH:
    case IR_SELECT:
        remove_in_list(pool, n->list);
        for (struct ir_node *c = n->list2; c; c = c->next) remove_in_list(pool, c->list2);
        return;
    default: return;
    }
}

/* Each statement, and the elses that hang on it; true if nothing behind it is ever done. */
static bool remove_in(struct pool *pool, struct ir_node *n) {
    bool cut = n->op == IR_IF && shorten_if(pool, n);
    if (n->op == IR_SWITCH) shorten_switch(n);
    remove_inside(pool, n);
    while (n->op == IR_IF && n->z) {
        n = n->z;
        if (n->op == IR_IF) shorten_if(pool, n);
        remove_inside(pool, n);
    }
    return cut;
}

/* A label behind may be where a goto leads to: nothing is cut in front of it. */
static void remove_in_list(struct pool *pool, struct ir_node *list) {
    const struct ir_node *last_label = NULL;
    for (struct ir_node *n = list; n; n = n->next)
        if (n->op == IR_LABEL) last_label = n;
    for (struct ir_node *n = list; n; n = n->next) {
        if (n == last_label) last_label = NULL;
        if (remove_in(pool, n) && !last_label) n->next = NULL;
    }
}

static bool does_nothing(const struct ir_node *list) {
    bool value;
    for (; list; list = list->next) {
        bool dead_if = list->op == IR_IF && is_bool(list->x, &value) && !list->list2 && !list->z;
        bool dead_for = list->op == IR_FOR && is_bool(list->x, &value) && !value;
        if (list->list || (!dead_if && !dead_for)) return false;
    }
    return true;
}

void ir_remove_dead(struct pool *pool, struct ir_function *f) {
    remove_in_list(pool, f->body);
    if (f->body && does_nothing(f->body)) f->body = ir_new(pool, IR_BLOCK, f->pos, NULL);
}
