/* switch and select (stmt.go). */
#include "go/types/checker.h"

#include <string.h>

static void check_defaults(struct go_checker *c, struct go_node *cases) {
    const struct go_node *first = NULL;
    for (struct go_node *n = cases; n; n = n->next) {
        if (!(n->flags & FLAG_DEFAULT)) continue;
        if (first)
            go_check_complain(c, n->pos, "multiple defaults (first at %s)",
                              go_check_place(c, first->pos));
        else first = n;
    }
}

/* ---- switch ---- */

static void check_tag(struct go_checker *c, struct operand *x, struct go_node *n,
                      struct go_node *truth) {
    if (n->y) {
        go_check_expression(c, x, n->y);
        go_check_assignment(c, x, NULL, "switch expression");
        if (x->mode == MODE_NONE || go_comparable(x->type) || go_has_nil(x->type)) return;
        go_check_complain(c, go_check_start(n->y), "cannot switch on %s (%s is not comparable)",
                          go_check_words(c, x), go_check_type_words(c, x->type));
        x->mode = MODE_NONE;
        return;
    }
    truth->pos = n->list ? n->list->pos : n->end - 1;
    *x = (struct operand){.mode = MODE_CONSTANT,
                          .node = truth,
                          .type = go_basic(GO_KIND_BOOL),
                          .value = constant_of_bool(c->pool, true)};
}

static void check_case_value(struct go_checker *c, const struct operand *tag, struct go_node *n,
                             struct seen *seen) {
    struct operand v, tag_copy = *tag;
    go_check_expression(c, &v, n);
    if (tag->mode == MODE_NONE || v.mode == MODE_NONE) return;
    go_check_convert_untyped(c, &v, tag->type);
    if (v.mode == MODE_NONE) return;
    struct operand result = v;
    go_check_comparison(c, &result, &tag_copy, GO_EQUAL, true);
    if (result.mode == MODE_NONE || v.mode != MODE_CONSTANT || !v.value) return;
    if (constant_kind(v.value) == CONST_BOOL) return;
    const struct seen_constant *before =
        go_check_seen(c, seen, (struct seen_constant){v.value, v.type, n->pos});
    if (before)
        go_check_complain(c, go_check_start(n),
                          "duplicate case %s in expression switch\n\t%s: previous case",
                          go_check_words(c, &v), go_check_place(c, before->pos));
}

void go_check_switch(struct go_checker *c, struct go_node *n) {
    struct operand tag;
    struct seen seen = {0};
    struct go_node truth = {.kind = NODE_NAME, .name = "true", .length = 4};
    go_check_open_scope(c);
    if (n->x) go_check_statement(c, n->x);
    check_tag(c, &tag, n, &truth);
    check_defaults(c, n->list);
    for (struct go_node *clause = n->list; clause; clause = clause->next) {
        for (struct go_node *value = clause->list; value; value = value->next)
            check_case_value(c, &tag, value, &seen);
        go_check_open_scope(c);
        go_check_statements(c, clause->list2);
        go_check_close_scope(c);
    }
    go_check_close_scope(c);
}

/* ---- type switch ---- */

/* Types of the cases so far; few, so that a list does. */
struct types {
    struct seen_type {
        const struct go_type *type; /* NULL: nil */
        uint32_t pos, hash;
    } * rows;
    uint32_t count, capacity;
};

static bool is_nil(struct go_checker *c, const struct go_node *n) {
    if (n->kind != NODE_NAME) return false;
    const struct go_object *o = go_scope_search(c->at.scope, n->name, NULL);
    return o && o->kind == OBJECT_NIL;
}

static const struct seen_type *find_type(const struct types *seen, const struct go_type *t,
                                         uint32_t hash) {
    for (uint32_t i = 0; i < seen->count; i++) {
        const struct seen_type *row = &seen->rows[i];
        if (row->hash == hash && (t ? row->type && go_identical(row->type, t) : !row->type))
            return row;
    }
    return NULL;
}

