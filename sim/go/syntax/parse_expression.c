/* parse_expression.c -- operands, operators and composite literals. */
#include "go/syntax/parser.h"

/* ---- names and literals ---- */

/* A missing name is the blank one, so that what follows makes sense. */
struct go_node *parse_name(struct parser *p) {
    struct go_node *n = node_here(p, NODE_NAME);
    if (!at(p, GO_NAME)) {
        n->name = "_";
        n->length = 1;
        unexpected(p, ", expecting name");
        skip_one(p);
        return n;
    }
    n->name = token_string(p);
    n->length = p->lexer.end - p->lexer.start;
    take(p);
    return done(p, n);
}

/* IdentifierList = identifier { "," identifier } . */
struct list parse_names(struct parser *p, struct go_node *first) {
    struct list names = {0};
    list_add(&names, first);
    while (got(p, GO_COMMA)) list_add(&names, parse_name(p));
    return names;
}

/* BasicLit = int_lit | float_lit | imaginary_lit | rune_lit | string_lit . */
struct go_node *parse_literal_or_null(struct parser *p) {
    if (!at_literal(p)) return NULL;
    struct go_node *n = node_here(p, NODE_LITERAL);
    n->op = (uint8_t)p->lexer.token;
    n->name = token_string(p);
    n->length = p->lexer.end - p->lexer.start;
    if (at(p, GO_IMAGINARY))
        meaning_error_at(p, n->pos, "complex numbers are not in the supported subset");
    take(p);
    return done(p, n);
}

/* ---- composite literals ---- */

static struct go_node *parse_literal_value(struct parser *p);

/* Element = Expression | LiteralValue . */
static struct go_node *parse_element(struct parser *p) {
    if (!at(p, GO_LEFT_BRACE)) return parse_expression(p);
    if (!enter(p)) return bad_node(p);
    struct go_node *n = parse_literal_value(p);
    leave(p);
    return n;
}

/* KeyedElement = [ Element ":" ] Element . */
static bool parse_keyed_element(struct parser *p, void *context) {
    struct go_node *n = parse_element(p);
    if (at(p, GO_COLON)) {
        struct go_node *pair = node_here(p, NODE_KEY_VALUE);
        pair->start = n->start;
        take(p);
        pair->x = n;
        pair->y = parse_element(p);
        n = done(p, pair);
    }
    list_add(context, n);
    return false;
}

static const struct list_rule ELEMENTS = {"composite literal", GO_COMMA, GO_RIGHT_BRACE,
                                          parse_keyed_element};

/* LiteralValue = "{" [ ElementList [ "," ] ] "}" . */
static struct go_node *parse_literal_value(struct parser *p) {
    struct go_node *n = node_here(p, NODE_COMPOSITE);
    struct list elements = {0};
    p->expression_level++;
    want(p, GO_LEFT_BRACE);
    parse_list(p, &ELEMENTS, &elements);
    p->expression_level--;
    n->list = elements.first;
    return done(p, n);
}

/* Whether it cannot be a type. */
static bool is_value(const struct go_node *n) {
    switch (n->kind) {
    case NODE_LITERAL:
    case NODE_COMPOSITE:
    case NODE_FUNCTION:
    case NODE_SLICE:
    case NODE_ASSERT:
    case NODE_CALL:
    case NODE_UNARY:
    case NODE_BINARY: return true;
    case NODE_INDEX: return is_value(n->x) || is_value(n->y);
    default: return false;
    }
}

/* Whether a { behind it begins a composite literal, not a block. */
static bool may_be_literal_type(const struct parser *p, const struct go_node *n) {
    switch (n->kind) {
    case NODE_NAME:
    case NODE_SELECTOR: return p->expression_level >= 0;
    case NODE_INDEX: return p->expression_level >= 0 && !is_value(n);
    case NODE_ARRAY_TYPE:
    case NODE_SLICE_TYPE:
    case NODE_STRUCT_TYPE:
    case NODE_MAP_TYPE: return true;
    default: return false;
    }
}

/* CompositeLit = LiteralType LiteralValue . */
static struct go_node *parse_composite(struct parser *p, struct go_node *type) {
    if (type->flags & FLAG_PARENTHESES)
        syntax_error(p, "cannot parenthesize type in composite literal");
    if (type->kind == NODE_INDEX) refuse_generics(p, type->pos);
    struct go_node *n = parse_literal_value(p);
    n->start = type->start;
    n->x = type;
    return done(p, n);
}

