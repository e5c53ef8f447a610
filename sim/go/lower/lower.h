/* lower.h -- the intermediate form to operations of the machine. */
#ifndef TC_GO_LOWER_H
#define TC_GO_LOWER_H

#include "base/diag.h"
#include "go/ir/ir.h"
#include "program/program.h"

enum { LOWER_MEASURED = 4 };

struct lower_options {
    /* A function to be called instead of main, once to warm up and LOWER_MEASURED times more; NULL.
     * The program then has globals "measure.0", "measure.1", ...: structs with the fields Mallocs
     * and TotalAlloc, filled by MEMORY_STATISTICS after each of these calls. */
    const char *measure;
};

/* False with a complaint when a limit is passed (a frame or type too large) or the function to
 * measure
 * does not exist or has parameters. `source` is the user's text: the listing of the program. */
bool lower_program(struct ir_program *ir, const struct source *source,
                   const struct lower_options *options, struct program *out, struct diags *diags);

#endif
