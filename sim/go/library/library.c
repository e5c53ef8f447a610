/* Which packages there are. Their texts are in library_text.c, which library.cmake makes. */
#include "go/library/library.h"

#include <stddef.h>
#include <string.h>

const struct go_library_file *go_library_find(const char *path) {
    for (const struct go_library_file *file = GO_LIBRARY; file->path; file++)
        if (strcmp(file->path, path) == 0) return file;
    return NULL;
}

bool go_library_has(const char *path) {
    return go_library_find(path) != NULL;
}
