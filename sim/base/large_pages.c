#define _DEFAULT_SOURCE /* madvise */
#include "base/large_pages.h"

#include <stdint.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

void wish_for_large_pages(void *from, size_t size) {
#ifdef MADV_HUGEPAGE
    const uintptr_t large = 2u << 20;
    uintptr_t first = ((uintptr_t)from + large - 1) / large * large;
    uintptr_t end = ((uintptr_t)from + size) / large * large;
    if (end > first) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)from, (void)size;
#endif
}
