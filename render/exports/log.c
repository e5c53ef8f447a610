#include "exports/log.h"

#include <inttypes.h>
#include <strings.h>
#include <string.h>

#include "export/cycles.h"
#include "exports/formats.h"
#include "exports/pages.h"
#include "exports/portray.h"
#include "view/cycles.h"

/* ---- numbers ---- */

static bool write_text(struct export_job *job, struct text *words) {
    bool fine = !words->failed &&
                fwrite(text_string(words), 1, words->length, job->writer.stream) == words->length;
    text_free(words);
    return fine;
}

static bool begin_csv(struct export_job *job) {
    struct text head = {0};
    cycles_csv_head(&head);
    job->at = 0;
    if (write_text(job, &head)) return true;
    export_fail(job, FILE_NO_RESOURCES, "%s: cannot write", job->request.output);
    return false;
}

static enum export_state go_on_with_csv(struct export_job *job) {
    enum { PORTION = 1 << 12 };
    const struct gclog *log = job->log;
    struct text rows = {0};
    uint64_t end = job->at + PORTION < log->count ? job->at + PORTION : log->count;
    for (; job->at < end; job->at++) cycles_csv_row(log, &job->model, (uint32_t)job->at, &rows);
    if (!write_text(job, &rows))
        return export_fail(job, FILE_NO_RESOURCES, "%s: cannot write", job->request.output);
    job->part = (float)job->at / (float)log->count;
    return job->at < log->count ? EXPORT_GOES_ON : EXPORT_DONE;
}

/* ---- formats ---- */

enum { PICTURE = EXPORT_STEP | EXPORT_PICTURE | EXPORT_FILES };

static const struct export_format FORMATS[] = {
    {".png", WORD_FORMAT_PNG, PICTURE, png_begin, pages_go_on, pages_end},
    {".svg", WORD_FORMAT_SVG, PICTURE, svg_begin, pages_go_on, pages_end},
    {".csv", WORD_FORMAT_CYCLES, 0, begin_csv, go_on_with_csv, NULL},
    {0},
};

const struct export_format *log_format_of(const char *path) {
    size_t length = strlen(path);
    for (const struct export_format *f = FORMATS; f->ending; f++) {
        size_t tail = strlen(f->ending);
        if (length > tail && strcasecmp(path + length - tail, f->ending) == 0) return f;
    }
    return NULL;
}

void log_endings(struct text *out) {
    for (const struct export_format *f = FORMATS; f->ending; f++)
        text_addf(out, "%s%s", f == FORMATS ? "" : f[1].ending ? ", " : " or ", f->ending);
}

bool log_takes(const struct export_request *r, const struct export_format *f) {
    bool picture = f->flags & EXPORT_PICTURE;
    return r->from == NEVER && r->to == NEVER && !r->rate && !r->sheet && !r->page &&
           !r->per_page && !r->blank && !r->notes && (picture || r->step == NEVER);
}

/* ---- the picture ---- */

static const struct gclog_process *process(const struct export_job *job) {
    return &job->log->processes[gclog_longest(job->log)];
}

/* By its number. */
static bool find_cycle(struct export_job *job) {
    const struct gclog_process *p = process(job);
    const struct gclog_cycle *first = &job->log->cycles[p->first], *last = first + p->count - 1;
    job->step = job->request.step == NEVER ? last->number : job->request.step;
    for (const struct gclog_cycle *c = first; c <= last; c++) {
        if (c->number != job->step) continue;
        job->at = (uint64_t)(c - first);
        return true;
    }
    export_fail(job, FILE_BAD_INPUT,
                "--step %" PRIu64 ": the log has no such collection; it has %" PRIu32
                " to %" PRIu32,
                job->step, first->number, last->number);
    return false;
}

bool log_open(struct export_job *job, const struct scenario *scenario) {
    const struct config *c = &scenario->config;
    job->log = scenario->log;
    job->session.scenario = scenario;
    job->model = gclog_model_make(job->log, c->gogc, c->minimum_heap);
    if (!job->model.failed) return find_cycle(job);
    export_fail(job, FILE_NO_RESOURCES, "not enough memory");
    return false;
}

bool log_portray(struct draw *d, struct export_job *job) {
    struct picture_size size = portray_size(job);
    struct cycles_view cycles = {.log = job->log,
                                 .model = &job->model,
                                 .title = job->session.scenario->title,
                                 .process = gclog_longest(job->log),
                                 .cycle = (uint32_t)job->at};
    struct view v;
    view_begin(&v, NULL, &job->request.look,
               (struct box){0, 0, (float)size.width, (float)size.height});
    v.cycles = &cycles;
    draw_reset(d);
    cycles_draw(d, &v);
    view_end(&v);
    return !d->failed;
}
