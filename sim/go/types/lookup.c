/* Fields and methods by name, through embedded fields; which interfaces a type satisfies. */
#include <stddef.h>
#include <string.h>

#include "go/types/type.h"

/* Types at one depth of embedding, and depths; more than a program has is not searched. */
enum { WIDTH_MAX = 1000, DEPTH_MAX = 200, SEEN_MAX = 4000 };

/* ---- names ---- */

/* The letters of Latin-1, Greek and Cyrillic that are capitals; others begin no exported name. */
static bool is_capital(const unsigned char *name) {
    unsigned char a = name[0], b = a ? name[1] : 0;
    if (a < 0x80) return a >= 'A' && a <= 'Z';
    if (a == 0xc3) return b >= 0x80 && b <= 0x9e && b != 0x97;
    if (a == 0xce) return b >= 0x86 && b <= 0xa9 && b != 0x87 && b != 0x90;
    return a == 0xd0 && b >= 0x80 && b <= 0xaf;
}

bool go_is_exported(const char *name) {
    return is_capital((const unsigned char *)name);
}

/* A name that is not exported is another one in every package. */
static bool is_same_name(const char *name, const char *declared, const char *package,
                         const char *owner) {
    if (!declared || strcmp(name, declared) != 0) return false;
    return go_is_exported(name) || !package || !owner || strcmp(package, owner) == 0;
}

/* ---- the search ---- */

/* A type whose fields and methods are looked through, and how it was reached. */
struct place {
    const struct go_type *type; /* no pointer */
    const char *owner;          /* package that its fields belong to; NULL: any */
    const struct place *outer;  /* NULL: the operand itself */
    uint32_t index;             /* in outer */
    uint32_t depth;
    bool indirect;
    bool several; /* it lies at this depth more than once */
};

struct search {
    struct pool *pool;
    const char *name, *package;
    struct go_selection *out;
    const struct place *found;
    uint32_t field; /* index of the field that was found */
    bool is_field, ambiguous;
    const struct go_type **seen;
    uint32_t seen_count;
    struct place **now, **next; /* lists */
    uint32_t now_count, next_count;
};

static bool was_seen(struct search *s, const struct go_type *t) {
    if (t->kind != GO_KIND_NAMED) return false;
    for (uint32_t i = 0; i < s->seen_count; i++)
        if (s->seen[i] == t) return true;
    s->seen = pool_grow(s->pool, s->seen, s->seen_count, sizeof *s->seen);
    if (!s->seen || s->seen_count == SEEN_MAX) return true;
    s->seen[s->seen_count++] = t;
    return false;
}

/* Notes what was found; a second thing at the same depth makes the name ambiguous. */
static bool note(struct search *s, const struct place *at) {
    if (s->found || at->several) s->ambiguous = true;
    s->found = at;
    return !s->ambiguous;
}

static struct go_object *declared_method(const struct search *s, const struct go_type *t) {
    for (uint32_t i = 0; i < t->declared_count; i++) {
        struct go_object *method = t->declared[i];
        if (is_same_name(s->name, method->name, s->package, method->package)) return method;
    }
    return NULL;
}

/* The same type twice at one depth is kept once: whatever is found in it is ambiguous. */
static void look_later(struct search *s, const struct place *outer, uint32_t index) {
    const struct go_type *type = outer->type->kind == GO_KIND_NAMED
                                     ? go_underlying(outer->type)->fields[index].type
                                     : outer->type->fields[index].type;
    bool pointer = type->kind == GO_KIND_POINTER;
    if (pointer) type = type->element;
    for (uint32_t i = 0; i < s->next_count; i++) {
        if (!go_identical(s->next[i]->type, type)) continue;
        s->next[i]->several = true;
        return;
    }
    struct place *place = pool_alloc(s->pool, sizeof *place);
    s->next = pool_grow(s->pool, s->next, s->next_count, sizeof(struct place *));
    if (!place || !s->next || s->next_count == WIDTH_MAX) return;
    bool named = type->kind == GO_KIND_NAMED && type->object;
    *place = (struct place){.type = type,
                            .owner = named ? type->object->package : outer->owner,
                            .outer = outer,
                            .index = index,
                            .depth = outer->depth + 1,
                            .indirect = outer->indirect || pointer,
                            .several = outer->several};
    s->next[s->next_count++] = place;
}

static void look_at_fields(struct search *s, const struct place *at, const struct go_type *t) {
    for (uint32_t i = 0; i < t->field_count && !s->ambiguous; i++) {
        if (is_same_name(s->name, t->fields[i].name, s->package, at->owner)) {
            if (!note(s, at)) return;
            s->is_field = true;
            s->field = i;
            s->out->field = &t->fields[i];
        } else if (!s->found && t->fields[i].embedded) {
            look_later(s, at, i);
        }
    }
}

