#include "view/holding.h"

#include "machine/inspect/inspect.h"

bool holding_is_quick(const struct machine *m) {
    enum { OBJECTS = 4096, PAGES = 2048 };
    uint64_t objects = m->s->statistics.mallocs - m->s->statistics.frees;
    return objects <= OBJECTS && m->s->heap.pages_used <= PAGES && m->s->goroutine_count <= OBJECTS;
}

/* ---- the largest ---- */

static uint32_t fill(const struct retained *r, const uint32_t *numbers, uint32_t count,
                     struct holder *out) {
    for (uint32_t i = 0; i < count; i++) out[i] = retained_holder(r, numbers[i]);
    return count;
}

void holding_make(struct holding *h, const struct retained *r) {
    uint32_t largest[HOLDERS_MAX];
    *h = (struct holding){.known = true, .progress = 1000, .all = retained_holder(r, 0)};
    h->shared = retained_shared(r);
    h->object_count = fill(
        r, largest, retained_largest(r, retained_is_topmost, largest, HOLDERS_MAX), h->objects);
    h->root_count =
        fill(r, largest, retained_largest(r, retained_is_root, largest, HOLDERS_MAX), h->roots);
    h->by_site = r->m->program->image != NULL;
    const struct retained_group *groups = h->by_site ? r->sites : r->types;
    uint32_t count = h->by_site ? r->site_count : r->type_count;
    h->type_count = retained_largest_groups(groups, count, largest, HOLDERS_MAX);
    for (uint32_t i = 0; i < h->type_count; i++) {
        const struct retained_group *g = &groups[largest[i]];
        h->types[i] = (struct holding_type){largest[i], g->bytes, g->objects};
    }
}

/* ---- the selected ---- */

static uint32_t number_at(const struct retained *r, uint64_t address) {
    uint32_t number = retained_number(r, address);
    if (number == NO_VERTEX) number = retained_root_number(r, HOLDER_FRAME, address);
    for (uint32_t i = 0; number == NO_VERTEX && i < r->root_count; i++)
        if (r->roots[i].kind == HOLDER_GLOBAL && r->roots[i].address == address)
            number = dominators_number(&r->tree, i);
    return number;
}

static bool is_same(const struct holder *word, const struct holder *variable) {
    return word->kind == HOLDER_WORD && variable->kind == HOLDER_GLOBAL &&
           word->address == variable->address && word->bytes == variable->bytes;
}

/* What says nothing of its own: that all roots together keep it, once one of them is told; a
 * variable's only word, beside the variable. */
static bool says_nothing(const struct retained *r, const struct holder *nearer, uint32_t number) {
    struct holder h = retained_holder(r, number);
    if (h.kind == HOLDER_ROOTS || h.kind == HOLDER_GLOBALS) return nearer->kind != HOLDER_OBJECT;
    struct holder above = retained_holder(r, retained_dominator(r, number));
    return is_same(&h, &above) || is_same(nearer, &h);
}

/* The first objects, and all roots. */
static void add_to_chain(struct holding *h, const struct holder *holder, uint32_t objects) {
    bool room = holder->kind == HOLDER_OBJECT ? objects < CHAIN_NEAR : h->chain_count < CHAIN_MAX;
    if (room) h->chain[h->chain_count++] = *holder;
    else h->chain_left_out++;
}

static void make_chain(struct holding *h, const struct retained *r, uint32_t number) {
    struct holder nearer = h->own;
    uint32_t objects = 0;
    while (number) {
        number = retained_dominator(r, number);
        struct holder holder = retained_holder(r, number);
        if (says_nothing(r, &nearer, number)) continue;
        add_to_chain(h, &holder, objects);
        objects += holder.kind == HOLDER_OBJECT;
        nearer = holder;
    }
}

static void make_kept(struct holding *h, const struct retained *r, uint32_t number) {
    uint32_t largest[HOLDERS_MAX];
    h->kept_count = fill(r, largest, retained_children(r, number, largest, HOLDERS_MAX), h->kept);
    uint64_t bytes = h->own.bytes - h->own.size;
    uint32_t all = 0;
    for (uint32_t v = r->child[number]; v; v = r->sibling[v]) all++;
    for (uint32_t i = 0; i < h->kept_count; i++) bytes -= h->kept[i].bytes;
    h->kept_left_out = all - h->kept_count;
    h->kept_left_out_bytes = bytes;
}

void holding_select(struct holding *h, const struct retained *r, uint64_t address) {
    uint32_t number = address ? number_at(r, address) : NO_VERTEX;
    h->chain_count = h->chain_left_out = h->kept_count = h->kept_left_out = 0;
    h->selected = number != NO_VERTEX;
    if (!h->selected) return;
    h->own = retained_holder(r, number);
    make_chain(h, r, number);
    make_kept(h, r, number);
}
