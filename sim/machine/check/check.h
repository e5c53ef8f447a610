/* check.h -- the collector checked from outside.
 *
 * Recomputes from the roots what can be reached, the naive way, with none of the collector's code:
 * no work buffers, no scan cursors, no shading. Called by tests after every step, and by the engine
 * itself at every mark termination, as Go does with GODEBUG=gccheckmark=1. Uses the machine's
 * scratch memory; changes no state. */
#ifndef TC_CHECK_MARK_H
#define TC_CHECK_MARK_H

#include "machine/machine.h"

/* Counts the reachable heap objects; calls `lost` (unless NULL) for each that is not marked.
 * Meaningful as a verdict on the collector only at mark termination. */
uint64_t check_reachable(const struct machine *m, void (*lost)(void *user, uint64_t object),
                         void *user);

/* After that, on this very state: what can be reached if these words were roots, too. */
uint64_t check_reachable_too(const struct machine *m, const uint64_t *words, size_t count);

/* Whether an object can be reached from a root; `check_reachable` must have been called on this
 * very state, whose result this reads. */
bool check_is_reachable(const struct machine *m, uint64_t object);

/* Which tri-colour invariant holds; gc.h states them. When nothing is being marked both do. */
enum invariant { INVARIANT_STRONG, INVARIANT_WEAK, INVARIANT_BROKEN };

enum invariant check_invariant(const struct machine *m);

/* A pointer from what is black to a white object: where it lies, and what it leads to. */
struct black_edge {
    uint64_t place, object;
};

/* Likewise; and the first pointer that is against the strong invariant, or if the weak one is
 * broken, against that. Left alone when the strong one holds. */
enum invariant check_invariant_edge(const struct machine *m, struct black_edge *edge);

/* Checks everything that must hold in every state between steps: the tri-colour invariant that the
 * barrier promises, the work list against the mark bits, allocation bits and counters against each
 * other, stacks well formed. Returns NULL, or what is wrong. */
const char *check_state(const struct machine *m);

/* The books of the heap: pages, spans, sets, sums. NULL, or what is wrong. */
const char *check_heap(const struct machine *m);

#endif
