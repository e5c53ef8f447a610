/* What is drawn comes to the right pixels, text is as wide as it was measured, and no string or
 * full disk brings the painter down. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "sdl/painter.h"

enum { WIDTH = 400, HEIGHT = 100 };

static const uint32_t WHITE = 0xffffff, BLACK = 0x000000, RED = 0xff0000;

/* A painter and a list that begins with a white background. */
struct easel {
    struct painter *painter;
    struct draw draw;
};

static int set_up(void **state) {
    static struct easel easel;
    char folder[1024], why[256];
    const char *build = getenv("TRICOLOR_BUILD");
    snprintf(folder, sizeof folder, "%s/fonts", build ? build : ".");
    easel.painter = painter_open(folder, why, sizeof why);
    if (!easel.painter) {
        fprintf(stderr, "%s\n", why);
        return -1;
    }
    *state = &easel;
    return painter_resize(easel.painter, WIDTH, HEIGHT) ? 0 : -1;
}

static int tear_down(void **state) {
    struct easel *e = *state;
    painter_close(e->painter);
    return 0;
}

static void take_new_paper(struct easel *e) {
    draw_reset(&e->draw);
    draw_box(&e->draw, (struct box){0, 0, WIDTH, HEIGHT}, 0, 0xffffffff, (struct stroke){0});
}

static int start_list(void **state) {
    struct easel *e = *state;
    draw_init(&e->draw, painter_measure(e->painter));
    take_new_paper(e);
    return 0;
}

static int end_list(void **state) {
    struct easel *e = *state;
    draw_free(&e->draw);
    return 0;
}

static const uint32_t *pixels_of(struct easel *e) {
    int width, height, pitch;
    const uint32_t *pixels = painter_pixels(e->painter, &width, &height, &pitch);
    assert_non_null(pixels);
    assert_int_equal(pitch, WIDTH * 4);
    return pixels;
}

static uint32_t pixel_at(struct easel *e, int x, int y) {
    return pixels_of(e)[y * WIDTH + x] & 0xffffff;
}

/* The smallest area that is not white: x0 > x1 if all is. The ends are exclusive. */
struct extent {
    int x0, y0, x1, y1;
};

static struct extent ink_of(struct easel *e) {
    struct extent ink = {WIDTH, HEIGHT, 0, 0};
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            if (pixel_at(e, x, y) == WHITE) continue;
            if (x < ink.x0) ink.x0 = x;
            if (y < ink.y0) ink.y0 = y;
            if (x >= ink.x1) ink.x1 = x + 1;
            if (y >= ink.y1) ink.y1 = y + 1;
        }
    return ink;
}

static void assert_ink(struct easel *e, struct extent expected) {
    struct extent ink = ink_of(e);
    assert_int_equal(ink.x0, expected.x0);
    assert_int_equal(ink.y0, expected.y0);
    assert_int_equal(ink.x1, expected.x1);
    assert_int_equal(ink.y1, expected.y1);
}

/* ---- Boxes ------------------------------------------------------------------------------------
 */

static void a_box_colours_its_pixels_and_no_others(void **state) {
    struct easel *e = *state;
    draw_box(&e->draw, (struct box){10, 20, 30, 40}, 0, 0xff0000ff, (struct stroke){0});
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){10, 20, 40, 60});
    for (int y = 20; y < 60; y++)
        for (int x = 10; x < 40; x++) assert_int_equal(pixel_at(e, x, y), RED);
}

static void an_outline_lies_inside_the_box_and_is_crisp(void **state) {
    struct easel *e = *state;
    for (int line = 1; line <= 4; line++) {
        draw_box(&e->draw, (struct box){10.3f, 20, 30, 40}, 8, 0xff0000ff,
                 (struct stroke){0x000000ff, (float)line, 0});
        painter_paint(e->painter, &e->draw);
        assert_ink(e, (struct extent){10, 20, 40, 60});
        assert_int_equal(pixel_at(e, 10 + line - 1, 40), BLACK);
        assert_int_equal(pixel_at(e, 10 + line, 40), RED);
        assert_int_equal(pixel_at(e, 40 - line, 40), BLACK);
        assert_int_equal(pixel_at(e, 25, 20 + line - 1), BLACK);
        assert_int_equal(pixel_at(e, 25, 60 - line), BLACK);
    }
}

