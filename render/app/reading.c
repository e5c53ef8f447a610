/* Reading the program: a line is chosen, scrolled to, given a breakpoint. */
#include <math.h>

#include "app/does.h"
#include "app/reading.h"

enum { WHEEL_LINES = 3 };

void do_select_line(struct app *app, uint64_t value) {
    struct listing *l = &app->listing;
    l->selected = l->selected == value ? 0 : (uint32_t)value;
}

/* Brings it into sight, too: asked for from elsewhere. */
void do_show_line(struct app *app, uint64_t value) {
    enum { ABOVE = 4 };
    struct listing *l = &app->listing;
    l->selected = (uint32_t)value;
    l->first = value > ABOVE ? (uint32_t)value - ABOVE : 1;
    l->scrolled = true;
    l->scrolled_at = session_step(&app->open.session);
}

/* The value is the line at the top. Up to the end of the program: how much of it has room, the
 * panel knows. */
void do_scroll_source(struct app *app, uint64_t value) {
    struct listing *l = &app->listing;
    int64_t lines = app->open.scenario.program.line_count;
    int64_t first = (int64_t)value - (int64_t)lroundf(app->mouse.wheel * WHEEL_LINES);
    first = first < 1 ? 1 : first > lines ? lines : first;
    l->first = (uint32_t)first;
    l->scrolled = true;
    l->scrolled_at = session_step(&app->open.session);
}

/* ---- breakpoints ---- */

uint32_t reading_runnable_line(const struct program *p, uint32_t line) {
    uint32_t best = 0;
    for (uint32_t i = 0; i < p->op_count; i++) {
        uint32_t at = p->op_lines[i];
        if (at >= line && (best == 0 || at < best)) best = at;
    }
    return best;
}

uint32_t reading_line(const struct app *app) {
    const struct machine *m = &app->open.session.now;
    return app->listing.selected ? app->listing.selected : machine_line(m);
}

/* At the line, at the one selected, or at the one the step is at; of lines at which nothing is run,
 * at the next that is. */
void do_breakpoint(struct app *app, uint64_t value) {
    struct listing *l = &app->listing;
    uint32_t line = value ? (uint32_t)value : reading_line(app);
    if (!listing_has_breakpoint(l, line))
        line = reading_runnable_line(&app->open.scenario.program, line);
    if (line == 0) app_say(app, word(app->look.language, WORD_SOURCE_NOTHING_RUNS));
    else if (!listing_toggle(l, line)) app_say(app, word(app->look.language, WORD_SOURCE_TOO_MANY));
}
