/* graph_plan.h -- inside the layout: what is known of a run's graph while places are looked for. */
#ifndef TC_GRAPH_PLAN_H
#define TC_GRAPH_PLAN_H

#include "view/graph_layout.h"

/* How a graph is to be laid out; several are tried. */
struct shape {
    uint32_t columns; /* that a chain has before it turns back */
    uint32_t tall;    /* objects that a layer has on top of each other */
    uint32_t longest; /* layers by the longest way from the start, not by the shortest */
};

struct graph_plan {
    const struct census *census;
    struct shape shape;
    uint16_t component[CENSUS_OBJECTS + 1]; /* smallest serial number in it */
    uint16_t layer[CENSUS_OBJECTS + 1];     /* from 0, in each component */
    bool starts[CENSUS_OBJECTS + 1];        /* a component, or a part of it, begins there */
    /* neighbours: those of i are out[out_start[i]] .. out[out_start[i + 1] - 1] */
    uint16_t out_start[CENSUS_OBJECTS + 2], in_start[CENSUS_OBJECTS + 2];
    uint16_t out[CENSUS_EDGES], in[CENSUS_EDGES];
};

/* Neighbours and components. */
void graph_plan_make(struct graph_plan *p, const struct census *c);
/* Layers, by the plan's shape. */
void graph_plan_layers(struct graph_plan *p);
/* Places for all, by the layers and the plan's shape. */
void graph_plan_pack(const struct graph_plan *p, struct graph_layout *g);
/* From a layout that was made for another run: places stay as they are up to the object `kept`,
 * and behind it where nobody else is. */
void graph_plan_extend(const struct graph_plan *p, struct graph_layout *g, uint32_t kept);
/* Exchanges places inside components as long as that makes the arrows shorter and simpler. */
void graph_plan_settle(const struct graph_plan *p, struct graph_layout *g);

/* Whether two objects are never on the heap together. */
static inline bool census_apart(const struct census *c, uint32_t a, uint32_t b) {
    return c->who[a].freed < c->who[b].born || c->who[b].freed < c->who[a].born;
}

#endif
