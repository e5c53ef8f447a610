/* inspect_colours.h -- the colours of very many objects at once, as bits.
 *
 * First inspect_note_greys, which walks the work list once; what it notes, in the machine's scratch
 * memory, holds until the machine steps or somebody else uses that memory. Then a million objects
 * are some thousands of words. */
#ifndef TC_INSPECT_COLOURS_H
#define TC_INSPECT_COLOURS_H

#include "machine/inspect/inspect.h"

/* A bit a slot; a slot that has none is free. */
struct colour_words {
    uint64_t white, grey, black;
};

void inspect_note_greys(const struct machine *m);

/* Of slots 64 * word and following of a span. */
static inline struct colour_words inspect_colour_words(const struct machine *m, uint32_t page,
                                                       uint32_t word) {
    const struct span *s = &m->spans[page];
    uint32_t first = word * 64, before = s->free_index > first ? s->free_index - first : 0;
    uint64_t there = bits_low(s->element_count - first < 64 ? s->element_count - first : 64);
    uint64_t marks = span_marks(m, page)[word];
    uint64_t taken =
        (span_allocations(m, page)[word] | bits_low(before < 64 ? before : 64)) & there;
    uint64_t greys = m->scratch[(size_t)page * PAGE_BIT_WORDS + word];
    return (struct colour_words){taken & ~marks, taken & marks & greys, taken & marks & ~greys};
}

/* At most one of the three bits is set. No branch: what colour a slot has cannot be foretold. */
static inline enum colour inspect_colour_in(const struct colour_words *w, uint32_t bit) {
    return (enum colour)((w->white >> bit & 1) * COLOUR_WHITE + (w->grey >> bit & 1) * COLOUR_GREY +
                         (w->black >> bit & 1) * COLOUR_BLACK);
}

static inline enum colour inspect_slot_colour(const struct machine *m, uint32_t page,
                                              uint32_t slot) {
    struct colour_words w = inspect_colour_words(m, page, slot / 64);
    return inspect_colour_in(&w, slot % 64);
}

/* Calls `each` for the objects and ghosts in slots [first, end) of a span. */
void inspect_slots_between(const struct machine *m, uint32_t page, uint32_t first, uint32_t end,
                           object_fn *each, void *user);

/* All slots of the heap, by colour. */
struct colour_count {
    uint64_t white, grey, black, free;
};

struct colour_count inspect_count_colours(const struct machine *m);

static inline bool inspect_is_heap_span(const struct machine *m, uint32_t page) {
    return m->span_of[page] == page + 1 && m->spans[page].state == SPAN_HEAP;
}

#endif
