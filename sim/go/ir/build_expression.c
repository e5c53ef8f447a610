/* Expressions: names, operators, indices; what belongs to a concept of its own is elsewhere. */
#include "go/ir/build.h"

#include <string.h>

#include "base/check.h"

const char *ir_build_name(struct ir_builder *b, const struct go_node *n) {
    char *name = ir_take(b->pool, (size_t)n->length + 1);
    memcpy(name, n->name, n->length);
    return name;
}

bool ir_build_is_blank(const struct go_node *n) {
    return n->kind == NODE_NAME && n->length == 1 && n->name[0] == '_';
}

struct ir_node *ir_build_address(struct ir_builder *b, struct ir_node *x, uint32_t pos) {
    struct ir_node *n = ir_new(b->pool, IR_ADDRESS, pos, go_pointer_to(b->pool, x->type));
    n->x = x;
    return n;
}

struct ir_node *ir_build_follow(struct ir_builder *b, struct ir_node *x, uint32_t pos) {
    struct ir_node *n = ir_new(b->pool, IR_FOLLOW, pos, go_underlying(x->type)->element);
    n->x = x;
    return n;
}

struct ir_node *ir_build_array(struct ir_builder *b, struct ir_node *x) {
    const struct go_type *t = go_underlying(x->type);
    if (t->kind != GO_KIND_POINTER || go_underlying(t->element)->kind != GO_KIND_ARRAY) return x;
    struct ir_node *follow = ir_build_follow(b, x, b->position);
    follow->flags |= FLAG_IMPLICIT;
    return follow;
}

struct ir_node *ir_build_int(struct ir_builder *b, int64_t value, const struct go_type *type,
                             uint32_t pos) {
    struct ir_node *n = ir_new(b->pool, IR_CONSTANT, pos, type);
    n->constant = constant_of_int(b->pool, value);
    if (go_is_float(type)) n->constant = constant_to_float(b->pool, n->constant);
    return n;
}

struct ir_node *ir_build_expressions(struct ir_builder *b, const struct go_node *list) {
    struct ir_list out = {0};
    for (; list; list = list->next) ir_list_add(&out, ir_build_expression(b, list));
    return out.first;
}

static struct ir_node *build_name(struct ir_builder *b, const struct go_node *n) {
    struct go_object *object = n->object;
    if (n->mode == MODE_NIL || (object && object->kind == OBJECT_NIL))
        return ir_new(b->pool, IR_NIL, n->pos, n->type);
    CHECK(object);
    if (object->kind == OBJECT_FUNCTION) return ir_new_function_name(b->pool, object->ir, n->pos);
    CHECK(object->kind == OBJECT_VARIABLE && object->variable);
    return ir_build_use(b, object->variable, n->pos);
}

static struct ir_node *build_unary(struct ir_builder *b, const struct go_node *n) {
    struct ir_node *x = ir_build_expression(b, n->x);
    if (n->op == GO_AND) {
        struct ir_node *address = ir_build_address(b, x, n->pos);
        bool literal = x->op >= IR_STRUCT_LITERAL && x->op <= IR_MAP_LITERAL;
        if (literal) address->op = IR_POINTER_LITERAL;
        return address;
    }
    bool receive = n->op == GO_ARROW;
    const struct go_type *type = receive ? go_underlying(x->type)->element : x->type;
    struct ir_node *u = ir_new(b->pool, receive ? IR_RECEIVE : IR_UNARY, n->pos, type);
    u->operator= n->op;
    u->x = x;
    return u;
}

/* Which of the two would be converted to the other's type: the left if that can be. */
static bool left_converts(struct pool *pool, const struct go_type *left,
                          const struct go_type *right) {
    const struct go_method *missing;
    bool pointer_only;
    if (!go_is_interface(right)) return !go_is_interface(left);
    return !go_is_interface(left) || go_implements(pool, left, right, &missing, &pointer_only);
}

/* transform.go: a conversion only between two interfaces or two concrete types, or of what is huge:
 * an interface is compared with a concrete value without making one of it. */
static void convert_compared(struct ir_builder *b, struct ir_node **x, struct ir_node **y) {
    enum { HUGE_SIZE = 1 << 16 };
    if ((*x)->op == IR_NIL) (*x)->type = (*y)->type;
    if ((*y)->op == IR_NIL) (*y)->type = (*x)->type;
    const struct go_type *left = (*x)->type, *right = (*y)->type;
    if (go_identical(left, right)) return;
    bool from_left = left_converts(b->pool, left, right);
    struct ir_node **from = from_left ? x : y;
    if (go_is_interface(left) != go_is_interface(right) && go_size((*from)->type) < HUGE_SIZE)
        return;
    *from = ir_build_assignable(b, *from, from_left ? right : left);
    (*from)->flags &= (uint16_t)~FLAG_IMPLICIT;
}

