/* Goroutine stacks: where they begin, when they grow, that pointers into them survive, how they
 * end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/gc/gc.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "support/build.h"
#include "support/run.h"

#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"
#define DOWN                                                                                       \
    "'down': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["                               \
    "{'set': 'm', 'to': 'n - 1'}, {'call': 'down', 'with': ['m']}]}]}"

static uint64_t stack_size(const struct run *r, uint32_t goroutine) {
    const struct goroutine *g = goroutine_of(&r->m, goroutine);
    return g->stack_high - g->stack_low;
}

static void require_outcome(const struct run *r, enum outcome outcome, enum fault fault) {
    if (r->m.s->outcome != outcome || r->m.s->fault != fault)
        fail_msg("the outcome is %s; expected outcome %d, fault %d", inspect_outcome(&r->m),
                 (int)outcome, (int)fault);
}

/* Runs a script to its end and returns the printed text, which the next call frees. */
static const char *output_of(const char *script, enum outcome outcome, enum fault fault) {
    static char output[4096];
    struct scenario s;
    struct run r;
    build_script(&s, script);
    s.config.pages_max = 512;
    run_open(&r, &s);
    r.check_every = 7;
    run_to_end(&r);
    require_outcome(&r, outcome, fault);
    snprintf(output, sizeof output, "%s", text_string(&r.output));
    run_close(&r);
    scenario_free(&s);
    return output;
}

/* ---- beginnings ---- */

static void a_goroutine_begins_with_2048_bytes(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'repeat': 20, 'do': [{'go': 'f'}]}, {'yield': true}],"
                     "'f': [{'while': '0 == 0', 'do': [{'yield': true}]}]}");
    run_open(&r, &s);
    assert_int_equal(stack_size(&r, 1), 2048);
    run_to_event(&r, 1, EVENT_YIELD);
    for (uint32_t n = 1; n <= 21; n++) assert_int_equal(stack_size(&r, n), 2048);
    assert_int_equal(run_statistic(&r, "StackInuse"), 2 * 32768); /* 16 stacks a span of 32 KiB */
    run_close(&r);
    scenario_free(&s);
}

static void the_stack_of_an_ended_goroutine_is_used_again(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(
        &s,
        "'functions': {'main': [{'repeat': 40, 'do': [{'go': 'f'}, {'yield': true}]}], 'f': []}");
    s.config.procs = 1; /* who ends leaves its stack to its own processor */
    run_open(&r, &s);
    for (uint32_t i = 0; i < 40; i++) {
        run_to_event(&r, 1, EVENT_GO);
        while (goroutine_of(&r.m, i + 2)->status != GOROUTINE_DEAD) run_step(&r, i + 2);
    }
    run_to_end(&r);
    assert_int_equal(r.m.s->goroutine_count, 41);
    assert_int_equal(run_statistic(&r, "StackInuse"), 32768);
    run_close(&r);
    scenario_free(&s);
}

static void a_first_frame_too_large_for_2048_bytes_gets_a_larger_stack(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'go': 'f'}, {'yield': true}],"
                     "'f': [{'new': '[1000]int', 'to': 'a', 'escape': 'stack'}, {'yield': true}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_YIELD);
    assert_int_equal(stack_size(&r, 2), 16384); /* 8000 bytes and the guard */
    run_close(&r);
    scenario_free(&s);
}

/* ---- growth ---- */

/* The test at a function's entry, in Go's own terms: SP is where the return address lies, F the
 * frame without it (obj6.go:stacksplit). */
static bool entry_is_fine(const struct machine *m, const struct goroutine *g) {
    const struct function *f = &m->program->functions[m->program->op_functions[g->pc]];
    int64_t sp = (int64_t)(g->frame + WORD - g->stack_low), size = (f->frame_words + 1) * WORD;
    if (size <= 128) return sp > 928;
    return sp - (size - 128) > 928;
}

