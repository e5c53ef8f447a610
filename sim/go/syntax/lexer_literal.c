/* lexer_literal.c -- numbers, runes and strings, checked for what can be wrong inside them. */
#include <string.h>

#include "base/utf8.h"
#include "go/syntax/lexer.h"

/* Or'd together: what a row of digits had. */
enum { HAS_DIGIT = 1, HAS_SEPARATOR = 2 };

struct number {
    bool ok; /* nothing was wrong yet: one complaint a number is enough */
    bool is_float;
    uint32_t base;
    char prefix; /* x, o, b; 0: of an old octal number; NUL: decimal */
    uint32_t has;
    uint32_t invalid; /* offset of the first digit too large for the base; UINT32_MAX */
};

static char lower(int32_t rune) {
    return rune >= 0 && rune < 0x80 ? (char)(rune | ('a' - 'A')) : '\0';
}

static bool is_decimal(int32_t rune) {
    return rune >= '0' && rune <= '9';
}

static bool is_hexadecimal(int32_t rune) {
    return is_decimal(rune) || (lower(rune) >= 'a' && lower(rune) <= 'f');
}

static const char *base_name(uint32_t base) {
    switch (base) {
    case 2: return "binary";
    case 8: return "octal";
    case 10: return "decimal";
    default: return "hexadecimal";
    }
}

static void finish(struct go_lexer *l, enum go_token token) {
    l->token = token;
    l->ends_statement = true;
}

/* ---- numbers ---- */

/* Any decimal digit is taken, whatever the base, so that 08 is one number with a mistake. */
static uint32_t read_digits(struct go_lexer *l, uint32_t base, uint32_t *invalid) {
    uint32_t has = 0;
    while (l->rune == '_' || is_decimal(l->rune) || (base == 16 && is_hexadecimal(l->rune))) {
        has |= l->rune == '_' ? HAS_SEPARATOR : HAS_DIGIT;
        if (base < 10 && l->rune >= '0' + (int32_t)base && l->rune != '_' && *invalid == UINT32_MAX)
            *invalid = l->at;
        go_lexer_read(l);
    }
    return has;
}

static void read_prefix(struct go_lexer *l, struct number *n) {
    if (l->rune != '0') return;
    go_lexer_read(l);
    char letter = lower(l->rune);
    n->base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    n->prefix = letter == 'x' || letter == 'o' || letter == 'b' ? letter : '0';
    if (n->prefix == '0') n->has = HAS_DIGIT;
    else go_lexer_read(l);
}

static void read_mantissa(struct go_lexer *l, struct number *n) {
    if (l->rune != '.') {
        read_prefix(l, n);
        n->has |= read_digits(l, n->base, &n->invalid);
    }
    if (l->rune == '.') {
        if (n->prefix == 'o' || n->prefix == 'b') {
            go_lexer_error(l, l->at, "invalid radix point in %s literal", base_name(n->base));
            n->ok = false;
        }
        go_lexer_read(l);
        n->is_float = true;
        n->has |= read_digits(l, n->base, &n->invalid);
    }
    if (n->ok && !(n->has & HAS_DIGIT)) {
        go_lexer_error(l, l->at, "%s literal has no digits", base_name(n->base));
        n->ok = false;
    }
}

static void check_exponent_letter(struct go_lexer *l, struct number *n) {
    bool decimal = n->prefix == '\0' || n->prefix == '0';
    const char *wanted = NULL;
    if (lower(l->rune) == 'e' && !decimal) wanted = "decimal";
    if (lower(l->rune) == 'p' && n->prefix != 'x') wanted = "hexadecimal";
    if (!wanted || !n->ok) return;
    go_lexer_error(l, l->at, "'%c' exponent requires %s mantissa", (char)l->rune, wanted);
    n->ok = false;
}

static void read_exponent(struct go_lexer *l, struct number *n) {
    if (lower(l->rune) != 'e' && lower(l->rune) != 'p') {
        if (n->prefix == 'x' && n->is_float && n->ok) {
            go_lexer_error(l, l->at, "hexadecimal mantissa requires a 'p' exponent");
            n->ok = false;
        }
        return;
    }
    check_exponent_letter(l, n);
    go_lexer_read(l);
    n->is_float = true;
    if (l->rune == '+' || l->rune == '-') go_lexer_read(l);
    uint32_t has = read_digits(l, 10, &n->invalid);
    n->has = has | (n->has & HAS_SEPARATOR);
    if (n->ok && !(has & HAS_DIGIT)) {
        go_lexer_error(l, l->at, "exponent has no digits");
        n->ok = false;
    }
}

/* Offset of the first _ that does not stand between digits (a prefix counts as one); UINT32_MAX. */
static uint32_t misplaced_separator(const struct go_lexer *l, const struct number *n) {
    bool has_letter = n->prefix == 'x' || n->prefix == 'o' || n->prefix == 'b';
    char last = has_letter ? '0' : '.';
    for (uint32_t i = l->start + (has_letter ? 2 : 0); i < l->at; i++) {
        char c = l->text[i];
        bool digit = is_decimal(c) || (n->prefix == 'x' && is_hexadecimal(c));
        if (c == '_' && last != '0') return i;
        if (c != '_' && !digit && last == '_') return i - 1;
        last = c == '_' ? '_' : digit ? '0' : '.';
    }
    return last == '_' ? l->at - 1 : UINT32_MAX;
}

