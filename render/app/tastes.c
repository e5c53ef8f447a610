#include "app/tastes.h"

#include <math.h>
#include <string.h>

#include "scenario/json.h"

struct tastes tastes_default(void) {
    return (struct tastes){.look = look_default()};
}

static const struct theme *theme_of(const char *name) {
    return strcmp(name, THEME_DARK.name) == 0 ? &THEME_DARK : &THEME_PAPER;
}

static void set_language(struct look *look, const char *code) {
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        if (strcmp(code, language_code((enum language)l)) == 0) look->language = (enum language)l;
}

void tastes_of_arguments(struct look *look, const struct arguments *a) {
    if (a->theme) look->theme = theme_of(a->theme);
    if (a->language) set_language(look, a->language);
    if (a->zoom) look->zoom = (float)a->zoom / 100;
    if (a->letters) look->letters = true;
    if (a->questions) look->questions = (enum questions)(a->questions - 1);
}

void tastes_forget_arguments(struct look *look, const struct arguments *a,
                             const struct look *before) {
    struct look began = *before;
    tastes_of_arguments(&began, a);
    if (look->theme == began.theme) look->theme = before->theme;
    if (look->language == began.language) look->language = before->language;
    if (look->zoom == began.zoom) look->zoom = before->zoom;
    if (look->letters == began.letters) look->letters = before->letters;
    if (look->questions == began.questions) look->questions = before->questions;
}

/* ---- names ---- */

static const char *const PANELS[PANEL_COUNT] = {
#define PANEL(name, column, share, least, function, title) [PANEL_##name] = #name,
#include "view/panels.def"
#undef PANEL
};

/* Tastes that are on or off. */
static const struct {
    const char *name;
    size_t offset;
} SWITCHES[] = {{"letters", offsetof(struct look, letters)},
                {"large captions", offsetof(struct look, large_captions)},
                {"dead hidden", offsetof(struct look, hides_dead)}};
enum { SWITCH_COUNT = sizeof SWITCHES / sizeof SWITCHES[0] };

static bool *switch_of(struct look *look, size_t i) {
    return (bool *)((char *)look + SWITCHES[i].offset);
}

static const char *const ARROWS[ARROWS_COUNT] = {"all", "of selected", "from roots", "none"};
static const char *const QUESTIONS[QUESTIONS_MODES] = {"lecture", "self-study", "off"};

/* ---- writing: numbers are whole, as a comma is not a point everywhere ---- */

static void write_panels(const struct arrangement *a, struct text *out) {
    const char *comma = "";
    text_add(out, "  \"hidden\": [");
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (!a->hidden[i]) continue;
        text_addf(out, "%s\"%s\"", comma, PANELS[i]);
        comma = ", ";
    }
    text_add(out, "],\n  \"columns\": [");
    for (int c = 0; c < COLUMNS; c++)
        text_addf(out, "%s%ld", c ? ", " : "", lroundf(1000 * a->columns[c]));
    text_add(out, "],\n  \"rows\": {");
    for (int i = 0; i < PANEL_COUNT; i++)
        text_addf(out, "%s\"%s\": %ld", i ? ", " : "", PANELS[i], lroundf(1000 * a->rows[i]));
    text_add(out, "}\n");
}

void tastes_write(const struct tastes *t, struct text *out) {
    struct look look = t->look;
    text_addf(out, "{\n  \"theme\": \"%s\",\n  \"language\": \"%s\",\n  \"zoom\": %ld,\n",
              look.theme->name, language_code(look.language), lroundf(100 * look.zoom));
    text_addf(out, "  \"questions\": \"%s\",\n", QUESTIONS[look.questions]);
    text_addf(out, "  \"arrows\": \"%s\",\n", ARROWS[look.arrows]);
    for (size_t i = 0; i < SWITCH_COUNT; i++)
        text_addf(out, "  \"%s\": %s,\n", SWITCHES[i].name,
                  *switch_of(&look, i) ? "true" : "false");
    if (t->width > 0 && t->height > 0)
        text_addf(out, "  \"window\": [%d, %d],\n", t->width, t->height);
    write_panels(&look.arrangement, out);
    text_add(out, "}\n");
}

