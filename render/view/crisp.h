/* crisp.h -- where lines and boxes lie exactly, for everyone who paints a draw list.
 *
 * Edges that are straight up or across are on whole pixels, and their lines are whole pixels wide,
 * so that they are crisp at every scale; all else is smooth. */
#ifndef TC_CRISP_H
#define TC_CRISP_H

#include "view/draw.h"

/* The nearest whole pixel; far outside any surface for numbers that are too large, or none. */
static inline int pixel_round(float value) {
    const float far = 1e6f;
    if (!(value > -far)) return (int)-far; /* NaN as well */
    double at = value < far ? value : far; /* in which no sum with a half is rounded */
    return (int)(at < 0 ? at - 0.5 : at + 0.5);
}

/* Where a length ends that begins at `start`: not at its beginning, if it is one. */
static inline int pixel_end(float start, float length) {
    int from = pixel_round(start), to = pixel_round(start + length);
    return length > 0 && to == from ? from + 1 : to;
}

/* Width of a line that lies on whole pixels: at least one, unless there is none. */
int crisp_width(float width);

/* Puts a curve that is a line straight up or across on whole pixels; returns the width it gets. */
float crisp_line(struct point p[4], float width);

/* The part of a curve from its start to `t` (de Casteljau). */
void curve_cut(const struct point p[4], float t, struct point out[4]);

/* The arrow head at the end of a curve, a triangle whose first corner is the tip; false if there is
 * no room for one. What is left of the curve then ends in `p[3]`, inside the head. */
bool curve_head(struct point p[4], float arrow, struct point head[3]);

/* Slanted lines get round ends: they are often parts of a longer one, and would gape at its bends.
 * Dashes and lines along the pixels end where they were told to. */
bool curve_has_round_ends(const struct draw_command *c);

#endif
