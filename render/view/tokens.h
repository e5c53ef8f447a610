/* tokens.h -- a listing's lines in pieces, by what they are: for colours.
 *
 * Not the compiler's lexer: that one reads a whole file, this one any line of a listing, of Go or
 * of a script, whatever is wrong in it. A string or comment may go on over several lines, so lines
 * are read from the first one on. */
#ifndef TC_TOKENS_H
#define TC_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_class {
    TOKEN_OTHER, /* names, operators, spaces */
    TOKEN_KEYWORD,
    TOKEN_TYPE, /* a name that Go declares itself; those of the program are OTHER here */
    TOKEN_STRING,
    TOKEN_NUMBER,
    TOKEN_COMMENT,
    TOKEN_NAME, /* one that Go does not declare */
    TOKEN_CLASSES
};

struct token {
    enum token_class class;
    size_t length; /* bytes */
};

/* What goes on from the line before. */
enum token_state { TOKENS_PLAIN, TOKENS_RAW_STRING, TOKENS_COMMENT };

/* The token that a line begins with; `line` is not empty. */
struct token token_first(const char *line, enum token_state *state);
/* Passes over a whole line. */
void token_skip_line(const char *line, enum token_state *state);

#endif
