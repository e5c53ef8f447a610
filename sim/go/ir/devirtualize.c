/* Calls of interface methods whose receiver is known to be of one concrete type become calls of its
 * method: cmd/compile's devirtualize package. */
#include "go/ir/build.h"

#include "base/check.h"

struct devirtualizing {
    struct pool *pool;
    const struct ir_function *function;
};

/* expr.go: staticValue1; a captured variable has none. */
static const struct ir_node *value_of(const struct ir_node *n, const struct ir_function *f) {
    if (n->op != IR_VARIABLE) return NULL;
    const struct ir_variable *v = n->variable;
    bool fixed =
        v->class == VARIABLE_LOCAL && v->function == f && !v->assigned_again && !v->address_taken;
    return fixed ? v->value : NULL;
}

static const struct ir_node *static_value(const struct ir_node *n, const struct ir_function *f) {
    for (;;) {
        const struct ir_node *value = ir_is_renaming(n) ? n->x : value_of(n, f);
        if (!value) return n;
        n = value;
    }
}

static const char *message(struct pool *pool, const struct ir_node *call,
                           const struct go_type *type, bool partly) {
    struct text text = {0};
    text_add(&text, partly ? "partially devirtualizing " : "devirtualizing ");
    struct ir_node selector = *call;
    selector.op = IR_METHOD_VALUE;
    ir_node_text(&selector, &text);
    text_add(&text, " to ");
    go_type_text(type, QUALIFY_OTHERS, &text);
    const char *copy = pool_string(pool, text_string(&text));
    text_free(&text);
    return copy;
}

/* x.m(...) to x.(T).m(...). The method of an interface that T embeds stays one. */
static void devirtualize(struct pool *pool, struct ir_node *call, const struct go_type *type) {
    struct go_selection selection = {0};
    bool ambiguous;
    if (!go_lookup(pool, type, call->name, NULL, &selection, &ambiguous)) return;
    call->text = message(pool, call, type, !selection.method);
    uint32_t dot = (uint32_t)call->index;
    struct ir_node *assert = ir_new(pool, IR_ASSERT, dot, type);
    assert->x = call->x;
    struct ir_node *value = ir_select_method(pool, assert, &selection, dot);
    struct ir_node *arguments = call->list;
    call->flags |= FLAG_DEVIRTUALIZED;
    ir_new_method_call(pool, call, value, arguments);
}

static bool visit(struct ir_node *n, void *context) {
    const struct devirtualizing *d = context;
    if (n->op != IR_CALL_INTERFACE) return true;
    const struct ir_node *value = static_value(n->x, d->function);
    bool known = value->op == IR_TO_INTERFACE && !go_is_interface(value->x->type);
    if (known) devirtualize(d->pool, n, value->x->type);
    return true;
}

void ir_devirtualize(struct pool *pool, struct ir_function *f) {
    struct devirtualizing d = {pool, f};
    ir_walk_list(f->body, (struct ir_visitor){visit, &d});
    for (uint32_t i = 0; i < f->literal_count; i++) ir_devirtualize(pool, f->literals[i]);
}
