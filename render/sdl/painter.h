/* painter.h -- puts a draw list on a surface of pixels.
 *
 * Boxes are filled by hand, as their edges are on whole pixels; curves and polygons are worked out
 * by Cairo, and text by SDL_ttf, as masks that are kept: SDL's own software geometry is neither
 * anti-aliased nor fast enough. Only what differs from the list painted before is painted again;
 * the pixels are those of a painter that paints all. The pixels are 32-bit 0xXXRRGGBB in the
 * machine's byte order, what SDL calls RGB888 and Cairo RGB24. Needs no display and no
 * SDL_Init(SDL_INIT_VIDEO). */
#ifndef TC_PAINTER_H
#define TC_PAINTER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/file.h"
#include "sdl/pixels.h"
#include "view/draw.h"

struct painter;

/* Opens the fonts found in `font_folder`. NULL on failure, with a line about it in `why`. */
struct painter *painter_open(const char *font_folder, char *why, size_t why_size);
void painter_close(struct painter *p);

/* Measures text exactly as it will be painted. Valid as long as the painter. */
struct text_measure painter_measure(struct painter *p);

/* Makes the picture `width` x `height` pixels large; its content is undefined until painted. */
bool painter_resize(struct painter *p, int width, int height);
/* Where the list paints nothing the picture is black. Clips nest up to 15 deep. */
void painter_paint(struct painter *p, const struct draw *d);

/* What the last painter_paint has painted anew: these areas, which do not overlap, and how many
 * pictures have been painted, this one included. */
struct repainted {
    const struct area *areas;
    size_t count;
    uint64_t pictures;
};

struct repainted painter_repainted(const struct painter *p);
/* Forgets what the pixels show: the next picture is painted whole. */
void painter_forget(struct painter *p);

/* The picture: `*pitch` bytes from one row to the next. Owned by the painter. */
const uint32_t *painter_pixels(struct painter *p, int *width, int *height, int *pitch);

/* Writes the picture as PNG. False if it cannot be written. */
bool painter_write_png_to(struct painter *p, FILE *to, char *why, size_t why_size);
/* Likewise an image of its own, 0xRRGGBBAA row by row, which can be seen through. */
bool painter_write_image(const uint32_t *pixels, uint32_t columns, uint32_t rows, FILE *to,
                         char *why, size_t why_size);
/* Writes the picture as PNG to `path`, whole or not at all. */
enum file_status painter_write_png(struct painter *p, const char *path, char *why, size_t why_size);

#endif
