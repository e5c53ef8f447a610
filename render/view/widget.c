#include "view/widget.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct point box_centre(struct box b) {
    return (struct point){b.x + b.w / 2, b.y + b.h / 2};
}

struct point curve_at(const struct point p[4], float t) {
    float u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, e = t * t * t;
    return (struct point){a * p[0].x + b * p[1].x + c * p[2].x + e * p[3].x,
                          a * p[0].y + b * p[1].y + c * p[2].y + e * p[3].y};
}

struct box box_inset(struct box b, float by) {
    return (struct box){b.x + by, b.y + by, b.w - 2 * by, b.h - 2 * by};
}

bool box_contains(struct box b, struct point p) {
    return p.x >= b.x && p.x < b.x + b.w && p.y >= b.y && p.y < b.y + b.h;
}

/* ---- text ---- */

float label_width(const struct draw *d, const struct view *v, struct lettering l,
                  const char *string) {
    return draw_text_width(d, l.font, px(v, l.size), string);
}

const char *label_fitting_end(const struct draw *d, const struct view *v, struct lettering l,
                              float width, const char *string) {
    while (*string && label_width(d, v, l, string) > width) {
        string++;
        while (((unsigned char)*string & 0xc0) == 0x80) string++;
    }
    return string;
}

struct lettering lettering_to_fit(const struct draw *d, const struct view *v, struct lettering l,
                                  float least, float width, const char *string) {
    while (l.size > least && label_width(d, v, l, string) > width)
        l.size = fmaxf(l.size - 1, least);
    return l;
}

enum { LABEL_MAX = 400 };

/* Steps back over the bytes that continue a UTF-8 character. */
static size_t character_start(const char *string, size_t at) {
    while (at > 0 && ((unsigned char)string[at] & 0xc0) == 0x80) at--;
    return at;
}

/* The longest beginning that fits with "..." behind it; `out` has room for LABEL_MAX bytes. */
static const char *cut_to(const struct draw *d, const struct view *v, struct lettering l,
                          float width, const char *string, char *out) {
    size_t length = strlen(string);
    if (length < LABEL_MAX && (width <= 0 || label_width(d, v, l, string) <= width)) return string;
    size_t low = 0, high = length < LABEL_MAX - 8 ? length : LABEL_MAX - 8;
    while (low < high) {
        size_t middle = (low + high + 1) / 2;
        snprintf(out, LABEL_MAX, "%.*s…", (int)character_start(string, middle), string);
        if (width <= 0 || label_width(d, v, l, out) <= width) low = middle;
        else high = middle - 1;
    }
    snprintf(out, LABEL_MAX, "%.*s…", (int)character_start(string, low), string);
    return out;
}

static void put(struct draw *d, const struct view *v, struct point at, struct lettering l,
                const char *string) {
    if (string[0]) draw_text(d, at, l.font, px(v, l.size), l.colour, string);
}

void label_left(struct draw *d, const struct view *v, struct point at, float width,
                struct lettering l, const char *string) {
    char buffer[LABEL_MAX];
    put(d, v, at, l, cut_to(d, v, l, width, string, buffer));
}

void label_right(struct draw *d, const struct view *v, struct point at, float width,
                 struct lettering l, const char *string) {
    char buffer[LABEL_MAX];
    const char *fitting = cut_to(d, v, l, width, string, buffer);
    at.x -= label_width(d, v, l, fitting);
    put(d, v, at, l, fitting);
}

void label_centre(struct draw *d, const struct view *v, struct point at, float width,
                  struct lettering l, const char *string) {
    char buffer[LABEL_MAX];
    const char *fitting = cut_to(d, v, l, width, string, buffer);
    at.x -= label_width(d, v, l, fitting) / 2;
    put(d, v, at, l, fitting);
}

void number_words(uint64_t number, struct text *out) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) text_add(out, ",");
        text_add_bytes(out, &digits[i], 1);
    }
}

void size_words(struct text *out, uint64_t bytes) {
    static const char *const UNITS[] = {"B", "KiB", "MiB", "GiB"};
    int unit = 0;
    uint64_t tenths = 0;
    for (; bytes >= 1024 && unit < 3; unit++, bytes /= 1024) tenths = bytes % 1024 * 10 / 1024;
    text_addf(out, "%" PRIu64, bytes);
    if (tenths && bytes < 100) text_addf(out, ".%" PRIu64, tenths);
    text_addf(out, " %s", UNITS[unit]);
}

