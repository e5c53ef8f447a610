/* What calls make of their arguments and results (cmd/compile's escape/call.go).
 *
 * A function that is not known may do anything with its arguments: they flow to the heap. */
#include "go/escape/graph.h"

#include "base/check.h"

/* The value of a local that is never assigned again (ir/expr.go: StaticValue). In a literal,
 * variables from outside it are not looked at. */
static struct ir_node *static_value(const struct visit *v, struct ir_node *n) {
    for (;;) {
        if (n->op == IR_CONVERT) {
            n = n->x;
            continue;
        }
        const struct ir_variable *x = n->op == IR_VARIABLE ? n->variable : NULL;
        bool known = x && x->class == VARIABLE_LOCAL && x->function == v->function && x->value &&
                     !x->assigned_again && !x->address_taken;
        if (!known) return n;
        n = x->value;
    }
}

/* A method expression stands for the method itself, whatever has to be done to its receiver. */
static struct ir_function *known_callee(const struct visit *v, const struct ir_node *call) {
    const struct ir_node *value = static_value(v, call->x);
    if (value->op != IR_FUNCTION && value->op != IR_CLOSURE) return NULL;
    return value->function->wrapper ? value->function->wrapped : value->function;
}

/* By what has been found out about the function before. */
static struct hole tagged_hole(struct visit *v, const struct hole *holes, struct ir_function *f,
                               uint32_t parameter) {
    const struct escape_tag *tag = escape_tags_of(v->batch, f);
    struct hole into[1 + ESCAPE_RESULTS];
    uint32_t count = 0;
    if (!tag) return escape_heap_hole(v);
    tag += parameter;
    if (tag->heap) into[count++] = escape_shifted(escape_heap_hole(v), tag->heap - 1);
    for (uint32_t i = 0; holes && i < ESCAPE_RESULTS && i < f->result_count; i++)
        if (tag->results[i]) into[count++] = escape_shifted(holes[i], tag->results[i] - 1);
    return escape_tee(v, into, count);
}

struct hole escape_parameter_hole(struct visit *v, const struct hole *holes,
                                  struct ir_function *function, uint32_t parameter) {
    if (!function) return escape_heap_hole(v);
    CHECK(parameter < function->parameter_count);
    if (!escape_in_batch(function)) return tagged_hole(v, holes, function, parameter);
    const struct ir_variable *p = function->parameters[parameter];
    if (p->blank) return escape_blank_hole(v);
    return escape_hole(escape_location_of(v->batch, p));
}

/* An argument on its way into a hole; a wrapped call's is copied first. */
static void argument(struct visit *v, struct hole k, struct ir_node **slot,
                     const struct ir_node *call, struct wrapping *w) {
    if (w) {
        bool receiver = call->op == IR_CALL_INTERFACE && slot == &((struct ir_node *)call)->x;
        escape_wrap_argument(v, slot, call, w, receiver);
    }
    escape_expression(v, escape_noted(v->batch, k, call, "call parameter"), *slot);
}

static void arguments(struct visit *v, struct hole k, struct ir_node **list,
                      const struct ir_node *call, struct wrapping *w) {
    for (struct ir_node **slot = list; *slot; slot = &(*slot)->next) argument(v, k, slot, call, w);
}

static void results(struct visit *v, const struct hole *holes, const struct ir_function *f) {
    for (uint32_t i = 0; i < f->result_count; i++) {
        struct hole k = holes[i];
        if (k.derefs >= 0 && !go_has_pointers(f->results[i]->type)) k.to = &v->batch->blank;
        escape_flow(v->batch, k, escape_location_of(v->batch, f->results[i]));
    }
}

static void call_function(struct visit *v, const struct hole *holes, struct ir_node *call,
                          struct wrapping *w) {
    if (call->x->op == IR_CLOSURE) call->x->function->called_on_the_spot = true;
    struct ir_function *f = known_callee(v, call);
    if (holes && f && escape_in_batch(f)) results(v, holes, f);
    argument(v, escape_blank_hole(v), &call->x, call, w);
    uint32_t i = 0;
    for (struct ir_node **slot = &call->list; *slot; slot = &(*slot)->next)
        argument(v, escape_parameter_hole(v, holes, f, i++), slot, call, w);
}

static void call_interface(struct visit *v, struct ir_node *call, struct wrapping *w) {
    argument(v, escape_heap_hole(v), &call->x, call, w);
    arguments(v, escape_heap_hole(v), &call->list, call, w);
}

static bool has_pointer_elements(const struct go_type *t) {
    t = go_underlying(t);
    return t->kind == GO_KIND_SLICE && go_has_pointers(t->element);
}

/* The slice may be the result; or its elements move to an array on the heap. */
static struct hole appended_to(struct visit *v, struct hole k, const struct ir_node *call) {
    if (!has_pointer_elements(call->x->type)) return k;
    struct hole heap = escape_heap_hole(v);
    struct hole into[] = {k, escape_dereferenced(v->batch, heap, call, "appendee slice")};
    return escape_tee(v, into, 2);
}

static struct hole elements_to_heap(struct visit *v, const struct ir_node *slice,
                                    const struct ir_node *call, const char *why) {
    if (!has_pointer_elements(slice->type)) return escape_blank_hole(v);
    return escape_dereferenced(v->batch, escape_heap_hole(v), call, why);
}

static void append(struct visit *v, struct hole k, struct ir_node *call, struct wrapping *w) {
    argument(v, appended_to(v, k, call), &call->x, call, w);
    if (!(call->flags & FLAG_DOTS)) {
        arguments(v, escape_heap_hole(v), &call->list, call, w);
        return;
    }
    struct hole elements = elements_to_heap(v, call->list, call, "appended slice...");
    argument(v, elements, &call->list, call, w);
}

static void copy(struct visit *v, struct ir_node *call, struct wrapping *w) {
    argument(v, escape_blank_hole(v), &call->x, call, w);
    argument(v, elements_to_heap(v, call->y, call, "copied slice"), &call->y, call, w);
}

/* delete(x, y), len(x), print(list): nothing is kept. */
static void harmless(struct visit *v, struct ir_node *call, struct wrapping *w) {
    struct hole blank = escape_blank_hole(v);
    if (call->x) argument(v, blank, &call->x, call, w);
    if (call->y) argument(v, blank, &call->y, call, w);
    arguments(v, blank, &call->list, call, w);
}

static void any_call(struct visit *v, const struct hole *holes, struct ir_node *call,
                     struct wrapping *w) {
    call->flags &= ~(uint32_t)FLAG_UNPACKED;
    switch (call->op) {
    case IR_CALL: call_function(v, holes, call, w); break;
    case IR_CALL_INTERFACE: call_interface(v, call, w); break;
    case IR_APPEND: append(v, holes ? *holes : escape_blank_hole(v), call, w); break;
    case IR_COPY: copy(v, call, w); break;
    case IR_PANIC: argument(v, escape_heap_hole(v), &call->x, call, w); break;
    default: harmless(v, call, w); break;
    }
}

void escape_call(struct visit *v, const struct hole *holes, struct ir_node *call) {
    any_call(v, holes, call, NULL);
}

void escape_call_wrapped(struct visit *v, struct ir_node *call, struct wrapping *w) {
    any_call(v, NULL, call, w);
}
