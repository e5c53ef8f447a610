#include "app/library.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = 1000, RECENT_SHOWN = 4 };

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static int is_scenario(const struct dirent *entry) {
    return ends_with(entry->d_name, ".json") && !ends_with(entry->d_name, ".schema.json");
}

/* ---- one entry ---- */

static void describe(struct gallery_entry *e, const struct scenario *s) {
    snprintf(e->title, sizeof e->title, "%s", s->title);
    snprintf(e->summary, sizeof e->summary, "%s", s->summary);
    size_t length = 0;
    for (uint32_t i = 0; i < s->teaches_count && length < sizeof e->teaches; i++)
        length += (size_t)snprintf(e->teaches + length, sizeof e->teaches - length, "%s%s",
                                   i ? " · " : "", s->teaches[i]);
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void describe_broken(struct gallery_entry *e, const char *why) {
    size_t path = strlen(e->path);
    if (strncmp(why, e->path, path) == 0 && why[path] == ':') why += path + 1;
    e->broken = true;
    while (*why == ' ') why++;
    snprintf(e->title, sizeof e->title, "%.159s", file_name(e->path));
    snprintf(e->summary, sizeof e->summary, "%.*s", (int)strcspn(why, "\n"), why);
}

static void read_entry(struct gallery_entry *e) {
    struct scenario scenario;
    struct text complaints = {0};
    if (scenario_load(&scenario, e->path, &complaints) == FILE_OK) {
        describe(e, &scenario);
        scenario_free(&scenario);
    } else {
        describe_broken(e, text_string(&complaints));
    }
    text_free(&complaints);
}

/* By the first of the two digits with which the name begins. */
static enum word group_of(const char *name) {
    static const enum word GROUPS[10] = {
        WORD_GROUP_MARKING,    WORD_GROUP_OTHER,   WORD_GROUP_MALLOC,     WORD_GROUP_STACKS,
        WORD_GROUP_VALUES,     WORD_GROUP_HEAP,    WORD_GROUP_GOROUTINES, WORD_GROUP_PACING,
        WORD_GROUP_COLLECTORS, WORD_GROUP_PROGRAMS};
    bool numbered = isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) &&
                    !isdigit((unsigned char)name[2]);
    return numbered ? GROUPS[name[0] - '0'] : WORD_GROUP_OTHER;
}

/* ---- the list ---- */

static struct gallery_entry *add_entry(struct gallery *g) {
    if (g->count == ENTRIES_MAX) return NULL;
    if (g->count == g->capacity) {
        uint32_t capacity = g->capacity ? 2 * g->capacity : 64;
        struct gallery_entry *entries = realloc(g->entries, capacity * sizeof *entries);
        if (!entries) return NULL;
        g->entries = entries;
        g->capacity = capacity;
    }
    struct gallery_entry *e = &g->entries[g->count++];
    *e = (struct gallery_entry){.group = WORD_GROUP_OTHER};
    return e;
}

static void add_file(struct gallery *g, const char *folder, const char *name) {
    struct gallery_entry *e = add_entry(g);
    if (!e) return;
    snprintf(e->path, sizeof e->path, "%s/%s", folder, name);
    e->group = group_of(name);
    read_entry(e);
}

void library_read(struct gallery *g, const char *folder) {
    struct dirent **names;
    errno = 0;
    int count = scandir(folder, &names, is_scenario, alphasort);
    if (count <= 0)
        snprintf(g->problem, sizeof g->problem, "%.120s: %s", folder,
                 count < 0 ? strerror(errno) : "no scenario (*.json) is in this folder");
    for (int i = 0; i < count; i++) { /* those of a group together, though 1x is among the others */
        if (group_of(names[i]->d_name) != WORD_GROUP_OTHER) add_file(g, folder, names[i]->d_name);
    }
    for (int i = 0; i < count; i++) {
        if (group_of(names[i]->d_name) == WORD_GROUP_OTHER) add_file(g, folder, names[i]->d_name);
        free(names[i]);
    }
    if (count >= 0) free(names);
}

static void remove_recent(struct gallery *g) {
    g->count -= g->recent;
    if (g->recent) memmove(g->entries, g->entries + g->recent, g->count * sizeof *g->entries);
    g->selected -= g->selected < g->recent ? g->selected : g->recent;
    g->recent = 0;
}

void library_set_recent(struct gallery *g, const struct recent *r) {
    remove_recent(g);
    for (uint32_t i = 0; i < r->count && i < RECENT_SHOWN; i++) {
        if (!add_entry(g)) return;
        memmove(g->entries + i + 1, g->entries + i, (g->count - 1 - i) * sizeof *g->entries);
        struct gallery_entry *e = &g->entries[i];
        *e = (struct gallery_entry){.group = WORD_GROUP_RECENT};
        snprintf(e->path, sizeof e->path, "%s", r->paths[i]);
        read_entry(e);
        g->recent++;
        g->selected++;
    }
}

void library_free(struct gallery *g) {
    free(g->entries);
    *g = (struct gallery){.count = 0};
}
