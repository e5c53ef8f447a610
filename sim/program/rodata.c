/* Read-only data: strings, types, functions that are values. */
#include <string.h>

#include "program/program.h"

static bool is_by_bytes(const struct constant *c) {
    return c->kind == CONSTANT_STRING || c->kind == CONSTANT_VALUE;
}

static bool is_same(const struct program *p, const struct constant *c,
                    const struct constant *wanted, const void *bytes) {
    if (c->hash != wanted->hash || c->kind != wanted->kind || c->size != wanted->size) return false;
    if (c->kind != CONSTANT_STRING && c->index != wanted->index) return false;
    return !is_by_bytes(c) || memcmp(p->rodata + c->offset, bytes, c->size) == 0;
}

/* Long programs have thousands of constants: most are told apart by it. (FNV-1a) */
static uint32_t hash_of(const uint8_t *bytes, uint32_t size) {
    uint32_t hash = 2166136261;
    for (uint32_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 16777619;
    return hash;
}

/* Room for so many bytes more, zeroed; the data moves. */
static bool make_room(struct program *p, uint32_t bytes) {
    if (bytes > RODATA_MAX) return false;
    uint32_t capacity = 4096;
    while (capacity < p->rodata_bytes) capacity *= 2;
    if (p->rodata && bytes <= capacity) return true;
    while (capacity < bytes) capacity *= 2;
    uint8_t *more = pool_alloc(&p->pool, capacity);
    if (!more) return false;
    if (p->rodata) memcpy(more, p->rodata, p->rodata_bytes);
    p->rodata = more;
    return true;
}

uint64_t program_constant(struct program *p, struct constant wanted, const void *bytes) {
    wanted.hash = is_by_bytes(&wanted) ? hash_of(bytes, wanted.size) : wanted.index;
    for (uint32_t i = 0; i < p->constant_count; i++)
        if (is_same(p, &p->constants[i], &wanted, bytes))
            return RODATA_BASE + p->constants[i].offset;
    uint32_t align = wanted.kind == CONSTANT_STRING ? 1 : WORD;
    wanted.offset = (p->rodata_bytes + align - 1) / align * align;
    if (!make_room(p, wanted.offset + wanted.size)) return 0;
    p->constants = pool_grow(&p->pool, p->constants, p->constant_count, sizeof *p->constants);
    if (!p->constants) return 0;
    if (bytes) memcpy(p->rodata + wanted.offset, bytes, wanted.size);
    p->rodata_bytes = wanted.offset + wanted.size;
    p->constants[p->constant_count++] = wanted;
    return RODATA_BASE + wanted.offset;
}

uint64_t program_string(struct program *p, const char *bytes, uint32_t length) {
    if (length == 0) return 0;
    return program_constant(p, (struct constant){.kind = CONSTANT_STRING, .size = length}, bytes);
}

uint64_t program_byte_table(struct program *p) {
    enum { BYTES = 256 };
    uint64_t table[BYTES];
    for (uint64_t i = 0; i < BYTES; i++) table[i] = i;
    return program_constant(p, (struct constant){.kind = CONSTANT_BYTES, .size = sizeof table},
                            table);
}

uint64_t program_zero_value(struct program *p) {
    enum { ZERO_MAX = 1024 }; /* map.go:maxZero */
    return program_constant(p, (struct constant){.kind = CONSTANT_ZERO, .size = ZERO_MAX}, NULL);
}

/* As large as runtime._type of Go 1.19, with its first words: size, pointer data. */
uint64_t program_descriptor(struct program *p, uint32_t type) {
    enum { DESCRIPTOR = 48 };
    const struct type *t = &p->types[type];
    uint64_t words[DESCRIPTOR / WORD] = {t->size, t->pointer_data};
    struct constant c = {.kind = CONSTANT_TYPE, .index = type, .size = sizeof words};
    return program_constant(p, c, words);
}

int32_t program_described_type(const struct program *p, uint64_t word) {
    const struct constant *c = program_constant_at(p, word);
    bool described = c && c->kind == CONSTANT_TYPE && word == RODATA_BASE + c->offset;
    return described ? (int32_t)c->index : NONE;
}

uint64_t program_function_value(struct program *p, uint32_t function) {
    struct constant c = {.kind = CONSTANT_FUNCTION, .index = function, .size = WORD};
    return program_constant(p, c, NULL);
}

void program_fill_functions(struct program *p) {
    for (uint32_t i = 0; i < p->constant_count; i++) {
        const struct constant *c = &p->constants[i];
        if (c->kind != CONSTANT_FUNCTION) continue;
        uint64_t code = CODE_BASE + p->functions[c->index].first_op * sizeof(struct op);
        memcpy(p->rodata + c->offset, &code, sizeof code);
    }
}

const struct constant *program_constant_at(const struct program *p, uint64_t address) {
    uint64_t offset = address - RODATA_BASE;
    uint32_t from = 0, to = p->constant_count; /* the last one that begins there or before */
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (p->constants[middle].offset <= offset) from = middle + 1;
        else to = middle;
    }
    if (from == 0) return NULL;
    const struct constant *c = &p->constants[from - 1];
    return offset - c->offset < c->size ? c : NULL;
}

uint64_t program_find_constant(const struct program *p, enum constant_kind kind, uint32_t index) {
    for (uint32_t i = 0; i < p->constant_count; i++)
        if (p->constants[i].kind == kind && p->constants[i].index == index)
            return RODATA_BASE + p->constants[i].offset;
    return 0;
}
