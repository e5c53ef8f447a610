/* large_pages.h -- a wish to the host: pages of 2 MiB for memory that is used here and there, so
 * that finding its pages takes less time. Only a wish, and only for whole ones inside
 * [from, from + size), which must not be shared with anybody else. */
#ifndef TC_LARGE_PAGES_H
#define TC_LARGE_PAGES_H

#include <stddef.h>

void wish_for_large_pages(void *from, size_t size);

#endif
