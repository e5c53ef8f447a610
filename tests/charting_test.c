/* A log of collections in the window: opened, gone through, charted, exported. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/describing.h"
#include "base/file.h"
#include "exports/export.h"
#include "support/desk.h"
#include "support/folder.h"
#include "support/golden.h"
#include "view/theme.h"

#define STEADY "tests/gclogs/steady.log"

static uint32_t number(const struct desk *d) {
    const struct cycles_view *v = &d->app.charting.view;
    return cycles_at(v, v->cycle)->number;
}

static void a_log_opens_as_a_chart(void **state) {
    (void)state;
    struct desk d;
    char title[300];
    desk_open(&d, STEADY);
    assert_true(d.app.charting.is);
    assert_false(d.app.open.is);
    assert_true(desk_says(&d, "steady.log"));
    assert_true(desk_says(&d, "collections: 20"));
    assert_true(desk_says(&d, "Collection 1"));
    assert_true(desk_says(&d, "20 of 20 goals agree"));
    app_title(&d.app, title, sizeof title);
    assert_string_equal(title, "steady.log · gc 1 · 1 of 20");
    desk_close(&d);
}

static void keys_go_from_cycle_to_cycle(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, STEADY);
    desk_key(&d, KEY_LEFT);
    assert_int_equal(number(&d), 1);
    desk_key(&d, KEY_RIGHT);
    desk_key(&d, KEY_PAGE_DOWN);
    assert_int_equal(number(&d), 3);
    assert_true(desk_says(&d, "Collection 3"));
    assert_true(desk_says(&d, "gc 3 of 20"));
    desk_key(&d, KEY_END);
    desk_key(&d, KEY_RIGHT);
    assert_int_equal(number(&d), 20);
    desk_key(&d, KEY_PAGE_UP);
    assert_int_equal(number(&d), 19);
    desk_key(&d, KEY_HOME);
    assert_int_equal(number(&d), 1);
    desk_type(&d, "g17");
    desk_key(&d, KEY_ENTER);
    assert_int_equal(number(&d), 17);
    desk_type(&d, "g99");
    desk_key(&d, KEY_ENTER);
    assert_int_equal(number(&d), 20);
    desk_wheel(&d, 700, 400, 1);
    assert_int_equal(number(&d), 19);
    desk_close(&d);
}

static void a_click_selects_a_cycle(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, STEADY);
    desk_click(&d, COMMAND_SEEK, 12);
    assert_int_equal(number(&d), 13);
    desk_click(&d, COMMAND_STEP_FORWARD, ANY_VALUE);
    assert_int_equal(number(&d), 14);
    desk_close(&d);
}

/* What a run has, a log has not; nothing of it does harm. */
static void every_key_is_safe(void **state) {
    (void)state;
    static const enum key KEYS[] = {KEY_SPACE, KEY_UP,        KEY_DOWN,   KEY_TAB,
                                    KEY_ENTER, KEY_BACKSPACE, KEY_DELETE, KEY_F1 + 4};
    struct desk d;
    desk_open(&d, "tests/gclogs/mixed.log");
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        desk_key(&d, KEYS[i]);
        desk_shift_key(&d, KEYS[i]);
        desk_ctrl_key(&d, KEYS[i]);
        desk_pass(&d, 0.1);
    }
    desk_type(&d, "aAbBcCdDeEhHiIjJlLmMnNpPrRsSwWzZxX[]\\.,123456789+=-");
    desk_pass(&d, 0.1);
    assert_true(d.app.charting.is);
    desk_type(&d, "?");
    assert_true(desk_says(&d, "cycles by number, or by time"));
    assert_false(desk_says(&d, "play and pause"));
    desk_key(&d, KEY_ESCAPE);
    desk_key(&d, KEY_ESCAPE);
    assert_false(d.app.charting.is);
    desk_pass(&d, 0.1);
    desk_close(&d);
}

