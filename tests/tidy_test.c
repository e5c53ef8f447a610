/* The rules of the tree: who may include whom, what is not called, how files look. Each rule is
 * tried on made-up files that break it, then on every file of sim/ and render/. */
#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "scenario/json.h"

enum { LINE_COLUMNS_MAX = 100, FILE_LINES_MAX = 800, FILE_BYTES_MAX = 1 << 22 };

/* One line of a file: as it stands, and with the insides of comments and strings blanked. */
struct line {
    const char *path;
    int number;
    const char *whole;
    const char *code;
};

typedef void rule(const struct line *l, struct text *out);

static bool begins_with(const char *string, const char *start) {
    return strncmp(string, start, strlen(start)) == 0;
}

static bool ends_with(const char *string, const char *end) {
    size_t length = strlen(string), most = strlen(end);
    return length >= most && strcmp(string + length - most, end) == 0;
}

static void complain(struct text *out, const struct line *l, const char *format, ...)
    TC_PRINTF(3, 4);

static void complain(struct text *out, const struct line *l, const char *format, ...) {
    va_list arguments;
    text_addf(out, "%s:%d: ", l->path, l->number);
    va_start(arguments, format);
    text_addv(out, format, arguments);
    va_end(arguments);
    text_add(out, "\n");
}

/* ---- who may include whom ---- */

#define ENGINE "base/ program/ machine/ "
#define SESSION ENGINE "gclog/ time/ trace/ go/ scenario/ session/ "

/* The first row that fits a path counts. */
static const struct {
    const char *files;
    const char *may_include; /* NULL: anything */
} INCLUDES[] = {
    {"sim/base/", "base/ "},
    {"sim/program/", "base/ program/ "},
    {"sim/machine/", ENGINE},
    {"sim/go/syntax/", "base/ go/syntax/ "},
    {"sim/go/library/", "base/ go/library/ "},
    {"sim/go/types/", "base/ go/syntax/ go/library/ go/types/ "},
    {"sim/go/ir/", "base/ go/syntax/ go/library/ go/types/ go/ir/ "},
    {"sim/go/escape/", "base/ go/syntax/ go/library/ go/types/ go/ir/ go/escape/ "},
    {"sim/go/", "base/ program/ go/ "},
    {"sim/dump/", ENGINE "dump/ "},
    {"sim/gclog/", ENGINE "gclog/ "},
    {"sim/time/", ENGINE "time/ "},
    {"sim/trace/", ENGINE "trace/ "},
    {"sim/scenario/", ENGINE "go/ dump/ gclog/ trace/ scenario/ "},
    {"sim/session/", SESSION},
    {"sim/export/", SESSION "export/ "},
    {"sim/bench/", SESSION "export/ bench/ "},
    {"sim/lesson/", SESSION "export/ lesson/ "},
    {"sim/cli/", SESSION "go/ export/ bench/ lesson/ cli/ "},
    {"sim/main.c", SESSION "export/ cli/ "},
    {"render/files/", "base/ files/ "},
    {"render/film/", "base/ film/ "},
    {"render/view/", SESSION "export/ lesson/ view/ "},
    {"render/exports/", SESSION "export/ lesson/ view/ film/ exports/ "},
    {"render/app/", SESSION "export/ lesson/ files/ cli/ view/ exports/ app/ "},
    {"render/sdl/", "base/ view/ sdl/ "},
    {"render/", NULL},
};

/* Libraries that one folder keeps to itself. */
static const struct {
    const char *header;
    const char *folder;
    const char *remedy;
} LIBRARIES[] = {
    {"cjson/", "sim/scenario/", "read JSON behind scenario/scenario.h"},
    {"cJSON", "sim/scenario/", "read JSON behind scenario/scenario.h"},
    {"SDL", "render/sdl/", "draw with view/draw.h, or add to sdl/painter.h or sdl/window.h"},
    {"cairo", "render/sdl/", "draw with view/draw.h, or add to sdl/painter.h"},
    {"cgif", "render/film/", "write a GIF with film/gif.h"},
};

