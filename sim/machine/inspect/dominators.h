/* dominators.h -- the dominators of a flow graph, a portion at a time.
 *
 * A vertex dominates another if every way from vertex 0 to the other leads through it. The
 * dominators of a vertex are a chain: each vertex but the first has one that is nearest, and these
 * make a tree. Lengauer and Tarjan, "A fast algorithm for finding dominators in a flowgraph",
 * TOPLAS 1979, with the simple way to link and evaluate: O(m log n) steps for n vertices and m
 * edges, whatever the graph is like. Nothing is recursive.
 *
 * Vertices that can be reached are numbered in the order in which a depth-first search meets them;
 * the results are by number. So a dominator has a lower number than what it dominates. */
#ifndef TC_DOMINATORS_H
#define TC_DOMINATORS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"

#define NO_VERTEX UINT32_MAX

/* What the graph is, is asked. It must not change until all is known. */
struct flow_graph {
    uint32_t vertices;  /* 0, 1, ...; the search begins at 0 */
    uint32_t reachable; /* at most so many can be reached, vertex 0 among them */
    /* The next successor of a vertex; NO_VERTEX behind the last. *cursor is 0 at first, and says
     * how far one has come. */
    uint32_t (*successor)(const void *user, uint32_t vertex, uint32_t *cursor);
    const void *user;
};

enum dominators_stage { DOMINATORS_SEARCH, DOMINATORS_EVALUATE, DOMINATORS_NAME, DOMINATORS_DONE };

/* Of a vertex. */
struct flow_vertex {
    uint32_t number;   /* 0 of others than the first: it cannot be reached */
    uint32_t incoming; /* the last edge into it that is not its parent's, + 1; 0: none */
};

/* Of a number. */
struct flow_node {
    uint32_t parent; /* in the tree of the search; then in what has been linked, shorter */
    uint32_t semi;   /* the semidominator */
    uint32_t label;  /* on the way up in what has been linked, whose semidominator is the lowest, */
    uint32_t least;  /* ... and which one that is */
};

struct flow_edge {
    uint32_t from;   /* number */
    uint32_t before; /* the edge before, into the same vertex, + 1 */
};

struct dominators {
    struct flow_graph graph;
    enum dominators_stage stage;
    uint32_t at; /* of the stage */
    bool failed; /* the host has no memory */
    /* results */
    uint32_t count; /* vertices that can be reached */
    struct flow_vertex *vertices;
    uint32_t *vertex;    /* of a number */
    uint32_t *dominator; /* number of the nearest one of a number; the first has itself */
    struct pool results;
    /* while it is worked out, by number */
    struct flow_node *nodes;
    uint32_t *cursor;         /* of the search */
    uint32_t *bucket;         /* the first of those that have it as their semidominator */
    uint32_t *way;            /* of one evaluation */
    struct flow_edge **edges; /* in blocks, so that none is ever moved */
    uint32_t block_count, edge_count;
    struct pool work;
};

/* NO_VERTEX: it cannot be reached. */
static inline uint32_t dominators_number(const struct dominators *d, uint32_t vertex) {
    return vertex == 0 || d->vertices[vertex].number ? d->vertices[vertex].number : NO_VERTEX;
}

/* False, and nothing has to be freed, if the host has no memory. */
bool dominators_begin(struct dominators *d, const struct flow_graph *graph);
/* Goes on for about so many vertices or edges. False when there is nothing more to be done: all is
 * known, or `failed` is set. */
bool dominators_go_on(struct dominators *d, uint32_t portion);
/* How far it is, of 1000. */
uint32_t dominators_progress(const struct dominators *d);
void dominators_free(struct dominators *d);

#endif