static void a_dashed_outline_keeps_to_the_box_as_well(void **state) {
    struct easel *e = *state;
    draw_box(&e->draw, (struct box){10, 20, 30, 40}, 8, 0, (struct stroke){0x000000ff, 2, 4});
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){10, 20, 40, 60});
    assert_int_equal(pixel_at(e, 25, 40), WHITE);
}

/* Of every size, so that corners meet in all ways: a box is the same seen from all four sides. */
static void round_boxes_are_symmetrical(void **state) {
    struct easel *e = *state;
    for (int side = 1; side <= 40; side++) {
        take_new_paper(e);
        draw_box(&e->draw, (struct box){0, 0, (float)side, (float)side}, (float)(side % 12),
                 0xff000080, (struct stroke){0x0000ff80, (float)(side % 4), 0});
        painter_paint(e->painter, &e->draw);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++) {
                assert_int_equal(pixel_at(e, x, y), pixel_at(e, side - 1 - x, y));
                assert_int_equal(pixel_at(e, x, y), pixel_at(e, x, side - 1 - y));
                assert_int_equal(pixel_at(e, x, y), pixel_at(e, y, x));
            }
    }
}

static void colours_mix_by_their_alpha(void **state) {
    struct easel *e = *state;
    draw_box(&e->draw, (struct box){0, 0, 10, 10}, 0, 0x00000080, (struct stroke){0});
    painter_paint(e->painter, &e->draw);
    uint32_t grey = pixel_at(e, 5, 5) & 0xff;
    assert_in_range(grey, 0x7d, 0x81);
}

static void boxes_outside_the_picture_do_no_harm(void **state) {
    struct easel *e = *state;
    const struct box boxes[] = {{-50, -50, 20, 20},   {WIDTH, 0, 9, 9},    {1e30f, 1e30f, 1, 1},
                                {-1e30f, 0, NAN, 10}, {10, 10, -5, -5},    {NAN, NAN, NAN, NAN},
                                {0, 0, 0, 0},         {5, HEIGHT, 10, 10}, {0, INFINITY, 4, 4}};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
        draw_box(&e->draw, boxes[i], 5, 0xff0000ff, (struct stroke){0x000000ff, 2, 0});
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){WIDTH, HEIGHT, 0, 0});
}

/* ---- Clips ------------------------------------------------------------------------------------
 */

/* Something of each kind, larger than any clip. */
static void draw_everything(struct draw *d) {
    const struct point across[4] = {{0, 10}, {100, 90}, {200, 10}, {WIDTH, 90}};
    const struct point corners[3] = {{0, 0}, {WIDTH, 0}, {200, HEIGHT}};
    struct stroke s = {0x0072b2ff, 3, 0};
    draw_box(d, (struct box){5, 5, WIDTH - 10, HEIGHT - 10}, 10, 0xffee00ff, s);
    draw_box(d, (struct box){5, 5, WIDTH - 10, HEIGHT - 10}, 10, 0, (struct stroke){0xff, 2, 5});
    draw_curve(d, across, s, 20);
    draw_shape(d, corners, 3, 0xc8452c80);
    draw_text(d, (struct point){0, 60}, FONT_SANS_BOLD, 40, 0x000000ff, "Everything is here");
    uint32_t *pixels = draw_image(d, (struct box){3, 3, WIDTH - 6, HEIGHT - 6}, 1, 1);
    if (pixels) *pixels = 0x00794f40;
}

static void nothing_is_painted_outside_a_clip(void **state) {
    struct easel *e = *state;
    draw_clip(&e->draw, (struct box){20, 30, 100, 40});
    draw_everything(&e->draw);
    draw_unclip(&e->draw);
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){20, 30, 120, 70});
}

static void clips_nest_and_end(void **state) {
    struct easel *e = *state;
    draw_clip(&e->draw, (struct box){20, 30, 100, 40});
    draw_clip(&e->draw, (struct box){0, 0, 40, HEIGHT});
    draw_everything(&e->draw);
    draw_unclip(&e->draw);
    draw_clip(&e->draw, (struct box){300, 0, 40, HEIGHT}); /* beside the outer one */
    draw_everything(&e->draw);
    draw_unclip(&e->draw);
    draw_unclip(&e->draw);
    draw_box(&e->draw, (struct box){200, 35, 1, 1}, 0, 0xff0000ff, (struct stroke){0});
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){20, 30, 201, 70});
    assert_int_equal(pixel_at(e, 100, 40), WHITE);
    assert_int_equal(pixel_at(e, 200, 35), RED);
}

