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

/* Paints the character that stands at `x`, quarters of a pixel, and on the baseline `y`. */
static void letter_paint(struct pen *pen, const struct pixels *p, struct area clip, int x, int y,
                         uint32_t colour) {
    int pixel = (int)floor((double)x / GLYPH_PHASES);
    struct glyph_key key = {.font = pen->font,
                            .half_pixels = glyph_half_pixels(pen->size),
                            .phase = (uint32_t)(x - pixel * GLYPH_PHASES),
                            .code_point = pen->code_point};
    const struct glyph *glyph = glyphs_get(pen->glyphs, key);
    if (!glyph) return;
    struct mask mask = {glyph->mask, glyph->width, glyph->height};
    pixels_stain(p, clip, pixel + glyph->left, y - glyph->top, mask, colour);
}

/* No character reaches further than two ems from where its pen stands. */
void letters_paint(struct glyphs *g, const struct pixels *p, struct area clip,
                   const struct draw_command *c, const char *string) {
    struct pen pen = pen_start(g, c->font, c->size, string, strlen(string));
    float reach = 2 * pen.size;
    int y = pixel_round(c->p[0].y);
    if (area_is_empty(clip) || (float)y + reach < (float)clip.y0) return;
    if ((float)y - reach > (float)clip.y1) return;
    while (pen_next(&pen)) {
        float x = c->p[0].x + pen.x;
        if (x - reach > (float)clip.x1) return;
        if (x + reach < (float)clip.x0) continue;
        letter_paint(&pen, p, clip, pixel_round(GLYPH_PHASES * x), y, c->fill);
    }
}
