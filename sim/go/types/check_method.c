/* Fields and methods by name, and which types implement which interfaces (lookup.go). */
#include "go/types/checker.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

bool go_check_is_interface_pointer(const struct go_type *t) {
    t = go_underlying(t);
    return t->kind == GO_KIND_POINTER && go_is_interface(t->element);
}

enum lookup go_check_lookup(struct go_checker *c, const struct go_type *t, bool addressable,
                            const char *name, struct go_selection *out) {
    bool ambiguous;
    go_check_complete_interfaces(c);
    if (!go_lookup(c->pool, t, name, c->package->path, out, &ambiguous))
        return ambiguous ? LOOKUP_AMBIGUOUS : LOOKUP_NONE;
    if (!out->method) return LOOKUP_FOUND;
    go_check_object(c, out->method, NULL);
    bool needs_pointer = out->method->pointer_receiver && !out->indirect && !addressable;
    return needs_pointer ? LOOKUP_NEEDS_POINTER : LOOKUP_FOUND;
}

/* ---- a method that is missing ---- */

struct missing {
    const struct go_method *method; /* NULL: none */
    const char *name;               /* of what is there instead; NULL: nothing */
    const struct go_type *type;
};

static const struct go_method *method_of(const struct go_type *interface, const char *name) {
    for (uint32_t i = 0; i < interface->method_count; i++)
        if (strcmp(interface->methods[i].name, name) == 0) return &interface->methods[i];
    return NULL;
}

/* A method of the type itself whose name differs in case only. */
static struct go_object *similar_method(struct go_checker *c, const struct go_type *t,
                                        const char *name) {
    if (t->kind == GO_KIND_POINTER) t = t->element;
    if (t->kind != GO_KIND_NAMED) return NULL;
    for (uint32_t i = 0; i < t->declared_count; i++)
        if (strcasecmp(t->declared[i]->name, name) == 0) {
            go_check_object(c, t->declared[i], NULL);
            return t->declared[i];
        }
    return NULL;
}

static struct missing missing_in_interface(const struct go_type *own, const struct go_type *wanted,
                                           bool strict) {
    for (uint32_t i = 0; i < wanted->method_count; i++) {
        const struct go_method *m = &wanted->methods[i], *has = method_of(own, m->name);
        if (!has && strict) return (struct missing){m, NULL, NULL};
        if (has && !go_identical(has->type, m->type))
            return (struct missing){m, has->name, has->type};
    }
    return (struct missing){0};
}

/* Whether the type has the method; what there is instead goes to *instead. */
static bool has_method(struct go_checker *c, const struct go_type *t, const struct go_method *m,
                       struct missing *instead) {
    struct go_selection s;
    enum lookup found = go_check_lookup(c, t, false, m->name, &s);
    *instead = (struct missing){m, NULL, NULL};
    if (found == LOOKUP_NONE || found == LOOKUP_AMBIGUOUS) {
        const struct go_object *similar =
            found == LOOKUP_NONE ? similar_method(c, t, m->name) : NULL;
        if (similar) *instead = (struct missing){m, similar->name, similar->type};
        return false;
    }
    if (s.kind == SELECT_FIELD) return false;
    const struct go_type *type = s.method ? s.method->type : s.abstract->type;
    *instead = (struct missing){m, m->name, type};
    return found == LOOKUP_FOUND && go_identical(type, m->type);
}

static struct missing missing_method(struct go_checker *c, const struct go_type *t,
                                     const struct go_type *interface, bool strict) {
    struct missing instead;
    go_check_complete_interfaces(c);
    const struct go_type *own = go_underlying(t), *wanted = go_underlying(interface);
    if (own->kind == GO_KIND_INTERFACE) return missing_in_interface(own, wanted, strict);
    for (uint32_t i = 0; i < wanted->method_count; i++)
        if (!has_method(c, t, &wanted->methods[i], &instead)) return instead;
    return (struct missing){0};
}

/* ---- words ---- */

static const char *pointer_words(struct go_checker *c, const struct go_type *t) {
    return pool_stringf(c->pool, "type %s is pointer to interface, not interface",
                        go_check_type_words(c, t));
}

/* A method's name and signature: without the word func. */
static const char *method_words(struct go_checker *c, const char *name,
                                const struct go_type *type) {
    return pool_stringf(c->pool, "%s%s", name, go_check_type_words(c, type) + strlen("func"));
}

static const char *missing_words(struct go_checker *c, const struct go_type *t,
                                 const struct go_type *interface, const struct missing *m) {
    const char *name = m->method->name;
    if (m->name && strcmp(m->name, name) == 0 && go_identical(m->type, m->method->type))
        return pool_stringf(c->pool, "(%s method has pointer receiver)", name);
    if (m->name)
        return pool_stringf(c->pool, "(%s %s method)\n\t\thave %s\n\t\twant %s",
                            strcmp(m->name, name) == 0 ? "wrong type for" : "missing", name,
                            method_words(c, m->name, m->type),
                            method_words(c, name, m->method->type));
    if (go_check_is_interface_pointer(t)) return pool_stringf(c->pool, "(%s)", pointer_words(c, t));
    if (go_check_is_interface_pointer(interface))
        return pool_stringf(c->pool, "(%s)", pointer_words(c, interface));
    return pool_stringf(c->pool, "(missing %s method)", name);
}

const char *go_check_implements(struct go_checker *c, const struct go_type *t,
                                const struct go_type *interface) {
    const struct go_type *own = go_underlying(t), *wanted = go_underlying(interface);
    if (own->kind == GO_KIND_INVALID || wanted->kind == GO_KIND_INVALID) return NULL;
    if (own->kind == GO_KIND_POINTER && go_underlying(own->element)->kind == GO_KIND_INVALID)
        return NULL;
    const char *cause;
    if (wanted->kind != GO_KIND_INTERFACE) {
        cause = go_check_is_interface_pointer(interface)
                    ? pointer_words(c, interface)
                    : pool_stringf(c->pool, "%s is not an interface",
                                   go_check_type_words(c, interface));
        cause = pool_stringf(c->pool, "(%s)", cause);
    } else {
        struct missing m = missing_method(c, t, interface, true);
        if (!m.method) return NULL;
        cause = missing_words(c, t, interface, &m);
    }
    return pool_stringf(c->pool, "%s does not implement %s %s", go_check_type_words(c, t),
                        go_check_type_words(c, interface), cause);
}

const char *go_check_impossible(struct go_checker *c, const struct go_type *interface,
                                const struct go_type *t) {
    if (go_is_interface(t)) return NULL;
    struct missing m = missing_method(c, t, interface, false);
    return m.method ? missing_words(c, t, interface, &m) : NULL;
}
