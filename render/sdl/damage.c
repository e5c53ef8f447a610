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

/* In cells. Too many areas become one. */
static void find_areas(struct damage *d) {
    struct area all = {d->columns, d->rows, 0, 0};
    bool fit = true;
    for (int y = 0; y < d->rows; y++)
        for (int x = 0, end; x < d->columns; x = end + 1) {
            for (end = x; end < d->columns && is_changed(d, end, y); end++) continue;
            if (end == x) continue;
            struct area row = {x, y, end, y + 1};
            all = area_union(all, row);
            if (!add_row(d, row)) fit = false;
        }
    if (fit) return;
    d->areas[0] = all;
    d->area_count = 1;
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
        find_areas(d);
        for (size_t i = 0; i < d->area_count; i++) d->areas[i] = in_pixels(d, d->areas[i]);
    }
    uint64_t *old = d->before;
    d->before = d->now;
    d->now = old;
    d->known = true;
}
