/* trace_header.h -- the first line of a trace: what is run, and what the numbers of the others
 * mean. */
#ifndef TC_TRACE_HEADER_H
#define TC_TRACE_HEADER_H

#include "session/session.h"

/* Adds the line. The scenario goes into it as its file has it, with the Go program that it names,
 * so that a reader has everything it needs to show the run, and to run it again. */
void header_add(struct text *out, const struct session *s, const struct machine *m);

#endif
