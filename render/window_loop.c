/* The host of the controller: an SDL window, and a clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "app/describing.h"
#include "app/library.h"
#include "app/places.h"
#include "app/tastes.h"
#include "base/file.h"
#include "files/answers.h"
#include "files/tastes_file.h"
#include "exports/export.h"
#include "host.h"
#include "sdl/window.h"

struct host {
    char tastes_path[4096]; /* "": nowhere */
    struct tastes tastes;   /* as read */
    bool tastes_broken;     /* there is a file, and it says nothing */
    struct window *window;
    struct painter *painter;
    struct painter *second; /* for pictures that go into files; NULL: not needed yet */
    struct raster raster;   /* ... which it is */
    struct app app;
    char title[300]; /* of the window, as last set */
    char answers[4096];
};

static double now_seconds(void *user) {
    struct timespec t;
    (void)user;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void set_title(struct host *h) {
    char title[sizeof h->title];
    app_title(&h->app, title, sizeof title);
    if (strcmp(title, h->title) == 0) return;
    memcpy(h->title, title, sizeof title);
    window_set_title(h->window, title);
}

/* Into a file, as a whole; where that fails, the window goes on without. */
static void describe(const struct host *h) {
    struct file_writer writer;
    struct text words = {0};
    char why[256];
    if (!h->app.arguments.describe) return;
    describing_picture(&h->app, &words);
    if (file_begin(&writer, h->app.arguments.describe, why, sizeof why) == FILE_OK) {
        fwrite(text_string(&words), 1, words.length, writer.stream);
        file_commit(&writer, why, sizeof why);
    }
    text_free(&words);
}

static void show(struct host *h) {
    int width, height;
    window_size(h->window, &width, &height);
    app_resize(&h->app, width, height);
    app_draw(&h->app);
    if (!painter_resize(h->painter, width, height)) return;
    painter_paint(h->painter, &h->app.draw);
    window_show(h->window, h->painter);
    set_title(h);
    describe(h);
}

/* Even where nothing happens, the files in use are looked at. */
static int time_to_wait(const struct host *h) {
    enum { FILES_MS = 250 };
    int wait = app_wait(&h->app);
    return app_where(&h->app) != GALLERY && (wait < 0 || wait > FILES_MS) ? FILES_MS : wait;
}

/* All that has come before the next picture. */
static void take_inputs(struct host *h) {
    struct input in;
    window_wait(h->window, &in, time_to_wait(h));
    while (in.kind != INPUT_NONE && !h->app.quit) {
        app_input(&h->app, &in);
        window_wait(h->window, &in, 0);
    }
}

/* What nobody sees is not drawn: when the window is shown again, an INPUT_EXPOSE says so. */
static void show_if_seen(struct host *h) {
    if (window_is_seen(h->window)) show(h);
    else h->app.dirty = false;
}

static void loop(struct host *h) {
    while (!h->app.quit) {
        take_inputs(h);
        app_tick(&h->app);
        if (h->app.wants_full_screen) window_toggle_fullscreen(h->window);
        h->app.wants_full_screen = false;
        if (h->app.dirty && !h->app.quit) show_if_seen(h);
    }
}

/* ---- start ---- */

/* For the first picture that goes into a file: the window's painter has the window's size. */
static const struct raster *open_raster(void *user, char *why, size_t why_size) {
    struct host *h = user;
    char fonts[4096];
    if (h->second) return &h->raster;
    if (!place_find("fonts", fonts, sizeof fonts)) {
        snprintf(why, why_size, "%.250s", fonts);
        return NULL;
    }
    h->second = painter_open(fonts, why, why_size);
    if (!h->second) return NULL;
    h->raster = raster_of_painter(h->second);
    return &h->raster;
}

static int open_window(struct host *h, const struct arguments *a) {
    char fonts[4096], why[256];
    if (!place_find("fonts", fonts, sizeof fonts)) return cli_fail(EXIT_SURROUNDINGS, "%s", fonts);
    int width = a->width ? a->width : h->tastes.width,
        height = a->width ? a->height : h->tastes.height;
    h->window = window_open("tricolor", width, height, why, sizeof why);
    if (!h->window) return cli_fail(EXIT_SURROUNDINGS, "%s", why);
    h->painter = painter_open(fonts, why, sizeof why);
    if (!h->painter) return cli_fail(EXIT_SURROUNDINGS, "%s", why);
    app_init(&h->app, a, painter_measure(h->painter), (struct app_clock){now_seconds, NULL});
    h->app.raster = (struct app_raster){open_raster, h};
    if (a->answers) h->app.predicting.file = a->answers;
    else if (answers_default(h->answers, sizeof h->answers)) h->app.predicting.file = h->answers;
    h->app.look = h->tastes.look;
    tastes_of_arguments(&h->app.look, a);
    window_size(h->window, &width, &height);
    app_resize(&h->app, width, height);
    return EXIT_WELL;
}

/* ---- what is remembered ---- */

/* A file that cannot be read, or says nothing, does no harm: then all is as at first. */
static void read_tastes(struct host *h) {
    char *bytes;
    size_t length;
    h->tastes = tastes_default();
    h->tastes.width = 1600;
    h->tastes.height = 900;
    if (!tastes_path(h->tastes_path, sizeof h->tastes_path)) h->tastes_path[0] = '\0';
    if (!h->tastes_path[0]) return;
    enum tastes_file file = tastes_load(h->tastes_path, &bytes, &length);
    bool fine = file == TASTES_NONE;
    if (file == TASTES_READ) {
        fine = tastes_read(&h->tastes, bytes, length);
        free(bytes);
    }
    h->tastes_broken = !fine;
}

static void write_tastes(const struct host *h) {
    struct tastes now = {.look = h->app.look, .width = h->tastes.width, .height = h->tastes.height};
    struct text words = {0};
    tastes_forget_arguments(&now.look, &h->app.arguments, &h->tastes.look);
    if (!h->app.arguments.width && window_is_plain(h->window)) {
        float scale = window_scale(h->window);
        now.width = (int)(h->app.width / scale);
        now.height = (int)(h->app.height / scale);
    }
    tastes_write(&now, &words);
    if (h->tastes_path[0] && !words.failed) tastes_save(h->tastes_path, text_string(&words));
    text_free(&words);
}

/* The host while its loop runs, so that the end of the program knows whether it came unasked. */
static struct host *running;

/* Where the display goes away, its library ends the program in the middle of the loop. */
static void end_without_display(void) {
    if (!running) return;
    write_tastes(running);
    fputs("tricolor: the display went away\n", stderr);
    _exit(EXIT_SURROUNDINGS);
}

static void run_loop(struct host *h) {
    running = h;
    if (atexit(end_without_display) != 0) running = NULL;
    loop(h);
    running = NULL;
}

static int run_host(struct host *h, const struct arguments *a) {
    char folder[4096];
    read_tastes(h);
    int status = open_window(h, a);
    if (status) return status;
    if (place_find("scenarios", folder, sizeof folder)) library_read(&h->app.gallery, folder);
    else snprintf(h->app.gallery.problem, sizeof h->app.gallery.problem, "%.190s", folder);
    h->app.has_desktop = true;
    if (state_folder(folder, sizeof folder)) app_remember(&h->app, folder);
    if (a->file_count == 1) app_open(&h->app, a->files[0]);
    if (h->tastes_broken) app_say(&h->app, word(h->app.look.language, WORD_TASTES_BROKEN));
    run_loop(h);
    write_tastes(h);
    app_free(&h->app);
    return EXIT_WELL;
}

int command_window(const struct arguments *a) {
    if (a->file_count == 1) { /* complaints belong on stderr, before a window opens */
        struct scenario scenario;
        int status = cli_load(a, a->files[0], &scenario);
        if (status) return status;
        scenario_free(&scenario);
    }
    struct host *h = calloc(1, sizeof *h);
    if (!h) return cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    int status = run_host(h, a);
    if (h->second) painter_close(h->second);
    if (h->painter) painter_close(h->painter);
    if (h->window) window_close(h->window);
    free(h);
    return status;
}
