/* Assignments and declarations of variables. */
#include "go/ir/build.h"

#include "base/check.h"

static struct ir_variable *declare(struct ir_builder *b, const struct go_node *name) {
    const struct go_type *type = name->object ? name->object->type : name->type;
    struct ir_variable *v =
        ir_add_local(b->pool, b->function, ir_build_name(b, name), type, name->pos);
    v->object = name->object;
    if (v->object) v->object->variable = v;
    return v;
}

struct ir_node *ir_build_target(struct ir_builder *b, const struct go_node *name,
                                struct ir_list *declarations) {
    if (ir_build_is_blank(name)) return ir_new(b->pool, IR_BLANK, name->pos, NULL);
    CHECK(name->kind == NODE_NAME && name->object);
    if (name->object->variable) return ir_new_name(b->pool, name->object->variable, name->pos);
    struct ir_variable *v = declare(b, name);
    ir_list_add(declarations, ir_new_declare(b->pool, v, name->pos));
    struct ir_node *target = ir_new_name(b->pool, v, name->pos);
    target->flags |= FLAG_DEFINE;
    return target;
}

static struct ir_node *build_targets(struct ir_builder *b, const struct go_node *n,
                                     struct ir_list *declarations) {
    if (!(n->flags & FLAG_DEFINE)) return ir_build_expressions(b, n->list);
    struct ir_list targets = {0};
    for (const struct go_node *name = n->list; name; name = name->next)
        ir_list_add(&targets, ir_build_target(b, name, declarations));
    return targets.first;
}

/* The static value of what is declared here (escape.md 1.5). */
static void note_value(struct ir_node *target, struct ir_node *value) {
    if (target->flags & FLAG_DEFINE) target->variable->value = value;
}

static struct ir_node *converted(struct ir_builder *b, struct ir_node *value,
                                 struct ir_node *target) {
    value = ir_build_assignable(b, value, target->type);
    note_value(target, value);
    return value;
}

/* As many values as targets. */
static void assign_each(struct ir_builder *b, struct ir_node *statement, struct ir_node *targets,
                        struct ir_node *values) {
    struct ir_list out = {0};
    struct ir_node *next;
    statement->list = targets;
    for (struct ir_node *target = targets; target; target = target->next, values = next) {
        next = values->next;
        values->next = NULL;
        ir_list_add(&out, converted(b, values, target));
    }
    statement->list2 = out.first;
    if (targets->next) return;
    statement->op = IR_ASSIGN;
    statement->x = targets;
    statement->y = out.first;
    statement->list = statement->list2 = NULL;
}

/* a, b = f(): through temporaries when a target is of another type than the result. */
static void assign_results(struct ir_builder *b, struct ir_node *statement, struct ir_node *targets,
                           struct ir_node *call) {
    bool mismatched = false;
    const struct go_field *result = call->type->fields;
    for (const struct ir_node *target = targets; target; target = target->next, result++)
        if (target->type && !go_identical(target->type, result->type)) mismatched = true;
    if (mismatched) {
        struct ir_node *values = call;
        ir_build_spread(b, statement, &values);
        assign_each(b, statement, targets, values);
        return;
    }
    statement->op = IR_ASSIGN_RESULTS;
    statement->list = targets;
    statement->x = call;
}

static void assign(struct ir_builder *b, struct ir_node *statement, struct ir_node *targets,
                   struct ir_node *values) {
    bool one = !values->next;
    uint32_t count = ir_list_count(targets);
    bool pair = one && count == 2 && !ir_is_tuple(values->type);
    if (pair) {
        CHECK(values->op == IR_MAP_INDEX || values->op == IR_RECEIVE || values->op == IR_ASSERT);
        statement->op = IR_ASSIGN_OK;
        statement->list = targets;
        statement->x = values;
    } else if (one && count > 1) {
        assign_results(b, statement, targets, values);
    } else {
        assign_each(b, statement, targets, values);
    }
}

static void build_operation(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_ASSIGN_OPERATION, n->pos, NULL);
    s->operator= n->op;
    s->flags = n->flags & FLAG_STEP;
    if (!(n->flags & FLAG_STEP)) s->y = ir_build_expression(b, n->list2);
    s->x = ir_build_expression(b, n->list);
    if (n->flags & FLAG_STEP) s->y = ir_build_int(b, 1, s->x->type, n->pos);
    ir_list_add(out, s);
}

/* The values come first, in cmd/compile as well: temporaries in them have lower numbers. */
void ir_build_assign(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    if (n->op != GO_END && !(n->flags & FLAG_DEFINE)) {
        build_operation(b, n, out);
        return;
    }
    struct ir_list declarations = {0};
    struct ir_node *values = ir_build_expressions(b, n->list2);
    struct ir_node *targets = build_targets(b, n, &declarations);
    struct ir_node *statement = ir_new(b->pool, IR_ASSIGN_LIST, n->pos, NULL);
    if (declarations.first) statement->flags |= FLAG_DEFINE;
    assign(b, statement, targets, values);
    ir_list_join(out, declarations.first);
    ir_list_add(out, statement);
}

static struct ir_node *declared_target(struct ir_builder *b, const struct go_node *name,
                                       const struct go_node *spec) {
    struct ir_list ignored = {0};
    struct ir_node *target = ir_build_target(b, name, &ignored);
    if (target->op == IR_BLANK && spec->y) target->type = spec->y->type;
    return target;
}

/* One by one: DECLARE a, a = x, DECLARE b, b = y. */
static void assign_declared(struct ir_builder *b, const struct go_node *spec,
                            struct ir_node *targets, struct ir_node *values, struct ir_list *out) {
    struct ir_node *next_target, *next_value;
    for (; targets; targets = next_target, values = next_value) {
        next_target = targets->next;
        next_value = values ? values->next : NULL;
        targets->next = NULL;
        if (values) values->next = NULL;
        bool local = targets->op == IR_VARIABLE && targets->variable->class == VARIABLE_LOCAL;
        if (local) ir_list_add(out, ir_new_declare(b->pool, targets->variable, spec->pos));
        if (targets->op == IR_BLANK && !values) continue;
        struct ir_node *statement = ir_new(b->pool, IR_ASSIGN, spec->pos, NULL);
        statement->x = targets;
        if (values) statement->y = converted(b, values, targets);
        ir_list_add(out, statement);
    }
}

void ir_build_variables(struct ir_builder *b, const struct go_node *spec, struct ir_list *out) {
    struct ir_list targets = {0};
    if (!b->global) b->position = spec->pos;
    for (const struct go_node *name = spec->list; name; name = name->next)
        ir_list_add(&targets, declared_target(b, name, spec));
    struct ir_node *values = ir_build_expressions(b, spec->list2);
    if (!values || ir_list_count(values) == ir_list_count(targets.first)) {
        assign_declared(b, spec, targets.first, values, out);
        return;
    }
    struct ir_node *statement = ir_new(b->pool, IR_ASSIGN_LIST, spec->pos, NULL);
    for (struct ir_node *t = targets.first; t; t = t->next)
        if (t->flags & FLAG_DEFINE)
            ir_list_add(out, ir_new_declare(b->pool, t->variable, spec->pos));
    assign(b, statement, targets.first, values);
    ir_list_add(out, statement);
}