/* The name between the quotes or brackets of an #include; false if the line is none. */
static bool take_include(const char *at, char *name, size_t size, bool *quoted) {
    while (*at == ' ') at++;
    if (*at++ != '#') return false;
    while (*at == ' ') at++;
    if (!begins_with(at, "include")) return false;
    at += strlen("include");
    while (*at == ' ') at++;
    if (*at != '"' && *at != '<') return false;
    *quoted = *at == '"';
    size_t length = strcspn(at + 1, *quoted ? "\"" : ">");
    if (length >= size) return false;
    memcpy(name, at + 1, length);
    name[length] = '\0';
    return true;
}

/* Whether a word of the list, up to the space behind it, begins the name ("base/" in
 * "base/text.h"). */
static bool is_allowed(const char *name, const char *list) {
    for (const char *word = list; *word; word += strcspn(word, " ") + 1)
        if (strncmp(name, word, strcspn(word, " ")) == 0) return true;
    return false;
}

static void include_rule(const struct line *l, struct text *out) {
    char name[128];
    bool quoted;
    if (!take_include(l->whole, name, sizeof name, &quoted) || !quoted) return;
    for (size_t i = 0; i < sizeof INCLUDES / sizeof INCLUDES[0]; i++) {
        if (!begins_with(l->path, INCLUDES[i].files)) continue;
        const char *list = INCLUDES[i].may_include;
        if (list && !is_allowed(name, list))
            complain(out, l,
                     "%s may not include \"%s\", only %s; move the code to where it may, "
                     "or hand in what it needs as an argument",
                     INCLUDES[i].files, name, list);
        return;
    }
    complain(out, l,
             "nothing says what this folder may include; add it to INCLUDES in tidy_test.c");
}

static void library_rule(const struct line *l, struct text *out) {
    char name[128];
    bool quoted;
    if (!take_include(l->whole, name, sizeof name, &quoted)) return;
    for (size_t i = 0; i < sizeof LIBRARIES / sizeof LIBRARIES[0]; i++)
        if (begins_with(name, LIBRARIES[i].header) && !begins_with(l->path, LIBRARIES[i].folder))
            complain(out, l, "<%s> is for %s only; %s", name, LIBRARIES[i].folder,
                     LIBRARIES[i].remedy);
}

/* ---- what is not called ---- */

#define LENGTH_UNKNOWN "it does not know how much room there is; use snprintf or struct text"
#define NOT_REPEATABLE "a run must not depend on the moment it happens; count steps of the machine"
#define STATE_OUTSIDE "state outside the machine's one block is not in snapshots; put it there"
#define RANDOM "a run must be the same everywhere; use base/random.h"

static const struct {
    const char *name;
    bool engine_only; /* allowed outside sim/machine and sim/time ... */
    bool in_owners;   /* ... and in the files that own the machine's memory */
    const char *remedy;
} BANNED[] = {
    {"strcpy", false, false, LENGTH_UNKNOWN},
    {"strcat", false, false, LENGTH_UNKNOWN},
    {"sprintf", false, false, LENGTH_UNKNOWN},
    {"gets", false, false, LENGTH_UNKNOWN},
    {"rand", false, false, RANDOM},
    {"srand", false, false, RANDOM},
    {"time", true, false, NOT_REPEATABLE},
    {"clock", true, false, NOT_REPEATABLE},
    {"malloc", true, true, STATE_OUTSIDE},
    {"calloc", true, true, STATE_OUTSIDE},
    {"realloc", true, true, STATE_OUTSIDE},
    {"free", true, true, STATE_OUTSIDE},
    {"strdup", true, true, STATE_OUTSIDE},
    {"aligned_alloc", true, true, STATE_OUTSIDE},
};

