#include "machine/heap/central.h"

#include "machine/cost.h"
#include "machine/heap/size_class.h"
#include "machine/heap/sweep.h"
#include "machine/heap/tiny.h"
#include "machine/memory.h"

/* How many spans are swept in the hope for a free slot: mcentral.go, where spanBudget goes from 100
 * down to 0. */
enum { SWEEP_TRIES = 101 };

/* ---- sets ---- */

static struct span_set *set_of(const struct machine *m, const struct span *s) {
    return &m->s->heap.central[span_class_of(s)].sets[s->set];
}

static void put_into(struct machine *m, uint32_t span, uint32_t set) {
    struct span *s = &m->spans[span];
    CHECK_AT(s->set == SET_NONE, machine_place(m));
    s->set = (uint8_t)set;
    struct span_set *list = set_of(m, s);
    s->previous = list->tail;
    s->next = 0;
    if (list->tail) m->spans[list->tail - 1].next = span + 1;
    else list->head = span + 1;
    list->tail = span + 1;
}

void central_take_out(struct machine *m, uint32_t span) {
    struct span *s = &m->spans[span];
    if (s->set >= SETS) return;
    struct span_set *list = set_of(m, s);
    if (s->previous) m->spans[s->previous - 1].next = s->next;
    else list->head = s->next;
    if (s->next) m->spans[s->next - 1].previous = s->previous;
    else list->tail = s->previous;
    s->next = s->previous = 0;
    s->set = SET_NONE;
}

uint32_t central_pop(struct machine *m, uint32_t span_class, uint32_t set) {
    uint32_t span = m->s->heap.central[span_class].sets[set].head;
    if (span) central_take_out(m, span - 1);
    return span;
}

void central_put(struct machine *m, uint32_t span) {
    const struct span *s = &m->spans[span];
    bool full = s->used_count == s->element_count;
    put_into(m, span, (full ? SET_FULL : SET_PARTIAL) + set_swept(m));
}

/* ---- caching: mcentral.go ---- */

/* Gives back a span from a processor's cache: uncacheSpan. */
static void uncache(struct machine *m, uint32_t span) {
    struct span *s = &m->spans[span];
    bool stale = s->sweepgen == m->s->heap.sweepgen + 1;
    s->set = SET_NONE;
    s->sweepgen = m->s->heap.sweepgen;
    if (stale) sweep_span(m, span, false);
    else central_put(m, span);
}

/* A span of an unswept set that turns out to have a free slot. */
static uint32_t sweep_for_room(struct machine *m, uint32_t span_class) {
    uint32_t unswept = 1 - set_swept(m), set = SET_PARTIAL;
    for (int tries = 0; tries < SWEEP_TRIES; tries++) {
        uint32_t span = central_pop(m, span_class, set + unswept);
        if (!span && set == SET_FULL) return 0;
        if (!span) {
            set = SET_FULL;
            tries--;
            continue;
        }
        sweep_span(m, span - 1, true);
        if (m->spans[span - 1].used_count < m->spans[span - 1].element_count) return span;
        central_put(m, span - 1);
    }
    return 0;
}

/* Takes from the sets what there is: cacheSpan without grow. */
static uint32_t find_span(struct machine *m, uint32_t span_class) {
    uint32_t span = central_pop(m, span_class, SET_PARTIAL + set_swept(m));
    return span ? span : sweep_for_room(m, span_class);
}

/* Memory is out, but other processors may hold spans with free slots. Go has no need for this. */
static uint32_t find_held_back(struct machine *m, uint32_t span_class) {
    for (uint32_t i = 0; i < m->config.procs; i++) {
        uint32_t span = m->processors[i].current[span_class];
        if (!span || m->spans[span - 1].used_count == m->spans[span - 1].element_count) continue;
        m->processors[i].current[span_class] = 0;
        m->spans[span - 1].set = SET_NONE;
        return span;
    }
    return 0;
}

static uint32_t cache_span(struct machine *m, uint32_t span_class) {
    uint32_t class_index = span_class / 2;
    sweep_pay_debt(m, (uint64_t)SIZE_CLASS[class_index].pages * PAGE_SIZE, 0);
    uint32_t span = find_span(m, span_class);
    if (!span) span = span_allocate_heap(m, class_index, span_class % 2, 0);
    if (!span) span = find_span(m, span_class); /* everything has been swept by now */
    return span ? span : find_held_back(m, span_class);
}

uint32_t cache_refill(struct machine *m, uint32_t span_class) {
    uint32_t *current = &processor_now(m)->current[span_class];
    if (*current) uncache(m, *current - 1);
    *current = cache_span(m, span_class);
    if (!*current) return 0;
    struct span *s = &m->spans[*current - 1];
    s->set = SET_CACHED;
    s->sweepgen = m->s->heap.sweepgen + 3;
    m->s->gc.heap_live +=
        (uint64_t)s->pages * PAGE_SIZE - (uint64_t)s->used_count * s->element_size;
    charge(m, COST_REFILL, 1);
    emit(m, EVENT_SPAN_CACHED, page_address(*current - 1), s->element_count - s->used_count,
         s->element_size, 0);
    return *current;
}

/* False when there was none left: then the tiny block goes, too. */
static bool release_one(struct machine *m, struct processor *p) {
    for (uint32_t class = 0; class < SPAN_CLASSES; class ++) {
        uint32_t span = p->current[class];
        if (!span) continue;
        p->current[class] = 0;
        uncache(m, span - 1);
        return true;
    }
    tiny_close(p);
    return false;
}

bool cache_flush_one(struct machine *m, struct processor *p) {
    if (p->flushed == m->s->heap.sweepgen) return false;
    bool more = release_one(m, p);
    if (!more) p->flushed = m->s->heap.sweepgen;
    return more;
}

void cache_release(struct machine *m, struct processor *p) {
    while (release_one(m, p)) continue;
}
