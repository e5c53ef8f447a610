/* Collectors by setting: what each of them stops, frees and counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/gc/generation.h"
#include "machine/sched.h"
#include "support/build.h"
#include "support/oracle.h"
#include "support/run.h"

#define LIST                                                                                       \
    "'types': {'Node': {'pad': '[40]int', 'next': '*Node'}}, 'globals': {'all': '[24]*Node',"      \
    "'n': 'int'}, 'functions': {'main': [{'set': 'i', 'to': 0}, {'repeat': 24, 'do': ["            \
    "{'new': 'Node', 'to': 'all[i]', 'escape': 'heap'},"                                           \
    "{'new': 'Node', 'to': 'x', 'escape': 'heap'},"                                                \
    "{'set': 'i', 'to': 'i + 1'}]}, {'set': 'x', 'to': 'nil'}, {'go': 'count'}, {'gc': 'run'}],"   \
    "'count': [{'repeat': 50, 'do': [{'set': 'n', 'to': 'n + 1'}, {'yield': true}]}]}"

static void open_list(struct run *r, struct scenario *s, enum collector_kind collector,
                      uint32_t procs) {
    build_script(s, LIST);
    s->config.collector = collector;
    s->config.procs = procs;
    run_open(r, s);
}

static void close_list(struct run *r, struct scenario *s) {
    run_close(r);
    scenario_free(s);
}

/* ---- stop-the-world ---- */

static void nobody_else_runs_between_the_stop_and_the_sweep(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint64_t steps = 0;
    open_list(&r, &s, COLLECTOR_STW, 3);
    while (machine_running(&r.m)) {
        run_next(&r);
        if (!gc_marking(&r.m)) continue;
        assert_true(r.m.s->gc.stopped);
        assert_int_equal(r.m.s->clock.last_actor, ACTOR_COLLECTOR);
        steps++;
    }
    assert_true(steps > 50);
    assert_int_equal(r.terminations, 1);
    assert_int_equal(run_statistic(&r, "Frees"), 24);
    assert_int_equal(run_statistic(&r, "WriteBarriers"), 0);
    close_list(&r, &s);
}

static void the_pause_is_the_whole_of_the_marking(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_list(&r, &s, COLLECTOR_STW, 1);
    while (!run_event(&r, EVENT_GC_TRACE)) run_next(&r);
    const struct cycle_record *record = &r.m.s->gc.record;
    assert_int_equal(record->mark, record->mark_term);
    uint64_t pause = run_statistic(&r, "PauseNs");
    assert_int_equal(pause, record->end - record->sweep_term);
    assert_int_equal(run_statistic(&r, "PauseTotalNs"), pause);
    /* one stop, 24 objects of 41 words, and less than a tenth for all else */
    uint64_t least = COST_TICKS[COST_STOP_WORLD] +
                     24 * (COST_TICKS[COST_MARK] + COST_TICKS[COST_TAKE]) +
                     24 * 41 * COST_TICKS[COST_SCAN_WORD];
    assert_in_range(pause, least, least + least / 10);
    close_list(&r, &s);
}

static uint64_t pause_of(enum collector_kind collector, uint32_t procs) {
    struct scenario s;
    struct run r;
    open_list(&r, &s, collector, procs);
    while (!run_event(&r, EVENT_GC_TRACE)) run_next(&r);
    uint64_t pause = run_statistic(&r, "PauseNs");
    close_list(&r, &s);
    return pause;
}

static void processors_share_the_work_of_a_stop(void **state) {
    (void)state;
    uint64_t stop = COST_TICKS[COST_STOP_WORLD];
    uint64_t one = pause_of(COLLECTOR_STW, 1) - stop, four = pause_of(COLLECTOR_STW, 4) - stop;
    assert_in_range(four, one / 4, one / 2);
}

static void a_concurrent_cycle_stops_the_world_twice_and_shortly(void **state) {
    (void)state;
    uint64_t stops = 2 * COST_TICKS[COST_STOP_WORLD];
    assert_in_range(pause_of(COLLECTOR_CONCURRENT, 2), stops, stops + 1000);
}

/* ---- none ---- */

static void without_a_collector_nothing_is_ever_freed(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_list(&r, &s, COLLECTOR_NONE, 2);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    assert_true(event_set_has(&r.kinds, EVENT_NO_COLLECTOR));
    assert_false(event_set_has(&r.kinds, EVENT_STOP_WORLD));
    assert_int_equal(run_statistic(&r, "NumGC"), 0);
    assert_int_equal(run_statistic(&r, "Frees"), 0);
    assert_int_equal(run_statistic(&r, "HeapObjects"), 48);
    close_list(&r, &s);
}

