/* The listing: colours, tags, marks, breakpoints, scrolling. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/desk.h"
#include "support/golden.h"
#include "view/panels.h"
#include "view/tokens.h"

static const char POINTER[] = "scenarios/90-returned-pointer.json";

/* ---- tokens ---- */

/* One letter for each byte: what it is part of. */
static void classify(const char *line, enum token_state *state, char *out) {
    static const char LETTERS[] = ".ktsncw";
    while (*line) {
        struct token token = token_first(line, state);
        assert_true(token.length > 0 && token.length <= strlen(line));
        for (size_t i = 0; i < token.length; i++) *out++ = LETTERS[token.class];
        line += token.length;
    }
    *out = '\0';
}

static void require_classes(const char *line, const char *expected) {
    enum token_state state = TOKENS_PLAIN;
    char found[256];
    classify(line, &state, found);
    assert_string_equal(found, expected);
    assert_int_equal(state, TOKENS_PLAIN);
}

static void words_strings_numbers_and_comments_are_told_apart(void **state) {
    (void)state;
    require_classes("func f(x int) {", "kkkk.w.w.ttt...");
    require_classes("x := 0x1F + 1e+9 // go", "w....nnnn...nnnn.ccccc");
    require_classes("s = \"a \\\" b\" + 'c' /*d*/", "w...ssssssss...sss.ccccc");
    require_classes("forks := \"open", "wwwww....sssss");
    require_classes("\xc3\xa4 := 1_000.5i", "ww....nnnnnnnn");
}

static void strings_and_comments_go_on_over_lines(void **unused) {
    (void)unused;
    enum token_state state = TOKENS_PLAIN;
    char found[64];
    classify("a = `b", &state, found);
    assert_string_equal(found, "w...ss");
    classify("go \"", &state, found);
    assert_string_equal(found, "ssss");
    classify("`; /*", &state, found);
    assert_string_equal(found, "s..cc");
    token_skip_line("if", &state);
    classify("*/ if", &state, found);
    assert_string_equal(found, "cc.kk");
}

/* ---- contrast: WCAG 2, level AA ---- */

static double channel(uint32_t value) {
    double c = (double)value / 255;
    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t colour) {
    return 0.2126 * channel(colour >> 24) + 0.7152 * channel(colour >> 16 & 0xff) +
           0.0722 * channel(colour >> 8 & 0xff);
}

static double contrast(uint32_t x, uint32_t y) {
    double a = luminance(x) + 0.05, b = luminance(y) + 0.05;
    return a > b ? a / b : b / a;
}

static void code_can_be_read_on_both_grounds(void **state) {
    (void)state;
    const struct theme *const themes[] = {&THEME_PAPER, &THEME_DARK};
    for (size_t i = 0; i < 2; i++) {
        const struct theme *t = themes[i];
        const uint32_t colours[] = {t->text,        t->code_keyword, t->code_type,
                                    t->code_string, t->code_number,  t->code_comment};
        for (size_t k = 0; k < sizeof colours / sizeof colours[0]; k++) {
            assert_true(contrast(colours[k], t->panel) >= 4.5);
            assert_true(contrast(colours[k], t->highlight) >= 4.5);
        }
    }
}

/* ---- the panel ---- */

static void the_listing_is_the_recorded_one(void **state) {
    (void)state;
    struct desk d;
    struct text words = {0};
    desk_open(&d, POINTER);
    session_seek(&d.app.open.session, 40);
    app_do(&d.app, COMMAND_BREAKPOINT, 25);
    struct view v = app_view(&d.app);
    v.mouse = (struct point){200, 300};
    draw_reset(&d.app.draw);
    panel_source(&d.app.draw, &v, (struct box){20, 104, 460, 600});
    view_end(&v);
    draw_describe(&d.app.draw, &words);
    golden_check("panel-source-90-step-40.txt", text_string(&words));
    text_free(&words);
    desk_close(&d);
}

