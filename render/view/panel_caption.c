/* The caption: the largest text of the picture.
 *
 * What the author says comes first, then what he says more, then what the step did. The height
 * depends on the scenario, not on the step, so that nothing else moves. */
#include <string.h>

#include "view/panels.h"
#include "view/widget.h"

/* In units: sizes of letters, heights of their lines, and what is around them. */
enum { HEAD = 31, HEAD_LEAST = 28, HEAD_LINE = 42, BODY = 21, BODY_LINE = 29, STEP = 20 };
enum { STEP_LINE = 27, STEP_LINES = 2, RULE = 13, ABOVE = 12, BELOW = 14, SIDE = 32 };

static float enlarged(const struct view *v, float units) {
    return units * (v->look->large_captions ? 1.45f : 1);
}

static float room_of(const struct view *v, struct box b) {
    return b.w - 2 * px(v, SIDE);
}

static struct lettering head_lettering(const struct draw *d, const struct view *v, float room,
                                       const char *words) {
    struct lettering l = {FONT_SANS_BOLD, enlarged(v, HEAD), v->theme->caption_text};
    return lettering_to_fit(d, v, l, enlarged(v, HEAD_LEAST), room, words);
}

/* ---- how high it has to be ---- */

/* Lines are rarely full, as they break at spaces. */
static float lines_of(const struct draw *d, const struct view *v, struct lettering l, float room,
                      const char *words) {
    float width = label_width(d, v, l, words);
    if (width <= 0) return 0;
    return width <= room ? 1 : ceilf(width / (0.93f * fmaxf(room, 1)));
}

/* Of what an author says, units. */
static float said_height(const struct draw *d, const struct view *v, float room, const char *say,
                         const char *more) {
    struct lettering head = head_lettering(d, v, room, say);
    struct lettering body = {FONT_SANS, enlarged(v, BODY), 0};
    return lines_of(d, v, head, room, say) * enlarged(v, HEAD_LINE) +
           lines_of(d, v, body, room, more) * enlarged(v, BODY_LINE);
}

float caption_height(const struct draw *d, const struct view *v, float width) {
    const struct scenario *s = v->session->scenario;
    float room = width - 2 * px(v, SIDE), highest = said_height(d, v, room, s->summary, "");
    for (uint32_t i = 0; i < s->caption_count; i++)
        highest = fmaxf(highest, said_height(d, v, room, s->captions[i].say, s->captions[i].more));
    float step = STEP_LINES * enlarged(v, STEP_LINE);
    if (highest > 0) return px(v, ABOVE + highest + RULE + step + BELOW);
    return px(v, ABOVE + enlarged(v, HEAD_LINE) + step + BELOW); /* the step is all there is */
}

/* ---- drawing ---- */

/* What is drawn from the top down, as far as there is room. */
struct caption_pen {
    struct draw *d;
    const struct view *v;
    struct box left; /* the room that is left */
};

static void write_down(struct caption_pen *pen, struct lettering l, float line, uint32_t lines_max,
                       const char *words) {
    const struct view *v = pen->v;
    float height = px(v, line);
    uint32_t fit = whole((pen->left.h + px(v, 2)) / height);
    if (!words[0] || fit == 0) return;
    struct point at = {pen->left.x, pen->left.y + px(v, l.size + (line - l.size) / 2 - 2)};
    uint32_t lines =
        label_lines(pen->d, v, at, pen->left.w,
                    (struct paragraph){l, line, fit < lines_max ? fit : lines_max}, words);
    pen->left.y += (float)lines * height;
    pen->left.h -= (float)lines * height;
}

static void write_rule(struct caption_pen *pen) {
    const struct view *v = pen->v;
    if (pen->left.h < px(v, RULE + enlarged(v, STEP_LINE))) return;
    draw_box(pen->d, (struct box){pen->left.x, pen->left.y + px(v, 6), pen->left.w, px(v, 1)}, 0,
             with_alpha(v->theme->caption_text, 0x40), (struct stroke){0});
    pen->left.y += px(v, RULE);
    pen->left.h -= px(v, RULE);
}

static void write_step(struct caption_pen *pen) {
    const struct view *v = pen->v;
    const char *what = text_string(&v->what), *why = text_string(&v->why);
    struct lettering l = {FONT_SANS, enlarged(v, STEP), with_alpha(v->theme->caption_text, 0xd8)};
    struct text both = {0};
    text_add(&both, what);
    if (*what && *why) text_add(&both, "  ");
    text_add(&both, why);
    write_down(pen, l, enlarged(v, STEP_LINE), 8, text_string(&both));
    text_free(&both);
}

static void write_said(struct caption_pen *pen, const char *say, const char *more) {
    const struct view *v = pen->v;
    struct lettering head = head_lettering(pen->d, v, pen->left.w, say);
    struct lettering body = {FONT_SANS, enlarged(v, BODY), v->theme->caption_text};
    write_down(pen, head, enlarged(v, HEAD_LINE), 8, say);
    write_down(pen, body, enlarged(v, BODY_LINE), 8, more);
    write_rule(pen);
    write_step(pen);
}

/* A program by itself: the step is all there is to say. */
static void write_step_alone(struct caption_pen *pen) {
    const struct view *v = pen->v;
    struct lettering head = head_lettering(pen->d, v, pen->left.w, text_string(&v->what));
    struct lettering body = {FONT_SANS, enlarged(v, BODY), v->theme->caption_text};
    write_down(pen, head, enlarged(v, HEAD_LINE), 2, text_string(&v->what));
    write_down(pen, body, enlarged(v, BODY_LINE), STEP_LINES, text_string(&v->why));
}

void panel_caption(struct draw *d, const struct view *v, struct box b) {
    const struct caption *caption = session_caption(v->session);
    const char *say = caption ? caption->say : v->session->scenario->summary;
    struct caption_pen pen = {
        d, v, {b.x + px(v, SIDE), b.y + px(v, ABOVE), room_of(v, b), b.h - px(v, ABOVE + BELOW)}};
    draw_box(d, b, px(v, 12), v->theme->caption, (struct stroke){0});
    if (say[0]) write_said(&pen, say, caption ? caption->more : "");
    else write_step_alone(&pen);
}
