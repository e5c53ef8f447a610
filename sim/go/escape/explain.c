/* The way by which something came to the heap, in the words of -m=2. */
#include <string.h>

#include "go/escape/report.h"

#include "base/check.h"

enum { WHY_FLOWS_MAX = 4, FLOW_BYTES_MAX = 1200 };

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

static void explain_note(const struct batch *b, uint32_t pos, const struct note *note,
                         struct text *out) {
    add_place(b, pos, out);
    text_add(out, ":     from ");
    if (note->variable) add_variable(note->variable, out);
    else ir_node_text(note->where, out);
    text_addf(out, " (%s) at ", note->why);
    add_place(b, note->pos, out);
    text_add(out, "\n");
}

static void explain_flow(const struct batch *b, uint32_t pos, const struct ir_location *to,
                         const struct edge *edge, struct text *out) {
    add_place(b, pos, out);
    text_add(out, ":   flow: ");
    add_flow(b, to, edge, out);
    text_add(out, ":\n");
    for (const struct note *n = edge->notes; n; n = n->next) explain_note(b, pos, n, out);
}

/* ---- one line for a person ---- */

/* What the last note on the way means; others are shown in the compiler's words. */
static const struct meaning {
    const char *note, *words, *brief;
} MEANINGS[] = {
    {"return", "it is returned", "returned"},
    {"send", "it is sent through a channel", "sent"},
    {"call parameter", "it is passed to a function that may keep it", "passed on"},
    {"assign", "it is stored where it may live longer", "stored"},
    {"assign-pair", "it is stored where it may live longer", "stored"},
    {"reference", "a func value that outlives its stack frame refers to it", "captured"},
    {"captured by a closure", "a func value that outlives its stack frame takes it along",
     "captured"},
    {"interface-converted", "an interface that outlives its stack frame holds it", "in interface"},
    {"slice-literal-element", "a slice that outlives its stack frame holds it", "in slice"},
    {"array literal element", "an array that outlives its stack frame holds it", "in array"},
    {"struct literal element", "a struct that outlives its stack frame holds it", "in struct"},
    {"map literal key", "it is stored in a map", "in map"},
    {"map literal value", "it is stored in a map", "in map"},
    {"key of map put", "it is stored in a map", "in map"},
    {"spill", "what is made of it outlives its stack frame", "outlives frame"},
    {"range", "it outlives the loop", "outlives loop"},
    {"too large for stack", "it is too large for the stack", "too large"},
    {"non-constant size", "its size is known only when the program runs", "size unknown"},
};

static struct meaning meaning_of(const char *note) {
    for (size_t i = 0; i < sizeof MEANINGS / sizeof *MEANINGS; i++)
        if (strcmp(MEANINGS[i].note, note) == 0) return MEANINGS[i];
    return (struct meaning){note, note, note};
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
        text_addf(&words, "%s, at ", meaning_of(note->why).words);
        add_bare_place(b->report, note->pos, &words);
        text_add(&words, " (");
    }
    add_plainly(flows, &words);
    if (note) text_add(&words, ")");
    const char *kept = pool_string(b->pool, text_string(&words));
    text_free(&words);
    return kept;
}

struct ir_reason *report_reason(struct batch *b, struct ir_location *l) {
    struct ir_reason **reason = l->variable ? &l->variable->why : &l->node->why;
    if (!*reason) *reason = pool_alloc(b->pool, sizeof **reason);
    return *reason;
}

