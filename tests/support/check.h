/* check.h -- a Go source through parser and type checker, for tests. */
#ifndef TC_SUPPORT_CHECK_H
#define TC_SUPPORT_CHECK_H

#include "base/diag.h"
#include "base/text.h"
#include "go/types/check.h"

struct check {
    struct pool pool;
    struct diags diags;
    struct go_file file;
    struct go_checked checked;
    bool right;
};

/* Named go.go. */
void check_open(struct check *c, const char *source);
void check_close(struct check *c);
/* All complaints, "LINE:COL: message\n" each. */
void check_complaints(const struct check *c, struct text *out);
/* Fails with the source when the complaints are other ones. */
void check_require(const char *source, const char *complaints);
/* The same, of "package main\nfunc main() {\n" BODY "\n}\n": line 3 is the body's first. */
void check_require_body(const char *body, const char *complaints);
/* The object of package main with that name. */
struct go_object *check_find(const struct check *c, const char *name);

#endif
