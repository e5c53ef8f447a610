/* Constants of a type, and untyped operands that get their type (expr.go, const.go). */
#include "go/types/checker.h"

#include <stddef.h>

/* ---- constants that fit ---- */

bool go_check_fits(struct go_checker *c, const struct go_constant *value, const struct go_type *t,
                   const struct go_constant **rounded) {
    bool truncated;
    if (!value) return true; /* a complaint was made */
    const struct go_constant *fitting = go_represent(c->pool, value, t, &truncated);
    if (fitting && rounded) *rounded = fitting;
    return fitting != NULL;
}

static enum misfit misfit_of(const struct go_type *from, const struct go_type *to) {
    if (!go_is_number(from) || !go_is_number(to)) return MISFIT_OTHER;
    return !go_is_integer(from) && go_is_integer(to) ? MISFIT_TRUNCATED : MISFIT_OVERFLOWS;
}

static void invalid_conversion(struct go_checker *c, struct operand *x, const struct go_type *t,
                               enum misfit misfit) {
    const char *operand = go_check_words(c, x), *type = go_check_type_words(c, t);
    uint32_t pos = go_check_start(x->node);
    if (misfit == MISFIT_TRUNCATED) go_check_complain(c, pos, "%s truncated to %s", operand, type);
    else if (misfit == MISFIT_OVERFLOWS)
        go_check_complain(c, pos, "%s overflows %s", operand, type);
    else go_check_complain(c, pos, "cannot convert %s to %s", operand, type);
    x->mode = MODE_NONE;
}

void go_check_representable(struct go_checker *c, struct operand *x, const struct go_type *t) {
    if (!go_check_fits(c, x->value, t, &x->value))
        invalid_conversion(c, x, t, misfit_of(x->type, t));
}

static const char *operation_words(const struct go_node *n) {
    if (n->kind == NODE_UNARY) return n->op == GO_XOR ? "bitwise complement" : "";
    switch (n->op) {
    case GO_ADD: return "addition";
    case GO_SUBTRACT: return "subtraction";
    case GO_XOR: return "bitwise XOR";
    case GO_MULTIPLY: return "multiplication";
    case GO_SHIFT_LEFT: return "shift";
    default: return "";
    }
}

void go_check_overflow(struct go_checker *c, struct operand *x, bool too_large) {
    bool operation = x->node->kind == NODE_UNARY || x->node->kind == NODE_BINARY;
    uint32_t pos = operation ? x->node->pos : go_check_start(x->node);
    if (!go_is_untyped(x->type)) {
        if (!too_large) go_check_representable(c, x, go_underlying(x->type));
        else {
            const char *type = go_check_type_words(c, x->type);
            go_check_complain(c, go_check_start(x->node), "%s (constant of type %s) overflows %s",
                              go_check_node_words(c, x->node), type, type);
            x->mode = MODE_NONE;
        }
        return;
    }
    if (too_large)
        go_check_complain(c, pos, "constant %s overflow",
                          operation ? operation_words(x->node) : "");
}

/* ---- untyped operands ---- */

static const struct go_type *between_untyped(const struct operand *x, const struct go_type *target,
                                             enum misfit *misfit) {
    if (go_is_number(x->type) && go_is_number(target))
        return x->type->kind < target->kind ? target : x->type;
    if (x->type->kind == target->kind) return x->type;
    *misfit = MISFIT_OTHER;
    return NULL;
}

static bool is_basic(const struct go_type *t) {
    return t->kind <= GO_KIND_STRING;
}

static bool has_kind_of(const struct go_type *t, const struct go_type *untyped) {
    if (untyped->kind == GO_KIND_UNTYPED_BOOL) return go_is_boolean(t);
    if (untyped->kind == GO_KIND_UNTYPED_STRING) return go_is_string(t);
    return go_is_number(untyped) && go_is_number(t);
}

const struct go_type *go_check_implicit_type(struct go_checker *c, const struct operand *x,
                                             const struct go_type *target,
                                             const struct go_constant **value,
                                             enum misfit *misfit) {
    const struct go_type *t = go_underlying(target);
    *value = NULL;
    *misfit = MISFIT_NONE;
    if (x->mode == MODE_NONE || !go_is_untyped(x->type) || target->kind == GO_KIND_INVALID)
        return x->type;
    if (go_is_untyped(target)) return between_untyped(x, target, misfit);
    if (x->mode == MODE_NIL) {
        if (go_has_nil(target)) return target;
    } else if (is_basic(t)) {
        if (x->mode == MODE_CONSTANT) {
            if (go_check_fits(c, x->value, t, value)) return target;
            *misfit = misfit_of(x->type, t);
            return NULL;
        }
        if (has_kind_of(t, x->type)) return target;
    } else if (t->kind == GO_KIND_INTERFACE) {
        go_check_complete_interfaces(c);
        if (t->method_count == 0) return go_default_type(x->type);
    }
    *misfit = MISFIT_OTHER;
    return NULL;
}

