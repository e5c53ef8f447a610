/* Which locations must be on the heap (cmd/compile's escape/solve.go).
 *
 * From each location, the fewest dereferences to every other whose value reaches it. A location is
 * walked again when it turns out to escape, for then it is as good as the heap, or not to be
 * transient; both happen once. Roots that judge alike are walked from at once, unless the ways are
 * to be explained: what is decided is the same, and long functions take far less time. */
#include "go/escape/graph.h"

#include <stdlib.h>

#include "go/escape/report.h"

struct walk {
    struct batch *batch;
    struct ir_location *root; /* or any of several alike */
    struct stack waiting;     /* to be roots */
    struct stack reached;     /* by this walk, to be looked at */
};

/* ---- forced ---- */

enum { VARIABLE_MAX = 10 << 20, IMPLICIT_MAX = 64 << 10 };

static const char TOO_LARGE[] = "too large for stack";

static uint64_t align(uint64_t offset, uint64_t to) {
    return to ? (offset + to - 1) / to * to : offset;
}

static uint64_t record_size(const struct ir_function *literal) {
    uint64_t size = 8;
    for (uint32_t i = 0; i < literal->capture_count; i++) {
        const struct go_type *type = literal->captures[i].variable->type;
        bool pointer = literal->captures[i].by_reference;
        size = align(size, pointer ? 8 : go_alignment(type)) + (pointer ? 8 : go_size(type));
    }
    return size;
}

static const char *slice_reason(const struct ir_node *n) {
    const struct ir_node *size = n->y ? n->y : n->x;
    int64_t count;
    bool small = size->op == IR_CONSTANT && constant_int64(size->constant, &count) &&
                 count == (int32_t)count;
    if (!small) return "non-constant size";
    uint64_t each = go_size(go_underlying(n->type)->element);
    bool fits = each == 0 || count <= (int64_t)(IMPLICIT_MAX / each);
    return fits ? NULL : TOO_LARGE;
}

static const char *node_reason(const struct ir_node *n) {
    switch (n->op) {
    case IR_NEW:
    case IR_POINTER_LITERAL:
        return go_size(go_underlying(n->type)->element) > IMPLICIT_MAX ? TOO_LARGE : NULL;
    case IR_CLOSURE: return record_size(n->function) > IMPLICIT_MAX ? TOO_LARGE : NULL;
    case IR_METHOD_VALUE: return go_size(n->x->type) > IMPLICIT_MAX - 8 ? TOO_LARGE : NULL;
    case IR_MAKE_SLICE: return slice_reason(n);
    default: return NULL;
    }
}

const char *escape_reason(const struct ir_location *l) {
    const struct ir_variable *x = l->variable;
    if (x) return x->class == VARIABLE_LOCAL && go_size(x->type) > VARIABLE_MAX ? TOO_LARGE : NULL;
    return l->node ? node_reason(l->node) : NULL;
}

/* ---- lifetimes ---- */

static bool contains(const struct ir_function *outer, const struct ir_function *inner) {
    if (!outer || !inner || outer == inner) return false;
    for (inner = inner->outer; inner; inner = inner->outer)
        if (inner == outer) return true;
    return false;
}

static bool is_result(const struct ir_location *l) {
    return l->variable && l->variable->class == VARIABLE_RESULT;
}

/* Whether what is stored in `l` may outlive the stack slot of `other`. What a literal that is
 * called where it stands returns does not outlive the function around it. */
static bool outlives(const struct ir_location *l, const struct ir_location *other) {
    if (l->escapes) return true;
    if (is_result(l))
        return !(contains(other->function, l->function) && l->function->called_on_the_spot);
    if (l->function == other->function && l->loop_depth < other->loop_depth) return true;
    return contains(l->function, other->function);
}

/* ---- leaks of parameters ---- */

static void add_leak(uint8_t *leak, int32_t derefs) {
    int32_t value = derefs + 1 < UINT8_MAX ? derefs + 1 : UINT8_MAX;
    if (*leak == 0 || value < *leak) *leak = (uint8_t)value;
}

/* A result that is itself on the heap is as good as the heap. */
static void leak_to(struct ir_location *l, const struct ir_location *root, int32_t derefs) {
    bool result = is_result(root) && !root->escapes && root->function == l->function &&
                  root->result - 1 < ESCAPE_RESULTS;
    add_leak(result ? &l->leaks.results[root->result - 1] : &l->leaks.heap, derefs);
}

