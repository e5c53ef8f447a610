#include "app/comparing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/collecting.h"
#include "app/does.h"
#include "app/moving.h"
#include "app/opening.h"
#include "app/reopening.h"

enum { TICK_MS = 6, AT_ONCE_MS = 25, SLICE = 1024 };

/* The right side. */
struct right_side {
    bool is_other; /* it is another scenario, which it owns */
    char path[4096];
    struct scenario scenario; /* else a copy of the one that is open, with other settings */
    struct session session;
    struct graph_layout graph;
    uint64_t left_step, left_changes; /* where the left side was when the right one was placed */
    bool counted;                     /* steps since the program had done as much, below */
    uint64_t left_count, right_count;
};

/* ---- what the sides are called ---- */

static void add_differing(struct text *out, const struct config *own, const struct config *other) {
    for (const struct setting *s = SETTINGS; s->key; s++) {
        struct text a = {0}, b = {0};
        s->show(own, &a);
        s->show(other, &b);
        if (strcmp(text_string(&a), text_string(&b)) != 0)
            text_addf(out, "%s%s %s", out->length ? " · " : "", s->key, text_string(&a));
        text_free(&a);
        text_free(&b);
    }
}

static bool config_differs(const struct config *a, const struct config *b) {
    struct text words = {0};
    add_differing(&words, a, b);
    bool differs = words.length > 0;
    text_free(&words);
    return differs;
}

static void name_side(struct app *app, bool right) {
    struct text name = {0};
    const struct scenario *left = &app->open.scenario, *other = &app->right->scenario;
    if (app->right->is_other) text_add(&name, right ? other->title : left->title);
    else
        add_differing(&name, right ? &other->config : &left->config,
                      right ? &left->config : &other->config);
    snprintf(app->comparing.names[right], SIDE_NAME_MAX, "%s",
             name.length ? text_string(&name) : word(app->look.language, WORD_SAME_SETTINGS));
    text_free(&name);
}

static void name_sides(struct app *app) {
    name_side(app, false);
    name_side(app, true);
}

/* ---- opening and closing the right side ---- */

static void close_right(struct app *app) {
    struct right_side *r = app->right;
    if (!r) return;
    session_close(&r->session);
    if (r->is_other) scenario_free(&r->scenario);
    free(r);
    app->right = NULL;
    app->comparing.is = false;
    app->comparing.right = NULL;
}

static void lay_out_right(struct app *app) {
    graph_layout_make(&app->right->graph, &app->right->session.census);
}

static void run_right(struct app *app, int milliseconds) {
    struct session *s = &app->right->session;
    double end = app->clock.now(app->clock.user) + milliseconds * 1e-3;
    if (session_ended(s)) return;
    while (!session_ended(s) && app->clock.now(app->clock.user) < end) session_run(s, SLICE);
    if (session_ended(s)) lay_out_right(app);
    app->dirty = true;
}

/* Takes over `r`, whose scenario is set. */
static bool open_right(struct app *app, struct right_side *r) {
    if (r->scenario.log) {
        scenario_free(&r->scenario);
        free(r);
        app_say(app, word(app->look.language, WORD_LOG_NOT_COMPARED));
        return false;
    }
    if (!session_open(&r->session, &r->scenario)) {
        if (r->is_other) scenario_free(&r->scenario);
        free(r);
        app_say(app, word(app->look.language, WORD_NO_MEMORY));
        return false;
    }
    if (app->arguments.steps_max) r->session.steps_max = app->arguments.steps_max;
    close_right(app);
    r->left_step = NEVER;
    app->right = r;
    app->comparing.is = true;
    app->comparing.right = &r->session;
    app->comparing.graph = &r->graph;
    app->player.playing = false;
    app->dirty = true;
    run_right(app, AT_ONCE_MS);
    lay_out_right(app);
    name_sides(app);
    return true;
}

static bool open_same(struct app *app, const struct config *c) {
    struct right_side *r = calloc(1, sizeof *r);
    if (!r) return false;
    r->scenario = app->open.scenario;
    r->scenario.config = *c;
    return open_right(app, r);
}

bool comparing_reopen(struct app *app, const struct config *c) {
    if (!app->right->is_other) return open_same(app, c);
    struct right_side *r = calloc(1, sizeof *r);
    if (!r) return false;
    struct text complaints = {0};
    snprintf(r->path, sizeof r->path, "%s", app->right->path);
    r->is_other = scenario_load(&r->scenario, r->path, &complaints) == FILE_OK;
    text_free(&complaints);
    if (!r->is_other) {
        free(r);
        return false;
    }
    r->scenario.config = *c;
    return open_right(app, r);
}

/* What is wrong with its file is shown in the window. */
static bool open_partner(struct app *app, const char *path) {
    struct right_side *r = calloc(1, sizeof *r);
    if (!r) return false;
    snprintf(r->path, sizeof r->path, "%s", path);
    r->is_other = opening_load(app, r->path, &r->scenario);
    if (r->is_other) return open_right(app, r);
    free(r);
    return false;
}

