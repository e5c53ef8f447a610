#include "base/pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/large_pages.h"

enum { BLOCK_SIZE = 64 * 1024, ARRAY_MIN = 8 };

struct pool_block {
    struct pool_block *next;
    size_t used, size;
    _Alignas(16) unsigned char bytes[];
};

static struct pool_block *pool_add_block(struct pool *p, size_t size) {
    struct pool_block *block = calloc(1, sizeof *block + size);
    if (block) wish_for_large_pages(block, sizeof *block + size);
    if (!block) {
        p->failed = true;
        return NULL;
    }
    block->size = size;
    block->next = p->blocks;
    p->blocks = block;
    return block;
}

void *pool_alloc(struct pool *p, size_t size) {
    size = (size + 15) & ~(size_t)15;
    struct pool_block *block = p->blocks;
    if (!block || block->size - block->used < size)
        block = pool_add_block(p, size > BLOCK_SIZE ? size : BLOCK_SIZE);
    if (!block) return NULL;
    void *bytes = block->bytes + block->used;
    block->used += size;
    return bytes;
}

char *pool_string(struct pool *p, const char *string) {
    size_t size = strlen(string) + 1;
    char *copy = pool_alloc(p, size);
    return copy ? memcpy(copy, string, size) : NULL;
}

char *pool_stringf(struct pool *p, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *string = length < 0 ? NULL : pool_alloc(p, (size_t)length + 1);
    if (string) vsnprintf(string, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return string;
}

void *pool_grow(struct pool *p, void *array, uint32_t count, size_t element_size) {
    bool full = count == 0 || (count >= ARRAY_MIN && (count & (count - 1)) == 0);
    if (!full) return array;
    size_t capacity = count ? (size_t)count * 2 : ARRAY_MIN;
    void *larger = pool_alloc(p, capacity * element_size);
    if (larger && count) memcpy(larger, array, count * element_size);
    return larger;
}

void pool_free(struct pool *p) {
    while (p->blocks) {
        struct pool_block *next = p->blocks->next;
        free(p->blocks);
        p->blocks = next;
    }
    p->failed = false;
}
