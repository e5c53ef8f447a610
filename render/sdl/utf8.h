/* utf8.h -- text as code points.
 *
 * Strings come from scenario files, the keyboard and dropped paths, so any bytes may be in them. */
#ifndef TC_UTF8_H
#define TC_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xfffd };

/* The code point at `bytes`, of which `left` (at least 1) may be read, and how many bytes it took.
 * A byte that begins no valid UTF-8 sequence is one U+FFFD. */
size_t utf8_next(const char *bytes, size_t left, uint32_t *code_point);

#endif
