/* Which locations must be on the heap (cmd/compile's escape/solve.go).
 *
 * From each location, the fewest dereferences to every other whose value reaches it. A location is
 * walked again when it turns out to escape, for then it is as good as the heap, or not to be
 * transient; both happen once. */
#include "go/escape/graph.h"

#include "go/escape/report.h"

struct walk {
    struct batch *batch;
    struct ir_location *root;
    struct stack waiting; /* to be roots */
    struct stack reached; /* by this walk, to be looked at */
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
    report_escape(w->batch, w->root, l);
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

static void walk_from(struct walk *w, struct ir_location *root) {
    w->batch->walks++;
    w->root = root;
    root->walk = w->batch->walks;
    root->derefs = 0;
    root->to = NULL;
    escape_push(w->batch->pool, &w->reached, root);
    while (w->reached.count) look_at(w, escape_pop(&w->reached));
}

void escape_solve(struct batch *b) {
    struct walk w = {.batch = b};
    for (uint32_t i = 0; i < b->location_count; i++) wait(&w, b->locations[i]);
    wait(&w, &b->heap);
    while (w.waiting.count) {
        struct ir_location *root = escape_pop(&w.waiting);
        root->queued = false;
        walk_from(&w, root);
    }
}
