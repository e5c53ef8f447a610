/* parse_type.c -- types, signatures and parameter lists. */
#include "go/syntax/parser.h"

static const uint8_t TYPE_FOLLOW[] = {
    GO_COMMA, GO_COLON, GO_SEMICOLON, GO_RIGHT_PAREN, GO_RIGHT_BRACKET, GO_RIGHT_BRACE, GO_END};

struct go_node *parse_type(struct parser *p) {
    struct go_node *type = parse_type_or_null(p);
    if (type) return type;
    type = bad_node(p);
    unexpected(p, ", expecting type");
    skip_to(p, TYPE_FOLLOW);
    return type;
}

/* ---- names ---- */

static const uint8_t NAME_FOLLOW[] = {GO_DOT, GO_SEMICOLON, GO_RIGHT_BRACE, GO_END};

static struct go_node *parse_type_name(struct parser *p) {
    if (at(p, GO_NAME)) return parse_name(p);
    struct go_node *n = node_here(p, NODE_NAME);
    n->name = "_";
    n->length = 1;
    unexpected(p, ", expecting name");
    skip_to(p, NAME_FOLLOW);
    return n;
}

/* TypeArgs = "[" TypeList [ "," ] "]" . */
static void skip_type_arguments(struct parser *p) {
    refuse_generics(p, here(p));
    take(p);
    if (at(p, GO_RIGHT_BRACKET)) unexpected(p, ", expecting type");
    skip_type_list(p);
}

/* TypeName = identifier | PackageName "." identifier . `name`, unless NULL, was read already. */
struct go_node *parse_qualified_name(struct parser *p, struct go_node *name) {
    struct go_node *x = name ? name : parse_type_name(p);
    if (at(p, GO_DOT)) {
        struct go_node *n = node_here(p, NODE_SELECTOR);
        n->start = x->start;
        n->x = x;
        take(p);
        n->name_pos = here(p);
        struct go_node *selected = parse_name(p);
        n->name = selected->name;
        n->length = selected->length;
        x = done(p, n);
    }
    if (at(p, GO_LEFT_BRACKET)) skip_type_arguments(p);
    return x;
}

/* ---- arrays, slices, maps, channels, pointers ---- */

/* SliceType = "[" "]" ElementType . Behind the brackets. */
struct go_node *parse_slice_type(struct parser *p, uint32_t pos) {
    struct go_node *n = new_node(p, NODE_SLICE_TYPE, pos);
    n->x = parse_type(p);
    return done(p, n);
}

/* ArrayType = "[" ( ArrayLength | "..." ) "]" ElementType . Behind the opening bracket, and behind
 * the length unless that is NULL. */
struct go_node *parse_array_type(struct parser *p, uint32_t pos, struct go_node *length) {
    struct go_node *n = new_node(p, NODE_ARRAY_TYPE, pos);
    n->x = length;
    if (!length && !got(p, GO_DOTS)) {
        p->expression_level++;
        n->x = parse_expression(p);
        p->expression_level--;
    }
    if (at(p, GO_COMMA)) {
        syntax_error(p, "unexpected comma; expecting ]");
        take(p);
    }
    want(p, GO_RIGHT_BRACKET);
    n->y = parse_type(p);
    return done(p, n);
}

static struct go_node *parse_bracket_type(struct parser *p) {
    uint32_t pos = here(p);
    take(p);
    if (got(p, GO_RIGHT_BRACKET)) return parse_slice_type(p, pos);
    return parse_array_type(p, pos, NULL);
}

/* Whether `a [x]` goes on as an array type is known only behind the bracket. */
struct go_node *parse_array_or_arguments(struct parser *p) {
    uint32_t pos = here(p);
    take(p);
    if (got(p, GO_RIGHT_BRACKET)) return parse_slice_type(p, pos);
    struct list list;
    bool comma = parse_type_list(p, &list);
    want(p, GO_RIGHT_BRACKET);
    struct go_node *element = comma ? NULL : parse_type_or_null(p);
    if (!element) {
        refuse_generics(p, pos);
        return NULL;
    }
    struct go_node *n = new_node(p, NODE_ARRAY_TYPE, pos);
    n->x = list.first;
    n->y = element;
    return done(p, n);
}

/* MapType = "map" "[" KeyType "]" ElementType . */
static struct go_node *parse_map_type(struct parser *p) {
    struct go_node *n = node_here(p, NODE_MAP_TYPE);
    take(p);
    want(p, GO_LEFT_BRACKET);
    n->x = parse_type(p);
    want(p, GO_RIGHT_BRACKET);
    n->y = parse_type(p);
    return done(p, n);
}

