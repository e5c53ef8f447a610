#include "exports/export.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "exports/sheet.h"
#include "exports/log.h"
#include "session/future.h"

struct export_request export_request_to(const char *output) {
    return (struct export_request){
        .output = output, .step = NEVER, .from = NEVER, .to = NEVER, .look = look_default()};
}

enum export_state export_fail(struct export_job *job, enum file_status status, const char *format,
                              ...) {
    if (job->status != FILE_OK) return EXPORT_FAILED;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(job->why, sizeof job->why, format, arguments);
    va_end(arguments);
    job->status = status;
    return EXPORT_FAILED;
}

static enum export_state fail_for_memory(struct export_job *job) {
    return export_fail(job, FILE_NO_RESOURCES, "not enough memory");
}

/* ---- whether the request makes sense ---- */

/* An option that only some formats take. */
struct choosy {
    const char *option;
    unsigned flags; /* of formats that take it */
    bool is_given;
};

static bool refuse(struct export_job *job, const struct choosy *c) {
    struct text endings = {0};
    export_endings(c->flags, &endings);
    bool sheet = c->flags == EXPORT_RANGE && job->format->flags & EXPORT_SHEET;
    export_fail(job, FILE_BAD_INPUT, "%s: %s is for a name that ends in %s%s", job->request.output,
                c->option, text_string(&endings), sheet ? ", or for a sheet: --sheet each" : "");
    text_free(&endings);
    return false;
}

static bool check_options(struct export_job *job) {
    const struct export_request *r = &job->request;
    const struct choosy choosy[] = {
        {"--step", EXPORT_STEP, r->step != NEVER},
        {"--from", EXPORT_RANGE, r->from != NEVER},
        {"--to", EXPORT_RANGE, r->to != NEVER},
        {"--fps", EXPORT_FILM, r->rate != 0},
        {"--sheet", EXPORT_SHEET, r->sheet != NULL},
        {"--page", EXPORT_SHEET, r->page != NULL},
        {"--per-page", EXPORT_SHEET, r->per_page != 0},
        {"--blank", EXPORT_BLANK, r->blank},
        {"--notes", EXPORT_NOTES, r->notes},
    };
    unsigned flags = job->format->flags;
    if (flags & EXPORT_SHEET && sheet_is_wanted(r)) flags |= EXPORT_RANGE;
    for (size_t i = 0; i < sizeof choosy / sizeof choosy[0]; i++)
        if (choosy[i].is_given && !(flags & choosy[i].flags)) return refuse(job, &choosy[i]);
    return true;
}

static bool check_order(struct export_job *job) {
    const struct export_request *r = &job->request;
    if (r->from == NEVER || r->to == NEVER || r->from <= r->to) return true;
    export_fail(job, FILE_BAD_INPUT,
                "--from %" PRIu64 " --to %" PRIu64 ": the first step is behind the last one",
                r->from, r->to);
    return false;
}

static bool find_format(struct export_job *job) {
    struct text endings = {0};
    job->format = export_format_of(job->request.output);
    if (job->format) return check_options(job) && check_order(job);
    export_endings(0, &endings);
    export_fail(job, FILE_BAD_INPUT, "%s: expected a name that ends in %s", job->request.output,
                text_string(&endings));
    text_free(&endings);
    return false;
}

/* Of a log of collections not every format can be made. */
static bool find_log_format(struct export_job *job) {
    struct text endings = {0};
    job->format = log_format_of(job->request.output);
    log_endings(&endings);
    if (!job->format)
        export_fail(job, FILE_BAD_INPUT,
                    "%s: a log of collections is written to a name that ends in %s",
                    job->request.output, text_string(&endings));
    else if (!log_takes(&job->request, job->format))
        export_fail(job, FILE_BAD_INPUT,
                    "%s: of a log of collections only a picture takes an option, --step",
                    job->request.output);
    text_free(&endings);
    return job->status == FILE_OK;
}

/* The step that an option names, or `otherwise`. */
static bool resolve(struct export_job *job, const char *option, uint64_t given, uint64_t *step) {
    uint64_t last = session_steps(&job->session);
    if (given == NEVER) return true;
    if (given > last) {
        export_fail(job, FILE_BAD_INPUT, "%s %" PRIu64 ": the run has %" PRIu64 " steps", option,
                    given, last);
        return false;
    }
    *step = given;
    return true;
}

