/* Statements that choose and repeat, and the branches that leave them. */
#include "go/ir/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* A simple statement in front of another, or behind a loop's body. */
static struct ir_node *build_simple(struct ir_builder *b, const struct go_node *n) {
    struct ir_list out = {0};
    if (n) ir_build_statement(b, n, &out);
    return out.first;
}

static void enter(struct ir_builder *b, struct ir_enclosing *e, struct ir_node *statement,
                  bool loop) {
    *e = (struct ir_enclosing){statement, b->branches.label, loop, b->branches.enclosing};
    b->branches.label = NULL;
    b->branches.enclosing = e;
}

static void leave(struct ir_builder *b, const struct ir_enclosing *e) {
    b->branches.enclosing = e->outer;
}

/* A chain of else ifs may be long: no recursion. */
static void build_if(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *first = NULL, **place = &first;
    for (; n && n->kind == NODE_IF; n = n->w) {
        struct ir_node *s = ir_new(b->pool, IR_IF, n->pos, NULL);
        s->list = build_simple(b, n->x);
        s->x = ir_build_expression(b, n->y);
        s->list2 = ir_build_block(b, n->z->list);
        *place = s;
        place = &s->z;
    }
    if (n) {
        struct ir_node *block = ir_new(b->pool, IR_BLOCK, n->pos, NULL);
        block->list = ir_build_block(b, n->list);
        *place = block;
    }
    ir_list_add(out, first);
}

/* The post statement before the body: so they are numbered. */
static void build_for(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_FOR, n->pos, NULL);
    struct ir_enclosing e;
    enter(b, &e, s, true);
    s->list = build_simple(b, n->x);
    s->x = n->y ? ir_build_expression(b, n->y) : NULL;
    s->y = build_simple(b, n->z);
    s->list2 = ir_build_block(b, n->w->list);
    leave(b, &e);
    ir_list_add(out, s);
}

static struct ir_node *build_range_target(struct ir_builder *b, const struct go_node *n,
                                          bool define) {
    struct ir_list declared = {0}; /* FLAG_DEFINE says it */
    return define ? ir_build_target(b, n, &declared) : ir_build_expression(b, n);
}

static void build_range(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_RANGE, n->name_pos, NULL);
    struct ir_enclosing e;
    const struct go_node *key = n->list, *value = key ? key->next : NULL;
    bool define = n->flags & FLAG_DEFINE;
    enter(b, &e, s, true);
    s->flags = n->flags & FLAG_DEFINE;
    if (key) s->y = build_range_target(b, key, define);
    if (value) s->z = build_range_target(b, value, define);
    s->x = ir_build_expression(b, n->x);
    s->list2 = ir_build_block(b, n->w->list);
    leave(b, &e);
    ir_list_add(out, s);
}

/* Of a type switch: one for each clause, at its colon. */
static struct ir_variable *clause_variable(struct ir_builder *b, const struct go_node *clause,
                                           const char *name) {
    struct go_object *object = clause->object;
    struct ir_variable *v = ir_add_local(b->pool, b->function, name, object->type, clause->colon);
    v->object = object;
    object->variable = v;
    return v;
}

static void build_clauses(struct ir_builder *b, const struct go_node *n, struct ir_node *s) {
    struct ir_list clauses = {0};
    const char *name = n->kind == NODE_TYPE_SWITCH && n->z ? ir_build_name(b, n->z) : NULL;
    for (const struct go_node *c = n->list; c; c = c->next) {
        struct ir_node *clause = ir_new(b->pool, IR_CASE, c->pos, NULL);
        clause->flags = c->flags & FLAG_DEFAULT;
        if (name && c->object) clause->variable = clause_variable(b, c, name);
        clause->list = ir_build_expressions(b, c->list);
        clause->list2 = ir_build_block(b, c->list2);
        ir_list_add(&clauses, clause);
    }
    s->list2 = clauses.first;
}

static void build_switch(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    bool types = n->kind == NODE_TYPE_SWITCH;
    struct ir_node *s = ir_new(b->pool, types ? IR_TYPE_SWITCH : IR_SWITCH, n->pos, NULL);
    struct ir_enclosing e;
    enter(b, &e, s, false);
    s->list = build_simple(b, n->x);
    if (n->y) s->x = ir_build_expression(b, types ? n->y->x : n->y);
    build_clauses(b, n, s);
    leave(b, &e);
    ir_list_add(out, s);
}

