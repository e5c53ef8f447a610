/* The machine as a whole, on every scenario: invariants under any seed and number of Ps, and runs
 * that do not depend on where the state lies, on who looks on, or on how it came to be there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/manual/c_heap.h"
#include "machine/sched.h"
#include "session/session.h"
#include "support/build.h"
#include "support/run.h"
#include "time/snapshot.h"

enum { SMALL_PAGES = 64, SMALL_GOROUTINES = 8 };

/* Does something with every scenario. */
static void for_each_scenario(void (*visit)(struct scenario *s)) {
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        build_load(&s, *path);
        if (s.config.pages_max > SMALL_PAGES) s.config.pages_max = SMALL_PAGES;
        s.config.goroutines_max = SMALL_GOROUTINES;
        visit(&s);
        scenario_free(&s);
    }
}

static void open_machine(struct machine *m, const struct scenario *s) {
    assert_true(machine_open(m, &s->program, &s->config));
}

static void step(struct machine *m) {
    machine_step(m, sched_pick(m));
}

/* ---- invariants ---- */

/* What the scenario says its end is. */
static const char *outcome_expected(const struct scenario *s) {
    for (uint32_t i = 0; i < s->expectation_count; i++)
        for (uint32_t k = 0; k < s->expectations[i].check_count; k++)
            if (s->expectations[i].checks[k].kind == CHECK_OUTCOME)
                return s->expectations[i].checks[k].string;
    return "done";
}

/* In less memory than it was written for a run may end early. */
static void require_outcome(const struct scenario *s, const struct machine *m) {
    if (m->s->fault == FAULT_OUT_OF_MEMORY) return;
    assert_string_equal(inspect_outcome(m), outcome_expected(s));
}

static void run_checked(const struct scenario *s) {
    struct run r;
    run_open(&r, s);
    r.steps_max = 100000;
    run_to_end(&r);
    require_outcome(s, &r.m);
    /* some scenarios are about that; and not every program in Go lives to see a collection */
    if (r.m.s->fault != FAULT_OUT_OF_MEMORY && strcmp(s->kind, "program") != 0)
        assert_true(r.terminations >= 1 || s->config.gogc < 0);
    assert_int_equal(r.m.s->gc.lost, 0);
    assert_int_equal(r.m.s->statistics.uses_freed, 0);
    run_close(&r);
}

/* The collector promises nothing about what a program does to the C heap. */
static bool is_managed(const struct scenario *s) {
    return !program_has_c_heap(&s->program);
}

/* With the scenario's schedule, and left to the seed. */
static void run_with_all_seeds(struct scenario *s) {
    if (!is_managed(s)) return;
    static const uint32_t procs[] = {1, 2, 4};
    uint32_t directives = s->program.directive_count;
    s->config.barrier = BARRIER_HYBRID;
    for (uint64_t seed = 0; seed <= 20; seed++)
        for (int i = 0; i < 3; i++) {
            s->config.seed = seed;
            s->config.procs = procs[i];
            s->program.directive_count = 0;
            run_checked(s);
            s->program.directive_count = directives;
            if (directives && seed < 3) run_checked(s);
        }
}

static void nothing_is_lost_in_any_scenario_under_any_seed(void **state) {
    (void)state;
    for_each_scenario(run_with_all_seeds);
}

/* Also with the barriers that Go had before, or might have had. */
static void run_with_all_barriers(struct scenario *s) {
    if (!is_managed(s)) return;
    s->program.directive_count = 0;
    for (uint64_t seed = 0; seed < 8; seed++)
        for (uint32_t barrier = 0; barrier < BARRIER_NONE; barrier++) {
            s->config.seed = seed;
            s->config.barrier = barrier;
            run_checked(s);
        }
}

static void nothing_is_lost_with_any_barrier(void **state) {
    (void)state;
    for_each_scenario(run_with_all_barriers);
}

static void require_expectations(struct scenario *s) {
    struct session session;
    struct text complaints = {0};
    assert_true(session_open(&session, s));
    assert_int_equal(session_run(&session, STEPS_MAX_DEFAULT), STOP_END);
    if (session_check(&session, &complaints)) fail_msg("%s: %s", s->path, text_string(&complaints));
    text_free(&complaints);
    session_close(&session);
}

static void every_scenario_comes_out_as_it_expects(void **state) {
    (void)state;
    for_each_scenario(require_expectations);
}

static uint64_t normal_cycles, hostile_cycles; /* of all scenarios */

/* A cycle begins whenever a span is taken into use, so at nearly every allocation. */
static void run_collecting_always(struct scenario *s) {
    struct run normal, r;
    if (!is_managed(s)) return;
    s->config.barrier = BARRIER_HYBRID;
    run_open(&normal, s);
    run_to_end(&normal);
    uint64_t cycles = 0;
    for (uint64_t seed = 0; seed < 6; seed++) {
        s->config.gogc = 0;
        s->config.minimum_heap = 0;
        s->config.seed = seed;
        s->program.directive_count = 0;
        run_open(&r, s);
        run_to_end(&r);
        require_outcome(s, &r.m);
        cycles += run_statistic(&r, "NumGC");
        assert_int_equal(run_statistic(&r, "UsesOfFreed"), 0);
        if (r.m.s->fault != FAULT_OUT_OF_MEMORY)
            assert_string_equal(text_string(&r.output), text_string(&normal.output));
        run_close(&r);
    }
    normal_cycles += run_statistic(&normal, "NumGC");
    hostile_cycles += cycles;
    run_close(&normal);
}

