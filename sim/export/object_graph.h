/* object_graph.h -- who points to whom, in one state: for exports of the object graph.
 *
 * All objects with their colours, the chunks of the C heap and the ghosts of what was freed among
 * them, by address; and which of them can be reached from the roots, in the order of their distance
 * from them. Takes memory of the host in proportion to the objects there are. */
#ifndef TC_OBJECT_GRAPH_H
#define TC_OBJECT_GRAPH_H

#include "base/pool.h"
#include "machine/inspect/inspect.h"

#define NOT_REACHED UINT32_MAX

struct graph_object {
    struct object_view view;
    uint32_t rank; /* in the order in which they were reached, from 0; or NOT_REACHED */
};

struct object_graph {
    const struct machine *m;
    struct graph_object *objects; /* by address */
    uint32_t count, room;
    uint32_t *order; /* indices of those that were reached */
    uint32_t reached;
    bool failed; /* no memory */
};

/* False without memory. Freed by object_graph_free either way. */
bool object_graph_make(struct object_graph *g, const struct machine *m);
void object_graph_free(struct object_graph *g);

/* The object, or ghost, that an address lies in; NULL: none. */
struct graph_object *object_graph_at(const struct object_graph *g, uint64_t address);

/* Calls `each` for every word of an object that holds a pointer, nil or not. */
typedef void graph_place_fn(void *user, uint64_t place);
void object_graph_pointers(const struct machine *m, const struct object_view *o,
                           graph_place_fn *each, void *user);
/* Whether a word of an object is one of those. */
bool object_graph_follows(const struct machine *m, const struct object_view *o, uint64_t place);

/* Roots beside globals and stacks: a record of the runtime's. */
struct runtime_root {
    enum { RUNTIME_WAITS, RUNTIME_DEFERRED, RUNTIME_KEEPS } kind;
    uint32_t owner; /* a goroutine; KEEPS: a processor */
    uint64_t object;
};

typedef void runtime_root_fn(void *user, const struct runtime_root *root);
void object_graph_runtime_roots(const struct machine *m, runtime_root_fn *each, void *user);

#endif
