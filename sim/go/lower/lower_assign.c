/* Assignments. The targets' operands come first, then the values, then the stores. */
#include "go/lower/context.h"

/* ---- targets ---- */

/* The calls inside a target; of m[k] itself only the address will be wanted. */
static void hoist_target(struct lower *f, const struct ir_node *n) {
    if (n->op == IR_BLANK || n->op == IR_VARIABLE) return;
    lower_hoist(f, n->x);
    lower_hoist(f, n->y);
}

/* A variable, or a part of one. */
static bool is_plain(const struct ir_node *n) {
    while (n->op == IR_FIELD) n = n->x;
    return n->op == IR_VARIABLE;
}

/* The slots of a variable that an expression may be evaluated into; NO_SLOT: there are none. */
static int32_t direct_slot(struct lower *f, const struct ir_node *target) {
    const struct ir_node *root = target;
    if (!is_plain(target)) return NO_SLOT;
    while (root->op == IR_FIELD) root = root->x;
    if (root->variable->class == VARIABLE_GLOBAL || root->variable->function != f->ir)
        return NO_SLOT;
    return root->variable->escapes ? NO_SLOT : lower_place_slot(f, lower_place_of(f, target));
}

/* ---- x = y ---- */

static bool is_composite(const struct ir_node *n) {
    return n->op == IR_STRUCT_LITERAL || n->op == IR_ARRAY_LITERAL;
}

static bool is_new_composite(const struct ir_node *n) {
    return n->x->flags & FLAG_DEFINE && is_composite(n->y) && !lower_has_effect(n->y);
}

/* A new variable is not mentioned by its own value, so that can be made in place. */
static bool made_in_place(struct lower *f, const struct ir_node *n, int32_t slot) {
    if (!is_new_composite(n)) return false;
    uint32_t type = lower_node_type(f, n->x);
    lower_zero(f, slot, type);
    lower_fill(f, n->y, lower_slot_place(slot, type));
    return true;
}

void lower_assign(struct lower *f, const struct ir_node *n) {
    const struct ir_node *target = n->x;
    if (target->op == IR_BLANK) {
        if (n->y) lower_evaluate(f, n->y);
        return;
    }
    hoist_target(f, target);
    int32_t slot = direct_slot(f, target);
    if (!n->y) {
        if (slot != NO_SLOT) lower_zero(f, slot, lower_node_type(f, target));
        else if (!(target->flags & FLAG_DEFINE)) lower_clear_place(f, lower_place_of(f, target));
        return;
    }
    if (slot != NO_SLOT) {
        if (!made_in_place(f, n, slot)) lower_expression_into(f, n->y, slot);
        return;
    }
    if (is_new_composite(n) && target->variable->class != VARIABLE_GLOBAL) {
        lower_fill(f, n->y, lower_place_of(f, target));
        return;
    }
    struct lower_value v = lower_value_of(f, n->y);
    lower_store(f, lower_place_of(f, target), v);
}

void lower_assign_value(struct lower *f, const struct ir_node *target, struct lower_value v) {
    if (target->op == IR_BLANK) {
        lower_drop(f, v);
        return;
    }
    hoist_target(f, target);
    lower_store(f, lower_place_of(f, target), v);
}

/* ---- x op= y ---- */

static struct lower_place borrowed(struct lower_place p) {
    p.root.temporary = false;
    p.key.temporary = false;
    return p;
}

static struct lower_value combined(struct lower *f, const struct ir_node *n,
                                   struct lower_value left, int32_t target) {
    if (go_is_string(n->x->type)) return lower_concat_to(f, left, n->y, target);
    struct lower_value right = lower_value_of(f, n->y);
    return lower_arithmetic(f, (enum go_token)n->operator, left, right, target);
}

void lower_assign_operation(struct lower *f, const struct ir_node *n) {
    hoist_target(f, n->x);
    if (n->y) lower_hoist(f, n->y);
    int32_t slot = direct_slot(f, n->x);
    uint32_t type = lower_node_type(f, n->x);
    if (slot != NO_SLOT) {
        struct lower_value v = combined(f, n, lower_in_slot(slot, type), slot);
        if (v.slot != slot) lower_into(f, v, slot, type);
        return;
    }
    struct lower_place p = lower_place_of(f, n->x);
    if (p.kind == LOWER_MAP) p.key = lower_to_slot(f, p.key);
    struct lower_value left = lower_load(f, borrowed(p), NO_SLOT);
    lower_store(f, p, combined(f, n, left, NO_SLOT));
}