/* ---- operands ---- */

/* FunctionLit = "func" Signature FunctionBody . Without a body it is a type. */
static struct go_node *parse_function_or_type(struct parser *p) {
    uint32_t start = here(p);
    take(p);
    struct go_node *type = parse_function_type(p, start, "function type");
    if (!at(p, GO_LEFT_BRACE)) return type;
    struct go_node *n = new_node(p, NODE_FUNCTION, start);
    p->expression_level++;
    n->x = type;
    n->y = parse_function_body(p);
    p->expression_level--;
    return done(p, n);
}

/* "(" Expression ")" leaves no node of its own, but its text is the node's. */
static struct go_node *parse_parentheses(struct parser *p) {
    uint32_t start = here(p);
    take(p);
    p->expression_level++;
    struct go_node *n = parse_expression(p);
    p->expression_level--;
    want(p, GO_RIGHT_PAREN);
    n->flags |= FLAG_PARENTHESES;
    n->start = start;
    n->end = p->last_end;
    return n;
}

static const uint8_t CLOSING[] = {GO_RIGHT_PAREN, GO_RIGHT_BRACKET, GO_RIGHT_BRACE, GO_END};

/* Operand = Literal | OperandName | MethodExpr | "(" Expression ")" . Types too: of conversions,
 * of make and new. */
static struct go_node *parse_operand(struct parser *p) {
    if (at_literal(p)) return parse_literal_or_null(p);
    switch (p->lexer.token) {
    case GO_NAME: return parse_name(p);
    case GO_LEFT_PAREN: return parse_parentheses(p);
    case GO_FUNC: return parse_function_or_type(p);
    case GO_LEFT_BRACKET:
    case GO_CHAN:
    case GO_MAP:
    case GO_STRUCT:
    case GO_INTERFACE: return parse_type(p);
    default: break;
    }
    struct go_node *n = bad_node(p);
    unexpected(p, ", expecting expression");
    skip_to(p, CLOSING);
    return n;
}

/* ---- what may follow an operand ---- */

static struct go_node *node_behind(struct parser *p, enum go_node_kind kind, struct go_node *x) {
    struct go_node *n = node_here(p, kind);
    n->start = x->start;
    n->x = x;
    return n;
}

static const uint8_t SELECTOR_FOLLOW[] = {GO_SEMICOLON, GO_RIGHT_PAREN, GO_END};

/* TypeAssertion = "." "(" Type ")" . In type switches "." "(" "type" ")" . */
static struct go_node *parse_assertion(struct parser *p, struct go_node *n) {
    n->kind = NODE_ASSERT;
    take(p);
    if (got(p, GO_TYPE)) {
        n->w = p->guards;
        p->guards = n;
    } else {
        n->y = parse_type(p);
    }
    want(p, GO_RIGHT_PAREN);
    struct go_node *next_guard = n->w;
    n->w = NULL;
    n = done(p, n);
    n->w = next_guard;
    return n;
}

/* Selector = "." identifier . */
static struct go_node *parse_selector(struct parser *p, struct go_node *x) {
    struct go_node *n = node_behind(p, NODE_SELECTOR, x);
    take(p);
    if (at(p, GO_LEFT_PAREN)) return parse_assertion(p, n);
    if (!at(p, GO_NAME)) {
        unexpected(p, ", expecting name or (");
        skip_to(p, SELECTOR_FOLLOW);
        return x;
    }
    n->name_pos = here(p);
    n->name = token_string(p);
    n->length = p->lexer.end - p->lexer.start;
    take(p);
    return done(p, n);
}

/* typeList = arg { "," arg } [ "," ] . The first may be any expression, the others are types. */
bool parse_type_list(struct parser *p, struct list *out) {
    *out = (struct list){0};
    p->expression_level++;
    list_add(out, parse_expression(p));
    bool comma = at(p, GO_COMMA);
    while (got(p, GO_COMMA)) {
        struct go_node *type = parse_type_or_null(p);
        if (!type) break;
        list_add(out, type);
    }
    p->expression_level--;
    return comma;
}

