/* What a package declares, collected before any of it is checked (resolver.go). */
#include "go/types/checker.h"

#include <string.h>

/* ---- objects ---- */

static const char *own_package(const struct go_checker *c) {
    return c->package->path;
}

struct go_object *go_check_new_object(struct go_checker *c, enum go_object_kind kind,
                                      struct go_node *name) {
    struct go_object *o = go_check_take(c->pool, sizeof *o);
    o->kind = (uint8_t)kind;
    o->name = name ? name->name : "_";
    o->package = own_package(c);
    o->pos = name ? name->pos : 0;
    o->exported = go_is_exported(o->name);
    o->function = c->at.function;
    return o;
}

static void note_declared(struct go_object *o, struct go_node *name) {
    name->object = o;
    name->type = o->type;
    if (o->kind == OBJECT_VARIABLE) name->mode = MODE_VARIABLE;
}

bool go_check_declare(struct go_checker *c, struct go_scope *scope, struct go_object *o,
                      struct go_node *name) {
    struct go_object *other = NULL;
    if (strcmp(o->name, "_") != 0) other = go_scope_add(c->pool, scope, o);
    if (name) note_declared(o, name);
    if (other)
        go_check_complain(c, o->pos, "%s redeclared in this block\n\t%s: other declaration of %s",
                          o->name, go_check_place(c, other->pos), o->name);
    return !other;
}

static struct go_declaration *new_declaration(struct go_checker *c, struct go_object *o,
                                              struct go_node *node, struct go_node *name) {
    struct go_declaration *d = go_check_take(c->pool, sizeof *d);
    c->declarations = go_check_grow(c->pool, c->declarations, c->declaration_count,
                                    sizeof(struct go_declaration *));
    *d = (struct go_declaration){
        .object = o, .shared = d, .node = node, .name = name, .scope = c->file_scope};
    d->order = c->declaration_count;
    c->declarations[c->declaration_count++] = d;
    o->declaration = d;
    o->global = true;
    o->node = node;
    return d;
}

static struct go_declaration *declare_global(struct go_checker *c, enum go_object_kind kind,
                                             struct go_node *name, struct go_node *node) {
    struct go_object *o = go_check_new_object(c, kind, name);
    struct go_declaration *d = new_declaration(c, o, node, name);
    bool is_main = strcmp(c->package->name, "main") == 0;
    if (strcmp(name->name, "init") == 0 || (is_main && strcmp(name->name, "main") == 0)) {
        go_check_complain(c, name->pos, "cannot declare %s - must be func", name->name);
        note_declared(o, name);
        return d;
    }
    go_check_declare(c, c->package->scope, o, name);
    return d;
}

/* ---- constants, variables, types ---- */

static uint32_t length_of(const struct go_node *list) {
    uint32_t count = 0;
    for (; list; list = list->next) count++;
    return count;
}

void go_check_arity(struct go_checker *c, struct go_node *spec, struct go_node *values,
                    bool inherited) {
    struct go_node *name = spec->list, *value = values;
    uint32_t value_count = length_of(values);
    while (name && value) {
        name = name->next;
        value = value->next;
    }
    if (value && inherited)
        go_check_complain(c, spec->pos, "extra init expr at %s", go_check_place(c, value->pos));
    else if (value)
        go_check_complain(c, go_check_start(value), "extra init expr %s",
                          go_check_node_words(c, value));
    else if (name && (spec->kind == NODE_CONST || value_count != 1))
        go_check_complain(c, name->pos, "missing init expr for %s", name->name);
}

static void collect_constants(struct go_checker *c, struct go_node *spec) {
    bool inherited = spec->z && !spec->y && !spec->list2;
    const struct go_node *from = inherited ? spec->z : spec;
    struct go_node *value = from->list2;
    for (struct go_node *name = spec->list; name; name = name->next) {
        struct go_declaration *d = declare_global(c, OBJECT_CONSTANT, name, spec);
        d->type = from->y;
        d->value = value;
        d->iota = constant_of_int(c->pool, spec->number);
        d->inherited = inherited;
        if (value) value = value->next;
    }
    go_check_arity(c, spec, from->list2, inherited);
}

static void collect_variables(struct go_checker *c, struct go_node *spec) {
    uint32_t count = length_of(spec->list), index = 0;
    bool joint = count > 1 && spec->list2 && !spec->list2->next;
    struct go_object **group = go_check_take(c->pool, count * sizeof(struct go_object *));
    struct go_declaration *first = NULL;
    struct go_node *value = spec->list2;
    for (struct go_node *name = spec->list; name; name = name->next) {
        struct go_declaration *d = declare_global(c, OBJECT_VARIABLE, name, spec);
        group[index++] = d->object;
        d->type = spec->y;
        d->value = value;
        if (!first) first = d;
        if (joint) {
            d->group = group;
            d->group_count = count;
            d->shared = first;
        } else if (value) {
            value = value->next;
        }
    }
    if (!spec->y || spec->list2) go_check_arity(c, spec, spec->list2, false);
}

static void collect_type(struct go_checker *c, struct go_node *spec) {
    struct go_declaration *d = declare_global(c, OBJECT_TYPE, spec->x, spec);
    d->type = spec->y;
    d->alias = spec->flags & FLAG_ALIAS;
}

/* ---- functions ---- */

