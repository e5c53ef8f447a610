#include "app/exporting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/does.h"
#include "app/typing.h"
#include "exports/export.h"
#include "exports/numbered.h"
#include "exports/pages.h"
#include "exports/sheet.h"
#include "files/complete.h"
#include "files/target.h"
#include "view/keys.h"

enum { PORTION_MS = 12 };

/* A file that is being written. */
struct exporting_work {
    struct export_job job;
    char output[4096];
};

static const struct exporting_format *chosen(const struct app *app) {
    return &app->exporting.formats[app->exporting.format];
}

/* ---- the file ---- */

/* Of a sheet's pages, however many they are, the first. */
static bool first_page_is_there(const char *path) {
    static const size_t COUNTS[] = {1, 2, 10};
    struct text first = {0};
    bool there = false;
    for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0] && !there; i++) {
        pages_name(&first, path, COUNTS[i], 0);
        there = target_exists(text_string(&first));
    }
    text_free(&first);
    return there;
}

/* Where the first picture goes, if there is one for each step. */
static bool is_there(const struct exporting *e, const char *path) {
    struct text first = {0};
    if (exporting_is_sheet(e)) return first_page_is_there(path);
    if (number_place(path).length) numbered_name(&first, path, e->from);
    else text_add(&first, path);
    bool there = target_exists(text_string(&first));
    text_free(&first);
    return there;
}

static void look_for_file(struct app *app) {
    char path[4096];
    struct exporting *e = &app->exporting;
    e->exists = path_expand(e->path, path, sizeof path) && is_there(e, path);
}

/* A name of its own for each step that is shown, so that one does not replace the other. */
static void name_file(struct app *app) {
    struct exporting *e = &app->exporting;
    const struct exporting_format *f = chosen(app);
    char tail[64];
    if (exporting_is_sheet(e)) snprintf(tail, sizeof tail, "-sheet%s", f->ending);
    else if (f->step)
        snprintf(tail, sizeof tail, "-%llu%s", (unsigned long long)e->step, f->ending);
    else snprintf(tail, sizeof tail, "%s", f->ending);
    if (!e->path_typed && !target_beside(app->open.path, tail, e->path, sizeof e->path))
        e->path[0] = '\0';
    if (!e->path_typed && strcmp(e->path, app->open.path) == 0) { /* a trace of a trace */
        snprintf(tail, sizeof tail, "-copy%s", f->ending);
        target_beside(app->open.path, tail, e->path, sizeof e->path);
    }
    look_for_file(app);
}

/* The ending that a typed name has, of the format before, is the new one's. */
static void change_ending(struct exporting *e, const char *before) {
    size_t length = strlen(e->path), tail = strlen(before);
    if (length >= tail && strcmp(e->path + length - tail, before) == 0) length -= tail;
    snprintf(e->path + length, sizeof e->path - length, "%s", e->formats[e->format].ending);
}

/* ---- opening ---- */

static void list_formats(struct exporting *e) {
    e->format_count = 0;
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++) {
        if (e->format_count == EXPORTING_FORMATS_MAX) return;
        e->formats[e->format_count++] =
            (struct exporting_format){.ending = f->ending,
                                      .word = f->word,
                                      .step = f->flags & EXPORT_STEP,
                                      .range = f->flags & EXPORT_RANGE,
                                      .picture = f->flags & EXPORT_PICTURE,
                                      .film = f->flags & EXPORT_FILM,
                                      .sheet = f->flags & EXPORT_SHEET,
                                      .blank = f->flags & EXPORT_BLANK,
                                      .notes = f->flags & EXPORT_NOTES};
    }
}

static void set_range(struct app *app, enum exporting_range range) {
    struct exporting *e = &app->exporting;
    uint64_t now = session_step(&app->open.session);
    bool loop = range == RANGE_LOOP;
    e->range = range;
    if (range == RANGE_TYPED) return;
    e->from = loop ? app->player.loop.from : range == RANGE_ON ? now : 0;
    e->to = loop ? app->player.loop.to : range == RANGE_UP_TO ? now : NEVER;
}

