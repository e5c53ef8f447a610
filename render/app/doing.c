/* Commands that are about the window itself; and how any command is done. */
#include "app/choosing.h"
#include "app/comparing.h"
#include "app/does.h"
#include "app/collecting.h"
#include "app/moving.h"
#include "app/predicting.h"
#include "app/searching.h"
#include "machine/memory.h"

static void (*const DOES[COMMAND_COUNT])(struct app *, uint64_t) = {
#define COMMAND(name, where, does) [COMMAND_##name] = does,
#include "view/commands.def"
#undef COMMAND
};

uint32_t app_modes(const struct app *app) {
    uint32_t own = !app->open.is                             ? 0
                   : app->exporting.stage != EXPORTING_OFF   ? EXPORTS
                   : app->comparing.menu                     ? CONTRASTING
                   : app->trying.shown                       ? TRYING
                   : app->scheduling.shown                   ? SCHEDULING
                   : app->collecting.stage != COLLECTING_OFF ? COLLECTS
                                                             : 0;
    return own | (predicting_is_open(app) ? PREDICTING : 0);
}

uint32_t app_where(const struct app *app) {
    return app->open.is ? RUN : app->charting.is ? LOG : GALLERY;
}

void app_do(struct app *app, enum command_id command, uint64_t value) {
    uint32_t here = app_where(app) | app_modes(app);
    app->dirty = true;
    if (command == COMMAND_NONE || !(command_where(command) & here)) return;
    if (command_where(command) & ENGINE && app->open.is && app->open.scenario.tape) {
        app_say(app, word(app->look.language, WORD_TRACE_IS_PLAYED));
        return;
    }
    if (command != COMMAND_CLOSE) searching_stop(app);
    app->foresight.known = false;
    predicting_note(app, command);
    DOES[command](app, value);
}

/* A place that only keeps what lies below it from being hit. */
void do_nothing(struct app *app, uint64_t value) {
    (void)app, (void)value;
}

void do_theme(struct app *app, uint64_t value) {
    (void)value;
    app->look.theme = app->look.theme == &THEME_PAPER ? &THEME_DARK : &THEME_PAPER;
}

void do_language(struct app *app, uint64_t value) {
    (void)value;
    app->look.language = (enum language)((app->look.language + 1) % LANGUAGE_COUNT);
}

void do_full_screen(struct app *app, uint64_t value) {
    (void)value;
    app->wants_full_screen = true;
}

void do_help(struct app *app, uint64_t value) {
    (void)value;
    app->help = !app->help;
    app->presenting.legend = false;
}

/* A pointer on a stack, or a global one: what it leads to; 0: it is none. */
static uint64_t pointed_to(const struct machine *m, uint64_t place) {
    bool is_global = place - program_globals(m->program) < m->program->global_bytes;
    if (!is_global && !stack_is_address(m, place)) return 0;
    uint64_t word = inspect_place_is_pointer(m, place) ? word_read(m, place) : 0;
    return word ? view_target(m, word) : 0;
}

/* Again on the same pointer, as with a double click: on to what it leads to. */
void do_select(struct app *app, uint64_t value) {
    uint64_t next = app->selected == value ? pointed_to(&app->open.session.now, value) : 0;
    if (collecting_click(app, value) || predicting_select(app, value)) return;
    app->selected = next ? next : value;
}

void do_select_nothing(struct app *app, uint64_t value) {
    (void)value;
    if (!app->selected && !app->listing.selected) do_own_future(app, 0);
    app->selected = 0;
    app->listing.selected = 0;
}

/* The goroutine of that number; again: none. */
void do_front(struct app *app, uint64_t value) {
    app->goroutine = app->goroutine == value ? 0 : (uint32_t)value;
}

/* What lies over the picture goes first, then the scenario. */
void do_close(struct app *app, uint64_t value) {
    (void)value;
    if (app->searching.is) searching_stop(app);
    else if (moving_stop(app)) app->message[0] = '\0';
    else if (app->complaint.shown) app->complaint.shown = false;
    else if (app->help) app->help = false;
    else if (app_where(app) == GALLERY && app->gallery.filter[0]) choosing_filter(app, "");
    else if (app->comparing.menu) app->comparing.menu = false;
    else if (app->open.is && app->scheduling.shown) app->scheduling.shown = false;
    else if (app->open.is && app->trying.shown) app->trying.shown = false;
    else if (app->collecting.stage != COLLECTING_OFF) collecting_end(app);
    else if (app->comparing.is) comparing_end(app);
    else if (predicting_dismiss(app)) return;
    else if (app->presenting.legend) app->presenting.legend = false;
    else app_close_scenario(app);
}

void do_quit(struct app *app, uint64_t value) {
    (void)value;
    app->quit = true;
}
