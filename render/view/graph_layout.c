#include "view/graph_layout.h"

#include <stdlib.h>
#include <string.h>

#include "view/graph_plan.h"

/* The room that a layout is judged by: of the panel at its usual size, in units. */
enum { ROOM_WIDTH = 570, ROOM_HEIGHT = 340, GOOD_WIDTH = 155, GOOD_HEIGHT = 55 };
/* What makes arrows hard to follow, each as bad as so many quarters of a cell of length. */
enum { COST_LENGTH = 4, COST_BACK = 4, COST_SLANTED = 1, COST_BLOCKED = 8 };
/* Chains may lead back where they have turned; an exchange should turn no other pointer. */
enum { COST_TURNED = 16 };
/* Where there are many rows, there is little room for arrows from one to the next. */
enum { COST_UPRIGHT = 4, COST_UPRIGHT_LOW = 10, ROWS_LOW = 4 };
enum { COST_CROSSING = 10, COST_FAR_START = 2 };
enum {
    EDGES_CROSSED_MAX = 400,
    SMALL = 128,
    HUGE = 1024,
    SETTLE_ROUNDS = 6,
    SETTLE_WORK = 10000000
};
enum { SETTLED_MAX = 5 };

/* ---- what a layout costs ---- */

static bool is_taken(const struct graph_layout *g, int column, int row) {
    for (uint32_t i = 1; i <= g->objects; i++)
        if (g->cells[i].column == column && g->cells[i].row == row) return true;
    return false;
}

/* Whether somebody has a place between two that are in one row or in one column. */
static bool is_blocked(const struct graph_layout *g, struct cell a, struct cell b) {
    int dx = (b.column > a.column) - (b.column < a.column);
    int dy = (b.row > a.row) - (b.row < a.row);
    if (dx != 0 && dy != 0) return false;
    int x = a.column + dx, y = a.row + dy;
    for (; x != b.column || y != b.row; x += dx, y += dy)
        if (is_taken(g, x, y)) return true;
    return false;
}

static uint64_t edge_cost(const struct graph_layout *g, const struct census_edge *e, int back) {
    struct cell a = g->cells[e->from], b = g->cells[e->to];
    int dx = (int)b.column - (int)a.column, dy = (int)b.row - (int)a.row;
    if (dx == 0 && dy == 0) return 0;
    int cost = COST_LENGTH * (abs(dx) + abs(dy));
    if (dx < 0) cost += back;
    if (dx == 0) cost += abs(dy) * (g->rows > ROWS_LOW ? COST_UPRIGHT_LOW : COST_UPRIGHT);
    if (dx != 0 && dy != 0) cost += COST_SLANTED;
    if (is_blocked(g, a, b)) cost += COST_BLOCKED;
    return (uint64_t)cost;
}

/* On which side of the line from a to b a point lies: -1, 0, 1. */
static int side(struct cell a, struct cell b, struct cell c) {
    long turn = ((long)b.column - a.column) * ((long)c.row - a.row) -
                ((long)b.row - a.row) * ((long)c.column - a.column);
    return (turn > 0) - (turn < 0);
}

static bool cross(const struct graph_layout *g, const struct census_edge *e,
                  const struct census_edge *f) {
    if (e->from == f->from || e->from == f->to || e->to == f->from || e->to == f->to) return false;
    struct cell a = g->cells[e->from], b = g->cells[e->to];
    struct cell c = g->cells[f->from], d = g->cells[f->to];
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

uint32_t graph_layout_crossings(const struct graph_layout *g, const struct census *c) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->edge_count; i++)
        for (uint32_t k = 0; k < i; k++) count += cross(g, &c->edges[i], &c->edges[k]);
    return count;
}

/* Where pointers begin is best at the left, where the stacks are. */
static uint64_t starts_cost(const struct graph_plan *p, const struct graph_layout *g) {
    uint64_t cost = 0;
    for (uint32_t i = 1; i <= g->objects; i++)
        if (p->starts[i]) cost += COST_FAR_START * g->cells[i].column;
    return cost;
}

/* Whether a pointer belongs to a part of a chain that leads from right to left. */
static bool turns_back(const struct graph_plan *p, const struct census_edge *e) {
    uint32_t from = p->layer[e->from], to = p->layer[e->to];
    return to == from + 1 && to / p->shape.columns % 2 == 1;
}

