/* malloc, calloc, realloc and free, as the program calls them: who gets what, and what it did
 * wrong. The allocator itself is c_malloc.c. Each call is one step: glibc holds a lock over it. */
#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/heap/tag.h"
#include "machine/manual/c_watch.h"

/* ---- names ---- */

static void move_watches(struct machine *m, uint32_t serial, uint64_t payload) {
    for (uint32_t i = 0; i < m->program->reference_count; i++)
        if (m->watches[i].serial == serial) m->watches[i].address = payload;
}

static void free_watches(struct machine *m, uint32_t serial) {
    for (uint32_t i = 0; i < m->program->reference_count; i++)
        if (m->watches[i].serial == serial) m->watches[i].flags |= WATCH_FREED;
}

/* The chunk belongs to a new owner; who had it before is remembered once. */
static void own(struct machine *m, uint64_t payload, uint32_t site) {
    struct c_granule *g = c_granule(m, c_chunk_of(payload));
    struct tag tag = tag_new(m, site, payload);
    g->was_serial = g->serial;
    g->was_site = g->site;
    g->was_ordinal = g->ordinal;
    g->serial = tag.serial;
    g->site = tag.site;
    g->ordinal = tag.ordinal;
    g->line = g->leaked = 0;
}

/* The owner has moved: its pointers to the old place dangle. */
static void move_owner(struct machine *m, uint64_t from, uint64_t to, uint32_t line) {
    struct c_granule *old = c_granule(m, c_chunk_of(from)), *g = c_granule(m, c_chunk_of(to));
    g->was_serial = g->serial;
    g->was_site = g->site;
    g->was_ordinal = g->ordinal;
    g->serial = old->serial;
    g->site = old->site;
    g->ordinal = old->ordinal;
    g->line = g->leaked = 0;
    old->line = line;
    old->was_serial = old->serial;
    old->was_site = old->site;
    old->was_ordinal = old->ordinal;
    old->serial = 0;
    move_watches(m, g->serial, to);
}

/* ---- operands ---- */

/* A constant is bytes; a slot is how many elements of the site's type. What does not fit fails. */
static uint64_t bytes_asked(const struct machine *m, const struct goroutine *g,
                            const struct argument *a, int32_t site) {
    uint64_t value = argument_value(m, g, a);
    if (a->constant) return value;
    uint64_t size = m->program->types[m->program->sites[site].type].size;
    return value > C_REQUEST_MAX ? UINT64_MAX : value * size;
}

static void kill_argument(struct machine *m, const struct goroutine *g, const struct argument *a) {
    if (a->kill) slot_write(m, g, (int32_t)a->value, 0);
}

/* A pointer that malloc returned goes to a slot, with its origin. */
static void set_pointer(struct machine *m, const struct goroutine *g, int32_t slot,
                        uint64_t payload) {
    slot_write(m, g, slot, payload);
    if (payload)
        c_set_origin(m, slot_address(g->frame, slot), c_granule(m, c_chunk_of(payload))->serial);
}

/* ---- malloc, calloc ---- */

static void tell_failure(struct machine *m, uint64_t bytes) {
    struct c_counts *counts = &m->c_arena->counts;
    struct c_free_pieces p = c_free_pieces(m);
    counts->failed++;
    if (p.bytes < bytes) {
        emit(m, EVENT_C_OUT_OF_MEMORY, bytes, p.bytes, m->config.c_limit, 0);
        return;
    }
    counts->fragmented++;
    emit(m, EVENT_C_FRAGMENTED, bytes, p.bytes, p.largest, p.pieces);
}

static void clear(struct machine *m, uint64_t payload) {
    uint64_t bytes = c_usable(c_size(m, c_chunk_of(payload)));
    memset(memory_bytes(m, payload, bytes), 0, bytes);
    for (uint64_t at = payload; at < payload + bytes; at++)
        c_granule(m, at)->written |= 1u << at % C_ALIGN;
    charge(m, COST_ZERO, bytes / WORD);
}

static void allocate(struct machine *m, const struct goroutine *g, const struct op *op,
                     uint64_t bytes) {
    uint64_t payload = c_malloc(m, bytes);
    if (!machine_running(m)) return;
    if (!payload) {
        tell_failure(m, bytes);
    } else {
        own(m, payload, (uint32_t)op->b);
        if (op->code == OP_CALLOC) clear(m, payload);
        emit(m, op->code == OP_CALLOC ? EVENT_C_CALLOC : EVENT_C_MALLOC, payload, bytes,
             c_granule(m, c_chunk_of(payload))->serial, (uint64_t)op->b);
    }
    set_pointer(m, g, op->a, payload);
}

static void exec_malloc(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct argument *size = &m->program->arguments[op->c];
    charge(m, COST_MALLOC, 1);
    allocate(m, g, op, bytes_asked(m, g, size, op->b));
    kill_argument(m, g, size);
    g->pc++;
}

/* ---- what is wrong with an address given to free ---- */

/* Somebody lived there and has gone: a chunk, or a part of a larger free one now. */
static bool is_ghost(const struct machine *m, uint64_t payload) {
    uint64_t chunk = c_chunk_of(payload);
    if (payload % C_ALIGN || !address_in_c_heap(m, chunk)) return false;
    const struct c_granule *g = c_granule(m, chunk);
    uint64_t around = c_chunk_at(m, payload);
    return (g->serial || g->was_serial) && around && c_state_is_free(c_granule(m, around)->state);
}

