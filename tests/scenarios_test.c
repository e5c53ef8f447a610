/* Every scenario of the library, run in every way it can be run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "machine/check/check.h"
#include "machine/sched.h"
#include "session/seek.h"
#include "support/build.h"

/* Runs of up to LONG steps are looked at after every step; longer ones at as many steps in all. */
enum { SEEDS = 12, STEPS_MAX = 3000000, LONG = 2000 };

/* Calls `test` for every scenario of the library. */
static void each_scenario(void (*test)(struct scenario *s)) {
    glob_t found;
    assert_int_equal(glob("scenarios/[0-9]*.json", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 5);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct scenario s;
        struct text complaints = {0};
        if (build_is_crowd(found.gl_pathv[i])) continue;
        if (scenario_load(&s, found.gl_pathv[i], &complaints) != FILE_OK)
            fail_msg("%s", text_string(&complaints));
        if (s.config.pages_max > 64) s.config.pages_max = 64; /* quicker to make and to copy */
        s.config.goroutines_max = 1024;
        test(&s);
        scenario_free(&s);
        text_free(&complaints);
    }
    globfree(&found);
}

static void runs_as_expected(struct scenario *s) {
    struct session session;
    struct text wrong = {0};
    assert_true(session_open(&session, s));
    assert_int_equal(session_run(&session, STEPS_MAX), STOP_END);
    if (session_check(&session, &wrong) > 0) fail_msg("%s: %s", s->path, text_string(&wrong));
    assert_true(s->caption_count >= 2 && s->expectation_count >= 1);
    for (uint32_t i = 0; i < s->caption_count; i++)
        if (session.caption_steps[i] == NEVER)
            fail_msg("%s: the caption \"%s\" is never shown", s->path, s->captions[i].say);
    session_close(&session);
    text_free(&wrong);
}

static void every_scenario_does_what_it_expects(void **state) {
    (void)state;
    each_scenario(runs_as_expected);
}

/* ---- under other seeds and numbers of processors, without the schedule ---- */

static uint64_t steps_of(const struct scenario *s) {
    struct machine m;
    assert_true(machine_open(&m, &s->program, &s->config));
    while (machine_running(&m) && m.s->clock.step < STEPS_MAX) machine_step(&m, sched_pick(&m));
    uint64_t steps = m.s->clock.step;
    machine_close(&m);
    return steps;
}

static void check_steps(struct scenario *s, uint64_t every) {
    struct machine m;
    assert_true(machine_open(&m, &s->program, &s->config));
    while (machine_running(&m) && m.s->clock.step < STEPS_MAX) {
        machine_step(&m, sched_pick(&m));
        if (m.s->clock.step % every != 0) continue;
        const char *wrong = check_state(&m);
        if (wrong)
            fail_msg("%s: %s (seed %llu, procs %u, step %llu)", s->path, wrong,
                     (unsigned long long)s->config.seed, s->config.procs,
                     (unsigned long long)m.s->clock.step);
    }
    assert_false(machine_running(&m));
    assert_int_equal(m.s->gc.lost, 0);
    machine_close(&m);
}

static void holds_under_every_seed(struct scenario *s) {
    s->program.directive_count = 0;
    uint64_t every = 1 + steps_of(s) / LONG, seeds = every == 1 ? SEEDS : 1;
    for (uint32_t barrier = 0; barrier < BARRIER_NONE; barrier++)
        for (uint64_t seed = 0; seed < seeds; seed++)
            for (uint32_t procs = 1; procs <= 4; procs *= 2) {
                s->config.barrier = barrier;
                s->config.seed = seed;
                s->config.procs = procs;
                check_steps(s, every);
            }
}

static void each_barrier_keeps_its_invariant_after_every_step_under_every_seed(void **state) {
    (void)state;
    each_scenario(holds_under_every_seed);
}

/* ---- with other collectors ---- */

