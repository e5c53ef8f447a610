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

void inspecting_forget(struct app *app) {
    app->inspecting.life.language = NULL;
    if (!app->selected) app->inspecting.portrait.address = 0;
}

void inspecting_free(struct app *app) {
    biography_free(&app->inspecting.life);
    text_free(&app->inspecting.portrait.path);
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
    if (!app->selected || !arrangement_shows(&app->look.arrangement, PANEL_INSPECTOR)) {
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
bool inspecting_goes_on(const struct app *app) {
    const struct inspecting *i = &app->inspecting;
    if (!app->selected || i->portrait.address != app->selected) return false;
    return !i->portrait.complete || (!is_known(app) && !app->player.playing);
}

void inspecting_tick(struct app *app) {
    struct inspecting *i = &app->inspecting;
    if (!is_begun(app)) return;
    if (!i->portrait.complete || i->life.at < session_steps(&app->open.session)) {
        go_on(app);
        app->dirty = true;
    } else if (inspecting_goes_on(app)) {
        look_through_heap(app);
        app->dirty = true;
    }
}

/* The value is the number of rows above the first one. */
void do_scroll_inspector(struct app *app, uint64_t value) {
    int64_t scroll = (int64_t)value - (int64_t)lroundf(app->mouse.wheel * 3);
    app->inspecting.portrait.scroll = (uint32_t)(scroll < 0 ? 0 : scroll);
}
