/* How large stacks are: Go's growth table, halving by the collector, the limit and what is said of
 * it. Numbers in tables were measured with Go 1.19.8 on linux/amd64. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/cost.h"
#include "machine/memory.h"
#include "machine/stack/stack.h"
#include "support/build.h"
#include "support/run.h"

/* 112 bytes a call: a parameter, two links, a number and an array of nine. */
#define DEEP                                                                                       \
    "'deep': {'takes': {'n': 'int'}, 'do': [{'new': '[9]int', 'to': 'a', 'escape': 'stack'},"      \
    "{'if': 'n > 0', 'do': [{'call': 'deep', 'with': ['n - 1']}]}]}"

static uint64_t stack_size(const struct run *r, uint32_t goroutine) {
    const struct goroutine *g = goroutine_of(&r->m, goroutine);
    return g->stack_high - g->stack_low;
}

static uint64_t per_call(const struct scenario *s, const char *function) {
    int32_t f = program_find_function(&s->program, function);
    return frame_bytes(&s->program.functions[f]);
}

/* ---- growth ---- */

/* The call depth at which a stack has got each size for the first time, 112 bytes a call. */
static const struct {
    uint32_t depth;
    uint64_t size;
} GROWTH[] = {{1, 2048},      {10, 4096},      {29, 8192},      {65, 16384},
              {138, 32768},   {285, 65536},    {577, 131072},   {1162, 262144},
              {2333, 524288}, {4673, 1 << 20}, {9354, 2 << 20}, {18717, 4 << 20}};
enum { GROWTH_COUNT = sizeof GROWTH / sizeof GROWTH[0] };

static void a_stack_grows_at_the_depths_that_were_measured(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'new': '[6]int', 'to': 'a', 'escape': 'stack'},"
                     "{'call': 'deep', 'with': [18720]}], " DEEP "}");
    assert_int_equal(per_call(&s, "deep"), 112);
    assert_in_range(per_call(&s, "main"), 64, 87); /* as where the table begins */
    s.config.pages_max = 2048;
    run_open(&r, &s);
    r.check_every = 20000;
    uint32_t depth = 0, row = 0;
    while (machine_running(&r.m) && row < GROWTH_COUNT) {
        run_next(&r);
        if (!run_event(&r, EVENT_CALL)) continue;
        depth++;
        if (depth == GROWTH[row].depth) {
            assert_int_equal(stack_size(&r, 1), GROWTH[row].size);
            row++;
        } else {
            assert_int_equal(stack_size(&r, 1), GROWTH[row - 1].size);
        }
    }
    assert_int_equal(row, GROWTH_COUNT);
    run_close(&r);
    scenario_free(&s);
}

static void growth_is_charged(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'call': 'deep', 'with': [12]}], " DEEP "}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_STACK_GROW);
    const uint64_t *units = r.m.s->clock.units;
    uint64_t used = stack_used(&r.m, goroutine_of(&r.m, 1));
    assert_int_equal(units[COST_STACK_MORE], 1);
    assert_int_equal(units[COST_STACK_COPY], used / 8);
    assert_int_equal(units[COST_STACK_MEND], run_event(&r, EVENT_STACK_GROW)->d);
    assert_int_equal(units[COST_GOROUTINE_START], 1);
    assert_int_equal(units[COST_PUSH], 1 + units[COST_PUSH_CHECK] - 1); /* one test failed */
    run_to_end(&r);
    assert_int_equal(units[COST_POP], units[COST_PUSH]);
    run_close(&r);
    scenario_free(&s);
}

/* obj6.go: a function that calls nothing, with a frame below 128 bytes, is not tested. */
static void small_leaves_are_not_tested(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(
        &s, "'globals': {'x': 'int'}, 'functions': {'main': [{'call': 'leaf'}, {'call': 'large'},"
            "{'call': 'caller'}], 'leaf': [{'set': 'x', 'to': 'x + 1'}],"
            "'large': [{'new': '[14]int', 'to': 'a', 'escape': 'stack'}],"
            "'caller': [{'call': 'leaf'}]}");
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(r.m.s->clock.units[COST_PUSH], 5);
    assert_int_equal(r.m.s->clock.units[COST_PUSH_CHECK], 2); /* large and caller */
    run_close(&r);
    scenario_free(&s);
}

