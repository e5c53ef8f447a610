/* lines.h -- lines and columns of many places in one text, found without counting. */
#ifndef TC_LINES_H
#define TC_LINES_H

#include <stdint.h>

#include "base/diag.h"
#include "base/pool.h"

struct lines {
    uint32_t *starts; /* offset of each line's first byte */
    uint32_t count;
};

/* In the pool; texts are at most 4 GiB. */
struct lines lines_of(const struct source *s, struct pool *pool);
/* Line and column of an offset, both from 1. */
void lines_place(const struct lines *l, size_t offset, uint32_t *line, uint32_t *column);

#endif
