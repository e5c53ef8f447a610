/* Type expressions (typexpr.go, signature.go). */
#include "go/types/checker.h"

#include <string.h>

static const struct go_type *invalid(void) {
    return go_basic(GO_KIND_INVALID);
}

static struct go_type *make(struct go_checker *c, enum go_kind kind, struct go_type *defined) {
    struct go_type *t = go_check_new_type(c->pool, kind);
    if (defined) defined->underlying = t;
    return t;
}

/* ---- names ---- */

/* A name's own underlying type, if it is known, so that chains of names stay short. */
static void define(struct go_type *defined, const struct go_type *t) {
    const struct go_type *underlying = go_underlying(t);
    if (!defined) return;
    defined->underlying = underlying->kind == GO_KIND_INVALID ? t : underlying;
}

static const struct go_type *type_of_operand(struct go_checker *c, const struct operand *x,
                                             struct go_type *defined) {
    switch (x->mode) {
    case MODE_TYPE: define(defined, x->type); return x->type;
    case MODE_NONE: break;
    case MODE_NO_VALUE:
        go_check_complain(c, go_check_start(x->node), "%s used as type", go_check_words(c, x));
        break;
    default:
        go_check_complain(c, go_check_start(x->node), "%s is not a type", go_check_words(c, x));
        break;
    }
    if (defined) defined->underlying = invalid();
    return invalid();
}

/* ---- arrays ---- */

static bool is_length_name(struct go_checker *c, const struct go_node *n) {
    const struct go_object *o = go_scope_search(c->at.scope, n->name, NULL);
    if (!o) go_check_complain(c, n->pos, "undeclared name %s for array length", n->name);
    else if (o->kind != OBJECT_CONSTANT)
        go_check_complain(c, n->pos, "invalid array length %s", n->name);
    return o && o->kind == OBJECT_CONSTANT;
}

static bool array_length(struct go_checker *c, struct go_node *n, uint64_t *length) {
    struct operand x;
    int64_t number = 0;
    bool name = n->kind == NODE_NAME && !(n->flags & FLAG_PARENTHESES);
    if (name && !is_length_name(c, n)) return false;
    go_check_expression(c, &x, n);
    if (x.mode == MODE_NONE) return false;
    const struct go_constant *value = NULL;
    if (x.mode != MODE_CONSTANT) {
        go_check_complain(c, go_check_start(n), "array length %s must be constant",
                          go_check_words(c, &x));
        return false;
    }
    if (!x.value) return false;
    if (go_is_untyped(x.type) || go_is_integer(x.type))
        go_check_fits(c, x.value, go_basic(GO_KIND_UNTYPED_INT), &value);
    if (!value || !constant_int64(value, &number))
        go_check_complain(c, go_check_start(n), "array length %s must be integer",
                          go_check_words(c, &x));
    else if (number < 0)
        go_check_complain(c, go_check_start(n), "invalid array length %s", go_check_words(c, &x));
    *length = (uint64_t)number;
    return value && constant_int64(value, &number) && number >= 0;
}

static const struct go_type *array_type(struct go_checker *c, struct go_node *n,
                                        struct go_type *defined) {
    struct go_type *t = make(c, GO_KIND_ARRAY, defined);
    bool right = false;
    t->element = invalid();
    if (n->x) right = array_length(c, n->x, &t->length);
    else go_check_complain(c, n->pos, "invalid use of [...] array (outside a composite literal)");
    t->element = go_check_type(c, n->y);
    if (right) {
        go_check_delay(c, (struct delayed){.kind = DELAYED_SIZE, .node = n, .type = t});
        return t;
    }
    if (defined) defined->underlying = invalid();
    return invalid();
}

/* ---- what has an element ---- */

static const struct go_type *pointer_type(struct go_checker *c, struct go_node *n,
                                          struct go_type *defined) {
    struct go_type *t = make(c, GO_KIND_POINTER, defined);
    t->element = invalid();
    t->element = go_check_type(c, n->x);
    return t->element->kind == GO_KIND_INVALID ? invalid() : t;
}

