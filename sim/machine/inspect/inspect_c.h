/* inspect_c.h -- the C heap's part of inspect.h: its chunks and ghosts as objects with names. */
#ifndef TC_INSPECT_C_H
#define TC_INSPECT_C_H

#include "machine/inspect/inspect.h"

/* The chunk, or the ghost, that an address of the C heap lies in; false if nobody ever lived there.
 * What the allocator itself has is nobody's. */
bool inspect_chunk(const struct machine *m, uint64_t address, struct object_view *out);
/* Calls `each` for all of them, by address. */
void inspect_chunks(const struct machine *m, void (*each)(void *user, const struct object_view *o),
                    void *user);

#endif
