/* Assignments, and what may be assigned to what (assignments.go, operand.go). */
#include "go/types/checker.h"

#include <string.h>

/* ---- assignability ---- */

static bool channels_match(const struct go_type *from, const struct go_type *to) {
    const struct go_type *v = go_underlying(from), *t = go_underlying(to);
    if (v->kind != GO_KIND_CHANNEL || t->kind != GO_KIND_CHANNEL || v->direction != 0) return false;
    return go_identical(v->element, t->element) && (!go_is_named(from) || !go_is_named(to));
}

bool go_check_assignable(struct go_checker *c, const struct operand *x, const struct go_type *t,
                         const char **reason) {
    const struct go_type *from = x->type;
    const struct go_constant *value;
    enum misfit misfit;
    if (x->mode == MODE_NONE || t->kind == GO_KIND_INVALID) return true;
    go_check_complete_interfaces(c);
    if (go_identical(from, t)) return true;
    const struct go_type *v = go_underlying(from), *to = go_underlying(t);
    if (go_is_untyped(v)) return go_check_implicit_type(c, x, t, &value, &misfit) != NULL;
    if (go_identical(v, to) && (!go_is_named(from) || !go_is_named(t))) return true;
    if (to->kind == GO_KIND_INTERFACE || go_check_is_interface_pointer(t)) {
        const char *cause = go_check_implements(c, from, t);
        if (cause && reason) *reason = cause;
        return !cause;
    }
    if (v->kind == GO_KIND_INTERFACE && !go_check_implements(c, t, from)) {
        if (reason) *reason = "need type assertion";
        return false;
    }
    return channels_match(from, t);
}

static bool convert_for(struct go_checker *c, struct operand *x, const struct go_type *t,
                        const char *context) {
    const struct go_type *target = t;
    const struct go_constant *value;
    enum misfit misfit;
    if (!t && x->mode == MODE_NIL) {
        go_check_complain(c, go_check_start(x->node), "use of untyped nil in %s", context);
        return false;
    }
    if (x->mode != MODE_NIL && (!t || go_is_interface(t))) target = go_default_type(x->type);
    const struct go_type *own = go_check_implicit_type(c, x, target, &value, &misfit);
    if (!own) {
        const char *why = misfit == MISFIT_TRUNCATED   ? " (truncated)"
                          : misfit == MISFIT_OVERFLOWS ? " (overflows)"
                                                       : "";
        go_check_complain(c, go_check_start(x->node), "cannot use %s as %s value in %s%s",
                          go_check_words(c, x), go_check_type_words(c, target), context, why);
        return false;
    }
    if (value) {
        x->value = value;
        if (go_is_untyped(x->node->type)) x->node->value = value;
    }
    if (own != x->type) {
        x->type = own;
        go_check_update_type(c, x->node, own, false);
    }
    return true;
}

void go_check_assignment(struct go_checker *c, struct operand *x, const struct go_type *t,
                         const char *context) {
    const char *reason = NULL;
    go_check_single_value(c, x);
    if (x->mode == MODE_NONE) return;
    if (go_is_untyped(x->type) && !convert_for(c, x, t, context)) {
        x->mode = MODE_NONE;
        return;
    }
    if (!t || go_check_assignable(c, x, t, &reason)) return;
    go_check_complain(c, go_check_start(x->node), "cannot use %s as type %s in %s%s%s",
                      go_check_words(c, x), go_check_type_words(c, t), context,
                      reason ? ":\n\t" : "", reason ? reason : "");
    x->mode = MODE_NONE;
}

/* ---- first values ---- */

static bool is_invalid(const struct operand *x, const struct go_object *o) {
    return x->mode == MODE_NONE || x->type->kind == GO_KIND_INVALID ||
           (o->type && o->type->kind == GO_KIND_INVALID);
}

void go_check_init_constant(struct go_checker *c, struct go_object *o, struct operand *x) {
    bool invalid = is_invalid(x, o);
    if (!invalid && x->mode != MODE_CONSTANT) {
        go_check_complain(c, go_check_start(x->node), "%s is not constant", go_check_words(c, x));
        invalid = true;
    }
    if (!o->type) o->type = invalid ? go_basic(GO_KIND_INVALID) : x->type;
    if (invalid) return;
    go_check_assignment(c, x, o->type, "constant declaration");
    if (x->mode != MODE_NONE) o->value = x->value;
}

bool go_check_init_variable(struct go_checker *c, struct go_object *o, struct operand *x,
                            const char *context) {
    if (is_invalid(x, o)) {
        if (!o->type) o->type = go_basic(GO_KIND_INVALID);
        o->used = true;
        return false;
    }
    if (!o->type && x->type->kind == GO_KIND_UNTYPED_NIL) {
        go_check_complain(c, go_check_start(x->node), "use of untyped nil in %s", context);
        o->type = go_basic(GO_KIND_INVALID);
        return false;
    }
    if (!o->type) o->type = go_default_type(x->type);
    go_check_assignment(c, x, o->type, context);
    if (x->mode == MODE_NONE) o->used = true;
    return x->mode != MODE_NONE;
}

