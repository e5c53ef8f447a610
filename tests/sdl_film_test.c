/* Films of real pictures: each frame of a GIF is the picture of its step, in the colours that mean
 * something exactly, in all others nearly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exports/export.h"
#include "sdl/painter.h"
#include "support/build.h"
#include "support/folder.h"
#include "support/gif_reader.h"

enum {
    WIDTH = 960,
    HEIGHT = 540,
    PIXELS = WIDTH * HEIGHT,
    FROM = 20,
    TO = 31,
    COUNT = TO - FROM + 1
};

/* The painter, and what it has painted. */
struct studio {
    struct painter *painter;
    struct raster raster;
    uint32_t *pictures; /* COUNT of them */
    int count;
};

static const uint32_t *paint(void *user, const struct draw *d, int width, int height, int *pitch) {
    struct studio *s = user;
    int w, h;
    assert_true(width == WIDTH && height == HEIGHT && s->count < COUNT);
    assert_true(painter_resize(s->painter, width, height));
    painter_paint(s->painter, d);
    const uint32_t *pixels = painter_pixels(s->painter, &w, &h, pitch);
    uint32_t *copy = s->pictures + (size_t)s->count++ * PIXELS;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            copy[y * WIDTH + x] = pixels[y * (*pitch / 4) + x] & 0xffffff;
    return pixels;
}

static void studio_open(struct studio *s) {
    char fonts[4096], why[256];
    const char *build = getenv("TRICOLOR_BUILD");
    snprintf(fonts, sizeof fonts, "%s/fonts", build ? build : "build/release");
    *s = (struct studio){.painter = painter_open(fonts, why, sizeof why)};
    if (!s->painter) fail_msg("%s", why);
    s->raster = (struct raster){.user = s, .measure = painter_measure(s->painter), .paint = paint};
    s->pictures = malloc((size_t)COUNT * PIXELS * sizeof *s->pictures);
    assert_non_null(s->pictures);
}

static void studio_close(struct studio *s) {
    painter_close(s->painter);
    free(s->pictures);
}

static void make_film(struct studio *s, const struct theme *theme, struct gif_film *film) {
    static struct export_job job;
    struct scenario scenario;
    struct export_request r = export_request_to(folder_path("film.gif"));
    r.from = FROM;
    r.to = TO;
    r.width = WIDTH;
    r.height = HEIGHT;
    r.look.theme = theme;
    s->count = 0;
    build_load(&scenario, "scenarios/03-lost-object-barrier-on.json");
    assert_true(export_open(&job, &scenario, NULL, &r, &s->raster));
    while (export_go_on(&job) == EXPORT_GOES_ON) continue;
    assert_string_equal(job.why, "");
    export_close(&job);
    scenario_free(&scenario);
    FILE *f = fopen(r.output, "rb");
    assert_non_null(f);
    gif_read(film, f);
    fclose(f);
}

static int difference(uint32_t a, uint32_t b) {
    int most = 0;
    for (unsigned shift = 0; shift <= 16; shift += 8) {
        int size = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        if (size > most) most = size;
    }
    return most;
}

/* How the pixels of a frame differ from the picture: the most, and how many not at all. */
struct likeness {
    int worst;
    long exact, wrong_meaning; /* ... and how many in a colour of the collector */
};

static struct likeness compare(const uint32_t *frame, const uint32_t *picture,
                               const struct theme *t) {
    const uint32_t meanings[] = {t->object_white >> 8, t->object_grey >> 8, t->object_black >> 8};
    struct likeness l = {0};
    for (int i = 0; i < PIXELS; i++) {
        int d = difference(frame[i], picture[i]);
        if (d > l.worst) l.worst = d;
        l.exact += d == 0;
        for (int k = 0; d && k < 3; k++) l.wrong_meaning += picture[i] == meanings[k];
    }
    return l;
}

static void assert_is_the_film(const struct theme *theme) {
    struct studio s;
    struct gif_film film;
    studio_open(&s);
    make_film(&s, theme, &film);
    assert_int_equal(s.count, COUNT);
    assert_int_equal(film.count, COUNT);
    assert_true(film.width == WIDTH && film.height == HEIGHT && film.plays_for_ever);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(film.frames[i].delay, i == COUNT - 1 ? 250 : 50);
        struct likeness l = compare(film.frames[i].pixels, s.pictures + (size_t)i * PIXELS, theme);
        if (l.wrong_meaning) fail_msg("frame %d: %ld pixels", i, l.wrong_meaning);
        if (l.worst > 20) fail_msg("frame %d: a pixel differs by %d of 255", i, l.worst);
        if (l.exact < PIXELS * 9L / 10) fail_msg("frame %d: only %ld are exact", i, l.exact);
    }
    gif_film_free(&film);
    studio_close(&s);
}

static void frames_are_the_pictures_of_their_steps(void **state) {
    (void)state;
    assert_is_the_film(&THEME_PAPER);
}

static void so_they_are_on_a_dark_ground(void **state) {
    (void)state;
    assert_is_the_film(&THEME_DARK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_the_pictures_of_their_steps),
        cmocka_unit_test(so_they_are_on_a_dark_ground),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
