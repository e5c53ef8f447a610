/* The collector: the classic schedules with and without the write barrier, its parts in their
 * order, what is scanned when, who waits for whom, when a cycle begins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/gc/barrier.h"
#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "support/build.h"
#include "support/run.h"

#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"
#define FINISH "wait for the collection to finish"

static void require_event(const struct run *r, enum event_kind kind) {
    if (!run_event(r, kind))
        fail_msg("step %u has no event %s", (unsigned)r->m.s->clock.step,
                 event_describe(kind)->name);
}

/* What somebody has in his hands, the processor of the last step first; NULL if nobody has. */
static const struct scan *in_hands(const struct machine *m) {
    for (uint32_t i = 0; i < m->config.procs; i++) {
        const struct scan *scan = &m->processors[(m->s->on + i) % m->config.procs].scan;
        if (scan->kind != SCAN_NOTHING) return scan;
    }
    return NULL;
}

static bool scans_a(const struct run *r, enum scan_kind kind) {
    const struct scan *scan = in_hands(&r->m);
    return scan && scan->kind == kind;
}

/* ---- the classic schedules: go-runtime, table of schedules S1 to S7 ----
 *
 * A and B are reached from globals, C from B, D from C. The collector scans the globals, main's
 * stack, then A before B: the last one shaded is taken first. */

#define GRAPH NODE "'globals': {'b': '*Node', 'a': '*Node'},"
#define BUILD                                                                                      \
    "'build': [{'new': 'Node', 'to': 'a', 'escape': 'heap', 'name': 'A'},"                         \
    "{'new': 'Node', 'to': 'b', 'escape': 'heap', 'name': 'B'},"                                   \
    "{'new': 'Node', 'to': 'b.next', 'escape': 'heap', 'name': 'C'},"                              \
    "{'new': 'Node', 'to': 'b.next.next', 'escape': 'heap', 'name': 'D'}]"
#define MAIN_BEGINS                                                                                \
    "'functions': {" BUILD ", 'main': [{'call': 'build'}, {'var': 'r', 'type': '*Node'},"          \
    "{'var': 'q', 'type': '*Node'}, {'var': 'n', 'type': '*Node'}, {'gc': 'start'},"
#define MAIN_ENDS "{'gc': 'finish'}, {'yield': true}]}"

static void open_schedule(struct run *r, struct scenario *s, const char *script,
                          enum barrier barrier) {
    build_script(s, script);
    s->config.barrier = barrier;
    s->config.assists = false; /* the schedule says who works */
    run_open(r, s);
}

/* Main up to a line, and whatever the collector has to do before main can go on. */
static void main_to(struct run *r, const char *line) {
    run_to_line(r, 1, line);
}

static void finish_cycle(struct run *r) {
    run_to_stage(r, STAGE_IDLE);
    assert_int_equal(r->terminations, 1);
}

static bool main_is_scanned(const struct run *r, const void *about) {
    (void)about;
    return goroutine_of(&r->m, 1)->scanned && !r->m.s->gc.stopped;
}

static void close_schedule(struct run *r, struct scenario *s) {
    run_close(r);
    scenario_free(s);
}

/* The table's verdict: lost without a barrier, not lost with Go's, with Dijkstra's and a second scan of
 * the stacks, or with Yuasa's and all stacks scanned first. */
static void require_verdict(struct run *r, const char *object, enum barrier barrier) {
    bool lost = barrier == BARRIER_NONE;
    assert_int_equal(r->m.s->gc.lost, lost);
    assert_int_equal(run_object(r, object) == 0, lost);
}

static void s1(enum barrier barrier) {
    struct run r;
    struct scenario s;
    open_schedule(&r, &s,
                  GRAPH MAIN_BEGINS
                  "{'set': 'r', 'to': 'b.next'}, {'set': 'a.next', 'to': 'r'},"
                  "{'set': 'b.next', 'to': 'nil'}, {'set': 'r', 'to': 'nil'}," MAIN_ENDS,
                  barrier);
    main_to(&r, "r = b.next");
    run_to_colour(&r, "A", COLOUR_BLACK);
    assert_int_equal(run_colour(&r, "B"), COLOUR_GREY);
    assert_int_equal(run_colour(&r, "C"), COLOUR_WHITE);
    main_to(&r, FINISH);
    finish_cycle(&r);
    /* D hangs on C: without a barrier both go, and both were in use */
    assert_int_equal(r.m.s->gc.lost, barrier == BARRIER_NONE ? 2 : 0);
    assert_int_equal(run_object(&r, "C") == 0, barrier == BARRIER_NONE);
    close_schedule(&r, &s);
}

static void s1_a_pointer_moved_to_a_black_object(void **state) {
    (void)state;
    for (int barrier = 0; barrier < BARRIER_COUNT; barrier++) s1((enum barrier)barrier);
}

static void s2(enum barrier barrier) {
    struct run r;
    struct scenario s;
    open_schedule(&r, &s,
                  GRAPH MAIN_BEGINS "{'set': 'r', 'to': 'b.next'}, {'set': 'r.next', 'to': 'nil'},"
                                    "{'set': 'b.next', 'to': 'nil'}," MAIN_ENDS,
                  barrier);
    main_to(&r, "r = b.next");
    run_until(&r, ACTOR_COLLECTOR, main_is_scanned, NULL);
    main_to(&r, FINISH);
    finish_cycle(&r);
    require_verdict(&r, "C", barrier); /* C is on a black stack only */
    close_schedule(&r, &s);
}

static void s2_a_pointer_moved_to_a_black_stack(void **state) {
    (void)state;
    for (int barrier = 0; barrier < BARRIER_COUNT; barrier++) s2((enum barrier)barrier);
}

