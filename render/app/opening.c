#include "app/opening.h"

#include <inttypes.h>
#include <stdio.h>

#include "app/charting.h"
#include "app/collecting.h"
#include "app/comparing.h"
#include "app/does.h"
#include "app/exporting.h"
#include "app/library.h"
#include "app/moving.h"
#include "app/inspecting.h"
#include "app/logging.h"
#include "app/predicting.h"
#include "app/reloading.h"
#include "app/searching.h"
#include "trace/tape.h"

enum { RUN_SLICE = 4096, FIRST_RUN_MS = 300 };

void app_run_ahead(struct app *app, int milliseconds) {
    double end = app->clock.now(app->clock.user) + milliseconds * 1e-3;
    while (!session_ended(&app->open.session) && app->clock.now(app->clock.user) < end)
        session_run(&app->open.session, RUN_SLICE);
}

void app_lay_out(struct app *app) {
    struct opened *o = &app->open;
    uint64_t step = session_future(&o->session);
    if (step == NEVER) graph_layout_make(&o->graph, &o->session.census);
    else graph_layout_extend(&o->graph, &o->session.census, step);
}

static void close_log(struct app *app) {
    if (!app->charting.is) return;
    charting_end(app);
    scenario_free(&app->open.scenario);
    app->complaint.shown = false;
    app->prompt.kind = PROMPT_NONE;
}

void app_close_scenario(struct app *app) {
    close_log(app);
    if (!app->open.is) return;
    exporting_end(app);
    predicting_end(app);
    comparing_forget(app);
    session_close(&app->open.session);
    scenario_free(&app->open.scenario);
    app->player.loop = (struct loop){0, 0};
    moving_stop(app);
    app->open.is = app->player.playing = app->mouse.holds = false;
    app->prompt.kind = PROMPT_NONE;
    app->complaint.shown = false;
    collecting_end(app);
    app->selected = 0;
    searching_stop(app);
    app->goroutine = 0;
    app->listing = (struct listing){0};
}

/* "": nothing is wrong any more. */
static void complain(struct app *app, const char *what) {
    app->complaint.shown = what[0] != '\0';
    snprintf(app->complaint.text, sizeof app->complaint.text, "%s", what);
    app->dirty = true;
}

void do_dismiss(struct app *app, uint64_t value) {
    (void)value;
    app->complaint.shown = false;
}

bool opening_load(struct app *app, const char *path, struct scenario *s) {
    struct text complaints = {0};
    bool fine = scenario_load(s, path, &complaints) == FILE_OK;
    if (fine && !s->tape) cli_apply_overrides(&app->arguments, &s->config);
    complain(app, fine ? "" : text_string(&complaints));
    text_free(&complaints);
    return fine;
}

/* That nothing is run, and what is missing. */
static void tell_trace(struct app *app, const struct tape_facts *f) {
    static const enum word WORDS[] = {WORD_TRACE_OPEN, WORD_TRACE_CUT, WORD_TRACE_DAMAGED};
    char step[24], message[sizeof app->message];
    snprintf(step, sizeof step, "%" PRIu64, f->steps);
    snprintf(message, sizeof message, word(app->look.language, WORDS[f->state]), step);
    app_say(app, message);
}

bool app_begin(struct app *app, int milliseconds) {
    struct opened *o = &app->open;
    searching_stop(app);
    moving_stop(app);
    logging_forget(app);
    collecting_end(app);
    inspecting_forget(app);
    o->is = session_open(&o->session, &o->scenario);
    if (!o->is) {
        scenario_free(&o->scenario);
        app_say(app, word(app->look.language, WORD_NO_MEMORY));
        return false;
    }
    cli_limit_steps(&app->arguments, &o->session);
    app_run_ahead(app, milliseconds);
    app_lay_out(app);
    predicting_begin(app);
    if (o->scenario.tape) tell_trace(app, tape_facts(o->scenario.tape));
    return true;
}

void app_remember(struct app *app, const char *folder) {
    snprintf(app->state_folder, sizeof app->state_folder, "%s", folder);
    recent_read(&app->recent, folder);
    library_set_recent(&app->gallery, &app->recent);
}

/* Other windows may have added to the list meanwhile. */
static void note_recent(struct app *app) {
    if (!app->state_folder[0]) return;
    recent_read(&app->recent, app->state_folder);
    recent_note(&app->recent, app->open.path);
    recent_write(&app->recent, app->state_folder);
    library_set_recent(&app->gallery, &app->recent);
}

static bool begin_log(struct app *app) {
    if (charting_begin(app)) return true;
    scenario_free(&app->open.scenario);
    return false;
}

bool app_open(struct app *app, const char *path) {
    struct scenario scenario;
    char kept[sizeof app->open.path];
    snprintf(kept, sizeof kept, "%s", path);
    app->message[0] = '\0';
    app->dirty = true;
    if (!opening_load(app, kept, &scenario)) return false;
    app_close_scenario(app);
    snprintf(app->open.path, sizeof app->open.path, "%s", kept);
    app->open.scenario = scenario;
    app->open.scenario.path = app->open.path;
    app->player.speed = 2;
    app->trying = (struct trying){.own = app->open.scenario.config};
    app->place.kept = app->scheduling.shown = false;
    app->prompt.kind = PROMPT_NONE;
    reloading_begin(app);
    note_recent(app);
    if (scenario.log) return begin_log(app);
    return app_begin(app, FIRST_RUN_MS);
}