/* What was chosen the last time is chosen again, but for steps and the file. */
void do_export(struct app *app, uint64_t value) {
    struct exporting *e = &app->exporting;
    (void)value;
    if (e->size.width == 0) e->size = (struct exporting_size){1920, 1080};
    if (e->per_page == 0) e->per_page = 3;
    if (!e->paper) e->paper = PAPERS[0].name;
    if (e->rate == 0) e->rate = 2; /* as the window plays at first */
    app->player.playing = false;
    list_formats(e);
    e->stage = EXPORTING_ASKS;
    e->focus = 0;
    e->theme = app->look.theme;
    e->step = session_step(&app->open.session);
    e->path_typed = false;
    set_range(app, loop_is_set(&app->player.loop) ? RANGE_LOOP : RANGE_WHOLE);
    name_file(app);
}

/* ---- choosing ---- */

static void choose_format(struct app *app, uint64_t format) {
    struct exporting *e = &app->exporting;
    const char *before = chosen(app)->ending;
    if (format >= e->format_count) return;
    e->format = (uint32_t)format;
    if (e->path_typed) change_ending(e, before);
    name_file(app);
}

static uint32_t fields_of(const struct app *app, enum exporting_field fields[FIELD_COUNT]) {
    return exporting_fields(&app->exporting, fields);
}

/* FIELD_COUNT: the formats. */
static enum exporting_field focused(const struct app *app) {
    enum exporting_field fields[FIELD_COUNT];
    uint32_t count = fields_of(app, fields), focus = app->exporting.focus;
    return focus > 0 && focus <= count ? fields[focus - 1] : FIELD_COUNT;
}

static bool asks(const struct app *app) {
    return app->exporting.stage == EXPORTING_ASKS;
}

/* Round and round: the formats, then the fields. */
static void move_focus(struct app *app, bool on) {
    enum exporting_field fields[FIELD_COUNT];
    uint32_t places = fields_of(app, fields) + 1;
    if (!asks(app)) return;
    app->exporting.focus = (app->exporting.focus + (on ? 1 : places - 1)) % places;
}

static void move_up_or_down(struct app *app, bool down) {
    struct exporting *e = &app->exporting;
    if (!asks(app)) return;
    if (e->focus > 0) move_focus(app, down);
    else choose_format(app, down ? e->format + 1u : (uint64_t)e->format - 1u);
}

void do_export_above(struct app *app, uint64_t value) {
    (void)value;
    move_up_or_down(app, false);
}

void do_export_below(struct app *app, uint64_t value) {
    (void)value;
    move_up_or_down(app, true);
}

void do_export_next(struct app *app, uint64_t value) {
    (void)value;
    move_focus(app, true);
}

void do_export_before(struct app *app, uint64_t value) {
    (void)value;
    move_focus(app, false);
}

void do_export_format(struct app *app, uint64_t value) {
    if (!asks(app)) return;
    app->exporting.focus = 0;
    choose_format(app, value);
}

/* ---- values ---- */

static void change_range(struct app *app, bool more) {
    bool loop = loop_is_set(&app->player.loop);
    enum exporting_range range = app->exporting.range;
    do range = (enum exporting_range)((range + (more ? 1 : RANGE_COUNT - 1)) % RANGE_COUNT);
    while (range == RANGE_TYPED || (range == RANGE_LOOP && !loop));
    set_range(app, range);
}

/* Within the run, as far as it is known; the end is the end, wherever it will be. */
static void set_step(struct app *app, enum exporting_field field, uint64_t step) {
    struct exporting *e = &app->exporting;
    const struct session *s = &app->open.session;
    bool ended = session_ended(s), to = field == FIELD_TO;
    if (ended && step >= session_steps(s)) step = to ? NEVER : session_steps(s);
    if (field == FIELD_STEP) {
        e->step = step;
        return;
    }
    e->range = RANGE_TYPED;
    *(to ? &e->to : &e->from) = step;
    if (e->from > e->to) *(to ? &e->from : &e->to) = step;
}

