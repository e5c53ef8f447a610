/* parse_statement.c -- statements. */
#include "go/syntax/parser.h"

/* ---- simple statements ---- */

static struct go_node *expression_statement(struct parser *p, struct go_node *x) {
    uint32_t pos = x->flags & FLAG_PARENTHESES ? x->start : x->pos;
    struct go_node *n = new_node(p, NODE_EXPRESSION, pos);
    n->start = x->start;
    n->x = x;
    return done(p, n);
}

/* The token is the operator. */
static struct go_node *assignment(struct parser *p, struct list left) {
    struct go_node *n = node_here(p, NODE_ASSIGN);
    n->start = left.first->start;
    n->list = left.first;
    return n;
}

static struct go_node *parse_operator_assignment(struct parser *p, struct list left) {
    struct go_node *n = assignment(p, left);
    n->op = (uint8_t)p->lexer.op;
    if (at(p, GO_ADD_ASSIGN)) {
        take(p);
        n->list2 = parse_expression(p);
    } else {
        n->flags = FLAG_STEP;
        take(p);
    }
    return done(p, n);
}

static struct go_node *parse_send(struct parser *p, struct go_node *x) {
    struct go_node *n = node_here(p, NODE_SEND);
    n->start = x->start;
    take(p);
    n->x = x;
    n->y = parse_expression(p);
    return done(p, n);
}

/* RangeClause = [ ExpressionList ( "=" | ":=" ) ] "range" Expression . The rest is up to
 * parse_for. */
static struct go_node *parse_range(struct parser *p, struct list left, bool define) {
    struct go_node *n = node_here(p, NODE_RANGE);
    n->name_pos = n->pos;
    take(p);
    n->list = left.first;
    if (define) n->flags = FLAG_DEFINE;
    n->x = parse_expression(p);
    return n;
}

bool is_guard(const struct go_node *n) {
    return n->kind == NODE_ASSERT && !n->y && !(n->flags & FLAG_PARENTHESES);
}

/* x := y.(type) of a type switch: an EXPRESSION, with the name in z. */
static struct go_node *bound_guard(struct parser *p, struct go_node *name, struct go_node *guard) {
    struct go_node *n = expression_statement(p, guard);
    n->start = name->start;
    n->z = name;
    return n;
}

/* Assignment = ExpressionList "=" ExpressionList . ShortVarDecl = IdentifierList ":="
 * ExpressionList . */
static struct go_node *parse_assignment(struct parser *p, struct list left, enum go_token keyword) {
    struct go_node *n = assignment(p, left);
    bool define = at(p, GO_DEFINE);
    if (define) n->flags = FLAG_DEFINE;
    take(p);
    if (keyword == GO_FOR && at(p, GO_RANGE)) return parse_range(p, left, define);
    struct list right = parse_expressions(p);
    bool one = left.first == left.last && right.first == right.last;
    if (keyword == GO_SWITCH && define && one && is_guard(right.first) &&
        left.first->kind == NODE_NAME)
        return bound_guard(p, left.first, right.first);
    n->list2 = right.first;
    return done(p, n);
}

static const uint8_t SIMPLE_FOLLOW[] = {GO_SEMICOLON, GO_RIGHT_BRACE, GO_END};

/* SimpleStmt = ExpressionStmt | SendStmt | IncDecStmt | Assignment | ShortVarDecl . `left`, unless
 * it is empty, was read already. `keyword`: of the statement whose header it is in, or END. */
struct go_node *parse_simple_statement(struct parser *p, struct list left, enum go_token keyword) {
    if (keyword == GO_FOR && at(p, GO_RANGE)) return parse_range(p, (struct list){0}, false);
    if (!left.first) left = parse_expressions(p);
    if (at(p, GO_ASSIGN) || at(p, GO_DEFINE)) return parse_assignment(p, left, keyword);
    if (left.first != left.last) {
        unexpected(p, ", expecting := or = or comma");
        skip_to(p, SIMPLE_FOLLOW);
        return expression_statement(p, left.first);
    }
    switch (p->lexer.token) {
    case GO_ADD_ASSIGN:
    case GO_INCREMENT:
    case GO_DECREMENT: return parse_operator_assignment(p, left);
    case GO_ARROW: return parse_send(p, left.first);
    default: return expression_statement(p, left.first);
    }
}

