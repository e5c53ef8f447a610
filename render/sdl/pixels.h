/* pixels.h -- whole pixels and masks, mixed into a surface.
 *
 * For what needs no geometry: straight edges on whole pixels, and letters. Pixels are 0xXXRRGGBB as
 * in painter.h, colours 0xRRGGBBAA as in draw.h. Nothing is owned here. */
#ifndef TC_PIXELS_H
#define TC_PIXELS_H

#include <stdbool.h>
#include <stdint.h>

#include "view/crisp.h"

struct pixels {
    uint32_t *at;
    int width, height, stride; /* pixels; `stride` from one row to the next */
};

/* The pixels from (x0, y0) up to, not including, (x1, y1). */
struct area {
    int x0, y0, x1, y1;
};

/* The pixels whose centres are in the box; at least one in each direction that is not empty. */
struct area area_of(struct box b);

static inline struct area area_intersect(struct area a, struct area b) {
    return (struct area){.x0 = a.x0 > b.x0 ? a.x0 : b.x0,
                         .y0 = a.y0 > b.y0 ? a.y0 : b.y0,
                         .x1 = a.x1 < b.x1 ? a.x1 : b.x1,
                         .y1 = a.y1 < b.y1 ? a.y1 : b.y1};
}

/* The smallest area that holds both. */
static inline struct area area_union(struct area a, struct area b) {
    return (struct area){.x0 = a.x0 < b.x0 ? a.x0 : b.x0,
                         .y0 = a.y0 < b.y0 ? a.y0 : b.y0,
                         .x1 = a.x1 > b.x1 ? a.x1 : b.x1,
                         .y1 = a.y1 > b.y1 ? a.y1 : b.y1};
}

static inline bool area_is_empty(struct area a) {
    return a.x0 >= a.x1 || a.y0 >= a.y1;
}

static inline bool area_holds(struct area a, struct area inner) {
    return a.x0 <= inner.x0 && a.y0 <= inner.y0 && a.x1 >= inner.x1 && a.y1 >= inner.y1;
}

void pixels_fill(const struct pixels *p, struct area area, uint32_t colour);

/* The pixel with two colours in it, which cover the given parts of it, together at most 1. */
uint32_t pixel_mix(uint32_t under, uint32_t a, float part_a, uint32_t b, float part_b);

/* A picture of how much of each pixel is covered, 0 to 255. */
struct mask {
    const uint8_t *at;
    int width, height;
};

/* Paints `colour` through the mask, whose first pixel comes to (x, y), inside `clip` only. `clip`
 * lies within the surface. */
void pixels_stain(const struct pixels *p, struct area clip, int x, int y, struct mask mask,
                  uint32_t colour);

/* A picture to be stretched; its pixels are 0xRRGGBBAA. */
struct picture {
    const uint32_t *at;
    uint32_t columns, rows;
};

/* Paints the picture, stretched to `area`, inside `clip` only, which lies within the surface. A
 * pixel gets the colour of the picture's pixel that its first corner lies in, whatever is clipped.
 */
void pixels_stretch(const struct pixels *p, struct area clip, struct area area,
                    struct picture picture);

/* The part of the picture, stretched to `area`, that is seen in `clip`: in its own pixels. */
struct area picture_part(struct picture picture, struct area area, struct area clip);
/* One row of a mask: `count` pixels from `to` on. */
void pixels_stain_row(uint32_t *to, const uint8_t *from, int count, uint32_t colour);

#endif
