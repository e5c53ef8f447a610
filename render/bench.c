/* The window measured: how long a picture takes, and a move in time.
 *
 * Rows `window label metric value` go to standard output; the metric begins with the scenario's
 * name. Times are milliseconds, of the processor but for the last:
 *   NAME.frame_median_ms, NAME.frame_p99_ms  drawing and painting what a step has changed
 *   NAME.draw_median_ms                      ... of it, making the draw list
 *   NAME.whole_median_ms                     drawing, and painting everything
 *   NAME.seek_frame_max_ms                   going to any step, drawing and painting: the longest
 *   NAME.present_median_ms                   handing it to a display, if there is one
 *   peak_rss_mb                              the most memory the process ever had */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/places.h"
#include "base/random.h"
#include "bench/rows.h"
#include "host.h"
#include "sdl/window.h"

enum { WIDTH = 1920, HEIGHT = 1080, FRAMES = 400, SEEKS = 60 };

/* What is looked at: so many steps behind the beginning of its first marking, a frame every
 * `stride` steps. 64 are the most that are played in a sixtieth of a second. */
struct subject {
    const char *name;
    uint64_t behind, stride;
    enum panel enlarged; /* PANEL_COUNT: none */
};

static const struct subject SUBJECTS[] = {
    {"03-lost-object-barrier-on", 0, 1, PANEL_COUNT},  {"25-fragmentation", 0, 1, PANEL_COUNT},
    {"36-ten-thousand-goroutines", 0, 1, PANEL_COUNT}, {"93-cache-that-leaks", 0, 1, PANEL_COUNT},
    {"million-objects", 1400000, 64, PANEL_COUNT},     {"million-objects", 1400000, 64, PANEL_MAP},
};

struct bench {
    struct rows rows;
    struct painter *painter;
    struct window *window; /* NULL: there is no display */
    struct app app;
    const struct subject *subject;
    double samples[FRAMES];
    uint32_t count;
};

static double milliseconds(double from, double to) {
    return (to - from) / 1e6;
}

static void note(struct bench *b, double value) {
    if (b->count < FRAMES) b->samples[b->count++] = value;
}

