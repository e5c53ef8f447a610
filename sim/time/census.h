/* census.h -- who was ever on the heap in a run, when, and who ever pointed to whom.
 *
 * Filled while the run goes on ahead, so that a picture can give every object a place once and for
 * all, and knows the dead after their memory has been used again. Bounded: of what is born past
 * CENSUS_OBJECTS, and of pointers past CENSUS_EDGES, it says only that there were some. */
#ifndef TC_CENSUS_H
#define TC_CENSUS_H

#include "machine/machine.h"

enum { CENSUS_OBJECTS = 4096, CENSUS_EDGES = 8192 };
#define CENSUS_ALIVE UINT64_MAX

struct census_object {
    uint64_t born, freed;   /* steps; CENSUS_ALIVE: nobody freed it so far */
    uint64_t rooted;        /* the first step at which a global or a stack slot pointed to it */
    uint64_t address;       /* where it was freed; 0: nowhere so far */
    uint32_t size;          /* bytes that were asked for at first */
    uint16_t site, ordinal; /* for its name */
};

struct census_edge {
    uint64_t step;     /* the first one */
    uint16_t from, to; /* serial numbers */
};

struct census {
    uint32_t objects;                             /* serial numbers 1 .. objects have been seen */
    struct census_object who[CENSUS_OBJECTS + 1]; /* by serial number */
    struct census_edge edges[CENSUS_EDGES];
    uint32_t edge_count;
    uint16_t places[2 * CENSUS_EDGES]; /* a hash table: number of the edge, from 1 */
    bool overflow;                     /* there were more objects */
};

/* To be told every event of the run ahead, while `m` is that run. */
void census_note(struct census *c, const struct machine *m, const struct event *e);
/* Forgets what happened after a step: from there on the run goes another way. */
void census_rewind(struct census *c, uint64_t step);

#endif
