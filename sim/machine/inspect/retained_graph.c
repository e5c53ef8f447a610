#include "machine/inspect/retained_graph.h"

#include <stdlib.h>

#include "machine/bits.h"
#include "machine/heap/heap.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

enum { BLOCK = 64 }; /* vertices of one span, at least */

/* ---- vertices of objects ---- */

static bool is_heap_span(const struct machine *m, uint32_t page) {
    return m->span_of[page] == page + 1 && m->spans[page].state == SPAN_HEAP;
}

static uint32_t blocks_of(const struct span *s) {
    return (s->element_count + BLOCK - 1) / BLOCK;
}

/* Numbers the slots of all spans. How many objects there are. */
static uint64_t number_spans(struct retained *r) {
    const struct machine *m = r->m;
    uint64_t objects = 0;
    uint32_t block = 0;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (!is_heap_span(m, page)) continue;
        r->base[page] = r->first_slot + block * BLOCK;
        for (uint32_t i = 0; i < blocks_of(&m->spans[page]); i++) r->blocks[block++] = page;
        objects += m->spans[page].used_count;
    }
    r->first_granule = r->first_slot + block * BLOCK;
    return objects;
}

static size_t count_blocks(const struct machine *m) {
    size_t blocks = 0;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++)
        if (is_heap_span(m, page)) blocks += blocks_of(&m->spans[page]);
    return blocks;
}

static uint32_t vertex_of_chunk(const struct retained *r, uint64_t chunk) {
    return r->first_granule + (uint32_t)((chunk - C_HEAP_BASE) / C_ALIGN);
}

/* By the records of pages, which are few bytes. */
static uint32_t slot_vertex(const struct retained *r, uint64_t address) {
    const struct machine *m = r->m;
    if (!address_in_arena(m, address)) return NO_VERTEX;
    const struct heap_page *page = &m->heap_pages[page_of(address)];
    if (!page->size) return NO_VERTEX;
    uint64_t offset = address - page_address(page->first);
    uint32_t slot = (uint32_t)(offset * page->divisor >> 32);
    bool is = slot < m->spans[page->first].element_count && slot_allocated(m, page->first, slot);
    return is ? r->base[page->first] + slot : NO_VERTEX;
}

uint32_t retained_vertex_at(const struct retained *r, uint64_t address) {
    uint64_t chunk = r->m->c_arena ? c_chunk_at(r->m, address) : 0;
    if (!chunk) return slot_vertex(r, address);
    return c_granule(r->m, chunk)->state == C_LIVE ? vertex_of_chunk(r, chunk) : NO_VERTEX;
}

struct holder retained_vertex(const struct retained *r, uint32_t vertex) {
    if (vertex < r->root_count) {
        const struct retained_root *root = &r->roots[vertex];
        return (struct holder){.kind = root->kind, .owner = root->owner, .address = root->address};
    }
    struct holder h = {.kind = HOLDER_OBJECT};
    if (vertex >= r->first_granule) {
        uint64_t chunk = C_HEAP_BASE + (uint64_t)(vertex - r->first_granule) * C_ALIGN;
        h.address = c_payload(chunk);
        h.size = c_size(r->m, chunk);
        return h;
    }
    uint32_t page = r->blocks[(vertex - r->first_slot) / BLOCK];
    h.size = r->m->spans[page].element_size;
    h.address = page_address(page) + (vertex - r->base[page]) * h.size;
    return h;
}

/* ---- roots ---- */

struct rooting {
    struct retained *r;
    uint64_t *claimed; /* a bit a word of the globals */
    struct pool pool;
    bool failed;
};

static uint32_t add_root(struct rooting *k, struct retained_root root) {
    struct retained *r = k->r;
    r->roots = pool_grow(&r->pool, r->roots, r->root_count, sizeof *r->roots);
    k->failed = k->failed || !r->roots;
    if (k->failed) return 0;
    root.end = r->root_count + 1;
    r->roots[r->root_count] = root;
    return r->root_count++;
}

static uint32_t open_group(struct rooting *k, enum holder_kind kind, uint32_t owner,
                           uint64_t address) {
    return add_root(k, (struct retained_root){.kind = kind, .owner = owner, .address = address});
}

/* A group that nothing belongs to is none. */
static void close_group(struct rooting *k, uint32_t group) {
    struct retained *r = k->r;
    if (k->failed) return;
    if (group > 0 && r->root_count == group + 1) r->root_count = group;
    else r->roots[group].end = r->root_count;
}

/* Only what leads to an object. */
static void add_pointer(struct rooting *k, struct retained_root root) {
    if (retained_vertex_at(k->r, root.pointer) != NO_VERTEX) add_root(k, root);
}

static void add_word(struct rooting *k, uint32_t owner, uint64_t place) {
    add_pointer(k, (struct retained_root){.kind = HOLDER_WORD,
                                          .owner = owner,
                                          .address = place,
                                          .pointer = word_read(k->r->m, place)});
}

