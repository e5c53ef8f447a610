/* What main and the inits can reach; the rest is analysed, but no program is made of it. */
#include "go/ir/build.h"

struct reaching {
    struct pool *pool;
    struct ir_function **functions; /* to be looked at */
    uint32_t function_count;
    const struct go_type **types; /* whose values are in interfaces */
    uint32_t type_count;
};

static void reach(struct reaching *r, struct ir_function *f) {
    if (f->used) return;
    f->used = true;
    r->functions = ir_append(r->pool, r->functions, &r->function_count, &f, sizeof(void *));
}

static void reach_type(struct reaching *r, const struct go_type *t) {
    for (uint32_t i = 0; t->kind == GO_KIND_NAMED && i < r->type_count; i++)
        if (r->types[i] == t) return;
    r->types = ir_append(r->pool, (void *)r->types, &r->type_count, (const void *)&t, sizeof t);
}

/* What is in an interface may be asked for every method, and (by fmt) so may what is in that. */
static void reach_inside(struct reaching *r, const struct go_type *t) {
    for (uint32_t i = 0; t->kind == GO_KIND_NAMED && i < t->declared_count; i++)
        if (t->declared[i]->ir) reach(r, t->declared[i]->ir);
    t = go_underlying(t);
    if (t->key) reach_type(r, t->key);
    if (t->element) reach_type(r, t->element);
    for (uint32_t i = 0; t->kind == GO_KIND_STRUCT && i < t->field_count; i++)
        reach_type(r, t->fields[i].type);
}

static bool reach_node(struct ir_node *n, void *context) {
    struct reaching *r = context;
    if (n->function) reach(r, n->function);
    if (n->op == IR_TO_INTERFACE && !go_is_interface(n->x->type)) reach_type(r, n->x->type);
    return true;
}

void ir_mark_used(struct ir_program *p) {
    struct reaching r = {.pool = p->pool};
    struct ir_visitor visitor = {reach_node, &r};
    for (uint32_t i = 0; i < p->wrapper_count; i++) p->wrappers[i]->used = false;
    if (p->main) reach(&r, p->main);
    for (uint32_t i = 0; i < p->init_count; i++) reach(&r, p->inits[i]);
    for (uint32_t i = 0; i < p->static_count; i++) ir_walk(p->statics[i].value, visitor);
    uint32_t function = 0, type = 0;
    while (function < r.function_count || type < r.type_count) {
        if (function < r.function_count) ir_walk_list(r.functions[function++]->body, visitor);
        else reach_inside(&r, r.types[type++]);
    }
}
