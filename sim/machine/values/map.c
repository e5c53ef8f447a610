#include "machine/values/map.h"

#include "base/random.h"
#include "machine/gc/assist.h"
#include "machine/heap/heap.h"
#include "machine/stack/stack.h"
#include "machine/values/key.h"
#include "machine/values/slice.h"
#include "machine/values/typed.h"

enum { B_MAX = 32, DATA_OFFSET = 8 };

/* ---- what can be followed ---- */

bool map_region_is_sound(const struct machine *m, uint64_t at, uint64_t size) {
    struct object o;
    uint32_t page;
    if (at % WORD) return false;
    if (heap_find_slot(m, at, &o))
        return size <= object_span(m, &o)->element_size - (at - o.address);
    if (!stack_is_address(m, at)) return false;
    const struct span *span = span_at(m, at, &page);
    if (span) return size <= (uint64_t)span->pages * PAGE_SIZE - (at - page_address(page));
    return memory_bytes(m, at, size) && stack_is_address(m, at + size - 1); /* of a thread */
}

bool map_is_broken(struct machine *m, const struct map *map) {
    machine_fault(m, FAULT_MAP, map->at);
    return false;
}

uint64_t map_chain_limit(const struct machine *m) {
    return (uint64_t)m->s->heap.pages_used * PAGE_WORDS;
}

/* ---- the layout of buckets ---- */

static void lay_out(const struct machine *m, struct map *map, uint32_t type) {
    const struct program *p = m->program;
    map->type = &p->types[type];
    map->key = &p->types[map->type->key];
    map->value = &p->types[map->type->element];
    map->bucket = &p->types[map->type->runtime[MAP_BUCKET]];
    map->bucket_size = map->bucket->size;
    map->key_boxed = map->key->size > MAP_INLINE_MAX;
    map->value_boxed = map->value->size > MAP_INLINE_MAX;
    map->key_size = map->key_boxed ? WORD : map->key->size;
    map->value_size = map->value_boxed ? WORD : map->value->size;
    map->values_at = map->bucket->fields[2].offset;
    map->overflow_at = map->bucket->fields[3].offset;
}

/* The sites of the `make` that this map is from; those of its type if that is not known. */
static uint32_t sites_of(const struct machine *m, const struct map *map) {
    uint32_t of_type = map->type->runtime[MAP_SITES_FIRST] - 1;
    struct object o;
    if (!m->tags || !heap_find(m, map->at, &o)) return of_type;
    uint32_t site = m->tags[(o.address - ARENA_BASE) / WORD].site;
    bool header = site + MAP_SITES <= m->program->site_count &&
                  m->program->sites[site].type == map->type->runtime[MAP_HEADER];
    return header ? site : of_type;
}

static bool old_buckets_are_sound(const struct machine *m, const struct map *map) {
    uint64_t old = map_word(m, map, MAP_OLD_BUCKETS);
    if (old == 0) return true;
    bool same = map_flags(m, map) & MAP_SAME_SIZE;
    if (map_b(m, map) == 0 && !same) return false;
    return map_word(m, map, MAP_NEVACUATE) < map_old_buckets(m, map) &&
           map_region_is_sound(m, old, map->bucket_size * map_old_buckets(m, map));
}

static bool holds_together(const struct machine *m, const struct map *map) {
    if (!map_region_is_sound(m, map->at, MAP_HEADER_SIZE) || map_b(m, map) > B_MAX) return false;
    uint64_t buckets = map_word(m, map, MAP_BUCKETS), extra = map_word(m, map, MAP_EXTRA);
    uint64_t size = map->bucket_size * map_buckets(m, map);
    if (buckets == 0 && (map_word(m, map, MAP_COUNT) || map_word(m, map, MAP_OLD_BUCKETS)))
        return false;
    if (buckets && !map_region_is_sound(m, buckets, size)) return false;
    if (extra && !map_region_is_sound(m, extra, 3 * WORD)) return false;
    return old_buckets_are_sound(m, map);
}

