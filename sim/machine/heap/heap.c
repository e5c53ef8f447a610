#include "machine/heap/heap.h"

#include "machine/cost.h"
#include "machine/gc/assist.h"
#include "machine/gc/gc.h"
#include "machine/gc/generation.h"
#include "machine/heap/central.h"
#include "machine/heap/page.h"
#include "machine/heap/size_class.h"
#include "machine/heap/sweep.h"
#include "machine/heap/tag.h"
#include "machine/heap/tiny.h"
#include "machine/memory.h"

/* ---- spans ---- */

/* The statistic that a span's bytes belong to. */
static uint64_t *bytes_of_state(struct machine *m, enum span_state state) {
    struct statistics *s = &m->s->statistics;
    return state == SPAN_STACK  ? &s->stack_inuse
           : state == SPAN_HEAP ? &s->heap_inuse
                                : &s->workbuf_inuse;
}

static void count_pages(struct machine *m, uint32_t first, bool more) {
    const struct span *s = &m->spans[first];
    uint64_t sign = more ? 1 : UINT64_MAX;
    if (first < m->config.pages_max) /* the reserve behind is the collector's, used or not */
        *bytes_of_state(m, (enum span_state)s->state) += sign * s->pages * PAGE_SIZE;
    if (s->state == SPAN_HEAP) m->s->heap.pages_in_use += sign * s->pages;
}

static uint64_t tail_of(const struct span *s) {
    return (uint64_t)s->pages * PAGE_SIZE - (uint64_t)s->element_count * s->element_size;
}

/* Whether pages may hold old bytes: some lie before one that was used (mheap.go, allocNeedsZero).
 */
static bool note_used(struct machine *m, uint32_t first, uint32_t pages) {
    uint32_t *used = &m->s->heap.pages_used;
    bool dirty = first < *used;
    if (first + pages > *used) *used = first + pages;
    return dirty;
}

static void begin_span(struct machine *m, uint32_t first, uint32_t pages, enum span_state state) {
    bool dirty = note_used(m, first, pages);
    for (uint32_t i = 0; i < pages; i++) m->span_of[first + i] = first + 1;
    m->spans[first] = (struct span){.pages = pages,
                                    .state = (uint8_t)state,
                                    .sweepgen = m->s->heap.sweepgen,
                                    .set = SET_NONE,
                                    .need_zero = dirty};
    count_pages(m, first, true);
}

uint32_t span_allocate(struct machine *m, uint32_t pages, enum span_state state) {
    uint32_t first, limit = state == SPAN_WORKBUF ? machine_pages(&m->config) : m->config.pages_max;
    if (!pages_take(m, pages, limit, &first)) return 0;
    begin_span(m, first, pages, state);
    charge(m, COST_SPAN_ALLOCATE, 1);
    emit(m, EVENT_SPAN_NEW, page_address(first), pages, state, 0);
    return first + 1;
}

void span_free(struct machine *m, uint32_t first_page) {
    struct span *span = &m->spans[first_page];
    uint32_t pages = span->pages;
    CHECK_AT(span->set == SET_NONE, machine_place(m));
    count_pages(m, first_page, false);
    if (span->state == SPAN_HEAP) m->s->statistics.tail_bytes -= tail_of(span);
    for (uint32_t i = 0; i < pages; i++) {
        m->span_of[first_page + i] = 0;
        m->heap_pages[first_page + i] = (struct heap_page){0};
    }
    *span = (struct span){0};
    pages_give_back(m, first_page, pages);
    emit(m, EVENT_SPAN_FREE, page_address(first_page), pages, 0, 0);
}

struct span *span_at(const struct machine *m, uint64_t address, uint32_t *first_page) {
    if (!address_in_arena(m, address)) return NULL;
    uint32_t span = m->span_of[page_of(address)];
    if (!span) return NULL;
    *first_page = span - 1;
    return &m->spans[span - 1];
}

/* Whoever lived here before is forgotten. Pages that were never used have nothing to forget. */
static void forget(struct machine *m, uint32_t first) {
    const struct span *s = &m->spans[first];
    if (!s->need_zero) return;
    size_t bitmap = bits_words(s->element_count) * sizeof(uint64_t);
    memset(span_bits(m, first, 0), 0, bitmap);
    memset(span_bits(m, first, 1), 0, bitmap);
    tag_forget_pages(m, first, s->pages);
}

