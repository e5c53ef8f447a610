/* foresee.h -- what can be told of a step's effects from its events alone.
 *
 * These are the engine's commonest effects, written down a second time, for readers of traces only:
 * they make traces short. Nothing relies on them being right, as what they miss is in the delta;
 * but the reader of a trace must have the same ones as its writer, so a change to them is a change
 * of the format. All addresses are checked: a reader's come from a file. */
#ifndef TC_FORESEE_H
#define TC_FORESEE_H

#include "machine/machine.h"

/* The clocks of the step's processor and of its worker. */
void foresee_ticks(struct machine *m, uint64_t ticks);
/* When a step on a processor begins, as far as is known before it. */
uint64_t foresee_now(const struct machine *m, uint32_t processor);
/* The words that the step must have written before it told of an event, as events; how many. */
enum { FORESEEN_WORDS_MAX = 2 };
uint32_t foresee_words(const struct machine *m, const struct event *e, struct event *out);
/* Memory, marks, the work list, counts. */
void foresee_event(struct machine *m, const struct event *e);
/* Where the goroutine goes on; its stack frame. */
void foresee_goroutine(struct machine *m, uint32_t number, const struct event *events,
                       size_t count);

#endif
