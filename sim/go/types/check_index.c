/* x[i] and x[i:j:k] (index.go). */
#include "go/types/checker.h"

static void fail(struct operand *x) {
    x->mode = MODE_NONE;
    x->type = go_basic(GO_KIND_INVALID);
}

/* ---- indices ---- */

static bool is_valid_index(struct go_checker *c, struct operand *x) {
    if (x->mode == MODE_NONE) return false;
    go_check_convert_untyped(c, x, go_basic(GO_KIND_INT));
    if (x->mode == MODE_NONE) return false;
    const char *problem = NULL;
    if (!go_is_integer(x->type)) problem = "must be integer";
    else if (x->mode == MODE_CONSTANT && x->value) {
        if (constant_sign(x->value) < 0) problem = "must not be negative";
        else if (!go_check_fits(c, x->value, go_basic(GO_KIND_INT), &x->value))
            problem = "overflows int";
    }
    if (!problem) return true;
    go_check_complain(c, go_check_start(x->node), "invalid argument: index %s %s",
                      go_check_words(c, x), problem);
    return false;
}

const struct go_type *go_check_index_value(struct go_checker *c, struct go_node *n, int64_t limit,
                                           int64_t *value) {
    struct operand x;
    *value = -1;
    go_check_expression(c, &x, n);
    if (!is_valid_index(c, &x)) return go_basic(GO_KIND_INVALID);
    if (x.mode != MODE_CONSTANT) return x.type;
    int64_t number;
    if (!x.value || !constant_int64(x.value, &number)) return go_basic(GO_KIND_INVALID);
    if (limit >= 0 && number >= limit) {
        go_check_complain(c, go_check_start(n), "invalid argument: index %s out of bounds [0:%lld]",
                          go_check_constant_words(c, x.value), (long long)limit);
        return go_basic(GO_KIND_INVALID);
    }
    *value = number;
    return x.type;
}

static const struct go_type *array_behind(const struct go_type *t) {
    if (t->kind == GO_KIND_POINTER) t = go_underlying(t->element);
    return t->kind == GO_KIND_ARRAY ? t : NULL;
}

static int64_t text_length(const struct operand *x) {
    uint32_t length = 0;
    if (x->mode != MODE_CONSTANT || !x->value) return -1;
    constant_string(x->value, &length);
    return length;
}

/* ---- x[i] ---- */

static void check_map_index(struct go_checker *c, struct operand *x, struct go_node *n) {
    const struct go_type *t = go_underlying(x->type);
    struct operand key;
    go_check_expression(c, &key, n->y);
    go_check_assignment(c, &key, t->key, "map index");
    x->mode = MODE_MAP_INDEX;
    x->type = t->element;
}

/* Makes x the element; its length goes to *length. False if it has none. */
static bool take_element(struct operand *x, int64_t *length) {
    const struct go_type *t = go_underlying(x->type), *array = array_behind(t);
    *length = -1;
    if (go_is_string(t)) {
        *length = text_length(x);
        x->mode = MODE_VALUE;
        x->type = go_byte_type();
    } else if (array) {
        *length = (int64_t)array->length;
        if (t->kind == GO_KIND_POINTER) x->mode = MODE_VARIABLE;
        if (x->mode != MODE_VARIABLE) x->mode = MODE_VALUE;
        x->type = array->element;
    } else if (t->kind == GO_KIND_SLICE) {
        x->mode = MODE_VARIABLE;
        x->type = t->element;
    } else {
        return false;
    }
    return true;
}

void go_check_index(struct go_checker *c, struct operand *x, struct go_node *n) {
    int64_t length, value;
    go_check_expression_or_type(c, x, n->x);
    if (x->mode == MODE_NONE) {
        go_check_use(c, n->y);
        return;
    }
    if (x->mode == MODE_TYPE) {
        go_check_complain(c, go_check_start(n->x), "%s is not a generic type",
                          go_check_type_words(c, x->type));
        fail(x);
        return;
    }
    if (go_underlying(x->type)->kind == GO_KIND_MAP) {
        check_map_index(c, x, n);
        return;
    }
    if (!take_element(x, &length)) {
        go_check_complain(c, n->pos, "invalid operation: cannot index %s", go_check_words(c, x));
        fail(x);
        return;
    }
    go_check_index_value(c, n->y, length, &value);
}

/* ---- x[i:j:k] ---- */

static bool check_sliced(struct go_checker *c, struct operand *x, struct go_node *n,
                         int64_t *length) {
    const struct go_type *t = go_underlying(x->type), *array = array_behind(t);
    uint32_t pos = go_check_start(x->node);
    *length = -1;
    if (go_is_string(t)) {
        if (n->flags & FLAG_THREE) {
            go_check_complain(c, n->w ? go_check_start(n->w) : n->pos,
                              "invalid operation: 3-index slice of string");
            return false;
        }
        *length = text_length(x);
        if (go_is_untyped(x->type)) x->type = go_basic(GO_KIND_STRING);
    } else if (array) {
        *length = (int64_t)array->length;
        if (t->kind == GO_KIND_ARRAY && x->mode != MODE_VARIABLE) {
            go_check_complain(c, pos, "invalid operation: %s (slice of unaddressable value)",
                              go_check_words(c, x));
            return false;
        }
        x->type = go_slice_of(c->pool, array->element);
    } else if (t->kind != GO_KIND_SLICE) {
        go_check_complain(c, pos, "invalid operation: cannot slice %s", go_check_words(c, x));
        return false;
    }
    return true;
}

/* Constant indices must not decrease. */
static void check_order(struct go_checker *c, struct go_node *const *nodes,
                        const int64_t *indices) {
    for (int i = 0; i < 2; i++)
        for (int k = i + 1; k < 3 && indices[i] > 0; k++)
            if (indices[k] >= 0 && indices[k] < indices[i]) {
                const struct go_node *at = nodes[k] ? nodes[k] : nodes[i];
                go_check_complain(c, go_check_start(at), "invalid slice indices: %lld < %lld",
                                  (long long)indices[k], (long long)indices[i]);
                return;
            }
}

void go_check_slice(struct go_checker *c, struct operand *x, struct go_node *n) {
    struct go_node *nodes[3] = {n->y, n->z, n->w};
    int64_t indices[3], length;
    go_check_expression(c, x, n->x);
    if (x->mode == MODE_NONE) {
        for (int i = 0; i < 3; i++) go_check_use(c, nodes[i]);
        return;
    }
    if (!check_sliced(c, x, n, &length)) {
        fail(x);
        return;
    }
    x->mode = MODE_VALUE;
    for (int i = 0; i < 3; i++) {
        indices[i] = i == 0 ? 0 : length;
        if (nodes[i]) go_check_index_value(c, nodes[i], length < 0 ? -1 : length + 1, &indices[i]);
    }
    check_order(c, nodes, indices);
}