bool map_open(struct machine *m, uint64_t at, uint32_t type, struct map *out) {
    out->at = at;
    lay_out(m, out, type);
    if (!holds_together(m, out)) return map_is_broken(m, out);
    out->sites = sites_of(m, out);
    return true;
}

/* ---- words ---- */

uint32_t map_flags(const struct machine *m, const struct map *map) {
    return (uint32_t)small_read(m, map->at + MAP_FLAGS, 1);
}

void map_set_flags(struct machine *m, const struct map *map, uint32_t set, uint32_t clear) {
    uint32_t flags = map_flags(m, map);
    if (((flags & ~clear) | set) != flags)
        small_write(m, map->at + MAP_FLAGS, (flags & ~clear) | set, 1);
}

uint32_t map_b(const struct machine *m, const struct map *map) {
    return (uint32_t)small_read(m, map->at + MAP_B, 1);
}

uint64_t map_buckets(const struct machine *m, const struct map *map) {
    return 1ull << map_b(m, map);
}

uint64_t map_old_buckets(const struct machine *m, const struct map *map) {
    uint64_t buckets = map_buckets(m, map);
    return map_flags(m, map) & MAP_SAME_SIZE ? buckets : buckets / 2;
}

/* ---- buckets ---- */

uint8_t entry_top(const struct machine *m, struct entry e) {
    return (uint8_t)small_read(m, e.bucket + e.slot, 1);
}

void entry_set_top(struct machine *m, struct entry e, uint8_t top) {
    small_write(m, e.bucket + e.slot, top, 1);
}

uint64_t entry_key_slot(const struct map *map, struct entry e) {
    return e.bucket + DATA_OFFSET + e.slot * map->key_size;
}

uint64_t entry_value_slot(const struct map *map, struct entry e) {
    return e.bucket + map->values_at + e.slot * map->value_size;
}

static uint64_t behind_box(const struct machine *m, uint64_t at, bool boxed, uint64_t size) {
    if (!boxed) return at;
    uint64_t box = word_read(m, at);
    return map_region_is_sound(m, box, size) ? box : 0;
}

uint64_t entry_key(const struct machine *m, const struct map *map, struct entry e) {
    return behind_box(m, entry_key_slot(map, e), map->key_boxed, map->key->size);
}

uint64_t entry_value(const struct machine *m, const struct map *map, struct entry e) {
    return behind_box(m, entry_value_slot(map, e), map->value_boxed, map->value->size);
}

bool bucket_next(struct machine *m, const struct map *map, uint64_t bucket, uint64_t *next) {
    *next = word_read(m, bucket + map->overflow_at);
    if (*next == 0 || map_region_is_sound(m, *next, map->bucket_size)) return true;
    return map_is_broken(m, map);
}

bool bucket_is_moved(const struct machine *m, uint64_t bucket) {
    uint8_t top = entry_top(m, (struct entry){bucket, 0});
    return top > TOP_EMPTY && top < TOP_MIN;
}

uint8_t map_top_of(uint64_t hash) {
    uint8_t top = (uint8_t)(hash >> 56);
    return top < TOP_MIN ? (uint8_t)(top + TOP_MIN) : top;
}

bool map_hash(struct machine *m, const struct map *map, uint64_t key, uint64_t *hash) {
    uint64_t seed = map->at ? small_read(m, map->at + MAP_SEED, 4) : 0;
    struct key_result result = key_hash(m, map->key, key, seed);
    *hash = result.hash;
    if (result.trouble == KEY_UNCOMPARABLE) machine_panic(m, FAULT_UNHASHABLE, result.type, 0, 0);
    if (result.trouble == KEY_UNREADABLE) map_is_broken(m, map);
    return result.trouble == KEY_FINE;
}

bool map_key_is_itself(const struct machine *m, const struct map *map, uint64_t key) {
    return key_is_reflexive(m->program, map->key) || key_equal(m, map->key, key, key);
}

/* ---- looking ---- */

