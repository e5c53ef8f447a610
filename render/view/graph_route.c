#include "view/graph_route.h"

#include <math.h>
#include <string.h>

enum { STATES = LATTICE_ROWS * LATTICE_COLUMNS * 4, NOWHERE = 0xffff, HEAP_MAX = 4 * STATES };
/* Prices: of a part as long as half a place, of a bend, of leaving and reaching an object at a
 * side that one does not expect. */
enum { PRICE_PART = 10, PRICE_BEND = 14, PRICE_THROUGH = 2 };

static const int STEP_X[] = {1, 0, -1, 0}, STEP_Y[] = {0, 1, 0, -1};
/* by heading: best is from left to right */
static const uint32_t PRICE_SIDE[] = {0, 7, 12, 7}, PRICE_SIDE_LOW[] = {0, 32, 12, 32};

/* ---- the search: Dijkstra's, over knots and headings ---- */

struct entry {
    uint32_t price;
    uint16_t state;
};

struct search {
    const struct lattice *l;
    struct knot to;
    uint32_t price[STATES];
    uint16_t before[STATES];
    struct entry heap[HEAP_MAX];
    uint32_t size;
};

static uint16_t state_of(uint32_t column, uint32_t row, uint32_t heading) {
    return (uint16_t)((row * LATTICE_COLUMNS + column) * 4 + heading);
}

static uint32_t column_of(uint16_t state) {
    return state / 4 % LATTICE_COLUMNS;
}

static uint32_t row_of(uint16_t state) {
    return state / 4 / LATTICE_COLUMNS;
}

static bool comes_first(struct entry a, struct entry b) {
    return a.price != b.price ? a.price < b.price : a.state < b.state;
}

static void push(struct search *s, struct entry e) {
    uint32_t at = s->size++;
    while (at > 0 && comes_first(e, s->heap[(at - 1) / 2])) {
        s->heap[at] = s->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    s->heap[at] = e;
}

static struct entry pop(struct search *s) {
    struct entry top = s->heap[0], last = s->heap[--s->size];
    uint32_t at = 0;
    for (uint32_t child; (child = 2 * at + 1) < s->size; at = child) {
        if (child + 1 < s->size && comes_first(s->heap[child + 1], s->heap[child])) child++;
        if (!comes_first(s->heap[child], last)) break;
        s->heap[at] = s->heap[child];
    }
    s->heap[at] = last;
    return top;
}

static void offer(struct search *s, uint16_t state, uint32_t price, uint16_t before) {
    if (price >= s->price[state] || s->size == HEAP_MAX) return;
    s->price[state] = price;
    s->before[state] = before;
    push(s, (struct entry){price, state});
}

static uint32_t side_price(const struct lattice *l, uint32_t heading) {
    return l->low ? PRICE_SIDE_LOW[heading] : PRICE_SIDE[heading];
}

/* From a knot on, a step in a heading; off the lattice, or into somebody's place, there is none. */
static void step(struct search *s, struct knot at, uint32_t heading, uint32_t price,
                 uint16_t before) {
    int column = at.column + STEP_X[heading], row = at.row + STEP_Y[heading];
    if (column < 0 || row < 0 || column >= (int)s->l->columns || row >= (int)s->l->rows) return;
    bool there = column == s->to.column && row == s->to.row;
    if (s->l->taken[row][column] && !there) return;
    if (there) price += side_price(s->l, heading);
    if (column % 2 && row % 2 && !there) price += PRICE_THROUGH;
    offer(s, state_of((uint32_t)column, (uint32_t)row, heading), price + PRICE_PART, before);
}

static void go_on(struct search *s, uint16_t state) {
    struct knot at = {(uint8_t)column_of(state), (uint8_t)row_of(state)};
    for (uint32_t heading = 0; heading < 4; heading++) {
        if ((heading + 2) % 4 == state % 4u) continue; /* no turning on the spot */
        uint32_t bend = heading == state % 4u ? 0 : PRICE_BEND;
        step(s, at, heading, s->price[state] + bend, state);
    }
}

/* The last state of the cheapest way; NOWHERE if there is none. */
static uint16_t search(struct search *s) {
    while (s->size > 0) {
        struct entry e = pop(s);
        if (e.price > s->price[e.state]) continue; /* a cheaper way was found since */
        if (column_of(e.state) == s->to.column && row_of(e.state) == s->to.row) return e.state;
        go_on(s, e.state);
    }
    return NOWHERE;
}

static void begin(struct search *s, const struct lattice *l, struct cell to) {
    s->l = l;
    s->to = knot_of(to);
    s->size = 0;
    memset(s->price, 0xff, sizeof s->price);
}

/* ---- the way back ---- */

static bool is_same(struct knot a, struct knot b) {
    return a.column == b.column && a.row == b.row;
}

/* Ends and bends only. `start` is an object's place; NULL: the way begins where its first state
 * is. A way with too many bends counts as none. */
static void collect(const struct search *s, uint16_t last, const struct knot *start,
                    struct route *out) {
    struct knot back[BENDS_MAX];
    uint32_t count = 0;
    uint16_t state = last;
    out->count = 0;
    if (last == NOWHERE) return;
    back[count++] = s->to;
    for (; s->before[state] != NOWHERE; state = s->before[state]) {
        uint16_t before = s->before[state];
        if (before % 4u == state % 4u) continue;
        if (count + 1 == BENDS_MAX) return;
        back[count++] = (struct knot){(uint8_t)column_of(before), (uint8_t)row_of(before)};
    }
    struct knot first =
        start ? *start : (struct knot){(uint8_t)column_of(state), (uint8_t)row_of(state)};
    if (!is_same(first, back[count - 1])) back[count++] = first;
    for (uint32_t i = 0; i < count; i++) out->knots[i] = back[count - 1 - i];
    out->count = count;
}

/* ---- the face ---- */

void lattice_make(struct lattice *l, const struct graph_layout *g, uint32_t columns,
                  uint32_t rows) {
    *l = (struct lattice){.columns = 2 * columns + 1, .rows = 2 * rows + 1};
    if (l->columns > LATTICE_COLUMNS) l->columns = LATTICE_COLUMNS;
    if (l->rows > LATTICE_ROWS) l->rows = LATTICE_ROWS;
    for (uint32_t i = 1; i <= g->objects; i++) {
        uint32_t column = 2u * g->cells[i].column + 1, row = 2u * g->cells[i].row + 1;
        if (column < l->columns && row < l->rows) l->taken[row][column] = true;
    }
}

void route_between(const struct lattice *l, struct cell from, struct cell to, struct route *out) {
    struct search s;
    struct knot start = knot_of(from);
    begin(&s, l, to);
    for (uint32_t heading = 0; heading < 4; heading++)
        step(&s, start, heading, side_price(l, heading), NOWHERE);
    collect(&s, search(&s), &start, out);
}

void route_from_outside(const struct lattice *l, bool right, float row, struct cell to,
                        struct route *out) {
    struct search s;
    uint32_t column = right ? l->columns - 1 : 0;
    begin(&s, l, to);
    for (uint32_t i = 0; i < l->rows; i++) {
        uint32_t price = (uint32_t)(PRICE_PART * fabsf(row - (float)i));
        offer(&s, state_of(column, i, right ? HEADING_LEFT : HEADING_RIGHT), price, NOWHERE);
    }
    collect(&s, search(&s), NULL, out);
}
