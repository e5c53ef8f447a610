/* Interfaces: two words; what needs an object and what does not; taking values out. */
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

static struct scenario s;
static struct run r;

static void open_main(const char *statements) {
    char script[8192];
    snprintf(script, sizeof script,
             "'types': {'P': {'x': 'int', 'y': 'int'}, 'N': {'next': '*N', 'n': 'int'}, 'None': "
             "{}, 'Box': {'p': "
             "'*N'}}, 'globals': {'i': 'any', 'gs': 'string', 'gb': '[]byte', 'gp': 'P', 'gn': "
             "'N', 'none': "
             "'None', 'n': '*N', 'm': 'map[int]int', 'f': 'func()', 'b': 'Box', 'ints': '[]any'}, "
             "'functions': "
             "{'main': [%s], 'nothing': [], 'id': {'takes': {'a': 'any'}, 'returns': 'any', 'do': "
             "[{'return': 'a'}]"
             "}, 'wrap': {'takes': {'v': 'int'}, 'returns': 'any', 'do': [{'return': 'v'}]}}",
             statements);
    build_script(&s, script);
    s.config.assists = false; /* main goes on alone */
    run_open(&r, &s);
}

static void run_main(const char *statements) {
    open_main(statements);
    run_to_end(&r);
}

static void close_run(void) {
    run_close(&r);
    scenario_free(&s);
}

static void require_output(const char *statements, const char *output) {
    run_main(statements);
    run_require_output(&r, output);
    close_run();
}

/* ---- what is allocated: measured on Go 1.19 ---- */

struct allocation {
    const char *before, *value;
    uint64_t objects, bytes;
};

static void boxing_allocates_what_was_measured(void **state) {
    (void)state;
    static const struct allocation rows[] = {
        {"{'set': 'v', 'to': 0},", "v", 0, 0},
        {"{'set': 'v', 'to': 255},", "v", 0, 0},
        {"{'set': 'v', 'to': 'true'},", "v", 0, 0},
        {"{'var': 'v', 'type': 'byte'}, {'set': 'v', 'to': 200},", "v", 0, 0},
        {"{'set': 'v', 'to': 256},", "v", 1, 16},
        {"{'set': 'v', 'to': -1},", "v", 1, 16},
        {"{'var': 'v', 'type': 'uint16'}, {'set': 'v', 'to': 300},", "v", 1, 16},
        {"{'var': 'v', 'type': 'uint32'}, {'set': 'v', 'to': 300},", "v", 1, 16},
        {"", "gs", 0, 0},
        {"", "gb", 0, 0},
        {"", "none", 0, 0},
        {"{'set': 'gs', 'to': '`text`'},", "gs", 1, 16},
        {"", "`text`", 0, 0},
        {"", "1000", 0, 0},
        {"", "gp", 1, 16},
        {"", "gn", 1, 16},
        {"", "n", 0, 0},
        {"", "m", 0, 0},
        {"", "f", 0, 0},
        {"", "b", 0, 0},
        {"", "nothing", 0, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char statements[512];
        snprintf(statements, sizeof statements, "%s {'set': 'i', 'to': '%s'}", rows[i].before,
                 rows[i].value);
        run_main(statements);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_int_equal(run_statistic(&r, "Mallocs"), rows[i].objects);
        assert_int_equal(run_statistic(&r, "TotalAlloc"), rows[i].bytes);
        close_run();
    }
}

static void a_slice_in_an_interface_takes_its_header_along(void **state) {
    (void)state;
    run_main("{'set': 'gb', 'to': '[]byte(`0123456789abcdef`)'}, {'set': 'i', 'to': 'gb'}");
    assert_int_equal(run_statistic(&r, "Mallocs"), 2);
    assert_int_equal(run_statistic(&r, "TotalAlloc"), 16 + 24);
    close_run();
}

static void what_does_not_leave_the_frame_needs_no_object(void **state) {
    (void)state;
    run_main("{'set': 'v', 'to': 1000}, {'set': 'a', 'to': 'v'}, {'var': 'x', 'type': 'any'}, "
             "{'set': 'x', 'to': 'v', "
             "'escape': 'stack'}, {'set': 'y', 'to': 'x.(int)'}, {'print': '{y}'}");
    assert_int_equal(run_statistic(&r, "Mallocs"), 0);
    assert_string_equal(text_string(&r.output), "1000\n");
    close_run();
}

/* ---- the two words ---- */

static void the_words_are_a_type_and_a_place(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"{'set': 'i', 'to': 7}", "type int, the table's 7"},
        {"{'set': 'v', 'to': 5}, {'set': 'i', 'to': 'v'}", "type int, the table's 5"},
        {"{'set': 'v', 'to': 500}, {'set': 'i', 'to': 'v'}", "type int, int 1"},
        {"{'set': 'i', 'to': 500}", "type int, a constant int"},
        {"{'set': 'i', 'to': 'gs'}", "type string, the zero value"},
        {"{'new': 'N', 'to': 'n', 'escape': 'heap'}, {'set': 'i', 'to': 'n'}", "type *N, N 1"},
        {"{'set': 'i', 'to': 'n'}", "type *N, nil"},
        {"{'set': 'i', 'to': 'gp'}", "type P, P 1"},
        {"{'set': 'i', 'to': 'nothing'}", "type func(), func nothing"},
        {"{'set': 'i', 'to': 'nil'}", "nil, nil"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct text words = {0};
        run_main(rows[i][0]);
        uint64_t at = GLOBALS_BASE + s.program.globals[program_find_global(&s.program, "i")].offset;
        inspect_value(&r.m, at, word_read(&r.m, at), &words);
        text_add(&words, ", ");
        inspect_value(&r.m, at + 8, word_read(&r.m, at + 8), &words);
        assert_string_equal(text_string(&words), rows[i][1]);
        text_free(&words);
        close_run();
    }
}

