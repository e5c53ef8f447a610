#include "app/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path) {
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* The program's own folder; "." where the system does not tell. */
static void own_folder(char *out, size_t size) {
    ssize_t length = readlink("/proc/self/exe", out, size - 1);
    if (length <= 0) {
        snprintf(out, size, ".");
        return;
    }
    out[length] = '\0';
    char *slash = strrchr(out, '/');
    if (slash) *slash = '\0';
}

bool place_find(const char *name, char *out, size_t size) {
    static const char *const ABOVE[] = {".", "..", "../..", "../share/tricolor"};
    char own[2048];
    const char *data = getenv("TRICOLOR_DATA");
    if (data && *data) {
        snprintf(out, size, "%s/%s", data, name);
        if (is_folder(out)) return true;
    }
    own_folder(own, sizeof own);
    for (size_t i = 0; i < sizeof ABOVE / sizeof ABOVE[0]; i++) {
        snprintf(out, size, "%s/%s/%s", own, ABOVE[i], name);
        if (is_folder(out)) return true;
    }
    snprintf(out, size, "no folder \"%s\" beside the program; set TRICOLOR_DATA", name);
    return false;
}