/* The collector scans all roots before the first object, so the black place is a global here. */
static void s3(enum barrier barrier) {
    struct run r;
    struct scenario s;
    open_schedule(
        &r, &s,
        NODE
        "'globals': {'g': '*Node'}, 'functions': {'main': ["
        "{'new': 'Node', 'to': 'r', 'escape': 'heap', 'name': 'C'}, {'gc': 'start'},"
        "{'set': 'g', 'to': 'r'}, {'set': 'r', 'to': 'nil'}, {'gc': 'finish'}, {'yield': true}]}",
        barrier);
    main_to(&r, "g = r");
    while (!run_event(&r, EVENT_GLOBALS_BLACK)) run_step(&r, ACTOR_COLLECTOR);
    assert_false(goroutine_of(&r.m, 1)->scanned);
    main_to(&r, FINISH);
    finish_cycle(&r);
    require_verdict(&r, "C", barrier);
    close_schedule(&r, &s);
}

static void s3_a_pointer_moved_from_a_grey_stack_to_a_black_global(void **state) {
    (void)state;
    s3(BARRIER_HYBRID);
    s3(BARRIER_DIJKSTRA); /* Yuasa's scans the stacks before main can go on */
    s3(BARRIER_NONE);
}

static void s4(enum barrier barrier) {
    struct run r;
    struct scenario s;
    open_schedule(&r, &s,
                  GRAPH MAIN_BEGINS
                  "{'set': 'r', 'to': 'b.next'}, {'set': 'q', 'to': 'r.next'},"
                  "{'set': 'b.next', 'to': 'nil'}, {'set': 'r', 'to': 'nil'}, {'gc': 'finish'},"
                  "{'gc': 'run'}, {'yield': true}]}",
                  barrier);
    main_to(&r, "r = b.next");
    run_until(&r, ACTOR_COLLECTOR, main_is_scanned, NULL);
    main_to(&r, FINISH);
    finish_cycle(&r);
    require_verdict(&r, "D", barrier);
    /* C is garbage; the deletion half of the barrier kept it, until the next cycle */
    assert_int_equal(run_object(&r, "C") != 0,
                     barrier == BARRIER_HYBRID || barrier == BARRIER_YUASA);
    if (barrier == BARRIER_HYBRID) {
        run_to_event(&r, 1, EVENT_WAIT); /* it was waiting for nothing: the cycle is over */
        run_to_stage(&r, STAGE_IDLE);
        assert_int_equal(run_object(&r, "C"), 0);
        assert_int_not_equal(run_object(&r, "D"), 0);
    }
    close_schedule(&r, &s);
}

static void s4_the_end_of_a_chain_moved_to_a_black_stack(void **state) {
    (void)state;
    for (int barrier = 0; barrier < BARRIER_COUNT; barrier++) s4((enum barrier)barrier);
}

static void s5(enum barrier barrier) {
    struct run r;
    struct scenario s;
    open_schedule(&r, &s,
                  GRAPH MAIN_BEGINS
                  "{'new': 'Node', 'to': 'n', 'escape': 'heap', 'name': 'N'},"
                  "{'set': 'a.next', 'to': 'n'}, {'set': 'n', 'to': 'nil'}," MAIN_ENDS,
                  barrier);
    main_to(&r, "n = new(Node)");
    run_to_colour(&r, "A", COLOUR_BLACK);
    run_to_event(&r, 1, EVENT_ALLOCATE);
    assert_int_equal(run_colour(&r, "N"), COLOUR_BLACK);
    main_to(&r, FINISH);
    finish_cycle(&r);
    assert_int_equal(r.m.s->gc.lost, 0);
    assert_int_not_equal(run_object(&r, "N"), 0);
    close_schedule(&r, &s);
}

static void s5_a_new_object_is_never_lost_because_it_is_black(void **state) {
    (void)state;
    for (int barrier = 0; barrier < BARRIER_COUNT; barrier++) s5((enum barrier)barrier);
}

static void s7(enum barrier barrier) {
    struct run r;
    struct scenario s;
    open_schedule(&r, &s,
                  GRAPH MAIN_BEGINS
                  "{'new': 'Node', 'to': 'n', 'escape': 'heap', 'name': 'N'},"
                  "{'set': 'r', 'to': 'b.next'}, {'set': 'r.next', 'to': 'nil'}, {'set': 'n.next', "
                  "'to': 'r'},"
                  "{'set': 'b.next', 'to': 'nil'}, {'set': 'r', 'to': 'nil'}," MAIN_ENDS,
                  barrier);
    main_to(&r, "n = new(Node)");
    run_until(&r, ACTOR_COLLECTOR, main_is_scanned, NULL);
    main_to(&r, FINISH);
    finish_cycle(&r);
    require_verdict(&r, "C", barrier);
    close_schedule(&r, &s);
}

static void s7_a_pointer_moved_to_a_new_object(void **state) {
    (void)state;
    for (int barrier = 0; barrier < BARRIER_COUNT; barrier++) s7((enum barrier)barrier);
}

/* ---- the parts of a store ---- */

#define STORE_SCRIPT                                                                               \
    GRAPH "'functions': {" BUILD                                                                   \
          ", 'main': [{'call': 'build'}, {'set': 'x', 'to': 'b.next.next'},"                       \
          "{'gc': 'start'}, {'set': 'b.next', 'to': 'x'}, {'set': 'b.next', 'to': 'nil'},"         \
          "{'set': 'b.value', 'to': 3}, {'set': 'x', 'to': 'nil'}, {'gc': 'finish'}]}"

