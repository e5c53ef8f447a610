#include "machine/heap.h"

#include "machine/cost.h"
#include "machine/gc.h"
#include "machine/memory.h"
#include "machine/size_class.h"

/* ---- pages and spans ---- */

static bool pages_are_free(const struct machine *m, uint32_t first, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (first + i < m->s->heap.pages_used && m->span_of[first + i]) return false;
    return true;
}

/* First fit by address: mpagealloc.go. */
static bool find_pages(const struct machine *m, uint32_t count, uint32_t limit, uint32_t *first) {
    uint32_t used = m->s->heap.pages_used;
    for (uint32_t at = m->s->heap.search_from; at < used; at++) {
        if (m->span_of[at]) at += m->spans[m->span_of[at] - 1].pages - 1;
        else if (at + (uint64_t)count <= limit && pages_are_free(m, at, count)) {
            *first = at;
            return true;
        }
    }
    *first = used;
    return used + (uint64_t)count <= limit;
}

uint32_t span_allocate(struct machine *m, uint32_t pages, enum span_state state) {
    struct heap *h = &m->s->heap;
    uint32_t first;
    uint32_t limit = state == SPAN_WORKBUF ? UINT32_MAX : m->config.pages_max;
    if (!find_pages(m, pages, limit, &first)) return 0;
    if (first + pages > h->pages_used) h->pages_used = first + pages;
    if (first == h->search_from) h->search_from = first + pages;
    for (uint32_t i = 0; i < pages; i++) m->span_of[first + i] = first + 1;
    m->spans[first] =
        (struct span){.pages = pages, .state = (uint8_t)state, .swept = m->s->gc.sweep_generation};
    uint64_t bytes = (uint64_t)pages * PAGE_SIZE;
    if (state == SPAN_STACK) m->s->statistics.stack_inuse += bytes;
    if (state == SPAN_HEAP) m->s->statistics.heap_inuse += bytes;
    emit(m, EVENT_SPAN_NEW, page_address(first), pages, state, 0);
    return first + 1;
}

void span_free(struct machine *m, uint32_t first_page) {
    struct span *span = &m->spans[first_page];
    uint64_t bytes = (uint64_t)span->pages * PAGE_SIZE;
    if (span->state == SPAN_STACK) m->s->statistics.stack_inuse -= bytes;
    if (span->state == SPAN_HEAP) m->s->statistics.heap_inuse -= bytes;
    for (uint32_t i = 0; i < span->pages; i++) m->span_of[first_page + i] = 0;
    if (first_page < m->s->heap.search_from) m->s->heap.search_from = first_page;
    emit(m, EVENT_SPAN_FREE, page_address(first_page), span->pages, 0, 0);
    *span = (struct span){0};
}

struct span *span_at(const struct machine *m, uint64_t address, uint32_t *first_page) {
    if (!address_in_arena(m, address)) return NULL;
    uint32_t span = m->span_of[page_of(address)];
    if (!span) return NULL;
    *first_page = span - 1;
    return &m->spans[span - 1];
}

static void clear_bitmap(struct machine *m, uint32_t span, uint32_t plane) {
    size_t size = (size_t)m->spans[span].pages * PAGE_BIT_WORDS * sizeof(uint64_t);
    memset(span_bits(m, span, plane), 0, size);
}

/* A fresh span for a size class, or of its own for a large object of `size` bytes. */
static uint32_t heap_span_new(struct machine *m, uint32_t class_index, bool noscan, uint64_t size) {
    uint32_t pages = class_index ? SIZE_CLASS[class_index].pages
                                 : (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE);
    uint32_t made = span_allocate(m, pages, SPAN_HEAP);
    if (!made) return 0;
    struct span *span = &m->spans[made - 1];
    span->class_index = (uint8_t)class_index;
    span->noscan = noscan;
    span->element_size = class_index ? SIZE_CLASS[class_index].size : pages * PAGE_SIZE;
    span->element_count = pages * PAGE_SIZE / span->element_size;
    clear_bitmap(m, made - 1, 0);
    clear_bitmap(m, made - 1, 1);
    if (m->tags) /* whoever lived here before is forgotten */
        memset(&m->tags[(size_t)(made - 1) * PAGE_WORDS], 0,
               (size_t)pages * PAGE_WORDS * sizeof *m->tags);
    return made;
}

/* ---- slots ---- */

bool slot_allocated(const struct machine *m, uint32_t span, uint32_t slot) {
    const struct span *s = &m->spans[span];
    return slot < s->free_index || bit_get(span_bits(m, span, 1u - s->mark_plane), slot);
}

bool object_marked(const struct machine *m, const struct object *o) {
    return bit_get(span_bits(m, o->span, object_span(m, o)->mark_plane), o->slot);
}

bool heap_find_slot(const struct machine *m, uint64_t address, struct object *out) {
    const struct span *span = span_at(m, address, &out->span);
    if (!span || span->state != SPAN_HEAP) return false;
    uint64_t start = page_address(out->span);
    out->slot = (uint32_t)((address - start) / span->element_size);
    out->address = start + (uint64_t)out->slot * span->element_size;
    return out->slot < span->element_count; /* the tail of a span belongs to nobody */
}

