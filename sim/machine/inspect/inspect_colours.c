#include "machine/inspect/inspect_colours.h"

/* An object is grey while any piece of it is in the work list or in somebody's hands. */
static void note_grey(void *user, uint64_t work) {
    const struct machine *m = user;
    struct object o;
    if (heap_find(m, work, &o)) bit_set(m->scratch + (size_t)o.span * PAGE_BIT_WORDS, o.slot);
}

void inspect_note_greys(const struct machine *m) {
    memset(m->scratch, 0, (size_t)m->s->heap.pages_used * PAGE_BIT_WORDS * sizeof(uint64_t));
    work_each(m, note_grey, (void *)(uintptr_t)m);
    for (uint32_t p = 0; p < m->config.procs; p++)
        if (m->processors[p].scan.kind == SCAN_OBJECT)
            note_grey((void *)(uintptr_t)m, m->processors[p].scan.object);
}

struct colour_count inspect_count_colours(const struct machine *m) {
    struct colour_count sum = {0};
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (!inspect_is_heap_span(m, page)) continue;
        uint64_t slots = m->spans[page].element_count, taken = 0;
        for (uint32_t word = 0; word < bits_words((uint32_t)slots); word++) {
            struct colour_words w = inspect_colour_words(m, page, word);
            sum.white += bits_count(w.white);
            sum.grey += bits_count(w.grey);
            sum.black += bits_count(w.black);
            taken += bits_count(w.white | w.grey | w.black);
        }
        sum.free += slots - taken;
    }
    return sum;
}
