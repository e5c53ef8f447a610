/* exec.h -- what goroutines do: one op, or one part of one, a step. */
#ifndef TC_EXEC_H
#define TC_EXEC_H

#include "machine/machine.h"

void exec_step(struct machine *m, uint32_t number);

/* Starts a goroutine in `function`; its parameters are zero. 0 after a fault. */
uint32_t exec_start_goroutine(struct machine *m, uint32_t function);

#endif
