/* Statements (stmt.go), but for switch, select and range. */
#include "go/types/checker.h"

#include <string.h>

/* ---- scopes ---- */

void go_check_open_scope(struct go_checker *c) {
    c->at.scope = go_scope_new(c->pool, c->at.scope);
}

void go_check_close_scope(struct go_checker *c) {
    c->at.scope = go_scope_outer(c->at.scope);
}

void go_check_declare_local(struct go_checker *c, struct go_object *o, struct go_node *name) {
    bool fresh = go_check_declare(c, c->at.scope, o, name);
    if (!fresh || strcmp(o->name, "_") == 0) return;
    c->locals = go_check_room(c, c->locals, c->local_count, &c->local_capacity, sizeof *c->locals);
    c->locals[c->local_count++] = o;
}

void go_check_unused(struct go_checker *c, uint32_t from) {
    for (uint32_t i = from; i < c->local_count; i++)
        if (!c->locals[i]->used)
            go_check_complain(c, c->locals[i]->pos, "%s declared but not used", c->locals[i]->name);
    c->local_count = from;
}

/* ---- simple statements ---- */

static void check_expression(struct go_checker *c, struct go_node *n) {
    struct operand x;
    enum use use = go_check_raw(c, &x, n->x, NULL);
    const char *problem = "is not used";
    if (x.mode == MODE_BUILTIN) problem = "must be called";
    else if (x.mode == MODE_TYPE) problem = "is not an expression";
    else if (use == USE_STATEMENT) return;
    go_check_complain(c, go_check_start(n->x), "%s %s", go_check_words(c, &x), problem);
}

static void check_send(struct go_checker *c, struct go_node *n) {
    struct operand channel, value;
    go_check_expression(c, &channel, n->x);
    go_check_expression(c, &value, n->y);
    if (channel.mode == MODE_NONE || value.mode == MODE_NONE) return;
    const struct go_type *t = go_underlying(channel.type);
    const char *problem = NULL;
    if (t->kind != GO_KIND_CHANNEL) problem = "non-channel";
    else if (t->direction == FLAG_RECEIVE) problem = "receive-only channel";
    if (problem)
        go_check_complain(c, go_check_start(n), "invalid operation: cannot send to %s %s", problem,
                          go_check_words(c, &channel));
    else go_check_assignment(c, &value, t->element, "send");
}

/* go and defer */
static void check_suspended(struct go_checker *c, struct go_node *n, const char *keyword) {
    struct operand x;
    const char *problem;
    switch (go_check_raw(c, &x, n->x, NULL)) {
    case USE_CONVERSION: problem = "requires function call, not conversion"; break;
    case USE_EXPRESSION: problem = "discards result of"; break;
    default: return;
    }
    go_check_complain(c, go_check_start(n->x), "%s %s %s", keyword, problem, go_check_words(c, &x));
}

/* ---- return ---- */

/* `return` without values needs the results in sight. */
static void check_results_visible(struct go_checker *c, struct go_node *n) {
    const struct go_type *results = c->at.signature->result;
    for (uint32_t i = 0; i < results->field_count; i++) {
        const struct go_object *result = c->at.results[i], *o = NULL;
        if (strcmp(result->name, "_") != 0) o = go_scope_search(c->at.scope, result->name, NULL);
        if (!o || o == result) continue;
        go_check_complain(c, n->pos,
                          "result parameter %s not in scope at return\n"
                          "\t%s: inner declaration of var %s %s",
                          result->name, go_check_place(c, o->pos), o->name,
                          go_check_type_words(c, o->type));
    }
}

static void check_return(struct go_checker *c, struct go_node *n) {
    const struct go_type *results = c->at.signature->result;
    bool named = results->field_count > 0 && results->fields[0].name;
    if (!n->list && named) {
        check_results_visible(c, n);
        return;
    }
    go_check_init_variables(c, (struct objects){c->at.results, results->field_count}, n->list, n);
}

/* ---- if, for ---- */

void go_check_condition(struct go_checker *c, struct go_node *n, const char *what) {
    struct operand x;
    go_check_expression(c, &x, n);
    if (x.mode != MODE_NONE && !go_is_boolean(x.type))
        go_check_complain(c, go_check_start(n), "non-boolean condition in %s statement", what);
}

/* else if ... is an IF in an IF: in a loop. All scopes end together. */
static void check_if(struct go_checker *c, struct go_node *n) {
    struct go_scope *outer = c->at.scope;
    for (; n && n->kind == NODE_IF; n = n->w) {
        go_check_open_scope(c);
        if (n->x) go_check_statement(c, n->x);
        go_check_condition(c, n->y, "if");
        go_check_statement(c, n->z);
    }
    if (n) go_check_statement(c, n);
    c->at.scope = outer;
}

static void check_for(struct go_checker *c, struct go_node *n) {
    go_check_open_scope(c);
    if (n->x) go_check_statement(c, n->x);
    if (n->y) go_check_condition(c, n->y, "for");
    if (n->z) go_check_statement(c, n->z);
    go_check_statement(c, n->w);
    go_check_close_scope(c);
}

/* ---- any ---- */

static void check_block(struct go_checker *c, struct go_node *n) {
    go_check_open_scope(c);
    go_check_statements(c, n->list);
    go_check_close_scope(c);
}

static void check_kind(struct go_checker *c, struct go_node *n) {
    switch (n->kind) {
    case NODE_BLOCK: check_block(c, n); break;
    case NODE_EXPRESSION: check_expression(c, n); break;
    case NODE_SEND: check_send(c, n); break;
    case NODE_ASSIGN: go_check_assign(c, n); break;
    case NODE_GO: check_suspended(c, n, "go"); break;
    case NODE_DEFER: check_suspended(c, n, "defer"); break;
    case NODE_RETURN: check_return(c, n); break;
    case NODE_LABELED: go_check_statement(c, n->x); break;
    case NODE_IF: check_if(c, n); break;
    case NODE_SWITCH: go_check_switch(c, n); break;
    case NODE_TYPE_SWITCH: go_check_type_switch(c, n); break;
    case NODE_SELECT: go_check_select(c, n); break;
    case NODE_FOR: check_for(c, n); break;
    case NODE_RANGE: go_check_range(c, n); break;
    case NODE_DECLARE: go_check_local_declarations(c, n->list); break;
    default: break; /* EMPTY; BRANCH: the parser looked at it; BAD: a complaint was made */
    }
}

void go_check_statement(struct go_checker *c, struct go_node *n) {
    uint32_t top = c->delayed_count;
    if (!n || !go_check_enter(c, n->pos)) return;
    check_kind(c, n);
    go_check_run_delayed(c, top);
    go_check_leave(c);
}

void go_check_statements(struct go_checker *c, struct go_node *list) {
    for (; list; list = list->next) go_check_statement(c, list);
}
