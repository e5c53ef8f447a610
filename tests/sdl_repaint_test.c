/* A painter that paints only what has changed shows the same pixels as one that paints everything:
 * for lists made up at random, and for the pictures of real runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "sdl/painter.h"

/* The painter under test, and one that forgets what it has painted. */
struct pair {
    struct painter *part, *whole;
};

static struct painter *open_painter(void) {
    char folder[1024], why[256];
    const char *build = getenv("TRICOLOR_BUILD");
    snprintf(folder, sizeof folder, "%s/fonts", build ? build : ".");
    struct painter *p = painter_open(folder, why, sizeof why);
    if (!p) fprintf(stderr, "%s\n", why);
    return p;
}

static int set_up(void **state) {
    static struct pair pair;
    pair = (struct pair){open_painter(), open_painter()};
    *state = &pair;
    return pair.part && pair.whole ? 0 : -1;
}

static int tear_down(void **state) {
    struct pair *pair = *state;
    painter_close(pair->part);
    painter_close(pair->whole);
    return 0;
}

static void resize(struct pair *pair, int width, int height) {
    assert_true(painter_resize(pair->part, width, height));
    assert_true(painter_resize(pair->whole, width, height));
}

/* Paints both ways, and returns how many pixels the painter under test had to paint. */
static size_t assert_painted_alike(struct pair *pair, const struct draw *d) {
    int width, height, pitch;
    size_t painted = 0;
    painter_paint(pair->part, d);
    painter_forget(pair->whole);
    painter_paint(pair->whole, d);
    const uint32_t *a = painter_pixels(pair->part, &width, &height, &pitch);
    const uint32_t *b = painter_pixels(pair->whole, &width, &height, &pitch);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            if ((a[y * width + x] ^ b[y * width + x]) & 0xffffff)
                fail_msg("pixel %d,%d is %06x, and should be %06x", x, y, a[y * width + x],
                         b[y * width + x]);
    struct repainted r = painter_repainted(pair->part);
    for (size_t i = 0; i < r.count; i++)
        painted +=
            (size_t)(r.areas[i].x1 - r.areas[i].x0) * (size_t)(r.areas[i].y1 - r.areas[i].y0);
    assert_true(painted <= (size_t)width * (size_t)height);
    return painted;
}

/* ---- lists made up at random ---- */

enum { WIDTH = 333, HEIGHT = 222, THINGS = 60 };

static uint32_t random_state;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % limit;
}

/* Some lie on the borders of the cells in which the painter thinks. */
static struct box snap(struct box b) {
    enum { CELL = 32 };
    float x = (float)((int)b.x / CELL * CELL), y = (float)((int)b.y / CELL * CELL);
    return (struct box){x, y, (float)((int)b.w / CELL * CELL + CELL),
                        (float)((int)b.h / CELL * CELL + CELL)};
}

/* In quarters of a pixel, a little more than the picture. */
static float random_place(uint32_t length) {
    return (float)random_below(5 * length) / 4 - (float)length / 8;
}

static struct point random_point(void) {
    float x = random_place(WIDTH);
    return (struct point){x, random_place(HEIGHT)};
}

static struct box random_box(void) {
    struct point at = random_point();
    float w = (float)random_below(4 * 120) / 4;
    struct box b = {at.x, at.y, w, (float)random_below(4 * 90) / 4};
    return random_below(4) == 0 ? snap(b) : b;
}

static uint32_t random_colour(void) {
    static const uint32_t ALPHAS[] = {0xff, 0xff, 0x80, 0x11};
    uint32_t rgb = random_below(1 << 24);
    return rgb << 8 | ALPHAS[random_below(4)];
}

static struct stroke random_stroke(void) {
    uint32_t colour = random_colour();
    float width = (float)random_below(10) / 2;
    return (struct stroke){colour, width, (float)random_below(4) * 2};
}

static void draw_random_curve(struct draw *d) {
    struct point p[4];
    for (int i = 0; i < 4; i++) p[i] = random_point();
    if (random_below(3) == 0) p[3].x = p[2].x = p[1].x = p[0].x;
    draw_curve(d, p, random_stroke(), (float)random_below(3) * 9);
}

static void draw_random_shape(struct draw *d) {
    struct point p[4];
    for (int i = 0; i < 4; i++) p[i] = random_point();
    draw_shape(d, p, 3 + random_below(2), random_colour());
}