static void describe_pages(struct machine *m, uint32_t first) {
    const struct span *s = &m->spans[first];
    bool large = s->class_index == 0 && !s->noscan;
    for (uint32_t i = 0; i < s->pages; i++)
        m->heap_pages[first + i] = (struct heap_page){
            .first = first,
            .divisor = s->divisor,
            .size = s->element_size,
            .pointers = large ? (uint32_t)POINTERS_MIXED : POINTERS_UNKNOWN,
        };
}

/* What a span for objects has beyond its pages. */
static void make_heap_span(struct machine *m, uint32_t first, uint32_t class_index, bool noscan) {
    struct span *span = &m->spans[first];
    span->class_index = (uint8_t)class_index;
    span->noscan = noscan;
    span->element_size = class_index ? SIZE_CLASS[class_index].size : span->pages * PAGE_SIZE;
    span->element_count = span->pages * PAGE_SIZE / span->element_size;
    m->s->statistics.tail_bytes += tail_of(span);
    span->divisor = class_index ? UINT32_MAX / span->element_size + 1 : 0;
    span->mark_plane = (uint8_t)marks_plane(m);
    forget(m, first);
    describe_pages(m, first);
}

struct span *span_place(struct machine *m, uint32_t first, uint32_t pages, enum span_state state) {
    pages_claim(m, first, pages);
    begin_span(m, first, pages, state);
    return &m->spans[first];
}

struct span *span_place_heap(struct machine *m, uint32_t first, uint32_t pages,
                             uint32_t class_index, bool noscan) {
    span_place(m, first, pages, SPAN_HEAP);
    make_heap_span(m, first, class_index, noscan);
    return &m->spans[first];
}

uint32_t span_allocate_heap(struct machine *m, uint32_t class_index, bool noscan, uint64_t size) {
    uint32_t pages = class_index ? SIZE_CLASS[class_index].pages
                                 : (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE);
    sweep_reclaim(m, pages);
    uint32_t made = span_allocate(m, pages, SPAN_HEAP);
    if (!made && !sweep_complete(m)) { /* enough may be free, but in pieces; Go would grow */
        sweep_finish(m);
        made = span_allocate(m, pages, SPAN_HEAP);
    }
    if (made) make_heap_span(m, made - 1, class_index, noscan);
    return made;
}

/* ---- slots ---- */

bool heap_find_slot(const struct machine *m, uint64_t address, struct object *out) {
    const struct span *span = span_at(m, address, &out->span);
    if (!span || span->state != SPAN_HEAP) return false;
    uint64_t start = page_address(out->span);
    out->slot = span_slot(span, address - start);
    out->address = start + (uint64_t)out->slot * span->element_size;
    return out->slot < span->element_count; /* the tail of a span belongs to nobody */
}

bool heap_find(const struct machine *m, uint64_t address, struct object *out) {
    return heap_find_slot(m, address, out) && slot_allocated(m, out->span, out->slot);
}

/* The next 64 slots from a multiple of 64 on: mbitmap.go, refillAllocCache. */
static void load_alloc_cache(const struct machine *m, uint32_t span) {
    struct span *s = &m->spans[span];
    s->alloc_cache = ~span_allocations(m, span)[s->free_index / 64];
}

/* The lowest free slot, taken; element_count when the span is full: mbitmap.go, nextFreeIndex. */
static uint32_t take_slot(const struct machine *m, uint32_t span) {
    struct span *s = &m->spans[span];
    while (s->free_index < s->element_count) {
        if (s->free_index % 64 == 0) load_alloc_cache(m, span);
        uint32_t skip = bits_lowest(s->alloc_cache);
        if (skip == 64) {
            s->free_index = (s->free_index + 64) / 64 * 64;
            continue;
        }
        uint32_t slot = s->free_index + skip;
        if (slot >= s->element_count) break;
        s->alloc_cache = s->alloc_cache >> skip >> 1;
        s->free_index = slot + 1;
        s->used_count++;
        return slot;
    }
    s->free_index = s->element_count;
    return s->element_count;
}

/* Where a slot comes from. Only what the heap was asked for can start a cycle. */
enum source { SOURCE_NONE, SOURCE_CACHE, SOURCE_HEAP };

static enum source take_small(struct machine *m, uint32_t span_class, struct object *out) {
    struct processor *p = processor_now(m);
    enum source source = SOURCE_CACHE;
    cache_flush(m, p);
    uint32_t span = p->current[span_class];
    uint32_t slot = span ? take_slot(m, span - 1) : 0;
    if (!span || slot == m->spans[span - 1].element_count) {
        span = cache_refill(m, span_class);
        if (!span) return SOURCE_NONE;
        slot = take_slot(m, span - 1);
        source = SOURCE_HEAP;
    }
    *out = (struct object){
        page_address(span - 1) + (uint64_t)slot * m->spans[span - 1].element_size, span - 1, slot};
    return source;
}