static void ignore_all(struct objects variables) {
    for (uint32_t i = 0; i < variables.count; i++) {
        struct go_object *o = variables.list[i];
        o->used = true;
        if (!o->type) o->type = go_basic(GO_KIND_INVALID);
    }
}

static bool has_invalid(struct operands values) {
    for (uint32_t i = 0; i < values.count; i++)
        if (values.list[i].mode == MODE_NONE) return true;
    return false;
}

static void wrong_returns(struct go_checker *c, struct go_node *statement, struct objects results,
                          struct operands values) {
    struct operands wanted = {0};
    const struct go_node *at = statement;
    bool many = values.count > results.count;
    if (many) at = values.list[results.count].node;
    else if (values.count > 0) at = values.list[values.count - 1].node;
    wanted.list = go_check_take(c->pool, (results.count + 1) * sizeof *wanted.list);
    for (; wanted.count < results.count; wanted.count++)
        wanted.list[wanted.count].type = results.list[wanted.count]->type;
    go_check_complain(c, go_check_start(at), "%s return values\n\thave %s\n\twant %s",
                      many ? "too many" : "not enough", go_check_summary(c, values),
                      go_check_summary(c, wanted));
}

static void wrong_values(struct go_checker *c, const struct go_node *values, uint32_t targets,
                         uint32_t count) {
    const char *variables = targets == 1 ? "variable" : "variables";
    const char *noun = count == 1 ? "value" : "values";
    if (!values->next && values->kind == NODE_CALL)
        go_check_complain(c, go_check_start(values),
                          "assignment mismatch: %u %s but %s returns %u %s", targets, variables,
                          go_check_node_words(c, values->x), count, noun);
    else
        go_check_complain(c, go_check_start(values), "assignment mismatch: %u %s but %u %s",
                          targets, variables, count, noun);
}

void go_check_init_variables(struct go_checker *c, struct objects variables, struct go_node *values,
                             struct go_node *statement) {
    struct operands all = go_check_list(c, values, variables.count == 2 && !statement);
    if (variables.count != all.count) {
        ignore_all(variables);
        if (has_invalid(all)) return;
        if (statement) wrong_returns(c, statement, variables, all);
        else wrong_values(c, values, variables.count, all.count);
        return;
    }
    const char *context = statement ? "return statement" : "assignment";
    bool right = true;
    for (uint32_t i = 0; i < all.count; i++)
        if (!go_check_init_variable(c, variables.list[i], &all.list[i], context)) right = false;
    if (right || all.comma_ok) return;
    for (uint32_t i = 0; i < all.count; i++) variables.list[i]->used = true;
}

/* ---- new values ---- */

static bool is_blank(const struct go_node *n) {
    return n->kind == NODE_NAME && strcmp(n->name, "_") == 0;
}

static struct go_object *variable_of(struct go_checker *c, const struct go_node *n) {
    if (n->kind != NODE_NAME) return NULL;
    struct go_object *o = go_scope_search(c->at.scope, n->name, NULL);
    return o && o->kind == OBJECT_VARIABLE ? o : NULL;
}

static bool is_target(struct go_checker *c, const struct operand *z) {
    if (z->mode == MODE_VARIABLE || z->mode == MODE_MAP_INDEX) return true;
    const struct go_node *n = z->node;
    if (n->kind == NODE_SELECTOR && n->x->mode == MODE_MAP_INDEX)
        go_check_complain(c, go_check_start(n), "cannot assign to struct field %s in map",
                          go_check_node_words(c, n));
    else go_check_complain(c, go_check_start(n), "cannot assign to %s", go_check_words(c, z));
    return false;
}

bool go_check_assign_variable(struct go_checker *c, struct go_node *target, struct operand *x) {
    struct operand z;
    if (x->mode == MODE_NONE || x->type->kind == GO_KIND_INVALID) {
        go_check_use(c, target);
        return false;
    }
    if (is_blank(target)) {
        go_check_assignment(c, x, NULL, "assignment to _ identifier");
        return x->mode != MODE_NONE;
    }
    /* Being assigned to is no use. */
    struct go_object *variable = variable_of(c, target);
    bool used = variable && variable->used;
    go_check_expression(c, &z, target);
    if (variable && !variable->global) variable->used = used;
    if (z.mode == MODE_NONE || z.type->kind == GO_KIND_INVALID || !is_target(c, &z)) return false;
    go_check_assignment(c, x, z.type, "assignment");
    return x->mode != MODE_NONE;
}