/* ---- statements of one keyword ---- */

/* DeferStmt = "defer" Expression . GoStmt = "go" Expression . The expression is a call. */
static struct go_node *parse_call_statement(struct parser *p) {
    const char *word = go_token_text(p->lexer.token);
    struct go_node *n = node_here(p, at(p, GO_GO) ? NODE_GO : NODE_DEFER);
    take(p);
    struct go_node *x = parse_primary(p, NULL);
    bool parentheses = x->flags & FLAG_PARENTHESES;
    if (parentheses)
        sound_error_at(p, x->start, "expression in %s must not be parenthesized", word);
    if (x->kind != NODE_CALL) {
        sound_error_at(p, x->pos, "expression in %s must be function call", word);
        struct go_node *call = new_node(p, NODE_CALL, x->pos);
        call->start = x->start;
        call->x = x;
        x = done(p, call);
    }
    n->x = x;
    return done(p, n);
}

/* ReturnStmt = "return" [ ExpressionList ] . */
static struct go_node *parse_return(struct parser *p) {
    struct go_node *n = node_here(p, NODE_RETURN);
    take(p);
    if (!at(p, GO_SEMICOLON) && !at(p, GO_RIGHT_BRACE)) n->list = parse_expressions(p).first;
    return done(p, n);
}

/* BreakStmt = "break" [ Label ] . ContinueStmt = "continue" [ Label ] . GotoStmt = "goto" Label .
 * FallthroughStmt = "fallthrough" . */
static struct go_node *parse_branch(struct parser *p) {
    struct go_node *n = node_here(p, NODE_BRANCH);
    n->op = (uint8_t)p->lexer.token;
    take(p);
    bool may = n->op == GO_BREAK || n->op == GO_CONTINUE;
    if (n->op == GO_GOTO || (may && at(p, GO_NAME))) {
        struct go_node *label = parse_name(p);
        n->name = label->name;
        n->length = label->length;
        n->name_pos = label->pos;
    }
    return done(p, n);
}

/* Declaration = ConstDecl | TypeDecl | VarDecl . */
static struct go_node *parse_declaration_statement(struct parser *p) {
    struct go_node *n = node_here(p, NODE_DECLARE);
    enum go_token keyword = p->lexer.token;
    take(p);
    n->list = parse_specs(p, keyword).first;
    return done(p, n);
}

static struct go_node *empty_statement(struct parser *p) {
    return node_here(p, NODE_EMPTY);
}

/* LabeledStmt = Label ":" Statement . Behind the label. */
static struct go_node *parse_labeled_or_null(struct parser *p, struct go_node *label) {
    struct go_node *n = new_node(p, NODE_LABELED, label->pos);
    n->name = label->name;
    n->length = label->length;
    n->name_pos = label->pos;
    uint32_t colon = here(p);
    want(p, GO_COLON);
    n->x = at(p, GO_RIGHT_BRACE) ? empty_statement(p) : parse_statement_or_null(p);
    if (n->x) return done(p, n);
    syntax_error_at(p, colon, "missing statement after label");
    return NULL;
}

/* ---- blocks ---- */

static const uint8_t BLOCK_FOLLOW[] = {GO_NAME, GO_RIGHT_BRACE, GO_END};

