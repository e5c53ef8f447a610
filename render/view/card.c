#include "view/card.h"

#include <stdio.h>
#include <string.h>

enum { ROW_HEIGHT = 25, COLUMN_LEAST = 380, COLUMN_GAP = 36, LINE_MAX = 256 };

void card_begin(struct card *c, struct draw *d, const struct view *v, struct box inside) {
    c->d = d;
    c->v = v;
    c->inside = inside;
    c->count = 0;
    c->strings = (struct text){0};
    text_add_bytes(&c->strings, "", 1);
    float gap = px(v, COLUMN_GAP);
    c->columns = whole((inside.w + gap) / px(v, COLUMN_LEAST + COLUMN_GAP));
    if (c->columns == 0) c->columns = 1;
    c->column = (inside.w - gap * (float)(c->columns - 1)) / (float)c->columns;
    c->rows = whole(inside.h / px(v, ROW_HEIGHT));
}

/* ---- rows ---- */

static size_t keep(struct card *c, const char *string) {
    size_t at = c->strings.length;
    if (!string[0]) return 0;
    text_add_bytes(&c->strings, string, strlen(string) + 1);
    return at;
}

/* There is always one to be written to, if only the last. */
static struct card_row *add(struct card *c, enum card_kind kind, const char *name,
                            const char *value) {
    struct card_row *row = &c->list[c->count < CARD_ROWS_MAX ? c->count++ : CARD_ROWS_MAX - 1];
    *row = (struct card_row){.kind = kind, .name = keep(c, name), .value = keep(c, value)};
    return row;
}

struct card_row *card_heading(struct card *c, enum word words) {
    return add(c, CARD_HEADING, say(c->v, words), "");
}

struct card_row *card_pair(struct card *c, enum word name, const char *value) {
    return add(c, CARD_PAIR, say(c->v, name), value);
}

struct card_row *card_named(struct card *c, const char *name, const char *value) {
    return add(c, CARD_PAIR, name, value);
}

struct card_row *card_line(struct card *c, const char *name, const char *value) {
    return add(c, CARD_LINE, name, value);
}

struct card_row *card_measure(struct card *c, const char *name, const char *value, float part) {
    struct card_row *row = add(c, CARD_MEASURE, name, value);
    row->part = part;
    return row;
}

void card_tip(struct card *c, const char *tip) {
    if (c->count) c->list[c->count - 1].tip = keep(c, tip);
}

static struct lettering plain(uint32_t colour) {
    return (struct lettering){FONT_SANS, TEXT_SMALL, colour};
}

/* The length of the beginning that fits, up to a space; all of a word that is too long. */
static size_t fitting(const struct card *c, const char *words) {
    char line[LINE_MAX];
    size_t best = 0;
    for (size_t at = 1; at < LINE_MAX; at++) {
        if (words[at] != ' ' && words[at] != '\0') continue;
        snprintf(line, sizeof line, "%.*s", (int)at, words);
        if (best && label_width(c->d, c->v, plain(0), line) > c->column) break;
        best = at;
        if (words[at] == '\0') break;
    }
    return best ? best : strlen(words);
}

void card_sentence(struct card *c, const char *words) {
    char line[LINE_MAX];
    while (*words) {
        size_t length = fitting(c, words);
        snprintf(line, sizeof line, "%.*s", (int)length, words);
        add(c, CARD_LINE, "", line);
        words += length;
        while (*words == ' ') words++;
    }
}

/* ---- drawing ---- */

static const char *string_of(const struct card *c, size_t at) {
    return at ? text_string(&c->strings) + at : "";
}

static void draw_heading(const struct card *c, const struct card_row *row, struct box b) {
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, c->v->theme->text};
    label_left(c->d, c->v, (struct point){b.x, b.y + b.h * 0.72f}, b.w, l, string_of(c, row->name));
}

/* The value has the room that it needs, the name what is left. */
static void draw_pair(const struct card *c, const struct card_row *row, struct box b) {
    const struct theme *t = c->v->theme;
    struct lettering mono = {FONT_MONO, TEXT_SMALL, row->colour ? row->colour : t->text};
    const char *name = string_of(c, row->name), *value = string_of(c, row->value);
    float gap = px(c->v, 10), named = label_width(c->d, c->v, plain(0), name);
    float baseline = b.y + b.h * 0.72f, least = fminf(named, b.w * 0.45f);
    label_right(c->d, c->v, (struct point){b.x + b.w, baseline}, b.w - least - gap, mono, value);
    float taken = fminf(label_width(c->d, c->v, mono, value), b.w - least - gap);
    label_left(c->d, c->v, (struct point){b.x, baseline}, b.w - taken - gap, plain(t->muted), name);
}

