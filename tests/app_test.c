/* The controller by made-up inputs: what the keys and clicks of a user do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/does.h"
#include "machine/inspect/inspect_colours.h"
#include "machine/memory.h"
#include "support/desk.h"

static void keys_move_in_time_and_back(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    uint64_t end = session_steps(&d.app.open.session);
    desk_key(&d, KEY_RIGHT);
    desk_type(&d, ".");
    assert_int_equal(desk_step(&d), 2);
    desk_key(&d, KEY_PAGE_UP);
    assert_int_equal(desk_step(&d), 1);
    desk_key(&d, KEY_END);
    assert_int_equal(desk_step(&d), end);
    desk_type(&d, "g1x7");
    assert_true(desk_says(&d, "go to step: 17"));
    desk_key(&d, KEY_ENTER);
    assert_int_equal(desk_step(&d), 17);
    desk_type(&d, "g99999999");
    desk_key(&d, KEY_ESCAPE);
    assert_int_equal(desk_step(&d), 17);
    desk_close(&d);
}

static void buttons_do_what_keys_do(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_click(&d, COMMAND_LAST, ANY_VALUE);
    assert_int_equal(desk_step(&d), session_steps(&d.app.open.session));
    desk_click(&d, COMMAND_STEP_BACK, ANY_VALUE);
    assert_int_equal(desk_step(&d), session_steps(&d.app.open.session) - 1);
    desk_click(&d, COMMAND_SCRUB, ANY_VALUE);
    uint64_t half = session_steps(&d.app.open.session) / 2;
    assert_in_range(desk_step(&d), half - 1, half + 1);
    desk_close(&d);
}

/* Where a command is to be clicked. */
static struct box place_of(const struct desk *d, enum command_id command) {
    for (size_t i = 0; i < d->app.draw.hit_count; i++)
        if (d->app.draw.hits[i].command == (uint32_t)command) return d->app.draw.hits[i].box;
    fail_msg("no place does command %d", (int)command);
    return (struct box){0};
}

static void the_scrubber_is_dragged(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    struct box strip = place_of(&d, COMMAND_SCRUB);
    desk_press(&d, strip.x + strip.w / 4, strip.y + strip.h / 2);
    desk_move(&d, 5000, 100);
    assert_int_equal(desk_step(&d), session_steps(&d.app.open.session));
    desk_move(&d, -5, 100);
    assert_int_equal(desk_step(&d), 0);
    desk_release(&d);
    desk_move(&d, 5000, 100);
    assert_int_equal(desk_step(&d), 0);
    desk_close(&d);
}

static void playing_takes_the_steps_that_are_due(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_SPACE);
    desk_pass(&d, 3);
    assert_in_range(desk_step(&d), 5, 7);
    desk_key(&d, KEY_SPACE);
    uint64_t step = desk_step(&d);
    desk_pass(&d, 3);
    assert_int_equal(desk_step(&d), step);
    desk_close(&d);
}

static void lines_are_stepped_over_calls(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_ctrl_key(&d, KEY_RIGHT);
    uint64_t into = desk_step(&d);
    desk_key(&d, KEY_HOME);
    desk_key(&d, KEY_RIGHT);
    desk_alt_key(&d, KEY_RIGHT);
    uint64_t over = desk_step(&d);
    assert_true(over > into + 5); /* push has been done in one go */
    desk_alt_key(&d, KEY_LEFT);
    assert_true(desk_step(&d) < into + 2);
    desk_close(&d);
}

static void the_next_change_of_what_is_selected_is_found(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_DOWN);
    assert_int_equal(desk_step(&d), 0);
    assert_true(desk_says(&d, "nothing is selected"));
    do_select(&d.app, GLOBALS_BASE); /* head: each push stores into it */
    uint64_t steps[3];
    for (int i = 0; i < 3; i++) {
        desk_key(&d, KEY_DOWN);
        steps[i] = desk_step(&d);
        assert_true(i == 0 ? steps[i] > 0 : steps[i] > steps[i - 1]);
    }
    desk_key(&d, KEY_DOWN);
    assert_int_equal(desk_step(&d), steps[2]); /* it does not change again */
    desk_key(&d, KEY_UP);
    assert_int_equal(desk_step(&d), steps[1]);
    desk_close(&d);
}