static void gogc_of_the_model_can_be_changed(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, STEADY);
    assert_true(desk_says(&d, "GOGC 100 inferred"));
    desk_type(&d, "+");
    assert_true(desk_says(&d, "GOGC 200 given"));
    assert_false(desk_says(&d, "20 of 20 goals agree"));
    desk_type(&d, "--");
    assert_true(desk_says(&d, "GOGC 50 given"));
    desk_key(&d, KEY_BACKSPACE);
    assert_true(desk_says(&d, "GOGC 100 inferred"));
    desk_close(&d);
}

static void tab_goes_from_process_to_process(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "tests/gclogs/mixed.log");
    assert_true(desk_says(&d, "process 1 of 2"));
    desk_key(&d, KEY_END);
    desk_key(&d, KEY_TAB);
    assert_true(desk_says(&d, "process 2 of 2"));
    assert_true(desk_says(&d, "gc 4 of 4"));
    desk_shift_key(&d, KEY_TAB);
    assert_true(desk_says(&d, "process 1 of 2"));
    desk_close(&d);
}

static void cycles_lie_by_time_or_by_number(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, STEADY);
    assert_true(desk_says(&d, "0.10 s"));
    desk_type(&d, "e");
    assert_false(desk_says(&d, "0.10 s"));
    assert_true(desk_says(&d, "gc 11"));
    desk_close(&d);
}

static void a_log_that_goes_on_is_followed(void **state) {
    (void)state;
    char *bytes, why[256];
    size_t length;
    assert_int_equal(file_read(STEADY, 1 << 20, &bytes, &length, why, sizeof why), FILE_OK);
    char *end = strstr(bytes, "gc 8 ");
    *end = '\0';
    folder_write("x.log", bytes);
    folder_set_time("x.log", 1000);
    struct desk d;
    desk_open(&d, folder_path("x.log"));
    desk_key(&d, KEY_END);
    assert_int_equal(number(&d), 7);
    *end = 'g';
    folder_write("x.log", bytes);
    desk_pass(&d, 1);
    desk_pass(&d, 1);
    assert_int_equal(number(&d), 20);
    desk_key(&d, KEY_LEFT);
    folder_write("x.log", "nothing of it\n");
    folder_set_time("x.log", 3000);
    desk_pass(&d, 1);
    desk_pass(&d, 1);
    assert_int_equal(number(&d), 19);
    assert_true(d.app.complaint.shown);
    free(bytes);
    desk_close(&d);
}

static void a_log_gives_way_to_a_run_and_back(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, STEADY);
    assert_true(app_open(&d.app, "scenarios/01-mark-and-sweep.json"));
    assert_true(d.app.open.is && !d.app.charting.is);
    desk_pass(&d, 0.1);
    assert_true(app_open(&d.app, "tests/gclogs/off.log"));
    assert_true(!d.app.open.is && d.app.charting.is);
    desk_pass(&d, 0.1);
    assert_true(desk_says(&d, "GOGC off"));
    assert_false(app_open(&d.app, "tests/bad/not-json.json"));
    assert_true(d.app.charting.is);
    desk_close(&d);
}

static void the_chart_is_the_recorded_one(void **state) {
    (void)state;
    struct desk d;
    struct text words = {0};
    desk_open(&d, "tests/gclogs/percent.log");
    desk_type(&d, "g10");
    desk_key(&d, KEY_ENTER);
    app_resize(&d.app, 1920, 1080);
    app_draw(&d.app);
    draw_describe(&d.app.draw, &words);
    golden_check("picture-gctrace.txt", text_string(&words));
    text_free(&words);
    desk_close(&d);
}

