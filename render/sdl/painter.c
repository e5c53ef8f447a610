#include "sdl/painter.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sdl/boxes.h"
#include "sdl/coverage.h"
#include "sdl/damage.h"
#include "sdl/glyphs.h"
#include "sdl/hash.h"
#include "sdl/letters.h"

enum { CLIPS_MAX = 16, SIDE_MAX = 32767 };

struct painter {
    struct glyphs *glyphs;
    struct coverages *coverages;
    struct pixels pixels; /* owned; none before the first painter_resize */
    struct damage damage;
    struct area *seen; /* for each command of the list: the pixels it touches */
    size_t seen_capacity;
    struct area clips[CLIPS_MAX]; /* each within the one before; the first is the whole picture */
    size_t clip_count;
    uint64_t pictures;
};

struct painter *painter_open(const char *font_folder, char *why, size_t why_size) {
    struct painter *p = calloc(1, sizeof *p);
    if (p) p->coverages = coverages_open();
    if (!p || !p->coverages) {
        snprintf(why, why_size, "out of memory");
        free(p);
        return NULL;
    }
    p->glyphs = glyphs_open(font_folder, why, why_size);
    if (p->glyphs) return p;
    coverages_close(p->coverages);
    free(p);
    return NULL;
}

void painter_close(struct painter *p) {
    if (!p) return;
    free(p->pixels.at);
    free(p->seen);
    damage_free(&p->damage);
    coverages_close(p->coverages);
    glyphs_close(p->glyphs);
    free(p);
}

static float painter_width(void *user, enum draw_font font, float size, const char *string,
                           size_t length) {
    struct painter *p = user;
    return letters_width(p->glyphs, font, size, string, length);
}

struct text_measure painter_measure(struct painter *p) {
    return (struct text_measure){.width = painter_width, .user = p};
}

bool painter_resize(struct painter *p, int width, int height) {
    if (width <= 0 || height <= 0 || width > SIDE_MAX || height > SIDE_MAX) return false;
    if (p->pixels.at && width == p->pixels.width && height == p->pixels.height) return true;
    uint32_t *pixels = calloc((size_t)width * (size_t)height, sizeof *pixels);
    if (!pixels) return false;
    free(p->pixels.at);
    p->pixels = (struct pixels){.at = pixels, .width = width, .height = height, .stride = width};
    coverages_forget(p->coverages); /* they end where the picture ended */
    damage_resize(&p->damage, width, height);
    return true;
}

void painter_forget(struct painter *p) {
    damage_forget(&p->damage);
}

struct repainted painter_repainted(const struct painter *p) {
    return (struct repainted){p->damage.areas, p->damage.area_count, p->pictures};
}

const uint32_t *painter_pixels(struct painter *p, int *width, int *height, int *pitch) {
    *width = p->pixels.width;
    *height = p->pixels.height;
    *pitch = p->pixels.stride * (int)sizeof(uint32_t);
    return p->pixels.at;
}

/* ---- Seeing -----------------------------------------------------------------------------------
 *
 * Which pixels each command touches, and a hash of how it looks. */

static struct area painter_clip(const struct painter *p) {
    return p->clips[p->clip_count - 1];
}

static void painter_push_clip(struct painter *p, struct box b) {
    CHECK(p->clip_count < CLIPS_MAX);
    struct area a = area_intersect(painter_clip(p), area_of(b));
    p->clips[p->clip_count++] = area_is_empty(a) ? (struct area){0} : a;
}

static void painter_pop_clip(struct painter *p) {
    CHECK(p->clip_count > 1);
    p->clip_count--;
}

static bool is_shape(const struct draw_command *c) {
    return c->kind == DRAW_CURVE || c->kind == DRAW_SHAPE || (c->kind == DRAW_BOX && c->dash > 0);
}

static struct area shape_seen(struct painter *p, const struct draw_command *c) {
    struct area sum = {0}, frame = p->damage.frame;
    for (int part = SHAPE_FILL; part <= SHAPE_LINE; part++) {
        if (!shape_has(c, (enum shape_part)part)) continue;
        const struct coverage *own = coverage_get(p->coverages, frame, c, (enum shape_part)part);
        if (own) sum = area_is_empty(sum) ? own->area : area_union(sum, own->area);
    }
    return sum;
}

static struct area command_seen(struct painter *p, const struct draw *d,
                                const struct draw_command *c) {
    if (c->kind == DRAW_TEXT)
        return letters_area(p->glyphs, painter_clip(p), c, d->strings.bytes + c->text);
    struct area a = is_shape(c) ? shape_seen(p, c) : area_of(c->box);
    a = area_intersect(a, painter_clip(p));
    return area_is_empty(a) ? (struct area){0} : a;
}

