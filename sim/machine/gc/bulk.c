#include "machine/gc/bulk.h"

#include "machine/cost.h"
#include "machine/exec/operand.h"
#include "machine/gc/barrier.h"
#include "machine/gc/gc.h"
#include "machine/gc/generation.h"

static const struct type *type_of(const struct machine *m, const struct bulk *b) {
    return &m->program->types[b->type];
}

static uint64_t bytes_of(const struct machine *m, const struct bulk *b) {
    return type_of(m, b)->size * b->count;
}

/* Words of pointers and others, of all values together. Types with pointers are whole words. */
static uint64_t words_of(const struct machine *m, const struct bulk *b) {
    return type_has_pointers(type_of(m, b)) ? bytes_of(m, b) / WORD : 0;
}

static bool is_pointer(const struct machine *m, const struct bulk *b, uint64_t word) {
    const struct type *t = type_of(m, b);
    return type_word_is_pointer(t, (uint32_t)(word % (t->size / WORD)));
}

static bool copies_an_address_out(struct machine *m, const struct goroutine *g,
                                  const struct bulk *b) {
    for (uint64_t word = 0; word < words_of(m, b); word++) {
        uint64_t pointer = memory_word(m, b->from + word * WORD, WORD);
        if (!is_pointer(m, b, word) || !outlives_its_frame(m, g, b->to + word * WORD, pointer))
            continue;
        machine_fault(m, FAULT_STACK_ESCAPE, pointer);
        return true;
    }
    return false;
}

bool bulk_may_copy(struct machine *m, const struct goroutine *g, const struct bulk *b) {
    uint64_t bytes = bytes_of(m, b);
    if (bytes == 0) return true;
    if (!memory_to_read(m, b->from, bytes) || !memory_bytes(m, b->to, bytes)) {
        machine_fault(m, b->from && b->to ? FAULT_ADDRESS : FAULT_NIL, b->from ? b->to : b->from);
        return false;
    }
    if (!may_access(m, b->from) || !may_access(m, b->to)) return false;
    return !copies_an_address_out(m, g, b);
}

static bool shade(struct machine *m, uint64_t pointer, uint64_t place) {
    if (!gc_is_white(m, pointer)) return false;
    gc_shade(m, pointer);
    emit(m, EVENT_BULK_SHADE, pointer, place, 0, 0);
    return true;
}

/* All words again each time: what is copied may have changed since the last step. */
static bool remember(struct machine *m, const struct bulk *b) {
    for (uint64_t word = 0; b->from && word < words_of(m, b); word++)
        if (is_pointer(m, b, word) &&
            remember_word(m, b->to + word * WORD, memory_word(m, b->from + word * WORD, WORD)))
            return true;
    return false;
}

/* Two places a word: its old value, its new one. Stacks need no barrier. */
bool bulk_shade(struct machine *m, struct goroutine *g, const struct bulk *b) {
    if (is_generational(m) && !gc_marking(m)) return remember(m, b);
    bool off = !gc_marking(m) || m->config.barrier == BARRIER_NONE;
    if (off || (!b->direct && stack_is_address(m, b->to))) return false;
    for (; g->argument < 2 * words_of(m, b); g->argument++) {
        uint64_t word = g->argument / 2;
        bool is_new = g->argument % 2;
        if (!is_pointer(m, b, word)) continue;
        if (is_new ? !b->from || !barrier_shades_new(m) : b->fresh || !barrier_shades_old(m))
            continue;
        uint64_t at = (is_new ? b->from : b->to) + word * WORD;
        if (shade(m, memory_word(m, at, WORD), at)) return true;
    }
    g->argument = 0;
    return false;
}

void bulk_copy(struct machine *m, const struct bulk *b) {
    uint64_t bytes = bytes_of(m, b);
    memory_move(m, b->to, b->from, bytes);
    charge(m, COST_COPY, (bytes + WORD - 1) / WORD);
}