/* At every size and zoom, and with one cycle or thousands, the picture is whole and small. */
static void any_size_and_any_number_of_cycles_has_a_picture(void **state) {
    (void)state;
    static const int SIZES[][2] = {{1920, 1080}, {1280, 720}, {640, 360}, {120, 90}, {3840, 2160}};
    struct text many = {0};
    for (int i = 1; i <= 3000; i++)
        text_addf(
            &many,
            "gc %d @%d.%03ds 1%%: 1+1+1 ms clock, 1+1/1/1+1 ms cpu, %d->%d->2 MB, %d MB goal, "
            "2 P\n",
            i, i / 20, i % 20 * 50, 3 + i % 3, 3 + i % 3, 4 + i % 2);
    folder_write("many.log", text_string(&many));
    folder_write("one.log", "gc 9 @7.5s 1%: 0+0+0 ms clock, 0+0/0/0+0 ms cpu, 0->0->0 MB, 4 MB "
                            "goal, 1 P\n");
    text_free(&many);
    const char *const NAMES[] = {folder_path("many.log"), folder_path("one.log"), STEADY,
                                 "tests/gclogs/off.log"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        struct desk d;
        desk_open(&d, NAMES[i]);
        for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++)
            for (d.app.look.zoom = 0.5f; d.app.look.zoom <= 3; d.app.look.zoom += 0.5f) {
                app_resize(&d.app, SIZES[k][0], SIZES[k][1]);
                desk_type(&d, "e");
                app_draw(&d.app);
                assert_false(d.app.draw.failed);
                assert_true(d.app.draw.count < 20000);
            }
        desk_close(&d);
    }
}

/* ---- exports ---- */

static enum export_state export_log(const char *log, const char *to, uint64_t step, char *why) {
    static struct export_job job;
    struct scenario s;
    struct text complaints = {0};
    assert_int_equal(scenario_load(&s, log, &complaints), FILE_OK);
    struct export_request r = export_request_to(to);
    r.step = step;
    enum export_state state = EXPORT_FAILED;
    if (export_open(&job, &s, NULL, &r, NULL)) do
            state = export_go_on(&job);
        while (state == EXPORT_GOES_ON);
    snprintf(why, 512, "%s", job.why);
    export_close(&job);
    text_free(&complaints);
    scenario_free(&s);
    return state;
}

static void its_numbers_are_exported(void **state) {
    (void)state;
    char why[512], *bytes, reason[256];
    size_t length;
    const char *out = folder_path("x.csv");
    assert_int_equal(export_log(STEADY, out, NEVER, why), EXPORT_DONE);
    assert_int_equal(file_read(out, 1 << 20, &bytes, &length, reason, sizeof reason), FILE_OK);
    assert_int_equal(strncmp(bytes, "process,cycle,at_s,gc_percent,", 30), 0);
    assert_non_null(strstr(bytes, "\r\n1,20,0.316,7,"));
    free(bytes);
}

static void what_a_log_has_not_is_refused(void **state) {
    (void)state;
    char why[512];
    assert_int_equal(export_log(STEADY, folder_path("x.gif"), NEVER, why), EXPORT_FAILED);
    assert_non_null(strstr(why, "a log of collections is written to a name that ends in .png, "
                                ".svg or .csv"));
    assert_int_equal(export_log(STEADY, folder_path("x.png"), 21, why), EXPORT_FAILED);
    assert_string_equal(why, "--step 21: the log has no such collection; it has 1 to 20");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_opens_as_a_chart),
        cmocka_unit_test(keys_go_from_cycle_to_cycle),
        cmocka_unit_test(a_click_selects_a_cycle),
        cmocka_unit_test(every_key_is_safe),
        cmocka_unit_test(gogc_of_the_model_can_be_changed),
        cmocka_unit_test(tab_goes_from_process_to_process),
        cmocka_unit_test(cycles_lie_by_time_or_by_number),
        cmocka_unit_test(a_log_that_goes_on_is_followed),
        cmocka_unit_test(a_log_gives_way_to_a_run_and_back),
        cmocka_unit_test(the_chart_is_the_recorded_one),
        cmocka_unit_test(any_size_and_any_number_of_cycles_has_a_picture),
        cmocka_unit_test(its_numbers_are_exported),
        cmocka_unit_test(what_a_log_has_not_is_refused),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
