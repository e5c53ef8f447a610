/* trace.h -- the frame trace: a run as JSON Lines.
 *
 * The first line is a header; then one line a step: its number, actor, phase, what happened and
 * what changed. A full frame recurs at multiples of TRACE_INTERVAL steps (at every one, unless the
 * heap is so large that it would fill more than half of the trace), so that a reader can start
 * anywhere. The last line says how the run ended, with a checksum of all bytes before it; a trace
 * without it was cut off. scenarios/trace.schema.json describes the lines. Addresses and words are
 * hexadecimal strings, since JSON's numbers are exact only up to 2^53. */
#ifndef TC_TRACE_H
#define TC_TRACE_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#include "session/session.h"

enum { TRACE_FORMAT = 1, TRACE_INTERVAL = 256 };

/* Runs the session to its end and writes its trace in a stream. False when something could not be
 * written or `*stop` became true. */
bool trace_write(struct session *s, FILE *out, const volatile sig_atomic_t *stop);

#endif
