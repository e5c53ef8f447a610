#include "app/library.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static int is_scenario(const struct dirent *entry) {
    return ends_with(entry->d_name, ".json") && !ends_with(entry->d_name, ".schema.json");
}

static void describe(struct gallery_entry *e, const struct scenario *s) {
    snprintf(e->title, sizeof e->title, "%s", s->title);
    snprintf(e->summary, sizeof e->summary, "%s", s->summary);
    size_t length = 0;
    for (uint32_t i = 0; i < s->teaches_count && length < sizeof e->teaches; i++)
        length += (size_t)snprintf(e->teaches + length, sizeof e->teaches - length, "%s%s",
                                   i ? " · " : "", s->teaches[i]);
}

static void describe_broken(struct gallery_entry *e, const char *name, const char *why) {
    e->broken = true;
    snprintf(e->title, sizeof e->title, "%s", name);
    snprintf(e->summary, sizeof e->summary, "%.*s", (int)strcspn(why, "\n"), why);
}

static void read_entry(struct gallery_entry *e, const char *name) {
    struct scenario scenario;
    struct text complaints = {0};
    if (scenario_load(&scenario, e->path, &complaints) == FILE_OK) {
        describe(e, &scenario);
        scenario_free(&scenario);
    } else {
        describe_broken(e, name, text_string(&complaints));
    }
    text_free(&complaints);
}

void library_read(struct gallery *g, const char *folder) {
    struct dirent **names;
    int count = scandir(folder, &names, is_scenario, alphasort);
    for (int i = 0; i < count; i++) {
        if (g->count < GALLERY_MAX) {
            struct gallery_entry *e = &g->entries[g->count++];
            snprintf(e->path, sizeof e->path, "%s/%s", folder, names[i]->d_name);
            read_entry(e, names[i]->d_name);
        }
        free(names[i]);
    }
    if (count >= 0) free(names);
}
