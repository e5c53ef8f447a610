/* trace.h -- what other commands do with a file that is a frame trace. Exit statuses. */
#ifndef TC_CLI_TRACE_H
#define TC_CLI_TRACE_H

#include "scenario/scenario.h"

/* Says so on stderr if it was cut off or damaged. */
int cli_tell_trace(const struct scenario *s);
/* Runs what it is of, and compares; says where they part. */
int cli_verify_trace(const struct scenario *s);

#endif
