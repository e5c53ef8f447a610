#include "scenario/json.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_MAX = 63,    /* cJSON before 1.7.18 cuts longer numbers */
    SHOWN_KEY_MAX = 40, /* bytes of a key in a message */
};

/* Where each value of the text begins, in the order of the text: parents before children. */
struct places {
    size_t *list;
    size_t count;
    size_t capacity;
};

/* A walk over the text. Every scan_ function expects the place where its rule begins, and leaves it
 * behind what it took; or it complains once and returns false, and all above it return as well. */
struct scan {
    struct source source;
    struct diags *diags;
    size_t at;
    size_t depth;
    struct places places;
};

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

static bool out_of_memory(struct diags *diags) {
    diag_file(diags, "not enough memory to read it");
    return false;
}

static bool places_add(struct places *p, size_t offset) {
    if (p->count == p->capacity) {
        size_t capacity = p->capacity ? p->capacity * 2 : 256;
        size_t *list = realloc(p->list, capacity * sizeof *list);
        if (!list) return false;
        p->list = list;
        p->capacity = capacity;
    }
    p->list[p->count++] = offset;
    return true;
}

/* ---- The text: RFC 8259, section by section ---------------------------------------------------
 */

/* The byte at the place; -1 behind the last. */
static int peek(const struct scan *s) {
    return s->at < s->source.length ? (unsigned char)s->source.text[s->at] : -1;
}

static bool take(struct scan *s, char byte) {
    if (peek(s) != byte) return false;
    s->at++;
    return true;
}

static bool wrong_at(struct scan *s, size_t offset, const char *message) {
    diag_at(s->diags, offset, "%s", message);
    return false;
}

/* Something else stands here than what must; `expected` names that. */
static bool expected_here(struct scan *s, const char *expected) {
    const char *end = peek(s) < 0 ? "the file ends too early; " : "";
    const char *comment = peek(s) == '/' ? "JSON has no comments; " : "";
    diag_at(s->diags, s->at, "%s%sexpected %s", end, comment, expected);
    return false;
}

