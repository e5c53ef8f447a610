/* Maps, read entry by entry with nothing of the engine's: as many as the header says, each where a
 * lookup would find it. */
#include <string.h>

#include "support/oracle.h"

static uint64_t word(const struct machine *m, uint64_t address) {
    uint64_t value;
    memcpy(&value, m->memory + (address - ARENA_BASE), 8);
    return value;
}

static uint8_t byte(const struct machine *m, uint64_t address) {
    return m->memory[address - ARENA_BASE];
}

/* The map type whose header the object at an address is; NULL if it is none. */
static const struct type *map_type_at(const struct machine *m, uint64_t address) {
    struct tag tag = m->tags[(address - ARENA_BASE) / WORD];
    if (!tag.serial) return NULL;
    uint32_t header = m->program->sites[tag.site].type;
    for (uint32_t i = 0; i < m->program->type_count; i++)
        if (m->program->types[i].kind == TYPE_MAP && m->program->types[i].runtime[0] == header &&
            header)
            return &m->program->types[i];
    return NULL;
}

struct count {
    const struct machine *m;
    uint64_t size; /* of a bucket */
    uint64_t entries;
    const char *wrong;
};

/* Behind "nothing from here on" nothing may come. */
static void count_chain(struct count *c, uint64_t bucket) {
    bool ended = false;
    for (uint32_t left = 10000; bucket; bucket = word(c->m, bucket + c->size - 8)) {
        for (uint32_t slot = 0; slot < 8; slot++) {
            uint8_t top = byte(c->m, bucket + slot);
            if (top >= 5) c->entries++;
            if (top != 0 && ended) c->wrong = "a map has an entry behind the end of a chain";
            ended = ended || top == 0;
        }
        if (left-- == 0) c->wrong = "a chain of buckets is a ring";
        if (c->wrong) return;
    }
}

static const char *check_map(const struct machine *m, uint64_t at, const struct type *t) {
    uint8_t flags = byte(m, at + 8), b = byte(m, at + 9);
    uint64_t buckets = word(m, at + 16), old = word(m, at + 24);
    struct count c = {.m = m, .size = m->program->types[t->runtime[1]].size};
    if (flags & 4) return NULL; /* somebody is in the middle of it */
    for (uint64_t i = 0; buckets && i < 1ull << b; i++) count_chain(&c, buckets + i * c.size);
    uint64_t old_count = flags & 8 ? 1ull << b : 1ull << b >> 1;
    for (uint64_t i = 0; old && i < old_count; i++) {
        uint8_t top = byte(m, old + i * c.size);
        if (top < 2 || top > 4) count_chain(&c, old + i * c.size);
        else if (word(m, at + 32) == i) return "a map has moved a bucket and not noticed";
    }
    if (c.wrong) return c.wrong;
    return c.entries == word(m, at) ? NULL : "a map does not have as many entries as it says";
}

const char *oracle_maps(const struct machine *m) {
    if (m->s->statistics.uses_freed || m->s->gc.lost || m->s->outcome == OUTCOME_FAULT) return NULL;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        const struct span *s = &m->spans[page];
        if (m->span_of[page] != page + 1 || s->state != SPAN_HEAP || s->element_size != 48)
            continue;
        for (uint32_t slot = 0; slot < s->element_count; slot++) {
            uint64_t at = ARENA_BASE + page * (uint64_t)PAGE_SIZE + slot * 48ull;
            uint64_t bit = m->bits[!s->mark_plane][(size_t)page * PAGE_BIT_WORDS + slot / 64];
            if (slot >= s->free_index && !(bit >> (slot % 64) & 1)) continue;
            const struct type *t = map_type_at(m, at);
            const char *wrong = t ? check_map(m, at, t) : NULL;
            if (wrong) return wrong;
        }
    }
    return NULL;
}
