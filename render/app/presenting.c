#include "app/presenting.h"

#include <math.h>
#include <stdio.h>

#include "app/does.h"
#include "export/narrate.h"

bool presenting_key(struct app *app) {
    bool was_blank = app->presenting.blank;
    app->presenting.blank = false;
    if (was_blank) app->dirty = true;
    return was_blank;
}

void do_blank(struct app *app, uint64_t value) {
    (void)value;
    app->presenting.blank = true;
}

void do_pointer(struct app *app, uint64_t value) {
    (void)value;
    app->presenting.pointer = !app->presenting.pointer;
}

void do_legend(struct app *app, uint64_t value) {
    (void)value;
    app->presenting.legend = !app->presenting.legend;
    app->help = false;
}

void do_notes(struct app *app, uint64_t value) {
    (void)value;
    app->presenting.notes = !app->presenting.notes;
}

/* There and back: the session is as it was. Not while playing, which is quicker than a speaker. */
void presenting_tick(struct app *app) {
    struct foresight *f = &app->foresight;
    struct session *s = &app->open.session;
    uint64_t step = session_step(s);
    if (!app->presenting.notes || app->player.playing || (f->known && f->step == step)) return;
    f->known = true;
    f->step = step;
    text_clear(&f->what);
    session_seek(s, step + 1);
    if (session_step(s) != step) {
        struct text why = {0};
        struct view v = app_view(app);
        narrate_step_in(view_narration(&v), v.m, s->events, s->event_count, &f->what, &why);
        view_end(&v);
        text_free(&why);
    }
    session_seek(s, step);
    app->dirty = true;
}

void do_letters(struct app *app, uint64_t value) {
    (void)value;
    app->look.letters = !app->look.letters;
}

void do_captions(struct app *app, uint64_t value) {
    (void)value;
    app->look.large_captions = !app->look.large_captions;
}

/* ---- the size of everything ---- */

static const uint32_t ZOOMS[] = {75, 90, 100, 110, 125, 150, 175, 200, 250, 300};
enum { ZOOM_COUNT = sizeof ZOOMS / sizeof ZOOMS[0] };

/* By so many places of the list, from the one that is nearest. */
static void zoom_by(struct app *app, int places) {
    int now = 0;
    for (int i = 0; i < ZOOM_COUNT; i++)
        if (fabsf((float)ZOOMS[i] - 100 * app->look.zoom) <
            fabsf((float)ZOOMS[now] - 100 * app->look.zoom))
            now = i;
    now += places;
    if (now < 0 || now >= ZOOM_COUNT) return;
    app->look.zoom = (float)ZOOMS[now] / 100;
    char words[32];
    snprintf(words, sizeof words, "%u %%", ZOOMS[now]);
    app_say(app, words);
}

void do_zoom_in(struct app *app, uint64_t value) {
    (void)value;
    zoom_by(app, 1);
}

void do_zoom_out(struct app *app, uint64_t value) {
    (void)value;
    zoom_by(app, -1);
}

void do_zoom_reset(struct app *app, uint64_t value) {
    (void)value;
    app->look.zoom = 1;
}
