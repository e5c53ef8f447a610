#include "files/home.h"

#include <stdio.h>
#include <stdlib.h>

bool home_path(const char *variable, const char *below_home, const char *name, char *out,
               size_t size) {
    const char *folder = getenv(variable), *home = getenv("HOME");
    int length = -1;
    if (folder && folder[0] == '/') length = snprintf(out, size, "%s/%s", folder, name);
    else if (home && home[0] == '/')
        length = snprintf(out, size, "%s/%s/%s", home, below_home, name);
    return length >= 0 && (size_t)length < size;
}
