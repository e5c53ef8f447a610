/* Maps: make, m[k], m[k] = v, delete, range. Source: map.go of Go 1.19. */
#include "base/random.h"
#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/heap/heap.h"
#include "machine/values/key.h"
#include "machine/values/map.h"
#include "machine/values/typed.h"

/* ---- make ---- */

/* OP_FRAME: the header is in the stack frame already. */
void exec_make_map(struct machine *m, struct goroutine *g, const struct op *op) {
    uint32_t header = m->program->sites[op->b].type, type = 0;
    int64_t hint = op->flags & OP_CONSTANT ? op->c : (int64_t)slot_read(m, g, op->c);
    if (!(op->flags & OP_FRAME) && assist_step(m, g, MAP_HEADER_SIZE)) return;
    uint64_t at = op->flags & OP_FRAME ? slot_read(m, g, op->a) : heap_allocate(m, (uint32_t)op->b);
    struct map map;
    while (m->program->types[type].runtime[MAP_HEADER] != header ||
           m->program->types[type].kind != TYPE_MAP)
        type++;
    if (!at) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, MAP_HEADER_SIZE);
        return;
    }
    if (!map_open(m, at, type, &map)) return;
    map.sites = (uint32_t)op->b;
    if (!map_begin(m, &map, hint)) return;
    slot_write(m, g, op->a, at);
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->c, 0);
    g->pc++;
}

void exec_map_init(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t at = slot_read(m, g, op->a);
    if (!map_region_is_sound(m, at, MAP_HEADER_SIZE)) {
        machine_fault(m, FAULT_MAP, at);
        return;
    }
    small_write(m, at + MAP_SEED, random_next(&m->s->random) >> 32, 4);
    word_write(m, at + MAP_BUCKETS, slot_read(m, g, op->b));
    emit(m, EVENT_MAP_INIT, at, slot_read(m, g, op->b), 0, 0);
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->b, 0);
    g->pc++;
}

/* ---- what an operation works with ---- */

struct access {
    const struct map_access *a;
    struct map map;
    uint64_t key, hash;
};

enum race { RACE_READ, RACE_WRITE, RACE_ITERATE };

static bool is_written(struct machine *m, const struct map *map, enum race race) {
    if (!(map_flags(m, map) & MAP_WRITING)) return false;
    machine_panic(m, FAULT_MAP_RACE, race, map->at, 0);
    return true;
}

static bool hash_key(struct machine *m, struct access *x) {
    charge(m, COST_MAP_HASH, type_words(x->map.key));
    return map_hash(m, &x->map, x->key, &x->hash);
}

static void kill(struct machine *m, const struct goroutine *g, const struct map_access *a) {
    uint32_t words = type_slots(&m->program->types[m->program->types[a->type].key]);
    if (a->kill_map) slot_write(m, g, a->map, 0);
    for (uint32_t i = 0; a->kill_key && i < words; i++) slot_write(m, g, a->key + (int32_t)i, 0);
}

static void end(struct machine *m, struct goroutine *g, const struct access *x) {
    kill(m, g, x->a);
    g->part = 0;
    g->new_word = 0;
    g->pc++;
}

static uint64_t key_word(const struct machine *m, const struct access *x) {
    return memory_word(m, x->key, x->map.key->size);
}

/* ---- v, ok = m[k] ---- */

static void to_slots(struct machine *m, const struct goroutine *g, const struct access *x,
                     uint64_t from) {
    if (x->a->value == NO_SLOT) return;
    uint64_t slots = slot_address(g->frame, x->a->value);
    if (from) value_to_slots(m, x->map.value, slots, from);
    else memory_clear(m, slots, type_words(x->map.value) * WORD);
}

static void got(struct machine *m, struct goroutine *g, const struct access *x, uint64_t value) {
    uint64_t word = value ? memory_word(m, value, x->map.value->size) : 0;
    to_slots(m, g, x, value);
    if (x->a->ok != NO_SLOT) slot_write(m, g, x->a->ok, value != 0);
    if (value) emit(m, EVENT_MAP_GET, value, word, x->map.at, key_word(m, x));
    else emit(m, EVENT_MAP_MISS, x->map.at, 0, 0, 0);
    end(m, g, x);
}

static bool open_access(struct machine *m, const struct goroutine *g, const struct op *op,
                        struct access *x) {
    x->a = &m->program->map_accesses[op->a];
    x->key = slot_address(g->frame, x->a->key);
    uint64_t at = slot_read(m, g, x->a->map);
    return at == 0 || (may_access(m, at) && map_open(m, at, x->a->type, &x->map));
}