/* The type of a case, NULL for nil and after complaints. */
static const struct go_type *check_case_type(struct go_checker *c, const struct operand *x,
                                             struct go_node *n, struct types *seen) {
    struct operand dummy;
    const struct go_type *t = NULL;
    uint32_t pos = go_check_start(n);
    if (is_nil(c, n)) {
        go_check_expression(c, &dummy, n);
    } else {
        t = go_check_type(c, n);
        if (t->kind == GO_KIND_INVALID) return t;
    }
    uint32_t hash = t ? go_type_hash(t) : 0;
    const struct seen_type *before = find_type(seen, t, hash);
    if (before) {
        go_check_complain(c, pos, "duplicate case %s in type switch\n\t%s: previous case",
                          t ? go_check_type_words(c, t) : "nil", go_check_place(c, before->pos));
        return t;
    }
    seen->rows = go_check_room(c, seen->rows, seen->count, &seen->capacity, sizeof *seen->rows);
    seen->rows[seen->count++] = (struct seen_type){t, pos, hash};
    if (x && t) go_check_assertion(c, n, x, t, true);
    return t;
}

struct guard {
    struct go_node *name; /* NULL: none, or _ */
    struct operand x;
    bool valid, used;
    struct types seen;
};

static void check_type_case(struct go_checker *c, struct guard *g, struct go_node *clause) {
    const struct go_type *t = NULL;
    uint32_t count = 0;
    struct go_object *variable = NULL;
    for (struct go_node *n = clause->list; n; n = n->next, count++)
        t = check_case_type(c, g->valid ? &g->x : NULL, n, &g->seen);
    go_check_open_scope(c);
    if (g->name) {
        variable = go_check_new_object(c, OBJECT_VARIABLE, g->name);
        variable->type = count == 1 && t ? t : g->x.type;
        go_check_declare(c, c->at.scope, variable, NULL);
        clause->object = variable;
    }
    go_check_statements(c, clause->list2);
    if (variable && variable->used) g->used = true;
    go_check_close_scope(c);
}

static bool check_guard(struct go_checker *c, struct guard *g, struct go_node *n) {
    struct go_node *assert = n->y;
    g->name = n->z;
    if (g->name && strcmp(g->name->name, "_") == 0) {
        go_check_complain(c, g->name->pos, "no new variable on left side of :=");
        g->name = NULL;
    }
    go_check_expression(c, &g->x, assert->x);
    if (g->x.mode == MODE_NONE) return false;
    g->valid = go_is_interface(g->x.type);
    if (!g->valid)
        go_check_complain(c, go_check_start(assert->x), "%s is not an interface",
                          go_check_words(c, &g->x));
    return true;
}

void go_check_type_switch(struct go_checker *c, struct go_node *n) {
    struct guard g = {0};
    go_check_open_scope(c);
    if (n->x) go_check_statement(c, n->x);
    if (check_guard(c, &g, n)) {
        check_defaults(c, n->list);
        for (struct go_node *clause = n->list; clause; clause = clause->next)
            check_type_case(c, &g, clause);
        if (g.name && !g.used)
            go_check_complain(c, g.name->pos, "%s declared but not used", g.name->name);
    }
    go_check_close_scope(c);
}

/* ---- select ---- */

static bool is_receive(const struct go_node *n) {
    return n && n->kind == NODE_UNARY && n->op == GO_ARROW;
}

static bool is_communication(const struct go_node *n) {
    switch (n->kind) {
    case NODE_SEND: return true;
    case NODE_EXPRESSION: return is_receive(n->x);
    case NODE_ASSIGN: return n->list2 && !n->list2->next && is_receive(n->list2);
    default: return false;
    }
}

void go_check_select(struct go_checker *c, struct go_node *n) {
    check_defaults(c, n->list);
    for (struct go_node *clause = n->list; clause; clause = clause->next) {
        if (clause->x && !is_communication(clause->x)) {
            go_check_complain(c, go_check_start(clause->x),
                              "select case must be send or receive (possibly with assignment)");
            continue;
        }
        go_check_open_scope(c);
        if (clause->x) go_check_statement(c, clause->x);
        go_check_statements(c, clause->list2);
        go_check_close_scope(c);
    }
}
