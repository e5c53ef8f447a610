/* Fixed stacks: what threads reserve and touch, that nothing moves, and what happens at the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/cost.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "support/build.h"
#include "support/run.h"

#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"
#define DOWN                                                                                       \
    "'down': {'takes': {'n': 'int'}, 'do': [{'new': '[50]int', 'to': 'a', 'escape': 'stack'},"     \
    "{'if': 'n > 0', 'do': [{'call': 'down', 'with': ['n - 1']}]}]}"

static void open_fixed(struct run *r, struct scenario *s, uint64_t size, const char *script) {
    build_script(s, script);
    s->config.stacks = STACKS_FIXED;
    s->config.stack_size = size;
    s->config.pages_max = 256;
    run_open(r, s);
}

static void close_fixed(struct run *r, struct scenario *s) {
    run_close(r);
    scenario_free(s);
}

static uint64_t touched(const struct run *r, uint32_t number) {
    return stack_touched(&r->m, goroutine_of(&r->m, number));
}

/* ---- reserved and touched ---- */

static void threads_reserve_their_stacks_one_below_the_other(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(&r, &s, 8 << 20,
               "'functions': {'main': [{'repeat': 5, 'do': [{'go': 'f'}]}, {'yield': true}],"
               "'f': [{'while': '0 == 0', 'do': [{'yield': true}]}]}");
    run_to_event(&r, 1, EVENT_YIELD);
    for (uint32_t n = 1; n <= 6; n++) {
        const struct goroutine *g = goroutine_of(&r.m, n);
        assert_int_equal(g->stack_high, THREADS_TOP - (n - 1) * ((8 << 20) + 4096ull));
        assert_int_equal(g->stack_high - g->stack_low, 8 << 20);
        assert_int_equal(touched(&r, n), 4096);
    }
    assert_int_equal(run_statistic(&r, "StackSys"), 6 * ((8 << 20) + 4096));
    assert_int_equal(run_statistic(&r, "StackInuse"), 6 * 4096);
    assert_int_equal(r.m.s->clock.units[COST_THREAD_START], 6);
    assert_int_equal(r.m.s->clock.units[COST_GOROUTINE_START], 0);
    assert_int_equal(r.m.s->clock.units[COST_PAGE_TOUCH], 6);
    close_fixed(&r, &s);
}

static void pages_are_touched_as_the_stack_grows_and_kept(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(&r, &s, 1 << 20,
               "'functions': {'main': [{'call': 'down', 'with': [60]}, {'yield': true}], " DOWN
               "}");
    uint64_t most = 0;
    while (!run_event(&r, EVENT_YIELD)) {
        uint64_t before = touched(&r, 1), used = stack_used(&r.m, goroutine_of(&r.m, 1));
        const struct event *touch = run_event(&r, EVENT_STACK_TOUCH);
        if (used > most) most = used;
        assert_int_equal(before, (most + 4095) / 4096 * 4096);
        if (touch) assert_int_equal(touch->c, before);
        run_next(&r);
    }
    assert_in_range(touched(&r, 1), 24 << 10, 40 << 10);
    assert_int_equal(r.m.s->clock.units[COST_PAGE_TOUCH], touched(&r, 1) / 4096);
    assert_int_equal(run_statistic(&r, "StackCopies"), 0);
    assert_int_equal(r.m.s->clock.units[COST_PUSH_CHECK], 0); /* nobody asks */
    close_fixed(&r, &s);
}

static void an_ended_thread_gives_everything_back(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(&r, &s, 1 << 20,
               "'functions': {'main': [{'go': 'down', 'with': [60]}, {'yield': true}], " DOWN "}");
    run_to_event(&r, 1, EVENT_GO);
    uint64_t address = goroutine_of(&r.m, 2)->sp;
    assert_non_null(memory_bytes(&r.m, address, 8));
    while (goroutine_of(&r.m, 2)->status != GOROUTINE_DEAD) run_step(&r, 2);
    assert_null(memory_bytes(&r.m, address, 8));
    assert_int_equal(run_statistic(&r, "StackSys"), (1 << 20) + 4096);
    assert_int_equal(run_statistic(&r, "NumGoroutine"), 1);
    close_fixed(&r, &s);
}

