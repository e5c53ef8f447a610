/* When two types are the same, and when a value of one may become a value of the other. */
#include <stddef.h>
#include <string.h>

#include "base/check.h"
#include "go/types/type.h"

/* Types without names are trees, but alias upon alias can make them huge: a comparison that takes
 * so long is answered with no. */
enum { DEPTH_MAX = 2000, STEPS_MAX = 1 << 20 };

/* Interfaces that are being compared already: met again, they are taken to be the same. A method's
 * type can mention an interface without a name that the method is in: f() interface{ I }. */
struct pair {
    const struct go_type *a, *b;
    const struct pair *outer;
};

struct comparison {
    bool tags; /* count */
    uint32_t depth, steps;
    const struct pair *pairs;
};

static bool same(struct comparison *c, const struct go_type *a, const struct go_type *b);

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* `a` and "a" are the same tag, and "" is none. */
static bool same_tags(const char *a, const char *b) {
    struct text left = {0}, right = {0};
    go_tag_text(a ? a : "\"\"", &left);
    go_tag_text(b ? b : "\"\"", &right);
    bool same_tag = same_text(text_string(&left), text_string(&right));
    text_free(&left);
    text_free(&right);
    return same_tag;
}

static bool same_structs(struct comparison *c, const struct go_type *a, const struct go_type *b) {
    if (a->field_count != b->field_count) return false;
    for (uint32_t i = 0; i < a->field_count; i++) {
        const struct go_field *f = &a->fields[i], *g = &b->fields[i];
        if (f->embedded != g->embedded || !same_text(f->name, g->name)) return false;
        if (c->tags && (f->tag || g->tag) && !same_tags(f->tag, g->tag)) return false;
        if (!same(c, f->type, g->type)) return false;
    }
    return true;
}

/* Parameters, results: their names do not count. */
static bool same_lists(struct comparison *c, const struct go_type *a, const struct go_type *b) {
    if (a->field_count != b->field_count) return false;
    for (uint32_t i = 0; i < a->field_count; i++)
        if (!same(c, a->fields[i].type, b->fields[i].type)) return false;
    return true;
}

static bool same_functions(struct comparison *c, const struct go_type *a, const struct go_type *b) {
    if (a->variadic != b->variadic || !same_lists(c, a, b)) return false;
    if (!a->result || !b->result) return a->result == b->result;
    return same(c, a->result, b->result);
}

static bool is_being_compared(const struct comparison *c, const struct go_type *a,
                              const struct go_type *b) {
    for (const struct pair *p = c->pairs; p; p = p->outer)
        if ((p->a == a && p->b == b) || (p->a == b && p->b == a)) return true;
    return false;
}

static bool same_interfaces(struct comparison *c, const struct go_type *a,
                            const struct go_type *b) {
    const struct pair here = {a, b, c->pairs};
    if (a->method_count != b->method_count) return false;
    if (is_being_compared(c, a, b)) return true;
    bool equal = true;
    c->pairs = &here;
    for (uint32_t i = 0; i < a->method_count && equal; i++)
        equal = strcmp(a->methods[i].name, b->methods[i].name) == 0 &&
                same(c, a->methods[i].type, b->methods[i].type);
    c->pairs = here.outer;
    return equal;
}

static bool same_parts(struct comparison *c, const struct go_type *a, const struct go_type *b) {
    switch (a->kind) {
    case GO_KIND_POINTER:
    case GO_KIND_SLICE: return same(c, a->element, b->element);
    case GO_KIND_ARRAY: return a->length == b->length && same(c, a->element, b->element);
    case GO_KIND_CHANNEL: return a->direction == b->direction && same(c, a->element, b->element);
    case GO_KIND_MAP: return same(c, a->key, b->key) && same(c, a->element, b->element);
    case GO_KIND_STRUCT: return same_structs(c, a, b);
    case GO_KIND_TUPLE: return same_lists(c, a, b);
    case GO_KIND_FUNCTION: return same_functions(c, a, b);
    case GO_KIND_INTERFACE: return same_interfaces(c, a, b);
    case GO_KIND_NAMED: return false; /* each declaration is a type of its own */
    default: return true;
    }
}

static bool same(struct comparison *c, const struct go_type *a, const struct go_type *b) {
    if (a == b) return true;
    if (!a || !b || a->kind != b->kind) return false;
    if (c->depth == DEPTH_MAX || c->steps == STEPS_MAX) return false;
    c->depth++;
    c->steps++;
    bool answer = same_parts(c, a, b);
    c->depth--;
    return answer;
}

bool go_identical(const struct go_type *a, const struct go_type *b) {
    return same(&(struct comparison){.tags = true}, a, b);
}

bool go_identical_without_tags(const struct go_type *a, const struct go_type *b) {
    return same(&(struct comparison){.tags = false}, a, b);
}

/* ---- hashes ---- */

enum { HASH_DEPTH_MAX = 3 }; /* what lies deeper is left to go_identical */

static uint32_t mix(uint32_t hash, uint64_t value) {
    uint64_t product = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(product >> 32) ^ (uint32_t)product;
}

static uint32_t mix_text(uint32_t hash, const char *text) {
    for (; text && *text; text++) hash = mix(hash, (unsigned char)*text);
    return hash;
}

