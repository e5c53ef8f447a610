/* Trying settings: each change runs the scenario again at once. */
#include <stdio.h>
#include <string.h>

#include "app/comparing.h"
#include "app/does.h"
#include "app/reopening.h"
#include "app/trying.h"
#include "app/typing.h"

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

void trying_type_done(struct app *app, const char *text) {
    const struct setting *s = chosen_setting(app);
    struct config c = comparing_scenario(app)->config;
    if (s->apply(&c, text)) run_with(app, &c);
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
    struct config c = comparing_scenario(app)->config;
    if (setting_step(chosen_setting(app), &c, up)) run_with(app, &c);
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
    struct config c = comparing_scenario(app)->config;
    const struct setting *s = chosen_setting(app);
    s->show(&app->trying.own, &own);
    if (trying_differs(&app->trying, s, &c) && s->apply(&c, text_string(&own))) run_with(app, &c);
    text_free(&own);
}
