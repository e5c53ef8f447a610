/* Two runs side by side, in lock step by what the program has done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/statistics.h"
#include "support/desk.h"
#include "support/folder.h"

static struct session *left_of(struct desk *d) {
    return &d->app.open.session;
}

static struct session *right_of(struct desk *d) {
    return d->app.comparing.right;
}

/* By the keyboard: M, down to the row, Enter. */
static void compare(struct desk *d, enum word words) {
    desk_type(d, "m");
    assert_true(d->app.comparing.menu);
    for (uint32_t i = 0; i < d->app.comparing.row_count; i++) {
        if (CONTRASTS[d->app.comparing.rows[i]].words != words) continue;
        while (d->app.comparing.chosen < i) desk_key(d, KEY_DOWN);
        while (d->app.comparing.chosen > i) desk_key(d, KEY_UP);
        desk_key(d, KEY_ENTER);
        assert_true(d->app.comparing.is && !d->app.comparing.menu);
        return;
    }
    fail_msg("that is not offered");
}

static uint64_t number(const struct session *s, const char *name) {
    uint64_t value;
    assert_true(statistic_read(&s->now, name, &value));
    return value;
}

static void the_barrier_on_and_off_tell_the_lost_object(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    compare(&d, WORD_CONTRAST_BARRIER);
    assert_true(desk_says(&d, "barrier hybrid") && desk_says(&d, "barrier none"));
    assert_true(desk_says(&d, "no difference so far"));
    desk_key(&d, KEY_END);
    assert_int_equal(number(left_of(&d), "LostObjects"), 0);
    assert_int_equal(number(right_of(&d), "LostObjects"), 1);
    assert_true(desk_says(&d, "lost objects 0 | 1"));
    assert_int_equal(session_step(right_of(&d)), session_steps(right_of(&d)));
    desk_type(&d, "m");
    assert_false(d.app.comparing.is);
    assert_false(desk_says(&d, "barrier none"));
    desk_close(&d);
}

enum { PLACES_MAX = 2000 };

struct places {
    uint64_t left[PLACES_MAX], right[PLACES_MAX];
    uint32_t count;
};

static void note_place(struct places *p, struct desk *d) {
    assert_true(p->count < PLACES_MAX);
    p->left[p->count] = session_step(left_of(d));
    p->right[p->count++] = session_step(right_of(d));
}

static bool are_at_end(struct desk *d) {
    return session_step(left_of(d)) == session_steps(left_of(d)) &&
           session_step(right_of(d)) == session_steps(right_of(d));
}

/* Forward to the end: at most a step of each at a time, the program equally far, nothing left out. */
static void go_forward(struct desk *d, struct places *p) {
    note_place(p, d);
    while (!are_at_end(d)) {
        desk_key(d, KEY_RIGHT);
        note_place(p, d);
        uint32_t i = p->count - 1;
        assert_in_range(p->left[i] - p->left[i - 1], 0, 1);
        assert_true(p->right[i] >= p->right[i - 1] && p->right[i] - p->right[i - 1] <= 1);
        assert_int_equal(session_progress(left_of(d)), session_progress(right_of(d)));
    }
}

static void go_back(struct desk *d, const struct places *p) {
    for (uint32_t i = p->count - 1; i > 0; i--) {
        assert_int_equal(session_step(left_of(d)), p->left[i]);
        assert_int_equal(session_step(right_of(d)), p->right[i]);
        desk_key(d, KEY_LEFT);
    }
    assert_int_equal(session_step(left_of(d)), 0);
    assert_int_equal(session_step(right_of(d)), 0);
}

static void both_sides_show_all_their_steps_forward_and_back(void **state) {
    static const struct {
        const char *path;
        enum word words;
    } CASES[] = {
        {"scenarios/03-lost-object-barrier-on.json", WORD_CONTRAST_BARRIER},
        {"scenarios/30-growing-stack.json", WORD_CONTRAST_STACKS},
        {"scenarios/01-mark-and-sweep.json", WORD_CONTRAST_NONE},
        {"scenarios/01-mark-and-sweep.json", WORD_CONTRAST_STW},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct desk d;
        struct places *p = calloc(1, sizeof *p);
        assert_non_null(p);
        desk_open(&d, CASES[i].path);
        compare(&d, CASES[i].words);
        go_forward(&d, p);
        go_back(&d, p);
        free(p);
        desk_close(&d);
    }
}