static uint64_t cost_with(const struct graph_plan *p, const struct graph_layout *g, int back) {
    const struct census *c = p->census;
    uint64_t cost = starts_cost(p, g);
    for (uint32_t i = 0; i < c->edge_count; i++)
        cost += edge_cost(g, &c->edges[i], turns_back(p, &c->edges[i]) ? COST_BACK : back);
    if (c->edge_count <= EDGES_CROSSED_MAX)
        cost += COST_CROSSING * (uint64_t)graph_layout_crossings(g, c);
    return cost;
}

static uint64_t cost_of(const struct graph_plan *p, const struct graph_layout *g) {
    return cost_with(p, g, COST_BACK);
}

/* ---- exchanges ---- */

struct settling {
    const struct graph_plan *p;
    struct graph_layout *g;
    uint64_t cost;
};

/* The cells that a component has for itself. */
static void bounds_of(const struct settling *s, uint16_t component, struct cell *least,
                      struct cell *most) {
    *least = *most = s->g->cells[component];
    for (uint32_t i = component; i <= s->g->objects; i++) {
        struct cell c = s->g->cells[i];
        if (s->p->component[i] != component) continue;
        if (c.column < least->column) least->column = c.column;
        if (c.row < least->row) least->row = c.row;
        if (c.column > most->column) most->column = c.column;
        if (c.row > most->row) most->row = c.row;
    }
}

static uint32_t who_is_at(const struct graph_layout *g, struct cell c) {
    for (uint32_t i = 1; i <= g->objects; i++)
        if (g->cells[i].column == c.column && g->cells[i].row == c.row) return i;
    return 0;
}

/* Where pointers begin stays at the left. */
static bool may_move(const struct settling *s, uint32_t object, struct cell from, struct cell to) {
    return !s->p->starts[object] || to.column <= from.column;
}

/* Moves an object, or exchanges it with whoever is there, if the whole gets better by that. */
static bool try_move(struct settling *s, uint32_t object, struct cell to) {
    struct cell from = s->g->cells[object];
    uint32_t other = who_is_at(s->g, to);
    if (other == object || (other && s->p->component[other] != s->p->component[object]))
        return false;
    if (!may_move(s, object, from, to) || (other && !may_move(s, other, to, from))) return false;
    s->g->cells[object] = to;
    if (other) s->g->cells[other] = from;
    uint64_t cost = cost_with(s->p, s->g, COST_TURNED);
    if (cost < s->cost) {
        s->cost = cost;
        return true;
    }
    s->g->cells[object] = from;
    if (other) s->g->cells[other] = to;
    return false;
}

static bool settle_object(struct settling *s, uint32_t object) {
    struct cell least, most;
    bool moved = false;
    bounds_of(s, s->p->component[object], &least, &most);
    for (uint32_t row = least.row; row <= most.row; row++)
        for (uint32_t column = least.column; column <= most.column; column++)
            moved |= try_move(s, object, (struct cell){(uint16_t)column, (uint16_t)row});
    return moved;
}

/* Rows and columns at the edges in which nobody is left. */
static void shrink(struct graph_layout *g) {
    struct cell least = g->cells[1], most = {0, 0};
    for (uint32_t i = 1; i <= g->objects; i++) {
        struct cell c = g->cells[i];
        if (c.column < least.column) least.column = c.column;
        if (c.row < least.row) least.row = c.row;
        if (c.column > most.column) most.column = c.column;
        if (c.row > most.row) most.row = c.row;
    }
    for (uint32_t i = 1; i <= g->objects; i++) {
        g->cells[i].column = (uint16_t)(g->cells[i].column - least.column);
        g->cells[i].row = (uint16_t)(g->cells[i].row - least.row);
    }
    g->columns = g->objects ? most.column - least.column + 1u : 0;
    g->rows = g->objects ? most.row - least.row + 1u : 0;
}

/* Only of graphs for which it is quick, and whose objects do not share their places. */
void graph_plan_settle(const struct graph_plan *p, struct graph_layout *g) {
    const struct census *c = p->census;
    struct settling s = {p, g, cost_with(p, g, COST_TURNED)};
    uint64_t look = (uint64_t)c->edge_count * (c->edge_count + g->objects);
    if (g->shared || look * g->objects * g->rows * g->columns > SETTLE_WORK) return;
    bool moved = true;
    for (int round = 0; moved && round < SETTLE_ROUNDS; round++) {
        moved = false;
        for (uint32_t i = 1; i <= g->objects; i++) moved |= settle_object(&s, i);
    }
    shrink(g);
}

