#include "sdl/damage.h"

#include <stdlib.h>
#include <string.h>

#include "sdl/hash.h"

void damage_free(struct damage *d) {
    free(d->before);
    free(d->now);
    *d = (struct damage){.known = false};
}

bool damage_resize(struct damage *d, int width, int height) {
    struct area frame = {0, 0, width, height}, cells = damage_cells(frame);
    size_t count = (size_t)cells.x1 * (size_t)cells.y1;
    damage_free(d);
    d->frame = frame;
    d->before = calloc(count, sizeof *d->before);
    d->now = calloc(count, sizeof *d->now);
    if (!d->before || !d->now) {
        damage_free(d);
        d->frame = frame;
        return false;
    }
    d->columns = cells.x1;
    d->rows = cells.y1;
    return true;
}

void damage_forget(struct damage *d) {
    d->known = false;
}

void damage_begin(struct damage *d) {
    if (!d->now) return;
    memset(d->now, 0, (size_t)d->columns * (size_t)d->rows * sizeof *d->now);
}

void damage_add(struct damage *d, struct area area, uint64_t hash) {
    struct area cells = damage_cells(area);
    if (!d->now) return;
    for (int y = cells.y0; y < cells.y1; y++) {
        uint64_t *row = d->now + (size_t)y * (size_t)d->columns;
        for (int x = cells.x0; x < cells.x1; x++) row[x] = hash_word(row[x], hash);
    }
}

/* ---- From cells to areas ----------------------------------------------------------------------
 */

static bool is_changed(const struct damage *d, int x, int y) {
    size_t cell = (size_t)y * (size_t)d->columns + (size_t)x;
    return d->now[cell] != d->before[cell];
}

/* A row of cells goes on below one as wide. False when there are too many areas. */
static bool add_row(struct damage *d, struct area a) {
    for (size_t i = 0; i < d->area_count; i++) {
        struct area *above = &d->areas[i];
        if (above->y1 != a.y0 || above->x0 != a.x0 || above->x1 != a.x1) continue;
        above->y1 = a.y1;
        return true;
    }
    if (d->area_count == DAMAGE_AREAS_MAX) return false;
    d->areas[d->area_count++] = a;
    return true;
}

/* The next run of changed cells of a row, at or behind column `x`; a few cells between two runs are
 * painted as well, for areas cost something each. False if there is none. */
static bool find_run(const struct damage *d, int x, int y, struct area *out) {
    enum { BETWEEN = 2 };
    while (x < d->columns && !is_changed(d, x, y)) x++;
    if (x == d->columns) return false;
    int end = x + 1;
    for (int next = end; next < d->columns && next <= end + BETWEEN; next++)
        if (is_changed(d, next, y)) end = next + 1;
    *out = (struct area){x, y, end, y + 1};
    return true;
}

/* In cells. False when there are too many areas. */
static bool find_areas(struct damage *d) {
    struct area run;
    for (int y = 0; y < d->rows; y++)
        for (int x = 0; find_run(d, x, y, &run); x = run.x1)
            if (!add_row(d, run)) return false;
    return true;
}

/* Likewise, but all runs of a row are one; if that does not help, everything is. */
static void find_bands(struct damage *d) {
    struct area run;
    d->area_count = 0;
    for (int y = 0; y < d->rows; y++) {
        struct area band = {d->columns, y, 0, y + 1};
        for (int x = 0; find_run(d, x, y, &run); x = run.x1) band = area_union(band, run);
        if (area_is_empty(band) || add_row(d, band)) continue;
        d->areas[0] = (struct area){0, 0, d->columns, d->rows};
        d->area_count = 1;
        return;
    }
}

static struct area in_pixels(const struct damage *d, struct area cells) {
    struct area a = {cells.x0 * DAMAGE_CELL, cells.y0 * DAMAGE_CELL, cells.x1 * DAMAGE_CELL,
                     cells.y1 * DAMAGE_CELL};
    return area_intersect(a, d->frame);
}

void damage_end(struct damage *d) {
    d->area_count = 0;
    if (!d->known || !d->now) {
        d->areas[d->area_count++] = d->frame;
    } else {
        if (!find_areas(d)) find_bands(d);
        for (size_t i = 0; i < d->area_count; i++) d->areas[i] = in_pixels(d, d->areas[i]);
    }
    uint64_t *old = d->before;
    d->before = d->now;
    d->now = old;
    d->known = true;
}
