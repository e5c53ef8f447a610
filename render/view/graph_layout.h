/* graph_layout.h -- a place for every object of a run, so that none ever moves.
 *
 * Foresighted layout (Diehl and Goerg): the union of all objects and pointers of the run is laid
 * out once, in columns along the pointers, and every step draws a part of it. Places are cells of a
 * grid, column and row from 0; the same run gets the same places everywhere (integers only). */
#ifndef TC_GRAPH_LAYOUT_H
#define TC_GRAPH_LAYOUT_H

#include "time/census.h"

struct cell {
    uint16_t column, row;
};

struct graph_layout {
    struct cell cells[CENSUS_OBJECTS + 1]; /* by serial number */
    uint32_t objects;                      /* laid out */
    uint32_t columns, rows;
};

/* `columns_max`: chains longer than this go on in the next row. */
void graph_layout_make(struct graph_layout *g, const struct census *c, uint32_t columns_max);

#endif
