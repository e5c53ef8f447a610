/* Changing the past: another run from there on, repeated exactly wherever one seeks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/check/check.h"
#include "machine/gc/pacer.h"
#include "machine/sched.h"
#include "session/future.h"
#include "session/seek.h"
#include "support/build.h"

enum { STEPS_MAX = 20000 };

static struct session session, other;
static uint64_t hashes[STEPS_MAX + 1];

static void for_each_scenario(void (*visit)(struct scenario *s)) {
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        build_load(&s, *path);
        visit(&s);
        scenario_free(&s);
    }
}

static void open_session(struct session *s, const struct scenario *scenario) {
    assert_true(session_open(s, scenario));
    s->steps_max = STEPS_MAX;
}

static void run_to_end(struct session *s) {
    while (session_run(s, 1000) == STOP_BUDGET) continue;
}

/* A goroutine, or worker, that would not go next by itself; false if there is none. */
static bool another_choice(const struct session *s, uint64_t *random, struct choice *out) {
    struct candidate candidates[32];
    uint32_t count = session_choices(s, candidates, 32), first;
    if (count > 32) count = 32;
    if (count < 2) return false;
    first = (uint32_t)(random_next(random) % count);
    for (uint32_t i = 0; i < count; i++) {
        const struct candidate *c = &candidates[(first + i) % count];
        *out = c->choice;
        if (!c->goes) return true;
    }
    return false;
}

/* ---- any choices at all, in every scenario ---- */

static void require_sound(const struct scenario *scenario) {
    const char *wrong = check_state(&session.now);
    if (wrong) fail_msg("%s, step %d: %s", scenario->path, (int)session_step(&session), wrong);
}

/* At some steps somebody else goes; the hashes of all of them are kept. */
static uint64_t interfere(const struct scenario *s, uint64_t most, uint64_t seed) {
    uint64_t step = 0, random = seed;
    hashes[0] = machine_hash(&session.now);
    for (; step < most && machine_running(&session.now); step++) {
        struct choice choice;
        bool force = random_next(&random) % 3 == 0 && another_choice(&session, &random, &choice);
        if (force) assert_true(session_force(&session, choice));
        else session_seek(&session, step + 1);
        assert_int_equal(session_step(&session), step + 1);
        if (force) {
            assert_int_equal(session.now.s->clock.last_actor, choice.actor);
            assert_true(session_future(&session) <= step);
        }
        hashes[step + 1] = machine_hash(&session.now);
        require_sound(s);
    }
    return step;
}

static void require_hashes(struct session *s, uint64_t steps) {
    uint64_t random = 3;
    for (int i = 0; i < 60; i++) {
        uint64_t step = random_next(&random) % (steps + 1);
        session_seek(s, step);
        assert_int_equal(machine_hash(&s->now), hashes[step]);
    }
}

static void interfere_with(struct scenario *s, uint64_t seed) {
    open_session(&session, s);
    uint64_t steps = interfere(s, 300, seed);
    require_hashes(&session, steps);
    session_close(&session);
}

static void interfere_anywhere(struct scenario *s) {
    uint32_t seed = s->program.op_count;
    s->config.procs = 2;
    interfere_with(s, seed);
    s->config.procs = 1 + seed % 5;
    s->config.collector = seed % COLLECTOR_COUNT;
    s->config.barrier = seed / COLLECTOR_COUNT % BARRIER_COUNT;
    s->config.stacks = seed % STACKS_COUNT;
    s->config.gogc = seed % 2 ? 0 : 100;
    interfere_with(s, seed + 1);
}

static void whoever_is_made_to_go_the_machine_stays_sound(void **state) {
    (void)state;
    for_each_scenario(interfere_anywhere);
}

/* ---- the same decisions, the same run ---- */