/* ---- reading ---- */

/* A number in its limits; false, and nothing changes, for anything else. */
static bool read_number(const cJSON *value, double least, double most, double *out) {
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= least) || value->valuedouble > most)
        return false;
    *out = value->valuedouble;
    return true;
}

static int panel_named(const char *name) {
    for (int i = 0; i < PANEL_COUNT; i++)
        if (strcmp(PANELS[i], name) == 0) return i;
    return -1;
}

static void read_hidden(struct arrangement *a, const cJSON *list) {
    const cJSON *name;
    cJSON_ArrayForEach(name, list) {
        int panel = cJSON_IsString(name) ? panel_named(name->valuestring) : -1;
        if (panel >= 0) a->hidden[panel] = true;
    }
}

static void read_shares(struct arrangement *a, const cJSON *columns, const cJSON *rows) {
    double share;
    const cJSON *row;
    if (cJSON_GetArraySize(columns) == COLUMNS)
        for (int c = 0; c < COLUMNS; c++)
            if (read_number(cJSON_GetArrayItem(columns, c), 10, 100000, &share))
                a->columns[c] = (float)share / 1000;
    cJSON_ArrayForEach(row, rows) {
        int panel = row->string ? panel_named(row->string) : -1;
        if (panel >= 0 && read_number(row, 0, 1000000, &share))
            a->rows[panel] = (float)share / 1000;
    }
}

static void read_window(struct tastes *t, const cJSON *window) {
    double width, height;
    if (cJSON_GetArraySize(window) != 2) return;
    if (!read_number(cJSON_GetArrayItem(window, 0), 320, 16384, &width)) return;
    if (!read_number(cJSON_GetArrayItem(window, 1), 200, 16384, &height)) return;
    t->width = (int)width;
    t->height = (int)height;
}

/* Which of the names it is; `otherwise` if it is none. */
static int read_name(const cJSON *value, const char *const *names, int count, int otherwise) {
    for (int i = 0; cJSON_IsString(value) && i < count; i++)
        if (strcmp(value->valuestring, names[i]) == 0) return i;
    return otherwise;
}

static void read_look(struct look *look, const cJSON *root) {
    double zoom;
    const cJSON *theme = cJSON_GetObjectItemCaseSensitive(root, "theme");
    const cJSON *language = cJSON_GetObjectItemCaseSensitive(root, "language");
    if (cJSON_IsString(theme)) look->theme = theme_of(theme->valuestring);
    if (cJSON_IsString(language)) set_language(look, language->valuestring);
    if (read_number(cJSON_GetObjectItemCaseSensitive(root, "zoom"), 75, 300, &zoom))
        look->zoom = (float)zoom / 100;
    look->questions = (enum questions)read_name(cJSON_GetObjectItemCaseSensitive(root, "questions"),
                                                QUESTIONS, QUESTIONS_MODES, (int)look->questions);
    look->arrows = (enum arrows_shown)read_name(cJSON_GetObjectItemCaseSensitive(root, "arrows"),
                                                ARROWS, ARROWS_COUNT, (int)look->arrows);
    for (size_t i = 0; i < SWITCH_COUNT; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(root, SWITCHES[i].name);
        if (cJSON_IsBool(value)) *switch_of(look, i) = cJSON_IsTrue(value);
    }
}

bool tastes_read(struct tastes *t, const char *text, size_t length) {
    struct diags diags;
    struct source source = {"window.json", text, length};
    diags_init(&diags, source);
    cJSON *root = json_read(source, &diags);
    diags_free(&diags);
    bool fine = cJSON_IsObject(root);
    if (fine) {
        read_look(&t->look, root);
        read_hidden(&t->look.arrangement, cJSON_GetObjectItemCaseSensitive(root, "hidden"));
        read_shares(&t->look.arrangement, cJSON_GetObjectItemCaseSensitive(root, "columns"),
                    cJSON_GetObjectItemCaseSensitive(root, "rows"));
        read_window(t, cJSON_GetObjectItemCaseSensitive(root, "window"));
    }
    cJSON_Delete(root);
    return fine;
}
