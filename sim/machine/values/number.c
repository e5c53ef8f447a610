#include "machine/values/number.h"

#include <math.h>
#include <string.h>

enum { SINGLE = 4 };

static float single_of(uint64_t word) {
    uint32_t bits = (uint32_t)word;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double double_of(uint64_t word) {
    double value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static uint64_t word_of_single(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static uint64_t word_of_double(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* ---- what is no number ---- */

/* The bit that makes a NaN a quiet one, and the exponent's bits. */
struct float_format {
    uint64_t quiet, exponent, fraction, sign;
};

static struct float_format format_of(uint32_t size) {
    if (size == SINGLE)
        return (struct float_format){1u << 22, 0xffull << 23, (1u << 23) - 1, 1ull << 31};
    return (struct float_format){1ull << 51, 0x7ffull << 52, (1ull << 52) - 1, 1ull << 63};
}

bool float_is_nan(uint64_t word, uint32_t size) {
    struct float_format f = format_of(size);
    return (word & f.exponent) == f.exponent && (word & f.fraction) != 0;
}

/* The first operand that is none, made quiet; else the default one, which is negative. */
static uint64_t nan_of(uint32_t size, uint64_t left, uint64_t right) {
    struct float_format f = format_of(size);
    if (float_is_nan(left, size)) return left | f.quiet;
    if (float_is_nan(right, size)) return right | f.quiet;
    return f.sign | f.exponent | f.quiet;
}

double float_value(uint64_t word, uint32_t size) {
    return size == SINGLE ? (double)single_of(word) : double_of(word);
}

/* ---- arithmetic ---- */

static uint64_t single_arithmetic(enum op_code code, float left, float right) {
    switch (code) {
    case OP_ADD: return word_of_single(left + right);
    case OP_SUBTRACT: return word_of_single(left - right);
    case OP_MULTIPLY: return word_of_single(left * right);
    default: return word_of_single(left / right);
    }
}

static uint64_t double_arithmetic(enum op_code code, double left, double right) {
    switch (code) {
    case OP_ADD: return word_of_double(left + right);
    case OP_SUBTRACT: return word_of_double(left - right);
    case OP_MULTIPLY: return word_of_double(left * right);
    default: return word_of_double(left / right);
    }
}

uint64_t float_arithmetic(enum op_code code, uint32_t size, uint64_t left, uint64_t right) {
    uint64_t result = size == SINGLE ? single_arithmetic(code, single_of(left), single_of(right))
                                     : double_arithmetic(code, double_of(left), double_of(right));
    return float_is_nan(result, size) ? nan_of(size, left, right) : result;
}

int float_compare(uint32_t size, uint64_t left, uint64_t right) {
    double a = float_value(left, size), b = float_value(right, size);
    if (a < b) return -1;
    if (a > b) return 1;
    return a == b ? 0 : 2;
}

/* ---- conversions ---- */

#define TWO_TO_63 9223372036854775808.0

/* CVTTSD2SQ: what does not fit is the most negative number. */
static int64_t to_int64(double value) {
    return value >= -TWO_TO_63 && value < TWO_TO_63 ? (int64_t)value : INT64_MIN;
}

/* CVTTSD2SL. */
static int32_t to_int32(double value) {
    return value > -2147483649.0 && value < 2147483648.0 ? (int32_t)value : INT32_MIN;
}

/* The half above 2^63 is converted by itself: ssagen/ssa.go:floatToUint. */
static uint64_t to_uint64(double value) {
    if (value < TWO_TO_63) return (uint64_t)to_int64(value);
    return (uint64_t)to_int64(value - TWO_TO_63) | 1ull << 63;
}

/* Small integers are made by way of int32, uint32 of int64: ssagen/ssa.go:fpConvOpToSSA. */
static uint64_t float_to_integer(double value, const struct type *to) {
    if (to->size == WORD) return to->is_signed ? (uint64_t)to_int64(value) : to_uint64(value);
    if (to->size == SINGLE && !to->is_signed) return (uint64_t)to_int64(value);
    return (uint64_t)(int64_t)to_int32(value);
}

static uint64_t integer_to_float(uint64_t word, bool is_signed, uint32_t size) {
    int64_t number = (int64_t)word;
    if (size == SINGLE) return word_of_single(is_signed ? (float)number : (float)word);
    return word_of_double(is_signed ? (double)number : (double)word);
}

/* A NaN keeps its sign and the upper bits of its fraction. */
static uint64_t float_to_float(uint64_t word, uint32_t from, uint32_t to) {
    enum { FRACTIONS_DIFFER = 52 - 23 };
    if (from == to) return word;
    struct float_format f = format_of(from), t = format_of(to);
    if (!float_is_nan(word, from)) {
        double value = float_value(word, from);
        return to == SINGLE ? word_of_single((float)value) : word_of_double(value);
    }
    uint64_t fraction = word & f.fraction;
    fraction = to == SINGLE ? fraction >> FRACTIONS_DIFFER : fraction << FRACTIONS_DIFFER;
    return (word & f.sign ? t.sign : 0) | t.exponent | t.quiet | fraction;
}

uint64_t number_convert(const struct type *from, const struct type *to, uint64_t word) {
    bool was_float = from->kind == TYPE_FLOAT, is_float = to->kind == TYPE_FLOAT;
    if (was_float && is_float) return float_to_float(word, from->size, to->size);
    if (is_float) return integer_to_float(word, from->is_signed, to->size);
    if (was_float) word = float_to_integer(float_value(word, from->size), to);
    return extended(word, to->size, to->is_signed);
}