/* However one comes to a step of the left side, the right one is at the same place. */
static void the_right_side_depends_on_the_left_ones_step_only(void **state) {
    (void)state;
    struct desk d;
    uint64_t places[200];
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    compare(&d, WORD_CONTRAST_BARRIER);
    uint64_t steps = session_steps(left_of(&d));
    for (uint64_t step = 0; step <= steps; step++) {
        app_do(&d.app, COMMAND_SEEK, step);
        desk_pass(&d, 0);
        places[step] = session_step(right_of(&d));
        assert_int_equal(session_progress(left_of(&d)), session_progress(right_of(&d)));
    }
    for (uint64_t i = 0; i <= steps; i++) {
        uint64_t step = i * 17 % (steps + 1);
        app_do(&d.app, COMMAND_SEEK, step);
        desk_pass(&d, 0);
        assert_int_equal(session_step(right_of(&d)), places[step]);
    }
    desk_close(&d);
}

static void a_scenario_is_shown_beside_the_one_that_belongs_to_it(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/28-shared-tail-malloc.json");
    compare(&d, WORD_CONTRAST_PARTNER);
    assert_true(desk_says(&d, "Two lists share a tail: malloc and free"));
    assert_true(desk_says(&d, "Two lists share a tail: the collector"));
    desk_key(&d, KEY_END);
    assert_true(are_at_end(&d));
    assert_true(desk_says(&d, "objects freed 0 | "));
    assert_true(desk_says(&d, "calls of free "));
    desk_key(&d, KEY_ESCAPE);
    assert_false(d.app.comparing.is);
    assert_true(d.app.open.is);
    desk_close(&d);
}

static void a_pair_of_settings_changes_the_left_side_for_a_while(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/70-allocation-pays.json");
    int64_t own = left_of(&d)->now.config.gogc;
    compare(&d, WORD_CONTRAST_GOGC);
    assert_int_equal(left_of(&d)->now.config.gogc, 50);
    assert_int_equal(right_of(&d)->now.config.gogc, 400);
    desk_key(&d, KEY_END);
    for (int i = 0; i < 100; i++) desk_pass(&d, 0.01);
    assert_true(number(left_of(&d), "NumGC") > number(right_of(&d), "NumGC"));
    assert_true(desk_says(&d, "cycles "));
    desk_type(&d, "m");
    assert_int_equal(left_of(&d)->now.config.gogc, own);
    desk_close(&d);
}

static void the_right_side_may_have_settings_of_ones_own(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    compare(&d, WORD_CONTRAST_OWN);
    assert_true(desk_says(&d, "Try it"));
    assert_true(desk_says(&d, "the same settings"));
    desk_key(&d, KEY_LEFT);
    assert_int_equal(right_of(&d)->now.config.gogc, 50);
    assert_int_equal(left_of(&d)->now.config.gogc, 100);
    assert_true(desk_says(&d, "GOGC 50") && desk_says(&d, "GOGC 100"));
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "7");
    desk_key(&d, KEY_ENTER);
    assert_int_equal(right_of(&d)->now.config.gogc, 7);
    desk_key(&d, KEY_ESCAPE);
    assert_true(d.app.comparing.is);
    desk_key(&d, KEY_RIGHT);
    assert_int_equal(desk_step(&d), 1);
    desk_close(&d);
}

static void what_does_not_matter_to_a_program_is_not_offered(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/20-malloc-and-free.json");
    desk_type(&d, "m");
    assert_false(desk_says(&d, "write barrier: on and off"));
    assert_false(desk_says(&d, "belongs to this one"));
    assert_true(desk_says(&d, "settings of my own"));
    desk_key(&d, KEY_ESCAPE);
    assert_true(d.app.open.is && !d.app.comparing.menu);
    desk_type(&d, "m");
    desk_click(&d, COMMAND_CONTRAST, 0);
    assert_true(d.app.comparing.is);
    desk_close(&d);
}

static void playing_moves_both(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    compare(&d, WORD_CONTRAST_BARRIER);
    desk_key(&d, KEY_SPACE);
    for (int i = 0; i < 100; i++) {
        desk_pass(&d, 0.3);
        assert_int_equal(session_progress(left_of(&d)), session_progress(right_of(&d)));
    }
    assert_true(are_at_end(&d));
    desk_close(&d);
}

#define GO(count)                                                                                  \
    "package main\n\ntype n struct{ next *n }\n\nfunc main() {\n\tvar head *n\n\tfor i := 0; "     \
    "i < " count "; i++ {\n\t\thead = &n{head}\n\t}\n\tprintln(head != nil)\n}\n"

