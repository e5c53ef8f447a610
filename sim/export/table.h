/* table.h -- the numbers of a run as a table: comma-separated values as in RFC 4180.
 *
 * Lines end in CRLF, the first one names the columns, and a field with a comma, a quote or a line
 * end in it is put into quotes. Numbers are whole, in decimal digits: bytes, objects, nanoseconds
 * of simulated time. A row is written at once, so memory does not grow with the run.
 */
#ifndef TC_TABLE_H
#define TC_TABLE_H

#include <stdio.h>

#include "session/session.h"

struct table {
    const struct machine *m; /* the run ahead of the session */
    FILE *out;
    struct text line;
    bool failed; /* something could not be written, or there was no memory */
};

/* Each of these returns whether all is well so far; table_end gives back what was taken. */

/* A row a step: its number, when it began, the phase behind it, who did it, and all of STATISTICS
 * but the number of steps. The first row can be any step, 0 included. */
bool table_begin_steps(struct table *t, const struct session *s, FILE *out);
/* The step that the run ahead has come to. */
bool table_add_step(struct table *t);

/* A row for each collection, as the line that GODEBUG=gctrace=1 prints tells of it, but with times
 * to the nanosecond and sizes to the byte. Collections of the nursery are not among them, as they
 * are not in Go's line. */
bool table_begin_cycles(struct table *t, const struct session *s, FILE *out);
/* To be called while the event GC_TRACE is emitted. */
bool table_add_cycle(struct table *t);

bool table_end(struct table *t);

#endif