static enum c_abort double_free_message(const struct machine *m, uint64_t payload) {
    enum c_abort why = c_free_would_abort(m, payload);
    if (why != ABORT_NONE) return why;
    uint32_t state = c_granule(m, c_chunk_of(payload))->state;
    return state == C_CACHED ? ABORT_DOUBLE_CACHED
           : state == C_FAST ? ABORT_DOUBLE_FAST
                             : ABORT_DOUBLE_BINNED;
}

static void end_double_free(struct machine *m, uint64_t payload) {
    m->c_arena->counts.double_frees++;
    emit(m, EVENT_C_DOUBLE_FREE, payload, c_granule(m, c_chunk_of(payload))->line, 0, 0);
    c_abort_as(m, double_free_message(m, payload), FAULT_DOUBLE_FREE, payload);
}

static void end_invalid_free(struct machine *m, uint64_t address, bool realloc) {
    enum c_abort why = c_free_would_abort(m, address);
    m->c_arena->counts.invalid_frees++;
    emit(m, EVENT_C_INVALID_FREE, address, 0, 0, 0);
    if (realloc) why = ABORT_REALLOC_POINTER;
    else if (why == ABORT_NONE || !address_in_c_heap(m, address)) why = ABORT_FREE_POINTER;
    c_abort_as(m, why, FAULT_INVALID_FREE, address);
}

static bool is_live(const struct machine *m, uint64_t payload) {
    return c_is_payload(m, payload) && c_granule(m, c_chunk_of(payload))->state == C_LIVE;
}

/* False after the program was ended. */
static bool can_be_freed(struct machine *m, uint64_t payload, bool realloc) {
    if (is_live(m, payload)) return true;
    if (is_ghost(m, payload) && !realloc) end_double_free(m, payload);
    else end_invalid_free(m, payload, realloc);
    return false;
}

/* ---- free ---- */

/* glibc cannot tell a dangling pointer from a new one to the same address. */
static void tell_free(struct machine *m, uint64_t payload, uint32_t origin) {
    const struct c_granule *g = c_granule(m, c_chunk_of(payload));
    if (origin && origin != g->serial) {
        m->c_arena->counts.double_frees++;
        emit(m, EVENT_C_FREE_REUSED, payload, origin, g->serial, g->requested);
        return;
    }
    emit(m, EVENT_C_FREE, payload, g->requested, g->serial, g->site);
}

static void release(struct machine *m, const struct goroutine *g, uint64_t payload,
                    uint32_t origin) {
    struct c_granule *granule = c_granule(m, c_chunk_of(payload));
    c_free(m, payload);
    if (!machine_running(m)) return;
    tell_free(m, payload, origin);
    granule->line = g->last_line;
    free_watches(m, granule->serial);
    m->c_arena->due = 1; /* it may have held the last pointer to another one */
}

static void exec_free(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct argument *a = &m->program->arguments[op->a];
    uint64_t payload = argument_value(m, g, a);
    charge(m, COST_FREE, 1);
    if (payload == 0) emit(m, EVENT_C_FREE_NIL, 0, 0, 0, 0);
    else if (can_be_freed(m, payload, false)) release(m, g, payload, argument_origin(m, g, a));
    if (!machine_running(m)) return;
    kill_argument(m, g, a);
    g->pc++;
}

/* ---- realloc ---- */

/* The old chunk's ghost stays nameless: its owner lives on elsewhere. */
static void resize(struct machine *m, const struct goroutine *g, const struct op *op,
                   uint64_t payload, uint64_t bytes) {
    uint64_t now = c_realloc(m, payload, bytes);
    if (!machine_running(m)) return;
    if (!now) tell_failure(m, bytes);
    else if (now == payload)
        emit(m, EVENT_C_REALLOC, payload, bytes, c_size(m, c_chunk_of(payload)), 0);
    else {
        move_owner(m, payload, now, g->last_line);
        emit(m, EVENT_C_REALLOC_MOVE, now, bytes, payload, c_size(m, c_chunk_of(now)));
        m->c_arena->due = 1;
    }
    set_pointer(m, g, op->a, now);
}

static void exec_realloc(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct argument *a = &m->program->arguments[op->c], *size = a + 1;
    uint64_t payload = argument_value(m, g, a), bytes = bytes_asked(m, g, size, op->b);
    charge(m, COST_MALLOC, 1);
    if (payload == 0) {
        allocate(m, g, op, bytes);
    } else if (bytes == 0) { /* glibc: as free */
        if (can_be_freed(m, payload, false)) release(m, g, payload, argument_origin(m, g, a));
        set_pointer(m, g, op->a, 0);
    } else if (can_be_freed(m, payload, true)) {
        resize(m, g, op, payload, bytes);
    }
    if (!machine_running(m)) return;
    if (!(a->kill && a->value == op->a)) kill_argument(m, g, a);
    kill_argument(m, g, size);
    g->pc++;
}

void exec_manual(struct machine *m, struct goroutine *g, const struct op *op) {
    if (op->code == OP_FREE) exec_free(m, g, op);
    else if (op->code == OP_REALLOC) exec_realloc(m, g, op);
    else exec_malloc(m, g, op);
}
