/* trace.h -- the frame trace: a run as JSON Lines.
 *
 * The first line is a header: what is run, with which settings, and what the numbers of the other
 * lines mean. Then one line a step: its number, what happened, what changed. What is as in the line
 * before is left out: who did it, on which processor, the phase. A full frame recurs at multiples
 * of TRACE_INTERVAL steps (at those only before which enough has been written that full frames stay
 * a small part of the trace), so that a reader can start anywhere. The last line says how the run
 * ended, with a checksum of all bytes before it; a trace without it was cut off.
 * scenarios/trace.schema.json describes the lines.
 *
 * Written in a stream: memory does not grow with the length of the run. */
#ifndef TC_TRACE_H
#define TC_TRACE_H

#include <signal.h>
#include <stdio.h>

#include "session/session.h"
#include "trace/checksum.h"

enum { TRACE_INTERVAL = 256 };

struct trace_writer;

/* For the run of a session at step 0, on its way ahead. NULL if the host has no memory for it. */
struct trace_writer *trace_writer_open(struct session *s);
void trace_writer_close(struct trace_writer *w);

enum trace_state { TRACE_GOES_ON, TRACE_COMPLETE, TRACE_NO_MEMORY };

/* Makes the next line: the header, a step, the end. There is one unless the answer is NO_MEMORY;
 * after COMPLETE there is no other. */
enum trace_state trace_writer_next(struct trace_writer *w);
/* That line, with its newline. */
const struct text *trace_writer_line(const struct trace_writer *w);

/* Runs the session to its end and writes its trace. False when something could not be written or
 * `*stop` became true. */
bool trace_write(struct session *s, FILE *out, const volatile sig_atomic_t *stop);

#endif
