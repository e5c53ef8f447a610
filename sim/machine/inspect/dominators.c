#include "machine/inspect/dominators.h"

#include "base/check.h"

enum {
    EDGE_BLOCK = 1 << 16,
    AHEAD = 8 /* vertices whose edges are fetched before they are needed */
};

/* ---- memory ---- */

void dominators_free(struct dominators *d) {
    pool_free(&d->results);
    pool_free(&d->work);
    *d = (struct dominators){0};
}

bool dominators_begin(struct dominators *d, const struct flow_graph *graph) {
    size_t reachable = graph->reachable;
    *d = (struct dominators){.graph = *graph, .count = 1};
    d->vertices = pool_alloc(&d->results, graph->vertices * sizeof *d->vertices);
    d->vertex = pool_alloc(&d->results, reachable * sizeof *d->vertex);
    d->dominator = pool_alloc(&d->results, reachable * sizeof *d->dominator);
    d->nodes = pool_alloc(&d->work, reachable * sizeof *d->nodes);
    d->cursor = pool_alloc(&d->work, reachable * sizeof *d->cursor);
    d->bucket = pool_alloc(&d->work, reachable * sizeof *d->bucket);
    d->way = pool_alloc(&d->work, reachable * sizeof *d->way);
    bool fine = !d->results.failed && !d->work.failed;
    if (!fine) dominators_free(d);
    return fine;
}

static struct flow_edge *edge_of(const struct dominators *d, uint32_t edge) {
    return &d->edges[edge / EDGE_BLOCK][edge % EDGE_BLOCK];
}

/* ---- the search ---- */

static bool has_room(struct dominators *d) {
    if (d->edge_count < d->block_count * (uint64_t)EDGE_BLOCK) return true;
    struct flow_edge *block = pool_alloc(&d->work, EDGE_BLOCK * sizeof *block);
    d->edges = pool_grow(&d->work, d->edges, d->block_count, sizeof(struct flow_edge *));
    d->failed = d->work.failed || d->edge_count > UINT32_MAX - EDGE_BLOCK;
    if (!d->failed) d->edges[d->block_count++] = block;
    return !d->failed;
}

static void note_edge(struct dominators *d, uint32_t from, uint32_t to) {
    struct flow_vertex *v = &d->vertices[to];
    if (from == v->number || to == 0 || !has_room(d)) return;
    *edge_of(d, d->edge_count) = (struct flow_edge){from, v->incoming};
    v->incoming = ++d->edge_count;
}

static void number_vertex(struct dominators *d, uint32_t vertex, uint32_t parent) {
    uint32_t number = d->count++;
    CHECK(number < d->graph.reachable);
    d->vertices[vertex].number = number;
    d->vertex[number] = vertex;
    d->nodes[number] = (struct flow_node){parent, number, number, number};
    d->at = number;
}

static void end_search(struct dominators *d) {
    d->stage = DOMINATORS_EVALUATE;
    d->at = d->count - 1;
}

/* One edge further. The vertices between the first and `at` are the way down to it. */
static void search_on(struct dominators *d) {
    uint32_t from = d->at;
    uint32_t next = d->graph.successor(d->graph.user, d->vertex[from], &d->cursor[from]);
    if (next != NO_VERTEX && next != 0 && !d->vertices[next].number) number_vertex(d, next, from);
    else if (next != NO_VERTEX) note_edge(d, from, next);
    else if (from) d->at = d->nodes[from].parent;
    else end_search(d);
}

/* ---- semidominators ---- */

/* Of the vertices above `v` in what has been linked, which are those from `linked` on, and of `v`
 * itself: what the one with the lowest semidominator is. All that is climbed over is hung up
 * higher, so that it is not climbed over again. */
