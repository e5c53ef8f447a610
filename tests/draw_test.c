/* A draw list keeps what was drawn, in order, and can say it in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/draw.h"

static void assert_described(const struct draw *d, const char *expected) {
    struct text words = {0};
    draw_describe(d, &words);
    assert_false(words.failed);
    assert_string_equal(text_string(&words), expected);
    text_free(&words);
}

static struct draw new_list(void) {
    struct draw d;
    draw_init(&d, text_measure_plain());
    return d;
}

static void an_empty_list_has_no_description(void **state) {
    (void)state;
    struct draw d = new_list();
    assert_described(&d, "");
    draw_free(&d);
}

static void a_box_is_described_by_what_is_seen_of_it(void **state) {
    (void)state;
    struct draw d = new_list();
    struct box b = {10, 20, 200, 40};
    draw_box(&d, b, 6, 0x112233ff, (struct stroke){0x000000ff, 2, 0});
    draw_box(&d, b, 0, 0x112233ff, (struct stroke){0});
    draw_box(&d, b, 2.5f, 0x11223300, (struct stroke){0xff000080, 1.5f, 4});
    assert_described(&d, "box 10,20 200x40 r6 fill #112233ff line 2 #000000ff\n"
                         "box 10,20 200x40 fill #112233ff\n"
                         "box 10,20 200x40 r2.5 line 1.5 #ff000080 dash 4\n");
    draw_free(&d);
}

static void lines_and_curves_are_told_apart(void **state) {
    (void)state;
    struct draw d = new_list();
    struct stroke s = {0x0072b2ff, 2, 0};
    const struct point bend[4] = {{0, 0}, {10, 0}, {20, 30}, {30, 30}};
    draw_line(&d, (struct point){1, 2}, (struct point){3, 4}, s);
    draw_curve(&d, bend, s, 12);
    assert_described(&d, "line 1,2 3,4 width 2 #0072b2ff\n"
                         "curve 0,0 10,0 20,30 30,30 width 2 #0072b2ff arrow 12\n");
    draw_free(&d);
}

static void a_text_is_described_with_its_font_and_quoted(void **state) {
    (void)state;
    struct draw d = new_list();
    struct point at = {10, 20};
    draw_text(&d, at, FONT_SANS_BOLD, 18, 0x000000ff, "Heap objects");
    draw_text(&d, at, FONT_MONO, 13.5f, 0x000000ff, "say \"π\"");
    assert_described(&d, "text 10,20 sans-bold 18 #000000ff \"Heap objects\"\n"
                         "text 10,20 mono 13.5 #000000ff \"say \\\"π\\\"\"\n");
    draw_free(&d);
}

static void shapes_and_clips_are_described(void **state) {
    (void)state;
    struct draw d = new_list();
    const struct point corners[3] = {{0, 0}, {4, 0}, {2, 3}};
    draw_clip(&d, (struct box){0, 0, 8, 8});
    draw_shape(&d, corners, 3, 0xc8452cff);
    draw_unclip(&d);
    assert_described(&d, "clip 0,0 8x8\n"
                         "shape 0,0 4,0 2,3 fill #c8452cff\n"
                         "unclip\n");
    draw_free(&d);
}

static void an_image_is_described_by_its_size_and_a_check_sum(void **state) {
    (void)state;
    struct draw d = new_list();
    for (int i = 0; i < 3; i++) { /* the third has one other pixel */
        uint32_t *pixels = draw_image(&d, (struct box){1, 2, 30, 10}, 3, 2);
        assert_non_null(pixels);
        for (uint32_t n = 0; n < 6; n++) pixels[n] = 0x01020304u * n;
        if (i == 2) pixels[5] ^= 1;
    }
    assert_described(&d, "image 1,2 30x10 of 3x2 pixels, sum aaaf8709\n"
                         "image 1,2 30x10 of 3x2 pixels, sum aaaf8709\n"
                         "image 1,2 30x10 of 3x2 pixels, sum 3a132bbc\n");
    draw_free(&d);
}

static void an_image_without_pixels_is_none(void **state) {
    (void)state;
    struct draw d = new_list();
    assert_null(draw_image(&d, (struct box){1, 2, 30, 10}, 0, 2));
    assert_described(&d, "");
    assert_false(d.failed);
    draw_free(&d);
}

static void coordinates_are_rounded_to_whole_pixels(void **state) {
    (void)state;
    struct draw d = new_list();
    draw_clip(&d, (struct box){-0.4f, 0.6f, 9.5f, 10.49f});
    assert_described(&d, "clip 0,1 10x10\n");
    draw_free(&d);
}

static void a_long_list_is_whole_and_in_order(void **state) {
    (void)state;
    struct draw d = new_list();
    for (int i = 0; i < 5000; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        draw_text(&d, (struct point){(float)i, 0}, FONT_SANS, 10, 0xff, number);
    }
    assert_false(d.failed);
    assert_int_equal(d.count, 5000);
    for (int i = 0; i < 5000; i++) {
        assert_true(d.commands[i].p[0].x == (float)i);
        assert_int_equal(strtol(d.strings.bytes + d.commands[i].text, NULL, 10), i);
    }
    draw_free(&d);
}

static void a_list_that_was_reset_starts_again_in_the_same_memory(void **state) {
    (void)state;
    struct draw d = new_list();
    draw_text(&d, (struct point){1, 1}, FONT_MONO, 10, 0xff, "old");
    const struct draw_command *memory = d.commands;
    draw_reset(&d);
    assert_described(&d, "");
    draw_text(&d, (struct point){2, 2}, FONT_MONO, 10, 0xff, "new");
    assert_described(&d, "text 2,2 mono 10 #000000ff \"new\"\n");
    assert_ptr_equal(d.commands, memory);
    draw_free(&d);
}

static void a_list_that_failed_takes_nothing_more(void **state) {
    (void)state;
    struct draw d = new_list();
    draw_clip(&d, (struct box){0, 0, 8, 8});
    d.strings.failed = true; /* as if there had been no memory */
    draw_text(&d, (struct point){0, 0}, FONT_SANS, 10, 0xff, "lost");
    draw_unclip(&d);
    assert_true(d.failed);
    assert_described(&d, "clip 0,0 8x8\n");
    draw_free(&d);
}

static void assert_width(const char *string, float size, float expected) {
    struct draw d = new_list();
    float difference = draw_text_width(&d, FONT_SANS, size, string) - expected;
    assert_true(difference > -0.001f && difference < 0.001f);
    draw_free(&d);
}

static void the_plain_measure_counts_characters_not_bytes(void **state) {
    (void)state;
    assert_width("", 10, 0);
    assert_width("abc", 10, 18);
    assert_width("äöü", 10, 18);
    assert_width("→𝄞", 20, 24);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_list_has_no_description),
        cmocka_unit_test(a_box_is_described_by_what_is_seen_of_it),
        cmocka_unit_test(lines_and_curves_are_told_apart),
        cmocka_unit_test(a_text_is_described_with_its_font_and_quoted),
        cmocka_unit_test(shapes_and_clips_are_described),
        cmocka_unit_test(an_image_is_described_by_its_size_and_a_check_sum),
        cmocka_unit_test(an_image_without_pixels_is_none),
        cmocka_unit_test(coordinates_are_rounded_to_whole_pixels),
        cmocka_unit_test(a_long_list_is_whole_and_in_order),
        cmocka_unit_test(a_list_that_was_reset_starts_again_in_the_same_memory),
        cmocka_unit_test(a_list_that_failed_takes_nothing_more),
        cmocka_unit_test(the_plain_measure_counts_characters_not_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
