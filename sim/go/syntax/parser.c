/* parser.c -- tokens, complaints and nodes for the rules of the grammar. */
#include "go/syntax/parser.h"

#include <string.h>

#include "base/check.h"

uint32_t here(const struct parser *p) {
    return p->file->base + p->lexer.start;
}

void take(struct parser *p) {
    p->last_end = p->file->base + p->lexer.end;
    go_lexer_next(&p->lexer);
}

bool got(struct parser *p, enum go_token token) {
    if (!at(p, token)) return false;
    take(p);
    return true;
}

void want(struct parser *p, enum go_token token) {
    if (got(p, token)) return;
    unexpected(p, ", expecting %s", token_words(token));
    skip_one(p);
}

bool got_assign(struct parser *p) {
    if (at(p, GO_DEFINE)) unexpected(p, ", expecting =");
    else if (!at(p, GO_ASSIGN)) return false;
    take(p);
    return true;
}

bool at_literal(const struct parser *p) {
    return p->lexer.token >= GO_INTEGER && p->lexer.token <= GO_STRING;
}

const char *token_words(enum go_token token) {
    return token == GO_SEMICOLON ? "semicolon or newline" : go_token_text(token);
}

/* ---- where to go on after a mistake ---- */

static const uint8_t STATEMENT_WORDS[] = {
    GO_BREAK, GO_CONST,  GO_CONTINUE, GO_DEFER,  GO_FALLTHROUGH, GO_FOR, GO_GO, GO_GOTO,
    GO_IF,    GO_RETURN, GO_SELECT,   GO_SWITCH, GO_TYPE,        GO_VAR, GO_END};

static bool is_one_of(enum go_token token, const uint8_t *tokens) {
    for (; *tokens != GO_END; tokens++)
        if (*tokens == token) return true;
    return false;
}

void skip_to(struct parser *p, const uint8_t *follow) {
    while (!at(p, GO_END) && !is_one_of(p->lexer.token, follow) &&
           !(p->function_depth > 0 && is_one_of(p->lexer.token, STATEMENT_WORDS)))
        take(p);
}

void skip_one(struct parser *p) {
    if (!at(p, GO_END)) take(p);
}

void skip_type_list(struct parser *p) {
    for (uint32_t open = 1; open > 0 && !at(p, GO_END); take(p)) {
        if (open == 1 && at(p, GO_SEMICOLON)) return; /* it was never closed */
        if (at(p, GO_LEFT_PAREN) || at(p, GO_LEFT_BRACKET) || at(p, GO_LEFT_BRACE)) open++;
        if (at(p, GO_RIGHT_PAREN) || at(p, GO_RIGHT_BRACKET) || at(p, GO_RIGHT_BRACE)) open--;
    }
}

/* ---- complaints ---- */

static bool same_line(const struct parser *p, uint32_t a, uint32_t b) {
    if (a == 0 || b == 0) return false;
    uint32_t from = (a < b ? a : b) - p->file->base, to = (a < b ? b : a) - p->file->base;
    return !memchr(p->file->text + from, '\n', to - from);
}

/* Only one syntax error a line is reported, and nothing twice in a row (base/print.go:ErrorfAt). */
static bool is_repeated(struct parser *p, uint32_t pos, bool syntax, const char *message) {
    uint32_t *last = syntax ? &p->last_syntax_error : &p->last_other_error;
    bool repeated = same_line(p, *last, pos) &&
                    (syntax || (p->last_other_message && !strcmp(message, p->last_other_message)));
    if (repeated) return true;
    *last = pos;
    if (!syntax) p->last_other_message = pool_string(p->pool, message);
    return false;
}

static void complain(struct parser *p, uint32_t pos, bool syntax, const struct text *message) {
    if (p->given_up) return;
    const char *words = text_string(message);
    /* The library's files are ours. */
    if (!p->diags)
        check_failed(words, "library", (int)(pos - p->file->base), (struct run_place){0});
    if (is_repeated(p, pos, syntax, words)) return;
    diag_at(p->diags, pos - p->file->base, "%s", words);
}

static void error_at_v(struct parser *p, uint32_t pos, const char *format, va_list arguments) {
    struct text message = {0};
    text_addv(&message, format, arguments);
    complain(p, pos, false, &message);
    text_free(&message);
}

