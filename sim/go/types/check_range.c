/* for ... range (stmt.go:rangeStmt). */
#include "go/types/checker.h"

#include <string.h>

struct range {
    const struct go_type *types[2]; /* of key and value; NULL: none */
    struct operand x;
};

static void set_types(struct range *r, const struct go_type *type) {
    const struct go_type *t = go_underlying(type);
    if (t->kind == GO_KIND_POINTER && go_underlying(t->element)->kind == GO_KIND_ARRAY)
        t = go_underlying(t->element);
    const struct go_type *number = go_basic(GO_KIND_INT);
    switch (t->kind) {
    case GO_KIND_ARRAY:
    case GO_KIND_SLICE:
        r->types[0] = number;
        r->types[1] = t->element;
        break;
    case GO_KIND_MAP:
        r->types[0] = t->key;
        r->types[1] = t->element;
        break;
    case GO_KIND_CHANNEL:
        r->types[0] = t->element;
        r->types[1] = go_basic(GO_KIND_INVALID);
        break;
    default:
        if (!go_is_string(t)) break;
        r->types[0] = number;
        r->types[1] = go_rune_type();
        break;
    }
}

static void check_operand(struct go_checker *c, struct range *r, struct go_node *n) {
    struct go_node *key = n->list, *value = key ? key->next : NULL;
    struct go_node *extra = value ? value->next : NULL;
    go_check_expression(c, &r->x, n->x);
    if (r->x.mode == MODE_NONE) return;
    const struct go_type *t = go_underlying(r->x.type);
    const char *cause = NULL, *words = go_check_words(c, &r->x);
    if (t->kind == GO_KIND_CHANNEL) {
        if (value)
            go_check_complain(c, go_check_start(value),
                              "range over %s permits only one iteration variable", words);
        if (t->direction == FLAG_SEND) cause = "receive from send-only channel";
    } else if (extra) {
        go_check_complain(c, go_check_start(extra),
                          "range clause permits at most two iteration variables");
    }
    set_types(r, r->x.type);
    if (r->types[0] && !cause) return;
    go_check_complain(c, go_check_start(n->x), "cannot range over %s%s%s%s", words,
                      cause ? " (" : "", cause ? cause : "", cause ? ")" : "");
}

/* What the loop gives to a variable, as an operand; there is no better node for it than that. */
static struct operand given(const struct range *r, int i, struct go_node *target) {
    return (struct operand){.mode = MODE_VALUE, .node = target, .type = r->types[i]};
}

static struct go_object *define(struct go_checker *c, const struct range *r, int i,
                                struct go_node *target) {
    bool name = target->kind == NODE_NAME && !(target->flags & FLAG_PARENTHESES);
    struct go_object *o = go_check_new_object(c, OBJECT_VARIABLE, name ? target : NULL);
    if (!name)
        go_check_complain(c, go_check_start(target), "cannot declare %s",
                          go_check_node_words(c, target));
    if (r->types[i]) {
        struct operand x = given(r, i, target);
        go_check_init_variable(c, o, &x, "range clause");
    } else {
        o->type = go_basic(GO_KIND_INVALID);
        o->used = true;
    }
    return o;
}

static void define_all(struct go_checker *c, const struct range *r, struct go_node *n) {
    struct go_object *variables[2] = {NULL, NULL};
    struct go_node *targets[2] = {n->list, n->list ? n->list->next : NULL};
    bool some = false;
    for (int i = 0; i < 2; i++)
        if (targets[i]) variables[i] = define(c, r, i, targets[i]);
    for (int i = 0; i < 2; i++) {
        if (!targets[i] || targets[i]->kind != NODE_NAME) continue;
        go_check_declare_local(c, variables[i], targets[i]);
        if (strcmp(targets[i]->name, "_") != 0) some = true;
    }
    if (!some) go_check_complain(c, n->pos, "no new variables on left side of :=");
}

static void assign_all(struct go_checker *c, const struct range *r, struct go_node *n) {
    struct go_node *target = n->list;
    for (int i = 0; i < 2 && target; i++, target = target->next) {
        if (!r->types[i]) continue;
        struct operand x = given(r, i, target);
        go_check_assign_variable(c, target, &x);
    }
}

void go_check_range(struct go_checker *c, struct go_node *n) {
    struct range r = {.types = {NULL, NULL}};
    check_operand(c, &r, n);
    go_check_open_scope(c);
    if (n->flags & FLAG_DEFINE) define_all(c, &r, n);
    else assign_all(c, &r, n);
    go_check_statement(c, n->w);
    go_check_close_scope(c);
}
