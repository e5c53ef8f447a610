#include "sdl/painter.h"

#include <cairo.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sdl/boxes.h"
#include "sdl/glyphs.h"
#include "sdl/letters.h"
#include "sdl/pixels.h"
#include "sdl/shapes.h"

enum { CLIPS_MAX = 16 };

struct painter {
    struct glyphs *glyphs;
    cairo_surface_t *surface; /* NULL before the first painter_resize */
    cairo_t *cairo;
    struct pixels pixels;         /* those of `surface` */
    struct area clips[CLIPS_MAX]; /* each within the one before; the first is the whole picture */
    size_t clip_count;
};

struct painter *painter_open(const char *font_folder, char *why, size_t why_size) {
    struct painter *p = calloc(1, sizeof *p);
    if (!p) {
        snprintf(why, why_size, "out of memory");
        return NULL;
    }
    p->glyphs = glyphs_open(font_folder, why, why_size);
    if (p->glyphs) return p;
    free(p);
    return NULL;
}

static void painter_drop_surface(struct painter *p) {
    if (!p->surface) return;
    cairo_destroy(p->cairo);
    cairo_surface_destroy(p->surface);
    p->surface = NULL;
}

void painter_close(struct painter *p) {
    if (!p) return;
    painter_drop_surface(p);
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
    if (width <= 0 || height <= 0) return false;
    if (p->surface && width == p->pixels.width && height == p->pixels.height) return true;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(surface);
        return false;
    }
    painter_drop_surface(p);
    p->surface = surface;
    p->cairo = cairo_create(surface);
    p->pixels = (struct pixels){
        .at = (uint32_t *)(void *)cairo_image_surface_get_data(surface),
        .width = width,
        .height = height,
        .stride = cairo_image_surface_get_stride(surface) / (int)sizeof(uint32_t),
    };
    return true;
}

const uint32_t *painter_pixels(struct painter *p, int *width, int *height, int *pitch) {
    *width = p->pixels.width;
    *height = p->pixels.height;
    *pitch = p->pixels.stride * (int)sizeof(uint32_t);
    return p->pixels.at;
}

/* ---- Painting ---------------------------------------------------------------------------------
 */

static struct area painter_clip(const struct painter *p) {
    return p->clips[p->clip_count - 1];
}

/* Cairo is told of the innermost clip only, which lies within all others. */
static void painter_use_clip(struct painter *p) {
    struct area a = painter_clip(p);
    cairo_reset_clip(p->cairo);
    if (p->clip_count == 1) return;
    cairo_new_path(p->cairo);
    cairo_rectangle(p->cairo, a.x0, a.y0, a.x1 - a.x0, a.y1 - a.y0);
    cairo_clip(p->cairo);
}

static void painter_push_clip(struct painter *p, struct box b) {
    CHECK(p->clip_count < CLIPS_MAX);
    struct area a = area_intersect(painter_clip(p), area_of(b));
    p->clips[p->clip_count++] = area_is_empty(a) ? (struct area){0} : a;
    painter_use_clip(p);
}

static void painter_pop_clip(struct painter *p) {
    CHECK(p->clip_count > 1);
    p->clip_count--;
    painter_use_clip(p);
}

/* Cairo keeps nothing back from an image, but asks to be told of pixels changed behind its back. */
static void painter_box(struct painter *p, const struct draw_command *c) {
    if (c->dash > 0) {
        shape_dashed_box(p->cairo, c);
        return;
    }
    cairo_surface_flush(p->surface);
    box_paint(&p->pixels, painter_clip(p), c);
    cairo_surface_mark_dirty(p->surface);
}

static void painter_letters(struct painter *p, const struct draw_command *c, const char *string) {
    cairo_surface_flush(p->surface);
    letters_paint(p->glyphs, &p->pixels, painter_clip(p), c, string);
    cairo_surface_mark_dirty(p->surface);
}

static void painter_image(struct painter *p, const struct draw *d, const struct draw_command *c) {
    struct picture picture = {d->pixels + c->pixels, c->columns, c->rows};
    cairo_surface_flush(p->surface);
    pixels_stretch(&p->pixels, painter_clip(p), area_of(c->box), picture);
    cairo_surface_mark_dirty(p->surface);
}

static void painter_command(struct painter *p, const struct draw *d, const struct draw_command *c) {
    switch (c->kind) {
    case DRAW_BOX: painter_box(p, c); break;
    case DRAW_CURVE: shape_curve(p->cairo, c); break;
    case DRAW_SHAPE: shape_polygon(p->cairo, c); break;
    case DRAW_TEXT: painter_letters(p, c, d->strings.bytes + c->text); break;
    case DRAW_IMAGE: painter_image(p, d, c); break;
    case DRAW_CLIP: painter_push_clip(p, c->box); break;
    case DRAW_UNCLIP: painter_pop_clip(p); break;
    }
}

/* Lists may leave gaps, or be seen through, and yet look the same each time. Most begin with a
 * background that makes clearing needless. */
static void painter_clear(struct painter *p, const struct draw *d, struct area all) {
    const struct draw_command *first = d->count ? &d->commands[0] : NULL;
    bool is_plain = first && first->kind == DRAW_BOX && first->radius == 0 && first->line == 0;
    if (is_plain && (first->fill & 0xff) == 0xff) {
        struct area seen = area_intersect(area_of(first->box), all);
        if (memcmp(&seen, &all, sizeof all) == 0) return;
    }
    pixels_fill(&p->pixels, all, 0x000000ff);
}

void painter_paint(struct painter *p, const struct draw *d) {
    if (!p->surface) return;
    struct area all = {0, 0, p->pixels.width, p->pixels.height};
    p->clips[0] = all;
    p->clip_count = 1;
    painter_use_clip(p);
    painter_clear(p, d, all);
    cairo_surface_mark_dirty(p->surface);
    for (size_t i = 0; i < d->count; i++) painter_command(p, d, &d->commands[i]);
    cairo_surface_flush(p->surface);
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

enum file_status painter_write_png(struct painter *p, const char *path, char *why,
                                   size_t why_size) {
    if (!p->surface) {
        snprintf(why, why_size, "nothing was painted");
        return FILE_NO_RESOURCES;
    }
    struct file_writer writer;
    enum file_status status = file_begin(&writer, path, why, why_size);
    if (status != FILE_OK) return status;
    struct png_stream stream = {.file = writer.stream};
    cairo_status_t written = cairo_surface_write_to_png_stream(p->surface, png_write, &stream);
    if (written == CAIRO_STATUS_SUCCESS) return file_commit(&writer, why, why_size);
    const char *reason = stream.error ? strerror(stream.error) : cairo_status_to_string(written);
    snprintf(why, why_size, "cannot write: %s", reason);
    file_abandon(&writer);
    return FILE_NO_RESOURCES;
}