static void draw_random_text(struct draw *d) {
    static const char *const WORDS[] = {"", "AVA", "Heap map", "→ ∀ Grün", "a longer line of text"};
    struct point at = random_point();
    float size = 6 + (float)random_below(60) / 2;
    draw_text(d, at, (enum draw_font)random_below(FONT_COUNT), size, random_colour(),
              WORDS[random_below(5)]);
}

static void draw_random_image(struct draw *d) {
    uint32_t columns = 1 + random_below(90), rows = 1 + random_below(50);
    uint32_t *pixels = draw_image(d, random_box(), columns, rows);
    assert_non_null(pixels);
    uint32_t colour = random_colour();
    for (uint32_t i = 0; i < columns * rows; i++) pixels[i] = colour ^ (i % 7 << 16);
    pixels[random_below(columns * rows)] ^= 0xff00ff00;
}

static void draw_random_thing(struct draw *d) {
    switch (random_below(9)) {
    case 0: draw_random_curve(d); break;
    case 1: draw_random_shape(d); break;
    case 2:
    case 3: draw_random_text(d); break;
    case 4: draw_random_image(d); break;
    default: {
        float radius = (float)random_below(20);
        draw_box(d, random_box(), radius, random_colour(), random_stroke());
    }
    }
}

/* Thing `i` depends on its seed alone; every seventh is clipped, together with the next. */
static void draw_things(struct draw *d, const uint32_t *seeds) {
    draw_reset(d);
    for (uint32_t i = 0; i < THINGS; i++) {
        random_state = seeds[i];
        if (i % 7 == 0) draw_clip(d, random_box());
        draw_random_thing(d);
        if (i % 7 == 1) draw_unclip(d);
    }
    if (THINGS % 7 == 1) draw_unclip(d);
    assert_false(d->failed);
}

static void any_change_is_painted(void **state) {
    struct pair *pair = *state;
    struct draw d;
    uint32_t seeds[THINGS], choose = 1;
    draw_init(&d, painter_measure(pair->part));
    resize(pair, WIDTH, HEIGHT);
    for (uint32_t i = 0; i < THINGS; i++) seeds[i] = i * 77777;
    for (uint32_t round = 0; round < 400; round++) {
        random_state = choose;
        uint32_t changes = random_below(4);
        for (uint32_t i = 0; i < changes; i++) seeds[random_below(THINGS)] = random_below(1 << 20);
        choose = random_state;
        draw_things(&d, seeds);
        assert_painted_alike(pair, &d);
    }
    draw_free(&d);
}

static void a_list_may_become_shorter_and_longer(void **state) {
    struct pair *pair = *state;
    struct draw d;
    draw_init(&d, painter_measure(pair->part));
    resize(pair, WIDTH, HEIGHT);
    for (uint32_t count = 0; count < 60; count++) {
        random_state = 5;
        draw_reset(&d);
        for (uint32_t i = 0; i < count * 7 % 31; i++) draw_random_thing(&d);
        assert_painted_alike(pair, &d);
    }
    draw_free(&d);
}

static void order_is_seen(void **state) {
    struct pair *pair = *state;
    struct draw d;
    struct box b = {40, 40, 20, 20};
    draw_init(&d, painter_measure(pair->part));
    resize(pair, WIDTH, HEIGHT);
    for (int i = 0; i < 4; i++) {
        draw_reset(&d);
        draw_box(&d, b, 0, i % 2 ? 0xff0000ff : 0x00ff00ff, (struct stroke){0});
        draw_box(&d, b, 0, i % 2 ? 0x00ff00ff : 0xff0000ff, (struct stroke){0});
        assert_true(assert_painted_alike(pair, &d) > 0);
    }
    draw_free(&d);
}

static void nothing_is_painted_when_nothing_has_changed(void **state) {
    struct pair *pair = *state;
    struct draw d;
    uint32_t seeds[THINGS];
    draw_init(&d, painter_measure(pair->part));
    resize(pair, WIDTH, HEIGHT);
    for (uint32_t i = 0; i < THINGS; i++) seeds[i] = i * 777;
    for (int i = 0; i < 3; i++) {
        draw_things(&d, seeds);
        size_t painted = assert_painted_alike(pair, &d);
        if (i > 0) assert_int_equal(painted, 0);
    }
    draw_free(&d);
}

