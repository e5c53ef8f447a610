/* gctrace_file.h -- a log of GODEBUG=gctrace=1 in the place of a scenario (gclog/gclog.h). */
#ifndef TC_GCTRACE_FILE_H
#define TC_GCTRACE_FILE_H

#include "scenario/scenario.h"

/* Reads a file in a stream. FILE_BAD_INPUT: it has no whole line of a collection. Complaints get
 * what is broken, even if all is well. `path` must outlive the scenario. */
enum file_status gctrace_load(struct scenario *s, const char *path, struct text *complaints);
/* Likewise, of a text. */
enum file_status gctrace_parse(struct scenario *s, const char *path, const char *text,
                               size_t length, struct text *complaints);

#endif