/* What the session has decided, done to a machine by hand. */
static void decide_by_hand(const struct future *f, struct machine *m, struct choice *choice) {
    *choice = (struct choice){0};
    bool forced = false;
    for (uint32_t i = 0; i < f->count; i++) {
        const struct decision *d = &f->list[i];
        if (d->step != m->s->clock.step) continue;
        if (d->kind == DECISION_GOGC) pacer_set_percent(m, (int64_t)d->value);
        if (d->kind == DECISION_MEMORY_LIMIT) pacer_set_limit(m, d->value);
        if (d->kind == DECISION_ACTOR) {
            *choice = (struct choice){(uint16_t)d->value, (uint16_t)(d->value >> 16)};
            forced = true;
        }
    }
    if (forced) sched_force(m, *choice);
    else *choice = sched_pick(m);
}

static void decide_everything(const struct scenario *s, uint64_t seed, uint64_t most) {
    uint64_t random = seed;
    for (uint64_t step = 0; step < most && machine_running(&session.now); step++) {
        struct choice choice;
        uint64_t what = random_next(&random) % 12;
        int64_t value = (int64_t)(random_next(&random) % 300) - 20;
        if (what == 0) session_set(&session, DECISION_GOGC, value);
        if (what == 1) session_set(&session, DECISION_MEMORY_LIMIT, value * 2048);
        hashes[step] = machine_hash(&session.now);
        if (what == 2 && another_choice(&session, &random, &choice))
            assert_true(session_force(&session, choice));
        else session_seek(&session, step + 1);
        hashes[session_step(&session)] = machine_hash(&session.now);
        require_sound(s);
    }
}

static void decide_and_repeat(struct scenario *s) {
    struct machine m;
    struct choice choice;
    open_session(&session, s);
    decide_everything(s, 5, 300);
    uint64_t steps = session_step(&session);
    require_hashes(&session, steps);
    assert_true(machine_open(&m, &s->program, &s->config));
    while (m.s->clock.step < steps) { /* settings belong to the step before them */
        decide_by_hand(&session.future, &m, &choice);
        if (m.s->clock.step) assert_int_equal(machine_hash(&m), hashes[m.s->clock.step]);
        machine_step(&m, choice);
    }
    machine_close(&m);
    session_close(&session);
}

static void the_same_decisions_lead_to_the_same_run(void **state) {
    (void)state;
    for_each_scenario(decide_and_repeat);
}

/* ---- what is known of the run ---- */

static void require_same_text(const struct text *a, const struct text *b) {
    assert_int_equal(a->length, b->length);
    assert_string_equal(text_string(a), text_string(b));
}

static void require_same_steps(const uint64_t *a, const uint64_t *b, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) assert_int_equal(a[i], b[i]);
}

/* Whatever has been dropped: what is known is what is known of a run that never went another way. */
static void require_same_knowledge(const struct scenario *s) {
    assert_int_equal(session_steps(&session), session_steps(&other));
    assert_int_equal(machine_hash(&session.front), machine_hash(&other.front));
    const struct timeline *a = &session.timeline, *b = &other.timeline;
    assert_int_equal(a->steps, b->steps);
    if (a->width == b->width)
        assert_memory_equal(a->buckets, b->buckets, timeline_bucket_count(a) * sizeof *a->buckets);
    assert_memory_equal(&session.census, &other.census, sizeof session.census);
    assert_int_equal(session.moves.count, other.moves.count);
    require_same_text(&session.output, &other.output);
    require_same_text(&session.complaints, &other.complaints);
    require_same_text(&session.screen, &other.screen);
    require_same_text(&session.gctrace, &other.gctrace);
    require_same_steps(session.caption_steps, other.caption_steps, s->caption_count);
    require_same_steps(session.question_steps, other.question_steps, s->question_count);
    require_same_steps(session.expectation_steps, other.expectation_steps, s->expectation_count);
}

static void change_at(struct session *s, uint64_t step, uint64_t seed) {
    struct choice choice;
    session_seek(s, step);
    if (another_choice(s, &seed, &choice)) session_force(s, choice);
    else session_set(s, DECISION_GOGC, 30);
}

