/* Rows inside a component, and components into the grid. */
#include <stdlib.h>
#include <string.h>

#include "view/graph_plan.h"

enum { ROUNDS = 4, FINE = 16 };

/* A component, in cells of its own. */
struct block {
    uint16_t members[CENSUS_OBJECTS];   /* by layer */
    uint16_t start[CENSUS_OBJECTS + 2]; /* of each layer in `members` */
    uint32_t count, layers;
    uint32_t width, height;
};

struct packing {
    const struct graph_plan *p;
    struct graph_layout *g;
    struct block block;
    uint16_t column[CENSUS_OBJECTS + 1], row[CENSUS_OBJECTS + 1]; /* in its block */
    bool placed[CENSUS_OBJECTS + 1];
    bool kept[GRAPH_ROWS_MAX][GRAPH_COLUMNS_MAX];       /* for a component */
    uint16_t tenant[GRAPH_ROWS_MAX][GRAPH_COLUMNS_MAX]; /* the last one who got the place */
    uint32_t below;                                     /* who had to go below what can be read */
    uint16_t before[CENSUS_OBJECTS + 1];                /* who had the place before that one */
};

/* ---- a component's objects, by layer ---- */

static void take_members(struct packing *k, uint16_t component) {
    const struct graph_plan *p = k->p;
    struct block *b = &k->block;
    uint32_t objects = p->census->objects;
    b->count = b->layers = b->width = b->height = 0;
    for (uint32_t layer = 0, taken = 1; taken; layer++) {
        taken = 0;
        b->start[layer] = (uint16_t)b->count;
        for (uint32_t i = component; i <= objects; i++)
            if (p->component[i] == component && p->layer[i] == layer) {
                k->row[i] = (uint16_t)taken++;
                b->members[b->count++] = (uint16_t)i;
            }
        if (taken) b->layers = layer + 1;
    }
}

/* ---- rows ---- */

/* Where an object would like to be, in parts of a row: level with its neighbours of the layers
 * before, or behind. */
static uint32_t wished_row(const struct packing *k, uint16_t object, bool before) {
    const struct graph_plan *p = k->p;
    uint32_t columns = p->shape.columns, sum = 0, count = 0;
    for (int side = 0; side < 2; side++) {
        const uint16_t *start = side ? p->out_start : p->in_start, *list = side ? p->out : p->in;
        for (uint32_t i = start[object]; i < start[object + 1]; i++) {
            uint32_t here = p->layer[object], there = p->layer[list[i]];
            if (here / columns != there / columns) continue; /* it turns back in between */
            if (before ? there >= here : there <= here) continue;
            sum += k->row[list[i]];
            count++;
        }
    }
    return count ? sum * FINE / count : k->row[object] * FINE;
}

struct wish {
    uint32_t row;
    uint16_t object;
};

static int by_wish(const void *a, const void *b) {
    const struct wish *x = a, *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return x->object < y->object ? -1 : x->object > y->object;
}

/* In the order of their wishes, as near to them as `height` rows allow. */
static void place_layer(struct packing *k, uint32_t layer, uint32_t height, bool before) {
    const struct block *b = &k->block;
    struct wish wishes[CENSUS_OBJECTS];
    uint32_t count = b->start[layer + 1] - b->start[layer], least = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint16_t object = b->members[b->start[layer] + i];
        wishes[i] = (struct wish){wished_row(k, object, before), object};
    }
    qsort(wishes, count, sizeof wishes[0], by_wish);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = (wishes[i].row + FINE / 2) / FINE, most = height - count + i;
        if (row < least) row = least;
        if (row > most) row = most;
        k->row[wishes[i].object] = (uint16_t)row;
        least = row + 1;
    }
}

/* A band: as many layers as there are columns. The next one turns back below it. */
static uint32_t band_end(const struct packing *k, uint32_t band) {
    uint32_t end = (band + 1) * k->p->shape.columns;
    return end < k->block.layers ? end : k->block.layers;
}

static uint32_t band_height(const struct packing *k, uint32_t band) {
    uint32_t height = 0;
    for (uint32_t i = band * k->p->shape.columns; i < band_end(k, band); i++) {
        uint32_t count = k->block.start[i + 1] - k->block.start[i];
        if (count > height) height = count;
    }
    return height;
}