/* Its files are in use, too. */
void comparing_watch(struct app *app) {
    const struct right_side *r = app->right;
    if (!r || !r->is_other) return;
    watch_add(&app->reloading.watch, r->path);
    if (r->scenario.program_path) watch_add(&app->reloading.watch, r->scenario.program_path);
}

void comparing_forget(struct app *app) {
    close_right(app);
    app->comparing.menu = app->compared_before.is = false;
}

const struct scenario *comparing_scenario(const struct app *app) {
    return app->comparing.is ? &app->right->scenario : &app->open.scenario;
}

void comparing_end(struct app *app) {
    struct comparing *c = &app->comparing;
    bool changed = c->is && app->compared_before.is;
    c->menu = false;
    close_right(app);
    app->compared_before.is = false;
    if (changed) reopen_with(app, &app->compared_before.config);
}

/* ---- the menu ---- */

/* What a program without Go's heap would not notice is not offered for it. */
static bool is_offered(const struct app *app, const struct contrast *contrast) {
    const struct scenario *s = &app->open.scenario;
    if (contrast->words == WORD_CONTRAST_PARTNER) return s->compare != NULL;
    bool is_about_heap = contrast->key && strcmp(contrast->key, "stacks") != 0;
    return !is_about_heap || program_uses_heap(&s->program);
}

static void find_rows(struct app *app) {
    struct comparing *c = &app->comparing;
    c->row_count = 0;
    for (uint32_t i = 0; CONTRASTS[i].words != WORD_NONE; i++)
        if (is_offered(app, &CONTRASTS[i])) c->rows[c->row_count++] = i;
    if (c->chosen >= c->row_count) c->chosen = 0;
}

/* Once more: back to one run. */
void do_compare(struct app *app, uint64_t value) {
    (void)value;
    struct comparing *c = &app->comparing;
    if (app->collecting.stage != COLLECTING_OFF) collecting_end(app);
    if (c->menu) c->menu = false;
    else if (c->is) comparing_end(app);
    else {
        find_rows(app);
        c->menu = true;
        app->trying.shown = app->scheduling.shown = false;
    }
}

void do_contrast_above(struct app *app, uint64_t value) {
    (void)value;
    if (app->comparing.chosen > 0) app->comparing.chosen--;
}

void do_contrast_below(struct app *app, uint64_t value) {
    (void)value;
    if (app->comparing.chosen + 1 < app->comparing.row_count) app->comparing.chosen++;
}

/* Each side has the value of its column, whatever the scenario's own is. */
static void compare_setting(struct app *app, const struct contrast *contrast) {
    const struct setting *s = setting_by_key(contrast->key);
    struct config left = app->open.scenario.config, before = left, right = left;
    CHECK(s->apply(&left, contrast->left) && s->apply(&right, contrast->right));
    if (config_differs(&left, &before)) {
        if (!reopen_with(app, &left)) return;
        app->compared_before.is = true;
        app->compared_before.config = before;
    }
    open_same(app, &right);
}

void do_contrast(struct app *app, uint64_t value) {
    struct comparing *c = &app->comparing;
    if (value >= c->row_count) return;
    c->chosen = (uint32_t)value;
    c->menu = false;
    const struct contrast *contrast = &CONTRASTS[c->rows[value]];
    if (contrast->key) compare_setting(app, contrast);
    else if (contrast->words == WORD_CONTRAST_PARTNER) {
        open_partner(app, app->open.scenario.compare);
        comparing_watch(app);
    } else if (open_same(app, &app->open.scenario.config)) app->trying.shown = true;
}

void do_contrast_this(struct app *app, uint64_t value) {
    (void)value;
    do_contrast(app, app->comparing.chosen);
}

/* ---- lock step ---- */

static bool is_at_end(const struct session *s) {
    return session_ended(s) && session_step(s) == session_steps(s);
}

/* How many steps the program has stood at what it has done: those were the collector's, or
 * operations that take several. `now` ends where it was. */
static uint64_t steps_since_progress(struct session *s) {
    uint64_t step = session_step(s);
    session_seek_progress(s, session_progress(s));
    uint64_t first = session_step(s);
    session_seek(s, step);
    return step - first;
}

/* To the last step at which the program has not done more. */
static void seek_last_of_progress(struct session *s, uint64_t progress) {
    session_seek_progress(s, progress + 1);
    if (session_progress(s) > progress) session_seek(s, session_step(s) - 1);
}

/* As many steps behind the same progress as the left side, if there are as many. */
static void place_right(struct app *app) {
    struct session *left = &app->open.session, *right = &app->right->session;
    uint64_t progress = session_progress(left), since = steps_since_progress(left);
    if (is_at_end(left) && session_ended(right)) {
        session_seek(right, NEVER);
        return;
    }
    session_seek_progress(right, progress);
    if (since == 0 || session_progress(right) != progress) return;
    session_seek(right, session_step(right) + since);
    if (session_progress(right) > progress) seek_last_of_progress(right, progress);
}