static void a_stack_doubles_when_the_prologues_test_says_so(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint64_t size = 2048, room_left = 0, frame = 0;
    uint32_t growths = 0;
    build_script(&s, "'functions': {'main': [{'call': 'down', 'with': [1500]}], " DOWN "}");
    s.config.pages_max = 512;
    run_open(&r, &s);
    r.check_every = 50;
    while (machine_running(&r.m)) {
        const struct goroutine *g = goroutine_of(&r.m, 1);
        run_next(&r);
        const struct event *grow = run_event(&r, EVENT_STACK_GROW),
                           *call = run_event(&r, EVENT_CALL);
        if (grow) {
            assert_int_equal(grow->c, size * 2);
            assert_int_equal(stack_size(&r, 1), size * 2);
            assert_int_equal(grow->b, g->stack_low);
            assert_int_not_equal(grow->a, grow->b);
            assert_true(room_left <= 928 + frame); /* not before it had to */
            size *= 2;
            growths++;
        }
        if (!call) continue;
        assert_true(entry_is_fine(&r.m, g));
        frame = call->c;
        room_left = g->sp - g->stack_low;
    }
    assert_true(growths >= 5);
    assert_int_equal(run_statistic(&r, "StackCopies"), growths);
    run_close(&r);
    scenario_free(&s);
}

/* The event of a step that tells of a word; NULL if none does. */
static const struct event *mend_of(const struct run *r, uint64_t address) {
    for (uint32_t i = 0; i < r->event_count; i++)
        if (r->events[i].kind == EVENT_STACK_MEND && r->events[i].a == address)
            return &r->events[i];
    return NULL;
}

/* What was given back still holds what it held. */
static void require_mends(const struct run *r, const struct event *copy) {
    const struct goroutine *g = goroutine_of(&r->m, 1);
    uint64_t delta = g->stack_high - (copy->b + copy->c), count = 0, slots = 0;
    assert_int_equal(copy->a, 1);
    assert_int_equal(copy->d, (g->stack_high - g->sp) / WORD);
    for (uint64_t at = g->sp; at < g->stack_high; at += WORD) {
        uint64_t old = word_read(&r->m, at - delta), new_word = word_read(&r->m, at);
        const struct event *mend = mend_of(r, at);
        assert_int_equal(mend != NULL, old != new_word);
        if (!mend) continue;
        assert_true(mend->b == old && mend->c == new_word && new_word == old + delta);
        slots += !inspect_is_linkage(&r->m, at);
        count++;
    }
    assert_true(count > slots);
    assert_int_equal(slots, run_event(r, EVENT_STACK_GROW)->d);
}

static void a_stack_that_moves_tells_which_words_it_mends(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint32_t copies = 0;
    build_script(&s, NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
                          "{'set': 'a.next', 'to': 'a'}, {'call': 'down', 'with': ['a', 110]}],"
                          "'down': {'takes': {'p': '*Node', 'n': 'int'}, 'do': [{'if': 'n > 0', "
                          "'do': [{'set': 'm', 'to': 'n - 1'},"
                          "{'call': 'down', 'with': ['p', 'm']}]}]}}");
    run_open(&r, &s);
    while (machine_running(&r.m)) {
        run_next(&r);
        const struct event *copy = run_event(&r, EVENT_STACK_COPY);
        assert_int_equal(copy != NULL, run_event(&r, EVENT_STACK_GROW) != NULL);
        if (!copy) continue;
        require_mends(&r, copy);
        copies++;
    }
    assert_true(copies >= 2);
    run_close(&r);
    scenario_free(&s);
}

/* The session keeps the first events of a step only: the one that it is about must be among them. */
static void a_deep_stack_tells_of_some_words_only(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint32_t most = 0;
    build_script(&s, "'functions': {'main': [{'call': 'down', 'with': [3000]}], " DOWN "}");
    s.config.pages_max = 512;
    run_open(&r, &s);
    r.check_every = 500;
    while (machine_running(&r.m)) {
        uint32_t mends = 0;
        run_next(&r);
        for (uint32_t i = 0; i < r.event_count; i++) mends += r.events[i].kind == EVENT_STACK_MEND;
        if (mends) assert_non_null(run_event(&r, EVENT_STACK_GROW));
        if (mends > most) most = mends;
    }
    assert_int_equal(most, 256);
    run_close(&r);
    scenario_free(&s);
}

