/* constant_value.h -- what a constant is made of; for the constant*.c files only. */
#ifndef TC_GO_CONSTANT_VALUE_H
#define TC_GO_CONSTANT_VALUE_H

#include "go/types/constant.h"
#include "go/types/number.h"

struct go_constant {
    uint8_t kind; /* enum go_constant_kind */
    bool boolean;
    bool negative, rounded; /* numbers, as the fields below: see number.h */
    int64_t exponent;
    const uint32_t *numerator, *denominator; /* denominator of length 0: 1 */
    uint32_t numerator_length, denominator_length;
    const char *bytes; /* STRING, ended by a NUL that is not counted */
    uint32_t length;
};

void constant_load(const struct go_constant *c, struct go_number *out);
/* NULL when it is too large; exponent and denominator must be none. */
const struct go_constant *constant_of_integer(struct pool *pool, const struct go_number *x);
/* Reduces it first. NULL when its exponent is too large, 0 when it is too small. */
const struct go_constant *constant_of_fraction(struct pool *pool, struct go_number *x);

#endif
