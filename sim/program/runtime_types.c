#include "program/runtime_types.h"

#include <string.h>

/* ---- building structs ---- */

static uint32_t integer(struct program *p, const char *name, uint32_t size, bool is_signed) {
    int32_t known = program_find_type(p, name);
    return known == NONE ? program_add_integer(p, name, size, is_signed) : (uint32_t)known;
}

static uint32_t word_type(struct program *p) {
    return integer(p, "int", WORD, true);
}

/* A pointer that only the runtime follows. */
static uint32_t unsafe_pointer(struct program *p) {
    return program_pointer_to(p, integer(p, "uint8", 1, false));
}

static bool lay_out(struct program *p) {
    uint32_t bad;
    return program_lay_out_types(p, &bad) && !p->pool.failed;
}

/* ---- goroutines that wait: runtime2.go, sudog and chan.go, waitq ---- */

static uint32_t sudog_type(struct program *p) {
    int32_t known = program_find_type(p, "runtime.sudog");
    if (known != NONE) return (uint32_t)known;
    uint32_t made = program_begin_struct(p, "runtime.sudog"), self = program_pointer_to(p, made);
    uint32_t word = word_type(p), boolean = integer(p, "bool", 1, false);
    program_add_field(p, made, "g", word); /* its number; in Go a pointer */
    program_add_field(p, made, "next", self);
    program_add_field(p, made, "prev", self);
    program_add_field(p, made, "elem", unsafe_pointer(p));
    program_add_field(p, made, "acquiretime", word);
    program_add_field(p, made, "releasetime", word);
    program_add_field(p, made, "ticket", integer(p, "uint32", 4, false));
    program_add_field(p, made, "isSelect", boolean);
    program_add_field(p, made, "success", boolean);
    program_add_field(p, made, "parent", self);
    program_add_field(p, made, "waitlink", self);
    program_add_field(p, made, "waittail", self);
    program_add_field(p, made, "c", unsafe_pointer(p));
    return lay_out(p) ? made : 0;
}

static void add_sudog_site(struct program *p) {
    uint32_t type = sudog_type(p);
    if (p->sudog_site || !type) return;
    struct site site = {.type = type,
                        .heap = true,
                        .why = "the record of a goroutine that waits for a channel",
                        .label = program_add_label(p, "sudog", false),
                        .incidental = true,
                        .op = p->op_count};
    p->sudog_site = program_add_site(p, site) + 1;
}

static uint32_t queue_type(struct program *p) {
    int32_t known = program_find_type(p, "runtime.waitq");
    if (known != NONE) return (uint32_t)known;
    uint32_t sudog = program_pointer_to(p, sudog_type(p)),
             made = program_begin_struct(p, "runtime.waitq");
    program_add_field(p, made, "first", sudog);
    program_add_field(p, made, "last", sudog);
    return made;
}

/* ---- channels: chan.go, hchan ---- */

uint32_t program_channel_header(struct program *p, uint32_t channel, enum channel_type kind) {
    if (p->pool.failed || p->types[channel].runtime[kind]) return p->types[channel].runtime[kind];
    uint32_t element = p->types[channel].element, word = word_type(p), queue = queue_type(p);
    uint32_t buffer = program_pointer_to(p, element);
    const char *name = pool_stringf(&p->pool, "hchan<%s>", p->types[element].name);
    uint32_t made = program_begin_struct(p, name ? name : "");
    program_add_field(p, made, "qcount", word);
    program_add_field(p, made, "dataqsiz", word);
    program_add_field(p, made, "buf", buffer);
    program_add_field(p, made, "elemsize", integer(p, "uint16", 2, false));
    program_add_field(p, made, "closed", integer(p, "uint32", 4, false));
    program_add_field(p, made, "elemtype", word);
    program_add_field(p, made, "sendx", word);
    program_add_field(p, made, "recvx", word);
    program_add_field(p, made, "recvq", queue);
    program_add_field(p, made, "sendq", queue);
    program_add_field(p, made, "lock", word);
    if (!lay_out(p)) return 0;
    struct type *t = &p->types[made];
    t->element = element;
    if (kind == CHANNEL_PLAIN) {
        t->pointer_data = 0;
        t->pointers = NULL;
    }
    return p->types[channel].runtime[kind] = made;
}

