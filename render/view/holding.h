/* holding.h -- what holds the memory, and what keeps the selected alive: the results of retained.h
 * as the panels show them. A value; it holds for the step that it was made for. */
#ifndef TC_HOLDING_H
#define TC_HOLDING_H

#include "machine/inspect/retained.h"

enum { HOLDERS_MAX = 12, CHAIN_NEAR = 6, CHAIN_MAX = 16 };

struct holding_type {
    uint32_t type; /* retained_type_name; or a site */
    uint64_t bytes, objects;
};

struct holding {
    bool known;        /* of this step; if it is not, the rest means nothing but this: */
    uint32_t progress; /* of 1000: so far it is worked out; 0: that has not begun */
    struct holder all; /* that can be reached */
    /* the largest */
    struct holder objects[HOLDERS_MAX], roots[HOLDERS_MAX];
    struct holding_type types[HOLDERS_MAX];
    bool by_site; /* the types are sites: of a heap dump, which knows sizes, and no types */
    uint32_t object_count, root_count, type_count;
    struct holder shared; /* what no root keeps alone */
    /* of what is selected */
    bool selected;     /* something leads to it, or it is a root that leads to something */
    struct holder own; /* itself */
    /* those that keep it alive, the nearest first; of a long chain only those nearest, and at the
     * end roots */
    struct holder chain[CHAIN_MAX];
    uint32_t chain_count, chain_left_out;
    struct holder kept[HOLDERS_MAX]; /* the largest that it dominates at once ... */
    uint32_t kept_count, kept_left_out;
    uint64_t kept_left_out_bytes; /* ... and what the others retain */
};

/* A heap that is looked through at once, for every picture. */
bool holding_is_quick(const struct machine *m);
/* `r` is done, for the state of now. */
void holding_make(struct holding *h, const struct retained *r);
/* Likewise, of what is at an address; 0: nothing. */
void holding_select(struct holding *h, const struct retained *r, uint64_t address);

#endif
