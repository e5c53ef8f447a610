/* Package variables whose values are data: no code, no allocation, nothing for the analysis to say.
 *
 * As cmd/compile's staticinit package does it: of a literal that is data but for some elements, the
 * data is kept and only those elements are assigned when the program starts. */
#include "go/ir/build.h"

#include "base/check.h"

struct splitting {
    struct ir_builder *builder;
    struct ir_list code; /* what has to be done */
    uint32_t position;   /* of the element at work: where assignments stand */
};

static struct ir_node *stripped(struct ir_node *n) {
    while (ir_is_renaming(n)) n = n->x;
    return n;
}

/* A package variable, or a part of it whose place is known. */
static bool is_global_place(const struct ir_node *n) {
    for (;; n = n->x) {
        if (n->op == IR_VARIABLE) return n->variable->class == VARIABLE_GLOBAL;
        bool element = n->op == IR_INDEX && go_underlying(n->x->type)->kind == GO_KIND_ARRAY &&
                       n->y->op == IR_CONSTANT;
        if (n->op != IR_FIELD && !element) return false;
    }
}

static bool is_data(struct ir_node *n);

static bool all_data(struct ir_node *elements) {
    for (struct ir_node *e = elements; e; e = e->next)
        if (!is_data(e->x)) return false;
    return true;
}

/* What is converted, perhaps more than once. */
static struct ir_node *boxed(struct ir_node *n) {
    while (n->op == IR_TO_INTERFACE) n = n->x;
    return n;
}

static bool is_bytes(const struct go_type *t) {
    return go_underlying(go_underlying(t)->element)->kind == GO_KIND_UINT8;
}

static bool is_data(struct ir_node *n) {
    n = stripped(n);
    switch (n->op) {
    case IR_CONSTANT:
    case IR_NIL:
    case IR_FUNCTION: return true;
    case IR_CLOSURE: return !n->function->capture_count;
    case IR_ADDRESS: return is_global_place(n->x);
    case IR_POINTER_LITERAL: return is_data(n->x);
    case IR_FROM_STRING: return n->x->op == IR_CONSTANT && is_bytes(n->type);
    case IR_STRUCT_LITERAL:
    case IR_ARRAY_LITERAL:
    case IR_SLICE_LITERAL: return all_data(n->list);
    case IR_TO_INTERFACE: return is_data(boxed(n));
    default: return false;
    }
}

/* ---- values that are data in part ---- */

static bool place(struct splitting *s, struct ir_node *target, struct ir_node *value,
                  struct ir_node **data);

static void assign(struct splitting *s, struct ir_node *target, struct ir_node *value) {
    struct ir_node *n = ir_new(s->builder->pool, IR_ASSIGN, s->position, NULL);
    n->x = target;
    n->y = value;
    ir_list_add(&s->code, n);
}

/* Puts data or makes code of it; what is left as data, NULL: nothing. */
static struct ir_node *put(struct splitting *s, struct ir_node *target, struct ir_node *value) {
    struct ir_node *data = NULL;
    if (!place(s, target, value, &data)) assign(s, target, value);
    return data;
}

static void add_static(struct ir_builder *b, struct ir_variable *v, struct ir_node *value) {
    struct ir_static entry = {v, value};
    struct ir_program *p = b->program;
    if (value) p->statics = ir_append(b->pool, p->statics, &p->static_count, &entry, sizeof entry);
}

/* Storage without a name, where a value is put. */
static struct ir_node *put_aside(struct splitting *s, const struct go_type *type,
                                 struct ir_node *value) {
    struct ir_builder *b = s->builder;
    struct ir_program *p = b->program;
    const char *name = pool_stringf(b->pool, "..stmp_%u", p->global_count);
    struct ir_variable *v = ir_new_variable(b->pool, VARIABLE_GLOBAL, name, type, value->pos);
    p->globals = ir_append(b->pool, p->globals, &p->global_count, &v, sizeof v);
    struct ir_node *target = ir_new_name(b->pool, v, value->pos);
    add_static(b, v, put(s, target, value));
    return target;
}

static struct ir_node *part_of(struct splitting *s, struct ir_node *target,
                               const struct ir_node *literal, const struct ir_node *element) {
    if (target->op == IR_BLANK) return target;
    struct ir_builder *b = s->builder;
    const struct go_type *t = go_underlying(literal->type);
    bool field = t->kind == GO_KIND_STRUCT;
    struct ir_node *n = ir_new(b->pool, field ? IR_FIELD : IR_INDEX, element->pos, t->element);
    n->x = target;
    n->index = element->index;
    if (field) {
        n->type = t->fields[element->index].type;
        n->name = t->fields[element->index].name;
    } else {
        n->y = ir_build_int(b, (int64_t)element->index, go_basic(GO_KIND_INT), element->pos);
    }
    return n;
}

