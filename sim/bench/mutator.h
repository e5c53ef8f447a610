/* mutator.h -- a program at full speed: host code in the place of a compiled program.
 *
 * It owns a machine without tags, checkmark, poison and sink, and does to its memory what compiled
 * code would do: it allocates from the heap, reads and writes words of the arena, keeps the
 * addresses it needs in simulated globals, asks the flag before it stores a pointer, and lets the
 * collector run at safe points. Nothing of the heap or the collector is passed by; free slots it
 * leases a few at a time (lease.h). */
#ifndef TC_MUTATOR_H
#define TC_MUTATOR_H

#include <string.h>

#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/heap/lease.h"
#include "machine/memory.h"

/* What it allocates, a site each. Pointers come first in all of them. */
enum shape {
    SHAPE_TREE,     /* {left, right, id} */
    SHAPE_LIST,     /* {next, value} */
    SHAPE_CELL,     /* {next, value, a, b} */
    SHAPE_PAIR,     /* {left, right} */
    SHAPE_GRAPH_32, /* {four edges, payload}: 32, 48, 64, 96 and 128 bytes */
    SHAPE_GRAPH_48,
    SHAPE_GRAPH_64,
    SHAPE_GRAPH_96,
    SHAPE_GRAPH_128,
    SHAPE_COUNT
};

enum { MUTATOR_ROOTS = 64 };

struct mutator {
    struct program program; /* the types, the sites, and the globals */
    struct machine m;
    uint64_t random; /* splitmix64 */
    uint64_t next_id;
    uint32_t words[SHAPE_COUNT]; /* of each shape */
    struct lease leases[SHAPE_COUNT];
};

/* With these settings but for the ones that only people need. False when the host has no memory. */
bool mutator_open(struct mutator *u, const struct config *config);
void mutator_close(struct mutator *u);

/* A whole forced collection, swept to the end. */
void mutator_collect(struct mutator *u);
/* The cycle that has begun, to the end. */
void mutator_run_collector(struct mutator *u);
/* A new object, when nothing is left of the lease; first the collector runs, if it wants to. */
uint64_t mutator_new_slowly(struct mutator *u, enum shape shape);
/* Before anybody looks at the machine. */
void mutator_settle(struct mutator *u);
/* Objects that are allocated, marked or not. */
uint64_t mutator_objects(struct mutator *u);

/* ---- what compiled code does ---- */

/* A safe point, and a new object. The program is too small for its memory ever to run out. No cycle
 * begins while there is something left of a lease. */
static inline uint64_t mutator_new(struct mutator *u, enum shape shape) {
    struct lease *l = &u->leases[shape];
    return l->slots ? lease_take(&u->m, l) : mutator_new_slowly(u, shape);
}

static inline uint64_t mutator_load(const struct mutator *u, uint64_t address) {
    uint64_t word;
    memcpy(&word, arena_bytes(&u->m, address), sizeof word);
    return word;
}

static inline void mutator_store(struct mutator *u, uint64_t address, uint64_t number) {
    memcpy(arena_bytes(&u->m, address), &number, sizeof number);
}

/* Go's hybrid barrier, unless nothing is being marked. */
static inline void mutator_store_pointer(struct mutator *u, uint64_t address, uint64_t pointer) {
    if (gc_marking(&u->m)) {
        gc_shade(&u->m, mutator_load(u, address));
        gc_shade(&u->m, pointer);
    }
    mutator_store(u, address, pointer);
}

/* A global stands for a local variable in a stack frame: no barrier. The collector never runs
 * between a root's change and the next safe point. */
static inline void mutator_set_root(struct mutator *u, uint32_t root, uint64_t pointer) {
    memcpy(u->m.globals + (size_t)root * WORD, &pointer, sizeof pointer);
}

static inline uint64_t mutator_root(const struct mutator *u, uint32_t root) {
    uint64_t pointer;
    memcpy(&pointer, u->m.globals + (size_t)root * WORD, sizeof pointer);
    return pointer;
}

#endif