static void look_at_methods(struct search *s, const struct place *at, const struct go_type *t) {
    for (uint32_t i = 0; i < t->method_count && !s->ambiguous; i++) {
        if (!is_same_name(s->name, t->methods[i].name, s->package, at->owner)) continue;
        if (note(s, at)) s->out->abstract = &t->methods[i];
    }
}

static void look_at(struct search *s, const struct place *at) {
    const struct go_type *t = at->type;
    if (was_seen(s, t)) return; /* nearer, where it hides this one */
    struct go_object *method = declared_method(s, t);
    if (method) {
        if (note(s, at)) s->out->method = method;
        return;
    }
    t = go_underlying(t);
    if (t->kind == GO_KIND_STRUCT) look_at_fields(s, at, t);
    if (t->kind == GO_KIND_INTERFACE) look_at_methods(s, at, t);
}

static void look_at_depth(struct search *s) {
    for (uint32_t i = 0; i < s->now_count && !s->ambiguous; i++) look_at(s, s->now[i]);
}

static bool fill_in(struct search *s) {
    struct go_selection *out = s->out;
    const struct place *at = s->found;
    out->kind = s->is_field ? SELECT_FIELD : SELECT_METHOD_VALUE;
    out->indirect = at->indirect;
    out->path_length = at->depth + (s->is_field ? 1 : 0);
    out->path = pool_alloc(s->pool, (out->path_length + 1) * sizeof *out->path);
    if (!out->path) return false;
    if (s->is_field) out->path[at->depth] = s->field;
    for (; at->outer; at = at->outer) out->path[at->depth - 1] = at->index;
    return true;
}

static bool run(struct search *s, struct place *first) {
    struct place *list[1] = {first};
    s->now = list;
    s->now_count = 1;
    for (int depth = 0; depth < DEPTH_MAX && s->now_count > 0; depth++) {
        s->next = NULL;
        s->next_count = 0;
        look_at_depth(s);
        if (s->ambiguous) return false;
        if (s->found) return fill_in(s);
        s->now = s->next;
        s->now_count = s->next_count;
    }
    return false;
}

bool go_lookup(struct pool *pool, const struct go_type *t, const char *name, const char *package,
               struct go_selection *out, bool *ambiguous) {
    struct search s = {.pool = pool, .name = name, .package = package, .out = out};
    const struct go_type *base = t;
    *out = (struct go_selection){.receiver = t};
    *ambiguous = false;
    /* Pointer types with a name have fields, but no methods. */
    bool named_pointer = t->kind == GO_KIND_NAMED && go_underlying(t)->kind == GO_KIND_POINTER;
    if (named_pointer) base = go_underlying(t);
    bool pointer = base->kind == GO_KIND_POINTER;
    if (pointer) base = base->element;
    if (strcmp(name, "_") == 0 || (pointer && go_is_interface(base))) return false;
    struct place *first = pool_alloc(pool, sizeof *first);
    if (!first) return false;
    bool named = base->kind == GO_KIND_NAMED && base->object;
    *first = (struct place){
        .type = base, .owner = named ? base->object->package : NULL, .indirect = pointer};
    bool found = run(&s, first);
    *ambiguous = s.ambiguous;
    return found && !(named_pointer && !s.is_field);
}

/* ---- interfaces ---- */

static const struct go_method *method_of_interface(const struct go_type *interface,
                                                   const char *name) {
    for (uint32_t i = 0; i < interface->method_count; i++)
        if (strcmp(interface->methods[i].name, name) == 0) return &interface->methods[i];
    return NULL;
}

static bool interface_has(const struct go_type *interface, const struct go_method *wanted) {
    const struct go_method *m = method_of_interface(interface, wanted->name);
    return m && go_identical(m->type, wanted->type);
}

static bool value_has(struct pool *pool, const struct go_type *t, const struct go_method *wanted,
                      const char *package, bool *pointer_only) {
    struct go_selection found;
    bool ambiguous;
    if (!go_lookup(pool, t, wanted->name, package, &found, &ambiguous)) return false;
    if (found.kind != SELECT_METHOD_VALUE) return false;
    const struct go_type *type = found.method ? found.method->type : found.abstract->type;
    if (!type || !go_identical(type, wanted->type)) return false;
    *pointer_only = found.method && found.method->pointer_receiver && !found.indirect;
    return !*pointer_only;
}

bool go_implements(struct pool *pool, const struct go_type *t, const struct go_type *interface,
                   const struct go_method **missing, bool *pointer_only) {
    const struct go_type *own = go_underlying(t), *wanted = go_underlying(interface);
    bool named = interface->kind == GO_KIND_NAMED && interface->object;
    const char *package = named ? interface->object->package : NULL;
    *missing = NULL;
    *pointer_only = false;
    for (uint32_t i = 0; i < wanted->method_count; i++) {
        const struct go_method *m = &wanted->methods[i];
        bool has = own->kind == GO_KIND_INTERFACE ? interface_has(own, m)
                                                  : value_has(pool, t, m, package, pointer_only);
        if (has) continue;
        *missing = m;
        return false;
    }
    return true;
}
