/* A session goes to any step in any order and shows there what the run ahead did there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/inspect/condition.h"
#include "machine/sched.h"
#include "session/seek.h"
#include "support/build.h"

/* ---- a straight run, to compare with ---- */

enum { STEPS_MAX = 4000, EVENTS_KEPT = 40000 };

struct straight {
    uint64_t hashes[STEPS_MAX + 1];
    struct event_set sets[STEPS_MAX + 1];
    uint64_t steps;
    struct event events[EVENTS_KEPT];
    uint32_t first[STEPS_MAX + 2]; /* event of each step */
    uint32_t count;
};

static void keep(void *user, const struct event *e) {
    struct straight *run = user;
    assert_in_range(run->count, 0, EVENTS_KEPT - 1);
    run->events[run->count++] = *e;
}

static void run_straight(struct straight *run, const struct scenario *s) {
    struct machine m;
    run->count = 0;
    assert_true(machine_open(&m, &s->program, &s->config));
    m.sink = (struct sink){keep, run};
    run->hashes[0] = machine_hash(&m);
    while (machine_running(&m)) {
        machine_step(&m, sched_pick(&m));
        run->steps = m.s->clock.step;
        assert_in_range(run->steps, 1, STEPS_MAX);
        run->hashes[run->steps] = machine_hash(&m);
        run->sets[run->steps] = m.s->clock.events;
    }
    uint32_t at = 0;
    for (uint64_t step = 0; step <= run->steps + 1; step++) {
        while (at < run->count && run->events[at].step < step) at++;
        if (step <= STEPS_MAX + 1) run->first[step] = at;
    }
    machine_close(&m);
}

static struct straight straight;
static struct session session;

static void for_each_scenario(void (*visit)(const struct scenario *s)) {
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        build_load(&s, *path);
        s.config.goroutines_max = 8;
        run_straight(&straight, &s);
        assert_true(session_open(&session, &s));
        visit(&s);
        session_close(&session);
        scenario_free(&s);
    }
}

/* ---- seeking ---- */

static void require_step(uint64_t step) {
    assert_int_equal(session_step(&session), step);
    assert_int_equal(machine_hash(&session.now), straight.hashes[step]);
    uint32_t first = straight.first[step], count = straight.first[step + 1] - first;
    if (step == 0) count = 0;
    assert_int_equal(session.event_count, count);
    if (count)
        assert_memory_equal(session.events, &straight.events[first],
                            count * sizeof *session.events);
}

static void seek_everywhere(const struct scenario *s) {
    uint64_t random = 7;
    (void)s;
    for (int i = 0; i < 150; i++) {
        uint64_t step = random_next(&random) % (straight.steps + 1);
        session_seek(&session, step);
        require_step(step);
    }
    session_seek(&session, 0);
    require_step(0);
    session_seek(&session, straight.steps);
    require_step(straight.steps);
    session_seek(&session, straight.steps + 1000);
    require_step(straight.steps);
}

static void any_step_is_what_it_is_when_run_straight_there(void **state) {
    (void)state;
    for_each_scenario(seek_everywhere);
}

static void step_forward_and_back(const struct scenario *s) {
    (void)s;
    for (uint64_t step = 0; step <= straight.steps; step++) {
        session_seek(&session, step);
        require_step(step);
    }
    for (uint64_t step = straight.steps; step-- > 0;) {
        session_seek(&session, step);
        require_step(step);
    }
}

static void a_step_back_undoes_a_step_forward(void **state) {
    (void)state;
    for_each_scenario(step_forward_and_back);
}

static void stay(const struct scenario *s) {
    (void)s;
    uint64_t step = straight.steps < 30 ? straight.steps : 30;
    session_seek(&session, step);
    for (int i = 0; i < 3; i++) {
        session_seek(&session, step);
        require_step(step);
    }
    session_run(&session, 50); /* ahead; `now` stays */
    require_step(step);
}

static void seeking_to_where_one_is_changes_nothing(void **state) {
    (void)state;
    for_each_scenario(stay);
}

/* ---- seeking events ---- */

static bool has(uint64_t step, enum event_kind kind) {
    return event_set_has(&straight.sets[step], kind);
}