/* ---- shrinking ---- */

/* Measured after deep recursion: a collection each. */
static void a_stack_is_halved_in_each_collection(void **state) {
    (void)state;
    static const uint64_t SIZES[] = {524288, 262144, 131072, 65536, 32768, 16384, 8192, 4096, 4096};
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'new': '[20]int', 'to': 'a', 'escape': 'stack'},"
                     "{'call': 'deep', 'with': [5000]}, {'repeat': 9, 'do': [{'gc': 'run'}]}]," DEEP
                     "}");
    s.config.pages_max = 1024;
    run_open(&r, &s);
    r.check_every = 20000;
    while (!run_event(&r, EVENT_GC_REQUEST)) run_next(&r);
    assert_int_equal(stack_size(&r, 1), 1 << 20);
    assert_true(stack_used(&r.m, goroutine_of(&r.m, 1)) + 800 >= 1024);
    r.check_every = 1;
    for (uint32_t cycle = 0; cycle < 9; cycle++) {
        while (r.m.s->gc.completed == cycle) run_next(&r);
        assert_int_equal(stack_size(&r, 1), SIZES[cycle]);
    }
    assert_int_equal(run_statistic(&r, "StackShrinks"), 8);
    run_close(&r);
    scenario_free(&s);
}

static void a_stack_does_not_shrink_below_2048_bytes_nor_when_it_is_in_use(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(
        &s, "'functions': {'main': [{'call': 'f'}, {'gc': 'run'}, {'gc': 'run'}, {'yield': true}],"
            "'f': [{'new': '[160]int', 'to': 'a', 'escape': 'stack'}, {'gc': 'run'}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_GC_REQUEST);
    assert_int_equal(stack_size(&r, 1), 4096);
    while (r.m.s->gc.completed < 1) run_next(&r);
    assert_int_equal(stack_size(&r, 1), 4096); /* f is still there */
    while (r.m.s->gc.completed < 2) run_next(&r);
    assert_int_equal(stack_size(&r, 1), 2048);
    while (r.m.s->gc.completed < 3) run_next(&r);
    assert_int_equal(stack_size(&r, 1), 2048);
    assert_int_equal(run_statistic(&r, "StackShrinks"), 1);
    run_close(&r);
    scenario_free(&s);
}

/* Pointers among main's variables that lead to a stack lead to this one; returns how many. */
static uint32_t count_own_pointers(const struct run *r) {
    const struct goroutine *g = goroutine_of(&r->m, 1);
    const struct function *f = &r->m.program->functions[0];
    uint32_t count = 0;
    for (uint32_t i = 0; i < f->pointer_slot_count; i++) {
        uint64_t word = word_read(&r->m, slot_address(g->frame, f->pointer_slots[i]));
        if (!stack_is_address(&r->m, word)) continue;
        assert_in_range(word, g->stack_low, g->stack_high - 1);
        count++;
    }
    return count;
}

static void pointers_are_mended_when_a_stack_shrinks(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 8; seed++) {
        struct scenario s;
        struct run r;
        build_script(
            &s,
            "'types': {'Node': {'next': '*Node', 'value': 'int'}}, 'functions': {"
            "'main': [{'new': 'Node', 'to': 'a', 'escape': 'stack'}, {'set': 'a.next', 'to': 'a'},"
            "{'new': 'Node', 'to': 'h', 'escape': 'heap'}, {'set': 'h.value', 'to': 7},"
            "{'call': 'deep', 'with': [100]}, {'gc': 'run'}, {'gc': 'start'},"
            "{'set': 'a.next.value', 'to': 'a.value + 5'}, {'gc': 'finish'},"
            "{'set': 'a.next.value', 'to': 'a.value + 1'},"
            "{'print': '{a.next.next.value} {h.value}'}], " DEEP "}");
        s.config.seed = seed;
        run_open(&r, &s);
        while (machine_running(&r.m)) {
            run_next(&r);
            if (run_event(&r, EVENT_STACK_SHRINK)) assert_int_equal(count_own_pointers(&r), 2);
        }
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_string_equal(text_string(&r.output), "6 7\n");
        assert_int_equal(run_statistic(&r, "StackShrinks"), 2);
        assert_int_equal(r.m.s->gc.lost, 0);
        run_close(&r);
        scenario_free(&s);
    }
}

