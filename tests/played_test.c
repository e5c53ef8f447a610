/* A trace in the window: the same pictures as the live run, and nothing in it can be changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "support/desk.h"
#include "support/program.h"

struct desks {
    struct desk live, played;
};

static void open_both(struct desks *d, const char *path) {
    const char *trace = scratch_path("run.jsonl");
    shell_expect(0, "tricolor-sim trace %s -o %s", path, trace);
    desk_open(&d->live, path);
    desk_open(&d->played, trace);
}

static void close_both(struct desks *d) {
    desk_close(&d->live);
    desk_close(&d->played);
}

static void go_to(struct desk *d, uint64_t step) {
    char number[24];
    snprintf(number, sizeof number, "g%u", (unsigned)step);
    desk_type(d, number);
    desk_key(d, KEY_ENTER);
    desk_pass(d, 0.05);
}

static void assert_same_picture(struct desks *d, const char *path) {
    struct text live = {0}, played = {0};
    assert_int_equal(desk_step(&d->live), desk_step(&d->played));
    draw_describe(&d->live.app.draw, &live);
    draw_describe(&d->played.app.draw, &played);
    if (strcmp(text_string(&live), text_string(&played)) != 0)
        fail_msg("%s: step %u: the pictures differ", path, (unsigned)desk_step(&d->live));
    text_free(&live);
    text_free(&played);
}

static void assert_same_pictures(const char *path) {
    struct desks *d = calloc(1, sizeof *d);
    uint64_t random = 3;
    open_both(d, path);
    uint64_t steps = session_steps(&d->live.app.open.session);
    for (int i = 0; i < 12; i++) {
        uint64_t step = random_next(&random) % (steps + 1);
        go_to(&d->live, step);
        go_to(&d->played, step);
        assert_same_picture(d, path);
    }
    close_both(d);
    free(d);
}

static void a_played_run_looks_as_the_live_one_does(void **state) {
    (void)state;
    static const char *const PATHS[] = {
        "scenarios/03-lost-object-barrier-on.json",
        "scenarios/04-lost-object-no-barrier.json",
        "scenarios/20-malloc-and-free.json",
        "scenarios/30-growing-stack.json",
        "scenarios/50-tiny-objects.json",
        "scenarios/65-map-growth.json",
        "scenarios/92-worker-pool.go",
    };
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) assert_same_pictures(PATHS[i]);
}

static void nothing_can_be_changed_in_it(void **state) {
    (void)state;
    struct desks *d = calloc(1, sizeof *d);
    static const char *const KEYS[] = {"s", "m", "j"};
    open_both(d, "scenarios/03-lost-object-barrier-on.json");
    go_to(&d->played, 20);
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        desk_type(&d->played, KEYS[i]);
        assert_true(desk_says(&d->played, "cannot be changed"));
        assert_int_equal(app_modes(&d->played.app), 0);
    }
    desk_key(&d->played, KEY_TAB);
    assert_true(desk_says(&d->played, "cannot be changed"));
    assert_int_equal(desk_step(&d->played), 20);
    close_both(d);
    free(d);
}

static void a_piece_says_how_far_it_goes(void **state) {
    (void)state;
    struct desk *d = calloc(1, sizeof *d);
    const char *whole = scratch_path("whole.jsonl"), *piece = scratch_path("piece.jsonl");
    shell_expect(0, "tricolor-sim trace scenarios/01-mark-and-sweep.json -o %s", whole);
    shell_expect(0, "head -n 12 %s >%s", whole, piece);
    desk_open(d, piece);
    assert_true(desk_says(d, "cut off: it is played up to step 10"));
    desk_key(d, KEY_END);
    assert_int_equal(desk_step(d), 10);
    desk_close(d);
    desk_open(d, whole);
    assert_true(desk_says(d, "nothing is run"));
    desk_close(d);
    free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_played_run_looks_as_the_live_one_does),
        cmocka_unit_test(nothing_can_be_changed_in_it),
        cmocka_unit_test(a_piece_says_how_far_it_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