static bool is_word_character(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

/* A call of that very function: not of text_free, not of a member s->free. */
static bool calls(const char *code, const char *name) {
    size_t length = strlen(name);
    for (const char *at = strstr(code, name); at; at = strstr(at + 1, name)) {
        if (at > code && (is_word_character(at[-1]) || at[-1] == '.' || at[-1] == '>')) continue;
        if (at[length + strspn(at + length, " ")] == '(') return true;
    }
    return false;
}

static void call_rule(const struct line *l, struct text *out) {
    bool engine = begins_with(l->path, "sim/machine/") || begins_with(l->path, "sim/time/");
    bool owner = strcmp(l->path, "sim/machine/machine.c") == 0 ||
                 strcmp(l->path, "sim/time/snapshot.c") == 0;
    for (size_t i = 0; i < sizeof BANNED / sizeof BANNED[0]; i++) {
        if ((BANNED[i].engine_only && !engine) || (BANNED[i].in_owners && owner)) continue;
        if (calls(l->code, BANNED[i].name))
            complain(out, l, "%s() is not called here: %s", BANNED[i].name, BANNED[i].remedy);
    }
}

/* ---- how files look ---- */

static void marker_rule(const struct line *l, struct text *out) {
    static const char *const MARKERS[] = {"TODO", "FIXME", "XXX", "HACK"};
    for (size_t i = 0; i < sizeof MARKERS / sizeof MARKERS[0]; i++) {
        size_t length = strlen(MARKERS[i]);
        for (const char *at = strstr(l->whole, MARKERS[i]); at; at = strstr(at + 1, MARKERS[i])) {
            if ((at > l->whole && is_word_character(at[-1])) || is_word_character(at[length]))
                continue;
            complain(out, l, "%s; do it now, or open an issue", MARKERS[i]);
            break;
        }
    }
}

static void tab_rule(const struct line *l, struct text *out) {
    if (strchr(l->whole, '\t')) complain(out, l, "a tab; indent with spaces (./dev format)");
}

/* Columns are characters: the bytes of UTF-8 that do not continue one. Tables in .def files have a
 * row a line. */
static void width_rule(const struct line *l, struct text *out) {
    int columns = 0;
    for (const char *c = l->whole; *c; c++) columns += ((unsigned char)*c & 0xc0) != 0x80;
    if (columns > LINE_COLUMNS_MAX && !ends_with(l->path, ".def"))
        complain(out, l, "%d columns; break the line at %d (./dev format)", columns,
                 LINE_COLUMNS_MAX);
}

static void length_rule(const struct line *l, struct text *out) {
    if (l->number == FILE_LINES_MAX + 1 && ends_with(l->path, ".c"))
        complain(out, l, "more than %d lines; split the file by what it does", FILE_LINES_MAX);
}

/* ---- files and folders ---- */

/* Blanks what is inside comments and quotes. */
static void blank(char *text) {
    enum { CODE, BLOCK, LINE, QUOTED } state = CODE;
    char quote = 0;
    for (char *c = text; *c; c++) {
        if (*c == '\n') {
            if (state == LINE) state = CODE;
        } else if (state == CODE) {
            if (c[0] == '/' && c[1] == '*') {
                state = BLOCK;
                c++;
            } else if (c[0] == '/' && c[1] == '/') {
                state = LINE;
            } else if (*c == '"' || *c == '\'') {
                state = QUOTED;
                quote = *c;
            }
        } else if (state == BLOCK && c[0] == '*' && c[1] == '/') {
            *c++ = ' ';
            state = CODE;
            *c = ' ';
        } else if (state == QUOTED && *c == '\\' && c[1] && c[1] != '\n') {
            *c++ = ' ';
            *c = ' ';
        } else if (state == QUOTED && *c == quote) {
            state = CODE;
        } else {
            *c = ' ';
        }
    }
}

static char *copied(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, text, size);
    return copy;
}

static void apply(rule *r, const char *path, const char *text, struct text *out) {
    char *whole = copied(text), *code = copied(text);
    blank(code);
    struct line l = {path, 1, whole, code};
    for (size_t at = 0; whole[at]; l.number++) {
        size_t length = strcspn(whole + at, "\n");
        bool last = !whole[at + length];
        l.whole = whole + at;
        l.code = code + at;
        whole[at + length] = code[at + length] = '\0';
        r(&l, out);
        at += length + !last;
        if (last) break;
    }
    free(whole);
    free(code);
}

static char *read_whole(const char *path) {
    char *text, why[256];
    size_t length;
    if (file_read(path, FILE_BYTES_MAX, &text, &length, why, sizeof why) != FILE_OK)
        fail_msg("%s: %s; the tests run in the source folder", path, why);
    return text;
}

