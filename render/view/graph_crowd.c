/* More objects than can be read one by one: how many there are of each kind, in which colours, and
 * who points to whom. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "machine/heap/tag.h"
#include "machine/inspect/inspect_colours.h"
#include "machine/manual/c_heap.h"
#include "machine/memory.h"
#include "view/graph_scene.h"
#include "view/map.h"

/* Of more objects than COUNTED_MAX, names and pointers are not looked at: that would take longer
 * than a picture may. */
enum { COUNTED_MAX = 8000, KINDS_MAX = 48, ROW_HEIGHT = 62, LINKS_SHOWN = 4 };

struct kind {
    struct text name;
    uint32_t key; /* label, or span class */
    uint64_t count[COLOUR_MANUAL + 1], all, bytes;
    uint32_t points_to[KINDS_MAX]; /* pointers to objects of a kind */
};

struct crowd {
    struct scene *s;
    struct kind kinds[KINDS_MAX];
    uint32_t count;
    uint64_t left_out; /* objects of further kinds */
    uint64_t most;     /* of one kind */
};

/* ---- counting ---- */

static struct kind *kind_of(struct crowd *c, uint32_t key) {
    for (uint32_t i = 0; i < c->count; i++)
        if (c->kinds[i].key == key) return &c->kinds[i];
    if (c->count == KINDS_MAX) return NULL;
    c->kinds[c->count].key = key;
    return &c->kinds[c->count++];
}

static uint32_t label_of(const struct crowd *c, uint32_t site) {
    return c->s->v->m->program->sites[site].label;
}

static void count_object(void *user, const struct object_view *o) {
    struct crowd *c = user;
    if (o->colour == COLOUR_FREE) return;
    struct kind *k = kind_of(c, o->serial ? label_of(c, o->site) : UINT32_MAX);
    if (!k) {
        c->left_out++;
        return;
    }
    k->count[o->colour]++;
    k->all++;
    k->bytes += o->size;
}

/* The kind of whoever lives at an address; NULL: nobody does. */
static struct kind *kind_at(struct crowd *c, uint64_t address) {
    const struct machine *m = c->s->v->m;
    struct object o;
    struct tenant t;
    uint64_t chunk = c_chunk_at(m, address);
    if (chunk && c_granule(m, chunk)->state != C_LIVE) return NULL;
    if (chunk) return kind_of(c, label_of(c, c_granule(m, chunk)->site));
    if (!m->tags || !heap_find(m, address, &o)) return NULL;
    return tag_find(m, o.address, address, &t) && t.tag.serial ? kind_of(c, label_of(c, t.tag.site))
                                                               : NULL;
}

static void count_pointers(void *user, const struct object_view *o) {
    struct crowd *c = user;
    const struct machine *m = c->s->v->m;
    if (o->colour == COLOUR_FREE || o->noscan || !o->serial) return;
    struct kind *from = kind_of(c, label_of(c, o->site));
    for (uint32_t at = 0; from && at < o->size; at += WORD) {
        uint64_t place = o->address + at, word = word_read(m, place);
        if (word < C_HEAP_BASE || !inspect_place_is_pointer(m, place)) continue;
        struct kind *to = kind_at(c, word);
        if (to) from->points_to[to - c->kinds]++;
    }
}

static void count_by_name(struct crowd *c) {
    const struct program *p = c->s->v->m->program;
    inspect_objects(c->s->v->m, count_object, c);
    inspect_objects(c->s->v->m, count_pointers, c);
    for (uint32_t i = 0; i < c->count; i++)
        text_add(&c->kinds[i].name, c->kinds[i].key < p->label_count
                                        ? p->labels[c->kinds[i].key].name
                                        : say(c->s->v, WORD_NO_NAME));
}

