/* lexer.c -- characters, names, signs, comments, and semicolons that nobody wrote. */
#include "go/syntax/lexer.h"

#include <string.h>

#include "base/utf8.h"

enum { BYTE_ORDER_MARK = 0xfeff };

void go_lexer_error(struct go_lexer *l, uint32_t offset, const char *format, ...) {
    struct text message = {0};
    va_list arguments;
    va_start(arguments, format);
    text_addv(&message, format, arguments);
    va_end(arguments);
    l->complain(l->context, offset, text_string(&message));
    text_free(&message);
}

/* False if there is no character here that a file may have: that was complained about, and it is
 * passed over. A byte order mark may only begin the file. */
static bool decode(struct go_lexer *l) {
    l->rune = -1;
    if (l->next >= l->length) return true;
    uint32_t rune;
    const uint8_t *bytes = (const uint8_t *)l->text + l->next;
    uint32_t size = utf8_decode(bytes, l->length - l->next, &rune);
    l->next += size;
    l->rune = (int32_t)rune;
    bool is_mark = rune == BYTE_ORDER_MARK;
    if (rune == 0) go_lexer_error(l, l->at, "invalid NUL character");
    else if (rune == RUNE_ERROR && size == 1) go_lexer_error(l, l->at, "invalid UTF-8 encoding");
    else if (is_mark && l->at > 0)
        go_lexer_error(l, l->at, "invalid BOM in the middle of the file");
    else return !is_mark;
    return false;
}

void go_lexer_read(struct go_lexer *l) {
    do l->at = l->next;
    while (!decode(l));
}

void go_lexer_init(struct go_lexer *l, const char *text, uint32_t length) {
    l->text = text;
    l->length = length;
    l->next = 0;
    l->ends_statement = false;
    l->token = GO_END;
    go_lexer_read(l);
}

void go_lexer_stop(struct go_lexer *l) {
    l->at = l->next = l->start = l->end = l->length;
    l->rune = -1;
    l->ends_statement = false;
    l->token = GO_END;
}

/* ---- comments ---- */

static void skip_line(struct go_lexer *l) {
    while (l->rune >= 0 && l->rune != '\n') go_lexer_read(l);
}

/* Behind the opening sign. True if it went over lines. */
static bool skip_comment(struct go_lexer *l) {
    bool lines = false;
    for (int32_t last = 0; l->rune >= 0; go_lexer_read(l)) {
        if (last == '*' && l->rune == '/') {
            go_lexer_read(l);
            return lines;
        }
        last = l->rune;
        lines |= last == '\n';
    }
    go_lexer_error(l, l->start, "comment not terminated");
    return lines;
}

/* ---- names ---- */

/* Whether the name goes on. Any character beyond ASCII is taken for a part of a name, with a
 * complaint if it may not be one. */
static bool is_name_part(struct go_lexer *l, bool first) {
    if (l->rune < 0x80) return go_is_letter(l->rune) || (!first && go_is_digit(l->rune));
    if (go_is_letter(l->rune)) return true;
    bool digit = go_is_digit(l->rune);
    if (digit && !first) return true;
    char text[GO_RUNE_TEXT_MAX];
    go_rune_number(l->rune, text);
    if (digit) go_lexer_error(l, l->at, "identifier cannot begin with digit %s", text);
    else go_lexer_error(l, l->at, "invalid character %s in identifier", text);
    return true;
}

static const struct {
    const char *text;
    enum go_token token;
} KEYWORDS[] = {
#define TOKEN(name, text)
#define OPERATOR(name, text, precedence)
#define KEYWORD(name, text) {text, GO_##name},
#include "go/syntax/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
};

static enum go_token keyword_or_name(const char *word, uint32_t length) {
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof KEYWORDS[0]; i++) {
        const char *keyword = KEYWORDS[i].text;
        if (strlen(keyword) == length && memcmp(word, keyword, length) == 0)
            return KEYWORDS[i].token;
    }
    return GO_NAME;
}

static void read_name(struct go_lexer *l) {
    do go_lexer_read(l);
    while (is_name_part(l, false));
    l->token = keyword_or_name(l->text + l->start, l->at - l->start);
    l->ends_statement = l->token == GO_NAME || l->token == GO_BREAK || l->token == GO_CONTINUE ||
                        l->token == GO_FALLTHROUGH || l->token == GO_RETURN;
}

/* ---- signs ---- */

