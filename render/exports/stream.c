#include "exports/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PORTION = 256 }; /* steps; one may take a part of a millisecond */

struct stream {
    const struct stream_kind *kind;
    uint64_t from, to;
    bool writes; /* the first step has been reached */
    void *own;
};

bool stream_begin(struct export_job *job, const struct stream_kind *kind) {
    struct stream *stream = calloc(1, sizeof *stream);
    void *own = calloc(1, kind->size);
    if (!stream || !own) {
        free(stream);
        free(own);
        export_fail(job, FILE_NO_RESOURCES, "not enough memory");
        return false;
    }
    const struct export_request *r = &job->request;
    *stream = (struct stream){kind, r->from == NEVER ? 0 : r->from, r->to, false, own};
    job->own = stream;
    errno = 0;
    return true;
}

void stream_end(struct export_job *job) {
    struct stream *stream = job->own;
    if (!stream) return;
    session_listen(&job->session, (struct sink){0});
    if (stream->writes && stream->kind->release) stream->kind->release(stream->own);
    free(stream->own);
    free(stream);
    job->own = NULL;
}

/* ---- one step ---- */

static bool begin_writing(struct export_job *job, struct stream *stream) {
    if (session_steps(&job->session) < stream->from) return true;
    stream->writes = true;
    if (!stream->kind->begin(stream->own, job)) return false;
    if (stream->kind->hear)
        session_listen(&job->session, (struct sink){stream->kind->hear, stream->own});
    return !stream->kind->add_step || stream->kind->add_step(stream->own);
}

/* Whatever the run has come to is written. */
static bool add_step(struct export_job *job, struct stream *stream) {
    if (!stream->writes) return begin_writing(job, stream);
    return !stream->kind->add_step || stream->kind->add_step(stream->own);
}

/* ---- ends ---- */

static enum export_state fail_to_write(struct export_job *job) {
    return export_fail(job, FILE_NO_RESOURCES, "%s: cannot write: %s", job->request.output,
                       errno ? strerror(errno) : "not enough memory");
}

static enum export_state fail_behind_the_end(struct export_job *job, const char *option,
                                             uint64_t step) {
    return export_fail(job, FILE_BAD_INPUT, "%s %" PRIu64 ": the run has %" PRIu64 " steps", option,
                       step, session_steps(&job->session));
}

static enum export_state finish(struct export_job *job, const struct stream *stream) {
    if (!stream->writes) return fail_behind_the_end(job, "--from", stream->from);
    if (stream->to != NEVER && session_steps(&job->session) < stream->to)
        return fail_behind_the_end(job, "--to", stream->to);
    return stream->kind->finish(stream->own) ? EXPORT_DONE : fail_to_write(job);
}

/* How long the run is shows only at its end: until then, how far the limit is. */
static float part(const struct export_job *job, const struct stream *stream) {
    const struct session *s = &job->session;
    uint64_t last = stream->to < s->steps_max ? stream->to : s->steps_max;
    return last ? (float)session_steps(s) / (float)last : 1;
}

enum export_state stream_go_on(struct export_job *job) {
    struct stream *stream = job->own;
    struct session *s = &job->session;
    enum stop stop = STOP_BUDGET;
    if (!stream->writes && !begin_writing(job, stream)) return fail_to_write(job);
    for (int i = 0; i < PORTION; i++) {
        if (session_steps(s) == stream->to) return finish(job, stream);
        stop = session_run(s, 1);
        if (stop == STOP_MEMORY) return export_fail(job, FILE_NO_RESOURCES, "not enough memory");
        if (stop == STOP_LIMIT) return finish(job, stream);
        if (!add_step(job, stream)) return fail_to_write(job);
        if (stop == STOP_END) return finish(job, stream);
    }
    job->part = part(job, stream);
    return EXPORT_GOES_ON;
}
