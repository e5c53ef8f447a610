/* The dialog that writes a file. Formats at the left, what there is to choose at the right, below
 * them the file; while it is written, how far that is. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/exporting.h"
#include "view/panels.h"
#include "view/widget.h"

enum {
    WIDTH = 1240,
    ROW = 36,
    BUTTON = 28,
    VALUE = 210,
    ROWS_LEAST = 8,
    BELOW = 128,   /* the rows: the file, and the foot */
    MESSAGE = 164, /* while it works, and when it is over */
    PATH = 46
};

/* ---- what there is to choose ---- */

bool exporting_is_sheet(const struct exporting *e) {
    return e->formats[e->format].sheet && e->sheet != SHEET_NONE;
}

bool exporting_is_paper(const struct exporting *e) {
    return exporting_is_sheet(e) || (e->formats[e->format].blank && e->blank);
}

uint32_t exporting_fields(const struct exporting *e, enum exporting_field fields[FIELD_COUNT]) {
    const struct exporting_format *f = &e->formats[e->format];
    bool sheet = exporting_is_sheet(e), range = f->range || sheet;
    bool picture = f->picture && !exporting_is_paper(e);
    const bool has[FIELD_COUNT] = {
        [FIELD_RANGE] = range,
        [FIELD_FROM] = range,
        [FIELD_TO] = range,
        [FIELD_STEP] = f->step && !sheet,
        [FIELD_SIZE] = picture,
        [FIELD_THEME] = picture,
        [FIELD_RATE] = f->film,
        [FIELD_BLANK] = f->blank,
        [FIELD_SHEET] = f->sheet,
        [FIELD_PER_PAGE] = sheet,
        [FIELD_PAPER] = exporting_is_paper(e),
        [FIELD_NOTES] = f->notes,
        [FIELD_FILE] = true,
        [FIELD_START] = true,
    };
    uint32_t count = 0;
    for (int i = 0; i < FIELD_COUNT; i++)
        if (has[i]) fields[count++] = (enum exporting_field)i;
    return count;
}

bool exporting_is_typed(enum exporting_field field) {
    return field == FIELD_FROM || field == FIELD_TO || field == FIELD_STEP || field == FIELD_FILE;
}

/* ---- words ---- */

static enum word label_of(enum exporting_field field) {
    static const enum word WORDS[FIELD_COUNT] = {
        [FIELD_RANGE] = WORD_EXPORT_RANGE, [FIELD_FROM] = WORD_EXPORT_FROM,
        [FIELD_TO] = WORD_EXPORT_TO,       [FIELD_STEP] = WORD_EXPORT_STEP,
        [FIELD_SIZE] = WORD_EXPORT_SIZE,   [FIELD_THEME] = WORD_EXPORT_THEME,
        [FIELD_RATE] = WORD_EXPORT_RATE,   [FIELD_BLANK] = WORD_EXPORT_BLANK,
        [FIELD_SHEET] = WORD_EXPORT_SHEET, [FIELD_PER_PAGE] = WORD_EXPORT_PER_PAGE,
        [FIELD_PAPER] = WORD_EXPORT_PAGE,  [FIELD_NOTES] = WORD_EXPORT_NOTES,
        [FIELD_FILE] = WORD_EXPORT_FILE,   [FIELD_START] = WORD_EXPORT_START};
    return WORDS[field];
}

static enum word range_word(enum exporting_range range) {
    static const enum word WORDS[RANGE_COUNT] = {[RANGE_WHOLE] = WORD_EXPORT_WHOLE,
                                                 [RANGE_LOOP] = WORD_EXPORT_LOOP,
                                                 [RANGE_UP_TO] = WORD_EXPORT_UP_TO,
                                                 [RANGE_ON] = WORD_EXPORT_ON,
                                                 [RANGE_TYPED] = WORD_EXPORT_TYPED};
    return WORDS[range];
}

static enum word sheet_word(enum exporting_sheet sheet) {
    static const enum word WORDS[SHEET_COUNT] = {[SHEET_NONE] = WORD_CHOICE_NO,
                                                 [SHEET_EVENLY] = WORD_EXPORT_EVENLY,
                                                 [SHEET_EACH] = WORD_EXPORT_EACH};
    return WORDS[sheet];
}

