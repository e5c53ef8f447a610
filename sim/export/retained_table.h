/* retained_table.h -- what holds the memory, as a table for people: `run --retained`.
 *
 * Roots, types, lines of the program and objects, each with what it keeps alive: how many bytes in
 * how many objects, and what part that is of all that can be reached. The largest of each. */
#ifndef TC_RETAINED_TABLE_H
#define TC_RETAINED_TABLE_H

#include "machine/inspect/retained.h"

enum { RETAINED_ROWS_MAX = 1000 };

/* At most `rows` of each. False, and nothing is added, if the host has no memory for it. */
bool retained_table(const struct machine *m, uint32_t rows, struct text *out);

#endif
