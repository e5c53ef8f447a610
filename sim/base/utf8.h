/* utf8.h -- characters in bytes, as Go's unicode/utf8 has it. */
#ifndef TC_UTF8_H
#define TC_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX = 4, RUNE_ERROR = 0xfffd, RUNE_MAX = 0x10ffff };

/* The character that begins at `bytes`, and how many bytes it takes. Bytes that are none give
 * RUNE_ERROR and 1; no bytes at all give RUNE_ERROR and 0. */
uint32_t utf8_decode(const uint8_t *bytes, size_t length, uint32_t *rune);
/* Writes a character and returns its length. What is none is written as RUNE_ERROR. */
uint32_t utf8_encode(uint32_t rune, char bytes[UTF8_MAX]);
/* How many characters there are; a byte that belongs to none counts as one. */
size_t utf8_count(const uint8_t *bytes, size_t length);

#endif
