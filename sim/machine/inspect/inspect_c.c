#include "machine/inspect/inspect_c.h"

#include "machine/manual/c_watch.h"
#include "machine/memory.h"

static struct object_view view_of(const struct machine *m, uint64_t chunk) {
    const struct c_granule *g = c_granule(m, chunk);
    bool live = g->state == C_LIVE;
    return (struct object_view){.address = c_payload(chunk),
                                .serial = g->serial,
                                .site = g->site,
                                .ordinal = g->ordinal,
                                .size = (g->requested + WORD - 1) / WORD * WORD,
                                .noscan = false,
                                .manual = true,
                                .leaked = live && g->leaked,
                                .colour = live ? COLOUR_MANUAL : COLOUR_FREE};
}

/* Inside a free chunk several may have lived, one behind the other, before they were joined. */
static uint64_t ghost_before(const struct machine *m, uint64_t chunk, uint64_t address) {
    uint64_t at = (address - C_HEADER) / C_ALIGN * C_ALIGN;
    while (at > chunk && !c_granule(m, at)->serial) at -= C_ALIGN;
    return at;
}

bool inspect_chunk(const struct machine *m, uint64_t address, struct object_view *out) {
    uint64_t chunk = c_chunk_at(m, address);
    if (!chunk) return false;
    if (c_granule(m, chunk)->state != C_LIVE) chunk = ghost_before(m, chunk, address);
    *out = view_of(m, chunk);
    return out->serial != 0 && address >= out->address &&
           address - out->address < (out->size ? out->size : 1);
}

void inspect_chunks(const struct machine *m, void (*each)(void *user, const struct object_view *o),
                    void *user) {
    for (uint64_t at = C_HEAP_BASE; at < C_HEAP_BASE + m->s->c_brk; at += C_ALIGN) {
        if (!c_granule(m, at)->serial) continue;
        struct object_view view = view_of(m, at);
        each(user, &view);
    }
}

/* ---- names ---- */

void inspect_c_serial(const struct machine *m, uint32_t serial, struct text *out) {
    for (uint64_t at = C_HEAP_BASE; serial && at < C_HEAP_BASE + m->s->c_brk; at += C_ALIGN) {
        const struct c_granule *g = c_granule(m, at);
        if (g->serial == serial) inspect_site_name(m, g->site, g->ordinal, out);
        else if (g->was_serial == serial) inspect_site_name(m, g->was_site, g->was_ordinal, out);
        else continue;
        return;
    }
    text_add(out, "a freed chunk");
}

void inspect_c_chunk(const struct machine *m, uint64_t chunk, struct text *out) {
    const struct c_granule *g = c_granule(m, chunk);
    if (g->serial || !g->was_serial) {
        inspect_object_name(m, c_payload(chunk), out);
        return;
    }
    inspect_site_name(m, g->was_site, g->was_ordinal, out);
    text_add(out, " (moved)");
}

bool inspect_is_dangling(const struct machine *m, uint64_t place) {
    uint64_t chunk = c_chunk_at(m, word_read(m, place));
    if (!chunk) return false;
    const struct c_granule *g = c_granule(m, chunk);
    uint32_t origin = c_origin(m, place);
    if (g->state == C_LIVE) return origin && origin != g->serial;
    return c_state_is_free(g->state);
}

void inspect_c_neighbour(const struct machine *m, uint64_t address, struct text *out) {
    struct object_view o;
    uint64_t chunk = c_chunk_at(m, address);
    uint32_t state = chunk ? c_granule(m, chunk)->state : C_NONE;
    bool header = chunk && address < c_payload(chunk);
    if (state == C_LIVE) {
        text_add(out, header ? "the size word of " : "");
        if (header) inspect_object_name(m, c_payload(chunk), out);
        else inspect_place(m, address, out);
    } else if (state == C_TOP) {
        text_add(out, header ? "the size word of the top" : "the top, which is free");
    } else if (inspect_chunk(m, address, &o)) {
        text_add(out, "memory of the allocator, once ");
        inspect_object_name(m, o.address, out);
    } else {
        text_add(out, "memory of the allocator");
    }
}

void inspect_territory(const struct machine *m, uint64_t address, struct text *out) {
    struct object_view o;
    uint32_t page;
    const struct span *span = span_at(m, address, &page);
    if (address_in_c_heap(m, address)) {
        bool known = inspect_chunk(m, address, &o) && o.colour == COLOUR_MANUAL;
        text_add(out, known ? "it lies inside " : "it lies in the allocator's own memory");
        if (known) inspect_object_name(m, o.address, out);
    } else if (span && span->state == SPAN_STACK) {
        text_add(out, "it lies on a stack");
    } else if (span) {
        text_add(out, "it lies on the heap of Go, which the collector frees");
    } else {
        bool global = address - program_globals(m->program) < m->program->global_bytes;
        text_add(out, global ? "it lies among the globals" : "no memory is there");
    }
}
