/* One batch after the other: build the graph, decide what literals copy, solve, report
 * (cmd/compile's escape/escape.go). */
#include "go/escape/escape.h"

#include "go/escape/report.h"

enum { CAPTURE_BY_VALUE_MAX = 128 };

static void add_variables(struct visit *v, struct ir_variable **variables, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (variables[i]->class != VARIABLE_PARAMETER || !variables[i]->blank)
            escape_location(v, NULL, variables[i], false);
}

static void add_function(struct batch *b, struct ir_function *f) {
    struct visit v = {.batch = b, .function = f, .loop_depth = 1};
    escape_plan(f);
    add_variables(&v, f->parameters, f->parameter_count);
    add_variables(&v, f->results, f->result_count);
    add_variables(&v, f->locals, f->local_count);
    for (uint32_t i = 0; i < f->result_count; i++)
        if (f->results[i]->location) f->results[i]->location->result = 1 + i;
}

static void add_capture(struct batch *b, struct hole k, struct ir_capture *c) {
    struct ir_location *l = escape_location_of(b, c->variable);
    bool by_value =
        !l->address_taken && !l->reassigned && go_size(c->variable->type) <= CAPTURE_BY_VALUE_MAX;
    c->by_reference = !by_value;
    report_capture(b, c->variable, by_value);
    if (!by_value) {
        k = escape_shifted(k, -1);
        k = escape_noted_variable(b, k, c->variable, c->pos, "reference");
    }
    k = escape_noted_variable(b, k, c->variable, c->pos, "captured by a closure");
    escape_flow(b, k, l);
}

/* Only now is it known what is assigned again, or has its address taken. */
static void add_captures(struct batch *b) {
    for (uint32_t i = 0; i < b->closure_count; i++) {
        struct ir_function *f = b->closures[i].node->function;
        for (uint32_t c = 0; c < f->capture_count; c++)
            add_capture(b, b->closures[i].hole, &f->captures[c]);
    }
}

static void force_to_heap(struct batch *b) {
    for (uint32_t i = 0; i < b->location_count; i++) {
        struct ir_location *l = b->locations[i];
        const char *why = escape_reason(l);
        if (!why) continue;
        struct hole k = escape_shifted(escape_hole(&b->heap), -1);
        if (l->variable) k = escape_noted_variable(b, k, l->variable, l->variable->pos, why);
        else k = escape_noted(b, k, l->node, why);
        escape_flow(b, k, l);
    }
}

/* The functions that go and defer statements are given have no verdict. */
static bool is_wrapper(const struct ir_node *n) {
    return n->op == IR_CLOSURE && n->function->wrapper;
}

static void keep_verdict(struct batch *b, struct ir_location *l, const char *verdict) {
    struct ir_reason *reason = verdict ? report_reason(b, l) : NULL;
    if (reason) reason->verdict = verdict;
}

static void report_expression(struct batch *b, struct ir_location *l) {
    struct text words = {0};
    ir_node_text(l->node, &words);
    const char *verdict =
        report_verdict(b, l->node->pos, l->escapes ? "%s escapes to heap" : "%s does not escape",
                       text_string(&words));
    text_free(&words);
    keep_verdict(b, l, verdict);
}

static void conclude(struct batch *b, struct ir_location *l) {
    if (l->variable) l->variable->escapes = l->escapes;
    if (l->variable && l->escapes)
        keep_verdict(b, l,
                     report_verdict(b, l->variable->pos, "moved to heap: %s", l->variable->name));
    if (!l->node) return;
    l->node->escapes = l->escapes;
    if (!b->library && !is_wrapper(l->node)) report_expression(b, l);
}

static void finish(struct batch *b) {
    for (uint32_t i = 0; i < b->function_count; i++) {
        escape_set_tagged(b->functions[i]);
        escape_tag_function(b, b->functions[i]);
    }
    for (uint32_t i = 0; i < b->location_count; i++) conclude(b, b->locations[i]);
}

static bool unpack(struct ir_node *n, void *context) {
    (void)context;
    if (n->op == IR_CALL || n->op == IR_CALL_INTERFACE) n->flags |= FLAG_UNPACKED;
    return true;
}

/* The compiler packs the arguments of a call when it comes to it; what is explained before that
 * shows them as they were. */
static void unpack_calls(struct batch *b) {
    for (uint32_t i = 0; i < b->function_count; i++)
        escape_each_node(b->pool, b->functions[i]->body, (struct ir_visitor){unpack, NULL});
}

static void analyse(struct ir_program *p, struct report *report, struct ir_function **functions,
                    uint32_t count) {
    struct batch b = {.program = p,
                      .pool = p->pool,
                      .report = report,
                      .functions = functions,
                      .function_count = count,
                      .library = functions[0]->library,
                      .heap.escapes = true};
    unpack_calls(&b);
    for (uint32_t i = 0; i < count; i++) add_function(&b, functions[i]);
    for (uint32_t i = 0; i < count; i++)
        if (!escape_is_inner(functions[i])) escape_body(&b, functions[i]);
    add_captures(&b);
    force_to_heap(&b);
    escape_solve(&b);
    finish(&b);
}

/* The array is made anew, since wrappers will be added to it. */
static bool number_functions(struct ir_program *p) {
    struct ir_function **all = NULL;
    for (uint32_t i = 0; i < p->function_count; i++) {
        all = pool_grow(p->pool, all, i, sizeof(struct ir_function *));
        if (!all) return false;
        all[i] = p->functions[i];
        all[i]->index = i;
        all[i]->mark = 0;
    }
    if (all) p->functions = all;
    return true;
}

void escape_analyse(struct ir_program *p, const struct source *source, struct text *explain) {
    struct report report = {.program = p, .source = source, .explain = explain};
    report.lines = lines_of(source, p->pool);
    if (!number_functions(p)) return;
    report_devirtualized(&report);
    escape_each_batch(p, &report, analyse);
    report_finish(&report);
}
