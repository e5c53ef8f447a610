/* Expressions: each by its kind, and what is noted of it in the tree (expr.go). */
#include "go/types/checker.h"

#include <string.h>

enum { NUMBER_BYTES_MAX = 10000 };

static const struct go_type *invalid(void) {
    return go_basic(GO_KIND_INVALID);
}

/* ---- the tree ---- */

static void remember_untyped(struct go_checker *c, struct go_node *n) {
    n->flags &= (uint16_t)~FLAG_SHIFTED;
    c->untyped =
        go_check_room(c, c->untyped, c->untyped_count, &c->untyped_capacity, sizeof *c->untyped);
    c->untyped[c->untyped_count++] = n;
}

void go_check_record(struct go_checker *c, const struct operand *x) {
    struct go_node *n = x->node;
    n->mode = x->mode;
    n->type = x->mode == MODE_NONE ? invalid() : x->type;
    n->value = x->mode == MODE_CONSTANT ? x->value : NULL;
    if (go_is_untyped(n->type)) remember_untyped(c, n);
}

/* ---- literals ---- */

static enum go_kind literal_kind(enum go_token token) {
    switch (token) {
    case GO_INTEGER: return GO_KIND_UNTYPED_INT;
    case GO_FLOAT: return GO_KIND_UNTYPED_FLOAT;
    case GO_CHARACTER: return GO_KIND_UNTYPED_RUNE;
    case GO_STRING: return GO_KIND_UNTYPED_STRING;
    default: return GO_KIND_INVALID;
    }
}

static void check_literal(struct go_checker *c, struct operand *x, struct go_node *n) {
    enum go_kind kind = literal_kind((enum go_token)n->op);
    if (kind == GO_KIND_INVALID) return; /* the parser refused it */
    bool number = kind == GO_KIND_UNTYPED_INT || kind == GO_KIND_UNTYPED_FLOAT;
    if (number && n->length > NUMBER_BYTES_MAX) {
        go_check_complain(c, n->pos, "excessively long constant: %.10s... (%u chars)", n->name,
                          n->length);
        return;
    }
    x->value = constant_of_literal(c->pool, (enum go_token)n->op, n->name, n->length);
    x->type = go_basic(kind);
    if (x->value) x->mode = MODE_CONSTANT;
    else
        go_check_complain(c, n->pos, "malformed constant: %.*s",
                          n->length > 40 ? 40 : (int)n->length, n->name);
}

static void check_function_literal(struct go_checker *c, struct operand *x, struct go_node *n) {
    struct delayed body = {.kind = DELAYED_BODY, .node = n};
    struct go_type *t = go_check_new_type(c->pool, GO_KIND_FUNCTION);
    t->result = c->no_results;
    go_check_signature(c, t, n->x, NULL, &body);
    n->x->type = t;
    n->x->mode = MODE_TYPE;
    go_check_delay(c, body);
    x->mode = MODE_VALUE;
    x->type = t;
}

/* ---- x.(T), *x ---- */

void go_check_assertion(struct go_checker *c, struct go_node *n, const struct operand *x,
                        const struct go_type *t, bool in_switch) {
    const char *cause = go_check_impossible(c, x->type, t);
    if (!cause) return;
    const char *node = go_check_node_words(c, n), *type = go_check_type_words(c, t);
    if (in_switch)
        go_check_complain(c, go_check_start(n),
                          "impossible type switch case: %s\n\t%s cannot have dynamic type %s %s",
                          node, go_check_words(c, x), type, cause);
    else
        go_check_complain(c, go_check_start(n),
                          "impossible type assertion: %s\n\t%s does not implement %s %s", node,
                          type, go_check_type_words(c, x->type), cause);
}

static bool check_assert(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_expression(c, x, n->x);
    if (x->mode == MODE_NONE) return false;
    if (!go_is_interface(x->type)) {
        go_check_complain(c, go_check_start(n->x), "invalid operation: %s is not an interface",
                          go_check_words(c, x));
        return false;
    }
    if (!n->y) return false; /* x.(type): the parser complained */
    const struct go_type *t = go_check_type(c, n->y);
    if (t->kind == GO_KIND_INVALID) return false;
    go_check_assertion(c, n, x, t, false);
    x->mode = MODE_COMMA_OK;
    x->type = t;
    return true;
}

static bool check_star(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_expression_or_type(c, x, n->x);
    if (x->mode == MODE_NONE) return false;
    if (x->mode == MODE_TYPE) {
        x->type = go_pointer_to(c->pool, x->type);
        return true;
    }
    const struct go_type *t = go_underlying(x->type);
    if (t->kind != GO_KIND_POINTER) {
        go_check_complain(c, go_check_start(n->x), "invalid operation: cannot indirect %s",
                          go_check_words(c, x));
        return false;
    }
    x->mode = MODE_VARIABLE;
    x->type = t->element;
    return true;
}

/* ---- any kind ---- */

