/* key.h -- what == says of two values in simulated memory, and the hashes of map keys: alg.go.
 *
 * Structs are compared field by field, so that padding does not count, and blank fields neither;
 * strings by their bytes; interfaces by their types, then by what they hold. Floats are equal as
 * numbers are: 0 and -0 are, and what is no number is not equal to itself.
 *
 * Go uses the processor's AES instructions for hashes (alg.go: memhash); ours is one of our own, so
 * that bucket numbers are not Go's, as they are not the same in two runs of Go either:
 *
 *     h = seed; for each word: h = (h ^ word) * 0x9e3779b97f4a7c15, rotated left by 29; then
 *     splitmix64's finalizer
 *
 * What is equal has equal hashes; the hash of what is no number is drawn anew each time. */
#ifndef TC_KEY_H
#define TC_KEY_H

#include "machine/memory.h"

/* UNREADABLE: a dangling pointer has written over it. UNCOMPARABLE: an interface holds what cannot
 * be compared, which is of the type `type`. */
enum key_trouble { KEY_FINE, KEY_UNREADABLE, KEY_UNCOMPARABLE };

struct key_result {
    enum key_trouble trouble;
    uint32_t type;
    bool equal;
    uint64_t hash;
};

struct key_result key_compare(const struct machine *m, const struct type *t, uint64_t a,
                              uint64_t b);
struct key_result key_hash(const struct machine *m, const struct type *t, uint64_t at,
                           uint64_t seed);
/* For keys that have been hashed, so that nothing can go wrong but what cannot be read. */
bool key_equal(const struct machine *m, const struct type *t, uint64_t a, uint64_t b);

/* Whether every value of the type is equal to itself. */
bool key_is_reflexive(const struct program *p, const struct type *t);
/* Whether equal values may differ, so that an assignment has to store the key, too. */
bool key_needs_update(const struct program *p, const struct type *t);
/* Whether a hash may go wrong. */
bool key_may_panic(const struct program *p, const struct type *t);

#endif