/* The bucket that a hash is in now. */
static uint64_t bucket_of(const struct machine *m, const struct map *map, uint64_t hash) {
    uint64_t at = hash & (map_buckets(m, map) - 1);
    uint64_t bucket = map_word(m, map, MAP_BUCKETS) + at * map->bucket_size;
    if (!map_is_growing(m, map)) return bucket;
    uint64_t old = map_word(m, map, MAP_OLD_BUCKETS) +
                   (hash & (map_old_buckets(m, map) - 1)) * map->bucket_size;
    return bucket_is_moved(m, old) ? bucket : old;
}

bool map_find(struct machine *m, const struct map *map, uint64_t key, uint64_t hash,
              struct entry *out) {
    uint64_t bucket = bucket_of(m, map, hash), left = map_chain_limit(m);
    uint8_t wanted = map_top_of(hash);
    *out = (struct entry){0};
    while (bucket) {
        for (uint32_t slot = 0; slot < MAP_SLOTS; slot++) {
            struct entry e = {bucket, slot};
            uint8_t top = entry_top(m, e);
            if (top == TOP_EMPTY_REST) return true;
            uint64_t at = top == wanted ? entry_key(m, map, e) : 0;
            if (!at || !key_equal(m, map->key, key, at)) continue;
            *out = e;
            return true;
        }
        if (!bucket_next(m, map, bucket, &bucket)) return false;
        if (left-- == 0) return map_is_broken(m, map);
    }
    return true;
}

/* ---- making ---- */

uint64_t map_allocate(struct machine *m, const struct map *map, enum map_site site,
                      uint64_t count) {
    uint64_t made = heap_allocate_array(m, map->sites + site, count);
    uint64_t size = m->program->types[m->program->sites[map->sites + site].type].size * count;
    if (made) assist_charge(m, size); /* the next assignment pays */
    else machine_fault(m, FAULT_OUT_OF_MEMORY, size);
    return made;
}

bool map_over_load(uint64_t count, uint32_t b) {
    return count > MAP_SLOTS && count > 13 * ((1ull << b) / 2);
}

bool map_begin(struct machine *m, const struct map *map, int64_t hint) {
    uint32_t b = 0;
    uint64_t bytes, entries = hint > 0 ? (uint64_t)hint : 0;
    if (!size_of_array(map->bucket_size, entries, &bytes)) entries = 0;
    small_write(m, map->at + MAP_SEED, random_next(&m->s->random) >> 32, 4);
    while (map_over_load(entries, b)) b++;
    small_write(m, map->at + MAP_B, b, 1);
    if (b == 0) return true; /* a bucket is made when it is needed */
    return map_make_buckets(m, map, b);
}

/* From 16 buckets on there are some to spare, for overflow: as many as there is room for when the
 * size has been rounded up. map.go:makeBucketArray. */
bool map_make_buckets(struct machine *m, const struct map *map, uint32_t b) {
    uint64_t base = 1ull << b, count = base, bytes;
    if (b >= 4) {
        count += 1ull << (b - 4);
        if (!size_of_array(map->bucket_size, count, &bytes)) return map_is_broken(m, map);
        count = size_rounded_up(bytes) / map->bucket_size;
    }
    uint64_t made = map_allocate(m, map, MAP_SITE_BUCKETS, count), extra;
    if (!made) return false;
    typed_store(m, map->at + MAP_BUCKETS, made);
    if (count == base) return true;
    /* the last one does not lead to nothing: so it is known */
    typed_store(m, made + (count - 1) * map->bucket_size + map->overflow_at, made);
    if (!map_make_extra(m, map, &extra)) return false;
    typed_store(m, extra + EXTRA_NEXT, made + base * map->bucket_size);
    return true;
}

bool map_make_bucket(struct machine *m, const struct map *map) {
    if (map_word(m, map, MAP_BUCKETS)) return true;
    uint64_t made = map_allocate(m, map, MAP_SITE_BUCKETS, 1);
    if (made) typed_store(m, map->at + MAP_BUCKETS, made);
    return made != 0;
}

/* ---- overflow buckets ---- */

