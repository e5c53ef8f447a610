#include "sdl/boxes.h"

#include <math.h>

#include "view/crisp.h"

/* A box that is about to be painted. */
struct frame {
    const struct pixels *pixels;
    struct area clip, area;
    uint32_t fill, stroke;
    float radius;
    int line;   /* thickness of the outline */
    int corner; /* side of the squares in the corners, outside which everything is straight */
};

static int smaller(int a, int b) {
    return a < b ? a : b;
}

static struct frame frame_of(const struct pixels *p, struct area clip,
                             const struct draw_command *c) {
    struct area a = area_of(c->box);
    int side = smaller(a.x1 - a.x0, a.y1 - a.y0);
    int line = (c->stroke & 0xff) ? smaller(crisp_width(c->line), (side + 1) / 2) : 0;
    float radius = c->radius > 0 ? fminf(c->radius, (float)side / 2) : 0;
    int corner = (int)ceilf(fmaxf(radius, (float)line));
    return (struct frame){p, clip, a, c->fill, c->stroke, radius, line, corner};
}

static void frame_fill(const struct frame *f, struct area a, uint32_t colour) {
    a = area_intersect(a, f->clip);
    if (!area_is_empty(a)) pixels_fill(f->pixels, a, colour);
}

static float share(float depth) {
    return fminf(fmaxf(depth + 0.5f, 0), 1);
}

/* The pixel that is `x` and `y` away from the sides that meet in a corner. How deep its centre lies
 * inside the box tells how much of the pixel the box covers, and how much of that is outline. */
static void corner_pixel(const struct frame *f, uint32_t *pixel, int x, int y) {
    float from_x = (float)x + 0.5f, from_y = (float)y + 0.5f;
    float depth = fminf(from_x, from_y);
    if (from_x < f->radius && from_y < f->radius)
        depth = f->radius - hypotf(f->radius - from_x, f->radius - from_y);
    float inside = share(depth), filled = share(depth - (float)f->line);
    *pixel = pixel_mix(*pixel, f->stroke, inside - filled, f->fill, filled);
}

/* Paints the part of corner square `a` that is not clipped. */
static void paint_corner(const struct frame *f, struct area a) {
    bool is_left = a.x0 == f->area.x0, is_top = a.y0 == f->area.y0;
    struct area seen = area_intersect(a, f->clip);
    for (int y = seen.y0; y < seen.y1; y++) {
        uint32_t *row = f->pixels->at + (long)y * f->pixels->stride;
        int from_y = is_top ? y - a.y0 : a.y1 - 1 - y;
        for (int x = seen.x0; x < seen.x1; x++)
            corner_pixel(f, &row[x], is_left ? x - a.x0 : a.x1 - 1 - x, from_y);
    }
}

/* Where corners would overlap by a pixel, in a box of an odd side, the left and top ones yield. */
static void paint_corners(const struct frame *f) {
    struct area a = f->area;
    int left = a.x0 + smaller(f->corner, (a.x1 - a.x0) / 2), right = a.x1 - f->corner;
    int top = a.y0 + smaller(f->corner, (a.y1 - a.y0) / 2), bottom = a.y1 - f->corner;
    if (right < left) right = left;
    if (bottom < top) bottom = top;
    paint_corner(f, (struct area){a.x0, a.y0, left, top});
    paint_corner(f, (struct area){right, a.y0, a.x1, top});
    paint_corner(f, (struct area){a.x0, bottom, left, a.y1});
    paint_corner(f, (struct area){right, bottom, a.x1, a.y1});
}

/* The band of rows or columns between two corners: outline, fill, outline. */
static void paint_straight(const struct frame *f) {
    struct area a = f->area;
    int line = f->line, corner = f->corner;
    int x0 = a.x0 + corner, x1 = a.x1 - corner, y0 = a.y0 + corner, y1 = a.y1 - corner;
    frame_fill(f, (struct area){x0, a.y0, x1, a.y0 + line}, f->stroke);
    frame_fill(f, (struct area){x0, a.y1 - line, x1, a.y1}, f->stroke);
    frame_fill(f, (struct area){a.x0, y0, a.x0 + line, y1}, f->stroke);
    frame_fill(f, (struct area){a.x1 - line, y0, a.x1, y1}, f->stroke);
    frame_fill(f, (struct area){x0, a.y0 + line, x1, y0}, f->fill);
    frame_fill(f, (struct area){x0, y1, x1, a.y1 - line}, f->fill);
    frame_fill(f, (struct area){a.x0 + line, y0, a.x1 - line, y1}, f->fill);
}

void box_paint(const struct pixels *p, struct area clip, const struct draw_command *c) {
    struct frame f = frame_of(p, clip, c);
    if (area_is_empty(area_intersect(f.area, clip))) return;
    paint_corners(&f);
    paint_straight(&f);
}
