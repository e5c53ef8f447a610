/* Exact numbers: fractions of bounded integers, with their powers of two kept apart. */
#include "go/types/number.h"

#include <stddef.h>

#include "base/check.h"

enum {
    SHIFT_MAX = NUMBER_FRACTION_BITS_MAX, /* beyond: no sum is exact, and none needs to be */
    GUARD_BITS = 3
};

void go_number_set(struct go_number *out, uint64_t value) {
    out->negative = out->rounded = false;
    go_big_set(&out->numerator, value);
    go_big_set(&out->denominator, 1);
    out->exponent = 0;
}

int64_t go_number_magnitude(const struct go_number *x) {
    return (int64_t)go_big_bits(&x->numerator) - (int64_t)go_big_bits(&x->denominator) +
           x->exponent;
}

/* Drops bits behind the last one that is kept; the lowest bit stands for everything below it. */
static void round_off(struct go_big *x, int64_t drop) {
    bool lost;
    if (drop <= 0) return;
    if (drop > (int64_t)go_big_bits(x) + 1) {
        x->length = 0;
        return;
    }
    go_big_shift_right(x, x, (uint32_t)drop - 1, &lost);
    bool half = go_big_low(x) & 1;
    go_big_shift_right(x, x, 1, NULL);
    struct go_big one;
    go_big_set(&one, 1);
    if (half && (lost || (go_big_low(x) & 1))) go_big_add(x, x, &one);
}

/* `bits` or one more bits of the quotient; its lowest bit is set if anything follows. */
static void quotient(const struct go_number *x, uint32_t bits, struct go_big *out,
                     int64_t *exponent) {
    struct go_big rest;
    int64_t shift = (int64_t)bits + go_big_bits(&x->denominator) - go_big_bits(&x->numerator);
    if (shift < 0) shift = 0;
    go_big_shift_left(out, &x->numerator, (uint32_t)shift);
    go_big_divide(out, &x->denominator, out, &rest);
    if (rest.length > 0) out->limbs[0] |= 1;
    *exponent = x->exponent - shift;
}

void go_number_round(const struct go_number *x, uint32_t bits, int64_t lowest,
                     struct go_big *mantissa, int64_t *exponent) {
    *exponent = 0;
    mantissa->length = 0;
    if (x->numerator.length == 0) return;
    quotient(x, bits + GUARD_BITS, mantissa, exponent);
    int64_t last = *exponent + (int64_t)go_big_bits(mantissa) - bits;
    if (last < lowest) last = lowest;
    if (last <= *exponent) return;
    round_off(mantissa, last - *exponent);
    *exponent = last;
}

static void lose_digits(struct go_number *x) {
    struct go_big mantissa;
    int64_t exponent;
    go_number_round(x, NUMBER_MANTISSA_BITS, INT64_MIN, &mantissa, &exponent);
    go_big_copy(&x->numerator, &mantissa);
    go_big_set(&x->denominator, 1);
    x->exponent = exponent;
    x->rounded = true;
}

static void take_twos(struct go_number *x) {
    uint32_t up = go_big_trailing_zeros(&x->numerator);
    uint32_t down = go_big_trailing_zeros(&x->denominator);
    go_big_shift_right(&x->numerator, &x->numerator, up, NULL);
    go_big_shift_right(&x->denominator, &x->denominator, down, NULL);
    x->exponent += (int64_t)up - down;
}

void go_number_reduce(struct go_number *x) {
    CHECK(x->denominator.length > 0);
    if (x->numerator.length == 0) {
        go_number_set(x, 0);
        return;
    }
    take_twos(x);
    if (go_big_bits(&x->denominator) > 1) {
        struct go_big common;
        go_big_common_divisor(&common, &x->numerator, &x->denominator);
        go_big_divide(&x->numerator, &common, &x->numerator, NULL);
        go_big_divide(&x->denominator, &common, &x->denominator, NULL);
    }
    if (go_big_bits(&x->numerator) <= NUMBER_FRACTION_BITS_MAX &&
        go_big_bits(&x->denominator) <= NUMBER_FRACTION_BITS_MAX)
        return;
    lose_digits(x);
    take_twos(x);
}

/* Both numerators over one denominator, at the smaller exponent. False when the exponents lie so
 * far apart that the smaller number is not worth a digit of the larger one. */
