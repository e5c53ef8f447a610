#include "machine/values/typed.h"

#include "machine/gc/barrier.h"
#include "machine/gc/gc.h"
#include "machine/stack/stack.h"

static void tell(struct machine *m, uint64_t address, uint64_t old, uint64_t new) {
    if (!gc_marking(m) || stack_is_address(m, address)) return;
    if (barrier_shades_old(m)) gc_shade(m, old);
    if (barrier_shades_new(m)) gc_shade(m, new);
}

void typed_store(struct machine *m, uint64_t address, uint64_t pointer) {
    tell(m, address, word_read(m, address), pointer);
    word_write(m, address, pointer);
}

/* Tells the collector of every pointer of a value, before it is overwritten; `from` 0: by zero. */
static void tell_all(struct machine *m, const struct type *t, uint64_t to, uint64_t from) {
    if (!gc_marking(m)) return;
    for (uint32_t word = 0; word < t->pointer_data / WORD; word++) {
        uint64_t at = word * WORD;
        if (type_word_is_pointer(t, word))
            tell(m, to + at, word_read(m, to + at), from ? memory_word(m, from + at, WORD) : 0);
    }
}

void typed_copy(struct machine *m, const struct type *t, uint64_t to, uint64_t from) {
    tell_all(m, t, to, from);
    memory_move(m, to, from, t->size);
}

void typed_clear(struct machine *m, const struct type *t, uint64_t at) {
    tell_all(m, t, at, 0);
    memory_clear(m, at, t->size);
}

void small_write(struct machine *m, uint64_t address, uint64_t value, uint32_t size) {
    uint64_t at = address & ~7ull, word = word_read(m, at);
    uint32_t shift = (uint32_t)(address - at) * 8;
    uint64_t mask = (size == 8 ? ~0ull : (1ull << size * 8) - 1) << shift;
    word_write(m, at, (word & ~mask) | (value << shift & mask));
}