static void count_span(struct crowd *c, uint32_t page) {
    const struct machine *m = c->s->v->m;
    const struct span *span = &m->spans[page];
    struct kind *k = kind_of(c, span->class_index * 2u + span->noscan);
    if (!k) return;
    if (!k->name.length) map_class_words(c->s->v, page, &k->name);
    for (uint32_t word = 0; word < bits_words(span->element_count); word++) {
        struct colour_words w = inspect_colour_words(m, page, word);
        k->count[COLOUR_WHITE] += bits_count(w.white);
        k->count[COLOUR_GREY] += bits_count(w.grey);
        k->count[COLOUR_BLACK] += bits_count(w.black);
    }
    k->all = k->count[COLOUR_WHITE] + k->count[COLOUR_GREY] + k->count[COLOUR_BLACK];
    k->bytes = k->all * span->element_size;
}

static void count_by_size(struct crowd *c) {
    const struct machine *m = c->s->v->m;
    inspect_note_greys(m);
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page))
        if (inspect_is_heap_span(m, page)) count_span(c, page);
}

/* ---- drawing ---- */

static struct lettering small(const struct scene *s) {
    return (struct lettering){FONT_SANS, TEXT_SMALL, s->v->theme->muted};
}

/* A part of the bar for each colour, with its number if there is room. */
static void draw_bar(struct scene *s, const struct kind *k, struct box bar) {
    float x = bar.x;
    for (int colour = COLOUR_WHITE; colour <= COLOUR_MANUAL; colour++) {
        struct text number = {0};
        struct object_look look = object_look(s->v, (enum colour)colour);
        struct box part = {x, bar.y, bar.w * (float)k->count[colour] / (float)k->all, bar.h};
        struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, look.text};
        if (k->count[colour] == 0) continue;
        part.w = fmaxf(part.w, px(s->v, 2));
        object_box(s->d, s->v, part, px(s->v, 3), (enum colour)colour, true);
        number_words(k->count[colour], &number);
        if (label_width(s->d, s->v, l, text_string(&number)) + px(s->v, 12) < part.w)
            label_centre(s->d, s->v,
                         (struct point){part.x + part.w / 2, part.y + part.h / 2 + px(s->v, 6)}, 0,
                         l, text_string(&number));
        text_free(&number);
        x += part.w;
    }
}

/* "→ Node 999  → string 12": where its pointers lead. */
static void links_words(const struct crowd *c, const struct kind *k, struct text *out) {
    uint32_t shown = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (k->points_to[i] == 0) continue;
        if (shown++ == LINKS_SHOWN) text_add(out, "…");
        if (shown > LINKS_SHOWN) return;
        text_addf(out, "→ %s ×", text_string(&c->kinds[i].name));
        number_words(k->points_to[i], out);
        text_add(out, "   ");
    }
}

static void draw_kind(struct crowd *c, const struct kind *k, struct box row) {
    struct scene *s = c->s;
    const struct view *v = s->v;
    struct text words = {0}, links = {0}, number = {0};
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, v->theme->text};
    float baseline = row.y + px(v, 18), name = fminf(px(v, 170), row.w * 0.45f);
    number_words(k->all, &number);
    if (k->all == 1) text_addf(&words, say(v, WORD_COUNT_ONE_OBJECT), 1);
    else text_addf(&words, say(v, WORD_COUNT_OF_OBJECTS), text_string(&number));
    text_add(&words, " · ");
    size_words(&words, k->bytes);
    links_words(c, k, &links);
    label_left(s->d, v, (struct point){row.x, baseline}, name - px(v, 10), bold,
               text_string(&k->name));
    label_left(s->d, v, (struct point){row.x + name, baseline}, row.w - name, small(s),
               text_string(&words));
    float taken = name + label_width(s->d, v, small(s), text_string(&words)) + px(v, 24);
    if (row.w - taken > px(v, 60))
        label_left(s->d, v, (struct point){row.x + taken, baseline}, row.w - taken,
                   (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->text}, text_string(&links));
    float width = fmaxf(row.w * (float)k->all / (float)c->most, px(v, 4));
    draw_bar(s, k, (struct box){row.x, row.y + px(v, 26), width, px(v, 24)});
    text_free(&words);
    text_free(&links);
    text_free(&number);
}

