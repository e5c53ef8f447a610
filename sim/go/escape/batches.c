/* The order of the analysis: functions that call each other at once, callees first.
 *
 * Strongly connected components of the graph of mentions (Tarjan), as ir/scc.go has them: a literal
 * is never a component of its own, it belongs to that of the function around it; and each function
 * has two numbers, so that a component of one function that does not call itself is told apart. */
#include "go/escape/graph.h"

#include "base/check.h"

enum { PLANNED = 1, TAGGED };

struct frame {
    struct ir_function *function;
    uint32_t id, least;
    struct stack mentions;
    uint32_t next; /* of the mentions */
};

struct mentions {
    const struct ir_program *program;
    struct stack *found;
};

struct order {
    struct ir_program *program;
    struct pool *pool;
    uint32_t *ids; /* of each function, 0: not seen; UINT32_MAX: done */
    uint32_t last_id;
    struct stack open;   /* functions whose component is not complete */
    struct stack frames; /* the way to the function at work */
    struct report *report;
    batch_analysis *analyse;
};

bool escape_is_inner(const struct ir_function *f) {
    return f->outer && !f->wrapper;
}

bool escape_in_batch(const struct ir_function *f) {
    return f->mark == PLANNED;
}

void escape_plan(struct ir_function *f) {
    f->mark = PLANNED;
}

void escape_set_tagged(struct ir_function *f) {
    f->mark = TAGGED;
}

/* ---- who mentions whom ---- */

static bool has_list_first(const struct ir_node *n) {
    switch (n->op) {
    case IR_IF:
    case IR_FOR:
    case IR_SWITCH:
    case IR_TYPE_SWITCH:
    case IR_CASE:
    case IR_ASSIGN_LIST:
    case IR_ASSIGN_RESULTS:
    case IR_ASSIGN_OK: return true;
    default: return false;
    }
}

static void push(struct pool *pool, struct stack *stack, struct ir_node *n) {
    if (n) escape_push(pool, stack, n);
}

/* The last first. */
static void push_parts(struct pool *pool, struct stack *stack, struct ir_node *n) {
    bool list_first = has_list_first(n);
    if (n->op == IR_IF) push(pool, stack, n->z);
    push(pool, stack, n->list2);
    if (!list_first) push(pool, stack, n->list);
    push(pool, stack, n->w);
    if (n->op != IR_IF) push(pool, stack, n->z);
    push(pool, stack, n->op == IR_KEYED ? n->x : n->y);
    push(pool, stack, n->op == IR_KEYED ? n->y : n->x);
    if (list_first) push(pool, stack, n->list);
    push(pool, stack, n->init);
}

void escape_each_node(struct pool *pool, struct ir_node *list, struct ir_visitor visitor) {
    struct stack stack = {0};
    push(pool, &stack, list);
    while (stack.count) {
        struct ir_node *n = escape_pop(&stack);
        visitor.visit(n, visitor.context);
        push(pool, &stack, n->next);
        push_parts(pool, &stack, n);
    }
}

static bool note_mention(struct ir_node *n, void *context) {
    struct mentions *m = context;
    const struct ir_program *p = m->program;
    bool mention = n->op == IR_FUNCTION || n->op == IR_METHOD_VALUE || n->op == IR_CLOSURE;
    struct ir_function *f = mention ? n->function : NULL;
    if (f && f->wrapper) f = f->wrapped;
    if (!f || f->intrinsic || f->index >= p->function_count) return true;
    if (p->functions[f->index] == f) escape_push(p->pool, m->found, f);
    return true;
}

static void find_mentions(struct order *o, const struct ir_function *f, struct stack *found) {
    struct mentions m = {o->program, found};
    escape_each_node(o->pool, f->body, (struct ir_visitor){note_mention, &m});
}

/* ---- components ---- */

static void enter(struct order *o, struct ir_function *f) {
    struct frame *frame = pool_alloc(o->pool, sizeof *frame);
    if (!frame) return;
    frame->function = f;
    frame->id = ++o->last_id;
    frame->least = ++o->last_id;
    o->ids[f->index] = frame->id;
    find_mentions(o, f, &frame->mentions);
    escape_push(o->pool, &o->open, f);
    escape_push(o->pool, &o->frames, frame);
}

static void complete(struct order *o, const struct ir_function *root) {
    uint32_t first = o->open.count;
    do {
        const struct ir_function *f = o->open.items[--first];
        o->ids[f->index] = UINT32_MAX;
        if (f == root) break;
    } while (first > 0);
    uint32_t count = o->open.count - first;
    o->open.count = first;
    o->analyse(o->program, o->report, (struct ir_function **)(void *)&o->open.items[first], count);
}

static void leave(struct order *o, struct frame *frame) {
    uint32_t least = frame->least;
    bool root = least == frame->id || least == frame->id + 1;
    if (root && !escape_is_inner(frame->function)) complete(o, frame->function);
    if (o->frames.count == 0) return;
    struct frame *outer = o->frames.items[o->frames.count - 1];
    if (least < outer->least) outer->least = least;
}

static void step(struct order *o) {
    struct frame *frame = o->frames.items[o->frames.count - 1];
    if (frame->next == frame->mentions.count) {
        o->frames.count--;
        leave(o, frame);
        return;
    }
    struct ir_function *f = frame->mentions.items[frame->next++];
    uint32_t id = o->ids[f->index];
    if (id == 0) enter(o, f);
    else if (id < frame->least) frame->least = id;
}

void escape_each_batch(struct ir_program *p, struct report *report, batch_analysis *analyse) {
    struct order o = {.program = p, .pool = p->pool, .report = report, .analyse = analyse};
    uint32_t count = p->function_count; /* wrappers come behind */
    o.ids = pool_alloc(p->pool, count * sizeof *o.ids);
    if (!o.ids) return;
    for (uint32_t i = 0; i < count; i++) {
        struct ir_function *f = p->functions[i];
        if (escape_is_inner(f) || o.ids[i]) continue;
        enter(&o, f);
        while (o.frames.count && !p->pool->failed) step(&o);
    }
}