static enum use check_type_expression(struct go_checker *c, struct operand *x, struct go_node *n) {
    x->type = go_check_type(c, n);
    x->mode = x->type->kind == GO_KIND_INVALID ? MODE_NONE : MODE_TYPE;
    return x->mode == MODE_NONE ? USE_STATEMENT : USE_EXPRESSION;
}

static enum use check_unary(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_unary(c, x, n);
    if (x->mode == MODE_NONE || n->op == GO_ARROW) return USE_STATEMENT;
    return USE_EXPRESSION;
}

/* Sets everything but the node. */
static enum use check_kind(struct go_checker *c, struct operand *x, struct go_node *n,
                           const struct go_type *hint) {
    switch (n->kind) {
    case NODE_NAME: go_check_name(c, x, n, NULL, false); return USE_EXPRESSION;
    case NODE_LITERAL: check_literal(c, x, n); break;
    case NODE_FUNCTION: check_function_literal(c, x, n); break;
    case NODE_COMPOSITE: return go_check_composite(c, x, n, hint);
    case NODE_SELECTOR: go_check_selector(c, x, n, NULL); return USE_EXPRESSION;
    case NODE_INDEX: go_check_index(c, x, n); break;
    case NODE_SLICE: go_check_slice(c, x, n); break;
    case NODE_ASSERT:
        if (!check_assert(c, x, n)) x->mode = MODE_NONE;
        break;
    case NODE_CALL: return go_check_call(c, x, n);
    case NODE_STAR:
        if (!check_star(c, x, n)) x->mode = MODE_NONE;
        break;
    case NODE_UNARY: return check_unary(c, x, n);
    case NODE_BINARY: go_check_binary_chain(c, x, n); break;
    case NODE_KEY_VALUE: go_check_complain(c, n->pos, "unexpected key:value expression"); break;
    case NODE_DOTS_TYPE: go_check_complain(c, n->pos, "invalid use of '...'"); break;
    case NODE_ARRAY_TYPE:
    case NODE_SLICE_TYPE:
    case NODE_STRUCT_TYPE:
    case NODE_FUNCTION_TYPE:
    case NODE_INTERFACE_TYPE:
    case NODE_MAP_TYPE:
    case NODE_CHANNEL_TYPE: return check_type_expression(c, x, n);
    default: break; /* BAD: a complaint was made */
    }
    return x->mode == MODE_NONE ? USE_STATEMENT : USE_EXPRESSION;
}

enum use go_check_raw(struct go_checker *c, struct operand *x, struct go_node *n,
                      const struct go_type *hint) {
    enum use use = USE_STATEMENT;
    *x = (struct operand){.node = n, .type = invalid()};
    if (go_check_enter(c, n->pos)) {
        uint16_t parentheses = go_check_open_parentheses(n);
        use = check_kind(c, x, n, hint);
        go_check_close_parentheses(n, parentheses);
        go_check_leave(c);
    }
    x->node = n;
    if (x->mode == MODE_NONE) x->type = invalid();
    go_check_record(c, x);
    return use;
}

/* ---- what an expression must be ---- */

static void exclude(struct go_checker *c, struct operand *x, bool types_too) {
    uint32_t pos = go_check_start(x->node);
    const char *problem = NULL;
    if (x->mode == MODE_NO_VALUE) problem = types_too ? "used as value" : "used as value or type";
    if (x->mode == MODE_BUILTIN && types_too) problem = "must be called";
    if (x->mode == MODE_TYPE && types_too) problem = "is not an expression";
    if (!problem) return;
    go_check_complain(c, pos, "%s %s", go_check_words(c, x), problem);
    x->mode = MODE_NONE;
}

void go_check_single_value(struct go_checker *c, struct operand *x) {
    if (x->mode != MODE_VALUE || x->type->kind != GO_KIND_TUPLE) return;
    go_check_complain(c, go_check_start(x->node), "multiple-value %s in single-value context",
                      go_check_words(c, x));
    x->mode = MODE_NONE;
}

void go_check_expression_hint(struct go_checker *c, struct operand *x, struct go_node *n,
                              const struct go_type *hint) {
    go_check_raw(c, x, n, hint);
    exclude(c, x, true);
    go_check_single_value(c, x);
}

void go_check_expression(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_expression_hint(c, x, n, NULL);
}

void go_check_multiple(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_raw(c, x, n, NULL);
    exclude(c, x, true);
}

void go_check_expression_or_type(struct go_checker *c, struct operand *x, struct go_node *n) {
    go_check_raw(c, x, n, NULL);
    exclude(c, x, false);
    go_check_single_value(c, x);
}

void go_check_use(struct go_checker *c, struct go_node *n) {
    struct operand x;
    if (!n || (n->kind == NODE_NAME && strcmp(n->name, "_") == 0)) return;
    go_check_raw(c, &x, n, NULL);
}

void go_check_use_list(struct go_checker *c, struct go_node *list) {
    for (; list; list = list->next) go_check_use(c, list);
}
