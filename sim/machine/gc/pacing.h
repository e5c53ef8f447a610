/* pacing.h -- the formulas of the pacer, on numbers alone: without a machine.
 *
 * The machine's pacer (pacer.h) calls them with what it counts, the reader of gctrace logs with
 * what a log tells. Source: mgcpacer.go of Go 1.19; ratios are 65536ths, sizes bytes. UINT64_MAX
 * stands for "never" and "no limit". */
#ifndef TC_PACING_H
#define TC_PACING_H

#include <stdbool.h>
#include <stdint.h>

#define RATIO_ONE 65536ll

/* What the next goal and trigger follow from. */
struct pacing {
    uint64_t marked;  /* by the last cycle */
    uint64_t roots;   /* stacks that it has scanned, and globals */
    uint64_t minimum; /* the least goal at GOGC=100 (Go: 4 MiB); scales all of Go's constants */
    int64_t percent;  /* GOGC; negative: off */
};

/* a * b / c without overflow in between; UINT64_MAX when the result does not fit, or c is 0. */
uint64_t mul_div(uint64_t a, uint64_t b, uint64_t c);

/* One of Go's constants on the scale of a heap with that minimum. */
uint64_t pacing_scaled(uint64_t minimum, uint64_t bytes);

/* What GOGC alone says: heapGoalInternal. */
uint64_t pacing_percent_goal(const struct pacing *p);

/* How far the heap must be able to grow after a cycle that is not swept yet. */
uint64_t pacing_sweep_distance(uint64_t minimum, uint64_t heap_live);

/* What else bears on the goal. */
struct pacing_bounds {
    uint64_t limit;          /* what the memory limit leaves for the heap */
    uint64_t sweep_distance; /* 0: all is swept */
    uint64_t triggered;      /* where the cycle that runs began; UINT64_MAX: none has */
};

/* The goal, and the least trigger that goes with it: heapGoalInternal. */
uint64_t pacing_goal(const struct pacing *p, const struct pacing_bounds *b,
                     uint64_t *least_trigger);

/* How much will be allocated while a quarter of the processors looks through `work` bytes. */
uint64_t pacing_runway(int64_t cons_mark, uint64_t work);
/* Between 45/64 and 61/64 of the way from what lives to the goal: trigger. */
uint64_t pacing_trigger(const struct pacing *p, uint64_t goal, uint64_t least, uint64_t runway);

/* What a cycle was like, for how much is allocated while a byte is looked through. */
struct pacing_cycle {
    uint64_t grown;        /* bytes allocated while it marked */
    uint64_t work;         /* bytes it looked through */
    uint64_t assist, idle; /* time of all processors for assists, and in idle workers */
    uint64_t all;          /* time of all processors while it marked, in the same unit */
};

/* False where nothing can be learnt: endCycle. */
bool pacing_measure(const struct pacing_cycle *c, int64_t *cons_mark);
/* The controller of cons/mark: proportional 0.9, integral over 4 cycles, reset over 1000. */
void pacing_control(int64_t *cons_mark, int64_t *integral, int64_t measured);

#endif