/* ChannelType = ( "chan" | "chan" "<-" | "<-" "chan" ) ElementType . */
static struct go_node *parse_channel_type(struct parser *p) {
    struct go_node *n = node_here(p, NODE_CHANNEL_TYPE);
    if (got(p, GO_ARROW)) {
        n->flags = FLAG_RECEIVE;
        want(p, GO_CHAN);
    } else {
        take(p);
        if (got(p, GO_ARROW)) n->flags = FLAG_SEND;
    }
    n->x = parse_type_or_null(p);
    if (!n->x) {
        n->x = bad_node(p);
        syntax_error(p, "missing channel element type");
    }
    return done(p, n);
}

/* PointerType = "*" BaseType . */
static struct go_node *parse_pointer_type(struct parser *p) {
    struct go_node *n = node_here(p, NODE_STAR);
    n->op = GO_MULTIPLY;
    take(p);
    n->x = parse_type(p);
    return done(p, n);
}

/* ---- structs ---- */

static void add_field(struct parser *p, struct list *fields, struct go_node *name,
                      struct go_node *type, struct go_node *tag) {
    struct go_node *n = new_node(p, NODE_FIELD, name ? name->pos : type->start);
    n->x = name;
    n->y = type;
    n->z = tag;
    if (!name) n->flags = FLAG_EMBEDDED;
    list_add(fields, done(p, n));
}

/* EmbeddedField = [ "*" ] TypeName . And its tag. */
static void add_embedded(struct parser *p, struct list *fields, struct go_node *type) {
    add_field(p, fields, NULL, type, parse_literal_or_null(p));
}

static struct go_node *parse_embedded_pointer(struct parser *p, bool parentheses) {
    struct go_node *n = node_here(p, NODE_STAR);
    n->op = GO_MULTIPLY;
    take(p);
    if (!parentheses && at(p, GO_LEFT_PAREN)) {
        syntax_error(p, "cannot parenthesize embedded type");
        take(p);
        n->x = parse_qualified_name(p, NULL);
        got(p, GO_RIGHT_PAREN);
    } else {
        n->x = parse_qualified_name(p, NULL);
    }
    return done(p, n);
}

static struct go_node *parse_embedded_parentheses(struct parser *p) {
    syntax_error(p, "cannot parenthesize embedded type");
    take(p);
    struct go_node *type =
        at(p, GO_MULTIPLY) ? parse_embedded_pointer(p, true) : parse_qualified_name(p, NULL);
    got(p, GO_RIGHT_PAREN);
    return type;
}

/* FieldDecl = ( IdentifierList Type | EmbeddedField ) [ Tag ] . That begins with a name. */
static void parse_named_field(struct parser *p, struct list *fields) {
    struct go_node *name = parse_name(p);
    if (at(p, GO_DOT) || at_literal(p) || at(p, GO_SEMICOLON) || at(p, GO_RIGHT_BRACE)) {
        add_embedded(p, fields, parse_qualified_name(p, name));
        return;
    }
    struct list names = parse_names(p, name);
    bool one = names.first == names.last;
    struct go_node *type =
        one && at(p, GO_LEFT_BRACKET) ? parse_array_or_arguments(p) : parse_type(p);
    if (!type) {
        add_embedded(p, fields, name);
        return;
    }
    struct go_node *tag = parse_literal_or_null(p);
    for (struct go_node *n = names.first, *next; n && !p->given_up; n = next) {
        next = n->next;
        n->next = NULL;
        add_field(p, fields, n, type, tag);
    }
}

static const uint8_t FIELD_FOLLOW[] = {GO_SEMICOLON, GO_RIGHT_BRACE, GO_END};

static bool parse_field(struct parser *p, void *context) {
    struct list *fields = context;
    if (at(p, GO_NAME)) {
        parse_named_field(p, fields);
    } else if (at(p, GO_MULTIPLY)) {
        add_embedded(p, fields, parse_embedded_pointer(p, false));
    } else if (at(p, GO_LEFT_PAREN)) {
        add_embedded(p, fields, parse_embedded_parentheses(p));
    } else {
        unexpected(p, ", expecting field name or embedded type");
        skip_to(p, FIELD_FOLLOW);
    }
    return false;
}

static struct go_node *parse_fields(struct parser *p, enum go_node_kind kind,
                                    const struct list_rule *rule) {
    struct go_node *n = node_here(p, kind);
    struct list fields = {0};
    take(p);
    want(p, GO_LEFT_BRACE);
    parse_list(p, rule, &fields);
    n->list = fields.first;
    return done(p, n);
}

static const struct list_rule FIELDS = {"struct type", GO_SEMICOLON, GO_RIGHT_BRACE, parse_field};

/* ---- interfaces ---- */

/* What brackets behind a name mean in an interface: type parameters of a method, which no Go has,
 * or arguments of an embedded type. True if a signature follows. */