static bool is_type_literal(const struct go_node *n) {
    return n->kind >= NODE_ARRAY_TYPE && n->kind <= NODE_CHANNEL_TYPE;
}

/* Index = "[" Expression "]" . More than one, or a type, could only choose an instance of a generic
 * function. */
static struct go_node *finish_index(struct parser *p, struct go_node *n, struct list indices) {
    want(p, GO_RIGHT_BRACKET);
    n->y = indices.first;
    struct go_node *second = n->y->next;
    n->y->next = NULL;
    bool types = false;
    for (const struct go_node *i = second; i && !p->given_up; i = i->next)
        types |= is_type_literal(i);
    if (types || is_type_literal(n->y)) refuse_generics(p, n->pos);
    else if (second && p->indices_pos == 0) p->indices_pos = second->start;
    return done(p, n);
}

static const uint8_t INDEX_FOLLOW[] = {GO_COMMA, GO_COLON, GO_RIGHT_BRACKET, GO_END};

/* ":" [ Expression ":" Expression ] of a slice with a capacity; the second colon is the token. */
static void parse_capacity(struct parser *p, struct go_node *n) {
    n->flags |= FLAG_THREE;
    if (!n->z) {
        sound_error_at(p, here(p), "middle index required in 3-index slice");
        n->z = bad_node(p);
    }
    take(p);
    if (!at(p, GO_RIGHT_BRACKET)) {
        n->w = parse_expression(p);
    } else {
        sound_error_at(p, here(p), "final index required in 3-index slice");
        n->w = bad_node(p);
    }
}

/* Slice = "[" [ Expression ] ":" [ Expression ] "]" | "[" [ Expression ] ":" Expression ":"
 * Expression "]" . Behind the first expression. */
static struct go_node *finish_slice(struct parser *p, struct go_node *n, struct go_node *low) {
    n->kind = NODE_SLICE;
    n->y = low;
    if (!got(p, GO_COLON)) { /* issue 47704: all three are named */
        unexpected(p, ", expecting comma, : or ]");
        skip_to(p, INDEX_FOLLOW);
    }
    p->expression_level++;
    if (!at(p, GO_COLON) && !at(p, GO_RIGHT_BRACKET)) n->z = parse_expression(p);
    if (at(p, GO_COLON)) parse_capacity(p, n);
    p->expression_level--;
    want(p, GO_RIGHT_BRACKET);
    return done(p, n);
}

/* Index | Slice . */
static struct go_node *parse_index(struct parser *p, struct go_node *x) {
    struct go_node *n = node_behind(p, NODE_INDEX, x);
    take(p);
    if (at(p, GO_RIGHT_BRACKET)) {
        unexpected(p, ", expecting operand");
        take(p);
        return x;
    }
    if (at(p, GO_COLON)) return finish_slice(p, n, NULL);
    struct list indices;
    bool comma = parse_type_list(p, &indices);
    if (comma || at(p, GO_RIGHT_BRACKET)) return finish_index(p, n, indices);
    return finish_slice(p, n, indices.first);
}

struct arguments {
    struct list list;
    bool dots;
};

static bool parse_argument(struct parser *p, void *context) {
    struct arguments *a = context;
    list_add(&a->list, parse_expression(p));
    a->dots = got(p, GO_DOTS);
    return a->dots;
}

static const struct list_rule ARGUMENTS = {"argument list", GO_COMMA, GO_RIGHT_PAREN,
                                           parse_argument};

/* Arguments = "(" [ ExpressionList [ "..." ] [ "," ] ] ")" . */
static struct go_node *parse_call(struct parser *p, struct go_node *x) {
    struct go_node *n = node_behind(p, NODE_CALL, x);
    struct arguments a = {0};
    take(p);
    p->expression_level++;
    parse_list(p, &ARGUMENTS, &a);
    p->expression_level--;
    n->list = a.list.first;
    if (a.dots) n->flags |= FLAG_DOTS;
    return done(p, n);
}

/* PrimaryExpr = Operand | PrimaryExpr ( Selector | Index | Slice | TypeAssertion | Arguments |
 * LiteralValue ) . `from`, unless NULL, is an operand that was read already. */
