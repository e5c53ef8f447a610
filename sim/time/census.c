#include "time/census.h"

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

static void add_edge(struct census *c, uint32_t from, uint32_t to) {
    for (uint32_t i = 0; i < c->edge_count; i++)
        if (c->edges[i].from == from && c->edges[i].to == to) return;
    if (c->edge_count == CENSUS_EDGES) {
        c->overflow = true;
        return;
    }
    c->edges[c->edge_count++] = (struct census_edge){(uint16_t)from, (uint16_t)to};
}

void census_note(struct census *c, const struct machine *m, const struct event *e) {
    if (c->overflow) return;
    if (e->kind == EVENT_ALLOCATE || e->kind == EVENT_C_MALLOC || e->kind == EVENT_C_CALLOC) {
        if (e->c > CENSUS_OBJECTS) c->overflow = true;
        else c->objects = (uint32_t)e->c;
    }
    if (e->kind != EVENT_WORD || e->c < C_HEAP_BASE) return;
    uint32_t to = serial_of(m, e->c);
    if (!to || to > CENSUS_OBJECTS) return;
    uint32_t from = serial_of(m, e->a);
    if (!from) c->rooted[to] = true;
    else if (from <= CENSUS_OBJECTS) add_edge(c, from, to);
}
