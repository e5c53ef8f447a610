/* A film as GIF, read back by a decoder of the test's own: every frame, how long it is shown, that
 * the film plays for ever, and that colours come out as they were or nearly so. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "film/gif.h"
#include "support/gif_reader.h"

enum { WIDTH = 61, HEIGHT = 37, PIXELS = WIDTH * HEIGHT };

/* A film being made, and read back. */
struct reel {
    FILE *file;
    struct gif *gif;
    uint32_t pixels[PIXELS + HEIGHT * 3]; /* rows are three pixels longer than the picture */
    struct gif_film film;
};

static const uint32_t PINNED[] = {0xffffff, 0x8b9099, 0x1b1b20};

static struct frame frame_of(const struct reel *r) {
    return (struct frame){r->pixels, WIDTH, HEIGHT, WIDTH + 3};
}

static uint32_t *pixel(struct reel *r, int x, int y) {
    return &r->pixels[y * (WIDTH + 3) + x];
}

static void fill(struct reel *r, uint32_t colour) {
    for (size_t i = 0; i < sizeof r->pixels / sizeof r->pixels[0]; i++) r->pixels[i] = colour;
}

static void reel_open(struct reel *r, unsigned rate) {
    struct gif_settings settings = {WIDTH, HEIGHT, rate, {PINNED, 3}};
    *r = (struct reel){.file = tmpfile()};
    assert_non_null(r->file);
    r->gif = gif_begin(r->file, &settings);
    assert_non_null(r->gif);
}

static void add(struct reel *r) {
    struct frame f = frame_of(r);
    assert_true(gif_add(r->gif, &f));
}

/* The film as a reader sees it. */
static void develop(struct reel *r) {
    assert_true(gif_end(r->gif));
    gif_close(r->gif);
    r->gif = NULL;
    gif_read(&r->film, r->file);
}

static void reel_close(struct reel *r) {
    gif_film_free(&r->film);
    fclose(r->file);
}

static void assert_same(const struct reel *r, size_t frame, const uint32_t *pixels) {
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if (r->film.frames[frame].pixels[y * WIDTH + x] !=
                (pixels[y * (WIDTH + 3) + x] & 0xffffff))
                fail_msg("frame %zu, pixel %d,%d: %06x, expected %06x", frame, x, y,
                         r->film.frames[frame].pixels[y * WIDTH + x],
                         pixels[y * (WIDTH + 3) + x] & 0xffffff);
}

/* ---- frames ---- */

static void few_colours_come_out_exactly(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    fill(&r, 0xff102030); /* the upper byte means nothing */
    for (int i = 0; i < 254; i++) *pixel(&r, i % WIDTH, i / WIDTH) = (uint32_t)(i * 66051);
    add(&r);
    develop(&r);
    assert_int_equal(r.film.count, 1);
    assert_int_equal(r.film.width, WIDTH);
    assert_int_equal(r.film.height, HEIGHT);
    assert_true(r.film.plays_for_ever);
    assert_same(&r, 0, r.pixels);
    reel_close(&r);
}

/* Three hundred colours in all, of which no frame changes more than a hundred. */
static void a_film_may_have_more_colours_than_a_frame(void **state) {
    (void)state;
    struct reel r;
    static uint32_t kept[4][PIXELS + HEIGHT * 3];
    reel_open(&r, 2);
    fill(&r, 0x445566);
    for (int frame = 0; frame < 4; frame++) {
        for (int i = 0; i < 100 && frame; i++)
            *pixel(&r, i % WIDTH, frame * 5 + i / WIDTH) = (uint32_t)(frame * 100 + i) * 40503u;
        memcpy(kept[frame], r.pixels, sizeof r.pixels);
        add(&r);
    }
    develop(&r);
    assert_int_equal(r.film.count, 4);
    for (size_t frame = 0; frame < 4; frame++) assert_same(&r, frame, kept[frame]);
    reel_close(&r);
}