static void without_a_collector_memory_runs_out(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'while': '1 == 1', 'do': [{'new': '[500]int', 'to': "
                     "'x', 'escape': 'heap'}, {'gc': 'start'}, {'gc': 'finish'}]}]}");
    s.config.collector = COLLECTOR_NONE;
    s.config.memory_limit = 4096;
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_FAULT);
    assert_int_equal(r.m.s->fault, FAULT_OUT_OF_MEMORY);
    assert_int_equal(run_statistic(&r, "NumGC"), 0);
    close_list(&r, &s);
}

/* ---- generational ---- */

/* A, old after the first minor collection, and what a test does with it: `then`. */
#define OLD_AND(then)                                                                              \
    "'types': {'Node': {'next': '*Node', 'value': 'int'}}, 'globals': {'list': '*Node'},"          \
    "'functions': {'main': [{'new': 'Node', 'to': 'list', 'escape': 'heap', 'name': 'A'},"         \
    "{'repeat': 4, 'do': [{'call': 'waste'}]}, " then ", {'print': 'end'}],"                       \
    "'waste': [{'new': 'Node', 'to': 'w', 'escape': 'heap'}],"                                     \
    "'link': [{'new': 'Node', 'to': 'b', 'escape': 'heap', 'name': 'B'},"                          \
    "{'set': 'b.value', 'to': 9}, {'set': 'list.next', 'to': 'b'}]}"

#define MORE_WASTE "{'repeat': 8, 'do': [{'call': 'waste'}]}"

static void open_young(struct run *r, struct scenario *s, const char *script) {
    build_script(s, script);
    s->config.collector = COLLECTOR_GENERATIONAL;
    s->config.nursery = 64;
    s->config.procs = 2;
    run_open(r, s);
}

static void next_minor(struct run *r) {
    do run_next(r);
    while (!run_event(r, EVENT_MINOR_DONE));
}

static bool is_young(const struct run *r, const char *name) {
    struct object_view o;
    assert_true(inspect_object(&r->m, run_object(r, name), &o));
    return o.young;
}

static bool is_remembered(const struct run *r, const char *name) {
    struct object_view o;
    assert_true(inspect_object(&r->m, run_object(r, name), &o));
    return o.remembered;
}

static void the_nursery_is_as_large_as_is_said_or_scaled_as_the_pacer_is(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND("{'yield': true}"));
    assert_int_equal(nursery_limit(&r.m), 64);
    r.m.config.nursery = 0;
    assert_int_equal(nursery_limit(&r.m), 256 << 10);
    r.m.config.minimum_heap = 64 << 10;
    assert_int_equal(nursery_limit(&r.m), 4 << 10);
    close_list(&r, &s);
}

/* 16 bytes each: the fourth fills the nursery. It and A can be reached. */
static void a_minor_collection_begins_when_the_nursery_is_full(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND("{'yield': true}"));
    while (!run_event(&r, EVENT_MINOR_START)) run_next(&r);
    const struct event *start = run_event(&r, EVENT_MINOR_START);
    assert_int_equal(start->b, 4);
    assert_int_equal(start->c, 64);
    assert_true(is_young(&r, "A"));
    next_minor(&r);
    assert_false(is_young(&r, "A"));
    assert_int_equal(run_colour(&r, "A"), COLOUR_BLACK);
    assert_int_equal(run_statistic(&r, "Mallocs"), 4);
    assert_int_equal(run_statistic(&r, "Frees"), 2);
    assert_int_equal(run_statistic(&r, "Promoted"), 2);
    assert_int_equal(run_statistic(&r, "PromotedBytes"), 32);
    assert_int_equal(run_statistic(&r, "NumMinorGC"), 1);
    assert_int_equal(run_statistic(&r, "NumGC"), 0);
    assert_int_equal(r.m.s->gc.heap_live, 32);
    close_list(&r, &s);
}

static void old_objects_are_not_looked_through(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND(MORE_WASTE));
    next_minor(&r);
    uint64_t a = run_object(&r, "A");
    do {
        run_next(&r);
        const struct event *take = run_event(&r, EVENT_TAKE);
        if (take) assert_int_not_equal(take->a, a);
    } while (!run_event(&r, EVENT_MINOR_DONE));
    close_list(&r, &s);
}

