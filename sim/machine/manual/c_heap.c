#include "machine/manual/c_heap.h"

#include "machine/memory.h"

/* ---- why the program was ended ---- */

void c_abort_as(struct machine *m, enum c_abort why, enum fault fault, uint64_t address) {
    m->c_arena->abort = why;
    machine_fault(m, fault, address);
}

bool c_abort(struct machine *m, enum c_abort why, uint64_t address) {
    static const enum fault FAULTS[ABORT_COUNT] = {
#define ABORT(name, fault, message) FAULT_##fault,
#include "machine/manual/c_aborts.def"
#undef ABORT
    };
    emit(m, EVENT_C_CORRUPT, address + C_HEADER, why, 0, 0);
    c_abort_as(m, why, FAULTS[why], address);
    return false;
}

const char *c_abort_message(enum c_abort why) {
    static const char *const MESSAGES[ABORT_COUNT] = {
#define ABORT(name, fault, message) message,
#include "machine/manual/c_aborts.def"
#undef ABORT
    };
    return MESSAGES[why];
}

bool program_has_c_heap(const struct program *p) {
    for (uint32_t i = 0; i < p->op_count; i++)
        if (p->ops[i].code >= OP_MALLOC && p->ops[i].code <= OP_FREE) return true;
    return false;
}

/* ---- words ---- */

uint64_t c_word(const struct machine *m, uint64_t address) {
    uint64_t word;
    memcpy(&word, m->c_memory + (address - C_HEAP_BASE), sizeof word);
    return word;
}

void c_set_word(struct machine *m, uint64_t address, uint64_t value) {
    word_write(m, address, value);
}

/* ---- the table of chunks ---- */

static uint32_t index_of(uint64_t address) {
    return (uint32_t)((address - C_HEAP_BASE) / C_ALIGN);
}

/* The last chunk that begins at granule `at` or before; there is one. */
static uint32_t start_before(const struct machine *m, uint32_t at) {
    uint32_t word = at / 64;
    uint64_t bits = m->c_starts[word] << (63 - at % 64) >> (63 - at % 64);
    while (!bits) bits = m->c_starts[--word];
    uint32_t bit = 63;
    while (!(bits >> bit & 1)) bit--;
    return word * 64 + bit;
}

uint64_t c_chunk_at(const struct machine *m, uint64_t address) {
    if (!address_in_c_heap(m, address) || address < C_HEAP_BASE + C_HEADER) return 0;
    return C_HEAP_BASE + (uint64_t)start_before(m, index_of(address - C_HEADER)) * C_ALIGN;
}

bool c_is_payload(const struct machine *m, uint64_t address) {
    uint64_t chunk = c_chunk_of(address);
    return address % C_ALIGN == 0 && address_in_c_heap(m, chunk) && c_size(m, chunk) > 0;
}

uint64_t c_first(const struct machine *m) {
    return m->s->c_brk ? C_HEAP_BASE : 0;
}

uint64_t c_next(const struct machine *m, uint64_t chunk) {
    uint64_t next = chunk + c_size(m, chunk);
    return address_in_c_heap(m, next) ? next : 0;
}

uint64_t c_chunk_size(uint64_t bytes) {
    uint64_t size = (bytes + C_HEADER + C_ALIGN - 1) / C_ALIGN * C_ALIGN;
    return size < C_CHUNK_MIN ? C_CHUNK_MIN : size;
}

void c_set_state(struct machine *m, uint64_t chunk, enum c_state state) {
    struct c_granule *g = c_granule(m, chunk);
    struct c_counts *counts = &m->c_arena->counts;
    if (g->state == C_LIVE) counts->live_bytes -= g->size;
    if (c_state_is_free(g->state)) counts->free_bytes -= g->size;
    if (state == C_LIVE) counts->live_bytes += g->size;
    if (c_state_is_free(state)) counts->free_bytes += g->size;
    g->state = state;
}

void c_make_chunk(struct machine *m, uint64_t chunk, uint32_t size, enum c_state state,
                  bool before_in_use) {
    struct c_granule *g = c_granule(m, chunk);
    c_set_state(m, chunk, C_NONE); /* whatever it counted for with its old size */
    g->size = size;
    m->c_starts[index_of(chunk) / 64] |= 1ull << (index_of(chunk) % 64);
    c_set_state(m, chunk, state);
    c_set_word(m, chunk + C_HEADER, size | (before_in_use ? C_IN_USE : 0));
}

void c_forget_chunk(struct machine *m, uint64_t chunk) {
    c_set_state(m, chunk, C_NONE);
    c_granule(m, chunk)->size = 0;
    m->c_starts[index_of(chunk) / 64] &= ~(1ull << (index_of(chunk) % 64));
}

bool c_size_is_intact(const struct machine *m, uint64_t chunk) {
    return (c_word(m, chunk + C_HEADER) & ~(uint64_t)C_FLAGS) == c_size(m, chunk);
}

void c_tell_next(struct machine *m, uint64_t chunk, bool in_use) {
    uint64_t next = chunk + c_size(m, chunk);
    if (!address_in_c_heap(m, next)) return; /* behind the top there is nothing */
    uint64_t word = c_word(m, next + C_HEADER);
    uint64_t told = in_use ? word | C_IN_USE : word & ~(uint64_t)C_IN_USE;
    if (told != word) c_set_word(m, next + C_HEADER, told);
    if (!in_use) c_set_word(m, next, c_size(m, chunk));
}

struct c_free_pieces c_free_pieces(const struct machine *m) {
    struct c_free_pieces p = {0};
    for (uint64_t chunk = c_first(m); chunk; chunk = c_next(m, chunk)) {
        const struct c_granule *g = c_granule(m, chunk);
        uint32_t kept = g->state == C_TOP ? C_CHUNK_MIN : 0; /* the top is never used up */
        if (!c_state_is_free(g->state) || g->size < kept + C_CHUNK_MIN) continue;
        uint64_t usable = c_usable(g->size - kept);
        p.bytes += usable;
        p.pieces++;
        if (usable > p.largest) p.largest = usable;
    }
    return p;
}

/* ---- brk ---- */

static uint64_t rounded_up(uint64_t bytes) {
    return (bytes + C_BRK_PAGE - 1) / C_BRK_PAGE * C_BRK_PAGE;
}

/* sysmalloc, as long as brk has room. */
bool c_grow(struct machine *m, uint64_t size) {
    struct state *s = m->s;
    uint64_t top = m->c_arena->top, has = top ? c_size(m, top) : 0;
    uint64_t needed = rounded_up(size + C_CHUNK_MIN - has), room = m->config.c_limit - s->c_brk;
    uint64_t more = rounded_up(size + C_CHUNK_MIN - has + C_TOP_PAD);
    if (needed > room) return false;
    if (more > room) more = room;
    if (!top) m->c_arena->top = top = C_HEAP_BASE;
    bool before_in_use = has == 0 || (c_word(m, top + C_HEADER) & C_IN_USE);
    s->c_brk += more;
    c_make_chunk(m, top, (uint32_t)(has + more), C_TOP, before_in_use);
    return true;
}
