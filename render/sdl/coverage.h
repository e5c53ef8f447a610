/* coverage.h -- how much of each pixel a shape covers, worked out once by Cairo and kept.
 *
 * An arrow stands still in most pictures, while others around it are painted again and again, often
 * only a part of it; here it comes out the same each time, whatever is clipped, and costs no
 * geometry. Owns all coverages. The store is bounded: when full it forgets everything. */
#ifndef TC_COVERAGE_H
#define TC_COVERAGE_H

#include "sdl/shapes.h"

/* Pixels beside each other that are covered, at least a little. */
struct run {
    int x, y, count;
    uint32_t first; /* index of the first one's byte */
};

struct coverage {
    struct area area; /* the smallest with all runs; empty if there are none */
    struct run *runs; /* row by row */
    uint8_t *bytes;   /* 0 to 255 */
    uint32_t run_count, byte_count;
};

struct coverages;

struct coverages *coverages_open(void); /* NULL when there is no memory */
void coverages_close(struct coverages *cs);

/* Of the part of a shape that lies in `frame`, a picture's area, the same for all since the last
 * coverages_forget. NULL when there is no such part, or no memory. Valid until the next call. */
const struct coverage *coverage_get(struct coverages *cs, struct area frame,
                                    const struct draw_command *c, enum shape_part part);
void coverages_forget(struct coverages *cs);

/* Paints `colour` where the shape is, inside `clip`, which lies within the surface. */
void coverage_paint(const struct coverage *c, const struct pixels *p, struct area clip,
                    uint32_t colour);

#endif
