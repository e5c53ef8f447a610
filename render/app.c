#include "app.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "library.h"
#include "places.h"
#include "sdl/window.h"
#include "view/keys.h"
#include "view/picture.h"

enum { ASKED_MAX = 12, RUN_SLICE = 4096, FIRST_RUN_MS = 300, RUN_MS = 8 };

struct app {
    struct window *window;
    struct painter *painter;
    struct draw draw;
    struct hits hits;
    struct gallery gallery;
    const struct arguments *arguments;
    const struct theme *theme;
    /* the open scenario */
    bool open;
    struct scenario scenario;
    struct session session;
    struct graph_layout graph;
    char path[4096];
    /* how it is looked at */
    bool playing, scrubbing, help, quit, dirty;
    float speed;               /* steps a second */
    double next_step;          /* when it is due, seconds */
    char asked[ASKED_MAX + 1]; /* digits typed so far */
    bool asking;
    char message[256];
    char title[300]; /* of the window, as last set */
    struct point mouse;
};

static double now_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- opening and closing ---- */

static void run_ahead(struct app *app, int milliseconds) {
    double end = now_seconds() + milliseconds * 1e-3;
    while (!session_ended(&app->session) && now_seconds() < end)
        session_run(&app->session, RUN_SLICE);
}

static void close_scenario(struct app *app) {
    if (!app->open) return;
    session_close(&app->session);
    scenario_free(&app->scenario);
    app->open = app->playing = app->asking = app->scrubbing = false;
}

static void say(struct app *app, const char *message) {
    snprintf(app->message, sizeof app->message, "%.*s", (int)strcspn(message, "\n"), message);
    app->dirty = true;
}

/* Loads into `scenario`; on failure says why, in the window. */
static bool load(struct app *app, const char *path, struct scenario *scenario) {
    struct text complaints = {0};
    bool fine = scenario_load(scenario, path, &complaints) == FILE_OK;
    if (fine) cli_apply_overrides(app->arguments, &scenario->config);
    else say(app, text_string(&complaints));
    text_free(&complaints);
    return fine;
}

static void begin_session(struct app *app) {
    app->open = true;
    app->speed = 2;
    if (app->arguments->steps_max) app->session.steps_max = app->arguments->steps_max;
    run_ahead(app, FIRST_RUN_MS);
    graph_layout_make(&app->graph, &app->session.census, 4);
}

static bool open_scenario(struct app *app, const char *path) {
    struct scenario scenario;
    char kept[sizeof app->path];
    snprintf(kept, sizeof kept, "%s", path);
    app->message[0] = '\0';
    app->dirty = true;
    if (!load(app, kept, &scenario)) return false;
    close_scenario(app);
    snprintf(app->path, sizeof app->path, "%s", kept);
    app->scenario = scenario;
    app->scenario.path = app->path;
    if (!session_open(&app->session, &app->scenario)) {
        scenario_free(&app->scenario);
        say(app, "not enough memory for the simulated machine");
        return false;
    }
    begin_session(app);
    return true;
}

/* ---- commands ---- */

static void seek(struct app *app, uint64_t step) {
    session_seek(&app->session, step);
}

static void toggle_play(struct app *app) {
    bool at_end =
        session_ended(&app->session) && session_step(&app->session) == session_steps(&app->session);
    if (!app->playing && at_end) seek(app, 0);
    app->playing = !app->playing;
    app->next_step = now_seconds() + 1 / (double)app->speed;
}

static void change_speed(struct app *app, float factor) {
    app->speed = fminf(fmaxf(app->speed * factor, 0.5f), 4096);
    app->next_step = now_seconds() + 1 / (double)app->speed;
}

/* Commands that move by themselves stop the playing. */
static void move(struct app *app, enum command_id command, uint64_t value) {
    struct session *s = &app->session;
    uint64_t step = session_step(s);
    app->playing = false;
    switch (command) {
    case COMMAND_STEP_FORWARD: seek(app, step + 1); break;
    case COMMAND_STEP_BACK: seek(app, step ? step - 1 : 0); break;
    case COMMAND_LINE_FORWARD: session_seek_event(s, EVENT_LINE, true); break;
    case COMMAND_LINE_BACK: session_seek_event(s, EVENT_LINE, false); break;
    case COMMAND_PHASE_FORWARD: session_seek_event(s, EVENT_PHASE, true); break;
    case COMMAND_PHASE_BACK: session_seek_event(s, EVENT_PHASE, false); break;
    case COMMAND_FIRST: seek(app, 0); break;
    case COMMAND_LAST: seek(app, NEVER); break;
    case COMMAND_SEEK: seek(app, value); break;
    default: break;
    }
}

static void ask_for_step(struct app *app) {
    app->asking = true;
    app->asked[0] = '\0';
}

static bool command_anywhere(struct app *app, enum command_id command) {
    switch (command) {
    case COMMAND_THEME: app->theme = app->theme == &THEME_PAPER ? &THEME_DARK : &THEME_PAPER; break;
    case COMMAND_FULL_SCREEN: window_toggle_fullscreen(app->window); break;
    case COMMAND_QUIT: app->quit = true; break;
    default: return false;
    }
    return true;
}

