#include "machine/values/semaphore.h"

void semaphore_wait(struct machine *m, struct goroutine *g, uint64_t address) {
    struct state *s = m->s;
    uint32_t number = goroutine_number(m, g);
    g->status = GOROUTINE_WAITING;
    g->wait = WAIT_SEMAPHORE;
    g->semaphore = address;
    g->next_semaphore = 0;
    if (s->semaphore_tail) goroutine_of(m, s->semaphore_tail)->next_semaphore = number;
    else s->semaphore_head = number;
    s->semaphore_tail = number;
}

static void take_out(struct machine *m, uint32_t number, uint32_t before) {
    struct goroutine *g = goroutine_of(m, number);
    if (before) goroutine_of(m, before)->next_semaphore = g->next_semaphore;
    else m->s->semaphore_head = g->next_semaphore;
    if (m->s->semaphore_tail == number) m->s->semaphore_tail = before;
    g->next_semaphore = 0;
    g->semaphore = 0;
}

uint32_t semaphore_first(struct machine *m, uint64_t address) {
    uint32_t before = 0;
    for (uint32_t n = m->s->semaphore_head; n; n = goroutine_of(m, n)->next_semaphore) {
        if (goroutine_of(m, n)->semaphore == address) {
            take_out(m, n, before);
            return n;
        }
        before = n;
    }
    return 0;
}

void semaphore_stack_moved(struct machine *m, const struct stack_move *move) {
    for (uint32_t n = m->s->semaphore_head; n; n = goroutine_of(m, n)->next_semaphore)
        goroutine_of(m, n)->semaphore = stack_moved(move, goroutine_of(m, n)->semaphore);
}
