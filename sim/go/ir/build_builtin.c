/* Calls of the built-in functions. */
#include "go/ir/build.h"

#include "base/check.h"

static struct ir_node *build_append(struct ir_builder *b, struct ir_node *n,
                                    struct ir_node *arguments) {
    const struct go_type *slice = arguments->type;
    struct ir_list rest = {0};
    n->x = arguments;
    for (struct ir_node *a = arguments->next, *next; a; a = next) {
        next = a->next;
        a->next = NULL;
        if (!(n->flags & FLAG_DOTS)) a = ir_build_assignable(b, a, go_underlying(slice)->element);
        else if (!go_is_string(a->type)) a = ir_build_assignable(b, a, go_underlying(slice));
        ir_list_add(&rest, a);
    }
    n->x->next = NULL;
    n->list = rest.first;
    return n;
}

/* The first two arguments as x and y. */
static struct ir_node *take_two(struct ir_node *n, struct ir_node *arguments) {
    n->x = arguments;
    n->y = arguments ? arguments->next : NULL;
    if (n->x) n->x->next = NULL;
    return n;
}

static struct ir_node *build_delete(struct ir_builder *b, struct ir_node *n,
                                    struct ir_node *arguments) {
    take_two(n, arguments);
    n->y = ir_build_assignable(b, n->y, go_underlying(n->x->type)->key);
    return n;
}

static struct ir_node *build_panic(struct ir_builder *b, struct ir_node *n,
                                   struct ir_node *arguments) {
    n->x = ir_build_assignable(b, arguments, go_any_type());
    return n;
}

static struct ir_node *build_length(struct ir_builder *b, struct ir_node *n,
                                    struct ir_node *arguments) {
    n->x = ir_build_array(b, arguments);
    return n;
}

static struct ir_node *build_make(struct ir_builder *b, const struct go_node *call) {
    struct ir_node *n = ir_new(b->pool, IR_MAKE_SLICE, call->pos, call->list->type);
    switch (go_underlying(n->type)->kind) {
    case GO_KIND_SLICE: break;
    case GO_KIND_MAP: n->op = IR_MAKE_MAP; break;
    default: CHECK(go_underlying(n->type)->kind == GO_KIND_CHANNEL); n->op = IR_MAKE_CHANNEL;
    }
    return take_two(n, ir_build_expressions(b, call->list->next));
}

static struct ir_node *build_new(struct ir_builder *b, const struct go_node *call) {
    const struct go_type *type = call->type;
    if (!type) type = go_pointer_to(b->pool, call->list->type);
    return ir_new(b->pool, IR_NEW, call->pos, type);
}

static const struct {
    uint8_t op;
    uint16_t flags;
} OPS[] = {
    [BUILTIN_APPEND] = {IR_APPEND, 0},   [BUILTIN_CAP] = {IR_CAP, 0},
    [BUILTIN_CLOSE] = {IR_CLOSE, 0},     [BUILTIN_COPY] = {IR_COPY, 0},
    [BUILTIN_DELETE] = {IR_DELETE, 0},   [BUILTIN_LEN] = {IR_LEN, 0},
    [BUILTIN_PANIC] = {IR_PANIC, 0},     [BUILTIN_PRINT] = {IR_PRINT, 0},
    [BUILTIN_RECOVER] = {IR_RECOVER, 0}, [BUILTIN_PRINTLN] = {IR_PRINT, FLAG_LINE},
};

struct ir_node *ir_build_builtin(struct ir_builder *b, const struct go_node *call) {
    const struct go_object *object = call->object ? call->object : call->x->object;
    CHECK(object && object->kind == OBJECT_BUILTIN);
    if (object->builtin == BUILTIN_MAKE) return build_make(b, call);
    if (object->builtin == BUILTIN_NEW) return build_new(b, call);
    struct ir_node *n = ir_new(b->pool, (enum ir_op)OPS[object->builtin].op, call->pos,
                               ir_build_concrete(call->type));
    n->flags = OPS[object->builtin].flags | (call->flags & FLAG_DOTS);
    struct ir_node *arguments = ir_build_expressions(b, call->list);
    ir_build_spread(b, n, &arguments);
    switch (object->builtin) {
    case BUILTIN_APPEND: return build_append(b, n, arguments);
    case BUILTIN_DELETE: return build_delete(b, n, arguments);
    case BUILTIN_PANIC: return build_panic(b, n, arguments);
    case BUILTIN_CAP:
    case BUILTIN_LEN: return build_length(b, n, arguments);
    case BUILTIN_PRINT:
    case BUILTIN_PRINTLN: n->list = arguments; return n;
    default: return take_two(n, arguments);
    }
}
