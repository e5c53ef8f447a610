/* The pacer against the numbers that were measured on Go 1.19 and the formulas of mgcpacer.go; mark
 * workers; assists; time. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/gc/pacer.h"
#include "machine/sched.h"
#include "session/session.h"
#include "support/build.h"
#include "support/run.h"

#define MIB ((uint64_t)1 << 20)
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"

/* ---- the goal ---- */

/* A machine that has been collected once, its pacer to be set by hand. */
static void open_at_rest(struct run *r, struct scenario *s, const char *globals, int64_t gogc) {
    char script[256];
    snprintf(script, sizeof script, "%s 'functions': {'main': [{'gc': 'run'}, {'yield': true}]}",
             globals);
    build_script(s, script);
    s->config.gogc = gogc;
    run_open(r, s);
    while (!run_event(r, EVENT_YIELD)) run_next(r);
}

static void close_run(struct run *r, struct scenario *s) {
    run_close(r);
    scenario_free(s);
}

/* Measured: with a tiny live heap NextGC is 1,094,736 at GOGC=25 (1 MiB above what lives, since the
 * sweep is not done when the goal is set), then the minimum scaled by GOGC. */
static void a_tiny_heap_has_the_goals_measured_on_go(void **state) {
    (void)state;
    static const struct {
        int64_t gogc;
        uint64_t next_gc;
    } ROWS[] = {{50, 2097152}, {100, 4194304}, {200, 8388608}, {400, 16777216}};
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        struct run r;
        struct scenario s;
        open_at_rest(&r, &s, "", ROWS[i].gogc);
        assert_int_equal(run_statistic(&r, "NextGC"), ROWS[i].next_gc);
        close_run(&r, &s);
    }
    struct run r;
    struct scenario s;
    open_at_rest(&r, &s, "", 25);
    assert_int_equal(run_statistic(&r, "NextGC"), r.m.s->gc.heap_marked + MIB);
    close_run(&r, &s);
}

static uint64_t goal_of(int64_t gogc, const char *globals, uint64_t marked, uint64_t stacks) {
    struct run r;
    struct scenario s;
    open_at_rest(&r, &s, globals, gogc);
    struct collector *gc = &r.m.s->gc;
    gc->heap_marked = gc->heap_live = marked;
    gc->pacer.last_stack_scan = stacks;
    pacer_commit(&r.m);
    uint64_t goal = gc->goal;
    close_run(&r, &s);
    return goal;
}

/* The example of Go's GC guide: 8 MiB live, 1 MiB of stacks and 1 MiB of globals. */
static void the_example_of_the_guide_comes_out(void **state) {
    (void)state;
    const char *globals = "'globals': {'g': '[65536]int'},"; /* half of it all */
    assert_int_equal(goal_of(100, globals, 4 * MIB, MIB / 2), 9 * MIB);
    assert_int_equal(goal_of(50, globals, 4 * MIB, MIB / 2), 13 * MIB / 2);
    assert_int_equal(goal_of(200, globals, 4 * MIB, MIB / 2), 14 * MIB);
}

/* Measured: about 20 MiB live, 7,768 bytes of stacks, 223,376 of globals. */
static void twenty_mebibytes_have_the_goal_measured_on_go(void **state) {
    (void)state;
    const char *globals = "'globals': {'g': '[27922]int'},"; /* 223,376 bytes */
    uint64_t goal = goal_of(100, globals, 22330284, 7768);
    assert_int_equal(goal, 44891712);
}

static void without_gogc_there_is_no_goal(void **state) {
    (void)state;
    assert_int_equal(goal_of(-1, "", 8 * MIB, 0), UINT64_MAX);
}

static void gogc_zero_collects_all_the_time(void **state) {
    (void)state;
    assert_int_equal(goal_of(0, "", 8 * MIB, MIB), 8 * MIB);
}

/* ---- the memory limit ---- */

