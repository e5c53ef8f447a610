#include "app/inspecting.h"

#include <math.h>

#include "app/does.h"
#include "machine/inspect/inspect_referrers.h"
#include "machine/inspect/inspect_root.h"

/* Pages of a heap that takes no time to look through. */
enum { PORTION = 4096, TICK_MS = 8, SMALL_HEAP = 512 };

static const struct narration *language_of(const struct app *app) {
    const struct view v = {.look = &app->look};
    return view_narration(&v);
}

static void drop_holding(struct inspecting *i) {
    retained_free(&i->retained);
    i->holding = (struct holding){0};
    i->retains = false;
}

void inspecting_forget(struct app *app) {
    app->inspecting.life.language = NULL;
    drop_holding(&app->inspecting);
    if (!app->selected) app->inspecting.portrait.address = 0;
}

void inspecting_free(struct app *app) {
    biography_free(&app->inspecting.life);
    text_free(&app->inspecting.portrait.path);
    drop_holding(&app->inspecting);
    app->inspecting = (struct inspecting){0};
}

/* ---- whose history ---- */

/* An object, if one begins there; else the word. */
static struct life_subject subject_at(const struct machine *m, uint64_t address) {
    struct object_view o;
    struct object slot;
    struct life_subject s = {.address = address, .size = WORD, .slot = address};
    if (!inspect_object(m, address, &o) || o.address != address) return s;
    s.serial = o.serial;
    s.size = o.size;
    if (heap_find_slot(m, address, &slot)) s.slot = slot.address;
    return s;
}

static bool is_begun(const struct app *app) {
    const struct inspecting *i = &app->inspecting;
    return i->portrait.address == app->selected &&
           biography_is_of(&i->life, &app->open.session, language_of(app));
}

/* In another run, or another language, it stays the same object. */
static void begin(struct app *app) {
    struct inspecting *i = &app->inspecting;
    struct life_subject subject = i->life.subject;
    bool same = i->portrait.address == app->selected;
    if (!same) subject = subject_at(&app->open.session.now, app->selected);
    biography_begin(&i->life, &app->open.session, &subject, language_of(app));
    i->portrait.address = app->selected;
    i->portrait.life = &i->life;
    i->portrait.known = i->portrait.complete = false;
    if (!same) i->portrait.scroll = 0;
}

/* ---- who points to it ---- */

static void note_referrer(void *user, uint64_t place) {
    struct portrait *p = user;
    if (p->referrer_count++ < REFERRERS_MAX) p->referrers[p->referrer_count - 1] = place;
}

static void look_through_heap(struct app *app) {
    struct inspecting *i = &app->inspecting;
    struct portrait *p = &i->portrait;
    const struct machine *m = &app->open.session.now;
    const struct life_subject *s = &i->life.subject;
    text_clear(&p->path);
    p->referrer_count = 0;
    inspect_root_path(m, s->address, &p->path);
    inspect_referrers(m, s->address, s->size, note_referrer, p);
    i->step = session_step(&app->open.session);
    p->known = true;
}

static bool is_small(const struct app *app) {
    return app->open.session.now.s->heap.pages_used <= SMALL_HEAP;
}

static bool is_known(const struct app *app) {
    const struct inspecting *i = &app->inspecting;
    return i->portrait.known && i->step == session_step(&app->open.session);
}

/* ---- what keeps objects alive ---- */

static bool holding_is_of_now(const struct app *app) {
    const struct inspecting *i = &app->inspecting;
    const struct session *s = &app->open.session;
    return i->retains && i->retained_step == session_step(s) &&
           i->retained_run == s->future.changes;
}

/* What is wrong when the host has no memory is that nothing is told. */
static void begin_holding(struct app *app) {
    struct inspecting *i = &app->inspecting;
    const struct session *s = &app->open.session;
    drop_holding(i);
    retained_begin(&i->retained, &s->now);
    i->retains = true;
    i->retained_step = session_step(s);
    i->retained_run = s->future.changes;
}

