/* Natural numbers of bounded size: schoolbook arithmetic on limbs of 32 bits. */
#include "go/types/big.h"

#include <stddef.h>
#include <string.h>

#include "base/check.h"

static void trim(struct go_big *x) {
    while (x->length > 0 && x->limbs[x->length - 1] == 0) x->length--;
}

void go_big_set(struct go_big *out, uint64_t value) {
    out->limbs[0] = (uint32_t)value;
    out->limbs[1] = (uint32_t)(value >> 32);
    out->length = 2;
    trim(out);
}

void go_big_set_limbs(struct go_big *out, const uint32_t *limbs, uint32_t length) {
    CHECK(length <= BIG_LIMBS);
    if (length) memmove(out->limbs, limbs, length * sizeof *limbs);
    out->length = length;
    trim(out);
}

void go_big_copy(struct go_big *out, const struct go_big *x) {
    go_big_set_limbs(out, x->limbs, x->length);
}

uint64_t go_big_low(const struct go_big *x) {
    uint64_t low = x->length > 0 ? x->limbs[0] : 0;
    return x->length > 1 ? low | (uint64_t)x->limbs[1] << 32 : low;
}

static uint32_t leading_zeros(uint32_t limb) {
    uint32_t count = 0;
    for (uint32_t bit = 1u << 31; bit && !(limb & bit); bit >>= 1) count++;
    return count;
}

uint32_t go_big_bits(const struct go_big *x) {
    return x->length ? x->length * 32 - leading_zeros(x->limbs[x->length - 1]) : 0;
}

uint32_t go_big_trailing_zeros(const struct go_big *x) {
    uint32_t limb = 0, bit = 0;
    if (!x->length) return 0;
    while (x->limbs[limb] == 0) limb++;
    while (!(x->limbs[limb] >> bit & 1)) bit++;
    return limb * 32 + bit;
}

int go_big_compare(const struct go_big *x, const struct go_big *y) {
    if (x->length != y->length) return x->length < y->length ? -1 : 1;
    for (uint32_t i = x->length; i-- > 0;)
        if (x->limbs[i] != y->limbs[i]) return x->limbs[i] < y->limbs[i] ? -1 : 1;
    return 0;
}

static uint32_t limb_of(const struct go_big *x, uint32_t i) {
    return i < x->length ? x->limbs[i] : 0;
}

