/* Help over the picture: every key, from the tables of commands and keys. */
#include "view/keys.h"
#include "view/panels.h"
#include "view/widget.h"

/* A group begins with a command, and goes on to the next one's. */
static const struct {
    enum command_id first;
    enum word title;
} GROUPS[] = {
    {COMMAND_PLAY, WORD_GROUP_MOVING},
    {COMMAND_SELECT, WORD_GROUP_LOOKING},
    {COMMAND_ENLARGE, WORD_GROUP_ARRANGING},
    {COMMAND_BLANK, WORD_GROUP_PRESENTING},
    {COMMAND_TRY, WORD_GROUP_TRYING},
    {COMMAND_SELECT_LINE, WORD_GROUP_READING},
    {COMMAND_DISMISS, WORD_GROUP_FILES},
    {COMMAND_OPEN, WORD_GROUP_GALLERY},
    {COMMAND_EXPORT, WORD_GROUP_EXPORTING},
    {COMMAND_MAP_ZOOM, WORD_PANEL_MAP},
    {COMMAND_COLLECT, WORD_COLLECTING},
    {COMMAND_QUESTIONS, WORD_GROUP_PREDICTING},
    {COMMAND_NEXT_ACTOR, WORD_GROUP_SCHEDULING},
    {COMMAND_COMPARE, WORD_GROUP_COMPARING},
    {COMMAND_PROCESS_FORWARD, WORD_GROUP_CYCLES},
};

enum { ROWS_MAX = 200, ROW = 29, ROW_LEAST = 23, KEYS_MOST = 280, BETWEEN = 36, AROUND = 90 };

/* A command, or the title of a group. */
struct row {
    enum command_id command;
    enum word title;
};

struct rows {
    struct row list[ROWS_MAX];
    uint32_t count;
    float keys, words; /* the widest of them, units */
};

static bool has_keys(enum command_id command) {
    struct text keys = {0};
    key_words(LANGUAGE_ENGLISH, command, &keys);
    bool has = keys.length > 0;
    text_free(&keys);
    return has;
}

/* Groups in which nothing is to be had here have no title. */
static void list_rows(struct rows *rows, uint32_t where) {
    enum word title = WORD_NONE;
    rows->count = 0;
    for (int c = COMMAND_NONE + 1; c < COMMAND_COUNT; c++) {
        for (size_t g = 0; g < sizeof GROUPS / sizeof GROUPS[0]; g++)
            if (GROUPS[g].first == (enum command_id)c) title = GROUPS[g].title;
        if (!(command_where((enum command_id)c) & where) || !has_keys((enum command_id)c)) continue;
        if (rows->count + 2 > ROWS_MAX) return;
        if (title != WORD_NONE) rows->list[rows->count++] = (struct row){COMMAND_NONE, title};
        title = WORD_NONE;
        rows->list[rows->count++] = (struct row){(enum command_id)c, WORD_NONE};
    }
}

/* ---- drawing ---- */

static void measure_rows(const struct draw *d, const struct view *v, struct rows *rows) {
    struct lettering bold = {FONT_SANS_BOLD, TEXT_SMALL, 0}, plain = {FONT_SANS, TEXT_SMALL, 0};
    rows->keys = rows->words = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        struct text keys = {0};
        enum command_id command = rows->list[i].command;
        if (command == COMMAND_NONE) continue;
        key_words(v->look->language, command, &keys);
        rows->keys = fmaxf(rows->keys, label_width(d, v, bold, text_string(&keys)));
        rows->words = fmaxf(rows->words, label_width(d, v, plain, say(v, command_word(command))));
        text_free(&keys);
    }
    rows->keys = fminf(rows->keys / v->scale + 18, KEYS_MOST);
    rows->words = rows->words / v->scale + 8;
}