uint32_t program_add_channel_sites(struct program *p, struct site site) {
    uint32_t channel = site.type, label = site.label;
    const struct label *l = &p->labels[label];
    const char *buffer = pool_stringf(&p->pool, "%s.buf", l->name);
    add_sudog_site(p);
    site.heap = site.incidental = true; /* the one that these are made from counts */
    site.type = program_channel_header(p, channel, CHANNEL_PLAIN);
    site.tail = true;
    uint32_t first = program_add_site(p, site);
    site.type = program_channel_header(p, channel, CHANNEL_SCANNED);
    site.tail = false;
    program_add_site(p, site);
    site.type = p->types[channel].element;
    site.array = true;
    site.why = "elements with pointers have a buffer of their own";
    site.label = program_add_label(p, buffer ? buffer : "", l->given);
    program_add_site(p, site);
    return first;
}

/* ---- maps: map.go, hmap, bmap, mapextra, hiter ---- */

static uint32_t boxed(struct program *p, uint32_t type) {
    return p->types[type].size > MAP_INLINE_MAX ? program_pointer_to(p, type) : type;
}

/* Eight bytes that tell keys apart, the keys, the values, and what comes when they are full. */
static uint32_t bucket_type(struct program *p, uint32_t map) {
    uint32_t key = p->types[map].key, value = p->types[map].element;
    const char *name =
        pool_stringf(&p->pool, "map.bucket[%s]%s", p->types[key].name, p->types[value].name);
    key = boxed(p, key);
    value = boxed(p, value);
    bool scanned = type_has_pointers(&p->types[key]) || type_has_pointers(&p->types[value]);
    uint32_t top = program_array_of(p, integer(p, "uint8", 1, false), MAP_SLOTS);
    uint32_t keys = program_array_of(p, key, MAP_SLOTS);
    uint32_t values = program_array_of(p, value, MAP_SLOTS);
    uint32_t made = program_begin_struct(p, name ? name : "");
    uint32_t overflow = scanned ? program_pointer_to(p, made) : integer(p, "uint", WORD, false);
    program_add_field(p, made, "tophash", top);
    program_add_field(p, made, "keys", keys);
    program_add_field(p, made, "elems", values);
    program_add_field(p, made, "overflow", overflow);
    return made;
}

static uint32_t extra_type(struct program *p) {
    int32_t known = program_find_type(p, "runtime.mapextra");
    if (known != NONE) return (uint32_t)known;
    uint32_t pointer = unsafe_pointer(p), made = program_begin_struct(p, "runtime.mapextra");
    program_add_field(p, made, "overflow", pointer);
    program_add_field(p, made, "oldoverflow", pointer);
    program_add_field(p, made, "nextOverflow", pointer);
    return made;
}

static uint32_t map_header_type(struct program *p, uint32_t map, uint32_t bucket) {
    const char *name = pool_stringf(&p->pool, "map.hdr[%s]%s", p->types[p->types[map].key].name,
                                    p->types[p->types[map].element].name);
    uint32_t buckets = program_pointer_to(p, bucket), word = word_type(p);
    uint32_t extra = program_pointer_to(p, extra_type(p));
    uint32_t byte = integer(p, "uint8", 1, false);
    uint32_t made = program_begin_struct(p, name ? name : "");
    program_add_field(p, made, "count", word);
    program_add_field(p, made, "flags", byte);
    program_add_field(p, made, "B", byte);
    program_add_field(p, made, "noverflow", integer(p, "uint16", 2, false));
    program_add_field(p, made, "hash0", integer(p, "uint32", 4, false));
    program_add_field(p, made, "buckets", buckets);
    program_add_field(p, made, "oldbuckets", buckets);
    program_add_field(p, made, "nevacuate", word);
    program_add_field(p, made, "extra", extra);
    return made;
}