static void what_an_old_object_points_to_is_remembered_and_saved(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND("{'call': 'link'}, " MORE_WASTE));
    next_minor(&r);
    while (!run_event(&r, EVENT_REMEMBER)) run_next(&r);
    assert_true(is_remembered(&r, "A"));
    assert_false(is_remembered(&r, "B"));
    assert_int_equal(r.m.s->gc.remembered, 1);
    next_minor(&r);
    assert_false(is_remembered(&r, "A"));
    assert_false(is_young(&r, "B"));
    assert_int_equal(r.m.s->gc.remembered, 0);
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "Remembered"), 1);
    assert_int_equal(r.m.s->gc.lost, 0);
    close_list(&r, &s);
}

static void who_is_remembered_is_not_remembered_again(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND("{'call': 'link'}, {'call': 'link'}, {'call': 'waste'}"));
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "Remembered"), 1);
    close_list(&r, &s);
}

static void without_a_barrier_nobody_remembers_and_the_object_is_lost(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND("{'call': 'link'}, " MORE_WASTE));
    r.m.config.barrier = BARRIER_NONE;
    r.check_every = UINT64_MAX;
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "Remembered"), 0);
    assert_true(event_set_has(&r.kinds, EVENT_LOST));
    close_list(&r, &s);
}

/* The checker and the oracle, each for itself. */
static void an_entry_that_is_missing_is_noticed(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct object a;
    open_young(&r, &s, OLD_AND("{'call': 'link'}, {'yield': true}"));
    while (!run_event(&r, EVENT_REMEMBER)) run_next(&r);
    run_next(&r);
    assert_null(check_state(&r.m));
    assert_null(oracle_state(&r.m));
    assert_true(heap_find(&r.m, run_object(&r, "A"), &a));
    span_remembered(&r.m, a.span)[a.slot / 64] = 0;
    r.m.s->gc.remembered = 0;
    assert_string_equal(check_state(&r.m), "an old object points to a young one unremembered");
    assert_string_equal(oracle_state(&r.m),
                        "an old object that is not remembered points to a young one");
    close_list(&r, &s);
}

static void copies_and_sends_are_remembered_as_stores_are(void **state) {
    (void)state;
    static const char *const WAYS[] = {
        "'globals': {'s': '[]*Node', 'c': 'chan *Node'}, 'functions': {'main': ["
        "{'make': '[]*Node', 'len': 4, 'to': 's', 'escape': 'heap'}, {'call': 'waste'},"
        "{'make': '[]*Node', 'len': 4, 'to': 't', 'escape': 'heap'},"
        "{'new': 'Node', 'to': 't[1]', 'escape': 'heap', 'name': 'B'},"
        "{'copy': 's', 'from': 't'}, {'set': 't', 'to': 'nil'}, {'call': 'waste'}",
        "'globals': {'s': '[]*Node', 'c': 'chan *Node'}, 'functions': {'main': ["
        "{'make': 'chan *Node', 'cap': 2, 'to': 'c'}, {'call': 'waste'},"
        "{'new': 'Node', 'to': 't', 'escape': 'heap', 'name': 'B'},"
        "{'send': 't', 'on': 'c'}, {'set': 't', 'to': 'nil'}, {'call': 'waste'}"};
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        struct scenario s;
        struct run r;
        char script[1024];
        snprintf(script, sizeof script,
                 "'types': {'Node': {'next': '*Node', 'value': 'int'}}, %s],"
                 "'waste': [{'repeat': 20, 'do': [{'new': 'Node', 'to': 'w', 'escape': 'heap'}]}]}",
                 WAYS[i]);
        build_script(&s, script);
        s.config.collector = COLLECTOR_GENERATIONAL;
        s.config.nursery = 256;
        run_open(&r, &s);
        run_to_end(&r);
        assert_true(event_set_has(&r.kinds, EVENT_REMEMBER));
        assert_true(run_statistic(&r, "NumMinorGC") >= 2);
        assert_int_not_equal(run_object(&r, "B"), 0);
        close_list(&r, &s);
    }
}

