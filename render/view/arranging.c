#include "view/arranging.h"

#include <stdio.h>

#include "view/widget.h"

uint32_t panel_number(const bool there[PANEL_COUNT], enum panel panel) {
    uint32_t number = 0;
    for (int i = 0; i <= (int)panel; i++) number += there[i];
    return number;
}

enum panel panel_numbered(const bool there[PANEL_COUNT], uint64_t number) {
    for (int i = 0; i < PANEL_COUNT; i++)
        if (there[i] && panel_number(there, (enum panel)i) == number) return (enum panel)i;
    return PANEL_COUNT;
}

/* ---- heads ---- */

static struct box head_of(const struct view *v, struct box b) {
    return (struct box){b.x, b.y, b.w, fminf(px(v, PANEL_HEAD - 4), b.h)};
}

void arranging_head(struct draw *d, const struct view *v, struct box b, uint32_t number) {
    char tip[160];
    bool back = v->look->arrangement.enlarged < PANEL_COUNT;
    snprintf(tip, sizeof tip, "%s   [%u]", say(v, back ? WORD_HEAD_BACK : WORD_HEAD_ENLARGE),
             number);
    draw_hit(d, head_of(v, b), COMMAND_PANEL_HEAD, number, tip);
}

static void draw_sign(struct draw *d, const struct view *v, struct box b, enum command_id command) {
    struct point c = box_centre(b);
    bool back = v->look->arrangement.enlarged < PANEL_COUNT;
    float half = px(v, command == COMMAND_ENLARGE && !back ? 7 : 4);
    struct stroke line = {v->theme->text, px(v, 2), 0};
    if (command == COMMAND_ENLARGE)
        draw_box(d, (struct box){c.x - half * 1.2f, c.y - half, half * 2.4f, half * 2}, px(v, 2), 0,
                 line);
    else
        draw_line(d, (struct point){c.x - px(v, 7), c.y}, (struct point){c.x + px(v, 7), c.y},
                  line);
}

static void draw_button(struct draw *d, const struct view *v, struct box b, enum command_id command,
                        uint32_t number) {
    char tip[160];
    bool over = box_contains(b, v->mouse), enlarge = command == COMMAND_ENLARGE;
    bool back = v->look->arrangement.enlarged < PANEL_COUNT;
    draw_box(d, b, px(v, 6), over ? v->theme->highlight : v->theme->faint,
             (struct stroke){over ? v->theme->text : v->theme->border, px(v, 1.5f), 0});
    draw_sign(d, v, b, command);
    const char *words = say(v, !enlarge ? WORD_HIDE_PANEL
                               : back   ? WORD_SHOW_ALL
                                        : WORD_ENLARGE_PANEL);
    snprintf(tip, sizeof tip, "%s   [%s%u]", words, enlarge ? "" : "Alt ", number);
    draw_hit(d, b, command, number, tip);
}

/* Only while the mouse is there: at rest, heads are for reading. */
static void draw_head_buttons(struct draw *d, const struct view *v, struct box b, uint32_t number) {
    float w = px(v, 34), h = px(v, 28), y = b.y + px(v, 8), right = b.x + b.w - px(v, 8);
    bool alone = v->look->arrangement.enlarged < PANEL_COUNT;
    if (number > 9 || b.w < px(v, 120) || !box_contains(head_of(v, b), v->mouse)) return;
    float width = alone ? w : 2 * w + px(v, 6);
    draw_box(d,
             (struct box){right - width - px(v, 6), y - px(v, 2), width + px(v, 8), h + px(v, 4)},
             px(v, 6), v->theme->panel, (struct stroke){0});
    draw_button(d, v, (struct box){right - w, y, w, h}, COMMAND_ENLARGE, number);
    if (!alone)
        draw_button(d, v, (struct box){right - 2 * w - px(v, 6), y, w, h}, COMMAND_HIDE, number);
}

/* ---- gaps ---- */

static bool is_shown(struct box b) {
    return b.w > 0 && b.h > 0;
}

static void draw_gap(struct draw *d, const struct view *v, struct box b, enum command_id command,
                     uint64_t value) {
    bool tall = b.h > b.w;
    draw_hit(d, b, command, value, say(v, tall ? WORD_DRAG_COLUMN : WORD_DRAG_ROW));
    if (!box_contains(b, v->mouse)) return;
    float thick = px(v, 4), x = b.x + b.w / 2, y = b.y + b.h / 2;
    struct box bar = tall ? (struct box){x - thick / 2, b.y, thick, b.h}
                          : (struct box){b.x, y - thick / 2, b.w, thick};
    draw_box(d, bar, thick / 2, v->theme->blue, (struct stroke){0});
}

