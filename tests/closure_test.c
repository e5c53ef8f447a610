/* Func values: what they lead to, what they capture, how they are called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/build.h"
#include "support/run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define FUNCTIONS                                                                                  \
    "'twice': {'takes': {'n': 'int'}, 'returns': 'int', 'do': [{'return': 'n * 2'}]},"             \
    "'apply': {'takes': {'f': 'func(int) int', 'n': 'int'}, 'returns': 'int', 'do': [{'call': "    \
    "'f', 'with': ['n'], 'to': 'r'}, {'return': 'r'}]},"                                           \
    "'add': {'captures': {'k': 'int'}, 'takes': {'n': 'int'}, 'returns': 'int', 'do': "            \
    "[{'return': "                                                                                 \
    "'n + k'}]},"                                                                                  \
    "'count': {'captures': {'n': '*int'}, 'returns': 'int', 'do': [{'set': '*n', 'to': '*n + "     \
    "1'}, "                                                                                        \
    "{'return': '*n'}]},"                                                                          \
    "'three': {'captures': {'a': 'int', 'b': 'int', 'c': 'int'}, 'do': []},"                       \
    "'wide': {'captures': {'s': 'string', 'p': '*int'}, 'returns': 'string', 'do': [{'return': "   \
    "'s' "                                                                                         \
    "}]}"

static struct scenario s;
static struct run r;

static void open_main(const char *statements) {
    char script[8192];
    snprintf(script, sizeof script,
             "'globals': {'g': 'func(int) int', 'h': 'func() int', 'fs': '[2]func(int) int', 'k': "
             "'func()', 'out': 'int'}, 'functions': {'main': [%s], " FUNCTIONS "}",
             statements);
    build_script(&s, script);
    run_open(&r, &s);
}

static void close_run(void) {
    run_close(&r);
    scenario_free(&s);
}

static void require_output(const char *statements, const char *output) {
    open_main(statements);
    run_require_output(&r, output);
    close_run();
}

#define CLOSURE(function, captures, to)                                                            \
    "{'closure': '" function "', 'captures': [" captures "], 'to': '" to "', 'escape': 'heap'},"

static void functions_are_values(void **state) {
    (void)state;
    require_output(
        "{'set': 'f', 'to': 'twice'}, {'call': 'f', 'with': [4], 'to': 'x'}, {'call': 'apply', "
        "'with': ['f', 5], 'to': 'y'}, {'call': 'apply', 'with': ['twice', 6], 'to': 'z'}, {'set': "
        "'g', 'to': 'twice'}, {'call': 'g', 'with': [7], 'to': 'out'}, {'set': 'fs[1]', 'to': "
        "'g'}, "
        "{'set': 'i', 'to': 1}, {'call': 'fs[i]', 'with': ['out'], 'to': 'out'}, {'print': '{x} "
        "{y} "
        "{z} {out}'}",
        "8 10 12 28\n");
}

static void closures_keep_what_they_captured(void **state) {
    (void)state;
    require_output(
        "{'set': 'k', 'to': 'nil'}, {'set': 'm', 'to': 10}," CLOSURE(
            "add", "'m'",
            "g") "{'set': 'm', 'to': 0}," CLOSURE("add", "1",
                                                  "one") "{'call': 'g', 'with': [5], 'to': "
                                                         "'x'}, {'call': 'apply', 'with': ['one', "
                                                         "5], 'to': 'y'}, {'print': '{x} {y}'}, "
                                                         "{'new': 'int', "
                                                         "'to': 'n', 'escape': 'heap'}," CLOSURE(
                                                             "count", "'n'",
                                                             "h") "{'call': 'h', 'to': 'x'}, "
                                                                  "{'call': 'h', 'to': 'x'}, "
                                                                  "{'set': '*n', 'to': '*n + 10'}, "
                                                                  "{'call': 'h', 'to': 'x'}, "
                                                                  "{'print': "
                                                                  "'{x}'}," CLOSURE(
                                                                      "wide", "'`text`', 'n'",
                                                                      "w") "{'call': 'w', 'to': "
                                                                           "'t'}, {'print': '{t}'}",
        "15 6\n13\ntext\n");
}

/* Measured: Mallocs and TotalAlloc. */
static void closures_allocate_what_was_measured(void **state) {
    (void)state;
    static const struct {
        const char *statements;
        uint64_t objects, bytes;
    } rows[] = {
        {"{'set': 'g', 'to': 'twice'}", 0, 0},
        {CLOSURE("add", "1", "g") "{'yield': true}", 1, 16},
        {"{'new': 'int', 'to': 'n', 'escape': 'heap'}," CLOSURE("count", "'n'",
                                                                "h") "{'yield': true}",
         2, 32},
        {CLOSURE("three", "1, 2, 3", "k") "{'yield': true}", 1, 32},
        {"{'closure': 'add', 'captures': [1], 'to': 'f', 'escape': 'stack'}, {'call': 'f', 'with': "
         "[2], 'to': "
         "'x'}",
         0, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        open_main(rows[i].statements);
        run_to_end(&r);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_int_equal(run_statistic(&r, "Mallocs"), rows[i].objects);
        assert_int_equal(run_statistic(&r, "TotalAlloc"), rows[i].bytes);
        close_run();
    }
}

static void a_func_value_leads_to_its_code(void **state) {
    (void)state;
    open_main(CLOSURE("add", "7", "g") "{'set': 'fs[0]', 'to': 'twice'}");
    run_to_end(&r);
    uint64_t closure = run_global(&r, "g"), plain = run_global(&r, "fs"), code;
    const struct function *add = &s.program.functions[program_find_function(&s.program, "add")];
    const struct function *twice = &s.program.functions[program_find_function(&s.program, "twice")];
    assert_int_equal(word_read(&r.m, closure), CODE_BASE + 16ull * add->first_op);
    assert_int_equal(word_read(&r.m, closure + 8), 7);
    memcpy(&code, memory_to_read(&r.m, plain, 8), 8);
    assert_int_equal(code, CODE_BASE + 16ull * twice->first_op);
    struct text words = {0};
    inspect_value(&r.m, closure, word_read(&r.m, closure), &words);
    text_add(&words, ", ");
    inspect_word(&r.m, plain, true, &words);
    assert_string_equal(text_string(&words), "the code of add, func twice");
    text_free(&words);
    close_run();
}

static void calling_nil_is_a_panic(void **state) {
    (void)state;
    open_main("{'call': 'g', 'with': [1], 'to': 'x'}");
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_NIL);
    close_run();
    open_main("{'go': 'k'}");
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_NIL);
    close_run();
}

