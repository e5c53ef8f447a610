/* Exports without a window: the file is asked for on the command line. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "again.h"
#include "app/places.h"
#include "app/tastes.h"
#include "cli/interrupts.h"
#include "exports/export.h"
#include "host.h"
#include "sdl/painter.h"

static struct export_request request_of(const struct arguments *a) {
    struct export_request r = export_request_to(a->output);
    tastes_of_arguments(&r.look, a);
    r.step = a->step;
    r.from = a->from;
    r.to = a->to;
    r.steps_max = a->steps_max;
    r.width = a->width;
    r.height = a->height;
    r.rate = (unsigned)a->rate;
    r.sheet = a->sheet;
    r.page = a->page;
    r.per_page = (unsigned)a->per_page;
    r.blank = a->blank;
    r.notes = a->notes;
    return r;
}

/* ---- what paints ---- */

static const uint32_t *paint(void *user, const struct draw *d, int width, int height, int *pitch) {
    struct painter *p = user;
    int w, h;
    if (!painter_resize(p, width, height)) return NULL;
    painter_paint(p, d);
    return painter_pixels(p, &w, &h, pitch);
}

static bool write_png(void *user, FILE *to, char *why, size_t why_size) {
    return painter_write_png_to(user, to, why, why_size);
}

static bool write_image(void *user, const struct image *image, FILE *to, char *why,
                        size_t why_size) {
    (void)user;
    return painter_write_image(image->pixels, image->columns, image->rows, to, why, why_size);
}

struct raster raster_of_painter(struct painter *p) {
    return (struct raster){p, painter_measure(p), paint, write_png, write_image};
}

/* ---- how far it is ---- */

struct progress {
    time_t began;
    int shown; /* percent; -1: nothing */
};

static void show_progress(struct progress *p, const struct export_job *job) {
    int percent = (int)(100 * export_progress(job));
    if (!isatty(STDERR_FILENO) || percent == p->shown || time(NULL) - p->began < 2) return;
    fprintf(stderr, "\r%s: %d %%", job->request.output, percent);
    p->shown = percent;
}

static void clear_progress(const struct progress *p) {
    if (p->shown >= 0) fputs("\r\033[K", stderr);
}

/* ---- the work ---- */

static int status_of(const struct export_job *job, const struct arguments *a) {
    int status = job->status == FILE_BAD_INPUT ? EXIT_BAD_INPUT : EXIT_SURROUNDINGS;
    if (!job->lacks_program) return cli_fail(status, "%s", job->why);
    struct text command = {0};
    again_as_pictures(&command, a);
    cli_fail(status, "%s; a picture for each step needs none: %s", job->why, text_string(&command));
    text_free(&command);
    return status;
}

static int work(struct export_job *job, const struct arguments *a) {
    const volatile sig_atomic_t *interrupted = interrupts_catch();
    struct progress progress = {time(NULL), -1};
    enum export_state state = EXPORT_GOES_ON;
    while (state == EXPORT_GOES_ON && !*interrupted) {
        state = export_go_on(job);
        show_progress(&progress, job);
    }
    clear_progress(&progress);
    if (state == EXPORT_DONE) return EXIT_WELL;
    if (state == EXPORT_FAILED) return status_of(job, a);
    return cli_fail(EXIT_SURROUNDINGS, "%s: interrupted; nothing was written", job->request.output);
}

static int export_with(const struct export_request *r, const struct arguments *a,
                       const struct raster *raster) {
    static struct export_job job; /* large */
    struct scenario scenario;
    int status = cli_load(a, a->files[0], &scenario);
    if (status) return status;
    status = export_open(&job, &scenario, NULL, r, raster) ? work(&job, a) : status_of(&job, a);
    export_close(&job);
    scenario_free(&scenario);
    return status;
}

static int export_painted(const struct export_request *r, const struct arguments *a) {
    char fonts[4096], why[256];
    if (!place_find("fonts", fonts, sizeof fonts)) return cli_fail(EXIT_SURROUNDINGS, "%s", fonts);
    struct painter *p = painter_open(fonts, why, sizeof why);
    if (!p) return cli_fail(EXIT_SURROUNDINGS, "%s", why);
    struct raster raster = raster_of_painter(p);
    int status = export_with(r, a, &raster);
    painter_close(p);
    return status;
}

/* What is wrong with the name of the file is said before anything is read. */
static int check_output(const struct arguments *a) {
    struct text endings = {0};
    export_endings(0, &endings);
    int status = EXIT_WELL;
    if (!a->output)
        status = cli_fail(EXIT_BAD_INPUT, "export needs -o OUT with a name that ends in %s",
                          text_string(&endings));
    else if (!export_format_of(a->output))
        status = cli_fail(EXIT_BAD_INPUT, "%s: expected a name that ends in %s", a->output,
                          text_string(&endings));
    text_free(&endings);
    return status;
}

void export_endings_help(struct text *out) {
    text_add(out, "\n\nOUT ends in");
    for (const struct export_format *f = EXPORT_FORMATS; f->ending; f++)
        text_addf(out, "\n  %-19s %s", f->ending, word(LANGUAGE_ENGLISH, f->word));
}

int command_export(const struct arguments *a) {
    int status = check_output(a);
    if (status) return status;
    struct export_request request = request_of(a);
    if (export_format_of(a->output)->flags & EXPORT_PICTURE) return export_painted(&request, a);
    return export_with(&request, a, NULL);
}
