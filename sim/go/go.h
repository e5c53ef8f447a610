/* go.h -- a Go source to a program of the machine: parse, check, build, analyse escapes, lower. */
#ifndef TC_GO_H
#define TC_GO_H

#include "base/diag.h"
#include "base/text.h"
#include "program/program.h"

/* Adds the program to `out`, which is zero but perhaps for its pool. `measure` is a function to be
 * called some times instead of main (lower.h), or NULL. False with diagnostics. */
bool go_compile(const struct source *source, const char *measure, struct program *out,
                struct diags *diags);

/* The verdicts of escape analysis, a line each: "NAME:LINE:COL: text". With `explain` as -m=2
 * has them: in the compiler's order, each with what forced it. False with diagnostics. */
bool go_verdicts(const struct source *source, bool explain, struct text *out, struct diags *diags);

#endif
