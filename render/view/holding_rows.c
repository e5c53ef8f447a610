#include "view/holding_rows.h"

#include <inttypes.h>

#include "view/holding.h"

static const struct holding *holding_of(const struct card *c) {
    return c->v->holding;
}

static bool is_known(const struct card *c) {
    return holding_of(c) && holding_of(c)->known;
}

static float part_of(const struct card *c, uint64_t bytes) {
    uint64_t all = holding_of(c)->all.bytes;
    return all ? (float)((double)bytes / (double)all) : 0;
}

/* Of a large heap it takes a while. */
static void add_not_yet(struct card *c) {
    struct text words = {0};
    if (!holding_of(c)) return;
    uint32_t progress = holding_of(c)->progress;
    if (progress) text_addf(&words, say(c->v, WORD_INSPECT_HOLDS_SOON), progress / 10);
    else text_add(&words, say(c->v, WORD_INSPECT_HOLDS_LATER));
    card_sentence(c, text_string(&words));
    text_free(&words);
}

/* ---- a holder as a row ---- */

static struct card_action action_of(const struct holder *h) {
    switch (h->kind) {
    case HOLDER_GLOBAL:
    case HOLDER_FRAME:
    case HOLDER_WORD:
    case HOLDER_OBJECT: return (struct card_action){COMMAND_SELECT, h->address};
    case HOLDER_GOROUTINE: return (struct card_action){COMMAND_FRONT, h->owner};
    case HOLDER_ROOTS:
    case HOLDER_GLOBALS:
    case HOLDER_WAITING:
    case HOLDER_DEFERRED:
    case HOLDER_RESERVE: break;
    }
    return (struct card_action){COMMAND_NONE, 0};
}

static void add_tip(struct card *c, uint64_t bytes, uint64_t objects) {
    const struct holder *all = &holding_of(c)->all;
    struct text tip = {0}, of = {0}, whole = {0};
    size_words(&of, bytes);
    size_words(&whole, all->bytes);
    text_addf(&tip, say(c->v, WORD_INSPECT_RETAINS_TIP), text_string(&of),
              (unsigned long long)objects, text_string(&whole), (unsigned long long)all->objects);
    card_tip(c, text_string(&tip));
    text_free(&tip);
    text_free(&of);
    text_free(&whole);
}

static struct card_row *add_measure(struct card *c, const char *name, uint64_t bytes) {
    struct text size = {0};
    size_words(&size, bytes);
    struct card_row *row = card_measure(c, name, text_string(&size), part_of(c, bytes));
    text_free(&size);
    return row;
}

static void add_holder(struct card *c, const struct holder *h) {
    struct text name = {0};
    retained_name(c->v->m, h, &name);
    view_translate(c->v, &name);
    if (h->kind == HOLDER_ROOTS || h->kind == HOLDER_GLOBALS) { /* none of them alone */
        card_sentence(c, text_string(&name));
        text_free(&name);
        return;
    }
    struct card_row *row = add_measure(c, text_string(&name), h->bytes);
    row->action = action_of(h);
    row->lit = h->kind == HOLDER_GOROUTINE && h->owner == c->v->goroutine;
    add_tip(c, h->bytes, h->objects);
    text_free(&name);
}

static void add_more(struct card *c, uint32_t count) {
    struct text words = {0};
    text_addf(&words, say(c->v, WORD_INSPECT_CHAIN_MORE), count);
    card_line(c, "", text_string(&words))->colour = c->v->theme->muted;
    text_free(&words);
}

/* ---- the selected ---- */

/* "112 B, 5 objects" */
static void add_amount(const struct card *c, const struct holder *h, struct text *out) {
    struct text size = {0};
    size_words(&size, h->bytes);
    if (h->kind == HOLDER_OBJECT && h->objects == 1) text_add(out, say(c->v, WORD_INSPECT_ITSELF));
    else if (h->objects == 1)
        text_addf(out, say(c->v, WORD_INSPECT_ONE_OBJECT), text_string(&size));
    else
        text_addf(out, say(c->v, WORD_INSPECT_OBJECTS), text_string(&size),
                  (unsigned long long)h->objects);
    text_free(&size);
}

