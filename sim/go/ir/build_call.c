/* Calls: of functions, methods and interface methods. */
#include "go/ir/build.h"

#include "base/check.h"

bool ir_is_tuple(const struct go_type *t) {
    return t && t->kind == GO_KIND_TUPLE && t->field_count > 1;
}

/* const.go: callOrChan; new is left alone, since it is better analysed in place. */
static bool find_call(struct ir_node *n, void *context) {
    bool *found = context;
    bool call = n->op == IR_CALL || n->op == IR_CALL_INTERFACE || n->op == IR_RECEIVE ||
                (n->op >= IR_LEN && n->op <= IR_PRINT);
    if (call) *found = true;
    return !*found;
}

static bool has_call(struct ir_node *n) {
    bool found = false;
    ir_walk(n, (struct ir_visitor){find_call, &found});
    return found;
}

static struct ir_node *new_target(struct ir_builder *b, struct ir_variable *v) {
    struct ir_node *n = ir_new_name(b->pool, v, b->position);
    n->flags |= FLAG_DEFINE;
    return n;
}

static void add_init(struct ir_node *n, struct ir_node *statement) {
    struct ir_list init = {0};
    ir_list_join(&init, n->init);
    ir_list_add(&init, statement);
    n->init = init.first;
}

/* RewriteNonNameCall: f()(x) calls a temporary, and so has f().method(x) a temporary receiver. It
 * is never declared, so it stays at the outermost loop depth. */
static struct ir_node *named_callee(struct ir_builder *b, struct ir_node *call,
                                    struct ir_node *callee) {
    if (!has_call(callee)) return callee;
    struct ir_variable *v = ir_add_temporary(b->pool, b->function, callee->type, b->position);
    v->value = callee;
    struct ir_node *assign = ir_new(b->pool, IR_ASSIGN, b->position, NULL);
    assign->flags |= FLAG_DEFINE;
    assign->x = new_target(b, v);
    assign->y = callee;
    add_init(call, assign);
    return ir_new_name(b->pool, v, b->position);
}

/* RewriteMultiValueCall: the results in temporaries, and the statement that fills them. */
static struct ir_node *temporaries(struct ir_builder *b, struct ir_node *n, struct ir_node *call) {
    const struct go_type *results = call->type;
    struct ir_list names = {0}, targets = {0};
    struct ir_node *assign = ir_new(b->pool, IR_ASSIGN_RESULTS, b->position, NULL);
    for (uint32_t i = 0; i < results->field_count; i++) {
        const struct go_type *type = results->fields[i].type;
        struct ir_variable *v = ir_add_temporary(b->pool, b->function, type, b->position);
        add_init(n, ir_new_declare(b->pool, v, b->position));
        ir_list_add(&targets, new_target(b, v));
        ir_list_add(&names, ir_new_name(b->pool, v, b->position));
    }
    assign->list = targets.first;
    assign->x = call;
    add_init(n, assign);
    return names.first;
}

void ir_build_spread(struct ir_builder *b, struct ir_node *n, struct ir_node **list) {
    struct ir_node *only = *list;
    if (!only || only->next || !ir_is_tuple(only->type)) return;
    if (n->op == IR_CALL || n->op == IR_CALL_INTERFACE) {
        n->original = ir_new(b->pool, (enum ir_op)n->op, n->pos, n->type);
        n->original->x = n->x;
        n->original->name = n->name;
        n->original->list = only;
    }
    *list = temporaries(b, n, only);
}

/* node.go: HasUniquePos. */
static bool has_position(const struct ir_node *n) {
    return n->op != IR_VARIABLE && n->op != IR_BLANK && !(n->op == IR_FUNCTION && !n->name);
}

struct ir_node *ir_build_passed(struct ir_builder *b, struct ir_node *list,
                                const struct go_type *types, bool variadic) {
    uint32_t position = b->position, index = 0;
    struct ir_list out = {0};
    for (struct ir_node *n = list, *next; n; n = next, index++) {
        next = n->next;
        n->next = NULL;
        bool extra = variadic && index + 1 >= types->field_count;
        uint32_t field = extra ? types->field_count - 1 : index;
        CHECK(field < types->field_count);
        const struct go_type *type = types->fields[field].type;
        if (has_position(n)) b->position = n->pos;
        ir_list_add(&out, ir_build_assignable(b, n, extra ? go_underlying(type)->element : type));
    }
    b->position = position;
    return out.first;
}

/* Those behind the last fixed one become a slice; without any it is nil. */
static struct ir_node *pack_variadic(struct ir_builder *b, struct ir_node *arguments,
                                     const struct go_type *signature, uint32_t pos) {
    uint32_t fixed = signature->field_count - 1;
    const struct go_type *type = signature->fields[fixed].type;
    struct ir_list out = {0}, extra = {0};
    struct ir_node *slice = ir_new(b->pool, IR_NIL, pos, type);
    uint32_t index = 0;
    for (struct ir_node *n = arguments, *next; n; n = next, index++) {
        next = n->next;
        n->next = NULL;
        if (index < fixed) {
            ir_list_add(&out, n);
            continue;
        }
        struct ir_node *keyed = ir_new(b->pool, IR_KEYED, n->pos, NULL);
        keyed->x = n;
        keyed->index = slice->index++;
        ir_list_add(&extra, keyed);
    }
    if (extra.first) {
        slice->op = IR_SLICE_LITERAL;
        slice->flags |= FLAG_VARIADIC;
        slice->list = extra.first;
    }
    ir_list_add(&out, slice);
    return out.first;
}

struct ir_node *ir_new_method_call(struct pool *pool, struct ir_node *call, struct ir_node *value,
                                   struct ir_node *arguments) {
    struct ir_list list = {0};
    if (value->function) {
        call->op = IR_CALL;
        call->flags |= FLAG_METHOD;
        call->x = ir_new_function_name(pool, value->function, value->pos);
        ir_list_add(&list, value->x);
    } else {
        call->op = IR_CALL_INTERFACE;
        call->x = value->x;
        call->name = value->name;
        call->index = value->pos;
    }
    ir_list_join(&list, arguments);
    call->list = list.first;
    return call;
}

/* transform.go: transformCall. */
static struct ir_node *finish_call(struct ir_builder *b, struct ir_node *call,
                                   struct ir_node *callee, struct ir_node *arguments) {
    const struct go_type *signature = go_underlying(callee->type);
    bool dots = call->flags & FLAG_DOTS;
    b->position = call->pos;
    if (callee->op == IR_METHOD_VALUE) callee->x = named_callee(b, call, callee->x);
    else callee = named_callee(b, call, callee);
    call->x = callee;
    if (!dots) ir_build_spread(b, call, &arguments);
    bool pack = signature->variadic && !dots;
    arguments = ir_build_passed(b, arguments, signature, pack);
    if (pack) arguments = pack_variadic(b, arguments, signature, call->pos);
    if (callee->op == IR_METHOD_VALUE) return ir_new_method_call(b->pool, call, callee, arguments);
    call->list = arguments;
    return call;
}

struct ir_node *ir_build_call(struct ir_builder *b, const struct go_node *n) {
    if (n->x->mode == MODE_BUILTIN) return ir_build_builtin(b, n);
    if (n->x->mode == MODE_TYPE)
        return ir_build_conversion(b, n->x->type, ir_build_expression(b, n->list), n->pos);
    struct ir_node *callee = ir_build_expression(b, n->x);
    struct ir_node *call = ir_new(b->pool, IR_CALL, n->pos, n->type);
    call->flags = n->flags & FLAG_DOTS;
    return finish_call(b, call, callee, ir_build_expressions(b, n->list));
}