static uint64_t command_hash(const struct draw *d, const struct draw_command *c, struct area seen) {
    uint64_t hash = hash_bytes(hash_bytes(0, c, DRAW_COMMAND_PLAIN), &seen, sizeof seen);
    if (c->kind != DRAW_TEXT) return hash;
    const char *string = d->strings.bytes + c->text;
    return hash_bytes(hash, string, strlen(string));
}

/* An image's pixels in a row of cells, gone through in the order in which they lie in memory. */
static void hash_image(const struct picture *picture, const struct area *parts, int count,
                       struct hash_lanes *lanes) {
    for (int i = 0; i < count; i++) lanes[i] = (struct hash_lanes){0, 1, 2, 3};
    for (int y = parts[0].y0; y < parts[0].y1; y++)
        for (int i = 0; i < count; i++) {
            const uint8_t *at =
                (const uint8_t *)(picture->at + (size_t)y * picture->columns + parts[i].x0);
            size_t size = (size_t)(parts[i].x1 - parts[i].x0) * sizeof *picture->at;
            size_t rest = hash_lanes_add(&lanes[i], at, size);
            if (rest) lanes[i].a = hash_bytes(lanes[i].a, at + size - rest, rest);
        }
}

/* Each cell that an image touches has a hash of the pixels in it. */
static void note_image(struct painter *p, const struct draw *d, const struct draw_command *c,
                       struct area seen) {
    enum { CELLS = SIDE_MAX / DAMAGE_CELL + 2 };
    struct area cells = damage_cells(seen), parts[CELLS], own[CELLS];
    struct hash_lanes lanes[CELLS];
    struct picture picture = {d->pixels + c->pixels, c->columns, c->rows};
    uint64_t hash = command_hash(d, c, seen);
    for (int y = cells.y0; y < cells.y1; y++) {
        int count = cells.x1 - cells.x0;
        for (int i = 0; i < count; i++) {
            own[i] = area_intersect(damage_cell(cells.x0 + i, y), seen);
            parts[i] = picture_part(picture, area_of(c->box), own[i]);
        }
        hash_image(&picture, parts, count, lanes);
        for (int i = 0; i < count; i++)
            damage_add(&p->damage, own[i], hash_bytes(hash, &lanes[i], sizeof lanes[i]));
    }
}

static void note_command(struct painter *p, const struct draw *d, size_t i) {
    const struct draw_command *c = &d->commands[i];
    struct area *seen = &p->seen[i];
    *seen = (struct area){0};
    if (c->kind == DRAW_CLIP) painter_push_clip(p, c->box);
    else if (c->kind == DRAW_UNCLIP) painter_pop_clip(p);
    else *seen = command_seen(p, d, c);
    if (area_is_empty(*seen)) return;
    if (c->kind == DRAW_IMAGE) note_image(p, d, c, *seen);
    else damage_add(&p->damage, *seen, command_hash(d, c, *seen));
}

static bool reserve_seen(struct painter *p, size_t count) {
    if (count <= p->seen_capacity) return true;
    struct area *seen = realloc(p->seen, count * sizeof *seen);
    if (!seen) return false;
    p->seen = seen;
    p->seen_capacity = count;
    return true;
}

/* ---- Painting ---------------------------------------------------------------------------------
 */

static void paint_shape(struct painter *p, const struct draw_command *c, struct area clip) {
    for (int part = SHAPE_FILL; part <= SHAPE_LINE; part++) {
        if (!shape_has(c, (enum shape_part)part)) continue;
        const struct coverage *own =
            coverage_get(p->coverages, p->damage.frame, c, (enum shape_part)part);
        if (own) coverage_paint(own, &p->pixels, clip, part == SHAPE_FILL ? c->fill : c->stroke);
    }
}

static void paint_command(struct painter *p, const struct draw *d, const struct draw_command *c,
                          struct area clip) {
    struct picture picture = {d->pixels + c->pixels, c->columns, c->rows};
    switch (c->kind) {
    case DRAW_BOX:
        if (is_shape(c)) paint_shape(p, c, clip);
        else box_paint(&p->pixels, clip, c);
        break;
    case DRAW_CURVE:
    case DRAW_SHAPE: paint_shape(p, c, clip); break;
    case DRAW_TEXT:
        letters_paint(p->glyphs, &p->pixels, clip, c, d->strings.bytes + c->text);
        break;
    case DRAW_IMAGE: pixels_stretch(&p->pixels, clip, area_of(c->box), picture); break;
    case DRAW_CLIP:
    case DRAW_UNCLIP: break;
    }
}

