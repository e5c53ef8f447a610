/* The frame trace: the run as JSON Lines, which the window plays again. */
#include "exports/formats.h"

#include <errno.h>
#include <string.h>

#include "export/trace.h"

enum { PORTION = 1024 }; /* lines */

bool jsonl_begin(struct export_job *job) {
    job->own = trace_writer_open(&job->session);
    if (!job->own) export_fail(job, FILE_NO_RESOURCES, "not enough memory");
    errno = 0;
    return job->own;
}

void jsonl_end(struct export_job *job) {
    if (job->own) trace_writer_close(job->own);
    job->own = NULL;
}

static bool write_line(struct export_job *job) {
    const struct text *line = trace_writer_line(job->own);
    return fwrite(line->bytes, 1, line->length, job->writer.stream) == line->length;
}

enum export_state jsonl_go_on(struct export_job *job) {
    const struct session *s = &job->session;
    for (int i = 0; i < PORTION; i++) {
        enum trace_state state = trace_writer_next(job->own);
        if (state == TRACE_NO_MEMORY)
            return export_fail(job, FILE_NO_RESOURCES, "not enough memory");
        if (!write_line(job))
            return export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", job->request.output,
                               strerror(errno));
        if (state == TRACE_COMPLETE) return EXPORT_DONE;
    }
    job->part = (float)session_steps(s) / (float)s->steps_max;
    return EXPORT_GOES_ON;
}
