/* The object graph of one step, for Graphviz. */
#include "export/dot.h"

#include <errno.h>
#include <string.h>

#include "exports/formats.h"

enum export_state dot_go_on(struct export_job *job) {
    session_seek(&job->session, job->step);
    errno = 0;
    if (dot_write(&job->session.now, job->session.scenario->title, job->writer.stream))
        return EXPORT_DONE;
    return export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", job->request.output,
                       errno ? strerror(errno) : "not enough memory");
}
