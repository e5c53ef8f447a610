#include "exports/portray.h"

#include <stdlib.h>

#include "view/picture.h"

struct picture_size portray_size(const struct export_job *job) {
    const struct export_request *r = &job->request;
    return (struct picture_size){r->width ? r->width : 1920, r->width ? r->height : 1080};
}

/* Everyone's place is the same at every step. */
static const struct graph_layout *layout(struct export_job *job) {
    if (job->graph) return job->graph;
    job->graph = malloc(sizeof *job->graph);
    if (job->graph) graph_layout_make(job->graph, &job->session.census);
    return job->graph;
}

bool portray(struct draw *d, struct export_job *job, uint64_t step) {
    struct picture_size size = portray_size(job);
    struct session *s = &job->session;
    struct view v;
    struct prompt prompt = {PROMPT_NONE, ""};
    struct sentences sentences = {0};
    struct log_page log = {.words = ""};
    session_seek(s, step);
    const struct graph_layout *graph = layout(job);
    if (!graph) return false;
    view_begin(&v, s, &job->request.look,
               (struct box){0, 0, (float)size.width, (float)size.height});
    v.graph = graph;
    v.prompt = &prompt;
    log_page_fill(&log, &sentences, s, view_narration(&v), session_step(s));
    v.log = &log;
    draw_reset(d);
    picture_draw(d, &v);
    text_clear(&job->said);
    text_add(&job->said, text_string(&v.what));
    view_end(&v);
    sentences_free(&sentences);
    return !d->failed;
}