/* go-runtime: measured with Go 1.19: 2K to 32K in one step, then 128K. */
static void a_large_frame_grows_the_stack_in_one_step(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'call': 'f'}],"
                     "'f': [{'new': '[2048]int', 'to': 'a', 'escape': 'stack'}, {'call': 'g'}],"
                     "'g': [{'new': '[8192]int', 'to': 'a', 'escape': 'stack'}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_STACK_GROW);
    assert_int_equal(stack_size(&r, 1), 32768);
    run_to_event(&r, 1, EVENT_STACK_GROW);
    assert_int_equal(stack_size(&r, 1), 131072);
    run_to_end(&r);
    require_outcome(&r, OUTCOME_DONE, FAULT_NONE);
    run_close(&r);
    scenario_free(&s);
}

static void pointers_into_the_stack_survive_its_moves(void **state) {
    (void)state;
    const char *out = output_of(
        NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'set': "
             "'a.value', 'to': 5},"
             "{'set': 'a.next', 'to': 'a'}, {'call': 'down', 'with': ['a', 300]},"
             "{'print': '{a.value} {a.next.next.value}'}],"
             "'down': {'takes': {'p': '*Node', 'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["
             "{'set': 'p.next.value', 'to': 'p.value + 1'}, {'set': 'm', 'to': 'n - 1'},"
             "{'call': 'down', 'with': ['p', 'm']}, {'set': 'p.value', 'to': 'p.next.value + "
             "1000'}]}]}}",
        OUTCOME_DONE, FAULT_NONE);
    assert_string_equal(out, "300305 300305\n");
}

static void addresses_of_locals_change_with_the_stack(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
                          "{'call': 'down', 'with': [100]}], " DOWN "}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_ALLOCATE_STACK);
    uint64_t before = run_event(&r, EVENT_ALLOCATE_STACK)->a,
             slot = run_event(&r, EVENT_ALLOCATE_STACK)->c;
    uint64_t high = goroutine_of(&r.m, 1)->stack_high;
    assert_int_equal(word_read(&r.m, slot), before);
    run_to_event(&r, 1, EVENT_STACK_GROW);
    assert_true(run_event(&r, EVENT_STACK_GROW)->d >= 1);
    uint64_t delta = goroutine_of(&r.m, 1)->stack_high - high;
    assert_int_not_equal(delta, 0);
    assert_int_equal(word_read(&r.m, slot + delta), before + delta);
    run_close(&r);
    scenario_free(&s);
}

static void numbers_that_look_like_addresses_are_not_mended(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'set': 'x', 'to': 824633737216}," /* 0xc000004000 */
                     "{'set': 'y', 'to': 'x + 2000'}, {'call': 'down', 'with': [100]}, {'print': "
                     "'{x} {y}'}], " DOWN "}");
    run_open(&r, &s);
    assert_int_equal(goroutine_of(&r.m, 1)->stack_low, 0xc000004000);
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "824633737216 824633739216\n");
    assert_true(run_statistic(&r, "StackCopies") > 0);
    run_close(&r);
    scenario_free(&s);
}

static void results_come_back_through_a_stack_that_moved(void **state) {
    (void)state;
    const char *out =
        output_of("'functions': {'main': [{'call': 'fib', 'with': [12], 'to': 'x'}, {'call': "
                  "'sum', 'with': [400], 'to': 'y'},"
                  "{'print': '{x} {y}'}],"
                  "'fib': {'takes': {'n': 'int'}, 'returns': 'int', 'do': [{'if': 'n < 2', 'do': "
                  "[{'return': 'n'}]},"
                  "{'call': 'fib', 'with': ['n - 1'], 'to': 'a'}, {'call': 'fib', 'with': ['n - "
                  "2'], 'to': 'b'},"
                  "{'return': 'a + b'}]},"
                  "'sum': {'takes': {'n': 'int'}, 'returns': 'int', 'do': [{'if': 'n == 0', 'do': "
                  "[{'return': 0}]},"
                  "{'call': 'sum', 'with': ['n - 1'], 'to': 'r'}, {'return': 'r + n'}]}}",
                  OUTCOME_DONE, FAULT_NONE);
    assert_string_equal(out, "144 80200\n");
}

/* ---- frames ---- */

/* A second book of calls, kept from the events alone. */
struct shadow {
    uint32_t functions[2048];
    uint32_t depth;
};