/* One has run to the end before, the other has not. */
static void drop_and_compare(struct scenario *s) {
    uint64_t random = 9;
    for (int i = 0; i < 4; i++) {
        open_session(&session, s);
        open_session(&other, s);
        run_to_end(&session);
        uint64_t steps = session_steps(&session), step = random_next(&random) % steps;
        change_at(&session, step, random);
        change_at(&other, step, random);
        run_to_end(&session);
        run_to_end(&other);
        require_same_knowledge(s);
        session_close(&session);
        session_close(&other);
    }
}

static void what_would_have_been_is_forgotten(void **state) {
    (void)state;
    for_each_scenario(drop_and_compare);
}

static void forget_and_compare(struct scenario *s) {
    uint64_t random = 2;
    open_session(&other, s);
    run_to_end(&other);
    open_session(&session, s);
    for (int i = 0; i < 4; i++) {
        uint64_t step = random_next(&random) % session_steps(&other);
        change_at(&session, step, random);
        uint64_t from = session_future(&session);
        session_forget_future(&session);
        assert_int_equal(session_future(&session), NEVER);
        if (from != NEVER) assert_true(session_step(&session) <= from);
        run_to_end(&session);
        require_same_knowledge(s);
    }
    session_close(&session);
    session_close(&other);
}

static void the_scenarios_own_run_comes_back(void **state) {
    (void)state;
    for_each_scenario(forget_and_compare);
}

/* ---- searches ---- */

/* Begins a search, changes the run behind its back, and goes on. */
static void search_across_a_change(uint64_t from, bool forward, uint64_t seed) {
    struct choice choice;
    const struct sought what = sought_event(EVENT_LINE);
    session_seek(&session, from);
    struct search search = search_begin(&session, &what, forward);
    enum found found = search_go_on(&search, &session, 1);
    session_seek(&session, session_steps(&session) / 4);
    if (another_choice(&session, &seed, &choice)) session_force(&session, choice);
    uint64_t begin = session_step(&session);
    if (found != FOUND_NOT_YET) return;
    while (found == FOUND_NOT_YET) found = search_go_on(&search, &session, 20);
    uint64_t is = session_step(&session);
    if (session.future.changes == 0) return;
    session_seek(&session, begin);
    assert_int_equal(session_find(&session, &what, forward), found == FOUND_STEP);
    if (found == FOUND_STEP) assert_int_equal(session_step(&session), is);
}

static void search_and_change(struct scenario *s) {
    s->config.procs = 2;
    for (uint64_t seed = 1; seed < 4; seed++) {
        open_session(&session, s);
        run_to_end(&session);
        search_across_a_change(session_steps(&session), false, seed);
        session_close(&session);
        open_session(&session, s);
        run_to_end(&session);
        search_across_a_change(session_steps(&session) / 2, true, seed + 10);
        session_close(&session);
    }
}

static void a_search_survives_another_future(void **state) {
    (void)state;
    for_each_scenario(search_and_change);
}

/* ---- settings ---- */

#define GROWS                                                                                      \
    "package main\n"                                                                               \
    "type node struct { next *node; data [62]int }\n"                                              \
    "var head *node\n"                                                                             \
    "func main() {\n"                                                                              \
    "\tfor i := 0; i < 600; i++ {\n"                                                               \
    "\t\thead = &node{next: head}\n"                                                               \
    "\t\tif i%8 != 0 {\n"                                                                          \
    "\t\t\thead = head.next\n"                                                                     \
    "\t\t}\n"                                                                                      \
    "\t}\n"                                                                                        \
    "\tprintln(head != nil)\n"                                                                     \
    "}\n"

static uint32_t cycles_after(uint64_t step, int64_t gogc) {
    session_seek(&session, step);
    assert_true(session_set(&session, DECISION_GOGC, gogc));
    assert_int_equal(session_step(&session), step);
    run_to_end(&session);
    assert_string_equal(text_string(&session.complaints), "true\n");
    return session.front.s->gc.marked;
}

