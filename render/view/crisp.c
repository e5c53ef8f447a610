#include "view/crisp.h"

#include <math.h>
#include <string.h>

int crisp_width(float width) {
    if (!(width > 0)) return 0;
    int rounded = pixel_round(width);
    return rounded > 0 ? rounded : 1;
}

/* The middle of a line of whole pixels, nearest to `at`. */
static float crisp_middle(float at, int width) {
    return (float)pixel_round(at - (float)width / 2) + (float)width / 2;
}

float crisp_line(struct point p[4], float width) {
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

/* ---- curves ---- */

static struct point between(struct point a, struct point b, float t) {
    return (struct point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static float distance(struct point a, struct point b) {
    return hypotf(b.x - a.x, b.y - a.y);
}

void curve_cut(const struct point p[4], float t, struct point out[4]) {
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
static bool find_head(const struct point p[4], float arrow, struct point head[3]) {
    const float half_width = 0.42f;
    struct point part[4], tip = p[3];
    curve_cut(p, curve_back(p, arrow), part);
    float length = distance(part[3], tip);
    if (!(length > 0)) return false;
    float dx = (tip.x - part[3].x) / length * arrow, dy = (tip.y - part[3].y) / length * arrow;
    float side_x = -dy * half_width, side_y = dx * half_width;
    head[0] = tip;
    head[1] = (struct point){tip.x - dx + side_x, tip.y - dy + side_y};
    head[2] = (struct point){tip.x - dx - side_x, tip.y - dy - side_y};
    return true;
}

/* The line ends inside the head, where the head is still wider than the line. */
bool curve_head(struct point p[4], float arrow, struct point head[3]) {
    struct point whole[4];
    bool found = find_head(p, arrow, head);
    memcpy(whole, p, sizeof whole);
    curve_cut(whole, curve_back(whole, 0.8f * arrow), p);
    return found;
}

bool curve_has_round_ends(const struct draw_command *c) {
    bool is_along_pixels = c->p[0].x == c->p[3].x || c->p[0].y == c->p[3].y;
    return !(c->dash > 0 || is_along_pixels);
}