static void only_what_changes_is_written(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    fill(&r, 0x8b9099);
    add(&r);
    *pixel(&r, 20, 10) = *pixel(&r, 22, 13) = 0x123456;
    add(&r);
    *pixel(&r, 60, 36) = 0x8b9098;
    add(&r);
    develop(&r);
    assert_int_equal(r.film.count, 3);
    const struct gif_picture *f = r.film.frames;
    assert_true(f[1].left == 20 && f[1].top == 10 && f[1].width == 3 && f[1].height == 4);
    assert_true(f[2].left == 60 && f[2].top == 36 && f[2].width == 1 && f[2].height == 1);
    assert_same(&r, 2, r.pixels);
    reel_close(&r);
}

/* Two steps can look the same: each of them is shown as long as any other. */
static void equal_pictures_are_two_frames(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 4);
    fill(&r, 0xffffff);
    *pixel(&r, 0, 0) = 0;
    for (int i = 0; i < 3; i++) add(&r);
    *pixel(&r, 5, 5) = 0;
    add(&r);
    develop(&r);
    assert_int_equal(r.film.count, 4);
    for (size_t i = 0; i < 3; i++) assert_int_equal(r.film.frames[i].delay, 25);
    assert_same(&r, 3, r.pixels);
    reel_close(&r);
}

static void the_last_frame_rests(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    for (int i = 0; i < 3; i++) {
        fill(&r, (uint32_t)i);
        add(&r);
    }
    develop(&r);
    assert_int_equal(r.film.frames[0].delay, 50);
    assert_int_equal(r.film.frames[1].delay, 50);
    assert_int_equal(r.film.frames[2].delay, 50 + GIF_REST);
    reel_close(&r);
}

/* A third of a second is no whole number of hundredths: the film keeps its rate all the same. */
static void hundredths_that_are_left_are_not_lost(void **state) {
    (void)state;
    for (unsigned rate = 1; rate <= GIF_RATE_MAX; rate++) {
        struct reel r;
        unsigned sum = 0;
        reel_open(&r, rate);
        for (unsigned i = 0; i < rate; i++) {
            fill(&r, i);
            add(&r);
        }
        develop(&r);
        for (size_t i = 0; i < rate; i++) {
            assert_in_range(r.film.frames[i].delay, 2, 100 + GIF_REST);
            sum += r.film.frames[i].delay;
        }
        assert_int_equal(sum, 100 + GIF_REST);
        reel_close(&r);
    }
}

/* ---- colours ---- */

static uint32_t blend(uint32_t under, uint32_t over, uint32_t part) {
    uint32_t out = 0;
    for (unsigned shift = 0; shift <= 16; shift += 8)
        out |= ((under >> shift & 255) * (255 - part) + (over >> shift & 255) * part) / 255
               << shift;
    return out;
}

/* Letters of nine colours on three grounds: every step from the one to the other. */
static void draw_edges(struct reel *r) {
    static const uint32_t GROUNDS[] = {0xfffdf8, 0xf5f2eb, 0x1b1b20};
    static const uint32_t INKS[] = {0x1b1b20, 0x6b6b70, 0x0072b2, 0xd08000, 0xc44015,
                                    0x007a55, 0x994488, 0xffffff, 0x8b9099};
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) *pixel(r, x, y) = GROUNDS[y % 3];
    for (int y = 0; y < 27; y++)
        for (int x = 0; x < 60; x++)
            *pixel(r, x, y) = blend(GROUNDS[y % 3], INKS[y / 3], (uint32_t)(x * 255 / 59));
}

static unsigned channel_distance(uint32_t a, uint32_t b) {
    unsigned most = 0;
    for (unsigned shift = 0; shift <= 16; shift += 8) {
        int difference = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        unsigned size = (unsigned)abs(difference);
        if (size > most) most = size;
    }
    return most;
}

