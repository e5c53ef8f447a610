#include "machine/inspect/dominators.h"

#include <stdlib.h>

#include "base/check.h"

/* ---- memory ---- */

static uint32_t *numbers(struct dominators *d, uint32_t count) {
    uint32_t *list = calloc(count ? count : 1, sizeof *list);
    if (!list) d->failed = true;
    return list;
}

/* What is not needed any more when all is known. */
static void free_work(struct dominators *d) {
    free(d->parent);
    free(d->semi);
    free(d->label);
    free(d->cursor);
    free(d->bucket);
    free(d->way);
    free(d->incoming);
    free(d->edges);
    d->parent = d->semi = d->label = d->cursor = d->bucket = d->way = d->incoming = NULL;
    d->edges = NULL;
    d->edge_count = d->edge_room = 0;
}

void dominators_free(struct dominators *d) {
    free_work(d);
    free(d->number);
    free(d->vertex);
    free(d->dominator);
    *d = (struct dominators){0};
}

bool dominators_begin(struct dominators *d, const struct flow_graph *graph) {
    *d = (struct dominators){.graph = *graph};
    d->number = numbers(d, graph->vertices);
    d->vertex = numbers(d, graph->reachable);
    d->dominator = numbers(d, graph->reachable);
    d->parent = numbers(d, graph->reachable);
    d->semi = numbers(d, graph->reachable);
    d->label = numbers(d, graph->reachable);
    d->cursor = numbers(d, graph->reachable);
    d->bucket = numbers(d, graph->reachable);
    d->way = numbers(d, graph->reachable);
    d->incoming = numbers(d, graph->reachable);
    if (d->failed) {
        dominators_free(d);
        return false;
    }
    d->count = 1;
    return true;
}

/* ---- the search ---- */

static bool has_room(struct dominators *d) {
    if (d->edge_count < d->edge_room) return true;
    uint32_t room = d->edge_room ? d->edge_room * 2 : 1024;
    struct flow_edge *edges = room > d->edge_room ? realloc(d->edges, room * sizeof *edges) : NULL;
    if (!edges) {
        d->failed = true;
        return false;
    }
    d->edges = edges;
    d->edge_room = room;
    return true;
}

static void note_edge(struct dominators *d, uint32_t from, uint32_t to) {
    if (from == to || to == 0 || !has_room(d)) return;
    d->edges[d->edge_count] = (struct flow_edge){from, d->incoming[to]};
    d->incoming[to] = ++d->edge_count;
}

/* One edge further. The vertices between the first and `at` are the way down to it. */
static bool search_on(struct dominators *d) {
    uint32_t from = d->at;
    uint32_t next = d->graph.successor(d->graph.user, d->vertex[from], &d->cursor[from]);
    if (next == NO_VERTEX) {
        if (from == 0) return false;
        d->at = d->parent[from];
    } else if (next == 0 || d->number[next]) {
        note_edge(d, from, d->number[next]);
    } else {
        CHECK(d->count < d->graph.reachable);
        d->at = d->number[next] = d->count;
        d->vertex[d->count] = next;
        d->semi[d->count] = d->label[d->count] = d->count;
        d->parent[d->count++] = from;
    }
    return !d->failed;
}

static void end_search(struct dominators *d) {
    d->stage = DOMINATORS_EVALUATE;
    d->at = d->count - 1;
}

/* ---- semidominators ---- */

/* Of the vertices above `v` in what has been linked, which are those from `linked` on, and of `v`
 * itself: the one with the lowest semidominator. All that is climbed over is hung up higher, so
 * that it is not climbed over again. */
static uint32_t evaluate(struct dominators *d, uint32_t v, uint32_t linked) {
    uint32_t length = 0, top = v;
    if (v < linked) return v;
    for (; d->parent[top] >= linked; top = d->parent[top]) d->way[length++] = top;
    for (uint32_t above = top; length > 0; above = d->way[length]) {
        uint32_t at = d->way[--length];
        if (d->semi[d->label[above]] < d->semi[d->label[at]]) d->label[at] = d->label[above];
        d->parent[at] = d->parent[top];
    }
    return d->label[v];
}

static void consider(struct dominators *d, uint32_t v, uint32_t from) {
    uint32_t semi = d->semi[evaluate(d, from, v + 1)];
    if (semi < d->semi[v]) d->semi[v] = semi;
}

/* Those whose semidominator is `parent`, below which all is linked. In a bucket `dominator` is the
 * next one. */
static void empty_bucket(struct dominators *d, uint32_t parent, uint32_t linked) {
    for (uint32_t v = d->bucket[parent]; v;) {
        uint32_t next = d->dominator[v], best = evaluate(d, v, linked);
        d->dominator[v] = d->semi[best] < d->semi[v] ? best : parent;
        v = next;
    }
    d->bucket[parent] = 0;
}

/* Of `at`; from the last to the first. Its parent is what the search left, as long as it is not
 * linked. */
static void evaluate_one(struct dominators *d) {
    uint32_t v = d->at--, parent = d->parent[v];
    consider(d, v, parent);
    for (uint32_t edge = d->incoming[v]; edge; edge = d->edges[edge - 1].before)
        consider(d, v, d->edges[edge - 1].from);
    d->dominator[v] = d->bucket[d->semi[v]];
    d->bucket[d->semi[v]] = v;
    empty_bucket(d, parent, v);
}

/* ---- dominators ---- */

static void name_one(struct dominators *d) {
    uint32_t v = d->at++;
    if (d->dominator[v] != d->semi[v]) d->dominator[v] = d->dominator[d->dominator[v]];
}

static void go_one_further(struct dominators *d) {
    switch (d->stage) {
    case DOMINATORS_SEARCH:
        if (!search_on(d) && !d->failed) end_search(d);
        break;
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
    if (d->failed || d->stage == DOMINATORS_DONE) free_work(d);
    return !d->failed && d->stage != DOMINATORS_DONE;
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
