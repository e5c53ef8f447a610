#include "machine/stack/thread.h"

#include "machine/cost.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "machine/stack/stack_pool.h"

static uint64_t reserved_each(const struct machine *m) {
    return m->config.stack_size + THREAD_PAGE; /* the guard page */
}

/* Bytes of the block behind what was touched. */
static uint64_t block_size(const struct goroutine *g, uint64_t touched) {
    uint64_t size = THREAD_PAGE;
    while (size < g->stack_high - touched) size *= 2;
    return size;
}

static void give_block(struct machine *m, const struct goroutine *g) {
    uint64_t size = block_size(g, g->touched);
    stack_give(m, g->block_high - size, size);
}

/* Moves what was touched to a larger block: no address of the thread changes. */
static bool enlarge(struct machine *m, struct goroutine *g, uint64_t touched) {
    uint64_t size = block_size(g, touched), used = g->stack_high - g->touched;
    uint64_t block = stack_take(m, size);
    if (!block) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, size);
        return false;
    }
    if (g->block_high) {
        memcpy(arena_bytes(m, block + size - used), arena_bytes(m, g->block_high - used), used);
        c_move_origins(m, block + size - used, g->block_high - used, used);
        give_block(m, g);
    }
    g->block_high = block + size;
    return true;
}

/* Gives the thread all pages down to the one at `low`; false after the fault. */
static bool give_pages(struct machine *m, struct goroutine *g, uint64_t low) {
    uint64_t touched = low / THREAD_PAGE * THREAD_PAGE;
    bool fits = g->block_high && block_size(g, touched) == block_size(g, g->touched);
    if (!fits && !enlarge(m, g, touched)) return false;
    charge(m, COST_PAGE_TOUCH, (g->touched - touched) / THREAD_PAGE);
    memset(arena_bytes(m, g->block_high - (g->stack_high - touched)), 0, g->touched - touched);
    m->s->statistics.threads_touched += g->touched - touched;
    g->touched = touched;
    return true;
}

/* The first word below the stack is in the guard page. False after the fault. */
static bool has_room(struct machine *m, const struct goroutine *g, uint64_t low) {
    if ((int64_t)(low - g->stack_low) >= 0) return true;
    machine_fault(m, FAULT_SEGMENTATION, g->stack_low - WORD);
    return false;
}

bool thread_begin(struct machine *m, struct goroutine *g, uint64_t bytes) {
    uint64_t number = (uint64_t)(g - m->goroutines);
    charge(m, COST_THREAD_START, 1);
    g->stack_high = g->touched = THREADS_TOP - number * reserved_each(m);
    g->stack_low = g->stack_high - m->config.stack_size;
    if (!has_room(m, g, g->stack_high - bytes)) return false;
    if (!give_pages(m, g, g->stack_high - bytes)) return false;
    m->s->statistics.threads_reserved += reserved_each(m);
    return true;
}

void thread_end(struct machine *m, struct goroutine *g) {
    give_block(m, g);
    m->s->statistics.threads_reserved -= reserved_each(m);
    m->s->statistics.threads_touched -= g->stack_high - g->touched;
    g->stack_low = g->stack_high = g->sp = g->touched = g->block_high = 0;
}

bool thread_touch(struct machine *m, struct goroutine *g, uint64_t low) {
    uint64_t before = g->touched;
    if (low >= before) return true;
    if (!has_room(m, g, low)) return false;
    if (!give_pages(m, g, low)) return false;
    emit(m, EVENT_STACK_TOUCH, g->touched, (before - g->touched) / THREAD_PAGE,
         g->stack_high - g->touched, 0);
    return true;
}

/* Whose stack an address lies on, where it has been touched; NULL: nobody's. */
static const struct goroutine *thread_at(const struct machine *m, uint64_t address) {
    if (m->config.stacks != STACKS_FIXED || !address_of_thread(address)) return NULL;
    uint64_t number = (THREADS_TOP - 1 - address) / reserved_each(m);
    if (number >= m->s->goroutine_count) return NULL;
    const struct goroutine *g = &m->goroutines[number];
    return g->block_high && address >= g->touched ? g : NULL;
}

uint64_t thread_in_arena(const struct machine *m, uint64_t address) {
    const struct goroutine *g = thread_at(m, address);
    return g ? g->block_high - (g->stack_high - address) : 0;
}

uint8_t *thread_bytes(const struct machine *m, uint64_t address, uint64_t size) {
    const struct goroutine *g = thread_at(m, address);
    if (!g || size > g->stack_high - address) return NULL;
    return arena_bytes(m, g->block_high - (g->stack_high - address));
}
