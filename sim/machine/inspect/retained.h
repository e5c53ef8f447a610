/* retained.h -- what keeps objects alive, and how much that is: the dominator tree of the heap.
 *
 * An object is kept alive by whatever all ways from the roots to it lead through; the nearest is
 * its dominator. What an object retains is itself and all that it dominates: so much would be
 * garbage if it were not there. The same holds for roots, and for groups of them: a word, the
 * variable it is in, a stack frame, a goroutine, the globals.
 *
 * Sizes are those of slots, as Go counts, and of chunks of the C heap. Objects that no root leads
 * to are in no tree, whether or not they have been swept. The roots are those of inspect_root.h:
 * globals, stacks, and the runtime's records.
 *
 * Worked out a portion at a time, in host memory: about 70 bytes an object and 8 a pointer, half of
 * which are given back at the end. It holds for the state that it was begun in. */
#ifndef TC_RETAINED_H
#define TC_RETAINED_H

#include "base/text.h"
#include "machine/inspect/dominators.h"
#include "machine/machine.h"

enum holder_kind {
    HOLDER_ROOTS,     /* all of them: the first */
    HOLDER_GLOBALS,   /* all of those */
    HOLDER_GLOBAL,    /* number `owner`; `address` is where it begins */
    HOLDER_GOROUTINE, /* `owner`: its stack and its records */
    HOLDER_FRAME,     /* of goroutine `owner`; `address` is the frame pointer */
    HOLDER_WORD,      /* `address`: in global `owner`, or in a frame of goroutine `owner` */
    HOLDER_WAITING,   /* the record of goroutine `owner`, which waits */
    HOLDER_DEFERRED,  /* ... of a call that it has deferred */
    HOLDER_RESERVE,   /* records that processor `owner` keeps for their next use */
    HOLDER_OBJECT     /* `address`: a slot of the heap, or the payload of a chunk */
};

/* The `owner` of a word of the globals that is part of no variable. */
#define RETAINED_NAMELESS UINT32_MAX

/* Whoever keeps something alive. */
struct holder {
    enum holder_kind kind;
    uint32_t owner;
    uint64_t address;
    uint64_t size;    /* its own: bytes; 0 of roots */
    uint64_t bytes;   /* that it retains, its own included, ... */
    uint64_t objects; /* ... in so many */
};

/* A root, or a group of them, in the order of a walk through their tree. */
struct retained_root {
    uint64_t address, pointer; /* what the word says; 0 of groups */
    uint32_t owner;
    uint32_t end; /* index of the first that does not belong to it */
    enum holder_kind kind;
};

/* Objects of a kind. What one of them retains inside another is counted once. */
struct retained_group {
    uint64_t bytes;   /* retained by all of them together, at least: each by itself */
    uint64_t own;     /* bytes of their own */
    uint64_t objects; /* of them */
    uint32_t open;    /* in the walk: how many one is below */
};

struct retained {
    const struct machine *m;
    struct dominators tree; /* by number: the first is HOLDER_ROOTS */
    uint64_t *bytes;        /* by number: retained */
    uint32_t *objects;
    uint32_t *child, *sibling;            /* in the tree: the first that it dominates; 0: none */
    struct retained_group *sites, *types; /* by site; by type, twice: single values, arrays */
    uint32_t site_count, type_count;      /* ... and behind the last, those not known */
    uint32_t stage, at;
    bool goes_up; /* in the walk over the tree, whose way down to `at` is done */
    /* vertices: the roots, the slots of each span from a multiple of 64 on, the granules */
    struct retained_root *roots;
    uint32_t root_count;
    uint32_t first_slot, first_granule;
    uint32_t *base;   /* of a span, by its first page: the vertex of its first slot */
    uint32_t *blocks; /* the span of 64 vertices from first_slot on */
    struct pool pool;
    bool done, failed;
};

/* False, and nothing has to be freed, if the host has no memory. Until it is done neither the
 * machine may step nor `r` be moved. */
bool retained_begin(struct retained *r, const struct machine *m);
/* Goes on for about so many objects and pointers; false when it is done, or has failed. */
bool retained_go_on(struct retained *r, uint32_t portion);
/* How far it is, of 1000. */
uint32_t retained_progress(const struct retained *r);
void retained_free(struct retained *r);
/* All at once. */
bool retained_find(struct retained *r, const struct machine *m);

/* ---- when it is done ---- */

/* The number of the object that an address lies in, or of the word there if it is a root;
 * NO_VERTEX: nothing leads to it, or it leads to nothing. */
uint32_t retained_number(const struct retained *r, uint64_t address);
/* ... of a global, goroutine or processor's reserve; of the frame with a frame pointer. */
uint32_t retained_root_number(const struct retained *r, enum holder_kind kind, uint64_t which);
struct holder retained_holder(const struct retained *r, uint32_t number);
/* The nearest one that keeps it alive. */
static inline uint32_t retained_dominator(const struct retained *r, uint32_t number) {
    return r->tree.dominator[number];
}

/* The largest `max` of all that `number` dominates at once, or that `is_wanted` (of all) likes: by
 * what they retain. How many were found. */
uint32_t retained_children(const struct retained *r, uint32_t number, uint32_t *largest,
                           uint32_t max);
typedef bool holder_fn(const struct retained *r, uint32_t number);
uint32_t retained_largest(const struct retained *r, holder_fn *is_wanted, uint32_t *largest,
                          uint32_t max);
/* Objects that no other object keeps alive. */
bool retained_is_topmost(const struct retained *r, uint32_t number);
/* Variables, goroutines, reserves: what one would clear, or end. */
bool retained_is_root(const struct retained *r, uint32_t number);

/* What no root keeps alone, but several together: with the name of HOLDER_ROOTS. */
struct holder retained_shared(const struct retained *r);

/* The largest groups: indices into `types` or `sites`. */
uint32_t retained_largest_groups(const struct retained_group *groups, uint32_t count,
                                 uint32_t *largest, uint32_t max);

/* "page 1", "cache", "main.p", "G2 worker", "the stack frame of main". */
void retained_name(const struct machine *m, const struct holder *h, struct text *out);
/* "page", "[n]uint8", "not known"; "load:19 page": the line that allocates. */
void retained_type_name(const struct program *p, uint32_t type, struct text *out);
void retained_site_name(const struct program *p, uint32_t site, struct text *out);

#endif
