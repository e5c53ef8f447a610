#include "support/build.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/go_source.h"

static void make_small(struct scenario *s) {
    if (s->config.pages_max > BUILD_PAGES) s->config.pages_max = BUILD_PAGES;
    s->config.goroutines_max = BUILD_GOROUTINES;
}

void build_scenario(struct scenario *s, const char *members) {
    struct text t = {0}, complaints = {0};
    text_addf(&t, "{\"format\": 1, \"title\": \"test\", %s}", members);
    assert_false(t.failed);
    for (size_t i = 0; i < t.length; i++)
        if (t.bytes[i] == '\'') t.bytes[i] = '"';
    struct diags diags;
    bool fine = scenario_parse(s, "test", t.bytes, t.length, &diags);
    diags_text(&diags, &complaints);
    if (!fine) print_error("%s\n", text_string(&complaints));
    diags_free(&diags);
    text_free(&complaints);
    assert_true(fine);
    make_small(s);
}

void build_script(struct scenario *s, const char *script) {
    struct text t = {0};
    text_addf(&t, "'script': {%s}", script);
    build_scenario(s, text_string(&t));
    text_free(&t);
}

void build_load(struct scenario *s, const char *path) {
    struct text complaints = {0};
    enum file_status status = scenario_load(s, path, &complaints);
    if (status != FILE_OK) print_error("%s\n", text_string(&complaints));
    text_free(&complaints);
    assert_int_equal(status, FILE_OK);
    make_small(s);
}

void build_go(struct scenario *s, const char *source) {
    struct text complaints = {0};
    struct diags diags;
    size_t length = strlen(source);
    char *text = malloc(length + 1);
    assert_non_null(text);
    memcpy(text, source, length + 1);
    bool fine = go_parse_scenario(s, "test.go", text, length, NULL, &diags);
    diags_text(&diags, &complaints);
    if (!fine) print_error("%s\n", text_string(&complaints));
    diags_free(&diags);
    text_free(&complaints);
    assert_true(fine);
    make_small(s);
}

const struct type *build_type(const struct scenario *s, const char *name) {
    int32_t type = program_find_type(&s->program, name);
    if (type == NONE) fail_msg("there is no type %s", name);
    return &s->program.types[type];
}

/* ---- the scenarios of the repository ---- */

enum { PATHS_MAX = 64, PATH_SIZE = 128 };

bool build_is_crowd(const char *path) {
    return strstr(path, "-ten-thousand-") || strstr(path, "million-");
}

static int is_scenario(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".json") == 0 && !strstr(entry->d_name, "schema") &&
           !build_is_crowd(entry->d_name);
}

const char *const *build_scenario_paths(void) {
    static char paths[PATHS_MAX][PATH_SIZE];
    static const char *list[PATHS_MAX + 1];
    struct dirent **entries;
    if (list[0]) return list;
    int count = scandir("scenarios", &entries, is_scenario, alphasort);
    assert_in_range(count, 1, PATHS_MAX);
    for (int i = 0; i < count; i++) {
        snprintf(paths[i], PATH_SIZE, "scenarios/%.100s", entries[i]->d_name);
        list[i] = paths[i];
        free(entries[i]);
    }
    free(entries);
    return list;
}
