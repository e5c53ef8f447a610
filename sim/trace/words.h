/* words.h -- the pieces that lines of a trace are made of.
 *
 * Numbers are JSON's as far as those are exact, below 2^53; larger ones are hexadecimal strings. */
#ifndef TC_TRACE_WORDS_H
#define TC_TRACE_WORDS_H

#include <stdint.h>

#include "base/text.h"

#define EXACT_NUMBERS (1ll << 53)

void add_number(struct text *out, uint64_t number);
/* Negative ones have a sign; beyond -2^53 they are written as the word they are. */
void add_signed(struct text *out, int64_t number);
/* ,"key": */
void add_key(struct text *out, const char *key);
/* In quotes, escaped; bytes that are no UTF-8 as \udc80 to \udcff. */
void add_string(struct text *out, const char *bytes, size_t length);
/* What separates the elements of a list: nothing before the first. */
void add_comma(struct text *out, bool *first);

#endif
