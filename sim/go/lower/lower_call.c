/* Calls of functions, func values and methods of interfaces; go and defer. */
#include "go/lower/context.h"

#include <string.h>

#include "program/panics.h"

/* ---- functions of the program ---- */

uint32_t lower_pend(struct lower_unit *u, struct lower_pending p, const char *name,
                    const char *symbol) {
    struct pool *pool = &u->program->pool;
    p.function = program_add_function(u->program, pool_string(pool, name));
    if (pool->failed) return 0;
    u->program->functions[p.function].symbol = symbol ? pool_string(pool, symbol) : NULL;
    u->pending = pool_grow(u->pool, u->pending, u->pending_count, sizeof *u->pending);
    if (u->pending) u->pending[u->pending_count++] = p;
    return p.function;
}

static const char *name_of(const struct ir_function *ir) {
    return ir->library && !ir->wrapper ? ir->symbol : ir->name;
}

uint32_t lower_function_of(struct lower_unit *u, struct ir_function *ir) {
    if (ir->program_function) return ir->program_function - 1;
    const struct lower_pending p = {
        .body = lower_is_intrinsic(ir) ? LOWER_INTRINSIC : LOWER_DECLARED, .ir = ir};
    uint32_t made = lower_pend(u, p, name_of(ir), ir->symbol);
    ir->program_function = made + 1;
    lower_set_parameters(u, made, ir);
    u->program->functions[made].library = ir->library;
    u->program->functions[made].wrapper = ir->wrapper;
    return made;
}

/* ---- arguments ---- */

struct values {
    struct lower_value *list;
    uint32_t count;
};

static void add_value(struct lower *f, struct values *v, struct lower_value value) {
    v->list = pool_grow(f->unit->pool, v->list, v->count, sizeof *v->list);
    if (v->list) v->list[v->count++] = value;
}

static uint32_t words_of(const struct lower *f, const struct lower_value *values, uint32_t count) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < count; i++) words += lower_slots(f, values[i].type);
    return words;
}

/* An argument of an operation for each word; what has no size has a word, too. */
static void add_words(struct lower *f, const struct lower_value *values, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t words = lower_slots(f, values[i].type);
        for (uint32_t word = 0; word < words; word++) lower_word(f, values[i], word);
    }
}

static uint32_t result_slots(const struct lower *f, uint32_t type) {
    return type == (uint32_t)NONE ? 0 : lower_slots(f, type);
}

/* ---- calling ---- */

static struct op call_op(struct lower *f, const struct lower_callee *c) {
    struct op op = {.code = OP_CALL, .a = (int32_t)c->function};
    if (c->kind == LOWER_BY_NAME) return op;
    op.code = c->kind == LOWER_BY_METHOD ? OP_CALL_METHOD : OP_CALL_CLOSURE;
    op.a = c->value.slot;
    op.flags = lower_kill_base(f, c->value);
    return op;
}

static uint32_t add_arguments(struct lower *f, const struct lower_callee *c,
                              const struct lower_value *values, uint32_t count) {
    uint32_t first = f->program->argument_count, words = words_of(f, values, count);
    if (c->kind == LOWER_BY_METHOD) lower_number(f, c->method);
    if (c->kind != LOWER_BY_NAME) {
        lower_number(f, words);
        lower_number(f, result_slots(f, c->result));
    }
    add_words(f, values, count);
    return first;
}

/* The result is made before the operands are given up: it lies elsewhere. */
struct lower_value lower_call_with(struct lower *f, const struct lower_callee *c,
                                   const struct lower_value *values, uint32_t count,
                                   int32_t target) {
    struct lower_value v = lower_constant(f->unit->basic[GO_KIND_INT], 0);
    uint32_t first = add_arguments(f, c, values, count);
    struct op op = call_op(f, c);
    bool wanted = c->result != (uint32_t)NONE && target != LOWER_NOWHERE;
    if (wanted) v = lower_made(f, c->result, target);
    op.b = (int32_t)first;
    op.c = wanted ? v.slot : NO_SLOT;
    lower_op(f, op);
    if (c->kind != LOWER_BY_NAME) lower_release(f, c->value);
    for (uint32_t i = 0; i < count; i++) lower_release(f, values[i]);
    return v;
}

static const struct go_type *signature_of(const struct ir_node *n) {
    if (n->op == IR_CALL) return go_underlying(n->x->type);
    const struct go_type *t = go_underlying(n->x->type);
    for (uint32_t i = 0; i < t->method_count; i++)
        if (t->methods[i].name == n->name || !strcmp(t->methods[i].name, n->name))
            return go_underlying(t->methods[i].type);
    CHECK_NEVER("a method of the interface");
    return NULL;
}

