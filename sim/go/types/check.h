/* check.h -- the type checker: names resolved, every expression typed, constants computed.
 *
 * Complaints are worded as Go 1.19's compiler words them. */
#ifndef TC_GO_CHECK_H
#define TC_GO_CHECK_H

#include "go/types/type.h"

/* Names of a block. Scopes of packages are kept; others die with the check. */
struct go_scope;

struct go_package {
    const char *path, *name; /* "strings"; "main" */
    struct go_scope *scope;
    struct go_file file;
    struct go_object **functions; /* declared ones and methods, in source order */
    uint32_t function_count;
    struct go_node **variables; /* package-level VAR specs in the order of their initialisation */
    uint32_t variable_count;
    struct go_object **inits; /* func init, in source order; not in `functions` */
    uint32_t init_count;
    bool library;
};

struct go_checked {
    struct go_package **packages; /* imported ones first, main last */
    uint32_t package_count;
};

/* Checks `main` and what it imports. Library packages are parsed and checked on demand
 * (library.h). False if there were complaints, those of go_parse too: behind some of them
 * (main->sound) the check goes on, as cmd/compile does. All in `diags` are then in source order. */
bool go_check(struct go_file *main, struct pool *pool, struct diags *diags, struct go_checked *out);

struct go_object *go_scope_find(const struct go_scope *scope, const char *name);

#endif