/* Whether nothing of what is below can be seen in the area: it lies between a box's corners. */
static bool hides_all(const struct draw_command *c, struct area seen, struct area area) {
    if (!area_holds(seen, area) || c->kind != DRAW_BOX || (c->fill & 0xff) != 0xff) return false;
    int edge = (int)ceilf(fmaxf(c->radius, c->line));
    struct area box = area_of(c->box);
    struct area inner = {box.x0 + edge, box.y0 + edge, box.x1 - edge, box.y1 - edge};
    return area_holds(inner, area);
}

/* Where a list leaves gaps, or is seen through, it looks the same each time. */
static void paint_area(struct painter *p, const struct draw *d, struct area area) {
    size_t first = d->count;
    while (first > 0 && !hides_all(&d->commands[first - 1], p->seen[first - 1], area)) first--;
    if (first == 0) pixels_fill(&p->pixels, area, 0x000000ff);
    else first--;
    for (size_t i = first; i < d->count; i++) {
        struct area clip = area_intersect(p->seen[i], area);
        if (!area_is_empty(clip)) paint_command(p, d, &d->commands[i], clip);
    }
}

void painter_paint(struct painter *p, const struct draw *d) {
    if (!p->pixels.at || !reserve_seen(p, d->count)) return;
    p->clips[0] = p->damage.frame;
    p->clip_count = 1;
    damage_begin(&p->damage);
    for (size_t i = 0; i < d->count; i++) note_command(p, d, i);
    damage_end(&p->damage);
    for (size_t i = 0; i < p->damage.area_count; i++) paint_area(p, d, p->damage.areas[i]);
    p->pictures++;
}

/* ---- PNG --------------------------------------------------------------------------------------
 */

struct png_stream {
    FILE *file;
    int error; /* errno of the first write that failed */
};

static cairo_status_t png_write(void *closure, const unsigned char *bytes, unsigned length) {
    struct png_stream *stream = closure;
    errno = 0;
    if (fwrite(bytes, 1, length, stream->file) == length) return CAIRO_STATUS_SUCCESS;
    stream->error = errno;
    return CAIRO_STATUS_WRITE_ERROR;
}

static bool write_surface(cairo_surface_t *surface, FILE *to, char *why, size_t why_size) {
    struct png_stream stream = {.file = to};
    cairo_status_t written = cairo_surface_write_to_png_stream(surface, png_write, &stream);
    cairo_surface_destroy(surface);
    if (written == CAIRO_STATUS_SUCCESS) return true;
    const char *reason = stream.error ? strerror(stream.error) : cairo_status_to_string(written);
    snprintf(why, why_size, "cannot write: %s", reason);
    return false;
}

bool painter_write_png_to(struct painter *p, FILE *to, char *why, size_t why_size) {
    if (!p->pixels.at) {
        snprintf(why, why_size, "nothing was painted");
        return false;
    }
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)p->pixels.at, CAIRO_FORMAT_RGB24, p->pixels.width, p->pixels.height,
        p->pixels.stride * (int)sizeof *p->pixels.at);
    return write_surface(surface, to, why, why_size);
}

/* Cairo's colours are multiplied by their alpha already. */
static uint32_t premultiplied(uint32_t colour) {
    uint32_t alpha = colour & 0xff, pixel = alpha << 24;
    for (int shift = 8; shift < 32; shift += 8)
        pixel |= ((colour >> shift & 0xff) * alpha + 127) / 255 << (shift - 8);
    return pixel;
}

bool painter_write_image(const uint32_t *pixels, uint32_t columns, uint32_t rows, FILE *to,
                         char *why, size_t why_size) {
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)columns, (int)rows);
    unsigned char *at = cairo_image_surface_get_data(surface);
    int pitch = cairo_image_surface_get_stride(surface);
    for (uint32_t y = 0; at && y < rows; y++)
        for (uint32_t x = 0; x < columns; x++)
            ((uint32_t *)(void *)(at + (size_t)y * (size_t)pitch))[x] =
                premultiplied(pixels[(size_t)y * columns + x]);
    cairo_surface_mark_dirty(surface);
    return write_surface(surface, to, why, why_size);
}

enum file_status painter_write_png(struct painter *p, const char *path, char *why,
                                   size_t why_size) {
    struct file_writer writer;
    enum file_status status = file_begin(&writer, path, why, why_size);
    if (status != FILE_OK) return status;
    if (painter_write_png_to(p, writer.stream, why, why_size))
        return file_commit(&writer, why, why_size);
    file_abandon(&writer);
    return FILE_NO_RESOURCES;
}
