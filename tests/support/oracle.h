/* oracle.h -- what must hold in every state, worked out a second time for the tests.
 *
 * Shares no code with the engine's own checker: objects are found by walking the page table, their
 * pointers by the type of the site that made them (not by the pointer bits), stack slots by the
 * functions' variables (not by the stack maps), reachability by plain recursion. And it asks for
 * more where Go's barrier promises more: with the unconditional second shade no black object in the
 * heap and no scanned global ever points to a white one; only black stacks may. Needs config.tags.
 */
#ifndef TC_TEST_ORACLE_H
#define TC_TEST_ORACLE_H

#include "machine/machine.h"

/* NULL, or what is wrong. */
const char *oracle_state(const struct machine *m);

/* Its part about the heap: pages, spans, sets, caches, memory that is said to be zero. */
const char *oracle_heap(const struct machine *m);

/* Compares the engine's reachability with the oracle's, object by object: NULL, or what differs. */
const char *oracle_agrees(const struct machine *m);

/* Sets a byte of `seen` for each reachable object: at index (address - ARENA_BASE) / WORD. Returns
 * how many there are. `seen` has a byte for every word of the arena in use, zeroed. */
uint64_t oracle_reach(const struct machine *m, uint8_t *seen);

/* Whether channels, and the goroutines that wait for them, hold together; called by the above. */
const char *oracle_channels(const struct machine *m);
/* ... maps that are on the heap. */
const char *oracle_maps(const struct machine *m);

#endif