static void collect_function(struct go_checker *c, struct go_node *n) {
    struct go_object *o = go_check_new_object(c, OBJECT_FUNCTION, n->x);
    bool is_init = strcmp(o->name, "init") == 0;
    bool is_main = strcmp(o->name, "main") == 0 && strcmp(c->package->name, "main") == 0;
    if (!n->z) {
        if ((is_init || is_main) && (n->y->list || n->y->list2))
            go_check_complain(c, n->pos, "func %s must have no arguments and no return values",
                              o->name);
        if (is_init && !n->w) go_check_complain(c, o->pos, "missing function body");
        if (!is_init) go_check_declare(c, c->package->scope, o, n->x);
    }
    note_declared(o, n->x);
    new_declaration(c, o, n, n->x);
}

/* The type a receiver names, through aliases; `pointer`: with one * on the way. */
static struct go_declaration *receiver_base(struct go_checker *c, const struct go_node *type,
                                            bool *pointer) {
    *pointer = false;
    for (int i = 0; type && i < GO_DEPTH_MAX; i++) {
        if (type->kind == NODE_STAR) {
            if (*pointer && i > 0) return NULL;
            *pointer = true;
            type = type->x;
        }
        if (type->kind != NODE_NAME) return NULL;
        struct go_object *o = go_scope_find(c->package->scope, type->name);
        if (!o || o->kind != OBJECT_TYPE) return NULL;
        if (!o->declaration->alias) return o->declaration;
        type = o->declaration->type;
    }
    return NULL;
}

static void attach_methods(struct go_checker *c) {
    for (uint32_t i = 0; i < c->declaration_count; i++) {
        struct go_object *method = c->declarations[i]->object;
        const struct go_node *n = c->declarations[i]->node;
        if (n->kind != NODE_FUNC || !n->z || strcmp(method->name, "_") == 0) continue;
        bool pointer;
        struct go_declaration *base = receiver_base(c, n->z->y, &pointer);
        if (!base) continue;
        method->pointer_receiver = pointer;
        base->methods =
            go_check_grow(c->pool, base->methods, base->method_count, sizeof(struct go_object *));
        base->methods[base->method_count++] = method;
    }
}

/* ---- imports ---- */

static const char *import_path(struct go_checker *c, const struct go_node *literal) {
    const struct go_constant *path =
        constant_of_literal(c->pool, GO_STRING, literal->name, literal->length);
    uint32_t length = 0;
    const char *bytes = path ? constant_string(path, &length) : "";
    if (length == 0) {
        go_check_complain(c, literal->pos, "invalid import path (empty string)");
        return NULL;
    }
    char *copy = go_check_take(c->pool, length + 1);
    return memcpy(copy, bytes, length);
}

/* import . "fmt": its names become the file's. */
static void declare_names_of(struct go_checker *c, const struct go_package *p) {
    for (const struct go_node *n = p->file.declarations; n; n = n->next) {
        const struct go_node *name = n->kind == NODE_CONST || n->kind == NODE_VAR ? n->list : n->x;
        if (n->kind == NODE_FUNC && n->z) continue;
        for (; name; name = n->kind == NODE_CONST || n->kind == NODE_VAR ? name->next : NULL)
            if (name->object && name->object->exported)
                go_scope_add(c->pool, c->file_scope, name->object);
    }
}

static void collect_import(struct go_checker *c, struct go_node *n) {
    const char *path = import_path(c, n->z);
    if (!path) return;
    struct go_package *p = go_check_import(c, path, n->z->pos);
    struct go_object *o = go_check_new_object(c, OBJECT_PACKAGE, n->x);
    const char *slash = strrchr(path, '/');
    if (!n->x) o->name = p ? p->name : slash ? slash + 1 : path;
    o->pos = n->x ? n->x->pos : n->z->pos;
    o->package = path;
    o->scope = p ? p->scope : NULL;
    o->used = !p;
    if (strcmp(o->name, "init") == 0) {
        go_check_complain(c, o->pos, "cannot import package as init - init must be a func");
        return;
    }
    c->imports = go_check_grow(c->pool, c->imports, c->import_count, sizeof(struct go_object *));
    c->imports[c->import_count++] = o;
    if (strcmp(o->name, ".") != 0) go_check_declare(c, c->file_scope, o, n->x);
    else if (p) declare_names_of(c, p);
}

static void check_import_names(struct go_checker *c) {
    for (uint32_t i = 0; i < c->import_count; i++) {
        const struct go_object *o = c->imports[i];
        const struct go_object *other = go_scope_find(c->package->scope, o->name);
        const char *slash = strrchr(o->package, '/');
        if (other)
            go_check_complain(c, other->pos,
                              "%s already declared through import of package %s (\"%s\")\n"
                              "\t%s: other declaration of %s",
                              o->name, slash ? slash + 1 : o->package, o->package,
                              go_check_place(c, o->pos), o->name);
    }
}

/* ---- all ---- */

void go_check_collect(struct go_checker *c) {
    const struct go_file *file = &c->package->file;
    for (struct go_node *n = file->imports; n; n = n->next) collect_import(c, n);
    for (struct go_node *n = file->declarations; n; n = n->next) {
        switch (n->kind) {
        case NODE_CONST: collect_constants(c, n); break;
        case NODE_VAR: collect_variables(c, n); break;
        case NODE_TYPE: collect_type(c, n); break;
        case NODE_FUNC: collect_function(c, n); break;
        default: break;
        }
    }
    check_import_names(c);
    attach_methods(c);
}