/* ---- walks ---- */

static void wait(struct walk *w, struct ir_location *l) {
    if (l->queued) return;
    l->queued = true;
    escape_push(w->batch->pool, &w->waiting, l);
}

static void follow_edges(struct walk *w, struct ir_location *l, int32_t derefs) {
    for (uint32_t i = 0; i < l->edge_count; i++) {
        struct ir_location *source = l->edges[i].source;
        if (source->escapes) continue;
        int32_t sum = derefs + l->edges[i].derefs;
        if (source->walk == w->batch->walks && source->derefs <= sum) continue;
        source->walk = w->batch->walks;
        source->derefs = sum;
        source->to = l;
        source->to_edge = i;
        escape_push(w->batch->pool, &w->reached, source);
    }
}

static bool is_parameter(const struct ir_location *l) {
    return l->variable && l->variable->class == VARIABLE_PARAMETER;
}

/* Whether l turned out to be on the heap by its address flowing to what outlives it. */
static bool judge(struct walk *w, struct ir_location *l, int32_t derefs, bool address) {
    if (!outlives(w->root, l)) return false;
    if (is_parameter(l)) {
        if (!l->escapes) report_leak(w->batch, w->root, l, derefs);
        leak_to(l, w->root, derefs);
    }
    if (!address || l->escapes) return false;
    report_escape(w->batch, l);
    l->escapes = true;
    wait(w, l);
    return true;
}

/* The address of y does not flow by &(x = y): below zero nothing is carried on. */
static void look_at(struct walk *w, struct ir_location *l) {
    bool address = l->derefs < 0;
    int32_t derefs = address ? 0 : l->derefs;
    if (address && !w->root->transient && l->transient) {
        l->transient = false;
        wait(w, l);
    }
    if (!judge(w, l, derefs, address)) follow_edges(w, l, derefs);
}

static void walk_from(struct walk *w, struct ir_location **roots, uint32_t count) {
    w->batch->walks++;
    w->root = roots[0];
    for (uint32_t i = 0; i < count; i++) {
        roots[i]->queued = false;
        roots[i]->walk = w->batch->walks;
        roots[i]->derefs = 0;
        roots[i]->to = NULL;
        roots[i]->rooted = w->batch->walks;
        escape_push(w->batch->pool, &w->reached, roots[i]);
    }
    while (w->reached.count) look_at(w, escape_pop(&w->reached));
}

/* ---- roots that judge alike ---- */

static int order(uint32_t x, uint32_t y) {
    return x < y ? -1 : x > y;
}

/* By all that `outlives`, `leak_to` and `look_at` ask of a root. The heap comes first: it is the
 * plainest of several reasons. */
static int compare(const struct ir_location *x, const struct ir_location *y) {
    int by = order(y->escapes, x->escapes);
    if (by == 0) by = order(x->transient, y->transient);
    if (by != 0 || x->escapes) return by;
    by = order(x->function->index, y->function->index);
    if (by == 0) by = order(x->result, y->result);
    return by != 0 ? by : order(x->loop_depth, y->loop_depth);
}

static int compare_items(const void *x, const void *y) {
    return compare(*(struct ir_location *const *)x, *(struct ir_location *const *)y);
}

/* What a root is may change while it waits: then it is walked from later, or by itself. */
static void walk_from_all(struct walk *w, struct ir_location **roots, uint32_t count) {
    qsort(roots, count, sizeof(struct ir_location *), compare_items);
    for (uint32_t first = 0, last = 0; first < count; first = last) {
        while (last < count && compare(roots[first], roots[last]) == 0) last++;
        walk_from(w, roots + first, last - first);
    }
}

static void walk_in_order(struct walk *w) {
    while (w->waiting.count) {
        struct ir_location *root = escape_pop(&w->waiting);
        walk_from(w, &root, 1);
    }
}

void escape_solve(struct batch *b) {
    struct walk w = {.batch = b};
    for (uint32_t i = 0; i < b->location_count; i++) wait(&w, b->locations[i]);
    wait(&w, &b->heap);
    if (b->report->explain) walk_in_order(&w);
    while (w.waiting.count) {
        const struct stack roots = w.waiting;
        w.waiting = (struct stack){0};
        walk_from_all(&w, (struct ir_location **)(void *)roots.items, roots.count);
    }
}