/* ---- Images -----------------------------------------------------------------------------------
 */

/* Two rows of three: red, green, blue; black, nothing, half a white on white. */
static void draw_six_pixels(struct draw *d, struct box b) {
    static const uint32_t SIX[] = {0xff0000ff, 0x00ff00ff, 0x0000ffff,
                                   0x000000ff, 0x12345600, 0xffffff80};
    uint32_t *pixels = draw_image(d, b, 3, 2);
    assert_non_null(pixels);
    memcpy(pixels, SIX, sizeof SIX);
}

static void an_image_is_stretched_without_smoothing(void **state) {
    struct easel *e = *state;
    static const uint32_t EXPECTED[] = {0xff0000, 0x00ff00, 0x0000ff, 0x000000, 0xffffff, 0xffffff};
    draw_six_pixels(&e->draw, (struct box){10, 20, 30, 40});
    painter_paint(e->painter, &e->draw);
    for (int y = 0; y < 40; y++)
        for (int x = 0; x < 30; x++)
            assert_int_equal(pixel_at(e, 10 + x, 20 + y), EXPECTED[y / 20 * 3 + x / 10]);
    assert_ink(e, (struct extent){10, 20, 40, 60});
}

static void an_image_can_be_smaller_than_its_pixels(void **state) {
    struct easel *e = *state;
    enum { MANY = 1000 };
    uint32_t *pixels = draw_image(&e->draw, (struct box){0, 0, 10, 1}, MANY, 1);
    assert_non_null(pixels);
    for (uint32_t i = 0; i < MANY; i++) pixels[i] = i << 8 | 0xff;
    painter_paint(e->painter, &e->draw);
    for (int x = 0; x < 10; x++) assert_int_equal(pixel_at(e, x, 0), 100 * x);
}

static void images_outside_the_picture_do_no_harm(void **state) {
    struct easel *e = *state;
    const struct box boxes[] = {{-50, -50, 20, 20},  {WIDTH, 0, 9, 9},      {1e30f, 1e30f, 1, 1},
                                {10, 10, -5, -5},    {NAN, NAN, NAN, NAN},  {0, 0, 0, 0},
                                {5, HEIGHT, 10, 10}, {-1e30f, -1e30f, 9, 9}};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) draw_six_pixels(&e->draw, boxes[i]);
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){WIDTH, HEIGHT, 0, 0});
    draw_six_pixels(&e->draw, (struct box){-1e30f, -1e30f, 2e30f, 2e30f});
    painter_paint(e->painter, &e->draw);
}

/* ---- Lines ------------------------------------------------------------------------------------
 */

static void a_level_line_is_on_whole_pixels(void **state) {
    struct easel *e = *state;
    draw_line(&e->draw, (struct point){10, 50}, (struct point){60, 50},
              (struct stroke){0x000000ff, 1, 0});
    painter_paint(e->painter, &e->draw);
    struct extent ink = ink_of(e);
    assert_int_equal(ink.y1 - ink.y0, 1);
    assert_int_equal(pixel_at(e, 30, ink.y0), BLACK);
}

static void an_arrow_ends_at_its_point(void **state) {
    struct easel *e = *state;
    const struct point p[4] = {{10, 50}, {40, 50}, {60, 50}, {100, 50}};
    draw_curve(&e->draw, p, (struct stroke){0x000000ff, 6, 0}, 20);
    painter_paint(e->painter, &e->draw);
    struct extent ink = ink_of(e);
    assert_int_equal(ink.x0, 10);
    assert_in_range(ink.x1, 99, 100);
    assert_in_range(ink.y1 - ink.y0, 16, 18); /* the head's base */
    for (int y = 0; y < HEIGHT; y++)          /* the head, not the blunt end of the line */
        if (y < 48 || y > 51) assert_int_equal(pixel_at(e, 98, y), WHITE);
}

static void curves_without_a_length_do_no_harm(void **state) {
    struct easel *e = *state;
    struct stroke s = {0x000000ff, 2, 0};
    const struct point dot[4] = {{9, 9}, {9, 9}, {9, 9}, {9, 9}};
    const struct point none[4] = {{NAN, 0}, {0, NAN}, {INFINITY, 0}, {1e30f, -1e30f}};
    draw_curve(&e->draw, dot, s, 20);
    draw_curve(&e->draw, none, s, 20);
    painter_paint(e->painter, &e->draw);
    take_new_paper(e);
    draw_shape(&e->draw, (struct point[4]){{2, 2}, {9, 2}, {9, 9}, {2, 9}}, 4, 0xff0000ff);
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){2, 2, 9, 9}); /* still at work */
}

