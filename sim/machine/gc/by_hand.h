/* by_hand.h -- the collector's decisions, taken by a person instead.
 *
 * Each is made between two steps, and leaves a state that the collector goes on from by its own
 * rules. Which grey object comes next is nobody's mistake; the other three can be: what is
 * forgotten or doomed though it is in use is lost, and the checker says so at mark termination. */
#ifndef TC_BY_HAND_H
#define TC_BY_HAND_H

#include "machine/machine.h"

/* A grey object is taken when another one would have been. False unless both wait in the list. */
bool hand_take(struct machine *m, uint64_t object, uint64_t instead_of);
/* A pointer that a worker has read out of an object, and is about to shade, is passed over. False
 * unless a worker has it in its hands. */
bool hand_forget(struct machine *m, uint64_t object);
/* Whether marks can still be changed: marking is complete, nothing has been checked or swept. */
bool hand_may_judge(const struct machine *m);
/* The sweep shall free an object that is marked, or spare one that is not. False if there is no
 * such object, or the moment has passed. */
bool hand_doom(struct machine *m, uint64_t object);
bool hand_spare(struct machine *m, uint64_t object);

#endif
