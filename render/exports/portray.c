#include "exports/portray.h"

#include <stdlib.h>

#include "exports/log.h"
#include "view/picture.h"

struct picture_size portray_size(const struct export_job *job) {
    const struct export_request *r = &job->request;
    return (struct picture_size){r->width ? r->width : 1920, r->width ? r->height : 1080};
}

/* Everyone's place is the same at every step. */
const struct graph_layout *portray_graph(struct export_job *job) {
    if (job->graph) return job->graph;
    job->graph = malloc(sizeof *job->graph);
    if (job->graph) graph_layout_make(job->graph, &job->session.census);
    return job->graph;
}

typedef void draw_view(struct draw *d, const struct view *v);

/* What holds the memory. Not in a film of a large heap, as it is not told while a run is playing;
 * nor where colours are to be found by hand. */
static bool find_holding(const struct export_job *job, const struct portrayal *p,
                         struct holding *out) {
    const struct machine *m = &job->session.now;
    bool film = job->format->flags & EXPORT_FILM;
    struct retained retained;
    if (p->uncoloured || (film && !holding_is_quick(m))) return false;
    bool found = retained_find(&retained, m);
    if (found) holding_make(out, &retained);
    retained_free(&retained);
    return found;
}

/* A view of the step, with what a window would have beside the session. */
static bool draw_step(struct draw *d, struct export_job *job, const struct portrayal *p,
                      draw_view *draws) {
    struct session *s = &job->session;
    struct view v;
    struct prompt prompt = {PROMPT_NONE, ""};
    struct sentences sentences = {0};
    struct log_page log = {.words = ""};
    struct holding holding;
    const struct graph_layout *graph = portray_graph(job);
    if (!graph) return false;
    view_begin(&v, s, p->look, p->area);
    v.graph = graph;
    v.prompt = &prompt;
    v.uncoloured = p->uncoloured;
    if (p->scale > 0) v.scale = p->scale;
    if (p->uncoloured) v.changes = (struct changes){0};
    v.film = job->format->flags & EXPORT_FILM;
    log_page_fill(&log, &sentences, s, view_narration(&v), session_step(s));
    v.log = &log;
    v.holding = find_holding(job, p, &holding) ? &holding : NULL;
    draws(d, &v);
    text_clear(&job->said);
    text_add(&job->said, text_string(&v.what));
    view_end(&v);
    sentences_free(&sentences);
    return !d->failed;
}

bool portray(struct draw *d, struct export_job *job, uint64_t step) {
    if (job->log) return log_portray(d, job);
    struct picture_size size = portray_size(job);
    const struct portrayal whole = {.look = &job->request.look,
                                    .area = {0, 0, (float)size.width, (float)size.height}};
    session_seek(&job->session, step);
    draw_reset(d);
    return draw_step(d, job, &whole, picture_draw);
}

static void draw_panels(struct draw *d, const struct view *v) {
    picture_draw_panels(d, v, v->area);
}

bool portray_panels(struct draw *d, struct export_job *job, uint64_t step,
                    const struct portrayal *p) {
    session_seek(&job->session, step);
    return draw_step(d, job, p, draw_panels);
}
