/* Elements and parts of arrays, slices and strings: places whose address is worked out at run time.
 */
#include <string.h>

#include "scenario/token.h"
#include "scenario/value.h"

static const struct place BAD_PLACE = {.type = TYPE_BAD};

static uint32_t element_type(const struct lowering *f, uint32_t type) {
    const struct type *t = type_at(f, type);
    return t->kind == TYPE_STRING ? (uint32_t)program_find_type(f->program, "byte") : t->element;
}

static struct value plain_address(struct lowering *f, struct place p, int32_t slot) {
    struct op op = {.code = OP_ADDRESS, .a = slot, .b = p.slot, .c = (int32_t)p.offset};
    if (p.kind == PLACE_GLOBAL) op.flags |= OP_GLOBAL;
    emit_op(f, op);
    return (struct value){.slot = slot, .temporary = true};
}

struct value place_address(struct lowering *f, struct place p) {
    bool reuse = p.kind == PLACE_MEMORY && p.base_is_temporary;
    int32_t slot = reuse ? p.slot : temporary_take(f, true);
    struct value v = {.slot = slot, .temporary = true};
    if (p.kind != PLACE_MEMORY) v = plain_address(f, p, slot);
    else if (p.offset || !reuse)
        emit_op(f, (struct op){.code = OP_ADD,
                               .flags = OP_CONSTANT,
                               .a = slot,
                               .b = p.slot,
                               .c = (int32_t)p.offset});
    v.type = program_pointer_to(f->program, p.type);
    return v;
}

/* Word n of a header that is in slots. */
static struct value word_of(struct value header, int32_t n) {
    struct value v = header;
    v.slot += n;
    return v;
}

/* What an element is found by: pointer, length, capacity. */
struct array {
    struct value pointer, length, capacity;
    struct value whole; /* to be released */
};

static struct array array_of(struct lowering *f, struct place p, uint32_t words) {
    const struct type *t = type_at(f, p.type);
    if (t->kind == TYPE_ARRAY) {
        struct value length = value_of_constant(t->length, TYPE_NUMBER), at = place_address(f, p);
        return (struct array){at, length, length, at};
    }
    struct value header = place_header(f, p, words);
    int32_t capacity = t->kind == TYPE_STRING ? 1 : 2;
    return (struct array){header, word_of(header, 1), word_of(header, capacity), header};
}

struct place place_element(struct lowering *f, struct place p, struct value index) {
    uint32_t element = element_type(f, p.type);
    bool string = type_at(f, p.type)->kind == TYPE_STRING;
    struct array a = array_of(f, p, 2);
    uint32_t first = value_argument(f, a.pointer);
    value_argument(f, index);
    value_argument(f, a.length);
    value_release(f, index);
    value_release(f, a.whole);
    struct place at = {.kind = PLACE_MEMORY,
                       .slot = temporary_take(f, true),
                       .base_is_temporary = true,
                       .type = element,
                       .fixed = string};
    emit_op(
        f, (struct op){.code = OP_INDEX, .a = at.slot, .b = (int32_t)first, .c = (int32_t)element});
    return at;
}

/* ---- slicing ---- */

static enum sliced sliced_kind(const struct lowering *f, uint32_t type, bool three) {
    switch (type_at(f, type)->kind) {
    case TYPE_STRING: return SLICED_STRING;
    case TYPE_ARRAY: return three ? SLICED_ARRAY3 : SLICED_ARRAY;
    default: return three ? SLICED_SLICE3 : SLICED_SLICE;
    }
}

struct bounds_text {
    struct value low, high, max;
    bool has_high, has_max, bad;
};

/* "high]", "high:max]" or "]"; `at` is behind the first colon. */
static void take_bounds(struct lowering *f, const char **at, struct bounds_text *b) {
    if (take_sign(at, "]")) return;
    b->has_high = true;
    b->high = take_value(f, at);
    b->bad |= !is_number(f, b->high.type);
    if (b->high.type != TYPE_BAD && take_sign(at, ":")) {
        b->has_max = true;
        b->max = take_value(f, at);
        b->bad |= !is_number(f, b->max.type);
    }
    b->bad |= !take_sign(at, "]");
}

static bool can_be_sliced(const struct lowering *f, uint32_t type, bool three) {
    enum type_kind kind = type_at(f, type)->kind;
    return kind == TYPE_SLICE || kind == TYPE_ARRAY || (kind == TYPE_STRING && !three);
}

static struct place emit_slice(struct lowering *f, struct place p, const struct bounds_text *b) {
    uint32_t element = element_type(f, p.type);
    bool string = type_at(f, p.type)->kind == TYPE_STRING;
    uint32_t type = string ? p.type : program_slice_of(f->program, element);
    enum sliced kind = sliced_kind(f, p.type, b->has_max);
    struct array a = array_of(f, p, string ? 2 : 3);
    struct value high = b->has_high ? b->high : a.length, max = b->has_max ? b->max : a.capacity;
    uint32_t first = value_argument(f, a.pointer);
    const struct value rest[] = {a.length, a.capacity, b->low, high, max};
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) value_argument(f, rest[i]);
    value_release(f, b->low);
    if (b->has_high) value_release(f, high);
    if (b->has_max) value_release(f, max);
    struct place made = {
        .kind = PLACE_SLOT, .temporary = true, .type = type, .slot = temporary_for(f, type)};
    value_release(f, a.whole);
    emit_op(f, (struct op){.code = OP_SLICE,
                           .size = (uint8_t)kind,
                           .a = made.slot,
                           .b = (int32_t)first,
                           .c = (int32_t)element});
    return made;
}

struct place take_slicing(struct lowering *f, const char **at, struct place p, struct value low) {
    struct bounds_text b = {.low = low, .bad = !is_number(f, low.type)};
    take_bounds(f, at, &b);
    if (!b.bad && can_be_sliced(f, p.type, b.has_max) && !p.temporary) return emit_slice(f, p, &b);
    problem_at(f->reader, f->node, "%s cannot be sliced so; expected bounds like \"[1:3]\"",
               type_at(f, p.type)->name);
    return BAD_PLACE;
}
