#include "files/complete.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool path_expand(const char *typed, char *out, size_t size) {
    const char *home = getenv("HOME");
    bool at_home = typed[0] == '~' && (typed[1] == '/' || typed[1] == '\0') && home;
    int length =
        at_home ? snprintf(out, size, "%s%s", home, typed + 1) : snprintf(out, size, "%s", typed);
    return length >= 0 && (size_t)length < size;
}

/* ---- what is in the folder ---- */

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool can_be_opened(const char *name) {
    static const char *const ENDINGS[] = {".json", ".go", ".jsonl", ".log", ".gctrace"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++)
        if (ends_with(name, ENDINGS[i]) && !ends_with(name, ".schema.json")) return true;
    return false;
}

static bool is_folder(const char *folder, const char *name) {
    struct text path = {0};
    struct stat s;
    text_addf(&path, "%s/%s", folder, name);
    bool is = stat(text_string(&path), &s) == 0 && S_ISDIR(s.st_mode);
    text_free(&path);
    return is;
}

static void keep_common(struct completion *c, const char *name) {
    size_t same = 0;
    while (name[same] && name[same] == c->common[same]) same++;
    while (same > 0 && ((unsigned char)c->common[same] & 0xc0) == 0x80) same--;
    c->common[same] = '\0';
}

static void add_name(struct completion *c, const char *name, bool folder) {
    char whole[COMPLETION_NAME_MAX];
    int length = snprintf(whole, sizeof whole, "%s%s", name, folder ? "/" : "");
    if (length < 0 || (size_t)length >= sizeof whole) return;
    if (c->total++ == 0) snprintf(c->common, sizeof c->common, "%s", whole);
    else keep_common(c, whole);
    if (c->count < COMPLETION_NAMES) memcpy(c->names[c->count++], whole, sizeof whole);
}

static void look_into(struct completion *c, const char *folder, const char *start) {
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        bool fits = strncmp(name, start, strlen(start)) == 0;
        bool hidden = name[0] == '.' && (start[0] != '.' || !name[1] || !strcmp(name, ".."));
        if (fits && !hidden) {
            bool is = is_folder(folder, name);
            if (is || can_be_opened(name)) add_name(c, name, is);
        }
        free(names[i]);
    }
    if (count >= 0) free(names);
}

void path_complete(const char *typed, struct completion *c) {
    char path[4096];
    *c = (struct completion){.count = 0};
    if (!path_expand(typed, path, sizeof path)) return;
    char *start = path + (last_part(path) - path);
    char name[COMPLETION_NAME_MAX];
    if (strlen(start) >= sizeof name) return;
    snprintf(name, sizeof name, "%s", start);
    *start = '\0';
    look_into(c, path[0] ? path : ".", name);
}

bool path_extend(char *typed, size_t size) {
    struct completion c;
    path_complete(typed, &c);
    size_t start = (size_t)(last_part(typed) - typed), length = strlen(c.common);
    if (c.total == 0 || length <= strlen(typed + start) || start + length >= size) return false;
    memcpy(typed + start, c.common, length + 1);
    return true;
}
