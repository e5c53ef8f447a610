#include "machine/check/check.h"

#include "machine/check/check_c.h"
#include "machine/check/check_generation.h"
#include "machine/check/check_stack.h"
#include "machine/gc/barrier.h"
#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

/* ---- a set of objects and a stack of those still to visit, in the scratch memory ---- */

struct walk;
typedef void pointer_fn(struct walk *w, uint64_t pointer);

struct walk {
    const struct machine *m;
    uint64_t *seen;  /* a bit a word of the arena: an object that starts there was visited */
    uint32_t *stack; /* word indices of objects whose pointers are still to be followed */
    size_t depth;
    uint64_t count;
    bool through_white_only; /* follow pointers out of white objects only */
    uint64_t place;          /* where the pointer that is visited lies; 0: in a record */
    struct black_edge edge;  /* the first that has been counted */
};

static struct walk walk_begin(const struct machine *m) {
    size_t bits = (size_t)m->s->heap.pages_used * PAGE_BIT_WORDS;
    memset(m->scratch, 0, bits * sizeof(uint64_t));
    return (struct walk){
        .m = m, .seen = m->scratch, .stack = (uint32_t *)(void *)(m->scratch + bits)};
}

static void visit(struct walk *w, uint64_t pointer) {
    struct object o;
    if (!heap_find(w->m, pointer, &o)) return;
    uint32_t word = (uint32_t)((o.address - ARENA_BASE) / WORD);
    if (bit_get(w->seen, word)) return;
    if (w->through_white_only && object_marked(w->m, &o)) return;
    bit_set(w->seen, word);
    w->stack[w->depth++] = word;
    w->count++;
}

static void visit_place(struct walk *w, uint64_t place, pointer_fn *each) {
    w->place = place;
    each(w, word_read(w->m, place));
}

/* Calls `each` for every pointer in an object, by the pointer bits. */
static void each_pointer(const struct machine *m, uint64_t object, pointer_fn *each,
                         struct walk *w) {
    struct object o;
    if (!heap_find(m, object, &o) || object_span(m, &o)->noscan) return;
    uint32_t first = (uint32_t)((o.address - ARENA_BASE) / WORD);
    for (uint32_t i = 0; i < object_span(m, &o)->element_size / WORD; i++)
        if (bit_get(m->pointer_bits, first + i)) visit_place(w, o.address + i * WORD, each);
}

static void walk_on(struct walk *w) {
    while (w->depth > 0)
        each_pointer(w->m, ARENA_BASE + (uint64_t)w->stack[--w->depth] * WORD, visit, w);
}

/* ---- roots ---- */

enum which { ALL, BLACK, NOT_BLACK };

static void each_global_pointer(struct walk *w, enum which which, pointer_fn *each) {
    for (uint32_t word = 0; word < w->m->program->global_bytes / WORD; word++) {
        if (!bit_get(w->m->program->global_pointers, word)) continue;
        if (which != ALL && gc_word_is_black(w->m, word) != (which == BLACK)) continue;
        visit_place(w, program_globals(w->m->program) + (uint64_t)word * WORD, each);
    }
}

static void each_stack_pointer(struct walk *w, const struct goroutine *g, pointer_fn *each) {
    struct frame f;
    for (bool more = frame_innermost(w->m, g, &f); more; more = frame_caller(w->m, &f)) {
        const struct function *function = &w->m->program->functions[f.function];
        for (uint32_t i = 0; i < function->pointer_slot_count; i++)
            visit_place(w, slot_address(f.address, function->pointer_slots[i]), each);
    }
}

/* The records of waiting goroutines and of deferred calls, in use and not: from the first the
 * others are reached. */
static void each_record(struct walk *w, pointer_fn *each) {
    const struct machine *m = w->m;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        each(w, goroutine_of(m, n)->waiting);
        each(w, goroutine_of(m, n)->defers);
    }
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct processor *processor = &m->processors[p];
        for (uint32_t i = 0; i < processor->sudog_count; i++) each(w, processor->sudogs[i]);
        for (uint32_t i = 0; i < processor->defer_count; i++) each(w, processor->defers[i]);
    }
}

uint64_t check_reachable(const struct machine *m, void (*lost)(void *user, uint64_t object),
                         void *user) {
    struct walk w = walk_begin(m);
    each_global_pointer(&w, ALL, visit);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        each_stack_pointer(&w, goroutine_of(m, n), visit);
    each_record(&w, visit);
    walk_on(&w);
    if (!lost) return w.count;
    for (uint32_t word = 0; word < m->s->heap.pages_used * (uint32_t)PAGE_WORDS; word++) {
        uint64_t address = ARENA_BASE + (uint64_t)word * WORD;
        if (bit_get(w.seen, word) && gc_is_white(m, address)) lost(user, address);
    }
    return w.count;
}

uint64_t check_reachable_too(const struct machine *m, const uint64_t *words, size_t count) {
    size_t bits = (size_t)m->s->heap.pages_used * PAGE_BIT_WORDS;
    struct walk w = {.m = m, .seen = m->scratch, .stack = (uint32_t *)(void *)(m->scratch + bits)};
    for (size_t i = 0; i < count; i++) visit(&w, words[i]);
    walk_on(&w);
    return w.count;
}

bool check_is_reachable(const struct machine *m, uint64_t object) {
    return bit_get(m->scratch, (uint32_t)((object - ARENA_BASE) / WORD));
}

