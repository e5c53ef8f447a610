/* parse_header.c -- statements that have a header and blocks: if, for, switch, select. */
#include "go/syntax/parser.h"

/* What stands between the keyword and the block. */
struct header {
    enum go_token keyword;
    struct go_node *init, *condition, *post;
    struct go_node *bound; /* switch x := y.(type) */
    struct go_node *range; /* then nothing else is set */
    uint32_t semicolon;    /* position of the first; 0 */
    const char *word;      /* that semicolon's: "semicolon", "newline" */
};

static struct go_node *parse_part(struct parser *p, enum go_token keyword) {
    return parse_simple_statement(p, (struct list){0}, keyword);
}

/* ---- headers ---- */

/* = instead of == is a common mistake: both sides are put in parentheses so that it is seen. */
static void refuse_as_value(struct parser *p, const struct go_node *n) {
    struct text found = {0};
    if (n->kind == NODE_ASSIGN && n->op == GO_END && n->flags == 0) {
        text_add(&found, "assignment (");
        go_list_text(n->list, &found);
        text_add(&found, ") = (");
        go_list_text(n->list2, &found);
        text_add(&found, ")");
    } else {
        go_node_text(n, &found);
    }
    syntax_error_at(p, n->pos, "cannot use %s as value", text_string(&found));
    text_free(&found);
}

static void refuse_missing_condition(struct parser *p, struct header *h) {
    if (h->word[0] == 's') syntax_error_at(p, h->semicolon, "missing condition in if statement");
    else syntax_error_at(p, h->semicolon, "unexpected %s, expecting { after if clause", h->word);
    h->condition = new_node(p, NODE_BAD, h->semicolon);
}

static void set_condition(struct parser *p, struct header *h, struct go_node *n) {
    if (!n) {
        if (h->keyword == GO_IF && h->semicolon) refuse_missing_condition(p, h);
    } else if (n->kind == NODE_EXPRESSION) {
        h->condition = n->x;
        h->bound = n->z;
    } else {
        refuse_as_value(p, n);
    }
}

static const uint8_t BRACES[] = {GO_LEFT_BRACE, GO_RIGHT_BRACE, GO_END};

/* The semicolon behind the first part. */
static void parse_semicolon(struct parser *p, struct header *h) {
    if (at(p, GO_SEMICOLON)) {
        h->semicolon = here(p);
        h->word = p->lexer.word;
        take(p);
        return;
    }
    want(p, GO_LEFT_BRACE); /* more likely meant than a semicolon */
    if (!at(p, GO_LEFT_BRACE)) skip_to(p, BRACES);
}

/* Condition ";" [ PostStmt ] of a for clause. Returns the condition. */
static struct go_node *parse_for_parts(struct parser *p, struct header *h) {
    struct go_node *condition = NULL;
    if (!at(p, GO_SEMICOLON)) {
        if (at(p, GO_LEFT_BRACE)) {
            unexpected(p, ", expecting for loop condition");
            return NULL;
        }
        condition = parse_part(p, GO_END);
    }
    want(p, GO_SEMICOLON);
    if (at(p, GO_LEFT_BRACE)) return condition;
    h->post = parse_part(p, GO_END);
    if (h->post->kind == NODE_ASSIGN && h->post->flags & FLAG_DEFINE)
        syntax_error_at(p, h->post->pos, "cannot declare in post statement of for loop");
    return condition;
}

/* [ SimpleStmt ";" ] [ Expression ] , or the three parts of a for, or a range clause. */
static void parse_parts(struct parser *p, struct header *h) {
    struct go_node *first = NULL;
    if (!at(p, GO_SEMICOLON)) {
        if (got(p, GO_VAR))
            syntax_error(p, "var declaration not allowed in %s initializer",
                         go_token_text(h->keyword));
        first = parse_part(p, h->keyword);
    }
    if (first && first->kind == NODE_RANGE) {
        h->range = first;
    } else if (at(p, GO_LEFT_BRACE)) {
        set_condition(p, h, first);
    } else {
        struct go_node *condition = NULL;
        h->init = first;
        parse_semicolon(p, h);
        if (h->keyword == GO_FOR) condition = parse_for_parts(p, h);
        else if (!at(p, GO_LEFT_BRACE)) condition = parse_part(p, h->keyword);
        set_condition(p, h, condition);
    }
}

static struct header parse_header(struct parser *p, enum go_token keyword) {
    struct header h = {.keyword = keyword};
    take(p);
    if (at(p, GO_LEFT_BRACE)) {
        if (keyword != GO_IF) return h;
        syntax_error(p, "missing condition in if statement");
        h.condition = bad_node(p);
        return h;
    }
    int32_t outer = p->expression_level;
    p->expression_level = -1;
    parse_parts(p, &h);
    p->expression_level = outer;
    return h;
}

/* ---- if ---- */

