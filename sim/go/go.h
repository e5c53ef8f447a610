/* go.h -- a Go source to a program of the machine: parse, check, build, analyse escapes, lower. */
#ifndef TC_GO_H
#define TC_GO_H

#include "base/diag.h"
#include "base/text.h"
#include "program/program.h"

struct go_options {
    const char *measure; /* lower.h; NULL */
    bool explain;        /* -m=2's text is wanted */
};

struct go_result {
    struct program program; /* the caller frees it */
    struct text verdicts;   /* "LINE:COL: text\n", as `tricolor escape` prints them */
    struct text explanation;
};

/* False with diagnostics. `source` must outlive the program. */
bool go_compile(const struct source *source, const struct go_options *options,
                struct go_result *out, struct diags *diags);
/* Only up to the verdicts. */
bool go_escape(const struct source *source, const struct go_options *options, struct go_result *out,
               struct diags *diags);
void go_result_free(struct go_result *r);

#endif