static int by_size(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The sample that so many hundredths of them do not exceed. */
static void row_of(struct bench *b, const char *metric, uint32_t hundredths) {
    char name[96];
    bool is_enlarged = b->subject->enlarged != PANEL_COUNT;
    if (b->count == 0) return;
    qsort(b->samples, b->count, sizeof *b->samples, by_size);
    snprintf(name, sizeof name, "%s%s.%s", b->subject->name, is_enlarged ? "-enlarged" : "",
             metric);
    row(&b->rows, name, b->samples[(b->count - 1) * hundredths / 100]);
}

/* ---- one picture ---- */

static void show(struct bench *b) {
    app_draw(&b->app);
    painter_paint(b->painter, &b->app.draw);
}

static double time_of(struct bench *b, void (*act)(struct bench *)) {
    double start = moment_now().cpu;
    act(b);
    return milliseconds(start, moment_now().cpu);
}

static void only_draw(struct bench *b) {
    app_draw(&b->app);
}

static void show_whole(struct bench *b) {
    painter_forget(b->painter);
    show(b);
}

/* ---- a run ---- */

static bool go_on(struct bench *b, uint64_t first, uint32_t frame) {
    uint64_t step = first + frame * b->subject->stride;
    if (step > session_steps(&b->app.open.session)) return false;
    app_do(&b->app, COMMAND_SEEK, step);
    return true;
}

static void measure_frames(struct bench *b, uint64_t first, void (*act)(struct bench *),
                           const char *median, const char *most) {
    b->count = 0;
    go_on(b, first, 0);
    show(b);
    for (uint32_t frame = 1; frame < FRAMES && go_on(b, first, frame); frame++)
        note(b, time_of(b, act));
    row_of(b, median, 50);
    if (most) row_of(b, most, 99);
}

static void measure_presenting(struct bench *b, uint64_t first) {
    struct input in;
    b->count = 0;
    for (uint32_t frame = 0; b->window && frame < FRAMES && go_on(b, first, frame); frame++) {
        window_wait(b->window, &in, 0);
        show(b);
        double start = moment_now().wall;
        window_show(b->window, b->painter);
        note(b, milliseconds(start, moment_now().wall));
    }
    row_of(b, "present_median_ms", 50);
}

static void measure_seeks(struct bench *b) {
    uint64_t random = 1, steps = session_steps(&b->app.open.session);
    b->count = 0;
    for (uint32_t i = 0; i < SEEKS; i++) {
        double start = moment_now().cpu;
        app_do(&b->app, COMMAND_SEEK, random_next(&random) % (steps + 1));
        show(b);
        note(b, milliseconds(start, moment_now().cpu));
    }
    row_of(b, "seek_frame_max_ms", 100);
}

/* The first step at which the collector marks; the beginning, if it never does. */
static uint64_t first_mark(struct bench *b) {
    struct session *s = &b->app.open.session;
    app_do(&b->app, COMMAND_FIRST, 0);
    while (session_step(s) < session_steps(s)) {
        app_do(&b->app, COMMAND_PHASE_FORWARD, 0);
        if (machine_phase(&s->now) == PHASE_MARK) return session_step(s);
    }
    return 0;
}

static bool measure_subject(struct bench *b) {
    char folder[4096], path[4400];
    if (!place_find("scenarios", folder, sizeof folder)) {
        fprintf(stderr, "tricolor: %s\n", folder);
        return false;
    }
    snprintf(path, sizeof path, "%s/%s.json", folder, b->subject->name);
    if (!app_open(&b->app, path)) {
        fprintf(stderr, "tricolor: %s: %s\n", path, b->app.message);
        return false;
    }
    b->app.look.arrangement.enlarged = b->subject->enlarged;
    while (!session_ended(&b->app.open.session)) app_tick(&b->app);
    uint64_t first = first_mark(b) + b->subject->behind;
    measure_frames(b, first, show, "frame_median_ms", "frame_p99_ms");
    measure_frames(b, first, only_draw, "draw_median_ms", NULL);
    measure_frames(b, first, show_whole, "whole_median_ms", NULL);
    measure_presenting(b, first);
    measure_seeks(b);
    app_close_scenario(&b->app);
    return true;
}

/* ---- all of them ---- */

static double now_seconds(void *user) {
    (void)user;
    return moment_now().wall / 1e9;
}

static bool open_bench(struct bench *b, const struct arguments *a) {
    char fonts[4096], why[256];
    if (!place_find("fonts", fonts, sizeof fonts)) {
        fprintf(stderr, "tricolor: %s\n", fonts);
        return false;
    }
    b->painter = painter_open(fonts, why, sizeof why);
    if (!b->painter || !painter_resize(b->painter, WIDTH, HEIGHT)) {
        fprintf(stderr, "tricolor: %s\n", b->painter ? "not enough memory" : why);
        return false;
    }
    b->window = window_open("tricolor bench", WIDTH, HEIGHT, why, sizeof why);
    app_init(&b->app, a, painter_measure(b->painter), (struct app_clock){now_seconds, NULL});
    app_resize(&b->app, WIDTH, HEIGHT);
    return true;
}

static int command_bench_window(const struct arguments *a) {
    struct bench *b = calloc(1, sizeof *b);
    if (!b) return cli_fail(EXIT_SURROUNDINGS, "not enough memory");
    b->rows = (struct rows){"window", a->file_count > 1 ? a->files[1] : "ours"};
    bool fine = open_bench(b, a);
    for (size_t i = 0; fine && i < sizeof SUBJECTS / sizeof SUBJECTS[0]; i++) {
        b->subject = &SUBJECTS[i];
        fine = measure_subject(b);
    }
    if (fine) row_memory(&b->rows);
    app_free(&b->app);
    if (b->painter) painter_close(b->painter);
    if (b->window) window_close(b->window);
    free(b);
    return fine ? EXIT_WELL : EXIT_SURROUNDINGS;
}

int command_bench_or_window(const struct arguments *a) {
    bool is_window = a->file_count > 0 && strcmp(a->files[0], "window") == 0;
    return is_window ? command_bench_window(a) : command_bench(a);
}
