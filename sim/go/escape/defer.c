/* go and defer: the call becomes one of a function without arguments.
 *
 *     defer f(x)    =>    temporary := x; defer func() { f(temporary) }()
 *
 * The copies are made when the statement is reached, and the literal captures them
 * (cmd/compile's escape/call.go: goDeferStmt). */
#include "go/escape/graph.h"

#include "base/check.h"

static struct ir_node **end_of(struct ir_node **list) {
    while (*list) list = &(*list)->next;
    return list;
}

static void add_statement(struct wrapping *w, struct ir_node *n) {
    *w->last = n;
    w->last = &n->next;
}

static struct ir_node *name_of(struct batch *b, struct ir_variable *variable, uint32_t pos) {
    struct ir_node *n = ir_new(b->pool, IR_VARIABLE, pos, variable->type);
    n->variable = variable;
    return n;
}

/* temporary := value, done and analysed before the statement. */
static struct ir_variable *copy_to_temporary(struct visit *v, struct ir_node *value, uint32_t pos,
                                             struct wrapping *w) {
    struct batch *b = v->batch;
    if (value->op != IR_VARIABLE) pos = value->pos;
    struct ir_variable *temporary = ir_add_temporary(b->pool, v->function, value->type, pos);
    struct ir_node *declare = ir_new(b->pool, IR_DECLARE, pos, NULL);
    struct ir_node *assign = ir_new(b->pool, IR_ASSIGN, pos, NULL);
    declare->variable = temporary;
    assign->x = name_of(b, temporary, pos);
    assign->x->flags |= FLAG_DEFINE;
    assign->y = value;
    value->next = NULL;
    temporary->value = value;
    escape_location(v, NULL, temporary, false);
    add_statement(w, declare);
    add_statement(w, assign);
    escape_statement(v, declare);
    escape_statement(v, assign);
    return temporary;
}

static void capture(struct batch *b, struct ir_function *wrapper, struct ir_variable *variable,
                    uint32_t pos) {
    struct ir_capture *all =
        pool_grow(b->pool, wrapper->captures, wrapper->capture_count, sizeof *all);
    if (!all) return;
    wrapper->captures = all;
    all[wrapper->capture_count++] = (struct ir_capture){.variable = variable, .pos = pos};
    variable->captured = true;
    escape_location_of(b, variable)->captured = true;
}

/* `defer x.M()` of a nil interface panics where it stands, not when M is called. */
static void check_not_nil(struct visit *v, struct ir_variable *receiver, uint32_t pos,
                          struct wrapping *w) {
    struct ir_node *check = ir_new(v->batch->pool, IR_CHECK_NIL, pos, NULL);
    check->x = name_of(v->batch, receiver, pos);
    add_statement(w, check);
}

/* These can be left where they are: the wrapper evaluates them itself. */
static bool is_fixed(const struct ir_node *n) {
    return n->op == IR_CONSTANT || n->op == IR_NIL || n->op == IR_FUNCTION;
}

static void wrap(struct visit *v, struct ir_node **slot, uint32_t pos, struct wrapping *w,
                 bool receiver) {
    struct ir_node *value = *slot, *after = value->next;
    if (is_fixed(value)) return;
    struct ir_variable *temporary = copy_to_temporary(v, value, pos, w);
    if (receiver) check_not_nil(v, temporary, pos, w);
    capture(v->batch, w->wrapper, temporary, pos);
    *slot = name_of(v->batch, temporary, pos);
    (*slot)->next = after;
}

/* Of a slice literal, such as the arguments of Println, the elements are copied, so that the slice
 * itself can be on the stack of the goroutine. */
void escape_wrap_argument(struct visit *v, struct ir_node **slot, const struct ir_node *call,
                          struct wrapping *w, bool receiver) {
    struct ir_node *literal = *slot;
    if (literal->op != IR_SLICE_LITERAL) {
        wrap(v, slot, call->pos, w, receiver);
        return;
    }
    for (struct ir_node **e = &literal->list; *e; e = &(*e)->next)
        wrap(v, (*e)->op == IR_KEYED ? &(*e)->x : e, literal->pos, w, false);
}

/* ---- the wrapper ---- */

static struct go_type *plain_function_type(struct pool *pool) {
    struct go_type *type = go_type_new(pool, GO_KIND_FUNCTION);
    struct go_type *none = go_type_new(pool, GO_KIND_TUPLE);
    if (type) type->result = none;
    return type;
}

