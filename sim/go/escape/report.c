/* The lines of `go build -gcflags='-m -l'`. */
#include "go/escape/report.h"

#include <stdlib.h>
#include <string.h>

static void add_verdict(struct report *r, uint32_t pos, const char *text) {
    struct ir_program *p = r->program;
    struct escape_verdict *all = pool_grow(p->pool, p->verdicts, p->verdict_count, sizeof *all);
    if (!all || !text) return;
    p->verdicts = all;
    struct escape_verdict *v = &all[p->verdict_count++];
    *v = (struct escape_verdict){.pos = pos, .text = text};
    report_find(r, pos, &v->line, &v->column);
    if (!r->explain) return;
    report_place(r, pos, r->explain);
    text_addf(r->explain, ": %s\n", text);
}

const char *report_verdict(struct batch *b, uint32_t pos, const char *format, ...) {
    if (b->library) return NULL;
    struct text line = {0};
    va_list arguments;
    va_start(arguments, format);
    text_addv(&line, format, arguments);
    va_end(arguments);
    const char *kept = pool_string(b->pool, text_string(&line));
    add_verdict(b->report, pos, kept);
    text_free(&line);
    return kept;
}

void report_self_assignment(struct visit *v, const struct ir_node *statement) {
    struct text words = {0};
    ir_node_text(statement, &words);
    report_verdict(v->batch, statement->pos, "%s ignoring self-assignment in %s", v->function->name,
                   text_string(&words));
    text_free(&words);
}

/* Only -m=2 has this one. */
void report_capture(struct batch *b, const struct ir_variable *variable, bool by_value) {
    struct text *out = b->report->explain;
    if (!out || b->library) return;
    const struct ir_location *l = escape_location_of(b, variable);
    report_place(b->report, variable->pos, out);
    text_addf(out, ": %s capturing by %s: %s (addr=%s assign=%s width=%llu)\n",
              variable->function->name, by_value ? "value" : "ref", variable->name,
              l->address_taken ? "true" : "false", l->reassigned ? "true" : "false",
              (unsigned long long)go_size(variable->type));
}

/* ---- calls of interface methods ---- */

static bool report_call(struct ir_node *n, void *context) {
    if (n->op == IR_CALL || n->op == IR_CALL_INTERFACE)
        if ((n->flags & FLAG_DEVIRTUALIZED) && n->text) add_verdict(context, n->pos, n->text);
    return true;
}

/* Literals come before what they stand in. */
static void report_in(struct report *r, const struct ir_function *f) {
    for (uint32_t i = 0; i < f->literal_count; i++) report_in(r, f->literals[i]);
    escape_each_node(r->program->pool, f->body, (struct ir_visitor){report_call, r});
}

void report_devirtualized(struct report *r) {
    for (uint32_t i = 0; i < r->program->function_count; i++) {
        const struct ir_function *f = r->program->functions[i];
        if (!f->library && !escape_is_inner(f)) report_in(r, f);
    }
}

/* ---- order ---- */

static int compare(const void *x, const void *y) {
    const struct escape_verdict *a = x, *b = y;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return strcmp(a->text, b->text);
}

void report_finish(struct report *r) {
    struct ir_program *p = r->program;
    struct escape_verdict *v = p->verdicts;
    if (p->verdict_count == 0) return;
    qsort(v, p->verdict_count, sizeof *v, compare);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < p->verdict_count; i++)
        if (compare(&v[kept - 1], &v[i]) != 0) v[kept++] = v[i];
    p->verdict_count = kept;
}
