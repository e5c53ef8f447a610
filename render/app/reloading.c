#include "app/reloading.h"

#include <stdio.h>
#include <string.h>

#include "app/charting.h"
#include "app/comparing.h"
#include "app/opening.h"
#include "app/reopening.h"

static const double INTERVAL = 0.25; /* seconds */

void reloading_begin(struct app *app) {
    struct opened *o = &app->open;
    watch_nothing(&app->reloading.watch);
    watch_add(&app->reloading.watch, o->path);
    if (o->scenario.program_path) watch_add(&app->reloading.watch, o->scenario.program_path);
    comparing_watch(app);
}

/* What a complaint is about may be a file that is not in use yet: each line has its path. */
static void watch_named_files(struct app *app, const char *complaint) {
    char path[WATCH_PATH_MAX];
    for (const char *line = complaint; *line;) {
        size_t length = strcspn(line, "\n"), end = strcspn(line, ":");
        if (line[0] != ' ' && end < length && end < sizeof path) {
            snprintf(path, sizeof path, "%.*s", (int)end, line);
            watch_add(&app->reloading.watch, path);
        }
        line += length + (line[length] == '\n');
    }
}

/* What is tried goes on being tried. */
static void keep_tried(struct app *app, struct config *c) {
    for (const struct setting *s = SETTINGS; s->key; s++) {
        struct text value = {0};
        if (!trying_differs(&app->trying, s, &app->open.scenario.config)) continue;
        s->show(&app->open.scenario.config, &value);
        s->apply(c, text_string(&value));
        text_free(&value);
    }
}

/* A log goes on while it is looked at. What has become another kind of file is opened anew. */
static void reload_log(struct app *app, struct scenario *fresh) {
    char path[sizeof app->open.path];
    if (fresh->log && app->charting.is) {
        if (charting_renew(app, fresh)) reloading_begin(app);
        return;
    }
    scenario_free(fresh);
    snprintf(path, sizeof path, "%s", app->open.path);
    app_open(app, path);
}

static void reload(struct app *app) {
    struct scenario fresh;
    if (!opening_load(app, app->open.path, &fresh)) {
        watch_named_files(app, app->complaint.text);
        return;
    }
    if (fresh.log || app->charting.is) {
        reload_log(app, &fresh);
        return;
    }
    struct config own = fresh.config;
    keep_tried(app, &fresh.config);
    if (!reopen_scenario(app, &fresh)) {
        scenario_free(&fresh);
        app_say(app, word(app->look.language, WORD_NO_MEMORY));
        return;
    }
    app->trying.own = own;
    reloading_begin(app);
}

void reloading_tick(struct app *app) {
    double now = app->clock.now(app->clock.user);
    if (now < app->reloading.next) return;
    app->reloading.next = now + INTERVAL;
    switch (watch_look(&app->reloading.watch)) {
    case WATCH_NOTHING: break;
    case WATCH_CHANGED: reload(app); break;
    case WATCH_GONE: app_say(app, word(app->look.language, WORD_FILE_GONE)); break;
    }
}