static void order_band(struct packing *k, uint32_t band) {
    uint32_t first = band * k->p->shape.columns, end = band_end(k, band);
    uint32_t height = band_height(k, band);
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = first; i < end; i++) place_layer(k, i, height, true);
        for (uint32_t i = end; i > first; i--) place_layer(k, i - 1, height, false);
    }
}

static void place_band(struct packing *k, uint32_t band) {
    struct block *b = &k->block;
    uint32_t columns = k->p->shape.columns, first = band * columns;
    uint32_t top = b->height;
    for (uint32_t i = b->start[first]; i < b->start[band_end(k, band)]; i++) {
        uint16_t object = b->members[i];
        uint32_t along = k->p->layer[object] - first;
        k->column[object] = (uint16_t)(band % 2 ? columns - 1 - along : along);
        k->row[object] = (uint16_t)(k->row[object] + top);
    }
    b->height += band_height(k, band);
}

static void lay_out_block(struct packing *k, uint16_t component) {
    struct block *b = &k->block;
    uint32_t columns = k->p->shape.columns;
    take_members(k, component);
    b->width = b->layers < columns ? b->layers : columns;
    for (uint32_t band = 0; band * columns < b->layers; band++) {
        order_band(k, band);
        place_band(k, band);
    }
}

/* ---- places ---- */

/* Whether an object could be there: before or after all the others who are, unless `alone`. */
static bool may_have(const struct packing *k, uint32_t object, uint32_t column, uint32_t row,
                     bool alone) {
    if (alone) return !k->kept[row][column];
    for (uint16_t i = k->tenant[row][column]; i; i = k->before[i])
        if (!census_apart(k->p->census, object, i)) return false;
    return true;
}

static void settle_at(struct packing *k, uint16_t object, uint32_t column, uint32_t row) {
    struct graph_layout *g = k->g;
    if (k->tenant[row][column]) g->shared = true;
    k->before[object] = k->tenant[row][column];
    k->tenant[row][column] = object;
    k->kept[row][column] = k->placed[object] = true;
    g->cells[object] = (struct cell){(uint16_t)column, (uint16_t)row};
    if (column + 1 > g->columns) g->columns = column + 1;
    if (row + 1 > g->rows) g->rows = row + 1;
}

static bool block_fits(const struct packing *k, uint32_t column, uint32_t row, bool alone) {
    const struct block *b = &k->block;
    for (uint32_t i = 0; !alone && i < b->count; i++) {
        uint16_t object = b->members[i];
        if (!may_have(k, object, column + k->column[object], row + k->row[object], false))
            return false;
    }
    for (uint32_t y = row; alone && y < row + b->height; y++)
        for (uint32_t x = column; x < column + b->width; x++)
            if (k->kept[y][x]) return false;
    return true;
}

static void put_block(struct packing *k, uint32_t column, uint32_t row) {
    const struct block *b = &k->block;
    for (uint32_t i = 0; i < b->count; i++) {
        uint16_t object = b->members[i];
        settle_at(k, object, column + k->column[object], row + k->row[object]);
    }
    for (uint32_t y = row; y < row + b->height; y++)
        for (uint32_t x = column; x < column + b->width; x++) k->kept[y][x] = true;
}

/* The first place from the top, with its last row above `rows`. */
static bool find_place(struct packing *k, uint32_t rows, bool alone) {
    const struct block *b = &k->block;
    for (uint32_t row = 0; row + b->height <= rows; row++)
        for (uint32_t column = 0; column + b->width <= k->p->shape.columns; column++) {
            if (!block_fits(k, column, row, alone)) continue;
            put_block(k, column, row);
            return true;
        }
    return false;
}

/* ---- components that are too large: one object after the other ---- */

/* How far a place is from those that an object has to do with. */
static uint32_t distance(const struct packing *k, uint32_t object, uint32_t column, uint32_t row) {
    const struct graph_plan *p = k->p;
    uint32_t sum = 0;
    for (int side = 0; side < 2; side++) {
        const uint16_t *start = side ? p->out_start : p->in_start, *list = side ? p->out : p->in;
        for (uint32_t i = start[object]; i < start[object + 1]; i++) {
            struct cell c = k->g->cells[list[i]];
            if (!k->placed[list[i]] || census_apart(p->census, object, list[i])) continue;
            sum += (uint32_t)(abs((int)c.column - (int)column) + abs((int)c.row - (int)row));
        }
    }
    return sum;
}