static void add_step(const struct view *v, uint64_t step, struct text *out) {
    if (step == UINT64_MAX) text_add(out, say(v, WORD_EXPORT_END));
    else text_addf(out, "%" PRIu64, step);
}

static void add_value(const struct view *v, enum exporting_field field, struct text *out) {
    const struct exporting *e = v->exporting;
    switch (field) {
    case FIELD_RANGE: text_add(out, say(v, range_word(e->range))); break;
    case FIELD_FROM: add_step(v, e->from, out); break;
    case FIELD_TO: add_step(v, e->to, out); break;
    case FIELD_STEP: add_step(v, e->step, out); break;
    case FIELD_SIZE: text_addf(out, "%d × %d", e->size.width, e->size.height); break;
    case FIELD_THEME:
        text_add(out, say(v, e->theme == &THEME_DARK ? WORD_EXPORT_DARK : WORD_EXPORT_PAPER));
        break;
    case FIELD_RATE: text_addf(out, "%u", e->rate); break;
    case FIELD_BLANK: text_add(out, say(v, e->blank ? WORD_CHOICE_YES : WORD_CHOICE_NO)); break;
    case FIELD_SHEET: text_add(out, say(v, sheet_word(e->sheet))); break;
    case FIELD_PER_PAGE: text_addf(out, "%u", e->per_page); break;
    case FIELD_PAPER: text_add(out, e->paper); break;
    case FIELD_NOTES: text_add(out, say(v, e->notes ? WORD_CHOICE_YES : WORD_CHOICE_NO)); break;
    case FIELD_FILE:
    case FIELD_START:
    case FIELD_COUNT: break;
    }
}

/* ---- pieces ---- */

static bool is_typing(const struct view *v) {
    enum prompt_kind kind = v->prompt ? v->prompt->kind : PROMPT_NONE;
    return kind == PROMPT_EXPORT_STEP || kind == PROMPT_EXPORT_FILE;
}

static void draw_focus(struct draw *d, const struct view *v, struct box b) {
    draw_box(d, b, px(v, 6), v->theme->highlight, (struct stroke){v->theme->blue, px(v, 2), 0});
}

/* The place of a button of the dialog; returns its left end. */
static float draw_word_button(struct draw *d, const struct view *v, struct point right,
                              const char *words, enum command_id command, bool focus) {
    struct lettering l = {focus ? FONT_SANS_BOLD : FONT_SANS, TEXT_BODY, v->theme->text};
    float w = label_width(d, v, l, words) + px(v, 36);
    struct box b = {right.x - w, right.y, w, px(v, 38)};
    bool over = box_contains(b, v->mouse);
    draw_box(
        d, b, px(v, 8), focus || over ? v->theme->highlight : v->theme->faint,
        (struct stroke){focus ? v->theme->blue : v->theme->border, px(v, focus ? 2.5f : 1.5f), 0});
    label_centre(d, v, (struct point){b.x + b.w / 2, b.y + px(v, 26)}, 0, l, words);
    draw_hit(d, b, command, 0, NULL);
    return b.x - px(v, 12);
}

static void draw_arrow(struct draw *d, const struct view *v, struct box b, bool up,
                       uint32_t focus) {
    bool over = box_contains(b, v->mouse);
    struct point c = box_centre(b);
    float side = up ? 1 : -1, size = px(v, 6);
    struct point p[3] = {{c.x - side * size * 0.6f, c.y - size},
                         {c.x - side * size * 0.6f, c.y + size},
                         {c.x + side * size * 0.8f, c.y}};
    draw_box(d, b, px(v, 6), over ? v->theme->highlight : v->theme->faint,
             (struct stroke){over ? v->theme->text : v->theme->border, px(v, 1.5f), 0});
    draw_shape(d, p, 3, v->theme->text);
    draw_hit(d, b, up ? COMMAND_EXPORT_MORE : COMMAND_EXPORT_LESS, focus, NULL);
}

/* ---- formats ---- */

/* As it will be: "-000000.png", not "-%06d.png". */
static void add_ending(const char *ending, struct text *out) {
    const char *number = strstr(ending, "%06d");
    size_t before = number ? (size_t)(number - ending) : strlen(ending);
    text_add_bytes(out, ending, before);
    if (number) text_addf(out, "000000%s", number + strlen("%06d"));
}

