#include "view/graph_layout.h"

#include <string.h>

enum { NOWHERE = 0xffff };

struct layering {
    const struct census *census;
    uint32_t component[CENSUS_OBJECTS + 1]; /* smallest serial number of its component */
    uint32_t layer[CENSUS_OBJECTS + 1];     /* distance from the component's start */
    uint32_t queue[CENSUS_OBJECTS + 1];
};

/* ---- components ---- */

static uint32_t find(struct layering *l, uint32_t object) {
    while (l->component[object] != object) object = l->component[object];
    return object;
}

static void find_components(struct layering *l) {
    for (uint32_t i = 1; i <= l->census->objects; i++) l->component[i] = i;
    for (uint32_t i = 0; i < l->census->edge_count; i++) {
        uint32_t a = find(l, l->census->edges[i].from), b = find(l, l->census->edges[i].to);
        if (a < b) l->component[b] = a;
        else l->component[a] = b;
    }
    for (uint32_t i = 1; i <= l->census->objects; i++) l->component[i] = find(l, i);
}

/* ---- layers ---- */

static bool has_predecessor(const struct layering *l, uint32_t object) {
    for (uint32_t i = 0; i < l->census->edge_count; i++)
        if (l->census->edges[i].to == object && l->census->edges[i].from != object) return true;
    return false;
}

/* Where a component starts: whoever nobody points to; in a cycle the first that a root pointed to.
 */
static bool is_start(const struct layering *l, uint32_t object) {
    return !has_predecessor(l, object);
}

static uint32_t spread(struct layering *l, uint32_t head, uint32_t tail) {
    while (head < tail) {
        uint32_t object = l->queue[head++];
        for (uint32_t i = 0; i < l->census->edge_count; i++) {
            const struct census_edge *e = &l->census->edges[i];
            if (e->from != object || l->layer[e->to] != NOWHERE) continue;
            l->layer[e->to] = l->layer[object] + 1;
            l->queue[tail++] = e->to;
        }
    }
    return tail;
}

static uint32_t start_at(struct layering *l, uint32_t object, uint32_t tail) {
    l->layer[object] = 0;
    l->queue[tail] = object;
    return tail + 1;
}

static void find_layers(struct layering *l) {
    uint32_t tail = 0;
    for (uint32_t i = 1; i <= l->census->objects; i++) l->layer[i] = NOWHERE;
    for (uint32_t i = 1; i <= l->census->objects; i++)
        if (is_start(l, i)) tail = start_at(l, i, tail);
    tail = spread(l, 0, tail);
    for (int rooted = 1; rooted >= 0; rooted--) /* cycles that nothing leads into */
        for (uint32_t i = 1; i <= l->census->objects; i++)
            if (l->layer[i] == NOWHERE && l->census->rooted[i] >= (rooted == 1))
                tail = spread(l, tail, start_at(l, i, tail));
}

/* ---- rows ---- */

struct placing {
    struct graph_layout *g;
    uint32_t columns_max;
    uint8_t taken[CENSUS_OBJECTS + 1][64]; /* by row and column */
};

/* The mean row of those that point to it, so that arrows run level; else the first. */
static uint32_t wanted_row(const struct placing *p, const struct layering *l, uint32_t object,
                           uint32_t first_row) {
    uint32_t sum = 0, count = 0;
    for (uint32_t i = 0; i < l->census->edge_count; i++) {
        const struct census_edge *e = &l->census->edges[i];
        if (e->to != object || l->layer[e->from] >= l->layer[object]) continue;
        sum += p->g->cells[e->from].row;
        count++;
    }
    return count ? sum / count : first_row;
}

static void place(struct placing *p, const struct layering *l, uint32_t object,
                  uint32_t first_row) {
    uint32_t layer = l->layer[object];
    uint32_t column = layer % p->columns_max;
    uint32_t row = wanted_row(p, l, object, first_row);
    if (layer > 0 && column == 0) row++; /* the chain goes on in the next row */
    if (row < first_row) row = first_row;
    while (row < CENSUS_OBJECTS && p->taken[row][column]) row++;
    p->taken[row][column] = 1;
    p->g->cells[object] = (struct cell){(uint16_t)column, (uint16_t)row};
    if (column + 1 > p->g->columns) p->g->columns = column + 1;
    if (row + 1 > p->g->rows) p->g->rows = row + 1;
}

static bool is_single(const struct layering *l, uint32_t object) {
    for (uint32_t i = 1; i <= l->census->objects; i++)
        if (i != object && l->component[i] == l->component[object]) return false;
    return true;
}

static void place_component(struct placing *p, const struct layering *l, uint32_t component,
                            uint32_t first_row) {
    for (uint32_t layer = 0; layer <= l->census->objects; layer++)
        for (uint32_t i = 1; i <= l->census->objects; i++)
            if (l->component[i] == component && l->layer[i] == layer) place(p, l, i, first_row);
}

/* Objects that nobody ever points to, and that point to nobody, fill rows of their own. */
static void place_singles(struct placing *p, const struct layering *l) {
    uint32_t row = p->g->rows, column = 0;
    for (uint32_t i = 1; i <= l->census->objects; i++) {
        if (!is_single(l, i)) continue;
        p->g->cells[i] = (struct cell){(uint16_t)column, (uint16_t)row};
        if (column + 1 > p->g->columns) p->g->columns = column + 1;
        p->g->rows = row + 1;
        if (++column < p->columns_max) continue;
        column = 0;
        row++;
    }
}

void graph_layout_make(struct graph_layout *g, const struct census *c, uint32_t columns_max) {
    struct layering l = {.census = c};
    struct placing p = {.g = g, .columns_max = columns_max < 64 ? columns_max : 64};
    *g = (struct graph_layout){.objects = c->objects};
    find_components(&l);
    find_layers(&l);
    for (uint32_t i = 1; i <= c->objects; i++)
        if (l.component[i] == i && !is_single(&l, i)) place_component(&p, &l, i, g->rows);
    place_singles(&p, &l);
}
