/* The way by which something came to the heap, in the words of -m=2. */
#include <string.h>

#include "go/escape/report.h"

#include "base/check.h"

enum { WHY_FLOWS_MAX = 4 };

/* cmd/internal/src/pos.go: there is no room for larger columns. */
void report_find(const struct report *r, uint32_t pos, uint32_t *line, uint32_t *column) {
    lines_place(&r->lines, pos - 1, line, column);
    if (*column > ESCAPE_COLUMN_MAX) *column = ESCAPE_COLUMN_MAX;
}

void escape_place_text(uint32_t line, uint32_t column, struct text *out) {
    text_addf(out, "%u", line);
    if (column < ESCAPE_COLUMN_MAX) text_addf(out, ":%u", column);
}

static void add_bare_place(const struct report *r, uint32_t pos, struct text *out) {
    uint32_t line, column;
    report_find(r, pos, &line, &column);
    escape_place_text(line, column, out);
}

void report_place(const struct report *r, uint32_t pos, struct text *out) {
    text_addf(out, "%s:", r->source->name);
    add_bare_place(r, pos, out);
}

static uint32_t position(const struct ir_location *l) {
    return l->variable ? l->variable->pos : l->node->pos;
}

/* Blank results have names of ours. */
static void add_variable(const struct ir_variable *variable, struct text *out) {
    bool blank = variable->name[0] == '~' && variable->name[1] == 'b';
    text_add(out, blank ? "_" : variable->name);
}

static void add_name(const struct ir_location *l, struct text *out) {
    if (l->variable) add_variable(l->variable, out);
    else ir_node_text(l->node, out);
}

static void add_location(const struct batch *b, const struct ir_location *l, struct text *out) {
    if (l == &b->heap) text_add(out, "{heap}");
    else if (l->variable) add_variable(l->variable, out);
    else if (!l->node) text_add(out, "{temp}");
    else {
        text_add(out, "{storage for ");
        ir_node_text(l->node, out);
        text_add(out, "}");
    }
}

/* DST = *SRC */
static void add_flow(const struct batch *b, const struct ir_location *to, const struct edge *edge,
                     struct text *out) {
    add_location(b, to, out);
    text_add(out, edge->derefs < 0 ? " = &" : " = ");
    for (int32_t i = 0; i < edge->derefs; i++) text_add(out, "*");
    add_location(b, edge->source, out);
}

static void add_place(const struct batch *b, uint32_t pos, struct text *out) {
    report_place(b->report, pos, out);
}

static void explain_note(const struct batch *b, uint32_t pos, const struct note *note) {
    struct text *out = b->report->explain;
    add_place(b, pos, out);
    text_add(out, ":     from ");
    if (note->variable) add_variable(note->variable, out);
    else ir_node_text(note->where, out);
    text_addf(out, " (%s) at ", note->why);
    add_place(b, note->pos, out);
    text_add(out, "\n");
}

static void explain_flow(const struct batch *b, uint32_t pos, const struct ir_location *to,
                         const struct edge *edge) {
    struct text *out = b->report->explain;
    add_place(b, pos, out);
    text_add(out, ":   flow: ");
    add_flow(b, to, edge, out);
    text_add(out, ":\n");
    for (const struct note *n = edge->notes; n; n = n->next) explain_note(b, pos, n);
}

/* ---- one line for a person ---- */

/* What the last note on the way means; others are shown in the compiler's words. */
static const struct {
    const char *note, *words;
} REASONS[] = {
    {"return", "it is returned"},
    {"send", "it is sent through a channel"},
    {"call parameter", "it is passed to a function that may keep it"},
    {"assign", "it is stored where it may live longer"},
    {"assign-pair", "it is stored where it may live longer"},
    {"reference", "a func value that outlives its stack frame refers to it"},
    {"captured by a closure", "a func value that outlives its stack frame takes it along"},
    {"interface-converted", "an interface that outlives its stack frame holds it"},
    {"slice-literal-element", "a slice that outlives its stack frame holds it"},
    {"array literal element", "an array that outlives its stack frame holds it"},
    {"struct literal element", "a struct that outlives its stack frame holds it"},
    {"map literal key", "it is stored in a map"},
    {"map literal value", "it is stored in a map"},
    {"key of map put", "it is stored in a map"},
    {"spill", "what is made of it outlives its stack frame"},
    {"range", "it outlives the loop"},
    {"too large for stack", "it is too large for the stack"},
    {"non-constant size", "its size is known only when the program runs"},
};

static const char *reason_in_words(const char *note) {
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
        if (strcmp(REASONS[i].note, note) == 0) return REASONS[i].words;
    return note;
}

static const struct note *last_note(const struct edge *edge) {
    const struct note *note = edge->notes;
    while (note && note->next) note = note->next;
    return note;
}

