/* damage.h -- which parts of a picture differ from the one before.
 *
 * The picture is divided into square cells. Whatever is painted adds a hash of itself to each cell
 * it touches, in order; a cell whose sum is the same as the last time looks the same. Owns its two
 * tables of sums. */
#ifndef TC_DAMAGE_H
#define TC_DAMAGE_H

#include "sdl/pixels.h"

enum { DAMAGE_CELL = 32, DAMAGE_AREAS_MAX = 64 };

struct damage {
    struct area frame; /* the whole picture */
    int columns, rows;
    uint64_t *before, *now; /* a sum a cell */
    bool known;             /* `before` is what the pixels show */
    struct area areas[DAMAGE_AREAS_MAX];
    size_t area_count; /* of the last damage_end */
};

/* For a picture of another size. False when there is no memory: then all is damaged, always. */
bool damage_resize(struct damage *d, int width, int height);
void damage_free(struct damage *d);
/* Everything is damaged the next time. */
void damage_forget(struct damage *d);

void damage_begin(struct damage *d);
/* Something whose look is told by `hash` is painted in `area`, a part of the picture. */
void damage_add(struct damage *d, struct area area, uint64_t hash);
/* Works out `areas`: they hold all cells that have changed, and do not overlap. */
void damage_end(struct damage *d);

/* The cells that an area touches: columns and rows. */
static inline struct area damage_cells(struct area a) {
    return (struct area){a.x0 / DAMAGE_CELL, a.y0 / DAMAGE_CELL,
                         (a.x1 + DAMAGE_CELL - 1) / DAMAGE_CELL,
                         (a.y1 + DAMAGE_CELL - 1) / DAMAGE_CELL};
}

/* The pixels of a cell; those at the edge may reach outside the picture. */
static inline struct area damage_cell(int x, int y) {
    return (struct area){x * DAMAGE_CELL, y * DAMAGE_CELL, (x + 1) * DAMAGE_CELL,
                         (y + 1) * DAMAGE_CELL};
}

#endif