static void the_limit_leaves_what_other_memory_does_not_take(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_at_rest(&r, &s, "", -1);
    struct collector *gc = &r.m.s->gc;
    uint64_t other =
        r.m.s->statistics.stack_inuse + r.m.s->statistics.heap_inuse - r.m.s->statistics.heap_alloc;
    r.m.s->gc.memory_limit = 40 * MIB;
    gc->heap_marked = gc->heap_live = 20 * MIB;
    pacer_commit(&r.m);
    assert_int_equal(gc->goal, 40 * MIB - other - MIB); /* with 1 MiB of headroom */
    r.m.s->gc.memory_limit = 18 * MIB; /* less than lives: the goal is what lives */
    pacer_commit(&r.m);
    assert_int_equal(gc->goal, 20 * MIB);
    assert_int_equal(gc->trigger, 20 * MIB);
    r.m.s->gc.gogc = 1; /* whichever is lower */
    r.m.s->gc.memory_limit = 400 * MIB;
    gc->pacer.triggered = UINT64_MAX;
    pacer_commit(&r.m);
    assert_in_range(gc->goal, 20 * MIB, 22 * MIB);
    close_run(&r, &s);
}

static void a_limit_makes_a_program_collect_more_often(void **state) {
    (void)state;
    uint64_t cycles[2];
    for (int limited = 0; limited < 2; limited++) {
        struct run r;
        struct scenario s;
        build_script(&s, NODE "'functions': {'main': [{'repeat': 3000, 'do': ["
                              "{'new': '[64]int', 'to': 'x', 'escape': 'heap'}]}]}");
        s.config.gogc = limited ? -1 : 100;
        s.config.minimum_heap = 1 << 18;
        s.config.pages_max = 512;
        if (limited) s.config.memory_limit = 1 << 18;
        run_open(&r, &s);
        r.check_every = 1000;
        run_to_end(&r);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        cycles[limited] = run_statistic(&r, "NumGC");
        close_run(&r, &s);
    }
    assert_true(cycles[1] > cycles[0] && cycles[0] > 0);
}

/* ---- the trigger ---- */

static uint64_t trigger_of(uint64_t marked, int64_t cons_mark, uint64_t work) {
    struct run r;
    struct scenario s;
    open_at_rest(&r, &s, "", 100);
    struct collector *gc = &r.m.s->gc;
    gc->heap_marked = gc->heap_live = marked;
    gc->pacer.cons_mark = cons_mark;
    gc->pacer.last_heap_scan = work;
    gc->pacer.last_stack_scan = 0;
    gc->pacer.triggered = UINT64_MAX;
    pacer_commit(&r.m);
    uint64_t trigger = gc->trigger;
    assert_int_equal(gc->goal, marked < 2 * MIB ? 4 * MIB : 2 * marked);
    close_run(&r, &s);
    return trigger;
}

static void the_trigger_lies_where_the_runway_says_within_bounds(void **state) {
    (void)state;
    uint64_t step = 2 * MIB / 64; /* of the way from 2 MiB to 4 MiB */
    assert_int_equal(trigger_of(2 * MIB, 0, MIB), 2 * MIB + 61 * step);
    assert_int_equal(trigger_of(2 * MIB, 100 * RATIO_ONE, MIB), 2 * MIB + 45 * step);
    /* consMark * (1 - 0.25) / 0.25 * work = 0.5 * 3 * 256 KiB before the goal */
    assert_int_equal(trigger_of(2 * MIB, RATIO_ONE / 2, 256 << 10), 4 * MIB - (384 << 10));
    /* past 4 MiB the runway need not be longer than 4 MiB below the goal */
    assert_int_equal(trigger_of(128 * MIB, 0, MIB), 252 * MIB);
}

/* mgcpacer.go: piController.next with kp 0.9, ti 4, tt 1000, in floating point. */
static void cons_mark_follows_gos_controller(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    double output = 0, integral = 0;
    uint64_t random = 5;
    open_at_rest(&r, &s, "", 100);
    struct collector *gc = &r.m.s->gc;
    struct pacer *p = &gc->pacer;
    *p = (struct pacer){0};
    for (int cycle = 0; cycle < 40; cycle++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        uint64_t allocated = (random >> 40) % 5000000 + 1, work = (random >> 20) % 900000 + 1000;
        uint64_t assist = (random >> 50) % 1000, duration = 100000;
        p->triggered = 4 * MIB;
        gc->heap_live = p->triggered + allocated;
        p->heap_scan_work = work;
        p->stack_scan_work = p->globals_scan_work = 0;
        p->assist_ticks = assist;
        p->idle_ticks = 0;
        gc->mark_start = 0;
        r.m.s->clock.now = duration;
        pacer_end_cycle(&r.m);
        double marking = 0.25 + (double)assist / (double)(duration * r.m.config.procs);
        double measured = (double)allocated * marking / ((double)work * (1 - marking));
        double error = measured - output, raw = 0.9 * error + integral;
        output = raw;
        integral += 0.9 / 4 * error;
        assert_true(fabs((double)p->cons_mark / RATIO_ONE - output) < 0.01 + fabs(output) * 0.001);
    }
    close_run(&r, &s);
}

