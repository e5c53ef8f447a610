/* Trying settings: each change runs the scenario again at once. */
#include <stdio.h>
#include <string.h>

#include "app/comparing.h"
#include "app/does.h"
#include "app/reopening.h"
#include "app/trying.h"
#include "app/typing.h"
#include "session/future.h"

static const struct setting *chosen_setting(struct app *app) {
    const struct setting *offers[SETTINGS_MAX];
    uint32_t count = trying_offers(&comparing_scenario(app)->program, offers);
    if (app->trying.chosen >= count) app->trying.chosen = 0;
    return offers[app->trying.chosen];
}

static void refuse(struct app *app, const char *format, const char *a, const char *b) {
    snprintf(app->trying.reason, sizeof app->trying.reason, format, a, b);
}

static void run_with(struct app *app, const struct config *c) {
    app->trying.reason[0] = '\0';
    bool fine = app->comparing.is ? comparing_reopen(app, c) : reopen_with(app, c);
    if (!fine) refuse(app, "%s%s", word(app->look.language, WORD_NO_MEMORY), "");
}

/* ---- from here on ---- */

static bool is_from_here(const struct app *app) {
    return app->trying.from_here && !app->comparing.is;
}

/* As debug.SetGCPercent and debug.SetMemoryLimit would, which a program calls while it runs. */
static void change_from_here(struct app *app, const struct setting *s, const struct config *c) {
    struct session *session = &app->open.session;
    bool percent = strcmp(s->key, "GOGC") == 0;
    int64_t limit = c->memory_limit > INT64_MAX ? -1 : (int64_t)c->memory_limit;
    if (!trying_changes_running(s)) {
        refuse(app, word(app->look.language, WORD_TRY_NOT_HERE), s->key, "");
        return;
    }
    bool fine = percent ? session_set(session, DECISION_GOGC, c->gogc)
                        : session_set(session, DECISION_MEMORY_LIMIT, limit);
    if (!fine) refuse(app, "%s%s", word(app->look.language, WORD_TRY_OVER), "");
    app_run_ahead(app, 10);
    app_lay_out(app);
}

void do_try_here(struct app *app, uint64_t value) {
    (void)value;
    app->trying.from_here = !app->trying.from_here && !app->comparing.is;
    app->trying.reason[0] = '\0';
}

/* ---- changing ---- */

static struct config config_now(const struct app *app) {
    if (is_from_here(app)) return trying_config(&app->open.session.now);
    return comparing_scenario(app)->config;
}

/* The chosen setting has been given another value. */
static void change(struct app *app, const struct config *c) {
    app->trying.reason[0] = '\0';
    if (is_from_here(app)) change_from_here(app, chosen_setting(app), c);
    else run_with(app, c);
}

void trying_type_done(struct app *app, const char *text) {
    const struct setting *s = chosen_setting(app);
    struct config c = config_now(app);
    if (s->apply(&c, text)) change(app, &c);
    else refuse(app, word(app->look.language, WORD_TRY_REFUSED), s->key, s->expected);
}

void do_try(struct app *app, uint64_t value) {
    (void)value;
    app->trying.shown = !app->trying.shown;
    app->trying.reason[0] = '\0';
}

static void choose(struct app *app, int64_t row) {
    const struct setting *offers[SETTINGS_MAX];
    int64_t count = trying_offers(&comparing_scenario(app)->program, offers);
    app->trying.reason[0] = '\0';
    if (row >= 0 && row < count) app->trying.chosen = (uint32_t)row;
}

void do_try_row(struct app *app, uint64_t value) {
    choose(app, (int64_t)value);
}

void do_try_above(struct app *app, uint64_t value) {
    (void)value;
    choose(app, (int64_t)app->trying.chosen - 1);
}

void do_try_below(struct app *app, uint64_t value) {
    (void)value;
    choose(app, (int64_t)app->trying.chosen + 1);
}

/* Of the chosen row, or of the one whose number, from 1, is given. */
static void step(struct app *app, uint64_t row, bool up) {
    if (row) choose(app, (int64_t)row - 1);
    struct config c = config_now(app);
    if (setting_step(chosen_setting(app), &c, up)) change(app, &c);
}

void do_try_less(struct app *app, uint64_t value) {
    step(app, value, false);
}

void do_try_more(struct app *app, uint64_t value) {
    step(app, value, true);
}

void do_try_type(struct app *app, uint64_t value) {
    (void)value;
    chosen_setting(app);
    app->trying.reason[0] = '\0';
    typing_begin(app, PROMPT_SETTING);
}

void do_try_own(struct app *app, uint64_t value) {
    (void)value;
    struct config own = app->trying.own;
    run_with(app, &own);
}

/* The chosen one only. */
void do_try_own_row(struct app *app, uint64_t value) {
    (void)value;
    struct text own = {0};
    struct config c = config_now(app);
    const struct setting *s = chosen_setting(app);
    s->show(&app->trying.own, &own);
    if (trying_differs(&app->trying, s, &c) && s->apply(&c, text_string(&own))) change(app, &c);
    text_free(&own);
}