void go_check_convert_untyped(struct go_checker *c, struct operand *x,
                              const struct go_type *target) {
    const struct go_constant *value;
    enum misfit misfit;
    const struct go_type *t = go_check_implicit_type(c, x, target, &value, &misfit);
    if (!t) {
        invalid_conversion(c, x, go_underlying(target), misfit);
        return;
    }
    if (value) {
        x->value = value;
        if (go_is_untyped(x->node->type)) x->node->value = value;
    }
    if (t == x->type) return;
    x->type = t;
    go_check_update_type(c, x->node, t, false);
}

/* ---- types noted in the tree ---- */

static const char *bare_words(struct go_checker *c, const struct go_node *n) {
    struct go_node bare = *n;
    go_check_open_parentheses(&bare);
    return go_check_node_words(c, &bare);
}

/* Gives one node its type. False if that is its last untyped one, or wrong. */
static void settle(struct go_checker *c, struct go_node *n, const struct go_node *outer,
                   const struct go_type *type) {
    struct operand x = {.mode = n->mode, .node = n, .type = n->type, .value = n->value};
    n->type = type;
    if (n->flags & FLAG_SHIFTED && !go_is_integer(type)) {
        go_check_complain(c, go_check_start(n), "invalid operation: %s (shift of type %s)",
                          outer ? bare_words(c, outer) : "", go_check_type_words(c, type));
        n->type = go_basic(GO_KIND_INVALID);
        return;
    }
    if (!n->value || n->mode != MODE_CONSTANT) return;
    go_check_convert_untyped(c, &x, type);
    if (x.mode != MODE_NONE) n->value = x.value;
}

static bool has_operands_of_its_type(const struct go_node *n) {
    if (n->mode == MODE_CONSTANT) return false;
    return n->kind == NODE_UNARY ||
           (n->kind == NODE_BINARY && !go_check_is_comparison((enum go_token)n->op));
}

static bool is_shift(const struct go_node *n) {
    return n->op == GO_SHIFT_LEFT || n->op == GO_SHIFT_RIGHT;
}

static void push_spine(struct go_checker *c, struct go_node *n, struct go_node *outer) {
    c->spine = go_check_room(c, c->spine, c->spine_count, &c->spine_capacity, sizeof *c->spine);
    c->spine[c->spine_count++] = (struct spine){n, outer};
}

/* Operands before operators, left before right; down the left ones without recursion, because a
 * chain of operators is as deep as it is long. */
static void update(struct go_checker *c, struct go_node *start, struct go_node *outer,
                   const struct go_type *type, bool final) {
    uint32_t bottom = c->spine_count;
    for (struct go_node *n = start; n && n->type && go_is_untyped(n->type);
         n = has_operands_of_its_type(n) ? n->x : NULL) {
        push_spine(c, n, outer);
        outer = n;
    }
    while (c->spine_count > bottom) {
        const struct spine top = c->spine[--c->spine_count];
        struct go_node *n = top.node;
        if (n->kind == NODE_BINARY && has_operands_of_its_type(n) && !is_shift(n))
            update(c, n->y, n, type, final);
        if (!final && go_is_untyped(type)) n->type = type;
        else settle(c, n, top.outer, type);
    }
}

void go_check_update_type(struct go_checker *c, struct go_node *n, const struct go_type *type,
                          bool final) {
    update(c, n, NULL, type, final);
}

/* What nothing gave a type, as conditions and operands of constants, has its default type. */
void go_check_finish_untyped(struct go_checker *c) {
    for (uint32_t i = 0; i < c->untyped_count; i++) {
        struct go_node *n = c->untyped[i];
        const struct go_constant *value = n->value;
        if (!go_is_untyped(n->type) || n->mode == MODE_NIL) continue;
        const struct go_type *t = go_default_type(n->type);
        if (n->mode == MODE_CONSTANT && !go_check_fits(c, n->value, t, &value)) continue;
        n->type = t;
        n->value = value;
    }
}