static void multiplying_and_dividing_does_not_overflow(void **state) {
    (void)state;
    assert_int_equal(mul_div(UINT64_MAX, 3, 6), UINT64_MAX / 2);
    assert_int_equal(mul_div(UINT64_MAX, 2, 1), UINT64_MAX);
    assert_int_equal(mul_div(7, 5, 3), 11);
    assert_int_equal(mul_div(7, 5, 0), UINT64_MAX);
}

/* ---- mark workers ---- */

/* GOMAXPROCS 1 to 16: dedicated workers, and the fraction of each processor otherwise. */
static void a_quarter_of_the_processors_marks(void **state) {
    (void)state;
    static const struct {
        uint32_t dedicated;
        double fraction;
    } ROWS[] = {{0, .25}, {0, .25}, {0, .25}, {1, 0}, {1, 0}, {1, .0833}, {2, 0}, {2, 0},
                {2, 0},   {3, 0},   {3, 0},   {3, 0}, {3, 0}, {4, 0},     {4, 0}, {4, 0}};
    for (uint32_t procs = 1; procs <= COUNT(ROWS); procs++) {
        struct run r;
        struct scenario s;
        uint32_t dedicated = 0;
        build_script(&s, "'functions': {'main': [{'gc': 'start'}, {'gc': 'finish'}]}");
        s.config.procs = procs;
        run_open(&r, &s);
        while (!run_event(&r, EVENT_MARK_START)) run_next(&r);
        for (uint32_t p = 0; p < procs; p++)
            dedicated += r.m.processors[p].worker == WORKER_DEDICATED;
        assert_int_equal(dedicated, ROWS[procs - 1].dedicated);
        double fraction = (double)r.m.s->gc.fraction / 65536;
        assert_true(fabs(fraction - ROWS[procs - 1].fraction) < 0.0001);
        close_run(&r, &s);
    }
}

#define BUSY                                                                                       \
    NODE "'globals': {'list': '*Node'}, 'functions': {'main': ["                                   \
         "{'repeat': 70, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'},"                     \
         "{'set': 'n.next', 'to': 'list'}, {'set': 'list', 'to': 'n'}]}, {'gc': 'start'},"         \
         "{'repeat': 20000, 'do': [{'set': 'x', 'to': 1}]}, {'gc': 'finish'}]}"

/* On one processor that has something else to do, marking gets its quarter of the time. */
static void a_fractional_worker_takes_a_quarter_of_the_time(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, BUSY);
    s.config.procs = 1;
    run_open(&r, &s);
    r.check_every = 500;
    while (!run_event(&r, EVENT_MARK_START)) run_next(&r);
    uint64_t start = r.m.s->clock.now;
    while (!run_event(&r, EVENT_MARK_DONE)) run_next(&r);
    uint64_t elapsed = r.m.s->clock.now - start, marking = r.m.s->gc.pacer.worker_ticks;
    assert_in_range(marking * 100 / elapsed, 20, 32);
    close_run(&r, &s);
}

/* Eight lists of 60 nodes hang on an array: enough for every worker; main keeps its processor. */
#define WIDE                                                                                       \
    NODE "'globals': {'all': '[8]*Node'}, 'functions': {'main': ["                                 \
         "{'call': 'list'}, {'set': 'all[0]', 'to': 'all[7]'}, "                                   \
         "{'call': 'list'}, {'set': 'all[1]', 'to': 'all[7]'}, "                                   \
         "{'call': 'list'}, {'set': 'all[2]', 'to': 'all[7]'}, "                                   \
         "{'call': 'list'}, {'set': 'all[3]', 'to': 'all[7]'}, "                                   \
         "{'call': 'list'}, {'set': 'all[4]', 'to': 'all[7]'}, "                                   \
         "{'call': 'list'}, {'set': 'all[5]', 'to': 'all[7]'}, "                                   \
         "{'call': 'list'}, {'set': 'all[6]', 'to': 'all[7]'}, {'gc': 'start'},"                   \
         "{'repeat': 20000, 'do': [{'set': 'x', 'to': 1}]}, {'gc': 'finish'}],"                    \
         "'list': [{'set': 'all[7]', 'to': 'nil'}, {'repeat': 60, 'do': ["                         \
         "{'new': 'Node', 'to': 'n', 'escape': 'heap'}, {'set': 'n.next', 'to': 'all[7]'},"        \
         "{'set': 'all[7]', 'to': 'n'}]}]}"