void error_at(struct parser *p, uint32_t pos, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_at_v(p, pos, format, arguments);
    va_end(arguments);
    p->errors++;
}

void sound_error_at(struct parser *p, uint32_t pos, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_at_v(p, pos, format, arguments);
    va_end(arguments);
    p->errors++;
    p->sound_errors++;
}

void meaning_error_at(struct parser *p, uint32_t pos, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_at_v(p, pos, format, arguments);
    va_end(arguments);
    p->meaning_errors++;
}

/* What is missing at the end of the file after another mistake is not worth telling. */
static void syntax_error_v(struct parser *p, uint32_t pos, const char *found, const char *format,
                           va_list arguments) {
    if (at(p, GO_END) && p->errors > 0) return;
    struct text message = {0};
    text_add(&message, "syntax error: ");
    text_add(&message, found);
    text_addv(&message, format, arguments);
    complain(p, pos, true, &message);
    text_free(&message);
    p->errors++;
}

void syntax_error_at(struct parser *p, uint32_t pos, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    syntax_error_v(p, pos, "", format, arguments);
    va_end(arguments);
}

void syntax_error(struct parser *p, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    syntax_error_v(p, here(p), "", format, arguments);
    va_end(arguments);
}

static void add_token(struct text *out, const struct go_lexer *l) {
    switch (l->token) {
    case GO_SEMICOLON: text_add(out, l->word); break;
    case GO_INTEGER:
    case GO_FLOAT:
    case GO_IMAGINARY:
    case GO_CHARACTER:
    case GO_STRING:
        text_add(out, "literal ");
        text_add_bytes(out, l->text + l->start, l->end - l->start);
        break;
    case GO_NAME:
    case GO_ADD_ASSIGN: text_add_bytes(out, l->text + l->start, l->end - l->start); break;
    default: text_add(out, go_token_text(l->token));
    }
}

void unexpected(struct parser *p, const char *format, ...) {
    struct text found = {0};
    text_add(&found, "unexpected ");
    add_token(&found, &p->lexer);
    va_list arguments;
    va_start(arguments, format);
    syntax_error_v(p, here(p), text_string(&found), format, arguments);
    va_end(arguments);
    text_free(&found);
}

void refuse_generics(struct parser *p, uint32_t pos) {
    error_at(p, pos, "generics are not in the supported subset");
}

void give_up(struct parser *p, uint32_t pos, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error_at_v(p, pos, format, arguments);
    va_end(arguments);
    p->errors++;
    p->given_up = true;
    go_lexer_stop(&p->lexer);
}

static const char *sign_text(enum go_token token) {
    if (token == GO_COMMA) return ",";
    return token == GO_SEMICOLON ? ";" : go_token_text(token);
}

void header_error(struct parser *p, const char *wanted) {
    const struct go_lexer *l = &p->lexer;
    bool newline = at(p, GO_SEMICOLON) && l->word[0] == 'n';
    if (newline) give_up(p, here(p), "expected '%s', found newline", wanted);
    else if (at(p, GO_NAME) || at_literal(p))
        give_up(p, here(p), "expected '%s', found %.*s", wanted, (int)(l->end - l->start),
                l->text + l->start);
    else give_up(p, here(p), "expected '%s', found '%s'", wanted, sign_text(l->token));
}

bool enter(struct parser *p) {
    if (p->depth >= GO_DEPTH_MAX) {
        give_up(p, here(p),
                "nested more than %d deep; put fewer expressions, types and blocks into each other",
                GO_DEPTH_MAX);
        return false;
    }
    p->depth++;
    return true;
}

/* ---- nodes ---- */

struct go_node *new_node(struct parser *p, enum go_node_kind kind, uint32_t pos) {
    struct go_node *n = pool_alloc(p->pool, sizeof *n);
    if (!n) {
        give_up(p, pos, "no memory is left for the program; shorten it");
        n = &p->spare;
        *n = (struct go_node){0};
    }
    n->kind = (uint8_t)kind;
    n->pos = n->start = n->end = pos;
    return n;
}

struct go_node *node_here(struct parser *p, enum go_node_kind kind) {
    return new_node(p, kind, here(p));
}

