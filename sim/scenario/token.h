/* token.h -- names, numbers and signs of the little language inside a script's strings.
 *
 * Each `take` function moves `*at` behind what it has found, and leaves it alone otherwise. */
#ifndef TC_TOKEN_H
#define TC_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/reader.h"

enum { NAME_SIZE = IDENTIFIER_MAX + 1 };

bool is_name_start(char c);
bool is_digit(char c);
void skip_space(const char **at);
/* A name, copied into `out`; false if there is none here, or a longer one. */
bool take_name(const char **at, char *out, size_t size);
/* A number; errno is ERANGE, and it is the nearest one, if it needs more than 64 bits. */
bool take_number(const char **at, int64_t *out);
/* Whether the word stands here, and not as the beginning of a longer name. */
bool take_word(const char **at, const char *word);
/* Whether the sign stands here, behind spaces. */
bool take_sign(const char **at, const char *sign);

#endif