/* Length of the beginning of `string` that fits, up to a space. */
static size_t fitting_words(const struct draw *d, const struct view *v, struct lettering l,
                            float width, const char *string) {
    char buffer[LABEL_MAX];
    size_t best = 0, length = strlen(string);
    for (size_t at = 1; at <= length && at < LABEL_MAX; at++) {
        if (string[at] != ' ' && string[at] != '\0') continue;
        snprintf(buffer, sizeof buffer, "%.*s", (int)at, string);
        if (label_width(d, v, l, buffer) > width) break;
        best = at;
    }
    return best;
}

uint32_t label_lines(struct draw *d, const struct view *v, struct point at, float width,
                     struct paragraph p, const char *string) {
    char buffer[LABEL_MAX];
    uint32_t lines = 0;
    while (*string && lines < p.lines_max) {
        size_t length = fitting_words(d, v, p.lettering, width, string);
        bool last = lines + 1 == p.lines_max || length == 0;
        if (last) label_left(d, v, at, width, p.lettering, string);
        else {
            snprintf(buffer, sizeof buffer, "%.*s", (int)length, string);
            put(d, v, at, p.lettering, buffer);
        }
        lines++;
        if (last) break;
        string += length;
        while (*string == ' ') string++;
        at.y += px(v, p.line);
    }
    return lines;
}

uint32_t label_wrapped(struct draw *d, const struct view *v, struct point at, float width,
                       uint32_t lines_max, struct lettering l, const char *string) {
    return label_lines(d, v, at, width, (struct paragraph){l, l.size * 1.35f, lines_max}, string);
}

/* The last place where parts are joined by " · "; NULL if there is but one. */
static char *last_joint(char *string) {
    char *last = NULL;
    for (char *at = strstr(string, " · "); at; at = strstr(at + 1, " · ")) last = at;
    return last;
}

void label_parts_right(struct draw *d, const struct view *v, struct point at, float width,
                       struct lettering l, const char *string) {
    char parts[LABEL_MAX];
    snprintf(parts, sizeof parts, "%s", string);
    while (label_width(d, v, l, parts) > width) {
        char *joint = last_joint(parts);
        if (!joint) return;
        *joint = '\0';
    }
    label_right(d, v, at, 0, l, parts);
}

/* ---- panels ---- */

struct view view_to_fit(const struct view *v, struct box b, float width, float height) {
    const float most = 1.8f;
    struct view fitted = *v;
    float times = fminf(b.w / px(v, width), b.h / px(v, height));
    fitted.scale *= fmaxf(fminf(times, most), 1);
    return fitted;
}

struct box panel_frame(struct draw *d, const struct view *v, struct box b, const char *title,
                       const char *remark) {
    const struct theme *t = v->theme;
    draw_box(d, b, px(v, 10), t->panel, (struct stroke){t->border, px(v, 1.5f), 0});
    float padding = px(v, PANEL_PADDING), baseline = b.y + px(v, 32);
    struct lettering head = {FONT_SANS_BOLD, TEXT_TITLE, t->text};
    struct lettering side = {FONT_SANS, TEXT_SMALL + 1, t->muted};
    float room = b.w - 2 * padding, title_width = label_width(d, v, head, title);
    label_left(d, v, (struct point){b.x + padding, baseline}, room, head, title);
    label_parts_right(d, v, (struct point){b.x + b.w - padding, baseline},
                      room - title_width - px(v, 16), side, remark);
    float top = px(v, PANEL_HEAD);
    return (struct box){b.x + padding, b.y + top, room, b.h - top - px(v, 12)};
}

float pill_width(const struct draw *d, const struct view *v, const char *string) {
    return label_width(d, v, (struct lettering){FONT_SANS_BOLD, TEXT_SMALL, 0}, string) + px(v, 22);
}

float pill_right(struct draw *d, const struct view *v, struct point at, uint32_t colour,
                 const char *string) {
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, colour};
    float width = pill_width(d, v, string), height = px(v, 24);
    struct box b = {at.x - width, at.y - height / 2, width, height};
    draw_box(d, b, height / 2, v->theme->panel, (struct stroke){colour, px(v, 1.5f), 0});
    put(d, v, (struct point){b.x + px(v, 11), at.y + px(v, 5.3f)}, l, string);
    return b.x;
}

void cell_glow(struct draw *d, const struct view *v, struct box cell) {
    draw_box(d, box_inset(cell, -px(v, 3)), px(v, 4), with_alpha(v->theme->blue, 0x50),
             (struct stroke){v->theme->blue, px(v, 1.5f), 0});
}