/* A large object has a span of its own, which waits for the sweep among the full ones. */
static enum source take_large(struct machine *m, uint64_t size, bool noscan, struct object *out) {
    uint32_t pages = (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE);
    cache_flush(m, processor_now(m));
    sweep_pay_debt(m, (uint64_t)pages * PAGE_SIZE, pages);
    uint32_t span = span_allocate_heap(m, 0, noscan, size);
    if (!span) return SOURCE_NONE;
    *out = (struct object){page_address(span - 1), span - 1, take_slot(m, span - 1)};
    central_put(m, span - 1);
    m->s->gc.heap_live += (uint64_t)pages * PAGE_SIZE;
    return SOURCE_HEAP;
}

/* ---- what an object begins with ---- */

static void make_zero(struct machine *m, const struct object *o) {
    const struct span *s = object_span(m, o);
    if (!s->need_zero) return;
    memset(arena_bytes(m, o->address), 0, s->element_size);
    charge(m, COST_ZERO, s->element_size / WORD);
}

/* Go 1.19 keeps a bit a word that tells pointers: heapBitsSetType. Word by word, for what is large
 * or has an array in it. */
static void set_bits_of_array(struct machine *m, const struct object *o, const struct type *t,
                              uint64_t count) {
    uint64_t first = (o->address - ARENA_BASE) / WORD, element = type_words(t);
    for (uint32_t word = 0; word < object_span(m, o)->element_size / WORD; word++) {
        uint64_t bit = 1ull << ((first + word) % 64);
        uint64_t *bits = &m->pointer_bits[(first + word) / 64];
        bool pointer =
            word < element * count && type_word_is_pointer(t, (uint32_t)(word % element));
        *bits = pointer ? *bits | bit : *bits & ~bit;
    }
}

/* Nearly all objects of a page are of one type: its bits are set in all slots that begin there when
 * the first of them is taken. */
static void set_bits_of_page(struct machine *m, const struct object *o, uint32_t pointers) {
    const struct span *s = object_span(m, o);
    uint64_t page = (o->address - ARENA_BASE) / PAGE_SIZE * PAGE_SIZE;
    uint64_t span = (uint64_t)o->span * PAGE_SIZE, end = span + (uint64_t)s->pages * PAGE_SIZE;
    uint64_t at = span + (page - span + s->element_size - 1) / s->element_size * s->element_size;
    uint32_t words = s->element_size / WORD, group = BITS_PART_MAX / words * words;
    uint64_t part = 0; /* of a group of slots, set at once */
    for (uint32_t bit = 0; bit < group; bit += words) part |= (uint64_t)pointers << bit;
    if (end > page + PAGE_SIZE) end = page + PAGE_SIZE + s->element_size - WORD;
    for (; at + s->element_size <= end; at += group * WORD) {
        uint64_t left = (end - at) / s->element_size * words;
        uint32_t count = left < group ? (uint32_t)left : group;
        bits_set_part(m->pointer_bits, at / WORD, count, part & bits_low(count));
    }
    m->heap_pages[page / PAGE_SIZE].pointers = pointers;
}

static void set_pointer_bits(struct machine *m, const struct object *o, const struct type *t,
                             uint64_t count) {
    struct heap_page *page = &m->heap_pages[page_of(o->address)];
    if (object_span(m, o)->noscan) return;
    bool simple = count == 1 && page->divisor && t->pointer_data <= POINTERS_WORDS * WORD;
    bool small = simple && page->size <= BITS_PART_MAX * WORD;
    uint32_t pointers = simple ? (uint32_t)t->pointers[0] : (uint32_t)POINTERS_MIXED;
    if (small && page->pointers == pointers) return;
    if (small && page->pointers == POINTERS_UNKNOWN) {
        set_bits_of_page(m, o, pointers);
        return;
    }
    set_bits_of_array(m, o, t, count);
    bool same = page->pointers == POINTERS_UNKNOWN || page->pointers == pointers;
    page->pointers = same ? pointers : (uint32_t)POINTERS_MIXED;
}

