/* key.h -- hashes and equality of map keys, over their bytes in simulated memory.
 *
 * Go uses the processor's AES instructions (alg.go: memhash); ours is a hash of our own, so that
 * bucket numbers are not Go's, as they are not the same in two runs of Go either:
 *
 *     h = seed; for each word: h = (h ^ word) * 0x9e3779b97f4a7c15, rotated left by 29; then
 *     splitmix64's finalizer
 *
 * Strings are hashed by their bytes, structs field by field, so that padding does not count. */
#ifndef TC_KEY_H
#define TC_KEY_H

#include "machine/memory.h"

/* False if the key cannot be read, or is of a type that cannot be compared. */
bool key_hash(const struct machine *m, const struct type *t, uint64_t at, uint64_t seed,
              uint64_t *hash);
bool key_equal(const struct machine *m, const struct type *t, uint64_t a, uint64_t b);

#endif
