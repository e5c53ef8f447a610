/* Settings that are tried: by keys, clicks and typed values; each runs the scenario again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/statistics.h"
#include "support/desk.h"

static void assert_setting(struct desk *d, const char *key, const char *value) {
    struct text shown = {0};
    setting_by_key(key)->show(&d->app.open.session.now.config, &shown);
    assert_string_equal(text_string(&shown), value);
    text_free(&shown);
}

static uint32_t row_of(struct desk *d, const char *key) {
    const struct setting *offers[SETTINGS_MAX];
    uint32_t count = trying_offers(&d->app.open.scenario.program, offers);
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(offers[i]->key, key) == 0) return i;
    fail_msg("%s is not offered", key);
    return 0;
}

static void a_setting_is_changed_and_the_scenario_runs_again(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_DOWN); /* nothing, before the settings are shown */
    desk_type(&d, "s");
    assert_true(desk_says(&d, "Try it"));
    assert_setting(&d, "GOGC", "100");
    desk_key(&d, KEY_LEFT);
    assert_setting(&d, "GOGC", "50");
    assert_true(desk_says(&d, "tried: GOGC 50"));
    desk_key(&d, KEY_RIGHT);
    desk_key(&d, KEY_RIGHT);
    assert_setting(&d, "GOGC", "200");
    desk_key(&d, KEY_BACKSPACE);
    assert_setting(&d, "GOGC", "100");
    assert_false(desk_says(&d, "tried: "));
    desk_type(&d, "s");
    assert_false(desk_says(&d, "Try it"));
    desk_key(&d, KEY_RIGHT); /* a step again */
    assert_int_equal(desk_step(&d), 1);
    desk_close(&d);
}

static void the_barrier_decides_about_the_lost_object(void **state) {
    (void)state;
    struct desk d;
    uint64_t lost;
    desk_open(&d, "scenarios/03-lost-object-barrier-on.json");
    desk_type(&d, "s");
    uint32_t row = row_of(&d, "barrier") + 1;
    for (int i = 0; i < 3; i++) desk_click(&d, COMMAND_TRY_MORE, row);
    assert_setting(&d, "barrier", "none");
    desk_key(&d, KEY_ESCAPE);
    desk_key(&d, KEY_END);
    assert_true(statistic_read(&d.app.open.session.now, "LostObjects", &lost) && lost == 1);
    desk_type(&d, "s");
    desk_click(&d, COMMAND_TRY_OWN, ANY_VALUE);
    assert_setting(&d, "barrier", "hybrid");
    desk_key(&d, KEY_ESCAPE);
    desk_key(&d, KEY_END);
    assert_true(statistic_read(&d.app.open.session.now, "LostObjects", &lost) && lost == 0);
    desk_close(&d);
}

static void assert_now(struct desk *d, int64_t gogc, uint64_t memory_limit) {
    const struct collector *gc = &d->app.open.session.now.s->gc;
    assert_int_equal(gc->gogc, gogc);
    assert_int_equal(gc->memory_limit, memory_limit);
}

static void what_can_change_while_a_program_runs_changes_from_here_on(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    for (int i = 0; i < 10; i++) desk_key(&d, KEY_RIGHT);
    desk_type(&d, "s");
    assert_true(desk_says(&d, "run from the start"));
    desk_key(&d, KEY_TAB);
    assert_true(desk_says(&d, "from this step on"));
    desk_key(&d, KEY_RIGHT);
    desk_key(&d, KEY_RIGHT);
    assert_int_equal(desk_step(&d), 10);
    assert_now(&d, 400, UINT64_MAX);
    assert_true(desk_says(&d, "a future of your own since step 10"));
    assert_setting(&d, "GOGC", "100"); /* it began with that */
    desk_key(&d, KEY_DOWN);
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "96KiB");
    desk_key(&d, KEY_ENTER);
    assert_now(&d, 400, 96 << 10);
    desk_key(&d, KEY_DOWN);
    desk_key(&d, KEY_RIGHT);
    assert_true(desk_says(&d, "barrier cannot change while a program runs"));
    desk_key(&d, KEY_ESCAPE);
    desk_key(&d, KEY_HOME);
    assert_now(&d, 100, UINT64_MAX);
    desk_key(&d, KEY_END);
    assert_now(&d, 400, 96 << 10);
    desk_key(&d, KEY_BACKSPACE); /* the scenario's own run */
    assert_int_equal(desk_step(&d), 10);
    assert_now(&d, 100, UINT64_MAX);
    desk_close(&d);
}

static void nothing_changes_behind_the_end(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_END);
    desk_type(&d, "s");
    desk_click(&d, COMMAND_TRY_HERE, ANY_VALUE);
    desk_key(&d, KEY_RIGHT);
    assert_true(desk_says(&d, "The program has ended"));
    assert_now(&d, 100, UINT64_MAX);
    desk_close(&d);
}

static void a_value_is_typed(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_type(&d, "s");
    desk_key(&d, KEY_DOWN);
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "96 KiB");
    assert_true(desk_says(&d, "96 KiB▏"));
    desk_key(&d, KEY_ENTER);
    assert_setting(&d, "GOMEMLIMIT", "96KiB");
    desk_key(&d, KEY_RIGHT);
    assert_setting(&d, "GOMEMLIMIT", "128KiB");
    desk_close(&d);
}