static void idle_processors_help_to_mark(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    uint32_t worked = 0;
    build_script(&s, WIDE);
    s.config.procs = 4;
    run_open(&r, &s);
    r.check_every = 500;
    while (!run_event(&r, EVENT_MARK_START)) run_next(&r);
    while (!run_event(&r, EVENT_MARK_DONE)) run_next(&r);
    for (uint32_t p = 0; p < 4; p++) worked += r.m.processors[p].worker_ticks > 0;
    assert_in_range(worked, 2, 3); /* not main's; and who has few lists does not share them */
    assert_true(r.m.s->gc.pacer.idle_ticks > 0);
    close_run(&r, &s);
}

/* A list is a chain: one worker finds it all; a wide heap is shared. */
static void work_is_shared_between_workers(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    uint32_t takers = 0, took[4] = {0};
    build_script(&s,
                 NODE "'globals': {'all': '[64]*Node'}, 'functions': {'main': ["
                      "{'new': 'Node', 'to': 'n', 'escape': 'heap'}, {'call': 'fill'},"
                      "{'gc': 'run'}], 'fill': ["
                      "{'new': '[200]*Node', 'to': 'p', 'escape': 'heap'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[0]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[1]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[2]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[3]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[4]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[5]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[6]', 'to': 'a'},"
                      "{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'p[7]', 'to': 'a'},"
                      "{'gc': 'run'}]}");
    run_open(&r, &s);
    while (machine_running(&r.m)) {
        run_next(&r);
        if (run_event(&r, EVENT_TAKE)) took[r.m.s->on]++;
    }
    for (int p = 0; p < 4; p++) takers += took[p] > 0;
    assert_true(takers >= 2);
    close_run(&r, &s);
}

/* ---- large objects ---- */

static void a_large_object_is_scanned_in_pieces(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    uint32_t taken = 0, blackened = 0;
    build_script(&s,
                 "'types': {'Node': {'next': '*Node', 'value': 'int'}, 'Big': {'first': '*Node',"
                 "'a': '[25000]int', 'middle': '*Node', 'b': '[25000]int', 'last': '*Node'}},"
                 "'globals': {'g': '*Big'}, 'functions': {'main': ["
                 "{'new': 'Big', 'to': 'g', 'escape': 'heap', 'name': 'big'},"
                 "{'new': 'Node', 'to': 'g.last', 'escape': 'heap', 'name': 'last'},"
                 "{'new': 'Node', 'to': 'g.middle', 'escape': 'heap', 'name': 'middle'},"
                 "{'gc': 'run'}]}"); /* 400,024 bytes: four pieces */
    s.config.gogc = -1;
    run_open(&r, &s);
    uint64_t big = 0;
    while (machine_running(&r.m)) {
        run_next(&r);
        if (!big) big = run_object(&r, "big");
        const struct event *take = run_event(&r, EVENT_TAKE);
        taken += take && take->a == big;
        for (uint32_t i = 0; i < r.event_count; i++)
            blackened += r.events[i].kind == EVENT_BLACKEN && r.events[i].a == big;
        if (take && take->a == big) assert_int_equal(inspect_colour(&r.m, big), COLOUR_GREY);
    }
    assert_int_equal(taken, 4);
    assert_int_equal(blackened, 1);
    assert_int_equal(r.m.s->gc.lost, 0);
    assert_int_not_equal(run_object(&r, "last"), 0);
    assert_int_not_equal(run_object(&r, "middle"), 0);
    close_run(&r, &s);
}

/* ---- assists ---- */

#define ALLOCATING                                                                                 \
    NODE "'globals': {'list': '*Node'}, 'functions': {'main': ["                                   \
         "{'repeat': 300, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'},"                    \
         "{'set': 'n.next', 'to': 'list'}, {'set': 'list', 'to': 'n'}]}, {'gc': 'start'},"         \
         "{'repeat': 400, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'}]},"                  \
         "{'gc': 'finish'}]}"

