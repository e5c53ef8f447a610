#include "trace/json_scan.h"

#include <string.h>

#include "base/utf8.h"

enum { DEPTH_MAX = 32 };

static void fail(struct scan_of_json *s) {
    if (!s->bad) s->bad = s->at;
}

static char next(struct scan_of_json *s) {
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r' || *s->at == '\n'))
        s->at++;
    return s->bad || s->at == s->end ? '\0' : *s->at;
}

bool scan_has(struct scan_of_json *s, char c) {
    if (next(s) != c || c == '\0') return false;
    s->at++;
    return true;
}

void scan_expect(struct scan_of_json *s, char c) {
    if (!scan_has(s, c)) fail(s);
}

bool scan_another(struct scan_of_json *s, char close, bool *first) {
    if (scan_has(s, close)) return false;
    if (!*first) scan_expect(s, ',');
    *first = false;
    return !s->bad;
}

/* ---- strings ---- */

size_t scan_word(struct scan_of_json *s, const char **word) {
    scan_expect(s, '"');
    *word = s->at;
    while (!s->bad && s->at < s->end && *s->at != '"' && *s->at != '\\' &&
           (unsigned char)*s->at >= 0x20)
        s->at++;
    size_t length = (size_t)(s->at - *word);
    scan_expect(s, '"');
    return s->bad ? 0 : length;
}

size_t scan_key(struct scan_of_json *s, const char **key) {
    size_t length = scan_word(s, key);
    scan_expect(s, ':');
    return length;
}

bool scan_is(const char *key, size_t length, const char *name) {
    return strncmp(key, name, length) == 0 && name[length] == '\0';
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static uint32_t scan_unit(struct scan_of_json *s) {
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = s->at < s->end ? hex_digit(*s->at) : -1;
        if (digit < 0) fail(s);
        if (digit < 0) return 0;
        unit = unit * 16 + (uint32_t)digit;
        s->at++;
    }
    return unit;
}

/* Behind \u. Half a pair from \udc80 to \udcff stands for a byte that is no UTF-8. */
static void scan_character(struct scan_of_json *s, struct text *out) {
    uint32_t unit = scan_unit(s);
    char bytes[UTF8_MAX];
    if (unit >= 0xdc80 && unit <= 0xdcff) {
        bytes[0] = (char)(unit - 0xdc00);
        text_add_bytes(out, bytes, 1);
        return;
    }
    if (unit >= 0xd800 && unit < 0xdc00 && s->end - s->at >= 6 && memcmp(s->at, "\\u", 2) == 0) {
        s->at += 2;
        uint32_t low = scan_unit(s);
        unit = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
                                             : RUNE_ERROR;
    }
    text_add_bytes(out, bytes, utf8_encode(unit, bytes));
}

static void scan_escape(struct scan_of_json *s, struct text *out) {
    static const char FROM[] = "\"\\/bfnrt", TO[] = "\"\\/\b\f\n\r\t";
    char c = s->at < s->end ? *s->at++ : '\0';
    const char *found = c ? strchr(FROM, c) : NULL;
    if (found) text_add_bytes(out, &TO[found - FROM], 1);
    else if (c == 'u') scan_character(s, out);
    else fail(s);
}

void scan_string(struct scan_of_json *s, struct text *out) {
    scan_expect(s, '"');
    while (!s->bad && s->at < s->end && *s->at != '"') {
        const char *from = s->at;
        while (s->at < s->end && *s->at != '"' && *s->at != '\\' && (unsigned char)*s->at >= 0x20)
            s->at++;
        text_add_bytes(out, from, (size_t)(s->at - from));
        if (s->at < s->end && *s->at == '\\') s->at++, scan_escape(s, out);
        else if (s->at < s->end && *s->at != '"') fail(s); /* a control character */
    }
    scan_expect(s, '"');
}

/* ---- numbers ---- */

static uint64_t scan_hexadecimal(struct scan_of_json *s) {
    const char *word;
    size_t length = scan_word(s, &word);
    uint64_t number = 0;
    if (length < 3 || length > 18 || word[0] != '0' || word[1] != 'x') fail(s);
    for (size_t i = 2; i < length && !s->bad; i++) {
        int digit = hex_digit(word[i]);
        if (digit < 0) fail(s);
        number = number << 4 | (uint64_t)(digit & 15);
    }
    return s->bad ? 0 : number;
}

uint64_t scan_number(struct scan_of_json *s) {
    char c = next(s);
    uint64_t number = 0;
    if (c == '"') return scan_hexadecimal(s);
    const char *from = s->at;
    while (!s->bad && s->at < s->end && *s->at >= '0' && *s->at <= '9' && s->at - from < 19)
        number = number * 10 + (uint64_t)(*s->at++ - '0');
    if (s->at == from) fail(s);
    return s->bad ? 0 : number;
}

int64_t scan_signed(struct scan_of_json *s) {
    bool negative = scan_has(s, '-');
    uint64_t number = scan_number(s);
    return (int64_t)(negative ? 0 - number : number);
}

/* ---- anything ---- */

static void skip_scalar(struct scan_of_json *s) {
    const char *from = s->at;
    while (s->at < s->end && !strchr(",]} \t\r\n", *s->at)) s->at++;
    if (s->at == from) fail(s);
}

static void skip_quoted(struct scan_of_json *s) {
    for (s->at++; s->at < s->end && *s->at != '"'; s->at++)
        if (*s->at == '\\' && s->at + 1 < s->end) s->at++;
    scan_expect(s, '"');
}

/* What opens and closes only has to be balanced: nobody asks for what is in there. */
void scan_skip(struct scan_of_json *s) {
    int depth = 0;
    do {
        char c = next(s);
        if (c == '\0') fail(s);
        else if (c == '"') skip_quoted(s);
        else if (c == '{' || c == '[') depth++, s->at++;
        else if (c == '}' || c == ']') depth--, s->at++;
        else if (c == ',' || c == ':') s->at++;
        else skip_scalar(s);
        if (depth > DEPTH_MAX || depth < 0) fail(s);
    } while (depth > 0 && !s->bad);
}

bool scan_ended(struct scan_of_json *s) {
    next(s);
    return !s->bad && s->at == s->end;
}