static void apply_to_folder(rule *r, const char *folder, struct text *out, int *files) {
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    if (count < 0) fail_msg("%s: no such folder; the tests run in the source folder", folder);
    for (int i = 0; i < count; i++) {
        struct text path = {0};
        struct stat status;
        const char *name = names[i]->d_name;
        text_addf(&path, "%s/%s", folder, name);
        const char *p = text_string(&path);
        if (name[0] != '.' && stat(p, &status) == 0) {
            if (S_ISDIR(status.st_mode)) {
                apply_to_folder(r, p, out, files);
            } else if (ends_with(p, ".c") || ends_with(p, ".h") || ends_with(p, ".def")) {
                char *text = read_whole(p);
                apply(r, p, text, out);
                free(text);
                (*files)++;
            }
        }
        text_free(&path);
        free(names[i]);
    }
    free(names);
}

static void assert_nothing_in(struct text *complaints) {
    size_t length = complaints->length;
    fputs(text_string(complaints), stderr); /* cmocka cuts messages after 1024 bytes */
    text_free(complaints);
    if (length > 0) fail_msg("the tree breaks a rule; see the lines above");
}

static void assert_holds(rule *r) {
    struct text complaints = {0};
    int files = 0;
    apply_to_folder(r, "sim", &complaints, &files);
    apply_to_folder(r, "render", &complaints, &files);
    assert_true(files > 50);
    assert_nothing_in(&complaints);
}

/* The rule says nothing, or one line that begins with `start`. */
static void assert_says(rule *r, const char *path, const char *text, const char *start) {
    struct text complaints = {0};
    apply(r, path, text, &complaints);
    const char *said = text_string(&complaints), *end = strchr(said, '\n');
    if (start ? !begins_with(said, start) || !end || end[1] : *said != '\0')
        fail_msg("%s: expected \"%s\", found \"%s\"", path, start ? start : "", said);
    text_free(&complaints);
}

/* ---- the tests: each rule, on made-up files and on ours ---- */

