/* page.h -- pages of the arena: who may have which.
 *
 * Sources: mpagealloc.go, mpagecache.go and mheap.go (allocSpan, grow) of Go 1.19. The lowest run
 * of free pages that is long enough is taken. A request for fewer than 16 pages is met from the
 * processor's page cache if it can be: the free pages of one block of 64, which the processor took
 * all at once. With no free run left the arena grows by multiples of 4 MiB, up to the machine's
 * memory; Go would go on without end. So before memory is out, page caches are given back. */
#ifndef TC_PAGE_H
#define TC_PAGE_H

#include "machine/machine.h"

/* `count` pages below page `limit`, for the processor that does the step; false if there are none.
 * `first` is the first of them. They count as touched from now on. */
bool pages_take(struct machine *m, uint32_t count, uint32_t limit, uint32_t *first);
void pages_give_back(struct machine *m, uint32_t first, uint32_t count);
/* Returns a processor's cached pages to the heap. */
void page_cache_flush(struct machine *m, struct processor *p);
/* How many pages below page `limit` are free, and how many of them lie in one piece at most. */
struct free_pages {
    uint32_t count, run;
};
struct free_pages pages_free(const struct machine *m, uint32_t limit);
/* Takes pages that are known to be free, wherever they are: for an image. */
void pages_claim(struct machine *m, uint32_t first, uint32_t count);
/* Somebody has written to a page that is free. */
void page_touch(struct machine *m, uint32_t page);

#endif
