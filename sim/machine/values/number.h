/* number.h -- arithmetic of floats and conversions between numbers, as Go has them on amd64.
 *
 * A float in a word is its IEEE bits, a float32 in the lower half. Results are the same on every
 * host: no cast goes beyond what C defines, and which NaN comes out is what SSE2 says. */
#ifndef TC_NUMBER_H
#define TC_NUMBER_H

#include "program/program.h"

double float_value(uint64_t word, uint32_t size);
bool float_is_nan(uint64_t word, uint32_t size);
/* ADD, SUBTRACT, MULTIPLY, DIVIDE. */
uint64_t float_arithmetic(enum op_code code, uint32_t size, uint64_t left, uint64_t right);
/* -1, 0, 1; 2 if one of them is no number. */
int float_compare(uint32_t size, uint64_t left, uint64_t right);

/* A number of one type as one of another; words as they are in slots. */
uint64_t number_convert(const struct type *from, const struct type *to, uint64_t word);

/* The low `size` bytes of a word as a number. */
static inline uint64_t extended(uint64_t word, uint32_t size, bool is_signed) {
    uint32_t unused = 64 - size * 8;
    uint64_t high = word << unused;
    return is_signed ? (uint64_t)((int64_t)high >> unused) : high >> unused;
}

#endif
