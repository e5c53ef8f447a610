#include "view/draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void draw_init(struct draw *d, struct text_measure measure) {
    *d = (struct draw){.measure = measure};
}

void draw_free(struct draw *d) {
    free(d->commands);
    free(d->hits);
    text_free(&d->strings);
    free(d->pixels);
    draw_init(d, d->measure);
}

/* Keeps the memory, as the next picture is about as large. */
void draw_reset(struct draw *d) {
    d->count = d->hit_count = 0;
    text_clear(&d->strings);
    d->pixel_count = 0;
    text_add_bytes(&d->strings, "", 1);
    d->failed = d->strings.failed;
}

/* ---- Writing ----------------------------------------------------------------------------------
 */

static bool draw_reserve(struct draw *d) {
    if (d->count < d->capacity) return true;
    size_t capacity = d->capacity ? 2 * d->capacity : 256;
    struct draw_command *commands = realloc(d->commands, capacity * sizeof *commands);
    if (!commands) return false;
    d->commands = commands;
    d->capacity = capacity;
    return true;
}

/* A list that failed takes nothing more. What is in it is then the beginning of the picture, in
 * which no DRAW_UNCLIP lacks its DRAW_CLIP. */
static void draw_add(struct draw *d, struct draw_command command) {
    if (!d->failed) d->failed = !draw_reserve(d);
    if (!d->failed) d->commands[d->count++] = command;
}

void draw_box(struct draw *d, struct box b, float radius, uint32_t fill, struct stroke outline) {
    draw_add(d, (struct draw_command){.kind = DRAW_BOX,
                                      .box = b,
                                      .radius = radius,
                                      .fill = fill,
                                      .line = outline.width,
                                      .dash = outline.dash,
                                      .stroke = outline.colour});
}

/* A curve whose inner points lie on its ends is straight; painters know a line by that. */
void draw_line(struct draw *d, struct point from, struct point to, struct stroke s) {
    draw_curve(d, (struct point[4]){from, from, to, to}, s, 0);
}

void draw_curve(struct draw *d, const struct point p[4], struct stroke s, float arrow) {
    struct draw_command command = {
        .kind = DRAW_CURVE, .line = s.width, .dash = s.dash, .stroke = s.colour, .arrow = arrow};
    memcpy(command.p, p, sizeof command.p);
    draw_add(d, command);
}

void draw_shape(struct draw *d, const struct point *corners, uint32_t count, uint32_t fill) {
    struct draw_command command = {.kind = DRAW_SHAPE, .points = count, .fill = fill};
    CHECK(count <= sizeof command.p / sizeof *command.p);
    memcpy(command.p, corners, count * sizeof *corners);
    draw_add(d, command);
}

void draw_text(struct draw *d, struct point at, enum draw_font font, float size, uint32_t colour,
               const char *string) {
    struct draw_command command = {.kind = DRAW_TEXT,
                                   .p = {at},
                                   .font = font,
                                   .size = size,
                                   .fill = colour,
                                   .text = d->strings.length};
    text_add_bytes(&d->strings, string, strlen(string) + 1);
    if (d->strings.failed) d->failed = true;
    draw_add(d, command);
}

static bool pixels_reserve(struct draw *d, size_t count) {
    if (d->pixel_count + count <= d->pixel_capacity) return true;
    size_t capacity = 2 * d->pixel_capacity + count;
    uint32_t *pixels = realloc(d->pixels, capacity * sizeof *pixels);
    if (!pixels) return false;
    d->pixels = pixels;
    d->pixel_capacity = capacity;
    return true;
}

uint32_t *draw_image(struct draw *d, struct box b, uint32_t columns, uint32_t rows) {
    size_t first = d->pixel_count, count = (size_t)columns * rows;
    if (count == 0) return NULL;
    if (!pixels_reserve(d, count)) d->failed = true;
    draw_add(d,
             (struct draw_command){
                 .kind = DRAW_IMAGE, .box = b, .columns = columns, .rows = rows, .pixels = first});
    if (d->failed) return NULL;
    d->pixel_count += count;
    return d->pixels + first;
}

