#include "machine/inspect/inspect_root.h"

#include "machine/manual/c_watch.h"
#include "machine/memory.h"

#define NOBODY UINT32_MAX

/* Somebody who has been reached. */
struct visited {
    uint64_t object; /* a slot of the heap, or a chunk's payload */
    uint64_t place;  /* that holds the pointer to it; 0: a record of the runtime's does */
    uint32_t from;   /* index of the one in which that place lies; NOBODY: it is a root */
    uint32_t kind, owner;
};

struct walk {
    const struct machine *m;
    uint64_t *seen, *seen_chunks; /* in the scratch memory, as in leak.c */
    struct visited *list;         /* in the order in which they were reached: a queue */
    uint32_t count;
    struct pool pool;   /* where the list is */
    struct visited via; /* how whoever is visited next is reached */
    uint64_t goal;
    uint32_t found; /* index of the goal; NOBODY: not yet */
};

/* ---- who has been reached ---- */

/* The slot, or the payload of the chunk in use, that an address lies in; 0: no object. */
static uint64_t object_at(const struct machine *m, uint64_t address) {
    struct object o;
    uint64_t chunk = m->c_arena ? c_chunk_at(m, address) : 0;
    if (chunk) return c_granule(m, chunk)->state == C_LIVE ? c_payload(chunk) : 0;
    return heap_find(m, address, &o) ? o.address : 0;
}

/* Whether it is for the first time. */
static bool note_seen(struct walk *w, uint64_t object) {
    bool manual = address_in_c_heap(w->m, object);
    uint64_t *bits = manual ? w->seen_chunks : w->seen;
    uint32_t bit = (uint32_t)(manual ? (c_chunk_of(object) - C_HEAP_BASE) / C_ALIGN
                                     : (object - ARENA_BASE) / WORD);
    if (bit_get(bits, bit)) return false;
    bit_set(bits, bit);
    return true;
}

static void visit(struct walk *w, uint64_t pointer) {
    uint64_t object = object_at(w->m, pointer);
    if (!object || w->found != NOBODY || w->pool.failed || !note_seen(w, object)) return;
    w->list = pool_grow(&w->pool, w->list, w->count, sizeof *w->list);
    if (!w->list) return;
    w->via.object = object;
    if (object == w->goal) w->found = w->count;
    w->list[w->count++] = w->via;
}

/* ---- the walk ---- */

static void visit_place(struct walk *w, uint64_t place) {
    w->via.place = place;
    visit(w, word_read(w->m, place));
}

static void visit_globals(struct walk *w) {
    for (uint32_t word = 0; word < w->m->program->global_bytes / WORD; word++)
        if (bit_get(w->m->program->global_pointers, word))
            visit_place(w, program_globals(w->m->program) + (uint64_t)word * WORD);
}

/* Variables first: what also lies in a register is better known by its name. */
static void visit_frame(struct walk *w, const struct frame *f) {
    const struct function *function = &w->m->program->functions[f->function];
    for (uint32_t i = 0; i < function->pointer_slot_count; i++)
        visit_place(w, slot_address(f->address, function->pointer_slots[i]));
}

static void visit_stack(struct walk *w, const struct goroutine *g) {
    struct frame f;
    for (bool more = frame_innermost(w->m, g, &f); more; more = frame_caller(w->m, &f))
        visit_frame(w, &f);
}

static void visit_record(struct walk *w, enum root_kind kind, uint32_t owner, uint64_t record) {
    w->via = (struct visited){.from = NOBODY, .kind = kind, .owner = owner};
    visit(w, record);
}

static void visit_records(struct walk *w) {
    for (uint32_t n = 1; n <= w->m->s->goroutine_count; n++) {
        visit_record(w, ROOT_WAITING, n, goroutine_of(w->m, n)->waiting);
        visit_record(w, ROOT_DEFERRED, n, goroutine_of(w->m, n)->defers);
    }
    for (uint32_t p = 0; p < w->m->config.procs; p++) {
        const struct processor *processor = &w->m->processors[p];
        for (uint32_t i = 0; i < processor->sudog_count; i++)
            visit_record(w, ROOT_RESERVE, p, processor->sudogs[i]);
        for (uint32_t i = 0; i < processor->defer_count; i++)
            visit_record(w, ROOT_RESERVE, p, processor->defers[i]);
    }
}

/* What was left in a chunk by whoever had it before is no pointer of its owner. */
static bool is_written(const struct machine *m, uint64_t word) {
    return (c_granule(m, word)->written >> word % C_ALIGN & 0xff) == 0xff;
}

