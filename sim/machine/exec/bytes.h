/* bytes.h -- what operations with strings share: reading one, room for a new one. */
#ifndef TC_BYTES_H
#define TC_BYTES_H

#include "machine/exec/operand.h"

struct bytes {
    uint64_t at, length;
};

/* Argument i and the one behind it: where elements are and how many; false after a fault: a
 * dangling pointer may have written them. */
bool bytes_read(struct machine *m, struct goroutine *g, const struct op *op, uint32_t i,
                uint32_t element_size, struct bytes *out);
/* Room for `count` elements of the operation's site: the frame's buffer if there is one and they
 * fit, else an object. 0 after a fault, or when the step has gone into assisting the collector. */
uint64_t bytes_room(struct machine *m, struct goroutine *g, const struct op *op,
                    uint32_t buffer_argument, uint32_t buffer_count, uint64_t count);
/* Whether they would be put into the buffer. */
bool bytes_fit_buffer(const struct machine *m, const struct op *op, uint32_t buffer_argument,
                      uint32_t buffer_count, uint64_t count);
/* The operation's result is a string; so many arguments have done their work. */
void bytes_are_result(struct machine *m, struct goroutine *g, const struct op *op,
                      uint32_t argument_count, struct bytes made);

#endif