/* Of names rather than addresses, so that it is the same in every run. */
static uint32_t hash_at(const struct go_type *t, int depth) {
    uint32_t hash = mix(1, t->kind);
    if (t->kind == GO_KIND_NAMED) return t->object ? mix_text(hash, t->object->name) : hash;
    hash = mix(hash, t->length + ((uint64_t)t->direction << 32));
    hash = mix(hash, ((uint64_t)t->field_count << 32) + t->method_count);
    for (uint32_t i = 0; i < t->method_count; i++) hash = mix_text(hash, t->methods[i].name);
    if (depth == HASH_DEPTH_MAX) return hash;
    if (t->element) hash = mix(hash, hash_at(t->element, depth + 1));
    if (t->key) hash = mix(hash, hash_at(t->key, depth + 1));
    if (t->result) hash = mix(hash, hash_at(t->result, depth + 1));
    for (uint32_t i = 0; i < t->field_count; i++) {
        if (t->kind == GO_KIND_STRUCT) hash = mix_text(hash, t->fields[i].name);
        hash = mix(hash, hash_at(t->fields[i].type, depth + 1));
    }
    return hash;
}

uint32_t go_type_hash(const struct go_type *t) {
    return hash_at(t, 0);
}

/* ---- assigned and converted ---- */

static bool is_invalid(const struct go_type *t) {
    return go_underlying(t)->kind == GO_KIND_INVALID;
}

bool go_assignable(struct pool *pool, const struct go_type *from, const struct go_type *to) {
    const struct go_type *v = go_underlying(from), *t = go_underlying(to);
    bool one_unnamed = !go_is_named(from) || !go_is_named(to);
    if (is_invalid(from) || is_invalid(to)) return true; /* a complaint was made */
    if (v->kind == GO_KIND_UNTYPED_NIL) return go_has_nil(to);
    if (go_identical(from, to) || (one_unnamed && go_identical(v, t))) return true;
    if (t->kind == GO_KIND_INTERFACE) {
        const struct go_method *missing;
        bool pointer_only;
        return go_implements(pool, from, to, &missing, &pointer_only);
    }
    bool channels = v->kind == GO_KIND_CHANNEL && t->kind == GO_KIND_CHANNEL;
    return channels && v->direction == 0 && one_unnamed && go_identical(v->element, t->element);
}

static bool slice_to_array_pointer(const struct go_type *from, const struct go_type *to) {
    if (from->kind != GO_KIND_SLICE || to->kind != GO_KIND_POINTER) return false;
    const struct go_type *array = go_underlying(to->element);
    return array->kind == GO_KIND_ARRAY && go_identical(from->element, array->element);
}

bool go_convertible(struct pool *pool, const struct go_type *from, const struct go_type *to) {
    const struct go_type *v = go_underlying(from), *t = go_underlying(to);
    if (go_assignable(pool, from, to) || go_identical_without_tags(v, t)) return true;
    if (from->kind == GO_KIND_POINTER && to->kind == GO_KIND_POINTER &&
        go_identical_without_tags(go_underlying(from->element), go_underlying(to->element)))
        return true;
    if (go_is_number(v) && go_is_number(t)) return true;
    if (go_is_string(t) && (go_is_integer(v) || go_is_bytes_or_runes(v))) return true;
    if (go_is_string(v) && go_is_bytes_or_runes(t)) return true;
    return slice_to_array_pointer(v, t);
}

/* ---- constants ---- */

/* Of an integer; t is a basic type. */
static bool fits(const struct go_constant *c, const struct go_type *t) {
    int64_t number;
    uint64_t natural;
    uint32_t bits = (uint32_t)t->size * 8;
    if (t->kind == GO_KIND_UNTYPED_INT || t->kind == GO_KIND_UNTYPED_RUNE) return true;
    if (go_is_unsigned(t))
        return constant_uint64(c, &natural) && (bits == 64 || natural >> bits == 0);
    if (!constant_int64(c, &number)) return false;
    return bits == 64 ||
           (number >= -(INT64_C(1) << (bits - 1)) && number < INT64_C(1) << (bits - 1));
}

static const struct go_constant *represent_number(struct pool *pool, const struct go_constant *c,
                                                  const struct go_type *t, bool *truncated) {
    bool is_float = constant_kind(c) == CONST_FLOAT;
    if (go_is_integer(t)) {
        const struct go_constant *integer = constant_to_integer(pool, c);
        if (integer && fits(integer, t)) return integer;
        *truncated = is_float;
        return NULL;
    }
    if (!go_is_float(t)) return NULL;
    if (t->kind == GO_KIND_UNTYPED_FLOAT) return constant_to_float(pool, c);
    return constant_rounded(pool, c, (uint32_t)t->size);
}

const struct go_constant *go_represent(struct pool *pool, const struct go_constant *c,
                                       const struct go_type *t, bool *truncated) {
    *truncated = false;
    t = go_underlying(t);
    switch (constant_kind(c)) {
    case CONST_BOOL: return go_is_boolean(t) ? c : NULL;
    case CONST_STRING: return go_is_string(t) ? c : NULL;
    default: return represent_number(pool, c, t, truncated);
    }
}