static struct ir_node *split_elements(struct splitting *s, struct ir_node *target,
                                      const struct ir_node *literal) {
    struct ir_node *copy =
        ir_new(s->builder->pool, (enum ir_op)literal->op, literal->pos, literal->type);
    struct ir_list kept = {0};
    for (struct ir_node *e = literal->list, *next; e; e = next) {
        next = e->next;
        e->next = NULL;
        if (e->x->op != IR_VARIABLE) s->position = e->x->pos;
        e->x = put(s, part_of(s, target, literal, e), e->x);
        if (e->x) ir_list_add(&kept, e);
    }
    copy->list = kept.first;
    return copy;
}

/* The array of a slice gets storage of its own. */
static struct ir_node *split_slice(struct splitting *s, struct ir_node *literal) {
    struct pool *pool = s->builder->pool;
    struct go_type *array = go_type_new(pool, GO_KIND_ARRAY);
    CHECK(array && "the host's memory");
    array->element = go_underlying(literal->type)->element;
    array->length = literal->index;
    struct ir_node *elements = ir_new(pool, IR_ARRAY_LITERAL, literal->pos, array);
    elements->list = literal->list;
    struct ir_node *slice = ir_new(pool, IR_SLICE, literal->pos, literal->type);
    slice->x = ir_build_address(s->builder, put_aside(s, array, elements), literal->pos);
    slice->x->flags |= FLAG_IMPLICIT;
    return slice;
}

static struct ir_node *split_pointer(struct splitting *s, struct ir_node *n) {
    struct ir_node *address = ir_new(s->builder->pool, IR_ADDRESS, n->pos, n->type);
    address->x = put_aside(s, n->x->type, n->x);
    return address;
}

/* A box is storage of its own, too; a pointer lies in the interface itself. */
static bool split_box(struct splitting *s, struct ir_node *n, struct ir_node **data) {
    struct ir_node *value = boxed(n), *inside = NULL;
    if (go_is_interface(value->type)) return false;
    if (!go_is_direct(value->type)) {
        inside = put_aside(s, value->type, value);
    } else if (stripped(value)->op != IR_POINTER_LITERAL || !place(s, NULL, value, &inside)) {
        return false;
    }
    *data = ir_new(s->builder->pool, IR_TO_INTERFACE, n->pos, n->type);
    (*data)->x = inside;
    return true;
}

/* False: it is nothing but code. */
static bool place(struct splitting *s, struct ir_node *target, struct ir_node *value,
                  struct ir_node **data) {
    if (is_data(value)) {
        *data = value;
        return true;
    }
    struct ir_node *n = stripped(value);
    switch (n->op) {
    case IR_STRUCT_LITERAL:
    case IR_ARRAY_LITERAL: *data = split_elements(s, target, n); return true;
    case IR_SLICE_LITERAL: *data = split_slice(s, n); return true;
    case IR_POINTER_LITERAL: *data = split_pointer(s, n); return true;
    case IR_TO_INTERFACE: return split_box(s, n, data);
    default: return false;
    }
}

/* ---- statements ---- */

static bool is_empty_make(const struct ir_node *n) {
    return !n->x || (n->x->op == IR_CONSTANT && constant_sign(n->x->constant) == 0);
}

static bool is_harmless(const struct ir_node *n) {
    switch (n->op) {
    case IR_CALL:
    case IR_CALL_INTERFACE:
    case IR_FOLLOW:
    case IR_POINTER_FIELD:
    case IR_INDEX:
    case IR_MAP_INDEX:
    case IR_SLICE:
    case IR_ASSERT:
    case IR_CLOSURE:
    case IR_METHOD_VALUE:
    case IR_RECEIVE:
    case IR_MAKE_SLICE: return false;
    case IR_MAKE_MAP:
    case IR_MAKE_CHANNEL: return is_empty_make(n);
    case IR_BINARY:
        if (n->operator!= GO_DIVIDE && n->operator!= GO_REMAINDER) return true;
        return n->y->op == IR_CONSTANT && constant_sign(n->y->constant) != 0;
    default: return n->op < IR_APPEND || n->op > IR_PRINT;
    }
}

static bool look_for_effects(struct ir_node *n, void *context) {
    bool *harmless = context;
    if (!is_harmless(n)) *harmless = false;
    return *harmless;
}

static bool has_effects(struct ir_node *n) {
    bool harmless = true;
    ir_walk(n, (struct ir_visitor){look_for_effects, &harmless});
    return !harmless;
}

static void split_statement(struct splitting *s, struct ir_node *n) {
    if (n->op != IR_ASSIGN) {
        ir_list_add(&s->code, n);
        return;
    }
    if (!n->y || (n->x->op == IR_BLANK && !has_effects(n->y))) return;
    struct ir_node *data = NULL;
    s->position = n->pos;
    if (!place(s, n->x, n->y, &data)) ir_list_add(&s->code, n);
    else if (n->x->op == IR_VARIABLE) add_static(s->builder, n->x->variable, data);
}

void ir_split_statics(struct ir_builder *b, struct ir_function *initialise) {
    struct splitting s = {.builder = b};
    for (struct ir_node *n = initialise->body, *next; n; n = next) {
        next = n->next;
        n->next = NULL;
        split_statement(&s, n);
    }
    initialise->body = s.code.first;
}
