/* log.h -- exports of a log of collections: its picture with one of them looked at, its numbers.
 * It is no run, so there is no session; a step is a collection, by its number. */
#ifndef TC_EXPORTS_LOG_H
#define TC_EXPORTS_LOG_H

#include "exports/export.h"

/* The row of the formats that a log has; NULL if it has no such format. */
const struct export_format *log_format_of(const char *path);
/* ".png, .svg or .csv" */
void log_endings(struct text *out);

/* Whether no option is given that means nothing to it. */
bool log_takes(const struct export_request *r, const struct export_format *f);

/* Makes the model and finds the collection; false: export_fail was called. */
bool log_open(struct export_job *job, const struct scenario *scenario);
/* As the window draws it. */
bool log_portray(struct draw *d, struct export_job *job);

#endif