static void a_file_that_is_saved_meanwhile_changes_both_sides(void **state) {
    (void)state;
    struct desk d;
    folder_write("a.go", GO("5"));
    desk_open(&d, folder_path("a.go"));
    compare(&d, WORD_CONTRAST_STW);
    for (int i = 0; i < 9; i++) desk_key(&d, KEY_RIGHT);
    uint64_t steps = session_steps(right_of(&d));
    folder_write("a.go", GO("50"));
    for (int i = 0; i < 8; i++) desk_pass(&d, 0.1);
    assert_true(d.app.comparing.is);
    assert_true(session_steps(right_of(&d)) > steps);
    assert_int_equal(right_of(&d)->now.config.collector, COLLECTOR_STW);
    assert_int_equal(session_progress(left_of(&d)), session_progress(right_of(&d)));
    folder_write("a.go", "package main\nfunc main() {");
    for (int i = 0; i < 8; i++) desk_pass(&d, 0.1);
    assert_true(desk_says(&d, "the last good run"));
    assert_true(d.app.comparing.is);
    desk_close(&d);
}

#define PAIR(title, other, count)                                                                  \
    "{\"format\": 1, \"title\": \"" title "\", \"compare\": \"" other "\", \"source\": ["          \
    "\"package main\", \"func main() { for i := 0; i < " count "; i++ { println(i) } }\"]}"

static void both_files_of_a_pair_are_in_use(void **state) {
    (void)state;
    struct desk d;
    folder_write("left.json", PAIR("Left", "right.json", "3"));
    folder_write("right.json", PAIR("Right", "left.json", "3"));
    desk_open(&d, folder_path("left.json"));
    compare(&d, WORD_CONTRAST_PARTNER);
    uint64_t steps = session_steps(right_of(&d));
    folder_write("right.json", PAIR("Another", "left.json", "33"));
    for (int i = 0; i < 8; i++) desk_pass(&d, 0.1);
    assert_true(desk_says(&d, "Another"));
    assert_true(session_steps(right_of(&d)) > steps);
    folder_write("right.json", "{\"format\": 1");
    for (int i = 0; i < 8; i++) desk_pass(&d, 0.1);
    assert_true(desk_says(&d, "right.json:1:"));
    assert_true(desk_says(&d, "Another")); /* the last good run */
    folder_write("right.json", PAIR("Mended", "left.json", "3"));
    for (int i = 0; i < 8; i++) desk_pass(&d, 0.1);
    assert_true(desk_says(&d, "Mended"));
    assert_false(desk_says(&d, "right.json:1:"));
    desk_close(&d);
}

static bool is_within(struct box inner, struct box outer) {
    return inner.x >= outer.x - 1 && inner.y >= outer.y - 1 &&
           inner.x + inner.w <= outer.x + outer.w + 1 && inner.y + inner.h <= outer.y + outer.h + 1;
}

/* The ground of every panel is drawn as a whole: the clip around it is not of one run alone. */
static void no_panel_is_cut(void **state) {
    (void)state;
    struct desk d;
    struct box clip[16] = {{0, 0, 1920, 1080}};
    uint32_t depth = 0, panels = 0;
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    compare(&d, WORD_CONTRAST_BARRIER);
    const struct draw *draw = &d.app.draw;
    for (size_t i = 0; i < draw->count; i++) {
        const struct draw_command *c = &draw->commands[i];
        if (c->kind == DRAW_CLIP) clip[++depth] = c->box;
        if (c->kind == DRAW_UNCLIP) depth--;
        if (c->kind != DRAW_BOX || c->fill != d.app.look.theme->panel || c->box.h < 80) continue;
        assert_true(is_within(c->box, clip[depth]));
        panels++;
    }
    assert_true(panels >= 6);
    desk_close(&d);
}

static void any_size_of_the_window_will_do(void **state) {
    static const int SIZES[][2] = {{1280, 720}, {3840, 2160}, {800, 600}, {320, 200}, {1, 1}};
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/28-shared-tail-malloc.json");
    compare(&d, WORD_CONTRAST_PARTNER);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        app_resize(&d.app, SIZES[i][0], SIZES[i][1]);
        desk_pass(&d, 0);
        desk_type(&d, "m");
        desk_type(&d, "m"); /* the menu, too */
        desk_key(&d, KEY_ENTER);
    }
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_barrier_on_and_off_tell_the_lost_object),
        cmocka_unit_test(both_sides_show_all_their_steps_forward_and_back),
        cmocka_unit_test(the_right_side_depends_on_the_left_ones_step_only),
        cmocka_unit_test(a_scenario_is_shown_beside_the_one_that_belongs_to_it),
        cmocka_unit_test(a_pair_of_settings_changes_the_left_side_for_a_while),
        cmocka_unit_test(the_right_side_may_have_settings_of_ones_own),
        cmocka_unit_test(what_does_not_matter_to_a_program_is_not_offered),
        cmocka_unit_test(playing_moves_both),
        cmocka_unit_test(a_file_that_is_saved_meanwhile_changes_both_sides),
        cmocka_unit_test(both_files_of_a_pair_are_in_use),
        cmocka_unit_test(no_panel_is_cut),
        cmocka_unit_test(any_size_of_the_window_will_do),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