static void count_object(struct machine *m, const struct span *s, uint64_t requested) {
    struct statistics *stats = &m->s->statistics;
    stats->mallocs++;
    stats->size_mallocs[s->class_index]++;
    stats->total_alloc += s->element_size;
    stats->heap_alloc += s->element_size;
    stats->total_requested += requested;
    charge(m, COST_HEAP_ALLOCATE, 1);
    if (!s->noscan) charge(m, COST_POINTER_BITS, 1);
}

static enum source take(struct machine *m, uint64_t size, bool noscan, struct object *out) {
    if (size > SMALL_SIZE_MAX) return take_large(m, size, noscan, out);
    uint32_t class_index = is_tiny(size, noscan) ? TINY_CLASS : size_class_of(size);
    return take_small(m, class_index * 2 + noscan, out);
}

struct sweeping {
    uint64_t spans, frees, debt_pages;
};

static struct sweeping sweeping_so_far(const struct machine *m) {
    const struct statistics *s = &m->s->statistics;
    return (struct sweeping){s->spans_swept, s->frees, s->debt_pages};
}

/* What an allocation had to sweep. */
static void tell_sweeping(struct machine *m, uint64_t address, struct sweeping before) {
    const struct statistics *now = &m->s->statistics;
    uint64_t spans = now->spans_swept - before.spans;
    if (spans == 0) return;
    emit(m, EVENT_SWEEP_FIRST, address, spans, now->frees - before.frees,
         now->debt_pages - before.debt_pages);
}

/* A slot of its own; the values have `tail` bytes without pointers behind them. */
static uint64_t allocate_slot(struct machine *m, uint32_t site, const struct type *t,
                              uint64_t count, uint64_t tail) {
    uint64_t size = t->size * count + tail;
    bool noscan = !type_has_pointers(t), tiny = is_tiny(size, noscan);
    const struct sweeping before = sweeping_so_far(m);
    struct object o;
    enum source source = take(m, size, noscan, &o);
    if (source == SOURCE_NONE) return 0;
    uint32_t slot_size = object_span(m, &o)->element_size;
    make_zero(m, &o);
    set_pointer_bits(m, &o, t, count);
    count_object(m, object_span(m, &o), size);
    assist_charge(m, slot_size - size);
    if (!noscan) m->s->gc.pacer.heap_scan += (count - 1) * t->size + t->pointer_data;
    if (tiny) {
        tiny_begin(processor_now(m), o.address, size);
        emit(m, EVENT_TINY, o.address, o.address, size, size);
    }
    tag_birth(m, &o, o.address, tiny ? size : slot_size, site);
    gc_mark_new(m, &o);
    if (source == SOURCE_HEAP) tell_sweeping(m, o.address, before);
    if (source == SOURCE_HEAP || m->config.hostile_cycles) gc_trigger(m);
    if (is_generational(m)) nursery_add(m, &o);
    return o.address;
}

/* Room in a block that was begun before; 0 if there is none. It has its colour already. */
static uint64_t allocate_packed(struct machine *m, uint32_t site, uint64_t size) {
    struct processor *p = processor_now(m);
    cache_flush(m, p);
    uint64_t address = tiny_pack(p, size);
    struct object o;
    if (!address || !heap_find(m, address, &o)) return 0;
    m->s->statistics.tiny_allocs++;
    m->s->statistics.total_requested += size;
    charge(m, COST_TINY_ALLOCATE, 1);
    emit(m, EVENT_TINY, o.address, address, size, p->tiny_offset);
    tag_birth(m, &o, address, size, site);
    return address;
}

uint64_t heap_allocate_array(struct machine *m, uint32_t site, uint64_t count) {
    const struct type *t = &m->program->types[m->program->sites[site].type];
    uint64_t memory = (uint64_t)m->config.pages_max * PAGE_SIZE;
    if (t->size == 0 || count == 0) return ZERO_BASE;
    if (count > memory / t->size) return 0;
    uint64_t packed = 0;
    if (is_tiny(t->size * count, !type_has_pointers(t)))
        packed = allocate_packed(m, site, t->size * count);
    return packed ? packed : allocate_slot(m, site, t, count, 0);
}

uint64_t heap_allocate_tail(struct machine *m, uint32_t site, uint64_t tail) {
    if (tail > (uint64_t)m->config.pages_max * PAGE_SIZE) return 0;
    return allocate_slot(m, site, &m->program->types[m->program->sites[site].type], 1, tail);
}

uint64_t heap_allocate(struct machine *m, uint32_t site) {
    return heap_allocate_array(m, site, 1);
}
