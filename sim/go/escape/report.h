/* report.h -- what escape analysis says: verdicts, and with -m=2 why. */
#ifndef TC_GO_ESCAPE_REPORT_H
#define TC_GO_ESCAPE_REPORT_H

#include "go/escape/graph.h"

struct report {
    struct ir_program *program;
    const struct source *source; /* the user's file: the first bytes of all texts */
    struct lines lines;
    struct text *explain; /* NULL: not wanted */
};

/* What is said of a location, to which more can be added; NULL without memory. */
struct ir_reason *report_reason(struct batch *b, struct ir_location *l);
/* A verdict, and a line of the explanation; nothing for functions of the library. Returns its text,
 * or NULL. */
const char *report_verdict(struct batch *b, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);
void report_self_assignment(struct visit *v, const struct ir_node *statement);
void report_capture(struct batch *b, const struct ir_variable *variable, bool by_value);
/* Calls of interface methods that turned out to be of known ones. */
void report_devirtualized(struct report *r);

/* explain.c: a location is on the heap because its address flows into one that is, by an edge that
 * the graph does not get ... */
void report_escape_at_once(struct batch *b, struct ir_location *to, const struct edge *edge);
/* ... or because of the way that the walk has found. */
void report_escape(struct batch *b, struct ir_location *l);
void report_leak(struct batch *b, struct ir_location *root, struct ir_location *l, int32_t derefs);
void report_find(const struct report *r, uint32_t pos, uint32_t *line, uint32_t *column);
/* "NAME:LINE:COL" */
void report_place(const struct report *r, uint32_t pos, struct text *out);

/* Sorts the program's verdicts; doubles are dropped. */
void report_finish(struct report *r);

#endif