/* The statement that sends or receives; what it declares goes to its init. transform.go: no
 * conversion of what is received, the assignment will see to that. */
static struct ir_node *build_communication(struct ir_builder *b, const struct go_node *n) {
    struct ir_node *first = build_simple(b, n), *last = first, *before = NULL;
    while (last && last->next) before = last, last = last->next;
    if (before) {
        before->next = NULL;
        last->init = first;
    }
    bool convert = last && last->op == IR_ASSIGN && last->y->flags & FLAG_IMPLICIT;
    if (convert) last->y = last->y->x;
    if (last && last->op == IR_ASSIGN && last->x->flags & FLAG_DEFINE)
        last->x->variable->value = NULL;
    return last;
}

static void build_select(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_SELECT, n->pos, NULL);
    struct ir_enclosing e;
    struct ir_list clauses = {0};
    enter(b, &e, s, false);
    for (const struct go_node *c = n->list; c; c = c->next) {
        struct ir_node *clause = ir_new(b->pool, IR_CASE, c->pos, NULL);
        clause->flags = c->flags & FLAG_DEFAULT;
        s->flags |= clause->flags;
        clause->x = build_communication(b, c->x);
        clause->list2 = ir_build_block(b, c->list2);
        ir_list_add(&clauses, clause);
    }
    s->list2 = clauses.first;
    leave(b, &e);
    ir_list_add(out, s);
}

void ir_build_control(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    switch (n->kind) {
    case NODE_IF: build_if(b, n, out); return;
    case NODE_FOR: build_for(b, n, out); return;
    case NODE_RANGE: build_range(b, n, out); return;
    case NODE_SWITCH:
    case NODE_TYPE_SWITCH: build_switch(b, n, out); return;
    default: CHECK(n->kind == NODE_SELECT); build_select(b, n, out);
    }
}

/* ---- branches ---- */

static bool leads_to(const struct ir_enclosing *e, const struct ir_node *branch) {
    if (branch->name) return e->label && strcmp(e->label, branch->name) == 0;
    return e->loop || branch->operator== GO_BREAK;
}

void ir_build_branch(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_BRANCH, n->pos, NULL);
    s->operator= n->op;
    s->name = n->name ? ir_build_name(b, n) : NULL;
    ir_list_add(out, s);
    if (n->op == GO_GOTO)
        b->branches.gotos =
            ir_append(b->pool, b->branches.gotos, &b->branches.goto_count, &s, sizeof s);
    if (n->op != GO_BREAK && n->op != GO_CONTINUE) return;
    const struct ir_enclosing *e = b->branches.enclosing;
    while (e && !leads_to(e, s)) e = e->outer;
    CHECK(e);
    s->target = e->statement;
}

void ir_build_label(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_LABEL, n->pos, NULL);
    s->name = ir_build_name(b, n);
    ir_list_add(out, s);
    b->branches.labels =
        ir_append(b->pool, b->branches.labels, &b->branches.label_count, &s, sizeof s);
    bool control =
        n->x && (n->x->kind == NODE_FOR || n->x->kind == NODE_RANGE || n->x->kind == NODE_SWITCH ||
                 n->x->kind == NODE_TYPE_SWITCH || n->x->kind == NODE_SELECT);
    b->branches.label = control ? s->name : NULL;
    if (n->x) ir_build_statement(b, n->x, out);
}

static int by_name(const void *a, const void *b) {
    const struct ir_node *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

void ir_build_gotos(struct ir_builder *b) {
    if (!b->branches.goto_count) return;
    CHECK(b->branches.label_count);
    qsort(b->branches.labels, b->branches.label_count, sizeof *b->branches.labels, by_name);
    for (uint32_t i = 0; i < b->branches.goto_count; i++) {
        struct ir_node **label =
            bsearch(&b->branches.gotos[i], b->branches.labels, b->branches.label_count,
                    sizeof *b->branches.labels, by_name);
        CHECK(label);
        b->branches.gotos[i]->target = *label;
    }
}
