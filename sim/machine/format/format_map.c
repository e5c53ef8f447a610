/* A map's entries in the order of their keys: internal/fmtsort of Go 1.19. */
#include <math.h>
#include <string.h>

#include "machine/format/formatter.h"
#include "machine/values/map.h"

enum { ENTRIES_MAX = 1 << 20 };

static uint64_t read_number(const struct machine *m, uint64_t at, uint32_t size) {
    uint64_t number = 0;
    const uint8_t *bytes = memory_to_read(m, at, size);
    if (bytes) memcpy(&number, bytes, size);
    return number;
}

static int sign_of(bool less, bool more) {
    return less ? -1 : more;
}

static int compare_strings(const struct machine *m, uint64_t a, uint64_t b) {
    uint64_t length_a = read_number(m, a + WORD, WORD), length_b = read_number(m, b + WORD, WORD);
    uint64_t common = length_a < length_b ? length_a : length_b;
    const uint8_t *x = memory_to_read(m, read_number(m, a, WORD), common);
    const uint8_t *y = memory_to_read(m, read_number(m, b, WORD), common);
    int order = common > 0 && x && y ? memcmp(x, y, common) : 0;
    return order ? order : sign_of(length_a<length_b, length_a> length_b);
}

static double read_float(const struct machine *m, uint64_t at, uint32_t size) {
    uint64_t bits = read_number(m, at, size);
    double number;
    float narrow;
    if (size == 4) {
        memcpy(&narrow, &bits, sizeof narrow);
        return narrow;
    }
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* NaN comes first. */
static int compare_floats(double a, double b) {
    if (isnan(a) || isnan(b)) return isnan(b) - isnan(a);
    return sign_of(a<b, a> b);
}

static int compare_integers(const struct machine *m, const struct type *t, uint64_t a, uint64_t b) {
    uint64_t x = read_number(m, a, t->size), y = read_number(m, b, t->size);
    if (!t->is_signed) return sign_of(x<y, x> y);
    uint32_t unused = 64 - 8 * t->size;
    int64_t s = (int64_t)(x << unused), u = (int64_t)(y << unused);
    return sign_of(s<u, s> u);
}

static int compare_keys(const struct formatter *f, uint32_t type, uint64_t a, uint64_t b);

static int compare_fields(const struct formatter *f, const struct type *t, uint64_t a, uint64_t b) {
    int order = 0;
    for (uint32_t i = 0; i < t->field_count && order == 0; i++)
        order =
            compare_keys(f, t->fields[i].type, a + t->fields[i].offset, b + t->fields[i].offset);
    return order;
}

static int compare_elements(const struct formatter *f, const struct type *t, uint64_t a,
                            uint64_t b) {
    uint64_t size = f->m->program->types[t->element].size;
    int order = 0;
    for (uint32_t i = 0; i < t->length && order == 0; i++)
        order = compare_keys(f, t->element, a + i * size, b + i * size);
    return order;
}

/* nil first, then by type, then by value. */
static int compare_interfaces(const struct formatter *f, uint64_t a, uint64_t b) {
    uint64_t x = read_number(f->m, a, WORD), y = read_number(f->m, b, WORD);
    uint32_t type;
    if (x != y) return sign_of(x<y, x> y);
    if (!type_of_word(f, x, &type)) return 0;
    if (type_is_direct(f->m->program, &f->m->program->types[type]))
        return compare_keys(f, type, a + WORD, b + WORD);
    return compare_keys(f, type, read_number(f->m, a + WORD, WORD),
                        read_number(f->m, b + WORD, WORD));
}

static int compare_keys(const struct formatter *f, uint32_t type, uint64_t a, uint64_t b) {
    const struct type *t = &f->m->program->types[type];
    switch (t->kind) {
    case TYPE_INTEGER: return compare_integers(f->m, t, a, b);
    case TYPE_FLOAT:
        return compare_floats(read_float(f->m, a, t->size), read_float(f->m, b, t->size));
    case TYPE_STRING: return compare_strings(f->m, a, b);
    case TYPE_STRUCT: return compare_fields(f, t, a, b);
    case TYPE_ARRAY: return compare_elements(f, t, a, b);
    case TYPE_INTERFACE: return compare_interfaces(f, a, b);
    case TYPE_POINTER:
    case TYPE_CHANNEL:
    case TYPE_SLICE:
    case TYPE_MAP:
    case TYPE_FUNCTION: break;
    }
    uint64_t x = read_number(f->m, a, WORD), y = read_number(f->m, b, WORD);
    return sign_of(x<y, x> y);
}

/* ---- collecting ---- */

struct collection {
    struct shown_entry *list;
    uint64_t count, most;
};

/* Old buckets that have been moved are empty by their tophash. */
static bool collect_chain(struct machine *m, const struct map *map, uint64_t bucket,
                          struct collection *c) {
    uint64_t left = map_chain_limit(m);
    for (; bucket && left > 0; left--) {
        for (uint32_t slot = 0; slot < MAP_SLOTS; slot++) {
            struct entry e = {bucket, slot};
            if (entry_top(m, e) < TOP_MIN || c->count == c->most) continue;
            c->list[c->count++] =
                (struct shown_entry){entry_key(m, map, e), entry_value(m, map, e)};
        }
        if (!bucket_next(m, map, bucket, &bucket)) return false;
    }
    return true;
}

static bool collect(struct machine *m, const struct map *map, struct collection *c) {
    uint64_t buckets = map_word(m, map, MAP_BUCKETS), old = map_word(m, map, MAP_OLD_BUCKETS);
    for (uint64_t i = 0; buckets && i < map_buckets(m, map); i++)
        if (!collect_chain(m, map, buckets + i * map->bucket_size, c)) return false;
    for (uint64_t i = 0; old && i < map_old_buckets(m, map); i++) {
        uint64_t bucket = old + i * map->bucket_size;
        if (!bucket_is_moved(m, bucket) && !collect_chain(m, map, bucket, c)) return false;
    }
    return true;
}

/* Insertion of halves: a merge sort, since qsort has no context. */
static void sort(const struct formatter *f, uint32_t key, struct shown_entry *list,
                 struct shown_entry *space, uint64_t count) {
    if (count < 2) return;
    uint64_t half = count / 2, a = 0, b = half;
    sort(f, key, list, space, half);
    sort(f, key, list + half, space, count - half);
    for (uint64_t i = 0; i < count; i++) {
        bool first =
            b == count || (a < half && compare_keys(f, key, list[a].key, list[b].key) <= 0);
        space[i] = first ? list[a++] : list[b++];
    }
    memcpy(list, space, count * sizeof *list);
}

/* A map that is broken makes the program fail; showing one must not. */
static bool open_quietly(struct machine *quiet, struct pool *pool, const struct machine *m,
                         uint64_t at, uint32_t type, struct map *map) {
    *quiet = *m;
    quiet->sink = (struct sink){0};
    quiet->s = pool_alloc(pool, sizeof *quiet->s);
    if (!quiet->s) return false;
    *quiet->s = *m->s;
    return map_open(quiet, at, type, map);
}

struct shown_entry *sorted_entries(const struct formatter *f, struct pool *pool, uint64_t map_at,
                                   uint32_t type, uint64_t *count) {
    struct machine quiet;
    struct map map;
    struct collection c = {0};
    *count = 0;
    if (!map_at || !open_quietly(&quiet, pool, f->m, map_at, type, &map)) return NULL;
    c.most = map_word(&quiet, &map, MAP_COUNT);
    if (c.most > 0 && c.most <= ENTRIES_MAX) c.list = pool_alloc(pool, 2 * c.most * sizeof *c.list);
    if (c.list && collect(&quiet, &map, &c))
        sort(f, f->m->program->types[type].key, c.list, c.list + c.most, c.count);
    *count = c.count;
    return c.list;
}
