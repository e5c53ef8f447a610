#include "app/scheduling.h"

#include <stdio.h>
#include <string.h>

#include "app/does.h"
#include "export/narrate.h"

enum { TRIED_EVENTS = 256 };

static void describe(struct app *app, struct offer *o) {
    struct session *s = &app->open.session;
    struct event events[TRIED_EVENTS];
    struct text name = {0}, what = {0}, why = {0};
    struct view v = app_view(app);
    session_choice_name(s, o->who.choice, &name);
    snprintf(o->name, sizeof o->name, "%s", text_string(&name));
    uint32_t count = session_try(s, o->who.choice, events, TRIED_EVENTS);
    if (count) narrate_step_in(view_narration(&v), &s->scout, events, count, &what, &why);
    snprintf(o->does, sizeof o->does, "%s", text_string(&what));
    view_end(&v);
    text_free(&name);
    text_free(&what);
    text_free(&why);
}

/* To begin with the one that would go anyway. */
static void find_offers(struct app *app) {
    enum { CANDIDATES = 256 };
    struct scheduling *s = &app->scheduling;
    struct candidate all[CANDIDATES];
    s->total = session_choices(&app->open.session, all, CANDIDATES);
    s->count = s->total < OFFERS_MAX ? s->total : OFFERS_MAX;
    s->chosen = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        s->offers[i].who = all[i];
        if (all[i].goes) s->chosen = i;
        describe(app, &s->offers[i]);
    }
    s->step = session_step(&app->open.session);
    s->changes = app->open.session.future.changes;
}

static bool are_of_now(const struct app *app) {
    const struct session *s = &app->open.session;
    return app->scheduling.step == session_step(s) && app->scheduling.changes == s->future.changes;
}

void scheduling_tick(struct app *app) {
    if (!app->scheduling.shown || are_of_now(app)) return;
    if (app->player.playing) app->scheduling.shown = false; /* then nobody is asked */
    else find_offers(app);
    app->dirty = true;
}

/* Tab shows who can go; again, it goes through them. */
static void cycle(struct app *app, uint32_t by) {
    struct scheduling *s = &app->scheduling;
    if (app->comparing.is) return; /* both sides have the same schedule */
    bool was_shown = s->shown && are_of_now(app);
    app->player.playing = false;
    if (!was_shown) find_offers(app);
    s->shown = s->count > 0;
    if (!s->shown) app_say(app, word(app->look.language, WORD_NOBODY_NEXT));
    else if (was_shown || s->count > 1) s->chosen = (s->chosen + by) % s->count;
}

void do_next_actor(struct app *app, uint64_t value) {
    (void)value;
    cycle(app, 1);
}

void do_next_actor_back(struct app *app, uint64_t value) {
    (void)value;
    cycle(app, app->scheduling.count ? app->scheduling.count - 1 : 1);
}

void do_next_choose(struct app *app, uint64_t value) {
    if (value < app->scheduling.count) app->scheduling.chosen = (uint32_t)value;
}

/* A run that is another one has other objects. */
static void begin_future(struct app *app) {
    app_run_ahead(app, 10);
    app_lay_out(app);
}

void do_next_go(struct app *app, uint64_t value) {
    (void)value;
    struct scheduling *s = &app->scheduling;
    struct session *session = &app->open.session;
    uint64_t changes = session->future.changes;
    if (!are_of_now(app)) find_offers(app);
    if (s->count == 0 || !session_force(session, s->offers[s->chosen].who.choice)) {
        app_say(app, word(app->look.language, WORD_NOBODY_NEXT));
        return;
    }
    if (session->future.changes != changes) begin_future(app);
    find_offers(app);
    s->shown = s->count > 0;
}

void do_own_future(struct app *app, uint64_t value) {
    (void)value;
    if (session_future(&app->open.session) == NEVER) return;
    app->player.playing = false;
    session_forget_future(&app->open.session);
    begin_future(app);
    app_say(app, word(app->look.language, WORD_OWN_AGAIN));
}
