/* How maps grow: map.go, hashGrow and evacuate. */
#include "machine/values/key.h"
#include "machine/values/map.h"
#include "machine/values/typed.h"

static bool too_many_overflow(const struct machine *m, const struct map *map) {
    uint32_t b = map_b(m, map);
    return small_read(m, map->at + MAP_NOVERFLOW, 2) >= 1ull << (b < 15 ? b : 15);
}

bool map_must_grow(const struct machine *m, const struct map *map) {
    if (map_is_growing(m, map)) return false;
    return map_over_load(map_word(m, map, MAP_COUNT) + 1, map_b(m, map)) ||
           too_many_overflow(m, map);
}

/* The lists of overflow buckets change places with the buckets. */
static void age_overflow_list(struct machine *m, const struct map *map) {
    uint64_t extra = map_word(m, map, MAP_EXTRA);
    uint64_t list = extra ? word_read(m, extra + EXTRA_OVERFLOW) : 0;
    if (!list) return;
    typed_store(m, extra + EXTRA_OLD_OVERFLOW, list);
    typed_store(m, extra + EXTRA_OVERFLOW, 0);
}

bool map_grow(struct machine *m, const struct map *map) {
    uint32_t b = map_b(m, map);
    bool same = !map_over_load(map_word(m, map, MAP_COUNT) + 1, b);
    uint64_t old = map_word(m, map, MAP_BUCKETS), extra = map_word(m, map, MAP_EXTRA);
    if (extra) typed_store(m, extra + EXTRA_NEXT, 0);
    if (!map_make_buckets(m, map, same ? b : b + 1)) return false;
    uint32_t flags = map_flags(m, map);
    map_set_flags(m, map,
                  (same ? MAP_SAME_SIZE : 0) | (flags & MAP_ITERATED ? MAP_OLD_ITERATED : 0),
                  MAP_ITERATED | MAP_OLD_ITERATED);
    small_write(m, map->at + MAP_B, same ? b : b + 1, 1);
    typed_store(m, map->at + MAP_OLD_BUCKETS, old);
    word_write(m, map->at + MAP_NEVACUATE, 0);
    small_write(m, map->at + MAP_NOVERFLOW, 0, 2);
    age_overflow_list(m, map);
    emit(m, EVENT_MAP_GROW, old, map_word(m, map, MAP_BUCKETS), map_buckets(m, map), same);
    return true;
}

/* ---- moving the entries of a bucket ---- */

/* Where the next entry goes. */
struct half {
    uint64_t bucket;
    uint32_t slot;
};

static bool room_in(struct machine *m, const struct map *map, struct half *to) {
    if (to->slot < MAP_SLOTS) return true;
    to->slot = 0;
    return map_add_overflow(m, map, to->bucket, &to->bucket);
}

static void move_entry(struct machine *m, const struct map *map, struct entry from, struct half *to,
                       uint8_t top) {
    struct entry e = {to->bucket, to->slot++};
    entry_set_top(m, e, top);
    if (map->key_boxed)
        typed_store(m, entry_key_slot(map, e), word_read(m, entry_key_slot(map, from)));
    else typed_copy(m, map->key, entry_key_slot(map, e), entry_key_slot(map, from));
    if (map->value_boxed)
        typed_store(m, entry_value_slot(map, e), word_read(m, entry_value_slot(map, from)));
    else typed_copy(m, map->value, entry_value_slot(map, e), entry_value_slot(map, from));
}

/* With twice as many buckets another bit of the hash decides. What is not equal to itself has no
 * hash to rely on: a bit of its tophash decides, which iterators know, and it gets a new one. */
static bool goes_to_second(struct machine *m, const struct map *map, struct entry from,
                           bool *second, uint8_t *top) {
    uint64_t key = entry_key(m, map, from), hash;
    *second = false;
    if (map_flags(m, map) & MAP_SAME_SIZE) return true;
    if (!key) return map_is_broken(m, map);
    if (!map_hash(m, map, key, &hash)) return false;
    *second = hash & map_old_buckets(m, map);
    if (!(map_flags(m, map) & MAP_ITERATED) || map_key_is_itself(m, map, key)) return true;
    *second = *top & 1;
    *top = map_top_of(hash);
    return true;
}