/* Between a panel and the next one below it. */
static void draw_row_gap(struct draw *d, const struct view *v, const struct box *boxes, int panel) {
    for (int next = panel + 1; next < PANEL_COUNT; next++) {
        if (!is_shown(boxes[next]) ||
            panel_column((enum panel)next) != panel_column((enum panel)panel))
            continue;
        float top = boxes[panel].y + boxes[panel].h;
        struct box gap = {boxes[panel].x, top, boxes[panel].w, boxes[next].y - top};
        draw_gap(d, v, gap, COMMAND_SPLIT_ROW, (uint64_t)panel);
        return;
    }
}

/* Left and right ends of a column; false if it has no panel. */
static bool column_ends(const struct box *boxes, uint32_t column, struct box *out) {
    bool any = false;
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (!is_shown(boxes[i]) || panel_column((enum panel)i) != column) continue;
        float bottom = boxes[i].y + boxes[i].h, top = any ? out->y : boxes[i].y;
        *out = (struct box){boxes[i].x, top, boxes[i].w, bottom - top};
        any = true;
    }
    return any;
}

static void draw_column_gap(struct draw *d, const struct view *v, const struct box *boxes,
                            uint32_t column) {
    struct box left, right;
    if (!column_ends(boxes, column, &left)) return;
    for (uint32_t next = column + 1; next < COLUMNS; next++) {
        if (!column_ends(boxes, next, &right)) continue;
        float end = left.x + left.w;
        draw_gap(d, v, (struct box){end, left.y, right.x - end, left.h}, COMMAND_SPLIT_COLUMN,
                 column);
        return;
    }
}

void arranging_draw(struct draw *d, const struct view *v, const struct box boxes[PANEL_COUNT],
                    const bool there[PANEL_COUNT]) {
    bool alone = v->look->arrangement.enlarged < PANEL_COUNT;
    for (uint32_t c = 0; c < COLUMNS && !alone; c++) draw_column_gap(d, v, boxes, c);
    for (int i = 0; i < PANEL_COUNT; i++) {
        if (!is_shown(boxes[i])) continue;
        if (!alone) draw_row_gap(d, v, boxes, i);
        draw_head_buttons(d, v, boxes[i], panel_number(there, (enum panel)i));
    }
}

/* ---- what is hidden ---- */

/* Returns its left end. */
static float draw_chip(struct draw *d, const struct view *v, struct box row, float right,
                       enum command_id command, uint32_t number, const char *words) {
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->text};
    float w = label_width(d, v, l, words) + px(v, 24), h = px(v, 30);
    struct box b = {right - w, row.y + (row.h - h) / 2, w, h};
    if (b.x < row.x) return right;
    bool over = box_contains(b, v->mouse);
    draw_box(d, b, h / 2, over ? v->theme->highlight : v->theme->faint,
             (struct stroke){over ? v->theme->text : v->theme->border, px(v, 1.5f), 0});
    label_left(d, v, (struct point){b.x + px(v, 12), b.y + px(v, 20.5f)}, 0, l, words);
    char tip[160];
    snprintf(tip, sizeof tip, "%s   [%s%u]",
             say(v, command == COMMAND_HIDE ? WORD_SHOW_PANEL : WORD_SHOW_ALL),
             command == COMMAND_HIDE ? "Alt " : "", number);
    draw_hit(d, b, command, number, tip);
    return b.x - px(v, 10);
}

float arranging_row(struct draw *d, const struct view *v, struct box row,
                    const bool there[PANEL_COUNT]) {
    const struct arrangement *a = &v->look->arrangement;
    float right = row.x + row.w;
    if (a->enlarged < PANEL_COUNT && there[a->enlarged])
        return draw_chip(d, v, row, right, COMMAND_ENLARGE, panel_number(there, a->enlarged),
                         say(v, WORD_ALL_PANELS));
    for (int i = PANEL_COUNT - 1; i >= 0; i--) {
        char words[96];
        if (!there[i] || !a->hidden[i]) continue;
        snprintf(words, sizeof words, "+ %s", say(v, panel_title((enum panel)i)));
        right =
            draw_chip(d, v, row, right, COMMAND_HIDE, panel_number(there, (enum panel)i), words);
    }
    return right;
}
