/* constant.h -- exact constants, as the Go specification wants them.
 *
 * Integers of up to 512 bits (more is "constant overflow", as in cmd/compile), floats as exact
 * fractions of integers, strings, bools. Values are immutable and live in a pool. A NULL result
 * says that the operation has none (overflow, division by zero); callers complain. */
#ifndef TC_GO_CONSTANT_H
#define TC_GO_CONSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/text.h"
#include "go/syntax/node.h"

enum go_constant_kind { CONST_BOOL, CONST_STRING, CONST_INTEGER, CONST_FLOAT };

struct go_constant; /* constant_value.h */

enum go_constant_kind constant_kind(const struct go_constant *c);

/* From the source text of a literal token; NULL when it is malformed or too large. The lexer has
 * already checked its form. Characters are integers. */
const struct go_constant *constant_of_literal(struct pool *pool, enum go_token kind,
                                              const char *text, uint32_t length);
const struct go_constant *constant_of_bool(struct pool *pool, bool value);
const struct go_constant *constant_of_int(struct pool *pool, int64_t value);
const struct go_constant *constant_of_uint(struct pool *pool, uint64_t value);
const struct go_constant *constant_of_double(struct pool *pool, double value);
const struct go_constant *constant_of_string(struct pool *pool, const char *bytes, uint32_t length);

bool constant_bool(const struct go_constant *c);
const char *constant_string(const struct go_constant *c, uint32_t *length);
/* Whether an integer fits, and its value. */
bool constant_int64(const struct go_constant *c, int64_t *out);
bool constant_uint64(const struct go_constant *c, uint64_t *out);
uint32_t constant_bits(const struct go_constant *c); /* of an integer's size, without sign */
/* Rounded to nearest even, once. */
double constant_double(const struct go_constant *c);
float constant_float(const struct go_constant *c);
int constant_sign(const struct go_constant *c); /* -1, 0, 1; of numbers */

/* As an integer, if it is one: 2.0 is. NULL otherwise. */
const struct go_constant *constant_to_integer(struct pool *pool, const struct go_constant *c);
const struct go_constant *constant_to_float(struct pool *pool, const struct go_constant *c);
/* Rounded as if stored in a float of 4 or 8 bytes; NULL when it would be infinite. */
const struct go_constant *constant_rounded(struct pool *pool, const struct go_constant *c,
                                           uint32_t bytes);

/* x op y; both of one kind, or both numbers: then the "larger" kind counts. DIVIDE of two integers
 * truncates iff `integer_division`. Shifts: y is the count. */
const struct go_constant *constant_binary(struct pool *pool, enum go_token op,
                                          const struct go_constant *x, const struct go_constant *y,
                                          bool integer_division);
/* EQUAL, LESS, ... */
bool constant_compare(enum go_token op, const struct go_constant *x, const struct go_constant *y);
/* ADD, SUBTRACT, NOT, XOR. For XOR of an unsigned type of so many bits the result is masked; 0:
 * no. */
const struct go_constant *constant_unary(struct pool *pool, enum go_token op,
                                         const struct go_constant *x, uint32_t unsigned_bits);
/* A character as UTF-8, as string(65) has it: what is no character is U+FFFD. Its length. */
uint32_t constant_encode(uint32_t character, char out[4]);
/* As messages show it: 300, 2.5, "text" (long strings shortened), true. */
void constant_text(const struct go_constant *c, struct text *out);

#endif
