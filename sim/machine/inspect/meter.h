/* meter.h -- what a run has cost, for people: the rows of costs.def in a few groups.
 *
 * Every row belongs to one group (meter.c), so the groups add up to all ticks that were charged.
 * Goroutines that assist do the collector's work: it is counted as such, and how much of it was
 * theirs is known, too. */
#ifndef TC_METER_H
#define TC_METER_H

#include "machine/cost.h"

enum meter_side { METER_PROGRAM, METER_COLLECTOR };

struct meter_group {
    const char *name; /* "stack frames" */
    enum meter_side side;
};

/* In the order in which they are shown. */
enum meter_group_id {
    METER_OPERATIONS,
    METER_FRAMES,
    METER_STACK_ALLOCATION,
    METER_HEAP_ALLOCATION,
    METER_SPANS,
    METER_BARRIER,
    METER_STACKS,
    METER_GOROUTINES,
    METER_CLEARING,
    METER_MANUAL,
    METER_STOPS,
    METER_SCANNING,
    METER_MARKING,
    METER_SWEEPING,
    METER_SEARCHING,
    METER_GROUPS
};

extern const struct meter_group METER[METER_GROUPS];

/* The group of a row of costs.def. */
enum meter_group_id meter_group_of(enum cost cost);

/* Ticks. */
uint64_t meter_spent(const struct machine *m, enum meter_group_id group);
uint64_t meter_side_spent(const struct machine *m, enum meter_side side);
uint64_t meter_assists(const struct machine *m);

/* Objects that were allocated in the group: on the stack, on the heap, by malloc; 0 in others. */
uint64_t meter_objects(const struct machine *m, enum meter_group_id group);

#endif