/* Needs to know how long the run is. */
static bool resolve_steps(struct export_job *job) {
    const struct export_request *r = &job->request;
    job->from = 0;
    job->step = job->to = session_steps(&job->session);
    return resolve(job, "--step", r->step, &job->step) &&
           resolve(job, "--from", r->from, &job->from) && resolve(job, "--to", r->to, &job->to);
}

/* ---- life ---- */

static bool open_session(struct export_job *job, const struct scenario *scenario,
                         const struct session *as) {
    struct session *s = &job->session;
    if (!session_open(s, scenario)) {
        export_fail(job, FILE_NO_RESOURCES, "not enough memory for the simulated machine");
        return false;
    }
    job->stage = EXPORT_RUNS;
    if (job->request.steps_max && !s->scenario->tape) s->steps_max = job->request.steps_max;
    if (!as) return true;
    s->steps_max = as->steps_max;
    if (session_follow(s, &as->future)) return true;
    fail_for_memory(job);
    return false;
}

bool export_open(struct export_job *job, const struct scenario *scenario, const struct session *as,
                 const struct export_request *request, const struct raster *raster) {
    *job = (struct export_job){.request = *request, .raster = raster};
    if (scenario->log) return find_log_format(job) && log_open(job, scenario);
    return find_format(job) && open_session(job, scenario, as);
}

/* Whoever ends the job first: the format before its file is gone. */
static void end_format(struct export_job *job) {
    if (job->stage == EXPORT_WRITES && job->format->end) job->format->end(job);
    job->stage = EXPORT_ENDED;
}

void export_close(struct export_job *job) {
    bool has_session = job->stage != EXPORT_OPENED && !job->log;
    end_format(job);
    if (job->writer.path) file_abandon(&job->writer);
    if (has_session) session_close(&job->session);
    gclog_model_free(&job->model);
    free(job->graph);
    text_free(&job->said);
    job->graph = NULL;
    job->stage = EXPORT_OPENED;
}

/* ---- portions ---- */

static enum export_state begin(struct export_job *job) {
    char why[256];
    const struct export_format *f = job->format;
    if (!(f->flags & EXPORT_FILES) &&
        file_begin(&job->writer, job->request.output, why, sizeof why) != FILE_OK)
        return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output, why);
    job->stage = EXPORT_WRITES;
    return !f->begin || f->begin(job) ? EXPORT_GOES_ON : EXPORT_FAILED;
}

static enum export_state run_ahead(struct export_job *job) {
    enum { PORTION = 1 << 12 };
    if (job->format->flags & EXPORT_STREAMS) return begin(job);
    enum stop stop = session_run(&job->session, PORTION);
    if (stop == STOP_BUDGET) return EXPORT_GOES_ON;
    if (stop == STOP_MEMORY) return fail_for_memory(job);
    return resolve_steps(job) ? begin(job) : EXPORT_FAILED;
}

static enum export_state finish(struct export_job *job) {
    char why[256];
    end_format(job);
    if (job->writer.path && file_commit(&job->writer, why, sizeof why) != FILE_OK)
        return export_fail(job, FILE_NO_RESOURCES, "%s: %s", job->request.output, why);
    job->part = 1;
    return EXPORT_DONE;
}

static enum export_state write_on(struct export_job *job) {
    enum export_state state = job->format->go_on(job);
    return state == EXPORT_DONE ? finish(job) : state;
}

enum export_state export_go_on(struct export_job *job) {
    switch (job->stage) {
    case EXPORT_RUNS: return run_ahead(job);
    case EXPORT_WRITES: return write_on(job);
    case EXPORT_OPENED:
        if (job->log && job->status == FILE_OK) return begin(job);
        break;
    case EXPORT_ENDED: break;
    }
    return job->status == FILE_OK ? EXPORT_DONE : EXPORT_FAILED;
}

/* How long the run will be is not known before its end: only how far the limit is. */
float export_progress(const struct export_job *job) {
    const float RUNNING = 0.2f;
    const struct session *s = &job->session;
    bool streams = job->format && job->format->flags & EXPORT_STREAMS;
    if (job->stage == EXPORT_OPENED) return 0;
    if (job->stage == EXPORT_RUNS)
        return streams ? 0 : RUNNING * (float)session_steps(s) / (float)s->steps_max;
    return streams ? job->part : RUNNING + (1 - RUNNING) * job->part;
}
