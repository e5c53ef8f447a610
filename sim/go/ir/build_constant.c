/* Constant expressions: literals that remember their source. */
#include "go/ir/build.h"

#include "base/check.h"

/* types2 leaves only shift counts, conditions and strings untyped. */
const struct go_type *ir_build_concrete(const struct go_type *t) {
    if (!t || !go_is_untyped(t) || t->kind == GO_KIND_UNTYPED_NIL) return t;
    return go_is_number(t) ? go_basic(GO_KIND_UINT) : go_default_type(t);
}

/* As a value of the type: 2.0 may be an int, 0.1 is rounded. */
static const struct go_constant *fitted(struct pool *pool, const struct go_constant *c,
                                        const struct go_type *type) {
    const struct go_constant *fit = c;
    if (go_is_integer(type)) fit = constant_to_integer(pool, c);
    else if (go_is_float(type)) fit = constant_to_float(pool, c);
    if (fit && go_is_float(type)) fit = constant_rounded(pool, fit, (uint32_t)go_size(type));
    return fit ? fit : c;
}

/* Parentheses around the whole are not part of it. */
static const char *source_of(struct pool *pool, const struct go_node *n) {
    struct go_node bare = *n;
    bare.flags &= (uint16_t)~FLAG_PARENTHESES;
    struct text text = {0};
    go_node_text(&bare, &text);
    const char *copy = pool_string(pool, text_string(&text));
    text_free(&text);
    return copy;
}

/* fmt.go: OpPrec. */
static uint64_t binding_of(const struct go_node *n) {
    enum { COMPARISON = 3, UNARY = 7 };
    if (n->kind == NODE_UNARY) return UNARY;
    if (n->kind != NODE_BINARY) return 0;
    int precedence = go_precedence((enum go_token)n->op);
    return (uint64_t)(precedence < COMPARISON ? precedence : precedence + 1);
}

struct ir_node *ir_build_constant(struct ir_builder *b, const struct go_node *n) {
    struct ir_node *c = ir_new(b->pool, IR_CONSTANT, n->pos, ir_build_concrete(n->type));
    c->constant = fitted(b->pool, n->value, c->type);
    c->text = source_of(b->pool, n);
    c->index = binding_of(n);
    return c;
}