static void draw_format(struct draw *d, const struct view *v, struct box b, uint32_t i) {
    const struct exporting *e = v->exporting;
    const struct exporting_format *f = &e->formats[i];
    bool chosen = i == e->format;
    float baseline = b.y + px(v, 24), ending = px(v, 150);
    struct lettering name = {FONT_MONO, TEXT_BODY, chosen ? v->theme->blue : v->theme->text};
    if (chosen && e->focus == 0) draw_focus(d, v, b);
    else if (chosen)
        draw_box(d, b, px(v, 6), v->theme->faint,
                 (struct stroke){v->theme->border, px(v, 1.5f), 0});
    struct text words = {0};
    add_ending(f->ending, &words);
    name = lettering_to_fit(d, v, name, TEXT_SMALL - 2, ending - px(v, 8), text_string(&words));
    label_left(d, v, (struct point){b.x + px(v, 12), baseline}, ending, name, text_string(&words));
    text_free(&words);
    struct lettering l = {chosen ? FONT_SANS_BOLD : FONT_SANS, TEXT_SMALL + 1, v->theme->text};
    float room = b.w - ending - px(v, 24);
    l = lettering_to_fit(d, v, l, TEXT_SMALL - 3, room, say(v, f->word));
    label_left(d, v, (struct point){b.x + px(v, 16) + ending, baseline}, room, l, say(v, f->word));
    draw_hit(d, b, COMMAND_EXPORT_FORMAT, i, NULL);
}

/* As many as there is room for; the chosen one is among them. */
static void draw_formats(struct draw *d, const struct view *v, struct box b) {
    const struct exporting *e = v->exporting;
    uint32_t shown = whole(b.h / px(v, ROW)), first = 0;
    if (shown > e->format_count) shown = e->format_count;
    if (e->format >= shown) first = e->format + 1 - shown;
    for (uint32_t i = 0; i < shown; i++)
        draw_format(d, v, (struct box){b.x, b.y + px(v, ROW * (float)i), b.w, px(v, ROW - 2)},
                    first + i);
}

/* ---- fields ---- */

static void draw_field_value(struct draw *d, const struct view *v, struct box b,
                             enum exporting_field field, bool typed) {
    struct text value = {0};
    struct lettering l = {typed ? FONT_MONO : FONT_SANS, TEXT_BODY, v->theme->text};
    if (typed) text_addf(&value, "%s▏", v->prompt->text);
    else add_value(v, field, &value);
    l = lettering_to_fit(d, v, l, TEXT_SMALL - 2, b.w - px(v, 8), text_string(&value));
    label_centre(d, v, (struct point){b.x + b.w / 2, b.y + px(v, 24)}, b.w, l, text_string(&value));
    text_free(&value);
}

static void draw_field(struct draw *d, const struct view *v, struct box b,
                       enum exporting_field field, uint32_t focus) {
    bool has_focus = v->exporting->focus == focus;
    float button = px(v, BUTTON), value = px(v, VALUE), top = b.y + (b.h - button) / 2;
    struct box more = {b.x + b.w - button - px(v, 6), top, button, button};
    struct box less = {more.x - value - button, top, button, button};
    if (has_focus) draw_focus(d, v, b);
    draw_hit(d, b, COMMAND_EXPORT_FIELD, focus, NULL);
    label_left(d, v, (struct point){b.x + px(v, 12), b.y + px(v, 24)}, less.x - b.x - px(v, 20),
               (struct lettering){FONT_SANS_BOLD, TEXT_BODY, v->theme->text},
               say(v, label_of(field)));
    draw_arrow(d, v, less, false, focus);
    draw_arrow(d, v, more, true, focus);
    draw_field_value(d, v, (struct box){less.x + button, b.y, value, b.h}, field,
                     has_focus && is_typing(v));
}

/* All but the file and the button, which have places of their own. */
static void draw_fields(struct draw *d, const struct view *v, struct box b) {
    enum exporting_field fields[FIELD_COUNT];
    uint32_t count = exporting_fields(v->exporting, fields);
    for (uint32_t i = 0; i + 2 < count; i++)
        draw_field(d, v, (struct box){b.x, b.y + px(v, ROW * (float)i), b.w, px(v, ROW - 2)},
                   fields[i], i + 1);
}

