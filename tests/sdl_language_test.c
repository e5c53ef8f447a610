/* The second language in the letters it is shown in: nothing is cut that is whole in English. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sdl/painter.h"
#include "support/build.h"
#include "support/desk.h"
#include "view/picture.h"
#include "view/widget.h"

static struct painter *painter;

static int open_fonts(void **state) {
    char folder[4096], why[256];
    const char *build = getenv("TRICOLOR_BUILD");
    (void)state;
    snprintf(folder, sizeof folder, "%s/fonts", build ? build : "build");
    painter = painter_open(folder, why, sizeof why);
    if (!painter) print_error("%s\n", why);
    return painter ? 0 : -1;
}

static int close_fonts(void **state) {
    (void)state;
    painter_close(painter);
    return 0;
}

/* Texts that do not fit end so. */
static bool is_cut(const struct draw *d, const struct draw_command *c) {
    const char *words = d->strings.bytes + c->text;
    size_t length = strlen(words);
    return c->kind == DRAW_TEXT && length > 3 && strcmp(words + length - 3, "…") == 0;
}

/* The event log has a line for each step, and cuts its sentence to that: they are read in the
 * caption. */
static struct box log_box(struct desk *d) {
    struct box boxes[PANEL_COUNT];
    struct view v = app_view(&d->app);
    picture_place(&d->app.draw, &v, boxes);
    view_end(&v);
    return boxes[PANEL_LOG];
}

static uint32_t count_cut(struct desk *desk, struct text *list) {
    const struct draw *d = &desk->app.draw;
    struct box log = log_box(desk);
    uint32_t count = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (!is_cut(d, &d->commands[i]) || box_contains(log, d->commands[i].p[0])) continue;
        text_addf(list, "    %s\n", d->strings.bytes + d->commands[i].text);
        count++;
    }
    return count;
}

static uint32_t cut_in(struct desk *d, enum language language, struct text *list) {
    d->app.look.language = language;
    desk_pass(d, 0);
    return count_cut(d, list);
}

/* At three steps of the run: texts differ. */
static void compare_languages(const char *path, int width, int height) {
    struct desk d;
    desk_open(&d, path);
    d.app.draw.measure = painter_measure(painter);
    app_resize(&d.app, width, height);
    uint64_t steps = session_steps(&d.app.open.session);
    for (uint64_t part = 1; part <= 3; part++) {
        struct text english = {0}, german = {0};
        session_seek(&d.app.open.session, steps * part / 3);
        uint32_t few = cut_in(&d, LANGUAGE_ENGLISH, &english);
        uint32_t many = cut_in(&d, LANGUAGE_GERMAN, &german);
        if (many > few)
            fail_msg("%s, step %d, %dx%d: cut in English\n%sand in German\n%s", path,
                     (int)(steps * part / 3), width, height, text_string(&english),
                     text_string(&german));
        text_free(&english);
        text_free(&german);
    }
    desk_close(&d);
}

static void no_text_is_cut_in_german_that_is_whole_in_english(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        compare_languages(*path, 1920, 1080);
        compare_languages(*path, 1280, 720);
    }
}

/* Read from the last row: at 1080 lines nothing is smaller than 16. */
static void no_text_is_too_small(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct desk d;
        desk_open(&d, *path);
        d.app.draw.measure = painter_measure(painter);
        uint64_t steps = session_steps(&d.app.open.session);
        for (uint64_t part = 1; part <= 4; part++) {
            session_seek(&d.app.open.session, steps * part / 4);
            desk_pass(&d, 0);
            for (size_t i = 0; i < d.app.draw.count; i++) {
                const struct draw_command *c = &d.app.draw.commands[i];
                if (c->kind == DRAW_TEXT && c->size < 15.99f)
                    fail_msg("%s, step %d: \"%s\" is %.1f high", *path, (int)(steps * part / 4),
                             d.app.draw.strings.bytes + c->text, (double)c->size);
            }
        }
        desk_close(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_is_cut_in_german_that_is_whole_in_english),
        cmocka_unit_test(no_text_is_too_small),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts) != 0;
}
