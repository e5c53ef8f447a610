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

#include "machine/heap/heap.h"
#include "machine/machine.h"

/* Does one unit of work on the processor of this step: a pointer word is read, an object shaded or
 * taken, a span swept, a stage ended. */
void gc_step(struct machine *m);
/* Works until `budget` units are spent or it has to wait; returns the units spent. The same as
 * steps, at full speed: without a sink objects are marked as a whole, so the last one may take it
 * over the budget. */
uint64_t gc_run(struct machine *m, uint64_t budget);
/* Whether the collector could go on now, in a stage that workers do not share. */
bool gc_can_run(const struct machine *m);
/* In the other stages: whether there is work for the worker of a processor; and whether, if none
 * has any, one of them may look whether marking is complete. */
bool gc_has_work(const struct machine *m, uint32_t processor);
bool gc_may_be_complete(const struct machine *m);

/* Starts a cycle if the heap has reached the trigger. */
void gc_trigger(struct machine *m);
/* Asks for a cycle (runtime.GC); returns the number of the one that is asked for. */
uint32_t gc_request(struct machine *m, enum gc_request request);
/* Starts a minor collection, unless a collection is under way. */
void gc_collect_young(struct machine *m);
/* Time has passed: a cycle begins when the last one is two minutes ago (proc.go:forcegcperiod). */
void gc_time_passed(struct machine *m);
/* When that will be, in ticks; UINT64_MAX: never. */
uint64_t gc_due_at(const struct machine *m);

static inline bool gc_marking(const struct machine *m) {
    return m->s->gc.barrier_on;
}

/* Whether the stage is one that mark workers share. */
static inline bool gc_marking_work(const struct machine *m) {
    uint32_t stage = m->s->gc.stage;
    return stage == STAGE_SNAPSHOT || stage == STAGE_MARK || stage == STAGE_RESCAN;
}

/* Whether this cycle is marked from beginning to end with the world stopped: by all processors,
 * each on its own clock, and without need of a barrier. */
static inline bool gc_marks_stopped(const struct machine *m) {
    return m->config.collector == COLLECTOR_STW || m->s->gc.minor;
}

/* Whether a processor's fractional worker has had less than its share of the time. */
bool gc_fraction_is_due(const struct machine *m, uint32_t processor);

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
bool gc_is_grey(const struct machine *m, uint64_t object);
/* Whether a worker, or an assist, is scanning the object. */
bool gc_in_hands(const struct machine *m, uint64_t object);
/* How many words of an object are looked at for pointers: up to its last one. */
uint64_t gc_words_to_scan(const struct machine *m, uint64_t object);
/* Whether this word of the globals has been scanned in this cycle. */
bool gc_word_is_black(const struct machine *m, uint32_t global_word);

/* In which order work is taken: a worker finishes all root jobs before it takes an object, an
 * assist does it the other way round (mgcmark.go: gcDrain, gcDrainN). */
enum drain { DRAIN_ROOTS_FIRST, DRAIN_OBJECTS_FIRST, DRAIN_ROOTS_ONLY };

/* One unit of marking on the processor of this step; false when there is nothing to do. */
bool gc_mark_step(struct machine *m, enum drain drain);
/* Takes grey objects, and marks each of them as a whole, the same as steps do but faster; returns
 * the units spent, which the last one may take over the budget. Nothing with a sink. drain.c */
uint64_t gc_drain(struct machine *m, uint64_t budget);
/* Whether the processor of this step has nothing in its hands, and all root jobs are begun. */
bool gc_can_drain(const struct machine *m);
/* Begins to scan an entry of the work list that has been taken out. */
void gc_begin_object(struct machine *m, uint64_t address);
/* Whether there is such a unit for a processor. */
bool gc_can_mark(const struct machine *m, uint32_t processor, enum drain drain);
/* Whether all roots have been scanned. */
bool gc_roots_done(const struct machine *m);
/* Makes roots of the globals and of all stacks, or of the stacks only. */
void gc_prepare_roots(struct machine *m, bool globals);

/* ---- the grey work list: workbuf.c ---- */

/* To and from the processor of this step: last in, first out. An entry is an object, or a piece of
 * a large one. */
void work_put(struct machine *m, uint64_t object);
/* Likewise, but what is last now stays last. */
void work_put_second(struct machine *m, uint64_t object);
uint64_t work_take(struct machine *m); /* 0 when neither it nor the common list has any */
/* Gives others a part of what this processor has. */
void work_balance(struct machine *m);
/* Gives others all that a processor has; whether it had any. */
bool work_dispose(struct machine *m, struct processor *p);
bool work_is_local(const struct machine *m, const struct processor *p);
/* Two entries change places; false unless both are in the list. */
bool work_swap(struct machine *m, uint64_t a, uint64_t b);
bool work_empty(const struct machine *m);
uint64_t work_count(const struct machine *m);
/* Calls `each` for every grey object in the list, the one taken next first. */
void work_each(const struct machine *m, void (*each)(void *user, uint64_t object), void *user);
/* For people: the part of the list that a processor has for itself, or WORK_COMMON, which all
 * share: how many entries it has, and the first `max` of them in the order in which they are taken.
 * Returns how many those are. However long the list is, no more is looked at. */
enum { WORK_COMMON = PROCS_MAX };
uint64_t work_count_of(const struct machine *m, uint32_t part);
uint32_t work_first(const struct machine *m, uint32_t part, uint64_t *out, uint32_t max);
void work_free_buffers(struct machine *m);

/* ---- sweeping: sweep.c has the rest ---- */

/* Sweeps the next span, and ends the cycle behind the last one; false when there is nothing to
 * sweep. */
bool gc_sweep_one(struct machine *m);

#endif