static void draw_path(struct draw *d, const struct view *v, struct box b, uint32_t focus) {
    struct lettering l = {FONT_MONO, TEXT_BODY, v->theme->text};
    bool has_focus = focus && v->exporting->focus == focus, typed = has_focus && is_typing(v);
    char path[EXPORTING_PATH_MAX + 8];
    snprintf(path, sizeof path, "%s%s", typed ? v->prompt->text : v->exporting->path,
             typed ? "▏" : "");
    draw_box(d, b, px(v, 8), v->theme->ground,
             (struct stroke){has_focus ? v->theme->blue : v->theme->border,
                             px(v, has_focus ? 2.5f : 1.5f), 0});
    label_left(d, v, (struct point){b.x + px(v, 14), b.y + px(v, 30)}, 0, l,
               label_fitting_end(d, v, l, b.w - px(v, 28), path));
    if (focus) draw_hit(d, b, COMMAND_EXPORT_FIELD, focus, NULL);
}

static void draw_file(struct draw *d, const struct view *v, struct box b, uint32_t focus) {
    struct lettering l = {FONT_SANS_BOLD, TEXT_BODY, v->theme->text};
    const char *words = say(v, WORD_EXPORT_FILE);
    float left = label_width(d, v, l, words) + px(v, 28);
    label_left(d, v, (struct point){b.x + px(v, 12), b.y + px(v, 30)}, left, l, words);
    draw_path(d, v, (struct box){b.x + left, b.y, b.w - left, px(v, PATH)}, focus);
}

/* ---- the foot ---- */

static enum word hint(const struct exporting *e, uint32_t count,
                      const enum exporting_field *fields) {
    if (e->focus == 0 || e->focus >= count) return WORD_EXPORT_KEYS_FORMAT;
    enum exporting_field field = fields[e->focus - 1];
    if (field == FIELD_FILE) return WORD_EXPORT_KEYS_FILE;
    return exporting_is_typed(field) ? WORD_EXPORT_KEYS_TYPED : WORD_EXPORT_KEYS_FIELD;
}

static void draw_foot(struct draw *d, const struct view *v, struct box b, uint32_t count,
                      const enum exporting_field *fields) {
    const struct exporting *e = v->exporting;
    bool confirms = e->stage == EXPORTING_CONFIRMS;
    struct lettering plain = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    struct lettering warning = {FONT_SANS_BOLD, TEXT_SMALL + 1, v->theme->vermillion};
    struct point right = {b.x + b.w, b.y};
    const char *start = say(v, confirms ? WORD_EXPORT_REPLACE : WORD_EXPORT_START);
    right.x =
        draw_word_button(d, v, right, start, COMMAND_EXPORT_START, confirms || e->focus == count);
    right.x =
        draw_word_button(d, v, right, say(v, confirms ? WORD_EXPORT_BACK : WORD_EXPORT_CANCEL),
                         COMMAND_EXPORT_CANCEL, false);
    struct point at = {b.x + px(v, 12), b.y + px(v, 17)};
    float room = right.x - at.x - px(v, 16);
    if (confirms) label_wrapped(d, v, at, room, 2, warning, say(v, WORD_EXPORT_CONFIRM));
    else if (is_typing(v)) label_wrapped(d, v, at, room, 2, plain, say(v, WORD_EXPORT_KEYS_TYPING));
    else if (e->exists) label_wrapped(d, v, at, room, 2, warning, say(v, WORD_EXPORT_EXISTS));
    else label_wrapped(d, v, at, room, 2, plain, say(v, hint(e, count, fields)));
}

/* ---- the two faces of the dialog ---- */

static struct box dialog_box(const struct view *v, float height) {
    float w = fminf(px(v, WIDTH), v->area.w - px(v, 40));
    float h = fminf(height, v->area.h - px(v, 24));
    return (struct box){v->area.x + (v->area.w - w) / 2, v->area.y + (v->area.h - h) / 2, w, h};
}

static uint32_t rows_of(const struct exporting *e, uint32_t fields) {
    uint32_t rows = e->format_count > fields ? e->format_count : fields;
    return rows < ROWS_LEAST ? ROWS_LEAST : rows;
}