/* The words of a variable that hold pointers, but for those that belong to one before it: in a heap
 * dump a segment lies around all that is named in it. */
static void add_global(struct rooting *k, uint32_t index) {
    const struct program *p = k->r->m->program;
    const struct global *g = &p->globals[index];
    const struct type *t = &p->types[g->type];
    uint32_t first = (g->offset + WORD - 1) / WORD;
    uint32_t group = open_group(k, HOLDER_GLOBAL, index, program_globals(p) + g->offset);
    for (uint32_t i = 0; i < t->pointer_data / WORD; i++) {
        uint32_t word = first + i;
        if (!type_word_is_pointer(t, i) || !bit_get(p->global_pointers, word)) continue;
        if (bit_get(k->claimed, word)) continue;
        bit_set(k->claimed, word);
        add_word(k, index, program_globals(p) + (uint64_t)word * WORD);
    }
    close_group(k, group);
}

/* Words of a heap dump that have no name: each is a root by itself. */
static void add_nameless(struct rooting *k) {
    const struct program *p = k->r->m->program;
    for (uint32_t word = 0; word < p->global_bytes / WORD; word++)
        if (bit_get(p->global_pointers, word) && !bit_get(k->claimed, word))
            add_word(k, RETAINED_NAMELESS, program_globals(p) + (uint64_t)word * WORD);
}

static void add_globals(struct rooting *k) {
    const struct program *p = k->r->m->program;
    uint32_t group = open_group(k, HOLDER_GLOBALS, 0, 0);
    k->claimed = pool_alloc(&k->pool, bits_words(p->global_bytes / WORD + 1) * sizeof *k->claimed);
    k->failed = k->failed || !k->claimed;
    for (uint32_t i = 0; i < p->global_count && !k->failed; i++) add_global(k, i);
    if (!k->failed) add_nameless(k);
    close_group(k, group);
}

static int by_address(const void *a, const void *b) {
    const struct retained_root *x = a, *y = b;
    return (x->address > y->address) - (x->address < y->address);
}

/* A word may belong to several variables, that are in use one after the other. */
static void drop_doubles(struct retained *r, uint32_t first) {
    uint32_t kept = first;
    if (r->root_count <= first + 1) return;
    qsort(&r->roots[first], r->root_count - first, sizeof *r->roots, by_address);
    for (uint32_t i = first; i < r->root_count; i++) {
        if (kept > first && r->roots[i].address == r->roots[kept - 1].address) continue;
        r->roots[kept] = r->roots[i];
        r->roots[kept].end = kept + 1;
        kept++;
    }
    r->root_count = kept;
}

static void add_frame(struct rooting *k, uint32_t owner, const struct frame *f) {
    const struct function *function = &k->r->m->program->functions[f->function];
    uint32_t group = open_group(k, HOLDER_FRAME, owner, f->address);
    for (uint32_t i = 0; i < function->pointer_slot_count; i++)
        add_word(k, owner, slot_address(f->address, function->pointer_slots[i]));
    if (!k->failed) drop_doubles(k->r, group + 1);
    close_group(k, group);
}

static void add_record(struct rooting *k, enum holder_kind kind, uint32_t owner, uint64_t record) {
    add_pointer(k, (struct retained_root){.kind = kind, .owner = owner, .pointer = record});
}

static void add_goroutine(struct rooting *k, uint32_t number) {
    const struct machine *m = k->r->m;
    const struct goroutine *g = goroutine_of(m, number);
    struct frame f;
    uint32_t group = open_group(k, HOLDER_GOROUTINE, number, 0);
    for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f))
        add_frame(k, number, &f);
    add_record(k, HOLDER_WAITING, number, g->waiting);
    add_record(k, HOLDER_DEFERRED, number, g->defers);
    close_group(k, group);
}

static void add_reserve(struct rooting *k, uint32_t number) {
    const struct processor *p = &k->r->m->processors[number];
    uint32_t group = open_group(k, HOLDER_RESERVE, number, 0);
    for (uint32_t i = 0; i < p->sudog_count; i++)
        add_record(k, HOLDER_RESERVE, number, p->sudogs[i]);
    for (uint32_t i = 0; i < p->defer_count; i++)
        add_record(k, HOLDER_RESERVE, number, p->defers[i]);
    close_group(k, group);
}

static bool find_roots(struct retained *r) {
    struct rooting k = {.r = r};
    uint32_t all = open_group(&k, HOLDER_ROOTS, 0, 0);
    add_globals(&k);
    for (uint32_t n = 1; n <= r->m->s->goroutine_count && !k.failed; n++) add_goroutine(&k, n);
    for (uint32_t p = 0; p < r->m->config.procs; p++) add_reserve(&k, p);
    close_group(&k, all);
    pool_free(&k.pool);
    return !k.failed;
}

/* ---- who points to whom ---- */

