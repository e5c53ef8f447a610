/* The run as a trace for ui.perfetto.dev and its like. */
#include "export/perfetto.h"

#include "exports/formats.h"
#include "exports/stream.h"

struct own {
    struct perfetto *perfetto;
    bool begun; /* the first step is a state, not a step to be added */
};

static bool begin(void *user, struct export_job *job) {
    struct own *own = user;
    own->perfetto = perfetto_begin(&job->session, job->writer.stream);
    return own->perfetto != NULL;
}

static bool add_step(void *user) {
    struct own *own = user;
    bool first = !own->begun;
    own->begun = true;
    return first || perfetto_add_step(own->perfetto);
}

static void hear(void *user, const struct event *e) {
    struct own *own = user;
    perfetto_hear(own->perfetto, e);
}

static bool finish(void *user) {
    struct own *own = user;
    return perfetto_finish(own->perfetto);
}

static void release(void *user) {
    struct own *own = user;
    perfetto_free(own->perfetto);
}

static const struct stream_kind KIND = {sizeof(struct own), begin, add_step, hear, finish, release};

bool perfetto_export_begin(struct export_job *job) {
    return stream_begin(job, &KIND);
}
