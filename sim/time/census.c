#include "time/census.h"

#include <string.h>

#include "machine/heap/tag.h"
#include "machine/inspect/inspect.h"
#include "machine/manual/c_heap.h"

static uint32_t serial_of(const struct machine *m, uint64_t address) {
    struct object o;
    struct tenant t;
    uint64_t chunk = c_chunk_at(m, address);
    if (chunk) return c_granule(m, chunk)->state == C_LIVE ? c_granule(m, chunk)->serial : 0;
    if (!m->tags || !heap_find(m, address, &o)) return 0;
    return tag_find(m, o.address, address, &t) ? t.tag.serial : 0;
}

/* ---- edges ---- */

/* Where an edge is in the table, or where it would be put. */
static uint16_t *place_of_edge(struct census *c, uint32_t from, uint32_t to) {
    uint32_t size = sizeof c->places / sizeof c->places[0];
    uint32_t at = (from * 2654435761u + to * 40503u) % size;
    for (; c->places[at]; at = (at + 1) % size) {
        const struct census_edge *e = &c->edges[c->places[at] - 1];
        if (e->from == from && e->to == to) break;
    }
    return &c->places[at];
}

static void add_edge(struct census *c, uint32_t from, uint32_t to, uint64_t step) {
    uint16_t *place = place_of_edge(c, from, to);
    if (*place || c->edge_count == CENSUS_EDGES) return;
    c->edges[c->edge_count++] = (struct census_edge){step, (uint16_t)from, (uint16_t)to};
    *place = (uint16_t)c->edge_count;
}

/* ---- lives ---- */

static void note_birth(struct census *c, const struct machine *m, const struct event *e) {
    uint32_t site = (uint32_t)e->d;
    uint32_t ordinal = m->labels[m->program->sites[site].label];
    if (e->c > CENSUS_OBJECTS) {
        c->overflow = true;
        return;
    }
    c->objects = (uint32_t)e->c;
    c->who[e->c] = (struct census_object){.born = e->step,
                                          .freed = CENSUS_ALIVE,
                                          .rooted = CENSUS_ALIVE,
                                          .size = (uint32_t)e->b,
                                          .site = (uint16_t)site,
                                          .ordinal = (uint16_t)(ordinal < 65535 ? ordinal : 65535)};
}

static void note_death(struct census *c, uint64_t serial, const struct event *e) {
    if (serial == 0 || serial > c->objects) return;
    c->who[serial].freed = e->step;
    c->who[serial].address = e->a;
}

static void note_pointer(struct census *c, const struct machine *m, const struct event *e) {
    uint32_t to = serial_of(m, e->c);
    if (!to || to > c->objects) return;
    uint32_t from = serial_of(m, e->a);
    if (from && from <= c->objects) add_edge(c, from, to, e->step);
    if (!from && c->who[to].rooted == CENSUS_ALIVE) c->who[to].rooted = e->step;
}

void census_note(struct census *c, const struct machine *m, const struct event *e) {
    switch (e->kind) {
    case EVENT_ALLOCATE:
    case EVENT_C_MALLOC:
    case EVENT_C_CALLOC: note_birth(c, m, e); break;
    case EVENT_FREE: note_death(c, e->b, e); break;
    case EVENT_C_FREE: note_death(c, e->c, e); break;
    case EVENT_WORD:
        if (e->c >= C_HEAP_BASE) note_pointer(c, m, e);
        break;
    default: break;
    }
}

/* ---- another future ---- */

static void forget_edges_after(struct census *c, uint64_t step) {
    uint32_t kept = 0, all = c->edge_count;
    memset(c->places, 0, sizeof c->places);
    c->edge_count = 0;
    for (uint32_t i = 0; i < all; i++) {
        struct census_edge e = c->edges[i];
        if (e.step > step) break; /* they are in the order of their steps */
        add_edge(c, e.from, e.to, e.step);
        kept++;
    }
    memset(c->edges + kept, 0, (CENSUS_EDGES - kept) * sizeof c->edges[0]);
}

void census_rewind(struct census *c, uint64_t step) {
    while (c->objects > 0 && c->who[c->objects].born > step)
        c->who[c->objects--] = (struct census_object){0};
    for (uint32_t i = 1; i <= c->objects; i++) {
        if (c->who[i].freed > step) c->who[i].address = 0;
        if (c->who[i].freed > step) c->who[i].freed = CENSUS_ALIVE;
        if (c->who[i].rooted > step) c->who[i].rooted = CENSUS_ALIVE;
    }
    forget_edges_after(c, step);
    if (c->objects < CENSUS_OBJECTS) c->overflow = false;
}