static void holds_with_every_collector(struct scenario *s) {
    s->program.directive_count = 0;
    uint64_t every = 1 + steps_of(s) / LONG;
    for (uint32_t collector = 0; collector < COLLECTOR_COUNT; collector++)
        for (uint32_t barrier = 0; barrier < BARRIER_NONE; barrier++) {
            s->config.collector = collector;
            s->config.nursery = 100U << 2 * barrier;
            s->config.barrier = barrier;
            s->config.procs = 1 + barrier;
            check_steps(s, every);
        }
}

static void no_collector_loses_anything(void **state) {
    (void)state;
    each_scenario(holds_with_every_collector);
}

/* ---- hostile runs ---- */

static uint64_t hash_at_end(const struct scenario *s) {
    struct machine m;
    assert_true(machine_open(&m, &s->program, &s->config));
    while (machine_running(&m)) machine_step(&m, sched_pick(&m));
    uint64_t hash = machine_hash(&m);
    machine_close(&m);
    return hash;
}

/* The state has no pointers: it can be anywhere. */
static void survives_moving(struct scenario *s) {
    struct machine m;
    uint64_t every = 1 + steps_of(s) / LONG;
    assert_true(machine_open(&m, &s->program, &s->config));
    while (machine_running(&m)) {
        if (m.s->clock.step % every != 0) {
            machine_step(&m, sched_pick(&m));
            continue;
        }
        uint8_t *elsewhere = malloc(m.layout.size), *before = m.block;
        assert_non_null(elsewhere);
        memcpy(elsewhere, before, m.layout.size);
        machine_attach(&m, elsewhere);
        memset(before, 0xa5, m.layout.size);
        free(before);
        machine_step(&m, sched_pick(&m));
    }
    assert_int_equal(machine_hash(&m), hash_at_end(s));
    machine_close(&m);
}

static void the_state_can_be_moved_at_every_step(void **state) {
    (void)state;
    each_scenario(survives_moving);
}

/* A cycle begins at every allocation, unless one is marking already. */
static void survives_constant_collection(struct scenario *s) {
    s->config.barrier = BARRIER_HYBRID;
    s->config.gogc = 0;
    s->config.hostile_cycles = true;
    s->program.directive_count = 0;
    check_steps(s, 1 + steps_of(s) / LONG);
}

static void collecting_without_end_loses_nothing(void **state) {
    (void)state;
    each_scenario(survives_constant_collection);
}

/* ---- hostile stacks and little memory ---- */

struct ending {
    struct text output;
    uint32_t outcome, fault;
};

static struct ending end_of(struct scenario *s) {
    struct session session;
    struct ending end = {0};
    assert_true(session_open(&session, s));
    assert_int_equal(session_run(&session, STEPS_MAX), STOP_END);
    text_add(&end.output, text_string(&session.output));
    end.outcome = session.front.s->outcome;
    end.fault = session.front.s->fault;
    const char *wrong = check_state(&session.front);
    if (wrong) fail_msg("%s: %s", s->path, wrong);
    session_close(&session);
    return end;
}

static void survives_stacks_that_move(struct scenario *s) {
    struct ending quiet = end_of(s);
    s->config.hostile_stacks = true;
    struct ending hostile = end_of(s);
    assert_string_equal(text_string(&hostile.output), text_string(&quiet.output));
    assert_int_equal(hostile.outcome, quiet.outcome);
    assert_int_equal(hostile.fault, quiet.fault);
    text_free(&quiet.output);
    text_free(&hostile.output);
}

static void every_stack_can_move_at_every_call(void **state) {
    (void)state;
    each_scenario(survives_stacks_that_move);
}

/* What a program does does not depend on what its stacks are made of, as long as they suffice. */
static void does_the_same_on_any_stacks(struct scenario *s) {
    if (s->config.stacks == STACKS_FIXED) return; /* that lesson needs its stack to be full */
    s->config.pages_max *= 4;                     /* larger stacks need more */
    struct ending own = end_of(s);
    for (uint32_t kind = 0; kind < STACKS_COUNT; kind++) {
        s->config.stacks = kind;
        struct ending other = end_of(s);
        assert_string_equal(text_string(&other.output), text_string(&own.output));
        assert_int_equal(other.outcome, own.outcome);
        assert_int_equal(other.fault, own.fault);
        text_free(&other.output);
    }
    text_free(&own.output);
}

