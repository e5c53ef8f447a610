/* Iterating over a map that may be growing meanwhile: map.go, mapiterinit and mapiternext. */
#include "base/random.h"
#include "machine/values/map.h"
#include "machine/values/typed.h"

/* Offsets of an iterator's words: map.go, hiter. */
enum {
    AT_KEY = 0,
    AT_VALUE = 8,
    AT_HEADER = 24,
    AT_BUCKETS = 32,
    AT_BUCKET_POINTER = 40,
    AT_OVERFLOW = 48,
    AT_OLD_OVERFLOW = 56,
    AT_START = 64,
    AT_OFFSET = 72,  /* a byte */
    AT_WRAPPED = 73, /* a byte */
    AT_B = 74,       /* a byte */
    AT_SLOT = 75,    /* a byte */
    AT_BUCKET = 80,
    AT_CHECK = 88,
};

#define NO_CHECK UINT64_MAX

/* Where it stands. */
struct position {
    uint64_t pointer; /* of the bucket; 0: it is to be found by its number */
    uint64_t bucket;  /* the number of the next one */
    uint64_t check;   /* entries must belong to this bucket once they are moved; NO_CHECK: any */
    uint32_t slot;
};

static struct position position_of(const struct machine *m, uint64_t it) {
    return (struct position){.pointer = word_read(m, it + AT_BUCKET_POINTER),
                             .bucket = word_read(m, it + AT_BUCKET),
                             .check = word_read(m, it + AT_CHECK),
                             .slot = (uint32_t)small_read(m, it + AT_SLOT, 1)};
}

static void stand(struct machine *m, uint64_t it, const struct position *p, uint64_t key,
                  uint64_t value) {
    word_write(m, it + AT_BUCKET_POINTER, p->pointer);
    word_write(m, it + AT_BUCKET, p->bucket);
    word_write(m, it + AT_CHECK, p->check);
    small_write(m, it + AT_SLOT, p->slot, 1);
    word_write(m, it + AT_KEY, key);
    word_write(m, it + AT_VALUE, value);
}

static bool keep_overflow(struct machine *m, const struct map *map, uint64_t it) {
    if (type_has_pointers(map->bucket)) return true;
    if (!map_make_overflow_list(m, map)) return false;
    uint64_t extra = map_word(m, map, MAP_EXTRA);
    word_write(m, it + AT_OVERFLOW, word_read(m, extra + EXTRA_OVERFLOW));
    word_write(m, it + AT_OLD_OVERFLOW, word_read(m, extra + EXTRA_OLD_OVERFLOW));
    return true;
}

bool map_iterate_begin(struct machine *m, const struct map *map, uint64_t it) {
    memory_clear(m, it, MAP_ITERATOR_WORDS * WORD);
    if (map_word(m, map, MAP_COUNT) == 0) return true;
    uint32_t b = map_b(m, map);
    word_write(m, it + AT_HEADER, map->at);
    word_write(m, it + AT_BUCKETS, map_word(m, map, MAP_BUCKETS));
    small_write(m, it + AT_B, b, 1);
    if (!keep_overflow(m, map, it)) return false;
    uint64_t random = random_next(&m->s->random), start = random & (map_buckets(m, map) - 1);
    word_write(m, it + AT_START, start);
    word_write(m, it + AT_BUCKET, start);
    small_write(m, it + AT_OFFSET, random >> b & (MAP_SLOTS - 1), 1);
    map_set_flags(m, map, MAP_ITERATED | MAP_OLD_ITERATED, 0);
    emit(m, EVENT_MAP_BEGIN, map->at, start, random >> b & (MAP_SLOTS - 1), 0);
    return map_iterate_next(m, map, it);
}

/* What a dangling pointer may have written over it. */
static bool is_sound(struct machine *m, const struct map *map, uint64_t it) {
    uint64_t b = small_read(m, it + AT_B, 1), pointer = word_read(m, it + AT_BUCKET_POINTER);
    bool sound = b <= 32 && word_read(m, it + AT_BUCKET) < 1ull << b &&
                 map_region_is_sound(m, word_read(m, it + AT_BUCKETS), map->bucket_size << b) &&
                 (!pointer || map_region_is_sound(m, pointer, map->bucket_size));
    return sound || map_is_broken(m, map);
}