static bool is_nil(const struct machine *m, const struct goroutine *g, const struct access *x) {
    return slot_read(m, g, x->a->map) == 0;
}

/* What a nil map has is read from its type alone. */
static void of_nil(const struct machine *m, struct access *x) {
    const struct type *t = &m->program->types[x->a->type];
    x->map = (struct map){
        .type = t, .key = &m->program->types[t->key], .value = &m->program->types[t->element]};
}

/* A key that cannot be hashed is a panic even where there is nothing to look for (map.go:
 * mapaccess1, mapdelete). */
static bool may_be_a_key(struct machine *m, struct access *x) {
    return !key_may_panic(m->program, x->map.key) || hash_key(m, x);
}

void exec_map_get(struct machine *m, struct goroutine *g, const struct op *op) {
    struct access x;
    struct entry e = {0};
    if (!open_access(m, g, op, &x)) return;
    if (is_nil(m, g, &x)) {
        of_nil(m, &x);
        if (may_be_a_key(m, &x)) got(m, g, &x, 0);
        return;
    }
    if (is_written(m, &x.map, RACE_READ)) return;
    if (map_word(m, &x.map, MAP_COUNT) == 0) {
        if (!may_be_a_key(m, &x)) return;
    } else if (!hash_key(m, &x) || !map_find(m, &x.map, x.key, x.hash, &e)) {
        return;
    }
    uint64_t value = e.bucket ? entry_value(m, &x.map, e) : 0;
    if (e.bucket && !value) map_is_broken(m, &x.map);
    else got(m, g, &x, value);
}

/* ---- writing ---- */

/* The parts of a write. But for the hash nothing is kept from one to the next: all is read anew. */
enum part { PART_BEGIN, PART_EVACUATE, PART_EVACUATE_MORE, PART_WRITE };

/* Begins a write, or goes on with it. False when this step is done. The hash is kept: that of what
 * is no number would be another one in the next step. */
static bool write_begin(struct machine *m, struct goroutine *g, struct access *x) {
    if (g->part != PART_BEGIN) {
        charge(m, COST_MAP_HASH, type_words(x->map.key));
        x->hash = g->new_word;
        return true;
    }
    if (is_written(m, &x->map, RACE_WRITE) || !hash_key(m, x)) return false;
    map_set_flags(m, &x->map, MAP_WRITING, 0);
    if (!map_make_bucket(m, &x->map)) return false;
    g->new_word = x->hash;
    g->part = PART_EVACUATE;
    return true;
}

/* Two old buckets a write: the key's own, and the next in order (map.go:growWork). False when this
 * step is done. */
static bool evacuate_some(struct machine *m, struct goroutine *g, const struct access *x) {
    const struct map *map = &x->map;
    while (g->part != PART_WRITE && map_is_growing(m, map)) {
        bool own = g->part == PART_EVACUATE;
        uint64_t index =
            own ? x->hash & (map_old_buckets(m, map) - 1) : map_word(m, map, MAP_NEVACUATE);
        uint64_t bucket = map_word(m, map, MAP_OLD_BUCKETS) + index * map->bucket_size;
        bool was_moved = bucket_is_moved(m, bucket);
        g->part++;
        if (!map_evacuate(m, map, index)) return false;
        if (!was_moved) return false;
    }
    g->part = PART_WRITE;
    return true;
}

static void write_end(struct machine *m, struct goroutine *g, const struct access *x) {
    map_set_flags(m, &x->map, 0, MAP_WRITING);
    end(m, g, x);
}

/* ---- m[k] = ---- */

/* The key's entry, or where there is room for one; and the last bucket of the chain. */
struct search {
    struct entry found, room;
    uint64_t last;
};

static bool search_bucket(struct machine *m, const struct access *x, uint64_t bucket,
                          struct search *s) {
    uint8_t wanted = map_top_of(x->hash);
    for (uint32_t slot = 0; slot < MAP_SLOTS; slot++) {
        struct entry e = {bucket, slot};
        uint8_t top = entry_top(m, e);
        if (top_is_empty(top) && !s->room.bucket) s->room = e;
        if (top == TOP_EMPTY_REST) return true;
        if (top != wanted) continue;
        uint64_t key = entry_key(m, &x->map, e);
        if (!key || !key_equal(m, x->map.key, x->key, key)) continue;
        s->found = e;
        return true;
    }
    return false;
}

