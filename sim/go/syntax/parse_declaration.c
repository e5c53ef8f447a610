/* parse_declaration.c -- the file, imports, constants, variables, types, functions. */
#include "go/syntax/parser.h"

#include <string.h>

/* One spec, or those of a group in parentheses. */
struct specs {
    enum go_token keyword;
    bool group;
    struct list list;
    uint32_t count;
    struct go_node *values; /* the last CONST that has a type or values of its own */
};

/* ---- imports ---- */

static const uint8_t SPEC_FOLLOW[] = {GO_SEMICOLON, GO_RIGHT_PAREN, GO_END};

static struct go_node *parse_import_name(struct parser *p) {
    if (at(p, GO_NAME)) return parse_name(p);
    struct go_node *n = node_here(p, NODE_NAME);
    n->name = ".";
    n->length = 1;
    take(p);
    return done(p, n);
}

/* ImportSpec = [ "." | PackageName ] ImportPath . */
static struct go_node *parse_import(struct parser *p) {
    uint32_t start = here(p);
    struct go_node *name = at(p, GO_NAME) || at(p, GO_DOT) ? parse_import_name(p) : NULL;
    struct go_node *n = node_here(p, NODE_IMPORT);
    n->start = start;
    n->x = name;
    if (!at(p, GO_STRING)) {
        header_error(p, "STRING");
        return n;
    }
    n->z = parse_literal_or_null(p);
    if (n->z->length == 3 && n->z->name[1] == 'C')
        meaning_error_at(p, n->pos, "import \"C\": cgo is not in the supported subset");
    return done(p, n);
}

/* ---- constants and variables ---- */

/* ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] . */
static struct go_node *parse_const(struct parser *p, struct specs *s) {
    struct go_node *n = node_here(p, NODE_CONST);
    n->number = s->count;
    n->list = parse_names(p, parse_name(p)).first;
    if (!at(p, GO_END) && !at(p, GO_SEMICOLON) && !at(p, GO_RIGHT_PAREN)) {
        n->y = parse_type_or_null(p);
        if (got_assign(p)) n->list2 = parse_expressions(p).first;
    }
    n = done(p, n);
    if (n->y || n->list2) s->values = n;
    else n->z = s->values;
    return n;
}

/* VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) . */
static struct go_node *parse_var(struct parser *p) {
    struct go_node *n = node_here(p, NODE_VAR);
    n->list = parse_names(p, parse_name(p)).first;
    bool values = got_assign(p);
    if (!values) {
        n->y = parse_type(p);
        values = got_assign(p);
    }
    if (values) n->list2 = parse_expressions(p).first;
    return done(p, n);
}

/* ---- types ---- */

/* Whether it can only be a type, so that a name before it declares a type parameter. */
static bool is_type_element(const struct go_node *n) {
    switch (n->kind) {
    case NODE_ARRAY_TYPE:
    case NODE_SLICE_TYPE:
    case NODE_STRUCT_TYPE:
    case NODE_FUNCTION_TYPE:
    case NODE_INTERFACE_TYPE:
    case NODE_MAP_TYPE:
    case NODE_CHANNEL_TYPE: return true;
    case NODE_STAR: return is_type_element(n->x);
    case NODE_UNARY: return n->op == GO_TILDE || is_type_element(n->x);
    case NODE_BINARY: return is_type_element(n->x) || is_type_element(n->y);
    default: return false;
    }
}

static bool is_plain_name(const struct go_node *n) {
    return n->kind == NODE_NAME && !(n->flags & FLAG_PARENTHESES);
}

/* Whether an expression read behind "type T [" can be split into a name and a type: P *[]int,
 * P ([]int), P *E | ~G. With `force`, which a comma behind it gives, P *E and P (E) too. */
static bool is_type_parameter(const struct go_node *n, bool force) {
    if (n->kind == NODE_CALL)
        return is_plain_name(n->x) && n->list && !n->list->next && !(n->flags & FLAG_DOTS) &&
               (force || is_type_element(n->list));
    if (n->kind != NODE_BINARY) return false;
    if (n->op == GO_MULTIPLY) return is_plain_name(n->x) && (force || is_type_element(n->y));
    return n->op == GO_OR && is_type_parameter(n->x, force || is_type_element(n->y));
}

/* Behind "type T [" and a name. NULL: it was a list of type parameters. */
static struct go_node *parse_array_length(struct parser *p) {
    struct go_node *n = parse_name(p);
    if (at(p, GO_LEFT_BRACKET)) return NULL;
    n = parse_expression_from(p, n);
    if (p->given_up) return n;
    if (is_plain_name(n)) return at(p, GO_RIGHT_BRACKET) ? n : NULL;
    return is_type_parameter(n, at(p, GO_COMMA)) ? NULL : n;
}

/* Behind the name of a type: "[" begins an array, a slice or type parameters. */
static struct go_node *parse_bracket_definition(struct parser *p, struct go_node *spec) {
    uint32_t pos = here(p);
    take(p);
    if (got(p, GO_RIGHT_BRACKET)) return parse_slice_type(p, pos);
    if (!at(p, GO_NAME)) return parse_array_type(p, pos, NULL);
    struct go_node *length = parse_array_length(p);
    if (length) return parse_array_type(p, pos, length);
    refuse_generics(p, pos);
    skip_type_list(p);
    if (got_assign(p)) spec->flags = FLAG_ALIAS;
    return parse_type_or_null(p);
}