/* The bucket with the next number: the one of before if it has not been moved yet. False at the
 * end. */
static bool next_bucket(struct machine *m, const struct map *map, uint64_t it, struct position *p) {
    uint64_t b = small_read(m, it + AT_B, 1);
    if (p->bucket == word_read(m, it + AT_START) && small_read(m, it + AT_WRAPPED, 1)) return false;
    p->check = NO_CHECK;
    p->slot = 0;
    p->pointer = word_read(m, it + AT_BUCKETS) + p->bucket * map->bucket_size;
    if (map_is_growing(m, map) && b == map_b(m, map)) {
        uint64_t old = map_word(m, map, MAP_OLD_BUCKETS) +
                       (p->bucket & (map_old_buckets(m, map) - 1)) * map->bucket_size;
        if (!bucket_is_moved(m, old)) {
            p->pointer = old;
            p->check = p->bucket;
        }
    }
    if (++p->bucket == 1ull << b) {
        p->bucket = 0;
        small_write(m, it + AT_WRAPPED, 1, 1);
    }
    return true;
}

enum found { FOUND_NOT, FOUND, FOUND_BROKEN };

/* The entry as it is now: it may have been moved, changed or deleted since the iterator came by. */
static enum found look_at(struct machine *m, const struct map *map, uint64_t it,
                          const struct position *p, struct entry *e) {
    uint8_t top = entry_top(m, *e);
    uint64_t hash, b = small_read(m, it + AT_B, 1);
    if (top_is_empty(top) || top == TOP_MOVED_EMPTY) return FOUND_NOT;
    uint64_t key = entry_key(m, map, *e);
    if (!key) {
        map_is_broken(m, map);
        return FOUND_BROKEN;
    }
    bool moved = top == TOP_MOVED_FIRST || top == TOP_MOVED_SECOND;
    bool checked = p->check != NO_CHECK && !(map_flags(m, map) & MAP_SAME_SIZE);
    if (!moved && !checked) return FOUND;
    if (!map_key_is_itself(m, map, key)) /* as it will be moved: map_grow.c */
        return !checked || p->check >> ((b - 1) & 63) == (top & 1u) ? FOUND : FOUND_NOT;
    if (!map_hash(m, map, key, &hash)) return FOUND_BROKEN;
    if (checked && (hash & ((1ull << b) - 1)) != p->check) return FOUND_NOT;
    if (!moved) return FOUND;
    if (!map_find(m, map, key, hash, e)) return FOUND_BROKEN;
    return e->bucket ? FOUND : FOUND_NOT;
}

bool map_iterate_next(struct machine *m, const struct map *map, uint64_t it) {
    if (!is_sound(m, map, it)) return false;
    struct position p = position_of(m, it);
    uint32_t offset = (uint32_t)small_read(m, it + AT_OFFSET, 1);
    for (uint64_t left = (uint64_t)m->s->heap.pages_used * PAGE_SIZE; left > 0; left--) {
        if (!p.pointer && !next_bucket(m, map, it, &p)) {
            memory_clear(m, it, MAP_ITERATOR_WORDS * WORD);
            emit(m, EVENT_MAP_END, map->at, 0, 0, 0);
            return true;
        }
        while (p.slot < MAP_SLOTS) {
            struct entry e = {p.pointer, (p.slot++ + offset) % MAP_SLOTS};
            enum found found = look_at(m, map, it, &p, &e);
            if (found == FOUND_BROKEN) return false;
            if (found == FOUND_NOT) continue;
            stand(m, it, &p, entry_key(m, map, e), entry_value(m, map, e));
            emit(m, EVENT_MAP_NEXT, entry_key(m, map, e), entry_value(m, map, e), map->at, 0);
            return true;
        }
        p.slot = 0;
        if (!bucket_next(m, map, p.pointer, &p.pointer)) return false;
    }
    return map_is_broken(m, map);
}
