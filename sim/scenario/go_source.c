#include "scenario/go_source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "go/go.h"
#include "scenario/json.h"

/* ---- a file of its own ---- */

static const char *skip_comment(const char *at, const char *end) {
    const char *close = at[1] == '/' ? "\n" : "*/";
    size_t length = strlen(close);
    for (at += 2; end - at >= (ptrdiff_t)length; at++)
        if (memcmp(at, close, length) == 0) return at + length;
    return end;
}

bool go_is_source(const char *path, const char *text, size_t length) {
    static const char PACKAGE[] = "package";
    size_t named = strlen(path);
    if (named > 3 && strcmp(path + named - 3, ".go") == 0) return true;
    const char *at = text, *end = text + length;
    while (at < end) {
        bool comment = end - at >= 2 && at[0] == '/' && (at[1] == '/' || at[1] == '*');
        if (comment) at = skip_comment(at, end);
        else if (isspace((unsigned char)*at)) at++;
        else break;
    }
    size_t word = sizeof PACKAGE - 1;
    return (size_t)(end - at) > word && memcmp(at, PACKAGE, word) == 0 &&
           isspace((unsigned char)at[word]);
}

/* As the recorded numbers were taken: GOGC=off, GOMAXPROCS=1. */
static void measure_alone(struct config *c) {
    c->gogc = -1;
    c->procs = 1;
    c->long_slices = true;
}

bool go_parse_scenario(struct scenario *s, const char *path, char *text, size_t length,
                       const char *measure, struct diags *diags) {
    *s = (struct scenario){
        .path = path, .text = text, .config = config_default(), .kind = "program", .summary = ""};
    const struct source source = {path, text, length};
    diags_init(diags, source);
    if (!go_compile(&source, measure, &s->program, diags)) return false;
    s->title =
        pool_string(&s->program.pool, file_base_name(path)); /* the path may be gone before it */
    if (!s->title) s->title = "";
    if (measure) measure_alone(&s->config);
    if (!program_finish(&s->program)) diag_file(diags, "not enough memory for this program");
    return diags->count == 0;
}

/* ---- a file beside the scenario ---- */

/* Without a place in the scenario, a mistake in the program would not stop it from being loaded. */
static void note_mistakes(struct reader *r, const cJSON *node, struct scenario *s,
                          const struct diags *mistakes) {
    diags_text(mistakes, &s->complaints);
    problem_at(r, node, "\"%s\" is no program that can be run; see above", node->valuestring);
}

void go_read_program(struct reader *r, const cJSON *node, struct scenario *s) {
    char why[256];
    size_t length;
    struct diags mistakes;
    if (!expect_kind(r, node, cJSON_IsString(node), "the name of a .go file")) return;
    const char *path = path_beside(r, s->path, node->valuestring);
    if (!path) return;
    if (s->enclosed) {
        s->program_text = text_copy(s->enclosed, s->enclosed_length);
        length = s->enclosed_length;
        if (!s->program_text) {
            problem_at(r, node, "not enough memory for the program");
            return;
        }
    } else if (file_read(path, SCENARIO_BYTES_MAX, &s->program_text, &length, why, sizeof why)) {
        problem_at(r, node, "%s: %s", path, why);
        return;
    }
    const struct source source = {path, s->program_text, length};
    s->program_path = path;
    diags_init(&mistakes, source);
    if (!go_compile(&source, NULL, &s->program, &mistakes)) note_mistakes(r, node, s, &mistakes);
    diags_free(&mistakes);
}

/* ---- lines in the scenario itself ---- */

static bool join_lines(struct reader *r, const cJSON *list, struct text *out) {
    const cJSON *node;
    cJSON_ArrayForEach(node, list) {
        if (!expect_kind(r, node, cJSON_IsString(node), "a line of Go, a string")) return false;
        text_add(out, node->valuestring);
        text_add(out, "\n");
    }
    return !out->failed;
}

/* How many bytes of a JSON string's text stand for its next character, and how many bytes that
 * character has: an escape is longer than what it means. */
static void measure_character(const char *at, size_t *written, size_t *meant) {
    *written = *meant = 1;
    if (*at != '\\') return;
    *written = at[1] == 'u' ? 6 : 2;
    if (at[1] != 'u') return;
    char digits[5] = {0};
    memcpy(digits, at + 2, 4);
    unsigned long code = strtoul(digits, NULL, 16);
    *meant = code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
}

/* Where the byte at `column` (from 0) of an array's line stands in the scenario's text. */
static size_t place_in_scenario(const struct reader *r, const cJSON *line, size_t column) {
    size_t at = json_offset(line) + 1, written, meant, done = 0;
    for (; done < column && r->diags->source.text[at] != '"'; at += written) {
        measure_character(r->diags->source.text + at, &written, &meant);
        done += meant;
    }
    return at;
}

static void tell_mistake(struct reader *r, const cJSON *list, const struct source *source,
                         const struct diag *mistake) {
    size_t line, column;
    if (mistake->offset == DIAG_NOWHERE) {
        problem_at(r, list, "%s", mistake->message);
        return;
    }
    source_place(source, mistake->offset, &line, &column);
    const cJSON *node = cJSON_GetArrayItem(list, (int)line - 1);
    size_t place = node ? place_in_scenario(r, node, column - 1) : json_offset(list);
    diag_at(r->diags, place, "line %zu: %s", line, mistake->message);
}

void go_read_lines(struct reader *r, const cJSON *node, struct scenario *s) {
    struct text lines = {0};
    struct diags mistakes;
    if (!expect_kind(r, node, cJSON_IsArray(node), "the lines of a Go program, an array")) return;
    bool joined = join_lines(r, node, &lines);
    s->program_text = lines.bytes; /* freed with the scenario */
    if (!joined || !lines.bytes) {
        if (r->diags->count == 0) problem_at(r, node, "no lines; expected a Go program");
        return;
    }
    const struct source source = {s->path, lines.bytes, lines.length};
    s->program_path = s->path;
    diags_init(&mistakes, source);
    if (!go_compile(&source, NULL, &s->program, &mistakes))
        for (size_t i = 0; i < mistakes.count; i++)
            tell_mistake(r, node, &source, &mistakes.list[i]);
    diags_free(&mistakes);
}
