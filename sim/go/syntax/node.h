/* node.h -- the syntax tree of a Go file, and what the type checker notes in it.
 *
 * The parser makes the tree, the checker fills in the last block of fields, nobody changes anything
 * else: sim/go/ir is built beside it. All nodes live in the pool of the compilation.
 *
 * A position is a byte of the text of all files together, from 1; 0 is nowhere. The user's file
 * comes first, so its bytes are at offset + 1; the library's files follow. */
#ifndef TC_GO_NODE_H
#define TC_GO_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/pool.h"
#include "base/text.h"

enum go_token {
#define TOKEN(name, text) GO_##name,
#define OPERATOR(name, text, precedence) GO_##name,
#define KEYWORD(name, text) GO_##name,
#include "go/syntax/token.def"
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
    GO_TOKEN_COUNT
};

enum go_node_kind {
#define NODE(name, position, parts) NODE_##name,
#include "go/syntax/node.def"
#undef NODE
    NODE_COUNT
};

enum go_flag {
    FLAG_DOTS = 1,
    FLAG_THREE = 2,
    FLAG_SEND = 4,
    FLAG_RECEIVE = 8,
    FLAG_EMBEDDED = 16,
    FLAG_DEFINE = 32,
    FLAG_STEP = 64,
    FLAG_DEFAULT = 128,
    FLAG_ALIAS = 256,
    FLAG_PARENTHESES = 512, /* stood in parentheses: (x); they belong to start and end */
    FLAG_SHIFTED = 1024,    /* the checker's: an untyped constant shifted by a variable count */
};

/* What an expression is, once checked: types2's operand modes. */
enum go_mode {
    MODE_NONE, /* not checked, or an error was reported */
    MODE_NO_VALUE,
    MODE_PACKAGE,
    MODE_TYPE,
    MODE_BUILTIN,
    MODE_CONSTANT,
    MODE_NIL,
    MODE_VARIABLE, /* addressable */
    MODE_MAP_INDEX,
    MODE_VALUE,
    MODE_COMMA_OK /* a value that can also give a bool: x.(T), <-c */
};

struct go_type;
struct go_object;
struct go_constant;
struct go_selection;
struct go_scope;

struct go_node {
    uint8_t kind; /* enum go_node_kind */
    uint8_t op;   /* enum go_token */
    uint8_t mode; /* enum go_mode; the checker's */
    uint16_t flags;
    uint16_t height; /* levels of the tree from here down, at most GO_HEIGHT_MAX */
    uint32_t pos;
    uint32_t start, end; /* first byte, and behind the last, of the whole node's text */
    uint32_t name_pos, colon;
    uint32_t length; /* of name */
    uint32_t number;
    const char *name;
    struct go_node *x, *y, *z, *w;
    struct go_node *list, *list2;
    struct go_node *next;
    /* the checker's; of expressions, and of names that are declared */
    const struct go_type *type;      /* never untyped once the file is checked, except of nil */
    const struct go_constant *value; /* MODE_CONSTANT */
    struct go_object *object; /* NAME: what it means or declares; TYPE_SWITCH CASE: its variable;
                                          CALL of a builtin: which */
    struct go_selection *selection; /* SELECTOR, unless it is package.name */
};

struct go_file {
    const char *package; /* "main", "strings" */
    uint32_t base;       /* position of its first byte */
    const char *text;
    uint32_t length;
    struct go_node *imports, *declarations; /* IMPORT; CONST, VAR, TYPE, FUNC in source order */
    bool sound; /* the tree is whole, though there may have been complaints: it can be checked */
};

/* Limits, named in the message when they are passed. */
enum {
    GO_BYTES_MAX = 1 << 20,
    GO_DEPTH_MAX = 250, /* of nested expressions, types and statements */
    /* Of any tree, so that whoever reads it may recurse: a + a + a ..., f()()()... and else if ...
     * are not nested in the source, but their trees are. */
    GO_HEIGHT_MAX = 2000,
};

/* Reads one file. Complaints go to `diags` (NULL for the library: a complaint is a mistake of
 * ours).
 * Syntax errors are worded as cmd/compile does ("syntax error: unexpected newline, expecting ..."),
 * one a line, and reading goes on behind them; what Go has and the subset does not is named. False
 * if there were complaints. */
bool go_parse(struct go_file *file, struct pool *pool, struct diags *diags);

const char *go_token_text(enum go_token token);
int go_precedence(enum go_token token); /* 0: no binary operator */

/* An expression as types2 prints it in messages: the source's tokens with normal spaces, composite
 * literals as T{…}, function literals as func() {…}. Simple statements too: x := 5. */
void go_node_text(const struct go_node *n, struct text *out);
void go_list_text(const struct go_node *list, struct text *out); /* a, b, c */

#endif
