#include "files/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The name without its folder and without its ending. */
static void stem_of(const char *path, const char **stem, int *length) {
    const char *slash = strrchr(path, '/');
    *stem = slash ? slash + 1 : path;
    const char *dot = strrchr(*stem, '.');
    *length = dot && dot > *stem ? (int)(dot - *stem) : (int)strlen(*stem);
}

static bool can_be_written(const char *path, int folder) {
    char name[4096];
    int length = snprintf(name, sizeof name, "%.*s", folder ? folder : 1, folder ? path : ".");
    return (size_t)length < sizeof name && access(name, W_OK) == 0;
}

bool target_beside(const char *path, const char *tail, char *out, size_t size) {
    const char *stem, *home = getenv("HOME");
    int length, written;
    stem_of(path, &stem, &length);
    int folder = (int)(stem - path); /* with its slash */
    if (!can_be_written(path, folder) && home && home[0] == '/')
        written = snprintf(out, size, "%s/%.*s%s", home, length, stem, tail);
    else written = snprintf(out, size, "%.*s%.*s%s", folder, path, length, stem, tail);
    return written >= 0 && (size_t)written < size;
}

bool target_exists(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0;
}
