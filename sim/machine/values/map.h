/* map.h -- Go's maps up to 1.23, in simulated memory: map.go of Go 1.19.
 *
 * A map is a header of 48 bytes. It leads to 2^B buckets, one behind the other; a bucket has room
 * for eight entries: eight bytes of the keys' hashes (tophash), the keys, the values, and a pointer
 * to an overflow bucket. The low bits of a hash say which bucket, the high ones make the tophash:
 *
 *     0 nothing here and behind   1 nothing here   2, 3 moved to the first, second half
 *     4 nothing was here, and the bucket has been moved   5 ... a key's
 *
 * When there are more than 6.5 entries a bucket, twice as many buckets are allocated at once; with
 * too many overflow buckets, as many as before. From then on every write moves two old buckets:
 * the one it is about, and the next in order. Buckets are never given back while the map lives.
 *
 * While somebody writes a flag says so; who comes in between is told so by a fault, as in Go. All
 * this is memory that a dangling pointer can overwrite: nothing is followed before it has been
 * checked. The functions that can find that return false, and the program has failed. */
#ifndef TC_MAP_H
#define TC_MAP_H

#include "machine/memory.h"
#include "program/runtime_types.h"

/* Offsets of a header's words: map.go, hmap. */
enum {
    MAP_COUNT = 0,
    MAP_FLAGS = 8,      /* a byte */
    MAP_B = 9,          /* a byte */
    MAP_NOVERFLOW = 10, /* 2 bytes */
    MAP_SEED = 12,      /* hash0, 4 bytes */
    MAP_BUCKETS = 16,
    MAP_OLD_BUCKETS = 24,
    MAP_NEVACUATE = 32,
    MAP_EXTRA = 40,
};

/* ... of mapextra. */
enum { EXTRA_OVERFLOW = 0, EXTRA_OLD_OVERFLOW = 8, EXTRA_NEXT = 16 };

enum map_flag { MAP_ITERATED = 1, MAP_OLD_ITERATED = 2, MAP_WRITING = 4, MAP_SAME_SIZE = 8 };

enum tophash {
    TOP_EMPTY_REST,
    TOP_EMPTY,
    TOP_MOVED_FIRST,
    TOP_MOVED_SECOND,
    TOP_MOVED_EMPTY,
    TOP_MIN
};

/* A map as an operation sees it: what its type says, and where it is. */
struct map {
    uint64_t at; /* the header */
    const struct type *type, *key, *value, *bucket;
    uint64_t bucket_size;
    uint64_t key_size, value_size; /* in the bucket */
    uint64_t values_at, overflow_at;
    uint32_t sites; /* the first */
    bool key_boxed, value_boxed;
};

/* A place for an entry. */
struct entry {
    uint64_t bucket; /* 0: none */
    uint32_t slot;
};

/* The map that `at` leads to. False, and a fault, if nothing like it is there. */
bool map_open(struct machine *m, uint64_t at, uint32_t type, struct map *out);

/* ---- words ---- */

static inline uint64_t map_word(const struct machine *m, const struct map *map, uint32_t offset) {
    return word_read(m, map->at + offset);
}

uint32_t map_flags(const struct machine *m, const struct map *map);
void map_set_flags(struct machine *m, const struct map *map, uint32_t set, uint32_t clear);
uint32_t map_b(const struct machine *m, const struct map *map);
/* How many buckets there are, there were before it grew. */
uint64_t map_buckets(const struct machine *m, const struct map *map);
uint64_t map_old_buckets(const struct machine *m, const struct map *map);

static inline bool map_is_growing(const struct machine *m, const struct map *map) {
    return map_word(m, map, MAP_OLD_BUCKETS) != 0;
}

/* Whether [at, at + size) lies in one object, or on one stack. */
bool map_region_is_sound(const struct machine *m, uint64_t at, uint64_t size);
/* The program fails: the map has been overwritten. Returns false. */
bool map_is_broken(struct machine *m, const struct map *map);

/* ---- buckets ---- */

uint8_t entry_top(const struct machine *m, struct entry e);
void entry_set_top(struct machine *m, struct entry e, uint8_t top);
/* Where an entry's key and value are, boxed or not; 0 if a box is none. */
uint64_t entry_key(const struct machine *m, const struct map *map, struct entry e);
uint64_t entry_value(const struct machine *m, const struct map *map, struct entry e);
/* ... and what stands for them in the bucket. */
uint64_t entry_key_slot(const struct map *map, struct entry e);
uint64_t entry_value_slot(const struct map *map, struct entry e);
/* The next bucket of the chain; 0 at its end. False if it leads nowhere. */
bool bucket_next(struct machine *m, const struct map *map, uint64_t bucket, uint64_t *next);
bool bucket_is_moved(const struct machine *m, uint64_t bucket);

static inline bool top_is_empty(uint8_t top) {
    return top <= TOP_EMPTY;
}

uint8_t map_top_of(uint64_t hash);
/* A hash for a key at an address. */
bool map_hash(struct machine *m, const struct map *map, uint64_t key, uint64_t *hash);

/* Whether a key is equal to itself, so that it can be found. */
bool map_key_is_itself(const struct machine *m, const struct map *map, uint64_t key);

/* ---- making: map.go, makemap ---- */

/* Sets the seed of a zeroed header and allocates its buckets if `hint` needs more than one. */
bool map_begin(struct machine *m, const struct map *map, int64_t hint);
/* An object of one of the map's sites; 0 and a fault when memory is out. */
uint64_t map_allocate(struct machine *m, const struct map *map, enum map_site site, uint64_t count);
/* An array of 2^b buckets becomes the map's. */
bool map_make_buckets(struct machine *m, const struct map *map, uint32_t b);
bool map_make_extra(struct machine *m, const struct map *map, uint64_t *extra);
/* The first bucket, allocated when it is first needed. */
bool map_make_bucket(struct machine *m, const struct map *map);
/* An overflow bucket behind `bucket`. */
bool map_add_overflow(struct machine *m, const struct map *map, uint64_t bucket, uint64_t *made);
/* What keeps overflow buckets without pointers alive. */
bool map_make_overflow_list(struct machine *m, const struct map *map);

/* ---- growing: map_grow.c ---- */

bool map_must_grow(const struct machine *m, const struct map *map);
bool map_grow(struct machine *m, const struct map *map);
/* Moves the entries of an old bucket, if that has not been done. */
bool map_evacuate(struct machine *m, const struct map *map, uint64_t index);
/* Whether so many entries are more than 6.5 for each of 2^b buckets. */
bool map_over_load(uint64_t count, uint32_t b);

/* ---- looking: map.c ---- */

/* No chain of buckets is longer than this, wherever they are. */
uint64_t map_chain_limit(const struct machine *m);
/* The entry of a key; its bucket is 0 if there is none. `key` is the key's address. */
bool map_find(struct machine *m, const struct map *map, uint64_t key, uint64_t hash,
              struct entry *out);

/* ---- iterating: map_iterate.c ---- */

/* The iterator is 12 words at an address in a stack frame; its first word is 0 in the end. */
bool map_iterate_begin(struct machine *m, const struct map *map, uint64_t iterator);
bool map_iterate_next(struct machine *m, const struct map *map, uint64_t iterator);

#endif
