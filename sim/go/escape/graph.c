/* The graph of what flows where: locations, holes and edges. */
#include "go/escape/graph.h"

#include <string.h>

#include "base/check.h"
#include "go/escape/report.h"

void escape_push(struct pool *pool, struct stack *stack, void *item) {
    if (stack->count == stack->capacity) {
        uint32_t capacity = stack->capacity ? 2 * stack->capacity : 64;
        void **items = pool_alloc(pool, capacity * sizeof *items);
        if (!items) return;
        if (stack->count) memcpy(items, stack->items, stack->count * sizeof *items);
        stack->items = items;
        stack->capacity = capacity;
    }
    stack->items[stack->count++] = item;
}

void *escape_pop(struct stack *stack) {
    return stack->items[--stack->count];
}

struct ir_location *escape_location(struct visit *v, struct ir_node *node,
                                    struct ir_variable *variable, bool transient) {
    struct batch *b = v->batch;
    struct ir_location *l = pool_alloc(b->pool, sizeof *l);
    struct ir_location **all =
        pool_grow(b->pool, b->locations, b->location_count, sizeof(struct ir_location *));
    if (!l || !all) return &b->blank;
    l->node = node;
    l->variable = variable;
    l->function = v->function;
    l->loop_depth = v->loop_depth;
    l->transient = transient;
    b->locations = all;
    all[b->location_count++] = l;
    if (node) node->location = l;
    if (variable) variable->location = l;
    return l;
}

struct ir_location *escape_location_of(struct batch *b, const struct ir_variable *variable) {
    CHECK(variable->location || b->pool->failed);
    return variable->location ? variable->location : &b->blank;
}

/* ---- holes ---- */

struct hole escape_hole(struct ir_location *to) {
    return (struct hole){.to = to};
}

struct hole escape_heap_hole(struct visit *v) {
    return escape_hole(&v->batch->heap);
}

struct hole escape_blank_hole(struct visit *v) {
    return escape_hole(&v->batch->blank);
}

static struct hole with_note(struct batch *b, struct hole k, struct note what) {
    struct note *note = pool_alloc(b->pool, sizeof *note);
    if (!note) return k;
    *note = what;
    note->next = k.notes;
    k.notes = note;
    return k;
}

struct hole escape_noted(struct batch *b, struct hole k, const struct ir_node *where,
                         const char *why) {
    return with_note(b, k, (struct note){.where = where, .pos = where->pos, .why = why});
}

struct hole escape_noted_variable(struct batch *b, struct hole k,
                                  const struct ir_variable *variable, uint32_t pos,
                                  const char *why) {
    return with_note(b, k, (struct note){.variable = variable, .pos = pos, .why = why});
}

/* Only the last shift counts: &x.f takes the address of x, &p.f none of p. */
struct hole escape_shifted(struct hole k, int32_t by) {
    k.derefs += by;
    CHECK(k.derefs >= -1);
    k.address_taken = by < 0;
    return k;
}

struct hole escape_dereferenced(struct batch *b, struct hole k, const struct ir_node *where,
                                const char *why) {
    return escape_noted(b, escape_shifted(k, 1), where, why);
}

struct hole escape_addressed(struct batch *b, struct hole k, const struct ir_node *where,
                             const char *why) {
    return escape_noted(b, escape_shifted(k, -1), where, why);
}

struct hole escape_unboxed(struct batch *b, struct hole k, const struct go_type *type,
                           const struct ir_node *where, const char *why) {
    if (!go_is_interface(type) && !go_is_direct(type)) k = escape_shifted(k, 1);
    return escape_noted(b, k, where, why);
}

struct hole escape_tee(struct visit *v, const struct hole *holes, uint32_t count) {
    if (count == 0) return escape_blank_hole(v);
    if (count == 1) return holes[0];
    struct ir_location *l = escape_location(v, NULL, NULL, true);
    for (uint32_t i = 0; i < count; i++) {
        CHECK(holes[i].derefs >= 0);
        escape_flow(v->batch, holes[i], l);
    }
    return escape_hole(l);
}

struct hole escape_later(struct visit *v, struct hole k) {
    struct ir_location *l = escape_location(v, NULL, NULL, false);
    escape_flow(v->batch, k, l);
    return escape_hole(l);
}

struct hole escape_spill(struct visit *v, struct hole k, struct ir_node *node) {
    struct ir_location *l = escape_location(v, node, NULL, true);
    escape_flow(v->batch, escape_addressed(v->batch, k, node, "spill"), l);
    return escape_hole(l);
}

/* ---- edges ---- */

void escape_flow(struct batch *b, struct hole k, struct ir_location *source) {
    struct ir_location *to = k.to;
    if (k.address_taken) source->address_taken = true;
    if (to == &b->blank || source == &b->blank) return;
    if (to == source && k.derefs >= 0) return;
    if (to->escapes && k.derefs < 0) {
        struct edge edge = {source, k.derefs, k.notes};
        report_escape_at_once(b, to, &edge);
        source->escapes = true;
        return;
    }
    struct edge *edges = pool_grow(b->pool, to->edges, to->edge_count, sizeof *edges);
    if (!edges) return;
    to->edges = edges;
    edges[to->edge_count++] = (struct edge){source, k.derefs, k.notes};
}