bool map_make_extra(struct machine *m, const struct map *map, uint64_t *extra) {
    *extra = map_word(m, map, MAP_EXTRA);
    if (*extra) return true;
    *extra = map_allocate(m, map, MAP_SITE_EXTRA, 1);
    if (*extra) typed_store(m, map->at + MAP_EXTRA, *extra);
    return *extra != 0;
}

bool map_make_overflow_list(struct machine *m, const struct map *map) {
    uint64_t extra;
    if (!map_make_extra(m, map, &extra)) return false;
    if (word_read(m, extra + EXTRA_OVERFLOW)) return true;
    uint64_t list = map_allocate(m, map, MAP_SITE_LIST, 1);
    if (list) typed_store(m, extra + EXTRA_OVERFLOW, list);
    return list != 0;
}

/* append(*h.extra.overflow, bucket). */
static bool append_overflow(struct machine *m, const struct map *map, uint64_t bucket) {
    uint64_t extra = map_word(m, map, MAP_EXTRA), list = word_read(m, extra + EXTRA_OVERFLOW);
    if (!map_region_is_sound(m, list, 3 * WORD)) return map_is_broken(m, map);
    uint64_t array = word_read(m, list), length = word_read(m, list + WORD);
    uint64_t capacity = word_read(m, list + 2 * WORD), grown;
    bool sound = length == 0 || (length <= capacity && capacity < ALLOCATION_MAX / WORD &&
                                 map_region_is_sound(m, array, capacity * WORD));
    if (!sound) return map_is_broken(m, map);
    if (length == capacity) {
        if (!slice_grown_capacity(capacity, length + 1, WORD, &grown)) return map_is_broken(m, map);
        uint64_t larger = map_allocate(m, map, MAP_SITE_LIST_ARRAY, grown);
        if (!larger) return false;
        for (uint64_t i = 0; i < length; i++)
            typed_store(m, larger + i * WORD, word_read(m, array + i * WORD));
        typed_store(m, list, larger);
        word_write(m, list + 2 * WORD, grown);
        array = larger;
    }
    typed_store(m, array + length * WORD, bucket);
    word_write(m, list + WORD, length + 1);
    return true;
}

/* One of those to spare, or 0. */
static bool take_spare(struct machine *m, const struct map *map, uint64_t *made) {
    uint64_t extra = map_word(m, map, MAP_EXTRA), next;
    *made = extra ? word_read(m, extra + EXTRA_NEXT) : 0;
    if (!*made) return true;
    if (!map_region_is_sound(m, *made, map->bucket_size)) return map_is_broken(m, map);
    next = word_read(m, *made + map->overflow_at) ? 0 : *made + map->bucket_size;
    if (!next) typed_store(m, *made + map->overflow_at, 0); /* the last one */
    typed_store(m, extra + EXTRA_NEXT, next);
    return true;
}

/* With many buckets only some overflow buckets are counted, by chance: map.go:incrnoverflow. */
static void count_overflow(struct machine *m, const struct map *map) {
    uint32_t b = map_b(m, map), count = (uint32_t)small_read(m, map->at + MAP_NOVERFLOW, 2);
    uint64_t mask = b < 16 ? 0 : (1ull << (b - 15)) - 1;
    if (b < 16 || (random_next(&m->s->random) & mask) == 0)
        small_write(m, map->at + MAP_NOVERFLOW, count + 1, 2);
}

bool map_add_overflow(struct machine *m, const struct map *map, uint64_t bucket, uint64_t *made) {
    if (!take_spare(m, map, made)) return false;
    if (!*made) *made = map_allocate(m, map, MAP_SITE_OVERFLOW, 1);
    if (!*made) return false;
    count_overflow(m, map);
    if (!type_has_pointers(map->bucket))
        if (!map_make_overflow_list(m, map) || !append_overflow(m, map, *made)) return false;
    typed_store(m, bucket + map->overflow_at, *made);
    emit(m, EVENT_MAP_OVERFLOW, *made, bucket, map->at, 0);
    return true;
}
