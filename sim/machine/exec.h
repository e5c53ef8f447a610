/* exec.h -- what goroutines do: one op, or one part of one, a step. */
#ifndef TC_EXEC_H
#define TC_EXEC_H

#include "machine/machine.h"

void exec_step(struct machine *m, uint32_t number);

/* Starts a goroutine in `function`; its parameters are zero. 0 after a fault. */
uint32_t exec_start_goroutine(struct machine *m, uint32_t function);

/* ---- for the files of operations ---- */

uint64_t slot_read(const struct machine *m, const struct goroutine *g, int32_t slot);
void slot_write(struct machine *m, const struct goroutine *g, int32_t slot, uint64_t value);
uint64_t argument_value(const struct machine *m, const struct goroutine *g,
                        const struct argument *a);

/* MALLOC, CALLOC, REALLOC, FREE: exec_manual.c. */
void exec_manual(struct machine *m, struct goroutine *g, const struct op *op);

#endif