static void look_into_chunk(struct walk *w, uint64_t payload) {
    uint64_t end = payload + c_usable(c_size(w->m, c_chunk_of(payload)));
    for (uint64_t at = payload; at < end; at += WORD)
        if (is_written(w->m, at)) visit_place(w, at);
}

static void look_into(struct walk *w, uint32_t index) {
    struct object o;
    uint64_t object = w->list[index].object;
    w->via = (struct visited){.from = index, .kind = ROOT_PLACE};
    if (address_in_c_heap(w->m, object)) {
        look_into_chunk(w, object);
        return;
    }
    if (!heap_find(w->m, object, &o) || object_span(w->m, &o)->noscan) return;
    uint32_t first = (uint32_t)((object - ARENA_BASE) / WORD);
    for (uint32_t i = 0; i < object_span(w->m, &o)->element_size / WORD; i++)
        if (bit_get(w->m->pointer_bits, first + i)) visit_place(w, object + i * WORD);
}

static struct walk walk_begin(const struct machine *m, uint64_t goal) {
    size_t bits = (size_t)m->s->heap.pages_used * PAGE_BIT_WORDS;
    size_t chunk_bits = m->c_arena ? m->s->c_brk / C_BLOCK : 0;
    memset(m->scratch, 0, (bits + chunk_bits) * sizeof(uint64_t));
    return (struct walk){.m = m,
                         .seen = m->scratch,
                         .seen_chunks = m->scratch + bits,
                         .goal = goal,
                         .found = NOBODY,
                         .via = {.from = NOBODY, .kind = ROOT_PLACE}};
}

static void walk_from_roots(struct walk *w) {
    visit_globals(w);
    for (uint32_t n = 1; n <= w->m->s->goroutine_count; n++) visit_stack(w, goroutine_of(w->m, n));
    visit_records(w);
    for (uint32_t i = 0; i < w->count && w->found == NOBODY && !w->pool.failed; i++)
        look_into(w, i);
}

/* ---- the way back ---- */

static void keep_path(const struct walk *w, struct root_path *out) {
    enum { HALF = ROOT_PATH_MAX / 2 };
    for (uint32_t i = w->found; i != NOBODY; i = w->list[i].from) out->total++;
    out->count = out->total < ROOT_PATH_MAX ? out->total : ROOT_PATH_MAX;
    uint32_t number = out->total;
    for (uint32_t i = w->found; i != NOBODY; i = w->list[i].from) {
        const struct visited *v = &w->list[i];
        uint32_t behind = out->total - number--; /* places between this one and the last */
        if (behind < HALF) out->places[out->count - 1 - behind] = v->place;
        else if (number < HALF) out->places[number] = v->place;
        if (v->from != NOBODY) continue;
        out->kind = v->kind;
        out->owner = v->owner;
    }
}

bool inspect_find_root_path(const struct machine *m, uint64_t address, struct root_path *out) {
    uint64_t goal = object_at(m, address);
    *out = (struct root_path){0};
    if (!goal) return false;
    struct walk w = walk_begin(m, goal);
    walk_from_roots(&w);
    if (w.found != NOBODY) keep_path(&w, out);
    else if (w.pool.failed) out->kind = ROOT_UNKNOWN;
    pool_free(&w.pool);
    return out->total > 0;
}

/* ---- in words ---- */

static void add_root(const struct machine *m, const struct root_path *path, struct text *out) {
    switch (path->kind) {
    case ROOT_WAITING: text_addf(out, "what G%u waits with", path->owner); break;
    case ROOT_DEFERRED: text_addf(out, "what G%u has deferred", path->owner); break;
    case ROOT_RESERVE: text_addf(out, "the records that P%u keeps", path->owner); break;
    case ROOT_PLACE: inspect_place(m, path->places[0], out); break;
    case ROOT_NONE:
    case ROOT_UNKNOWN: break;
    }
}

void inspect_root_path_words(const struct machine *m, const struct root_path *path,
                             uint64_t address, struct text *out) {
    enum { FIRST = 3, LAST = 2 }; /* of a long way */
    bool cut = path->total > FIRST + LAST + 1;
    add_root(m, path, out);
    for (uint32_t i = 1; i < path->count; i++) {
        uint32_t left = path->count - i;
        if (cut && i == FIRST) text_addf(out, " → … (%u more)", path->total - FIRST - LAST);
        if (cut && i >= FIRST && left > LAST) continue;
        text_add(out, " → ");
        inspect_place(m, path->places[i], out);
    }
    text_add(out, " → ");
    inspect_object_name(m, address, out);
}

bool inspect_root_path(const struct machine *m, uint64_t address, struct text *out) {
    struct root_path path;
    if (!inspect_find_root_path(m, address, &path)) return false;
    inspect_root_path_words(m, &path, address, out);
    return true;
}
