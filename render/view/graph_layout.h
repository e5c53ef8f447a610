/* graph_layout.h -- a place for every object of a run, so that none ever moves.
 *
 * Foresighted layout (Diehl and Goerg): the union of all objects and pointers of the run is laid
 * out once, in columns along the pointers, and every step draws a part of it. Places are cells of a
 * grid, column and row from 0; the same run gets the same places everywhere (integers only).
 *
 * How wide the grid is follows from the proportions of the panel it is for: chains that are longer
 * turn back below, layers that are higher stand in several columns. Only when the grid would be too
 * high to be read do objects share a place, one after another: those that never live together. */
#ifndef TC_GRAPH_LAYOUT_H
#define TC_GRAPH_LAYOUT_H

#include "time/census.h"

/* As many as can be read in the panel at its usual size; further rows are below its edge. */
enum { GRAPH_COLUMNS_MAX = 6, GRAPH_ROWS_MAX = 11 };

struct cell {
    uint16_t column, row;
};

struct graph_layout {
    struct cell cells[CENSUS_OBJECTS + 1]; /* by serial number */
    uint32_t objects;                      /* laid out */
    uint32_t columns, rows;
    bool shared; /* some have a place one after another */
};

void graph_layout_make(struct graph_layout *g, const struct census *c);
/* For a run that has gone another way since a step, from the layout of the run before: whoever was
 * born by then stays, and others have the places they would have had, where those are free. */
void graph_layout_extend(struct graph_layout *g, const struct census *c, uint64_t step);

/* Pairs of pointers whose straight lines cross. */
uint32_t graph_layout_crossings(const struct graph_layout *g, const struct census *c);

#endif