static void keep_why(struct batch *b, struct ir_location *l, const struct edge *last,
                     const struct text *flows) {
    struct ir_reason *reason = report_reason(b, l);
    const struct note *note = last_note(last);
    if (!reason) return;
    reason->why = in_words(b, last, text_string(flows));
    reason->brief = note ? meaning_of(note->why).brief : NULL;
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

static void explain_head(const struct batch *b, const struct ir_location *l, struct text *out) {
    add_place(b, position(l), out);
    text_add(out, ": ");
    add_name(l, out);
    text_add(out, " escapes to heap:\n");
}

static void explain_cycle(const struct batch *b, uint32_t pos, struct text *out) {
    add_place(b, pos, out);
    text_add(out, ":   warning: truncated explanation due to assignment cycle; "
                  "see golang.org/issue/35518\n");
}

/* Ends early when there are `limit` bytes. */
static void explain_way(struct batch *b, struct ir_location *source, struct text *out,
                        size_t limit) {
    uint32_t explanation = ++b->explanations, pos = position(source);
    for (; out->length < limit; source = source->to) {
        if (source->explained == explanation) {
            explain_cycle(b, pos, out);
            return;
        }
        source->explained = explanation;
        explain_flow(b, pos, source->to, edge_from(source), out);
        if (source->to->rooted == b->walks) return;
    }
}

/* ---- what is kept of it: for people who look at one place ---- */

/* Adds a line without the file's name, nor the place that all lines begin with. */
static void add_line(const struct batch *b, const char *line, size_t length, const char *place,
                     struct text *out) {
    const char *name = b->report->source->name, *end = line + length;
    size_t named = strlen(name), placed = strlen(place);
    if (length >= placed && memcmp(line, place, placed) == 0) line += placed;
    while (line < end) {
        if ((size_t)(end - line) > named && line[named] == ':' && memcmp(line, name, named) == 0)
            line += named + 1;
        else text_add_bytes(out, line++, 1);
    }
}

/* What is longer than a person reads at once ends in dots, after a whole line. */
static void add_lines(const struct batch *b, const struct ir_location *l, const struct text *from,
                      struct text *out) {
    struct text place = {0};
    add_place(b, position(l), &place);
    text_add(&place, ": ");
    const char *line = text_string(from), *end;
    for (; (end = strchr(line, '\n')); line = end + 1) {
        if (out->length + (size_t)(end - line) > FLOW_BYTES_MAX) break;
        if (out->length) text_add(out, "\n");
        add_line(b, line, (size_t)(end - line), text_string(&place), out);
    }
    if (end) text_add(out, "\n  ...");
    text_free(&place);
}

static void keep_flow(struct batch *b, struct ir_location *l, const struct text *lines) {
    struct ir_reason *reason = report_reason(b, l);
    struct text kept = {0};
    add_lines(b, l, lines, &kept);
    if (reason) reason->flow = pool_string(b->pool, text_string(&kept));
    text_free(&kept);
}

/* With an explanation all of it is told, else only what is kept. */
static size_t limit_of(const struct batch *b) {
    return b->report->explain ? SIZE_MAX : 4 * FLOW_BYTES_MAX;
}

static void tell(struct batch *b, struct ir_location *l, struct text *lines) {
    if (b->report->explain) text_add(b->report->explain, text_string(lines));
    keep_flow(b, l, lines);
    text_free(lines);
}

void report_escape_at_once(struct batch *b, struct ir_location *to, const struct edge *edge) {
    if (is_silent(b) || !(edge->source->node || edge->source->variable)) return;
    struct text lines = {0};
    note_edge(b, to, edge);
    explain_head(b, edge->source, &lines);
    explain_flow(b, position(edge->source), to, edge, &lines);
    tell(b, edge->source, &lines);
}

void report_escape(struct batch *b, struct ir_location *l) {
    if (is_silent(b) || !(l->node || l->variable)) return;
    struct text lines = {0};
    note_way(b, l);
    explain_head(b, l, &lines);
    explain_way(b, l, &lines, limit_of(b));
    tell(b, l, &lines);
}

void report_leak(struct batch *b, struct ir_location *root, struct ir_location *l, int32_t derefs) {
    struct text *out = b->report->explain;
    if (is_silent(b) || !out) return;
    add_place(b, position(l), out);
    text_addf(out, ": parameter %s leaks to ", l->variable->name);
    add_location(b, root, out);
    text_addf(out, " with derefs=%d:\n", derefs);
    explain_way(b, l, out, SIZE_MAX);
}
