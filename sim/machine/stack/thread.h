/* thread.h -- stacks of a fixed size, as threads have them, for comparison.
 *
 * A thread reserves its whole stack when it starts (config.stack_size; 8 MiB is what Linux gives),
 * with a guard page below it. That takes addresses only: memory is given to it when it is touched
 * for the first time, a page of 4 KiB at a time, and stays until the thread ends. No call asks for
 * room; one that does not fit touches the guard page, which is a segmentation fault. Nothing grows
 * and nothing moves.
 *
 * The pages that were touched are the topmost ones, since a frame is cleared from its top when it
 * is pushed: it cannot jump over the guard page (as with gcc's -fstack-clash-protection). They are
 * kept in one block of the arena, of a size that is a power of two, which stands for the page
 * table. StackInuse is the memory that was touched, StackSys what was reserved. At the top lie the
 * 2304 bytes of glibc's struct pthread. Addresses are not used again. What the kernel needs for a
 * thread is not counted. */
#ifndef TC_THREAD_H
#define TC_THREAD_H

#include "machine/machine.h"

/* Reserves the stack of a new thread and touches so many bytes of it. False when there is no
 * memory, or after a fault: they are more than the stack has. */
bool thread_begin(struct machine *m, struct goroutine *g, uint64_t bytes);
void thread_end(struct machine *m, struct goroutine *g);

/* Touches the stack down to `low`. False after a fault. */
bool thread_touch(struct machine *m, struct goroutine *g, uint64_t low);

/* The host's bytes of [address, address + size) on a thread's stack, or NULL. */
uint8_t *thread_bytes(const struct machine *m, uint64_t address, uint64_t size);

/* Where in the arena an address of a thread's stack has its memory; 0: nowhere. */
uint64_t thread_in_arena(const struct machine *m, uint64_t address);

/* Whether an address lies where threads have their stacks, touched or not. */
static inline bool address_of_thread(uint64_t address) {
    return address - THREADS_LOW < THREADS_TOP - THREADS_LOW;
}

#endif