/* Braces, and that something is only storage, are for compilers' writers. */
static void add_plainly(const char *flow, struct text *out) {
    static const char STORAGE[] = "{storage for ", DOTS[] = "... argument";
    for (const char *at = flow; *at; at++) {
        if (strncmp(at, STORAGE, strlen(STORAGE)) == 0) {
            at += strlen(STORAGE) - 1;
        } else if (strncmp(at, DOTS, strlen(DOTS)) == 0) {
            at += strlen(DOTS) - 1;
            text_add(out, "arguments");
        } else if (*at != '{' && *at != '}') text_add_bytes(out, at, 1);
    }
}

/* "it is returned, at 16:2 (~r0 = &p)" */
static const char *in_words(const struct batch *b, const struct edge *last, const char *flows) {
    struct text words = {0};
    const struct note *note = last_note(last);
    if (note) {
        text_addf(&words, "%s, at ", reason_in_words(note->why));
        add_bare_place(b->report, note->pos, &words);
        text_add(&words, " (");
    }
    add_plainly(flows, &words);
    if (note) text_add(&words, ")");
    const char *kept = pool_string(b->pool, text_string(&words));
    text_free(&words);
    return kept;
}

static void keep_why(struct batch *b, struct ir_location *l, const struct edge *last,
                     const struct text *flows) {
    const char *why = in_words(b, last, text_string(flows));
    if (l->variable) l->variable->why = why;
    if (l->node) l->node->why = why;
}

static bool is_silent(const struct batch *b) {
    return b->library;
}

static const struct edge *edge_from(const struct ir_location *source) {
    const struct edge *edge = &source->to->edges[source->to_edge];
    CHECK(edge->source == source);
    return edge;
}

/* Ways may be cyclic, and long: the middle of a long one is left out. */
static void note_way(struct batch *b, struct ir_location *l) {
    struct text flow = {0};
    const struct ir_location *source = l;
    const struct edge *edge;
    uint32_t flows = 0, explanation = ++b->explanations;
    for (;; source = source->to) {
        edge = edge_from(source);
        bool last = source->to->rooted == b->walks, seen = source->explained == explanation;
        ((struct ir_location *)source)->explained = explanation;
        if (flows < WHY_FLOWS_MAX || last) {
            if (flows) text_add(&flow, flows > WHY_FLOWS_MAX ? ", ..., " : ", ");
            add_flow(b, source->to, edge, &flow);
        }
        flows++;
        if (last || seen) break;
    }
    keep_why(b, l, edge, &flow);
    text_free(&flow);
}

static void note_edge(struct batch *b, const struct ir_location *to, const struct edge *edge) {
    struct text flow = {0};
    add_flow(b, to, edge, &flow);
    keep_why(b, edge->source, edge, &flow);
    text_free(&flow);
}

/* ---- -m=2 ---- */

static void explain_head(const struct batch *b, const struct ir_location *l) {
    struct text *out = b->report->explain;
    add_place(b, position(l), out);
    text_add(out, ": ");
    add_name(l, out);
    text_add(out, " escapes to heap:\n");
}

static void explain_cycle(const struct batch *b, uint32_t pos) {
    add_place(b, pos, b->report->explain);
    text_add(b->report->explain, ":   warning: truncated explanation due to assignment cycle; "
                                 "see golang.org/issue/35518\n");
}

static void explain_way(struct batch *b, const struct ir_location *root,
                        struct ir_location *source) {
    uint32_t explanation = ++b->explanations, pos = position(source);
    for (;; source = source->to) {
        if (source->explained == explanation) {
            explain_cycle(b, pos);
            return;
        }
        source->explained = explanation;
        explain_flow(b, pos, source->to, edge_from(source));
        if (source->to == root) return;
    }
}

void report_escape_at_once(struct batch *b, struct ir_location *to, const struct edge *edge) {
    if (is_silent(b) || !(edge->source->node || edge->source->variable)) return;
    note_edge(b, to, edge);
    if (!b->report->explain) return;
    explain_head(b, edge->source);
    explain_flow(b, position(edge->source), to, edge);
}

void report_escape(struct batch *b, struct ir_location *root, struct ir_location *l) {
    if (is_silent(b) || !(l->node || l->variable)) return;
    note_way(b, l);
    if (!b->report->explain) return;
    explain_head(b, l);
    explain_way(b, root, l);
}

void report_leak(struct batch *b, struct ir_location *root, struct ir_location *l, int32_t derefs) {
    struct text *out = b->report->explain;
    if (is_silent(b) || !out) return;
    add_place(b, position(l), out);
    text_addf(out, ": parameter %s leaks to ", l->variable->name);
    add_location(b, root, out);
    text_addf(out, " with derefs=%d:\n", derefs);
    explain_way(b, root, l);
}
