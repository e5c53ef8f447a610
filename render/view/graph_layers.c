/* Neighbours, components, and layers along the pointers. */
#include <string.h>

#include "view/graph_plan.h"

enum { NOWHERE = 0xffff };

/* ---- neighbours ---- */

static void count_neighbours(struct graph_plan *p) {
    const struct census *c = p->census;
    for (uint32_t i = 0; i < c->edge_count; i++) {
        p->out_start[c->edges[i].from + 1]++;
        p->in_start[c->edges[i].to + 1]++;
    }
    for (uint32_t i = 1; i <= c->objects + 1; i++) {
        p->out_start[i] = (uint16_t)(p->out_start[i] + p->out_start[i - 1]);
        p->in_start[i] = (uint16_t)(p->in_start[i] + p->in_start[i - 1]);
    }
}

static void list_neighbours(struct graph_plan *p) {
    const struct census *c = p->census;
    uint16_t outs[CENSUS_OBJECTS + 2], ins[CENSUS_OBJECTS + 2];
    count_neighbours(p);
    memcpy(outs, p->out_start, sizeof outs);
    memcpy(ins, p->in_start, sizeof ins);
    for (uint32_t i = 0; i < c->edge_count; i++) {
        const struct census_edge *e = &c->edges[i];
        p->out[outs[e->from]++] = e->to;
        p->in[ins[e->to]++] = e->from;
    }
}

/* ---- components ---- */

static uint16_t find(struct graph_plan *p, uint16_t object) {
    while (p->component[object] != object) object = p->component[object];
    return object;
}

static void find_components(struct graph_plan *p) {
    const struct census *c = p->census;
    for (uint32_t i = 1; i <= c->objects; i++) p->component[i] = (uint16_t)i;
    for (uint32_t i = 0; i < c->edge_count; i++) {
        uint16_t a = find(p, c->edges[i].from), b = find(p, c->edges[i].to);
        p->component[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t i = 1; i <= c->objects; i++) p->component[i] = find(p, (uint16_t)i);
}

void graph_plan_make(struct graph_plan *p, const struct census *c) {
    *p = (struct graph_plan){.census = c};
    list_neighbours(p);
    find_components(p);
}

/* ---- layers by the shortest way ---- */

struct queue {
    uint16_t list[CENSUS_OBJECTS];
    uint32_t head, tail;
};

static void start_at(struct graph_plan *p, struct queue *q, uint32_t object) {
    p->layer[object] = 0;
    p->starts[object] = true;
    q->list[q->tail++] = (uint16_t)object;
}

static void spread(struct graph_plan *p, struct queue *q) {
    while (q->head < q->tail) {
        uint16_t object = q->list[q->head++];
        for (uint32_t i = p->out_start[object]; i < p->out_start[object + 1]; i++) {
            uint16_t to = p->out[i];
            if (p->layer[to] != NOWHERE) continue;
            p->layer[to] = (uint16_t)(p->layer[object] + 1);
            q->list[q->tail++] = to;
        }
    }
}

/* Where a component starts: whoever nobody else points to. */
static bool is_start(const struct graph_plan *p, uint32_t object) {
    for (uint32_t i = p->in_start[object]; i < p->in_start[object + 1]; i++)
        if (p->in[i] != object) return false;
    return true;
}

/* A cycle that nothing leads into starts where a root pointed to it, or else with its oldest. */
static void layers_by_shortest(struct graph_plan *p) {
    const struct census *c = p->census;
    struct queue q = {.head = 0};
    for (uint32_t i = 1; i <= c->objects; i++) p->layer[i] = NOWHERE;
    for (uint32_t i = 1; i <= c->objects; i++)
        if (is_start(p, i)) start_at(p, &q, i);
    spread(p, &q);
    for (int rooted = 1; rooted >= 0; rooted--)
        for (uint32_t i = 1; i <= c->objects; i++)
            if (p->layer[i] == NOWHERE && (!rooted || c->who[i].rooted != CENSUS_ALIVE)) {
                start_at(p, &q, i);
                spread(p, &q);
            }
}

/* ---- layers by the longest way, which leaves out pointers that lead back ---- */

struct walk {
    uint16_t stack[CENSUS_OBJECTS], next[CENSUS_OBJECTS + 1];
    uint16_t order[CENSUS_OBJECTS]; /* who was left first comes first */
    uint16_t left[CENSUS_OBJECTS + 1];
    uint32_t depth, count;
};

static void walk_from(const struct graph_plan *p, struct walk *w, uint32_t start) {
    w->stack[w->depth++] = (uint16_t)start;
    w->next[start] = p->out_start[start];
    while (w->depth > 0) {
        uint16_t object = w->stack[w->depth - 1], to;
        if (w->next[object] == p->out_start[object + 1]) {
            w->left[object] = (uint16_t)(w->count + 1);
            w->order[w->count++] = object;
            w->depth--;
            continue;
        }
        to = p->out[w->next[object]++];
        if (w->next[to] != NOWHERE) continue;
        w->next[to] = p->out_start[to];
        w->stack[w->depth++] = to;
    }
}

/* From the shortest layers, which say where to begin. */
static void layers_by_longest(struct graph_plan *p) {
    struct walk w = {.depth = 0};
    memset(w.next, 0xff, sizeof w.next);
    for (uint32_t i = 1; i <= p->census->objects; i++)
        if (p->starts[i]) walk_from(p, &w, i);
    memset(p->layer, 0, sizeof p->layer);
    for (uint32_t i = w.count; i > 0; i--) {
        uint16_t object = w.order[i - 1];
        for (uint32_t k = p->out_start[object]; k < p->out_start[object + 1]; k++) {
            uint16_t to = p->out[k], least = (uint16_t)(p->layer[object] + 1);
            if (w.left[to] < w.left[object] && p->layer[to] < least) p->layer[to] = least;
        }
    }
}

/* ---- layers that are too tall become several ---- */

static void split_component(struct graph_plan *p, uint16_t component) {
    uint16_t count[CENSUS_OBJECTS + 1] = {0}, first[CENSUS_OBJECTS + 1] = {0};
    uint32_t objects = p->census->objects, next = 0;
    for (uint32_t i = 1; i <= objects; i++)
        if (p->component[i] == component) count[p->layer[i]]++;
    for (uint32_t layer = 0; layer < objects && count[layer]; layer++) {
        uint32_t columns = (count[layer] + p->shape.tall - 1) / p->shape.tall;
        first[layer] = (uint16_t)next;
        count[layer] = (uint16_t)((count[layer] + columns - 1) / columns); /* of equal height */
        next += columns;
    }
    uint16_t placed[CENSUS_OBJECTS + 1] = {0};
    for (uint32_t i = 1; i <= objects; i++) {
        if (p->component[i] != component) continue;
        uint16_t layer = p->layer[i];
        p->layer[i] = (uint16_t)(first[layer] + placed[layer]++ / count[layer]);
    }
}

void graph_plan_layers(struct graph_plan *p) {
    layers_by_shortest(p);
    if (p->shape.longest) layers_by_longest(p);
    for (uint32_t i = 1; i <= p->census->objects; i++)
        if (p->component[i] == i &&
            (p->out_start[i] < p->out_start[i + 1] || p->in_start[i] < p->in_start[i + 1]))
            split_component(p, (uint16_t)i);
}