static void change_step(struct app *app, enum exporting_field field, bool more) {
    const struct exporting *e = &app->exporting;
    uint64_t step = field == FIELD_FROM ? e->from : field == FIELD_TO ? e->to : e->step;
    if (step == NEVER) step = session_steps(&app->open.session);
    if (more || step > 0) set_step(app, field, more ? step + 1 : step - 1);
}

static void change_size(struct exporting *e, bool more) {
    static const struct exporting_size SIZES[] = {
        {1280, 720}, {1920, 1080}, {2560, 1440}, {3840, 2160}};
    enum { COUNT = sizeof SIZES / sizeof SIZES[0] };
    for (int i = 0; i < COUNT; i++) {
        if (SIZES[i].width != e->size.width) continue;
        e->size = SIZES[(i + (more ? 1 : COUNT - 1)) % COUNT];
        return;
    }
}

static void change_rate(struct exporting *e, bool more) {
    static const unsigned RATES[] = {1, 2, 4, 8, 10, 15, 25};
    enum { COUNT = sizeof RATES / sizeof RATES[0] };
    int i = 0;
    while (i + 1 < COUNT && RATES[i] < e->rate) i++;
    if (more && i + 1 < COUNT) i++;
    else if (!more && i > 0) i--;
    e->rate = RATES[i];
}

static void change_per_page(struct exporting *e, bool more) {
    static const unsigned COUNTS[] = {1, 2, 3, 4, 6, 8, 12};
    enum { COUNT = sizeof COUNTS / sizeof COUNTS[0] };
    int i = 0;
    while (i + 1 < COUNT && COUNTS[i] < e->per_page) i++;
    e->per_page = COUNTS[(i + (more ? 1 : COUNT - 1)) % COUNT];
}

static void change_paper(struct exporting *e, bool more) {
    int count = 0, i = 0;
    while (PAPERS[count].name) count++;
    while (i + 1 < count && strcmp(PAPERS[i].name, e->paper) != 0) i++;
    e->paper = PAPERS[(i + (more ? 1 : count - 1)) % count].name;
}

static void change_sheet(struct exporting *e, bool more) {
    e->sheet = (enum exporting_sheet)((e->sheet + (more ? 1 : SHEET_COUNT - 1)) % SHEET_COUNT);
}

/* Other fields may have come or gone. */
static void focus_on(struct app *app, enum exporting_field field) {
    enum exporting_field fields[FIELD_COUNT];
    uint32_t count = fields_of(app, fields);
    for (uint32_t i = 0; i < count; i++)
        if (fields[i] == field) app->exporting.focus = i + 1;
}

static void change(struct app *app, uint64_t focus, bool more) {
    struct exporting *e = &app->exporting;
    if (!asks(app)) return;
    if (focus) e->focus = (uint32_t)focus;
    enum exporting_field field = focused(app);
    switch (field) {
    case FIELD_RANGE: change_range(app, more); break;
    case FIELD_FROM:
    case FIELD_TO:
    case FIELD_STEP: change_step(app, field, more); break;
    case FIELD_SIZE: change_size(e, more); break;
    case FIELD_THEME: e->theme = e->theme == &THEME_DARK ? &THEME_PAPER : &THEME_DARK; break;
    case FIELD_RATE: change_rate(e, more); break;
    case FIELD_BLANK: e->blank = !e->blank; break;
    case FIELD_SHEET: change_sheet(e, more); break;
    case FIELD_PER_PAGE: change_per_page(e, more); break;
    case FIELD_PAPER: change_paper(e, more); break;
    case FIELD_NOTES: e->notes = !e->notes; break;
    case FIELD_FILE:
    case FIELD_START: break;
    case FIELD_COUNT: e->focus = more ? 1 : 0; break; /* from the formats over to the fields */
    }
    if (field != FIELD_COUNT) focus_on(app, field);
    name_file(app);
}

void do_export_less(struct app *app, uint64_t value) {
    change(app, value, false);
}