static bool is_digit(int byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(int byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

/* ws = *( %x20 / %x09 / %x0A / %x0D ) */
static void skip_space(struct scan *s) {
    while (take(s, ' ') || take(s, '\t') || take(s, '\n') || take(s, '\r')) {
    }
}

/* %x30-39 / %x41-46 / %x61-66; -1 for others */
static int hex_digit(int byte) {
    if (is_digit(byte)) return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

/* escape %x75 4HEXDIG: reads all six characters; -1 when they are something else. */
static int take_unit(struct scan *s) {
    if (!take(s, '\\') || !take(s, 'u')) return -1;
    int unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(peek(s));
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
        s->at++;
    }
    return unit;
}

static bool is_high_surrogate(int unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(int unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* One \uXXXX, or two that are halves of one character (section 7). U+0000 would end a C string. */
static bool scan_unicode_escape(struct scan *s) {
    size_t begin = s->at;
    int unit = take_unit(s);
    if (unit < 0) return wrong_at(s, begin, "expected four hexadecimal digits after \\u");
    if (unit == 0) return wrong_at(s, begin, "\\u0000 is not allowed");
    bool is_pair = is_high_surrogate(unit) && is_low_surrogate(take_unit(s));
    if (is_pair || (!is_high_surrogate(unit) && !is_low_surrogate(unit))) return true;
    return wrong_at(s, begin,
                    "lone surrogate; \\uD800 to \\uDBFF then \\uDC00 to \\uDFFF was expected");
}

/* escape ( %x22 / %x5C / %x2F / %x62 / %x66 / %x6E / %x72 / %x74 / %x75 4HEXDIG ) */
static bool scan_escape(struct scan *s) {
    size_t begin = s->at;
    int kind = begin + 1 < s->source.length ? s->source.text[begin + 1] : 0;
    if (kind == 'u') return scan_unicode_escape(s);
    if (kind == 0 || !strchr("\"\\/bfnrt", kind)) {
        return wrong_at(s, begin, "unknown escape; expected one of \" \\ / b f n r t u after \\");
    }
    s->at += 2;
    return true;
}

static bool control_character(struct scan *s) {
    diag_at(s->diags, s->at, "control character in a string; write \\u%04x instead",
            (unsigned)peek(s));
    return false;
}

/* string = quotation-mark *char quotation-mark
 * char = %x20-21 / %x23-5B / %x5D-10FFFF / escape...; that they are UTF-8 is known already. */
static bool scan_string(struct scan *s) {
    size_t begin = s->at++;
    while (!take(s, '"')) {
        int byte = peek(s);
        if (byte < 0) return wrong_at(s, begin, "a string must end before the file does");
        if (byte == '\n' || byte == '\r') {
            return wrong_at(s, begin, "a string must end before the line does");
        }
        if (byte < 0x20) return control_character(s);
        if (byte != '\\') s->at++;
        else if (!scan_escape(s)) return false;
    }
    return true;
}

/* 1*DIGIT */
static bool scan_digits(struct scan *s, const char *expected) {
    if (!is_digit(peek(s))) return expected_here(s, expected);
    while (is_digit(peek(s))) s->at++;
    return true;
}

/* int = zero / ( digit1-9 *DIGIT ) */
static bool scan_integer(struct scan *s) {
    size_t begin = s->at;
    if (!scan_digits(s, "a digit after \"-\"")) return false;
    bool starts_with_zero = s->source.text[begin] == '0' && s->at > begin + 1;
    return !starts_with_zero || wrong_at(s, begin, "numbers do not start with 0");
}

/* exp = e [ minus / plus ] 1*DIGIT */
static bool scan_exponent(struct scan *s) {
    if (!take(s, 'e') && !take(s, 'E')) return true;
    if (!take(s, '-')) take(s, '+');
    return scan_digits(s, "a digit in the exponent");
}

/* number = [ minus ] int [ frac ] [ exp ]
 * frac = decimal-point 1*DIGIT
 * Whether it is finite is seen on the tree, where it has been read. */
static bool scan_number(struct scan *s) {
    size_t begin = s->at;
    take(s, '-');
    if (!scan_integer(s)) return false;
    if (take(s, '.') && !scan_digits(s, "a digit after \".\"")) return false;
    if (!scan_exponent(s)) return false;
    if (s->at - begin <= NUMBER_MAX) return true;
    diag_at(s->diags, begin, "number of %zu characters; at most %d were expected", s->at - begin,
            NUMBER_MAX);
    return false;
}

/* false / null / true */
static bool scan_word(struct scan *s) {
    static const char *const words[] = {"false", "null", "true", NULL};
    char word[16] = "";
    size_t begin = s->at, length = 0;
    for (; is_letter(peek(s)) || is_digit(peek(s)); s->at++) {
        if (length + 1 < sizeof word) word[length++] = (char)peek(s);
    }
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(word, words[i]) == 0) return true;
    }
    const char *near = nearest_name(word, words);
    if (near) diag_at(s->diags, begin, "unknown word; did you mean %s?", near);
    else
        wrong_at(s, begin,
                 "unknown word; expected true, false, null, or a string in double quotes");
    return false;
}

static bool scan_value(struct scan *s);

/* array = begin-array [ value *( value-separator value ) ] end-array */
static bool scan_array(struct scan *s) {
    s->at++;
    skip_space(s);
    if (take(s, ']')) return true;
    for (;;) {
        if (!scan_value(s)) return false;
        skip_space(s);
        if (take(s, ']')) return true;
        if (!take(s, ',')) return expected_here(s, "\",\" or \"]\" after the value");
        skip_space(s);
        if (peek(s) == ']') return expected_here(s, "a value after the \",\"");
    }
}

/* member = string name-separator value */
static bool scan_member(struct scan *s) {
    if (!scan_string(s)) return false;
    skip_space(s);
    if (!take(s, ':')) return expected_here(s, "\":\" after the key");
    skip_space(s);
    return scan_value(s);
}

/* object = begin-object [ member *( value-separator member ) ] end-object */
static bool scan_object(struct scan *s) {
    s->at++;
    skip_space(s);
    if (take(s, '}')) return true;
    if (peek(s) != '"') return expected_here(s, "a key in double quotes or \"}\"");
    for (;;) {
        if (!scan_member(s)) return false;
        skip_space(s);
        if (take(s, '}')) return true;
        if (!take(s, ',')) return expected_here(s, "\",\" or \"}\" after the value");
        skip_space(s);
        if (peek(s) != '"') return expected_here(s, "a key in double quotes after the \",\"");
    }
}

/* An object or an array. The bound keeps this recursion, cJSON's and ours over the tree small. */
static bool scan_nested(struct scan *s) {
    if (s->depth == JSON_DEPTH_MAX) {
        diag_at(s->diags, s->at, "nested deeper than %d levels", JSON_DEPTH_MAX);
        return false;
    }
    s->depth++;
    bool is_right = peek(s) == '{' ? scan_object(s) : scan_array(s);
    s->depth--;
    return is_right;
}

/* value = false / null / true / object / array / number / string */
static bool scan_value(struct scan *s) {
    int first = peek(s);
    if (!places_add(&s->places, s->at)) return out_of_memory(s->diags);
    if (first == '{' || first == '[') return scan_nested(s);
    if (first == '"') return scan_string(s);
    if (first == '-' || is_digit(first)) return scan_number(s);
    if (is_letter(first)) return scan_word(s);
    if (first == '\'') return expected_here(s, "double quotes around a string");
    if (first == '+') return wrong_at(s, s->at, "numbers do not start with \"+\"");
    if (first == '.') return expected_here(s, "a digit before \".\"");
    return expected_here(s, "a value");
}

/* How long the UTF-8 character is that begins here; 0 when none does (RFC 3629, section 4). The
 * second byte has bounds of its own, which shut out overlong forms, surrogates, and > U+10FFFF. */
static size_t utf8_length(const unsigned char *bytes, size_t left) {
    static const struct {
        unsigned char first_low, first_high, second_low, second_high;
        size_t length;
    } forms[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    if (bytes[0] < 0x80) return 1;
    size_t form = 0, count = sizeof forms / sizeof forms[0];
    while (form < count && bytes[0] > forms[form].first_high) form++;
    if (form == count || bytes[0] < forms[form].first_low || forms[form].length > left) return 0;
    if (bytes[1] < forms[form].second_low || bytes[1] > forms[form].second_high) return 0;
    for (size_t i = 2; i < forms[form].length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return 0;
    }
    return forms[form].length;
}

/* Section 8.1: the text is UTF-8, without a byte order mark. */
static bool scan_encoding(struct scan *s) {
    const unsigned char *bytes = (const unsigned char *)s->source.text;
    size_t length = s->source.length;
    if (length >= 3 && memcmp(bytes, BYTE_ORDER_MARK, 3) == 0) {
        return wrong_at(s, 0, "byte order mark; expected UTF-8 without one");
    }
    for (size_t at = 0, step; at < length; at += step) {
        step = utf8_length(bytes + at, length - at);
        if (step == 0) return wrong_at(s, at, "not UTF-8");
    }
    return true;
}

/* JSON-text = ws value ws */
static bool scan_text(struct scan *s) {
    if (s->source.length > INT_MAX) { /* offsets have to fit into valueint */
        diag_file(s->diags, "is too large; at most %d bytes were expected", INT_MAX);
        return false;
    }
    if (!scan_encoding(s)) return false;
    skip_space(s);
    if (peek(s) < 0) {
        diag_file(s->diags, "the file is empty; a JSON object was expected");
        return false;
    }
    if (!scan_value(s)) return false;
    skip_space(s);
    return peek(s) < 0 || wrong_at(s, s->at, "text after the end of the JSON value");
}

/* ---- The tree ---------------------------------------------------------------------------------
 */

/* The scan met the values in the order in which this walk meets their nodes. */
static void tree_place(cJSON *node, const struct places *places, size_t *next) {
    for (; node; node = node->next) {
        node->valueint = (int)places->list[(*next)++];
        tree_place(node->child, places, next);
    }
}

static int by_key_then_place(const void *left, const void *right) {
    const cJSON *a = *(const cJSON *const *)left, *b = *(const cJSON *const *)right;
    int order = strcmp(a->string, b->string);
    return order ? order : (a->valueint > b->valueint) - (a->valueint < b->valueint);
}

/* Of the members whose key an earlier one has, the first in the text; NULL when there is none. */
static const cJSON *first_repeated(const cJSON **members, size_t count) {
    const cJSON *first = NULL;
    qsort(members, count, sizeof *members, by_key_then_place);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(members[i - 1]->string, members[i]->string) != 0) continue;
        if (!first || members[i]->valueint < first->valueint) first = members[i];
    }
    return first;
}

static bool repeated_key(const struct scan *s, const cJSON *member) {
    const char *key = member->string;
    size_t shown = strlen(key);
    const char *rest = shown > SHOWN_KEY_MAX ? "..." : "";
    if (shown > SHOWN_KEY_MAX) shown = SHOWN_KEY_MAX;
    while (shown > 0 && ((unsigned char)key[shown] & 0xC0) == 0x80) shown--; /* whole characters */
    diag_at(s->diags, json_key_offset(&s->source, member),
            "the key \"%.*s%s\" stands twice in this object", (int)shown, key, rest);
    return false;
}

/* Section 4: the keys of an object SHOULD differ. Here they must. Sorted, as there may be many; and
 * on the tree, where "a" and "\u0061" are the same already. */
static bool keys_differ(const struct scan *s, const cJSON *object) {
    size_t count = (size_t)cJSON_GetArraySize(object);
    if (count < 2) return true;
    const cJSON **members = malloc(count * sizeof *members);
    if (!members) return out_of_memory(s->diags);
    size_t i = 0;
    for (const cJSON *member = object->child; member; member = member->next) members[i++] = member;
    const cJSON *repeated = first_repeated(members, count);
    free(members);
    return !repeated || repeated_key(s, repeated);
}

/* What only shows once keys and numbers have been read. */
static bool tree_check(const struct scan *s, const cJSON *node) {
    for (; node; node = node->next) {
        if (cJSON_IsNumber(node) && !isfinite(node->valuedouble)) {
            diag_at(s->diags, json_offset(node), "number too large; a finite one was expected");
            return false;
        }
        if (cJSON_IsObject(node) && !keys_differ(s, node)) return false;
        if (!tree_check(s, node->child)) return false;
    }
    return true;
}

static cJSON *tree_read(const struct scan *s) {
    cJSON *tree = cJSON_ParseWithLength(s->source.text, s->source.length);
    if (!tree) { /* the grammar is right, so that nothing else is left */
        out_of_memory(s->diags);
        return NULL;
    }
    size_t next = 0;
    tree_place(tree, &s->places, &next);
    if (tree_check(s, tree)) return tree;
    cJSON_Delete(tree);
    return NULL;
}

cJSON *json_read(struct source source, struct diags *diags) {
    struct scan s = {.source = source, .diags = diags};
    cJSON *tree = scan_text(&s) ? tree_read(&s) : NULL;
    free(s.places.list);
    return tree;
}

size_t json_offset(const cJSON *node) {
    return (size_t)node->valueint;
}

/* Back from the value over `:` to the quote that closes the key, then to the one that opens it: the
 * next that no backslash stands before. The text is known to be right. */
size_t json_key_offset(const struct source *source, const cJSON *node) {
    size_t at = json_offset(node);
    if (!node->string) return at;
    do {
        at--;
    } while (source->text[at] != '"');
    do {
        at--;
    } while (source->text[at] != '"' || source->text[at - 1] == '\\');
    return at;
}

const char *json_kind(const cJSON *node, char *buffer, size_t size) {
    if (cJSON_IsObject(node)) return "an object";
    if (cJSON_IsArray(node)) return "an array";
    if (cJSON_IsString(node)) return "a string";
    if (cJSON_IsTrue(node)) return "true";
    if (cJSON_IsFalse(node)) return "false";
    if (!cJSON_IsNumber(node)) return "null";
    if (size == 0) return "a number";
    snprintf(buffer, size, "the number %.15g", node->valuedouble);
    return buffer;
}