static void a_collection_at_every_opportunity_changes_no_result(void **state) {
    (void)state;
    for_each_scenario(run_collecting_always);
    assert_true(hostile_cycles > 8 * normal_cycles);
}

/* ---- the scheduler ---- */

static void require_choice(struct machine *m) {
    struct choice choices[SMALL_GOROUTINES + 1];
    uint32_t count = sched_choices(m, choices, SMALL_GOROUTINES + 1);
    assert_in_range(count, 1, SMALL_GOROUTINES + 1);
    assert_true(sched_has_choice(m));
    struct choice picked = sched_pick(m);
    bool among = false;
    for (uint32_t i = 0; i < count; i++) among = among || choices[i].actor == picked.actor;
    assert_true(among);
    machine_step(m, picked);
}

static void pick_only_choices(struct scenario *s) {
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct machine m;
        s->config.seed = seed;
        open_machine(&m, s);
        while (machine_running(&m)) require_choice(&m);
        assert_false(sched_has_choice(&m));
        assert_int_equal(sched_choices(&m, NULL, 0), 0);
        machine_close(&m);
    }
}

static void the_scheduler_picks_only_who_can_go(void **state) {
    (void)state;
    for_each_scenario(pick_only_choices);
}

static void the_seed_decides_the_interleaving(void **state) {
    (void)state;
    enum { SEEDS = 8 };
    uint64_t hashes[SEEDS];
    uint32_t different = 0;
    struct scenario s;
    build_load(&s, "scenarios/05-two-stacks.json");
    s.program.directive_count = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct machine m;
        s.config.seed = seed;
        open_machine(&m, &s);
        hashes[seed] = 0;
        while (machine_running(&m)) {
            step(&m);
            hashes[seed] = hashes[seed] * 31 + m.s->clock.last_actor;
        }
        machine_close(&m);
        bool is_new = true;
        for (uint64_t k = 0; k < seed; k++) is_new = is_new && hashes[k] != hashes[seed];
        different += is_new;
    }
    assert_true(different >= SEEDS - 1);
    scenario_free(&s);
}

/* ---- the same run in hostile surroundings ---- */

static void run_twice(struct scenario *s) {
    struct machine a, b;
    open_machine(&a, s);
    open_machine(&b, s);
    while (machine_running(&a)) {
        step(&a);
        step(&b);
        assert_int_equal(machine_hash(&a), machine_hash(&b));
        assert_memory_equal(&a.s->clock, &b.s->clock, sizeof a.s->clock);
    }
    assert_false(machine_running(&b));
    machine_close(&a);
    machine_close(&b);
}

static void the_same_run_gives_the_same_states(void **state) {
    (void)state;
    for_each_scenario(run_twice);
}

/* The block goes to a fresh address; the old one is freed, so that the sanitizer sees who still
 * uses it. */
static void relocate(struct machine *m) {
    uint8_t *fresh = calloc(1, m->layout.size);
    assert_non_null(fresh);
    for (int r = 0; r < REGION_COUNT; r++)
        memcpy(fresh + m->layout.offset[r], m->block + m->layout.offset[r],
               machine_used(m, (enum region)r));
    uint8_t *old = m->block;
    machine_attach(m, fresh);
    memset(old, 0xdb, m->layout.offset[REGION_SPANS]);
    free(old);
}

static void run_relocating(struct scenario *s) {
    struct machine a, b;
    open_machine(&a, s);
    open_machine(&b, s);
    while (machine_running(&a)) {
        relocate(&b);
        step(&a);
        step(&b);
        assert_int_equal(machine_hash(&a), machine_hash(&b));
    }
    machine_close(&a);
    machine_close(&b);
}

static void the_state_may_move_at_every_step(void **state) {
    (void)state;
    for_each_scenario(run_relocating);
}

/* A machine that has run on: restoring has to undo all of it. */
static void spoil(struct machine *m) {
    for (int i = 0; i < 40 && machine_running(m); i++) step(m);
}

static void run_restoring(struct scenario *s) {
    struct machine a, b;
    struct snapshot before = {0}; /* what has not changed since is shared with it */
    size_t bytes = 0;
    open_machine(&a, s);
    open_machine(&b, s);
    for (uint64_t i = 0; machine_running(&a); i++) {
        struct snapshot snapshot;
        assert_true(snapshot_take(&snapshot, &a, i % 7 ? &before : NULL));
        assert_int_equal(snapshot.step, a.s->clock.step);
        bytes += snapshot.own - snapshot_free(&before);
        if (i % 3 == 0) spoil(&b);
        snapshot_restore(&snapshot, &b);
        before = snapshot;
        assert_int_equal(machine_hash(&a), machine_hash(&b));
        assert_null(check_state(&b));
        step(&a);
        step(&b);
        assert_int_equal(machine_hash(&a), machine_hash(&b));
    }
    assert_int_equal(bytes, snapshot_free(&before));
    machine_close(&a);
    machine_close(&b);
}

