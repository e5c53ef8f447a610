/* panic.h -- what Go says when a program panics. */
#ifndef TC_PANIC_H
#define TC_PANIC_H

#include "base/text.h"
#include "machine/machine.h"

/* "panic: runtime error: ...", with a newline; nothing for a fault that is no panic of these. */
void panic_message(const struct machine *m, struct text *out);

#endif
