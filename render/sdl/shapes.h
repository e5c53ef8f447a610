/* shapes.h -- what has slanted or round edges, as paths for Cairo.
 *
 * Edges that are straight up or across are put on whole pixels, and their lines are whole pixels
 * wide, so that they are crisp at every scale of the picture; all else is smooth. Colours are not
 * known here: shapes are painted in whatever the source is. Nothing is owned. */
#ifndef TC_SHAPES_H
#define TC_SHAPES_H

#include <cairo.h>
#include <stdbool.h>

#include "sdl/pixels.h"

/* A box has both, a curve only a line, a polygon only a fill. */
enum shape_part { SHAPE_FILL, SHAPE_LINE };

bool shape_has(const struct draw_command *c, enum shape_part part);
/* The pixels that the shape may touch: some more than it does. */
struct area shape_area(const struct draw_command *c);
/* Of a DRAW_CURVE, a DRAW_SHAPE, or a DRAW_BOX with a dashed outline. */
void shape_paint(cairo_t *cairo, const struct draw_command *c, enum shape_part part);

#endif
