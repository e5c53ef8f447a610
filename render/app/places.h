/* places.h -- where the program's own files are, found from where the program itself is. */
#ifndef TC_PLACES_H
#define TC_PLACES_H

#include <stdbool.h>
#include <stddef.h>

/* The folder with fonts or scenarios: in $TRICOLOR_DATA, beside the program, above it (a build
 * folder), or in ../share/tricolor (installed). False if there is none; then `out` says what was
 * looked for. */
bool place_find(const char *name, char *out, size_t size);

#endif