static bool search(struct machine *m, const struct access *x, struct search *s) {
    uint64_t at = x->hash & (map_buckets(m, &x->map) - 1), left = map_chain_limit(m);
    uint64_t bucket = map_word(m, &x->map, MAP_BUCKETS) + at * x->map.bucket_size;
    *s = (struct search){0};
    while (bucket) {
        s->last = bucket;
        if (search_bucket(m, x, bucket, s)) return true;
        if (!bucket_next(m, &x->map, bucket, &bucket)) return false;
        if (left-- == 0) return map_is_broken(m, &x->map);
    }
    return true;
}

static bool put_key(struct machine *m, const struct access *x, struct entry e) {
    uint64_t to = entry_key_slot(&x->map, e);
    if (x->map.key_boxed) {
        uint64_t box = map_allocate(m, &x->map, MAP_SITE_KEY, 1);
        if (!box) return false;
        typed_store(m, to, box);
        to = box;
    }
    typed_copy(m, x->map.key, to, x->key);
    return true;
}

static bool put_box(struct machine *m, const struct access *x, struct entry e) {
    if (!x->map.value_boxed) return true;
    uint64_t box = map_allocate(m, &x->map, MAP_SITE_VALUE, 1);
    if (box) typed_store(m, entry_value_slot(&x->map, e), box);
    return box != 0;
}

static void assigned(struct machine *m, struct goroutine *g, const struct access *x, struct entry e,
                     bool is_new) {
    uint64_t value = entry_value(m, &x->map, e);
    uint64_t bucket = x->hash & (map_buckets(m, &x->map) - 1);
    if (!value) {
        map_is_broken(m, &x->map);
        return;
    }
    slot_write(m, g, x->a->value, value);
    emit(m, is_new ? EVENT_MAP_INSERT : EVENT_MAP_UPDATE, entry_key(m, &x->map, e), key_word(m, x),
         x->map.at, bucket);
    write_end(m, g, x);
}

static void insert(struct machine *m, struct goroutine *g, const struct access *x,
                   struct search *s) {
    if (!s->room.bucket) {
        uint64_t made;
        if (!map_add_overflow(m, &x->map, s->last, &made)) return;
        s->room = (struct entry){made, 0};
    }
    if (!put_box(m, x, s->room) || !put_key(m, x, s->room)) return;
    entry_set_top(m, s->room, map_top_of(x->hash));
    word_write(m, x->map.at + MAP_COUNT, map_word(m, &x->map, MAP_COUNT) + 1);
    assigned(m, g, x, s->room, true);
}

/* Equal keys may differ: 0 and -0, or where a string's bytes are. The map keeps the last one. */
static bool update_key(struct machine *m, const struct access *x, struct entry e) {
    uint64_t key = entry_key(m, &x->map, e);
    if (!key) return map_is_broken(m, &x->map);
    if (key_needs_update(m->program, x->map.key)) typed_copy(m, x->map.key, key, x->key);
    return true;
}

void exec_map_assign(struct machine *m, struct goroutine *g, const struct op *op) {
    struct access x;
    struct search s;
    if (!open_access(m, g, op, &x)) return;
    if (is_nil(m, g, &x)) {
        machine_fault(m, FAULT_NIL_MAP, 0);
        return;
    }
    bool begins = g->part == PART_BEGIN || g->part == PART_ASSIST;
    if (begins && assist_step(m, g, 0)) return; /* for what earlier ones have allocated */
    if (begins && lets_an_address_out(m, g, x.map.key, x.key)) return;
    if (!write_begin(m, g, &x) || !evacuate_some(m, g, &x) || !search(m, &x, &s)) return;
    if (s.found.bucket) {
        if (update_key(m, &x, s.found)) assigned(m, g, &x, s.found, false);
    } else if (map_must_grow(m, &x.map)) {
        g->part = PART_EVACUATE;
        map_grow(m, &x.map);
    } else {
        insert(m, g, &x, &s);
    }
}

/* ---- delete ---- */

static void clear_entry(struct machine *m, const struct access *x, struct entry e) {
    uint64_t key = entry_key_slot(&x->map, e), value = entry_value_slot(&x->map, e);
    if (x->map.key_boxed) typed_store(m, key, 0);
    else if (type_has_pointers(x->map.key)) typed_clear(m, x->map.key, key);
    if (x->map.value_boxed) typed_store(m, value, 0);
    else typed_clear(m, x->map.value, value);
    entry_set_top(m, e, TOP_EMPTY);
}