static void stacks_of_any_kind_give_the_same_results(void **state) {
    (void)state;
    each_scenario(does_the_same_on_any_stacks);
}

/* Whatever it is that finds no memory, the run ends with this outcome, and what was printed before
 * is what would have been. */
static void ends_well_in_little_memory(struct scenario *s) {
    struct ending all = end_of(s);
    uint32_t most = s->config.pages_max;
    for (uint32_t pages = 0; pages <= most; pages += 1 + most / 100) {
        s->config.pages_max = pages;
        struct ending end = end_of(s);
        bool same = end.outcome == all.outcome && end.fault == all.fault;
        size_t printed = same ? all.output.length : end.output.length;
        if (!same && end.fault != FAULT_STACK_OVERFLOW)
            assert_int_equal(end.fault, FAULT_OUT_OF_MEMORY);
        assert_int_equal(end.output.length, printed);
        assert_memory_equal(text_string(&end.output), text_string(&all.output), printed);
        text_free(&end.output);
    }
    text_free(&all.output);
}

static void with_any_memory_a_run_ends_or_runs_out_of_it(void **state) {
    (void)state;
    each_scenario(ends_well_in_little_memory);
}

/* ---- time travel ---- */

static void reaches_every_step(struct scenario *s) {
    struct session session;
    enum { HASHES = 512 };
    uint64_t hashes[HASHES];
    assert_true(session_open(&session, s));
    session_run(&session, STEPS_MAX);
    uint64_t every = 1 + session_steps(&session) / HASHES;
    uint64_t looks = session_steps(&session) / every;
    for (uint64_t i = 0; i <= looks; i++) {
        session_seek(&session, i * every);
        hashes[i] = machine_hash(&session.now);
    }
    for (uint64_t i = 0; i <= (every == 1 ? 3 * looks : 40); i++) { /* up and down, in leaps */
        uint64_t look = i * 37 % (looks + 1);
        session_seek(&session, look * every);
        assert_int_equal(session_step(&session), look * every);
        assert_int_equal(machine_hash(&session.now), hashes[look]);
    }
    session_close(&session);
}

static void going_back_shows_the_state_that_was_there(void **state) {
    (void)state;
    each_scenario(reaches_every_step);
}

static void phases_are_the_same_forwards_and_backwards(struct scenario *s) {
    enum { PHASES_SEEN = 64 };
    struct session session;
    uint64_t forward[PHASES_SEEN], count = 0;
    assert_true(session_open(&session, s));
    session_run(&session, STEPS_MAX);
    while (count < PHASES_SEEN) {
        session_seek_event(&session, EVENT_PHASE, true);
        if (!event_set_has(&session.now.s->clock.events, EVENT_PHASE)) break;
        forward[count++] = session_step(&session);
    }
    if (count == PHASES_SEEN) session_seek_event(&session, EVENT_PHASE, true);
    for (uint64_t i = count; i > 0; i--) {
        session_seek_event(&session, EVENT_PHASE, false);
        assert_int_equal(session_step(&session), forward[i - 1]);
    }
    session_close(&session);
}

static void stepping_by_phase_is_the_same_both_ways(void **state) {
    (void)state;
    each_scenario(phases_are_the_same_forwards_and_backwards);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_does_what_it_expects),
        cmocka_unit_test(each_barrier_keeps_its_invariant_after_every_step_under_every_seed),
        cmocka_unit_test(no_collector_loses_anything),
        cmocka_unit_test(the_state_can_be_moved_at_every_step),
        cmocka_unit_test(collecting_without_end_loses_nothing),
        cmocka_unit_test(every_stack_can_move_at_every_call),
        cmocka_unit_test(stacks_of_any_kind_give_the_same_results),
        cmocka_unit_test(with_any_memory_a_run_ends_or_runs_out_of_it),
        cmocka_unit_test(going_back_shows_the_state_that_was_there),
        cmocka_unit_test(stepping_by_phase_is_the_same_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
