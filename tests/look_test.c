/* How things look to whom: what can be told apart, and what is told without colour. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/desk.h"
#include "view/widget.h"

/* ---- contrast: as the WCAG define it, from 1 to 21 ---- */

static double linear(uint32_t channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t colour) {
    return 0.2126 * linear(colour >> 24) + 0.7152 * linear(colour >> 16 & 0xff) +
           0.0722 * linear(colour >> 8 & 0xff);
}

static double contrast(uint32_t a, uint32_t b) {
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void require_contrast(const struct theme *t, uint32_t a, uint32_t b, double least) {
    if (contrast(a, b) < least)
        fail_msg("%s: #%08x on #%08x is %.2f : 1, not %.1f", t->name, a, b, contrast(a, b), least);
}

static void contrast_is_as_formula_and_examples_say(void **state) {
    (void)state;
    assert_true(fabs(contrast(0xffffffff, 0x000000ff) - 21) < 0.01);
    assert_true(fabs(contrast(0x777777ff, 0xffffffff) - 4.48) < 0.01);
    assert_true(contrast(0x123456ff, 0x123456ff) == 1);
}

static const struct theme *const THEMES[] = {&THEME_PAPER, &THEME_DARK};

static void text_stands_out(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct theme *t = THEMES[i];
        const uint32_t grounds[] = {t->ground, t->panel, t->faint, t->highlight};
        for (size_t g = 0; g < sizeof grounds / sizeof grounds[0]; g++)
            require_contrast(t, t->text, grounds[g], 7);
        require_contrast(t, t->muted, t->ground, 4.5);
        require_contrast(t, t->muted, t->panel, 4.5);
        require_contrast(t, t->caption_text, t->caption, 7);
        require_contrast(t, t->on_white, t->object_white, 4.5);
        require_contrast(t, t->on_grey, t->object_grey, 4.5);
        require_contrast(t, t->on_black, t->object_black, 4.5);
    }
}

static void white_grey_and_black_are_told_apart_on_any_ground(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct theme *t = THEMES[i];
        require_contrast(t, t->object_white, t->object_grey, 3);
        require_contrast(t, t->object_grey, t->object_black, 3);
        require_contrast(t, t->object_outline, t->panel, 3); /* all have an outline */
    }
}

static void accents_are_seen(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct theme *t = THEMES[i];
        const uint32_t accents[] = {t->blue, t->orange, t->vermillion, t->green, t->purple};
        for (size_t a = 0; a < sizeof accents / sizeof accents[0]; a++)
            require_contrast(t, accents[a], t->panel, 3);
        for (size_t a = 0; a < ACTOR_COLOURS; a++) require_contrast(t, t->actors[a], t->panel, 3);
        require_contrast(t, t->on_accent, t->orange, 3);
        require_contrast(t, t->on_accent, t->vermillion, 3);
    }
}

/* ---- told without colour ---- */

struct marked {
    struct draw draw;
    struct look look;
    struct view v;
};

static void begin_marked(struct marked *m, enum language language) {
    m->look = look_default();
    m->look.letters = true;
    m->look.language = language;
    draw_init(&m->draw, text_measure_plain());
    view_begin(&m->v, NULL, &m->look, (struct box){0, 0, 1920, 1080});
}

static size_t count_lines(const struct draw *d) {
    size_t count = 0;
    for (size_t i = 0; i < d->count; i++) count += d->commands[i].kind == DRAW_CURVE;
    return count;
}

/* The only text of the list; "" if there is none. */
static const char *letter_in(const struct draw *d) {
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind == DRAW_TEXT) return d->strings.bytes + d->commands[i].text;
    return "";
}

static void every_colour_has_a_letter_and_lines_of_its_own(void **state) {
    (void)state;
    static const enum colour COLOURS[] = {COLOUR_WHITE, COLOUR_GREY, COLOUR_BLACK, COLOUR_MANUAL};
    static const char *const LETTERS[LANGUAGE_COUNT] = {"WGBC", "WGSC"};
    size_t lines[4];
    struct marked m;
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        for (size_t i = 0; i < 4; i++) {
            begin_marked(&m, (enum language)l);
            object_box(&m.draw, &m.v, (struct box){10, 10, 130, 64}, 9, COLOURS[i], true);
            assert_int_equal(letter_in(&m.draw)[0], LETTERS[l][i]);
            lines[i] = count_lines(&m.draw);
            for (size_t k = 0; k < i; k++) assert_int_not_equal(lines[k], lines[i]);
            draw_free(&m.draw);
        }
    assert_int_equal(lines[0], 0);
}

static void lines_stay_in_their_box(void **state) {
    (void)state;
    struct marked m;
    static const struct box BOXES[] = {{10, 10, 130, 64}, {7, 300, 9, 40}, {50, 50, 6, 6}};
    for (size_t i = 0; i < sizeof BOXES / sizeof BOXES[0]; i++)
        for (int named = 0; named < 2; named++) {
            struct box b = BOXES[i], room = box_inset(b, -0.01f); /* rounding */
            begin_marked(&m, LANGUAGE_ENGLISH);
            object_box(&m.draw, &m.v, b, 2, COLOUR_BLACK, named);
            for (size_t c = 0; c < m.draw.count; c++) {
                const struct draw_command *line = &m.draw.commands[c];
                if (line->kind != DRAW_CURVE) continue;
                for (int p = 0; p < 4; p++) assert_true(box_contains(room, line->p[p]));
            }
            draw_free(&m.draw);
        }
}

static void no_letter_is_too_small_to_read(void **state) {
    (void)state;
    struct marked m;
    begin_marked(&m, LANGUAGE_ENGLISH);
    object_box(&m.draw, &m.v, (struct box){10, 10, 6, 20}, 2, COLOUR_GREY, false);
    assert_string_equal(letter_in(&m.draw), "");
    assert_true(count_lines(&m.draw) > 1);
    draw_free(&m.draw);
}

static void nothing_is_marked_unless_it_is_wanted(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_type(&d, "g45");
    desk_key(&d, KEY_ENTER);
    size_t before = d.app.draw.count;
    desk_type(&d, "w");
    assert_true(d.app.look.letters);
    assert_true(d.app.draw.count > before);
    desk_type(&d, "W");
    assert_int_equal(d.app.draw.count, before);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_as_formula_and_examples_say),
        cmocka_unit_test(text_stands_out),
        cmocka_unit_test(white_grey_and_black_are_told_apart_on_any_ground),
        cmocka_unit_test(accents_are_seen),
        cmocka_unit_test(every_colour_has_a_letter_and_lines_of_its_own),
        cmocka_unit_test(lines_stay_in_their_box),
        cmocka_unit_test(no_letter_is_too_small_to_read),
        cmocka_unit_test(nothing_is_marked_unless_it_is_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
