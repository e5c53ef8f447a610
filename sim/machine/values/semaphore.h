/* semaphore.h -- counters in memory that goroutines wait for: sema.go of Go 1.19.
 *
 * Who waits stands in one queue, whatever the address: who has waited longest for an address is
 * woken first. A unit that is given back while somebody waits is handed over, and not counted. */
#ifndef TC_SEMAPHORE_H
#define TC_SEMAPHORE_H

#include "machine/memory.h"
#include "machine/stack/stack.h"

enum { SEMAPHORE_SIZE = 4 };

/* The goroutine waits for the semaphore at an address. */
void semaphore_wait(struct machine *m, struct goroutine *g, uint64_t address);
/* Takes out of the queue whoever has waited longest for it; 0: nobody. */
uint32_t semaphore_first(struct machine *m, uint64_t address);

void semaphore_stack_moved(struct machine *m, const struct stack_move *move);

#endif