static void follow_calls(struct shadow *shadow, const struct run *r) {
    const struct event *e = run_event(r, EVENT_CALL);
    if (e) shadow->functions[++shadow->depth] = (uint32_t)e->a;
    e = run_event(r, EVENT_RETURN);
    if (!e) return;
    assert_int_equal(e->a, shadow->functions[shadow->depth]);
    shadow->depth--;
}

static void frames_walk_back_to_main(void **state) {
    (void)state;
    static struct shadow shadow;
    struct scenario s;
    struct run r;
    shadow = (struct shadow){0};
    build_script(
        &s, "'functions': {'main': [{'call': 'even', 'with': [60]}, {'call': 'odd', 'with': [5]}],"
            "'even': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': [{'call': 'odd', 'with': "
            "['n - 1']}]}]},"
            "'odd': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': [{'call': 'even', 'with': "
            "['n - 1']}]}]}}");
    run_open(&r, &s);
    r.check_every = 10;
    while (machine_running(&r.m)) {
        run_next(&r);
        follow_calls(&shadow, &r);
        struct frame f;
        uint32_t depth = shadow.depth, line_ops = 0;
        for (bool more = frame_innermost(&r.m, goroutine_of(&r.m, 1), &f); more;
             more = frame_caller(&r.m, &f)) {
            assert_int_equal(f.function, shadow.functions[depth]);
            const struct function *function = &s.program.functions[f.function];
            assert_true(f.pc >= function->first_op &&
                        f.pc < function->first_op + function->op_count);
            if (line_ops++ > 0) assert_int_equal(s.program.ops[f.pc - 1].code, OP_CALL);
            assert_true(depth-- > 0 || f.function == 0);
        }
        if (machine_running(&r.m)) assert_int_equal(depth, UINT32_MAX);
    }
    run_close(&r);
    scenario_free(&s);
}

static void the_failure_lists_the_frames(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct text words = {0};
    build_script(&s, NODE "'functions': {'main': [{'call': 'f'}], 'f': [{'call': 'g'}],"
                          "'g': [{'var': 'p', 'type': '*Node'}, {'set': 'x', 'to': 'p.value'}]}");
    run_open(&r, &s);
    run_to_end(&r);
    require_outcome(&r, OUTCOME_FAULT, FAULT_NIL);
    inspect_failure(&r.m, &words);
    const char *g = strstr(text_string(&words), "main.g("),
               *f = strstr(text_string(&words), "main.f(");
    const char *main_frame = strstr(text_string(&words), "main.main(");
    assert_true(g && f && main_frame && g < f && f < main_frame);
    text_free(&words);
    run_close(&r);
    scenario_free(&s);
}

/* ---- too deep ---- */

static void endless_recursion_overflows_the_stack(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct text words = {0};
    build_script(&s, "'functions': {'main': [{'call': 'f'}], 'f': [{'call': 'f'}]}");
    s.config.stack_limit = 65536;
    run_open(&r, &s);
    r.check_every = 100;
    run_to_end(&r);
    require_outcome(&r, OUTCOME_FAULT, FAULT_STACK_OVERFLOW);
    assert_int_equal(stack_size(&r, 1), 65536);
    inspect_failure(&r.m, &words);
    const char *said = text_string(&words);
    assert_non_null(strstr(said, "runtime: goroutine stack exceeds 65536-byte limit\n"));
    assert_non_null(strstr(said, "fatal error: stack overflow\n"));
    text_free(&words);
    run_close(&r);
    scenario_free(&s);
}

static void endless_recursion_in_little_memory_overflows_the_stack(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'call': 'f'}], 'f': [{'call': 'f'}]}");
    run_open(&r, &s);
    r.check_every = 2000;
    run_to_end(&r);
    require_outcome(&r, OUTCOME_FAULT, FAULT_STACK_OVERFLOW);
    run_close(&r);
    scenario_free(&s);
}

static void a_stack_that_cannot_grow_because_the_heap_is_large_is_an_outcome(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s,
                 "'globals': {'g': '*[54000]int'}, 'functions': {'main': [{'new': '[54000]int', "
                 "'to': 'g', 'escape': 'heap'}, {'call': 'f'}], 'f': [{'call': 'f'}]}");
    s.config.pages_max = 64;
    run_open(&r, &s);
    r.check_every = 2000;
    run_to_end(&r);
    require_outcome(&r, OUTCOME_FAULT, FAULT_OUT_OF_MEMORY);
    run_close(&r);
    scenario_free(&s);
}

