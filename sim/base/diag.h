/* diag.h -- complaints about input, as one line with a place.
 *
 * A diagnostic is `FILE:LINE:COL: what is wrong; what was expected`, perhaps with more lines, and
 * below it the line of the file and a caret. They are collected, never printed by the code that
 * finds them: `diags_text` turns the list into words for stderr or for the window.
 * Lines and columns count from 1; columns count bytes, as compilers do. */
#ifndef TC_DIAG_H
#define TC_DIAG_H

#include <stddef.h>

#include "base/text.h"

enum { DIAG_MAX = 20 }; /* more would scroll the first, which matters most, off the screen */

/* What a place is counted in: one input file's whole text. The text outlives the diagnostics. */
struct source {
    const char *name; /* as the user named it */
    const char *text;
    size_t length;
};

struct diag {
    size_t offset; /* into the source's text; DIAG_NOWHERE when the file as a whole is meant */
    char *message;
};

#define DIAG_NOWHERE ((size_t)-1)

struct diags {
    struct source source;
    struct diag list[DIAG_MAX];
    size_t count;   /* of those kept */
    size_t dropped; /* found after the list was full */
};

void diags_init(struct diags *d, struct source source);
void diags_free(struct diags *d);
void diag_at(struct diags *d, size_t offset, const char *format, ...) TC_PRINTF(3, 4);
void diag_file(struct diags *d, const char *format, ...) TC_PRINTF(2, 3);

/* Line and column of an offset, both from 1. */
void source_place(const struct source *s, size_t offset, size_t *line, size_t *column);
/* All complaints, with source lines and carets, each ended by a newline. */
void diags_text(const struct diags *d, struct text *out);

/* The name in `names` (ended by NULL) that `word` was probably meant to be; NULL if none is near.
 */
const char *nearest_name(const char *word, const char *const *names);

#endif
