/* statement.h -- the statements of a script, lowered to operations.
 *
 * One function a verb, and a table of verbs. Each statement writes its line of the listing first,
 * and the operations that follow belong to that line. */
#ifndef TC_STATEMENT_H
#define TC_STATEMENT_H

#include "scenario/value.h"

enum { PARAMETERS_MAX = 16 }; /* of a function, and so arguments of a call */

/* Lowers a list of statements behind what the function has so far. */
void lower_block(struct lowering *f, const cJSON *statements);

/* Adds a line to the listing; the operations that follow belong to it. */
void list_line(struct lowering *f, const char *format, ...) TC_PRINTF(2, 3);

/* ---- for the files of statements ---- */

/* A value as it stands in the listing. */
const char *listed(struct lowering *f, const cJSON *node);
/* ":=" for the first assignment to a local variable, "=" afterwards. */
const char *assigns(const struct lowering *f, const char *target);
bool is_new_local(const struct lowering *f, const char *target);
/* A local variable's slot, if that is what the target is. */
bool local_target(const struct lowering *f, const char *target, int32_t *slot, uint32_t *type);
/* A type, with its size. */
uint32_t type_read(struct lowering *f, const cJSON *node);
/* A site for objects of a type, with the statement's "name" and "why". */
uint32_t read_site(struct lowering *f, const cJSON *statement, uint32_t type, bool heap);

/* Manual memory: manual.c. */
void lower_malloc(struct lowering *f, const cJSON *statement);
void lower_calloc(struct lowering *f, const cJSON *statement);
void lower_realloc(struct lowering *f, const cJSON *statement);
void lower_free(struct lowering *f, const cJSON *statement);

#endif
