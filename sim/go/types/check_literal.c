/* Composite literals (expr.go:exprInternal, index.go:indexedElts). */
#include "go/types/checker.h"

#include <string.h>

/* A literal's type, and what messages call it: without a type of its own, an element of a literal
 * is named by the underlying type (types2: base). */
struct literal {
    const struct go_type *type, *base;
};

/* ---- structs ---- */

/* Of another package: only exported fields can be seen. */
static bool is_foreign(const struct go_checker *c, const struct literal *l) {
    const struct go_type *t = l->type->kind == GO_KIND_POINTER ? l->type->element : l->type;
    return t->kind == GO_KIND_NAMED && t->object->package &&
           strcmp(t->object->package, c->package->path) != 0;
}

static const struct go_field *find_field(const struct go_checker *c, const struct literal *l,
                                         const char *name) {
    const struct go_type *t = go_underlying(l->base);
    if (strcmp(name, "_") == 0 || (!go_is_exported(name) && is_foreign(c, l))) return NULL;
    for (uint32_t i = 0; i < t->field_count; i++)
        if (strcmp(t->fields[i].name, name) == 0) return &t->fields[i];
    return NULL;
}

static void keyed_field(struct go_checker *c, const struct literal *l, struct go_node *e,
                        bool *visited) {
    struct operand x;
    if (e->kind != NODE_KEY_VALUE) {
        go_check_complain(c, go_check_start(e),
                          "mixture of field:value and value elements in struct literal");
        return;
    }
    go_check_expression(c, &x, e->y);
    if (e->x->kind != NODE_NAME) {
        go_check_complain(c, e->pos, "invalid field name %s in struct literal",
                          go_check_node_words(c, e->x));
        return;
    }
    const struct go_field *field = find_field(c, l, e->x->name);
    if (!field) {
        go_check_complain(c, e->x->pos, "unknown field '%s' in struct literal of type %s",
                          e->x->name, go_check_type_words(c, l->base));
        return;
    }
    go_check_assignment(c, &x, field->type, "struct literal");
    uint64_t index = (uint64_t)(field - go_underlying(l->base)->fields);
    if (visited[index])
        go_check_complain(c, e->pos, "duplicate field name %s in struct literal", field->name);
    visited[index] = true;
}

static void plain_fields(struct go_checker *c, const struct literal *l, struct go_node *n) {
    const struct go_type *t = go_underlying(l->base);
    bool foreign = is_foreign(c, l);
    uint32_t i = 0;
    for (struct go_node *e = n->list; e; e = e->next, i++) {
        struct operand x;
        if (e->kind == NODE_KEY_VALUE) {
            go_check_complain(c, e->pos,
                              "mixture of field:value and value elements in struct literal");
            continue;
        }
        go_check_expression(c, &x, e);
        if (i >= t->field_count) {
            go_check_complain(c, go_check_start(e), "too many values in %s{…}",
                              go_check_type_words(c, l->base));
            return;
        }
        if (foreign && !go_is_exported(t->fields[i].name)) {
            go_check_complain(c, go_check_start(e),
                              "implicit assignment to unexported field %s in %s literal",
                              t->fields[i].name, go_check_type_words(c, l->type));
            continue;
        }
        go_check_assignment(c, &x, t->fields[i].type, "struct literal");
    }
    if (i < t->field_count)
        go_check_complain(c, n->end - 1, "too few values in %s{…}",
                          go_check_type_words(c, l->base));
}

static void check_struct(struct go_checker *c, const struct literal *l, struct go_node *n) {
    if (!n->list) return;
    if (n->list->kind != NODE_KEY_VALUE) {
        plain_fields(c, l, n);
        return;
    }
    bool *visited = go_check_take(c->pool, go_underlying(l->base)->field_count + 1);
    for (struct go_node *e = n->list; e; e = e->next) keyed_field(c, l, e, visited);
}

/* ---- arrays and slices ---- */

struct elements {
    int64_t length; /* < 0: any */
    int64_t index, most;
    bool keyed; /* indices have to be remembered */
    struct seen seen;
};

static bool has_keys(const struct go_node *list) {
    for (; list; list = list->next)
        if (list->kind == NODE_KEY_VALUE) return true;
    return false;
}

/* Whether the element has an index of its own. */
static bool element_index(struct go_checker *c, struct elements *s, struct go_node *e) {
    if (e->kind == NODE_KEY_VALUE) {
        int64_t value;
        const struct go_type *t = go_check_index_value(c, e->x, s->length, &value);
        if (t->kind == GO_KIND_INVALID) return false;
        if (value >= 0) {
            s->index = value;
            return true;
        }
        go_check_complain(c, e->pos, "index %s must be integer constant",
                          go_check_node_words(c, e->x));
        return false;
    }
    if (s->length < 0 || s->index < s->length) return true;
    go_check_complain(c, go_check_start(e), "index %lld is out of bounds (>= %lld)",
                      (long long)s->index, (long long)s->length);
    return false;
}

