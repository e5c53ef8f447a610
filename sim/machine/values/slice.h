/* slice.h -- how slices grow. */
#ifndef TC_SLICE_H
#define TC_SLICE_H

#include <stdbool.h>
#include <stdint.h>

#define ALLOCATION_MAX (1ull << 48) /* malloc.go:maxAlloc on linux/amd64 */

/* The bytes that the allocator sets aside for `size`: its class, or whole pages. msize.go. */
uint64_t size_rounded_up(uint64_t size);
/* The capacity that append gives a slice of `capacity` which is to hold `needed` elements of `size`
 * bytes, as slice.go:growslice of Go 1.18 to 1.19 works it out; false if that is too many. */
bool slice_grown_capacity(uint64_t capacity, uint64_t needed, uint64_t size, uint64_t *grown);
/* a * b; false if it is more than can be allocated. */
bool size_of_array(uint64_t size, uint64_t count, uint64_t *bytes);

#endif