static void who_allocates_while_marking_pays(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    uint32_t marked_by_main = 0, assists = 0;
    build_script(&s, ALLOCATING);
    s.config.procs = 1;
    run_open(&r, &s);
    r.check_every = 7;
    while (machine_running(&r.m)) {
        run_next(&r);
        const struct event *take = run_event(&r, EVENT_TAKE);
        marked_by_main += take && take->actor == 1;
        const struct event *assist = run_event(&r, EVENT_ASSIST);
        assists += assist != NULL;
        if (assist) assert_in_range(assist->a, 1, 64 << 10); /* gcOverAssistWork at the most here */
    }
    assert_true(assists > 0 && marked_by_main > 0);
    assert_int_equal(run_statistic(&r, "Assists"), assists);
    close_run(&r, &s);
}

static void without_assists_nobody_pays(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, ALLOCATING);
    s.config.procs = 1;
    s.config.assists = false;
    run_open(&r, &s);
    r.check_every = 50;
    run_to_end(&r);
    assert_true(run_statistic(&r, "Assists") <= 1);
    close_run(&r, &s);
}

/* The work of background workers is credit; what it covers is not worked off. */
static void credit_of_the_workers_is_taken_first(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, ALLOCATING);
    s.config.minimum_heap = 4096; /* a small assist: 64 bytes */
    run_open(&r, &s);
    r.check_every = 50;
    uint64_t stolen = 0;
    while (machine_running(&r.m)) {
        uint64_t before = r.m.s->gc.pacer.credit;
        run_next(&r);
        const struct event *e = run_event(&r, EVENT_ASSIST_CREDIT);
        if (!e) continue;
        assert_in_range(e->a, 1, before);
        assert_int_equal(e->b, before - e->a);
        stolen += e->a;
    }
    assert_true(stolen > 0);
    close_run(&r, &s);
}

/* Two goroutines allocate; one has nothing to mark while the other has it all in its hands. */
static void whoever_finds_no_work_waits_and_is_woken(void **state) {
    (void)state;
    uint32_t waited = 0;
    for (uint64_t seed = 0; seed < 30; seed++) {
        struct run r;
        struct scenario s;
        build_script(&s,
                     NODE "'globals': {'list': '*Node'}, 'functions': {'main': ["
                          "{'repeat': 30, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'},"
                          "{'set': 'n.next', 'to': 'list'}, {'set': 'list', 'to': 'n'}]},"
                          "{'go': 'f'}, {'go': 'f'}, {'go': 'f'}, {'gc': 'start'}, {'call': 'f'},"
                          "{'sleep': '1s'}],"
                          "'f': [{'repeat': 60, 'do': ["
                          "{'new': 'Node', 'to': 'n', 'escape': 'heap'}]}]}");
        s.config.seed = seed;
        s.config.minimum_heap = 64 << 10;
        run_open(&r, &s);
        r.check_every = 11;
        while (machine_running(&r.m)) {
            run_next(&r);
            waited += run_event(&r, EVENT_ASSIST_WAIT) != NULL;
        }
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        close_run(&r, &s);
    }
    assert_true(waited > 0);
}

/* Each kind of allocation, while a long list is marked; the op that has to assist is done again
 * afterwards, as if nothing had been. */
static void whatever_allocates_can_assist(void **state) {
    (void)state;
    uint32_t assists = 0;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct run r;
        struct scenario s;
        build_script(
            &s, NODE
            "'globals': {'list': '*Node', 'kept': '[]int', 'words': 'string', 'box': 'any',"
            "'bytes': '[]byte', 'ch': 'chan *Node', 'm': 'map[int]int'}, 'functions': {'main': ["
            "{'repeat': 60, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'},"
            "{'set': 'n.next', 'to': 'list'}, {'set': 'list', 'to': 'n'}]},"
            "{'set': 'words', 'to': '`a`'}, {'set': 'k', 'to': 1000}, {'make': 'map[int]int', "
            "'to': 'm', 'escape': 'heap'},"
            "{'repeat': 4, 'do': [{'gc': 'start'},"
            "{'make': '[]int', 'len': 5, 'to': 'kept', 'escape': 'heap'},"
            "{'append': 'kept', 'values': [1, 2], 'to': 'kept'},"
            "{'set': 'words', 'to': 'words + `, and so on and on`'},"
            "{'set': 'bytes', 'to': '[]byte(words)'}, {'set': 'k', 'to': 'k + 1'},"
            "{'put': 'k', 'into': 'm', 'key': 'k'}, {'put': 1, 'into': 'm', 'key': 1},"
            "{'set': 'box', 'to': 'k'}, {'make': 'chan *Node', 'cap': 3, 'to': 'ch'},"
            "{'gc': 'finish'}]},"
            "{'set': 'x', 'to': 'box.(int)'}, {'set': 'l', 'to': 'len(words)'},"
            "{'print': '{x} {l} {len(kept)} {len(m)}'}]}");
        s.config.seed = seed;
        s.config.procs = 1 + (uint32_t)(seed % 3);
        s.config.minimum_heap = seed % 2 ? 64 << 10 : 4 << 20;
        run_open(&r, &s);
        run_to_end(&r);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_string_equal(text_string(&r.output), "1004 73 7 5\n");
        assists += (uint32_t)run_statistic(&r, "Assists");
        close_run(&r, &s);
    }
    assert_true(assists > 12);
}

