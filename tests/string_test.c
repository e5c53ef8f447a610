/* Strings: constants in read-only data, shared bytes, copies where Go copies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/build.h"
#include "support/run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define THIRTY "123456789012345678901234567890"

static struct scenario s;
static struct run r;

static void run_main(const char *statements) {
    char script[8192];
    snprintf(script, sizeof script,
             "'globals': {'g': 'string', 'gb': '[]byte'}, 'functions': {'main': [%s]}", statements);
    build_script(&s, script);
    run_open(&r, &s);
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

static void strings_are_joined_cut_and_compared(void **state) {
    (void)state;
    require_output(
        "{'set': 's', 'to': '`hello`'}, {'set': 't', 'to': 's[1:4] + `-` + s + ``'}, {'print': "
        "'{t} {len(t)} {s[4]} {t[3]}'}, {'if': 't > s', 'do': [{'print': 'no'}], 'else': "
        "[{'print': 'ell- is less'}]}, {'if': 's == `hello`', 'do': [{'print': 'same'}]}, {'if': "
        "'s[:4] < s', 'do': [{'print': 'shorter'}]}, {'if': 's != s[0:5]', 'do': [{'print': 'no'}]}"
        ", {'set': 'e', 'to': 's[2:2]'}, {'if': 'e == ``', 'do': [{'print': 'empty'}]}",
        "ell-hello 9 111 45\nell- is less\nsame\nshorter\nempty\n");
}

/* What is cut in the middle of a character is no text any more. */
static void cut_characters_are_shown_as_replaced(void **state) {
    (void)state;
    require_output("{'set': 's', 'to': '`grö`'}, {'print': '{s} {len(s)} {s[:3]}! {s[3:]}'}",
                   "grö 4 gr\xef\xbf\xbd! \xef\xbf\xbd\n");
}

static void a_part_shares_the_bytes_of_the_whole(void **state) {
    (void)state;
    run_main("{'set': 'gb', 'to': '[]byte(`abcdefghijklmnopqrstuvwxyz`)', 'name': 'bytes'}, "
             "{'set': 'a', 'to': "
             "'string(gb)', 'name': 'whole'}, {'set': 'g', 'to': 'a[24:]'}, {'set': 'a', 'to': "
             "'``'}, {'gc': "
             "'run'}, {'print': '{g}'}");
    assert_string_equal(text_string(&r.output), "yz\n");
    assert_int_equal(run_global(&r, "g"), run_object(&r, "whole") + 24);
    close_run();
}

static void changing_the_bytes_does_not_change_the_string(void **state) {
    (void)state;
    require_output(
        "{'set': 'b', 'to': '[]byte(`abc`)'}, {'set': 's', 'to': 'string(b)'}, {'set': 'b[0]', "
        "'to': "
        "88}, {'set': 't', 'to': 'string(b)'}, {'append': 'b', 'slice': 's'}, {'copy': 'b[1:]', "
        "'from': 't'}, {'print': '{s} {t} {string(b)}'}",
        "abc Xbc XXbcbc\n");
}

/* Measured: Mallocs and TotalAlloc of one execution; sizes of 16 bytes and more, or none. */
struct allocation {
    const char *value, *more;
    uint64_t objects, bytes;
};

