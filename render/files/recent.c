#define _XOPEN_SOURCE 700 /* realpath */

#include "files/recent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "files/home.h"

enum { LIST_BYTES_MAX = 1 << 20 };

bool state_folder(char *out, size_t size) {
    return home_path("XDG_STATE_HOME", ".local/state", "tricolor", out, size);
}

static void list_path(struct text *out, const char *folder) {
    text_addf(out, "%s/recent", folder);
}

/* ---- reading ---- */

static bool is_file(const char *path) {
    struct stat s;
    return stat(path, &s) == 0 && S_ISREG(s.st_mode);
}

static void add_line(struct recent *r, const char *line, size_t length) {
    char *path = r->paths[r->count];
    if (r->count == RECENT_MAX || length == 0 || length >= RECENT_PATH_MAX) return;
    memcpy(path, line, length);
    path[length] = '\0';
    if (path[0] == '/' && is_file(path)) r->count++;
}

void recent_read(struct recent *r, const char *folder) {
    struct text path = {0};
    char *bytes, why[256];
    size_t length;
    r->count = 0;
    list_path(&path, folder);
    enum file_status status =
        file_read(text_string(&path), LIST_BYTES_MAX, &bytes, &length, why, sizeof why);
    text_free(&path);
    if (status != FILE_OK) return;
    for (const char *at = bytes; *at && r->count < RECENT_MAX;) {
        size_t line = strcspn(at, "\n");
        add_line(r, at, line);
        at += line + (at[line] == '\n');
    }
    free(bytes);
}

/* ---- writing ---- */

bool make_folder(const char *folder) {
    struct text path = {0};
    text_add(&path, folder);
    text_add(&path, "/");
    bool fine = !path.failed;
    for (char *at = path.bytes; fine && (at = strchr(at + 1, '/'));) {
        *at = '\0';
        fine = mkdir(path.bytes, 0700) == 0 || errno == EEXIST;
        *at = '/';
    }
    text_free(&path);
    return fine;
}

static bool write_list(const struct recent *r, const char *path) {
    struct file_writer w;
    char why[256];
    if (file_begin(&w, path, why, sizeof why) != FILE_OK) return false;
    for (uint32_t i = 0; i < r->count; i++) fprintf(w.stream, "%s\n", r->paths[i]);
    return file_commit(&w, why, sizeof why) == FILE_OK;
}

bool recent_write(const struct recent *r, const char *folder) {
    struct text path = {0};
    if (!make_folder(folder)) return false;
    list_path(&path, folder);
    bool fine = write_list(r, text_string(&path));
    text_free(&path);
    return fine;
}

/* ---- noting ---- */

static void remove_path(struct recent *r, const char *path) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        if (strcmp(r->paths[i], path) == 0) continue;
        if (kept != i) memcpy(r->paths[kept], r->paths[i], RECENT_PATH_MAX);
        kept++;
    }
    r->count = kept;
}

void recent_note(struct recent *r, const char *path) {
    char *full = realpath(path, NULL);
    if (full && strlen(full) < RECENT_PATH_MAX && !strchr(full, '\n') && is_file(full)) {
        remove_path(r, full);
        if (r->count == RECENT_MAX) r->count--;
        memmove(r->paths[1], r->paths[0], r->count * (size_t)RECENT_PATH_MAX);
        memcpy(r->paths[0], full, strlen(full) + 1);
        r->count++;
    }
    free(full);
}
