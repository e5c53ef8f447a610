#include "machine/inspect/meter.h"

const struct meter_group METER[METER_GROUPS] = {
    [METER_OPERATIONS] = {"operations", METER_PROGRAM},
    [METER_FRAMES] = {"stack frames", METER_PROGRAM},
    [METER_STACK_ALLOCATION] = {"allocation on the stack", METER_PROGRAM},
    [METER_HEAP_ALLOCATION] = {"allocation on the heap", METER_PROGRAM},
    [METER_SPANS] = {"taking spans and pages", METER_PROGRAM},
    [METER_BARRIER] = {"write barrier", METER_PROGRAM},
    [METER_STACKS] = {"growing stacks", METER_PROGRAM},
    [METER_GOROUTINES] = {"starting, switching", METER_PROGRAM},
    [METER_CLEARING] = {"clearing, copying", METER_PROGRAM},
    [METER_MANUAL] = {"malloc and free", METER_PROGRAM},
    [METER_STOPS] = {"stopping the world", METER_COLLECTOR},
    [METER_SCANNING] = {"scanning", METER_COLLECTOR},
    [METER_MARKING] = {"marking", METER_COLLECTOR},
    [METER_SWEEPING] = {"sweeping", METER_COLLECTOR},
    [METER_SEARCHING] = {"looking for work", METER_COLLECTOR},
};

/* Which group a row of costs.def belongs to: each needs its line here. */
enum {
    GROUP_OF_OPERATION = METER_OPERATIONS,
    GROUP_OF_MAP_HASH = METER_OPERATIONS,
    GROUP_OF_COMPARE = METER_OPERATIONS,
    GROUP_OF_METHOD = METER_OPERATIONS,
    GROUP_OF_METHOD_TABLE = METER_OPERATIONS,
    GROUP_OF_PUSH = METER_FRAMES,
    GROUP_OF_DEFER = METER_FRAMES,
    GROUP_OF_PANIC = METER_FRAMES,
    GROUP_OF_ATOMIC = METER_OPERATIONS,
    GROUP_OF_SEMAPHORE = METER_GOROUTINES,
    GROUP_OF_PUSH_CHECK = METER_FRAMES,
    GROUP_OF_POP = METER_FRAMES,
    GROUP_OF_STACK_ALLOCATE = METER_STACK_ALLOCATION,
    GROUP_OF_HEAP_ALLOCATE = METER_HEAP_ALLOCATION,
    GROUP_OF_POINTER_BITS = METER_HEAP_ALLOCATION,
    GROUP_OF_TINY_ALLOCATE = METER_HEAP_ALLOCATION,
    GROUP_OF_REFILL = METER_SPANS,
    GROUP_OF_SPAN_ALLOCATE = METER_SPANS,
    GROUP_OF_ZERO = METER_CLEARING,
    GROUP_OF_COPY = METER_CLEARING,
    GROUP_OF_BARRIER = METER_BARRIER,
    GROUP_OF_BARRIER_FLUSH = METER_BARRIER,
    GROUP_OF_YOUNG_TEST = METER_BARRIER,
    GROUP_OF_REMEMBER = METER_BARRIER,
    GROUP_OF_STACK_MORE = METER_STACKS,
    GROUP_OF_STACK_COPY = METER_STACKS,
    GROUP_OF_STACK_UNWIND = METER_STACKS,
    GROUP_OF_STACK_MEND = METER_STACKS,
    GROUP_OF_SEGMENT_LINK = METER_STACKS,
    GROUP_OF_THREAD_START = METER_GOROUTINES,
    GROUP_OF_PAGE_TOUCH = METER_STACKS,
    GROUP_OF_GOROUTINE_START = METER_GOROUTINES,
    GROUP_OF_SWITCH = METER_GOROUTINES,
    GROUP_OF_STOP_WORLD = METER_STOPS,
    GROUP_OF_ROOT_JOB = METER_SCANNING,
    GROUP_OF_SCAN_FRAME = METER_SCANNING,
    GROUP_OF_SCAN_WORD = METER_SCANNING,
    GROUP_OF_MARK = METER_MARKING,
    GROUP_OF_TAKE = METER_MARKING,
    GROUP_OF_SWEEP_SPAN = METER_SWEEPING,
    GROUP_OF_SEARCH = METER_SEARCHING,
    GROUP_OF_MALLOC = METER_MANUAL,
    GROUP_OF_FREE = METER_MANUAL,
    GROUP_OF_CHUNK_SEARCH = METER_MANUAL,
};

static const uint8_t GROUP_OF[COST_COUNT] = {
#define COST(name, ticks, unit, what, source) GROUP_OF_##name,
#include "machine/costs.def"
#undef COST
};

enum meter_group_id meter_group_of(enum cost cost) {
    return (enum meter_group_id)GROUP_OF[cost];
}

uint64_t meter_spent(const struct machine *m, enum meter_group_id group) {
    uint64_t ticks = 0;
    for (int cost = 0; cost < COST_COUNT; cost++)
        if (meter_group_of((enum cost)cost) == group) ticks += cost_spent(m, (enum cost)cost);
    return ticks;
}

uint64_t meter_side_spent(const struct machine *m, enum meter_side side) {
    uint64_t ticks = 0;
    for (int cost = 0; cost < COST_COUNT; cost++)
        if (METER[meter_group_of((enum cost)cost)].side == side)
            ticks += cost_spent(m, (enum cost)cost);
    return ticks;
}

uint64_t meter_assists(const struct machine *m) {
    return m->s->statistics.assist_ticks;
}

uint64_t meter_objects(const struct machine *m, enum meter_group_id group) {
    const uint64_t *units = m->s->clock.units;
    if (group == METER_STACK_ALLOCATION) return units[COST_STACK_ALLOCATE];
    if (group == METER_MANUAL) return units[COST_MALLOC];
    if (group != METER_HEAP_ALLOCATION) return 0;
    return units[COST_HEAP_ALLOCATE] + units[COST_TINY_ALLOCATE];
}