/* A short name in front of what may be cut. */
static void draw_fact(const struct card *c, const struct card_row *row, struct box b) {
    const struct theme *t = c->v->theme;
    struct lettering mono = {FONT_MONO, TEXT_SMALL, t->muted};
    const char *name = string_of(c, row->name);
    float baseline = b.y + b.h * 0.72f, x = b.x;
    label_left(c->d, c->v, (struct point){x, baseline}, 0, mono, name);
    if (name[0]) x += label_width(c->d, c->v, mono, name) + px(c->v, 10);
    label_left(c->d, c->v, (struct point){x, baseline}, fmaxf(b.x + b.w - x, 1),
               plain(row->colour ? row->colour : t->text), string_of(c, row->value));
}

/* The bar lies behind the words, as those of the meter. */
static void draw_measure(const struct card *c, const struct card_row *row, struct box b) {
    const struct theme *t = c->v->theme;
    struct lettering mono = {FONT_MONO, TEXT_SMALL, t->text};
    const char *name = string_of(c, row->name), *value = string_of(c, row->value);
    float spare = px(c->v, 5), gap = px(c->v, 10), baseline = b.y + b.h * 0.72f;
    struct box bar = {b.x - spare, b.y + px(c->v, 2), (b.w + 2 * spare) * row->part,
                      b.h - px(c->v, 4)};
    if (bar.w > 0) draw_box(c->d, bar, px(c->v, 3), with_alpha(t->blue, 0x38), (struct stroke){0});
    label_right(c->d, c->v, (struct point){b.x + b.w, baseline}, 0, mono, value);
    float left = b.w - label_width(c->d, c->v, mono, value) - gap;
    struct lettering l = plain(row->colour ? row->colour : t->text);
    label_left(c->d, c->v, (struct point){b.x, baseline}, fmaxf(left, 1), l, name);
}

static void draw_row(const struct card *c, const struct card_row *row, struct box b) {
    static void (*const DRAW[])(const struct card *, const struct card_row *,
                                struct box) = {draw_heading, draw_pair, draw_fact, draw_measure};
    float spare = px(c->v, 6);
    struct box whole_row = {b.x - spare, b.y, b.w + 2 * spare, b.h};
    if (row->lit)
        draw_box(c->d, whole_row, px(c->v, 4), c->v->theme->highlight, (struct stroke){0});
    if (row->action.command && box_contains(whole_row, c->v->mouse))
        draw_box(c->d, whole_row, px(c->v, 4), 0,
                 (struct stroke){c->v->theme->blue, px(c->v, 1.5f), 0});
    DRAW[row->kind](c, row, b);
    if (row->action.command || row->tip)
        draw_hit(c->d, whole_row, row->action.command, row->action.value,
                 row->tip ? string_of(c, row->tip) : NULL);
}

/* ---- where rows come ---- */

struct place {
    uint32_t column, row;
};

/* Where a row comes behind others; in a column past the last: nowhere. */
static struct place next_place(const struct card *c, struct place at, const struct card_row *row) {
    bool breaks = row->breaks && c->columns > 1 && at.row > 0;
    if (!breaks && at.row < c->rows) return at;
    return (struct place){at.column + 1, 0};
}

/* How many rows are visible when `first` is the first of them. */
static uint32_t visible(const struct card *c, uint32_t first) {
    struct place at = {0, 0};
    uint32_t i = first;
    for (; i < c->count; i++) {
        at = next_place(c, at, &c->list[i]);
        if (at.column >= c->columns) break;
        at.row++;
    }
    return i - first;
}

/* The first row when the last one is visible. */
static uint32_t last_scroll(const struct card *c) {
    uint32_t most = c->rows * c->columns, first = c->count > most ? c->count - most : 0;
    if (c->rows == 0) return 0;
    while (first + visible(c, first) < c->count) first++;
    return first;
}

/* How much of it is shown, at the right edge. */
static void draw_thumb(const struct card *c, uint32_t first) {
    uint32_t shown = visible(c, first);
    if (c->count <= shown) return;
    float part = c->inside.h / (float)c->count;
    struct box thumb = {c->inside.x + c->inside.w + px(c->v, 10), c->inside.y + part * (float)first,
                        px(c->v, 4), part * (float)shown};
    draw_box(c->d, thumb, px(c->v, 2), c->v->theme->border, (struct stroke){0});
}

void card_end(struct card *c, uint32_t scroll, enum command_id wheel) {
    uint32_t last = last_scroll(c), first = scroll < last ? scroll : last;
    uint32_t shown = visible(c, first);
    float height = px(c->v, ROW_HEIGHT), across = c->column + px(c->v, COLUMN_GAP);
    struct place at = {0, 0};
    draw_hit(c->d, c->inside, wheel, first, NULL);
    draw_thumb(c, first);
    for (uint32_t i = first; i < first + shown; i++, at.row++) {
        at = next_place(c, at, &c->list[i]);
        struct box b = {c->inside.x + (float)at.column * across,
                        c->inside.y + (float)at.row * height, c->column, height};
        draw_row(c, &c->list[i], b);
    }
    if (c->strings.failed) c->d->failed = true;
    text_free(&c->strings);
}