static bool align(const struct go_number *x, const struct go_number *y, struct go_big *left,
                  struct go_big *right) {
    int64_t apart = x->exponent - y->exponent;
    if (apart > SHIFT_MAX || apart < -SHIFT_MAX) return false;
    go_big_multiply(left, &x->numerator, &y->denominator);
    go_big_multiply(right, &y->numerator, &x->denominator);
    if (apart > 0) go_big_shift_left(left, left, (uint32_t)apart);
    if (apart < 0) go_big_shift_left(right, right, (uint32_t)-apart);
    return true;
}

/* Of numbers that do not align: once both are rounded they may, else the larger one is the sum. */
static void add_far(struct go_number *out, const struct go_number *x, const struct go_number *y) {
    if (x->numerator.length == 0 || y->numerator.length == 0) {
        *out = x->numerator.length ? *x : *y;
        return;
    }
    bool first = go_number_magnitude(x) > go_number_magnitude(y);
    *out = first ? *x : *y;
    const struct go_number *less = first ? y : x;
    if (go_number_magnitude(out) - go_number_magnitude(less) > NUMBER_MANTISSA_BITS + 2) {
        lose_digits(out);
        take_twos(out);
        return;
    }
    struct go_number small = *less;
    lose_digits(&small);
    lose_digits(out);
    go_number_add(out, out, &small);
}

void go_number_add(struct go_number *out, const struct go_number *x, const struct go_number *y) {
    struct go_number sum;
    struct go_big other;
    if (!align(x, y, &sum.numerator, &other)) {
        add_far(&sum, x, y);
        *out = sum;
        return;
    }
    sum.negative = x->negative;
    sum.rounded = x->rounded || y->rounded;
    sum.exponent = x->exponent < y->exponent ? x->exponent : y->exponent;
    if (x->negative == y->negative) {
        go_big_add(&sum.numerator, &sum.numerator, &other);
    } else if (go_big_compare(&sum.numerator, &other) >= 0) {
        go_big_subtract(&sum.numerator, &sum.numerator, &other);
    } else {
        go_big_subtract(&sum.numerator, &other, &sum.numerator);
        sum.negative = y->negative;
    }
    go_big_multiply(&sum.denominator, &x->denominator, &y->denominator);
    go_number_reduce(&sum);
    *out = sum;
}

void go_number_multiply(struct go_number *out, const struct go_number *x,
                        const struct go_number *y) {
    out->negative = x->negative != y->negative;
    out->rounded = x->rounded || y->rounded;
    out->exponent = x->exponent + y->exponent;
    go_big_multiply(&out->numerator, &x->numerator, &y->numerator);
    go_big_multiply(&out->denominator, &x->denominator, &y->denominator);
    go_number_reduce(out);
}

void go_number_divide(struct go_number *out, const struct go_number *x, const struct go_number *y) {
    struct go_number inverse;
    inverse.negative = y->negative;
    inverse.rounded = y->rounded;
    inverse.exponent = -y->exponent;
    go_big_copy(&inverse.numerator, &y->denominator);
    go_big_copy(&inverse.denominator, &y->numerator);
    go_number_multiply(out, x, &inverse);
}

static int compare_sizes(const struct go_number *x, const struct go_number *y) {
    struct go_big left, right;
    int64_t more = go_number_magnitude(x) - go_number_magnitude(y);
    if (x->numerator.length == 0 || y->numerator.length == 0)
        return (x->numerator.length > 0) - (y->numerator.length > 0);
    if (more > 2 || more < -2) return more < 0 ? -1 : 1;
    int64_t apart = x->exponent - y->exponent;
    go_big_multiply(&left, &x->numerator, &y->denominator);
    go_big_multiply(&right, &y->numerator, &x->denominator);
    if (apart > 0) go_big_shift_left(&left, &left, (uint32_t)apart);
    if (apart < 0) go_big_shift_left(&right, &right, (uint32_t)-apart);
    return go_big_compare(&left, &right);
}

int go_number_compare(const struct go_number *x, const struct go_number *y) {
    bool below = x->negative && x->numerator.length > 0;
    bool other_below = y->negative && y->numerator.length > 0;
    if (below != other_below) return below ? -1 : 1;
    int sizes = compare_sizes(x, y);
    return below ? -sizes : sizes;
}
