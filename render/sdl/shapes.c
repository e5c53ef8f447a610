#include "sdl/shapes.h"

#include <limits.h>
#include <math.h>

#include "view/crisp.h"

static void use_line(cairo_t *cairo, const struct draw_command *c, double width) {
    double dash = c->dash;
    cairo_set_line_width(cairo, width);
    cairo_set_dash(cairo, &dash, dash > 0 ? 1 : 0, 0);
}

static bool is_visible(uint32_t colour) {
    return (colour & 0xff) != 0;
}

bool shape_has(const struct draw_command *c, enum shape_part part) {
    if (part == SHAPE_FILL) return c->kind != DRAW_CURVE && is_visible(c->fill);
    return c->kind != DRAW_SHAPE && is_visible(c->stroke) && c->line > 0;
}

/* ---- Boxes ------------------------------------------------------------------------------------
 */

struct frame {
    double x0, y0, x1, y1, radius;
};

/* A quarter of a circle as a Bezier curve: its inner points are this far along the tangents. */
static const double CIRCLE = 0.5523;

static void frame_path(cairo_t *cairo, struct frame f) {
    double r = f.radius, inner = r * (1 - CIRCLE);
    cairo_new_path(cairo);
    cairo_move_to(cairo, f.x0 + r, f.y0);
    cairo_line_to(cairo, f.x1 - r, f.y0);
    cairo_curve_to(cairo, f.x1 - inner, f.y0, f.x1, f.y0 + inner, f.x1, f.y0 + r);
    cairo_line_to(cairo, f.x1, f.y1 - r);
    cairo_curve_to(cairo, f.x1, f.y1 - inner, f.x1 - inner, f.y1, f.x1 - r, f.y1);
    cairo_line_to(cairo, f.x0 + r, f.y1);
    cairo_curve_to(cairo, f.x0 + inner, f.y1, f.x0, f.y1 - inner, f.x0, f.y1 - r);
    cairo_line_to(cairo, f.x0, f.y0 + r);
    cairo_curve_to(cairo, f.x0, f.y0 + inner, f.x0 + inner, f.y0, f.x0 + r, f.y0);
    cairo_close_path(cairo);
}

/* The middle of the outline. The fill ends there too, under the outline: it must not shine through
 * at the outer edge. */
static struct frame frame_of(const struct draw_command *c, double line) {
    struct area a = area_of(c->box);
    struct frame f = {a.x0 + line / 2, a.y0 + line / 2, a.x1 - line / 2, a.y1 - line / 2, 0};
    double largest = fmin(f.x1 - f.x0, f.y1 - f.y0) / 2;
    f.radius = fmax(0, fmin(c->radius - line / 2, largest));
    return f;
}

static void paint_box(cairo_t *cairo, const struct draw_command *c, enum shape_part part) {
    double line = shape_has(c, SHAPE_LINE) ? crisp_width(c->line) : 0;
    frame_path(cairo, frame_of(c, line));
    if (part == SHAPE_FILL) {
        cairo_fill(cairo);
        return;
    }
    use_line(cairo, c, line);
    cairo_stroke(cairo);
}

/* ---- Curves -----------------------------------------------------------------------------------
 */

static void paint_head(cairo_t *cairo, const struct point head[3]) {
    cairo_new_path(cairo);
    for (int i = 0; i < 3; i++) cairo_line_to(cairo, head[i].x, head[i].y);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

static void paint_curve(cairo_t *cairo, const struct draw_command *c) {
    struct draw_command crisp = *c;
    struct point *p = crisp.p, head[3];
    use_line(cairo, c, crisp_line(p, c->line));
    if (c->arrow > 0 && curve_head(p, c->arrow, head)) paint_head(cairo, head);
    cairo_new_path(cairo);
    cairo_set_line_cap(cairo, curve_has_round_ends(c) ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_move_to(cairo, p[0].x, p[0].y);
    cairo_curve_to(cairo, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
    cairo_stroke(cairo);
}

static void paint_polygon(cairo_t *cairo, const struct draw_command *c) {
    cairo_new_path(cairo);
    for (uint32_t i = 0; i < c->points; i++) cairo_line_to(cairo, c->p[i].x, c->p[i].y);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

void shape_paint(cairo_t *cairo, const struct draw_command *c, enum shape_part part) {
    switch (c->kind) {
    case DRAW_BOX: paint_box(cairo, c, part); break;
    case DRAW_CURVE: paint_curve(cairo, c); break;
    case DRAW_SHAPE: paint_polygon(cairo, c); break;
    case DRAW_TEXT:
    case DRAW_IMAGE:
    case DRAW_CLIP:
    case DRAW_UNCLIP: break;
    }
}

/* A Bezier curve stays among its points; its line and arrow head reach out a little. */
struct area shape_area(const struct draw_command *c) {
    if (c->kind == DRAW_BOX) return area_of(c->box);
    uint32_t count = c->kind == DRAW_CURVE ? 4 : c->points;
    float reach = c->line + c->arrow + 2;
    struct area a = {INT_MAX, INT_MAX, INT_MIN, INT_MIN};
    for (uint32_t i = 0; i < count; i++) {
        struct area near = {pixel_round(c->p[i].x - reach), pixel_round(c->p[i].y - reach),
                            pixel_round(c->p[i].x + reach), pixel_round(c->p[i].y + reach)};
        a = area_union(a, near);
    }
    return a;
}
