/* cycles.h -- the picture of a gctrace log: its collections as a saw tooth, with the goals and
 * triggers of Go and of the model, pauses and processor time below, and one of them in words. */
#ifndef TC_VIEW_CYCLES_H
#define TC_VIEW_CYCLES_H

#include "gclog/gclog_model.h"
#include "view/view.h"

/* What is looked at. */
struct cycles_view {
    const struct gclog *log;
    const struct gclog_model *model;
    const char *title;
    uint32_t process;
    uint32_t cycle; /* of that process, from 0 */
    bool evenly;    /* along x every cycle has the same room; else time goes by */
};

static inline const struct gclog_process *cycles_process(const struct cycles_view *c) {
    return &c->log->processes[c->process];
}

/* Of the process, by index. */
static inline const struct gclog_cycle *cycles_at(const struct cycles_view *c, uint32_t index) {
    return &c->log->cycles[cycles_process(c)->first + index];
}

static inline const struct gclog_beside *cycles_beside(const struct cycles_view *c,
                                                       uint32_t index) {
    return &c->model->rows[cycles_process(c)->first + index];
}

/* The whole picture of v->cycles. */
void cycles_draw(struct draw *d, const struct view *v);

#endif
