/* Calls (call.go). */
#include "go/types/checker.h"

#include <string.h>

/* ---- lists of values ---- */

static uint32_t length_of(const struct go_node *list) {
    uint32_t count = 0;
    for (; list; list = list->next) count++;
    return count;
}

static struct operand *make_operands(struct go_checker *c, uint32_t count) {
    struct operand *list = go_check_take(c->pool, (count + 1) * sizeof *list);
    return list;
}

static struct operands single_list(struct go_checker *c, struct go_node *n, bool allow_comma_ok) {
    struct operands all = {0};
    struct operand x;
    go_check_multiple(c, &x, n);
    if (x.mode != MODE_NONE && x.type->kind == GO_KIND_TUPLE) {
        all.list = make_operands(c, x.type->field_count);
        all.count = x.type->field_count;
        for (uint32_t i = 0; i < all.count; i++)
            all.list[i] =
                (struct operand){.mode = MODE_VALUE, .node = n, .type = x.type->fields[i].type};
        return all;
    }
    all.list = make_operands(c, 2);
    all.comma_ok = allow_comma_ok && (x.mode == MODE_MAP_INDEX || x.mode == MODE_COMMA_OK);
    all.count = all.comma_ok ? 2 : 1;
    if (all.comma_ok) x.mode = MODE_VALUE;
    all.list[0] = x;
    all.list[1] =
        (struct operand){.mode = MODE_VALUE, .node = n, .type = go_basic(GO_KIND_UNTYPED_BOOL)};
    return all;
}

struct operands go_check_list(struct go_checker *c, struct go_node *list, bool allow_comma_ok) {
    struct operands all = {0};
    if (!list) return all;
    if (!list->next) return single_list(c, list, allow_comma_ok);
    all.list = make_operands(c, length_of(list));
    for (; list; list = list->next) go_check_expression(c, &all.list[all.count++], list);
    return all;
}

/* ---- wrong numbers of them ---- */

static void add_summary(struct go_checker *c, struct text *out, const struct go_type *t) {
    if (t->kind == GO_KIND_INVALID) text_add(out, "<T>");
    else if (!go_is_untyped(t)) text_add(out, go_check_type_words(c, t));
    else if (go_is_number(t)) text_add(out, "number");
    else text_add(out, go_check_type_words(c, t) + strlen("untyped "));
}

static const char *finish_summary(struct go_checker *c, struct text *out) {
    text_add(out, ")");
    const char *words = pool_string(c->pool, text_string(out));
    text_free(out);
    return words;
}

const char *go_check_summary(struct go_checker *c, struct operands values) {
    struct text out = {0};
    text_add(&out, "(");
    for (uint32_t i = 0; i < values.count; i++) {
        if (i > 0) text_add(&out, ", ");
        add_summary(c, &out, values.list[i].type);
    }
    return finish_summary(c, &out);
}

static const char *parameter_summary(struct go_checker *c, const struct go_type *signature) {
    struct text out = {0};
    text_add(&out, "(");
    for (uint32_t i = 0; i < signature->field_count; i++) {
        const struct go_type *t = signature->fields[i].type;
        bool dots = signature->variadic && i + 1 == signature->field_count;
        if (i > 0) text_add(&out, ", ");
        if (dots) text_add(&out, "...");
        add_summary(c, &out, dots ? t->element : t);
    }
    return finish_summary(c, &out);
}

/* ---- arguments ---- */

static bool has_invalid(struct operands arguments) {
    for (uint32_t i = 0; i < arguments.count; i++)
        if (arguments.list[i].mode == MODE_NONE) return true;
    return false;
}

static void wrong_count(struct go_checker *c, struct go_node *call, const struct go_type *signature,
                        struct operands arguments, uint32_t wanted) {
    /* `not enough` is reported at the closing parenthesis only by later compilers */
    const struct go_node *at = call;
    bool many = arguments.count > wanted;
    if (many) at = arguments.list[wanted].node;
    else if (arguments.count > 0) at = arguments.list[arguments.count - 1].node;
    go_check_complain(c, go_check_start(at), "%s arguments in call to %s\n\thave %s\n\twant %s",
                      many ? "too many" : "not enough", go_check_node_words(c, call->x),
                      go_check_summary(c, arguments), parameter_summary(c, signature));
}

