#include "files/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "files/home.h"
#include "files/recent.h"

enum { ANSWERS_BYTES_MAX = 4 << 20 };

static const char HEAD[] = "{\"tricolor\": \"answers\", \"format\": 1, \"scenarios\": [\n";
static const char BEGIN[] = "{\"scenario\": ";

bool answers_default(char *out, size_t size) {
    return home_path("XDG_DATA_HOME", ".local/share", "tricolor/tricolor-answers.json", out, size);
}

/* What a line says before the title: whose it is. */
static size_t owner_length(const char *line) {
    const char *title = strstr(line, ", \"title\": ");
    return title ? (size_t)(title - line) : strlen(line);
}

/* Keeps the lines of the other scenarios. */
static void keep_others(const char *old, const char *line, struct text *out) {
    size_t owner = owner_length(line);
    for (const char *at = old; *at;) {
        size_t length = strcspn(at, "\n"), kept = length;
        while (kept > 0 && (at[kept - 1] == ',' || at[kept - 1] == '\r')) kept--;
        bool is_one = strncmp(at, BEGIN, sizeof BEGIN - 1) == 0 && at[kept - 1] == '}';
        if (is_one && strncmp(at, line, owner) != 0) {
            text_add_bytes(out, at, kept);
            text_add(out, ",\n");
        }
        at += length + (at[length] == '\n');
    }
}

/* False if something else is there. */
static bool read_others(const char *path, const char *line, struct text *out) {
    struct stat s;
    char *old, why[256];
    size_t length;
    if (stat(path, &s) != 0 || s.st_size == 0) return true;
    if (file_read(path, ANSWERS_BYTES_MAX, &old, &length, why, sizeof why) != FILE_OK) return false;
    bool fine = strncmp(old, HEAD, sizeof HEAD - 1) == 0;
    if (fine) keep_others(old, line, out);
    free(old);
    return fine;
}

static bool write_file(const char *path, const char *others, const char *line, char *why,
                       size_t why_size) {
    struct file_writer w;
    if (file_begin(&w, path, why, why_size) != FILE_OK) return false;
    fprintf(w.stream, "%s%s%s\n]}\n", HEAD, others, line);
    return file_commit(&w, why, why_size) == FILE_OK;
}

bool answers_save(const char *path, const char *line, char *why, size_t why_size) {
    struct text others = {0}, folder = {0};
    const char *slash = strrchr(path, '/');
    why[0] = '\0';
    if (slash && slash > path) {
        text_add_bytes(&folder, path, (size_t)(slash - path));
        make_folder(text_string(&folder));
    }
    bool fine = read_others(path, line, &others);
    if (!fine) snprintf(why, why_size, "it is no file of answers");
    fine = fine && write_file(path, text_string(&others), line, why, why_size);
    text_free(&others);
    text_free(&folder);
    return fine;
}
