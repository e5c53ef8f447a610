#include "view/comparing.h"

#include <math.h>
#include <stdio.h>

#include "view/panels.h"
#include "view/picture.h"
#include "view/widget.h"

const struct contrast CONTRASTS[] = {
    {NULL, NULL, NULL, WORD_CONTRAST_PARTNER},
    {"barrier", "hybrid", "none", WORD_CONTRAST_BARRIER},
    {"stacks", "contiguous", "segmented", WORD_CONTRAST_STACKS},
    {"GOGC", "50", "400", WORD_CONTRAST_GOGC},
    {"collector", "concurrent", "stw", WORD_CONTRAST_STW},
    {"collector", "concurrent", "generational", WORD_CONTRAST_GENERATIONAL},
    {"collector", "concurrent", "none", WORD_CONTRAST_NONE},
    {NULL, NULL, NULL, WORD_CONTRAST_OWN},
    {NULL, NULL, NULL, WORD_NONE},
};

/* Units. */
enum { HEAD = 100, SIDE_HEAD = 46, STRIP = 52, STRIP_NAME = 300, GAP = 14, MARGIN = 20 };

static uint32_t side_colour(const struct view *v, bool right) {
    return right ? v->theme->orange : v->theme->blue;
}

/* ---- the head: what is compared, and what differs ---- */

static void draw_head(struct draw *d, const struct view *v, const struct view *right) {
    float x = v->area.x + px(v, MARGIN), y = v->area.y, room = v->area.w - px(v, 2 * MARGIN);
    const char *title = v->session->scenario->title;
    struct lettering bold = {FONT_SANS_BOLD, 28, v->theme->text};
    struct lettering small = {FONT_SANS, TEXT_BODY, v->theme->muted};
    struct lettering plain = {FONT_SANS, 22, v->theme->text};
    float width = label_width(d, v, bold, title);
    struct text words = {0};
    comparing_differences(v->look->language, v->session, right->session, &words);
    label_left(d, v, (struct point){x, y + px(v, 44)}, room, bold, title);
    if (room > width + px(v, 260))
        label_right(d, v, (struct point){x + room, y + px(v, 44)}, room - width - px(v, 30), small,
                    say(v, WORD_COMPARE_KEYS));
    const char *told = words.length ? text_string(&words) : say(v, WORD_NO_DIFFERENCE);
    plain = lettering_to_fit(d, v, plain, TEXT_BODY, room, told);
    label_left(d, v, (struct point){x, y + px(v, 84)}, room, plain, told);
    text_free(&words);
}

/* ---- a side ---- */

static void draw_side_head(struct draw *d, const struct view *v, struct box b, bool right) {
    struct lettering bold = {FONT_SANS_BOLD, 23, v->theme->text};
    const char *name = v->comparing->names[right];
    float y = b.y + b.h / 2;
    draw_box(d, (struct box){b.x, y - px(v, 9), px(v, 18), px(v, 18)}, px(v, right ? 3 : 9),
             side_colour(v, right), (struct stroke){0});
    float left = b.x + px(v, 30), end = header_phases(d, v, left + b.w * 0.6f, b.x + b.w, y);
    bold = lettering_to_fit(d, v, bold, TEXT_BODY, end - left - px(v, 12), name);
    label_left(d, v, (struct point){left, y + px(v, 8)}, end - left - px(v, 12), bold, name);
}

/* What there is room for in half a picture. */
static struct look compact_look(const struct view *v) {
    static const enum panel SHOWN[] = {PANEL_STACKS, PANEL_HEAP, PANEL_MAP, PANEL_C_HEAP};
    struct look look = *v->look;
    look.arrangement = arrangement_default();
    for (int i = 0; i < PANEL_COUNT; i++) look.arrangement.hidden[i] = true;
    for (size_t i = 0; i < sizeof SHOWN / sizeof SHOWN[0]; i++)
        look.arrangement.hidden[SHOWN[i]] = false;
    return look;
}

static void draw_side(struct draw *d, const struct view *side, struct box b, float caption,
                      bool right) {
    struct look look = compact_look(side);
    struct view v = *side;
    v.look = &look;
    v.area = b;
    float head = px(&v, SIDE_HEAD);
    draw_side_head(d, &v, (struct box){b.x, b.y, b.w, head}, right);
    float gap = px(&v, GAP), bottom = b.y + b.h - caption;
    panel_caption(d, &v, (struct box){b.x, bottom, b.w, caption});
    picture_draw_panels(d, &v, (struct box){b.x, b.y + head, b.w, bottom - gap - b.y - head});
}

