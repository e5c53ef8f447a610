/* size_class.h -- Go's size classes.
 *
 * Source: src/runtime/sizeclasses.go of Go 1.19 (the table is the same up to Go 1.27). Class 0
 * stands for large objects, which have a span of their own. Sizes are bytes, spans are pages of 8
 * KiB. */
#ifndef TC_SIZE_CLASS_H
#define TC_SIZE_CLASS_H

#include <stdint.h>

enum { SIZE_CLASSES = 68, SMALL_SIZE_MAX = 32768 };

struct size_class {
    uint16_t size; /* of an object; 32768 fits */
    uint8_t pages; /* of a span */
};

extern const struct size_class SIZE_CLASS[SIZE_CLASSES];

/* The smallest class that holds `size` bytes; 0 when it is larger than all. */
uint32_t size_class_of(uint64_t size);

#endif