static void tell_holding(struct inspecting *i, uint64_t selected) {
    if (!i->retained.done) return;
    if (!i->holding.known) holding_make(&i->holding, &i->retained);
    else if (i->held == selected) return;
    holding_select(&i->holding, &i->retained, selected);
    i->held = selected;
}

static void prepare_holding(struct app *app) {
    struct inspecting *i = &app->inspecting;
    bool quick = holding_is_quick(&app->open.session.now);
    if (!holding_is_of_now(app) && i->retains) drop_holding(i);
    if (!i->retains && quick) begin_holding(app);
    while (quick && retained_go_on(&i->retained, UINT32_MAX)) continue;
    tell_holding(i, app->selected);
}

static bool holding_goes_on(const struct app *app) {
    const struct inspecting *i = &app->inspecting;
    if (app->player.playing || !arrangement_shows(&app->look.arrangement, PANEL_INSPECTOR))
        return false;
    return !holding_is_of_now(app) || (!i->retained.done && !i->retained.failed);
}

/* A portion of a large heap. */
static void find_holding(struct app *app) {
    enum { OBJECTS = 2000 };
    struct inspecting *i = &app->inspecting;
    if (!holding_is_of_now(app)) begin_holding(app);
    double end = app->clock.now(app->clock.user) + TICK_MS * 1e-3;
    bool goes_on = true;
    while (goes_on && app->clock.now(app->clock.user) < end)
        goes_on = retained_go_on(&i->retained, OBJECTS);
    uint32_t progress = 1 + retained_progress(&i->retained) / 100 * 100; /* a picture for each */
    if (goes_on && progress == i->holding.progress) return;
    i->holding.progress = progress;
    app->dirty = true;
}

/* ---- at each picture ---- */

static void go_on(struct app *app) {
    struct inspecting *i = &app->inspecting;
    double end = app->clock.now(app->clock.user) + TICK_MS * 1e-3;
    do {
        i->portrait.complete = !biography_go_on(&i->life, &app->open.session, PORTION);
    } while (!i->portrait.complete && app->clock.now(app->clock.user) < end);
}

void inspecting_prepare(struct app *app) {
    struct inspecting *i = &app->inspecting;
    bool shown = arrangement_shows(&app->look.arrangement, PANEL_INSPECTOR);
    if (shown) prepare_holding(app);
    if (!app->selected || !shown) {
        if (!app->selected && i->portrait.address) i->portrait.scroll = 0;
        i->portrait.address = app->selected ? i->portrait.address : 0;
        return;
    }
    if (!is_begun(app)) {
        begin(app);
        go_on(app);
    }
    i->portrait.known = is_known(app);
    if (!i->portrait.known && is_small(app)) look_through_heap(app);
}

/* A large heap is looked through when nothing moves. */
static bool portrait_goes_on(const struct app *app) {
    const struct inspecting *i = &app->inspecting;
    if (!app->selected || i->portrait.address != app->selected) return false;
    return !i->portrait.complete || (!is_known(app) && !app->player.playing);
}

bool inspecting_goes_on(const struct app *app) {
    return (app->open.is && holding_goes_on(app)) || portrait_goes_on(app);
}

void inspecting_tick(struct app *app) {
    struct inspecting *i = &app->inspecting;
    if (app->open.is && holding_goes_on(app)) find_holding(app);
    if (!app->selected || !is_begun(app)) return;
    if (!i->portrait.complete || i->life.at < session_steps(&app->open.session)) {
        go_on(app);
        app->dirty = true;
    } else if (portrait_goes_on(app)) {
        look_through_heap(app);
        app->dirty = true;
    }
}

/* The value is the number of rows above the first one. */
void do_scroll_inspector(struct app *app, uint64_t value) {
    int64_t scroll = (int64_t)value - (int64_t)lroundf(app->mouse.wheel * 3);
    app->inspecting.portrait.scroll = (uint32_t)(scroll < 0 ? 0 : scroll);
}
