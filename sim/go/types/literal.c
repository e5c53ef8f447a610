/* Literals: from the source text of a token to a constant. The lexer has checked their form; what
 * is malformed all the same gives NULL. */
#include <string.h>

#include "base/check.h"
#include "go/types/constant_value.h"

enum {
    DIGITS_MAX = 1200, /* of decimal numbers; what follows only says that there is more */
    HEX_DIGITS_MAX = 1000,
    POWER_MAX = 1 << 29,       /* exponents are cut off here, far beyond what a constant can be */
    EXACT_POWER_OF_FIVE = 1700 /* 5^1700 has 3948 bits */
};

struct cursor {
    const char *at, *end;
};

static int peek(const struct cursor *c) {
    return c->at < c->end ? (unsigned char)*c->at : -1;
}

static bool take(struct cursor *c, int lower_case_letter) {
    int next = peek(c);
    if (next >= 'A' && next <= 'Z') next += 'a' - 'A';
    if (next != lower_case_letter) return false;
    c->at++;
    return true;
}

static int digit_value(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

/* ---- integers ---- */

static uint32_t take_base(struct cursor *c) {
    if (!take(c, '0')) return 10;
    if (take(c, 'x')) return 16;
    if (take(c, 'b')) return 2;
    take(c, 'o');
    return 8;
}

static const struct go_constant *integer(struct pool *pool, struct cursor c) {
    struct go_number x;
    uint32_t base = take_base(&c);
    go_number_set(&x, 0);
    for (; c.at < c.end; c.at++) {
        if (*c.at == '_') continue;
        uint32_t digit = (uint32_t)digit_value(peek(&c));
        if (digit >= base) return NULL;
        go_big_multiply_small(&x.numerator, base, digit);
        if (go_big_bits(&x.numerator) > NUMBER_INTEGER_BITS_MAX) return NULL;
    }
    return constant_of_integer(pool, &x);
}

/* ---- floats ---- */

/* Digits of a mantissa, and by how many places the point has to move. */
struct mantissa {
    uint32_t base, digits, digits_max;
    int64_t places; /* to the right */
    bool any, more; /* more: digits that did not fit, not all of them 0 */
    struct go_big value;
};

static void add_digit(struct mantissa *m, uint32_t digit, bool behind_point) {
    m->any = true;
    if (m->digits < m->digits_max) {
        go_big_multiply_small(&m->value, m->base, digit);
        if (m->value.length) m->digits++;
        if (behind_point) m->places--;
    } else {
        m->more |= digit != 0;
        if (!behind_point) m->places++;
    }
}

static bool take_mantissa(struct cursor *c, struct mantissa *m) {
    bool behind_point = false;
    for (; c->at < c->end; c->at++) {
        if (*c->at == '_') continue;
        if (*c->at == '.' && !behind_point) {
            behind_point = true;
            continue;
        }
        uint32_t digit = (uint32_t)digit_value(peek(c));
        if (digit >= m->base) break;
        add_digit(m, digit, behind_point);
    }
    if (m->more) {
        go_big_multiply_small(&m->value, m->base, 1);
        m->places--;
    }
    return m->any;
}

static bool take_exponent(struct cursor *c, int letter, int64_t *out) {
    *out = 0;
    if (!take(c, letter)) return true;
    bool negative = take(c, '-'), any = false;
    if (!negative) take(c, '+');
    for (; c->at < c->end; c->at++) {
        if (*c->at == '_') continue;
        int digit = digit_value(peek(c));
        if (digit > 9) return false;
        any = true;
        if (*out < POWER_MAX) *out = *out * 10 + digit;
    }
    if (negative) *out = -*out;
    return any;
}

/* Exact as long as both parts of the result can be; rounded on the way beyond. */
static void power_of_five(uint64_t exponent, struct go_number *out) {
    struct go_number square;
    go_number_set(out, 1);
    if (exponent <= EXACT_POWER_OF_FIVE) {
        for (; exponent > 0; exponent--) go_big_multiply_small(&out->numerator, 5, 0);
        return;
    }
    go_number_set(&square, 5);
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) go_number_multiply(out, out, &square);
        if (exponent > 1) go_number_multiply(&square, &square, &square);
    }
}

static const struct go_constant *scale_by_ten(struct pool *pool, struct go_number *x,
                                              int64_t power) {
    struct go_number five;
    if (!x->numerator.length) return constant_of_fraction(pool, x);
    if (power > POWER_MAX) return NULL;
    if (power < -POWER_MAX) {
        go_number_set(x, 0);
        return constant_of_fraction(pool, x);
    }
    power_of_five(power < 0 ? (uint64_t)-power : (uint64_t)power, &five);
    go_number_reduce(x);
    if (power < 0) go_number_divide(x, x, &five);
    else go_number_multiply(x, x, &five);
    x->exponent += power;
    return constant_of_fraction(pool, x);
}

static const struct go_constant *float_literal(struct pool *pool, struct cursor c) {
    struct go_number x;
    struct mantissa m = {.base = 10, .digits_max = DIGITS_MAX};
    int64_t power;
    if (c.end - c.at > 2 && c.at[0] == '0' && (c.at[1] == 'x' || c.at[1] == 'X')) {
        m.base = 16;
        m.digits_max = HEX_DIGITS_MAX;
        c.at += 2;
    }
    if (!take_mantissa(&c, &m)) return NULL;
    if (!take_exponent(&c, m.base == 16 ? 'p' : 'e', &power) || c.at < c.end) return NULL;
    go_number_set(&x, 0);
    go_big_copy(&x.numerator, &m.value);
    if (m.base == 10) return scale_by_ten(pool, &x, power + m.places);
    x.exponent = power + m.places * 4;
    return constant_of_fraction(pool, &x);
}