static void a_store_reads_shades_old_shades_new_writes_each_in_a_step(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_schedule(&r, &s, STORE_SCRIPT, BARRIER_HYBRID);
    main_to(&r, "b.next = x");
    while (!run_event(&r, EVENT_MARK_START)) run_step(&r, ACTOR_COLLECTOR);
    run_step(&r, 1); /* the base, b, into a temporary */
    require_event(&r, EVENT_LOAD);
    uint64_t b = run_object(&r, "B"), c = run_object(&r, "C"), d = run_object(&r, "D");
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_READ);
    assert_int_equal(run_event(&r, EVENT_BARRIER_READ)->a, b);
    assert_int_equal(run_event(&r, EVENT_BARRIER_READ)->b, c);
    assert_int_equal(run_event(&r, EVENT_BARRIER_READ)->c, d);
    assert_int_equal(inspect_colour(&r.m, c), COLOUR_WHITE);
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_OLD);
    require_event(&r, EVENT_SHADE);
    assert_int_equal(inspect_colour(&r.m, c), COLOUR_GREY);
    assert_int_equal(inspect_colour(&r.m, d), COLOUR_WHITE);
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_NEW);
    require_event(&r, EVENT_SHADE);
    assert_int_equal(inspect_colour(&r.m, d), COLOUR_GREY);
    assert_int_equal(word_read(&r.m, b), c); /* still the old one */
    run_step(&r, 1);
    require_event(&r, EVENT_STORE);
    require_event(&r, EVENT_WORD);
    assert_int_equal(word_read(&r.m, b), d);
    assert_int_equal(goroutine_of(&r.m, 1)->part, 0);
    assert_int_equal(run_statistic(&r, "WriteBarriers"), 1);
    close_schedule(&r, &s);
}

static void nil_has_nothing_to_shade_and_numbers_have_no_barrier(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_schedule(&r, &s, STORE_SCRIPT, BARRIER_HYBRID);
    main_to(&r, "b.next = x");
    while (!run_event(&r, EVENT_MARK_START)) run_step(&r, ACTOR_COLLECTOR);
    main_to(&r, "b.next = nil");
    run_step(&r, 1); /* b */
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_READ);
    run_step(&r, 1); /* D, which is grey already: the part is there, the shade is not */
    require_event(&r, EVENT_BARRIER_OLD);
    assert_null(run_event(&r, EVENT_SHADE));
    run_step(&r, 1);
    require_event(&r, EVENT_STORE);
    run_step(&r, 1); /* b */
    run_step(&r, 1);
    require_event(&r, EVENT_STORE); /* b.value: in one step */
    assert_int_equal(run_statistic(&r, "WriteBarriers"), 2);
    close_schedule(&r, &s);
}

/* Go's buffer: both words go in at once and wait; a full buffer, a worker run dry or the end of
 * marking empties it. */
static void a_buffered_barrier_puts_shading_off(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, STORE_SCRIPT);
    s.config.assists = false;
    s.config.barrier_buffer = 1;
    run_open(&r, &s);
    main_to(&r, "b.next = x");
    while (!run_event(&r, EVENT_MARK_START)) run_step(&r, ACTOR_COLLECTOR);
    run_step(&r, 1); /* b */
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_READ);
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_NOTE);
    assert_int_equal(run_event(&r, EVENT_BARRIER_NOTE)->d, 2);
    assert_int_equal(run_colour(&r, "C"), COLOUR_WHITE); /* and yet it cannot get lost */
    assert_true(barrier_has(&r.m, run_object(&r, "C")));
    run_step(&r, 1);
    require_event(&r, EVENT_STORE);
    run_step(&r, 1); /* b, for the next store */
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_READ);
    run_step(&r, 1); /* full */
    require_event(&r, EVENT_BARRIER_FLUSH);
    assert_int_equal(run_event(&r, EVENT_BARRIER_FLUSH)->c, 2);
    assert_int_equal(run_colour(&r, "C"), COLOUR_GREY);
    assert_int_equal(run_colour(&r, "D"), COLOUR_GREY);
    run_step(&r, 1);
    require_event(&r, EVENT_BARRIER_NOTE);
    run_to_end(&r);
    assert_int_equal(r.m.s->gc.lost, 0);
    close_schedule(&r, &s);
}

static void marking_does_not_end_before_the_buffers_are_empty(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    uint32_t flushed = 0;
    build_script(&s, GRAPH MAIN_BEGINS
                 "{'set': 'r', 'to': 'b.next'}, {'set': 'a.next', 'to': 'r'},"
                 "{'set': 'b.next', 'to': 'nil'}, {'set': 'r', 'to': 'nil'}," MAIN_ENDS);
    s.config.barrier_buffer = 256;
    run_open(&r, &s);
    main_to(&r, "r = b.next");
    run_to_colour(&r, "A", COLOUR_BLACK);
    main_to(&r, FINISH);
    assert_int_equal(run_colour(&r, "C"), COLOUR_WHITE);
    while (!run_event(&r, EVENT_CHECKMARK)) {
        run_step(&r, ACTOR_COLLECTOR);
        flushed += run_event(&r, EVENT_BARRIER_FLUSH) != NULL;
    }
    assert_true(flushed > 0);
    assert_int_equal(run_colour(&r, "C"), COLOUR_BLACK);
    assert_int_equal(r.m.s->gc.lost, 0);
    close_schedule(&r, &s);
}

static void outside_of_marking_a_store_is_one_step(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_schedule(&r, &s, STORE_SCRIPT, BARRIER_HYBRID);
    main_to(&r, "b.next = x");
    run_to_stage(&r, STAGE_MARK);
    run_to_stage(&r, STAGE_SWEEP);
    run_step(&r, 1);
    run_step(&r, 1);
    require_event(&r, EVENT_STORE);
    assert_int_equal(run_statistic(&r, "WriteBarriers"), 0);
    close_schedule(&r, &s);
}

/* GOMAXPROCS is how many may be inside an operation at once, mark workers among them. */
static void require_interleaving(uint32_t procs) {
    struct run r;
    struct scenario s;
    build_script(
        &s, GRAPH
        "'functions': {" BUILD ", 'main': [{'call': 'build'}, {'go': 'f'}, {'gc': 'start'},"
        "{'set': 'b.next', 'to': 'a'}, {'gc': 'finish'}], 'f': [{'set': 'a.next', 'to': 'b'}]}");
    s.config.procs = procs;
    run_open(&r, &s);
    main_to(&r, "b.next = a");
    while (!run_event(&r, EVENT_MARK_START)) run_step(&r, ACTOR_COLLECTOR);
    run_to_event(&r, 1, EVENT_BARRIER_READ);
    assert_int_equal(run_can(&r, 2), procs > 1);
    assert_int_equal(run_can(&r, ACTOR_COLLECTOR), procs > 1);
    if (procs > 1) run_to_event(&r, 2, EVENT_BARRIER_READ);
    assert_int_equal(r.m.s->mid_op_count, procs > 1 ? 2 : 1);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    close_schedule(&r, &s);
}

