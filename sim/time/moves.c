#include "time/moves.h"

void moves_note(struct moves *moves, struct pool *pool, const struct machine *m,
                const struct event *e) {
    if (e->kind != EVENT_STACK_COPY || moves->count == MOVES_MAX) return;
    struct move *list = pool_grow(pool, moves->list, moves->count, sizeof *list);
    if (!list) return;
    const struct goroutine *g = goroutine_of(m, (uint32_t)e->a);
    moves->list = list;
    list[moves->count++] = (struct move){.step = e->step,
                                         .old = e->b,
                                         .new_low = g->stack_low,
                                         .old_size = (uint32_t)e->c,
                                         .new_size = (uint32_t)(g->stack_high - g->stack_low),
                                         .goroutine = (uint32_t)e->a,
                                         .words = (uint32_t)e->d};
}

/* How many are not later than a step. */
static uint32_t count_up_to(const struct moves *moves, uint64_t step) {
    uint32_t low = 0, high = moves->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (moves->list[middle].step <= step) low = middle + 1;
        else high = middle;
    }
    return low;
}

const struct move *moves_before(const struct moves *moves, uint32_t goroutine, uint64_t step) {
    for (uint32_t i = count_up_to(moves, step); i > 0; i--)
        if (moves->list[i - 1].goroutine == goroutine) return &moves->list[i - 1];
    return NULL;
}

bool moves_ever(const struct moves *moves, uint32_t goroutine) {
    return moves_before(moves, goroutine, UINT64_MAX) != NULL;
}

void moves_rewind(struct moves *moves, uint64_t step) {
    moves->count = count_up_to(moves, step);
}
