/* perfetto.h -- a run as a trace that ui.perfetto.dev, chrome://tracing and speedscope open.
 *
 * The format is the "Trace Event Format" of Chromium's tracing, in its JSON object form, as
 * Perfetto's importer reads it. Written in a stream: memory is bounded by the machine, not by the
 * length of the run. Time is the machine's: `ts` is in microseconds, with a tick (a nanosecond) as
 * its third decimal.
 *
 * Three processes:
 *     garbage collector   a track of collections and their phases, a track of the times at which
 *                         the world stood still, and the counters, among them the step
 *     processors          which goroutine each one runs, and the collector's work on it: mark
 *                         workers with what they scan, assists, the sweeper with its spans
 *     goroutines          their function calls, and in each the line that runs, calls the next, or
 *                         waits, and for what; within a line assists, write barriers and sweeping.
 *                         A gap is the time in which a goroutine could run and had no processor, or
 *                         the world stood still.
 * Instants are what happens at once: allocations, barrier hits, frees, stacks that move, losses,
 * faults. Flows lead from a write barrier to the slice that takes the object it has shaded.
 *
 * Steps of a goroutine on one line, one behind the other, are one slice, so a step takes less than
 * 100 bytes on average. Calls are slices to a depth of PERFETTO_DEPTH. Counters are written
 * whenever they change in the first PERFETTO_DENSE steps of the file; then every PERFETTO_SPARSE
 * steps, and when the phase changes.
 *
 * The processors' clocks run side by side (sched.h), and a goroutine that goes over to one that is
 * behind would begin before it stopped: on its own track it then begins where it stopped, and what
 * it does there is shortened by so much. All other times are the machine's own. */
#ifndef TC_PERFETTO_H
#define TC_PERFETTO_H

#include <stdio.h>

#include "session/session.h"

enum { PERFETTO_DEPTH = 48, PERFETTO_DENSE = 10000, PERFETTO_SPARSE = 64 };

struct perfetto;

/* Begins a trace at the state that the run ahead of the session has come to. NULL: no memory. */
struct perfetto *perfetto_begin(const struct session *s, FILE *out);
/* What happens in the next step: to be called for each event of it, while it is emitted. */
void perfetto_hear(struct perfetto *p, const struct event *e);
/* The step is over. False: something could not be written, or there is no memory. */
bool perfetto_add_step(struct perfetto *p);
/* Ends what is still going on. Likewise. */
bool perfetto_finish(struct perfetto *p);
void perfetto_free(struct perfetto *p);

#endif