static void operations_interleave_with_two_procs_only(void **state) {
    (void)state;
    require_interleaving(1);
    require_interleaving(2);
}

/* ---- the parts of a scan ---- */

static void a_scan_reads_and_shades_in_steps_of_their_own(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_schedule(&r, &s, STORE_SCRIPT, BARRIER_HYBRID);
    main_to(&r, "b.next = x");
    while (!run_event(&r, EVENT_MARK_START)) run_step(&r, ACTOR_COLLECTOR);
    run_step(&r, ACTOR_COLLECTOR);
    require_event(&r, EVENT_SCAN_GLOBALS);
    static const char *const order[] = {"B", "A"};
    for (int i = 0; i < 2; i++) {
        uint64_t object = run_object(&r, order[i]);
        run_step(&r, ACTOR_COLLECTOR);
        require_event(&r, EVENT_SCAN_READ);
        assert_int_equal(run_event(&r, EVENT_SCAN_READ)->a, GLOBALS_BASE + (uint64_t)i * WORD);
        assert_int_equal(run_event(&r, EVENT_SCAN_READ)->b, object);
        assert_int_equal(inspect_colour(&r.m, object), COLOUR_WHITE);
        assert_null(run_event(&r, EVENT_SHADE));
        run_step(&r, ACTOR_COLLECTOR);
        require_event(&r, EVENT_SHADE);
        assert_int_equal(inspect_colour(&r.m, object), COLOUR_GREY);
    }
    require_event(&r, EVENT_GLOBALS_BLACK);
    run_step(&r, ACTOR_COLLECTOR);
    require_event(&r, EVENT_SCAN_STACK);
    assert_false(run_can(&r, 1)); /* main stands while its stack is scanned */
    while (!run_event(&r, EVENT_STACK_BLACK)) run_step(&r, ACTOR_COLLECTOR);
    assert_true(run_can(&r, 1));
    run_step(&r, ACTOR_COLLECTOR);
    require_event(&r, EVENT_TAKE);
    uint64_t taken = run_event(&r, EVENT_TAKE)->a;
    assert_int_equal(inspect_colour(&r.m, taken), COLOUR_GREY); /* in the collector's hands */
    while (!run_event(&r, EVENT_BLACKEN)) run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(run_event(&r, EVENT_BLACKEN)->a, taken);
    assert_int_equal(inspect_colour(&r.m, taken), COLOUR_BLACK);
    close_schedule(&r, &s);
}

/* Between reading C out of B and shading it, main's barrier shades C: the scan says what it read.
 */
static void a_pointer_shaded_meanwhile_is_not_shaded_twice(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    open_schedule(&r, &s, STORE_SCRIPT, BARRIER_HYBRID);
    main_to(&r, "b.next = x");
    uint64_t b = run_object(&r, "B"), c = run_object(&r, "C");
    while (!run_event(&r, EVENT_SCAN_READ) || run_event(&r, EVENT_SCAN_READ)->a != b)
        run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(in_hands(&r.m)->pending, c);
    run_to_event(&r, 1, EVENT_BARRIER_OLD);
    assert_int_equal(inspect_colour(&r.m, c), COLOUR_GREY);
    run_step(&r, ACTOR_COLLECTOR);
    assert_null(run_event(&r, EVENT_SHADE));
    require_event(&r, EVENT_SCAN_READ);
    assert_int_equal(run_event(&r, EVENT_SCAN_READ)->a, b);
    assert_int_equal(run_event(&r, EVENT_SCAN_READ)->b, c);
    run_to_end(&r);
    close_schedule(&r, &s);
}

static void objects_without_pointers_turn_black_at_once(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(
        &s, "'types': {'Leaf': {'n': 'int'}}, 'globals': {'l': '*Leaf'}, 'functions': {'main': ["
            "{'new': 'Leaf', 'to': 'l', 'escape': 'heap', 'name': 'L'}, {'gc': 'run'}]}");
    run_open(&r, &s);
    while (!run_event(&r, EVENT_BLACKEN)) run_next(&r);
    assert_int_equal(run_colour(&r, "L"), COLOUR_BLACK);
    run_to_end(&r);
    assert_false(event_set_has(&r.kinds, EVENT_TAKE) || event_set_has(&r.kinds, EVENT_SHADE));
    close_schedule(&r, &s);
}

/* ---- stacks ---- */

#define MANY                                                                                       \
    NODE "'globals': {'head': '*Node'}, 'functions': {'main': ["                                   \
         "{'repeat': 4, 'do': [{'go': 'f', 'with': [6]}]},"                                        \
         "{'repeat': 3, 'do': [{'gc': 'start'}, {'go': 'f', 'with': [2]}, {'gc': 'run'}]},"        \
         "{'repeat': 150, 'do': [{'yield': true}]}],"                                              \
         "'f': {'takes': {'n': 'int'}, 'do': [{'var': 'old', 'type': '*Node'},"                    \
         "{'repeat': 5, 'do': [{'new': 'Node', 'to': 'x', 'escape': 'heap'},"                      \
         "{'set': 'x.next', 'to': 'head'}, {'set': 'head', 'to': 'x'},"                            \
         "{'set': 'old', 'to': 'x.next'}, {'set': 'x.next', 'to': 'nil'},"                         \
         "{'if': 'n > 0', 'do': [{'call': 'f2', 'with': ['n - 1']}]}]}]},"                         \
         "'f2': {'takes': {'n': 'int'}, 'do': [{'new': 'Node', 'to': 'y', 'escape': 'heap'},"      \
         "{'set': 'y.next', 'to': 'head'}, {'if': 'n > 0', 'do': [{'call': 'f2', 'with': ['n - "   \
         "1']}]}]}}"

