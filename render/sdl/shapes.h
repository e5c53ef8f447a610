/* shapes.h -- curves, polygons and dashed boxes by Cairo.
 *
 * Edges that are straight up or across are put on whole pixels, and their lines are whole pixels
 * wide, so that they are crisp at every scale of the picture; all else is smooth. */
#ifndef TC_SHAPES_H
#define TC_SHAPES_H

#include <cairo.h>

#include "view/draw.h"

void shape_dashed_box(cairo_t *cairo, const struct draw_command *c);
void shape_curve(cairo_t *cairo, const struct draw_command *c);
void shape_polygon(cairo_t *cairo, const struct draw_command *c);

#endif
