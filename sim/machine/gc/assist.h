/* assist.h -- who allocates while the collector marks helps it: an allocation tax.
 *
 * Each goroutine has a balance of bytes that it may allocate; a negative one it works off, or pays
 * out of the credit that the background workers have earned. When there is no work that it could
 * do, it waits until they have earned enough for it. Source: mgcmark.go, gcAssistAlloc,
 * gcParkAssist, gcFlushBgCredit of Go 1.19. */
#ifndef TC_ASSIST_H
#define TC_ASSIST_H

#include "machine/machine.h"

/* To be asked at the beginning of an op that allocates `bytes`, before it has done anything, and
 * again in each step until it says no: true while this step has gone into assisting, or waiting. */
bool assist_step(struct machine *m, struct goroutine *g, uint64_t bytes);
/* The goroutine of this step got a slot that is so much larger than what it asked for: that is
 * charged, too. */
void assist_charge(struct machine *m, uint64_t bytes);

/* A background worker has looked through so many bytes. */
void assist_earn(struct machine *m, uint64_t work);
/* Marking begins with all balances at zero, and ends with nobody waiting. */
void assist_reset(struct machine *m);
void assist_wake_all(struct machine *m);

#endif