/* ---- nothing moves ---- */

static void addresses_of_locals_stay(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(
        &r, &s, 1 << 20,
        NODE
        "'functions': {'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'set': 'a.value', "
        "'to': 5},"
        "{'set': 'a.next', 'to': 'a'}, {'call': 'deep', 'with': ['a', 300]},"
        "{'print': '{a.value} {a.next.next.value}'}],"
        "'deep': {'takes': {'p': '*Node', 'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["
        "{'set': 'p.next.value', 'to': 'p.value + 1'}, {'call': 'deep', 'with': ['p', 'n - 1']},"
        "{'set': 'p.value', 'to': 'p.next.value + 1000'}]}]}}");
    run_to_event(&r, 1, EVENT_ALLOCATE_STACK);
    uint64_t address = run_event(&r, EVENT_ALLOCATE_STACK)->a,
             slot = run_event(&r, EVENT_ALLOCATE_STACK)->c;
    assert_true(address > THREADS_LOW && address < THREADS_TOP);
    r.check_every = 7;
    while (machine_running(&r.m)) {
        assert_int_equal(word_read(&r.m, slot), address);
        run_next(&r);
    }
    assert_string_equal(text_string(&r.output), "300305 300305\n");
    close_fixed(&r, &s);
}

static void the_collector_scans_threads(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct scenario s;
        struct run r;
        build_script(
            &s,
            NODE "'globals': {'ready': 'int'}, 'functions': {'main': [{'go': 'deep', 'with': "
                 "[60]}, {'call': 'deep', 'with': [90], 'to': 'r'},"
                 "{'while': 'ready == 0', 'do': [{'yield': true}]}, {'print': '{r}'}],"
                 "'deep': {'takes': {'n': 'int'}, 'returns': 'int', 'do': [{'new': '[16]int', "
                 "'to': 'a', 'escape': 'stack'},"
                 "{'new': 'Node', 'to': 'h', 'escape': 'heap'}, {'set': 'h.value', 'to': 'n'},"
                 "{'if': 'n == 0', 'do': [{'gc': 'run'}, {'set': 'ready', 'to': 'ready + 1'}, "
                 "{'return': 0}]},"
                 "{'if': 'n == 40', 'do': [{'gc': 'start'}]},"
                 "{'call': 'deep', 'with': ['n - 1'], 'to': 'r'}, {'return': 'r + h.value'}]}}");
        s.config.stacks = STACKS_FIXED;
        s.config.seed = seed;
        run_open(&r, &s);
        r.check_every = 3;
        run_to_end(&r);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_string_equal(text_string(&r.output), "4095\n");
        assert_int_equal(run_statistic(&r, "UsesOfFreed"), 0);
        assert_int_equal(run_statistic(&r, "StackShrinks"), 0);
        close_fixed(&r, &s);
    }
}

static void escaping_addresses_are_noticed(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(&r, &s, 1 << 20,
               NODE "'globals': {'head': '*Node'}, 'functions': {'main': [{'new': 'Node', 'to': "
                    "'a', 'escape': 'stack'},"
                    "{'set': 'a.next', 'to': 'a'}, {'set': 'head', 'to': 'a'}]}");
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    assert_int_equal(r.m.s->fault_line, 7);
    close_fixed(&r, &s);
}

/* ---- the end of the stack ---- */

