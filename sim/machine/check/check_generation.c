#include "machine/check/check_generation.h"

#include "machine/gc/gc.h"
#include "machine/gc/generation.h"
#include "machine/memory.h"

struct sums {
    uint64_t young, bytes, remembered;
};

static bool points_to_young(const struct machine *m, const struct object *o) {
    uint64_t first = (o->address - ARENA_BASE) / WORD;
    for (uint64_t i = first; i < first + object_span(m, o)->element_size / WORD; i++) {
        struct object to;
        if (!bit_get(m->pointer_bits, (uint32_t)i)) continue;
        bool found = heap_find(m, word_read(m, ARENA_BASE + i * WORD), &to);
        if (found && !object_marked(m, &to)) return true;
    }
    return false;
}

static const char *check_object(const struct machine *m, const struct object *o,
                                struct sums *sums) {
    const struct span *s = object_span(m, o);
    bool remembered = object_remembered(m, o), old = object_marked(m, o);
    sums->remembered += remembered;
    if (object_is_young(m, o)) {
        sums->young++;
        sums->bytes += s->element_size;
        if (!s->young) return "a span does not know of its young objects";
    }
    if (remembered && (!old || s->noscan)) return "the remembered set holds what is not old";
    bool must = old && !s->noscan && !remembered && m->s->gc.lost == 0;
    if (must && points_to_young(m, o)) return "an old object points to a young one unremembered";
    return NULL;
}

static const char *check_span(const struct machine *m, uint32_t page, struct sums *sums) {
    const char *wrong = NULL;
    for (uint32_t slot = 0; slot < m->spans[page].element_count && !wrong; slot++) {
        struct object o = {page_address(page) + (uint64_t)slot * m->spans[page].element_size, page,
                           slot};
        if (slot_allocated(m, page, slot)) wrong = check_object(m, &o, sums);
        else if (object_remembered(m, &o)) wrong = "the remembered set holds a free slot";
    }
    return wrong;
}

const char *check_generations(const struct machine *m) {
    struct sums sums = {0};
    const char *wrong = NULL;
    if (!is_generational(m) || gc_marking(m) || m->s->gc.minor) return NULL;
    if (m->config.barrier == BARRIER_NONE) return NULL;
    for (uint32_t page = 0; page < m->s->heap.pages_used && !wrong; page++)
        if (m->span_of[page] == page + 1 && m->spans[page].state == SPAN_HEAP)
            wrong = check_span(m, page, &sums);
    if (wrong) return wrong;
    if (sums.remembered != m->s->gc.remembered) return "the remembered set is miscounted";
    bool counted = sums.young == m->s->gc.young_objects && sums.bytes == m->s->gc.young_bytes;
    return counted ? NULL : "the nursery is miscounted";
}
