/* lexer.h -- the tokens of a Go file, one after the other, by the rules of Go 1.19.
 *
 * Semicolons that Go puts in at the end of a line are tokens like the written ones. Text that is no
 * token is complained about and passed over; a literal that is wrong inside still is a literal. */
#ifndef TC_GO_LEXER_H
#define TC_GO_LEXER_H

#include "go/syntax/node.h"

typedef void go_lexer_complain(void *context, uint32_t offset, const char *message);

struct go_lexer {
    const char *text;
    uint32_t length;
    go_lexer_complain *complain;
    void *context;
    int32_t rune;        /* the character that is looked at; -1 behind the last */
    uint32_t at, next;   /* its offset, and that of the one behind it */
    bool ends_statement; /* a newline that comes now is a semicolon */
    /* the token, once go_lexer_next was called */
    enum go_token token;
    enum go_token op;    /* ADD_ASSIGN, INCREMENT, DECREMENT: of which binary operator */
    uint32_t start, end; /* offsets of its first byte, and behind its last */
    const char *word;    /* SEMICOLON: "semicolon", "newline" or "EOF" */
};

void go_lexer_init(struct go_lexer *l, const char *text, uint32_t length);
void go_lexer_next(struct go_lexer *l);
/* Goes to the end at once: from now on every token is END. */
void go_lexer_stop(struct go_lexer *l);

/* Between lexer.c and lexer_literal.c. Numbers, runes and strings begin at the rune looked at. */
enum { GO_RUNE_TEXT_MAX = 32 };

void go_lexer_read(struct go_lexer *l);
void go_lexer_error(struct go_lexer *l, uint32_t offset, const char *format, ...) TC_PRINTF(3, 4);
void go_lexer_number(struct go_lexer *l);
void go_lexer_rune(struct go_lexer *l);
void go_lexer_string(struct go_lexer *l);
void go_lexer_raw_string(struct go_lexer *l);
/* A character as Go's %q has it: 'a', '\n', '\u200b'. */
const char *go_rune_text(int32_t rune, char out[GO_RUNE_TEXT_MAX]);
const char *go_rune_number(int32_t rune, char out[GO_RUNE_TEXT_MAX]); /* %#U: U+0040 '@' */

bool go_is_letter(int32_t rune); /* _ too */
bool go_is_digit(int32_t rune);  /* of any script */
/* Whether it shows when printed. Only near the truth: of what is not assigned we know little. */
bool go_is_visible(int32_t rune);

#endif