static uint32_t iterator_type(struct program *p, uint32_t map, uint32_t header, uint32_t bucket) {
    uint32_t key = program_pointer_to(p, p->types[map].key);
    uint32_t value = program_pointer_to(p, p->types[map].element);
    uint32_t headers = program_pointer_to(p, header), buckets = program_pointer_to(p, bucket);
    uint32_t word = word_type(p), byte = integer(p, "uint8", 1, false);
    uint32_t pointer = unsafe_pointer(p);
    const char *name = pool_stringf(&p->pool, "map.iter[%s]%s", p->types[p->types[map].key].name,
                                    p->types[p->types[map].element].name);
    uint32_t made = program_begin_struct(p, name ? name : "");
    program_add_field(p, made, "key", key);
    program_add_field(p, made, "elem", value);
    program_add_field(p, made, "t", word);
    program_add_field(p, made, "h", headers);
    program_add_field(p, made, "buckets", buckets);
    program_add_field(p, made, "bptr", buckets);
    program_add_field(p, made, "overflow", pointer);
    program_add_field(p, made, "oldoverflow", pointer);
    program_add_field(p, made, "startBucket", word);
    program_add_field(p, made, "offset", byte);
    program_add_field(p, made, "wrapped", byte);
    program_add_field(p, made, "B", byte);
    program_add_field(p, made, "i", byte);
    program_add_field(p, made, "bucket", word);
    program_add_field(p, made, "checkBucket", word);
    return made;
}

static void add_map_site(struct program *p, const struct site *like, const struct label *l,
                         uint32_t type, const char *part, const char *why) {
    struct site site = *like;
    const char *name = pool_stringf(&p->pool, "%s.%s", l->name, part);
    site.type = type;
    site.heap = true;
    site.why = why;
    site.label = program_add_label(p, name ? name : "", l->given);
    program_add_site(p, site);
}

uint32_t program_add_map_sites(struct program *p, struct site site) {
    uint32_t map = site.type, list = program_slice_of(p, unsafe_pointer(p));
    struct label l = p->labels[site.label];
    const struct type t = p->types[map];
    site.type = t.runtime[MAP_HEADER];
    site.incidental = true; /* the one that these are made from counts */
    uint32_t first = program_add_site(p, site);
    site.array = true;
    add_map_site(p, &site, &l, t.runtime[MAP_BUCKET], "buckets", "a map's entries are in buckets");
    site.array = false;
    add_map_site(p, &site, &l, t.runtime[MAP_BUCKET], "overflow", "a bucket was full");
    add_map_site(p, &site, &l, extra_type(p), "extra", "a map with overflow buckets needs it");
    add_map_site(p, &site, &l, list, "list", "overflow buckets without pointers are listed");
    site.array = true;
    add_map_site(p, &site, &l, unsafe_pointer(p), "list.ptr", "the list has grown");
    site.array = false;
    add_map_site(p, &site, &l, t.key, "key", "keys of more than 128 bytes are boxed");
    add_map_site(p, &site, &l, t.element, "elem", "values of more than 128 bytes are boxed");
    return first;
}

bool program_prepare_map(struct program *p, uint32_t map) {
    if (p->pool.failed) return false;
    if (p->types[map].runtime[MAP_HEADER]) return true;
    uint32_t bucket = bucket_type(p, map), header = map_header_type(p, map, bucket);
    uint32_t iterator = iterator_type(p, map, header, bucket);
    program_slice_of(p, unsafe_pointer(p));
    if (!lay_out(p)) return false;
    p->types[map].runtime[MAP_HEADER] = header;
    p->types[map].runtime[MAP_BUCKET] = bucket;
    p->types[map].runtime[MAP_ITERATOR] = iterator;
    struct site site = {.type = map,
                        .heap = true,
                        .why = "",
                        .label = program_add_label(p, p->types[map].name, false),
                        .op = p->op_count};
    p->types[map].runtime[MAP_SITES_FIRST] = program_add_map_sites(p, site) + 1;
    return !p->pool.failed;
}
