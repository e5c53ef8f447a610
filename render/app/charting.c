#include "app/charting.h"

#include "app/does.h"
#include "scenario/settings.h"

static const struct gclog_process *process(const struct app *app) {
    return cycles_process(&app->charting.view);
}

static bool make_model(struct app *app) {
    struct charting *c = &app->charting;
    const struct config *config = &app->open.scenario.config;
    struct gclog_model model =
        gclog_model_make(app->open.scenario.log, config->gogc, config->minimum_heap);
    if (model.failed) {
        gclog_model_free(&model);
        app_say(app, word(app->look.language, WORD_NO_MEMORY));
        return false;
    }
    gclog_model_free(&c->model);
    c->model = model;
    return true;
}

static void look_at(struct app *app) {
    struct charting *c = &app->charting;
    c->view.log = app->open.scenario.log;
    c->view.model = &c->model;
    c->view.title = app->open.scenario.title;
}

bool charting_begin(struct app *app) {
    struct charting *c = &app->charting;
    c->own_percent = app->open.scenario.config.gogc;
    c->is = make_model(app);
    if (!c->is) return false;
    look_at(app);
    c->view.process = gclog_longest(c->view.log);
    c->view.cycle = 0;
    app->dirty = true;
    return true;
}

void charting_end(struct app *app) {
    if (!app->charting.is) return;
    gclog_model_free(&app->charting.model);
    app->charting.is = false;
}

bool charting_renew(struct app *app, struct scenario *fresh) {
    struct charting *c = &app->charting;
    bool at_end = c->view.cycle + 1 == process(app)->count;
    int64_t percent = app->open.scenario.config.gogc;
    scenario_free(&app->open.scenario);
    app->open.scenario = *fresh;
    app->open.scenario.path = app->open.path;
    app->open.scenario.config.gogc = percent;
    look_at(app);
    app->dirty = true;
    if (!make_model(app)) return false;
    if (c->view.process >= c->view.log->process_count) c->view.process = 0;
    charting_seek(app, at_end ? UINT64_MAX : c->view.cycle);
    return true;
}

/* ---- which cycle ---- */

uint64_t charting_cycle(const struct app *app) {
    return app->charting.view.cycle;
}

void charting_seek(struct app *app, uint64_t cycle) {
    uint32_t last = process(app)->count - 1;
    app->charting.view.cycle = cycle < last ? (uint32_t)cycle : last;
    app->dirty = true;
}

void charting_seek_number(struct app *app, uint64_t number) {
    uint32_t index = 0, last = process(app)->count - 1;
    while (index < last && cycles_at(&app->charting.view, index)->number < number) index++;
    charting_seek(app, index);
}

static void go_to_process(struct app *app, uint32_t by) {
    struct cycles_view *v = &app->charting.view;
    v->process = (v->process + by) % v->log->process_count;
    charting_seek(app, v->cycle);
}

void do_process_forward(struct app *app, uint64_t value) {
    (void)value;
    go_to_process(app, 1);
}

void do_process_back(struct app *app, uint64_t value) {
    (void)value;
    go_to_process(app, app->charting.view.log->process_count - 1);
}

void do_evenly(struct app *app, uint64_t value) {
    (void)value;
    app->charting.view.evenly = !app->charting.view.evenly;
}

/* ---- the model's GOGC ---- */

static void set_percent(struct app *app, int64_t percent) {
    int64_t before = app->open.scenario.config.gogc;
    app->open.scenario.config.gogc = percent;
    if (!make_model(app)) app->open.scenario.config.gogc = before;
}

static void step_percent(struct app *app, bool up) {
    struct config c = app->open.scenario.config;
    c.gogc = app->charting.model.percent;
    if (setting_step(setting_by_key("GOGC"), &c, up)) set_percent(app, c.gogc);
}

void do_model_more(struct app *app, uint64_t value) {
    (void)value;
    step_percent(app, true);
}

void do_model_less(struct app *app, uint64_t value) {
    (void)value;
    step_percent(app, false);
}

void do_model_own(struct app *app, uint64_t value) {
    (void)value;
    set_percent(app, app->charting.own_percent);
}