static void draw_asking(struct draw *d, const struct view *v) {
    const struct exporting *e = v->exporting;
    enum exporting_field fields[FIELD_COUNT];
    uint32_t count = exporting_fields(e, fields);
    float rows = px(v, ROW) * (float)rows_of(e, count);
    struct box b = dialog_box(v, px(v, PANEL_HEAD + PANEL_PADDING + BELOW) + rows);
    struct box inside = panel_frame(d, v, b, say(v, WORD_EXPORT_TITLE), "");
    float below = b.y + b.h - px(v, BELOW), gap = px(v, 28);
    float height = below - inside.y, left = inside.w * 0.5f;
    draw_formats(d, v, (struct box){inside.x, inside.y, left - gap / 2, height});
    draw_fields(
        d, v, (struct box){inside.x + left + gap / 2, inside.y, inside.w - left - gap / 2, height});
    draw_file(d, v, (struct box){inside.x, below + px(v, 10), inside.w, px(v, PATH)}, count - 1);
    draw_foot(d, v, (struct box){inside.x, below + px(v, 72), inside.w, px(v, 44)}, count, fields);
}

static void draw_bar(struct draw *d, const struct view *v, struct box b) {
    struct box done = {b.x, b.y, b.w * (float)v->exporting->percent / 100, b.h};
    draw_box(d, b, px(v, 6), v->theme->faint, (struct stroke){v->theme->border, px(v, 1.5f), 0});
    if (done.w > px(v, 6)) draw_box(d, done, px(v, 6), v->theme->blue, (struct stroke){0});
}

static void draw_working(struct draw *d, const struct view *v, struct box b) {
    const struct exporting *e = v->exporting;
    struct text words = {0};
    text_addf(&words, "%u %% · %s", e->percent,
              say(v, e->writes ? WORD_EXPORT_WRITES : WORD_EXPORT_RUNS));
    draw_bar(d, v, (struct box){b.x, b.y + px(v, 62), b.w, px(v, 20)});
    label_left(d, v, (struct point){b.x, b.y + px(v, 124)}, b.w * 0.7f,
               (struct lettering){FONT_SANS, TEXT_BODY, v->theme->text}, text_string(&words));
    draw_word_button(d, v, (struct point){b.x + b.w, b.y + px(v, 98)}, say(v, WORD_EXPORT_CANCEL),
                     COMMAND_EXPORT_CANCEL, true);
    text_free(&words);
}

/* What became of it. */
static void draw_outcome(struct draw *d, const struct view *v, struct box b) {
    const struct exporting *e = v->exporting;
    bool done = e->stage == EXPORTING_DONE, failed = e->stage == EXPORTING_FAILED;
    uint32_t colour = done ? v->theme->green : failed ? v->theme->vermillion : v->theme->text;
    struct lettering l = {FONT_SANS_BOLD, TEXT_BODY, colour};
    const char *words = done     ? say(v, WORD_EXPORT_DONE)
                        : failed ? e->why
                                 : say(v, WORD_EXPORT_ABANDONED);
    struct point right = {b.x + b.w, b.y + px(v, 98)};
    right.x = draw_word_button(d, v, right, say(v, done ? WORD_EXPORT_CLOSE : WORD_EXPORT_BACK),
                               COMMAND_EXPORT_START, true);
    if (!done)
        right.x =
            draw_word_button(d, v, right, say(v, WORD_EXPORT_CLOSE), COMMAND_EXPORT_CANCEL, false);
    float room = failed ? b.w : right.x - b.x;
    label_wrapped(d, v, (struct point){b.x, b.y + px(v, 74)}, room, failed ? 2 : 3, l, words);
}

static void draw_result(struct draw *d, const struct view *v) {
    struct box b = dialog_box(v, px(v, PANEL_HEAD + PANEL_PADDING + MESSAGE - 24));
    struct box inside = panel_frame(d, v, b, say(v, WORD_EXPORT_TITLE),
                                    say(v, v->exporting->formats[v->exporting->format].word));
    draw_path(d, v, (struct box){inside.x, inside.y, inside.w, px(v, PATH)}, 0);
    if (v->exporting->stage == EXPORTING_WORKS) draw_working(d, v, inside);
    else draw_outcome(d, v, inside);
}

void panel_exporting(struct draw *d, const struct view *v) {
    bool asks = v->exporting->stage == EXPORTING_ASKS || v->exporting->stage == EXPORTING_CONFIRMS;
    draw_box(d, v->area, 0, with_alpha(v->theme->ground, 0xb0), (struct stroke){0});
    draw_hit(d, v->area, COMMAND_NOTHING, 0, "");
    if (asks) draw_asking(d, v);
    else draw_result(d, v);
}
