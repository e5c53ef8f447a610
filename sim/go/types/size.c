/* What types look like in memory: sizes, offsets, pointers, as cmd/compile lays them out on amd64.
 *
 * A struct that contains itself by value is the checker's complaint. Here it is only made sure that
 * such types, and very deep ones, are left at the next step down. Answers are kept in the type, so
 * that a type made of n types, each used twice, costs n steps; nothing is kept of a type that is
 * not complete yet. */
#include <stddef.h>

#include "go/types/type.h"

enum { WORD = 8, DEPTH_MAX = 2000 };
enum { UNKNOWN, NO, YES };

/* Types are constant to everyone but their maker and these caches; types of the universe, which lie
 * in constant memory, are answered before anything is written. */
static struct go_type *cache(const struct go_type *t) {
    return (struct go_type *)t;
}

/* ---- sizes ---- */

static bool lay_out(const struct go_type *t, int depth);

static uint64_t round_up(uint64_t n, uint64_t to) {
    return n > UINT64_MAX - to ? UINT64_MAX : (n + to - 1) / to * to;
}

static uint64_t add(uint64_t a, uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static bool set_size(const struct go_type *t, uint64_t size, uint64_t alignment) {
    cache(t)->size = size;
    cache(t)->alignment = alignment;
    return true;
}

static bool lay_out_array(const struct go_type *t, int depth) {
    const struct go_type *element = t->element;
    if (!lay_out(element, depth + 1)) return false;
    bool fits = element->size == 0 || t->length <= (UINT64_MAX - 1) / element->size;
    return set_size(t, fits ? t->length * element->size : UINT64_MAX, element->alignment);
}

/* Fields in source order, each at its alignment; a last field of no size is given a byte, so that
 * its address is not that of the next object (sizes.go:calcStructOffset). */
static bool lay_out_struct(const struct go_type *t, int depth) {
    uint64_t size = 0, alignment = 1;
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct go_type *part = t->fields[i].type;
        if (!lay_out(part, depth + 1)) return false;
        t->fields[i].offset = size = round_up(size, part->alignment);
        size = add(size, part->size);
        if (part->size == 0 && i + 1 == t->field_count && size > 0) size = add(size, 1);
        if (part->alignment > alignment) alignment = part->alignment;
    }
    return set_size(t, round_up(size, alignment), alignment);
}

static bool lay_out_named(const struct go_type *t, int depth) {
    const struct go_type *underlying = t->underlying;
    return underlying && lay_out(underlying, depth + 1) &&
           set_size(t, underlying->size, underlying->alignment);
}

static bool lay_out_kind(const struct go_type *t, int depth) {
    switch (t->kind) {
    case GO_KIND_POINTER:
    case GO_KIND_MAP:
    case GO_KIND_CHANNEL:
    case GO_KIND_FUNCTION: return set_size(t, WORD, WORD);
    case GO_KIND_SLICE: return set_size(t, 3 * WORD, WORD);
    case GO_KIND_INTERFACE: return set_size(t, 2 * WORD, WORD);
    case GO_KIND_ARRAY: return lay_out_array(t, depth);
    case GO_KIND_STRUCT:
    case GO_KIND_TUPLE: return lay_out_struct(t, depth);
    case GO_KIND_NAMED: return lay_out_named(t, depth);
    default: return false; /* basic types are sized */
    }
}

static bool lay_out(const struct go_type *t, int depth) {
    if (t->sized) return true;
    if (t->being_asked || depth > DEPTH_MAX) return false;
    cache(t)->being_asked = true;
    bool sized = lay_out_kind(t, depth);
    cache(t)->being_asked = false;
    cache(t)->sized = sized;
    return sized;
}

uint64_t go_size(const struct go_type *t) {
    return lay_out(t, 0) ? t->size : UINT64_MAX;
}

uint64_t go_alignment(const struct go_type *t) {
    return lay_out(t, 0) ? t->alignment : 1;
}

/* ---- questions about all parts ---- */

typedef uint8_t ask_function(const struct go_type *t, int depth);

/* What all fields answer, or the first that answers something else. */
static uint8_t ask_fields(const struct go_type *t, ask_function *ask, uint8_t usual, int depth) {
    uint8_t answer = usual;
    if (t->being_asked) return usual;
    cache(t)->being_asked = true;
    for (uint32_t i = 0; i < t->field_count && answer == usual; i++)
        answer = ask(t->fields[i].type, depth + 1);
    cache(t)->being_asked = false;
    return answer;
}

static uint8_t pointers_in(const struct go_type *t, int depth) {
    uint8_t answer;
    if (t->pointers || depth > DEPTH_MAX) return t->pointers;
    switch (t->kind) {
    case GO_KIND_STRING:
    case GO_KIND_POINTER:
    case GO_KIND_SLICE:
    case GO_KIND_MAP:
    case GO_KIND_CHANNEL:
    case GO_KIND_FUNCTION:
    case GO_KIND_INTERFACE: return YES;
    case GO_KIND_ARRAY: answer = t->length ? pointers_in(t->element, depth + 1) : NO; break;
    case GO_KIND_STRUCT:
    case GO_KIND_TUPLE: answer = ask_fields(t, pointers_in, NO, depth); break;
    case GO_KIND_NAMED:
        if (t->underlying && t->underlying->kind == GO_KIND_INTERFACE) return YES;
        answer = t->underlying ? pointers_in(t->underlying, depth + 1) : UNKNOWN;
        break;
    default: return NO;
    }
    if (answer) cache(t)->pointers = answer;
    return answer;
}

bool go_has_pointers(const struct go_type *t) {
    return pointers_in(t, 0) != NO;
}

static uint8_t compared(const struct go_type *t, int depth) {
    uint8_t answer;
    if (t->comparable || depth > DEPTH_MAX) return t->comparable;
    switch (t->kind) {
    case GO_KIND_SLICE:
    case GO_KIND_MAP:
    case GO_KIND_FUNCTION:
    case GO_KIND_TUPLE:
    case GO_KIND_UNTYPED_NIL: return NO;
    case GO_KIND_ARRAY: answer = compared(t->element, depth + 1); break;
    case GO_KIND_STRUCT: answer = ask_fields(t, compared, YES, depth); break;
    case GO_KIND_NAMED:
        if (t->underlying && t->underlying->kind == GO_KIND_INTERFACE) return YES;
        answer = t->underlying ? compared(t->underlying, depth + 1) : UNKNOWN;
        break;
    default: return YES;
    }
    if (answer) cache(t)->comparable = answer;
    return answer;
}

bool go_comparable(const struct go_type *t) {
    return compared(t, 0) != NO;
}

/* reflectdata: types.IsDirectIface */
bool go_is_direct(const struct go_type *t) {
    for (int depth = 0; depth <= DEPTH_MAX; depth++) {
        t = go_underlying(t);
        switch (t->kind) {
        case GO_KIND_POINTER:
        case GO_KIND_MAP:
        case GO_KIND_CHANNEL:
        case GO_KIND_FUNCTION: return true;
        case GO_KIND_ARRAY:
            if (t->length != 1) return false;
            t = t->element;
            break;
        case GO_KIND_STRUCT:
            if (t->field_count != 1) return false;
            t = t->fields[0].type;
            break;
        default: return false;
        }
    }
    return false;
}
