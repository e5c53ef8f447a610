/* target.h -- where a new file is to go. */
#ifndef TC_TARGET_H
#define TC_TARGET_H

#include <stdbool.h>
#include <stddef.h>

/* A name for a file that is made of another one: beside it, or in the user's home where that folder
 * cannot be written; called as it is, with `tail` in place of what its name ends in. False if it
 * does not fit. */
bool target_beside(const char *path, const char *tail, char *out, size_t size);
/* Whether there is something of that name already. */
bool target_exists(const char *path);

#endif