static bool is_placed(const struct app *app) {
    const struct session *left = &app->open.session;
    return app->right->left_step == session_step(left) &&
           app->right->left_changes == left->future.changes;
}

/* A long run is not waited for: it comes there while pictures are made. */
static bool has_come_as_far(const struct app *app) {
    const struct session *right = &app->right->session;
    return session_ended(right) ||
           right->front.s->clock.progress > session_progress(&app->open.session);
}

static void follow(struct app *app) {
    struct right_side *r = app->right;
    if (is_placed(app)) return;
    if (!has_come_as_far(app)) run_right(app, TICK_MS);
    if (!has_come_as_far(app)) return;
    place_right(app);
    r->counted = false;
    r->left_step = session_step(&app->open.session);
    r->left_changes = app->open.session.future.changes;
    app->dirty = true;
}

/* ---- steps ----
 *
 * While the program has done as much on both sides, each may have several steps: the collector's,
 * or parts of an operation. They are counted, and both sides show the step with the same number, or
 * their last one. So every step of either side is seen, one after another, the same way back. */

static void count_steps(struct app *app) {
    struct right_side *r = app->right;
    if (r->counted) return;
    r->left_count = steps_since_progress(&app->open.session);
    r->right_count = steps_since_progress(&r->session);
    r->counted = true;
}

/* One side is through, and what the other one still does has no counterpart. */
static bool is_alone(struct app *app, struct session **which) {
    struct session *left = &app->open.session, *right = &app->right->session;
    uint64_t a = session_progress(left), b = session_progress(right);
    *which = a > b ? left : right;
    return a != b;
}

/* True if it goes on without the program having done more. Otherwise it may have moved, too. */
static bool goes_on(struct session *s) {
    uint64_t step = session_step(s), progress = session_progress(s);
    session_seek(s, step + 1);
    return session_step(s) > step && session_progress(s) == progress;
}

static void step_forward(struct app *app) {
    struct right_side *r = app->right;
    struct session *left = &app->open.session, *right = &r->session, *one;
    uint64_t left_step = session_step(left), right_step = session_step(right);
    if (is_alone(app, &one)) {
        r->counted = false;
        session_seek(one, session_step(one) + 1);
        return;
    }
    count_steps(app);
    bool left_goes = goes_on(left), right_goes = goes_on(right);
    if (left_goes && !right_goes) session_seek(right, right_step);
    if (right_goes && !left_goes) session_seek(left, left_step);
    r->left_count += left_goes;
    r->right_count += right_goes;
    if (!left_goes && !right_goes) r->counted = false;
}

static void seek_back(struct session *s, uint64_t *count) {
    if (session_step(s) > 0) session_seek(s, session_step(s) - 1);
    if (*count > 0) (*count)--;
}

static void step_back(struct app *app) {
    struct right_side *r = app->right;
    struct session *left = &app->open.session, *right = &r->session, *one;
    if (is_alone(app, &one)) {
        r->counted = false;
        session_seek(one, session_step(one) - 1);
        return;
    }
    count_steps(app);
    uint64_t a = r->left_count, b = r->right_count;
    if (a >= b) seek_back(left, &r->left_count);
    if (b >= a) seek_back(right, &r->right_count);
    if (a == 0 && b == 0) r->counted = false;
}

void comparing_step(struct app *app, bool forward) {
    app->player.playing = false;
    app->dirty = true;
    follow(app);
    if (!is_placed(app)) return;
    if (forward) step_forward(app);
    else step_back(app);
    app->right->left_step = session_step(&app->open.session);
}

void comparing_tick(struct app *app) {
    if (!app->comparing.is) return;
    run_right(app, TICK_MS);
    follow(app);
}

/* ---- the rest of the controller ---- */

void comparing_before_reload(struct app *app) {
    if (!app->comparing.is || app->right->is_other) return;
    app->right_config = app->right->scenario.config;
    close_right(app);
    app->comparing.is = true; /* to be opened again */
}

void comparing_after_reload(struct app *app) {
    if (!app->comparing.is) return;
    if (!app->right) app->comparing.is = open_same(app, &app->right_config);
    else {
        char path[sizeof app->right->path];
        memcpy(path, app->right->path, sizeof path);
        open_partner(app, path); /* or the old run stays */
        app->right->left_step = NEVER;
    }
    if (app->right) name_sides(app);
}

bool comparing_waits(const struct app *app) {
    return app->comparing.is && (!session_ended(&app->right->session) || !is_placed(app));
}

struct view comparing_view(const struct app *app) {
    struct view v = app_view(app), right;
    view_begin(&right, &app->right->session, &app->look, v.area);
    right.graph = &app->right->graph;
    right.playing = v.playing;
    right.speed = v.speed;
    right.mouse = v.mouse;
    right.map = v.map;
    right.selected = v.selected;
    right.prompt = v.prompt;
    right.comparing = v.comparing;
    right.trying = v.trying;
    right.presenting = v.presenting;
    view_end(&v);
    return right;
}
