#include "machine/inspect/inspect_referrers.h"

#include "machine/inspect/inspect_c.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"

struct looking {
    const struct machine *m;
    uint64_t address, size;
    place_fn *each;
    void *user;
};

static void look_at(const struct looking *l, uint64_t place) {
    if (word_read(l->m, place) - l->address < l->size) l->each(l->user, place);
}

static void look_at_globals(const struct looking *l) {
    const struct program *p = l->m->program;
    for (uint32_t word = 0; word < p->global_bytes / WORD; word++)
        if (bit_get(p->global_pointers, word))
            look_at(l, program_globals(p) + (uint64_t)word * WORD);
}

static void look_at_stack(const struct looking *l, const struct goroutine *g) {
    struct frame f;
    for (bool more = frame_innermost(l->m, g, &f); more; more = frame_caller(l->m, &f)) {
        const struct function *function = &l->m->program->functions[f.function];
        for (uint32_t i = 0; i < function->pointer_slot_count; i++)
            look_at(l, slot_address(f.address, function->pointer_slots[i]));
    }
}

/* Of the words of a span those that hold pointers; in free slots they mean nothing. */
static void look_at_word(const struct looking *l, uint32_t page, uint64_t place) {
    const struct span *span = &l->m->spans[page];
    uint64_t word = word_read(l->m, place);
    if (word - l->address >= l->size) return;
    uint32_t slot = span_slot(span, place - page_address(page));
    if (slot < span->element_count && slot_allocated(l->m, page, slot)) l->each(l->user, place);
}

static void look_at_span(const struct looking *l, uint32_t page) {
    const struct span *span = &l->m->spans[page];
    if (span->state != SPAN_HEAP || span->noscan) return;
    uint32_t first = (uint32_t)((page_address(page) - ARENA_BASE) / WORD);
    uint32_t words = span->pages * (uint32_t)(PAGE_SIZE / WORD);
    for (uint32_t i = 0; i < words; i += 64) {
        uint64_t bits = l->m->pointer_bits[(first + i) / 64];
        for (; bits; bits &= bits - 1)
            look_at_word(l, page, ARENA_BASE + (uint64_t)(first + i + bits_lowest(bits)) * WORD);
    }
}

/* What was left in a chunk by whoever had it before is no pointer of its owner. */
static void look_at_chunk(void *user, const struct object_view *o) {
    const struct looking *l = user;
    if (!o->manual || o->colour == COLOUR_FREE) return;
    for (uint64_t at = o->address; at + WORD <= o->address + o->size; at += WORD)
        if ((c_granule(l->m, at)->written >> at % C_ALIGN & 0xff) == 0xff) look_at(l, at);
}

void inspect_referrers(const struct machine *m, uint64_t address, uint64_t size, place_fn *each,
                       void *user) {
    struct looking l = {m, address, size, each, user};
    look_at_globals(&l);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) look_at_stack(&l, goroutine_of(m, n));
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++)
        if (m->span_of[page] == page + 1) look_at_span(&l, page);
    if (m->c_arena) inspect_chunks(m, look_at_chunk, &l);
}
