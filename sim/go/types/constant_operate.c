/* What constants compute: operators and comparisons, exactly. */
#include <string.h>

#include "base/check.h"
#include "go/types/constant_value.h"

enum {
    WORDS = NUMBER_INTEGER_BITS_MAX / 32 + 1, /* of two's complement: one more for the sign */
    STRING_BYTES_MAX = 1 << 26
};

/* ---- bits: negative integers have endless ones on the left ---- */

static void complement(uint32_t words[WORDS]) {
    uint64_t carry = 1;
    for (int i = 0; i < WORDS; i++) {
        carry += (uint32_t)~words[i];
        words[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static void to_words(const struct go_number *x, uint32_t words[WORDS]) {
    memset(words, 0, WORDS * sizeof words[0]);
    if (x->numerator.length)
        memcpy(words, x->numerator.limbs, x->numerator.length * sizeof words[0]);
    if (x->negative) complement(words);
}

static void from_words(uint32_t words[WORDS], struct go_number *out) {
    go_number_set(out, 0);
    out->negative = words[WORDS - 1] >> 31;
    if (out->negative) complement(words);
    go_big_set_limbs(&out->numerator, words, WORDS);
}

static uint32_t combine(enum go_token op, uint32_t x, uint32_t y) {
    switch (op) {
    case GO_AND: return x & y;
    case GO_OR: return x | y;
    case GO_XOR: return x ^ y;
    default: return x & ~y;
    }
}

static void operate_on_bits(enum go_token op, struct go_number *x, const struct go_number *y) {
    uint32_t left[WORDS], right[WORDS];
    to_words(x, left);
    to_words(y, right);
    for (int i = 0; i < WORDS; i++) left[i] = combine(op, left[i], right[i]);
    from_words(left, x);
}

/* ---- integers ---- */

static void add_integers(struct go_number *x, const struct go_number *y) {
    struct go_big *sum = &x->numerator;
    if (x->negative == y->negative) {
        go_big_add(sum, sum, &y->numerator);
    } else if (go_big_compare(sum, &y->numerator) >= 0) {
        go_big_subtract(sum, sum, &y->numerator);
    } else {
        go_big_subtract(sum, &y->numerator, sum);
        x->negative = y->negative;
    }
}

/* Truncates towards zero; the remainder has the sign of x. */
static bool divide_integers(enum go_token op, struct go_number *x, const struct go_number *y) {
    if (!y->numerator.length) return false;
    struct go_big *quotient = op == GO_DIVIDE ? &x->numerator : NULL;
    struct go_big *remainder = op == GO_DIVIDE ? NULL : &x->numerator;
    go_big_divide(&x->numerator, &y->numerator, quotient, remainder);
    if (op == GO_DIVIDE) x->negative = x->negative != y->negative;
    return true;
}

static bool shift_integer(enum go_token op, struct go_number *x, const struct go_number *count) {
    uint64_t by = go_big_low(&count->numerator);
    if (count->negative || count->numerator.length > 1) return false;
    if (op == GO_SHIFT_LEFT) {
        if (!x->numerator.length) return true;
        if (go_big_bits(&x->numerator) + by > NUMBER_INTEGER_BITS_MAX) return false;
        go_big_shift_left(&x->numerator, &x->numerator, (uint32_t)by);
        return true;
    }
    bool lost;
    struct go_big one;
    go_big_set(&one, 1);
    go_big_shift_right(&x->numerator, &x->numerator, (uint32_t)by, &lost);
    if (x->negative && lost) go_big_add(&x->numerator, &x->numerator, &one);
    return true;
}

static const struct go_constant *operate_on_integers(struct pool *pool, enum go_token op,
                                                     struct go_number *x, struct go_number *y) {
    switch (op) {
    case GO_SUBTRACT:
        y->negative = !y->negative;
        add_integers(x, y);
        break;
    case GO_ADD: add_integers(x, y); break;
    case GO_MULTIPLY:
        x->negative = x->negative != y->negative;
        go_big_multiply(&x->numerator, &x->numerator, &y->numerator);
        break;
    case GO_DIVIDE:
    case GO_REMAINDER:
        if (!divide_integers(op, x, y)) return NULL;
        break;
    case GO_AND:
    case GO_OR:
    case GO_XOR:
    case GO_AND_NOT: operate_on_bits(op, x, y); break;
    case GO_SHIFT_LEFT:
    case GO_SHIFT_RIGHT:
        if (!shift_integer(op, x, y)) return NULL;
        break;
    default: return NULL;
    }
    return constant_of_integer(pool, x);
}

/* ---- floats, strings, bools ---- */

static const struct go_constant *operate_on_floats(struct pool *pool, enum go_token op,
                                                   struct go_number *x, struct go_number *y) {
    switch (op) {
    case GO_SUBTRACT:
        y->negative = !y->negative;
        go_number_add(x, x, y);
        break;
    case GO_ADD: go_number_add(x, x, y); break;
    case GO_MULTIPLY: go_number_multiply(x, x, y); break;
    case GO_DIVIDE:
        if (!y->numerator.length) return NULL;
        go_number_divide(x, x, y);
        break;
    default: return NULL;
    }
    return constant_of_fraction(pool, x);
}

static const struct go_constant *join(struct pool *pool, const struct go_constant *x,
                                      const struct go_constant *y) {
    if ((uint64_t)x->length + y->length > STRING_BYTES_MAX) return NULL;
    char *bytes = pool_alloc(pool, (size_t)x->length + y->length + 1);
    struct go_constant *c = pool_alloc(pool, sizeof *c);
    if (!bytes || !c) return NULL;
    memcpy(bytes, x->bytes, x->length);
    memcpy(bytes + x->length, y->bytes, y->length);
    c->kind = CONST_STRING;
    c->bytes = bytes;
    c->length = x->length + y->length;
    return c;
}

static bool is_number(const struct go_constant *c) {
    return c->kind == CONST_INTEGER || c->kind == CONST_FLOAT;
}

const struct go_constant *constant_binary(struct pool *pool, enum go_token op,
                                          const struct go_constant *x, const struct go_constant *y,
                                          bool integer_division) {
    if (is_number(x) && is_number(y)) {
        struct go_number left, right;
        constant_load(x, &left);
        constant_load(y, &right);
        bool integers = x->kind == CONST_INTEGER && y->kind == CONST_INTEGER;
        if (op == GO_DIVIDE && !integer_division) integers = false;
        return integers ? operate_on_integers(pool, op, &left, &right)
                        : operate_on_floats(pool, op, &left, &right);
    }
    if (x->kind != y->kind) return NULL;
    if (x->kind == CONST_STRING) return op == GO_ADD ? join(pool, x, y) : NULL;
    if (op == GO_AND_AND) return constant_of_bool(pool, x->boolean && y->boolean);
    if (op == GO_OR_OR) return constant_of_bool(pool, x->boolean || y->boolean);
    return NULL;
}

/* ---- compared ---- */

static int order(const struct go_constant *x, const struct go_constant *y) {
    if (is_number(x) && is_number(y)) {
        struct go_number left, right;
        constant_load(x, &left);
        constant_load(y, &right);
        return go_number_compare(&left, &right);
    }
    CHECK(x->kind == y->kind);
    if (x->kind == CONST_BOOL) return (int)x->boolean - (int)y->boolean;
    uint32_t common = x->length < y->length ? x->length : y->length;
    int first = memcmp(x->bytes, y->bytes, common);
    return first ? first : (x->length > y->length) - (x->length < y->length);
}

bool constant_compare(enum go_token op, const struct go_constant *x, const struct go_constant *y) {
    int ordered = order(x, y);
    switch (op) {
    case GO_EQUAL: return ordered == 0;
    case GO_UNEQUAL: return ordered != 0;
    case GO_LESS: return ordered < 0;
    case GO_LESS_EQUAL: return ordered <= 0;
    case GO_GREATER: return ordered > 0;
    default: CHECK(op == GO_GREATER_EQUAL); return ordered >= 0;
    }
}

/* ---- one operand ---- */

/* ^x is -x-1; in an unsigned type only the type's bits are left of it. */
static const struct go_constant *invert(struct pool *pool, struct go_number *x,
                                        uint32_t unsigned_bits) {
    struct go_number one, mask;
    go_number_set(&one, 1);
    x->negative = !x->negative;
    one.negative = true;
    add_integers(x, &one);
    if (unsigned_bits) {
        CHECK(unsigned_bits <= 64);
        go_number_set(&mask, UINT64_MAX >> (64 - unsigned_bits));
        operate_on_bits(GO_AND, x, &mask);
    }
    return constant_of_integer(pool, x);
}

const struct go_constant *constant_unary(struct pool *pool, enum go_token op,
                                         const struct go_constant *c, uint32_t unsigned_bits) {
    if (op == GO_NOT && c->kind == CONST_BOOL) return constant_of_bool(pool, !c->boolean);
    if (!is_number(c)) return NULL;
    if (op == GO_ADD) return c;
    struct go_number x;
    constant_load(c, &x);
    if (op == GO_XOR && c->kind == CONST_INTEGER) return invert(pool, &x, unsigned_bits);
    if (op != GO_SUBTRACT) return NULL;
    x.negative = !x.negative;
    return c->kind == CONST_INTEGER ? constant_of_integer(pool, &x)
                                    : constant_of_fraction(pool, &x);
}