/* ---- the choice ---- */

/* How large objects can be drawn, in thousandths of what is good. */
static uint32_t comfort(const struct graph_layout *g) {
    uint32_t width = g->columns ? 1000 * ROOM_WIDTH / (g->columns * GOOD_WIDTH) : 1000;
    uint32_t height = g->rows ? 1000 * ROOM_HEIGHT / (g->rows * GOOD_HEIGHT) : 1000;
    uint32_t least = width < height ? width : height;
    if (g->rows > GRAPH_ROWS_MAX) least /= 4; /* not all can be seen */
    return least < 1000 ? least : 1000;
}

struct trial {
    struct shape shape;
    uint32_t comfort;
    uint64_t cost;
};

enum { TRIALS_MAX = 2 * (GRAPH_COLUMNS_MAX - 1) * 4 };

static uint32_t list_trials(const struct census *c, struct trial *out) {
    static const uint32_t TALL[] = {4, 6, 9, GRAPH_ROWS_MAX};
    bool small = c->objects <= SMALL, huge = c->objects > HUGE;
    uint32_t count = 0;
    uint32_t least = small ? 2 : huge ? GRAPH_COLUMNS_MAX : GRAPH_COLUMNS_MAX - 2;
    for (uint32_t columns = least; columns <= GRAPH_COLUMNS_MAX; columns++)
        for (uint32_t t = small ? 0 : 3; t < 4; t++)
            for (uint32_t longest = 0; longest < 2; longest++)
                out[count++].shape = (struct shape){columns, TALL[t], longest};
    return count;
}

static void make(struct graph_plan *p, struct shape shape, struct graph_layout *g) {
    p->shape = shape;
    graph_plan_layers(p);
    graph_plan_pack(p, g);
}

static int by_cost(const void *a, const void *b) {
    const struct trial *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    return memcmp(&x->shape, &y->shape, sizeof x->shape);
}

/* Those in which objects are nearly as large as they can be, the simplest first. */
static uint32_t find_good_trials(struct graph_plan *p, struct trial *trials,
                                 struct graph_layout *g) {
    uint32_t count = list_trials(p->census, trials), most = 0, good = 0;
    for (uint32_t i = 0; i < count; i++) {
        make(p, trials[i].shape, g);
        trials[i].comfort = comfort(g);
        trials[i].cost = cost_of(p, g);
        if (trials[i].comfort > most) most = trials[i].comfort;
    }
    for (uint32_t i = 0; i < count; i++)
        if (trials[i].comfort * 100 >= most * 85) trials[good++] = trials[i];
    qsort(trials, good, sizeof trials[0], by_cost);
    return good;
}

/* What is simple at first need not stay so when objects have changed places: the first few. */
void graph_layout_make(struct graph_layout *g, const struct census *c) {
    struct graph_plan p;
    struct graph_layout tried;
    struct trial trials[TRIALS_MAX];
    uint64_t least = UINT64_MAX, before = UINT64_MAX;
    graph_plan_make(&p, c);
    uint32_t good = find_good_trials(&p, trials, &tried), settled = 0;
    for (uint32_t i = 0; i < good && settled < SETTLED_MAX; i++) {
        if (trials[i].cost == before) continue; /* it looks the same */
        before = trials[i].cost;
        settled++;
        make(&p, trials[i].shape, &tried);
        graph_plan_settle(&p, &tried);
        uint64_t cost = cost_of(&p, &tried);
        if (cost >= least) continue;
        least = cost;
        *g = tried;
    }
}

void graph_layout_extend(struct graph_layout *g, const struct census *c, uint64_t step) {
    struct graph_plan p;
    uint32_t kept = 0;
    while (kept < c->objects && c->who[kept + 1].born <= step) kept++;
    if (g->objects == 0) {
        graph_layout_make(g, c);
        return;
    }
    graph_plan_make(&p, c);
    p.shape = (struct shape){.columns = g->columns, .tall = GRAPH_ROWS_MAX};
    graph_plan_extend(&p, g, kept);
}