/* ---- the limiter ---- */

static void the_bucket_fills_with_the_collectors_time_and_leaks_with_the_programs(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_at_rest(&r, &s, "", 100);
    struct pacer *p = &r.m.s->gc.pacer;
    const uint64_t second = TICKS_PER_SECOND;
    *p = (struct pacer){0};
    p->busy_ticks = 3 * second;
    p->gc_ticks = 2 * second; /* 2 s of marking, 1 s of program */
    pacer_limit(&r.m);
    assert_int_equal(p->limiter_fill, second);
    assert_false(pacer_is_limiting(&r.m));
    p->busy_ticks += 5 * second;
    p->assist_ticks = 5 * second;
    pacer_limit(&r.m);
    assert_int_equal(p->limiter_fill, 4 * second); /* full: a second for each of four processors */
    assert_true(pacer_is_limiting(&r.m));
    p->busy_ticks += second / 2; /* half a second of program */
    pacer_limit(&r.m);
    assert_int_equal(p->limiter_fill, 4 * second - second / 2);
    assert_false(pacer_is_limiting(&r.m));
    p->busy_ticks += 9 * second;
    pacer_limit(&r.m);
    assert_int_equal(p->limiter_fill, 0);
    close_run(&r, &s);
}

static void while_the_bucket_is_full_nobody_assists(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, ALLOCATING);
    s.config.procs = 1;
    run_open(&r, &s);
    r.check_every = 50;
    while (!run_event(&r, EVENT_MARK_START)) run_next(&r);
    while (r.m.s->gc.stage == STAGE_MARK) {
        r.m.s->gc.pacer.limiter_fill = UINT64_MAX / 2; /* it cannot leak as fast */
        run_next(&r);
        assert_null(run_event(&r, EVENT_ASSIST));
    }
    assert_true(run_statistic(&r, "AssistsLimited") > 0);
    close_run(&r, &s);
}

/* More lives than the limit allows: collections without pause, and yet the program gets on. */
static void the_limit_is_soft(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, NODE "'globals': {'list': '*Node'}, 'functions': {'main': ["
                          "{'repeat': 400, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'},"
                          "{'set': 'n.next', 'to': 'list'}, {'set': 'list', 'to': 'n'}]}]}");
    s.config.minimum_heap = 4096;
    s.config.memory_limit = 2048;
    s.config.gogc = -1;
    s.config.procs = 2;
    run_open(&r, &s);
    r.check_every = 2000;
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    assert_true(run_statistic(&r, "HeapAlloc") > 2048); /* it went past the limit */
    assert_true(run_statistic(&r, "NumGC") >= 3);
    close_run(&r, &s);
}

/* Asked for, with GOGC=off and no limit, a cycle has no goal to reach: nobody has to hurry. The
 * first allocation assists all the same: what it must do at least (gcOverAssistWork) is its credit. */
static void without_a_goal_one_assist_pays_for_everything(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, NODE "'globals': {'list': '*Node'}, 'functions': {'main': ["
                          "{'repeat': 300, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'},"
                          "{'set': 'n.next', 'to': 'list'}, {'set': 'list', 'to': 'n'}]},"
                          "{'gc': 'start'}, {'repeat': 300, 'do': [{'new': 'Node', 'to': 'n', "
                          "'escape': 'heap'}]}, {'gc': 'finish'}]}");
    s.config.gogc = -1;
    s.config.procs = 4;
    run_open(&r, &s);
    while (machine_running(&r.m)) {
        run_next(&r);
        if (r.m.s->gc.stage == STAGE_MARK)
            assert_true(r.m.s->gc.pacer.heap_left > (uint64_t)1 << 60);
    }
    assert_int_equal(run_statistic(&r, "NumGC"), 1);
    assert_true(run_statistic(&r, "Assists") <= 1);
    close_run(&r, &s);
}