/* ---- Text -------------------------------------------------------------------------------------
 */

/* Two upright stems, whose sides are straight: the ink from the first to the last is as far as the
 * pen moved between them. */
static void text_is_as_wide_as_it_was_measured(void **state) {
    struct easel *e = *state;
    const char *string = "HTo measure AV, We are: 0123 → äß H";
    for (int font = 0; font < FONT_COUNT; font++)
        for (float size = 8; size <= 18; size += 0.5f) {
            enum draw_font f = (enum draw_font)font;
            float width = draw_text_width(&e->draw, f, size, string) -
                          draw_text_width(&e->draw, f, size, "H");
            take_new_paper(e);
            draw_text(&e->draw, (struct point){1, 50}, f, size, 0x000000ff, "H");
            painter_paint(e->painter, &e->draw);
            struct extent one = ink_of(e);
            draw_text(&e->draw, (struct point){1, 50}, f, size, 0x000000ff, string);
            painter_paint(e->painter, &e->draw);
            struct extent all = ink_of(e);
            assert_true(fabsf((float)(all.x1 - one.x1) - width) <= 1.25f);
        }
}

static void the_width_of_a_text_is_that_of_its_parts(void **state) {
    struct easel *e = *state;
    float whole = draw_text_width(&e->draw, FONT_MONO, 17, "func main()");
    float parts = draw_text_width(&e->draw, FONT_MONO, 17, "func ") +
                  draw_text_width(&e->draw, FONT_MONO, 17, "main()");
    assert_true(fabsf(whole - parts) < 0.01f);
    assert_true(fabsf(whole - 11 * 0.6f * 17) < 0.01f);
    assert_true(draw_text_width(&e->draw, FONT_SANS, 17, "") == 0);
}

static void letters_that_lean_together_are_kerned(void **state) {
    struct easel *e = *state;
    float together = draw_text_width(&e->draw, FONT_SANS, 100, "AV");
    float apart = draw_text_width(&e->draw, FONT_SANS, 100, "A") +
                  draw_text_width(&e->draw, FONT_SANS, 100, "V");
    assert_true(together < apart - 2);
}

static void assert_paints_ink(struct easel *e, const char *string) {
    take_new_paper(e);
    draw_text(&e->draw, (struct point){10, 60}, FONT_SANS, 20, 0x000000ff, string);
    painter_paint(e->painter, &e->draw);
    assert_true(ink_of(e).x0 < WIDTH);
    assert_true(draw_text_width(&e->draw, FONT_SANS, 20, string) > 0);
}

static void every_character_is_seen_even_one_no_font_has(void **state) {
    struct easel *e = *state;
    assert_paints_ink(e, "a");
    assert_paints_ink(e, "∀");          /* from the fallback font */
    assert_paints_ink(e, "\U00010400"); /* from none */
    assert_paints_ink(e, "\U0010ffff");
}

static void bytes_that_are_not_utf8_are_seen_as_replacements(void **state) {
    struct easel *e = *state;
    float replacement = draw_text_width(&e->draw, FONT_SANS, 20, "\ufffd");
    const char *const wrong[] = {"\xff", "\x80", "\xc3", "\xc0", "\xf5"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_paints_ink(e, wrong[i]);
        float width = draw_text_width(&e->draw, FONT_SANS, 20, wrong[i]);
        assert_true(fabsf(width - replacement) < 0.01f);
    }
    assert_paints_ink(e, "\xed\xa0\x80");     /* a surrogate */
    assert_paints_ink(e, "\xc0\xaf");         /* longer than it need be */
    assert_paints_ink(e, "\xf0\x9f\x98 cut"); /* ends early */
}

static void any_bytes_can_be_painted(void **state) {
    struct easel *e = *state;
    uint32_t random = 1;
    for (int round = 0; round < 200; round++) {
        char string[64] = {0};
        for (size_t i = 0; i + 1 < sizeof string; i++) {
            random = random * 1664525 + 1013904223;
            string[i] = (char)((random >> 24) | 1); /* never the end */
        }
        draw_text(&e->draw, (struct point){0, 50}, (enum draw_font)(round % FONT_COUNT), 14, 0xff,
                  string);
    }
    painter_paint(e->painter, &e->draw);
}

