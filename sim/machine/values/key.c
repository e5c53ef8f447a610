#include "machine/values/key.h"

#include "base/random.h"
#include "machine/values/number.h"

/* Interfaces that hold interfaces, and so on: only a dangling pointer can make that endless. */
enum { DEPTH_MAX = 4096 };

/* Going through a value; the first trouble ends it. */
struct walk {
    const struct machine *m;
    struct key_result result;
    uint32_t depth;
};

static const struct type *type_at(const struct walk *w, uint32_t index) {
    return &w->m->program->types[index];
}

static bool is_blank(const struct field *f) {
    return f->name[0] == '_' && f->name[1] == '\0';
}

/* ---- reading ---- */

static bool fail(struct walk *w, enum key_trouble trouble, uint32_t type) {
    w->result.trouble = trouble;
    w->result.type = type;
    return false;
}

static const uint8_t *bytes_at(struct walk *w, uint64_t at, uint64_t size) {
    const uint8_t *bytes = memory_to_read(w->m, at, size);
    if (!bytes) fail(w, KEY_UNREADABLE, 0);
    return bytes;
}

static bool read_number(struct walk *w, uint64_t at, uint64_t size, uint64_t *word) {
    const uint8_t *bytes = bytes_at(w, at, size);
    *word = 0;
    if (bytes) memcpy(word, bytes, size);
    return bytes != NULL;
}

struct pair {
    uint64_t first, second;
};

/* The two words of a string or an interface. */
static bool read_pair(struct walk *w, uint64_t at, struct pair *out) {
    return read_number(w, at, WORD, &out->first) && read_number(w, at + WORD, WORD, &out->second);
}

/* What an interface holds: `at` becomes where that is. */
static bool read_held(struct walk *w, struct pair words, const struct type **held) {
    int32_t type = program_described_type(w->m->program, words.first);
    if (type == NONE || w->depth == DEPTH_MAX) return fail(w, KEY_UNREADABLE, 0);
    *held = type_at(w, (uint32_t)type);
    if (type_is_comparable(w->m->program, *held)) return true;
    return fail(w, KEY_UNCOMPARABLE, (uint32_t)type);
}

/* ---- hashes ---- */

static void mix(struct walk *w, uint64_t word) {
    uint64_t hash = (w->result.hash ^ word) * 0x9e3779b97f4a7c15ull;
    w->result.hash = hash << 29 | hash >> 35;
}

static uint64_t finish(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}

/* Words, and what is left of one. */
static bool mix_bytes(struct walk *w, uint64_t at, uint64_t size) {
    if (size == 0) return true;
    const uint8_t *bytes = bytes_at(w, at, size);
    for (uint64_t from = 0; bytes && from < size; from += WORD) {
        uint64_t word = 0;
        memcpy(&word, bytes + from, size - from < WORD ? size - from : WORD);
        mix(w, word);
    }
    return bytes != NULL;
}

static bool mix_string(struct walk *w, uint64_t at) {
    struct pair string;
    if (!read_pair(w, at, &string)) return false;
    mix(w, string.second);
    return mix_bytes(w, string.first, string.second);
}

static bool mix_float(struct walk *w, uint64_t at, uint32_t size) {
    uint64_t word;
    if (!read_number(w, at, size, &word)) return false;
    if (float_is_nan(word, size)) mix(w, random_next(&w->m->s->random));
    else mix(w, float_value(word, size) == 0 ? 0 : word);
    return true;
}

static bool mix_value(struct walk *w, const struct type *t, uint64_t at);

static bool mix_interface(struct walk *w, uint64_t at) {
    const struct type *held;
    struct pair words;
    if (!read_pair(w, at, &words)) return false;
    mix(w, words.first);
    if (words.first == 0) return true;
    if (!read_held(w, words, &held)) return false;
    if (type_is_direct(w->m->program, held)) {
        mix(w, words.second);
        return true;
    }
    w->depth++;
    bool fine = mix_value(w, held, words.second);
    w->depth--;
    return fine;
}

static bool mix_struct(struct walk *w, const struct type *t, uint64_t at) {
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct field *f = &t->fields[i];
        if (!is_blank(f) && !mix_value(w, type_at(w, f->type), at + f->offset)) return false;
    }
    return true;
}

static bool mix_array(struct walk *w, const struct type *t, uint64_t at) {
    const struct type *element = type_at(w, t->element);
    for (uint32_t i = 0; t->size && i < t->length; i++)
        if (!mix_value(w, element, at + (uint64_t)i * element->size)) return false;
    return true;
}

static bool mix_value(struct walk *w, const struct type *t, uint64_t at) {
    switch (t->kind) {
    case TYPE_INTEGER:
    case TYPE_POINTER:
    case TYPE_CHANNEL: return mix_bytes(w, at, t->size);
    case TYPE_FLOAT: return mix_float(w, at, t->size);
    case TYPE_STRING: return mix_string(w, at);
    case TYPE_STRUCT: return mix_struct(w, t, at);
    case TYPE_ARRAY: return mix_array(w, t, at);
    case TYPE_INTERFACE: return mix_interface(w, at);
    case TYPE_SLICE:
    case TYPE_MAP:
    case TYPE_FUNCTION: break;
    }
    return fail(w, KEY_UNREADABLE, 0); /* the compiler refuses it */
}

