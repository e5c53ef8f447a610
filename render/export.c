/* Pictures without a window. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host.h"
#include "base/file.h"
#include "app/places.h"
#include "app/tastes.h"
#include "sdl/painter.h"
#include "view/picture.h"

struct size {
    int width, height;
};

static void draw_step(struct draw *d, struct session *s, const struct arguments *a,
                      struct size size) {
    struct graph_layout graph;
    struct view v;
    struct look look = look_default();
    tastes_of_arguments(&look, a);
    struct prompt prompt = {PROMPT_NONE, ""};
    struct sentences sentences = {0};
    struct log_page log = {.words = ""};
    graph_layout_make(&graph, &s->census);
    view_begin(&v, s, &look, (struct box){0, 0, (float)size.width, (float)size.height});
    v.graph = &graph;
    v.prompt = &prompt;
    log_page_fill(&log, &sentences, s, view_narration(&v), session_step(s));
    v.log = &log;
    draw_reset(d);
    picture_draw(d, &v);
    view_end(&v);
    sentences_free(&sentences);
}

static int paint_to(struct painter *p, struct session *s, const struct arguments *a,
                    struct size size) {
    struct draw d;
    char why[256];
    draw_init(&d, painter_measure(p));
    draw_step(&d, s, a, size);
    bool fine = !d.failed && painter_resize(p, size.width, size.height);
    if (fine) painter_paint(p, &d);
    draw_free(&d);
    if (!fine) return cli_fail(EXIT_SURROUNDINGS, "not enough memory for the picture");
    if (painter_write_png(p, a->output, why, sizeof why) == FILE_OK) return EXIT_WELL;
    return cli_fail(EXIT_SURROUNDINGS, "%s: %s", a->output, why);
}

static int export_step(struct session *s, const struct arguments *a, struct size size) {
    char fonts[4096], why[256];
    while (session_run(s, 1 << 20) == STOP_BUDGET) continue; /* the timeline shows the whole run */
    if (a->step != NEVER && a->step > session_steps(s))
        return cli_fail(EXIT_BAD_INPUT, "--step %" PRIu64 ": the run has %" PRIu64 " steps",
                        a->step, session_steps(s));
    session_seek(s, a->step == NEVER ? session_steps(s) : a->step);
    if (!place_find("fonts", fonts, sizeof fonts)) return cli_fail(EXIT_SURROUNDINGS, "%s", fonts);
    struct painter *p = painter_open(fonts, why, sizeof why);
    if (!p) return cli_fail(EXIT_SURROUNDINGS, "%s", why);
    int status = paint_to(p, s, a, size);
    painter_close(p);
    return status;
}

static bool ends_in_png(const char *path) {
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".png") == 0;
}

int command_export(const struct arguments *a) {
    struct size size = {a->width ? a->width : 1920, a->width ? a->height : 1080};
    struct scenario scenario;
    struct session session;
    if (!a->output) return cli_fail(EXIT_BAD_INPUT, "export needs -o OUT.png");
    if (!ends_in_png(a->output))
        return cli_fail(EXIT_BAD_INPUT, "%s: expected a name that ends in .png", a->output);
    int status = cli_open_session(a, &scenario, &session);
    if (status) return status;
    status = export_step(&session, a, size);
    cli_close_session(&session, &scenario);
    return status;
}
