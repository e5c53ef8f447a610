#include "app/presenting.h"

#include <math.h>
#include <stdio.h>

#include "app/does.h"

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