/* ---- the limit ---- */

/* debug.SetMaxStack(64 KiB): dies when 64K would become 128K. */
static void the_limit_is_said_in_gos_words(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct text words = {0};
    build_scenario(
        &s, "'runtime': {'maxstack': '64KiB'}, 'script': {'functions': {'main': [{'call': 'f'}],"
            "'f': [{'new': '[10]int', 'to': 'a', 'escape': 'stack'}, {'call': 'f'}]}}");
    run_open(&r, &s);
    r.check_every = 500;
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_OVERFLOW);
    const struct goroutine *g = goroutine_of(&r.m, 1);
    assert_int_equal(stack_size(&r, 1), 65536);
    assert_in_range(r.m.s->fault_address - g->stack_low, 928 - 112, 928); /* Go: 912 */
    inspect_failure(&r.m, &words);
    struct text expected = {0};
    text_addf(&expected,
              "runtime: goroutine stack exceeds 65536-byte limit\n"
              "runtime: sp=0x%llx stack=[0x%llx, 0x%llx]\n"
              "fatal error: stack overflow\n\ngoroutine 1 [running]:\nmain.f(...)\n",
              (unsigned long long)r.m.s->fault_address, (unsigned long long)g->stack_low,
              (unsigned long long)g->stack_high);
    assert_memory_equal(words.bytes, expected.bytes, expected.length);
    text_free(&words);
    text_free(&expected);
    run_close(&r);
    scenario_free(&s);
}

static uint32_t count(const char *text, const char *part) {
    uint32_t found = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part)) found++;
    return found;
}

static void at_most_100_stack_frames_are_listed(void **state) {
    (void)state;
    for (int depth = 98; depth <= 101; depth++) { /* and main */
        struct scenario s;
        struct run r;
        struct text script = {0}, words = {0};
        text_addf(&script,
                  "'types': {'Node': {'value': 'int'}}, 'functions': {'main': [{'call': 'f', "
                  "'with': [%d]}],"
                  "'f': {'takes': {'n': 'int'}, 'do': [{'if': 'n > 0', 'do': ["
                  "{'call': 'f', 'with': ['n - 1']}]}, {'var': 'p', 'type': '*Node'},"
                  "{'set': 'x', 'to': 'p.value'}]}}",
                  depth - 1);
        build_script(&s, text_string(&script));
        run_open(&r, &s);
        r.check_every = 50;
        run_to_end(&r);
        inspect_failure(&r.m, &words);
        uint32_t frames = (uint32_t)depth + 1;
        assert_int_equal(count(text_string(&words), "\nmain."), frames > 100 ? 100 : frames);
        assert_int_equal(count(text_string(&words), "\n...additional frames elided...\n"),
                         frames > 100);
        text_free(&script);
        text_free(&words);
        run_close(&r);
        scenario_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stack_grows_at_the_depths_that_were_measured),
        cmocka_unit_test(growth_is_charged),
        cmocka_unit_test(small_leaves_are_not_tested),
        cmocka_unit_test(a_stack_is_halved_in_each_collection),
        cmocka_unit_test(a_stack_does_not_shrink_below_2048_bytes_nor_when_it_is_in_use),
        cmocka_unit_test(pointers_are_mended_when_a_stack_shrinks),
        cmocka_unit_test(the_limit_is_said_in_gos_words),
        cmocka_unit_test(at_most_100_stack_frames_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
