/* token.c -- how the tokens are written, and how tightly the operators bind. */
#include "go/syntax/node.h"

static const char *const TEXTS[] = {
#define TOKEN(name, text) text,
#define OPERATOR(name, text, precedence) text,
#define KEYWORD(name, text) text,
#include "go/syntax/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
};

static const uint8_t PRECEDENCES[] = {
#define TOKEN(name, text) 0,
#define OPERATOR(name, text, precedence) precedence,
#define KEYWORD(name, text) 0,
#include "go/syntax/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
};

const char *go_token_text(enum go_token token) {
    return TEXTS[token];
}

int go_precedence(enum go_token token) {
    return PRECEDENCES[token];
}
