#include "sdl/pixels.h"

#include <math.h>
#include <string.h>

struct area area_of(struct box b) {
    return (struct area){.x0 = pixel_round(b.x),
                         .y0 = pixel_round(b.y),
                         .x1 = pixel_end(b.x, b.w),
                         .y1 = pixel_end(b.y, b.h)};
}

/* `share` is of 256. Red and blue are mixed in one multiplication: eight free bits are above each.
 */
static uint32_t mix(uint32_t under, uint32_t over, uint32_t share) {
    const uint32_t red_blue = 0xff00ff, green = 0x00ff00;
    uint32_t rest = 256 - share;
    uint32_t rb = ((under & red_blue) * rest + (over & red_blue) * share) >> 8;
    uint32_t g = ((under & green) * rest + (over & green) * share) >> 8;
    return (rb & red_blue) | (g & green);
}

/* 0 .. 255 to 0 .. 256, so that 255 covers completely. */
static uint32_t share_of(uint32_t alpha) {
    return alpha + (alpha >> 7);
}

uint32_t pixel_mix(uint32_t under, uint32_t a, float part_a, uint32_t b, float part_b) {
    uint32_t share_a = (uint32_t)(part_a * (float)share_of(a & 0xff) + 0.5f);
    uint32_t share_b = (uint32_t)(part_b * (float)share_of(b & 0xff) + 0.5f);
    if (share_a + share_b == 0) return under;
    uint32_t both = share_a + share_b > 256 ? 256 : share_a + share_b;
    uint32_t over = mix(a >> 8, b >> 8, 256 * share_b / (share_a + share_b));
    return mix(under, over, both);
}

static void row_mix(uint32_t *row, int count, uint32_t over, uint32_t share) {
    for (int x = 0; x < count; x++) row[x] = mix(row[x], over, share);
}

/* One row by hand and the others by memcpy, which is twice as fast: most of a frame is such areas.
 */
static void fill_opaque(const struct pixels *p, struct area area, uint32_t pixel) {
    uint32_t *first = p->at + (long)area.y0 * p->stride + area.x0;
    size_t count = (size_t)(area.x1 - area.x0);
    for (size_t x = 0; x < count; x++) first[x] = pixel;
    for (int y = 1; y < area.y1 - area.y0; y++)
        memcpy(first + (long)y * p->stride, first, count * sizeof *first);
}

void pixels_fill(const struct pixels *p, struct area area, uint32_t colour) {
    uint32_t over = colour >> 8, share = share_of(colour & 0xff);
    area = area_intersect(area, (struct area){0, 0, p->width, p->height});
    if (share == 0 || area_is_empty(area)) return;
    if (share == 256) {
        fill_opaque(p, area, over);
        return;
    }
    for (int y = area.y0; y < area.y1; y++)
        row_mix(p->at + (long)y * p->stride + area.x0, area.x1 - area.x0, over, share);
}

void pixels_stain_row(uint32_t *to, const uint8_t *from, int count, uint32_t colour) {
    uint32_t over = colour >> 8, share = share_of(colour & 0xff);
    for (int x = 0; x < count; x++)
        if (from[x]) to[x] = mix(to[x], over, share_of(from[x]) * share >> 8);
}

void pixels_stain(const struct pixels *p, struct area clip, int x, int y, struct mask mask,
                  uint32_t colour) {
    struct area area = area_intersect(clip, (struct area){x, y, x + mask.width, y + mask.height});
    if (area_is_empty(area)) return;
    for (int row = area.y0; row < area.y1; row++)
        pixels_stain_row(p->at + (long)row * p->stride + area.x0,
                         mask.at + (long)(row - y) * mask.width + (area.x0 - x), area.x1 - area.x0,
                         colour);
}

/* How far a pixel of the surface is in the picture, in 2^-32ths, rounded up, so that what is twice,
 * three times as large comes out even: no division for each of them. */
static uint64_t step_of(uint32_t count, int length) {
    return (((uint64_t)count << 32) + (uint64_t)length - 1) / (uint64_t)length;
}

/* Far out, in a picture stretched without end, the rounding would lead past the last one. */
static uint32_t step_to(int at, uint64_t step, uint32_t count) {
    uint64_t index = (uint64_t)at * step >> 32;
    return index < count ? (uint32_t)index : count - 1;
}

static void stretch_row(uint32_t *to, const uint32_t *from, int count) {
    for (int x = 0; x < count; x++) {
        uint32_t colour = from[x], share = share_of(colour & 0xff);
        to[x] = share == 256 ? colour >> 8 : mix(to[x], colour >> 8, share);
    }
}

/* The colours that the pixels from `first` on get, when a row is stretched. */
static void stretch_colours(uint32_t *out, const uint32_t *row, int first, int count, uint64_t step,
                            uint32_t columns) {
    for (int x = 0; x < count; x++) out[x] = row[step_to(first + x, step, columns)];
}

void pixels_stretch(const struct pixels *p, struct area clip, struct area area,
                    struct picture picture) {
    enum { PIECE = 256 };
    struct area seen = area_intersect(area, clip);
    if (area_is_empty(seen)) return;
    bool is_as_wide = area.x1 - area.x0 == (int)picture.columns;
    uint64_t across = step_of(picture.columns, area.x1 - area.x0);
    uint64_t down = step_of(picture.rows, area.y1 - area.y0);
    for (int y = seen.y0; y < seen.y1; y++) {
        uint32_t *to = p->at + (long)y * p->stride, colours[PIECE];
        const uint32_t *row =
            picture.at + (size_t)step_to(y - area.y0, down, picture.rows) * picture.columns;
        for (int x = seen.x0; x < seen.x1; x += PIECE) {
            int count = seen.x1 - x < PIECE ? seen.x1 - x : PIECE, first = x - area.x0;
            if (!is_as_wide) stretch_colours(colours, row, first, count, across, picture.columns);
            stretch_row(to + x, is_as_wide ? row + first : colours, count);
        }
    }
}

struct area picture_part(struct picture picture, struct area area, struct area clip) {
    uint64_t across = step_of(picture.columns, area.x1 - area.x0);
    uint64_t down = step_of(picture.rows, area.y1 - area.y0);
    return (struct area){(int)step_to(clip.x0 - area.x0, across, picture.columns),
                         (int)step_to(clip.y0 - area.y0, down, picture.rows),
                         (int)step_to(clip.x1 - 1 - area.x0, across, picture.columns) + 1,
                         (int)step_to(clip.y1 - 1 - area.y0, down, picture.rows) + 1};
}
