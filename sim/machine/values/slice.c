#include "machine/values/slice.h"

#include "machine/heap/size_class.h"
#include "machine/state.h"

uint64_t size_rounded_up(uint64_t size) {
    if (size == 0) return 0;
    if (size <= SMALL_SIZE_MAX) return SIZE_CLASS[size_class_of(size)].size;
    return (size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
}

bool size_of_array(uint64_t size, uint64_t count, uint64_t *bytes) {
    if (size && count > ALLOCATION_MAX / size) return false;
    *bytes = size * count;
    return true;
}

/* Doubled while it is small, then less and less, down to a quarter more. */
static uint64_t wanted_capacity(uint64_t capacity, uint64_t needed) {
    enum { THRESHOLD = 256 };
    if (needed > 2 * capacity) return needed;
    if (capacity < THRESHOLD) return 2 * capacity;
    while (capacity < needed) capacity += (capacity + 3 * THRESHOLD) / 4;
    return capacity;
}

bool slice_grown_capacity(uint64_t capacity, uint64_t needed, uint64_t size, uint64_t *grown) {
    uint64_t bytes;
    if (needed < capacity || needed > ALLOCATION_MAX) return false;
    if (size == 0) {
        *grown = needed;
        return true;
    }
    if (!size_of_array(size, wanted_capacity(capacity, needed), &bytes)) return false;
    bytes = size_rounded_up(bytes);
    *grown = bytes / size;
    return bytes <= ALLOCATION_MAX;
}
