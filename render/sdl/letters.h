/* letters.h -- a line of text: how wide it is, and putting it on a surface.
 *
 * Both are the same walk over the string, so a text is exactly as wide as it was measured. */
#ifndef TC_LETTERS_H
#define TC_LETTERS_H

#include "sdl/glyphs.h"
#include "sdl/pixels.h"

float letters_width(struct glyphs *g, enum draw_font font, float size, const char *string,
                    size_t length);

/* The pixels inside `clip` that the text of command `c` may touch. */
struct area letters_area(struct glyphs *g, struct area clip, const struct draw_command *c,
                         const char *string);
/* Paints the text of command `c` inside `clip`, which lies within the surface. */
void letters_paint(struct glyphs *g, const struct pixels *p, struct area clip,
                   const struct draw_command *c, const char *string);

#endif
