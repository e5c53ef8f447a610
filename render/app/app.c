#include "app/app.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/asking.h"
#include "app/comparing.h"
#include "app/does.h"
#include "app/exporting.h"
#include "app/library.h"
#include "app/inspecting.h"
#include "app/logging.h"
#include "app/moving.h"
#include "app/reloading.h"
#include "app/reopening.h"
#include "app/resting.h"
#include "app/searching.h"
#include "app/predicting.h"
#include "app/presenting.h"
#include "app/scheduling.h"
#include "app/tastes.h"
#include "app/thumbnails.h"
#include "app/typing.h"
#include "session/future.h"
#include "view/keys.h"
#include "view/overlay.h"
#include "view/panels.h"
#include "view/picture.h"

enum { RUN_MS = 8, CHOOSER_MS = 100 };

void app_say(struct app *app, const char *message) {
    snprintf(app->message, sizeof app->message, "%.*s", (int)strcspn(message, "\n"), message);
    app->dirty = true;
}

/* ---- the whole ---- */

static double now(const struct app *app) {
    return app->clock.now(app->clock.user);
}

void app_init(struct app *app, const struct arguments *a, struct text_measure measure,
              struct app_clock clock) {
    *app = (struct app){.arguments = *a, .clock = clock, .look = look_default(), .dirty = true};
    tastes_of_arguments(&app->look, a);
    app->mouse.at = (struct point){-1, -1};
    app->player.speed = 2;
    app->predicting.open = NO_QUESTION;
    draw_init(&app->draw, measure);
}

void app_free(struct app *app) {
    app_close_scenario(app);
    thumbnails_free(app);
    library_free(&app->gallery);
    chooser_close(&app->chooser);
    logging_free(app);
    inspecting_free(app);
    text_free(&app->foresight.what);
    draw_free(&app->draw);
}

void app_resize(struct app *app, int width, int height) {
    app->width = (float)width;
    app->height = (float)height;
    app->dirty = true;
}

/* ---- input ---- */

/* What lies over the picture has the keys first. */
static enum command_id command_of_key(const struct app *app, const struct input *in) {
    enum command_id command = key_command(in, app_modes(app));
    return command ? command : key_command(in, app_where(app));
}

static void on_key(struct app *app, const struct input *in) {
    app->dirty = true;
    if (app->prompt.kind != PROMPT_NONE) {
        typing_key(app, in);
        return;
    }
    app->message[0] = '\0';
    resting_stop(app);
    if (presenting_key(app) || exporting_key(app, in) || predicting_key(app, in)) return;
    app_do(app, command_of_key(app, in), key_value(in));
}

static void on_mouse_down(struct app *app, const struct input *in) {
    const struct hit *h = hit_find(&app->draw, (struct point){in->x, in->y});
    resting_stop(app);
    if (presenting_key(app) || !h || in->button != MOUSE_LEFT) return;
    app->mouse.at = (struct point){in->x, in->y};
    app->mouse.held = *h;
    app->mouse.clicks = in->clicks;
    app->mouse.holds = command_where((enum command_id)h->command) & DRAGS;
    app_do(app, (enum command_id)h->command, h->value);
}

static void on_mouse_move(struct app *app, const struct input *in) {
    struct point was = app->mouse.at;
    const struct hit *before = hit_find(&app->draw, was);
    if (app->presenting.pointer) app->dirty = true;
    app->mouse.at = (struct point){in->x, in->y};
    resting_moved(app, was);
    if (app->mouse.holds)
        app_do(app, (enum command_id)app->mouse.held.command, app->mouse.held.value);
    const struct hit *after = hit_find(&app->draw, app->mouse.at);
    bool follows = after && (command_where((enum command_id)after->command) & FOLLOWS);
    if (after != before || follows) app->dirty = true;
}

/* Over a place that takes the wheel, that; else a step. */
static void on_wheel(struct app *app, const struct input *in) {
    if (app->exporting.stage != EXPORTING_OFF) return;
    const struct hit *h = hit_find_wheel(&app->draw, (struct point){in->x, in->y});
    if (h) {
        app->mouse.wheel = in->wheel_y;
        app_do(app, (enum command_id)h->command, h->value);
    } else if (app_where(app) != GALLERY) {
        app_do(app, in->wheel_y > 0 ? COMMAND_STEP_BACK : COMMAND_STEP_FORWARD, 0);
    }
}

void app_input(struct app *app, const struct input *in) {
    switch (in->kind) {
    case INPUT_QUIT: app->quit = true; break;
    case INPUT_KEY: on_key(app, in); break;
    case INPUT_MOUSE_DOWN: on_mouse_down(app, in); break;
    case INPUT_MOUSE_UP: app->mouse.holds = false; break;
    case INPUT_MOUSE_MOVE: on_mouse_move(app, in); break;
    case INPUT_WHEEL: on_wheel(app, in); break;
    case INPUT_RESIZE: app_resize(app, in->width, in->height); break;
    case INPUT_EXPOSE: app->dirty = true; break;
    case INPUT_DROP: app_open(app, in->path); break;
    case INPUT_MOUSE_LEAVE:
        app->mouse.at = (struct point){-1, -1};
        resting_stop(app);
        app->dirty = true;
        break;
    case INPUT_NONE: break;
    }
    if (!app->comparing.is) predicting_check(app);
    comparing_tick(app);
}

/* ---- time ---- */

