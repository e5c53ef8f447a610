/* Nodes and variables of the intermediate form: made, joined to lists, walked. */
#include "go/ir/build.h"

#include <string.h>

#include "base/check.h"

void *ir_take(struct pool *pool, size_t size) {
    void *memory = pool_alloc(pool, size);
    /* A tree with holes would have to be looked at everywhere. */
    CHECK(memory && "the host's memory");
    return memory;
}

struct ir_node *ir_new(struct pool *pool, enum ir_op op, uint32_t pos, const struct go_type *type) {
    struct ir_node *n = ir_take(pool, sizeof *n);
    n->op = (uint8_t)op;
    n->pos = pos;
    n->type = type;
    return n;
}

void *ir_append(struct pool *pool, void *array, uint32_t *count, const void *element, size_t size) {
    char *grown = pool_grow(pool, array, *count, size);
    CHECK(grown && "the host's memory");
    memcpy(grown + *count * size, element, size);
    ++*count;
    return grown;
}

struct ir_variable *ir_new_variable(struct pool *pool, enum ir_variable_class class,
                                    const char *name, const struct go_type *type, uint32_t pos) {
    struct ir_variable *v = ir_take(pool, sizeof *v);
    v->name = name;
    v->type = type;
    v->class = (uint8_t) class;
    v->pos = pos;
    v->blank = !name || strcmp(name, "_") == 0;
    return v;
}

struct ir_variable *ir_add_local(struct pool *pool, struct ir_function *f, const char *name,
                                 const struct go_type *type, uint32_t pos) {
    struct ir_variable *v = ir_new_variable(pool, VARIABLE_LOCAL, name, type, pos);
    v->function = f;
    if (!v->blank) f->name_count++;
    f->locals = ir_append(pool, f->locals, &f->local_count, &v, sizeof v);
    return v;
}

struct ir_variable *ir_add_temporary(struct pool *pool, struct ir_function *f,
                                     const struct go_type *type, uint32_t pos) {
    const char *name = pool_stringf(pool, ".autotmp_%u", f->name_count);
    CHECK(name && "the host's memory");
    return ir_add_local(pool, f, name, type, pos);
}

struct ir_node *ir_new_name(struct pool *pool, struct ir_variable *v, uint32_t pos) {
    struct ir_node *n = ir_new(pool, IR_VARIABLE, pos, v->type);
    n->variable = v;
    return n;
}

struct ir_node *ir_new_declare(struct pool *pool, struct ir_variable *v, uint32_t pos) {
    struct ir_node *n = ir_new(pool, IR_DECLARE, pos, NULL);
    n->variable = v;
    return n;
}

/* ---- lists ---- */

void ir_list_add(struct ir_list *list, struct ir_node *n) {
    if (!n) return;
    if (list->last) list->last->next = n;
    else list->first = n;
    list->last = n;
}

void ir_list_join(struct ir_list *list, struct ir_node *nodes) {
    ir_list_add(list, nodes);
    while (list->last && list->last->next) list->last = list->last->next;
}

uint32_t ir_list_count(const struct ir_node *list) {
    uint32_t count = 0;
    for (; list; list = list->next) count++;
    return count;
}

/* ---- walks ---- */

void ir_walk_list(struct ir_node *list, struct ir_visitor visitor) {
    for (; list; list = list->next) ir_walk(list, visitor);
}

static bool has_body(const struct ir_node *n) {
    switch (n->op) {
    case IR_IF:
    case IR_FOR:
    case IR_RANGE:
    case IR_SWITCH:
    case IR_TYPE_SWITCH:
    case IR_SELECT:
    case IR_CASE: return true;
    default: return false;
    }
}

/* In the order they are done; the last one is returned, for the caller to go on with: the else of
 * an if, since chains of them are long. */
static struct ir_node *walk_statement(struct ir_node *n, struct ir_visitor visitor) {
    ir_walk_list(n->list, visitor);
    if (n->x) ir_walk(n->x, visitor);
    if (n->op == IR_IF) {
        ir_walk_list(n->list2, visitor);
        return n->z;
    }
    if (n->y) ir_walk(n->y, visitor);
    if (n->z) ir_walk(n->z, visitor);
    ir_walk_list(n->list2, visitor);
    return NULL;
}

/* x comes last: what is long is long on the left (a + b + c, a.b.c). */
static struct ir_node *walk_operands(struct ir_node *n, struct ir_visitor visitor) {
    if (n->y) ir_walk(n->y, visitor);
    if (n->z) ir_walk(n->z, visitor);
    if (n->w) ir_walk(n->w, visitor);
    ir_walk_list(n->list, visitor);
    ir_walk_list(n->list2, visitor);
    return n->x;
}

void ir_walk(struct ir_node *n, struct ir_visitor visitor) {
    while (n && visitor.visit(n, visitor.context)) {
        ir_walk_list(n->init, visitor);
        n = has_body(n) ? walk_statement(n, visitor) : walk_operands(n, visitor);
    }
}
