/* x.name: fields, methods, promoted ones through the embedded structs on the way. */
#include "go/ir/build.h"

#include <string.h>

#include "base/check.h"

struct ir_node *ir_new_function_name(struct pool *pool, struct ir_function *f, uint32_t pos) {
    CHECK(f);
    struct ir_node *n = ir_new(pool, IR_FUNCTION, pos, f->type);
    n->function = f;
    return n;
}

static struct ir_node *new_field(struct pool *pool, struct ir_node *x, uint32_t index,
                                 uint32_t pos) {
    const struct go_type *t = go_underlying(x->type);
    bool pointer = t->kind == GO_KIND_POINTER;
    if (pointer) t = go_underlying(t->element);
    CHECK(t->kind == GO_KIND_STRUCT && index < t->field_count);
    const struct go_field *field = &t->fields[index];
    struct ir_node *n = ir_new(pool, pointer ? IR_POINTER_FIELD : IR_FIELD, pos, field->type);
    n->x = x;
    n->index = index;
    n->name = field->name;
    return n;
}

/* helpers.go: the receiver with the & or * that its method needs. */
static struct ir_node *receiver_for(struct pool *pool, struct ir_node *x,
                                    const struct go_object *method, uint32_t pos) {
    const struct go_type *t = go_underlying(x->type);
    bool have_pointer = t->kind == GO_KIND_POINTER;
    if (have_pointer == method->pointer_receiver) return x;
    struct ir_node *n = have_pointer ? ir_new(pool, IR_FOLLOW, pos, t->element)
                                     : ir_new(pool, IR_ADDRESS, pos, go_pointer_to(pool, x->type));
    n->flags |= FLAG_IMPLICIT;
    n->x = x;
    return n;
}

struct ir_node *ir_select_method(struct pool *pool, struct ir_node *x,
                                 const struct go_selection *selection, uint32_t pos) {
    for (uint32_t i = 0; i < selection->path_length; i++)
        x = new_field(pool, x, selection->path[i], pos);
    struct ir_node *n = ir_new(pool, IR_METHOD_VALUE, pos, NULL);
    if (selection->method) {
        x = receiver_for(pool, x, selection->method, pos);
        n->function = selection->method->ir;
        CHECK(n->function);
        n->name = selection->method->name;
        n->type = n->function->type;
    } else {
        n->name = selection->abstract->name;
        n->type = selection->abstract->type;
    }
    n->x = x;
    return n;
}

/* T.M: a function whose first parameter is the receiver. */
static struct ir_node *build_method_expression(struct ir_builder *b, const struct go_node *n) {
    const struct go_type *receiver = n->x->type;
    const struct go_selection *s = n->selection;
    const char *name = s->method ? s->method->name : s->abstract->name;
    struct ir_function *f = ir_method(b->program, receiver, name, NULL);
    struct ir_node *out = ir_new_function_name(b->pool, f, n->pos);
    out->type = n->type;
    out->name = ir_method_name(b->pool, receiver, name);
    return out;
}

/* package.name */
static struct ir_node *build_qualified(struct ir_builder *b, const struct go_node *n) {
    const struct go_object *object = n->object;
    if (!object) object = go_scope_find(n->x->object->scope, ir_build_name(b, n));
    CHECK(object);
    if (object->kind == OBJECT_FUNCTION) return ir_new_function_name(b->pool, object->ir, n->pos);
    CHECK(object->kind == OBJECT_VARIABLE && object->variable);
    return ir_new_name(b->pool, object->variable, n->pos);
}

struct ir_node *ir_build_selector(struct ir_builder *b, const struct go_node *n) {
    if (!n->selection) return build_qualified(b, n);
    if (n->selection->kind == SELECT_METHOD_EXPRESSION) return build_method_expression(b, n);
    struct ir_node *x = ir_build_expression(b, n->x);
    if (n->selection->kind == SELECT_METHOD_VALUE)
        return ir_select_method(b->pool, x, n->selection, n->pos);
    for (uint32_t i = 0; i < n->selection->path_length; i++)
        x = new_field(b->pool, x, n->selection->path[i], n->pos);
    return x;
}