static bool is_last(struct machine *m, const struct access *x, struct entry e, bool *last) {
    uint64_t next;
    if (e.slot + 1 < MAP_SLOTS) {
        *last = entry_top(m, (struct entry){e.bucket, e.slot + 1}) == TOP_EMPTY_REST;
        return true;
    }
    if (!bucket_next(m, &x->map, e.bucket, &next)) return false;
    *last = !next || entry_top(m, (struct entry){next, 0}) == TOP_EMPTY_REST;
    return true;
}

static bool bucket_before(struct machine *m, const struct access *x, uint64_t first,
                          uint64_t bucket, uint64_t *before) {
    uint64_t left = map_chain_limit(m), next = first;
    do {
        *before = next;
        if (!*before || left-- == 0) return map_is_broken(m, &x->map);
        if (!bucket_next(m, &x->map, *before, &next)) return false;
    } while (next != bucket);
    return true;
}

/* Behind the last entry of a chain a search can stop: the empty places at the end say so. */
static bool mark_rest(struct machine *m, const struct access *x, struct entry e) {
    uint64_t at = x->hash & (map_buckets(m, &x->map) - 1);
    uint64_t first = map_word(m, &x->map, MAP_BUCKETS) + at * x->map.bucket_size;
    do {
        entry_set_top(m, e, TOP_EMPTY_REST);
        if (e.slot > 0) {
            e.slot--;
        } else {
            if (e.bucket == first) return true;
            if (!bucket_before(m, x, first, e.bucket, &e.bucket)) return false;
            e.slot = MAP_SLOTS - 1;
        }
    } while (entry_top(m, e) == TOP_EMPTY);
    return true;
}

static bool remove_entry(struct machine *m, const struct access *x, struct entry e) {
    bool last;
    clear_entry(m, x, e);
    if (!is_last(m, x, e, &last)) return false;
    if (last && !mark_rest(m, x, e)) return false;
    uint64_t count = map_word(m, &x->map, MAP_COUNT) - 1;
    word_write(m, x->map.at + MAP_COUNT, count);
    if (count == 0) /* so that nobody can make all keys collide by watching */
        small_write(m, x->map.at + MAP_SEED, random_next(&m->s->random) >> 32, 4);
    return true;
}

void exec_map_delete(struct machine *m, struct goroutine *g, const struct op *op) {
    struct access x;
    struct search s;
    if (!open_access(m, g, op, &x)) return;
    bool nil = is_nil(m, g, &x);
    if (nil) of_nil(m, &x);
    if (nil || (g->part == PART_BEGIN && map_word(m, &x.map, MAP_COUNT) == 0)) {
        if (!may_be_a_key(m, &x)) return;
        emit(m, EVENT_MAP_MISS, nil ? 0 : x.map.at, 0, 0, 0);
        end(m, g, &x);
        return;
    }
    if (!write_begin(m, g, &x) || !evacuate_some(m, g, &x) || !search(m, &x, &s)) return;
    uint64_t place = s.found.bucket ? entry_key_slot(&x.map, s.found) : 0;
    if (s.found.bucket && !remove_entry(m, &x, s.found)) return;
    if (place)
        emit(m, EVENT_MAP_DELETE, place, key_word(m, &x), x.map.at, map_word(m, &x.map, MAP_COUNT));
    else emit(m, EVENT_MAP_MISS, x.map.at, 0, 0, 0);
    write_end(m, g, &x);
}

/* ---- range ---- */

void exec_map_begin(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t at = slot_read(m, g, op->b), iterator = slot_address(g->frame, op->a);
    struct map map;
    if (!at) {
        memory_clear(m, iterator, MAP_ITERATOR_WORDS * WORD);
        emit(m, EVENT_MAP_END, 0, 0, 0, 0);
    } else {
        if (!may_access(m, at) || !map_open(m, at, (uint32_t)op->c, &map)) return;
        if (!map_iterate_begin(m, &map, iterator)) return;
        if (map_word(m, &map, MAP_COUNT) == 0) emit(m, EVENT_MAP_END, at, 0, 0, 0);
    }
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->b, 0);
    g->pc++;
}

void exec_map_next(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t iterator = slot_address(g->frame, op->a);
    uint64_t at = word_read(m, iterator + 3 * WORD);
    struct map map;
    if (!may_access(m, at) || !map_open(m, at, (uint32_t)op->c, &map)) return;
    if (is_written(m, &map, RACE_ITERATE)) return;
    if (map_iterate_next(m, &map, iterator)) g->pc++;
}