struct key_result key_hash(const struct machine *m, const struct type *t, uint64_t at,
                           uint64_t seed) {
    struct walk w = {.m = m, .result.hash = seed};
    mix_value(&w, t, at);
    w.result.hash = finish(w.result.hash);
    return w.result;
}

/* ---- equality ---- */

static bool same_bytes(struct walk *w, uint64_t a, uint64_t b, uint64_t size) {
    if (size == 0) return true;
    const uint8_t *x = bytes_at(w, a, size), *y = bytes_at(w, b, size);
    return x && y && memcmp(x, y, size) == 0;
}

static bool same_string(struct walk *w, uint64_t a, uint64_t b) {
    struct pair x, y;
    return read_pair(w, a, &x) && read_pair(w, b, &y) && x.second == y.second &&
           same_bytes(w, x.first, y.first, x.second);
}

static bool same_float(struct walk *w, uint64_t a, uint64_t b, uint32_t size) {
    uint64_t x, y;
    return read_number(w, a, size, &x) && read_number(w, b, size, &y) &&
           float_compare(size, x, y) == 0;
}

static bool same_value(struct walk *w, const struct type *t, uint64_t a, uint64_t b);

/* efaceeq: what holds different types is never looked into. */
static bool same_interface(struct walk *w, uint64_t a, uint64_t b) {
    const struct type *held;
    struct pair x, y;
    if (!read_pair(w, a, &x) || !read_pair(w, b, &y) || x.first != y.first) return false;
    if (x.first == 0) return true;
    if (!read_held(w, x, &held)) return false;
    if (type_is_direct(w->m->program, held)) return x.second == y.second;
    w->depth++;
    bool same = same_value(w, held, x.second, y.second);
    w->depth--;
    return same;
}

static bool same_struct(struct walk *w, const struct type *t, uint64_t a, uint64_t b) {
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct field *f = &t->fields[i];
        if (!is_blank(f) && !same_value(w, type_at(w, f->type), a + f->offset, b + f->offset))
            return false;
    }
    return true;
}

static bool same_array(struct walk *w, const struct type *t, uint64_t a, uint64_t b) {
    const struct type *element = type_at(w, t->element);
    if (element->kind == TYPE_INTEGER || element->kind == TYPE_POINTER)
        return same_bytes(w, a, b, t->size);
    for (uint32_t i = 0; t->size && i < t->length; i++) {
        uint64_t offset = (uint64_t)i * element->size;
        if (!same_value(w, element, a + offset, b + offset)) return false;
    }
    return true;
}

static bool same_value(struct walk *w, const struct type *t, uint64_t a, uint64_t b) {
    switch (t->kind) {
    case TYPE_INTEGER:
    case TYPE_POINTER:
    case TYPE_CHANNEL: return same_bytes(w, a, b, t->size);
    case TYPE_FLOAT: return same_float(w, a, b, t->size);
    case TYPE_STRING: return same_string(w, a, b);
    case TYPE_STRUCT: return same_struct(w, t, a, b);
    case TYPE_ARRAY: return same_array(w, t, a, b);
    case TYPE_INTERFACE: return same_interface(w, a, b);
    case TYPE_SLICE:
    case TYPE_MAP:
    case TYPE_FUNCTION: break;
    }
    return fail(w, KEY_UNREADABLE, 0);
}

struct key_result key_compare(const struct machine *m, const struct type *t, uint64_t a,
                              uint64_t b) {
    struct walk w = {.m = m};
    w.result.equal = same_value(&w, t, a, b);
    return w.result;
}

bool key_equal(const struct machine *m, const struct type *t, uint64_t a, uint64_t b) {
    return key_compare(m, t, a, b).equal;
}

/* ---- types ---- */

/* Whether a value of the type has one of these kinds in it. */
static bool contains(const struct program *p, const struct type *t, uint32_t kinds) {
    if (kinds >> t->kind & 1) return true;
    if (t->kind == TYPE_ARRAY) return contains(p, &p->types[t->element], kinds);
    for (uint32_t i = 0; t->kind == TYPE_STRUCT && i < t->field_count; i++)
        if (contains(p, &p->types[t->fields[i].type], kinds)) return true;
    return false;
}

bool key_is_reflexive(const struct program *p, const struct type *t) {
    return !contains(p, t, 1u << TYPE_FLOAT | 1u << TYPE_INTERFACE);
}

bool key_needs_update(const struct program *p, const struct type *t) {
    return contains(p, t, 1u << TYPE_FLOAT | 1u << TYPE_INTERFACE | 1u << TYPE_STRING);
}

bool key_may_panic(const struct program *p, const struct type *t) {
    return contains(p, t, 1u << TYPE_INTERFACE);
}
