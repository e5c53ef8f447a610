/* number.h -- exact numbers while they are computed with: +- numerator / denominator * 2^exponent.
 *
 * Integers of constants have denominator 1 and exponent 0. After go_number_reduce both parts are
 * odd and have no common divisor; when one would pass 4096 bits the number is rounded to 512 bits,
 * as go/constant does, and says so. */
#ifndef TC_GO_NUMBER_H
#define TC_GO_NUMBER_H

#include "go/types/big.h"

enum {
    NUMBER_INTEGER_BITS_MAX = 512,
    NUMBER_FRACTION_BITS_MAX = 4096,
    NUMBER_MANTISSA_BITS = 512,
    NUMBER_EXPONENT_MAX = 1 << 30
};

struct go_number {
    bool negative;
    bool rounded; /* some digits were lost on the way */
    struct go_big numerator, denominator;
    int64_t exponent;
};

void go_number_set(struct go_number *out, uint64_t value);
int64_t go_number_magnitude(const struct go_number *x); /* log2, one more at most */
int go_number_compare(const struct go_number *x, const struct go_number *y);

/* Results are reduced. The exponent is left to the caller to check. */
void go_number_reduce(struct go_number *x);
void go_number_add(struct go_number *out, const struct go_number *x, const struct go_number *y);
void go_number_multiply(struct go_number *out, const struct go_number *x,
                        const struct go_number *y);
void go_number_divide(struct go_number *out, const struct go_number *x, const struct go_number *y);

/* The nearest multiple of 2^*exponent, ties to even, that has no more than so many bits and no
 * smaller exponent than `lowest`. */
void go_number_round(const struct go_number *x, uint32_t bits, int64_t lowest,
                     struct go_big *mantissa, int64_t *exponent);

#endif