/* The right side's run, below the left one's, which the mouse works. */
static void draw_strip(struct draw *d, const struct view *v, struct box b) {
    float name = fminf(px(v, STRIP_NAME), b.w * 0.25f);
    draw_box(d, b, px(v, 10), v->theme->panel, (struct stroke){v->theme->border, px(v, 1.5f), 0});
    struct lettering l = {FONT_SANS, TEXT_BODY, v->theme->text};
    char words[96];
    snprintf(words, sizeof words, say(v, WORD_STEP_OF),
             (unsigned long long)session_step(v->session),
             (unsigned long long)session_steps(v->session), session_ended(v->session) ? "" : "…");
    struct box dot = {b.x + px(v, 18), b.y + b.h / 2 - px(v, 8), px(v, 16), px(v, 16)};
    draw_box(d, dot, px(v, 3), side_colour(v, true), (struct stroke){0});
    label_left(d, v, (struct point){dot.x + px(v, 28), b.y + b.h / 2 + px(v, 6.5f)},
               name - px(v, 56), l, words);
    timeline_strip(
        d, v, (struct box){b.x + name, b.y + px(v, 16), b.w - name - px(v, 20), b.h - px(v, 28)});
}

/* Two runs need room: beyond this, nothing gets larger. */
static struct view with_room(const struct view *v) {
    enum { LEAST_WIDTH = 1300, LEAST_HEIGHT = 640 }; /* units */
    struct view roomy = *v;
    roomy.scale = fminf(v->scale, fminf(v->area.w / LEAST_WIDTH, v->area.h / LEAST_HEIGHT));
    return roomy;
}

void comparing_draw(struct draw *d, const struct view *left, const struct view *other) {
    const struct view roomy[2] = {with_room(left), with_room(other)}, *v = &roomy[0];
    const struct view *right = &roomy[1];
    float gap = px(v, GAP), margin = px(v, MARGIN), x = v->area.x + margin;
    float w = v->area.w - 2 * margin, half = (w - 2 * gap) / 2, strip = px(v, STRIP);
    float timeline = px(v, v->area.h / v->scale >= 760 ? TIMELINE_HEIGHT : TIMELINE_LEAST);
    float bottom = v->area.y + v->area.h - margin, top = v->area.y + px(v, HEAD);
    draw_box(d, v->area, 0, v->theme->ground, (struct stroke){0});
    draw_head(d, v, right);
    bottom -= timeline;
    panel_timeline(d, v, (struct box){x, bottom, w, timeline});
    bottom -= strip + px(v, 6);
    draw_strip(d, right, (struct box){x, bottom, w, strip});
    bottom -= gap;
    float caption = fmaxf(caption_height(d, v, half), caption_height(d, right, half));
    caption = fminf(caption, (bottom - top) * 0.3f); /* the same on both sides */
    draw_side(d, v, (struct box){x, top, half, bottom - top}, caption, false);
    draw_side(d, right, (struct box){x + half + 2 * gap, top, half, bottom - top}, caption, true);
    draw_box(d, (struct box){x + half + gap - px(v, 1), top, px(v, 2), bottom - top}, 0,
             v->theme->border, (struct stroke){0});
}

/* ---- what is to be compared ---- */

void panel_contrasts(struct draw *d, const struct view *v) {
    enum { WIDTH = 760, ROW = 46, FOOT = 40 };
    const struct comparing *c = v->comparing;
    float w = fminf(px(v, WIDTH), v->area.w - px(v, 40));
    float h = px(v, PANEL_HEAD + FOOT + 14 + ROW * (float)c->row_count);
    struct box b = {v->area.x + (v->area.w - w) / 2, v->area.y + px(v, 150), w, h};
    draw_box(d, v->area, 0, with_alpha(v->theme->ground, 0xb0), (struct stroke){0});
    draw_hit(d, v->area, COMMAND_COMPARE, 0, "");
    struct box inside = panel_frame(d, v, b, say(v, WORD_COMPARE_TITLE), "");
    draw_hit(d, b, COMMAND_NOTHING, 0, "");
    for (uint32_t i = 0; i < c->row_count; i++) {
        struct box row = {inside.x - px(v, 6), inside.y + px(v, ROW * (float)i),
                          inside.w + px(v, 12), px(v, ROW - 4)};
        bool chosen = i == c->chosen;
        struct lettering l = {chosen ? FONT_SANS_BOLD : FONT_SANS, TEXT_TITLE, v->theme->text};
        if (chosen || box_contains(row, v->mouse))
            draw_box(d, row, px(v, 8), v->theme->highlight,
                     (struct stroke){chosen ? v->theme->blue : v->theme->border, px(v, 1.5f), 0});
        label_left(d, v, (struct point){row.x + px(v, 14), row.y + px(v, 28)}, row.w - px(v, 28), l,
                   say(v, CONTRASTS[c->rows[i]].words));
        draw_hit(d, row, COMMAND_CONTRAST, i, NULL);
    }
    label_left(d, v, (struct point){inside.x, b.y + h - px(v, 18)}, inside.w,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted},
               say(v, WORD_CONTRAST_KEYS));
}
