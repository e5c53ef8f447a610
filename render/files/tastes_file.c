#include "files/tastes_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "files/home.h"
#include "files/recent.h"

enum { TASTES_BYTES_MAX = 1 << 16 };

bool tastes_path(char *out, size_t size) {
    return home_path("XDG_CONFIG_HOME", ".config", "tricolor/window.json", out, size);
}

enum tastes_file tastes_load(const char *path, char **bytes, size_t *length) {
    char why[256];
    struct stat s;
    if (stat(path, &s) != 0) return TASTES_NONE;
    enum file_status status = file_read(path, TASTES_BYTES_MAX, bytes, length, why, sizeof why);
    return status == FILE_OK ? TASTES_READ : TASTES_UNREADABLE;
}

static bool make_folder_of(const char *path) {
    char folder[4096];
    const char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash - path) >= sizeof folder) return false;
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    return make_folder(folder);
}

bool tastes_save(const char *path, const char *words) {
    struct file_writer w;
    char why[256];
    if (!make_folder_of(path) || file_begin(&w, path, why, sizeof why) != FILE_OK) return false;
    if (fputs(words, w.stream) < 0) {
        file_abandon(&w);
        return false;
    }
    return file_commit(&w, why, sizeof why) == FILE_OK;
}
