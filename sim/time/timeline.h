/* timeline.h -- the whole run at a glance, in bounded memory.
 *
 * The run is divided into at most 4096 buckets of equal width; when it grows longer, neighbours are
 * merged and the width doubles. A bucket knows which kinds of event and which actors it holds, the
 * phase at its end, and the pacer's numbers: enough to draw the strip and the chart, and to find
 * the buckets in which an event can be looked for by re-execution. */
#ifndef TC_TIMELINE_H
#define TC_TIMELINE_H

#include "machine/event.h"
#include "machine/machine.h"
#include "time/gauge.h"

enum { BUCKETS_MAX = 4096 };

struct bucket {
    struct event_set events;
    uint64_t actors; /* set; actors from 63 on share the last bit */
    uint32_t phase;  /* at its end */
    uint32_t line;   /* of the goroutine that ran last; 0: only the collector ran */
    uint64_t lines;  /* set of all lines that goroutines were at; those 64 apart share a bit */
    struct gauge gauge;
};

static inline uint64_t bucket_actor_bit(uint32_t actor) {
    return 1ull << (actor < 63 ? actor : 63);
}

static inline uint64_t bucket_line_bit(uint32_t line) {
    return 1ull << line % 64;
}

struct timeline {
    struct bucket buckets[BUCKETS_MAX];
    uint64_t width; /* steps a bucket */
    uint64_t steps; /* recorded so far */
};

void timeline_init(struct timeline *t);
/* To be called after each step of the run that goes on ahead. */
void timeline_record(struct timeline *t, const struct machine *m);
/* Forgets what is behind a step, since from there on the run goes another way, and the bucket that
 * the step is in the middle of: to be recorded again, behind the step that is returned. */
uint64_t timeline_rewind(struct timeline *t, uint64_t step);
uint32_t timeline_bucket_count(const struct timeline *t);
/* The bucket a step (from 1) belongs to. */
static inline uint32_t timeline_bucket_of(const struct timeline *t, uint64_t step) {
    return (uint32_t)((step - 1) / t->width);
}

#endif