struct go_node *parse_primary(struct parser *p, struct go_node *from) {
    struct go_node *x = from ? from : parse_operand(p);
    for (;;) {
        if (at(p, GO_DOT)) x = parse_selector(p, x);
        else if (at(p, GO_LEFT_BRACKET)) x = parse_index(p, x);
        else if (at(p, GO_LEFT_PAREN)) x = parse_call(p, x);
        else if (at(p, GO_LEFT_BRACE) && may_be_literal_type(p, x)) x = parse_composite(p, x);
        else return x;
    }
}

/* ---- operators ---- */

static struct go_node *parse_unary(struct parser *p);

/* <-chan T was read as <- and chan T. The arrow belongs to the channel; to that of the element if
 * the channel has an arrow already: <-chan<- chan T is <-chan (<-chan T). */
static struct go_node *give_arrow(struct parser *p, struct go_node *type, uint32_t start) {
    uint32_t direction = FLAG_SEND;
    struct go_node *t = type;
    for (; direction == FLAG_SEND && t->kind == NODE_CHANNEL_TYPE && !p->given_up; t = t->x) {
        direction = t->flags & (FLAG_SEND | FLAG_RECEIVE);
        if (direction == FLAG_RECEIVE) syntax_error(p, "unexpected <-, expecting chan");
        t->flags = (uint16_t)((t->flags & ~FLAG_SEND) | FLAG_RECEIVE);
    }
    if (direction == FLAG_SEND) {
        struct text found = {0};
        go_node_text(t, &found);
        syntax_error(p, "unexpected %s, expecting chan", text_string(&found));
        text_free(&found);
    }
    type->start = start;
    return type;
}

/* "<-" UnaryExpr, or a channel type that begins with an arrow. */
static struct go_node *parse_receive(struct parser *p) {
    struct go_node *n = node_here(p, NODE_UNARY);
    n->op = GO_ARROW;
    take(p);
    n->x = parse_unary(p);
    if (n->x->kind == NODE_CHANNEL_TYPE && !(n->x->flags & FLAG_PARENTHESES))
        return give_arrow(p, n->x, n->pos);
    return done(p, n);
}

static bool at_unary_operator(const struct parser *p) {
    switch (p->lexer.token) {
    case GO_MULTIPLY:
    case GO_ADD:
    case GO_SUBTRACT:
    case GO_NOT:
    case GO_XOR:
    case GO_TILDE:
    case GO_AND: return true;
    default: return false;
    }
}

/* UnaryExpr = PrimaryExpr | unary_op UnaryExpr . */
static struct go_node *parse_unary(struct parser *p) {
    if (!enter(p)) return bad_node(p);
    struct go_node *n;
    if (at_unary_operator(p)) {
        n = node_here(p, at(p, GO_MULTIPLY) ? NODE_STAR : NODE_UNARY);
        n->op = (uint8_t)p->lexer.token;
        take(p);
        n->x = parse_unary(p);
        if (n->op == GO_AND) n->x->flags &= (uint16_t)~FLAG_PARENTHESES; /* &(T{}) is &T{} */
        n = done(p, n);
    } else if (at(p, GO_ARROW)) {
        n = parse_receive(p);
    } else {
        n = parse_primary(p, NULL);
    }
    leave(p);
    return n;
}

/* Expression = UnaryExpr | Expression binary_op Expression . Goes on from `x` with operators that
 * bind tighter than `precedence`. */
static struct go_node *parse_binary(struct parser *p, struct go_node *x, int precedence) {
    while (go_precedence(p->lexer.token) > precedence) {
        struct go_node *n = node_behind(p, NODE_BINARY, x);
        n->op = (uint8_t)p->lexer.token;
        take(p);
        struct go_node *y = parse_unary(p);
        n->y = parse_binary(p, y, go_precedence((enum go_token)n->op));
        x = done(p, n);
    }
    return x;
}

struct go_node *parse_expression(struct parser *p) {
    return parse_binary(p, parse_unary(p), 0);
}

struct go_node *parse_expression_from(struct parser *p, struct go_node *name) {
    p->expression_level++;
    struct go_node *n = parse_binary(p, parse_primary(p, name), 0);
    p->expression_level--;
    return n;
}

/* ExpressionList = Expression { "," Expression } . */
struct list parse_expressions(struct parser *p) {
    struct list list = {0};
    do list_add(&list, parse_expression(p));
    while (got(p, GO_COMMA));
    return list;
}