void draw_clip(struct draw *d, struct box b) {
    draw_add(d, (struct draw_command){.kind = DRAW_CLIP, .box = b});
}

void draw_unclip(struct draw *d) {
    draw_add(d, (struct draw_command){.kind = DRAW_UNCLIP});
}

/* ---- a picture in the picture ---- */

static struct draw_command scaled(const struct draw_command *c, struct point at, float scale) {
    struct draw_command s = *c;
    s.box = (struct box){at.x + c->box.x * scale, at.y + c->box.y * scale, c->box.w * scale,
                         c->box.h * scale};
    for (size_t i = 0; i < sizeof s.p / sizeof *s.p; i++)
        s.p[i] = (struct point){at.x + c->p[i].x * scale, at.y + c->p[i].y * scale};
    s.radius *= scale;
    s.line *= scale;
    s.dash *= scale;
    s.arrow *= scale;
    s.size *= scale;
    return s;
}

static void append_image(struct draw *d, const struct draw *from, const struct draw_command *c,
                         struct box b) {
    uint32_t *pixels = draw_image(d, b, c->columns, c->rows);
    size_t count = (size_t)c->columns * c->rows;
    if (pixels) memcpy(pixels, from->pixels + c->pixels, count * sizeof *pixels);
}

void draw_append(struct draw *d, const struct draw *from, struct point at, float scale,
                 float least) {
    for (size_t i = 0; i < from->count; i++) {
        struct draw_command c = scaled(&from->commands[i], at, scale);
        if (c.kind == DRAW_IMAGE) append_image(d, from, &c, c.box);
        else if (c.kind != DRAW_TEXT) draw_add(d, c);
        else if (c.size >= least)
            draw_text(d, c.p[0], c.font, c.size, c.fill, text_string(&from->strings) + c.text);
    }
}

static bool reserve_hit(struct draw *d) {
    if (d->hit_count < d->hit_capacity) return true;
    size_t capacity = d->hit_capacity ? 2 * d->hit_capacity : 64;
    struct hit *hits = realloc(d->hits, capacity * sizeof *hits);
    if (!hits) return false;
    d->hits = hits;
    d->hit_capacity = capacity;
    return true;
}

void draw_hit(struct draw *d, struct box b, uint32_t command, uint64_t value, const char *tip) {
    struct hit hit = {b, command, value, tip ? d->strings.length : 0};
    if (tip) text_add_bytes(&d->strings, tip, strlen(tip) + 1);
    if (d->strings.failed || !reserve_hit(d)) d->failed = true;
    if (!d->failed) d->hits[d->hit_count++] = hit;
}

/* ---- Measuring --------------------------------------------------------------------------------
 */

float draw_text_width(const struct draw *d, enum draw_font font, float size, const char *string) {
    return d->measure.width(d->measure.user, font, size, string, strlen(string));
}

/* Every byte but those that continue a UTF-8 character begins one. */
static float plain_width(void *user, enum draw_font font, float size, const char *string,
                         size_t length) {
    (void)user;
    (void)font;
    size_t characters = 0;
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)string[i] & 0xc0) != 0x80) characters++;
    return 0.6f * size * (float)characters;
}

struct text_measure text_measure_plain(void) {
    return (struct text_measure){.width = plain_width};
}

/* ---- Describing -------------------------------------------------------------------------------
 */

static void describe_point(struct text *out, float x, float y) {
    text_addf(out, " %ld,%ld", lroundf(x), lroundf(y));
}

static void describe_box(struct text *out, struct box b) {
    describe_point(out, b.x, b.y);
    text_addf(out, " %ldx%ld", lroundf(b.w), lroundf(b.h));
}

/* Lengths that are small keep a tenth. Not %g, which writes a comma in some locales. */
static void describe_length(struct text *out, float length) {
    long tenths = lroundf(length * 10);
    text_addf(out, "%ld", tenths / 10);
    if (tenths % 10) text_addf(out, ".%ld", labs(tenths % 10));
}

