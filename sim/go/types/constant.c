/* Constants: made, looked at, converted. What they compute is in constant_operate.c. */
#include "go/types/constant.h"

#include <math.h>
#include <string.h>

#include "base/check.h"
#include "go/types/constant_value.h"

enum { ALMOST_INTEGER_BITS = 4 };

/* ---- in and out of the pool ---- */

static struct go_constant *new_constant(struct pool *pool, enum go_constant_kind kind) {
    struct go_constant *c = pool_alloc(pool, sizeof *c);
    if (c) c->kind = (uint8_t)kind;
    return c;
}

static const uint32_t *keep_limbs(struct pool *pool, const struct go_big *x) {
    uint32_t *limbs = pool_alloc(pool, (x->length ? x->length : 1) * sizeof *limbs);
    if (limbs && x->length) memcpy(limbs, x->limbs, x->length * sizeof *limbs);
    return limbs;
}

void constant_load(const struct go_constant *c, struct go_number *out) {
    CHECK(c->kind == CONST_INTEGER || c->kind == CONST_FLOAT);
    out->negative = c->negative;
    out->rounded = c->rounded;
    out->exponent = c->exponent;
    go_big_set_limbs(&out->numerator, c->numerator, c->numerator_length);
    go_big_set_limbs(&out->denominator, c->denominator, c->denominator_length);
    if (!c->denominator_length) go_big_set(&out->denominator, 1);
}

static struct go_constant *store(struct pool *pool, enum go_constant_kind kind,
                                 const struct go_number *x) {
    struct go_constant *c = new_constant(pool, kind);
    if (!c) return NULL;
    c->negative = x->negative && x->numerator.length > 0;
    c->rounded = x->rounded;
    c->exponent = x->exponent;
    c->numerator = keep_limbs(pool, &x->numerator);
    c->numerator_length = x->numerator.length;
    if (!c->numerator) return NULL;
    if (go_big_bits(&x->denominator) == 1) return c;
    c->denominator = keep_limbs(pool, &x->denominator);
    c->denominator_length = x->denominator.length;
    return c->denominator ? c : NULL;
}

const struct go_constant *constant_of_integer(struct pool *pool, const struct go_number *x) {
    CHECK(x->exponent == 0 && go_big_bits(&x->denominator) == 1);
    if (go_big_bits(&x->numerator) > NUMBER_INTEGER_BITS_MAX) return NULL;
    return store(pool, CONST_INTEGER, x);
}

const struct go_constant *constant_of_fraction(struct pool *pool, struct go_number *x) {
    go_number_reduce(x);
    if (go_number_magnitude(x) > NUMBER_EXPONENT_MAX) return NULL;
    if (go_number_magnitude(x) < -NUMBER_EXPONENT_MAX) go_number_set(x, 0);
    return store(pool, CONST_FLOAT, x);
}

/* ---- made ---- */

const struct go_constant *constant_of_bool(struct pool *pool, bool value) {
    struct go_constant *c = new_constant(pool, CONST_BOOL);
    if (c) c->boolean = value;
    return c;
}

const struct go_constant *constant_of_uint(struct pool *pool, uint64_t value) {
    struct go_number x;
    go_number_set(&x, value);
    return store(pool, CONST_INTEGER, &x);
}

const struct go_constant *constant_of_int(struct pool *pool, int64_t value) {
    struct go_number x;
    go_number_set(&x, value < 0 ? -(uint64_t)value : (uint64_t)value);
    x.negative = value < 0;
    return store(pool, CONST_INTEGER, &x);
}

const struct go_constant *constant_of_double(struct pool *pool, double value) {
    struct go_number x;
    int exponent;
    if (!isfinite(value)) return NULL;
    double mantissa = frexp(fabs(value), &exponent);
    go_number_set(&x, (uint64_t)ldexp(mantissa, 53));
    x.negative = value < 0;
    x.exponent = exponent - 53;
    return constant_of_fraction(pool, &x);
}

const struct go_constant *constant_of_string(struct pool *pool, const char *bytes,
                                             uint32_t length) {
    struct go_constant *c = new_constant(pool, CONST_STRING);
    char *copy = pool_alloc(pool, (size_t)length + 1);
    if (!c || !copy) return NULL;
    if (length) memcpy(copy, bytes, length);
    c->bytes = copy;
    c->length = length;
    return c;
}

/* ---- looked at ---- */

enum go_constant_kind constant_kind(const struct go_constant *c) {
    return (enum go_constant_kind)c->kind;
}