static void a_small_change_is_a_small_repaint(void **state) {
    struct pair *pair = *state;
    struct draw d;
    draw_init(&d, painter_measure(pair->part));
    resize(pair, 1920, 1080);
    for (int i = 0; i < 8; i++) {
        draw_reset(&d);
        draw_box(&d, (struct box){0, 0, 1920, 1080}, 0, 0xffffffff, (struct stroke){0});
        draw_text(&d, (struct point){100, 100}, FONT_SANS, 20, 0xff, i % 2 ? "white" : "black");
        uint32_t *pixels = draw_image(&d, (struct box){300, 300, 1000, 500}, 1000, 500);
        assert_non_null(pixels);
        memset(pixels, 0x55, 1000 * 500 * sizeof *pixels);
        pixels[1000 * 250 + (uint32_t)i] = 0xff;
        size_t painted = assert_painted_alike(pair, &d);
        if (i > 0) assert_in_range(painted, 1, 10 * 32 * 32);
    }
    draw_free(&d);
}

/* Wherever in an image it is, whatever its width is a multiple of. */
static void a_pixel_of_an_image_is_painted(void **state) {
    struct pair *pair = *state;
    struct draw d;
    draw_init(&d, painter_measure(pair->part));
    resize(pair, WIDTH, HEIGHT);
    for (uint32_t width = 30; width < 50; width++)
        for (uint32_t i = 0; i < width + 2; i++) {
            draw_reset(&d);
            uint32_t *pixels = draw_image(&d, (struct box){0, 0, (float)width, 3}, width, 3);
            assert_non_null(pixels);
            memset(pixels, 0x55, width * 3 * sizeof *pixels);
            if (i < width) pixels[width + i] = 0xff0000ff;
            size_t painted = assert_painted_alike(pair, &d);
            if (i <= width) assert_true(painted > 0);
        }
    draw_free(&d);
}

/* ---- real pictures ---- */

static double no_time(void *user) {
    double *now = user;
    return *now += 1e-3;
}

static void press(struct app *app, enum key key, uint32_t character) {
    struct input in = {.kind = INPUT_KEY, .key = key, .character = character};
    app_input(app, &in);
}

static void move_mouse(struct app *app, uint32_t i) {
    struct input in = {
        .kind = INPUT_MOUSE_MOVE, .x = (float)(i * 97 % 1280), .y = (float)(i * 61 % 720)};
    app_input(app, &in);
}

static void assert_run_painted_alike(struct pair *pair, const char *path) {
    static struct app app;
    struct arguments arguments = {.program = "tricolor", .step = NEVER};
    double now = 0;
    size_t least = SIZE_MAX;
    app_init(&app, &arguments, painter_measure(pair->part), (struct app_clock){no_time, &now});
    app_resize(&app, 1280, 720);
    assert_true(app_open(&app, path));
    resize(pair, 1280, 720);
    for (uint32_t i = 0; i < 70; i++) {
        if (i == 20) press(&app, KEY_CHARACTER, 't');
        else if (i == 40 || i == 42) press(&app, KEY_CHARACTER, '?');
        else if (i % 4 == 3) move_mouse(&app, i);
        else press(&app, KEY_RIGHT, 0);
        app_tick(&app);
        app_draw(&app);
        size_t painted = assert_painted_alike(pair, &app.draw);
        if (painted < least) least = painted;
    }
    assert_true(least < 1280 * 720 / 4);
    app_free(&app);
}

static void every_step_of_a_run_is_painted_alike(void **state) {
    assert_run_painted_alike(*state, "scenarios/03-lost-object-barrier-on.json");
    assert_run_painted_alike(*state, "scenarios/28-shared-tail-malloc.json");
    assert_run_painted_alike(*state, "scenarios/36-ten-thousand-goroutines.json");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_change_is_painted),
        cmocka_unit_test(a_list_may_become_shorter_and_longer),
        cmocka_unit_test(order_is_seen),
        cmocka_unit_test(nothing_is_painted_when_nothing_has_changed),
        cmocka_unit_test(a_small_change_is_a_small_repaint),
        cmocka_unit_test(a_pixel_of_an_image_is_painted),
        cmocka_unit_test(every_step_of_a_run_is_painted_alike),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
