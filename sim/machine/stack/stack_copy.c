/* Contiguous stacks move: stack.go, copystack and adjustframe. Only what lies on a stack can point
 * into it; escape analysis sees to that, and the machine to what scripts claim (exec.c). */
#include "machine/cost.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "machine/stack/stack_pool.h"
#include "machine/values/channel.h"
#include "machine/values/deferred.h"
#include "machine/values/semaphore.h"

/* How many of the mended pointers of a copy are told of, the innermost first: a deep stack has more
 * than anybody looks at. */
enum { MENDS_TOLD = 256 };

static uint64_t mended(const struct goroutine *old, uint64_t word, uint64_t delta) {
    return word - old->stack_low < old->stack_high - old->stack_low ? word + delta : word;
}

/* Mends a word that points into the old stack; whether it does. */
static bool mend(struct machine *m, const struct goroutine *old, uint64_t delta, uint64_t address,
                 uint32_t *told) {
    uint64_t word = word_read(m, address), new_word = mended(old, word, delta);
    if (new_word == word) return false;
    memcpy(arena_bytes(m, address), &new_word, sizeof new_word);
    if ((*told)++ < MENDS_TOLD) emit(m, EVENT_STACK_MEND, address, word, new_word, 0);
    return true;
}

/* Mends the pointers into the old stack that lie in the copied frames. Returns how many, without
 * the saved frame pointers. */
static uint64_t mend_pointers(struct machine *m, const struct goroutine *old, struct goroutine *g) {
    uint64_t delta = g->stack_high - old->stack_high, count = 0;
    uint32_t told = 0;
    struct frame f;
    bool more = frame_innermost(m, g, &f);
    while (more) {
        charge(m, COST_STACK_UNWIND, 1);
        const struct function *function = &m->program->functions[f.function];
        for (uint32_t i = 0; i < function->pointer_slot_count; i++)
            count +=
                mend(m, old, delta, slot_address(f.address, function->pointer_slots[i]), &told);
        mend(m, old, delta, f.address, &told);
        more = frame_caller(m, &f);
    }
    return count;
}

int64_t stack_copy(struct machine *m, struct goroutine *g, uint64_t size) {
    uint64_t low = stack_take(m, size);
    if (!low) return -1;
    struct goroutine old = *g;
    uint64_t used = old.stack_high - old.sp, delta = low + size - old.stack_high;
    memcpy(arena_bytes(m, low + size - used), arena_bytes(m, old.sp), used);
    c_move_origins(m, low + size - used, old.sp, used);
    g->stack_low = low;
    g->stack_high = low + size;
    g->sp += delta;
    g->frame += delta;
    emit(m, EVENT_STACK_COPY, goroutine_number(m, g), old.stack_low, old.stack_high - old.stack_low,
         used / WORD);
    uint64_t pointers = mend_pointers(m, &old, g);
    channel_stack_moved(m, g, old.stack_low, old.stack_high, delta);
    deferred_stack_moved(m, g, &(struct stack_move){old.stack_low, old.stack_high, delta});
    semaphore_stack_moved(m, &(struct stack_move){old.stack_low, old.stack_high, delta});
    stack_give(m, old.stack_low, old.stack_high - old.stack_low);
    charge(m, COST_STACK_COPY, used / WORD);
    charge(m, COST_STACK_MEND, pointers);
    return (int64_t)pointers;
}
