#include "machine/inspect/retained.h"

#include "machine/heap/heap.h"
#include "machine/inspect/retained_graph.h"
#include "machine/memory.h"

enum { STAGE_TREE, STAGE_SIZES, STAGE_SUMS, STAGE_GROUPS };

/* ---- beginning and end ---- */

void retained_free(struct retained *r) {
    dominators_free(&r->tree);
    pool_free(&r->pool);
    *r = (struct retained){0};
}

static void allocate_groups(struct retained *r) {
    const struct program *p = r->m->program;
    r->site_count = p->site_count + 1;
    r->type_count = 2 * p->type_count + 1;
    r->sites = pool_alloc(&r->pool, r->site_count * sizeof *r->sites);
    r->types = pool_alloc(&r->pool, r->type_count * sizeof *r->types);
}

bool retained_begin(struct retained *r, const struct machine *m) {
    *r = (struct retained){.m = m};
    struct flow_graph graph;
    allocate_groups(r);
    if (retained_graph_begin(r, &graph) && dominators_begin(&r->tree, &graph)) return true;
    retained_free(r);
    r->failed = true;
    return false;
}

bool retained_find(struct retained *r, const struct machine *m) {
    if (!retained_begin(r, m)) return false;
    while (retained_go_on(r, UINT32_MAX)) continue;
    return r->done;
}

/* ---- sizes and sums ---- */

static void begin_sizes(struct retained *r) {
    size_t count = r->tree.count;
    r->bytes = pool_alloc(&r->pool, count * sizeof *r->bytes);
    r->objects = pool_alloc(&r->pool, count * sizeof *r->objects);
    r->child = pool_alloc(&r->pool, count * sizeof *r->child);
    r->sibling = pool_alloc(&r->pool, count * sizeof *r->sibling);
    r->failed = r->tree.failed || r->pool.failed;
    r->stage = STAGE_SIZES;
    r->at = 0;
}

static void size_one(struct retained *r) {
    uint32_t v = r->at++;
    struct holder h = retained_holder(r, v);
    r->bytes[v] = h.size;
    r->objects[v] = h.kind == HOLDER_OBJECT;
    if (r->at < r->tree.count) return;
    r->stage = STAGE_SUMS;
    r->at = r->tree.count - 1;
}

/* From the last to the first: what it dominates has been added before it is. */
static void sum_one(struct retained *r) {
    uint32_t v = r->at, above = retained_dominator(r, v);
    if (v == 0) {
        r->stage = STAGE_GROUPS;
        return;
    }
    r->bytes[above] += r->bytes[v];
    r->objects[above] += r->objects[v];
    r->sibling[v] = r->child[above];
    r->child[above] = v;
    r->at--;
}

/* ---- groups: a walk down and up the tree ---- */

static uint32_t site_of(const struct retained *r, const struct holder *h) {
    uint32_t unknown = r->site_count - 1;
    if (address_in_c_heap(r->m, h->address)) {
        const struct c_granule *g = c_granule(r->m, c_chunk_of(h->address));
        return g->serial ? g->site : unknown;
    }
    const struct tag *tag = r->m->tags ? &r->m->tags[(h->address - ARENA_BASE) / WORD] : NULL;
    return tag && tag->serial && tag->site < unknown ? tag->site : unknown;
}

static uint32_t type_of_site(const struct retained *r, uint32_t site) {
    if (site == r->site_count - 1) return r->type_count - 1;
    const struct site *s = &r->m->program->sites[site];
    return 2 * s->type + s->array;
}

static void enter_group(struct retained_group *g, const struct holder *h) {
    g->own += h->size;
    g->objects++;
    if (g->open++ == 0) g->bytes += h->bytes;
}

static void enter(struct retained *r, uint32_t v) {
    struct holder h = retained_holder(r, v);
    if (h.kind != HOLDER_OBJECT) return;
    uint32_t site = site_of(r, &h);
    enter_group(&r->sites[site], &h);
    enter_group(&r->types[type_of_site(r, site)], &h);
}

static void leave(struct retained *r, uint32_t v) {
    struct holder h = retained_holder(r, v);
    if (h.kind != HOLDER_OBJECT) return;
    uint32_t site = site_of(r, &h);
    r->sites[site].open--;
    r->types[type_of_site(r, site)].open--;
}

/* From one to the next: down, to the one beside it, or up. The first is no object. */
static void group_next(struct retained *r) {
    uint32_t v = r->at;
    bool down = !r->goes_up && r->child[v];
    if (!down) leave(r, v);
    r->goes_up = !down && !r->sibling[v];
    r->at = down ? r->child[v] : r->goes_up ? retained_dominator(r, v) : r->sibling[v];
    if (!r->goes_up) enter(r, r->at);
    r->done = r->at == 0;
}