static const struct go_type *element_type(struct go_checker *c, enum go_kind kind,
                                          struct go_node *n, struct go_type *defined) {
    struct go_type *t = make(c, kind, defined);
    t->direction = n->kind == NODE_CHANNEL_TYPE ? n->flags & (FLAG_SEND | FLAG_RECEIVE) : 0;
    t->element = invalid();
    t->element = go_check_type(c, n->x);
    if (kind == GO_KIND_CHANNEL)
        go_check_delay(c, (struct delayed){.kind = DELAYED_SIZE, .node = n, .type = t});
    return t;
}

static const struct go_type *map_type(struct go_checker *c, struct go_node *n,
                                      struct go_type *defined) {
    struct go_type *t = make(c, GO_KIND_MAP, defined);
    t->key = t->element = invalid();
    t->key = go_check_type(c, n->x);
    t->element = go_check_type(c, n->y);
    go_check_delay(c, (struct delayed){.kind = DELAYED_MAP_KEY, .node = n->x, .type = t});
    return t;
}

/* ---- functions ---- */

struct parameters {
    struct go_checker *c;
    struct go_scope *scope;
    struct go_type *into; /* FUNCTION or TUPLE */
    struct delayed *body;
    bool result, variadic;
};

static struct go_object *declare_parameter(struct parameters *p, const struct go_node *field,
                                           const struct go_type *type) {
    struct go_checker *c = p->c;
    struct go_object *o = go_check_new_object(c, OBJECT_VARIABLE, field->x);
    o->type = type;
    o->parameter = !p->result;
    o->result = p->result;
    o->used = true;
    o->function = p->body ? p->body->node : NULL;
    if (!field->x) o->pos = field->pos;
    else go_check_declare(c, p->scope, o, field->x);
    return o;
}

static const struct go_type *parameter_type(struct parameters *p, struct go_node *field) {
    struct go_checker *c = p->c;
    struct go_node *n = field->y;
    if (n->kind != NODE_DOTS_TYPE) return go_check_type(c, n);
    bool last = !field->next && !p->result && p->into;
    if (!last) go_check_complain(c, n->pos, "can only use ... with final parameter in list");
    const struct go_type *element = go_check_type(c, n->x);
    if (!last) return element;
    p->variadic = true;
    n->type = go_slice_of(c->pool, element);
    n->mode = MODE_TYPE;
    return n->type;
}

static void collect_parameters(struct parameters *p, struct go_node *list) {
    struct go_checker *c = p->c;
    const struct go_type *type = NULL;
    const struct go_node *written = NULL;
    for (struct go_node *field = list; field; field = field->next) {
        if (field->y != written) type = parameter_type(p, field);
        written = field->y;
        struct go_object *o = declare_parameter(p, field, type);
        if (!p->into) return; /* a receiver */
        struct go_type *t = p->into;
        t->fields = go_check_grow(c->pool, t->fields, t->field_count, sizeof *t->fields);
        t->fields[t->field_count] = (struct go_field){
            .name = field->x ? field->x->name : NULL, .type = type, .pos = o->pos};
        if (p->result && p->body) {
            p->body->at.results = go_check_grow(c->pool, p->body->at.results, t->field_count,
                                                sizeof(struct go_object *));
            p->body->at.results[t->field_count] = o;
        }
        t->field_count++;
    }
}

static void collect_receiver(struct parameters *p, struct go_node *receiver) {
    struct go_checker *c = p->c;
    if (receiver->next)
        go_check_complain(c, receiver->next->pos, "method must have exactly one receiver");
    collect_parameters(p, receiver);
    go_check_delay(
        c, (struct delayed){.kind = DELAYED_RECEIVER, .node = receiver, .type = receiver->y->type});
}

void go_check_signature(struct go_checker *c, struct go_type *into, struct go_node *type,
                        struct go_node *receiver, struct delayed *body) {
    struct go_scope *outer = c->at.scope;
    struct parameters p = {c, go_scope_new(c->pool, outer), NULL, body, false, false};
    struct go_type *results = go_check_new_type(c->pool, GO_KIND_TUPLE);
    if (body) body->at = (struct go_environment){0};
    if (receiver) collect_receiver(&p, receiver);
    p.into = into;
    collect_parameters(&p, type->list);
    p.into = results;
    p.result = true;
    collect_parameters(&p, type->list2);
    into->result = results;
    into->variadic = p.variadic;
    if (!body) return;
    body->at.scope = p.scope;
    body->at.declaration = c->at.declaration;
    body->at.iota = c->at.iota;
    body->at.signature = into;
    body->at.function = body->node;
}