static const struct flow_node *evaluate(struct dominators *d, uint32_t v, uint32_t linked) {
    struct flow_node *nodes = d->nodes, *above;
    uint32_t length = 0, top = v;
    if (v < linked) return &nodes[v];
    for (; nodes[top].parent >= linked; top = nodes[top].parent) d->way[length++] = top;
    for (above = &nodes[top]; length > 0;) {
        struct flow_node *at = &nodes[d->way[--length]];
        if (above->least < at->least) {
            at->least = above->least;
            at->label = above->label;
        }
        at->parent = nodes[top].parent;
        above = at;
    }
    return &nodes[v];
}

/* Those whose semidominator is `parent`, below which all is linked. In a bucket `dominator` is the
 * next one. */
static void empty_bucket(struct dominators *d, uint32_t parent, uint32_t linked) {
    for (uint32_t v = d->bucket[parent]; v;) {
        uint32_t next = d->dominator[v];
        const struct flow_node *best = evaluate(d, v, linked);
        d->dominator[v] = best->least < d->nodes[v].semi ? best->label : parent;
        v = next;
    }
    d->bucket[parent] = 0;
}

static uint32_t last_edge(const struct dominators *d, uint32_t v) {
    return d->vertices[d->vertex[v]].incoming;
}

/* Memory takes its time to answer. */
static void fetch_ahead(const struct dominators *d, uint32_t v) {
    if (v < 2 * AHEAD) return;
    __builtin_prefetch(&d->vertices[d->vertex[v - 2 * AHEAD]]);
    uint32_t edge = last_edge(d, v - AHEAD), near = last_edge(d, v - AHEAD / 2);
    if (edge) __builtin_prefetch(edge_of(d, edge - 1));
    if (near) __builtin_prefetch(&d->nodes[edge_of(d, near - 1)->from]);
}

/* Of `at`; from the last to the first. Its parent is what the search left, as long as it is not
 * linked. */
static void evaluate_one(struct dominators *d) {
    uint32_t v = d->at--;
    struct flow_node *node = &d->nodes[v];
    uint32_t parent = node->parent, semi = parent;
    fetch_ahead(d, v);
    for (uint32_t edge = last_edge(d, v); edge; edge = edge_of(d, edge - 1)->before) {
        uint32_t least = evaluate(d, edge_of(d, edge - 1)->from, v + 1)->least;
        if (least < semi) semi = least;
    }
    node->semi = node->least = semi;
    d->dominator[v] = d->bucket[semi];
    d->bucket[semi] = v;
    empty_bucket(d, parent, v);
}

/* ---- dominators ---- */

static void name_one(struct dominators *d) {
    uint32_t v = d->at++;
    if (d->dominator[v] != d->nodes[v].semi) d->dominator[v] = d->dominator[d->dominator[v]];
}

static void go_one_further(struct dominators *d) {
    switch (d->stage) {
    case DOMINATORS_SEARCH: search_on(d); break;
    case DOMINATORS_EVALUATE:
        if (d->at > 0) evaluate_one(d);
        else {
            d->stage = DOMINATORS_NAME;
            d->at = 1;
        }
        break;
    case DOMINATORS_NAME:
        if (d->at < d->count) name_one(d);
        else d->stage = DOMINATORS_DONE;
        break;
    case DOMINATORS_DONE: break;
    }
}

bool dominators_go_on(struct dominators *d, uint32_t portion) {
    while (portion-- > 0 && !d->failed && d->stage != DOMINATORS_DONE) go_one_further(d);
    bool goes_on = !d->failed && d->stage != DOMINATORS_DONE;
    if (!goes_on) pool_free(&d->work);
    return goes_on;
}

uint32_t dominators_progress(const struct dominators *d) {
    uint64_t all = d->graph.reachable;
    switch (d->stage) {
    case DOMINATORS_SEARCH: return (uint32_t)(d->count * 500ull / all);
    case DOMINATORS_EVALUATE: return (uint32_t)(500 + (d->count - d->at) * 450ull / d->count);
    case DOMINATORS_NAME: return (uint32_t)(950 + d->at * 50ull / d->count);
    case DOMINATORS_DONE: break;
    }
    return 1000;
}