static void assign_variables(struct go_checker *c, struct go_node *targets,
                             struct go_node *values) {
    uint32_t count = 0, i = 0;
    for (const struct go_node *n = targets; n; n = n->next) count++;
    struct operands all = go_check_list(c, values, count == 2);
    if (count != all.count) {
        go_check_use_list(c, targets);
        if (!has_invalid(all)) wrong_values(c, values, count, all.count);
        return;
    }
    bool right = true;
    for (struct go_node *n = targets; n; n = n->next)
        if (!go_check_assign_variable(c, n, &all.list[i++])) right = false;
    for (struct go_node *n = targets; n && !right && !all.comma_ok; n = n->next) {
        struct go_object *o = variable_of(c, n);
        if (o) o->used = true;
    }
}

/* ---- := ---- */

/* The variable that a name on the left of := means; NULL: none, a complaint was made. */
static struct go_object *defined_variable(struct go_checker *c, struct go_node *n, bool *fresh) {
    *fresh = false;
    if (n->kind != NODE_NAME || n->flags & FLAG_PARENTHESES) {
        go_check_use(c, n);
        go_check_complain(c, go_check_start(n),
                          "non-name %s on left side of :=", go_check_node_words(c, n));
        return NULL;
    }
    struct go_object *o = go_scope_find(c->at.scope, n->name);
    if (o) {
        n->object = o;
        n->mode = MODE_VARIABLE;
        n->type = o->type;
        if (o->kind == OBJECT_VARIABLE) return o;
        go_check_complain(c, n->pos, "cannot assign to %s", n->name);
        return NULL;
    }
    *fresh = !is_blank(n);
    n->object = go_check_new_object(c, OBJECT_VARIABLE, n);
    return n->object;
}

/* Names that are on the left twice. */
static bool is_repeated(struct go_checker *c, struct go_scope *names, const struct go_node *n) {
    if (n->kind != NODE_NAME || is_blank(n)) return false;
    struct go_object *o = go_check_take(c->pool, sizeof *o);
    o->name = n->name;
    if (!go_scope_add(c->pool, names, o)) return false;
    go_check_complain(c, n->pos, "%s repeated on left side of :=", n->name);
    return true;
}

static void define_variables(struct go_checker *c, struct go_node *n) {
    struct objects all = {0};
    uint32_t top = c->delayed_count, fresh_count = 0, count = 0;
    bool wrong = false;
    for (const struct go_node *target = n->list; target; target = target->next) count++;
    struct go_scope *names = count > 1 ? go_scope_new(c->pool, NULL) : NULL;
    bool *fresh = go_check_take(c->pool, count * sizeof *fresh);
    all.list = go_check_take(c->pool, count * sizeof(struct go_object *));
    for (struct go_node *target = n->list; target; target = target->next) {
        struct go_object *o = NULL;
        if (!names || !is_repeated(c, names, target))
            o = defined_variable(c, target, &fresh[all.count]);
        if (!o) wrong = true;
        if (fresh[all.count]) fresh_count++;
        all.list[all.count++] = o ? o : go_check_new_object(c, OBJECT_VARIABLE, NULL);
    }
    go_check_init_variables(c, all, n->list2, NULL);
    go_check_run_delayed(c, top);
    if (fresh_count == 0 && !wrong)
        go_check_complain(c, n->pos, "no new variables on left side of :=");
    uint32_t i = 0;
    for (struct go_node *target = n->list; target; target = target->next, i++) {
        if (fresh[i]) go_check_declare_local(c, all.list[i], target);
        else if (target->object == all.list[i]) target->type = all.list[i]->type;
    }
}

/* ---- statements ---- */

static void assign_operation(struct go_checker *c, struct go_node *n) {
    struct operand x, y;
    struct binary b = {(enum go_token)n->op, NULL, n};
    if (n->list->next || n->list2->next) {
        go_check_complain(c, go_check_start(n),
                          "assignment operation %s= requires single-valued expressions",
                          go_token_text(b.op));
        return;
    }
    go_check_expression(c, &x, n->list);
    go_check_expression(c, &y, n->list2);
    go_check_binary(c, &x, &y, &b);
    go_check_assign_variable(c, n->list, &x);
}

static void assign_step(struct go_checker *c, struct go_node *n) {
    struct operand x;
    go_check_expression(c, &x, n->list);
    if (x.mode == MODE_NONE) return;
    if (!go_is_number(x.type)) {
        const char *op = go_token_text((enum go_token)n->op);
        go_check_complain(c, go_check_start(n->list),
                          "invalid operation: %s%s%s (non-numeric type %s)",
                          go_check_node_words(c, n->list), op, op, go_check_type_words(c, x.type));
        return;
    }
    go_check_assign_variable(c, n->list, &x);
}

void go_check_assign(struct go_checker *c, struct go_node *n) {
    if (n->flags & FLAG_STEP) assign_step(c, n);
    else if (n->flags & FLAG_DEFINE) define_variables(c, n);
    else if (n->op == GO_END) assign_variables(c, n->list, n->list2);
    else assign_operation(c, n);
}
