/* Interface types (interface.go, typeset.go). */
#include "go/types/checker.h"

#include <stdlib.h>
#include <string.h>

enum { METHODS_MAX = 10000 };

static void add_method(struct go_checker *c, struct go_type *t, struct go_method method) {
    if (t->method_count == METHODS_MAX) return;
    t->methods = go_check_grow(c->pool, t->methods, t->method_count, sizeof *t->methods);
    t->methods[t->method_count++] = method;
}

static int by_name(const void *a, const void *b) {
    const struct go_method *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static const struct go_method *find(const struct go_type *t, uint32_t sorted, const char *name) {
    struct go_method key = {.name = name};
    return sorted ? bsearch(&key, t->methods, sorted, sizeof key, by_name) : NULL;
}

/* ---- embedded ones ---- */

static bool complete(struct go_checker *c, struct go_type *t) {
    if (!t->open || t->being_asked) return true;
    bool known = true;
    t->being_asked = true;
    for (uint32_t i = 0; i < t->embedded_count && known; i++) {
        struct go_type *e = (struct go_type *)go_underlying(t->embedded[i]);
        known = e->kind != GO_KIND_INVALID && (e->kind != GO_KIND_INTERFACE || complete(c, e));
    }
    t->being_asked = false;
    if (!known) return false;
    t->open = false;
    for (uint32_t i = 0; i < t->embedded_count; i++) {
        const struct go_type *e = go_underlying(t->embedded[i]);
        uint32_t sorted = t->method_count;
        if (e->kind != GO_KIND_INTERFACE || e == t) continue;
        for (uint32_t k = 0; k < e->method_count; k++) {
            struct go_method method = e->methods[k];
            method.embedded = true;
            if (!find(t, sorted, method.name)) add_method(c, t, method);
        }
        if (t->method_count) qsort(t->methods, t->method_count, sizeof *t->methods, by_name);
    }
    return true;
}

void go_check_complete_interfaces(struct go_checker *c) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->open_count; i++)
        if (!complete(c, c->open[i])) c->open[kept++] = c->open[i];
    c->open_count = kept;
}

/* ---- methods that are there twice ---- */

struct methods {
    struct go_checker *c;
    struct go_scope *names; /* objects: where, and with which type */
};

static void note(struct methods *m, const char *name, const struct go_type *type, uint32_t pos,
                 bool embedded) {
    struct go_checker *c = m->c;
    struct go_object *o = go_check_take(c->pool, sizeof *o);
    o->name = name;
    o->type = type;
    o->pos = pos;
    const struct go_object *other = go_scope_add(c->pool, m->names, o);
    if (!other || (embedded && go_identical(other->type, type))) return;
    go_check_complain(c, pos, "duplicate method %s\n\t%s: other declaration of %s", name,
                      go_check_place(c, other->pos), name);
}

/* Run when all types are there. What an embedded interface has lies in its type. */
void go_check_interface_methods(struct go_checker *c, const struct delayed *action) {
    struct methods m = {c, go_scope_new(c->pool, NULL)};
    go_check_complete_interfaces(c);
    for (struct go_node *field = action->node->list; field; field = field->next)
        if (field->x && strcmp(field->x->name, "_") != 0)
            note(&m, field->x->name, field->y->type, field->x->pos, false);
    for (struct go_node *field = action->node->list; field; field = field->next) {
        if (field->x || !field->y->type) continue;
        const struct go_type *e = go_underlying(field->y->type);
        uint32_t pos = go_check_start(field->y);
        if (e->kind == GO_KIND_INVALID) continue;
        if (e->kind != GO_KIND_INTERFACE) {
            go_check_complain(c, pos, "type constraints are not in the supported subset");
            continue;
        }
        for (uint32_t i = 0; i < e->method_count; i++)
            note(&m, e->methods[i].name, e->methods[i].type, pos, true);
    }
}

/* ---- the type ---- */

static void explicit_method(struct go_checker *c, struct go_type *t, struct go_node *field) {
    const struct go_type *type = go_check_type(c, field->y);
    if (strcmp(field->x->name, "_") == 0) {
        go_check_complain(c, field->x->pos, "methods must have a unique non-blank name");
        return;
    }
    if (type->kind != GO_KIND_FUNCTION) return;
    for (uint32_t i = 0; i < t->method_count && t->method_count < 64; i++)
        if (strcmp(t->methods[i].name, field->x->name) == 0) return; /* a complaint will follow */
    add_method(c, t, (struct go_method){field->x->name, type, field->x->pos, false});
}

static void embedded_type(struct go_checker *c, struct go_type *t, struct go_node *field) {
    const struct go_node *n = field->y;
    if (n->kind == NODE_NAME && strcmp(n->name, "comparable") == 0 &&
        !go_scope_search(c->at.scope, n->name, NULL)) {
        go_check_complain(c, n->pos, "type constraints are not in the supported subset");
        return;
    }
    const struct go_type *type = go_check_type(c, field->y);
    if (type->kind == GO_KIND_INVALID) return;
    t->embedded =
        go_check_grow(c->pool, t->embedded, t->embedded_count, sizeof(const struct go_type *));
    t->embedded[t->embedded_count++] = type;
}

void go_check_interface(struct go_checker *c, struct go_type *t, struct go_node *n) {
    t->open = true;
    for (struct go_node *field = n->list; field; field = field->next) {
        if (field->x) explicit_method(c, t, field);
        else embedded_type(c, t, field);
    }
    if (t->method_count) qsort(t->methods, t->method_count, sizeof *t->methods, by_name);
    if (t->embedded_count == 0) t->open = false;
    else {
        c->open = go_check_room(c, c->open, c->open_count, &c->open_capacity, sizeof *c->open);
        c->open[c->open_count++] = t;
    }
    if (n->list)
        go_check_delay(c, (struct delayed){.kind = DELAYED_INTERFACE, .node = n, .type = t});
}
