/* Values: constants, slots, temporaries; moving them; their words as arguments. */
#include "go/lower/context.h"

#include <string.h>

struct lower_value lower_constant(uint32_t type, uint64_t first) {
    return (struct lower_value){.constant = true, .type = type, .first = first};
}

struct lower_value lower_in_slot(int32_t slot, uint32_t type) {
    return (struct lower_value){.slot = slot, .type = type};
}

static uint64_t float_bits(const struct go_constant *c, uint32_t size) {
    uint64_t bits = 0;
    double wide = constant_double(c);
    float narrow = size == 4 ? constant_float(c) : 0;
    if (size == 4) memcpy(&bits, &narrow, sizeof narrow);
    else memcpy(&bits, &wide, sizeof wide);
    return bits;
}

static uint64_t integer_bits(const struct go_constant *c) {
    int64_t number;
    uint64_t bits = 0;
    if (constant_int64(c, &number)) return (uint64_t)number;
    constant_uint64(c, &bits);
    return bits;
}

struct lower_value lower_go_constant(struct lower *f, const struct go_constant *c, uint32_t type) {
    const struct type *t = lower_type_at(f, type);
    uint32_t length;
    const char *bytes;
    struct lower_value v;
    switch (constant_kind(c)) {
    case CONST_BOOL: return lower_constant(type, constant_bool(c));
    case CONST_STRING:
        bytes = constant_string(c, &length);
        v = lower_string(f, bytes, length);
        v.type = type;
        return v;
    case CONST_INTEGER:
    case CONST_FLOAT: break;
    }
    if (t->kind == TYPE_FLOAT) return lower_constant(type, float_bits(c, t->size));
    const struct go_constant *whole = constant_to_integer(f->unit->pool, c);
    return lower_constant(type, whole ? integer_bits(whole) : 0);
}

bool lower_is_small(struct lower_value v) {
    int64_t number = (int64_t)v.first;
    return v.constant && number == (int32_t)number && number != NO_SLOT;
}

/* ---- moving ---- */

static uint64_t constant_word(struct lower_value v, uint32_t word) {
    return word == 0 ? v.first : word == 1 ? v.second : 0;
}

void lower_set(struct lower *f, int32_t slot, uint64_t word) {
    lower_op(f, (struct op){.code = OP_CONST,
                            .a = slot,
                            .b = (int32_t)(uint32_t)word,
                            .c = (int32_t)(uint32_t)(word >> 32)});
}

void lower_zero(struct lower *f, int32_t slot, uint32_t type) {
    uint32_t words = lower_slots(f, type);
    if (words == 1) lower_set(f, slot, 0);
    else lower_op(f, (struct op){.code = OP_CLEAR, .a = slot, .b = (int32_t)words});
}

static bool is_zero(struct lower_value v) {
    return v.constant && v.first == 0 && v.second == 0;
}

static void move(struct lower *f, int32_t to, int32_t from, uint32_t words, uint8_t flags) {
    if (words > LOWER_WORDS_MAX) {
        lower_op(
            f, (struct op){
                   .code = OP_MOVE_BLOCK, .flags = flags, .a = to, .b = from, .c = (int32_t)words});
        return;
    }
    for (int32_t i = 0; i < (int32_t)words; i++)
        lower_op(f, (struct op){.code = OP_MOVE, .flags = flags, .a = to + i, .b = from + i});
}

void lower_into(struct lower *f, struct lower_value v, int32_t slot, uint32_t type) {
    uint32_t words = lower_slots(f, type);
    if (is_zero(v)) {
        lower_zero(f, slot, type);
    } else if (v.constant) {
        for (uint32_t i = 0; i < words; i++) lower_set(f, slot + (int32_t)i, constant_word(v, i));
    } else if (v.slot != slot) {
        move(f, slot, v.slot, words, lower_kill_source(f, v));
        lower_release(f, v);
    }
}

struct lower_value lower_to_slot(struct lower *f, struct lower_value v) {
    if (!v.constant) return v;
    struct lower_value made = lower_temporary(f, v.type);
    lower_into(f, v, made.slot, v.type);
    return made;
}

struct lower_value lower_copied(struct lower *f, struct lower_value v) {
    if (v.constant || v.temporary) return v;
    struct lower_value made = lower_temporary(f, v.type);
    lower_into(f, v, made.slot, v.type);
    return made;
}

struct lower_value lower_made(struct lower *f, uint32_t type, int32_t target) {
    return target == NO_SLOT ? lower_temporary(f, type) : lower_in_slot(target, type);
}

uint8_t lower_kill_base(const struct lower *f, struct lower_value v) {
    return v.temporary && lower_has_pointers(f, v.type) ? OP_KILL_BASE : 0;
}

uint8_t lower_kill_source(const struct lower *f, struct lower_value v) {
    return v.temporary && lower_has_pointers(f, v.type) ? OP_KILL_SOURCE : 0;
}

struct lower_value lower_word_value(struct lower_value v, uint32_t word, uint32_t type) {
    if (v.constant) return lower_constant(type, constant_word(v, word));
    return lower_in_slot(v.slot + (int32_t)word, type);
}

/* ---- arguments ---- */

uint32_t lower_word(struct lower *f, struct lower_value v, uint32_t word) {
    const struct type *t = lower_type_at(f, v.type);
    bool pointer = type_word_is_pointer(t, word);
    struct argument a = {.constant = v.constant, .pointer = pointer};
    a.value = v.constant ? (int64_t)constant_word(v, word) : v.slot + (int32_t)word;
    a.kill = v.temporary && pointer;
    return program_add_argument(f->program, a);
}

uint32_t lower_number(struct lower *f, int64_t number) {
    struct argument a = {.constant = true, .value = number};
    return program_add_argument(f->program, a);
}
