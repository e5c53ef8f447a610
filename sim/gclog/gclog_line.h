/* gclog_line.h -- one line of a gctrace log. */
#ifndef TC_GCLOG_LINE_H
#define TC_GCLOG_LINE_H

#include "gclog/gclog.h"

/* Where it is broken, from the beginning of what was read, and what should stand there. */
struct gclog_fault {
    size_t at;
    const char *expected;
};

/* Where "gc 1 @0" begins for the first time; NULL: nowhere. */
const char *gclog_line_find(const char *bytes, size_t length);
/* Reads a line that begins there. `length`: how much of it was read, where it is whole. */
bool gclog_line_read(const char *bytes, size_t size, struct gclog_cycle *c, size_t *length,
                     struct gclog_fault *fault);

#endif