/* The first that fits counts: longer ones come first. */
static const struct {
    char text[4];
    uint8_t token;
} SIGNS[] = {
    {"...", GO_DOTS},       {"<<", GO_SHIFT_LEFT},
    {">>", GO_SHIFT_RIGHT}, {"&^", GO_AND_NOT},
    {"&&", GO_AND_AND},     {"||", GO_OR_OR},
    {"==", GO_EQUAL},       {"!=", GO_UNEQUAL},
    {"<=", GO_LESS_EQUAL},  {">=", GO_GREATER_EQUAL},
    {"<-", GO_ARROW},       {":=", GO_DEFINE},
    {"++", GO_INCREMENT},   {"--", GO_DECREMENT},
    {"(", GO_LEFT_PAREN},   {")", GO_RIGHT_PAREN},
    {"[", GO_LEFT_BRACKET}, {"]", GO_RIGHT_BRACKET},
    {"{", GO_LEFT_BRACE},   {"}", GO_RIGHT_BRACE},
    {",", GO_COMMA},        {";", GO_SEMICOLON},
    {":", GO_COLON},        {".", GO_DOT},
    {"=", GO_ASSIGN},       {"!", GO_NOT},
    {"~", GO_TILDE},        {"<", GO_LESS},
    {">", GO_GREATER},      {"+", GO_ADD},
    {"-", GO_SUBTRACT},     {"|", GO_OR},
    {"^", GO_XOR},          {"*", GO_MULTIPLY},
    {"/", GO_DIVIDE},       {"%", GO_REMAINDER},
    {"&", GO_AND},
};

static enum go_token sign_here(const struct go_lexer *l, uint32_t *length) {
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        *length = (uint32_t)strlen(SIGNS[i].text);
        if (*length <= l->length - l->at && strncmp(l->text + l->at, SIGNS[i].text, *length) == 0)
            return (enum go_token)SIGNS[i].token;
    }
    return GO_BAD;
}

/* Whether `op=` exists. */
static bool has_assignment(enum go_token token) {
    return go_precedence(token) >= go_precedence(GO_ADD);
}

static void finish_sign(struct go_lexer *l) {
    enum go_token token = l->token;
    l->ends_statement = token == GO_RIGHT_PAREN || token == GO_RIGHT_BRACKET ||
                        token == GO_RIGHT_BRACE || token == GO_INCREMENT || token == GO_DECREMENT;
    if (token == GO_SEMICOLON) l->word = "semicolon";
    else if (token == GO_INCREMENT) l->op = GO_ADD;
    else if (token == GO_DECREMENT) l->op = GO_SUBTRACT;
    else if (has_assignment(token) && l->rune == '=') {
        l->op = token;
        l->token = GO_ADD_ASSIGN;
        go_lexer_read(l);
    }
}

static bool read_sign(struct go_lexer *l) {
    uint32_t length;
    l->token = sign_here(l, &length);
    if (l->token == GO_BAD) return false;
    l->next = l->at + length;
    go_lexer_read(l);
    finish_sign(l);
    return true;
}

/* ---- tokens ---- */

static bool next_is(const struct go_lexer *l, char c) {
    return l->next < l->length && l->text[l->next] == c;
}

static void skip_space(struct go_lexer *l, bool newline_counts) {
    while (l->rune == ' ' || l->rune == '\t' || l->rune == '\r' ||
           (l->rune == '\n' && !newline_counts))
        go_lexer_read(l);
}

static bool put_semicolon(struct go_lexer *l, const char *word) {
    l->token = GO_SEMICOLON;
    l->word = word;
    return true;
}

/* False if it was a comment that is as good as a space. One that goes over lines is as good as a
 * newline. */
static bool read_comment(struct go_lexer *l, bool newline_counts) {
    bool line = next_is(l, '/');
    go_lexer_read(l);
    go_lexer_read(l);
    if (line) skip_line(l);
    else if (skip_comment(l) && newline_counts) return put_semicolon(l, "newline");
    return false;
}

static bool read_end(struct go_lexer *l, bool newline_counts) {
    if (newline_counts) return put_semicolon(l, "EOF");
    l->token = GO_END;
    return true;
}

static void read_unknown(struct go_lexer *l) {
    char text[GO_RUNE_TEXT_MAX];
    go_lexer_error(l, l->at, "invalid character %s", go_rune_number(l->rune, text));
    go_lexer_read(l);
}

/* False if there was no token here. */
static bool read_token(struct go_lexer *l, bool newline_counts) {
    if (l->rune < 0) return read_end(l, newline_counts);
    if (l->rune == '\n') {
        go_lexer_read(l);
        return put_semicolon(l, "newline");
    }
    bool number = go_is_digit(l->rune) && l->rune < 0x80;
    if (l->rune == '.' && l->next < l->length) number = go_is_digit(l->text[l->next]);
    if (number) go_lexer_number(l);
    else if (is_name_part(l, true)) read_name(l);
    else if (l->rune == '"') go_lexer_string(l);
    else if (l->rune == '`') go_lexer_raw_string(l);
    else if (l->rune == '\'') go_lexer_rune(l);
    else if (l->rune == '/' && (next_is(l, '/') || next_is(l, '*')))
        return read_comment(l, newline_counts);
    else if (!read_sign(l)) {
        read_unknown(l);
        return false;
    }
    return true;
}

void go_lexer_next(struct go_lexer *l) {
    bool newline_counts = l->ends_statement;
    l->ends_statement = false;
    do {
        skip_space(l, newline_counts);
        l->start = l->at;
    } while (!read_token(l, newline_counts));
    l->end = l->at;
}