static void draw_row(struct draw *d, const struct view *v, struct box b, const struct rows *rows,
                     struct row row) {
    float baseline = b.y + b.h * 0.72f, keys = px(v, rows->keys);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_SMALL, v->theme->text},
                     plain = {FONT_SANS, TEXT_SMALL, v->theme->text},
                     head = {FONT_SANS_BOLD, TEXT_SMALL + 1, v->theme->blue};
    struct text words = {0};
    if (row.command == COMMAND_NONE) {
        label_left(d, v, (struct point){b.x, baseline}, b.w, head, say(v, row.title));
        return;
    }
    key_words(v->look->language, row.command, &words);
    bold = lettering_to_fit(d, v, bold, TEXT_SMALL - 4, keys - px(v, 10), text_string(&words));
    label_left(d, v, (struct point){b.x, baseline}, keys - px(v, 10), bold, text_string(&words));
    label_left(d, v, (struct point){b.x + keys, baseline}, b.w - keys, plain,
               say(v, command_word(row.command)));
    text_free(&words);
}

/* A title never stands at the foot of a column. */
static void draw_rows(struct draw *d, const struct view *v, struct box b, const struct rows *rows,
                      uint32_t columns) {
    uint32_t most = (rows->count + columns - 1) / columns + 1;
    float gap = px(v, BETWEEN), width = (b.w - gap * (float)(columns - 1)) / (float)columns;
    float height = fminf(px(v, ROW), b.h / (float)most);
    uint32_t column = 0, at = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        bool title = rows->list[i].command == COMMAND_NONE;
        if (at >= most || (title && at + 2 > most)) {
            column++;
            at = 0;
        }
        struct box row = {b.x + (float)column * (width + gap), b.y + (float)at * height, width,
                          height};
        draw_row(d, v, row, rows, rows->list[i]);
        at++;
    }
}

static float column_width(const struct view *v, const struct rows *rows) {
    return px(v, rows->keys + rows->words);
}

/* Where letters of the usual size have no room, all is smaller, whatever the zoom. */
static uint32_t fit(struct view *v, const struct rows *rows) {
    enum { COLUMNS_MAX = 4 };
    uint32_t columns;
    for (;; v->scale *= 0.96f) {
        float room = v->area.w - px(v, AROUND), gap = px(v, BETWEEN);
        columns = whole((room + gap) / (column_width(v, rows) + gap));
        if (columns > COLUMNS_MAX) columns = COLUMNS_MAX;
        float height = px(v, ROW_LEAST) * (float)(rows->count / (columns ? columns : 1) + 3);
        if (columns && height < v->area.h - px(v, PANEL_HEAD + AROUND)) break;
        if (v->scale < 0.1f) return 1;
    }
    while (columns > 1 && rows->count / (columns - 1) < 14) columns--;
    return columns;
}

void panel_help(struct draw *d, const struct view *whole) {
    struct view fitting = *whole;
    const struct view *v = &fitting;
    struct rows rows;
    list_rows(&rows, v->session ? ~(uint32_t)(GALLERY | LOG) : v->cycles ? LOG : GALLERY);
    measure_rows(d, v, &rows);
    uint32_t columns = fit(&fitting, &rows), most = (rows.count + columns - 1) / columns + 1;
    float around = px(v, AROUND), padding = px(v, 2 * PANEL_PADDING);
    float width = (column_width(v, &rows) + px(v, BETWEEN)) * (float)columns - px(v, BETWEEN);
    float w = fminf(width + padding, v->area.w - around / 2);
    float h = fminf(px(v, PANEL_HEAD + 24 + ROW * (float)most), v->area.h - around / 2);
    struct box b = {v->area.x + (v->area.w - w) / 2, v->area.y + (v->area.h - h) / 2, w, h};
    draw_box(d, v->area, 0, with_alpha(v->theme->ground, 0xc8), (struct stroke){0});
    draw_hit(d, v->area, COMMAND_HELP, 0, "");
    struct box inside = panel_frame(d, v, b, say(v, WORD_HELP_TITLE), say(v, WORD_HELP_CLOSES));
    draw_rows(d, v, inside, &rows, columns);
}