/* ---- objects in stack frames ---- */

static void a_stack_object_keeps_what_it_points_to_alive(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(
        &s, NODE
        "'functions': {'main': [{'call': 'f'}, {'gc': 'run'}, {'yield': true}],"
        "'f': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
        "{'new': 'Node', 'to': 'a.next', 'escape': 'heap', 'name': 'Kept'},"
        "{'call': 'g', 'with': ['a']}, {'yield': true}],"
        "'g': {'takes': {'p': '*Node'}, 'do': [{'gc': 'run'}, {'set': 'p.next.value', 'to': 9}]}}");
    run_open(&r, &s);
    do run_next(&r);
    while (!run_event(&r, EVENT_YIELD));
    assert_int_not_equal(run_object(&r, "Kept"), 0);
    do run_next(&r);
    while (!run_event(&r, EVENT_YIELD));
    assert_int_equal(run_object(&r, "Kept"), 0); /* its frame is gone */
    run_close(&r);
    scenario_free(&s);
}

static void a_stack_object_is_zero_each_time(void **state) {
    (void)state;
    const char *out = output_of(
        NODE
        "'functions': {'main': [{'set': 'sum', 'to': 0}, {'repeat': 3, 'do': ["
        "{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'set': 'a.value', 'to': 'a.value + 7'},"
        "{'set': 'sum', 'to': 'sum + a.value'}]}, {'print': '{sum}'}]}",
        OUTCOME_DONE, FAULT_NONE);
    assert_string_equal(out, "21\n");
}

/* ---- stack addresses that outlive their frame ---- */

static void a_stack_address_in_the_heap_is_an_outcome(void **state) {
    (void)state;
    output_of(NODE "'globals': {'head': '*Node'}, 'functions': {'main': ["
                   "{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'set': 'head', 'to': 'a'}]}",
              OUTCOME_FAULT, FAULT_STACK_ESCAPE);
    output_of(NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
                   "{'new': 'Node', 'to': 'b', 'escape': 'heap'}, {'set': 'b.next', 'to': 'a'}]}",
              OUTCOME_FAULT, FAULT_STACK_ESCAPE);
}

static void a_stack_address_that_is_returned_is_an_outcome(void **state) {
    (void)state;
    output_of(NODE "'functions': {'main': [{'call': 'f', 'to': 'p'}, {'set': 'p.value', 'to': 1}],"
                   "'f': {'returns': '*Node', 'do': [{'new': 'Node', 'to': 'a', 'escape': "
                   "'stack'}, {'return': 'a'}]}}",
              OUTCOME_FAULT, FAULT_STACK_ESCAPE);
}

static void a_stack_address_given_to_a_goroutine_is_an_outcome(void **state) {
    (void)state;
    output_of(NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'go': "
                   "'f', 'with': ['a']},"
                   "{'yield': true}], 'f': {'takes': {'p': '*Node'}, 'do': []}}",
              OUTCOME_FAULT, FAULT_STACK_ESCAPE);
}

static void a_stack_address_in_an_outer_frame_is_an_outcome(void **state) {
    (void)state;
    output_of(NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'call': "
                   "'f', 'with': ['a']},"
                   "{'set': 'a.next.value', 'to': 1}], 'f': {'takes': {'p': '*Node'}, 'do': ["
                   "{'new': 'Node', 'to': 'b', 'escape': 'stack'}, {'set': 'p.next', 'to': 'b'}]}}",
              OUTCOME_FAULT, FAULT_STACK_ESCAPE);
    /* the lowest word of the outer frame is still the outer frame */
    output_of(NODE "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
                   "{'call': 'f', 'with': ['a']}], 'f': {'takes': {'p': '*Node'}, 'do': ["
                   "{'new': 'Node', 'to': 'b', 'escape': 'stack'}, {'set': 'p.next', 'to': 'b'}]}}",
              OUTCOME_FAULT, FAULT_STACK_ESCAPE);
}

