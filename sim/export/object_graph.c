#include "export/object_graph.h"

#include <stdlib.h>

#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"

/* ---- all objects ---- */

static void add_object(void *user, const struct object_view *o) {
    struct object_graph *g = user;
    if (g->failed) return;
    if (g->count == g->room) {
        uint32_t room = g->room ? 2 * g->room : 256;
        struct graph_object *more = realloc(g->objects, room * sizeof *more);
        if (!more) {
            g->failed = true;
            return;
        }
        g->objects = more;
        g->room = room;
    }
    g->objects[g->count++] = (struct graph_object){*o, NOT_REACHED};
}

static int by_address(const void *a, const void *b) {
    uint64_t first = ((const struct graph_object *)a)->view.address;
    uint64_t second = ((const struct graph_object *)b)->view.address;
    return first < second ? -1 : first > second;
}

/* The last one that begins at or before the address. */
struct graph_object *object_graph_at(const struct object_graph *g, uint64_t address) {
    uint32_t low = 0, high = g->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (g->objects[middle].view.address <= address) low = middle + 1;
        else high = middle;
    }
    if (low == 0) return NULL;
    struct graph_object *o = &g->objects[low - 1];
    uint64_t size = o->view.size ? o->view.size : 1;
    return address - o->view.address < size ? o : NULL;
}

/* ---- pointers ---- */

/* What was left in a chunk by whoever had it before is no pointer of its owner. */
static bool is_written(const struct machine *m, uint64_t word) {
    return (c_granule(m, word)->written >> word % C_ALIGN & 0xff) == 0xff;
}

bool object_graph_follows(const struct machine *m, const struct object_view *o, uint64_t place) {
    if (o->colour == COLOUR_FREE || o->noscan || o->is_part) return false;
    if (o->manual) return is_written(m, place) && inspect_place_is_pointer(m, place);
    return bit_get(m->pointer_bits, (uint32_t)((place - ARENA_BASE) / WORD));
}

void object_graph_pointers(const struct machine *m, const struct object_view *o,
                           graph_place_fn *each, void *user) {
    if (o->noscan || o->is_part) return; /* mostly large, or no words at all */
    for (uint64_t at = o->address; at + WORD <= o->address + o->size; at += WORD)
        if (object_graph_follows(m, o, at)) each(user, at);
}

/* ---- reaching ---- */

static void note(struct object_graph *g, struct graph_object *o) {
    if (o->rank != NOT_REACHED) return;
    o->rank = g->reached;
    g->order[g->reached++] = (uint32_t)(o - g->objects);
}

/* Those that share a block of the tiny allocator live and die together. */
static void note_block(struct object_graph *g, struct graph_object *o) {
    const uint64_t block = o->view.address / 16;
    while (o > g->objects && o[-1].view.is_part && o[-1].view.address / 16 == block) o--;
    for (; o < g->objects + g->count && o->view.address / 16 == block; o++) note(g, o);
}

static void reach(struct object_graph *g, uint64_t pointer) {
    struct graph_object *o = object_graph_at(g, pointer);
    if (!o || o->view.colour == COLOUR_FREE) return;
    if (o->view.is_part) note_block(g, o);
    else note(g, o);
}

static void reach_from(void *user, uint64_t place) {
    struct object_graph *g = user;
    reach(g, word_read(g->m, place));
}

static void reach_root(void *user, const struct runtime_root *root) {
    reach(user, root->object);
}

static void reach_from_stack(struct object_graph *g, const struct goroutine *goroutine) {
    struct frame f;
    for (bool more = frame_innermost(g->m, goroutine, &f); more; more = frame_caller(g->m, &f)) {
        const struct function *function = &g->m->program->functions[f.function];
        for (uint32_t i = 0; i < function->pointer_slot_count; i++)
            reach_from(g, slot_address(f.address, function->pointer_slots[i]));
    }
}

static void record(struct runtime_root root, runtime_root_fn *each, void *user) {
    if (root.object) each(user, &root);
}

void object_graph_runtime_roots(const struct machine *m, runtime_root_fn *each, void *user) {
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        record((struct runtime_root){RUNTIME_WAITS, n, g->waiting}, each, user);
        record((struct runtime_root){RUNTIME_DEFERRED, n, g->defers}, each, user);
    }
    for (uint32_t n = 0; n < m->config.procs; n++) {
        const struct processor *p = &m->processors[n];
        for (uint32_t i = 0; i < p->sudog_count; i++)
            record((struct runtime_root){RUNTIME_KEEPS, n, p->sudogs[i]}, each, user);
        for (uint32_t i = 0; i < p->defer_count; i++)
            record((struct runtime_root){RUNTIME_KEEPS, n, p->defers[i]}, each, user);
    }
}

static void reach_all(struct object_graph *g) {
    const struct machine *m = g->m;
    for (uint32_t word = 0; word < m->program->global_bytes / WORD; word++)
        if (bit_get(m->program->global_pointers, word))
            reach_from(g, program_globals(m->program) + (uint64_t)word * WORD);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) reach_from_stack(g, goroutine_of(m, n));
    object_graph_runtime_roots(m, reach_root, g);
    for (uint32_t i = 0; i < g->reached; i++)
        object_graph_pointers(m, &g->objects[g->order[i]].view, reach_from, g);
}

bool object_graph_make(struct object_graph *g, const struct machine *m) {
    *g = (struct object_graph){.m = m};
    inspect_objects(m, add_object, g);
    if (g->failed) return false;
    if (g->count == 0) return true;
    qsort(g->objects, g->count, sizeof *g->objects, by_address);
    g->order = malloc(g->count * sizeof *g->order);
    if (!g->order) {
        g->failed = true;
        return false;
    }
    reach_all(g);
    return true;
}

void object_graph_free(struct object_graph *g) {
    free(g->objects);
    free(g->order);
    *g = (struct object_graph){0};
}
