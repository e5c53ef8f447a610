/* pacer.h -- when a cycle begins, how far the heap may grow, and what allocation owes to marking.
 *
 * Source: mgcpacer.go of Go 1.19, with integers: ratios are 65536ths. The heap goal follows from
 * what the last cycle marked, its roots and GOGC, or from the memory limit; the trigger lies before
 * it by the runway that marking needs, which is learnt from cycle to cycle (cons/mark: how much the
 * program allocates while the collector looks through a byte). While it marks, `revise` keeps the
 * price of allocation such that marking is through when the heap reaches its goal (assist.h).
 *
 * Go's constants are for heaps of megabytes. config.minimum_heap (Go: 4 MiB) scales all of them, so
 * that a heap of a few KiB in a lesson is paced as a large one is. The formulas are in pacing.h. */
#ifndef TC_PACER_H
#define TC_PACER_H

#include "machine/gc/pacing.h"
#include "machine/machine.h"

/* One of Go's constants, in bytes, on the scale of this machine's heap. */
uint64_t pacer_scaled(const struct machine *m, uint64_t bytes);

/* A cycle begins to mark: gcControllerState.startCycle. */
void pacer_start_cycle(struct machine *m);
/* heap_live has grown, or marking has got on. */
void pacer_revise(struct machine *m);
/* Marking is complete: learns cons/mark. endCycle. */
void pacer_end_cycle(struct machine *m);
/* The goal and trigger of the next cycle. commit, heapGoalInternal, trigger. */
void pacer_commit(struct machine *m);

/* While the program runs, as debug.SetGCPercent and debug.SetMemoryLimit do: the goal, the trigger
 * and what allocation owes follow at once. A cycle that has begun goes on to its end. */
void pacer_set_percent(struct machine *m, int64_t percent);
void pacer_set_limit(struct machine *m, uint64_t bytes);

/* With a memory limit the collector could take all the time there is. A bucket fills with the time
 * it takes and leaks with the time the program gets; while it is full nobody assists, so that the
 * program gets half of the time, though memory grows past the limit. It holds a second of each
 * processor, on the scale of this heap. Source: mgclimit.go, gcCPULimiterState. */
void pacer_limit(struct machine *m);
bool pacer_is_limiting(const struct machine *m);

/* Bytes looked through for pointers in this cycle, up to the last pointer of each object. */
static inline uint64_t pacer_scan_work(const struct machine *m) {
    const struct pacer *p = &m->s->gc.pacer;
    return p->heap_scan_work + p->stack_scan_work + p->globals_scan_work;
}

#endif
