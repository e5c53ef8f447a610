/* retained_graph.h -- the heap as a flow graph, for retained.h: its vertices, and who points to
 * whom. */
#ifndef TC_RETAINED_GRAPH_H
#define TC_RETAINED_GRAPH_H

#include "machine/inspect/retained.h"

/* Finds the roots, and numbers all places where an object can be. False if the host has no
 * memory. */
bool retained_graph_begin(struct retained *r, struct flow_graph *graph);

/* The object that an address lies in; NO_VERTEX: none. */
uint32_t retained_vertex_at(const struct retained *r, uint64_t address);
/* Without what it retains. */
struct holder retained_vertex(const struct retained *r, uint32_t vertex);

#endif
