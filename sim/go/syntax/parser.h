/* parser.h -- what the files of the parser share: one function a rule of the grammar.
 *
 * Rules follow cmd/compile/internal/syntax/parser.go of Go 1.19 in what they accept, what they
 * complain about and where they go on after a mistake, because the messages depend on all three.
 * Every rule returns a node, if need be a BAD one, unless its name ends in _or_null. */
#ifndef TC_GO_PARSER_H
#define TC_GO_PARSER_H

#include "go/syntax/lexer.h"

struct parser {
    struct go_lexer lexer;
    struct go_file *file;
    struct pool *pool;
    struct diags *diags;
    uint32_t last_end; /* position behind the last token that was taken */
    uint32_t errors;
    uint32_t sound_errors;   /* those of them behind which the tree is whole */
    uint32_t meaning_errors; /* where nothing is wrong with the syntax: what follows is credible */
    uint32_t last_syntax_error, last_other_error; /* positions; 0: none yet */
    char *last_other_message;                     /* in the pool */
    uint32_t function_depth;                      /* of function bodies */
    int32_t expression_level; /* below 0: in the header of a statement, where { begins its block */
    uint32_t depth;
    bool given_up; /* the file is too deep, or memory is out: everything that follows is END */
    struct go_node *guards; /* x.(type), linked by w; those of type switches have FLAG_DEFINE */
    uint32_t indices_pos;   /* of the second index of the first x[i, j]; 0 */
    struct go_node spare;   /* handed out when memory is out */
};

struct list {
    struct go_node *first, *last;
};

/* ---- tokens and complaints: parser.c ---- */

static inline bool at(const struct parser *p, enum go_token token) {
    return p->lexer.token == token;
}

uint32_t here(const struct parser *p); /* position of the token */
void take(struct parser *p);
bool got(struct parser *p, enum go_token token);
void want(struct parser *p, enum go_token token);
bool got_assign(struct parser *p); /* := too, with a complaint */
bool at_literal(const struct parser *p);
/* As messages name it. */
const char *token_words(enum go_token token);

/* Takes tokens until one of those that end with END, or, in functions, one that begins a
 * statement. */
void skip_to(struct parser *p, const uint8_t *follow);
void skip_one(struct parser *p);
/* From behind an opening bracket to behind its closing one. */
void skip_type_list(struct parser *p);

void error_at(struct parser *p, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);
void sound_error_at(struct parser *p, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);
void meaning_error_at(struct parser *p, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);
void syntax_error_at(struct parser *p, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);
void syntax_error(struct parser *p, const char *format, ...) TC_PRINTF(2, 3);
/* "syntax error: unexpected TOKEN" and the rest; ", expecting %s", " in %s". */
void unexpected(struct parser *p, const char *format, ...) TC_PRINTF(2, 3);
void refuse_generics(struct parser *p, uint32_t pos);
/* What is found here instead of `wanted`, as the go command says it, which reads package clause and
 * imports before the compiler does; nothing else is reported then. */
void header_error(struct parser *p, const char *wanted);
void give_up(struct parser *p, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);

/* One level deeper; false if that is too deep. */
bool enter(struct parser *p);
static inline void leave(struct parser *p) {
    p->depth--;
}

/* ---- nodes: parser.c ---- */

struct go_node *new_node(struct parser *p, enum go_node_kind kind, uint32_t pos);
struct go_node *node_here(struct parser *p, enum go_node_kind kind);
/* The node is complete and ends behind the last token taken. */
struct go_node *done(struct parser *p, struct go_node *n);
struct go_node *bad_node(struct parser *p); /* takes nothing */
void list_add(struct list *l, struct go_node *n);
char *token_string(struct parser *p); /* the token's bytes */

/* An element of a list; true if none may follow it. */
typedef bool list_element(struct parser *p, void *context);
/* list = [ element { separator element } [ separator ] ] close . Returns the position of
 * `close`. */
struct list_rule {
    const char *context;
    enum go_token separator, close;
    list_element *element;
};
uint32_t parse_list(struct parser *p, const struct list_rule *rule, void *context);

/* ---- expressions: parse_expression.c ---- */

struct go_node *parse_name(struct parser *p);
struct go_node *parse_literal_or_null(struct parser *p);
struct go_node *parse_expression(struct parser *p);
struct list parse_expressions(struct parser *p);
struct list parse_names(struct parser *p, struct go_node *first);
/* An expression that begins with a name already taken. */
struct go_node *parse_expression_from(struct parser *p, struct go_node *name);
struct go_node *parse_primary(struct parser *p, struct go_node *from);
/* What stands in an index: one expression, and more that may be types. True if there was a
 * comma. */
bool parse_type_list(struct parser *p, struct list *out);

/* ---- types: parse_type.c ---- */

struct go_node *parse_type(struct parser *p);
struct go_node *parse_type_or_null(struct parser *p);
struct go_node *parse_qualified_name(struct parser *p, struct go_node *name);
struct go_node *parse_array_type(struct parser *p, uint32_t pos, struct go_node *length);
struct go_node *parse_slice_type(struct parser *p, uint32_t pos);
/* After a name: array or slice type; NULL if it was a list of type arguments. */
struct go_node *parse_array_or_arguments(struct parser *p);
/* From the parameters on; `start` is where the type's text begins. `context`, unless NULL, is what
 * may not have type parameters. */
struct go_node *parse_function_type(struct parser *p, uint32_t start, const char *context);
struct list parse_parameters(struct parser *p); /* behind the opening parenthesis */

/* ---- statements: parse_statement.c ---- */

struct go_node *parse_block(struct parser *p, const char *context);
struct go_node *parse_function_body(struct parser *p);
struct go_node *parse_statement_or_null(struct parser *p);
struct list parse_statements(struct parser *p);
struct go_node *parse_simple_statement(struct parser *p, struct list left, enum go_token keyword);
bool is_guard(const struct go_node *n); /* x.(type) */
/* if, for, switch, select: parse_header.c */
struct go_node *parse_header_statement(struct parser *p);

/* ---- declarations: parse_declaration.c ---- */

/* After the keyword. One spec, or a group in parentheses. */
struct list parse_specs(struct parser *p, enum go_token keyword);
void parse_file(struct parser *p);

/* ---- labels and branches: branches.c ---- */

void check_branches(struct parser *p, const struct go_node *body);

#endif