static void seek_kind(enum event_kind kind) {
    session_seek(&session, 0);
    uint64_t step = 0;
    do { /* forwards: every step that has one, then the end */
        do step++;
        while (step < straight.steps && !has(step, kind));
        session_seek_event(&session, kind, true);
        require_step(step);
    } while (step < straight.steps);
    session_seek_event(&session, kind, true);
    require_step(straight.steps);
    while (step > 0) { /* backwards: the same steps, then the beginning */
        do step--;
        while (step > 0 && !has(step, kind));
        session_seek_event(&session, kind, false);
        require_step(step);
    }
    session_seek_event(&session, kind, false);
    require_step(0);
}

static void seek_phases_and_lines(const struct scenario *s) {
    (void)s;
    seek_kind(EVENT_PHASE);
    seek_kind(EVENT_LINE);
    seek_kind(EVENT_ALLOCATE);
    seek_kind(EVENT_FREE);
    seek_kind(EVENT_DEADLOCK); /* no such step */
}

static void phases_and_lines_are_found_in_both_directions(void **state) {
    (void)state;
    for_each_scenario(seek_phases_and_lines);
}

static void from_the_middle(const struct scenario *s) {
    uint64_t random = 3;
    (void)s;
    for (int i = 0; i < 60; i++) {
        uint64_t from = random_next(&random) % (straight.steps + 1), to = from;
        bool forward = i % 2;
        if (forward) {
            do to += to < straight.steps;
            while (to < straight.steps && !has(to, EVENT_LINE));
        } else {
            do to -= to > 0;
            while (to > 0 && !has(to, EVENT_LINE));
        }
        session_seek(&session, from);
        session_seek_event(&session, EVENT_LINE, forward);
        require_step(to);
    }
}

static void events_are_found_from_any_step(void **state) {
    (void)state;
    for_each_scenario(from_the_middle);
}

/* So long that buckets of the timeline hold several steps; the run ahead is not complete at first. */
static void events_are_found_in_a_long_run(void **state) {
    (void)state;
    enum { LONG = 30000 };
    struct scenario s;
    struct machine m;
    static uint64_t phases[LONG];
    uint32_t count = 0;
    build_script(
        &s,
        "'types': {'T': {'p': '*T'}}, 'functions': {'main': [{'repeat': 40, 'do': ["
        "{'repeat': 100, 'do': [{'new': 'T', 'to': 't', 'escape': 'heap'}]}, {'gc': 'run'}]}]}");
    assert_true(machine_open(&m, &s.program, &s.config));
    while (machine_running(&m)) {
        machine_step(&m, sched_pick(&m));
        if (event_set_has(&m.s->clock.events, EVENT_PHASE)) phases[count++] = m.s->clock.step;
    }
    assert_true(m.s->clock.step > 2 * BUCKETS_MAX && m.s->clock.step < LONG && count == 40 * 5);
    assert_true(session_open(&session, &s));
    for (uint32_t i = 0; i < count; i++) {
        session_seek_event(&session, EVENT_PHASE, true);
        assert_int_equal(session_step(&session), phases[i]);
    }
    assert_true(session.timeline.width > 1);
    for (uint32_t i = count - 1; i-- > 0;) {
        session_seek_event(&session, EVENT_PHASE, false);
        assert_int_equal(session_step(&session), phases[i]);
    }
    session_close(&session);
    machine_close(&m);
    scenario_free(&s);
}

/* ---- captions, output ---- */

static uint64_t first_step_of(const struct condition *c) {
    for (uint64_t step = 0; step <= straight.steps; step++) {
        session_seek(&session, step);
        if (condition_holds(&session.now, c, 0)) return step;
    }
    return NEVER;
}

static void require_captions(const struct scenario *s) {
    uint64_t steps[32];
    assert_in_range(s->caption_count, 1, 32);
    for (uint32_t i = 0; i < s->caption_count; i++) {
        steps[i] = first_step_of(&s->captions[i].when);
        if (steps[i] == NEVER) fail_msg("%s: \"%s\" is never said", s->path, s->captions[i].say);
        assert_int_equal(session.caption_steps[i], steps[i]);
    }
    for (uint64_t step = 0; step <= straight.steps; step++) {
        const struct caption *wanted = NULL;
        uint64_t latest = 0;
        for (uint32_t i = 0; i < s->caption_count; i++)
            if (steps[i] <= step && (!wanted || steps[i] >= latest)) {
                wanted = &s->captions[i];
                latest = steps[i];
            }
        session_seek(&session, step);
        assert_ptr_equal(session_caption(&session), wanted);
    }
}

