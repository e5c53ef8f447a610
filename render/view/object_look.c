/* How an object's colour is shown: by its fill, and if the user wants it by a letter and lines. */
#include "view/widget.h"

/* The outline alone, so that there is room for a pencil. */
static struct object_look uncoloured_look(const struct view *v) {
    struct stroke line = {v->theme->object_outline, px(v, 2.5f), 0};
    return (struct object_look){v->theme->panel, v->theme->text, line};
}

static bool is_of_collector(enum colour colour) {
    return colour == COLOUR_WHITE || colour == COLOUR_GREY || colour == COLOUR_BLACK;
}

struct object_look object_look(const struct view *v, enum colour colour) {
    const struct theme *t = v->theme;
    if (v->uncoloured && is_of_collector(colour)) return uncoloured_look(v);
    struct stroke line = {t->object_outline, px(v, 2), 0};
    struct stroke ghost = {t->ghost, px(v, 1.5f), px(v, 5)};
    switch (colour) {
    case COLOUR_WHITE: return (struct object_look){t->object_white, t->on_white, line};
    case COLOUR_GREY: return (struct object_look){t->object_grey, t->on_grey, line};
    case COLOUR_BLACK: return (struct object_look){t->object_black, t->on_black, line};
    case COLOUR_MANUAL:
        line.colour = t->purple;
        return (struct object_look){with_alpha(t->purple, 0x40), t->text, line};
    case COLOUR_FREE: break;
    }
    return (struct object_look){0, t->ghost, ghost};
}

const char *colour_letter(const struct view *v, enum colour colour) {
    static const enum word LETTERS[] = {[COLOUR_FREE] = WORD_NONE,
                                        [COLOUR_WHITE] = WORD_LETTER_WHITE,
                                        [COLOUR_GREY] = WORD_LETTER_GREY,
                                        [COLOUR_BLACK] = WORD_LETTER_BLACK,
                                        [COLOUR_MANUAL] = WORD_LETTER_MANUAL};
    if (v->uncoloured && is_of_collector(colour)) return "";
    return say(v, LETTERS[colour]);
}

/* ---- lines ---- */

enum { LINES_APART = 7 };

/* White has none, so it stays the plainest. */
static uint32_t lines_of(enum colour colour) {
    switch (colour) {
    case COLOUR_GREY: return HATCH_UPWARD;
    case COLOUR_BLACK: return HATCH_UPWARD | HATCH_DOWNWARD;
    case COLOUR_MANUAL: return HATCH_LEVEL;
    default: return 0;
    }
}

/* One slanting line for each place where it would meet the left edge, going on below the box. */
static void draw_slanting(struct draw *d, struct box b, float apart, struct stroke s, bool upward) {
    for (float meets = apart; meets < b.w + b.h; meets += apart) {
        float x0 = fmaxf(meets - b.h, 0), x1 = fminf(meets, b.w);
        struct point from = {b.x + x0, b.y + meets - x0}, to = {b.x + x1, b.y + meets - x1};
        if (!upward) {
            from.y = 2 * b.y + b.h - from.y;
            to.y = 2 * b.y + b.h - to.y;
        }
        draw_line(d, from, to, s);
    }
}

static void draw_level(struct draw *d, struct box b, float apart, struct stroke s) {
    for (float y = b.y + apart; y < b.y + b.h; y += apart)
        draw_line(d, (struct point){b.x, y}, (struct point){b.x + b.w, y}, s);
}

void draw_hatch(struct draw *d, const struct view *v, struct box b, uint32_t hatch,
                uint32_t colour) {
    struct stroke s = {with_alpha(colour, 0x90), px(v, 1.2f), 0};
    float apart = px(v, LINES_APART);
    if (b.w <= 0 || b.h <= 0) return;
    if (hatch & HATCH_UPWARD) draw_slanting(d, b, apart, s, true);
    if (hatch & HATCH_DOWNWARD) draw_slanting(d, b, apart, s, false);
    if (hatch & HATCH_LEVEL) draw_level(d, b, apart, s);
}

static void draw_lines(struct draw *d, const struct view *v, struct box b, enum colour colour) {
    draw_hatch(d, v, b, lines_of(colour), object_look(v, colour).text);
}

/* ---- marks ---- */

