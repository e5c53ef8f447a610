/* inspect_referrers.h -- who points to an object: all of memory is looked through, so this is for
 * one object at a time. */
#ifndef TC_INSPECT_REFERRERS_H
#define TC_INSPECT_REFERRERS_H

#include "machine/inspect/inspect.h"

typedef void place_fn(void *user, uint64_t place);

/* Calls `each` for every pointer into [address, address + size): in globals, in stack frames, in
 * objects and in chunks that are in use, garbage or not. */
void inspect_referrers(const struct machine *m, uint64_t address, uint64_t size, place_fn *each,
                       void *user);

#endif
