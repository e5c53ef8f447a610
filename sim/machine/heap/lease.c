#include "machine/heap/lease.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/gc/generation.h"
#include "machine/heap/size_class.h"

/* Nobody asks for names, and no object is born marked. */
static bool is_quiet(const struct machine *m) {
    return !m->sink.emit && !m->tags && !m->program->reference_count &&
           m->s->gc.stage == STAGE_IDLE && !is_generational(m);
}

/* An object on whose page all objects have its type, in a span in the processor's cache: so its
 * neighbours need nothing but to be counted. The span's first page, or 0 and false. */
static bool has_alike_neighbours(const struct machine *m, uint64_t object, const struct type *t,
                                 uint32_t *span) {
    struct object o;
    if (!heap_find(m, object, &o) || !type_has_pointers(t)) return false;
    const struct span *s = object_span(m, &o);
    uint32_t span_class = s->class_index * 2u + s->noscan;
    *span = o.span;
    return s->class_index && s->pages == 1 && s->element_size <= BITS_PART_MAX * WORD &&
           m->heap_pages[o.span].pointers == (uint32_t)t->pointers[0] &&
           t->pointer_data <= POINTERS_WORDS * WORD &&
           processor_now(m)->current[span_class] == o.span + 1;
}

static void lend(const struct machine *m, struct lease *l, uint32_t span, uint32_t site) {
    const struct span *s = &m->spans[span];
    if (s->free_index % 64 == 0) return; /* the next word of the bitmap has not been looked at */
    uint64_t slots = s->alloc_cache & bits_low(s->element_count - s->free_index);
    *l = (struct lease){.slots = slots,
                        .lent = slots,
                        .base = page_address(span) + (uint64_t)s->free_index * s->element_size,
                        .size = s->element_size,
                        .zero = s->need_zero,
                        .span = span,
                        .site = site};
}

uint64_t lease_begin(struct machine *m, struct lease *l, uint32_t site) {
    const struct type *t = &m->program->types[m->program->sites[site].type];
    uint32_t span;
    uint64_t object = heap_allocate(m, site);
    *l = (struct lease){0};
    if (object && is_quiet(m) && has_alike_neighbours(m, object, t, &span)) lend(m, l, span, site);
    return object;
}

static void count(struct machine *m, const struct lease *l, uint64_t taken) {
    const struct site *site = &m->program->sites[l->site];
    struct statistics *stats = &m->s->statistics;
    stats->mallocs += taken;
    stats->size_mallocs[m->spans[l->span].class_index] += taken;
    stats->total_alloc += taken * l->size;
    stats->heap_alloc += taken * l->size;
    stats->total_requested += taken * m->program->types[site->type].size;
    m->s->gc.pacer.heap_scan += taken * m->program->types[site->type].pointer_data;
    m->labels[site->label] += (uint32_t)taken;
    m->s->heap.next_serial += (uint32_t)taken;
    charge(m, COST_HEAP_ALLOCATE, taken);
    if (!m->spans[l->span].noscan) charge(m, COST_POINTER_BITS, taken);
    if (l->zero) charge(m, COST_ZERO, taken * l->size / WORD);
}

void lease_settle(struct machine *m, struct lease *l) {
    uint64_t taken = l->lent & ~l->slots;
    if (taken) {
        struct span *s = &m->spans[l->span];
        uint32_t passed =
            64 - (uint32_t)__builtin_clzll(taken); /* slots up to the last one taken */
        s->free_index += passed;
        s->alloc_cache = s->alloc_cache >> (passed - 1) >> 1;
        s->used_count += bits_count(taken);
        count(m, l, bits_count(taken));
    }
    *l = (struct lease){0};
}
