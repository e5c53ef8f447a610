/* 10,000 goroutines against 10,000 threads: that they run, what they take, and that any step of
 * such a run can be reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/cost.h"
#include "machine/inspect/condition.h"
#include "machine/inspect/statistics.h"
#include "machine/sched.h"
#include "session/session.h"
#include "support/build.h"
#include "support/oracle.h"

enum { CROWD = 10000, STEPS_MOST = 1000000 };

static const char *const PATHS[] = {"scenarios/36-ten-thousand-goroutines.json",
                                    "scenarios/37-ten-thousand-threads.json"};

static void load(struct scenario *s, int which) {
    struct text complaints = {0};
    assert_true(build_is_crowd(PATHS[which]));
    if (scenario_load(s, PATHS[which], &complaints) != FILE_OK)
        fail_msg("%s", text_string(&complaints));
}

static uint64_t number(const struct machine *m, const char *name) {
    return statistic_find(name)->value(m);
}

static void both_do_what_they_expect(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct scenario s;
        struct session session;
        struct text wrong = {0};
        load(&s, i);
        assert_true(session_open(&session, &s));
        assert_int_equal(session_run(&session, STEPS_MOST), STOP_END);
        if (session_check(&session, &wrong) > 0) fail_msg("%s", text_string(&wrong));
        for (uint32_t c = 0; c < s.caption_count; c++)
            assert_int_not_equal(session.caption_steps[c], NEVER);
        session_close(&session);
        scenario_free(&s);
    }
}

static void require_sound(const struct machine *m) {
    const char *wrong = check_state(m);
    if (!wrong) wrong = oracle_state(m);
    if (wrong) fail_msg("step %llu: %s", (unsigned long long)m->s->clock.step, wrong);
}

/* Without the schedule, and with collections at any moment. */
static void they_are_sound_under_any_seed(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct scenario s;
        struct machine m;
        load(&s, i);
        s.config.seed = 5;
        s.config.procs = 4;
        s.config.gogc = 0;
        assert_true(machine_open(&m, &s.program, &s.config));
        while (machine_running(&m) && m.s->clock.step < STEPS_MOST) {
            machine_step(&m, sched_pick(&m));
            if (m.s->clock.step % 29989 == 0) require_sound(&m);
        }
        require_sound(&m);
        assert_int_equal(m.s->outcome, OUTCOME_DONE);
        machine_close(&m);
        scenario_free(&s);
    }
}

static void the_collector_frees_the_stacks_of_ended_goroutines(void **state) {
    (void)state;
    struct scenario s;
    struct machine m;
    load(&s, 0);
    assert_true(machine_open(&m, &s.program, &s.config));
    uint64_t most = 0;
    while (machine_running(&m)) {
        machine_step(&m, sched_pick(&m));
        if (number(&m, "StackInuse") > most) most = number(&m, "StackInuse");
    }
    assert_in_range(most, CROWD * 2048, CROWD * 2048 + 65536); /* 2 KiB each, and main */
    assert_in_range(number(&m, "StackInuse"), 32768, 64 * 32768);
    machine_close(&m);
    scenario_free(&s);
}

/* The same program, step by step: what differs is what the stacks cost. */
static void a_thread_costs_more_than_a_goroutine(void **state) {
    (void)state;
    uint64_t start[2], memory[2], addresses[2];
    for (int i = 0; i < 2; i++) {
        struct scenario s;
        struct machine m;
        load(&s, i);
        assert_true(machine_open(&m, &s.program, &s.config));
        while (m.s->goroutine_count <= CROWD) machine_step(&m, sched_pick(&m));
        start[i] = cost_spent(&m, i ? COST_THREAD_START : COST_GOROUTINE_START);
        memory[i] = number(&m, "StackInuse");
        addresses[i] = number(&m, "StackSys");
        machine_close(&m);
        scenario_free(&s);
    }
    assert_int_equal(start[0], (CROWD + 1) * 570);
    assert_int_equal(start[1], (CROWD + 1) * 20000);
    assert_int_equal(memory[1], (CROWD + 1) * 4096);
    assert_true(memory[0] < memory[1] * 51 / 100);
    assert_int_equal(addresses[1], (CROWD + 1) * ((8 << 20) + 4096ull));
}

static void any_step_can_be_reached(void **state) {
    (void)state;
    static const uint64_t STEPS[] = {100000, 20000, 150000, 1, 60000};
    struct scenario s;
    struct session session;
    struct machine straight;
    load(&s, 0);
    assert_true(session_open(&session, &s));
    session_run(&session, 160000);
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        session_seek(&session, STEPS[i]);
        assert_true(machine_open(&straight, &s.program, &s.config));
        while (straight.s->clock.step < STEPS[i]) machine_step(&straight, sched_pick(&straight));
        assert_int_equal(machine_hash(&session.now), machine_hash(&straight));
        machine_close(&straight);
    }
    session_close(&session);
    scenario_free(&s);
}

/* Sooner than by asking all goroutines: who did the step, or was started in it. */
static void conditions_come_when_they_hold(void **state) {
    (void)state;
    struct scenario s;
    struct machine m;
    uint64_t first[4] = {0}, comes[4] = {0};
    build_scenario(
        &s, "'script': {'globals': {'x': 'int'}, 'functions': {'main': [{'go': 'f'}, {'go': 'f'}, "
            "{'yield': true, 'label': 'a'},"
            "{'yield': true}, {'set': 'x', 'to': 1, 'label': 'b'}, {'gc': 'run'}],"
            "'f': [{'yield': true, 'label': 'c'}, {'set': 'x', 'to': 2, 'label': 'd'}]}},"
            "'captions': [{'when': {'at': 'a'}, 'say': '-'}, {'when': {'at': 'b'}, 'say': '-'},"
            "{'when': {'at': 'c'}, 'say': '-'}, {'when': {'at': 'd'}, 'say': '-'}]");
    assert_true(machine_open(&m, &s.program, &s.config));
    while (machine_running(&m)) {
        machine_step(&m, sched_pick(&m));
        for (uint32_t i = 0; i < s.caption_count; i++) {
            const struct condition *when = &s.captions[i].when;
            if (!comes[i] && condition_comes(&m, when)) comes[i] = m.s->clock.step;
            if (!first[i] && condition_holds(&m, when, 0)) first[i] = m.s->clock.step;
        }
    }
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_not_equal(first[i], 0);
        assert_int_equal(comes[i], first[i]);
    }
    machine_close(&m);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_do_what_they_expect),
        cmocka_unit_test(they_are_sound_under_any_seed),
        cmocka_unit_test(the_collector_frees_the_stacks_of_ended_goroutines),
        cmocka_unit_test(a_thread_costs_more_than_a_goroutine),
        cmocka_unit_test(any_step_can_be_reached),
        cmocka_unit_test(conditions_come_when_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
