/* inspect_root.h -- why an object is not garbage: the shortest way to it from a root.
 *
 * A breadth-first walk of its own from globals, stacks, and the runtime's records, over Go objects
 * and chunks of the C heap alike. Uses the machine's scratch memory, and memory of the host; for
 * one object at a time, not for every frame of a window. */
#ifndef TC_INSPECT_ROOT_H
#define TC_INSPECT_ROOT_H

#include "machine/inspect/inspect.h"

enum { ROOT_PATH_MAX = 64 };

enum root_kind {
    ROOT_NONE,     /* nothing leads there: garbage */
    ROOT_PLACE,    /* the first place is a global or a stack slot */
    ROOT_WAITING,  /* the record of goroutine `owner`, which waits */
    ROOT_DEFERRED, /* ... of a call that it has deferred */
    ROOT_RESERVE,  /* a record that processor `owner` keeps for its next use */
    ROOT_UNKNOWN   /* the host has no memory to find out */
};

/* Each place holds a pointer to the object in which the next place lies; the last one's leads to
 * the goal. Of a longer way only its two ends are kept: the first half of `places` and the last. */
struct root_path {
    enum root_kind kind;
    uint32_t owner;
    uint64_t places[ROOT_PATH_MAX];
    uint32_t count; /* places kept */
    uint32_t total; /* places there are */
};

/* False if there is no way, or it cannot be told. `address` may point into the object. */
bool inspect_find_root_path(const struct machine *m, uint64_t address, struct root_path *out);
/* Adds "head → Node 3.next → Node 2"; false, and nothing is added, if there is no way. */
bool inspect_root_path(const struct machine *m, uint64_t address, struct text *out);
/* A path that is known, in words; `address` is where it leads. */
void inspect_root_path_words(const struct machine *m, const struct root_path *path,
                             uint64_t address, struct text *out);

#endif