static struct go_node *parse_one_if(struct parser *p) {
    struct go_node *n = node_here(p, NODE_IF);
    struct header h = parse_header(p, GO_IF);
    n->x = h.init;
    n->y = h.condition;
    n->z = parse_block(p, "if clause");
    return n;
}

static const uint8_t ELSE_FOLLOW[] = {GO_NAME, GO_RIGHT_BRACE, GO_END};

/* Completes the ifs of a chain from the last to the first. `last`'s else is set; the others are
 * linked backwards by w. */
static struct go_node *finish_chain(struct parser *p, struct go_node *last,
                                    struct go_node *before) {
    struct go_node *n = done(p, last);
    while (before && !p->given_up) {
        struct go_node *outer = before;
        before = outer->w;
        outer->w = n;
        n = done(p, outer);
    }
    return n;
}

/* IfStmt = "if" [ SimpleStmt ";" ] Expression Block [ "else" ( IfStmt | Block ) ] . A chain of else
 * ifs may be long, so it is read in a loop. */
static struct go_node *parse_if(struct parser *p) {
    struct go_node *before = NULL, *n = parse_one_if(p);
    while (got(p, GO_ELSE)) {
        if (at(p, GO_IF)) {
            n->w = before;
            before = n;
            n = parse_one_if(p);
            continue;
        }
        if (at(p, GO_LEFT_BRACE)) {
            n->w = parse_block(p, "");
        } else {
            syntax_error(p, "else must be followed by if or statement block");
            skip_to(p, ELSE_FOLLOW);
        }
        break;
    }
    return finish_chain(p, n, before);
}

/* ---- for ---- */

/* ForStmt = "for" [ Condition | ForClause | RangeClause ] Block . */
static struct go_node *parse_for(struct parser *p) {
    struct go_node *n = node_here(p, NODE_FOR);
    struct header h = parse_header(p, GO_FOR);
    if (h.range) {
        h.range->pos = h.range->start = n->pos;
        n = h.range;
    } else {
        n->x = h.init;
        n->y = h.condition;
        n->z = h.post;
    }
    n->w = parse_block(p, "for clause");
    return done(p, n);
}

/* ---- switch and select ---- */

static const uint8_t CASE_FOLLOW[] = {GO_COLON, GO_CASE, GO_DEFAULT, GO_RIGHT_BRACE, GO_END};

/* ExprCaseClause = ( "case" ExpressionList | "default" ) ":" StatementList . TypeCaseClause alike.
 * CommClause = ( "case" ( SendStmt | RecvStmt ) | "default" ) ":" StatementList . */
static struct go_node *parse_case(struct parser *p, bool communication) {
    struct go_node *n = node_here(p, NODE_CASE);
    if (got(p, GO_CASE)) {
        if (communication) n->x = parse_part(p, GO_END);
        else n->list = parse_expressions(p).first;
    } else if (got(p, GO_DEFAULT)) {
        n->flags = FLAG_DEFAULT;
    } else {
        unexpected(p, ", expecting case or default or }");
        skip_to(p, CASE_FOLLOW);
    }
    n->colon = here(p);
    want(p, GO_COLON);
    n->list2 = parse_statements(p).first;
    return done(p, n);
}

static const uint8_t CASES_FOLLOW[] = {GO_CASE, GO_DEFAULT, GO_RIGHT_BRACE, GO_END};

static void parse_cases(struct parser *p, struct go_node *n, bool communication) {
    struct list cases = {0};
    if (!got(p, GO_LEFT_BRACE)) {
        syntax_error(p, "missing { after %s clause", communication ? "select" : "switch");
        skip_to(p, CASES_FOLLOW);
    }
    while (!at(p, GO_END) && !at(p, GO_RIGHT_BRACE)) list_add(&cases, parse_case(p, communication));
    n->list = cases.first;
    want(p, GO_RIGHT_BRACE);
}

/* SwitchStmt = "switch" [ SimpleStmt ";" ] [ Expression | TypeSwitchGuard ] "{" { CaseClause }
 * "}" . */
static struct go_node *parse_switch(struct parser *p) {
    struct go_node *n = node_here(p, NODE_SWITCH);
    struct header h = parse_header(p, GO_SWITCH);
    n->x = h.init;
    n->y = h.condition;
    if (n->y && is_guard(n->y)) {
        n->kind = NODE_TYPE_SWITCH;
        n->z = h.bound;
        n->y->flags |= FLAG_DEFINE; /* check_guards: here it is right */
    }
    parse_cases(p, n, false);
    return done(p, n);
}

/* SelectStmt = "select" "{" { CommClause } "}" . */
static struct go_node *parse_select(struct parser *p) {
    struct go_node *n = node_here(p, NODE_SELECT);
    take(p);
    parse_cases(p, n, true);
    return done(p, n);
}

struct go_node *parse_header_statement(struct parser *p) {
    switch (p->lexer.token) {
    case GO_IF: return parse_if(p);
    case GO_FOR: return parse_for(p);
    case GO_SWITCH: return parse_switch(p);
    default: return parse_select(p);
    }
}