int app_wait(const struct app *app) {
    if (app->dirty) return 0;
    if (app->open.is && !session_ended(&app->open.session)) return 0;
    if (app->searching.is || inspecting_goes_on(app) || logging_goes_on(app)) return 0;
    if (app_where(app) == GALLERY && thumbnails_wait(app)) return 0;
    if (comparing_waits(app) || exporting_goes_on(app)) return 0;
    int tip = resting_wait(app), other = app->chooser.open ? CHOOSER_MS : tip;
    if (tip >= 0 && tip < other) other = tip;
    if (!app->player.playing) return other;
    double left = app->player.next_step - now(app);
    int step = left > 0 ? (int)ceil(left * 1000) : 0;
    return tip >= 0 && tip < step ? tip : step;
}

static void go_on_running_ahead(struct app *app) {
    struct opened *o = &app->open;
    if (session_ended(&o->session)) return;
    app_run_ahead(app, RUN_MS);
    if (session_ended(&o->session)) app_lay_out(app);
    app->dirty = true;
}

void app_tick(struct app *app) {
    resting_tick(app);
    asking_tick(app);
    if (app_where(app) == GALLERY) {
        thumbnails_tick(app, RUN_MS);
        return;
    }
    reloading_tick(app);
    if (!app->open.is) return;
    reopening_tick(app);
    go_on_running_ahead(app);
    moving_tick(app);
    searching_tick(app);
    inspecting_tick(app);
    logging_tick(app);
    if (app->player.playing) moving_play(app, now(app));
    if (!app->comparing.is) predicting_check(app);
    comparing_tick(app);
    presenting_tick(app);
    scheduling_tick(app);
    exporting_tick(app);
}

/* ---- picture ---- */

struct view app_view(const struct app *app) {
    struct view v;
    struct box area = {0, 0, app->width, app->height};
    view_begin(&v, app->open.is ? &app->open.session : NULL, &app->look, area);
    v.graph = &app->open.graph;
    v.playing = app->player.playing;
    v.speed = app->player.speed;
    v.loop = app->player.loop;
    v.mouse = app->mouse.at;
    v.map = &app->map;
    v.selected = app->selected;
    v.goroutine = app->goroutine;
    v.listing = &app->listing;
    v.log = app->open.is ? &app->logging.page : NULL;
    v.portrait = &app->inspecting.portrait;
    v.holding = app->open.is ? &app->inspecting.holding : NULL;
    v.prompt = &app->prompt;
    v.asking = &app->asking;
    v.comparing = &app->comparing;
    v.predicting = app->open.is ? &app->predicting : NULL;
    v.scheduling = app->scheduling.shown ? &app->scheduling : NULL;
    v.collecting = app->open.is ? &app->collecting : NULL;
    v.exporting = app->exporting.stage != EXPORTING_OFF ? &app->exporting : NULL;
    v.cycles = app->charting.is ? &app->charting.view : NULL;
    v.trying = app->open.is ? &app->trying : NULL;
    v.complaint = app->complaint.shown ? &app->complaint : NULL;
    v.help = app->help;
    v.presenting = app->presenting;
    v.next_step = app->foresight.known ? text_string(&app->foresight.what) : NULL;
    v.message = app->message[0] ? app->message : NULL;
    return v;
}

static void draw_compared(struct app *app, const struct view *left) {
    struct view right = comparing_view(app);
    comparing_draw(&app->draw, left, &right);
    if (app->trying.shown) panel_trying(&app->draw, &right);
    if (left->help) panel_help(&app->draw, left);
    view_end(&right);
}

void app_draw(struct app *app) {
    if (app->open.is) logging_prepare(app);
    if (app->open.is) inspecting_prepare(app);
    struct view v = app_view(app);
    draw_reset(&app->draw);
    if (v.presenting.blank) overlay_blank(&app->draw, &v);
    else if (app->comparing.is) draw_compared(app, &v);
    else if (app->open.is) picture_draw(&app->draw, &v);
    else if (v.cycles) cycles_draw(&app->draw, &v);
    else gallery_draw(&app->draw, &v, &app->gallery);
    if (app->prompt.kind == PROMPT_PATH && !v.presenting.blank) panel_asking(&app->draw, &v);
    if (app->comparing.menu && !v.presenting.blank) panel_contrasts(&app->draw, &v);
    if (v.exporting && !v.presenting.blank) panel_exporting(&app->draw, &v);
    if (v.complaint && !v.presenting.blank) panel_complaint(&app->draw, &v);
    if (!v.presenting.blank) overlay_draw(&app->draw, &v);
    view_end(&v);
    app->dirty = false;
}

/* What is out of the ordinary. */
static void title_remarks(const struct app *app, struct text *out) {
    if (app->complaint.shown) text_add(out, " · with a mistake");
    if (app->comparing.is) text_addf(out, " · compared: %s", app->comparing.names[1]);
    if (session_future(&app->open.session) != NEVER) text_add(out, " · own future");
}

void app_title(const struct app *app, char *out, size_t size) {
    const struct opened *o = &app->open;
    struct text remarks = {0};
    if (o->is) title_remarks(app, &remarks);
    if (app->charting.is)
        snprintf(out, size, "%.120s · gc %u · %u of %u", o->scenario.title,
                 cycles_at(&app->charting.view, app->charting.view.cycle)->number,
                 app->charting.view.cycle + 1, cycles_process(&app->charting.view)->count);
    else if (!o->is) snprintf(out, size, "tricolor");
    else
        snprintf(out, size, "%.120s%.140s · step %" PRIu64 " of %" PRIu64 "%s", o->scenario.title,
                 text_string(&remarks), session_step(&o->session), session_steps(&o->session),
                 app->player.playing ? " · playing" : "");
    text_free(&remarks);
}