static void check_digits(struct go_lexer *l, struct number *n, enum go_token token) {
    char text[GO_RUNE_TEXT_MAX];
    if (token == GO_INTEGER && n->invalid != UINT32_MAX) {
        go_lexer_error(l, n->invalid, "invalid digit %s in %s literal",
                       go_rune_text(l->text[n->invalid], text), base_name(n->base));
        return;
    }
    uint32_t separator = n->has & HAS_SEPARATOR ? misplaced_separator(l, n) : UINT32_MAX;
    if (separator != UINT32_MAX)
        go_lexer_error(l, separator, "'_' must separate successive digits");
}

void go_lexer_number(struct go_lexer *l) {
    struct number n = {.ok = true, .base = 10, .invalid = UINT32_MAX};
    read_mantissa(l, &n);
    read_exponent(l, &n);
    enum go_token token = n.is_float ? GO_FLOAT : GO_INTEGER;
    if (l->rune == 'i') {
        token = GO_IMAGINARY;
        go_lexer_read(l);
    }
    if (n.ok) check_digits(l, &n, token);
    finish(l, token);
}

/* ---- runes and strings ---- */

struct escape {
    uint32_t digits, base, most;
};

static bool read_escape_digits(struct go_lexer *l, struct escape e) {
    uint32_t value = 0;
    for (; e.digits > 0; e.digits--) {
        if (l->rune < 0) return true; /* that the end is missing is complained about anyway */
        uint32_t digit = e.base;
        if (is_decimal(l->rune)) digit = (uint32_t)(l->rune - '0');
        else if (is_hexadecimal(l->rune)) digit = (uint32_t)(lower(l->rune) - 'a') + 10;
        if (digit >= e.base) {
            char text[GO_RUNE_TEXT_MAX];
            go_lexer_error(l, l->at, "invalid character %s in %s escape",
                           go_rune_text(l->rune, text), base_name(e.base));
            return false;
        }
        value = value * e.base + digit;
        go_lexer_read(l);
    }
    if (value > e.most && e.base == 8) {
        go_lexer_error(l, l->at, "octal escape value %u > 255", value);
        return false;
    }
    if (value > e.most || (value >= 0xd800 && value < 0xe000)) {
        go_lexer_error(l, l->at, "escape is invalid Unicode code point U+%04X", value);
        return false;
    }
    return true;
}

/* Behind the backslash. False if it was complained about. */
static bool read_escape(struct go_lexer *l, int32_t quote) {
    int32_t rune = l->rune;
    if (rune < 0) return true;
    if (rune >= '0' && rune <= '7') return read_escape_digits(l, (struct escape){3, 8, 255});
    if (rune != quote && (rune > 'x' || !strchr("abfnrtv\\xuU", (int)rune))) {
        go_lexer_error(l, l->at, "unknown escape");
        return false;
    }
    go_lexer_read(l);
    if (rune == 'x') return read_escape_digits(l, (struct escape){2, 16, 255});
    if (rune == 'u') return read_escape_digits(l, (struct escape){4, 16, RUNE_MAX});
    if (rune == 'U') return read_escape_digits(l, (struct escape){8, 16, RUNE_MAX});
    return true;
}

static void check_rune_count(struct go_lexer *l, uint32_t count) {
    if (count == 0) go_lexer_error(l, l->at, "empty rune literal or unescaped '");
    else if (count > 1) go_lexer_error(l, l->start, "more than one character in rune literal");
}

void go_lexer_rune(struct go_lexer *l) {
    bool ok = true;
    go_lexer_read(l);
    uint32_t count = 0;
    for (; l->rune >= 0 && l->rune != '\'' && l->rune != '\n'; count++) {
        bool escape = l->rune == '\\';
        go_lexer_read(l);
        if (escape && !read_escape(l, '\'')) ok = false;
    }
    if (l->rune == '\'') {
        if (ok) check_rune_count(l, count);
        go_lexer_read(l);
    } else if (ok && l->rune == '\n') {
        go_lexer_error(l, l->at, "newline in rune literal");
    } else if (ok) {
        go_lexer_error(l, l->start, "rune literal not terminated");
    }
    finish(l, GO_CHARACTER);
}

void go_lexer_string(struct go_lexer *l) {
    go_lexer_read(l);
    while (l->rune >= 0 && l->rune != '"' && l->rune != '\n') {
        bool escape = l->rune == '\\';
        go_lexer_read(l);
        if (escape) read_escape(l, '"');
    }
    if (l->rune == '"') go_lexer_read(l);
    else if (l->rune == '\n') go_lexer_error(l, l->at, "newline in string");
    else go_lexer_error(l, l->start, "string not terminated");
    finish(l, GO_STRING);
}

void go_lexer_raw_string(struct go_lexer *l) {
    do go_lexer_read(l);
    while (l->rune >= 0 && l->rune != '`');
    if (l->rune == '`') go_lexer_read(l);
    else go_lexer_error(l, l->start, "string not terminated");
    finish(l, GO_STRING);
}