void do_export_more(struct app *app, uint64_t value) {
    change(app, value, true);
}

/* ---- typing ---- */

static void type(struct app *app) {
    bool file = focused(app) == FIELD_FILE;
    typing_begin(app, file ? PROMPT_EXPORT_FILE : PROMPT_EXPORT_STEP);
    if (file) snprintf(app->prompt.text, sizeof app->prompt.text, "%s", app->exporting.path);
}

void exporting_step_typed(struct app *app, const char *text) {
    if (text[0]) set_step(app, focused(app), strtoull(text, NULL, 10));
    name_file(app);
}

/* By its ending it may be of another format than the chosen one; without one it gets that. */
void exporting_file_typed(struct app *app, const char *text) {
    struct exporting *e = &app->exporting;
    const struct export_format *f = export_format_of(text);
    if (!text[0]) return;
    snprintf(e->path, sizeof e->path, "%s", text);
    e->path_typed = true;
    if (f) e->format = (uint32_t)(f - EXPORT_FORMATS);
    else change_ending(e, "");
    enum exporting_field fields[FIELD_COUNT];
    e->focus = fields_of(app, fields);
    look_for_file(app);
}

void exporting_complete(struct app *app) {
    if (app->prompt.kind == PROMPT_EXPORT_FILE)
        path_extend(app->prompt.text, sizeof app->prompt.text);
}

void do_export_field(struct app *app, uint64_t value) {
    if (!asks(app)) return;
    app->exporting.focus = (uint32_t)value;
    if (exporting_is_typed(focused(app))) type(app);
}

/* ---- the work ---- */

static struct export_request request_of(const struct app *app, const char *output) {
    const struct exporting *e = &app->exporting;
    const struct exporting_format *f = chosen(app);
    const struct session *s = &app->open.session;
    struct export_request r = export_request_to(output);
    r.look = app->look;
    bool sheet = exporting_is_sheet(e), paper = exporting_is_paper(e);
    if (f->step && !sheet) r.step = e->step;
    if (f->range || sheet) r.from = e->from;
    /* Where the run is known to end is told, so that the progress is of that. */
    if (f->range || sheet) r.to = e->to == NEVER && session_ended(s) ? session_steps(s) : e->to;
    if (f->picture) r.look.theme = e->theme;
    if (f->picture && !paper) r.width = e->size.width;
    if (f->picture && !paper) r.height = e->size.height;
    if (sheet) r.sheet = e->sheet == SHEET_EACH ? "each" : "evenly";
    if (sheet) r.per_page = e->per_page;
    if (paper) r.page = e->paper;
    if (f->film) r.rate = e->rate;
    r.blank = f->blank && e->blank;
    r.notes = f->notes && e->notes;
    return r;
}

static void stop_work(struct app *app) {
    if (app->exporting_work) export_close(&app->exporting_work->job);
    free(app->exporting_work);
    app->exporting_work = NULL;
    app->dirty = true;
}

static void fail(struct app *app, const char *why) {
    struct exporting *e = &app->exporting;
    snprintf(e->why, sizeof e->why, "%s", why);
    e->stage = EXPORTING_FAILED;
    stop_work(app);
}

/* What paints; NULL if the format needs none, or, with a reason, if there is none. */
static bool find_raster(struct app *app, const struct raster **raster) {
    char why[256];
    *raster = NULL;
    if (!chosen(app)->picture) return true;
    snprintf(why, sizeof why, "%s", word(app->look.language, WORD_EXPORT_NO_PIXELS));
    if (app->raster.open) *raster = app->raster.open(app->raster.user, why, sizeof why);
    if (!*raster) fail(app, why);
    return *raster;
}

static void begin_work(struct app *app) {
    struct exporting *e = &app->exporting;
    struct opened *o = &app->open;
    const struct raster *raster;
    struct exporting_work *w = app->exporting_work = calloc(1, sizeof *w);
    e->percent = 0;
    e->writes = false;
    if (!w || !path_expand(e->path, w->output, sizeof w->output)) {
        fail(app, word(app->look.language, WORD_NO_MEMORY));
        return;
    }
    if (!find_raster(app, &raster)) return;
    struct export_request request = request_of(app, w->output);
    e->stage = EXPORTING_WORKS;
    if (!export_open(&w->job, &o->scenario, &o->session, &request, raster)) fail(app, w->job.why);
}