static bool move_bucket(struct machine *m, const struct map *map, uint64_t bucket,
                        struct half halves[2], uint64_t *count) {
    for (uint32_t slot = 0; slot < MAP_SLOTS; slot++) {
        struct entry from = {bucket, slot};
        uint8_t top = entry_top(m, from);
        bool second;
        if (top_is_empty(top)) {
            entry_set_top(m, from, TOP_MOVED_EMPTY);
            continue;
        }
        if (top < TOP_MIN) return map_is_broken(m, map);
        if (!goes_to_second(m, map, from, &second, &top)) return false;
        if (!room_in(m, map, &halves[second])) return false;
        entry_set_top(m, from, second ? TOP_MOVED_SECOND : TOP_MOVED_FIRST);
        move_entry(m, map, from, &halves[second], top);
        (*count)++;
    }
    return true;
}

static bool move_chain(struct machine *m, const struct map *map, uint64_t bucket, uint64_t index,
                       uint64_t *count) {
    uint64_t buckets = map_word(m, map, MAP_BUCKETS), left = map_chain_limit(m);
    uint64_t second = index + map_old_buckets(m, map);
    struct half halves[2] = {{buckets + index * map->bucket_size, 0}, {0, 0}};
    if (!(map_flags(m, map) & MAP_SAME_SIZE))
        halves[1].bucket = buckets + second * map->bucket_size;
    while (bucket) {
        if (!move_bucket(m, map, bucket, halves, count)) return false;
        if (!bucket_next(m, map, bucket, &bucket)) return false;
        if (left-- == 0) return map_is_broken(m, map);
    }
    return true;
}

/* The collector need not follow what is not needed any more. What was moved where can still be
 * read. */
static void clear_moved(struct machine *m, const struct map *map, uint64_t bucket) {
    if (map_flags(m, map) & MAP_OLD_ITERATED || !type_has_pointers(map->bucket)) return;
    for (uint64_t at = WORD; at < map->bucket_size; at += WORD)
        if (type_word_is_pointer(map->bucket, (uint32_t)(at / WORD)))
            typed_store(m, bucket + at, 0);
        else word_write(m, bucket + at, 0);
}

static void advance(struct machine *m, const struct map *map) {
    enum { LOOK_AHEAD = 1024 };
    uint64_t old = map_word(m, map, MAP_OLD_BUCKETS), next = map_word(m, map, MAP_NEVACUATE) + 1;
    uint64_t count = map_old_buckets(m, map), stop = next + LOOK_AHEAD;
    if (stop > count) stop = count;
    while (next < stop && bucket_is_moved(m, old + next * map->bucket_size)) next++;
    word_write(m, map->at + MAP_NEVACUATE, next);
    if (next < count) return;
    uint64_t extra = map_word(m, map, MAP_EXTRA);
    typed_store(m, map->at + MAP_OLD_BUCKETS, 0);
    if (extra) typed_store(m, extra + EXTRA_OLD_OVERFLOW, 0);
    map_set_flags(m, map, 0, MAP_SAME_SIZE);
    emit(m, EVENT_MAP_GROWN, map->at, old, 0, 0);
}

bool map_evacuate(struct machine *m, const struct map *map, uint64_t index) {
    uint64_t bucket = map_word(m, map, MAP_OLD_BUCKETS) + index * map->bucket_size, count = 0;
    if (!bucket_is_moved(m, bucket)) {
        if (!move_chain(m, map, bucket, index, &count)) return false;
        clear_moved(m, map, bucket);
        emit(m, EVENT_MAP_EVACUATE, map->at, index, count, map_old_buckets(m, map));
    }
    if (index == map_word(m, map, MAP_NEVACUATE)) advance(m, map);
    return true;
}
