/* frame.h -- a frame: what one step leaves behind to be seen, and how it is put into a machine.
 *
 * Writer and reader of a trace share this. What the frame says in so many words (who did it, when,
 * which events, which words were written) changes most of the state already; foresee.h does that.
 * What it could not foresee is the frame's delta (delta.h). So the rules of foresight are only
 * there to make traces short: where they are wrong, the delta is right. */
#ifndef TC_FRAME_H
#define TC_FRAME_H

#include "machine/machine.h"

struct frame_of_step {
    uint64_t step;
    uint64_t now;   /* ticks: when the step began */
    uint64_t ticks; /* what it cost */
    uint32_t actor, processor;
    struct event *events; /* all of them, in order */
    size_t event_count, event_capacity;
    bool failed; /* the host had no memory for an event */
};

void frame_add_event(struct frame_of_step *f, const struct event *e);
void frame_free(struct frame_of_step *f);

/* Does to a machine, which stands at the step before, what the frame says: first of the clock, then
 * of each event in turn, at last of the actor. Addresses that are not the machine's are passed
 * over: the reader's come from a file. */
void frame_begin(struct machine *m, const struct frame_of_step *f);
void frame_event(struct machine *m, const struct event *e);
void frame_end(struct machine *m, const struct frame_of_step *f);

#endif
