#include "machine/gc/by_hand.h"

#include "machine/gc/gc.h"
#include "machine/memory.h"

bool hand_take(struct machine *m, uint64_t object, uint64_t instead_of) {
    return work_swap(m, object, instead_of);
}

static struct scan *scan_of_pending(struct machine *m, uint64_t object) {
    struct object o;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        struct scan *scan = &m->processors[p].scan;
        if (scan->kind == SCAN_OBJECT && scan->pending && heap_find(m, scan->pending, &o) &&
            o.address == object)
            return scan;
    }
    return NULL;
}

bool hand_forget(struct machine *m, uint64_t object) {
    struct scan *scan = scan_of_pending(m, object);
    if (scan) scan->pending = 0;
    return scan != NULL;
}

bool hand_may_judge(const struct machine *m) {
    return m->s->gc.stage == STAGE_CHECK && !m->s->gc.minor;
}

/* The object, if it lies in a slot that is in use and has that mark. */
static bool find_marked(const struct machine *m, uint64_t address, bool marked, struct object *o) {
    return hand_may_judge(m) && heap_find(m, address, o) && object_marked(m, o) == marked;
}

bool hand_doom(struct machine *m, uint64_t object) {
    struct object o;
    if (!find_marked(m, object, true, &o)) return false;
    const struct span *span = object_span(m, &o);
    bit_clear(span_bits(m, o.span, span->mark_plane), o.slot);
    m->s->gc.marked_bytes -= span->element_size;
    return true;
}

bool hand_spare(struct machine *m, uint64_t object) {
    struct object o;
    if (!find_marked(m, object, false, &o)) return false;
    const struct span *span = object_span(m, &o);
    bit_set(span_bits(m, o.span, span->mark_plane), o.slot);
    m->s->gc.marked_bytes += span->element_size;
    return true;
}