static int64_t check_elements(struct go_checker *c, struct go_node *list,
                              const struct go_type *element, int64_t length) {
    struct elements s = {.length = length, .keyed = has_keys(list)};
    for (struct go_node *e = list; e; e = e->next) {
        struct operand x;
        bool valid = element_index(c, &s, e);
        struct seen_constant row = {NULL, go_basic(GO_KIND_INT), 0};
        if (valid && s.keyed) {
            row.value = constant_of_int(c->pool, s.index);
            if (row.value && go_check_seen(c, &s.seen, row))
                go_check_complain(c, go_check_start(e),
                                  "duplicate index %lld in array or slice literal",
                                  (long long)s.index);
        }
        if (s.index < INT64_MAX) s.index++;
        if (s.index > s.most) s.most = s.index;
        go_check_expression_hint(c, &x, e->kind == NODE_KEY_VALUE ? e->y : e, element);
        go_check_assignment(c, &x, element, "array or slice literal");
    }
    return s.most;
}

/* ---- maps ---- */

/* 1.0 and 1 are one key of type any only if their types are the same; others have one type. */
static bool is_duplicate_key(struct go_checker *c, struct seen *seen, const struct operand *key) {
    const struct go_constant *value = key->value, *integer = NULL;
    if (key->mode != MODE_CONSTANT || !value) return false;
    if (constant_kind(value) == CONST_FLOAT) integer = constant_to_integer(c->pool, value);
    struct seen_constant row = {integer ? integer : value, key->type, 0};
    return go_check_seen(c, seen, row) != NULL;
}

static void check_map(struct go_checker *c, const struct go_type *t, struct go_node *list) {
    struct seen seen = {0};
    for (struct go_node *e = list; e; e = e->next) {
        struct operand x;
        if (e->kind != NODE_KEY_VALUE) {
            go_check_complain(c, go_check_start(e), "missing key in map literal");
            continue;
        }
        go_check_expression_hint(c, &x, e->x, t->key);
        go_check_assignment(c, &x, t->key, "map literal");
        if (x.mode == MODE_NONE) continue;
        if (is_duplicate_key(c, &seen, &x)) {
            go_check_complain(c, go_check_start(e->x), "duplicate key %s in map literal",
                              go_check_constant_words(c, x.value));
            continue;
        }
        go_check_expression_hint(c, &x, e->y, t->element);
        go_check_assignment(c, &x, t->element, "map literal");
    }
}

/* ---- any ---- */

static void use_elements(struct go_checker *c, struct go_node *list) {
    for (struct go_node *e = list; e; e = e->next)
        go_check_use(c, e->kind == NODE_KEY_VALUE ? e->y : e);
}

/* [...]T: its length is known when its elements are. */
static struct go_type *open_array(struct go_checker *c, const struct go_node *n) {
    if (!n->x || n->x->kind != NODE_ARRAY_TYPE || n->x->x) return NULL;
    struct go_type *t = go_check_new_type(c->pool, GO_KIND_ARRAY);
    t->element = go_check_type(c, n->x->y);
    return t;
}

/* False without any type. */
static bool literal_type(struct go_checker *c, struct go_node *n, const struct go_type *hint,
                         struct literal *l) {
    if (n->x) {
        l->type = l->base = go_check_type(c, n->x);
        return true;
    }
    if (!hint) {
        go_check_complain(c, n->pos, "missing type in composite literal");
        return false;
    }
    l->type = hint;
    l->base = go_underlying(hint);
    if (l->base->kind == GO_KIND_POINTER) l->base = l->base->element; /* &T{} is meant */
    return true;
}

static bool is_incomplete(const struct go_type *t) {
    const struct go_declaration *d = t->kind == GO_KIND_NAMED ? t->object->declaration : NULL;
    return d && d->state == STATE_STARTED;
}

static bool check_elements_of(struct go_checker *c, struct go_node *n, const struct literal *l) {
    const struct go_type *t = go_underlying(l->base);
    if (is_incomplete(l->base) && t->kind != GO_KIND_INVALID) {
        go_check_complain(c, go_check_start(n), "illegal cycle in type declaration");
        return false;
    }
    switch (t->kind) {
    case GO_KIND_STRUCT: check_struct(c, l, n); return true;
    case GO_KIND_ARRAY: check_elements(c, n->list, t->element, (int64_t)t->length); return true;
    case GO_KIND_SLICE: check_elements(c, n->list, t->element, -1); return true;
    case GO_KIND_MAP: check_map(c, t, n->list); return true;
    default: break;
    }
    use_elements(c, n->list);
    if (t->kind == GO_KIND_INVALID) return true;
    go_check_complain(c, go_check_start(n), "invalid composite literal type %s",
                      go_check_type_words(c, l->type));
    return false;
}

enum use go_check_composite(struct go_checker *c, struct operand *x, struct go_node *n,
                            const struct go_type *hint) {
    struct go_type *open = open_array(c, n);
    struct literal l = {open, open};
    if (open) {
        open->length = (uint64_t)check_elements(c, n->list, open->element, -1);
        n->x->type = open;
        n->x->mode = MODE_TYPE;
    } else if (!literal_type(c, n, hint, &l) || !check_elements_of(c, n, &l)) {
        return USE_STATEMENT;
    }
    x->mode = MODE_VALUE;
    x->type = l.type;
    return USE_EXPRESSION;
}