static bool skip_interface_brackets(struct parser *p) {
    uint32_t pos = here(p);
    take(p);
    if (at(p, GO_RIGHT_BRACKET)) {
        uint32_t close = here(p);
        take(p);
        bool method = at(p, GO_LEFT_PAREN);
        error_at(p, close, "empty type %s list", method ? "parameter" : "argument");
        return method;
    }
    skip_type_list(p);
    bool method = at(p, GO_LEFT_PAREN);
    if (method) error_at(p, pos, "interface method must have no type parameters");
    else refuse_generics(p, pos);
    return method;
}

/* MethodSpec = MethodName Signature | InterfaceTypeName . */
static struct go_node *parse_method(struct parser *p) {
    struct go_node *n = node_here(p, NODE_FIELD);
    struct go_node *name = parse_name(p);
    bool method = at(p, GO_LEFT_PAREN);
    if (at(p, GO_LEFT_BRACKET)) method = skip_interface_brackets(p);
    if (method) {
        n->x = name;
        n->y = parse_function_type(p, here(p), "interface method");
    } else {
        n->y = parse_qualified_name(p, name);
        n->flags = FLAG_EMBEDDED;
    }
    return done(p, n);
}

/* Go's parser has one token for all operators but *. */
static const uint8_t TERM_FOLLOW[] = {
    GO_NOT,        GO_TILDE,       GO_OR_OR,     GO_AND_AND,       GO_EQUAL,         GO_UNEQUAL,
    GO_LESS,       GO_LESS_EQUAL,  GO_GREATER,   GO_GREATER_EQUAL, GO_ADD,           GO_SUBTRACT,
    GO_OR,         GO_XOR,         GO_DIVIDE,    GO_REMAINDER,     GO_AND,           GO_AND_NOT,
    GO_SHIFT_LEFT, GO_SHIFT_RIGHT, GO_SEMICOLON, GO_RIGHT_PAREN,   GO_RIGHT_BRACKET, GO_RIGHT_BRACE,
    GO_END};

/* EmbeddedTerm = [ "~" ] Type . */
static struct go_node *parse_term(struct parser *p) {
    if (at(p, GO_TILDE)) {
        refuse_generics(p, here(p));
        take(p);
        return parse_type(p);
    }
    struct go_node *type = parse_type_or_null(p);
    if (type) return type;
    type = bad_node(p);
    unexpected(p, ", expecting ~ term or type");
    skip_to(p, TERM_FOLLOW);
    return type;
}

/* InterfaceElem = MethodSpec | EmbeddedTerm { "|" EmbeddedTerm } . */
static bool parse_interface_element(struct parser *p, void *context) {
    struct go_node *n;
    if (at(p, GO_NAME)) {
        n = parse_method(p);
    } else {
        n = node_here(p, NODE_FIELD);
        n->flags = FLAG_EMBEDDED;
        n->y = parse_term(p);
        n = done(p, n);
    }
    while (!n->x && at(p, GO_OR)) {
        refuse_generics(p, here(p));
        take(p);
        parse_term(p);
    }
    list_add(context, n);
    return false;
}

static const struct list_rule METHODS = {"interface type", GO_SEMICOLON, GO_RIGHT_BRACE,
                                         parse_interface_element};

/* ---- all types ---- */

static struct go_node *parse_parenthesized_type(struct parser *p) {
    take(p);
    struct go_node *type = parse_type(p);
    want(p, GO_RIGHT_PAREN);
    return type;
}

static struct go_node *parse_func_type(struct parser *p) {
    uint32_t start = here(p);
    take(p);
    return parse_function_type(p, start, "function type");
}

/* Type = TypeName | TypeLit | "(" Type ")" . */
static struct go_node *parse_any_type(struct parser *p) {
    switch (p->lexer.token) {
    case GO_NAME: return parse_qualified_name(p, NULL);
    case GO_MULTIPLY: return parse_pointer_type(p);
    case GO_ARROW:
    case GO_CHAN: return parse_channel_type(p);
    case GO_FUNC: return parse_func_type(p);
    case GO_LEFT_BRACKET: return parse_bracket_type(p);
    case GO_MAP: return parse_map_type(p);
    case GO_STRUCT: return parse_fields(p, NODE_STRUCT_TYPE, &FIELDS);
    case GO_INTERFACE: return parse_fields(p, NODE_INTERFACE_TYPE, &METHODS);
    case GO_LEFT_PAREN: return parse_parenthesized_type(p);
    default: return NULL;
    }
}

struct go_node *parse_type_or_null(struct parser *p) {
    if (!enter(p)) return bad_node(p);
    struct go_node *type = parse_any_type(p);
    leave(p);
    return type;
}
