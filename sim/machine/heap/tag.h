/* tag.h -- who lives where: names for people. Nothing the machine computes depends on it.
 *
 * A slot's tag is kept at its first word. A block of the tiny allocator (tiny.c) holds several
 * objects: the tag of the first is where every slot's is; at the second word lies a mark that says
 * so, with the first one's size and the list of the others. That list is a pool of parts; when it
 * is used up further objects have no name. A freed slot keeps its tags until it is allocated again,
 * freed pages until a span takes them. */
#ifndef TC_TAG_H
#define TC_TAG_H

#include "machine/heap/heap.h"

/* Somebody who lives, or has lived, in a slot. */
struct tenant {
    uint64_t address;
    uint32_t size; /* bytes; 0: the whole slot */
    struct tag tag;
};

/* A new object of `size` bytes at `address` in the slot `o`: counts it, gives it a serial number,
 * and tells the sink. */
void tag_birth(struct machine *m, const struct object *o, uint64_t address, uint64_t size,
               uint32_t site);
/* Who is born of a site at `address`: counted, with a serial number, and watched if need be. */
struct tag tag_new(struct machine *m, uint32_t site, uint64_t address);
/* Forgets whoever lived in a span's pages. */
void tag_forget_pages(struct machine *m, uint32_t first, uint32_t pages);
/* What became of the objects in a slot that the scenario names: sets the flag, once. */
void tag_note(struct machine *m, const struct object *o, enum watch_flag flag);

/* The tenants of the slot that begins at `slot`, in the order of their addresses: first `*place` is
 * 0, and the answer is false when there is no other. Needs config.tags. */
bool tag_next(const struct machine *m, uint64_t slot, uint32_t *place, struct tenant *out);
/* The tenant of a slot in whose bytes `address` lies: the last one that begins
 * at or before it. False if nobody ever lived there. */
bool tag_find(const struct machine *m, uint64_t slot, uint64_t address, struct tenant *out);
/* Whether a slot is a block of the tiny allocator. */
bool tag_is_tiny(const struct machine *m, uint64_t slot);

#endif
