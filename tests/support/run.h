/* run.h -- a machine that a test drives step by step, checked after every one.
 *
 * Each step is checked from outside with check_state and the tests' own oracle, and each mark
 * termination against the oracle's reachability; a contradiction fails the test, with seed and
 * step. */
#ifndef TC_TEST_RUN_H
#define TC_TEST_RUN_H

#include "machine/inspect/inspect.h"
#include "machine/machine.h"
#include "scenario/scenario.h"
#include "support/manual.h"

enum { RUN_EVENTS_MAX = 4096 };

struct run {
    struct machine m;
    const struct scenario *scenario;
    uint64_t check_every; /* check only after so many steps, where it would take too long; 0: all */
    uint64_t steps_max;   /* past it the test fails: an endless run */
    struct event events[RUN_EVENTS_MAX]; /* of the last step */
    uint32_t event_count;
    struct event_set kinds;    /* of event in the whole run */
    struct text output;        /* what the program printed */
    struct manual_list manual; /* what the C heap must hold */
    uint32_t last_stage;
    uint32_t terminations; /* marks that were compared with the oracle */
};

/* With the scenario's configuration; it must outlive the run. */
void run_open(struct run *r, const struct scenario *s);
void run_close(struct run *r);

/* One step of an actor, which must be able to go. */
void run_step(struct run *r, uint32_t actor);
/* One step of an actor on a processor: one of sched_choices. */
void run_choice(struct run *r, struct choice choice);
/* One step, whoever is next in the schedule. */
void run_next(struct run *r);
void run_to_end(struct run *r);
/* To the end, which must be a good one: this, and nothing else, has been printed. */
void run_require_output(struct run *r, const char *output);
/* To the end, which must be this fault, or with FAULT_NONE a deadlock; Go's words for it begin so. */
void run_require_failure(struct run *r, enum fault fault, const char *words);
bool run_can(const struct run *r, uint32_t actor);

/* Lets an actor go on until the condition holds (asked before each step). */
typedef bool run_condition(const struct run *r, const void *about);
void run_until(struct run *r, uint32_t actor, run_condition *reached, const void *about);
/* ... until goroutine `actor` is about to run the line of the listing with this text. */
void run_to_line(struct run *r, uint32_t actor, const char *line);
/* ... until a step with an event of the kind has been done. */
void run_to_event(struct run *r, uint32_t actor, enum event_kind kind);
/* The collector, until the stage is reached. */
void run_to_stage(struct run *r, enum stage stage);
/* The collector, until the named object has the colour. */
void run_to_colour(struct run *r, const char *object, enum colour colour);

/* The first event of a kind in the last step; NULL if there was none. */
const struct event *run_event(const struct run *r, enum event_kind kind);

/* Address of the object that has this name ("A", "Node 3"); 0 if it is not allocated (any more). */
uint64_t run_object(const struct run *r, const char *name);
enum colour run_colour(const struct run *r, const char *name);
/* The word of a global. */
uint64_t run_global(const struct run *r, const char *name);
uint64_t run_statistic(const struct run *r, const char *name);

#endif
