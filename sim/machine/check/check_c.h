/* check_c.h -- the C heap's part of check.h: its chunks, one behind the other, against the lists,
 * the counters and what the machine noticed. */
#ifndef TC_CHECK_C_H
#define TC_CHECK_C_H

#include "machine/machine.h"

/* NULL, or what is wrong. */
const char *check_c_heap(const struct machine *m);

#endif
