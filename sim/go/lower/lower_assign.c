/* Assignments. The targets' operands come first, then the values, then the stores. */
#include "go/lower/context.h"

/* ---- targets ---- */

static void add_turns(struct lower_turns *turns, const struct ir_node *target) {
    if (target->op == IR_BLANK) return;
    lower_turn(turns, target->x);
    lower_turn(turns, target->y);
}

/* The calls inside a target; of m[k] itself only the address will be wanted. */
static void hoist_target(struct lower *f, const struct ir_node *n) {
    if (n->op == IR_BLANK || n->op == IR_VARIABLE) return;
    lower_hoist(f, n->x);
    lower_hoist(f, n->y);
}

/* Likewise, if what is in it and the value could notice which comes first. */
static bool hoist_before(struct lower *f, const struct ir_node *target,
                         const struct ir_node *value) {
    struct lower_turns turns = {0};
    add_turns(&turns, target);
    lower_turn(&turns, value);
    if (turns.matters) hoist_target(f, target);
    return turns.matters;
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
    hoist_before(f, target, n->y);
    int32_t slot = direct_slot(f, target);
    if (!n->y) {
        if (target->flags & FLAG_DEFINE) target->variable->begins_zero = true;
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
    hoist_before(f, target, NULL);
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
    if (hoist_before(f, n->x, n->y) || lower_has_effect(n->y)) lower_hoist(f, n->y);
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

/* ---- several targets ---- */

/* Whether an assignment to one of the targets can change the variable. */
static bool is_changed(struct lower *f, const struct ir_variable *v,
                       const struct ir_node *const *targets, uint32_t count) {
    if (v->class == VARIABLE_GLOBAL || v->function != f->ir || v->address_taken) return true;
    for (uint32_t i = 0; i < count; i++) {
        const struct ir_node *root = targets[i];
        while (root->op == IR_FIELD || root->op == IR_INDEX) root = root->x;
        if (root->op == IR_VARIABLE && root->variable == v) return true;
    }
    return false;
}

struct targets {
    const struct ir_node **list;
    uint32_t count;
};

/* An operand of a target, as it is before the assignments. */
static void save(struct lower *f, const struct ir_node *n, const struct targets *t) {
    if (n->op == IR_CONSTANT || n->op == IR_NIL) return;
    if (n->op == IR_VARIABLE && !is_changed(f, n->variable, t->list, t->count)) return;
    lower_keep(f, n);
}

/* What a target is found by. Whether it is there is found out by the assignment itself. */
static void save_operands(struct lower *f, const struct ir_node *n, const struct targets *t) {
    while (n->op == IR_FIELD) n = n->x;
    bool array = n->op == IR_INDEX && go_underlying(n->x->type)->kind == GO_KIND_ARRAY;
    if (array) save_operands(f, n->x, t);
    else if (n->op == IR_FOLLOW || n->op == IR_POINTER_FIELD || n->op == IR_INDEX ||
             n->op == IR_MAP_INDEX)
        save(f, n->x, t);
    if (n->op == IR_INDEX || n->op == IR_MAP_INDEX) save(f, n->y, t);
}

static bool any_effect(const struct ir_node *list) {
    for (; list; list = list->next)
        if (lower_has_effect(list)) return true;
    return false;
}

static struct targets targets_of(struct lower *f, const struct ir_node *list) {
    struct targets t = {0};
    for (; list; list = list->next) {
        t.list = pool_grow(f->unit->pool, (void *)t.list, t.count, sizeof(void *));
        if (!t.list) return (struct targets){0};
        t.list[t.count++] = list;
    }
    return t;
}

static void save_all(struct lower *f, const struct targets *t) {
    for (uint32_t i = 0; i < t->count; i++)
        if (t->list[i]->op != IR_BLANK) save_operands(f, t->list[i], t);
}

/* ---- a, b = x, y ---- */

static void hoist_all(struct lower *f, const struct ir_node *targets,
                      const struct ir_node *values) {
    struct lower_turns turns = {0};
    for (const struct ir_node *t = targets; t; t = t->next) add_turns(&turns, t);
    lower_turn_list(&turns, values);
    if (!turns.matters) return;
    for (; targets; targets = targets->next) hoist_target(f, targets);
    for (; values; values = values->next) lower_hoist(f, values);
}

/* A value that an assignment before its own can change is copied. */
static struct lower_value kept_value(struct lower *f, const struct ir_node *n,
                                     const struct targets *t) {
    struct lower_value v = lower_value_of(f, n);
    bool stable = n->op == IR_VARIABLE && !is_changed(f, n->variable, t->list, t->count);
    return stable ? v : lower_copied(f, v);
}

void lower_assign_list(struct lower *f, const struct ir_node *targets,
                       const struct ir_node *values) {
    hoist_all(f, targets, values);
    if (!targets->next && direct_slot(f, targets) != NO_SLOT) {
        lower_expression_into(f, values, direct_slot(f, targets));
        return;
    }
    struct targets t = targets_of(f, targets);
    struct lower_value *kept = pool_alloc(f->unit->pool, (t.count + 1) * sizeof *kept);
    if (!kept) return;
    save_all(f, &t);
    for (uint32_t i = 0; values && i < t.count; i++, values = values->next)
        kept[i] = kept_value(f, values, &t);
    for (uint32_t i = 0; i < t.count; i++) lower_assign_value(f, t.list[i], kept[i]);
}

/* ---- a, b = f() ---- */

void lower_assign_results(struct lower *f, const struct ir_node *n) {
    bool any = any_effect(n->list);
    for (const struct ir_node *t = n->list; t && any; t = t->next) hoist_target(f, t);
    struct lower_value all = lower_value_of(f, n->x);
    const struct go_type *results = n->x->type;
    struct targets t = targets_of(f, n->list);
    save_all(f, &t);
    for (uint32_t i = 0; i < t.count; i++) {
        uint32_t type = lower_type(f->unit, results->fields[i].type);
        int32_t slot = all.slot + (int32_t)lower_slot_of(results->fields, i);
        struct lower_value v = lower_in_slot(slot, type);
        v.temporary = all.temporary; /* each is cleared by its store */
        lower_assign_value(f, t.list[i], v);
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

void lower_assign_converted(struct lower *f, const struct ir_node *target, struct lower_value v,
                            const struct go_type *from) {
    bool box = target->op != IR_BLANK && target->type && go_is_interface(target->type) &&
               !go_is_interface(from);
    if (box) v = lower_as_interface(f, v, from, target->type);
    lower_assign_value(f, target, v);
}

void lower_assign_two(struct lower *f, struct lower_given first, struct lower_given second) {
    const struct ir_node *list[] = {first.target, second.target};
    const struct targets t = {list, 2};
    if (first.target && second.target) save_all(f, &t);
    if (first.target) lower_assign_converted(f, first.target, first.value, first.type);
    if (second.target) lower_assign_converted(f, second.target, second.value, second.type);
}

void lower_assign_ok(struct lower *f, const struct ir_node *n) {
    const struct ir_node *value = n->list, *second = value->next;
    hoist_target(f, value);
    hoist_target(f, second);
    struct lower_value ok = lower_temporary(f, f->unit->basic[GO_KIND_BOOL]);
    if (n->x->init) lower_block(f, n->x->init);
    struct lower_value v = two_values(f, n->x, ok);
    lower_assign_two(f, (struct lower_given){value, v, n->x->type},
                     (struct lower_given){second, ok, go_basic(GO_KIND_BOOL)});
}