static int by_count(const void *a, const void *b) {
    const struct kind *x = a, *y = b;
    if (x->all != y->all) return x->all > y->all ? -1 : 1;
    return x->key < y->key ? -1 : 1;
}

/* The largest first; links go by place, so that they are sorted too. */
static void sort_kinds(struct crowd *c) {
    struct kind before[KINDS_MAX];
    for (uint32_t i = 0; i < c->count; i++) before[i] = c->kinds[i];
    qsort(c->kinds, c->count, sizeof c->kinds[0], by_count);
    for (uint32_t i = 0; i < c->count; i++) {
        struct kind sorted = c->kinds[i];
        for (uint32_t k = 0; k < c->count; k++)
            for (uint32_t old = 0; old < c->count; old++)
                if (before[old].key == c->kinds[k].key)
                    c->kinds[i].points_to[k] = sorted.points_to[old];
    }
    c->most = c->count && c->kinds[0].all ? c->kinds[0].all : 1;
}

static void draw_kinds(struct crowd *c, struct box room) {
    struct scene *s = c->s;
    float height = px(s->v, ROW_HEIGHT);
    uint32_t fit = whole(room.h / height), shown = c->count;
    if (shown > fit) shown = fit ? whole((room.h - px(s->v, 22)) / height) : 0;
    for (uint32_t i = 0; i < shown; i++)
        draw_kind(c, &c->kinds[i],
                  (struct box){room.x, room.y + (float)i * height, room.w, height});
    if (shown == c->count && !c->left_out) return;
    struct text more = {0}, number = {0};
    uint64_t rest = c->left_out;
    for (uint32_t i = shown; i < c->count; i++) rest += c->kinds[i].all;
    number_words(rest, &number);
    text_addf(&more, say(s->v, WORD_MORE_KINDS), c->count - shown, text_string(&number));
    label_left(s->d, s->v, (struct point){room.x, room.y + (float)shown * height + px(s->v, 18)},
               room.w, small(s), text_string(&more));
    text_free(&more);
    text_free(&number);
}

uint64_t graph_count_living(const struct machine *m) {
    const struct statistics *stats = &m->s->statistics;
    return stats->mallocs - stats->frees + (m->c_arena ? m->c_arena->counts.live : 0);
}

/* Why there is no graph; returns where the words end. */
static float say_why(struct scene *s, struct box inside, enum word why) {
    struct lettering l = {FONT_SANS, TEXT_BODY, s->v->theme->text};
    float line = px(s->v, TEXT_BODY * 1.35f);
    uint32_t fit = whole(inside.h / line);
    struct point at = {inside.x, inside.y + px(s->v, 16)};
    if (fit == 0) return inside.y;
    uint32_t lines = label_wrapped(s->d, s->v, at, inside.w, fit < 3 ? fit : 3, l, say(s->v, why));
    return inside.y + line * (float)lines + px(s->v, 12);
}

void graph_draw_crowd(struct scene *s, struct box inside) {
    struct crowd c = {.s = s};
    uint64_t living = graph_count_living(s->v->m);
    bool named = s->v->m->tags && living <= COUNTED_MAX;
    enum word why = named ? WORD_TOO_MANY_BY_NAME : WORD_TOO_MANY_BY_SIZE;
    if (living <= GRAPH_COLUMNS_MAX * GRAPH_ROWS_MAX)
        why = s->unplaced ? WORD_TOO_MANY_IN_RUN : WORD_NO_ROOM_FOR_GRAPH;
    float top = say_why(s, inside, why), room = inside.y + inside.h - top;
    if (room < px(s->v, ROW_HEIGHT) || s->v->uncoloured) return;
    if (named) count_by_name(&c);
    else count_by_size(&c);
    sort_kinds(&c);
    draw_kinds(&c, (struct box){inside.x, top, inside.w, room});
    for (uint32_t i = 0; i < c.count; i++) text_free(&c.kinds[i].name);
}