bool heap_find(const struct machine *m, uint64_t address, struct object *out) {
    return heap_find_slot(m, address, out) && slot_allocated(m, out->span, out->slot);
}

/* The next free slot, or element_count when the span is full: mbitmap.go:nextFreeIndex. */
static uint32_t next_free_slot(const struct machine *m, uint32_t span) {
    const struct span *s = &m->spans[span];
    const uint64_t *allocated = span_bits(m, span, 1u - s->mark_plane);
    uint32_t slot = s->free_index;
    while (slot < s->element_count && bit_get(allocated, slot)) slot++;
    return slot;
}

static uint32_t span_class(uint32_t class_index, bool noscan) {
    return class_index * 2 + noscan;
}

/* The next span to allocate from: a swept one with room, else a new one. malloc.go:refill. */
static uint32_t refill(struct machine *m, uint32_t class_index, bool noscan) {
    struct heap *h = &m->s->heap;
    uint32_t class = span_class(class_index, noscan);
    uint32_t span = h->partial[class];
    if (span) h->partial[class] = m->spans[span - 1].next;
    else span = heap_span_new(m, class_index, noscan, 0);
    processor_now(m)->current[class] = span;
    gc_trigger(m);
    return span;
}

static bool take_small_slot(struct machine *m, const struct type *t, struct object *out) {
    uint32_t class_index = size_class_of(t->size);
    bool noscan = !type_has_pointers(t);
    uint32_t span = processor_now(m)->current[span_class(class_index, noscan)];
    uint32_t slot = span ? next_free_slot(m, span - 1) : 0;
    if (!span || slot == m->spans[span - 1].element_count) {
        span = refill(m, class_index, noscan);
        if (!span) return false;
        slot = next_free_slot(m, span - 1);
    }
    *out = (struct object){page_address(span - 1) + (uint64_t)slot * SIZE_CLASS[class_index].size,
                           span - 1, slot};
    return true;
}

static bool take_large_slot(struct machine *m, const struct type *t, struct object *out) {
    uint32_t span = heap_span_new(m, 0, !type_has_pointers(t), t->size);
    if (!span) return false;
    *out = (struct object){page_address(span - 1), span - 1, 0};
    gc_trigger(m);
    return true;
}

/* Go 1.19 keeps a bit a word that tells pointers: heapBitsSetType. */
static void set_pointer_bits(struct machine *m, const struct object *o, const struct type *t) {
    const struct span *span = object_span(m, o);
    if (span->noscan) return;
    uint64_t first = (o->address - ARENA_BASE) / WORD;
    for (uint32_t word = 0; word < span->element_size / WORD; word++) {
        uint64_t bit = 1ull << ((first + word) % 64);
        uint64_t *bits = &m->pointer_bits[(first + word) / 64];
        *bits = type_word_is_pointer(t, word) ? *bits | bit : *bits & ~bit;
    }
}

static void tag_object(struct machine *m, const struct object *o, uint32_t site) {
    uint32_t label = m->program->sites[site].label;
    uint32_t ordinal = ++m->labels[label];
    uint32_t serial = m->s->heap.next_serial++;
    if (m->tags)
        m->tags[(o->address - ARENA_BASE) / WORD] =
            (struct tag){serial, (uint16_t)site, (uint16_t)(ordinal < 65535 ? ordinal : 65535)};
    for (uint32_t i = 0; i < m->program->reference_count; i++) {
        const struct reference *r = &m->program->references[i];
        if (r->label == label && r->ordinal == ordinal)
            m->watches[i] = (struct watch){.address = o->address, .serial = serial};
    }
    emit(m, EVENT_ALLOCATE, o->address, object_span(m, o)->element_size, serial, site);
}

uint64_t heap_allocate(struct machine *m, uint32_t site) {
    const struct type *t = &m->program->types[m->program->sites[site].type];
    struct object o;
    charge(m, COST_HEAP_ALLOCATE, 1);
    bool found = t->size > SMALL_SIZE_MAX ? take_large_slot(m, t, &o) : take_small_slot(m, t, &o);
    if (!found) return 0;
    struct span *span = object_span(m, &o);
    span->free_index = o.slot + 1;
    span->used_count++;
    memset(arena_bytes(m, o.address), 0, span->element_size);
    set_pointer_bits(m, &o, t);
    struct statistics *stats = &m->s->statistics;
    stats->mallocs++;
    stats->total_alloc += span->element_size;
    stats->heap_alloc += span->element_size;
    m->s->gc.heap_live += span->element_size;
    tag_object(m, &o, site);
    gc_mark_new(m, &o);
    return o.address;
}

void heap_flush_caches(struct machine *m) {
    for (uint32_t p = 0; p < m->config.procs; p++)
        memset(m->processors[p].current, 0, sizeof m->processors[p].current);
    memset(m->s->heap.partial, 0, sizeof m->s->heap.partial);
}

void heap_add_partial(struct machine *m, uint32_t span) {
    struct span *s = &m->spans[span];
    uint32_t class = span_class(s->class_index, s->noscan);
    s->next = m->s->heap.partial[class];
    m->s->heap.partial[class] = span + 1;
}