static void open_growing(struct scenario *s) {
    build_go(s, GROWS);
    s->config.minimum_heap = 32768;
    open_session(&session, s);
}

static void the_goal_follows_a_setting_at_once(void **state) {
    (void)state;
    struct scenario s;
    open_growing(&s);
    assert_true(session_seek_event(&session, EVENT_CYCLE_DONE, true));
    const struct collector *gc = &session.now.s->gc;
    uint64_t marked = gc->heap_marked, step = session_step(&session);
    uint64_t roots = gc->pacer.last_stack_scan + s.program.global_bytes;
    assert_true(session_set(&session, DECISION_GOGC, 300));
    assert_int_equal(gc->gogc, 300); /* mgcpacer.go: commit */
    uint64_t goal = marked + (marked + roots) * 3, least = 32768 * 3;
    assert_int_equal(gc->goal, goal > least ? goal : least);
    assert_true(gc->trigger < gc->goal && gc->trigger > marked);
    assert_true(session_set(&session, DECISION_GOGC, -5));
    assert_int_equal(gc->gogc, -1);
    assert_int_equal(gc->goal, UINT64_MAX);
    assert_int_equal(gc->trigger, UINT64_MAX);
    assert_true(session_set(&session, DECISION_MEMORY_LIMIT, 1 << 19));
    assert_true(gc->goal < 1 << 19);
    assert_int_equal(session.future.count, 2); /* what was overridden at once never was */
    assert_int_equal(session_future(&session), step);
    session_close(&session);
    scenario_free(&s);
}

static void a_higher_percentage_means_fewer_collections(void **state) {
    (void)state;
    struct scenario s;
    open_growing(&s);
    assert_true(session_seek_event(&session, EVENT_CYCLE_DONE, true));
    uint64_t step = session_step(&session);
    uint32_t few = cycles_after(step, 800), many = cycles_after(step, 100);
    uint32_t none = cycles_after(step, -1);
    assert_int_equal(none, session.now.s->gc.marked);
    assert_true(many > few && few > none);
    session_close(&session);
    scenario_free(&s);
}

static void what_changes_nothing_is_no_decision(void **state) {
    (void)state;
    struct scenario s;
    open_growing(&s);
    session_seek(&session, 100);
    assert_true(session_set(&session, DECISION_GOGC, 100));
    assert_true(session_set(&session, DECISION_MEMORY_LIMIT, -1));
    assert_true(session_force(&session, session_next(&session)));
    assert_int_equal(session_step(&session), 101);
    assert_int_equal(session_future(&session), NEVER);
    assert_int_equal(session.future.changes, 0);
    assert_false(session_set(&session, DECISION_ACTOR, 1));
    assert_false(session_force(&session, (struct choice){40, 0})); /* there is no such goroutine */
    session_seek(&session, NEVER);
    assert_false(session_set(&session, DECISION_GOGC, 50)); /* the program has ended */
    assert_false(session_force(&session, (struct choice){1, 0}));
    session_close(&session);
    scenario_free(&s);
}

/* ---- who can go next ---- */

static void try_all(const struct scenario *s) {
    struct candidate candidates[32];
    static struct event events[EVENTS_MAX];
    uint64_t step = session_step(&session), hash = machine_hash(&session.now);
    uint32_t count = session_choices(&session, candidates, 32), going = 0;
    struct choice next = session_next(&session);
    (void)s;
    for (uint32_t i = 0; i < count && i < 32; i++) {
        struct text name = {0};
        uint32_t told = session_try(&session, candidates[i].choice, events, EVENTS_MAX);
        session_choice_name(&session, candidates[i].choice, &name);
        if (!told || !name.length)
            fail_msg("%s step %d: actor %d of %d, %d events", session.scenario->path, (int)step,
                     (int)candidates[i].choice.actor, (int)count, (int)told);
        assert_int_equal(events[0].step, step + 1);
        assert_int_equal(events[0].actor, candidates[i].choice.actor);
        going += candidates[i].goes;
        text_free(&name);
    }
    assert_int_equal(machine_hash(&session.now), hash);
    assert_int_equal(going, count > 0);
    if (count == 0) return;
    uint32_t told = session_try(&session, next, events, EVENTS_MAX);
    session_seek(&session, step + 1); /* nobody interferes: it is what was told */
    assert_int_equal(session.now.s->clock.last_actor, next.actor);
    assert_int_equal(told, session.event_count);
    assert_memory_equal(events, session.events, told * sizeof *events);
}