struct scans {
    uint32_t count[64]; /* of each goroutine, in the cycle */
    uint32_t known;     /* goroutines when the marking began */
    uint32_t dead[64];  /* at its beginning */
};

static void note_scans(struct scans *scans, const struct run *r) {
    const struct event *e = run_event(r, EVENT_SCAN_STACK);
    if (run_event(r, EVENT_MARK_START)) {
        *scans = (struct scans){.known = r->m.s->goroutine_count};
        for (uint32_t n = 1; n <= scans->known; n++)
            scans->dead[n] = goroutine_of(&r->m, n)->status == GOROUTINE_DEAD;
    }
    if (e) scans->count[e->a]++;
    if (!run_event(r, EVENT_SWEEP_START)) return;
    for (uint32_t n = 1; n <= r->m.s->goroutine_count; n++) {
        bool died = goroutine_of(&r->m, n)->status == GOROUTINE_DEAD;
        bool due = n <= scans->known && !scans->dead[n];
        if (due && !died) assert_int_equal(scans->count[n], 1);
        else assert_in_range(scans->count[n], 0, due);
    }
}

static void each_stack_is_scanned_once_a_cycle_while_its_goroutine_stands(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct run r;
        struct scenario s;
        struct scans scans = {0};
        uint32_t stood = 0;
        build_script(&s, MANY);
        s.config.seed = seed;
        run_open(&r, &s);
        r.check_every = 3;
        while (machine_running(&r.m)) {
            run_next(&r);
            note_scans(&scans, &r);
            for (uint32_t n = 1; n <= r.m.s->goroutine_count; n++) {
                stood += goroutine_of(&r.m, n)->suspended;
                if (goroutine_of(&r.m, n)->suspended) assert_false(run_can(&r, n));
            }
        }
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_true(stood > 0 && run_statistic(&r, "NumGC") >= 6);
        close_schedule(&r, &s);
    }
}

/* Goroutine 2 has ended, and 3 is inside a store: the scan of its stack has to wait. */
static void no_stack_is_scanned_inside_an_operation(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, GRAPH "'functions': {" BUILD
                           ", 'main': [{'call': 'build'}, {'go': 'f'}, {'go': 'g'},"
                           "{'gc': 'start'}, {'gc': 'finish'}], 'f': [{'yield': true}],"
                           "'g': [{'set': 'b.next', 'to': 'a'}]}");
    run_open(&r, &s);
    main_to(&r, FINISH);
    while (!run_event(&r, EVENT_STACK_BLACK)) run_step(&r, ACTOR_COLLECTOR); /* main's */
    run_to_event(&r, 2, EVENT_EXIT);
    run_to_event(&r, 3, EVENT_BARRIER_READ);
    assert_false(run_can(&r, ACTOR_COLLECTOR));
    while (goroutine_of(&r.m, 3)->part) run_step(&r, 3);
    run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(run_event(&r, EVENT_SCAN_STACK)->a, 3);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    close_schedule(&r, &s);
}

static void a_goroutine_started_while_marking_has_a_black_stack(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(
        &s,
        GRAPH "'functions': {" BUILD ", 'main': [{'call': 'build'}, {'set': 'x', 'to': 'b.next'},"
              "{'set': 'b.next', 'to': 'nil'}, {'gc': 'start'}, {'go': 'f', 'with': ['x', 'a', 3]},"
              "{'set': 'x', 'to': 'nil'}, {'gc': 'finish'}, {'yield': true}, {'yield': true}],"
              "'f': {'takes': {'p': '*Node', 'q': '*Node', 'n': 'int'}, 'do': ["
              "{'gc': 'finish'}, {'yield': true}, {'set': 'p.value', 'to': 1}]}}");
    run_open(&r, &s);
    main_to(&r, "go f(x, a, 3)");
    while (!run_event(&r, EVENT_MARK_START)) run_step(&r, ACTOR_COLLECTOR);
    run_step(&r, 1); /* a into a temporary */
    run_step(&r, 1); /* C is white: shaded in a step of its own */
    require_event(&r, EVENT_GO_SHADE);
    require_event(&r, EVENT_SHADE);
    assert_int_equal(run_event(&r, EVENT_GO_SHADE)->a, run_object(&r, "C"));
    run_step(&r, 1); /* then A */
    require_event(&r, EVENT_GO_SHADE);
    require_event(&r, EVENT_SHADE);
    run_step(&r, 1);
    require_event(&r, EVENT_GO);
    assert_true(goroutine_of(&r.m, 2)->scanned);
    main_to(&r, FINISH);
    run_to_end(&r);
    assert_int_equal(r.m.s->gc.lost, 0);
    assert_int_equal(run_statistic(&r, "UsesOfFreed"), 0);
    close_schedule(&r, &s);
}

/* ---- the end of marking ---- */

/* With Go's barrier nothing is left when the world stops, whatever the schedule; so the work is put
 * there by hand: an object that nobody points to. */
static void marking_resumes_when_work_is_left(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, GRAPH "'functions': {" BUILD
                           ", 'main': [{'call': 'build'}, {'set': 'b', 'to': 'nil'},"
                           "{'gc': 'start'}, {'gc': 'finish'}]}");
    run_open(&r, &s);
    main_to(&r, FINISH);
    while (!run_event(&r, EVENT_MARK_DONE)) run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(run_colour(&r, "B"), COLOUR_WHITE);
    assert_true(gc_shade(&r.m, run_object(&r, "B")));
    run_step(&r, ACTOR_COLLECTOR);
    require_event(&r, EVENT_MARK_RESUME);
    assert_int_equal(machine_phase(&r.m), PHASE_MARK);
    assert_false(r.m.s->gc.stopped);
    while (!run_event(&r, EVENT_STOP_WORLD)) run_step(&r, ACTOR_COLLECTOR);
    assert_int_equal(run_colour(&r, "B"), COLOUR_BLACK);
    assert_int_equal(run_colour(&r, "C"), COLOUR_BLACK);
    assert_int_equal(run_colour(&r, "D"), COLOUR_BLACK);
    run_to_stage(&r, STAGE_IDLE);
    assert_int_equal(run_statistic(&r, "Frees"), 0);
    close_schedule(&r, &s);
}