static void captions_are_said_from_the_first_moment_of_their_condition(void **state) {
    (void)state;
    for_each_scenario(require_captions);
}

static void of_captions_of_one_moment_the_last_is_said(void **state) {
    (void)state;
    struct scenario s;
    build_scenario(
        &s, "'script': {'functions': {'main': [{'yield': true}, {'yield': true, 'label': 'x'},"
            "{'yield': true}]}}, 'captions': [{'when': {'at': 'x'}, 'say': 'b'},"
            "{'when': {'step': 1}, 'say': 'c'}, {'when': {'step': 0}, 'say': 'a'}]");
    assert_true(session_open(&session, &s));
    assert_string_equal(session_caption(&session)->say, "a");
    session_seek(&session, 1);
    assert_string_equal(session_caption(&session)->say, "c");
    session_seek(&session, 3);
    assert_string_equal(session_caption(&session)->say, "c");
    session_close(&session);
    scenario_free(&s);
}

static void output_appears_with_its_step(void **state) {
    (void)state;
    struct scenario s;
    build_script(
        &s,
        "'functions': {'main': [{'set': 'x', 'to': 1}, {'print': 'one {x}'}, {'set': 'x', 'to': 2},"
        "{'print': 'two {x}'}, {'yield': true}]}");
    assert_true(session_open(&session, &s));
    session_run(&session, 1000);
    assert_string_equal(text_string(&session.output), "one 1\ntwo 2\n");
    size_t length = 0, lengths[3] = {0}, changes = 0;
    for (uint64_t step = 0; step <= session_steps(&session); step++) {
        session_seek(&session, step);
        if (session_output_length(&session) == length) continue;
        length = session_output_length(&session);
        bool prints = false;
        for (uint32_t i = 0; i < session.event_count; i++)
            prints = prints || session.events[i].kind == EVENT_PRINT;
        assert_true(prints);
        if (changes < 2) lengths[changes++] = length;
    }
    assert_int_equal(changes, 2);
    assert_int_equal(lengths[0], 6);
    assert_int_equal(lengths[1], 12);
    session_seek(&session, 0);
    assert_int_equal(session_output_length(&session), 0);
    session_close(&session);
    scenario_free(&s);
}

/* ---- how a run ends ---- */

static void a_run_stops_at_budget_limit_and_end(void **state) {
    (void)state;
    struct scenario s;
    build_script(&s, "'functions': {'main': [{'repeat': 100, 'do': [{'yield': true}]}]}");
    assert_true(session_open(&session, &s));
    assert_int_equal(session_run(&session, 10), STOP_BUDGET);
    assert_int_equal(session_steps(&session), 10);
    assert_false(session_ended(&session));
    session.steps_max = 50;
    assert_int_equal(session_run(&session, 1000), STOP_LIMIT);
    assert_true(session_ended(&session));
    session_seek(&session, 1000);
    assert_int_equal(session_step(&session), 50);
    session.steps_max = STEPS_MAX_DEFAULT;
    assert_int_equal(session_run(&session, 100000), STOP_END);
    assert_int_equal(session_run(&session, 1), STOP_END);
    session_close(&session);
    scenario_free(&s);
}

/* When the host has no memory left for lists or output, a seek comes to an end all the same. */
static void a_run_without_host_memory_ends(void **state) {
    (void)state;
    struct scenario s;
    build_script(&s, "'functions': {'main': [{'repeat': 100, 'do': [{'yield': true}]}]}");
    for (int what = 0; what < 3; what++) {
        assert_true(session_open(&session, &s));
        session_run(&session, 20);
        if (what == 0) session.out_of_memory = true;
        if (what == 1) session.pool.failed = true;
        if (what == 2) session.output.failed = true;
        assert_int_equal(session_run(&session, 1), STOP_MEMORY);
        alarm(20);
        session_seek(&session, 50);
        assert_int_equal(session_step(&session), 20);
        session_seek_event(&session, EVENT_GO, true);
        assert_int_equal(session_step(&session), 20);
        alarm(0);
        session_close(&session);
    }
    scenario_free(&s);
}