bool constant_bool(const struct go_constant *c) {
    CHECK(c->kind == CONST_BOOL);
    return c->boolean;
}

const char *constant_string(const struct go_constant *c, uint32_t *length) {
    CHECK(c->kind == CONST_STRING);
    if (length) *length = c->length;
    return c->bytes;
}

uint32_t constant_bits(const struct go_constant *c) {
    struct go_number x;
    CHECK(c->kind == CONST_INTEGER);
    constant_load(c, &x);
    return go_big_bits(&x.numerator);
}

bool constant_uint64(const struct go_constant *c, uint64_t *out) {
    if (c->kind != CONST_INTEGER || c->negative || c->numerator_length > 2) return false;
    struct go_number x;
    constant_load(c, &x);
    *out = go_big_low(&x.numerator);
    return true;
}

bool constant_int64(const struct go_constant *c, int64_t *out) {
    if (c->kind != CONST_INTEGER || c->numerator_length > 2) return false;
    struct go_number x;
    constant_load(c, &x);
    uint64_t size = go_big_low(&x.numerator);
    if (size > (uint64_t)INT64_MAX + c->negative) return false;
    *out = c->negative ? -(int64_t)(size - 1) - 1 : (int64_t)size;
    return true;
}

int constant_sign(const struct go_constant *c) {
    CHECK(c->kind == CONST_INTEGER || c->kind == CONST_FLOAT);
    if (!c->numerator_length) return 0;
    return c->negative ? -1 : 1;
}

/* ---- rounded ---- */

/* Mantissa bits, exponent of the smallest subnormal, and of the first power of two beyond. */
struct format {
    uint32_t bits;
    int64_t lowest, beyond;
};

static const struct format SINGLE = {24, -149, 128}, DOUBLE = {53, -1074, 1024};

static double rounded(const struct go_constant *c, const struct format *format) {
    struct go_number x;
    struct go_big mantissa;
    int64_t exponent;
    constant_load(c, &x);
    go_number_round(&x, format->bits, format->lowest, &mantissa, &exponent);
    double value = 0;
    if ((int64_t)go_big_bits(&mantissa) + exponent > format->beyond) value = INFINITY;
    else if (mantissa.length) value = ldexp((double)go_big_low(&mantissa), (int)exponent);
    return c->negative && value > 0 ? -value : value; /* constants have no -0 */
}

double constant_double(const struct go_constant *c) {
    return rounded(c, &DOUBLE);
}

float constant_float(const struct go_constant *c) {
    return (float)rounded(c, &SINGLE);
}

const struct go_constant *constant_rounded(struct pool *pool, const struct go_constant *c,
                                           uint32_t bytes) {
    return constant_of_double(pool, rounded(c, bytes == 4 ? &SINGLE : &DOUBLE));
}

/* ---- converted ---- */

/* A number that was rounded may have missed the integer that it should be by its last digits:
 * go/constant tries without them (value.go:ToInt). */
static void forget_last_digits(struct go_number *x) {
    struct go_big mantissa;
    int64_t exponent;
    uint32_t bits = NUMBER_MANTISSA_BITS - ALMOST_INTEGER_BITS;
    go_number_round(x, bits, INT64_MIN, &mantissa, &exponent);
    go_big_copy(&x->numerator, &mantissa);
    go_big_set(&x->denominator, 1);
    x->exponent = exponent;
    go_number_reduce(x);
}

const struct go_constant *constant_to_integer(struct pool *pool, const struct go_constant *c) {
    struct go_number x;
    if (c->kind == CONST_INTEGER) return c;
    if (c->kind != CONST_FLOAT) return NULL;
    constant_load(c, &x);
    if (c->rounded && x.exponent < 0) forget_last_digits(&x);
    if (x.exponent < 0 || go_big_bits(&x.denominator) != 1) return NULL;
    if (go_number_magnitude(&x) > NUMBER_INTEGER_BITS_MAX + 1) return NULL;
    go_big_shift_left(&x.numerator, &x.numerator, (uint32_t)x.exponent);
    x.exponent = 0;
    return constant_of_integer(pool, &x);
}

const struct go_constant *constant_to_float(struct pool *pool, const struct go_constant *c) {
    struct go_number x;
    if (c->kind == CONST_FLOAT) return c;
    if (c->kind != CONST_INTEGER) return NULL;
    constant_load(c, &x);
    return constant_of_fraction(pool, &x);
}
