/* Files that are saved while they are open: read again, the place kept, mistakes shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/desk.h"
#include "support/folder.h"

#define MAIN_GO                                                                                    \
    "package main\n\nfunc main() {\n\tsum := 0\n\tfor i := 0; i < 9; i++ {\n\t\tsum += i\n\t}\n"   \
    "\tprintln(sum)\n}\n"
#define OTHER_END                                                                                  \
    "package main\n\nfunc main() {\n\tsum := 0\n\tfor i := 0; i < 9; i++ {\n\t\tsum += i\n\t}\n"   \
    "\tprintln(\"sum\", sum)\n}\n"
#define LONGER_START                                                                               \
    "package main\n\nfunc main() {\n\tsum := 0\n\tprintln(1)\n\tfor i := 0; i < 9; i++ {\n"        \
    "\t\tsum += i\n\t}\n\tprintln(sum)\n}\n"
#define HALF "package main\n\nfunc main() {\n\tsum := 0\n\tfor i := 0; i <"
#define SCENARIO                                                                                   \
    "{\"format\": 1, \"title\": \"%s\", \"summary\": \"s\", \"program\": \"%s\", "                 \
    "\"runtime\": {\"GOGC\": 50}}"

static void save(const char *name, const char *content) {
    static long seconds = 1000;
    folder_write(name, content);
    folder_set_time(name, seconds++); /* the clock of the file system is slow */
}

static void save_scenario(const char *name, const char *title, const char *program) {
    char text[512];
    snprintf(text, sizeof text, SCENARIO, title, program);
    save(name, text);
}

static void open_go(struct desk *d) {
    save("a.go", MAIN_GO);
    desk_open(d, folder_path("a.go"));
    for (int i = 0; i < 12; i++) desk_key(d, KEY_RIGHT);
}

/* Whether the program that is run contains these words. */
static bool runs(const struct desk *d, const char *words) {
    const struct scenario *s = &d->app.open.scenario;
    return strstr(s->program_text ? s->program_text : s->text, words) != NULL;
}

/* As long as it takes until a change is noticed. */
static void wait(struct desk *d) {
    for (int i = 0; i < 6; i++) desk_pass(d, 0.1);
}

static void a_program_that_is_saved_runs_again_at_the_same_step(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    uint64_t hash = machine_hash(&d.app.open.session.now);
    save("a.go", MAIN_GO "\n// the end\n");
    wait(&d);
    assert_int_equal(desk_step(&d), 12);
    assert_true(machine_hash(&d.app.open.session.now) == hash);
    assert_true(desk_says(&d, "the same up to this step"));
    save("a.go", OTHER_END);
    wait(&d);
    assert_int_equal(desk_step(&d), 12);
    assert_true(runs(&d, "println(\"sum\", sum)"));
    desk_close(&d);
}

static void another_run_goes_on_where_as_much_is_done(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    uint64_t done = d.app.open.session.now.s->clock.progress;
    save("a.go", LONGER_START);
    wait(&d);
    assert_int_equal(d.app.open.session.now.s->clock.progress, done);
    assert_true(desk_says(&d, "has done as much"));
    desk_close(&d);
}

static void a_shorter_run_is_left_at_its_end(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    save("a.go", "package main\n\nfunc main() {\n}\n");
    wait(&d);
    assert_int_equal(desk_step(&d), session_steps(&d.app.open.session));
    assert_true(desk_says(&d, "ends earlier"));
    desk_close(&d);
}

static void a_mistake_is_shown_and_the_old_run_stays(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    save("a.go", HALF);
    wait(&d);
    assert_int_equal(desk_step(&d), 12);
    assert_true(desk_says(&d, "a.go:5:"));
    assert_true(desk_says(&d, "the last good run is still here"));
    assert_true(runs(&d, "println(sum)"));
    desk_key(&d, KEY_RIGHT); /* one can go on looking at it */
    assert_int_equal(desk_step(&d), 13);
    save("a.go", OTHER_END);
    wait(&d);
    assert_false(desk_says(&d, "the last good run"));
    assert_int_equal(desk_step(&d), 13);
    desk_close(&d);
}

static void a_mistake_can_be_dismissed(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    save("a.go", HALF);
    wait(&d);
    desk_key(&d, KEY_ESCAPE);
    assert_false(desk_says(&d, "the last good run"));
    assert_true(d.app.open.is);
    save("a.go", "package main\nfunc main() { x }\n");
    wait(&d);
    desk_click(&d, COMMAND_DISMISS, ANY_VALUE);
    assert_false(desk_says(&d, "the last good run"));
    desk_close(&d);
}

