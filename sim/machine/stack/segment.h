/* segment.h -- segmented stacks, as Go had them up to 1.2 (stack.c: newstack, oldstack).
 *
 * A call that finds too little room links another segment: the arguments are copied to its top, the
 * return address is `lessstack`, and the function runs there. On return the results are copied back
 * and the segment is released. Nothing moves, so addresses of local variables stay what they are.
 * But a call in a loop that finds its segment full links and releases one each time: a hot split.
 *
 *     segment = max(stack frame + arguments + 1024, 8192) bytes, here rounded up to a power of two
 *
 * At the top of a segment Go keeps a header (Stktop: 96 bytes). The room is left here too, but what
 * it says is in the records of REGION_SEGMENTS, where no dangling pointer of the program reaches.
 */
#ifndef TC_SEGMENT_H
#define TC_SEGMENT_H

#include "machine/stack/stack.h"

/* The record of a goroutine's first segment, which is [stack_low, stack_high). */
void segment_begin(struct machine *m, const struct goroutine *g);
/* Links a segment for calling `callee`, which is to be pushed next. False after a fault. */
bool segment_link(struct machine *m, struct goroutine *g, uint32_t callee);
/* Releases the innermost segment. */
void segment_release(struct machine *m, struct goroutine *g);

/* Whether the next frame pushed is the first one of a segment that was linked. */
bool segment_is_empty(const struct machine *m, const struct goroutine *g);
/* The segment of a goroutine that an address lies in: its index + 1; 0: none. */
uint32_t segment_holding(const struct machine *m, const struct goroutine *g, uint64_t address);

#endif
