/* Types: made, and asked simple questions. */
#include "go/types/type.h"

#include <stddef.h>

enum { CHAIN_MAX = 1000 }; /* of names for one type; longer ones are cycles */

struct go_type *go_type_new(struct pool *pool, enum go_kind kind) {
    struct go_type *t = pool_alloc(pool, sizeof *t);
    if (!t) return NULL;
    t->kind = (uint8_t)kind;
    if (kind != GO_KIND_NAMED) t->underlying = t;
    return t;
}

static const struct go_type *of_element(struct pool *pool, enum go_kind kind,
                                        const struct go_type *element) {
    struct go_type *t = go_type_new(pool, kind);
    if (t) t->element = element;
    return t;
}

const struct go_type *go_pointer_to(struct pool *pool, const struct go_type *element) {
    return of_element(pool, GO_KIND_POINTER, element);
}

const struct go_type *go_slice_of(struct pool *pool, const struct go_type *element) {
    return of_element(pool, GO_KIND_SLICE, element);
}

const struct go_type *go_default_type(const struct go_type *t) {
    switch (t->kind) {
    case GO_KIND_UNTYPED_BOOL: return go_basic(GO_KIND_BOOL);
    case GO_KIND_UNTYPED_INT: return go_basic(GO_KIND_INT);
    case GO_KIND_UNTYPED_RUNE: return go_rune_type();
    case GO_KIND_UNTYPED_FLOAT: return go_basic(GO_KIND_FLOAT64);
    case GO_KIND_UNTYPED_STRING: return go_basic(GO_KIND_STRING);
    default: return t;
    }
}

const struct go_type *go_underlying(const struct go_type *t) {
    for (int i = 0; t->kind == GO_KIND_NAMED; i++) {
        if (!t->underlying || i == CHAIN_MAX) return go_basic(GO_KIND_INVALID);
        t = t->underlying;
    }
    return t;
}

static enum go_kind kind_of(const struct go_type *t) {
    return (enum go_kind)go_underlying(t)->kind;
}

bool go_is_named(const struct go_type *t) {
    return t->kind == GO_KIND_NAMED || t->kind <= GO_KIND_UNTYPED_NIL;
}

bool go_is_interface(const struct go_type *t) {
    return kind_of(t) == GO_KIND_INTERFACE;
}

bool go_is_boolean(const struct go_type *t) {
    return kind_of(t) == GO_KIND_BOOL || kind_of(t) == GO_KIND_UNTYPED_BOOL;
}

bool go_is_integer(const struct go_type *t) {
    enum go_kind kind = kind_of(t);
    return (kind >= GO_KIND_INT && kind <= GO_KIND_UINTPTR) || kind == GO_KIND_UNTYPED_INT ||
           kind == GO_KIND_UNTYPED_RUNE;
}

bool go_is_unsigned(const struct go_type *t) {
    return kind_of(t) >= GO_KIND_UINT && kind_of(t) <= GO_KIND_UINTPTR;
}

bool go_is_float(const struct go_type *t) {
    enum go_kind kind = kind_of(t);
    return kind == GO_KIND_FLOAT32 || kind == GO_KIND_FLOAT64 || kind == GO_KIND_UNTYPED_FLOAT;
}

bool go_is_number(const struct go_type *t) {
    return go_is_integer(t) || go_is_float(t);
}

bool go_is_string(const struct go_type *t) {
    return kind_of(t) == GO_KIND_STRING || kind_of(t) == GO_KIND_UNTYPED_STRING;
}

bool go_is_untyped(const struct go_type *t) {
    return t->kind >= GO_KIND_UNTYPED_BOOL && t->kind <= GO_KIND_UNTYPED_NIL;
}

bool go_has_nil(const struct go_type *t) {
    switch (kind_of(t)) {
    case GO_KIND_UNTYPED_NIL:
    case GO_KIND_POINTER:
    case GO_KIND_SLICE:
    case GO_KIND_MAP:
    case GO_KIND_CHANNEL:
    case GO_KIND_FUNCTION:
    case GO_KIND_INTERFACE: return true;
    default: return false;
    }
}

bool go_is_bytes_or_runes(const struct go_type *t) {
    t = go_underlying(t);
    if (t->kind != GO_KIND_SLICE) return false;
    return kind_of(t->element) == GO_KIND_UINT8 || kind_of(t->element) == GO_KIND_INT32;
}

bool go_ordered(const struct go_type *t) {
    return go_is_number(t) || go_is_string(t);
}