/* Block = "{" StatementList "}" . `context` names what it belongs to. */
struct go_node *parse_block(struct parser *p, const char *context) {
    struct go_node *n = node_here(p, NODE_BLOCK);
    if (!got(p, GO_LEFT_BRACE)) {
        unexpected(p, ", expecting { after %s", context);
        skip_to(p, BLOCK_FOLLOW);
        if (got(p, GO_RIGHT_BRACE)) return done(p, n);
    }
    n->list = parse_statements(p).first;
    want(p, GO_RIGHT_BRACE);
    return done(p, n);
}

/* FunctionBody = Block . Branches are looked at only where nothing was wrong before. */
struct go_node *parse_function_body(struct parser *p) {
    uint32_t errors = p->errors;
    p->function_depth++;
    struct go_node *n = parse_block(p, "function");
    p->function_depth--;
    if (p->errors == errors) check_branches(p, n);
    return n;
}

static const uint8_t STATEMENT_FOLLOW[] = {GO_SEMICOLON, GO_RIGHT_BRACE, GO_CASE, GO_DEFAULT,
                                           GO_END};

static bool at_end_of_statements(const struct parser *p) {
    return at(p, GO_END) || at(p, GO_RIGHT_BRACE) || at(p, GO_CASE) || at(p, GO_DEFAULT);
}

/* StatementList = { Statement ";" } . */
struct list parse_statements(struct parser *p) {
    struct list list = {0};
    while (!at_end_of_statements(p)) {
        struct go_node *n = parse_statement_or_null(p);
        if (!n) break;
        list_add(&list, n);
        if (got(p, GO_SEMICOLON) || at(p, GO_RIGHT_BRACE)) continue;
        unexpected(p, " at end of statement");
        skip_to(p, STATEMENT_FOLLOW);
        got(p, GO_SEMICOLON);
    }
    return list;
}

/* ---- all statements ---- */

static struct go_node *parse_statement_with_name(struct parser *p) {
    struct list left = parse_expressions(p);
    bool label = left.first == left.last && left.first->kind == NODE_NAME &&
                 !(left.first->flags & FLAG_PARENTHESES);
    if (label && at(p, GO_COLON)) return parse_labeled_or_null(p, left.first);
    return parse_simple_statement(p, left, GO_END);
}

/* Statement = Declaration | LabeledStmt | SimpleStmt | GoStmt | ReturnStmt | BreakStmt |
 * ContinueStmt | GotoStmt | FallthroughStmt | Block | IfStmt | SwitchStmt | SelectStmt | ForStmt |
 * DeferStmt . */
static struct go_node *parse_any_statement(struct parser *p) {
    if (at_literal(p)) return parse_simple_statement(p, (struct list){0}, GO_END);
    switch (p->lexer.token) {
    case GO_NAME: return parse_statement_with_name(p);
    case GO_VAR:
    case GO_CONST:
    case GO_TYPE: return parse_declaration_statement(p);
    case GO_LEFT_BRACE: return parse_block(p, "");
    case GO_ADD:
    case GO_SUBTRACT:
    case GO_MULTIPLY:
    case GO_AND:
    case GO_XOR:
    case GO_NOT:
    case GO_FUNC:
    case GO_LEFT_PAREN:
    case GO_LEFT_BRACKET:
    case GO_STRUCT:
    case GO_MAP:
    case GO_CHAN:
    case GO_INTERFACE:
    case GO_ARROW: return parse_simple_statement(p, (struct list){0}, GO_END);
    case GO_FOR:
    case GO_SWITCH:
    case GO_SELECT:
    case GO_IF: return parse_header_statement(p);
    case GO_FALLTHROUGH:
    case GO_BREAK:
    case GO_CONTINUE:
    case GO_GOTO: return parse_branch(p);
    case GO_GO:
    case GO_DEFER: return parse_call_statement(p);
    case GO_RETURN: return parse_return(p);
    case GO_SEMICOLON: return empty_statement(p);
    default: return NULL;
    }
}

struct go_node *parse_statement_or_null(struct parser *p) {
    if (!enter(p)) return NULL;
    struct go_node *n = parse_any_statement(p);
    leave(p);
    return n;
}
