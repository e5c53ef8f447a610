#include "machine/gc/generation.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/gc/pacer.h"
#include "machine/heap/central.h"
#include "machine/heap/sweep.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

/* ---- the nursery ---- */

/* A span that is still to be swept has no young objects: what is not marked in it is dead. */
static bool is_unswept(const struct machine *m, const struct span *s) {
    return s->sweepgen == m->s->heap.sweepgen - 2 || s->sweepgen == m->s->heap.sweepgen + 1;
}

bool object_is_young(const struct machine *m, const struct object *o) {
    const struct collector *gc = &m->s->gc;
    if (!is_generational(m) || (gc_marking(m) && !gc->minor)) return false;
    return !object_marked(m, o) && !is_unswept(m, object_span(m, o));
}

uint64_t nursery_limit(const struct machine *m) {
    return m->config.nursery ? m->config.nursery : pacer_scaled(m, NURSERY);
}

void nursery_add(struct machine *m, const struct object *o) {
    struct collector *gc = &m->s->gc;
    struct span *s = object_span(m, o);
    if (gc_marking(m)) return; /* black, and so old */
    s->young = 1;
    gc->young_objects++;
    gc->young_bytes += s->element_size;
    if (gc->young_bytes >= nursery_limit(m)) gc_collect_young(m);
}

/* ---- the barrier ---- */

static bool is_on(const struct machine *m) {
    return is_generational(m) && !gc_marking(m) && m->config.barrier != BARRIER_NONE;
}

/* Whether a pointer leads from an old object, which is not remembered yet, to a young one. */
static bool is_news(const struct machine *m, uint64_t address, uint64_t word, struct object *from) {
    struct object to;
    if (!heap_find(m, address, from) || object_span(m, from)->noscan) return false;
    if (!object_marked(m, from) || object_remembered(m, from)) return false;
    return heap_find(m, word, &to) && !object_marked(m, &to);
}

static void remember(struct machine *m, const struct object *o, uint64_t young) {
    bit_set(span_remembered(m, o->span), o->slot);
    m->s->gc.remembered++;
    m->s->statistics.remembered++;
    charge(m, COST_REMEMBER, 1);
    emit(m, EVENT_REMEMBER, o->address, young, m->s->gc.remembered, 0);
}

bool remember_word(struct machine *m, uint64_t address, uint64_t word) {
    struct object o;
    if (!is_on(m) || word == 0 || !is_news(m, address, word, &o)) return false;
    remember(m, &o, word);
    return true;
}

/* The compiler leaves the barrier out where it knows that the memory is on the stack
 * (writebarrier.go:needwb). */
bool remember_store(struct machine *m, struct goroutine *g) {
    if (!is_on(m) || stack_is_address(m, g->target)) return false;
    m->s->statistics.barriers++;
    charge(m, COST_YOUNG_TEST, 1);
    if (!remember_word(m, g->target, g->new_word)) return false;
    g->part = PART_REMEMBERED;
    return true;
}

static bool holds_pointer(const struct machine *m, uint64_t address) {
    uint64_t word = (address - ARENA_BASE) / WORD;
    return address_in_arena(m, address) && m->pointer_bits[word / 64] >> word % 64 & 1;
}

void remember_written(struct machine *m, uint64_t address, uint64_t size) {
    if (!is_on(m)) return;
    for (uint64_t at = address / WORD * WORD; at < address + size; at += WORD)
        if (holds_pointer(m, at)) remember_word(m, at, word_read(m, at));
}

/* ---- all spans ---- */

/* The first heap span at or behind a page; pages_used if there is none. */
static uint32_t next_span(const struct machine *m, uint32_t page) {
    while (page < m->s->heap.pages_used) {
        const struct span *s = &m->spans[page];
        if (m->span_of[page] == page + 1 && s->state == SPAN_HEAP) break;
        page += m->span_of[page] == page + 1 ? s->pages : 1;
    }
    return page < m->s->heap.pages_used ? page : m->s->heap.pages_used;
}

static size_t bitmap_bytes(const struct span *s) {
    return bits_words(s->element_count) * sizeof(uint64_t);
}

static void each_span(struct machine *m, void (*each)(struct machine *m, uint32_t span)) {
    uint32_t page = next_span(m, 0);
    for (; page < m->s->heap.pages_used; page = next_span(m, page + m->spans[page].pages))
        each(m, page);
}

static void forget_span(struct machine *m, uint32_t span) {
    memset(span_remembered(m, span), 0, bitmap_bytes(&m->spans[span]));
}

static void forget_all(struct machine *m) {
    if (m->s->gc.remembered) each_span(m, forget_span);
    m->s->gc.remembered = 0;
}

/* ---- a minor collection ---- */

static void make_grey(struct machine *m, uint32_t span) {
    const struct span *s = &m->spans[span];
    for (uint32_t slot = 0; slot < s->element_count; slot++) {
        if (!bit_get(span_remembered(m, span), slot)) continue;
        uint64_t address = page_address(span) + (uint64_t)slot * s->element_size;
        work_put(m, address);
        emit(m, EVENT_REMEMBERED, address, 0, 0, 0);
    }
}

void minor_mark_begins(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->young_page = 0;
    for (uint32_t p = 0; p < m->config.procs; p++) cache_release(m, &m->processors[p]);
    if (gc->remembered) each_span(m, make_grey);
}

void minor_mark_ended(struct machine *m) {
    forget_all(m);
}

bool minor_sweep_one(struct machine *m) {
    struct collector *gc = &m->s->gc;
    uint32_t page = next_span(m, gc->young_page);
    while (page < m->s->heap.pages_used && !m->spans[page].young)
        page = next_span(m, page + m->spans[page].pages);
    if (page == m->s->heap.pages_used) return false;
    gc->young_page = page + m->spans[page].pages;
    uint64_t size = m->spans[page].element_size, freed = sweep_young_span(m, page);
    gc->young_objects -= freed;
    gc->young_bytes -= freed * size;
    return true;
}

/* ---- a major one ---- */

static void make_white(struct machine *m, uint32_t span) {
    memset(span_marks(m, span), 0, bitmap_bytes(&m->spans[span]));
    charge(m, COST_ZERO, bits_words(m->spans[span].element_count));
}

void major_mark_begins(struct machine *m) {
    forget_all(m);
    each_span(m, make_white);
}

void major_mark_ended(struct machine *m) {
    m->s->gc.young_objects = m->s->gc.young_bytes = 0;
}