static void control_characters_are_blank(void **state) {
    struct easel *e = *state;
    draw_text(&e->draw, (struct point){10, 50}, FONT_MONO, 20, 0xff, "\t\n\r\x7f \xc2\x85");
    painter_paint(e->painter, &e->draw);
    assert_ink(e, (struct extent){WIDTH, HEIGHT, 0, 0});
}

static void a_text_of_100000_characters_is_measured_and_painted(void **state) {
    struct easel *e = *state;
    enum { LENGTH = 100000 };
    char *string = malloc(LENGTH + 1);
    assert_non_null(string);
    memset(string, 'm', LENGTH);
    string[LENGTH] = '\0';
    float width = draw_text_width(&e->draw, FONT_MONO, 10, string);
    assert_true(fabsf(width / (6 * LENGTH) - 1) < 0.001f);
    draw_text(&e->draw, (struct point){100 - width, 50}, FONT_MONO, 10, 0xff, string);
    painter_paint(e->painter, &e->draw);
    assert_true(ink_of(e).x0 < 10);
    free(string);
}

static void sizes_without_sense_do_no_harm(void **state) {
    struct easel *e = *state;
    const float sizes[] = {0, -5, NAN, INFINITY, 1e30f, 0.01f};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        draw_text(&e->draw, (struct point){10, 50}, FONT_SANS, sizes[i], 0xff, "W");
        draw_text(&e->draw, (struct point){NAN, INFINITY}, FONT_SANS, sizes[i], 0xff, "W");
        assert_true(draw_text_width(&e->draw, FONT_SANS, sizes[i], "W") > 0);
    }
    painter_paint(e->painter, &e->draw);
}

/* More characters than the cache keeps: it forgets, and text stays the same. */
static void the_cache_of_characters_is_bounded(void **state) {
    struct easel *e = *state;
    float before = draw_text_width(&e->draw, FONT_SANS, 15, "before");
    for (uint32_t c = 0x4e00; c < 0x4e00 + 20000; c++) {
        char string[4] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)),
                          (char)(0x80 | (c & 0x3f)), '\0'};
        assert_true(draw_text_width(&e->draw, FONT_SANS, 15, string) > 0);
    }
    assert_true(draw_text_width(&e->draw, FONT_SANS, 15, "before") == before);
}

/* ---- The picture as a whole -------------------------------------------------------------------
 */

static void the_same_list_paints_the_same_pixels(void **state) {
    struct easel *e = *state;
    uint32_t *first = malloc(WIDTH * HEIGHT * sizeof *first);
    assert_non_null(first);
    draw_reset(&e->draw); /* no background: what was there before must not matter */
    draw_everything(&e->draw);
    painter_paint(e->painter, &e->draw);
    memcpy(first, pixels_of(e), WIDTH * HEIGHT * sizeof *first);
    painter_paint(e->painter, &e->draw);
    assert_memory_equal(first, pixels_of(e), WIDTH * HEIGHT * sizeof *first);
    free(first);
}

static void a_picture_can_be_resized(void **state) {
    struct easel *e = *state;
    int width, height, pitch;
    assert_true(painter_resize(e->painter, 33, 7));
    painter_paint(e->painter, &e->draw);
    assert_non_null(painter_pixels(e->painter, &width, &height, &pitch));
    assert_int_equal(width, 33);
    assert_int_equal(height, 7);
    assert_false(painter_resize(e->painter, 0, 10));
    assert_false(painter_resize(e->painter, 1 << 20, 1 << 20));
    assert_non_null(painter_pixels(e->painter, &width, &height, &pitch)); /* the old one */
    assert_true(painter_resize(e->painter, WIDTH, HEIGHT));
}

static void missing_fonts_are_named(void **state) {
    (void)state;
    char why[256] = "";
    assert_null(painter_open("/no/such/folder", why, sizeof why));
    assert_non_null(strstr(why, "/no/such/folder/sans.font"));
}

/* ---- PNG --------------------------------------------------------------------------------------
 */

static void a_png_file_is_written_whole(void **state) {
    struct easel *e = *state;
    char path[] = "/tmp/tricolor-test-XXXXXX", why[256] = "";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    painter_paint(e->painter, &e->draw);
    assert_int_equal(painter_write_png(e->painter, path, why, sizeof why), FILE_OK);
    char *bytes;
    size_t length;
    assert_int_equal(file_read(path, 1 << 20, &bytes, &length, why, sizeof why), FILE_OK);
    assert_true(length > 20);
    assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n", 8);
    assert_memory_equal(bytes + length - 8, "IEND", 4);
    free(bytes);
    unlink(path);
}

