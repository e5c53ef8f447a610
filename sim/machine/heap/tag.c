#include "machine/heap/tag.h"

#include "machine/heap/tiny.h"
#include "machine/memory.h"

/* Stands where a site would in the second tag of a tiny block; `serial` begins the list of further
 * parts, `ordinal` is the size of the first. */
enum { SITE_BLOCK = UINT16_MAX };

static struct tag *tag_place(const struct machine *m, uint64_t address) {
    return &m->tags[(address - ARENA_BASE) / WORD];
}

/* ---- the pool of parts ---- */

/* A part's number, from 1; 0 when all are taken. */
static uint32_t part_take(struct machine *m) {
    struct heap *h = &m->s->heap;
    uint32_t number = h->parts_free;
    if (number) {
        h->parts_free = m->parts[number - 1].next;
        return number;
    }
    return h->parts_used < parts_max(&m->config) ? ++h->parts_used : 0;
}

static void part_give_back(struct machine *m, uint32_t number) {
    m->parts[number - 1] = (struct tiny_part){.next = m->s->heap.parts_free};
    m->s->heap.parts_free = number;
}

/* ---- blocks ---- */

bool tag_is_tiny(const struct machine *m, uint64_t slot) {
    return m->tags && tag_place(m, slot + WORD)->site == SITE_BLOCK;
}

static void forget_block(struct machine *m, uint64_t slot) {
    struct tag *mark = tag_place(m, slot + WORD);
    for (uint32_t part = mark->serial, next; part; part = next) {
        next = m->parts[part - 1].next;
        part_give_back(m, part);
    }
    *mark = (struct tag){0};
}

static void begin_block(struct machine *m, uint64_t slot, uint64_t size) {
    *tag_place(m, slot + WORD) = (struct tag){.site = SITE_BLOCK, .ordinal = (uint16_t)size};
}

static void add_part(struct machine *m, uint64_t slot, uint64_t offset, uint64_t size,
                     struct tag tag) {
    uint32_t made = part_take(m), *last = &tag_place(m, slot + WORD)->serial;
    if (!made) return;
    while (*last) last = &m->parts[*last - 1].next;
    *last = made;
    m->parts[made - 1] = (struct tiny_part){
        .tag = tag, .offset = (uint16_t)offset, .size = (uint16_t)size, .next = 0};
}

void tag_forget_pages(struct machine *m, uint32_t first, uint32_t pages) {
    if (!m->tags) return;
    uint64_t from = page_address(first), to = from + (uint64_t)pages * PAGE_SIZE;
    for (uint64_t slot = from; slot < to; slot += TINY_BLOCK)
        if (tag_is_tiny(m, slot)) forget_block(m, slot);
    memset(tag_place(m, from), 0, (size_t)pages * PAGE_WORDS * sizeof *m->tags);
}

/* ---- life ---- */

static void set_tag(struct machine *m, const struct object *o, uint64_t address, uint64_t size,
                    struct tag tag) {
    if (address > o->address) {
        add_part(m, o->address, address - o->address, size, tag);
        return;
    }
    uint32_t slot_size = object_span(m, o)->element_size;
    if (slot_size > WORD && tag_is_tiny(m, o->address)) forget_block(m, o->address);
    *tag_place(m, address) = tag;
    if (size < slot_size && is_tiny_span(object_span(m, o))) begin_block(m, o->address, size);
}

struct tag tag_new(struct machine *m, uint32_t site, uint64_t address) {
    uint32_t label = m->program->sites[site].label;
    uint32_t ordinal = ++m->labels[label], serial = m->s->heap.next_serial++;
    for (uint32_t i = 0; i < m->program->reference_count; i++) {
        const struct reference *r = &m->program->references[i];
        if (r->label == label && r->ordinal == ordinal)
            m->watches[i] = (struct watch){.address = address, .serial = serial};
    }
    return (struct tag){serial, (uint16_t)site, (uint16_t)(ordinal < 65535 ? ordinal : 65535)};
}

void tag_birth(struct machine *m, const struct object *o, uint64_t address, uint64_t size,
               uint32_t site) {
    struct tag tag = tag_new(m, site, address);
    if (m->tags) set_tag(m, o, address, size, tag);
    emit(m, EVENT_ALLOCATE, address, size, tag.serial, site);
}

void tag_note(struct machine *m, const struct object *o, enum watch_flag flag) {
    uint32_t size = object_span(m, o)->element_size;
    for (uint32_t i = 0; i < m->program->reference_count; i++) {
        struct watch *w = &m->watches[i];
        if (w->address - o->address < size && !(w->flags & WATCH_FREED)) w->flags |= flag;
    }
}

/* ---- questions ---- */

bool tag_next(const struct machine *m, uint64_t slot, uint32_t *place, struct tenant *out) {
    const struct tag *mark = tag_is_tiny(m, slot) ? tag_place(m, slot + WORD) : NULL;
    uint32_t part = mark ? mark->serial : 0;
    if ((*place)++ == 0) {
        *out = (struct tenant){slot, mark ? mark->ordinal : 0, *tag_place(m, slot)};
        return out->tag.serial != 0;
    }
    for (uint32_t i = 2; i < *place && part; i++) part = m->parts[part - 1].next;
    if (!part) return false;
    const struct tiny_part *p = &m->parts[part - 1];
    *out = (struct tenant){slot + p->offset, p->size, p->tag};
    return true;
}

bool tag_find(const struct machine *m, uint64_t slot, uint64_t address, struct tenant *out) {
    struct tenant t;
    bool found = false;
    for (uint32_t place = 0; tag_next(m, slot, &place, &t) && t.address <= address;) {
        *out = t;
        found = true;
    }
    return found;
}