static const struct hit *find_place(const struct desk *d, enum command_id command, uint64_t value,
                                    const char *tip) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++) {
        const struct hit *h = &d->app.draw.hits[i];
        if (h->command == command && h->value == value &&
            strstr(text_string(&d->app.draw.strings) + h->tip, tip))
            return h;
    }
    return NULL;
}

static void a_tag_tells_the_flow_that_forced_it(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    session_seek(&d.app.open.session, 30);
    desk_pass(&d, 0.1);
    while (!find_place(&d, COMMAND_SELECT_LINE, 15,
                       "moved to heap: p\np escapes to heap:\n"
                       "  flow: ~r0 = &p:\n"
                       "    from &p (address-of) at 16:9\n"
                       "    from return &p (return) at 16:2"))
        desk_wheel(&d, 100, 200, 1);
    desk_close(&d);
}

static void the_gutter_takes_breakpoints(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    const struct listing *l = &d.app.listing;
    desk_key(&d, KEY_RIGHT);
    uint32_t line = machine_line(&d.app.open.session.now);
    desk_click(&d, COMMAND_BREAKPOINT, line + 1);
    desk_key(&d, KEY_F1 + 8);
    assert_int_equal(l->breakpoint_count, 2);
    assert_true(listing_has_breakpoint(l, line) && listing_has_breakpoint(l, line + 1));
    desk_click(&d, COMMAND_BREAKPOINT, line);
    assert_false(listing_has_breakpoint(l, line));
    desk_click(&d, COMMAND_SELECT_LINE, line);
    assert_int_equal(l->selected, line);
    desk_key(&d, KEY_F1 + 8);
    assert_true(listing_has_breakpoint(l, line));
    desk_close(&d);
}

static void a_breakpoint_goes_to_the_next_line_at_which_something_is_run(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    app_do(&d.app, COMMAND_BREAKPOINT, 1);
    assert_int_equal(d.app.listing.breakpoint_count, 1);
    assert_true(d.app.listing.breakpoints[0] > 1);
    app_do(&d.app, COMMAND_BREAKPOINT, d.app.open.scenario.program.line_count + 1);
    assert_int_equal(d.app.listing.breakpoint_count, 1);
    assert_non_null(strstr(d.app.message, "nothing is run"));
    desk_close(&d);
}

static void breakpoints_are_sorted_and_bounded(void **state) {
    (void)state;
    struct listing l = {0};
    for (uint32_t i = 0; i < BREAKPOINTS_MAX; i++) assert_true(listing_toggle(&l, 1 + i * 7 % 101));
    for (uint32_t i = 1; i < l.breakpoint_count; i++)
        assert_true(l.breakpoints[i - 1] < l.breakpoints[i]);
    assert_false(listing_toggle(&l, 1000));
    assert_true(listing_toggle(&l, l.breakpoints[3]));
    assert_int_equal(l.breakpoint_count, BREAKPOINTS_MAX - 1);
}

static uint64_t top_line(const struct desk *d) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++)
        if (d->app.draw.hits[i].command == COMMAND_SCROLL_SOURCE) return d->app.draw.hits[i].value;
    fail_msg("the listing does not scroll");
    return 0;
}

static void the_wheel_scrolls_until_the_next_step(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    session_seek(&d.app.open.session, 40);
    desk_pass(&d, 0.1);
    uint64_t followed = top_line(&d);
    assert_true(followed > 4);
    desk_wheel(&d, 100, 200, 1);
    assert_int_equal(top_line(&d), followed - 3);
    desk_wheel(&d, 100, 200, 100);
    assert_int_equal(top_line(&d), 1);
    desk_wheel(&d, 100, 200, -100);
    uint64_t last = top_line(&d);
    assert_true(last > 4 && last < d.app.open.scenario.program.line_count);
    assert_int_equal(desk_step(&d), 40);
    desk_key(&d, KEY_RIGHT);
    assert_int_equal(top_line(&d), followed);
    desk_close(&d);
}