static void do_command(struct app *app, enum command_id command, uint64_t value) {
    app->dirty = true;
    if (command_anywhere(app, command)) return;
    if (command == COMMAND_OPEN && value < app->gallery.count) {
        app->gallery.selected = (uint32_t)value;
        open_scenario(app, app->gallery.entries[value].path);
    }
    if (!app->open) return;
    switch (command) {
    case COMMAND_PLAY: toggle_play(app); break;
    case COMMAND_FASTER: change_speed(app, 2); break;
    case COMMAND_SLOWER: change_speed(app, 0.5f); break;
    case COMMAND_HELP: app->help = !app->help; break;
    case COMMAND_GO_TO: ask_for_step(app); break;
    case COMMAND_CLOSE:
        if (app->help) app->help = false;
        else close_scenario(app);
        break;
    default: move(app, command, value); break;
    }
}

/* ---- input ---- */

/* While a step is being asked for, keys write its number. */
static void type_step(struct app *app, const struct input *in) {
    size_t length = strlen(app->asked);
    app->dirty = true;
    if (in->key == KEY_CHARACTER && in->character >= '0' && in->character <= '9') {
        if (length < ASKED_MAX) {
            app->asked[length] = (char)in->character;
            app->asked[length + 1] = '\0';
        }
    } else if (in->key == KEY_BACKSPACE && length > 0) {
        app->asked[length - 1] = '\0';
    } else if (in->key == KEY_ENTER) {
        app->asking = false;
        if (length > 0) move(app, COMMAND_SEEK, strtoull(app->asked, NULL, 10));
    } else if (in->key == KEY_ESCAPE) {
        app->asking = false;
    }
}

static struct view app_view(struct app *app) {
    int width, height;
    struct view v;
    window_size(app->window, &width, &height);
    view_begin(&v, app->open ? &app->session : NULL, app->theme, (float)width, (float)height);
    v.graph = &app->graph;
    v.playing = app->playing;
    v.speed = app->speed;
    v.mouse = app->mouse;
    v.asked = app->asking ? app->asked : NULL;
    v.help = app->help;
    v.message = app->message[0] ? app->message : NULL;
    return v;
}

static void choose_in_gallery(struct app *app, const struct input *in) {
    struct view v = app_view(app);
    uint32_t columns = gallery_columns(&v), count = app->gallery.count;
    uint32_t *selected = &app->gallery.selected;
    view_end(&v);
    if (count == 0) return;
    if (in->key == KEY_RIGHT && *selected + 1 < count) (*selected)++;
    if (in->key == KEY_LEFT && *selected > 0) (*selected)--;
    if (in->key == KEY_DOWN && *selected + columns < count) *selected += columns;
    if (in->key == KEY_UP && *selected >= columns) *selected -= columns;
    if (in->key == KEY_HOME) *selected = 0;
    if (in->key == KEY_END) *selected = count - 1;
    if (in->key == KEY_ENTER || in->key == KEY_SPACE) do_command(app, COMMAND_OPEN, *selected);
    app->dirty = true;
}

static void on_key(struct app *app, const struct input *in) {
    if (app->asking) {
        type_step(app, in);
        return;
    }
    app->message[0] = '\0';
    if (app->open) do_command(app, key_command(in), 0);
    else if (!command_anywhere(app, key_command(in))) choose_in_gallery(app, in);
    app->dirty = true;
}

/* The step under a point of the scrubber. */
static void scrub(struct app *app, float x) {
    for (uint32_t i = 0; i < app->hits.count; i++) {
        const struct hit *h = &app->hits.list[i];
        if (h->command != COMMAND_SEEK) continue;
        float part = fminf(fmaxf((x - h->box.x) / h->box.w, 0), 1);
        uint64_t steps = session_steps(&app->session);
        do_command(app, COMMAND_SEEK, (uint64_t)((double)part * (double)steps + 0.5));
        return;
    }
}

static void on_mouse_down(struct app *app, const struct input *in) {
    const struct hit *h = hit_find(&app->hits, (struct point){in->x, in->y});
    if (!h || in->button != MOUSE_LEFT) return;
    if (h->command == COMMAND_SEEK) {
        app->scrubbing = true;
        scrub(app, in->x);
        return;
    }
    do_command(app, h->command, h->value);
}

static void on_mouse_move(struct app *app, const struct input *in) {
    const struct hit *before = hit_find(&app->hits, app->mouse);
    app->mouse = (struct point){in->x, in->y};
    if (app->scrubbing) scrub(app, in->x);
    if (hit_find(&app->hits, app->mouse) != before) app->dirty = true;
}

