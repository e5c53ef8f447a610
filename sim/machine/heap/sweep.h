/* sweep.h -- sweeping: what was not marked becomes free, a span at a time.
 *
 * Sources: mgcsweep.go, mheap.go (reclaim) and mgc.go (gcSweep) of Go 1.19. The mark bits become
 * the allocation bits; nothing is written to dead objects (unless config.poison, Go's clobberfree).
 * Spans are swept by whoever comes first: by the allocator that wants one, by the allocator that
 * owes sweeping for the memory it is about to take, by the page reclaimer that looks for whole free
 * spans, and in the background. All must be swept before the next cycle marks.
 *
 * What is owed: sweeping is spread over the bytes that may be allocated until the next cycle is
 * triggered. Whoever takes n bytes must see to it that
 *     pages swept >= (heap_live - basis + n) * pages to sweep / (trigger - heap_live - margin)
 * where the margin is 1 MiB with Go's minimum heap of 4 MiB, and in proportion with another. */
#ifndef TC_SWEEP_H
#define TC_SWEEP_H

#include "machine/machine.h"

/* Mark termination: every span is to be swept. The world is stopped, the next trigger known. */
void sweep_begin(struct machine *m);
/* What is owed from now on: the trigger has changed. gcPaceSweeper. */
void sweep_set_pace(struct machine *m);
/* Sweeps a span in the background; false when all have been swept. */
bool gc_sweep_step(struct machine *m);
bool sweep_complete(const struct machine *m);
/* Sweeps all that is left, before the next cycle marks. */
void sweep_finish(struct machine *m);

/* ---- for the allocator ---- */

/* Sweeps one span, which is in no set. `keep`: its pages are wanted even if all of it is free, and
 * the caller puts it somewhere. Otherwise it goes to its set, or its pages back to the heap. */
void sweep_span(struct machine *m, uint32_t span, bool keep);
/* Sweeps a swept span for a minor collection (generation.h): in place, since mark bits stay. How
 * many objects were freed. */
uint32_t sweep_young_span(struct machine *m, uint32_t span);
/* Before `bytes` are handed out, of which `pages` will be reclaimed. */
void sweep_pay_debt(struct machine *m, uint64_t bytes, uint32_t pages);
/* Before `pages` are taken: sweeps spans without a mark until as many pages have come free. */
void sweep_reclaim(struct machine *m, uint32_t pages);

#endif
