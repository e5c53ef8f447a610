/* The user is the scheduler: who goes next, and the futures that come of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/inspect/statistics.h"
#include "support/desk.h"

static void go_to_choice(struct desk *d, uint32_t least) {
    for (int i = 0; i < 400; i++) {
        struct candidate out[64];
        if (session_choices(&d->app.open.session, out, 64) >= least) return;
        desk_key(d, KEY_RIGHT);
    }
    fail_msg("there is never a choice of %u", least);
}

static uint32_t last_actor(const struct desk *d) {
    return d->app.open.session.now.s->clock.last_actor;
}

static void tab_goes_through_those_who_can_go_next(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.go");
    go_to_choice(&d, 3);
    uint64_t step = desk_step(&d);
    desk_key(&d, KEY_TAB);
    const struct scheduling *s = &d.app.scheduling;
    assert_true(desk_says(&d, "Who goes next?"));
    uint32_t first = s->chosen;
    assert_false(s->offers[first].who.goes); /* the other one is what one asks for */
    for (uint32_t i = 0; i < s->count; i++) {
        assert_true(s->offers[s->chosen].name[0] && s->offers[s->chosen].does[0]);
        assert_true(desk_says(&d, s->offers[s->chosen].does));
        desk_key(&d, KEY_TAB);
    }
    assert_int_equal(s->chosen, first);
    desk_shift_key(&d, KEY_TAB);
    assert_true(s->chosen != first);
    assert_int_equal(desk_step(&d), step); /* nothing has happened yet */
    assert_int_equal(session_future(&d.app.open.session), NEVER);
    desk_key(&d, KEY_ESCAPE);
    assert_false(desk_says(&d, "Who goes next?"));
    desk_close(&d);
}

static void enter_begins_a_future_of_ones_own(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.go");
    go_to_choice(&d, 3);
    uint64_t step = desk_step(&d), steps = session_steps(&d.app.open.session);
    desk_key(&d, KEY_TAB);
    uint32_t actor = d.app.scheduling.offers[d.app.scheduling.chosen].who.choice.actor;
    desk_key(&d, KEY_ENTER);
    assert_int_equal(desk_step(&d), step + 1);
    assert_int_equal(last_actor(&d), actor);
    assert_true(desk_says(&d, "a future of your own since step"));
    desk_key(&d, KEY_RIGHT); /* and so on */
    assert_int_equal(desk_step(&d), step + 2);
    assert_true(desk_says(&d, "Who goes next?"));
    desk_key(&d, KEY_LEFT);
    assert_int_equal(desk_step(&d), step + 1);
    assert_int_equal(last_actor(&d), actor);
    desk_key(&d, KEY_BACKSPACE);
    assert_false(desk_says(&d, "a future of your own"));
    assert_true(desk_says(&d, "the scenario's own run again"));
    desk_key(&d, KEY_ESCAPE);
    desk_pass(&d, 1);
    assert_int_equal(session_steps(&d.app.open.session), steps);
    desk_close(&d);
}

static void clicks_do_the_same(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.go");
    go_to_choice(&d, 3);
    desk_key(&d, KEY_TAB);
    uint32_t first = d.app.scheduling.chosen;
    for (uint32_t i = 0; i < d.app.scheduling.count; i++) {
        desk_click(&d, COMMAND_NEXT_CHOOSE, i);
        assert_true(d.app.scheduling.chosen == i || i == first);
    }
    desk_key(&d, KEY_ENTER);
    desk_key(&d, KEY_ESCAPE);
    if (session_future(&d.app.open.session) != NEVER) desk_click(&d, COMMAND_OWN_FUTURE, ANY_VALUE);
    assert_int_equal(session_future(&d.app.open.session), NEVER);
    desk_close(&d);
}

/* By choosing again and again the object is lost that the scenario's schedule does not lose. */
static void a_bad_schedule_can_be_found_by_hand(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/04-lost-object-no-barrier.json");
    uint64_t lost;
    desk_key(&d, KEY_END);
    assert_true(statistic_read(&d.app.open.session.now, "LostObjects", &lost) && lost == 1);
    desk_key(&d, KEY_HOME);
    for (int i = 0; i < 400 && machine_running(&d.app.open.session.now); i++) {
        desk_key(&d, KEY_TAB);
        if (!d.app.scheduling.shown) break;
        for (uint32_t k = 0; k < d.app.scheduling.count; k++) /* the program, while it can */
            if (d.app.scheduling.offers[k].who.choice.actor != ACTOR_COLLECTOR)
                desk_click(&d, COMMAND_NEXT_CHOOSE, k);
        desk_key(&d, KEY_ENTER);
    }
    assert_true(statistic_read(&d.app.open.session.now, "LostObjects", &lost) && lost == 0);
    desk_close(&d);
}

static void at_the_end_nobody_can_go(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/01-mark-and-sweep.json");
    desk_key(&d, KEY_END);
    desk_key(&d, KEY_TAB);
    assert_true(desk_says(&d, "nobody can go any more"));
    desk_key(&d, KEY_ENTER);
    desk_key(&d, KEY_BACKSPACE);
    assert_int_equal(desk_step(&d), session_steps(&d.app.open.session));
    desk_close(&d);
}

static void who_can_go_follows_the_step(void **state) {
    (void)state;
    struct desk d;
    desk_open(&d, "scenarios/92-worker-pool.go");
    go_to_choice(&d, 2);
    desk_key(&d, KEY_TAB);
    for (int i = 0; i < 10; i++) {
        desk_type(&d, ".");
        assert_int_equal(d.app.scheduling.step, desk_step(&d));
    }
    desk_key(&d, KEY_SPACE); /* nobody is asked while it plays */
    desk_pass(&d, 2);
    assert_false(desk_says(&d, "Who goes next?"));
    desk_close(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tab_goes_through_those_who_can_go_next),
        cmocka_unit_test(enter_begins_a_future_of_ones_own),
        cmocka_unit_test(clicks_do_the_same),
        cmocka_unit_test(a_bad_schedule_can_be_found_by_hand),
        cmocka_unit_test(at_the_end_nobody_can_go),
        cmocka_unit_test(who_can_go_follows_the_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