static const char *receiver_problem(const struct go_checker *c, const struct go_type *base) {
    if (base->kind <= GO_KIND_UNTYPED_NIL) return "non-local";
    if (base->kind != GO_KIND_NAMED) return "other";
    if (!base->object->package || strcmp(base->object->package, c->package->path) != 0)
        return "non-local";
    enum go_kind kind = (enum go_kind)go_underlying(base)->kind;
    return kind == GO_KIND_POINTER || kind == GO_KIND_INTERFACE ? "pointer" : NULL;
}

void go_check_receiver(struct go_checker *c, const struct delayed *action) {
    const struct go_type *t = action->type;
    const struct go_node *field = action->node;
    uint32_t pos = field->x ? field->x->pos : field->pos;
    if (!t) return;
    const struct go_type *base = t->kind == GO_KIND_POINTER ? t->element : t;
    if (go_underlying(base)->kind == GO_KIND_INVALID) return;
    const char *problem = receiver_problem(c, base);
    if (!problem) return;
    if (strcmp(problem, "non-local") == 0)
        go_check_complain(c, pos, "cannot define new methods on non-local type %s",
                          go_check_type_words(c, base));
    else if (strcmp(problem, "pointer") == 0)
        go_check_complain(c, pos, "invalid receiver type %s (pointer or interface type)",
                          go_check_type_words(c, base));
    else go_check_complain(c, pos, "invalid receiver type %s", go_check_type_words(c, t));
}

/* ---- all ---- */

static const struct go_type *named_type(struct go_checker *c, struct go_node *n,
                                        struct go_type *defined) {
    struct operand x;
    if (n->kind == NODE_NAME) go_check_name(c, &x, n, defined, true);
    else go_check_selector(c, &x, n, defined);
    return type_of_operand(c, &x, defined);
}

static const struct go_type *no_type(struct go_checker *c, struct go_node *n,
                                     struct go_type *defined) {
    if (n->kind == NODE_DOTS_TYPE) {
        go_check_complain(c, n->pos, "invalid use of '...'");
        go_check_use(c, n->x);
    } else if (n->kind != NODE_BAD) {
        go_check_complain(c, go_check_start(n), "%s is not a type", go_check_node_words(c, n));
        go_check_use(c, n);
    }
    if (defined) defined->underlying = invalid();
    return invalid();
}

static const struct go_type *type_of(struct go_checker *c, struct go_node *n,
                                     struct go_type *defined) {
    struct go_type *t;
    switch (n->kind) {
    case NODE_NAME:
    case NODE_SELECTOR: return named_type(c, n, defined);
    case NODE_ARRAY_TYPE: return array_type(c, n, defined);
    case NODE_SLICE_TYPE: return element_type(c, GO_KIND_SLICE, n, defined);
    case NODE_CHANNEL_TYPE: return element_type(c, GO_KIND_CHANNEL, n, defined);
    case NODE_STAR: return pointer_type(c, n, defined);
    case NODE_MAP_TYPE: return map_type(c, n, defined);
    case NODE_STRUCT_TYPE:
        t = make(c, GO_KIND_STRUCT, defined);
        go_check_struct(c, t, n);
        return t;
    case NODE_INTERFACE_TYPE:
        t = make(c, GO_KIND_INTERFACE, defined);
        go_check_interface(c, t, n);
        return t;
    case NODE_FUNCTION_TYPE:
        t = make(c, GO_KIND_FUNCTION, defined);
        t->result = c->no_results;
        go_check_signature(c, t, n, NULL, NULL);
        return t;
    default: return no_type(c, n, defined);
    }
}

const struct go_type *go_check_defined_type(struct go_checker *c, struct go_node *n,
                                            struct go_type *defined) {
    const struct go_type *t = invalid();
    if (go_check_enter(c, n->pos)) {
        uint16_t parentheses = go_check_open_parentheses(n);
        t = type_of(c, n, defined);
        go_check_close_parentheses(n, parentheses);
        go_check_leave(c);
    }
    n->type = t;
    n->mode = t->kind == GO_KIND_INVALID ? MODE_NONE : MODE_TYPE;
    return t;
}

const struct go_type *go_check_type(struct go_checker *c, struct go_node *n) {
    return go_check_defined_type(c, n, NULL);
}
