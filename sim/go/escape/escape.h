/* escape.h -- Go 1.19's escape analysis: what may live in a stack frame, and what must not.
 *
 * Graph of locations with weighted edges, walked from every location: cmd/compile's escape package.
 * Functions are analysed in batches, callees first; what a callee does with its parameters is its
 * tags.
 * It also turns `go f(x)` and `defer f(x)` into calls without arguments, as the compiler does. */
#ifndef TC_GO_ESCAPE_H
#define TC_GO_ESCAPE_H

#include "base/lines.h"
#include "go/ir/ir.h"

enum { ESCAPE_RESULTS = 7 }; /* leaks to later results count as leaks to the heap */

struct escape_tag {                  /* of a parameter */
    uint8_t heap;                    /* 0: does not leak; else 1 + dereferences */
    uint8_t results[ESCAPE_RESULTS]; /* likewise, to each result */
};

/* A line of `go build -gcflags='-m -l'`. There is none about the library. */
struct escape_verdict {
    uint32_t pos;
    uint32_t line, column; /* at most ESCAPE_COLUMN_MAX */
    const char *text;      /* "moved to heap: x" */
};

/* Fills in ir_program.verdicts, sorted by position and text, each once; and the fields under
 * "escape analysis" in ir.h. `source` is the user's file. With `explain`, what -m=2 prints is
 * appended to it (NULL: not wanted). */
void escape_analyse(struct ir_program *p, const struct source *source, struct text *explain);

/* Places beyond this column, and at it, are said by their lines only. */
enum { ESCAPE_COLUMN_MAX = 255 };

/* "LINE:COL", or "LINE" */
void escape_place_text(uint32_t line, uint32_t column, struct text *out);

#endif