/* ---- characters and strings ---- */

enum { CHARACTER_MAX = 0x10ffff, REPLACEMENT = 0xfffd };

static bool is_character(uint32_t value) {
    return value <= CHARACTER_MAX && (value < 0xd800 || value > 0xdfff);
}

static bool take_digits(struct cursor *c, uint32_t base, int count, uint32_t *out) {
    *out = 0;
    for (; count > 0; count--, c->at++) {
        uint32_t digit = c->at < c->end ? (uint32_t)digit_value(peek(c)) : base;
        if (digit >= base) return false;
        *out = *out * base + digit;
    }
    return true;
}

/* Behind a backslash. *byte: the value is one byte, no character. */
static bool take_escape(struct cursor *c, uint32_t *value, bool *byte) {
    static const char LETTERS[] = "abfnrtv\\'\"", MEANINGS[] = "\a\b\f\n\r\t\v\\'\"";
    int letter = peek(c);
    const char *simple = letter > 0 ? strchr(LETTERS, letter) : NULL;
    *byte = false;
    if (simple) {
        c->at++;
        *value = (unsigned char)MEANINGS[simple - LETTERS];
        return true;
    }
    *byte = letter == 'x' || (letter >= '0' && letter <= '7');
    if (letter >= '0' && letter <= '7') return take_digits(c, 8, 3, value) && *value <= 255;
    if (letter < 0) return false;
    c->at++;
    if (letter == 'x') return take_digits(c, 16, 2, value);
    if (letter == 'u') return take_digits(c, 16, 4, value) && is_character(*value);
    return letter == 'U' && take_digits(c, 16, 8, value) && is_character(*value);
}

/* One character of UTF-8; a byte that begins none is the replacement character. */
static uint32_t take_character(struct cursor *c) {
    static const uint32_t SMALLEST[] = {0, 0x80, 0x800, 0x10000};
    uint32_t first = (unsigned char)*c->at++;
    if (first < 0x80) return first;
    uint32_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || c->end - c->at < (ptrdiff_t)more) return REPLACEMENT;
    uint32_t value = first & (0x3fu >> more);
    for (uint32_t i = 0; i < more; i++) {
        if (((unsigned char)c->at[i] & 0xc0) != 0x80) return REPLACEMENT;
        value = value << 6 | ((unsigned char)c->at[i] & 0x3f);
    }
    if (value < SMALLEST[more] || !is_character(value)) return REPLACEMENT;
    c->at += more;
    return value;
}

static const struct go_constant *character(struct pool *pool, struct cursor c) {
    uint32_t value;
    bool byte;
    if (c.end - c.at < 3 || c.at[0] != '\'' || c.end[-1] != '\'') return NULL;
    c.at++;
    c.end--;
    if (peek(&c) == '\\') {
        c.at++;
        if (!take_escape(&c, &value, &byte)) return NULL;
    } else {
        value = take_character(&c);
    }
    return c.at == c.end ? constant_of_uint(pool, value) : NULL;
}

uint32_t constant_encode(uint32_t character, char out[4]) {
    if (!is_character(character)) character = REPLACEMENT;
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    uint32_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (uint32_t i = length; i-- > 1; character >>= 6) out[i] = (char)(0x80 | (character & 0x3f));
    out[0] = (char)(uint8_t)(0xf00u >> length | character);
    return length;
}

static const struct go_constant *raw_string(struct pool *pool, struct cursor c) {
    char *bytes = pool_alloc(pool, (size_t)(c.end - c.at) + 1);
    uint32_t length = 0;
    if (!bytes) return NULL;
    for (; c.at < c.end; c.at++)
        if (*c.at != '\r') bytes[length++] = *c.at;
    return constant_of_string(pool, bytes, length);
}

/* No escape is shorter than the bytes it stands for. */
static const struct go_constant *string(struct pool *pool, struct cursor c) {
    if (c.end - c.at < 2 || c.at[0] != c.end[-1]) return NULL;
    bool raw = *c.at == '`';
    c.at++;
    c.end--;
    if (raw) return raw_string(pool, c);
    char *bytes = pool_alloc(pool, (size_t)(c.end - c.at) + 1);
    uint32_t length = 0, value;
    bool byte;
    if (!bytes) return NULL;
    while (c.at < c.end) {
        if (*c.at != '\\') {
            bytes[length++] = *c.at++;
            continue;
        }
        c.at++;
        if (!take_escape(&c, &value, &byte)) return NULL;
        if (byte) bytes[length++] = (char)(uint8_t)value;
        else length += constant_encode(value, bytes + length);
    }
    return constant_of_string(pool, bytes, length);
}

const struct go_constant *constant_of_literal(struct pool *pool, enum go_token kind,
                                              const char *text, uint32_t length) {
    struct cursor c = {text, text + length};
    if (length == 0) return NULL;
    switch (kind) {
    case GO_INTEGER: return integer(pool, c);
    case GO_FLOAT: return float_literal(pool, c);
    case GO_CHARACTER: return character(pool, c);
    case GO_STRING: return string(pool, c);
    default: return NULL;
    }
}
