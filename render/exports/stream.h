/* stream.h -- formats that are written while the run goes on, a step at a time, so that memory does
 * not grow with its length: what they have in common. */
#ifndef TC_STREAM_H
#define TC_STREAM_H

#include "exports/export.h"

/* What writes one kind of file. Each returns false if something could not be written, or there was
 * no memory. `own` is the writer, zero at first. */
struct stream_kind {
    size_t size; /* of the writer */
    /* The run stands at the first step; that step itself is not added yet. */
    bool (*begin)(void *own, struct export_job *job);
    /* The run stands behind a step, the first one included. May be NULL. */
    bool (*add_step)(void *own);
    /* What happens in every step behind the first one. May be NULL. */
    void (*hear)(void *own, const struct event *e);
    /* All that is left to write. */
    bool (*finish)(void *own);
    /* Gives everything back, whether finished or not. May be NULL. */
    void (*release)(void *own);
};

/* For rows of EXPORT_FORMATS with EXPORT_STREAMS. */
bool stream_begin(struct export_job *job, const struct stream_kind *kind);
enum export_state stream_go_on(struct export_job *job);
void stream_end(struct export_job *job);

#endif