static void values_go_in_and_come_out(void **state) {
    (void)state;
    require_output(
        "{'set': 'gp.y', 'to': 4}, {'set': 'i', 'to': 'gp'}, {'set': 'gp.y', 'to': 5}, {'set': "
        "'q', 'to': "
        "'i.(P)'}, {'print': '{q.y} {i.(P).y}'}, {'set': 'i', 'to': '`text`'}, {'set': 't', 'to': "
        "'i.(string)'}, {'print': '{t}'}, {'new': 'N', 'to': 'n', 'escape': 'heap'}, {'set': "
        "'n.n', 'to': "
        "3}, {'set': 'i', 'to': 'n'}, {'print': '{i.(*N).n}'}, {'call': 'wrap', 'with': [1234], "
        "'to': 'w'}, "
        "{'call': 'id', 'with': ['w'], 'to': 'w'}, {'call': 'id', 'with': [77], 'to': 'x'}, "
        "{'print': "
        "'{w.(int)} {x.(int)}'}, {'append': 'ints', 'values': [1, '`a`', 'w']}, {'print': "
        "'{ints[2].(int)} {ints[1].(string)}'}, {'var': 'k', 'type': 'int16'}, {'set': 'k', 'to': "
        "-5}, "
        "{'set': 'i', 'to': 'k'}, {'set': 'j', 'to': 'i.(int16)'}, {'print': '{j}'}",
        "4 4\ntext\n3\n1234 77\n1234 a\n-5\n");
}

static void the_type_can_be_asked_for(void **state) {
    (void)state;
    require_output("{'set': 'i', 'to': 5}, {'if': 'type(i) == type(int)', 'do': [{'print': "
                   "'int'}]}, {'set': 'i', 'to': "
                   "'gp'}, {'if': 'type(i) != type(*N)', 'do': [{'print': 'not *N'}]}, {'if': "
                   "'type(i) == type(P)', "
                   "'do': [{'print': 'P'}]}",
                   "int\nnot *N\nP\n");
}

/* The trap: a nil pointer in an interface is a value with a type. */
static void an_interface_that_holds_nil_is_not_nil(void **state) {
    (void)state;
    require_output("{'if': 'i == nil', 'do': [{'print': 'nil'}]}, {'set': 'i', 'to': 'n'}, {'if': "
                   "'i == nil', 'do': "
                   "[{'print': 'nil'}], 'else': [{'print': 'not nil'}]}, {'set': 'p', 'to': "
                   "'i.(*N)'}, {'if': 'p == "
                   "nil', 'do': [{'print': 'p is'}]}",
                   "nil\nnot nil\np is\n");
}

static void another_type_is_a_panic(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"{'set': 'i', 'to': '`a`'}, {'set': 'x', 'to': 'i.(int)'}",
         "interface {} is string, not int"},
        {"{'set': 'x', 'to': 'i.(int)'}", "interface {} is nil, not int"},
        {"{'set': 'i', 'to': 'n'}, {'set': 'x', 'to': 'i.(P)'}",
         "interface {} is *main.N, not main.P"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct text failure = {0};
        run_main(rows[i][0]);
        assert_int_equal(r.m.s->fault, FAULT_ASSERTION);
        inspect_failure(&r.m, &failure);
        assert_memory_equal(text_string(&failure), "panic: interface conversion: ", 29);
        failure.bytes[strcspn(failure.bytes, "\n")] = '\0';
        assert_string_equal(failure.bytes + 29, rows[i][1]);
        text_free(&failure);
        close_run();
    }
}

/* ---- the collector ---- */

/* The data word is a pointer, the type word is none. What is copied into a new, black object is
 * shaded first. */
static void what_an_interface_holds_lives(void **state) {
    (void)state;
    open_main("{'new': 'N', 'to': 'gn.next', 'escape': 'heap', 'name': 'A'}, {'gc': 'start'}, "
              "{'set': 'i', 'to': 'gn', "
              "'name': 'box'}, {'set': 'gn.next', 'to': 'nil'}, {'gc': 'finish'}, {'gc': 'run'}");
    run_to_line(&r, 1, "go runtime.GC()");
    run_step(&r, 1);
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_BULK_SHADE);
    assert_int_equal(run_colour(&r, "A"), COLOUR_GREY);
    run_to_end(&r);
    assert_int_not_equal(run_object(&r, "A"), 0);
    assert_int_not_equal(run_object(&r, "box"), 0);
    close_run();
}

static void a_stack_address_does_not_get_out_in_an_interface(void **state) {
    (void)state;
    run_main("{'new': 'N', 'to': 'p', 'escape': 'stack'}, {'set': 'i', 'to': 'p'}");
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    close_run();
    run_main("{'new': 'N', 'to': 'p', 'escape': 'stack'}, {'var': 'v', 'type': 'N'}, {'set': "
             "'v.next', 'to': 'p'}, "
             "{'set': 'i', 'to': 'v'}");
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    close_run();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxing_allocates_what_was_measured),
        cmocka_unit_test(a_slice_in_an_interface_takes_its_header_along),
        cmocka_unit_test(what_does_not_leave_the_frame_needs_no_object),
        cmocka_unit_test(the_words_are_a_type_and_a_place),
        cmocka_unit_test(values_go_in_and_come_out),
        cmocka_unit_test(the_type_can_be_asked_for),
        cmocka_unit_test(an_interface_that_holds_nil_is_not_nil),
        cmocka_unit_test(another_type_is_a_panic),
        cmocka_unit_test(what_an_interface_holds_lives),
        cmocka_unit_test(a_stack_address_does_not_get_out_in_an_interface),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
