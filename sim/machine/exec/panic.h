/* panic.h -- what Go says when a program panics. */
#ifndef TC_PANIC_H
#define TC_PANIC_H

#include "base/text.h"
#include "machine/machine.h"

/* "panic: runtime error: ...", with a newline. Only for the faults that are panics
 * of the runtime: index, make, divide, shift, assertion, comparing, hashing. */
void panic_message(const struct machine *m, struct text *out);

#endif