static void a_folder_that_includes_what_is_above_it_is_found(void **state) {
    static const struct {
        const char *path, *allowed, *refused;
    } CASES[] = {
        {"sim/base/a.c", "base/text.h", "program/program.h"},
        {"sim/program/a.h", "base/text.h", "machine/machine.h"},
        {"sim/machine/a.c", "program/ops.def", "time/history.h"},
        {"sim/time/a.c", "time/history.h", "scenario/scenario.h"},
        {"sim/scenario/a.c", "machine/machine.h", "time/history.h"},
        {"sim/session/session.c", "time/history.h", "export/trace.h"},
        {"sim/session/session.h", "scenario/scenario.h", "cli/cli.h"},
        {"sim/export/a.c", "session/session.h", "cli/cli.h"},
        {"sim/cli/a.c", "export/trace.h", "view/view.h"},
        {"sim/main.c", "cli/cli.h", "sdl/window.h"},
        {"render/files/a.c", "files/watch.h", "session.h"},
        {"render/view/a.c", "export/narrate.h", "cli/cli.h"},
        {"render/view/b.c", "view/draw.h", "sdl/painter.h"},
        {"render/exports/a.c", "view/picture.h", "app/app.h"},
        {"render/sdl/a.c", "view/draw.h", "machine/machine.h"},
        {"render/sdl/b.c", "base/file.h", "app.h"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char text[128], start[128];
        snprintf(text, sizeof text, "#include <stdio.h>\n\n#include \"%s\"\n", CASES[i].allowed);
        assert_says(include_rule, CASES[i].path, text, NULL);
        snprintf(text, sizeof text, "/* a */\n#  include \"%s\"", CASES[i].refused);
        snprintf(start, sizeof start, "%s:2: ", CASES[i].path);
        assert_says(include_rule, CASES[i].path, text, start);
    }
    assert_says(include_rule, "render/app.c", "#include \"cli/cli.h\"\n", NULL);
    assert_says(include_rule, "sim/new/a.c", "#include \"base/text.h\"\n",
                "sim/new/a.c:1: nothing says what this folder may include");
}

static void every_include_goes_down(void **state) {
    (void)state;
    assert_holds(include_rule);
}

static void a_library_outside_its_folder_is_found(void **state) {
    (void)state;
    assert_says(library_rule, "sim/scenario/a.h", "#include <cjson/cJSON.h>\n", NULL);
    assert_says(library_rule, "sim/export/a.c", "\n#include <cjson/cJSON.h>\n",
                "sim/export/a.c:2: <cjson/cJSON.h> is for sim/scenario/ only; ");
    assert_says(library_rule, "render/sdl/a.c", "#include <SDL.h>\n#include <cairo.h>\n", NULL);
    assert_says(library_rule, "render/app.c", "#include <SDL.h>\n",
                "render/app.c:1: <SDL.h> is for");
    assert_says(library_rule, "render/app.c", "#include \"SDL2/SDL.h\"\n", "render/app.c:1: ");
    assert_says(library_rule, "render/view/a.c", "#include <SDL_ttf.h>\n", "render/view/a.c:1: ");
    assert_says(library_rule, "render/view/a.c", "#include <cairo/cairo.h>\n",
                "render/view/a.c:1: ");
}

static void each_library_stays_in_its_folder(void **state) {
    (void)state;
    assert_holds(library_rule);
}

static void a_banned_call_is_found_in_code_only(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof BANNED / sizeof BANNED[0]; i++) {
        char text[128], start[128];
        snprintf(text, sizeof text, "int a;\n  b = %s (c);\n", BANNED[i].name);
        snprintf(start, sizeof start, "sim/machine/a.c:2: %s() is not called", BANNED[i].name);
        assert_says(call_rule, "sim/machine/a.c", text, start);
        snprintf(start, sizeof start, "sim/time/a.c:2: %s() is not called", BANNED[i].name);
        assert_says(call_rule, "sim/time/a.c", text, start);
        snprintf(start, sizeof start, "render/sdl/a.c:2: %s() is not called", BANNED[i].name);
        assert_says(call_rule, "render/sdl/a.c", text, BANNED[i].engine_only ? NULL : start);
        snprintf(start, sizeof start, "sim/time/snapshot.c:2: %s() is not called", BANNED[i].name);
        assert_says(call_rule, "sim/time/snapshot.c", text, BANNED[i].in_owners ? NULL : start);
    }
    assert_says(call_rule, "sim/machine/a.c", "span_free(s); s->free(1); free_list(a); int time;",
                NULL);
    assert_says(call_rule, "sim/machine/a.c",
                "/* free(\n free(a) */ \"\\\"time(0)\" '\"'; // gets(a)", NULL);
    assert_says(call_rule, "sim/machine/a.c", "/* a */ '\"'; free(a); /* b */",
                "sim/machine/a.c:1: ");
}

static void nothing_banned_is_called(void **state) {
    (void)state;
    assert_holds(call_rule);
}

static void unfinished_work_is_found(void **state) {
    (void)state;
    assert_says(marker_rule, "sim/a.c", "\n/* TODO: more */\n", "sim/a.c:2: TODO; ");
    assert_says(marker_rule, "sim/a.c", "// FIXME", "sim/a.c:1: FIXME; ");
    assert_says(marker_rule, "sim/a.c", "/* XXX */", "sim/a.c:1: XXX; ");
    assert_says(marker_rule, "sim/a.c", "/* a HACK */", "sim/a.c:1: HACK; ");
    assert_says(marker_rule, "sim/a.c", "\"name-XXXXXX\" /* \\uXXXX, HACKED */", NULL);
}

static void nothing_is_left_for_later(void **state) {
    (void)state;
    assert_holds(marker_rule);
}

static void a_tab_is_found(void **state) {
    (void)state;
    assert_says(tab_rule, "sim/a.c", "int a;\n\tint b;\n", "sim/a.c:2: a tab; ");
}

static void there_are_no_tabs(void **state) {
    (void)state;
    assert_holds(tab_rule);
}

static void a_line_over_100_columns_is_found(void **state) {
    char text[256] = "";
    (void)state;
    memset(text, 'a', 100);
    assert_says(width_rule, "sim/a.c", text, NULL);
    memcpy(text + 98, "\xe2\x86\x92", 3); /* an arrow: three bytes, one column */
    assert_says(width_rule, "sim/a.c", text, NULL);
    memcpy(text + 101, "bb", 2);
    assert_says(width_rule, "sim/a.c", text, "sim/a.c:1: 101 columns; ");
    assert_says(width_rule, "sim/a.def", text, NULL);
}

