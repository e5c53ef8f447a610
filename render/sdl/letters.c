#include "sdl/letters.h"

#include <math.h>
#include <string.h>

#include "sdl/utf8.h"

/* A pen that goes along a string. */
struct pen {
    struct glyphs *glyphs;
    enum draw_font font;
    float size; /* as rounded: pixels per em */
    const char *at;
    size_t left;         /* bytes */
    uint32_t code_point; /* of the character just read; 0 before the first */
    float x;             /* where it stands */
    float end;           /* and ends, from the start of the string */
};

static struct pen pen_start(struct glyphs *g, enum draw_font font, float size, const char *string,
                            size_t length) {
    return (struct pen){.glyphs = g,
                        .font = font,
                        .size = (float)glyph_half_pixels(size) / 2,
                        .at = string,
                        .left = length};
}

static bool pen_next(struct pen *pen) {
    if (pen->left == 0) return false;
    uint32_t before = pen->code_point;
    size_t taken = utf8_next(pen->at, pen->left, &pen->code_point);
    float gap = glyphs_kerning(pen->glyphs, pen->font, before, pen->code_point);
    pen->at += taken;
    pen->left -= taken;
    pen->x = pen->end + gap * pen->size;
    pen->end = pen->x + glyphs_advance(pen->glyphs, pen->font, pen->code_point) * pen->size;
    return true;
}

float letters_width(struct glyphs *g, enum draw_font font, float size, const char *string,
                    size_t length) {
    struct pen pen = pen_start(g, font, size, string, length);
    while (pen_next(&pen)) continue;
    return pen.end;
}

/* A character where it stands. */
struct letter {
    const struct glyph *glyph; /* NULL: nothing to paint */
    int x, y;                  /* of its mask's first pixel */
};

/* `x` is in quarters of a pixel, `y` the baseline. */
static struct letter letter_at(struct pen *pen, int x, int y) {
    int pixel = (int)floor((double)x / GLYPH_PHASES);
    struct glyph_key key = {.font = pen->font,
                            .half_pixels = glyph_half_pixels(pen->size),
                            .phase = (uint32_t)(x - pixel * GLYPH_PHASES),
                            .code_point = pen->code_point};
    const struct glyph *glyph = glyphs_get(pen->glyphs, key);
    if (!glyph) return (struct letter){.glyph = NULL};
    return (struct letter){glyph, pixel + glyph->left, y - glyph->top};
}

typedef void letter_fn(void *user, const struct letter *letter);

/* Calls for the letters that may touch `clip`: no character reaches further than two ems from where
 * its pen stands. */
static void each_letter(struct pen *pen, struct area clip, struct point at, letter_fn *each,
                        void *user) {
    float reach = 2 * pen->size;
    int y = pixel_round(at.y);
    if (area_is_empty(clip) || (float)y + reach < (float)clip.y0) return;
    if ((float)y - reach > (float)clip.y1) return;
    while (pen_next(pen)) {
        float x = at.x + pen->x;
        if (x - reach > (float)clip.x1) return;
        if (x + reach < (float)clip.x0) continue;
        struct letter letter = letter_at(pen, pixel_round(GLYPH_PHASES * x), y);
        if (letter.glyph) each(user, &letter);
    }
}

static void add_area(void *user, const struct letter *l) {
    struct area *sum = user;
    struct area own = {l->x, l->y, l->x + l->glyph->width, l->y + l->glyph->height};
    *sum = area_is_empty(*sum) ? own : area_union(*sum, own);
}

struct area letters_area(struct glyphs *g, struct area clip, const struct draw_command *c,
                         const char *string) {
    struct pen pen = pen_start(g, c->font, c->size, string, strlen(string));
    struct area area = {0};
    each_letter(&pen, clip, c->p[0], add_area, &area);
    return area_intersect(area, clip);
}

struct brush {
    const struct pixels *pixels;
    struct area clip;
    uint32_t colour;
};

static void paint_letter(void *user, const struct letter *l) {
    const struct brush *b = user;
    struct mask mask = {l->glyph->mask, l->glyph->width, l->glyph->height};
    pixels_stain(b->pixels, b->clip, l->x, l->y, mask, b->colour);
}

void letters_paint(struct glyphs *g, const struct pixels *p, struct area clip,
                   const struct draw_command *c, const char *string) {
    struct pen pen = pen_start(g, c->font, c->size, string, strlen(string));
    struct brush brush = {p, clip, c->fill};
    each_letter(&pen, clip, c->p[0], paint_letter, &brush);
}