static void too_deep_a_call_touches_the_guard_page(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct text words = {0};
    open_fixed(&r, &s, 65536,
               "'functions': {'main': [{'call': 'f'}], 'f': [{'new': '[50]int', 'to': 'a', "
               "'escape': 'stack'}, {'call': 'f'}]}");
    run_to_end(&r);
    const struct goroutine *g = goroutine_of(&r.m, 1);
    assert_int_equal(r.m.s->fault, FAULT_SEGMENTATION);
    assert_int_equal(r.m.s->fault_address, g->stack_low - 8);
    assert_in_range(touched(&r, 1), 61440, 65536);
    assert_null(memory_bytes(&r.m, g->stack_low - 8, 8));
    inspect_failure(&r.m, &words);
    assert_non_null(strstr(text_string(&words), "Segmentation fault"));
    assert_non_null(strstr(text_string(&words), "main.f("));
    text_free(&words);
    close_fixed(&r, &s);
}

/* The very last word can be used; a frame of one more cannot. */
static void a_frame_that_just_fits_is_fine(void **state) {
    (void)state;
    for (int more = 0; more <= 1; more++) {
        struct scenario s;
        struct run r;
        char script[300];
        snprintf(script, sizeof script,
                 "'functions': {'main': [{'call': 'f'}], 'f': [{'new': '[%d]int', 'to': 'a', "
                 "'escape': 'stack'}]}",
                 (16384 - 2304) / 8 - 2 - 2 - 1 + more); /* main's links, f's, and a */
        open_fixed(&r, &s, 16384, script);
        run_to_end(&r);
        assert_int_equal(r.m.s->fault, more ? FAULT_SEGMENTATION : FAULT_NONE);
        close_fixed(&r, &s);
    }
}

static void a_first_frame_larger_than_the_stack_is_a_fault(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(&r, &s, 16384,
               "'functions': {'main': [{'go': 'f'}, {'yield': true}], 'f': [{'new': '[3000]int', "
               "'to': 'a', 'escape': 'stack'}]}");
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_SEGMENTATION);
    close_fixed(&r, &s);
}

static void no_memory_for_a_page_is_an_outcome(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'call': 'f'}], 'f': [{'new': '[50]int', 'to': 'a', "
                     "'escape': 'stack'}, {'call': 'f'}]}");
    s.config.stacks = STACKS_FIXED;
    s.config.pages_max = 16;
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_OUT_OF_MEMORY);
    close_fixed(&r, &s);
}

/* ---- addresses ---- */

static void only_touched_addresses_are_memory(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    open_fixed(&r, &s, 65536, "'functions': {'main': [{'yield': true}]}");
    const struct goroutine *g = goroutine_of(&r.m, 1);
    static const uint64_t NOT[] = {THREADS_TOP, THREADS_TOP + 8, THREADS_LOW, UINT64_MAX - 7};
    for (size_t i = 0; i < sizeof NOT / sizeof NOT[0]; i++)
        assert_null(memory_bytes(&r.m, NOT[i], 8));
    assert_non_null(memory_bytes(&r.m, g->touched, 8));
    assert_null(memory_bytes(&r.m, g->touched - 8, 8));
    assert_null(memory_bytes(&r.m, g->stack_high - 8, 16));
    assert_null(memory_bytes(&r.m, g->stack_low - 4096, 8));
    assert_null(memory_bytes(&r.m, g->stack_low - 4104, 8)); /* of a thread that does not exist */
    close_fixed(&r, &s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_reserve_their_stacks_one_below_the_other),
        cmocka_unit_test(pages_are_touched_as_the_stack_grows_and_kept),
        cmocka_unit_test(an_ended_thread_gives_everything_back),
        cmocka_unit_test(addresses_of_locals_stay),
        cmocka_unit_test(the_collector_scans_threads),
        cmocka_unit_test(escaping_addresses_are_noticed),
        cmocka_unit_test(too_deep_a_call_touches_the_guard_page),
        cmocka_unit_test(a_frame_that_just_fits_is_fine),
        cmocka_unit_test(a_first_frame_larger_than_the_stack_is_a_fault),
        cmocka_unit_test(no_memory_for_a_page_is_an_outcome),
        cmocka_unit_test(only_touched_addresses_are_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
