#include "machine/values/deferred.h"

#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/values/typed.h"

enum { RECORD_CLASS = 80 }; /* the size class of DEFER_SIZE bytes */

static bool is_heap_record(const struct machine *m, uint64_t address) {
    struct object o;
    return heap_find(m, address, &o) && o.address == address &&
           object_span(m, &o)->element_size == RECORD_CLASS && !object_span(m, &o)->noscan;
}

static bool is_stack_record(const struct machine *m, const struct goroutine *g, uint64_t address) {
    return address % WORD == 0 && stack_position(m, g, address) &&
           stack_position(m, g, address + DEFER_FRAME);
}

static bool is_sound(const struct machine *m, const struct goroutine *g, uint64_t record) {
    return is_stack_record(m, g, record) || is_heap_record(m, record);
}

bool deferred_newest(struct machine *m, struct goroutine *g, struct deferred *out) {
    uint64_t record = g->defers;
    if (!record) return false;
    if (!is_sound(m, g, record)) {
        machine_fault(m, FAULT_DEFER, record);
        return false;
    }
    *out = (struct deferred){.record = record,
                             .closure = word_read(m, record + DEFER_FUNCTION),
                             .older = word_read(m, record + DEFER_OLDER),
                             .frame = word_read(m, record + DEFER_FRAME)};
    return true;
}

bool deferred_has_free(const struct machine *m) {
    return processor_now(m)->defer_count > 0 || m->s->free_defers;
}

/* The list that all share. It is no root: the next collection drops it. */
static void give_to_all(struct machine *m, struct processor *p) {
    while (p->defer_count > DEFER_CACHE_MAX / 2) {
        uint64_t record = p->defers[--p->defer_count];
        p->defers[p->defer_count] = 0;
        if (!is_heap_record(m, record)) continue;
        typed_store(m, record + DEFER_OLDER, m->s->free_defers);
        m->s->free_defers = record;
    }
}

static void take_from_all(struct machine *m, struct processor *p) {
    while (p->defer_count < DEFER_CACHE_MAX / 2 && is_heap_record(m, m->s->free_defers)) {
        uint64_t record = m->s->free_defers;
        m->s->free_defers = word_read(m, record + DEFER_OLDER);
        typed_store(m, record + DEFER_OLDER, 0);
        p->defers[p->defer_count++] = record;
    }
}

uint64_t deferred_take_free(struct machine *m) {
    struct processor *p = processor_now(m);
    if (p->defer_count == 0) take_from_all(m, p);
    while (p->defer_count) {
        uint64_t record = p->defers[--p->defer_count];
        p->defers[p->defer_count] = 0;
        if (is_heap_record(m, record)) return record;
    }
    return 0;
}

void deferred_push(struct machine *m, struct goroutine *g, uint64_t record, uint64_t closure) {
    typed_store(m, record + DEFER_FUNCTION, closure);
    typed_store(m, record + DEFER_OLDER, g->defers);
    word_write(m, record + DEFER_FRAME, g->frame);
    g->defers = record;
}

void deferred_pop(struct machine *m, struct goroutine *g, const struct deferred *d) {
    struct processor *p = processor_now(m);
    g->defers = d->older;
    typed_store(m, d->record + DEFER_FUNCTION, 0);
    typed_store(m, d->record + DEFER_OLDER, 0);
    word_write(m, d->record + DEFER_FRAME, 0);
    if (!is_heap_record(m, d->record)) return;
    if (p->defer_count == DEFER_CACHE_MAX) give_to_all(m, p);
    p->defers[p->defer_count++] = d->record;
}

/* ---- for the collector and for stacks ---- */

/* No list has more records than fit into memory: a ring was made by a dangling pointer. */
static uint64_t records_max(const struct machine *m) {
    return (uint64_t)m->s->heap.pages_used * PAGE_SIZE / (DEFER_WORDS * WORD) + 1;
}

static void shade_list(struct machine *m, const struct goroutine *g) {
    uint64_t left = records_max(m);
    for (uint64_t at = g->defers; at && left-- && is_sound(m, g, at);
         at = word_read(m, at + DEFER_OLDER))
        if (is_heap_record(m, at)) gc_shade(m, at);
}

void deferred_mark_begins(struct machine *m) {
    m->s->free_defers = 0;
    for (uint32_t p = 0; p < m->config.procs; p++)
        for (uint32_t i = 0; i < m->processors[p].defer_count; i++)
            gc_shade(m, m->processors[p].defers[i]);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        if (goroutine_of(m, n)->defers) shade_list(m, goroutine_of(m, n));
}

static void mend(struct machine *m, const struct stack_move *move, uint64_t at) {
    uint64_t word = word_read(m, at), moved = stack_moved(move, word);
    if (moved != word) word_write(m, at, moved);
}

/* Records in frames have been mended with them. */
void deferred_stack_moved(struct machine *m, struct goroutine *g, const struct stack_move *move) {
    uint64_t left = records_max(m);
    g->defers = stack_moved(move, g->defers);
    g->panic = stack_moved(move, g->panic);
    for (uint64_t at = g->defers; at && left-- && is_sound(m, g, at);
         at = word_read(m, at + DEFER_OLDER)) {
        if (!is_heap_record(m, at)) continue;
        mend(m, move, at + DEFER_OLDER);
        mend(m, move, at + DEFER_FRAME);
    }
}