static void describe_measure(struct text *out, const char *name, float length) {
    if (length == 0) return;
    text_add(out, name);
    describe_length(out, length);
}

static void describe_fill(struct text *out, uint32_t colour) {
    if (colour & 0xff) text_addf(out, " fill #%08x", colour);
}

static void describe_stroke(struct text *out, const struct draw_command *c, const char *name) {
    if (c->line == 0) return;
    describe_measure(out, name, c->line);
    text_addf(out, " #%08x", c->stroke);
    describe_measure(out, " dash ", c->dash);
}

static void describe_points(struct text *out, const struct draw_command *c, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) describe_point(out, c->p[i].x, c->p[i].y);
}

static bool is_same_point(struct point a, struct point b) {
    return a.x == b.x && a.y == b.y;
}

static void describe_curve(struct text *out, const struct draw_command *c) {
    bool is_line = is_same_point(c->p[0], c->p[1]) && is_same_point(c->p[2], c->p[3]);
    text_add(out, is_line ? "line" : "curve");
    if (is_line) {
        describe_point(out, c->p[0].x, c->p[0].y);
        describe_point(out, c->p[3].x, c->p[3].y);
    } else {
        describe_points(out, c, 4);
    }
    describe_stroke(out, c, " width ");
    describe_measure(out, " arrow ", c->arrow);
}

static void describe_text(struct text *out, const struct draw_command *c, const char *string) {
    static const char *const fonts[FONT_COUNT] = {"sans", "sans-bold", "mono", "mono-bold"};
    text_add(out, "text");
    describe_point(out, c->p[0].x, c->p[0].y);
    text_addf(out, " %s ", fonts[c->font]);
    describe_length(out, c->size);
    text_addf(out, " #%08x ", c->fill);
    text_add_json(out, string);
}

/* The pixels by a check sum (FNV-1a): it tells a golden test that some are different. */
static void describe_image(const struct draw *d, const struct draw_command *c, struct text *out) {
    uint32_t sum = 0x811c9dc5u;
    size_t count = (size_t)c->columns * c->rows;
    for (size_t i = 0; i < count; i++)
        for (int shift = 0; shift < 32; shift += 8)
            sum = (sum ^ (d->pixels[c->pixels + i] >> shift & 0xff)) * 0x01000193u;
    text_add(out, "image");
    describe_box(out, c->box);
    text_addf(out, " of %ux%u pixels, sum %08x", c->columns, c->rows, sum);
}

static void describe_command(const struct draw *d, const struct draw_command *c, struct text *out) {
    switch (c->kind) {
    case DRAW_BOX:
        text_add(out, "box");
        describe_box(out, c->box);
        describe_measure(out, " r", c->radius);
        describe_fill(out, c->fill);
        describe_stroke(out, c, " line ");
        break;
    case DRAW_CURVE: describe_curve(out, c); break;
    case DRAW_SHAPE:
        text_add(out, "shape");
        describe_points(out, c, c->points);
        describe_fill(out, c->fill);
        break;
    case DRAW_TEXT: describe_text(out, c, d->strings.bytes + c->text); break;
    case DRAW_IMAGE: describe_image(d, c, out); break;
    case DRAW_CLIP:
        text_add(out, "clip");
        describe_box(out, c->box);
        break;
    case DRAW_UNCLIP: text_add(out, "unclip"); break;
    }
}

void draw_describe(const struct draw *d, struct text *out) {
    for (size_t i = 0; i < d->count; i++) {
        describe_command(d, &d->commands[i], out);
        text_add(out, "\n");
    }
}

void draw_describe_hits(const struct draw *d, struct text *out) {
    for (size_t i = 0; i < d->hit_count; i++) {
        const struct hit *h = &d->hits[i];
        text_addf(out, h->command ? "hit %llu" : "tip %llu", (unsigned long long)h->value);
        describe_box(out, h->box);
        text_add(out, " ");
        text_add_json(out, d->strings.bytes + h->tip);
        text_add(out, "\n");
    }
}