static void many_colours_come_out_nearly(void **state) {
    (void)state;
    struct reel r;
    unsigned worst = 0;
    reel_open(&r, 2);
    draw_edges(&r);
    add(&r);
    develop(&r);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            unsigned distance =
                channel_distance(r.film.frames[0].pixels[y * WIDTH + x], *pixel(&r, x, y));
            if (distance > worst) worst = distance;
        }
    assert_in_range(worst, 1, 12);
    reel_close(&r);
}

/* The colours that mean something, on one pixel each, among three thousand others. */
static void pinned_colours_are_exact_among_thousands(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    for (int i = 0; i < PIXELS; i++)
        *pixel(&r, i % WIDTH, i / WIDTH) = (uint32_t)i * 2654435761u >> 8;
    for (int i = 0; i < 3; i++) *pixel(&r, 7 * i, 30) = PINNED[i];
    add(&r);
    develop(&r);
    for (int i = 0; i < 3; i++)
        assert_int_equal(r.film.frames[0].pixels[30 * WIDTH + 7 * i], PINNED[i]);
    reel_close(&r);
}

static void flat_areas_are_exact_among_thousands(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    for (int i = 0; i < PIXELS; i++)
        *pixel(&r, i % WIDTH, i / WIDTH) =
            i % 4 ? 0x30a060 + (uint32_t)(i / 400) : (uint32_t)i * 2654435761u >> 8;
    add(&r);
    develop(&r);
    for (int i = 0; i < PIXELS; i++)
        if (i % 4) assert_int_equal(r.film.frames[0].pixels[i], *pixel(&r, i % WIDTH, i / WIDTH));
    reel_close(&r);
}

/* A pixel whose colour was given up for a near one keeps that until it changes. */
static void what_does_not_change_does_not_flicker(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    draw_edges(&r);
    add(&r);
    for (int x = 0; x < WIDTH; x++) *pixel(&r, x, 30) = (uint32_t)x * 70000;
    add(&r);
    develop(&r);
    for (int i = 0; i < PIXELS; i++)
        if (i / WIDTH != 30)
            assert_int_equal(r.film.frames[0].pixels[i], r.film.frames[1].pixels[i]);
        else assert_int_equal(r.film.frames[1].pixels[i], *pixel(&r, i % WIDTH, 30));
    reel_close(&r);
}

/* ---- failures ---- */

static void a_full_disk_is_told(void **state) {
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (!full) skip();
    setvbuf(full, NULL, _IONBF, 0);
    struct reel r = {0};
    struct gif_settings settings = {WIDTH, HEIGHT, 2, {NULL, 0}};
    struct gif *gif = gif_begin(full, &settings);
    bool fine = true;
    for (int i = 0; i < 5 && fine; i++) {
        struct frame f = frame_of(&r);
        *pixel(&r, i, i) = 0xffffff;
        errno = 0;
        fine = gif_add(gif, &f);
    }
    assert_false(fine);
    assert_int_equal(errno, ENOSPC);
    assert_false(gif_end(gif));
    assert_int_equal(errno, ENOSPC);
    gif_close(gif);
    fclose(full);
}

static void a_film_can_be_given_up(void **state) {
    (void)state;
    struct reel r;
    reel_open(&r, 2);
    add(&r);
    add(&r);
    add(&r);
    add(&r);
    gif_close(r.gif);
    reel_close(&r);
    reel_open(&r, 2);
    gif_close(r.gif);
    reel_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_colours_come_out_exactly),
        cmocka_unit_test(a_film_may_have_more_colours_than_a_frame),
        cmocka_unit_test(only_what_changes_is_written),
        cmocka_unit_test(equal_pictures_are_two_frames),
        cmocka_unit_test(the_last_frame_rests),
        cmocka_unit_test(hundredths_that_are_left_are_not_lost),
        cmocka_unit_test(many_colours_come_out_nearly),
        cmocka_unit_test(pinned_colours_are_exact_among_thousands),
        cmocka_unit_test(flat_areas_are_exact_among_thousands),
        cmocka_unit_test(what_does_not_change_does_not_flicker),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(a_film_can_be_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