/* ---- time ---- */

static void sleepers_wake_in_time(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, "'functions': {'main': [{'go': 'late'}, {'go': 'early'}, {'sleep': '3s'},"
                     "{'print': 'main'}],"
                     "'late': [{'sleep': '2s'}, {'print': 'late'}],"
                     "'early': [{'sleep': '1.5ms'}, {'print': 'early'}]}");
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    assert_string_equal(text_string(&r.output), "early\nlate\nmain\n");
    assert_in_range(r.m.s->clock.now, 3 * TICKS_PER_SECOND, 3 * TICKS_PER_SECOND + 100000);
    close_run(&r, &s);
}

static void two_minutes_after_a_cycle_the_next_one_is_forced(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    uint64_t began[8], count = 0;
    build_script(&s, "'functions': {'main': [{'gc': 'run'}, {'sleep': '250s'}]}");
    run_open(&r, &s);
    while (machine_running(&r.m)) {
        run_next(&r);
        if (run_event(&r, EVENT_MARK_START)) began[count++] = r.m.s->clock.now / TICKS_PER_SECOND;
    }
    assert_int_equal(count, 3); /* measured on Go: at 120 s and 241 s */
    assert_int_equal(began[1], 120);
    assert_int_equal(began[2], 240);
    assert_int_equal(r.m.s->gc.record.reason, GC_REASON_TIME);
    assert_int_equal(run_statistic(&r, "NumForcedGC"), 1);
    close_run(&r, &s);
}

/* Measured on Go: a program that has never had a cycle gets none. */
static void a_program_that_was_never_collected_is_not_forced_to(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, "'functions': {'main': [{'sleep': '250s'}]}");
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "NumGC"), 0);
    close_run(&r, &s);
}

static void processors_work_at_the_same_time(void **state) {
    (void)state;
    uint64_t times[3];
    for (uint32_t procs = 1; procs <= 2; procs++) {
        struct run r;
        struct scenario s;
        build_script(&s, "'globals': {'ready': 'int'}, 'functions': {'main': [{'go': 'f'},"
                         "{'repeat': 3000, 'do': [{'set': 'x', 'to': 1}]},"
                         "{'while': 'ready == 0', 'do': [{'yield': true}]}],"
                         "'f': [{'repeat': 3000, 'do': [{'set': 'y', 'to': 1}]},"
                         "{'set': 'ready', 'to': 1}]}");
        s.config.procs = procs;
        run_open(&r, &s);
        r.check_every = 1000;
        run_to_end(&r);
        times[procs] = r.m.s->clock.now;
        close_run(&r, &s);
    }
    assert_in_range(times[2] * 100 / times[1], 40, 65);
}

/* ---- gctrace ---- */

static uint32_t take_fields(const char *line) {
    unsigned cycle, percent, live[3], goal, stacks, globals, procs;
    char start[16], stop1[16], mark[16], stop2[16], cpu[5][16];
    int count = sscanf(line,
                       "gc %u @%15[0-9.]s %u%%: %15[0-9.]+%15[0-9.]+%15[0-9.] ms clock, "
                       "%15[0-9.]+%15[0-9.]/%15[0-9.]/%15[0-9.]+%15[0-9.] ms cpu, %u->%u->%u MB, "
                       "%u MB goal, %u MB stacks, %u MB globals, %u P",
                       &cycle, start, &percent, stop1, mark, stop2, cpu[0], cpu[1], cpu[2], cpu[3],
                       cpu[4], &live[0], &live[1], &live[2], &goal, &stacks, &globals, &procs);
    if (count != 18) fail_msg("no gctrace line (%d fields): %s", count, line);
    assert_int_equal(procs, 4);
    assert_int_equal(goal, 4);
    return cycle;
}