void go_big_add(struct go_big *out, const struct go_big *x, const struct go_big *y) {
    uint32_t length = x->length > y->length ? x->length : y->length;
    uint64_t carry = 0;
    for (uint32_t i = 0; i < length; i++) {
        carry += (uint64_t)limb_of(x, i) + limb_of(y, i);
        out->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    CHECK(!carry || length < BIG_LIMBS);
    if (carry) out->limbs[length++] = (uint32_t)carry;
    out->length = length;
}

void go_big_subtract(struct go_big *out, const struct go_big *x, const struct go_big *y) {
    uint64_t borrow = 0;
    uint32_t length = x->length;
    CHECK(length >= y->length);
    for (uint32_t i = 0; i < length; i++) {
        uint64_t difference = (uint64_t)limb_of(x, i) - limb_of(y, i) - borrow;
        out->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    CHECK(!borrow);
    out->length = length;
    trim(out);
}

void go_big_multiply(struct go_big *out, const struct go_big *x, const struct go_big *y) {
    struct go_big product;
    CHECK(x->length + y->length <= BIG_LIMBS);
    product.length = x->length + y->length;
    memset(product.limbs, 0, product.length * sizeof product.limbs[0]);
    for (uint32_t i = 0; i < x->length; i++) {
        uint64_t carry = 0;
        for (uint32_t j = 0; j < y->length; j++) {
            carry += (uint64_t)x->limbs[i] * y->limbs[j] + product.limbs[i + j];
            product.limbs[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        product.limbs[i + y->length] = (uint32_t)carry;
    }
    trim(&product);
    go_big_copy(out, &product);
}

void go_big_multiply_small(struct go_big *x, uint32_t factor, uint32_t more) {
    uint64_t carry = more;
    for (uint32_t i = 0; i < x->length; i++) {
        carry += (uint64_t)x->limbs[i] * factor;
        x->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    CHECK(!carry || x->length < BIG_LIMBS);
    if (carry) x->limbs[x->length++] = (uint32_t)carry;
    trim(x);
}

uint32_t go_big_divide_small(struct go_big *x, uint32_t divisor) {
    uint64_t rest = 0;
    for (uint32_t i = x->length; i-- > 0;) {
        rest = rest << 32 | x->limbs[i];
        x->limbs[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    trim(x);
    return (uint32_t)rest;
}

void go_big_shift_left(struct go_big *out, const struct go_big *x, uint32_t count) {
    uint32_t limbs = count / 32, bits = count % 32, length = x->length;
    CHECK(length == 0 || go_big_bits(x) + (uint64_t)count <= BIG_BITS_MAX);
    if (length == 0) {
        out->length = 0;
        return;
    }
    uint32_t top = bits ? x->limbs[length - 1] >> (32 - bits) : 0;
    for (uint32_t i = length; i-- > 0;) {
        uint32_t below = bits && i > 0 ? x->limbs[i - 1] >> (32 - bits) : 0;
        out->limbs[i + limbs] = x->limbs[i] << bits | below;
    }
    memset(out->limbs, 0, limbs * sizeof out->limbs[0]);
    out->length = length + limbs;
    if (top) out->limbs[out->length++] = top;
}

void go_big_shift_right(struct go_big *out, const struct go_big *x, uint32_t count, bool *lost) {
    uint32_t limbs = count / 32, bits = count % 32, length = x->length;
    if (lost) *lost = length > 0 && go_big_trailing_zeros(x) < count;
    if (limbs >= length) {
        out->length = 0;
        return;
    }
    for (uint32_t i = limbs; i < length; i++) {
        uint32_t above = bits && i + 1 < length ? x->limbs[i + 1] << (32 - bits) : 0;
        out->limbs[i - limbs] = x->limbs[i] >> bits | above;
    }
    out->length = length - limbs;
    trim(out);
}

/* rest[at..] -= divisor * times; says whether that was too much. */
static bool take_away(struct go_big *rest, uint32_t at, const struct go_big *divisor,
                      uint64_t times) {
    uint64_t carry = 0, borrow = 0;
    for (uint32_t i = 0; i <= divisor->length; i++) {
        carry += times * limb_of(divisor, i);
        uint64_t difference = (uint64_t)rest->limbs[at + i] - (uint32_t)carry - borrow;
        rest->limbs[at + i] = (uint32_t)difference;
        borrow = difference >> 63;
        carry >>= 32;
    }
    return borrow != 0;
}

static void give_back(struct go_big *rest, uint32_t at, const struct go_big *divisor) {
    uint64_t carry = 0;
    for (uint32_t i = 0; i <= divisor->length; i++) {
        carry += (uint64_t)rest->limbs[at + i] + limb_of(divisor, i);
        rest->limbs[at + i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* Knuth, The Art of Computer Programming 4.3.1, algorithm D: the guess from the two highest limbs
 * of a divisor whose highest bit is set is at most two too large. */
static uint32_t next_limb(struct go_big *rest, uint32_t at, const struct go_big *divisor) {
    uint32_t n = divisor->length;
    uint64_t high = (uint64_t)rest->limbs[at + n] << 32 | rest->limbs[at + n - 1];
    uint64_t guess = high / divisor->limbs[n - 1];
    if (guess > UINT32_MAX) guess = UINT32_MAX;
    if (take_away(rest, at, divisor, guess)) {
        do {
            guess--;
            give_back(rest, at, divisor);
        } while (rest->limbs[at + n] != 0);
    }
    return (uint32_t)guess;
}

/* y has two limbs or more, x is not smaller. */
static void divide_long(const struct go_big *x, const struct go_big *y, struct go_big *quotient,
                        struct go_big *rest) {
    struct go_big divisor;
    uint32_t shift = leading_zeros(y->limbs[y->length - 1]);
    CHECK(x->length + 1 < BIG_LIMBS);
    go_big_shift_left(&divisor, y, shift);
    go_big_shift_left(rest, x, shift);
    while (rest->length <= x->length) rest->limbs[rest->length++] = 0;
    quotient->length = x->length - y->length + 1;
    for (uint32_t at = quotient->length; at-- > 0;)
        quotient->limbs[at] = next_limb(rest, at, &divisor);
    trim(quotient);
    trim(rest);
    go_big_shift_right(rest, rest, shift, NULL);
}

void go_big_divide(const struct go_big *x, const struct go_big *y, struct go_big *quotient,
                   struct go_big *remainder) {
    struct go_big whole, rest;
    CHECK(y->length > 0);
    if (go_big_compare(x, y) < 0) {
        whole.length = 0;
        go_big_copy(&rest, x);
    } else if (y->length == 1) {
        go_big_copy(&whole, x);
        go_big_set(&rest, go_big_divide_small(&whole, y->limbs[0]));
    } else {
        divide_long(x, y, &whole, &rest);
    }
    if (quotient) go_big_copy(quotient, &whole);
    if (remainder) go_big_copy(remainder, &rest);
}

void go_big_common_divisor(struct go_big *out, const struct go_big *x, const struct go_big *y) {
    struct go_big a, b, rest;
    go_big_copy(&a, x);
    go_big_copy(&b, y);
    while (b.length > 0) {
        go_big_divide(&a, &b, NULL, &rest);
        go_big_copy(&a, &b);
        go_big_copy(&b, &rest);
    }
    go_big_copy(out, &a);
}