static void strings_allocate_what_was_measured(void **state) {
    (void)state;
    static const struct allocation rows[] = {
        {"`abc`", "", 0, 0},
        {"s[3:]", "", 0, 0},
        {"s + ``", "", 0, 0},
        {"s[:30] + s[:17]", "", 1, 48},
        {"s[:6] + s[:6] + s[:6]", "", 1, 24},
        {"s[:6] + s[:6]", ", 'escape': 'stack'", 0, 0},
        {"s[:16] + s[:16]", ", 'escape': 'stack'", 0, 0},
        {"s[:16] + s[:17]", ", 'escape': 'stack'", 1, 48},
        {"string(gb[:35])", "", 1, 48},
        {"string(gb[:1])", "", 0, 0},
        {"string(gb[:0])", "", 0, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char statements[512];
        snprintf(statements, sizeof statements,
                 "{'set': 's', 'to': '`" THIRTY THIRTY
                 "`'}, {'set': 'gb', 'to': '[]byte(s)'}, {'set': 't', "
                 "'to': '%s'%s}",
                 rows[i].value, rows[i].more);
        run_main(statements);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_int_equal(run_statistic(&r, "Mallocs") - 1, rows[i].objects);
        assert_int_equal(run_statistic(&r, "TotalAlloc") - 64, rows[i].bytes);
        close_run();
    }
}

static void bytes_of_a_string_get_the_rounded_capacity(void **state) {
    (void)state;
    require_output(
        "{'set': 's', 'to': '`" THIRTY THIRTY
        "`'}, {'set': 'a', 'to': '[]byte(s[:12])'}, {'set': 'b', "
        "'to': '[]byte(s[:40])'}, {'set': 'c', 'to': '[]byte(s[:5])', 'escape': 'stack'}, {'set': "
        "'d', 'to': '[]byte(``)'}, {'print': '{cap(a)} {cap(b)} {cap(c)} {len(c)} {cap(d)}'}",
        "16 48 32 5 0\n");
}

/* Constants lie in memory that can be read and not written; the same text is there once. */
static void constants_are_read_only_and_shared(void **state) {
    (void)state;
    run_main("{'set': 's', 'to': '`constant`'}, {'set': 'g', 'to': '`constant`'}, {'set': 't', "
             "'to': 's[2:]'}");
    uint64_t address = run_global(&r, "g");
    struct text name = {0};
    assert_in_range(address, RODATA_BASE, RODATA_BASE + s.program.rodata_bytes - 1);
    assert_int_equal(program_string(&s.program, "constant", 8), address);
    assert_memory_equal(memory_to_read(&r.m, address, 8), "constant", 8);
    assert_null(memory_bytes(&r.m, address, 1));
    assert_null(memory_to_read(&r.m, address, s.program.rodata_bytes + 1));
    inspect_word(&r.m, address + 3, true, &name);
    assert_string_equal(text_string(&name), "\"stant\"");
    text_free(&name);
    close_run();
}

static void too_many_constants_are_refused(void **state) {
    (void)state;
    struct program p = {0};
    char *bytes = calloc(1, RODATA_MAX);
    assert_non_null(bytes);
    assert_int_equal(program_string(&p, "ab", 2), RODATA_BASE);
    assert_int_equal(program_string(&p, "b", 1), RODATA_BASE + 2);
    assert_int_equal(program_string(&p, "", 0), 0);
    assert_int_equal(program_string(&p, bytes, RODATA_MAX - 2), 0);
    assert_int_equal(program_string(&p, bytes, RODATA_MAX - 3), RODATA_BASE + 3);
    assert_int_equal(program_byte_table(&p), 0);
    assert_memory_equal(p.rodata, "abb", 3);
    free(bytes);
    program_free(&p);
}

static void an_index_behind_the_end_is_a_panic(void **state) {
    (void)state;
    run_main("{'set': 's', 'to': '`abc`'}, {'set': 'i', 'to': 3}, {'set': 'x', 'to': 's[i]'}");
    struct text failure = {0};
    inspect_failure(&r.m, &failure);
    assert_non_null(strstr(text_string(&failure), "index out of range [3] with length 3"));
    text_free(&failure);
    close_run();
}

/* Values are printed by their types. */
static void everything_is_printed_as_gos_print_does(void **state) {
    (void)state;
    require_output("{'var': 's', 'type': '[]int'}, {'var': 'i', 'type': 'any'}, {'var': 'u', "
                   "'type': 'uint64'}, "
                   "{'set': 'u', 'to': 'u - 1'}, {'set': 'b', 'to': 'true'}, {'var': 'm', 'type': "
                   "'map[int]int'}, {'print': '{s} {i} {u} {b} {m} {`text`}'}",
                   "[0/0]0x0 (0x0,0x0) 18446744073709551615 true 0x0 text\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_joined_cut_and_compared),
        cmocka_unit_test(cut_characters_are_shown_as_replaced),
        cmocka_unit_test(a_part_shares_the_bytes_of_the_whole),
        cmocka_unit_test(changing_the_bytes_does_not_change_the_string),
        cmocka_unit_test(strings_allocate_what_was_measured),
        cmocka_unit_test(bytes_of_a_string_get_the_rounded_capacity),
        cmocka_unit_test(constants_are_read_only_and_shared),
        cmocka_unit_test(too_many_constants_are_refused),
        cmocka_unit_test(an_index_behind_the_end_is_a_panic),
        cmocka_unit_test(everything_is_printed_as_gos_print_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
