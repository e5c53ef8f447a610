/* stack_pool.h -- memory for stacks: stack.go, stackalloc and stackfree.
 *
 * Sizes are powers of two, from 2 KiB on. Below 32 KiB they have an order, log2(size / 2 KiB), and
 * come out of a small cache that each processor has; it is refilled from, and released to, a pool
 * of 32 KiB spans by 16 KiB at a time. Larger ones are spans of their own. A span without a stack
 * in use goes back to the heap at once, but not while the collector marks: then at the end of the
 * cycle.
 *
 * Go links free stacks through their first words. Here the lists are kept beside them, in the same
 * order, where no dangling pointer of the program can reach them. */
#ifndef TC_STACK_POOL_H
#define TC_STACK_POOL_H

#include "machine/machine.h"

/* The low end of a stack of `size` bytes; 0 when memory is out. What it holds is left over. */
uint64_t stack_take(struct machine *m, uint64_t size);
void stack_give(struct machine *m, uint64_t low, uint64_t size);

/* Takes over a span of stacks of one size, of an image; a bit of `taken` for each stack that
 * somebody uses. */
void stack_pool_adopt(struct machine *m, uint32_t span, uint32_t size, uint32_t taken);

/* After marking: spans without stacks and the processors' caches go back (stack.go:freeStackSpans,
 * stackcache_clear). */
void stack_pool_flush(struct machine *m);

#endif