static void on_input(struct app *app, const struct input *in) {
    switch (in->kind) {
    case INPUT_QUIT: app->quit = true; break;
    case INPUT_KEY: on_key(app, in); break;
    case INPUT_MOUSE_DOWN: on_mouse_down(app, in); break;
    case INPUT_MOUSE_UP: app->scrubbing = false; break;
    case INPUT_MOUSE_MOVE: on_mouse_move(app, in); break;
    case INPUT_WHEEL:
        if (app->open)
            do_command(app, in->wheel_y > 0 ? COMMAND_STEP_BACK : COMMAND_STEP_FORWARD, 0);
        break;
    case INPUT_RESIZE:
    case INPUT_EXPOSE: app->dirty = true; break;
    case INPUT_DROP: open_scenario(app, in->path); break;
    case INPUT_MOUSE_LEAVE:
    case INPUT_NONE: break;
    }
}

/* ---- time ---- */

/* Milliseconds until something has to be done; -1: nothing. */
static int time_to_wait(const struct app *app) {
    if (app->dirty) return 0;
    if (app->open && !session_ended(&app->session)) return 0;
    if (!app->playing) return -1;
    double left = app->next_step - now_seconds();
    return left > 0 ? (int)ceil(left * 1000) : 0;
}

static void play(struct app *app) {
    double now = now_seconds();
    uint64_t due = 0;
    while (app->next_step <= now) {
        app->next_step += 1 / (double)app->speed;
        due++;
    }
    if (due == 0) return;
    uint64_t before = session_step(&app->session);
    seek(app, before + due);
    if (session_step(&app->session) == before) app->playing = false;
    app->dirty = true;
}

static void go_on_running_ahead(struct app *app) {
    if (session_ended(&app->session)) return;
    run_ahead(app, RUN_MS);
    if (session_ended(&app->session)) graph_layout_make(&app->graph, &app->session.census, 4);
    app->dirty = true;
}

/* ---- picture ---- */

/* The title says where one is, for whoever looks at a list of windows, or listens to one. */
static void set_title(struct app *app) {
    char title[300] = "tricolor";
    if (app->open)
        snprintf(title, sizeof title, "%.200s · step %" PRIu64 " of %" PRIu64 "%s",
                 app->scenario.title, session_step(&app->session), session_steps(&app->session),
                 app->playing ? " · playing" : "");
    if (strcmp(title, app->title) == 0) return;
    snprintf(app->title, sizeof app->title, "%s", title);
    window_set_title(app->window, title);
}

static void show(struct app *app) {
    int width, height;
    struct view v = app_view(app);
    window_size(app->window, &width, &height);
    if (app->open) picture_draw(&app->draw, &v, &app->hits);
    else gallery_draw(&app->draw, &v, &app->gallery, &app->hits);
    view_end(&v);
    if (!painter_resize(app->painter, width, height)) return;
    painter_paint(app->painter, &app->draw);
    window_show(app->window, app->painter);
    set_title(app);
    app->dirty = false;
}

static void loop(struct app *app) {
    struct input in;
    app->dirty = true;
    while (!app->quit) {
        window_wait(app->window, &in, time_to_wait(app));
        while (in.kind != INPUT_NONE &&
               !app->quit) { /* all that has come before the next picture */
            on_input(app, &in);
            window_wait(app->window, &in, 0);
        }
        if (app->open) go_on_running_ahead(app);
        if (app->open && app->playing) play(app);
        if (app->dirty && !app->quit) show(app);
    }
}

/* ---- start ---- */

static int open_window(struct app *app) {
    char fonts[4096], why[256];
    if (!place_find("fonts", fonts, sizeof fonts)) return cli_fail(EXIT_SURROUNDINGS, "%s", fonts);
    const struct arguments *a = app->arguments;
    int width = a->width ? a->width : 1600, height = a->width ? a->height : 900;
    app->window = window_open("tricolor", width, height, why, sizeof why);
    if (!app->window) return cli_fail(EXIT_SURROUNDINGS, "%s", why);
    app->painter = painter_open(fonts, why, sizeof why);
    if (!app->painter) return cli_fail(EXIT_SURROUNDINGS, "%s", why);
    draw_init(&app->draw, painter_measure(app->painter));
    return EXIT_WELL;
}

static int run_app(struct app *app) {
    char folder[4096];
    int status = open_window(app);
    if (status) return status;
    if (place_find("scenarios", folder, sizeof folder)) library_read(&app->gallery, folder);
    else say(app, folder);
    if (app->arguments->file_count == 1) open_scenario(app, app->arguments->files[0]);
    loop(app);
    close_scenario(app);
    draw_free(&app->draw);
    return EXIT_WELL;
}

int command_window(const struct arguments *a) {
    if (a->file_count == 1) { /* complaints belong on stderr, before a window opens */
        struct scenario scenario;
        int status = cli_load(a, a->files[0], &scenario);
        if (status) return status;
        scenario_free(&scenario);
    }
    struct app *app = calloc(1, sizeof *app);
    if (!app) return cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    app->arguments = a;
    app->theme = a->theme && strcmp(a->theme, "dark") == 0 ? &THEME_DARK : &THEME_PAPER;
    app->mouse = (struct point){-1, -1};
    int status = run_app(app);
    if (app->painter) painter_close(app->painter);
    if (app->window) window_close(app->window);
    free(app);
    return status;
}
