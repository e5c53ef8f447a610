#include "machine/values/key.h"

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    return hash << 29 | hash >> 35;
}

static uint64_t finish(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}

/* Words, and what is left of one. */
static bool mix_bytes(const struct machine *m, uint64_t at, uint64_t size, uint64_t *hash) {
    const uint8_t *bytes = memory_to_read(m, at, size);
    if (!bytes) return size == 0;
    for (uint64_t from = 0; from < size; from += WORD) {
        uint64_t word = 0;
        memcpy(&word, bytes + from, size - from < WORD ? size - from : WORD);
        *hash = mix(*hash, word);
    }
    return true;
}

static bool read_word(const struct machine *m, uint64_t at, uint64_t *word) {
    const uint8_t *bytes = memory_to_read(m, at, WORD);
    if (bytes) memcpy(word, bytes, WORD);
    return bytes != NULL;
}

/* Pointer and length of a string. */
static bool read_string(const struct machine *m, uint64_t at, uint64_t *bytes, uint64_t *length) {
    return read_word(m, at, bytes) && read_word(m, at + WORD, length) &&
           (*length == 0 || memory_to_read(m, *bytes, *length));
}

static bool mix_string(const struct machine *m, uint64_t at, uint64_t *hash) {
    uint64_t bytes, length;
    if (!read_string(m, at, &bytes, &length)) return false;
    *hash = mix(*hash, length);
    return mix_bytes(m, bytes, length, hash);
}

static bool mix_key(const struct machine *m, const struct type *t, uint64_t at, uint64_t *hash);

static bool mix_struct(const struct machine *m, const struct type *t, uint64_t at, uint64_t *hash) {
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct field *f = &t->fields[i];
        if (!mix_key(m, &m->program->types[f->type], at + f->offset, hash)) return false;
    }
    return true;
}

static bool mix_array(const struct machine *m, const struct type *t, uint64_t at, uint64_t *hash) {
    const struct type *element = &m->program->types[t->element];
    for (uint32_t i = 0; i < t->length; i++)
        if (!mix_key(m, element, at + (uint64_t)i * element->size, hash)) return false;
    return true;
}

static bool mix_key(const struct machine *m, const struct type *t, uint64_t at, uint64_t *hash) {
    switch (t->kind) {
    case TYPE_INTEGER:
    case TYPE_FLOAT:
    case TYPE_POINTER:
    case TYPE_CHANNEL: return mix_bytes(m, at, t->size, hash);
    case TYPE_STRING: return mix_string(m, at, hash);
    case TYPE_STRUCT: return mix_struct(m, t, at, hash);
    case TYPE_ARRAY: return mix_array(m, t, at, hash);
    case TYPE_INTERFACE:
    case TYPE_SLICE:
    case TYPE_MAP:
    case TYPE_FUNCTION: break;
    }
    return false;
}

bool key_hash(const struct machine *m, const struct type *t, uint64_t at, uint64_t seed,
              uint64_t *hash) {
    *hash = seed;
    bool fine = mix_key(m, t, at, hash);
    *hash = finish(*hash);
    return fine;
}

static bool same_bytes(const struct machine *m, uint64_t a, uint64_t b, uint64_t size) {
    const uint8_t *x = memory_to_read(m, a, size), *y = memory_to_read(m, b, size);
    return size == 0 || (x && y && memcmp(x, y, size) == 0);
}

static bool same_string(const struct machine *m, uint64_t a, uint64_t b) {
    uint64_t at_a, at_b, length_a, length_b;
    return read_string(m, a, &at_a, &length_a) && read_string(m, b, &at_b, &length_b) &&
           length_a == length_b && same_bytes(m, at_a, at_b, length_a);
}

static bool same_struct(const struct machine *m, const struct type *t, uint64_t a, uint64_t b) {
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct field *f = &t->fields[i];
        if (!key_equal(m, &m->program->types[f->type], a + f->offset, b + f->offset)) return false;
    }
    return true;
}

static bool same_array(const struct machine *m, const struct type *t, uint64_t a, uint64_t b) {
    const struct type *element = &m->program->types[t->element];
    for (uint32_t i = 0; i < t->length; i++) {
        uint64_t offset = (uint64_t)i * element->size;
        if (!key_equal(m, element, a + offset, b + offset)) return false;
    }
    return true;
}

bool key_equal(const struct machine *m, const struct type *t, uint64_t a, uint64_t b) {
    if (t->kind == TYPE_STRING) return same_string(m, a, b);
    if (t->kind == TYPE_STRUCT) return same_struct(m, t, a, b);
    if (t->kind == TYPE_ARRAY) return same_array(m, t, a, b);
    return same_bytes(m, a, b, t->size);
}
