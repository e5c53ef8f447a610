#include "app/searching.h"

#include <stdio.h>

#include "app/does.h"
#include "app/moving.h"
#include "app/reading.h"
#include "session/seek.h"

enum { PORTION = 16384 }; /* steps: some milliseconds */

void searching_stop(struct app *app) {
    app->searching.is = false;
}

static void tell_progress(struct app *app) {
    char words[128];
    snprintf(words, sizeof words, word(app->look.language, WORD_SEARCHING),
             (unsigned long long)search_distance(&app->searching.search));
    app_say(app, words);
}

/* By lines and phases one comes to the end, or to the beginning. */
static void find_nothing(struct app *app) {
    struct session *session = &app->open.session;
    bool forward = app->searching.search.forward;
    app_say(app, word(app->look.language, app->searching.nothing));
    if (app->searching.nothing == WORD_NO_FURTHER)
        session_seek(session, forward ? session_steps(session) : 0);
}

/* Goes on for a portion. */
void searching_tick(struct app *app) {
    struct searching *s = &app->searching;
    if (!s->is) return;
    enum found found = search_go_on(&s->search, &app->open.session, s->portion);
    s->is = found == FOUND_NOT_YET;
    if (s->is) tell_progress(app);
    else app->message[0] = '\0';
    if (found == FOUND_NOTHING) find_nothing(app);
    app->dirty = true;
}

static void begin(struct app *app, const struct sought *what, bool forward) {
    app->player.playing = false;
    moving_stop(app);
    app->searching.search = search_begin(&app->open.session, what, forward);
    app->searching.is = true;
    searching_tick(app);
}

void searching_begin(struct app *app, const struct sought *what, bool forward, enum word nothing) {
    app->searching.portion = PORTION;
    app->searching.nothing = nothing;
    begin(app, what, forward);
}

void searching_begin_slow(struct app *app, const struct sought *what, bool forward,
                          uint64_t portion) {
    app->searching.portion = portion;
    app->searching.nothing = WORD_LOG_NOT_FOUND;
    begin(app, what, forward);
}

void searching_begin_lines(struct app *app, const uint32_t *lines, uint32_t count, bool forward) {
    struct searching *s = &app->searching;
    for (uint32_t i = 0; i < count; i++) s->lines[i] = lines[i];
    const struct sought what = sought_place(s->lines, count);
    searching_begin(app, &what, forward, WORD_SEARCH_NO_LINE);
}

/* ---- places in the program ---- */

void do_run_to(struct app *app, uint64_t value) {
    uint32_t line = value ? (uint32_t)value : reading_line(app);
    line = reading_runnable_line(&app->open.scenario.program, line);
    if (line) searching_begin_lines(app, &line, 1, true);
    else app_say(app, word(app->look.language, WORD_SOURCE_NOTHING_RUNS));
}

static void run_to_breakpoint(struct app *app, bool forward) {
    const struct listing *l = &app->listing;
    if (l->breakpoint_count)
        searching_begin_lines(app, l->breakpoints, l->breakpoint_count, forward);
    else app_say(app, word(app->look.language, WORD_SOURCE_NO_BREAKPOINT));
}

void do_break_forward(struct app *app, uint64_t value) {
    (void)value;
    run_to_breakpoint(app, true);
}

void do_break_back(struct app *app, uint64_t value) {
    (void)value;
    run_to_breakpoint(app, false);
}

/* ---- changes of what is selected ---- */

static void go_to_change(struct app *app, bool forward) {
    if (!app->selected) {
        app_say(app, word(app->look.language, WORD_SEARCH_NOTHING_SELECTED));
        return;
    }
    const struct sought what = sought_change(&app->open.session.now, app->selected);
    searching_begin(app, &what, forward, WORD_SEARCH_NO_CHANGE);
}

void do_change_forward(struct app *app, uint64_t value) {
    (void)value;
    go_to_change(app, true);
}

void do_change_back(struct app *app, uint64_t value) {
    (void)value;
    go_to_change(app, false);
}
