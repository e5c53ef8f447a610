/* checksum.h -- what writers and readers of traces agree on: the format's number, and the checksum
 * of the last line, FNV-1a (Fowler, Noll and Vo) over the bytes of all lines before it. */
#ifndef TC_TRACE_CHECKSUM_H
#define TC_TRACE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

enum { TRACE_FORMAT = 2 };

#define TRACE_CHECKSUM_START 0xcbf29ce484222325ull

static inline uint64_t trace_checksum(uint64_t before, const char *bytes, size_t length) {
    uint64_t sum = before;
    for (size_t i = 0; i < length; i++) sum = (sum ^ (uint8_t)bytes[i]) * 0x100000001b3ull;
    return sum;
}

#endif