/* The type of the parameter that argument i goes to. */
static const struct go_type *parameter_type(const struct go_type *signature, uint32_t i,
                                            bool dots) {
    uint32_t last = signature->field_count - 1;
    if (!signature->variadic || i < last || dots) return signature->fields[i].type;
    return signature->fields[last].type->element;
}

void go_check_arguments(struct go_checker *c, struct go_node *call, const struct go_type *signature,
                        struct operands arguments) {
    uint32_t count = arguments.count, wanted = signature->field_count;
    bool dots = call->flags & FLAG_DOTS;
    if (has_invalid(arguments)) return;
    if (dots && !signature->variadic) {
        go_check_complain(c, go_check_start(call), "cannot use ... in call to non-variadic %s",
                          go_check_node_words(c, call->x));
        return;
    }
    if (dots && !call->list->next && count > 1) {
        go_check_complain(c, go_check_start(call), "cannot use ... with %u-valued %s", count,
                          go_check_node_words(c, call->list));
        return;
    }
    if (signature->variadic && !dots) wanted = count >= wanted - 1 ? count : wanted - 1;
    if (count != wanted) {
        wrong_count(c, call, signature, arguments, wanted);
        return;
    }
    if (count == 0) return;
    const char *context = pool_stringf(c->pool, "argument to %s", go_check_node_words(c, call->x));
    for (uint32_t i = 0; i < count; i++)
        go_check_assignment(c, &arguments.list[i], parameter_type(signature, i, dots), context);
}

/* ---- calls ---- */

static void check_conversion_call(struct go_checker *c, struct operand *x, struct go_node *n) {
    const struct go_type *t = x->type;
    struct go_node *last = n->list;
    while (last && last->next) last = last->next;
    x->mode = MODE_NONE;
    if (!last) {
        go_check_complain(c, go_check_start(n), "missing argument in conversion to %s",
                          go_check_type_words(c, t));
    } else if (last != n->list) {
        go_check_use_list(c, n->list);
        go_check_complain(c, go_check_start(last), "too many arguments in conversion to %s",
                          go_check_type_words(c, t));
    } else {
        go_check_expression(c, x, n->list);
        if (x->mode == MODE_NONE) return;
        if (n->flags & FLAG_DOTS) {
            go_check_complain(c, go_check_start(last),
                              "invalid use of ... in type conversion to %s",
                              go_check_type_words(c, t));
            x->mode = MODE_NONE;
            return;
        }
        go_check_conversion(c, x, t);
    }
}

static enum use check_builtin_call(struct go_checker *c, struct operand *x, struct go_node *n) {
    enum go_builtin builtin = (enum go_builtin)x->builtin;
    n->object = n->x->object;
    if (!go_check_builtin(c, x, n)) x->mode = MODE_NONE;
    if (x->mode != MODE_NONE && x->mode != MODE_CONSTANT) c->at.has_call = true;
    return go_check_builtin_use(builtin);
}

static enum use check_function_call(struct go_checker *c, struct operand *x, struct go_node *n) {
    const struct go_type *t = go_underlying(x->type);
    if (t->kind != GO_KIND_FUNCTION) {
        go_check_complain(c, go_check_start(n->x), "invalid operation: cannot call non-function %s",
                          go_check_words(c, x));
        x->mode = MODE_NONE;
        return USE_STATEMENT;
    }
    go_check_arguments(c, n, t, go_check_list(c, n->list, false));
    x->mode = MODE_VALUE;
    x->type = t->result;
    if (t->result->field_count == 0) x->mode = MODE_NO_VALUE;
    if (t->result->field_count == 1) x->type = t->result->fields[0].type;
    c->at.has_call = true;
    return USE_STATEMENT;
}

enum use go_check_call(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_expression_or_type(c, x, n->x);
    switch (x->mode) {
    case MODE_NONE: go_check_use_list(c, n->list); return USE_STATEMENT;
    case MODE_TYPE: check_conversion_call(c, x, n); return USE_CONVERSION;
    case MODE_BUILTIN: return check_builtin_call(c, x, n);
    default: return check_function_call(c, x, n);
    }
}
