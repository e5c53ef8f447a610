/* Statements. */
#include "go/lower/context.h"

void lower_block(struct lower *f, const struct ir_node *list) {
    for (; list && !f->unit->too_large; list = list->next) lower_statement(f, list);
}

/* ---- if, for ---- */

static void jump(struct lower *f, struct lower_label *to) {
    lower_jump(f, (struct op){.code = OP_JUMP}, to);
}

/* A chain of else ifs may be long: no recursion. */
static void lower_if(struct lower *f, const struct ir_node *n) {
    struct lower_label end = {0};
    for (; n && n->op == IR_IF; n = n->z) {
        struct lower_label no = {0};
        lower_at(f, n->pos);
        lower_block(f, n->list);
        lower_condition(f, n->x, false, &no);
        lower_block(f, n->list2);
        if (n->z) jump(f, &end);
        lower_place_label(f, &no);
    }
    if (n) lower_statement(f, n);
    lower_place_label(f, &end);
}

static void lower_for(struct lower *f, const struct ir_node *n) {
    struct lower_label again = {0}, next = {0}, end = {0};
    struct lower_flow flow = {.statement = n, .end = &end, .next = &next, .outer = f->flow};
    lower_block(f, n->list);
    lower_place_label(f, &again);
    lower_at(f, n->pos);
    if (n->x) lower_condition(f, n->x, false, &end);
    f->flow = &flow;
    lower_block(f, n->list2);
    f->flow = flow.outer;
    lower_place_label(f, &next);
    lower_at(f, n->pos);
    lower_block(f, n->y);
    lower_at(f, n->pos);
    jump(f, &again);
    lower_place_label(f, &end);
}

/* ---- branches ---- */

static struct lower_label *label_of(struct lower *f, const struct ir_node *label) {
    for (uint32_t i = 0; i < f->label_count; i++)
        if (f->labels[i]->label == label) return &f->labels[i]->at;
    struct lower_named_label *made = pool_alloc(f->unit->pool, sizeof *made);
    f->labels = pool_grow(f->unit->pool, f->labels, f->label_count, sizeof(void *));
    if (!made || !f->labels) return NULL;
    made->label = label;
    f->labels[f->label_count++] = made;
    return &made->at;
}

static struct lower_label *flow_of(struct lower *f, const struct ir_node *n, bool next) {
    struct lower_flow *flow = f->flow;
    while (flow && flow->statement != n->target) flow = flow->outer;
    CHECK(flow);
    return next ? flow->next : flow->end;
}

static void lower_branch(struct lower *f, const struct ir_node *n) {
    struct lower_label *to = NULL;
    switch ((enum go_token)n->operator) {
    case GO_BREAK: to = flow_of(f, n, false); break;
    case GO_CONTINUE: to = flow_of(f, n, true); break;
    case GO_GOTO: to = label_of(f, n->target); break;
    default: to = f->fall_through;
    }
    if (to) jump(f, to);
}

static void lower_label(struct lower *f, const struct ir_node *n) {
    struct lower_label *label = label_of(f, n);
    if (label) lower_place_label(f, label);
}

/* ---- the others ---- */

static void lower_panic(struct lower *f, const struct ir_node *n) {
    struct lower_value v = lower_to_slot(f, lower_value_of(f, n->x));
    lower_op(f, (struct op){.code = OP_PANIC, .a = v.slot});
    lower_release(f, v);
}

static void lower_close(struct lower *f, const struct ir_node *n) {
    struct lower_value v = lower_to_slot(f, lower_value_of(f, n->x));
    lower_op(f, (struct op){.code = OP_CLOSE,
                            .flags = lower_kill_base(f, v),
                            .a = v.slot,
                            .b = (int32_t)v.type});
    lower_release(f, v);
}

/* `defer x.M()` of a nil interface, or func: where it stands. */
static void lower_check(struct lower *f, const struct ir_node *n) {
    struct lower_value v = lower_to_slot(f, lower_value_of(f, n->x));
    lower_check_nil(f, lower_in_slot(v.slot, f->unit->pointer_type));
    lower_drop(f, v);
}

static void lower_assignment(struct lower *f, const struct ir_node *n) {
    switch ((enum ir_op)n->op) {
    case IR_ASSIGN: lower_assign(f, n); break;
    case IR_ASSIGN_OPERATION: lower_assign_operation(f, n); break;
    case IR_ASSIGN_LIST: lower_assign_list(f, n->list, n->list2); break;
    case IR_ASSIGN_RESULTS: lower_assign_results(f, n); break;
    default: lower_assign_ok(f, n);
    }
}

static void lower_one(struct lower *f, const struct ir_node *n) {
    switch ((enum ir_op)n->op) {
    case IR_DECLARE: lower_declare(f, n->variable, false); break;
    case IR_ASSIGN:
    case IR_ASSIGN_OPERATION:
    case IR_ASSIGN_LIST:
    case IR_ASSIGN_RESULTS:
    case IR_ASSIGN_OK: lower_assignment(f, n); break;
    case IR_BLOCK: lower_block(f, n->list); break;
    case IR_EVALUATE: lower_evaluate(f, n->x); break;
    case IR_SEND: lower_send(f, n); break;
    case IR_GO: lower_go(f, n); break;
    case IR_DEFER: lower_defer(f, n); break;
    case IR_RETURN: lower_return(f, n); break;
    case IR_IF: lower_if(f, n); break;
    case IR_FOR: lower_for(f, n); break;
    case IR_RANGE: lower_range(f, n); break;
    case IR_SWITCH: lower_switch(f, n); break;
    case IR_TYPE_SWITCH: lower_type_switch(f, n); break;
    case IR_SELECT: lower_select(f, n); break;
    case IR_BRANCH: lower_branch(f, n); break;
    case IR_LABEL: lower_label(f, n); break;
    case IR_CHECK_NIL: lower_check(f, n); break;
    case IR_PANIC: lower_panic(f, n); break;
    case IR_PRINT: lower_print(f, n); break;
    case IR_CLOSE: lower_close(f, n); break;
    case IR_DELETE: lower_delete(f, n); break;
    default: lower_evaluate(f, n);
    }
}

void lower_statement(struct lower *f, const struct ir_node *n) {
    if (n->init) lower_block(f, n->init);
    lower_at(f, n->pos);
    lower_one(f, n);
}
