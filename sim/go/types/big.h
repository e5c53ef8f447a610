/* big.h -- natural numbers of bounded size, for exact constants.
 *
 * Values on the stack, no allocation, no failure: callers keep their numbers so small that every
 * result fits, which is checked. Results may be one of the operands. */
#ifndef TC_GO_BIG_H
#define TC_GO_BIG_H

#include <stdbool.h>
#include <stdint.h>

enum { BIG_BITS_MAX = 1 << 14, BIG_LIMBS = BIG_BITS_MAX / 32 };

struct go_big {
    uint32_t length; /* of limbs, the highest of which is not 0; 0 for zero */
    uint32_t limbs[BIG_LIMBS];
};

void go_big_set(struct go_big *out, uint64_t value);
void go_big_set_limbs(struct go_big *out, const uint32_t *limbs, uint32_t length);
void go_big_copy(struct go_big *out, const struct go_big *x);
uint64_t go_big_low(const struct go_big *x); /* the lowest 64 bits */
uint32_t go_big_bits(const struct go_big *x);
uint32_t go_big_trailing_zeros(const struct go_big *x); /* of zero: 0 */
int go_big_compare(const struct go_big *x, const struct go_big *y);

void go_big_add(struct go_big *out, const struct go_big *x, const struct go_big *y);
/* x - y; y must not be larger. */
void go_big_subtract(struct go_big *out, const struct go_big *x, const struct go_big *y);
void go_big_multiply(struct go_big *out, const struct go_big *x, const struct go_big *y);
void go_big_multiply_small(struct go_big *x, uint32_t factor,
                           uint32_t more);                        /* x * factor + more */
uint32_t go_big_divide_small(struct go_big *x, uint32_t divisor); /* the remainder */
/* y is not 0; either result may be NULL. */
void go_big_divide(const struct go_big *x, const struct go_big *y, struct go_big *quotient,
                   struct go_big *remainder);
void go_big_common_divisor(struct go_big *out, const struct go_big *x, const struct go_big *y);
void go_big_shift_left(struct go_big *out, const struct go_big *x, uint32_t count);
/* *lost: whether any bit shifted out was 1; may be NULL. */
void go_big_shift_right(struct go_big *out, const struct go_big *x, uint32_t count, bool *lost);

#endif
