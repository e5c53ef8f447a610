/* glyphs.h -- pictures and widths of characters, each made once.
 *
 * The only user of SDL_ttf. It is asked for single characters, never for strings: it refuses empty
 * ones, and makes surfaces as wide as the string, however long that is.
 *
 * Characters stand at quarters of a pixel, so that the gaps between them come out even. Widths are
 * in ems, unrounded: a text is as wide at any size as its letters say, and no hinting changes that.
 * Sizes are rounded to half pixels. What a font lacks is taken from the fallback font, and what
 * that lacks is an empty box.
 *
 * Owns all masks. The cache is bounded: when full it forgets everything and starts again. */
#ifndef TC_GLYPHS_H
#define TC_GLYPHS_H

#include <stddef.h>
#include <stdint.h>

#include "view/draw.h"

struct glyphs;

enum { GLYPH_PHASES = 4 }; /* positions within a pixel */

/* Which picture: `phase` quarters of a pixel to the right, `half_pixels` / 2 pixels per em. */
struct glyph_key {
    enum draw_font font;
    uint32_t half_pixels;
    uint32_t phase;
    uint32_t code_point;
};

/* How much of each pixel the character covers, row by row, 0 to 255. `left` and `top` are where the
 * mask's first pixel is, from the pixel of the pen: to the right, and up from the baseline. */
struct glyph {
    int left, top;
    int width, height;
    uint8_t *mask;
};

/* NULL on failure, with a line about it in `why`. */
struct glyphs *glyphs_open(const char *folder, char *why, size_t why_size);
void glyphs_close(struct glyphs *g);

/* The size that a wish for `size` pixels gets, in half pixels; at least 1. */
uint32_t glyph_half_pixels(float size);

/* How far the pen moves, in ems: for the character, and between `left` and `right` beforehand. */
float glyphs_advance(struct glyphs *g, enum draw_font font, uint32_t code_point);
float glyphs_kerning(struct glyphs *g, enum draw_font font, uint32_t left, uint32_t right);

/* NULL when there is nothing to paint: a space, or no memory. Valid until the next call. */
const struct glyph *glyphs_get(struct glyphs *g, struct glyph_key key);

#endif