static void a_bad_value_is_refused_with_the_reason(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_END);
    uint64_t end = desk_step(&d);
    desk_type(&d, "s");
    desk_key(&d, KEY_ENTER);
    desk_type(&d, "-5");
    desk_key(&d, KEY_ENTER);
    assert_true(desk_says(&d, "GOGC takes a percentage from 0"));
    assert_setting(&d, "GOGC", "100");
    assert_int_equal(desk_step(&d), end);
    desk_key(&d, KEY_DOWN);
    assert_false(desk_says(&d, "GOGC takes"));
    desk_close(&d);
}

static void the_place_is_kept_where_the_run_is_the_same(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    for (int i = 0; i < 10; i++) desk_key(&d, KEY_RIGHT);
    desk_type(&d, "s");
    desk_click(&d, COMMAND_TRY_LESS, row_of(&d, "maxstack") + 1); /* it is far from that */
    assert_int_equal(desk_step(&d), 10);
    assert_true(desk_says(&d, "the same up to this step"));
    desk_close(&d);
}

static void the_place_is_kept_by_what_the_program_has_done(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_END);
    for (int i = 0; i < 5; i++) desk_key(&d, KEY_LEFT);
    uint64_t done = d.app.open.session.now.s->clock.progress;
    desk_type(&d, "s");
    uint32_t row = row_of(&d, "collector") + 1;
    for (int i = 0; i < 3; i++) desk_click(&d, COMMAND_TRY_MORE, row);
    assert_setting(&d, "collector", "none");
    assert_int_equal(d.app.open.session.now.s->clock.progress, done);
    assert_true(desk_says(&d, "has done as much"));
    desk_close(&d);
}

static void every_offered_setting_can_be_gone_through_in_every_kind_of_run(void **state) {
    static const char *const PATHS[] = {
        "scenarios/03-lost-object-barrier-on.json", "scenarios/28-shared-tail-malloc.json",
        "scenarios/30-growing-stack.json", "scenarios/92-worker-pool.go",
        "scenarios/83-remembered-set.json"};
    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct desk d;
        const struct setting *offers[SETTINGS_MAX];
        desk_open(&d, PATHS[i]);
        for (int k = 0; k < 30; k++) desk_key(&d, KEY_RIGHT);
        desk_type(&d, "s");
        uint32_t count = trying_offers(&d.app.open.scenario.program, offers);
        int more = i == 0 ? 3 : 1; /* each is a run of its own, from the start */
        for (uint32_t row = 0; row < count; row++) {
            for (int k = 0; k < more; k++) desk_key(&d, KEY_RIGHT);
            for (int k = 0; k < more + 1; k++) desk_key(&d, KEY_LEFT);
            desk_key(&d, KEY_BACKSPACE);
            assert_false(trying_differs(&d.app.trying, offers[row], &d.app.open.scenario.config));
            desk_key(&d, KEY_DOWN);
        }
        desk_close(&d);
    }
}

/* Where everything is large, the rows around the chosen one are shown. */
static void the_chosen_setting_is_seen_at_any_size(void **state) {
    static const struct {
        int width, height;
        float zoom;
    } SIZES[] = {{1920, 1080, 1}, {1280, 720, 1}, {1920, 1080, 2}, {1920, 1080, 3}, {1280, 720, 3}};
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_type(&d, "s");
    const struct setting *offers[SETTINGS_MAX];
    uint32_t count = trying_offers(&d.app.open.scenario.program, offers);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        d.app.look.zoom = SIZES[i].zoom;
        app_resize(&d.app, SIZES[i].width, SIZES[i].height);
        for (uint32_t row = 0; row < count; row++) {
            app_do(&d.app, COMMAND_TRY_ROW, row);
            desk_pass(&d, 0);
            assert_true(desk_says(&d, offers[row]->key));
        }
    }
    desk_close(&d);
}

/* The picture goes on while the run comes to the place. */
static void a_long_run_is_not_waited_for(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/80-short-pauses.json");
    desk_key(&d, KEY_END);
    uint64_t done = d.app.open.session.now.s->clock.progress;
    desk_type(&d, "s");
    double before = d.now;
    struct input in = {.kind = INPUT_KEY, .key = KEY_LEFT};
    app_input(&d.app, &in);
    assert_true(d.now - before < 0.05);
    for (int i = 0; i < 2000 && d.app.place.kept; i++) {
        before = d.now;
        app_tick(&d.app);
        assert_true(d.now - before < 0.05);
        assert_int_equal(app_wait(&d.app), 0);
    }
    assert_false(d.app.place.kept);
    assert_true(d.app.open.session.now.s->clock.progress <= done);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_setting_is_changed_and_the_scenario_runs_again),
        cmocka_unit_test(the_barrier_decides_about_the_lost_object),
        cmocka_unit_test(what_can_change_while_a_program_runs_changes_from_here_on),
        cmocka_unit_test(nothing_changes_behind_the_end),
        cmocka_unit_test(a_value_is_typed),
        cmocka_unit_test(a_bad_value_is_refused_with_the_reason),
        cmocka_unit_test(the_place_is_kept_where_the_run_is_the_same),
        cmocka_unit_test(the_place_is_kept_by_what_the_program_has_done),
        cmocka_unit_test(every_offered_setting_can_be_gone_through_in_every_kind_of_run),
        cmocka_unit_test(the_chosen_setting_is_seen_at_any_size),
        cmocka_unit_test(a_long_run_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
