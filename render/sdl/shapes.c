#include "sdl/shapes.h"

#include <limits.h>
#include <math.h>

#include "sdl/boxes.h"

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

static struct point between(struct point a, struct point b, float t) {
    return (struct point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static float distance(struct point a, struct point b) {
    return hypotf(b.x - a.x, b.y - a.y);
}

/* The part of the curve from its start to `t` (de Casteljau). */
static void curve_cut(const struct point p[4], float t, struct point out[4]) {
    struct point a = between(p[0], p[1], t), b = between(p[1], p[2], t), c = between(p[2], p[3], t);
    struct point ab = between(a, b, t), bc = between(b, c, t);
    out[0] = p[0];
    out[1] = a;
    out[2] = ab;
    out[3] = between(ab, bc, t);
}

/* The last place on the curve that is `length` away from its end, or its start if none is: walks
 * back in steps, then halves the step in which the distance was passed. */
static float curve_back(const struct point p[4], float length) {
    struct point part[4];
    float far = 1, near = 1;
    do {
        near = far;
        far -= 1 / 32.0f;
        curve_cut(p, far, part);
    } while (far > 0 && distance(part[3], p[3]) < length);
    for (int i = 0; i < 12; i++) {
        float middle = (far + near) / 2;
        curve_cut(p, middle, part);
        if (distance(part[3], p[3]) < length) near = middle;
        else far = middle;
    }
    return fmaxf(far, 0);
}

/* Points from where the curve crosses the head's base to its end: on a bend the line then meets the
 * middle of the base, which it would not with the tangent at the very end. */
static void paint_arrow(cairo_t *cairo, const struct draw_command *c) {
    struct point part[4], tip = c->p[3];
    curve_cut(c->p, curve_back(c->p, c->arrow), part);
    float length = distance(part[3], tip);
    if (!(length > 0)) return;
    const float half_width = 0.42f;
    float dx = (tip.x - part[3].x) / length * c->arrow,
          dy = (tip.y - part[3].y) / length * c->arrow;
    float side_x = -dy * half_width, side_y = dx * half_width;
    cairo_new_path(cairo);
    cairo_move_to(cairo, tip.x, tip.y);
    cairo_line_to(cairo, tip.x - dx + side_x, tip.y - dy + side_y);
    cairo_line_to(cairo, tip.x - dx - side_x, tip.y - dy - side_y);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

/* The middle of a line of whole pixels, nearest to `at`. */
static float crisp_middle(float at, int width) {
    return (float)pixel_round(at - (float)width / 2) + (float)width / 2;
}

/* Puts a line that is straight up or across on whole pixels; returns the width it gets. */
static float make_crisp(struct point p[4], float width) {
    bool is_level = p[0].y == p[1].y && p[1].y == p[2].y && p[2].y == p[3].y;
    bool is_upright = p[0].x == p[1].x && p[1].x == p[2].x && p[2].x == p[3].x;
    if (!is_level && !is_upright) return width;
    int crisp = crisp_width(width);
    for (int i = 0; i < 4; i++) {
        if (is_level) p[i].y = crisp_middle(p[i].y, crisp);
        if (is_upright) p[i].x = crisp_middle(p[i].x, crisp);
    }
    return (float)crisp;
}

/* Slanted lines get round ends: they are often parts of a longer one, and would gape at its bends.
 * Dashes and lines along the pixels end where they were told to. */
static cairo_line_cap_t line_cap(const struct draw_command *c) {
    bool is_along_pixels = c->p[0].x == c->p[3].x || c->p[0].y == c->p[3].y;
    return c->dash > 0 || is_along_pixels ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND;
}

static void paint_curve(cairo_t *cairo, const struct draw_command *c) {
    struct draw_command crisp = *c;
    struct point *p = crisp.p;
    use_line(cairo, c, make_crisp(p, c->line));
    if (c->arrow > 0) {
        paint_arrow(cairo, &crisp);
        /* The line ends inside the head, where the head is still wider than the line. */
        struct point whole[4] = {p[0], p[1], p[2], p[3]};
        curve_cut(whole, curve_back(whole, 0.8f * c->arrow), p);
    }
    cairo_new_path(cairo);
    cairo_set_line_cap(cairo, line_cap(c));
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