/* ---- expectations ---- */

static uint32_t complaints_of(const char *expect, struct text *out) {
    struct scenario s;
    struct text t = {0};
    text_addf(
        &t,
        "'script': {'types': {'T': {'p': '*T'}}, 'globals': {'g': '*T'}, 'functions': {'main': ["
        "{'new': 'T', 'to': 'g', 'escape': 'heap', 'name': 'A'}, {'call': 'f'}, {'gc': 'run'}, "
        "{'print': 'hi'}],"
        "'f': [{'repeat': 2, 'do': [{'new': 'T', 'to': 'x', 'escape': 'heap'}]}]}}, 'expect': %s",
        expect);
    build_scenario(&s, text_string(&t));
    text_free(&t);
    assert_true(session_open(&session, &s));
    session_run(&session, 100000);
    uint32_t count = session_check(&session, out);
    session_close(&session);
    scenario_free(&s);
    return count;
}

static void expectations_that_hold_say_nothing(void **state) {
    (void)state;
    struct text out = {0};
    assert_int_equal(
        complaints_of(
            "[{'live': ['A'], 'freed': ['T 1', 'T 2'], 'outcome': 'done', 'output': ['hi'],"
            "'numbers': {'NumGC': 1, 'Frees': 2}},"
            "{'when': {'phase': 'mark termination'}, 'black': ['A'], 'white': ['T', 'T 2']},"
            "{'when': {'step': 0}, 'numbers': {'Mallocs': 0}}]",
            &out),
        0);
    assert_string_equal(text_string(&out), "");
    text_free(&out);
}

static void every_broken_expectation_is_named(void **state) {
    (void)state;
    static const struct {
        const char *expect, *words;
    } cases[] = {
        {"{'freed': ['A']}", "A is white; expected freed\n"},
        {"{'live': ['T']}", "T is freed; expected live\n"},
        {"{'lost': ['T 2']}", "T 2 is freed; expected lost\n"},
        {"{'outcome': 'deadlock'}", "the outcome is \"done\"; expected \"deadlock\"\n"},
        {"{'output': ['ho']}", "the output is \"hi\n\"; expected \"ho\n\"\n"},
        {"{'numbers': {'Frees': 3}}", "Frees is 2; expected 3\n"},
        {"{'when': {'phase': 'mark termination'}, 'grey': ['A']}", "A is black; expected grey\n"},
        {"{'when': {'step': 0}, 'live': ['A']}", "A is not allocated; expected live\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text out = {0};
        assert_int_equal(complaints_of(cases[i].expect, &out), 1);
        const char *words = strstr(text_string(&out), "expect: at step ");
        assert_ptr_equal(words, text_string(&out));
        words = strstr(words + strlen("expect: at step "), ": ") + 2;
        assert_string_equal(words, cases[i].words);
        text_free(&out);
    }
}

static void a_moment_that_never_comes_is_a_broken_expectation(void **state) {
    (void)state;
    struct text out = {0};
    assert_int_equal(
        complaints_of("[{'live': ['A']}, {'when': {'cycle': 7}, 'live': ['A']}]", &out), 1);
    assert_string_equal(text_string(&out), "expect: the moment of expectation 2 never came\n");
    text_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_step_is_what_it_is_when_run_straight_there),
        cmocka_unit_test(a_step_back_undoes_a_step_forward),
        cmocka_unit_test(seeking_to_where_one_is_changes_nothing),
        cmocka_unit_test(phases_and_lines_are_found_in_both_directions),
        cmocka_unit_test(events_are_found_from_any_step),
        cmocka_unit_test(events_are_found_in_a_long_run),
        cmocka_unit_test(captions_are_said_from_the_first_moment_of_their_condition),
        cmocka_unit_test(of_captions_of_one_moment_the_last_is_said),
        cmocka_unit_test(output_appears_with_its_step),
        cmocka_unit_test(a_run_stops_at_budget_limit_and_end),
        cmocka_unit_test(a_run_without_host_memory_ends),
        cmocka_unit_test(expectations_that_hold_say_nothing),
        cmocka_unit_test(every_broken_expectation_is_named),
        cmocka_unit_test(a_moment_that_never_comes_is_a_broken_expectation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
