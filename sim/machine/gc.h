/* gc.h -- the collector: a state machine that does a bounded piece of work and says what it cost.
 *
 * Invariants while it marks (checked from outside by check.h):
 *   strong   no black object points to a white one: what an insertion barrier keeps;
 *   weak     a white object that a black one points to is protected: some path reaches it from a
 *            grey object through white ones only. Go's hybrid barrier promises this one, for
 *            scanned stacks as for black objects.
 * An object is lost when a pointer to it is put where the collector will not look again and every
 * path from a grey object to it is cut: the barrier (barrier.c) prevents one or the other.
 *
 * Insertion alone (Dijkstra) says nothing of pointers that stacks load: they are scanned once more
 * at the end, with the world stopped, and count as grey until then. Deletion alone (Yuasa) keeps
 * what could be reached when marking began: all roots are scanned before the world goes on.
 *
 * Sources: mgc.go, mgcmark.go, mgcwork.go, mgcsweep.go of Go 1.19; proposal 17503. */
#ifndef TC_GC_H
#define TC_GC_H

#include "machine/heap.h"
#include "machine/machine.h"

/* Works until `budget` units are spent or it has to wait: a unit is one pointer word read, one
 * object shaded or taken, one span swept, one change of stage. Returns the units spent. A budget of
 * one is what a step is; a large one is full speed. */
uint64_t gc_run(struct machine *m, uint64_t budget);
/* Whether the collector can do anything now. */
bool gc_can_run(const struct machine *m);

/* Starts a cycle if the heap has reached the trigger. */
void gc_trigger(struct machine *m);
/* Asks for a cycle (runtime.GC); returns the number of the one that is asked for. */
uint32_t gc_request(struct machine *m, enum gc_request request);
/* Before marking and after it the goal follows from GOGC: mgcpacer.go. */
void gc_set_goal(struct machine *m);

static inline bool gc_marking(const struct machine *m) {
    return m->s->gc.barrier_on;
}

/* Whether the world is being stopped: goroutines go on only to the next safe point. */
static inline bool gc_stopping(const struct machine *m) {
    uint32_t stage = m->s->gc.stage;
    return stage == STAGE_STOP_FOR_MARK || stage == STAGE_STOP_FOR_END;
}

/* ---- marking: mark.c ---- */

/* Makes a white object grey; one without pointers goes straight to black. No-op for anything that
 * is not an unmarked heap object. `by` is the actor, for the event. Returns whether it did
 * something. */
bool gc_shade(struct machine *m, uint64_t address);
/* Whether `address` points to a heap object that is white. */
bool gc_is_white(const struct machine *m, uint64_t address);
/* A new object is black while the collector marks. */
void gc_mark_new(struct machine *m, const struct object *o);
/* One unit of marking; false when there is nothing left to do. */
bool gc_mark_step(struct machine *m);
/* Whether all roots have been scanned. */
bool gc_roots_done(const struct machine *m);
/* Makes all stacks roots again, for the scan at the end. */
void gc_roots_again(struct machine *m);
/* Whether the next unit has to wait for a goroutine to come to a safe point. */
bool gc_mark_must_wait(const struct machine *m);

/* ---- the grey work list: workbuf.c ---- */

void work_put(struct machine *m, uint64_t object);
uint64_t work_take(struct machine *m); /* last in, first out; 0 when empty */
bool work_empty(const struct machine *m);
uint64_t work_count(const struct machine *m);
/* Calls `each` for every grey object in the list, the one taken next first. */
void work_each(const struct machine *m, void (*each)(void *user, uint64_t object), void *user);
void work_free_buffers(struct machine *m);

/* ---- sweeping: sweep.c ---- */

/* Sweeps the next span; false when all have been swept. */
bool gc_sweep_step(struct machine *m);

#endif
