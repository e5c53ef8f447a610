/* pool.h -- memory that lives as long as one loaded program.
 *
 * Allocations are never freed one by one; `pool_free` gives all back. A growing array is doubled by
 * `pool_grow`, which leaves the old copy to the pool. When the host has no memory left every call
 * returns NULL and `failed` stays set. */
#ifndef TC_POOL_H
#define TC_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool_block;

struct pool {
    struct pool_block *blocks;
    bool failed;
};

void *pool_alloc(struct pool *p, size_t size); /* zeroed, aligned to 16 bytes */
char *pool_string(struct pool *p, const char *string);
char *pool_stringf(struct pool *p, const char *format, ...);
/* Makes room for one more element behind `count` in an array whose capacity is implied by the count
 * (a power of two, at least 8). Returns the array, perhaps moved; NULL when memory is out. */
void *pool_grow(struct pool *p, void *array, uint32_t count, size_t element_size);
void pool_free(struct pool *p);

#endif