static void a_file_that_takes_the_place_of_the_old_one_is_read(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    save("a.go~", OTHER_END);
    assert_int_equal(rename(folder_path("a.go~"), folder_path("a.go")), 0);
    wait(&d);
    assert_true(runs(&d, "println(\"sum\", sum)"));
    desk_close(&d);
}

static void a_file_that_is_deleted_leaves_the_run(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    assert_int_equal(unlink(folder_path("a.go")), 0);
    wait(&d);
    assert_true(d.app.open.is);
    assert_int_equal(desk_step(&d), 12);
    assert_true(desk_says(&d, "was deleted; the run stays"));
    save("a.go", OTHER_END);
    wait(&d);
    assert_true(runs(&d, "println(\"sum\", sum)"));
    desk_close(&d);
}

/* Pieces that follow one another faster than the files are looked at. */
static void a_half_written_file_is_waited_for(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    for (int i = 0; i < 10; i++) {
        save("a.go", HALF);
        desk_pass(&d, 0.1);
        assert_false(d.app.complaint.shown);
    }
    save("a.go", OTHER_END);
    wait(&d);
    assert_false(d.app.complaint.shown);
    assert_true(runs(&d, "println(\"sum\", sum)"));
    desk_close(&d);
}

static void the_scenario_and_its_program_are_both_in_use(void **state) {
    (void)state;
    struct desk d;
    save("b.go", MAIN_GO);
    save_scenario("b.json", "First", "b.go");
    desk_open(&d, folder_path("b.json"));
    save("b.go", OTHER_END);
    wait(&d);
    assert_true(runs(&d, "println(\"sum\", sum)"));
    save_scenario("b.json", "Second", "b.go");
    wait(&d);
    assert_true(desk_says(&d, "Second"));
    desk_close(&d);
}

static void a_program_that_comes_into_use_with_a_mistake_is_watched_too(void **state) {
    (void)state;
    struct desk d;
    save("b.go", MAIN_GO);
    save("c.go", HALF);
    save_scenario("b.json", "First", "b.go");
    desk_open(&d, folder_path("b.json"));
    save_scenario("b.json", "Second", "c.go");
    wait(&d);
    assert_true(desk_says(&d, "c.go:5:"));
    assert_true(desk_says(&d, "First"));
    save("c.go", OTHER_END);
    wait(&d);
    assert_true(desk_says(&d, "Second"));
    assert_true(runs(&d, "println(\"sum\", sum)"));
    desk_close(&d);
}

static void what_is_tried_goes_on_being_tried(void **state) {
    (void)state;
    struct desk d;
    save("b.go", MAIN_GO);
    save_scenario("b.json", "First", "b.go");
    desk_open(&d, folder_path("b.json"));
    desk_type(&d, "s");
    desk_key(&d, KEY_RIGHT);
    assert_true(desk_says(&d, "tried: GOGC 100"));
    save_scenario("b.json", "Second", "b.go");
    wait(&d);
    assert_true(desk_says(&d, "Second"));
    assert_true(desk_says(&d, "tried: GOGC 100"));
    desk_key(&d, KEY_BACKSPACE);
    assert_false(desk_says(&d, "tried: "));
    assert_int_equal(d.app.open.session.now.config.gogc, 50);
    desk_close(&d);
}

static void a_closed_scenario_is_not_looked_at(void **state) {
    (void)state;
    struct desk d;
    open_go(&d);
    desk_key(&d, KEY_ESCAPE);
    save("a.go", HALF);
    wait(&d);
    assert_false(d.app.open.is || d.app.complaint.shown);
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_that_is_saved_runs_again_at_the_same_step),
        cmocka_unit_test(another_run_goes_on_where_as_much_is_done),
        cmocka_unit_test(a_shorter_run_is_left_at_its_end),
        cmocka_unit_test(a_mistake_is_shown_and_the_old_run_stays),
        cmocka_unit_test(a_mistake_can_be_dismissed),
        cmocka_unit_test(a_file_that_takes_the_place_of_the_old_one_is_read),
        cmocka_unit_test(a_file_that_is_deleted_leaves_the_run),
        cmocka_unit_test(a_half_written_file_is_waited_for),
        cmocka_unit_test(the_scenario_and_its_program_are_both_in_use),
        cmocka_unit_test(a_program_that_comes_into_use_with_a_mistake_is_watched_too),
        cmocka_unit_test(what_is_tried_goes_on_being_tried),
        cmocka_unit_test(a_closed_scenario_is_not_looked_at),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}
