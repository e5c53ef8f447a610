/* What a file is, told by its content. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/file_kind.h"

static enum file_kind kind(const char *path, const char *text) {
    return file_kind_of(path, text, strlen(text));
}

static void a_trace_says_so_in_its_first_line(void **state) {
    (void)state;
    assert_int_equal(kind("x", "{\"tricolor\":\"trace\",\"format\":1}"), FILE_TRACE);
    assert_int_equal(kind("x.json", " { \"tricolor\" : \"trace\""), FILE_TRACE);
    assert_int_equal(kind("x.jsonl", "{\"tricolor\":\"scenario\"}"), FILE_SCENARIO);
    assert_int_equal(kind("x.jsonl", "{\"tricolor\":"), FILE_SCENARIO);
}

static void a_go_program_begins_with_its_package(void **state) {
    (void)state;
    assert_int_equal(kind("x", "// a\n/* b */ package main\n"), FILE_GO);
    assert_int_equal(kind("x.go", ""), FILE_GO);
    assert_int_equal(kind("x", "packages"), FILE_SCENARIO);
}

static void a_heap_dump_begins_with_its_magic(void **state) {
    (void)state;
    assert_int_equal(kind("x.go", "go1.7 heap dump\n\6"), FILE_DUMP);
    assert_int_equal(kind("x", "go1.7 heap dump"), FILE_SCENARIO);
}

static void a_log_has_a_line_of_a_collection(void **state) {
    (void)state;
    const char *line = "gc 1 @0.012s 2%: 0.01+0.5+0.02 ms clock, 4->4->1 MB, 4 MB goal, 8 P\n";
    char log[256];
    assert_int_equal(kind("x", line), FILE_GCTRACE);
    strcpy(log, "server listens\n");
    assert_int_equal(kind("x", strcat(log, line)), FILE_GCTRACE);
    assert_int_equal(kind("x", "gc is a word\n"), FILE_SCENARIO);
    assert_int_equal(kind("x", "{\ngc 1 @0.012s 2%\n"), FILE_SCENARIO);
}

static void a_file_that_is_not_there_is_left_to_its_reader(void **state) {
    (void)state;
    assert_int_equal(file_kind_at("tests/no such file"), FILE_SCENARIO);
    assert_int_equal(file_kind_at("tests"), FILE_SCENARIO);
    assert_int_equal(file_kind_at("scenarios/90-returned-pointer.go"), FILE_GO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trace_says_so_in_its_first_line),
        cmocka_unit_test(a_go_program_begins_with_its_package),
        cmocka_unit_test(a_heap_dump_begins_with_its_magic),
        cmocka_unit_test(a_log_has_a_line_of_a_collection),
        cmocka_unit_test(a_file_that_is_not_there_is_left_to_its_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