static void try_everywhere(struct scenario *s) {
    open_session(&session, s);
    for (uint64_t step = 0; step < 200; step++) {
        session_seek(&session, step);
        if (session_step(&session) == step) try_all(s);
    }
    session_seek_event(&session, EVENT_LINE, false); /* the scout is where it belongs again */
    uint64_t step = session_step(&session);
    assert_true(step == 0 || event_set_has(&session.now.s->clock.events, EVENT_LINE));
    session_close(&session);
}

static void what_one_would_do_next_can_be_tried(void **state) {
    (void)state;
    for_each_scenario(try_everywhere);
}

/* ---- progress ---- */

static uint64_t progress_at[STEPS_MAX + 1];

static void seek_progress(struct scenario *s) {
    struct machine m;
    uint64_t step = 0, random = 4;
    assert_true(machine_open(&m, &s->program, &s->config));
    while (machine_running(&m)) {
        machine_step(&m, sched_pick(&m));
        progress_at[++step] = m.s->clock.progress;
        assert_true(progress_at[step] - progress_at[step - 1] <= 1);
    }
    open_session(&session, s);
    for (int i = 0; i < 40; i++) {
        uint64_t wanted = random_next(&random) % (progress_at[step] + 2), first = 0;
        while (first < step && progress_at[first] < wanted) first++;
        session_seek_progress(&session, wanted);
        assert_int_equal(session_step(&session), first);
        assert_int_equal(session_progress(&session), progress_at[first]);
    }
    session_close(&session);
    machine_close(&m);
}

static void the_first_step_with_a_progress_is_found(void **state) {
    (void)state;
    for_each_scenario(seek_progress);
}

/* One goroutine: whatever the collector and the stacks do, it does the same operations. */
static void settings_do_not_change_how_much_is_done(void **state) {
    (void)state;
    uint64_t all = 0;
    for (uint32_t i = 0; i < 6; i++) {
        struct scenario s;
        build_go(&s, GROWS);
        s.config.minimum_heap = 32768;
        if (i == 1) s.config.barrier = BARRIER_NONE;
        if (i == 2) s.config.collector = COLLECTOR_STW;
        if (i == 3) s.config.stacks = STACKS_SEGMENTED;
        if (i == 4) s.config.gogc = 10;
        if (i == 5) s.config.hostile_cycles = true;
        open_session(&session, &s);
        session_seek(&session, NEVER);
        assert_int_equal(session.now.s->outcome, OUTCOME_DONE);
        if (i == 0) all = session_progress(&session);
        assert_int_equal(session_progress(&session), all);
        session_close(&session);
        scenario_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_is_made_to_go_the_machine_stays_sound),
        cmocka_unit_test(the_same_decisions_lead_to_the_same_run),
        cmocka_unit_test(what_would_have_been_is_forgotten),
        cmocka_unit_test(the_scenarios_own_run_comes_back),
        cmocka_unit_test(a_search_survives_another_future),
        cmocka_unit_test(the_goal_follows_a_setting_at_once),
        cmocka_unit_test(a_higher_percentage_means_fewer_collections),
        cmocka_unit_test(what_changes_nothing_is_no_decision),
        cmocka_unit_test(what_one_would_do_next_can_be_tried),
        cmocka_unit_test(the_first_step_with_a_progress_is_found),
        cmocka_unit_test(settings_do_not_change_how_much_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