static void a_snapshot_brings_back_any_step(void **state) {
    (void)state;
    for_each_scenario(run_restoring);
}

static void require_equal_blocks(const struct machine *a, const struct machine *b) {
    for (int r = 0; r < REGION_COUNT; r++) {
        size_t used = machine_used(a, (enum region)r);
        assert_int_equal(used, machine_used(b, (enum region)r));
        if (used)
            assert_memory_equal(a->block + a->layout.offset[r], b->block + b->layout.offset[r],
                                used);
    }
}

static void run_copying(struct scenario *s) {
    struct machine a, b;
    open_machine(&a, s);
    open_machine(&b, s);
    for (uint64_t i = 0; machine_running(&a); i++) {
        if (i % 5 == 0) spoil(&b);
        machine_copy(&b, &a);
        require_equal_blocks(&a, &b);
        step(&a);
        step(&b);
        require_equal_blocks(&a, &b);
    }
    machine_close(&a);
    machine_close(&b);
}

static void a_copy_is_the_same_machine(void **state) {
    (void)state;
    for_each_scenario(run_copying);
}

static void ignore(void *user, const struct event *e) {
    (void)e;
    ++*(uint64_t *)user;
}

static void run_with_listener(struct scenario *s) {
    struct machine a, b;
    uint64_t events = 0;
    open_machine(&a, s);
    open_machine(&b, s);
    b.sink = (struct sink){ignore, &events};
    while (machine_running(&a)) {
        step(&a);
        step(&b);
        assert_int_equal(machine_hash(&a), machine_hash(&b));
    }
    assert_true(events > b.s->clock.step);
    machine_close(&a);
    machine_close(&b);
}

static void nobody_is_changed_by_being_watched(void **state) {
    (void)state;
    for_each_scenario(run_with_listener);
}

/* Full speed: no names, no checks, no poison. The program must not notice. */
static void run_bare(struct scenario *s) {
    struct machine a, b;
    s->config.barrier = BARRIER_HYBRID;
    open_machine(&a, s);
    s->config.tags = s->config.checkmark = s->config.poison = false;
    open_machine(&b, s);
    while (machine_running(&a)) {
        step(&a);
        step(&b);
        assert_int_equal(a.s->clock.last_actor, b.s->clock.last_actor);
    }
    assert_int_equal(a.s->outcome, b.s->outcome);
    assert_memory_equal(&a.s->statistics, &b.s->statistics, sizeof a.s->statistics);
    machine_close(&a);
    machine_close(&b);
}

static void names_and_checks_do_not_change_the_run(void **state) {
    (void)state;
    for_each_scenario(run_bare);
}

/* ---- the hash ---- */

static void every_byte_in_use_but_the_clock_counts_in_the_hash(void **state) {
    (void)state;
    struct scenario s;
    struct machine m;
    build_load(&s, "scenarios/01-mark-and-sweep.json");
    s.config.pages_max = SMALL_PAGES;
    open_machine(&m, &s);
    for (int i = 0; i < 60; i++) step(&m);
    uint64_t hash = machine_hash(&m);
    for (int r = REGION_STATE + 1; r < REGION_COUNT; r++) {
        size_t used = machine_used(&m, (enum region)r);
        for (size_t at = 0; at < used; at += 1 + used / 97) {
            uint8_t *byte = m.block + m.layout.offset[r] + at;
            *byte ^= 0x40;
            assert_int_not_equal(machine_hash(&m), hash);
            *byte ^= 0x40;
        }
    }
    m.s->statistics.barriers++;
    assert_int_not_equal(machine_hash(&m), hash);
    m.s->statistics.barriers--;
    m.s->clock.step += 17;
    m.s->clock.random = 4;
    assert_int_equal(machine_hash(&m), hash);
    machine_close(&m);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_in_any_scenario_under_any_seed),
        cmocka_unit_test(nothing_is_lost_with_any_barrier),
        cmocka_unit_test(every_scenario_comes_out_as_it_expects),
        cmocka_unit_test(a_collection_at_every_opportunity_changes_no_result),
        cmocka_unit_test(the_scheduler_picks_only_who_can_go),
        cmocka_unit_test(the_seed_decides_the_interleaving),
        cmocka_unit_test(the_same_run_gives_the_same_states),
        cmocka_unit_test(the_state_may_move_at_every_step),
        cmocka_unit_test(a_snapshot_brings_back_any_step),
        cmocka_unit_test(a_copy_is_the_same_machine),
        cmocka_unit_test(nobody_is_changed_by_being_watched),
        cmocka_unit_test(names_and_checks_do_not_change_the_run),
        cmocka_unit_test(every_byte_in_use_but_the_clock_counts_in_the_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