/* ---- the tri-colour invariants ---- */

/* With Dijkstra's barrier stacks are grey until they have been scanned for the last time. */
static bool stack_is_black(const struct machine *m, uint32_t number) {
    if (!goroutine_of(m, number)->scanned) return false;
    return m->config.barrier != BARRIER_DIJKSTRA || m->s->gc.stage >= STAGE_RESCAN;
}

static void visit_grey(void *user, uint64_t object) {
    struct walk *w = user;
    each_pointer(w->m, object, visit, w);
}

/* Marks in `seen` every white object that something grey protects: grey objects, what the collector
 * has in its hands, roots that are still to be scanned. */
static struct walk protected_objects(const struct machine *m) {
    struct walk w = walk_begin(m);
    w.through_white_only = true;
    work_each(m, visit_grey, &w);
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *scan = &m->processors[p].scan;
        visit(&w, scan->pending);
        if (scan->kind == SCAN_OBJECT) visit_grey(&w, scan->object);
        for (uint64_t i = 0; i < m->processors[p].barrier_count; i++)
            visit(&w, barrier_words(m, p)[i]);
    }
    each_global_pointer(&w, NOT_BLACK, visit);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        if (!stack_is_black(m, n)) each_stack_pointer(&w, goroutine_of(m, n), visit);
    walk_on(&w);
    return w;
}

/* Calls `each` for every pointer that the collector will not look at again in this cycle. */
static void each_black_pointer(struct walk *w, pointer_fn *each) {
    const struct machine *m = w->m;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (m->span_of[page] != page + 1 || m->spans[page].state != SPAN_HEAP) continue;
        for (uint32_t slot = 0; slot < m->spans[page].element_count; slot++) {
            uint64_t at = page_address(page) + (uint64_t)slot * m->spans[page].element_size;
            if (inspect_colour(m, at) == COLOUR_BLACK) each_pointer(m, at, each, w);
        }
    }
    each_global_pointer(w, BLACK, each);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++)
        if (stack_is_black(m, n)) each_stack_pointer(w, goroutine_of(m, n), each);
}

/* The pointers from black to white that have been met are counted, and the first one kept. */
static void count_edge(struct walk *w, uint64_t object) {
    if (w->count++ == 0) w->edge = (struct black_edge){w->place, object};
}

static void count_white(struct walk *w, uint64_t pointer) {
    struct object o;
    if (!heap_find(w->m, pointer, &o) || object_marked(w->m, &o)) return;
    if (!barrier_has(w->m, o.address)) count_edge(w, o.address);
}

static void count_unprotected(struct walk *w, uint64_t pointer) {
    struct object o;
    if (!heap_find(w->m, pointer, &o) || object_marked(w->m, &o)) return;
    if (!bit_get(w->seen, (uint32_t)((o.address - ARENA_BASE) / WORD))) count_edge(w, o.address);
}

enum invariant check_invariant_edge(const struct machine *m, struct black_edge *edge) {
    if (!gc_marking(m)) return INVARIANT_STRONG;
    struct walk strong = {.m = m};
    each_black_pointer(&strong, count_white);
    if (strong.count == 0) return INVARIANT_STRONG;
    struct walk weak = protected_objects(m);
    weak.count = 0;
    each_black_pointer(&weak, count_unprotected);
    *edge = weak.count ? weak.edge : strong.edge;
    return weak.count == 0 ? INVARIANT_WEAK : INVARIANT_BROKEN;
}

enum invariant check_invariant(const struct machine *m) {
    struct black_edge edge;
    return check_invariant_edge(m, &edge);
}

/* ---- bookkeeping ---- */

static void require_marked(void *user, uint64_t object) {
    struct walk *w = user;
    struct object o;
    bool is_piece = heap_find(w->m, object, &o) && (object - o.address) % OBLET_BYTES == 0;
    if (!is_piece || !object_marked(w->m, &o)) w->count = UINT64_MAX;
    else if (w->count != UINT64_MAX) w->count++;
}

static bool work_list_is_marked(const struct machine *m) {
    struct walk w = {.m = m};
    work_each(m, require_marked, &w);
    return w.count == work_count(m);
}

static const char *check_goroutines(const struct machine *m) {
    uint32_t mid_op = 0;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        mid_op += g->part != 0;
        if (g->status != GOROUTINE_DEAD && m->s->gc.stopped && g->part != 0)
            return "the world is stopped inside an operation";
    }
    return mid_op == m->s->mid_op_count ? NULL : "the count of unfinished operations is wrong";
}

/* What each barrier promises. */
static bool invariant_is_kept(const struct machine *m) {
    if (m->config.barrier == BARRIER_NONE) return true;
    enum invariant invariant = check_invariant(m);
    if (m->config.barrier == BARRIER_DIJKSTRA) return invariant == INVARIANT_STRONG;
    return invariant != INVARIANT_BROKEN;
}

const char *check_state(const struct machine *m) {
    const char *wrong = check_heap(m);
    if (!wrong) wrong = check_c_heap(m);
    if (!wrong) wrong = check_generations(m);
    if (!wrong) wrong = check_goroutines(m);
    if (!wrong) wrong = check_stacks(m);
    if (!wrong && !work_list_is_marked(m))
        wrong = "the work list is miscounted, or holds an object that is not marked";
    if (!wrong && !invariant_is_kept(m)) wrong = "the tri-colour invariant is broken";
    return wrong;
}