/* TypeSpec = identifier [ "=" ] Type . */
static struct go_node *parse_type_spec(struct parser *p) {
    struct go_node *n = node_here(p, NODE_TYPE);
    n->x = parse_name(p);
    if (at(p, GO_LEFT_BRACKET)) {
        n->y = parse_bracket_definition(p, n);
    } else {
        if (got_assign(p)) n->flags = FLAG_ALIAS;
        n->y = parse_type_or_null(p);
    }
    if (!n->y) {
        n->y = bad_node(p);
        unexpected(p, " in type declaration");
        skip_to(p, SPEC_FOLLOW);
    }
    return done(p, n);
}

/* ---- groups ---- */

static bool parse_spec(struct parser *p, void *context) {
    struct specs *s = context;
    struct go_node *n;
    switch (s->keyword) {
    case GO_IMPORT: n = parse_import(p); break;
    case GO_CONST: n = parse_const(p, s); break;
    case GO_VAR: n = parse_var(p); break;
    default: n = parse_type_spec(p); break;
    }
    list_add(&s->list, n);
    s->count++;
    bool closed = at(p, GO_SEMICOLON) || at(p, GO_RIGHT_PAREN);
    if (s->keyword == GO_IMPORT && s->group && !closed) header_error(p, ";");
    return false;
}

static const struct list_rule SPECS = {"grouped declaration", GO_SEMICOLON, GO_RIGHT_PAREN,
                                       parse_spec};

struct list parse_specs(struct parser *p, enum go_token keyword) {
    struct specs s = {.keyword = keyword};
    s.group = got(p, GO_LEFT_PAREN);
    if (s.group) parse_list(p, &SPECS, &s);
    else parse_spec(p, &s);
    return s.list;
}

/* ---- functions ---- */

/* Receiver = Parameters . */
static struct go_node *parse_receiver(struct parser *p) {
    struct go_node *receiver = parse_parameters(p).first;
    if (!receiver) error_at(p, here(p), "method has no receiver");
    else if (receiver->next) error_at(p, here(p), "method has multiple receivers");
    if (receiver) receiver->next = NULL;
    return receiver;
}

static const uint8_t FUNCTION_FOLLOW[] = {GO_LEFT_BRACE, GO_SEMICOLON, GO_END};

/* FunctionDecl = "func" FunctionName Signature [ FunctionBody ] . MethodDecl = "func" Receiver
 * MethodName Signature [ FunctionBody ] . */
static struct go_node *parse_function_or_null(struct parser *p) {
    uint32_t start = here(p);
    take(p);
    struct go_node *receiver = got(p, GO_LEFT_PAREN) ? parse_receiver(p) : NULL;
    if (!at(p, GO_NAME)) {
        unexpected(p, ", expecting name or (");
        skip_to(p, FUNCTION_FOLLOW);
        return NULL;
    }
    struct go_node *n = node_here(p, NODE_FUNC);
    n->start = start;
    n->x = parse_name(p);
    n->z = receiver;
    n->y = parse_function_type(p, start, receiver ? "method" : NULL);
    if (at(p, GO_LEFT_BRACE)) n->w = parse_function_body(p);
    return done(p, n);
}

/* ---- the file ---- */

static bool add_declarations(struct parser *p, struct list *list) {
    struct list more = {0};
    switch (p->lexer.token) {
    case GO_CONST:
    case GO_TYPE:
    case GO_VAR: {
        enum go_token keyword = p->lexer.token;
        take(p);
        more = parse_specs(p, keyword);
        break;
    }
    case GO_FUNC: {
        struct go_node *n = parse_function_or_null(p);
        if (n) list_add(&more, n);
        break;
    }
    default: return false;
    }
    if (!more.first) return true;
    list_add(list, more.first);
    list->last = more.last;
    return true;
}

static const uint8_t DECLARATIONS[] = {GO_CONST, GO_TYPE, GO_VAR, GO_FUNC, GO_END};

static void refuse_statement(struct parser *p, const struct go_node *last) {
    if (at(p, GO_LEFT_BRACE) && last && last->kind == NODE_FUNC && !last->w)
        syntax_error(p, "unexpected semicolon or newline before {");
    else syntax_error(p, "non-declaration statement outside function body");
    skip_to(p, DECLARATIONS);
}

/* { TopLevelDecl ";" } . */
static struct go_node *parse_declarations(struct parser *p) {
    struct list list = {0};
    while (!at(p, GO_END)) {
        if (!add_declarations(p, &list)) {
            refuse_statement(p, list.last);
        } else if (!at(p, GO_END) && !got(p, GO_SEMICOLON)) {
            unexpected(p, " after top level declaration");
            skip_to(p, DECLARATIONS);
        }
    }
    return list.first;
}

/* { ImportDecl ";" } . */
static struct go_node *parse_imports(struct parser *p) {
    struct list imports = {0};
    while (got(p, GO_IMPORT)) {
        struct list more = parse_specs(p, GO_IMPORT);
        if (more.first) {
            list_add(&imports, more.first);
            imports.last = more.last;
        }
        want(p, GO_SEMICOLON);
    }
    return imports.first;
}

/* PackageClause = "package" PackageName . False if it is not worth going on. */
static bool parse_package(struct parser *p) {
    if (!got(p, GO_PACKAGE)) header_error(p, "package");
    if (!p->given_up && !at(p, GO_NAME)) header_error(p, "IDENT");
    if (p->given_up) return false;
    struct go_node *name = parse_name(p);
    p->file->package = name->name;
    want(p, GO_SEMICOLON);
    if (p->errors > 0 || p->given_up) return false;
    if (p->diags && strcmp(name->name, "main") != 0)
        meaning_error_at(p, name->pos, "package %s is not a main package; write package main",
                         name->name);
    return true;
}

/* SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } . */
void parse_file(struct parser *p) {
    p->file->imports = p->file->declarations = NULL;
    if (!parse_package(p)) return;
    p->file->imports = parse_imports(p);
    p->file->declarations = parse_declarations(p);
}
