#include "sdl/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "sdl/hash.h"

enum { SLOTS = 1 << 14, BYTES_MAX = 64 << 20 };

/* What a coverage depends on: all that a command says of its geometry. */
struct key {
    enum shape_part part;
    struct draw_command geometry; /* without colours and text; unused bytes are zero */
};

struct slot {
    uint64_t hash; /* 0 is a free slot */
    struct key key;
    struct coverage coverage;
};

struct coverages {
    struct slot *slots;
    size_t used, bytes;
    uint8_t *paper; /* what Cairo paints on */
    size_t paper_size;
};

struct coverages *coverages_open(void) {
    struct coverages *cs = calloc(1, sizeof *cs);
    if (cs) cs->slots = calloc(SLOTS, sizeof *cs->slots);
    if (cs && cs->slots) return cs;
    free(cs);
    return NULL;
}

void coverages_forget(struct coverages *cs) {
    if (cs->used == 0) return;
    for (size_t i = 0; i < SLOTS; i++) {
        free(cs->slots[i].coverage.runs);
        free(cs->slots[i].coverage.bytes);
    }
    memset(cs->slots, 0, SLOTS * sizeof *cs->slots);
    cs->used = cs->bytes = 0;
}

void coverages_close(struct coverages *cs) {
    if (!cs) return;
    coverages_forget(cs);
    free(cs->slots);
    free(cs->paper);
    free(cs);
}

/* ---- Making -----------------------------------------------------------------------------------
 */

/* A shape on paper: a byte a pixel, `stride` of them a row. */
struct print {
    struct area area;
    const uint8_t *at;
    int stride;
};

static bool paper_reserve(struct coverages *cs, size_t size) {
    if (size > cs->paper_size) {
        free(cs->paper);
        cs->paper = malloc(size);
        cs->paper_size = cs->paper ? size : 0;
    }
    if (!cs->paper) return false;
    memset(cs->paper, 0, size);
    return true;
}

static bool print_shape(struct coverages *cs, struct print *print, const struct draw_command *c,
                        enum shape_part part) {
    struct area a = print->area;
    int width = a.x1 - a.x0, height = a.y1 - a.y0;
    print->stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, width);
    if (print->stride <= 0 || !paper_reserve(cs, (size_t)print->stride * (size_t)height))
        return false;
    cairo_surface_t *surface = cairo_image_surface_create_for_data(cs->paper, CAIRO_FORMAT_A8,
                                                                   width, height, print->stride);
    cairo_t *cairo = cairo_create(surface);
    cairo_translate(cairo, -a.x0, -a.y0);
    shape_paint(cairo, c, part);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface); /* which writes what it still held back */
    print->at = cs->paper;
    return true;
}

/* The run at or behind column `x` of a row; false if there is none. */
static bool find_run(const struct print *print, int y, int x, struct run *out) {
    const uint8_t *row = print->at + (long)(y - print->area.y0) * print->stride;
    int width = print->area.x1 - print->area.x0, end;
    while (x < width && row[x] == 0) x++;
    if (x >= width) return false;
    for (end = x; end < width && row[end]; end++) continue;
    *out = (struct run){.x = print->area.x0 + x, .y = y, .count = end - x};
    return true;
}

typedef void run_fn(struct coverage *c, const struct print *print, struct run run);

static void each_run(struct coverage *c, const struct print *print, run_fn *each) {
    struct run run;
    for (int y = print->area.y0; y < print->area.y1; y++)
        for (int x = 0; find_run(print, y, x, &run); x = run.x - print->area.x0 + run.count)
            each(c, print, run);
}

static void count_run(struct coverage *c, const struct print *print, struct run run) {
    (void)print;
    struct area a = {run.x, run.y, run.x + run.count, run.y + 1};
    c->area = c->run_count ? area_union(c->area, a) : a;
    c->run_count++;
    c->byte_count += (uint32_t)run.count;
}

static void keep_run(struct coverage *c, const struct print *print, struct run run) {
    const uint8_t *row = print->at + (long)(run.y - print->area.y0) * print->stride;
    run.first = c->byte_count;
    memcpy(c->bytes + run.first, row + (run.x - print->area.x0), (size_t)run.count);
    c->runs[c->run_count++] = run;
    c->byte_count += (uint32_t)run.count;
}

static struct coverage coverage_of(const struct print *print) {
    struct coverage c = {.run_count = 0};
    each_run(&c, print, count_run);
    if (c.run_count == 0) return c;
    c.runs = malloc(c.run_count * sizeof *c.runs);
    c.bytes = malloc(c.byte_count);
    c.run_count = c.byte_count = 0;
    if (c.runs && c.bytes) {
        each_run(&c, print, keep_run);
        return c;
    }
    free(c.runs);
    free(c.bytes);
    return (struct coverage){.run_count = 0};
}

static struct coverage make(struct coverages *cs, struct area frame, const struct draw_command *c,
                            enum shape_part part) {
    struct print print = {.area = area_intersect(shape_area(c), frame)};
    if (area_is_empty(print.area) || !print_shape(cs, &print, c, part))
        return (struct coverage){.run_count = 0};
    return coverage_of(&print);
}

/* ---- Keeping ----------------------------------------------------------------------------------
 */

static struct key key_of(const struct draw_command *c, enum shape_part part) {
    struct key key;
    memset(&key, 0, sizeof key);
    key.part = part;
    memcpy(&key.geometry, c, DRAW_COMMAND_PLAIN);
    key.geometry.fill = shape_has(c, SHAPE_FILL) ? 0xff : 0;
    key.geometry.stroke = shape_has(c, SHAPE_LINE) ? 0xff : 0;
    return key;
}

/* The slot of the key, or the free one where it belongs. There is always a free one. */
static struct slot *slot_find(struct coverages *cs, const struct key *key, uint64_t hash) {
    uint64_t i = hash % SLOTS;
    while (cs->slots[i].hash && memcmp(&cs->slots[i].key, key, sizeof *key) != 0)
        i = (i + 1) % SLOTS;
    return &cs->slots[i];
}

const struct coverage *coverage_get(struct coverages *cs, struct area frame,
                                    const struct draw_command *c, enum shape_part part) {
    struct key key = key_of(c, part);
    uint64_t hash = hash_bytes(1, &key, sizeof key) | 1;
    struct slot *slot = slot_find(cs, &key, hash);
    if (!slot->hash) {
        if (cs->used >= SLOTS / 2 || cs->bytes > BYTES_MAX) coverages_forget(cs);
        slot = slot_find(cs, &key, hash);
        *slot = (struct slot){hash, key, make(cs, frame, c, part)};
        cs->used++;
        cs->bytes += slot->coverage.byte_count + slot->coverage.run_count * sizeof(struct run);
    }
    return slot->coverage.run_count ? &slot->coverage : NULL;
}

/* ---- Painting ---------------------------------------------------------------------------------
 */

void coverage_paint(const struct coverage *c, const struct pixels *p, struct area clip,
                    uint32_t colour) {
    for (uint32_t i = 0; i < c->run_count; i++) {
        const struct run *r = &c->runs[i];
        if (r->y >= clip.y1) return;
        int from = r->x > clip.x0 ? r->x : clip.x0;
        int to = r->x + r->count < clip.x1 ? r->x + r->count : clip.x1;
        if (r->y < clip.y0 || from >= to) continue;
        pixels_stain_row(p->at + (long)r->y * p->stride + from, c->bytes + r->first + (from - r->x),
                         to - from, colour);
    }
}
