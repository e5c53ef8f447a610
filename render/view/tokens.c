#include "view/tokens.h"

#include <ctype.h>
#include <string.h>

/* token.def's KEYWORD rows, and what a script has beside them. */
static const char *const KEYWORDS[] = {
#define TOKEN(name, written)
#define OPERATOR(name, written, precedence)
#define KEYWORD(name, written) written,
#include "go/syntax/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
};

static const char *const TYPES[] = {
    "bool",   "byte",   "complex64", "complex128", "error", "float32",   "float64", "int",
    "int8",   "int16",  "int32",     "int64",      "rune",  "string",    "uint",    "uint8",
    "uint16", "uint32", "uint64",    "uintptr",    "any",   "comparable"};

static bool is_among(const char *const *list, size_t count, const char *name, size_t length) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(list[i], name, length) == 0 && list[i][length] == '\0') return true;
    return false;
}

/* Every byte of a character beyond ASCII counts as a letter. */
static bool is_letter(char c) {
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) {
    return isdigit((unsigned char)c);
}

static enum token_class class_of_name(const char *name, size_t length) {
    if (is_among(KEYWORDS, sizeof KEYWORDS / sizeof *KEYWORDS, name, length)) return TOKEN_KEYWORD;
    return is_among(TYPES, sizeof TYPES / sizeof *TYPES, name, length) ? TOKEN_TYPE : TOKEN_NAME;
}

static struct token name_at(const char *line) {
    size_t length = 1;
    while (is_letter(line[length]) || is_digit(line[length])) length++;
    return (struct token){class_of_name(line, length), length};
}

/* 0x1p-2, 1_000, 1e+9, 2i */
static struct token number_at(const char *line) {
    size_t length = 1;
    for (;; length++) {
        char c = line[length], before = (char)tolower((unsigned char)line[length - 1]);
        bool sign = (c == '+' || c == '-') && (before == 'p' || (before == 'e' && line[1] != 'x'));
        if (!sign && !is_letter(c) && !is_digit(c) && c != '.') break;
    }
    return (struct token){TOKEN_NUMBER, length};
}

/* Up to the quote, or to the end of the line if it is missing. */
static size_t quoted_length(const char *line) {
    size_t length = 1;
    for (; line[length] && line[length] != line[0]; length++)
        if (line[length] == '\\' && line[length + 1]) length++;
    return line[length] ? length + 1 : length;
}

/* What may go on over several lines: up to and with `end`, behind `from`. */
static struct token long_token(const char *line, size_t from, const char *end,
                               enum token_class class, enum token_state *state) {
    const char *found = strstr(line + from, end);
    *state = found ? TOKENS_PLAIN : class == TOKEN_STRING ? TOKENS_RAW_STRING : TOKENS_COMMENT;
    return (struct token){class, found ? (size_t)(found - line) + strlen(end) : strlen(line)};
}

struct token token_first(const char *line, enum token_state *state) {
    if (*state == TOKENS_RAW_STRING) return long_token(line, 0, "`", TOKEN_STRING, state);
    if (*state == TOKENS_COMMENT) return long_token(line, 0, "*/", TOKEN_COMMENT, state);
    if (line[0] == '/' && line[1] == '/') return (struct token){TOKEN_COMMENT, strlen(line)};
    if (line[0] == '/' && line[1] == '*') return long_token(line, 2, "*/", TOKEN_COMMENT, state);
    if (line[0] == '`') return long_token(line, 1, "`", TOKEN_STRING, state);
    if (line[0] == '"' || line[0] == '\'') return (struct token){TOKEN_STRING, quoted_length(line)};
    if (is_letter(line[0])) return name_at(line);
    if (is_digit(line[0]) || (line[0] == '.' && is_digit(line[1]))) return number_at(line);
    return (struct token){TOKEN_OTHER, 1};
}

void token_skip_line(const char *line, enum token_state *state) {
    while (*line) line += token_first(line, state).length;
}