static void no_line_is_wider_than_100_columns(void **state) {
    (void)state;
    assert_holds(width_rule);
}

static void a_source_over_800_lines_is_found(void **state) {
    char text[FILE_LINES_MAX + 2] = "";
    (void)state;
    memset(text, '\n', FILE_LINES_MAX);
    assert_says(length_rule, "sim/a.c", text, NULL);
    text[FILE_LINES_MAX] = 'a';
    assert_says(length_rule, "sim/a.c", text, "sim/a.c:801: more than 800 lines; ");
    assert_says(length_rule, "sim/a.h", text, NULL);
}

static void no_source_is_longer_than_800_lines(void **state) {
    (void)state;
    assert_holds(length_rule);
}

/* ---- scenarios ---- */

static void check_explains_and_expects(const char *path, char *text, struct text *out) {
    struct diags diags;
    diags_init(&diags, (struct source){path, text, strlen(text)});
    cJSON *root = json_read(diags.source, &diags);
    diags_text(&diags, out);
    diags_free(&diags);
    struct line l = {path, 1, text, text};
    if (root && !cJSON_GetObjectItemCaseSensitive(root, "expect"))
        complain(out, &l, "no \"expect\"; say what must come out, so that every run is a test");
    if (root && !cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "captions")))
        complain(out, &l, "no \"captions\"; say what there is to be seen, and when");
    cJSON_Delete(root);
}

static void a_scenario_that_explains_or_expects_nothing_is_found(void **state) {
    char whole[] = "{\"captions\": [{}], \"expect\": {}}", no_expect[] = "{\"captions\": [{}]}",
         no_captions[] = "{\"captions\": [], \"expect\": {}}";
    struct text said = {0};
    (void)state;
    check_explains_and_expects("a.json", whole, &said);
    assert_string_equal(text_string(&said), "");
    check_explains_and_expects("a.json", no_expect, &said);
    assert_true(begins_with(text_string(&said), "a.json:1: no \"expect\"; "));
    text_clear(&said);
    check_explains_and_expects("a.json", no_captions, &said);
    assert_true(begins_with(text_string(&said), "a.json:1: no \"captions\"; "));
    text_free(&said);
}

static void every_numbered_scenario_explains_and_expects_something(void **state) {
    (void)state;
    struct text complaints = {0};
    struct dirent **names;
    int count = scandir("scenarios", &names, NULL, alphasort), seen = 0;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        struct text path = {0};
        text_addf(&path, "scenarios/%s", names[i]->d_name);
        if (isdigit((unsigned char)names[i]->d_name[0]) && ends_with(names[i]->d_name, ".json")) {
            char *text = read_whole(text_string(&path));
            check_explains_and_expects(text_string(&path), text, &complaints);
            free(text);
            seen++;
        }
        text_free(&path);
        free(names[i]);
    }
    free(names);
    assert_true(seen > 0);
    assert_nothing_in(&complaints);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_includes_what_is_above_it_is_found),
        cmocka_unit_test(every_include_goes_down),
        cmocka_unit_test(a_library_outside_its_folder_is_found),
        cmocka_unit_test(each_library_stays_in_its_folder),
        cmocka_unit_test(a_banned_call_is_found_in_code_only),
        cmocka_unit_test(nothing_banned_is_called),
        cmocka_unit_test(unfinished_work_is_found),
        cmocka_unit_test(nothing_is_left_for_later),
        cmocka_unit_test(a_tab_is_found),
        cmocka_unit_test(there_are_no_tabs),
        cmocka_unit_test(a_line_over_100_columns_is_found),
        cmocka_unit_test(no_line_is_wider_than_100_columns),
        cmocka_unit_test(a_source_over_800_lines_is_found),
        cmocka_unit_test(no_source_is_longer_than_800_lines),
        cmocka_unit_test(a_scenario_that_explains_or_expects_nothing_is_found),
        cmocka_unit_test(every_numbered_scenario_explains_and_expects_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