/* Whatever stands where a func value leads to, nothing but the beginning of a fitting function is
 * called. */
static void a_broken_func_value_is_a_fault(void **state) {
    (void)state;
    static const uint64_t WORDS[] = {
        0, 1, CODE_BASE + 8, CODE_BASE + 16, CODE_BASE + 16 * 100000, UINT64_MAX};
    for (size_t i = 0; i <= COUNT(WORDS); i++) {
        open_main(
            CLOSURE("add", "7", "g") "{'yield': true}, {'call': 'g', 'with': [1], 'to': 'x'}");
        run_to_line(&r, 1, "runtime.Gosched()");
        uint64_t word = i < COUNT(WORDS) ? WORDS[i] : CODE_BASE; /* main takes nothing */
        word_write(&r.m, run_global(&r, "g"), word);
        run_to_end(&r);
        assert_int_equal(r.m.s->fault, FAULT_ADDRESS);
        close_run();
    }
}

/* A closure is reached through a variable, then through the context of its call. */
static void captured_objects_live_as_long_as_their_closure(void **state) {
    (void)state;
    open_main("{'new': 'int', 'to': 'n', 'escape': 'heap', 'name': 'A'}," CLOSURE(
        "count", "'n'", "h") "{'set': 'n', 'to': 'nil'}, {'gc': 'run'}, {'call': 'h', 'to': "
                             "'out'}, {'set': 'h', 'to': 'nil'}, "
                             "{'gc': 'run'}");
    while (r.m.s->gc.completed < 1) run_next(&r);
    assert_int_not_equal(run_object(&r, "A"), 0);
    run_to_end(&r);
    assert_int_equal(run_object(&r, "A"), 0);
    assert_int_equal(run_global(&r, "out"), 1);
    close_run();
}

static void a_goroutine_can_run_a_closure(void **state) {
    (void)state;
    require_output("{'new': 'int', 'to': 'n', 'escape': 'heap'}," CLOSURE(
                       "count", "'n'", "f") "{'go': 'f'}, "
                                            "{'go': 'f'}, {'set': 'f', 'to': 'nil'}, {'gc': "
                                            "'run'}, {'while': '*n < 2', 'do': [{'yield': "
                                            "true}]}, {'print': '{*n}'}",
                   "2\n");
}

/* While the collector marks, the closure that a new goroutine is given must not stay white. */
static void a_closure_given_to_a_goroutine_is_shaded(void **state) {
    (void)state;
    open_main(
        "{'new': 'int', 'to': 'n', 'escape': 'heap'},"
        "{'closure': 'count', 'captures': ['n'], 'to': 'f', 'escape': 'heap', 'name': 'C'}, {'gc': "
        "'start'}, {'go': 'f'}, {'set': 'f', 'to': 'nil'}, {'gc': 'finish'}");
    run_to_line(&r, 1, "go runtime.GC()");
    run_step(&r, 1);
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_GO_SHADE);
    assert_int_equal(run_colour(&r, "C"), COLOUR_GREY);
    run_to_end(&r);
    close_run();
}

static void a_closure_in_the_frame_must_not_leave_it(void **state) {
    (void)state;
    open_main("{'closure': 'add', 'captures': [1], 'to': 'f', 'escape': 'stack'}, {'set': 'g', "
              "'to': 'f'}");
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    close_run();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_values),
        cmocka_unit_test(closures_keep_what_they_captured),
        cmocka_unit_test(closures_allocate_what_was_measured),
        cmocka_unit_test(a_func_value_leads_to_its_code),
        cmocka_unit_test(calling_nil_is_a_panic),
        cmocka_unit_test(a_broken_func_value_is_a_fault),
        cmocka_unit_test(captured_objects_live_as_long_as_their_closure),
        cmocka_unit_test(a_goroutine_can_run_a_closure),
        cmocka_unit_test(a_closure_given_to_a_goroutine_is_shaded),
        cmocka_unit_test(a_closure_in_the_frame_must_not_leave_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