static void each_cycle_has_a_line_as_go_prints_it(void **state) {
    (void)state;
    struct scenario s;
    static struct session session;
    build_script(&s, "'functions': {'main': [{'gc': 'run'}, {'gc': 'start'}, {'gc': 'finish'},"
                     "{'sleep': '121s'}]}");
    assert_true(session_open(&session, &s));
    session_run(&session, 10000);
    const char *line = text_string(&session.gctrace);
    for (uint32_t cycle = 1; cycle <= 3; cycle++) {
        if (cycle == 3) {
            assert_int_equal(strncmp(line, "GC forced\n", 10), 0);
            line += 10;
        }
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        assert_int_equal(take_fields(line), cycle);
        bool forced = strncmp(end - 9, " (forced)", 9) == 0;
        assert_int_equal(forced, cycle != 3);
        line = end + 1;
    }
    assert_string_equal(line, "");
    session_close(&session);
    scenario_free(&s);
}

static void times_are_printed_as_go_prints_them(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    struct text line = {0};
    open_at_rest(&r, &s, "", 100);
    struct collector *gc = &r.m.s->gc;
    const uint64_t us = TICKS_PER_MICROSECOND;
    gc->record = (struct cycle_record){.sweep_term = 22345 * us,
                                       .mark = 22355 * us,
                                       .mark_term = 26999 * us,
                                       .end = 27003 * us,
                                       .live_before = 36 * MIB + 5,
                                       .live_after = 43 * MIB,
                                       .goal = 42 * MIB,
                                       .reason = GC_REASON_ASKED};
    gc->marked = 4;
    gc->heap_marked = 28 * MIB;
    r.m.config.procs = 2;
    gc->pacer.assist_ticks = 1851 * us;
    gc->pacer.worker_ticks = 612 * us;
    gc->pacer.idle_ticks = 12345 * us;
    gc->pacer.gc_ticks = 27003 * us * 2 * 12 / 100 + 2;
    inspect_gctrace(&r.m, &line);
    assert_string_equal(text_string(&line),
                        "gc 4 @0.022s 12%: 0.010+4.6+0.004 ms clock, 0.020+1.8/0.61/12+0.008 ms "
                        "cpu, 36->43->28 MB, 42 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)");
    text_free(&line);
    r.m.config.procs = 4;
    close_run(&r, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tiny_heap_has_the_goals_measured_on_go),
        cmocka_unit_test(the_example_of_the_guide_comes_out),
        cmocka_unit_test(twenty_mebibytes_have_the_goal_measured_on_go),
        cmocka_unit_test(without_gogc_there_is_no_goal),
        cmocka_unit_test(gogc_zero_collects_all_the_time),
        cmocka_unit_test(the_limit_leaves_what_other_memory_does_not_take),
        cmocka_unit_test(a_limit_makes_a_program_collect_more_often),
        cmocka_unit_test(the_trigger_lies_where_the_runway_says_within_bounds),
        cmocka_unit_test(cons_mark_follows_gos_controller),
        cmocka_unit_test(multiplying_and_dividing_does_not_overflow),
        cmocka_unit_test(a_quarter_of_the_processors_marks),
        cmocka_unit_test(a_fractional_worker_takes_a_quarter_of_the_time),
        cmocka_unit_test(idle_processors_help_to_mark),
        cmocka_unit_test(work_is_shared_between_workers),
        cmocka_unit_test(a_large_object_is_scanned_in_pieces),
        cmocka_unit_test(who_allocates_while_marking_pays),
        cmocka_unit_test(without_assists_nobody_pays),
        cmocka_unit_test(credit_of_the_workers_is_taken_first),
        cmocka_unit_test(whoever_finds_no_work_waits_and_is_woken),
        cmocka_unit_test(the_bucket_fills_with_the_collectors_time_and_leaks_with_the_programs),
        cmocka_unit_test(whatever_allocates_can_assist),
        cmocka_unit_test(while_the_bucket_is_full_nobody_assists),
        cmocka_unit_test(the_limit_is_soft),
        cmocka_unit_test(without_a_goal_one_assist_pays_for_everything),
        cmocka_unit_test(sleepers_wake_in_time),
        cmocka_unit_test(two_minutes_after_a_cycle_the_next_one_is_forced),
        cmocka_unit_test(a_program_that_was_never_collected_is_not_forced_to),
        cmocka_unit_test(processors_work_at_the_same_time),
        cmocka_unit_test(each_cycle_has_a_line_as_go_prints_it),
        cmocka_unit_test(times_are_printed_as_go_prints_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