/* ---- a, b = x, y ---- */

struct pair {
    struct lower_place to;
    struct lower_value value;
};

static struct lower_place target_place(struct lower *f, const struct ir_node *target) {
    if (target->op == IR_BLANK) return (struct lower_place){.kind = LOWER_BLANK};
    return lower_fixed(f, lower_place_of(f, target));
}

static bool any_effect(const struct ir_node *list) {
    for (; list; list = list->next)
        if (lower_has_effect(list)) return true;
    return false;
}

static void hoist_all(struct lower *f, const struct ir_node *targets,
                      const struct ir_node *values) {
    if (!any_effect(targets) && !any_effect(values)) return;
    for (; targets; targets = targets->next) hoist_target(f, targets);
    for (; values; values = values->next) lower_hoist(f, values);
}

void lower_assign_list(struct lower *f, const struct ir_node *targets,
                       const struct ir_node *values) {
    uint32_t count = 0, i = 0;
    hoist_all(f, targets, values);
    for (const struct ir_node *t = targets; t; t = t->next) count++;
    if (count == 1 && direct_slot(f, targets) != NO_SLOT) {
        lower_expression_into(f, values, direct_slot(f, targets));
        return;
    }
    struct pair *pairs = pool_alloc(f->unit->pool, (count + 1) * sizeof *pairs);
    if (!pairs) return;
    for (const struct ir_node *t = targets; t; t = t->next) pairs[i++].to = target_place(f, t);
    i = 0;
    for (const struct ir_node *v = values; v && i < count; v = v->next) {
        struct lower_value value = lower_value_of(f, v);
        if (pairs[i].to.kind == LOWER_BLANK && v->op == IR_NIL) value.type = f->unit->pointer_type;
        pairs[i++].value = count > 1 ? lower_copied(f, value) : value;
    }
    for (i = 0; i < count; i++) lower_store(f, pairs[i].to, pairs[i].value);
}

/* ---- a, b = f() ---- */

void lower_assign_results(struct lower *f, const struct ir_node *n) {
    bool any = any_effect(n->list);
    for (const struct ir_node *t = n->list; t && any; t = t->next) hoist_target(f, t);
    struct lower_value all = lower_value_of(f, n->x);
    const struct go_type *results = n->x->type;
    uint32_t i = 0;
    for (const struct ir_node *t = n->list; t; t = t->next, i++) {
        uint32_t type = lower_type(f->unit, results->fields[i].type);
        int32_t slot = all.slot + (int32_t)lower_slot_of(results->fields, i);
        struct lower_value v = lower_in_slot(slot, type);
        v.temporary = all.temporary; /* each is cleared by its store */
        lower_assign_value(f, t, v);
        lower_retain(f, all);
    }
    lower_release(f, all);
}

/* ---- v, ok = ... ---- */

/* The two results in temporaries; ok may not be wanted. */
static struct lower_value two_values(struct lower *f, const struct ir_node *n,
                                     struct lower_value ok) {
    uint32_t line = f->line;
    struct lower_value v;
    lower_at(f, n->pos);
    if (n->op == IR_MAP_INDEX) v = lower_map_get(f, lower_map_place(f, n, true), ok, NO_SLOT);
    else if (n->op == IR_RECEIVE) v = lower_receive(f, n, ok.slot, NO_SLOT);
    else v = lower_assert(f, n, ok.slot, NO_SLOT);
    f->line = line;
    return v;
}

/* Targets may be interfaces where the value is none. */
void lower_assign_converted(struct lower *f, const struct ir_node *target, struct lower_value v,
                            const struct go_type *from) {
    bool box = target->op != IR_BLANK && target->type && go_is_interface(target->type) &&
               !go_is_interface(from);
    if (box) v = lower_as_interface(f, v, from, target->type);
    lower_assign_value(f, target, v);
}

void lower_assign_ok(struct lower *f, const struct ir_node *n) {
    const struct ir_node *value = n->list, *second = value->next;
    hoist_target(f, value);
    hoist_target(f, second);
    struct lower_value ok = lower_temporary(f, f->unit->basic[GO_KIND_BOOL]);
    if (n->x->init) lower_block(f, n->x->init);
    struct lower_value v = two_values(f, n->x, ok);
    lower_assign_converted(f, value, v, n->x->type);
    lower_assign_converted(f, second, ok, go_basic(GO_KIND_BOOL));
}
