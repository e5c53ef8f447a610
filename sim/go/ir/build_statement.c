/* Statements one after the other; loops and choices are in build_control.c. */
#include "go/ir/build.h"

#include "base/check.h"

/* Blocks leave no trace in the list around them, as in cmd/compile. */
struct ir_node *ir_build_block(struct ir_builder *b, const struct go_node *statements) {
    struct ir_list out = {0};
    for (; statements; statements = statements->next) ir_build_statement(b, statements, &out);
    return out.first;
}

static void build_declare(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    for (const struct go_node *spec = n->list; spec; spec = spec->next) {
        if (spec->kind == NODE_TYPE) b->position = spec->pos;
        if (spec->kind == NODE_VAR) ir_build_variables(b, spec, out);
    }
}

static void build_send(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_SEND, n->pos, NULL);
    s->x = ir_build_expression(b, n->x);
    s->y = ir_build_expression(b, n->y);
    s->y = ir_build_assignable(b, s->y, go_underlying(s->x->type)->element);
    ir_list_add(out, s);
}

static void build_return(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    struct ir_node *s = ir_new(b->pool, IR_RETURN, n->pos, NULL);
    s->list = ir_build_expressions(b, n->list);
    if (s->list) {
        ir_build_spread(b, s, &s->list);
        s->list = ir_build_passed(b, s->list, b->function->type->result, false);
    }
    ir_list_add(out, s);
}

static void build_of_call(struct ir_builder *b, const struct go_node *n, enum ir_op op,
                          struct ir_list *out) {
    struct ir_node *x = ir_build_expression(b, n->x);
    struct ir_node *s = ir_new(b->pool, op, op == IR_EVALUATE ? x->pos : n->pos, NULL);
    s->x = x;
    ir_list_add(out, s);
}

void ir_build_statement(struct ir_builder *b, const struct go_node *n, struct ir_list *out) {
    switch (n->kind) {
    case NODE_EMPTY: return;
    case NODE_BLOCK: ir_list_join(out, ir_build_block(b, n->list)); return;
    case NODE_EXPRESSION: build_of_call(b, n, IR_EVALUATE, out); return;
    case NODE_GO: build_of_call(b, n, IR_GO, out); return;
    case NODE_DEFER: build_of_call(b, n, IR_DEFER, out); return;
    case NODE_SEND: build_send(b, n, out); return;
    case NODE_ASSIGN: ir_build_assign(b, n, out); return;
    case NODE_RETURN: build_return(b, n, out); return;
    case NODE_DECLARE: build_declare(b, n, out); return;
    case NODE_BRANCH: ir_build_branch(b, n, out); return;
    case NODE_LABELED: ir_build_label(b, n, out); return;
    default: ir_build_control(b, n, out); return;
    }
}
