/* boxes.h -- boxes with round corners and solid outlines, straight onto the pixels.
 *
 * Most of a frame is such boxes: a heap map has thousands. All their edges are on whole pixels, so
 * only the corners need geometry, and this takes a tenth of Cairo's time. The outline lies inside
 * the box and is a whole number of pixels wide. */
#ifndef TC_BOXES_H
#define TC_BOXES_H

#include "sdl/pixels.h"

/* Paints command `c`, a DRAW_BOX without dashes, inside `clip`, which lies within the surface. */
void box_paint(const struct pixels *p, struct area clip, const struct draw_command *c);

#endif
