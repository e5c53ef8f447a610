/* census.h -- who was ever on the heap in a run, and who ever pointed to whom.
 *
 * Filled while the run goes on ahead, so that a picture can give every object a place once and for
 * all. Bounded: past CENSUS_OBJECTS objects it stops and says so. */
#ifndef TC_CENSUS_H
#define TC_CENSUS_H

#include "machine/machine.h"

enum { CENSUS_OBJECTS = 256, CENSUS_EDGES = 2048 };

struct census_edge {
    uint16_t from, to; /* serial numbers */
};

struct census {
    uint32_t objects;                /* serial numbers 1 .. objects have been seen */
    bool rooted[CENSUS_OBJECTS + 1]; /* a global or a stack slot ever pointed to it */
    struct census_edge edges[CENSUS_EDGES];
    uint32_t edge_count;
    bool overflow; /* there were more */
};

/* To be told every event of the run ahead, while `m` is that run. */
void census_note(struct census *c, const struct machine *m, const struct event *e);

#endif