/* The name has nearly all of the box: lines are at its left end, the letter sits on a corner. */
static void mark_named(struct draw *d, const struct view *v, struct box b, enum colour colour) {
    struct object_look look = object_look(v, colour);
    float inset = px(v, 3), size = px(v, 20);
    struct box badge = {b.x + b.w - size * 0.6f, b.y - size * 0.4f, size, size};
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, look.text};
    float strip = fminf(px(v, 8), b.w - 2 * inset);
    draw_lines(d, v, (struct box){b.x + inset, b.y + inset, strip, b.h - 2 * inset}, colour);
    draw_box(d, badge, size / 2, look.fill, (struct stroke){look.outline.colour, px(v, 1.5f), 0});
    label_centre(d, v, (struct point){badge.x + size / 2, badge.y + px(v, 15.7f)}, 0, l,
                 colour_letter(v, colour));
}

/* The letter where there is room for one that can be read, else the lines by themselves. */
static void mark_cell(struct draw *d, const struct view *v, struct box b, enum colour colour) {
    float size = fminf(b.h / v->scale - 4, (b.w / v->scale - 2) * 1.3f);
    struct lettering l = {FONT_SANS_BOLD, fminf(size, TEXT_SMALL), object_look(v, colour).text};
    if (size < 9) {
        draw_lines(d, v, box_inset(b, px(v, 1)), colour);
        return;
    }
    label_centre(d, v, (struct point){b.x + b.w / 2, b.y + b.h / 2 + px(v, l.size * 0.36f)}, 0, l,
                 colour_letter(v, colour));
}

void object_mark(struct draw *d, const struct view *v, struct box b, enum colour colour,
                 bool named) {
    if (!v->look->letters || v->uncoloured || colour == COLOUR_FREE) return;
    if (named && b.h >= px(v, 24)) mark_named(d, v, b, colour);
    else if (!named) mark_cell(d, v, b, colour);
}

void object_box(struct draw *d, const struct view *v, struct box b, float radius,
                enum colour colour, bool named) {
    struct object_look look = object_look(v, colour);
    draw_box(d, b, radius, look.fill, look.outline);
    object_mark(d, v, b, colour, named);
}

/* ---- around objects ---- */

void object_glow(struct draw *d, const struct view *v, struct box b) {
    draw_box(d, box_inset(b, -px(v, 6)), px(v, 13), with_alpha(v->theme->blue, 0x38),
             (struct stroke){v->theme->blue, px(v, 2.5f), 0});
}

/* Two lines around it, as nothing else has. */
void object_selected(struct draw *d, const struct view *v, struct box b) {
    draw_box(d, box_inset(b, -px(v, 3)), px(v, 11), 0,
             (struct stroke){v->theme->panel, px(v, 3), 0});
    draw_box(d, box_inset(b, -px(v, 6)), px(v, 14), 0,
             (struct stroke){v->theme->blue, px(v, 4), 0});
}

/* A broken ring. */
void object_unreachable(struct draw *d, const struct view *v, struct box b) {
    draw_box(d, box_inset(b, -px(v, 5)), px(v, 12), 0,
             (struct stroke){v->theme->muted, px(v, 2), px(v, 6)});
}

void object_generation(struct draw *d, const struct view *v, struct point at, bool young) {
    float size = px(v, 11);
    struct box dot = {at.x, at.y, size, size};
    uint32_t colour = young ? v->theme->green : v->theme->vermillion;
    draw_box(d, dot, size / 2, young ? colour : v->theme->panel,
             (struct stroke){young ? v->theme->panel : colour, px(v, young ? 1.5f : 3), 0});
}

/* ---- arrows ---- */

struct stroke arrow_stroke(const struct view *v, enum arrow_look look) {
    const struct theme *t = v->theme;
    switch (look) {
    case ARROW_WRITTEN: return (struct stroke){t->blue, px(v, 3.5f), 0};
    case ARROW_OF_BARRIER: return (struct stroke){t->orange, px(v, 3), px(v, 7)};
    case ARROW_DANGLING: return (struct stroke){t->vermillion, px(v, 2.5f), px(v, 8)};
    case ARROW_FROM_SELECTED: return (struct stroke){t->blue, px(v, 4), 0};
    case ARROW_TO_SELECTED: return (struct stroke){t->green, px(v, 4), px(v, 14)};
    case ARROW_IN_HEAP:
    case ARROW_FROM_STACK: break;
    }
    return (struct stroke){t->text, px(v, 2), 0};
}
