/* check_stack.h -- stacks checked from outside: each one well formed, and the memory of all of them
 * accounted for: every 2 KiB of a span of stacks belongs to one goroutine, living or dead, or is
 * free in one place only. Changes no state. */
#ifndef TC_CHECK_STACK_H
#define TC_CHECK_STACK_H

#include "machine/machine.h"

/* NULL, or what is wrong. */
const char *check_stacks(const struct machine *m);

#endif