static struct lower_callee callee_of(struct lower *f, const struct ir_node *n) {
    const struct go_type *signature = signature_of(n);
    struct lower_callee c = {.result = lower_result(f->unit, signature->result)};
    if (n->op == IR_CALL_INTERFACE) {
        c.kind = LOWER_BY_METHOD;
        c.value = lower_to_slot(f, lower_value_of(f, n->x));
        c.method = lower_method_name(f->unit, n->name, signature);
    } else if (n->x->op == IR_FUNCTION) {
        c.kind = LOWER_BY_NAME;
        if (!lower_is_intrinsic(n->x->function))
            c.function = lower_function_of(f->unit, n->x->function);
    } else {
        c.kind = LOWER_BY_VALUE;
        c.value = lower_to_slot(f, lower_value_of(f, n->x));
    }
    return c;
}

/* What fmt was given is not looked at any more: the array must keep nothing alive. */
static void clear_arguments(struct lower *f, const struct ir_node *last) {
    while (last && last->next) last = last->next;
    if (!last || last->op != IR_SLICE_LITERAL || last->escapes || !(last->flags & FLAG_VARIADIC))
        return;
    struct lower_value array = f->arguments;
    if (lower_has_pointers(f, array.type)) lower_zero(f, array.slot, array.type);
}

static struct lower_value call_intrinsic(struct lower *f, const struct ir_node *n,
                                         const struct values *values, int32_t target) {
    struct lower_value v = lower_intrinsic(f, n->x->function, values->list, values->count, target);
    clear_arguments(f, n->list);
    return v;
}

struct lower_value lower_call(struct lower *f, const struct ir_node *n, int32_t target) {
    struct values values = {0};
    lower_hoist_operands(f, n->x, n->list);
    struct lower_callee c = callee_of(f, n);
    for (const struct ir_node *a = n->list; a; a = a->next)
        add_value(f, &values, lower_value_of(f, a));
    bool by_name = n->op == IR_CALL && n->x->op == IR_FUNCTION;
    if (by_name && lower_is_intrinsic(n->x->function)) return call_intrinsic(f, n, &values, target);
    return lower_call_with(f, &c, values.list, values.count, target);
}

/* ---- go and defer: of calls that take and return nothing ---- */

static struct lower_value function_called(struct lower *f, const struct ir_node *n) {
    CHECK(n->x->op == IR_CALL && !n->x->list);
    return lower_to_slot(f, lower_value_of(f, n->x->x));
}

/* proc.go, newproc: no goroutine begins that has nothing to do. */
static void check_started(struct lower *f, struct lower_value v) {
    struct lower_label fine = {0};
    const struct argument text = {.constant = true, .string = "go of nil func value"};
    lower_jump(f, (struct op){.code = OP_JUMP_UNEQUAL, .flags = OP_CONSTANT, .a = v.slot}, &fine);
    int32_t first = (int32_t)program_add_argument(f->program, text);
    lower_op(f, (struct op){.code = OP_FATAL, .b = first});
    lower_place_label(f, &fine);
}

void lower_go(struct lower *f, const struct ir_node *n) {
    lower_block(f, n->list);
    const struct ir_node *called = n->x->x;
    if (called->op == IR_FUNCTION && !lower_is_intrinsic(called->function)) {
        uint32_t function = lower_function_of(f->unit, called->function);
        int32_t first = (int32_t)f->program->argument_count;
        lower_op(f, (struct op){.code = OP_GO, .a = (int32_t)function, .b = first});
        return;
    }
    struct lower_value v = function_called(f, n);
    if (called->op != IR_CLOSURE && called->op != IR_FUNCTION) check_started(f, v);
    int32_t first = (int32_t)lower_number(f, 0);
    lower_number(f, 0);
    lower_op(f,
             (struct op){
                 .code = OP_GO_CLOSURE, .flags = lower_kill_base(f, v), .a = v.slot, .b = first});
    lower_release(f, v);
}

void lower_defer(struct lower *f, const struct ir_node *n) {
    lower_block(f, n->list);
    struct lower_value v = function_called(f, n);
    int32_t record = NO_SLOT;
    if (!(n->flags & FLAG_LOOP)) record = lower_variable(f, "", f->program->panics.record_type);
    lower_op(f, (struct op){.code = OP_DEFER, .a = v.slot, .b = record});
    lower_drop(f, v);
}
