/* Constants in words, as go/constant's String has them: messages quote it. */
#include <math.h>
#include <string.h>

#include "go/types/constant_value.h"

enum {
    STRING_CHARACTERS_MAX = 72,
    CHUNK = 1000000000, /* nine decimal digits are taken off at a time */
    CHUNKS_MAX = NUMBER_INTEGER_BITS_MAX / 29 + 1
};

static void integer_text(const struct go_constant *c, struct text *out) {
    uint32_t chunks[CHUNKS_MAX], count = 0;
    struct go_number x;
    constant_load(c, &x);
    do chunks[count++] = go_big_divide_small(&x.numerator, CHUNK);
    while (x.numerator.length > 0);
    if (c->negative) text_add(out, "-");
    text_addf(out, "%u", chunks[--count]);
    while (count > 0) text_addf(out, "%09u", chunks[--count]);
}

/* Beyond what a double can hold: mantissa and exponent from the logarithm, nearly. */
static void huge_text(const struct go_constant *c, struct text *out) {
    struct go_number x;
    struct go_big mantissa;
    int64_t exponent;
    constant_load(c, &x);
    go_number_round(&x, 53, INT64_MIN, &mantissa, &exponent);
    double logarithm =
        log10((double)go_big_low(&mantissa)) + (double)exponent * 0.30102999566398119521;
    double whole = floor(logarithm), digits = pow(10, logarithm - whole);
    text_addf(out, "%s%.6ge%+.0f", c->negative ? "-" : "", digits, whole);
}

static void float_text(const struct go_constant *c, struct text *out) {
    double value = constant_double(c);
    if (isinf(value) || (value == 0) != (constant_sign(c) == 0)) huge_text(c, out);
    else text_addf(out, "%.6g", value);
}

/* ---- strings, quoted as strconv.Quote does ---- */

static uint32_t sequence_length(const char *bytes, uint32_t left) {
    unsigned char first = (unsigned char)bytes[0];
    uint32_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first > 0xf4 || length > left) return 0;
    for (uint32_t i = 1; i < length; i++)
        if (((unsigned char)bytes[i] & 0xc0) != 0x80) return 0;
    return length;
}

static void control_text(unsigned char c, struct text *out) {
    static const char MEANINGS[] = "\a\b\f\n\r\t\v", LETTERS[] = "abfnrtv";
    const char *known = c ? strchr(MEANINGS, c) : NULL;
    if (known) text_addf(out, "\\%c", LETTERS[known - MEANINGS]);
    else text_addf(out, "\\x%02x", c);
}

/* One character in quotes; returns its length. */
static uint32_t character_text(const char *bytes, uint32_t left, struct text *out) {
    unsigned char c = (unsigned char)bytes[0];
    uint32_t length = sequence_length(bytes, left);
    if (length > 1) {
        text_add_bytes(out, bytes, length);
        return length;
    }
    if (c == '"' || c == '\\') text_addf(out, "\\%c", c);
    else if (c < 0x20 || c >= 0x7f) control_text(c, out);
    else text_add_bytes(out, bytes, 1);
    return 1;
}

/* Cuts a text that is too long behind so many characters. */
static void shorten(struct text *quoted) {
    size_t count = 0, keep = 0;
    for (size_t i = 0; i < quoted->length; i++) {
        if (((unsigned char)quoted->bytes[i] & 0xc0) == 0x80) continue;
        if (count == STRING_CHARACTERS_MAX - 3) keep = i;
        count++;
    }
    if (count <= STRING_CHARACTERS_MAX) return;
    quoted->length = keep;
    quoted->bytes[keep] = '\0';
    text_add(quoted, "...");
}

static void string_text(const struct go_constant *c, struct text *out) {
    struct text quoted = {0};
    uint32_t at = 0;
    text_add(&quoted, "\"");
    while (at < c->length && quoted.length <= 8 * STRING_CHARACTERS_MAX)
        at += character_text(c->bytes + at, c->length - at, &quoted);
    text_add(&quoted, "\"");
    if (!quoted.failed) shorten(&quoted);
    text_add(out, text_string(&quoted));
    text_free(&quoted);
}

void constant_text(const struct go_constant *c, struct text *out) {
    switch (c->kind) {
    case CONST_BOOL: text_add(out, c->boolean ? "true" : "false"); break;
    case CONST_STRING: string_text(c, out); break;
    case CONST_INTEGER: integer_text(c, out); break;
    default: float_text(c, out); break;
    }
}
