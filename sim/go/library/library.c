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

static const struct {
    const char *path, *names;
} EXPORTED[] = {
#define EXPORTED(path, names) {path, names},
#include "go/library/exported.def"
#undef EXPORTED
};

bool go_library_left_out(const char *path, const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof EXPORTED / sizeof EXPORTED[0]; i++) {
        if (strcmp(EXPORTED[i].path, path) != 0) continue;
        for (const char *at = EXPORTED[i].names; *at; at += strspn(at, " ")) {
            size_t word = strcspn(at, " ");
            if (word == length && memcmp(at, name, length) == 0) return true;
            at += word;
        }
    }
    return false;
}