static uint32_t height_of(const struct go_node *n) {
    return n ? n->height : 0;
}

static uint32_t greatest(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static uint32_t list_height(const struct go_node *list) {
    uint32_t height = 0;
    for (; list; list = list->next) height = greatest(height, list->height);
    return height;
}

static uint32_t height_below(const struct go_node *n) {
    uint32_t height = greatest(height_of(n->x), height_of(n->y));
    height = greatest(height, greatest(height_of(n->z), height_of(n->w)));
    return greatest(height, greatest(list_height(n->list), list_height(n->list2)));
}

/* The spare node may be linked to itself, so nothing is looked at once we gave up. */
struct go_node *done(struct parser *p, struct go_node *n) {
    if (p->given_up) return n;
    n->end = p->last_end > n->start ? p->last_end : n->start;
    uint32_t height = 1 + height_below(n);
    n->height = (uint16_t)height;
    if (height > GO_HEIGHT_MAX)
        give_up(p, n->pos,
                n->kind == NODE_IF
                    ? "more than %d times else if; use switch or functions"
                    : "more than %d operators, calls or selectors in one expression; "
                      "split it",
                GO_HEIGHT_MAX);
    return n;
}

struct go_node *bad_node(struct parser *p) {
    return node_here(p, NODE_BAD);
}

void list_add(struct list *l, struct go_node *n) {
    if (l->last) l->last->next = n;
    else l->first = n;
    l->last = n;
}

char *token_string(struct parser *p) {
    uint32_t length = p->lexer.end - p->lexer.start;
    char *copy = pool_alloc(p->pool, (size_t)length + 1);
    if (copy) memcpy(copy, p->lexer.text + p->lexer.start, length);
    else give_up(p, here(p), "no memory is left for the program; shorten it");
    return copy;
}

static const uint8_t CLOSING[] = {GO_RIGHT_PAREN, GO_RIGHT_BRACKET, GO_RIGHT_BRACE, GO_END};

uint32_t parse_list(struct parser *p, const struct list_rule *rule, void *context) {
    bool last = false;
    while (!at(p, GO_END) && !at(p, rule->close) && !last) {
        last = rule->element(p, context);
        if (got(p, rule->separator) || at(p, rule->close)) continue;
        unexpected(p, " in %s; possibly missing %s or %s", rule->context,
                   token_words(rule->separator), token_words(rule->close));
        skip_to(p, CLOSING);
        if (!at(p, rule->close)) return here(p);
    }
    uint32_t pos = here(p);
    want(p, rule->close);
    return pos;
}

/* ---- the file ---- */

static void lexer_complained(void *context, uint32_t offset, const char *message) {
    struct parser *p = context;
    error_at(p, p->file->base + offset, "%s", message);
}

/* Gives back what was lent: the links of the list and the mark of those that stand where they
 * may. */
static void check_guards(struct parser *p, bool report) {
    for (struct go_node *n = p->guards, *next; n; n = next) {
        if (report && !(n->flags & FLAG_DEFINE))
            sound_error_at(p, n->x->start, "invalid AST: use of .(type) outside type switch");
        n->flags &= (uint16_t)~FLAG_DEFINE;
        next = n->w;
        n->w = NULL;
    }
}

/* What Go's checker says of trees that the parser takes, if it comes to checking. In a generic
 * program x[i, j] might be right. */
static void check_leftovers(struct parser *p) {
    bool report = p->errors == 0;
    check_guards(p, report);
    if (report && p->indices_pos)
        sound_error_at(p, p->indices_pos, "invalid operation: more than one index");
}

bool go_parse(struct go_file *file, struct pool *pool, struct diags *diags) {
    if (file->length > GO_BYTES_MAX) {
        CHECK(diags);
        diag_file(diags, "longer than %d bytes; programs are short here", GO_BYTES_MAX);
        return false;
    }
    struct parser p = {.file = file, .pool = pool, .diags = diags, .last_end = file->base};
    p.lexer.complain = lexer_complained;
    p.lexer.context = &p;
    go_lexer_init(&p.lexer, file->text, file->length);
    take(&p);
    parse_file(&p);
    check_leftovers(&p);
    file->sound = p.errors == p.sound_errors && !p.given_up;
    return p.errors + p.meaning_errors == 0;
}