static void a_stack_address_may_go_inwards_and_back(void **state) {
    (void)state;
    const char *out = output_of(
        NODE
        "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
        "{'call': 'f', 'with': ['a'], 'to': 'b'}, {'print': '{b.value}'}],"
        "'f': {'takes': {'p': '*Node'}, 'returns': '*Node', 'do': ["
        "{'new': 'Node', 'to': 'c', 'escape': 'stack'}, {'set': 'c.next', 'to': 'p'},"
        "{'set': 'c.next.value', 'to': 8}, {'set': 'p.next', 'to': 'p'}, {'return': 'c.next'}]}}",
        OUTCOME_DONE, FAULT_NONE);
    assert_string_equal(out, "8\n");
}

/* ---- growth while the collector marks ---- */

static void a_stack_may_move_at_any_moment_of_a_collection(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct scenario s;
        struct run r;
        build_script(
            &s, NODE
            "'globals': {'head': '*Node', 'ready': 'int'},"
            "'functions': {'main': [{'go': 'f', 'with': [60]}, {'go': 'f', 'with': [90]},"
            "{'repeat': 4, 'do': [{'gc': 'start'}, {'yield': true}]}, {'gc': 'finish'},"
            "{'while': 'ready < 2', 'do': [{'yield': true}]}],"
            "'f': {'takes': {'n': 'int'}, 'do': [{'new': 'Node', 'to': 'a', 'escape': 'stack'},"
            "{'call': 'down', 'with': ['a', 'n'], 'to': 'b'}, {'if': 'a.value == n', 'do': ["
            "{'set': 'ready', 'to': 'ready + 1'}]}]},"
            "'down': {'takes': {'p': '*Node', 'n': 'int'}, 'returns': '*Node', 'do': ["
            "{'if': 'n == 0', 'do': [{'return': 'p.next'}]},"
            "{'new': 'Node', 'to': 'x', 'escape': 'heap'}, {'set': 'x.next', 'to': 'p.next'},"
            "{'set': 'p.next', 'to': 'x'}, {'set': 'p.value', 'to': 'p.value + 1'},"
            "{'call': 'down', 'with': ['p', 'n - 1'], 'to': 'r'}, {'return': 'r'}]}}");
        s.config.seed = seed;
        run_open(&r, &s);
        r.steps_max = 100000;
        run_to_end(&r);
        require_outcome(&r, OUTCOME_DONE, FAULT_NONE);
        assert_true(run_statistic(&r, "StackCopies") >= 4);
        assert_int_equal(r.m.s->gc.lost, 0);
        run_close(&r);
        scenario_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goroutine_begins_with_2048_bytes),
        cmocka_unit_test(the_stack_of_an_ended_goroutine_is_used_again),
        cmocka_unit_test(a_first_frame_too_large_for_2048_bytes_gets_a_larger_stack),
        cmocka_unit_test(a_stack_doubles_when_the_prologues_test_says_so),
        cmocka_unit_test(a_stack_that_moves_tells_which_words_it_mends),
        cmocka_unit_test(a_deep_stack_tells_of_some_words_only),
        cmocka_unit_test(a_large_frame_grows_the_stack_in_one_step),
        cmocka_unit_test(pointers_into_the_stack_survive_its_moves),
        cmocka_unit_test(addresses_of_locals_change_with_the_stack),
        cmocka_unit_test(numbers_that_look_like_addresses_are_not_mended),
        cmocka_unit_test(results_come_back_through_a_stack_that_moved),
        cmocka_unit_test(frames_walk_back_to_main),
        cmocka_unit_test(the_failure_lists_the_frames),
        cmocka_unit_test(endless_recursion_overflows_the_stack),
        cmocka_unit_test(endless_recursion_in_little_memory_overflows_the_stack),
        cmocka_unit_test(a_stack_that_cannot_grow_because_the_heap_is_large_is_an_outcome),
        cmocka_unit_test(a_stack_object_keeps_what_it_points_to_alive),
        cmocka_unit_test(a_stack_object_is_zero_each_time),
        cmocka_unit_test(a_stack_address_in_the_heap_is_an_outcome),
        cmocka_unit_test(a_stack_address_that_is_returned_is_an_outcome),
        cmocka_unit_test(a_stack_address_given_to_a_goroutine_is_an_outcome),
        cmocka_unit_test(a_stack_address_in_an_outer_frame_is_an_outcome),
        cmocka_unit_test(a_stack_address_may_go_inwards_and_back),
        cmocka_unit_test(a_stack_may_move_at_any_moment_of_a_collection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