static uint32_t next_of_root(const struct retained *r, uint32_t vertex, uint32_t *cursor) {
    const struct retained_root *root = &r->roots[vertex];
    uint32_t next = *cursor ? r->roots[*cursor].end : vertex + 1;
    if (root->pointer && *cursor == 0) {
        *cursor = vertex;
        return retained_vertex_at(r, root->pointer);
    }
    if (root->pointer || next >= root->end) return NO_VERTEX;
    *cursor = next;
    return next;
}

/* What was left in a chunk by whoever had it before is no pointer of its owner. */
static bool is_written(const struct machine *m, uint64_t word) {
    return (c_granule(m, word)->written >> word % C_ALIGN & 0xff) == 0xff;
}

static uint32_t next_of_chunk(const struct retained *r, uint32_t vertex, uint32_t *cursor) {
    struct holder h = retained_vertex(r, vertex);
    uint32_t words = (uint32_t)(c_usable((uint32_t)h.size) / WORD);
    while (*cursor < words) {
        uint64_t at = h.address + (uint64_t)(*cursor)++ * WORD;
        if (!is_written(r->m, at)) continue;
        uint32_t next = retained_vertex_at(r, word_read(r->m, at));
        if (next != NO_VERTEX) return next;
    }
    return NO_VERTEX;
}

/* The first word from `word` on that holds a pointer, by the bits. */
static uint64_t next_pointer(const struct machine *m, uint64_t word, uint64_t end) {
    while (word < end) {
        uint64_t bits = m->pointer_bits[word / 64] >> word % 64;
        if (bits) return word + bits_lowest(bits);
        word = (word / 64 + 1) * 64;
    }
    return end;
}

/* Memory takes its time to answer: all that the first words of an object lead to is asked for at
 * once. */
static void fetch_ahead(const struct retained *r, uint64_t at, uint64_t end) {
    enum { FETCHED = 8 };
    const struct machine *m = r->m;
    at = next_pointer(m, at, end);
    for (uint32_t i = 0; i < FETCHED && at < end; i++, at = next_pointer(m, at + 1, end)) {
        uint64_t word = word_read(m, ARENA_BASE + at * WORD);
        uint32_t vertex = slot_vertex(r, word);
        if (vertex == NO_VERTEX) continue;
        __builtin_prefetch(&r->tree.vertices[vertex], 1);
        __builtin_prefetch(arena_bytes(m, word));
        __builtin_prefetch(&m->pointer_bits[(word - ARENA_BASE) / WORD / 64]);
    }
}

static uint32_t next_of_slot(const struct retained *r, uint32_t vertex, uint32_t *cursor) {
    const struct machine *m = r->m;
    uint32_t page = r->blocks[(vertex - r->first_slot) / BLOCK];
    const struct span *s = &m->spans[page];
    if (s->noscan) return NO_VERTEX;
    uint64_t size = s->element_size;
    uint64_t first = ((uint64_t)page * PAGE_SIZE + (vertex - r->base[page]) * size) / WORD;
    uint64_t end = first + size / WORD, at = first + *cursor;
    if (*cursor == 0) fetch_ahead(r, first, end);
    for (at = next_pointer(m, at, end); at < end; at = next_pointer(m, at + 1, end)) {
        uint32_t next = retained_vertex_at(r, word_read(m, ARENA_BASE + at * WORD));
        *cursor = (uint32_t)(at + 1 - first);
        if (next != NO_VERTEX) return next;
    }
    *cursor = (uint32_t)(end - first);
    return NO_VERTEX;
}

static uint32_t successor(const void *user, uint32_t vertex, uint32_t *cursor) {
    const struct retained *r = user;
    if (vertex < r->root_count) return next_of_root(r, vertex, cursor);
    if (vertex < r->first_granule) return next_of_slot(r, vertex, cursor);
    return next_of_chunk(r, vertex, cursor);
}

/* ---- all of it ---- */

static uint32_t granules(const struct machine *m) {
    return m->c_arena ? (uint32_t)(m->s->c_brk / C_ALIGN) : 0;
}

/* Roots are found by what they lead to, so the objects must have numbers before: these are moved
 * up behind the roots. */
static void move_up(struct retained *r) {
    for (uint32_t page = 0; page < r->m->s->heap.pages_used; page++)
        if (is_heap_span(r->m, page)) r->base[page] += r->root_count;
    r->first_slot += r->root_count;
    r->first_granule += r->root_count;
}

bool retained_graph_begin(struct retained *r, struct flow_graph *graph) {
    const struct machine *m = r->m;
    r->base = pool_alloc(&r->pool, (m->s->heap.pages_used + 1u) * sizeof *r->base);
    r->blocks = pool_alloc(&r->pool, (count_blocks(m) + 1) * sizeof *r->blocks);
    if (r->pool.failed) return false;
    uint64_t objects = number_spans(r);
    if (!find_roots(r)) return false;
    move_up(r);
    objects += r->root_count + (m->c_arena ? m->c_arena->counts.live : 0);
    *graph = (struct flow_graph){.vertices = r->first_granule + granules(m),
                                 .reachable = (uint32_t)objects,
                                 .successor = successor,
                                 .user = r};
    return true;
}