static void the_mouse_shows_who_goes_on_at_a_line(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    session_seek(&d.app.open.session, 40);
    desk_pass(&d, 0.1);
    uint32_t line = machine_line(&d.app.open.session.now);
    const struct hit *h = find_place(&d, COMMAND_SELECT_LINE, line, "");
    assert_non_null(h);
    desk_move(&d, h->box.x + 200, h->box.y + h->box.h / 2);
    assert_non_null(
        find_place(&d, COMMAND_SELECT_LINE, line, "G1 goes on here\nthe step was done here"));
    desk_close(&d);
}

/* ---- running to a place ---- */

static void breakpoints_stop_the_run_both_ways(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    const struct machine *m = &d.app.open.session.now;
    desk_key(&d, KEY_F1 + 4);
    assert_non_null(strstr(d.app.message, "no breakpoint"));
    app_do(&d.app, COMMAND_BREAKPOINT, 20);
    uint64_t stops[8] = {0}, count = 0;
    for (; count < 8; count++) {
        desk_key(&d, KEY_F1 + 4);
        if (strstr(d.app.message, "does not come there")) break;
        assert_int_equal(machine_line(m), 20);
        stops[count] = desk_step(&d);
    }
    assert_int_equal(count, 3); /* length is called three times */
    desk_key(&d, KEY_END);
    for (; count > 0; count--) {
        desk_shift_key(&d, KEY_F1 + 4);
        assert_int_equal(desk_step(&d), stops[count - 1]);
    }
    desk_shift_key(&d, KEY_F1 + 4);
    assert_int_equal(desk_step(&d), stops[0]);
    desk_close(&d);
}

static void the_run_goes_to_the_chosen_line(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, POINTER);
    desk_click(&d, COMMAND_SELECT_LINE, 27);
    desk_type(&d, "r");
    assert_int_equal(machine_line(&d.app.open.session.now), 27);
    desk_key(&d, KEY_HOME);
    const struct hit *h = find_place(&d, COMMAND_SELECT_LINE, 25, "");
    desk_move(&d, h->box.x + 200, h->box.y + h->box.h / 2);
    desk_click(&d, COMMAND_RUN_TO, 25);
    assert_int_equal(machine_line(&d.app.open.session.now), 25);
    desk_close(&d);
}

static void note_object(void *user, const struct object_view *o) {
    uint64_t *found = user;
    if (!*found) *found = o->address;
}

static void changes_of_what_is_selected_are_gone_to(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    desk_key(&d, KEY_DOWN);
    assert_non_null(strstr(d.app.message, "nothing is selected"));
    session_seek(&d.app.open.session, 20);
    uint64_t object = 0;
    inspect_objects(&d.app.open.session.now, note_object, &object);
    assert_true(object != 0);
    app_do(&d.app, COMMAND_SELECT, object);
    uint64_t before = desk_step(&d), last = before;
    for (;; last = desk_step(&d)) {
        desk_key(&d, KEY_DOWN);
        if (strstr(d.app.message, "not change any more")) break;
        assert_true(desk_step(&d) > last);
    }
    assert_true(last > before);
    desk_key(&d, KEY_UP);
    assert_true(desk_step(&d) < last);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_strings_numbers_and_comments_are_told_apart),
        cmocka_unit_test(strings_and_comments_go_on_over_lines),
        cmocka_unit_test(code_can_be_read_on_both_grounds),
        cmocka_unit_test(the_listing_is_the_recorded_one),
        cmocka_unit_test(a_tag_tells_the_flow_that_forced_it),
        cmocka_unit_test(the_gutter_takes_breakpoints),
        cmocka_unit_test(a_breakpoint_goes_to_the_next_line_at_which_something_is_run),
        cmocka_unit_test(breakpoints_are_sorted_and_bounded),
        cmocka_unit_test(the_wheel_scrolls_until_the_next_step),
        cmocka_unit_test(the_mouse_shows_who_goes_on_at_a_line),
        cmocka_unit_test(breakpoints_stop_the_run_both_ways),
        cmocka_unit_test(the_run_goes_to_the_chosen_line),
        cmocka_unit_test(changes_of_what_is_selected_are_gone_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