static void go_one_further(struct retained *r) {
    switch (r->stage) {
    case STAGE_SIZES: size_one(r); break;
    case STAGE_SUMS: sum_one(r); break;
    default: group_next(r); break;
    }
}

bool retained_go_on(struct retained *r, uint32_t portion) {
    if (r->done || r->failed) return false;
    if (r->stage == STAGE_TREE) {
        if (dominators_go_on(&r->tree, portion)) return true;
        begin_sizes(r);
    }
    while (portion-- > 0 && !r->done && !r->failed) go_one_further(r);
    return !r->done && !r->failed;
}

uint32_t retained_progress(const struct retained *r) {
    if (r->stage == STAGE_TREE) return dominators_progress(&r->tree) * 8 / 10;
    uint32_t left = r->stage == STAGE_SIZES ? 800 : r->stage == STAGE_SUMS ? 850 : 900;
    return r->done ? 1000 : left;
}

/* ---- whom one asks about ---- */

uint32_t retained_root_number(const struct retained *r, enum holder_kind kind, uint64_t which) {
    for (uint32_t i = 0; i < r->root_count; i++) {
        const struct retained_root *root = &r->roots[i];
        bool by_address = kind == HOLDER_FRAME || kind == HOLDER_WORD;
        if (root->kind == kind && (by_address ? root->address : root->owner) == which)
            return dominators_number(&r->tree, i);
    }
    return NO_VERTEX;
}

uint32_t retained_number(const struct retained *r, uint64_t address) {
    uint32_t vertex = retained_vertex_at(r, address);
    if (vertex == NO_VERTEX) return retained_root_number(r, HOLDER_WORD, address / WORD * WORD);
    return dominators_number(&r->tree, vertex);
}

struct holder retained_holder(const struct retained *r, uint32_t number) {
    struct holder h = retained_vertex(r, r->tree.vertex[number]);
    h.bytes = r->bytes[number];
    h.objects = r->objects[number];
    return h;
}

/* ---- the largest ---- */

/* A list in order, of at most `max`. */
struct ranking {
    uint32_t *list, count, max;
};

static bool is_more(const struct retained *r, uint32_t a, uint32_t b) {
    if (r->bytes[a] != r->bytes[b]) return r->bytes[a] > r->bytes[b];
    return r->objects[a] > r->objects[b];
}

static void rank(const struct retained *r, struct ranking *k, uint32_t number) {
    uint32_t at = k->count;
    while (at > 0 && is_more(r, number, k->list[at - 1])) at--;
    if (at == k->max) return;
    if (k->count < k->max) k->count++;
    memmove(&k->list[at + 1], &k->list[at], (k->count - 1 - at) * sizeof *k->list);
    k->list[at] = number;
}

uint32_t retained_children(const struct retained *r, uint32_t number, uint32_t *largest,
                           uint32_t max) {
    struct ranking k = {largest, 0, max};
    for (uint32_t v = r->child[number]; v; v = r->sibling[v]) rank(r, &k, v);
    return k.count;
}

uint32_t retained_largest(const struct retained *r, holder_fn *is_wanted, uint32_t *largest,
                          uint32_t max) {
    struct ranking k = {largest, 0, max};
    for (uint32_t v = 1; v < r->tree.count; v++)
        if ((k.count < max || is_more(r, v, largest[max - 1])) && is_wanted(r, v)) rank(r, &k, v);
    return k.count;
}

static bool is_object(const struct retained *r, uint32_t number) {
    return r->tree.vertex[number] >= r->root_count;
}

bool retained_is_topmost(const struct retained *r, uint32_t number) {
    return is_object(r, number) && !is_object(r, retained_dominator(r, number));
}

bool retained_is_root(const struct retained *r, uint32_t number) {
    if (is_object(r, number)) return false;
    const struct retained_root *root = &r->roots[r->tree.vertex[number]];
    return root->kind == HOLDER_GLOBAL || root->kind == HOLDER_GOROUTINE ||
           (root->kind == HOLDER_WORD && root->owner == RETAINED_NAMELESS) ||
           (root->kind == HOLDER_RESERVE && !root->pointer);
}

struct holder retained_shared(const struct retained *r) {
    struct holder all = retained_holder(r, 0);
    for (uint32_t v = 1; v < r->tree.count; v++) {
        if (!retained_is_root(r, v)) continue;
        all.bytes -= r->bytes[v];
        all.objects -= r->objects[v];
    }
    return all;
}

uint32_t retained_largest_groups(const struct retained_group *groups, uint32_t count,
                                 uint32_t *largest, uint32_t max) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = found;
        if (groups[i].objects == 0) continue;
        while (at > 0 && groups[i].bytes > groups[largest[at - 1]].bytes) at--;
        if (at == max) continue;
        if (found < max) found++;
        memmove(&largest[at + 1], &largest[at], (found - 1 - at) * sizeof *largest);
        largest[at] = i;
    }
    return found;
}