static void stores_to_the_stack_need_no_barrier(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'types': {'Node': {'next': '*Node'}}, 'functions': {'main': ["
                     "{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
                     "{'new': 'Node', 'to': 'b', 'escape': 'heap'},"
                     "{'set': 'a.next', 'to': 'b'}, {'set': 'b.next', 'to': 'b'}]}");
    s.config.collector = COLLECTOR_GENERATIONAL;
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "WriteBarriers"), 1);
    assert_int_equal(r.m.s->clock.units[COST_YOUNG_TEST], 1);
    close_list(&r, &s);
}

static void a_major_collection_frees_old_garbage_and_empties_the_nursery(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_young(&r, &s, OLD_AND("{'call': 'link'}, {'set': 'list', 'to': 'nil'}, {'gc': 'run'}"));
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "NumMinorGC"), 1);
    assert_int_equal(run_statistic(&r, "NumGC"), 1);
    assert_int_equal(run_statistic(&r, "HeapObjects"), 0);
    assert_int_equal(r.m.s->gc.young_objects, 0);
    close_list(&r, &s);
}

static void spans_without_young_objects_are_not_swept(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'types': {'Node': {'next': '*Node'}}, 'globals': {'big': '*[100]int'},"
                     "'functions': {'main': [{'new': '[100]int', 'to': 'big', 'escape': 'heap'},"
                     "{'repeat': 200, 'do': [{'new': 'Node', 'to': 'w', 'escape': 'heap'}]}]}");
    s.config.collector = COLLECTOR_GENERATIONAL;
    s.config.nursery = 400;
    run_open(&r, &s);
    run_to_end(&r);
    /* the first collection finds one young object, the others fifty nodes in one span */
    assert_int_equal(run_statistic(&r, "NumMinorGC"), 5);
    assert_int_equal(run_statistic(&r, "SpansSwept"), 5);
    close_list(&r, &s);
}

static void ignore(void *user, const struct event *e) {
    (void)user;
    (void)e;
}

static void step_both(struct machine *a, struct machine *b) {
    machine_step(a, sched_pick(a));
    machine_step(b, sched_pick(b));
}

/* Whoever has a sink goes unit by unit. */
static void a_minor_collection_at_full_speed_leaves_what_steps_leave(void **state) {
    (void)state;
    struct scenario s;
    struct machine fast, slow;
    uint64_t minor = 0;
    build_load(&s, "scenarios/82-most-die-young.json");
    assert_true(machine_open(&fast, &s.program, &s.config));
    assert_true(machine_open(&slow, &s.program, &s.config));
    slow.sink.emit = ignore;
    while (machine_running(&fast)) {
        bool marks = fast.s->gc.minor && fast.s->gc.stage == STAGE_MARK;
        uint64_t spent = marks ? gc_run(&fast, 1000) : 0;
        for (uint64_t i = 0; i < spent; i++) assert_int_equal(gc_run(&slow, 1), 1);
        assert_int_equal(machine_hash(&fast), machine_hash(&slow));
        minor += spent > 0;
        if (machine_running(&fast)) step_both(&fast, &slow);
    }
    assert_int_equal(minor, 3);
    machine_close(&fast);
    machine_close(&slow);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_else_runs_between_the_stop_and_the_sweep),
        cmocka_unit_test(the_pause_is_the_whole_of_the_marking),
        cmocka_unit_test(processors_share_the_work_of_a_stop),
        cmocka_unit_test(a_concurrent_cycle_stops_the_world_twice_and_shortly),
        cmocka_unit_test(without_a_collector_nothing_is_ever_freed),
        cmocka_unit_test(without_a_collector_memory_runs_out),
        cmocka_unit_test(the_nursery_is_as_large_as_is_said_or_scaled_as_the_pacer_is),
        cmocka_unit_test(a_minor_collection_begins_when_the_nursery_is_full),
        cmocka_unit_test(old_objects_are_not_looked_through),
        cmocka_unit_test(what_an_old_object_points_to_is_remembered_and_saved),
        cmocka_unit_test(who_is_remembered_is_not_remembered_again),
        cmocka_unit_test(without_a_barrier_nobody_remembers_and_the_object_is_lost),
        cmocka_unit_test(an_entry_that_is_missing_is_noticed),
        cmocka_unit_test(copies_and_sends_are_remembered_as_stores_are),
        cmocka_unit_test(stores_to_the_stack_need_no_barrier),
        cmocka_unit_test(a_major_collection_frees_old_garbage_and_empties_the_nursery),
        cmocka_unit_test(spans_without_young_objects_are_not_swept),
        cmocka_unit_test(a_minor_collection_at_full_speed_leaves_what_steps_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