/* The clock of this desk takes a millisecond for every look at it. */
static void a_long_way_is_gone_while_pictures_are_made(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "tests/bad/endless.json");
    d.app.open.session.steps_max = 2000000;
    desk_key(&d, KEY_END);
    assert_true(desk_step(&d) < 2000000);
    assert_true(desk_says(&d, "running on"));
    assert_int_equal(app_wait(&d.app), 0);
    desk_key(&d, KEY_ESCAPE); /* it stays open */
    assert_true(d.app.open.is && !desk_says(&d, "running on"));
    desk_key(&d, KEY_END);
    for (int i = 0; i < 1000 && desk_says(&d, "running on"); i++) desk_pass(&d, 0);
    assert_int_equal(desk_step(&d), 2000000);
    desk_close(&d);
}

static void playing_goes_round_a_loop(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_type(&d, "g10");
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "[");
    desk_type(&d, "g14");
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "]");
    desk_key(&d, KEY_SPACE);
    assert_int_equal(desk_step(&d), 10);
    bool seen[5] = {false};
    for (int i = 0; i < 60; i++) {
        desk_pass(&d, 0.35);
        assert_in_range(desk_step(&d), 10, 14);
        seen[desk_step(&d) - 10] = true;
    }
    for (int i = 0; i < 5; i++) assert_true(seen[i]);
    desk_type(&d, "\\");
    desk_pass(&d, 5);
    assert_true(desk_step(&d) > 14);
    desk_close(&d);
}

/* In the first slot of all, whose edge is the edge of the picture: for the sanitizers. */
static void the_first_slot_of_the_heap_can_be_selected(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.json");
    d.app.look.questions = QUESTIONS_OFF;
    desk_key(&d, KEY_END);
    for (uint32_t page = 0; page < d.app.open.session.now.s->heap.pages_used; page++) {
        if (!inspect_is_heap_span(&d.app.open.session.now, page)) continue;
        do_select(&d.app, page_address(page));
        for (int closer = 0; closer < 8; closer++) {
            do_map_closer(&d.app, 0);
            desk_pass(&d, 0);
        }
        for (int farther = 0; farther < 8; farther++) {
            do_map_farther(&d.app, 0);
            desk_pass(&d, 0);
        }
    }
    desk_close(&d);
}

static void the_gallery_opens_what_is_chosen(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, NULL);
    assert_false(d.app.open.is);
    desk_key(&d, KEY_RIGHT);
    desk_key(&d, KEY_ENTER);
    assert_true(d.app.open.is);
    assert_string_equal(d.app.open.scenario.title, d.app.gallery.entries[1].title);
    desk_key(&d, KEY_ESCAPE);
    assert_false(d.app.open.is);
    desk_click(&d, COMMAND_OPEN, 0);
    assert_true(d.app.open.is);
    desk_close(&d);
}

static void nothing_is_drawn_when_nothing_changes(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_pass(&d, 1);
    assert_int_equal(app_wait(&d.app), -1);
    app_tick(&d.app);
    assert_false(d.app.dirty);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_move_in_time_and_back),
        cmocka_unit_test(buttons_do_what_keys_do),
        cmocka_unit_test(the_scrubber_is_dragged),
        cmocka_unit_test(playing_takes_the_steps_that_are_due),
        cmocka_unit_test(lines_are_stepped_over_calls),
        cmocka_unit_test(the_next_change_of_what_is_selected_is_found),
        cmocka_unit_test(a_long_way_is_gone_while_pictures_are_made),
        cmocka_unit_test(playing_goes_round_a_loop),
        cmocka_unit_test(the_first_slot_of_the_heap_can_be_selected),
        cmocka_unit_test(the_gallery_opens_what_is_chosen),
        cmocka_unit_test(nothing_is_drawn_when_nothing_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