static void the_world_stops_only_at_safe_points(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, GRAPH "'functions': {" BUILD
                           ", 'main': [{'call': 'build'}, {'go': 'f'}, {'gc': 'start'},"
                           "{'set': 'b.next', 'to': 'a'}, {'gc': 'finish'}],"
                           "'f': [{'while': '0 == 0', 'do': [{'yield': true}]}]}");
    run_open(&r, &s);
    main_to(&r, "b.next = a");
    assert_int_equal(machine_phase(&r.m), PHASE_SWEEP_TERM); /* the world is being stopped */
    assert_false(run_can(&r, 1));
    assert_false(run_can(&r, 2));
    while (!run_event(&r, EVENT_MARK_START)) {
        run_step(&r, ACTOR_COLLECTOR);
        if (r.m.s->gc.stopped) assert_false(run_can(&r, 1) || run_can(&r, 2));
    }
    while (r.m.s->gc.next_root <= 2)
        run_step(&r, ACTOR_COLLECTOR); /* both stacks are on their way */
    while (scans_a(&r, SCAN_STACK)) run_step(&r, ACTOR_COLLECTOR);
    run_to_event(&r, 1, EVENT_BARRIER_READ);
    while (!run_event(&r, EVENT_MARK_DONE)) run_step(&r, ACTOR_COLLECTOR);
    assert_false(run_can(&r, ACTOR_COLLECTOR)); /* main is inside a store */
    assert_false(run_can(&r, 2));
    assert_true(run_can(&r, 1));
    while (goroutine_of(&r.m, 1)->part) run_step(&r, 1);
    assert_false(run_can(&r, 1));
    run_step(&r, ACTOR_COLLECTOR);
    require_event(&r, EVENT_STOP_WORLD);
    run_to_stage(&r, STAGE_SWEEP);
    assert_true(run_can(&r, 1));
    close_schedule(&r, &s);
}

static void phases_follow_each_other(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    enum phase phase = PHASE_OFF;
    uint32_t changes = 0;
    build_script(&s, MANY);
    run_open(&r, &s);
    r.check_every = 5;
    while (machine_running(&r.m)) {
        run_next(&r);
        for (uint32_t i = 0; i < r.event_count; i++) {
            if (r.events[i].kind != EVENT_PHASE) continue;
            assert_int_equal(r.events[i].a, (phase + 1) % PHASE_COUNT);
            phase = (enum phase)r.events[i].a;
            changes++;
        }
        assert_int_equal(phase, machine_phase(&r.m));
        assert_int_equal(r.m.s->gc.barrier_on, phase == PHASE_MARK || phase == PHASE_MARK_TERM);
    }
    assert_true(changes >= 6 * PHASE_COUNT);
    close_schedule(&r, &s);
}

static void only_what_was_white_at_mark_termination_is_freed(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct run r;
        struct scenario s;
        uint64_t white = 0, freed = 0;
        build_script(&s, MANY);
        s.config.seed = seed;
        run_open(&r, &s);
        r.check_every = 50;
        while (machine_running(&r.m)) {
            run_next(&r);
            if (run_event(&r, EVENT_CHECKMARK)) {
                white = freed = 0;
                for (uint32_t page = 0; page < r.m.s->heap.pages_used; page++) {
                    if (r.m.span_of[page] != page + 1 || r.m.spans[page].state != SPAN_HEAP)
                        continue;
                    for (uint32_t slot = 0; slot < r.m.spans[page].element_count; slot++) {
                        struct object o = {0, page, slot};
                        white += slot_allocated(&r.m, page, slot) && !object_marked(&r.m, &o);
                    }
                }
            }
            for (uint32_t i = 0; i < r.event_count; i++) freed += r.events[i].kind == EVENT_FREE;
            if (run_event(&r, EVENT_CYCLE_DONE)) assert_int_equal(freed, white);
        }
        close_schedule(&r, &s);
    }
}

/* ---- colours ---- */

struct colours {
    const struct machine *m;
    uint32_t seen[4];
};

static void compare_colour(void *user, const struct object_view *o) {
    struct colours *c = user;
    struct object at;
    assert_int_equal(o->colour, inspect_colour(c->m, o->address));
    c->seen[o->colour]++;
    assert_true(heap_find_slot(c->m, o->address, &at));
    if (o->colour == COLOUR_FREE) assert_false(slot_allocated(c->m, at.span, at.slot));
    else assert_int_equal(o->colour == COLOUR_WHITE, !object_marked(c->m, &at));
    if (o->noscan) assert_int_not_equal(o->colour, COLOUR_GREY);
}

static void colours_follow_from_mark_bits_and_work_list(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    struct colours c = {.m = &r.m};
    build_script(&s, MANY);
    run_open(&r, &s);
    r.check_every = 20;
    while (machine_running(&r.m)) {
        run_next(&r);
        uint32_t grey = c.seen[COLOUR_GREY];
        inspect_objects(&r.m, compare_colour, &c);
        uint64_t in_hands = 0;
        for (uint32_t p = 0; p < r.m.config.procs; p++)
            in_hands += r.m.processors[p].scan.kind == SCAN_OBJECT;
        assert_int_equal(c.seen[COLOUR_GREY] - grey, work_count(&r.m) + in_hands);
    }
    for (int i = 0; i < 4; i++) assert_true(c.seen[i] > 0);
    close_schedule(&r, &s);
}

