#include "trace/words.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

/* Traces are mostly numbers: this is several times faster than printf. */
static void add_decimal(struct text *out, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    text_add_bytes(out, digits + at, sizeof digits - at);
}

void add_number(struct text *out, uint64_t number) {
    if (number < EXACT_NUMBERS) add_decimal(out, number);
    else text_addf(out, "\"0x%" PRIx64 "\"", number);
}

void add_signed(struct text *out, int64_t number) {
    if (number >= 0 || number <= -EXACT_NUMBERS) {
        add_number(out, (uint64_t)number);
        return;
    }
    text_add_bytes(out, "-", 1);
    add_decimal(out, (uint64_t)-number);
}

void add_key(struct text *out, const char *key) {
    text_add_bytes(out, ",\"", 2);
    text_add_bytes(out, key, strlen(key));
    text_add_bytes(out, "\":", 2);
}

void add_comma(struct text *out, bool *first) {
    if (!*first) text_add_bytes(out, ",", 1);
    *first = false;
}

/* A byte that is no UTF-8 becomes half of a surrogate pair, as Python's surrogateescape has it: so
 * that a reader gets back exactly the bytes that were written. */
static void add_character(struct text *out, const char *at, size_t length) {
    unsigned char c = (unsigned char)*at;
    if (length > 1) text_add_bytes(out, at, length);
    else if (c == '"' || c == '\\') text_addf(out, "\\%c", c);
    else if (c == '\n') text_add(out, "\\n");
    else if (c < 0x20) text_addf(out, "\\u%04x", c);
    else if (c >= 0x80) text_addf(out, "\\udc%02x", c);
    else text_add_bytes(out, at, 1);
}

void add_string(struct text *out, const char *bytes, size_t length) {
    text_add_bytes(out, "\"", 1);
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t rune;
        size = utf8_decode((const uint8_t *)bytes + at, length - at, &rune);
        add_character(out, bytes + at, size);
    }
    text_add_bytes(out, "\"", 1);
}
