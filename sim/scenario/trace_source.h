/* trace_source.h -- a frame trace as a scenario: what it is of, and the tape that plays it. */
#ifndef TC_TRACE_SOURCE_H
#define TC_TRACE_SOURCE_H

#include "scenario/scenario.h"

/* As scenario_load. A trace that was cut off or damaged loads as well, as far as it can be played:
 * tape_facts says so. */
enum file_status trace_load(struct scenario *s, const char *path, struct text *complaints);

#endif