static void new_objects_are_black_while_marking_and_white_otherwise(void **state) {
    (void)state;
    uint32_t seen[2] = {0};
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct run r;
        struct scenario s;
        build_script(&s, MANY);
        s.config.seed = seed;
        run_open(&r, &s);
        r.check_every = 50;
        while (machine_running(&r.m)) {
            run_next(&r);
            const struct event *e = run_event(&r, EVENT_ALLOCATE);
            if (!e) continue;
            bool marking = r.m.s->gc.barrier_on;
            assert_int_equal(inspect_colour(&r.m, e->a), marking ? COLOUR_BLACK : COLOUR_WHITE);
            seen[marking]++;
        }
        close_schedule(&r, &s);
    }
    assert_true(seen[0] > 0 && seen[1] > 0);
}

/* The work list gives what came last first; it holds more than two buffers in the collector's
 * hands. */
static void the_work_list_is_last_in_first_out(void **state) {
    (void)state;
    enum { OBJECTS = 1000 };
    struct run r;
    struct scenario s;
    build_script(&s, NODE "'functions': {'main': [{'repeat': 1000, 'do': ["
                          "{'new': 'Node', 'to': 'n', 'escape': 'heap'}]}, {'yield': true}]}");
    run_open(&r, &s);
    r.check_every = 1000;
    run_to_event(&r, 1, EVENT_ALLOCATE);
    uint64_t first = run_event(&r, EVENT_ALLOCATE)->a;
    run_to_event(&r, 1, EVENT_YIELD);
    for (uint64_t i = 0; i < OBJECTS; i++) {
        work_put(&r.m, first + i * 16);
        assert_int_equal(work_count(&r.m), i + 1);
    }
    for (uint64_t i = OBJECTS; i-- > 0;) assert_int_equal(work_take(&r.m), first + i * 16);
    assert_true(work_empty(&r.m));
    assert_int_equal(work_take(&r.m), 0);
    work_free_buffers(&r.m);
    close_schedule(&r, &s);
}

/* ---- who waits ---- */

static void runtime_gc_waits_for_the_mark_and_helps_to_sweep(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s, GRAPH "'functions': {" BUILD
                           ", 'main': [{'call': 'build'}, {'gc': 'run'}, {'yield': true}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_WAIT);
    while (machine_phase(&r.m) != PHASE_SWEEP) {
        assert_false(run_can(&r, 1));
        run_step(&r, ACTOR_COLLECTOR);
    }
    while (!run_event(&r, EVENT_CYCLE_DONE)) {
        assert_true(run_can(&r, ACTOR_COLLECTOR)); /* the background sweeper would, too */
        run_step(&r, 1);
        assert_true(run_event(&r, EVENT_SWEEP) || run_event(&r, EVENT_CYCLE_DONE));
    }
    assert_false(run_can(&r, ACTOR_COLLECTOR));
    run_to_event(&r, 1, EVENT_YIELD);
    assert_int_equal(run_statistic(&r, "NumGC"), 1);
    close_schedule(&r, &s);
}

static void runtime_gc_in_the_middle_of_a_cycle_waits_for_the_next(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s,
                 NODE "'functions': {'main': [{'gc': 'start'}, {'gc': 'run'}, {'yield': true}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_WAIT);
    assert_int_equal(run_event(&r, EVENT_WAIT)->a, 2);
    run_to_event(&r, ACTOR_COLLECTOR, EVENT_CYCLE_DONE);
    assert_false(run_can(&r, 1));
    assert_int_equal(machine_phase(&r.m), PHASE_SWEEP_TERM); /* the second begins at once */
    run_to_event(&r, ACTOR_COLLECTOR, EVENT_CYCLE_DONE);
    assert_true(run_can(&r, 1));
    assert_int_equal(run_statistic(&r, "NumGC"), 2);
    close_schedule(&r, &s);
}

static void start_does_not_wait_and_finish_waits_for_the_cycle_that_runs(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_script(&s,
                 NODE "'functions': {'main': [{'gc': 'finish'}, {'gc': 'start'}, {'yield': true},"
                      "{'gc': 'finish'}, {'yield': true}, {'gc': 'finish'}, {'yield': true}]}");
    run_open(&r, &s);
    run_step(&r, 1); /* nothing runs: nothing to wait for */
    assert_null(run_event(&r, EVENT_WAIT));
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    assert_null(run_event(&r, EVENT_WAIT));
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_YIELD);
    run_to_event(&r, 1, EVENT_WAIT);
    assert_int_equal(run_event(&r, EVENT_WAIT)->a, 1);
    run_to_stage(&r, STAGE_IDLE);
    run_to_event(&r, 1, EVENT_YIELD);
    run_to_event(&r, 1, EVENT_YIELD);
    assert_int_equal(run_statistic(&r, "NumGC"), 1);
    close_schedule(&r, &s);
}

/* ---- when a cycle begins ---- */

#define GARBAGE                                                                                    \
    "'types': {'T': {'p': '*T', 'data': '[120]byte'}}, 'globals': {'head': '*T'},"                 \
    "'functions': {'main': [{'call': 'keep'}, {'repeat': 2000, 'do': ["                            \
    "{'new': 'T', 'to': 't', 'escape': 'heap'}]}],"                                                \
    "'keep': [{'repeat': 100, 'do': [{'new': 'T', 'to': 't', 'escape': 'heap'},"                   \
    "{'set': 't.p', 'to': 'head'}, {'set': 'head', 'to': 't'}]}]}"

static uint64_t cycles_of(const char *script, int64_t gogc, uint64_t minimum_heap) {
    struct run r;
    struct scenario s;
    build_script(&s, script);
    s.config.gogc = gogc;
    s.config.minimum_heap = minimum_heap;
    s.config.pages_max = 512;
    run_open(&r, &s);
    r.check_every = 200;
    while (machine_running(&r.m)) {
        uint32_t cycle = r.m.s->gc.cycle;
        run_next(&r);
        const struct collector *gc = &r.m.s->gc;
        if (gc->cycle != cycle && gc->record.reason == GC_REASON_HEAP)
            assert_true(gc->heap_live >= gc->trigger && gc->trigger <= gc->goal);
    }
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    uint64_t count = run_statistic(&r, "NumGC");
    close_schedule(&r, &s);
    return count;
}