static void start(struct app *app) {
    struct exporting *e = &app->exporting;
    look_for_file(app);
    if (asks(app) && e->exists) e->stage = EXPORTING_CONFIRMS;
    else begin_work(app);
}

bool exporting_goes_on(const struct app *app) {
    return app->exporting.stage == EXPORTING_WORKS;
}

static void show_progress(struct app *app) {
    struct exporting *e = &app->exporting;
    const struct export_job *job = &app->exporting_work->job;
    unsigned percent = (unsigned)(100 * export_progress(job));
    bool writes = job->stage == EXPORT_WRITES;
    if (percent == e->percent && writes == e->writes) return;
    e->percent = percent;
    e->writes = writes;
    app->dirty = true;
}

void exporting_tick(struct app *app) {
    if (!exporting_goes_on(app)) return;
    struct export_job *job = &app->exporting_work->job;
    double end = app->clock.now(app->clock.user) + PORTION_MS * 1e-3;
    enum export_state state;
    do state = export_go_on(job);
    while (state == EXPORT_GOES_ON && app->clock.now(app->clock.user) < end);
    if (state == EXPORT_FAILED) fail(app, job->why);
    if (state == EXPORT_GOES_ON) show_progress(app);
    if (state != EXPORT_DONE) return;
    app->exporting.stage = EXPORTING_DONE;
    stop_work(app);
}

void exporting_abandon(struct app *app) {
    if (!exporting_goes_on(app)) return;
    stop_work(app);
    app->exporting.stage = EXPORTING_ABANDONED;
}

void exporting_end(struct app *app) {
    exporting_abandon(app);
    app->exporting.stage = EXPORTING_OFF;
}

/* ---- going on, and back ---- */

static void ask_again(struct app *app) {
    app->exporting.stage = EXPORTING_ASKS;
    look_for_file(app);
}

void do_export_start(struct app *app, uint64_t value) {
    (void)value;
    switch (app->exporting.stage) {
    case EXPORTING_ASKS:
    case EXPORTING_CONFIRMS: start(app); break;
    case EXPORTING_DONE: exporting_end(app); break;
    case EXPORTING_FAILED:
    case EXPORTING_ABANDONED: ask_again(app); break;
    case EXPORTING_WORKS:
    case EXPORTING_OFF: break;
    }
}

void do_export_enter(struct app *app, uint64_t value) {
    if (asks(app) && exporting_is_typed(focused(app))) type(app);
    else do_export_start(app, value);
}

void do_export_cancel(struct app *app, uint64_t value) {
    (void)value;
    if (app->exporting.stage == EXPORTING_WORKS) exporting_abandon(app);
    else if (app->exporting.stage == EXPORTING_CONFIRMS) ask_again(app);
    else exporting_end(app);
}

/* What has nothing to do with the run goes on as elsewhere. */
static bool is_of_looks(enum command_id command) {
    switch (command) {
    case COMMAND_THEME:
    case COMMAND_LANGUAGE:
    case COMMAND_FULL_SCREEN:
    case COMMAND_ZOOM_IN:
    case COMMAND_ZOOM_OUT:
    case COMMAND_ZOOM_RESET:
    case COMMAND_POINTER:
    case COMMAND_BLANK:
    case COMMAND_HELP:
    case COMMAND_QUIT: return true;
    default: return false;
    }
}

bool exporting_key(struct app *app, const struct input *in) {
    if (app->exporting.stage == EXPORTING_OFF) return false;
    enum command_id command = key_command(in, EXPORTS), other = key_command(in, RUN);
    if (app->help) command = COMMAND_HELP;
    else if (command == COMMAND_NONE && is_of_looks(other)) command = other;
    app_do(app, command, 0);
    return true;
}
