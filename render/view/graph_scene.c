#include "view/graph_scene.h"
#include "view/predicting.h"

#include <math.h>

#include "machine/check/check.h"

/* Below this, in units, names cannot be read: then what has no room is left out. */
enum { CELL_WIDTH_LEAST = 84, CELL_HEIGHT_LEAST = 28 };

/* ---- places ---- */

/* How many things of at least that size have room, and how large each may be. */
static uint32_t divide(float room, uint32_t things, float least, float most, float *size) {
    uint32_t fit = whole(room / least);
    if (things == 0) things = 1;
    if (fit > things) fit = things;
    *size = fminf(fit ? room / (float)fit : least, most);
    return fit;
}

static void find_sizes(struct scene *s) {
    const struct view *v = s->v;
    const struct graph_layout *g = v->graph;
    s->columns = divide(s->area.w, g->columns, px(v, CELL_WIDTH_LEAST), px(v, OBJECT_WIDTH * 1.75f),
                        &s->cell_w);
    s->rows = divide(s->area.h, g->rows, px(v, CELL_HEIGHT_LEAST), px(v, OBJECT_HEIGHT * 1.8f),
                     &s->cell_h);
    if (s->rows > (LATTICE_ROWS - 1) / 2) s->rows = (LATTICE_ROWS - 1) / 2;
    s->w = fminf(px(v, OBJECT_WIDTH), s->cell_w * 0.74f);
    s->h = fminf(px(v, OBJECT_HEIGHT), s->cell_h * 0.66f);
    float roots = graph_roots_width(v, s->panel.w);
    float slack = s->area.w - s->cell_w * (float)s->columns;
    s->left = s->area.x + fmaxf(slack - roots, 0) / 2;
    s->top = s->area.y + (s->area.h - s->cell_h * (float)s->rows) / 2;
}

static bool has_room(const struct scene *s, struct cell c) {
    return c.column < s->columns && c.row < s->rows;
}

static struct box place_of(const struct scene *s, struct cell c) {
    return (struct box){s->left + ((float)c.column + 0.5f) * s->cell_w - s->w / 2,
                        s->top + ((float)c.row + 0.5f) * s->cell_h - s->h / 2, s->w, s->h};
}

/* ---- the living ---- */

static void add_living(void *user, const struct object_view *o) {
    struct scene *s = user;
    const struct graph_layout *g = s->v->graph;
    if (o->colour == COLOUR_FREE || o->serial == 0) return;
    struct cell cell = g->cells[o->serial <= g->objects ? o->serial : 0];
    if (o->serial > g->objects) s->unplaced = true;
    if (o->serial > g->objects || !has_room(s, cell) || s->count == NODES_MAX) {
        s->too_many = true;
        return;
    }
    s->nodes[s->count++] =
        (struct node){.o = *o, .cell = cell, .box = place_of(s, cell), .reachable = true};
}

/* Who shares a tiny block is kept by whatever keeps the block. */
static bool is_reachable(const struct machine *m, const struct object_view *o) {
    struct object slot;
    if (o->manual) return !o->leaked;
    return heap_find(m, o->address, &slot) && check_is_reachable(m, slot.address);
}

static void find_reachable(struct scene *s) {
    if (s->count == 0 || s->v->uncoloured || predicting_hides_garbage(s->v)) return;
    check_reachable(s->v->m, NULL, NULL);
    for (uint32_t i = 0; i < s->count; i++)
        s->nodes[i].reachable = is_reachable(s->v->m, &s->nodes[i].o);
}

/* ---- the dead, whom the census remembers ---- */

static bool is_same_cell(struct cell a, struct cell b) {
    return a.column == b.column && a.row == b.row;
}

/* A place that several have one after another shows the last one. */
static struct node *node_in(struct scene *s, struct cell cell) {
    for (uint32_t i = 0; i < s->count; i++)
        if (is_same_cell(s->nodes[i].cell, cell)) return &s->nodes[i];
    return NULL;
}

static void add_ghost(struct scene *s, uint32_t serial) {
    const struct census_object *who = &s->v->session->census.who[serial];
    struct cell cell = s->v->graph->cells[serial];
    if (!has_room(s, cell)) return;
    struct node *there = node_in(s, cell);
    if (there && (!is_ghost(there) || there->freed > who->freed)) return;
    if (!there && s->count == NODES_MAX) return;
    if (!there) there = &s->nodes[s->count++];
    struct object_view o = {.address = who->address,
                            .serial = serial,
                            .site = who->site,
                            .ordinal = who->ordinal,
                            .size = who->size,
                            .noscan = true,
                            .colour = COLOUR_FREE};
    *there = (struct node){.o = o, .cell = cell, .box = place_of(s, cell), .freed = who->freed};
}

static void add_ghosts(struct scene *s) {
    const struct census *c = &s->v->session->census;
    uint64_t now = session_step(s->v->session);
    for (uint32_t i = 1; i <= c->objects && i <= s->v->graph->objects; i++)
        if (c->who[i].freed <= now) add_ghost(s, i);
}

/* As the user wants it (H). */
static void hide_dead(struct scene *s) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->nodes[i].reachable) s->nodes[kept++] = s->nodes[i];
    s->hidden = s->count - kept;
    s->count = kept;
}

bool scene_find(struct scene *s) {
    find_sizes(s);
    if (graph_count_living(s->v->m) > 8 * NODES_MAX) return false; /* no need to look at each */
    inspect_objects(s->v->m, add_living, s);
    if (s->too_many) return false;
    find_reachable(s);
    add_ghosts(s);
    if (s->v->look->hides_dead) hide_dead(s);
    return true;
}

/* The living come first; a ghost keeps its address until somebody lives there. */
const struct node *node_at(const struct scene *s, uint64_t address) {
    for (uint32_t i = 0; i < s->count; i++) {
        const struct object_view *o = &s->nodes[i].o;
        if (address - o->address < (o->size ? o->size : 1)) return &s->nodes[i];
    }
    return NULL;
}