static void the_heap_grown_to_the_trigger_begins_a_cycle(void **state) {
    (void)state;
    uint64_t slow = cycles_of(GARBAGE, 200, 65536), normal = cycles_of(GARBAGE, 100, 65536);
    uint64_t fast = cycles_of(GARBAGE, 50, 65536);
    assert_true(0 < slow && slow < normal && normal < fast);
}

static void a_heap_below_the_minimum_begins_no_cycle(void **state) {
    (void)state;
    assert_int_equal(cycles_of(GARBAGE, 100, 4 << 20), 0);
}

static void without_gogc_only_runtime_gc_collects(void **state) {
    (void)state;
    assert_int_equal(cycles_of(GARBAGE, -1, 0), 0);
    assert_int_equal(
        cycles_of(NODE "'functions': {'main': [{'repeat': 5, 'do': [{'new': 'Node', 'to': 'n', "
                       "'escape': 'heap'}, {'gc': 'run'}]}]}",
                  -1, 0),
        5);
}

/* In Go the trigger is looked at when something is allocated. */
static void a_program_that_does_not_allocate_is_not_collected_again(void **state) {
    (void)state;
    static const int64_t gogc[] = {0, 1, 100};
    for (int i = 0; i < 3; i++) {
        uint64_t cycles =
            cycles_of(NODE "'globals': {'g': '*Node'}, 'functions': {'main': ["
                           "{'new': 'Node', 'to': 'g', 'escape': 'heap'}, {'gc': 'run'},"
                           "{'repeat': 300, 'do': [{'yield': true}]}]}",
                      gogc[i], 0);
        assert_in_range(cycles, 1, 2); /* the allocation may have begun one */
    }
}

/* ---- what became of objects ---- */

/* A is freed for good; its slot is given to B, which is lost. Nobody lost A. */
static void a_lost_object_is_not_confused_with_the_one_before_it(void **state) {
    (void)state;
    struct run r;
    struct scenario s;
    build_scenario(
        &s, "'runtime': {'barrier': 'none'}, 'script': {" NODE
            "'globals': {'g': '*Node'}, 'functions': {'main': [{'call': 'waste'}, {'gc': 'run'},"
            "{'new': 'Node', 'to': 'r', 'escape': 'heap', 'name': 'B'}, {'gc': 'start'},"
            "{'set': 'g', 'to': 'r'}, {'set': 'r', 'to': 'nil'}, {'gc': 'finish'}],"
            "'waste': [{'new': 'Node', 'to': 'x', 'escape': 'heap', 'name': 'A'}]}},"
            "'expect': {'freed': ['A'], 'lost': ['B']}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_WAIT);
    run_to_stage(&r, STAGE_IDLE);
    main_to(&r, "g = r");
    while (!run_event(&r, EVENT_GLOBALS_BLACK)) run_step(&r, ACTOR_COLLECTOR);
    main_to(&r, FINISH);
    run_to_stage(&r, STAGE_IDLE);
    const struct watch *a = &r.m.watches[0], *b = &r.m.watches[1];
    assert_int_equal(a->address, b->address);
    assert_int_equal(b->flags, WATCH_LOST | WATCH_FREED);
    assert_int_equal(a->flags, WATCH_FREED);
    close_schedule(&r, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s1_a_pointer_moved_to_a_black_object),
        cmocka_unit_test(s2_a_pointer_moved_to_a_black_stack),
        cmocka_unit_test(s3_a_pointer_moved_from_a_grey_stack_to_a_black_global),
        cmocka_unit_test(s4_the_end_of_a_chain_moved_to_a_black_stack),
        cmocka_unit_test(s5_a_new_object_is_never_lost_because_it_is_black),
        cmocka_unit_test(s7_a_pointer_moved_to_a_new_object),
        cmocka_unit_test(a_store_reads_shades_old_shades_new_writes_each_in_a_step),
        cmocka_unit_test(nil_has_nothing_to_shade_and_numbers_have_no_barrier),
        cmocka_unit_test(a_buffered_barrier_puts_shading_off),
        cmocka_unit_test(marking_does_not_end_before_the_buffers_are_empty),
        cmocka_unit_test(outside_of_marking_a_store_is_one_step),
        cmocka_unit_test(operations_interleave_with_two_procs_only),
        cmocka_unit_test(a_scan_reads_and_shades_in_steps_of_their_own),
        cmocka_unit_test(a_pointer_shaded_meanwhile_is_not_shaded_twice),
        cmocka_unit_test(objects_without_pointers_turn_black_at_once),
        cmocka_unit_test(each_stack_is_scanned_once_a_cycle_while_its_goroutine_stands),
        cmocka_unit_test(no_stack_is_scanned_inside_an_operation),
        cmocka_unit_test(a_goroutine_started_while_marking_has_a_black_stack),
        cmocka_unit_test(marking_resumes_when_work_is_left),
        cmocka_unit_test(the_world_stops_only_at_safe_points),
        cmocka_unit_test(phases_follow_each_other),
        cmocka_unit_test(only_what_was_white_at_mark_termination_is_freed),
        cmocka_unit_test(colours_follow_from_mark_bits_and_work_list),
        cmocka_unit_test(new_objects_are_black_while_marking_and_white_otherwise),
        cmocka_unit_test(the_work_list_is_last_in_first_out),
        cmocka_unit_test(runtime_gc_waits_for_the_mark_and_helps_to_sweep),
        cmocka_unit_test(runtime_gc_in_the_middle_of_a_cycle_waits_for_the_next),
        cmocka_unit_test(start_does_not_wait_and_finish_waits_for_the_cycle_that_runs),
        cmocka_unit_test(the_heap_grown_to_the_trigger_begins_a_cycle),
        cmocka_unit_test(a_heap_below_the_minimum_begins_no_cycle),
        cmocka_unit_test(without_gogc_only_runtime_gc_collects),
        cmocka_unit_test(a_program_that_does_not_allocate_is_not_collected_again),
        cmocka_unit_test(a_lost_object_is_not_confused_with_the_one_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