/* 8 bits of red, green, blue and alpha, as the file's head says. */
static void an_image_of_its_own_keeps_what_is_seen_through(void **state) {
    static const uint32_t PIXELS[] = {0xff0000ff, 0x00ff0080, 0x00000000,
                                      0x0000ffff, 0xffffffff, 0x12345678};
    char *bytes, why[256] = "";
    size_t length;
    (void)state;
    FILE *memory = open_memstream(&bytes, &length);
    assert_non_null(memory);
    assert_true(painter_write_image(PIXELS, 3, 2, memory, why, sizeof why));
    assert_int_equal(fclose(memory), 0);
    assert_true(length > 33);
    assert_memory_equal(bytes + 16, "\0\0\0\3\0\0\0\2\10\6", 10);
    free(bytes);
    FILE *full = fopen("/dev/full", "w");
    if (!full) return;
    setvbuf(full, NULL, _IONBF, 0);
    assert_false(painter_write_image(PIXELS, 3, 2, full, why, sizeof why));
    assert_string_equal(why, "cannot write: No space left on device");
    fclose(full);
}

static void a_full_disk_is_reported(void **state) {
    struct easel *e = *state;
    char why[256] = "";
    struct stat status;
    if (stat("/dev/full", &status) != 0) skip();
    draw_everything(&e->draw);
    painter_paint(e->painter, &e->draw);
    assert_int_equal(painter_write_png(e->painter, "/dev/full", why, sizeof why),
                     FILE_NO_RESOURCES);
    assert_non_null(strstr(why, "No space left"));
    assert_int_equal(stat("/dev/full", &status), 0);
    assert_true(S_ISCHR(status.st_mode)); /* not replaced by a file */
}

static void a_missing_folder_is_reported(void **state) {
    struct easel *e = *state;
    char why[256] = "";
    painter_paint(e->painter, &e->draw);
    assert_int_equal(painter_write_png(e->painter, "/no/such/folder/x.png", why, sizeof why),
                     FILE_NO_RESOURCES);
    assert_true(strlen(why) > 0);
}

#define LIST_TEST(test) cmocka_unit_test_setup_teardown(test, start_list, end_list)

int main(void) {
    const struct CMUnitTest tests[] = {
        LIST_TEST(a_box_colours_its_pixels_and_no_others),
        LIST_TEST(an_outline_lies_inside_the_box_and_is_crisp),
        LIST_TEST(a_dashed_outline_keeps_to_the_box_as_well),
        LIST_TEST(round_boxes_are_symmetrical),
        LIST_TEST(colours_mix_by_their_alpha),
        LIST_TEST(boxes_outside_the_picture_do_no_harm),
        LIST_TEST(nothing_is_painted_outside_a_clip),
        LIST_TEST(clips_nest_and_end),
        LIST_TEST(an_image_is_stretched_without_smoothing),
        LIST_TEST(an_image_can_be_smaller_than_its_pixels),
        LIST_TEST(images_outside_the_picture_do_no_harm),
        LIST_TEST(a_level_line_is_on_whole_pixels),
        LIST_TEST(an_arrow_ends_at_its_point),
        LIST_TEST(curves_without_a_length_do_no_harm),
        LIST_TEST(text_is_as_wide_as_it_was_measured),
        LIST_TEST(the_width_of_a_text_is_that_of_its_parts),
        LIST_TEST(letters_that_lean_together_are_kerned),
        LIST_TEST(every_character_is_seen_even_one_no_font_has),
        LIST_TEST(bytes_that_are_not_utf8_are_seen_as_replacements),
        LIST_TEST(any_bytes_can_be_painted),
        LIST_TEST(control_characters_are_blank),
        LIST_TEST(a_text_of_100000_characters_is_measured_and_painted),
        LIST_TEST(sizes_without_sense_do_no_harm),
        LIST_TEST(the_cache_of_characters_is_bounded),
        LIST_TEST(the_same_list_paints_the_same_pixels),
        LIST_TEST(a_picture_can_be_resized),
        LIST_TEST(missing_fonts_are_named),
        LIST_TEST(a_png_file_is_written_whole),
        cmocka_unit_test(an_image_of_its_own_keeps_what_is_seen_through),
        LIST_TEST(a_full_disk_is_reported),
        LIST_TEST(a_missing_folder_is_reported),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
