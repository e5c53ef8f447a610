/* graph_route.h -- ways for arrows, around whoever stands between.
 *
 * The ways lie on a lattice that is twice as fine as the grid of places: even columns and rows are
 * the channels between objects, odd ones go through their middles. A way never enters the place of
 * an object that is not its end, whether somebody is there at this step or not: so it stays as it
 * is while the run goes on. */
#ifndef TC_GRAPH_ROUTE_H
#define TC_GRAPH_ROUTE_H

#include "view/graph_layout.h"

enum { LATTICE_COLUMNS = 2 * GRAPH_COLUMNS_MAX + 1, LATTICE_ROWS = 97, BENDS_MAX = 16 };

enum heading { HEADING_RIGHT, HEADING_DOWN, HEADING_LEFT, HEADING_UP };

/* A point of the lattice. */
struct knot {
    uint8_t column, row;
};

struct lattice {
    uint32_t columns, rows;
    bool low; /* there is little room between rows: arrows should not reach objects from there */
    bool taken[LATTICE_ROWS][LATTICE_COLUMNS];
};

/* The ends, and the bends between them. Its parts lie between one knot and the next. */
struct route {
    struct knot knots[BENDS_MAX];
    uint32_t count; /* 0: there is no way */
};

/* Of so many columns and rows of the grid, at most as many as there is room for in a lattice. */
void lattice_make(struct lattice *l, const struct graph_layout *g, uint32_t columns, uint32_t rows);

void route_between(const struct lattice *l, struct cell from, struct cell to, struct route *out);
/* From outside: from the left or the right, at a height in parts of a row of the lattice. */
void route_from_outside(const struct lattice *l, bool right, float row, struct cell to,
                        struct route *out);

static inline struct knot knot_of(struct cell c) {
    return (struct knot){(uint8_t)(2 * c.column + 1), (uint8_t)(2 * c.row + 1)};
}

/* Where the part behind a knot leads. */
static inline enum heading route_heading(const struct route *r, uint32_t part) {
    struct knot a = r->knots[part], b = r->knots[part + 1];
    if (a.row == b.row) return b.column > a.column ? HEADING_RIGHT : HEADING_LEFT;
    return b.row > a.row ? HEADING_DOWN : HEADING_UP;
}

#endif
