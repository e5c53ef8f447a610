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

#endif