static struct ir_function *new_wrapper(struct visit *v, const struct ir_node *statement) {
    struct ir_function *outer = v->function;
    struct pool *pool = v->batch->pool;
    struct ir_function *f = pool_alloc(pool, sizeof *f);
    if (!f) return NULL;
    const char *infix = outer->closure ? "" : "func";
    uint32_t number = ++outer->literal_number;
    f->name = pool_stringf(pool, "%s.%s%u", outer->name, infix, number);
    f->symbol = pool_stringf(pool, "%s.%s%u", outer->symbol, infix, number);
    f->type = plain_function_type(pool);
    f->package = outer->package;
    f->pos = f->end = statement->pos;
    f->library = outer->library;
    f->used = outer->used;
    f->outer = outer;
    f->wrapper = true;
    return f;
}

static void set_body(struct pool *pool, struct ir_function *wrapper, struct ir_node *call) {
    struct ir_node *body = ir_new(pool, IR_EVALUATE, call->pos, NULL);
    body->x = call;
    wrapper->body = body;
}

static struct ir_node *new_closure(struct pool *pool, struct ir_function *wrapper, uint32_t pos) {
    struct ir_node *n = ir_new(pool, IR_CLOSURE, pos, wrapper->type);
    n->function = wrapper;
    wrapper->closure = n;
    return n;
}

static void add_literal(struct batch *b, struct ir_function *outer, struct ir_function *wrapper) {
    struct ir_program *p = b->program;
    struct ir_function **inside =
        pool_grow(b->pool, outer->literals, outer->literal_count, sizeof(struct ir_function *));
    struct ir_function **all =
        pool_grow(b->pool, p->functions, p->function_count, sizeof(struct ir_function *));
    if (!inside || !all) return;
    outer->literals = inside;
    p->functions = all;
    inside[outer->literal_count++] = wrapper;
    wrapper->index = p->function_count;
    all[p->function_count++] = wrapper;
}

/* Arguments of what stands outside of loops live until the end of the function, but need not be on
 * the heap. */
static struct hole target(struct visit *v, struct ir_node *n) {
    if (n->op == IR_DEFER && v->loop_depth == 1) {
        n->flags &= ~(uint32_t)FLAG_LOOP;
        return escape_later(v, escape_blank_hole(v));
    }
    if (n->op == IR_DEFER) {
        n->flags |= FLAG_LOOP;
        v->function->has_loop_defer = true;
    }
    return escape_heap_hole(v);
}

static bool is_plain(const struct ir_node *call) {
    if (call->op != IR_CALL || (call->flags & FLAG_METHOD)) return false;
    const struct go_type *type = go_underlying(call->x->type);
    return type->field_count == 0 && type->result->field_count == 0;
}

/* recover is handed the frame that it is called for, so its wrapper captures a pointer. */
static void capture_frame(struct visit *v, uint32_t pos, struct wrapping *w) {
    struct pool *pool = v->batch->pool;
    const struct go_type *type = go_pointer_to(pool, go_basic(GO_KIND_INT32));
    struct ir_node *frame = ir_new(pool, IR_NIL, pos, type);
    capture(v->batch, w->wrapper, copy_to_temporary(v, frame, pos, w), pos);
}

static void wrap_call(struct visit *v, struct hole k, struct ir_node *n, struct wrapping *w) {
    struct batch *b = v->batch;
    struct ir_node *closure = new_closure(b->pool, w->wrapper, n->pos);
    if (n->x->op == IR_RECOVER) capture_frame(v, n->x->pos, w);
    else escape_call_wrapped(v, n->x, w);
    set_body(b->pool, w->wrapper, n->x);
    k = escape_spill(v, k, closure);
    struct closure *all = pool_grow(b->pool, b->closures, b->closure_count, sizeof *all);
    if (!all) return;
    b->closures = all;
    all[b->closure_count++] = (struct closure){k, closure};
    add_literal(b, v->function, w->wrapper);
    uint32_t pos = n->x->pos;
    n->x = ir_new(b->pool, IR_CALL, pos, NULL);
    n->x->x = closure;
}

void escape_go_or_defer(struct visit *v, struct ir_node *n) {
    struct hole k = target(v, n);
    n->list = n->x->init;
    n->x->init = NULL;
    escape_statements(v, n->list);
    if (is_plain(n->x)) {
        escape_expression(v, k, n->x->x);
        return;
    }
    struct wrapping w = {.wrapper = new_wrapper(v, n), .last = end_of(&n->list)};
    if (w.wrapper) wrap_call(v, k, n, &w);
}