/* x + y + z is one node; its position is that of the last +. *last is the end of its list. */
static struct ir_node *build_concat(struct ir_builder *b, const struct go_node *n,
                                    struct ir_node *x, struct ir_node *y, struct ir_node **last) {
    struct ir_node *joined = x;
    struct ir_list list = {x->list, *last};
    if (x->op != IR_CONCAT) {
        joined = ir_new(b->pool, IR_CONCAT, n->pos, x->type);
        list = (struct ir_list){x, x};
    }
    while (list.last && list.last->next) list.last = list.last->next;
    ir_list_join(&list, y->op == IR_CONCAT ? y->list : y);
    joined->pos = n->pos;
    joined->list = list.first;
    *last = list.last;
    return joined;
}

static struct ir_node *build_operation(struct ir_builder *b, const struct go_node *n,
                                       struct ir_node *x, struct ir_node *y) {
    if (n->op == GO_EQUAL || n->op == GO_UNEQUAL) convert_compared(b, &x, &y);
    const struct go_type *type = ir_build_concrete(n->type);
    struct ir_node *operation = ir_new(b->pool, IR_BINARY, n->pos, type);
    operation->operator= n->op;
    operation->x = x;
    operation->y = y;
    return operation;
}

/* Sums of thousands of terms lean to the left: down to the first, and up again. */
static struct ir_node *build_binary(struct ir_builder *b, const struct go_node *n) {
    const struct go_node **spine = NULL;
    uint32_t depth = 0;
    for (; n->kind == NODE_BINARY && n->mode != MODE_CONSTANT; n = n->x) {
        spine = ir_append(b->pool, (void *)spine, &depth, (const void *)&n, sizeof(void *));
        b->position = n->pos;
    }
    struct ir_node *x = ir_build_expression(b, n), *last = NULL;
    while (depth) {
        n = spine[--depth];
        struct ir_node *y = ir_build_expression(b, n->y);
        bool strings = n->op == GO_ADD && go_is_string(x->type);
        x = strings ? build_concat(b, n, x, y, &last) : build_operation(b, n, x, y);
    }
    return x;
}

static struct ir_node *build_index(struct ir_builder *b, const struct go_node *n) {
    struct ir_node *x = ir_build_expression(b, n->x);
    struct ir_node *y = ir_build_expression(b, n->y);
    x = ir_build_array(b, x);
    const struct go_type *t = go_underlying(x->type);
    const struct go_type *type =
        t->kind == GO_KIND_STRING ? ir_build_concrete(n->type) : t->element;
    struct ir_node *index = ir_new(b->pool, IR_INDEX, n->pos, type);
    if (t->kind == GO_KIND_MAP) {
        index->op = IR_MAP_INDEX;
        y = ir_build_assignable(b, y, t->key);
    }
    index->x = x;
    index->y = y;
    return index;
}

static struct ir_node *build_slice(struct ir_builder *b, const struct go_node *n) {
    struct ir_node *x = ir_build_expression(b, n->x);
    struct ir_node *slice = ir_new(b->pool, IR_SLICE, n->pos, ir_build_concrete(n->type));
    slice->flags = n->flags & FLAG_THREE;
    slice->y = n->y ? ir_build_expression(b, n->y) : NULL;
    slice->z = n->z ? ir_build_expression(b, n->z) : NULL;
    slice->w = n->w ? ir_build_expression(b, n->w) : NULL;
    if (go_underlying(x->type)->kind == GO_KIND_ARRAY) {
        x = ir_build_address(b, x, b->position);
        x->flags |= FLAG_IMPLICIT;
    }
    slice->x = x;
    return slice;
}

static struct ir_node *build_assert(struct ir_builder *b, const struct go_node *n) {
    struct ir_node *assert = ir_new(b->pool, IR_ASSERT, n->pos, n->y->type);
    assert->x = ir_build_expression(b, n->x);
    return assert;
}

static struct ir_node *build_type(struct ir_builder *b, const struct go_node *n) {
    return ir_new(b->pool, IR_TYPE, n->pos, n->type);
}

struct ir_node *ir_build_expression(struct ir_builder *b, const struct go_node *n) {
    if (ir_build_is_blank(n)) return ir_new(b->pool, IR_BLANK, n->pos, NULL);
    if (n->mode == MODE_TYPE) return build_type(b, n);
    if (n->mode == MODE_CONSTANT) return ir_build_constant(b, n);
    b->position = n->pos;
    switch (n->kind) {
    case NODE_NAME: return build_name(b, n);
    case NODE_COMPOSITE: return ir_build_composite(b, n);
    case NODE_FUNCTION: return ir_build_literal(b, n);
    case NODE_SELECTOR: return ir_build_selector(b, n);
    case NODE_INDEX: return build_index(b, n);
    case NODE_SLICE: return build_slice(b, n);
    case NODE_ASSERT: return build_assert(b, n);
    case NODE_CALL: return ir_build_call(b, n);
    case NODE_STAR: return ir_build_follow(b, ir_build_expression(b, n->x), n->pos);
    case NODE_UNARY: return build_unary(b, n);
    case NODE_BINARY: return build_binary(b, n);
    default: CHECK_NEVER("an expression"); return NULL;
    }
}
