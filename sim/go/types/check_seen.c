/* Constants that were met before: keys of literals, cases of a switch. */
#include "go/types/checker.h"

#include <string.h>

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 32);
}

static uint64_t hash_of(const struct go_constant *value) {
    uint64_t hash = mix(1, (uint64_t)constant_kind(value));
    uint32_t length;
    int64_t number = 0;
    double real;
    uint64_t bits;
    switch (constant_kind(value)) {
    case CONST_BOOL: return mix(hash, constant_bool(value));
    case CONST_INTEGER:
        if (!constant_int64(value, &number)) constant_uint64(value, &bits);
        return mix(hash, (uint64_t)number);
    case CONST_FLOAT:
        real = constant_double(value);
        memcpy(&bits, &real, sizeof bits);
        return mix(hash, bits);
    case CONST_STRING: break;
    }
    const char *bytes = constant_string(value, &length);
    for (uint32_t i = 0; i < length; i++) hash = mix(hash, (unsigned char)bytes[i]);
    return hash;
}

static bool is_same(const struct seen_constant *a, const struct seen_constant *b) {
    return constant_kind(a->value) == constant_kind(b->value) &&
           constant_compare(GO_EQUAL, a->value, b->value) && go_identical(a->type, b->type);
}

static struct seen_constant *place_of(struct seen *s, const struct seen_constant *row) {
    uint32_t mask = s->capacity - 1, at = (uint32_t)hash_of(row->value) & mask;
    while (s->rows[at].value && !is_same(&s->rows[at], row)) at = (at + 1) & mask;
    return &s->rows[at];
}

static void grow(struct go_checker *c, struct seen *s) {
    struct seen old = *s;
    s->capacity = old.capacity ? old.capacity * 2 : 8;
    s->rows = go_check_take(c->pool, s->capacity * sizeof *s->rows);
    for (uint32_t i = 0; i < old.capacity; i++)
        if (old.rows[i].value) *place_of(s, &old.rows[i]) = old.rows[i];
}

const struct seen_constant *go_check_seen(struct go_checker *c, struct seen *s,
                                          struct seen_constant row) {
    if (2 * s->count >= s->capacity) grow(c, s);
    struct seen_constant *place = place_of(s, &row);
    if (place->value) return place;
    *place = row;
    s->count++;
    return NULL;
}