void holding_add_own(struct card *c) {
    struct text value = {0};
    if (!is_known(c) || !holding_of(c)->selected) return;
    const struct holder *own = &holding_of(c)->own;
    add_amount(c, own, &value);
    card_measure(c, say(c->v, WORD_INSPECT_RETAINS), text_string(&value), part_of(c, own->bytes))
        ->colour = c->v->theme->muted;
    add_tip(c, own->bytes, own->objects);
    text_free(&value);
}

void holding_add_keepers(struct card *c, enum word nobody) {
    if (!holding_of(c)) return;
    const struct holding *h = holding_of(c);
    card_heading(c, WORD_INSPECT_KEEPERS)->breaks = true;
    if (!h->known) add_not_yet(c);
    else if (!h->selected) card_sentence(c, say(c->v, nobody));
    if (!h->known || !h->selected) return;
    for (uint32_t i = 0; i < h->chain_count; i++) {
        bool gap =
            i > 0 && h->chain[i - 1].kind == HOLDER_OBJECT && h->chain[i].kind != HOLDER_OBJECT;
        if (gap && h->chain_left_out) add_more(c, h->chain_left_out);
        add_holder(c, &h->chain[i]);
    }
}

void holding_add_kept(struct card *c) {
    const struct holding *h = holding_of(c);
    if (!is_known(c) || !h->selected || h->kept_count == 0) return;
    card_heading(c, WORD_INSPECT_KEPT);
    for (uint32_t i = 0; i < h->kept_count; i++) add_holder(c, &h->kept[i]);
    if (h->kept_left_out) add_more(c, h->kept_left_out);
}

/* ---- what holds the memory ---- */

static void add_type(struct card *c, const struct holding_type *t) {
    const struct program *p = c->v->m->program;
    struct text name = {0}, tip = {0}, size = {0};
    bool by_site = holding_of(c)->by_site && t->type < p->site_count;
    if (by_site) text_add(&name, p->labels[p->sites[t->type].label].name);
    else retained_type_name(p, holding_of(c)->by_site ? 2 * p->type_count : t->type, &name);
    view_translate(c->v, &name);
    add_measure(c, text_string(&name), t->bytes);
    size_words(&size, t->bytes);
    text_addf(&tip, say(c->v, WORD_NUMBERS_TYPE_TIP), (unsigned long long)t->objects,
              text_string(&size));
    card_tip(c, text_string(&tip));
    text_free(&name);
    text_free(&tip);
    text_free(&size);
}

static void add_types(struct card *c) {
    const struct holding *h = holding_of(c);
    card_heading(c, h->by_site ? WORD_NUMBERS_SIZES : WORD_NUMBERS_TYPES)->breaks = true;
    for (uint32_t i = 0; i < h->type_count; i++) add_type(c, &h->types[i]);
}

static void add_roots(struct card *c) {
    const struct holding *h = holding_of(c);
    card_heading(c, WORD_NUMBERS_ROOTS);
    for (uint32_t i = 0; i < h->root_count; i++) add_holder(c, &h->roots[i]);
    if (h->shared.objects == 0) return;
    add_measure(c, say(c->v, WORD_NUMBERS_SHARED), h->shared.bytes);
    add_tip(c, h->shared.bytes, h->shared.objects);
}

void holding_add_largest(struct card *c) {
    const struct holding *h = holding_of(c);
    if (!h || (h->known && h->all.objects == 0)) return;
    card_heading(c, WORD_NUMBERS_HOLDS);
    if (!h->known) add_not_yet(c);
    if (!h->known) return;
    for (uint32_t i = 0; i < h->object_count; i++) add_holder(c, &h->objects[i]);
    add_types(c);
    add_roots(c);
}