static bool find_place_near(struct packing *k, uint16_t object, bool alone) {
    uint32_t best = UINT32_MAX, best_column = 0, best_row = 0;
    for (uint32_t row = 0; row < GRAPH_ROWS_MAX; row++)
        for (uint32_t column = 0; column < k->p->shape.columns; column++) {
            if (!may_have(k, object, column, row, alone)) continue;
            uint32_t far = distance(k, object, column, row);
            if (far >= best) continue;
            best = far;
            best_column = column;
            best_row = row;
        }
    if (best == UINT32_MAX) return false;
    settle_at(k, object, best_column, best_row);
    return true;
}

/* Below what can be read, each has a place for itself, in the order of their births. */
static void place_below(struct packing *k, uint16_t object) {
    uint32_t columns = k->p->shape.columns, number = k->below++;
    struct cell c = {(uint16_t)(number % columns), (uint16_t)(GRAPH_ROWS_MAX + number / columns)};
    k->placed[object] = true;
    k->g->cells[object] = c;
    if (k->g->columns < columns) k->g->columns = columns;
    if (k->g->rows < c.row + 1u) k->g->rows = c.row + 1u;
}

static void place_anew(struct packing *k, uint16_t object) {
    if (!find_place_near(k, object, true) && !find_place_near(k, object, false))
        place_below(k, object);
}

static void place_one_by_one(struct packing *k, uint16_t component) {
    for (uint32_t i = component; i <= k->p->census->objects; i++) {
        if (k->p->component[i] == component) place_anew(k, (uint16_t)i);
    }
}

static void place_component(struct packing *k, uint16_t component) {
    lay_out_block(k, component);
    bool fits = find_place(k, GRAPH_ROWS_MAX, true) || find_place(k, GRAPH_ROWS_MAX, false);
    if (!fits) place_one_by_one(k, component);
}

static bool is_single(const struct graph_plan *p, uint32_t object) {
    return p->component[object] == object && p->out_start[object] == p->out_start[object + 1] &&
           p->in_start[object] == p->in_start[object + 1];
}

/* Those that nobody ever points to and that point to nobody come last. */
void graph_plan_pack(const struct graph_plan *p, struct graph_layout *g) {
    struct packing k = {.p = p, .g = g};
    uint16_t objects = (uint16_t)p->census->objects;
    *g = (struct graph_layout){.objects = objects};
    for (int singles = 0; singles < 2; singles++)
        for (uint16_t i = 1; i <= objects; i++)
            if (p->component[i] == i && is_single(p, i) == (singles == 1)) place_component(&k, i);
}

/* ---- another future ---- */

/* Its old place, if nobody else is there now. Below what can be read nobody else ever is. */
static bool take_old_place(struct packing *k, const struct graph_layout *before, uint16_t object) {
    struct cell c = before->cells[object];
    if (object > before->objects) return false;
    if (c.row >= GRAPH_ROWS_MAX) return k->placed[object] = true;
    if (!may_have(k, object, c.column, c.row, false)) return false;
    settle_at(k, object, c.column, c.row);
    return true;
}

/* The grid does not become smaller, so that nothing moves. */
void graph_plan_extend(const struct graph_plan *p, struct graph_layout *g, uint32_t kept) {
    struct packing k = {.p = p, .g = g};
    struct graph_layout before = *g;
    uint32_t objects = p->census->objects;
    if (g->rows > GRAPH_ROWS_MAX) k.below = (g->rows - GRAPH_ROWS_MAX) * g->columns;
    g->objects = objects;
    for (int rest = 0; rest < 2; rest++) /* the kept ones have the first choice */
        for (uint32_t i = rest ? kept + 1 : 1; i <= (rest ? objects : kept); i++)
            take_old_place(&k, &before, (uint16_t)i);
    for (uint32_t i = 1; i <= objects; i++)
        if (!k.placed[i]) place_anew(&k, (uint16_t)i);
}
