/* Arrays made at run time, slices, append: Go's capacities, panics, barriers; numbers that wrap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "machine/values/slice.h"
#include "support/build.h"
#include "support/run.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define TYPES                                                                                      \
    "'types': {'Node': {'next': '*Node', 'value': 'int'}, 'Odd': {'a': '[5]byte'}, 'Twelve': "     \
    "{'a': '[3]int32'}, 'Three': {'p': '*Node', 'n': 'int', 'q': '*Node'}, 'Five': {'a': "         \
    "'[5]int'}, 'None': {}},"                                                                      \
    "'globals': {'g': '[]int', 'h': '*Node', 'array': '[5]int', 'gp': '[]*Node'},"

static struct scenario s;
static struct run r;

static void open_functions(const char *functions) {
    char script[16384];
    snprintf(script, sizeof script, TYPES "'functions': {%s}", functions);
    build_script(&s, script);
    s.config.assists = false; /* main goes on alone */
    run_open(&r, &s);
}

static void close_run(void) {
    run_close(&r);
    scenario_free(&s);
}

static void run_main(const char *statements) {
    char functions[9000];
    snprintf(functions, sizeof functions, "'main': [%s]", statements);
    open_functions(functions);
    run_to_end(&r);
}

static void require_output(const char *statements, const char *output) {
    run_main(statements);
    run_require_output(&r, output);
    close_run();
}

/* The first line of what Go says. */
static void require_panic(const char *statements, const char *message) {
    struct text failure = {0};
    run_main(statements);
    assert_int_equal(r.m.s->outcome, OUTCOME_FAULT);
    inspect_failure(&r.m, &failure);
    failure.bytes[strcspn(failure.bytes, "\n")] = '\0';
    assert_string_equal(failure.bytes, message);
    text_free(&failure);
    close_run();
}

/* ---- append ---- */

/* Measured on Go 1.19: capacities while elements are appended one at a time to nil. */
struct growth {
    const char *element;
    uint32_t size;
    uint32_t capacities[28];
};

static const struct growth GROWTHS[] = {
    {"byte", 1, {8,    16,   32,   64,    128,   256,   512,   896,   1408,  2048,  3072,  4096,
                 5376, 6912, 9472, 12288, 16384, 21760, 28672, 40960, 57344, 73728, 98304, 131072}},
    {"int16",
     2,
     {4, 8, 16, 32, 64, 128, 256, 512, 896, 1344, 2048, 3072, 4096, 5440, 7168, 9216, 12288}},
    {"int32",
     4,
     {2, 4, 8, 16, 32, 64, 128, 256, 512, 864, 1344, 2048, 3072, 4096, 5440, 7168, 10240}},
    {"int", 8, {1,    2,    4,    8,    16,   32,   64,    128,   256,   512,   848,  1280,
                1792, 2560, 3408, 5120, 7168, 9216, 12288, 16384, 21504, 27648, 34816}},
    {"*int", 8, {1,    2,    4,    8,    16,   32,   64,    128,   256,   512,   848,  1280,
                 1792, 2560, 3408, 5120, 7168, 9216, 12288, 16384, 21504, 27648, 34816}},
    {"string",
     16,
     {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280, 1792, 2560, 3584, 5120, 6656, 8704}},
    {"Odd", 5, {1, 3, 6, 12, 25, 51, 102, 204, 409, 819, 1228, 1894, 2713}},
    {"Twelve", 12, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 853, 1365, 2048, 3413}},
    {"Three", 24, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 853, 1365, 2048, 3072, 4096, 5461, 7168}},
    {"Five", 40, {1, 2, 4, 8, 16, 32, 67, 134, 272, 544, 1024, 1638, 2252, 3072}},
};

static void every_measured_capacity_comes_out(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(GROWTHS); i++) {
        uint64_t capacity = 0, grown;
        for (const uint32_t *wanted = GROWTHS[i].capacities; *wanted; wanted++) {
            assert_true(slice_grown_capacity(capacity, capacity + 1, GROWTHS[i].size, &grown));
            assert_int_equal(grown, *wanted);
            capacity = grown;
        }
    }
}

/* The same through the statements, as far as a small machine goes. */
static void append_gives_the_measured_capacities(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(GROWTHS); i++) {
        char statements[512];
        struct text wanted = {0};
        snprintf(
            statements, sizeof statements,
            "{'var': 's', 'type': '[]%s'}, {'var': 'x', 'type': '%s'}, {'repeat': 70, 'do': "
            "[{'if': "
            "'len(s) == cap(s)', 'do': [{'append': 's', 'values': ['x']}, {'print': '{cap(s)}'}], "
            "'else': [{'append': 's', 'values': ['x']}]}]}",
            GROWTHS[i].element, GROWTHS[i].element);
        const uint32_t *capacity = GROWTHS[i].capacities;
        text_addf(&wanted, "%u\n", *capacity);
        for (; *capacity < 70; capacity++) text_addf(&wanted, "%u\n", capacity[1]);
        require_output(statements, text_string(&wanted));
        text_free(&wanted);
    }
}

static void append_of_many_gives_what_they_need(void **state) {
    (void)state;
    static const uint64_t rows[][4] = {/* capacity, needed, size, grown */
                                       {0, 3, 8, 3},       {0, 5, 8, 6},     {256, 257, 8, 512},
                                       {512, 513, 8, 848}, {4, 5, 0, 5},     {0, 1, 1, 8},
                                       {10, 100, 8, 112},  {3, 4, 32768, 6}, {1, 2, 32769, 2}};
    uint64_t grown;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(slice_grown_capacity(rows[i][0], rows[i][1], rows[i][2], &grown));
        assert_int_equal(grown, rows[i][3]);
    }
    assert_false(slice_grown_capacity(1ull << 47, (1ull << 47) + 1, 8, &grown));
    assert_false(slice_grown_capacity(UINT64_MAX, 4, 8, &grown));
    assert_false(slice_grown_capacity(4, UINT64_MAX, 8, &grown));
    assert_false(slice_grown_capacity(4, UINT64_MAX, 0, &grown));
}

#define MAKE(type, len, cap, to)                                                                   \
    "{'make': '" type "', 'len': " len ", 'cap': " cap ", 'to': '" to                              \
    "', 'escape': 'heap', 'name': "                                                                \
    "'" to " array'},"

static void appending_with_room_writes_into_the_same_array(void **state) {
    (void)state;
    require_output(
        MAKE("[]int", "1", "4",
             "a") "{'append': 'a', 'values': [5], 'to': 'b'}, {'append': 'a', "
                  "'values': [6], 'to': 'c'}, {'print': '{b[1]} {c[1]} {len(a)} {len(b)}'}",
        "6 6 1 2\n");
}

static void appending_without_room_leaves_the_old_array_alone(void **state) {
    (void)state;
    require_output(
        MAKE(
            "[]int", "2", "2",
            "a") "{'set': 'a[0]', 'to': 1}, {'append': 'a', 'values': [5], "
                 "'to': 'b'}, {'set': 'b[0]', 'to': 7}, {'print': '{a[0]} {b[0]} {b[2]} {cap(b)}'}",
        "1 7 5 4\n");
}

static void appending_to_itself_and_to_places_in_memory(void **state) {
    (void)state;
    require_output(
        "{'append': 'g', 'values': [1, 2, 3]}, {'append': 'g', 'slice': 'g'}, {'append': 'g', "
        "'slice': 'g[4:5]'}, {'append': 'g', 'slice': 'g[2:2]'}, {'print': '{len(g)} {cap(g)} "
        "{g[3]} {g[5]} {g[6]}'}, {'append': 'g[:1]', 'slice': 'g[5:]', 'to': 'x'}, {'print': "
        "'{g[1]} {g[2]} {len(x)}'}",
        "7 12 1 3 2\n3 2 3\n");
}

/* What was evaluated before lives in temporaries while the array is allocated. */
static void values_are_kept_while_the_array_grows(void **state) {
    (void)state;
    require_output(
        "{'new': 'Node', 'to': 'n', 'escape': 'heap'}, {'set': 'n.value', 'to': 8}, {'append': "
        "'gp', 'values': ['n', 'nil', 'n']}, {'set': 'n', 'to': 'nil'}, {'gc': 'run'}, {'print': "
        "'{gp[0].value} {gp[2].value}'}",
        "8 8\n");
}

/* ---- slices of slices ---- */

static void slices_share_and_bound(void **state) {
    (void)state;
    require_output(
        MAKE(
            "[]int", "5", "8",
            "a") "{'set': 'b', 'to': 'a[1:3]'}, {'set': 'b[0]', 'to': 4}, "
                 "{'set': 'c', 'to': 'b[1:7]'}, {'set': 'd', 'to': 'a[2:4:5]'}, {'set': 'e', 'to': "
                 "'a[5:]'}, {'print': '{a[1]} {len(b)} {cap(b)} {len(c)} {cap(c)} {len(d)} "
                 "{cap(d)}'}, {'print': '{len(e)} {cap(e)}'}, {'set': 'f', 'to': 'array[:2]'}, "
                 "{'set': 'f[1]', 'to': 3}, "
                 "{'print': '{array[1]} {cap(f)}'}, {'set': 'a', 'to': 'a[1:]'}, {'print': '{a[0]} "
                 "{len(a)} {cap(a)}'}",
        "4 2 7 6 6 2 3\n0 3\n3 5\n4 4 7\n");
}

static void an_empty_rest_does_not_point_behind_its_array(void **state) {
    (void)state;
    open_functions(
        "'main': [" MAKE("[]int", "4", "4", "a") "{'set': 'b', 'to': 'a[4:]'}, {'set': 'g', "
                                                 "'to': 'b'}, {'set': 'h', 'to': 'nil'}]");
    run_to_end(&r);
    assert_int_equal(run_global(&r, "g"), run_object(&r, "a array"));
    close_run();
}

static void copy_handles_overlap_and_the_shorter_one(void **state) {
    (void)state;
    require_output(
        MAKE("[]int", "4", "4",
             "a") "{'set': 'a[0]', 'to': 1}, {'set': 'a[1]', 'to': 2}, {'set': "
                  "'a[2]', 'to': 3}, {'copy': 'a[1:]', 'from': 'a', 'to': 'n'}, {'print': '{n} "
                  "{a[0]} "
                  "{a[1]} {a[2]} {a[3]}'}, {'copy': 'a', 'from': 'a[3:]', 'to': 'n'}, {'print': "
                  "'{n} "
                  "{a[0]}'}, {'copy': 'a[4:]', 'from': 'a', 'to': 'n'}, {'print': '{n}'}",
        "3 1 1 2 3\n1 3\n0\n");
}

static void elements_of_elements_are_found(void **state) {
    (void)state;
    require_output(
        "{'make': '[][]int', 'len': 2, 'to': 'm', 'escape': 'heap'}, {'set': 'i', 'to': 1}, "
        "{'make': '[]int', 'len': 3, 'to': 'm[i]', 'escape': 'heap'}, {'set': 'm[i][i+1]', 'to': "
        "6}, {'set': 'p', 'to': '&m[1][2]'}, {'set': '*p', 'to': '*p + 1'}, {'print': "
        "'{m[1][2]} {len(m[0])}'}, {'make': '[]Three', 'len': 2, 'to': 't', 'escape': 'heap'}, "
        "{'set': 't[i].n', 'to': 5}, {'set': 'u', 'to': 't[1]'}, {'print': '{u.n}'}, {'var': 'w', "
        "'type': '[3]Twelve'}, {'set': 'w[i].a[i]', 'to': -4}, {'print': '{w[1].a[1]} "
        "{w[1].a[0]}'}, {'set': 'array[i]', 'to': 9}, {'print': '{array[1]}'}",
        "7 0\n5\n-4 0\n9\n");
}

/* ---- make ---- */

struct allocation {
    const char *statement;
    uint64_t objects, bytes;
};

/* Measured: Mallocs and TotalAlloc of one execution. Objects of 16 bytes and more, or none. */
static void make_and_new_allocate_what_was_measured(void **state) {
    (void)state;
    static const struct allocation rows[] = {
        {"{'make': '[]int', 'len': 3, 'to': 'g', 'escape': 'heap'}", 1, 24},
        {"{'make': '[]int', 'len': 0, 'to': 'g', 'escape': 'heap'}", 0, 0},
        {"{'make': '[]None', 'len': 7, 'to': 'x', 'escape': 'heap'}", 0, 0},
        {"{'new': 'None', 'to': 'x', 'escape': 'heap'}", 0, 0},
        {"{'new': 'Node', 'to': 'h', 'escape': 'heap'}", 1, 16},
        {"{'make': '[]byte', 'len': 65536, 'to': 'x', 'escape': 'stack'}", 0, 0},
        {"{'make': '[]byte', 'len': 65537, 'to': 'x', 'escape': 'heap'}", 1, 73728},
        {"{'append': 'g', 'values': [1, 2, 3]}", 1, 24},
        {"{'append': 'g', 'values': [1, 2, 3, 4, 5]}", 1, 48},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        run_main(rows[i].statement);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_int_equal(run_statistic(&r, "Mallocs"), rows[i].objects);
        assert_int_equal(run_statistic(&r, "TotalAlloc"), rows[i].bytes);
        close_run();
    }
}

/* The header's words are three stores of their own; the pointer is what makeslice returns. */
static void make_sets_three_words_and_new_one(void **state) {
    (void)state;
    open_functions(
        "'main': [" MAKE("[]int", "3", "5", "a") "{'new': '[5]int', 'to': 'p', 'escape': 'heap', "
                                                 "'name': 'p array'}]");
    run_to_event(&r, 1, EVENT_ALLOCATE);
    assert_int_equal(r.m.s->clock.step, 3);
    run_to_event(&r, 1, EVENT_ALLOCATE);
    assert_int_equal(r.m.s->clock.step, 4);
    close_run();
}

static void a_machine_without_memory_says_so(void **state) {
    (void)state;
    require_panic(
        "{'set': 'n', 'to': 1000000}, {'make': '[]int', 'len': 'n', 'to': 'a', 'escape': 'heap'}",
        "runtime: out of memory: cannot allocate 8388608-byte block (1015808 in use)");
}

/* ---- panics: texts measured, and read in runtime/error.go ---- */

#define ERROR "panic: runtime error: "

static void bounds_are_checked_with_gos_words(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"{'set': 'x', 'to': 'a[i]'}", "index out of range [9] with length 3"},
        {"{'set': 'a[i]', 'to': 1}", "index out of range [9] with length 3"},
        {"{'set': 'x', 'to': 'a[3]'}", "index out of range [3] with length 3"},
        {"{'set': 'x', 'to': 'a[k]'}", "index out of range [-1]"},
        {"{'set': 'x', 'to': 'array[i]'}", "index out of range [9] with length 5"},
        {"{'set': 'x', 'to': 'g[k + 1]'}", "index out of range [0] with length 0"},
        {"{'set': 'x', 'to': 'a[:i]'}", "slice bounds out of range [:9] with capacity 4"},
        {"{'set': 'x', 'to': 'a[i:]'}", "slice bounds out of range [9:3]"},
        {"{'set': 'x', 'to': 'a[2:1]'}", "slice bounds out of range [2:1]"},
        {"{'set': 'x', 'to': 'a[k:]'}", "slice bounds out of range [-1:]"},
        {"{'set': 'x', 'to': 'a[:k]'}", "slice bounds out of range [:-1]"},
        {"{'set': 'x', 'to': 'array[:i]'}", "slice bounds out of range [:9] with length 5"},
        {"{'set': 'x', 'to': 'a[1:2:i]'}", "slice bounds out of range [::9] with capacity 4"},
        {"{'set': 'x', 'to': 'array[1:2:i]'}", "slice bounds out of range [::9] with length 5"},
        {"{'set': 'x', 'to': 'a[1:4:3]'}", "slice bounds out of range [:4:3]"},
        {"{'set': 'x', 'to': 'a[3:2:3]'}", "slice bounds out of range [3:2:]"},
        {"{'set': 'x', 'to': 'a[1:2:k]'}", "slice bounds out of range [::-1]"},
        {"{'set': 'x', 'to': 'a[1:k:3]'}", "slice bounds out of range [:-1:]"},
        {"{'set': 'x', 'to': 'a[k:2:3]'}", "slice bounds out of range [-1::]"},
        {"{'make': '[]int', 'len': 'k', 'to': 'a', 'escape': 'heap'}",
         "makeslice: len out of range"},
        {"{'make': '[]int', 'len': 'i', 'cap': 2, 'to': 'a', 'escape': 'heap'}",
         "makeslice: cap out of range"},
        {"{'set': 'x', 'to': 'i / g[k]'}", "index out of range [-1]"},
        {"{'set': 'x', 'to': 'i / len(g)'}", "integer divide by zero"},
        {"{'set': 'x', 'to': 'i % 0'}", "integer divide by zero"},
        {"{'set': 'x', 'to': 'i << k'}", "negative shift amount"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char statements[512], message[128];
        snprintf(statements, sizeof statements,
                 MAKE("[]int", "3", "4", "a") "{'set': 'i', 'to': 9}, {'set': 'k', 'to': -1}, %s",
                 rows[i][0]);
        snprintf(message, sizeof message, ERROR "%s", rows[i][1]);
        require_panic(statements, message);
    }
}

static void a_panic_names_the_functions_that_were_running(void **state) {
    (void)state;
    struct text failure = {0};
    open_functions(
        "'main': [{'call': 'f', 'with': ['g']}], 'f': {'takes': {'s': '[]int'}, 'do': [{'set': "
        "'s[0]', 'to': 1}]}");
    run_to_end(&r);
    inspect_failure(&r.m, &failure);
    assert_string_equal(text_string(&failure),
                        ERROR "index out of range [0] with length 0\n\ngoroutine 1 [running]:\n"
                              "main.f(...)\n\tline 17\nmain.main(...)\n\tline 14\n");
    text_free(&failure);
    close_run();
}

/* ---- numbers ---- */

static void numbers_are_calculated_as_in_go(void **state) {
    (void)state;
    require_output(
        "{'set': 'a', 'to': -7}, {'print': '{a * 3} {a / 2} {a % 2} {a & 12} {a | 8} {a ^ 5} {a &^ "
        "1} {a << 2}'}, {'print': '{a >> 1} {a >> 70} {a << 64} {a / -1}'}",
        "-21 -3 -1 8 -7 -4 -8 -28\n-4 -1 0 7\n");
    require_output("{'set': 'm', 'to': '-9223372036854775808'}, {'print': '{m / -1} {m % -1}'}",
                   "-9223372036854775808 0\n");
}

static void small_numbers_wrap(void **state) {
    (void)state;
    require_output(
        "{'var': 'a', 'type': 'int8'}, {'set': 'a', 'to': 127}, {'set': 'a', 'to': 'a + 1'}, "
        "{'var': "
        "'b', 'type': 'uint8'}, {'set': 'b', 'to': 'b - 1'}, {'set': 'c', 'to': 'uint16(a)'}, "
        "{'var': 'd', 'type': 'int16'}, {'set': 'd', 'to': 70000}, {'print': '{a} {b} {c} {d} {b * "
        "b} {b << 1}'}, {'set': 'e', 'to': 'int32(4294967295)'}, {'print': '{e} {e >> 3} {int(b) "
        "<< 4}'}",
        "-128 255 65408 4464 1 254\n-1 -1 4080\n");
}

static void unsigned_numbers_are_compared_without_a_sign(void **state) {
    (void)state;
    require_output(
        "{'var': 'u', 'type': 'uint64'}, {'set': 'u', 'to': 'u - 1'}, {'if': 'u > 5', 'do': "
        "[{'print': "
        "'large'}]}, {'if': 'u < 5', 'do': [{'print': 'small'}]}, {'set': 'i', 'to': 'int(u)'}, "
        "{'if': 'i < 5', 'do': [{'print': 'negative'}]}, {'print': '{u / 2}'}, {'if': 'true == "
        "false', 'do': [{'print': 'no'}]}",
        "large\nnegative\n9223372036854775807\n");
}

/* A pointer to a small variable writes its own bytes only; the variable is read the same way. */
static void a_small_variable_keeps_its_sign_through_a_pointer(void **state) {
    (void)state;
    require_output(
        "{'var': 'a', 'type': 'int8'}, {'set': 'a', 'to': 5}, {'set': 'p', 'to': '&a'}, {'set': "
        "'*p', "
        "'to': -1}, {'set': 'b', 'to': 'a + 1'}, {'print': '{a} {b}'}, {'set': 'a', 'to': 3}, "
        "{'print': '{*p}'}",
        "-1 0\n3\n");
}

/* ---- the collector ---- */

static void an_outgrown_array_is_garbage_and_a_shared_one_is_not(void **state) {
    (void)state;
    open_functions("'main': [" MAKE("[]int", "1", "1",
                                    "a") "{'append': 'a', 'values': [2], 'to': 'g', 'name': "
                                         "'new array'}, {'gc': 'run'}, {'set': 'a', 'to': 'nil'}, "
                                         "{'gc': 'run'}, {'yield': true}]");
    while (r.m.s->gc.completed < 1) run_next(&r);
    assert_int_not_equal(run_object(&r, "a array"), 0);
    run_to_end(&r);
    assert_int_equal(run_object(&r, "a array"), 0);
    assert_int_not_equal(run_object(&r, "new array"), 0);
    close_run();
}

/* While the collector marks, every white object is shaded in a step of its own before its pointer is
 * copied to the new, black array. */
static void a_growing_array_shades_what_it_copies(void **state) {
    (void)state;
    open_functions(
        "'main': [{'make': '[]*Node', 'len': 3, 'to': 'gp', 'escape': 'heap'}, {'new': 'Node', "
        "'to': 'gp[0]', "
        "'escape': 'heap', 'name': 'A'}, {'new': 'Node', 'to': 'gp[2]', 'escape': 'heap', 'name': "
        "'B'}, "
        "{'gc': 'start'}, {'append': 'gp', 'values': ['nil'], 'name': 'new'}, {'gc': 'finish'}]");
    run_to_line(&r, 1, "go runtime.GC()");
    run_step(&r, 1);
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_BULK_SHADE);
    assert_int_equal(run_colour(&r, "A"), COLOUR_GREY);
    assert_int_equal(run_colour(&r, "B"), COLOUR_WHITE);
    run_step(&r, 1);
    assert_non_null(run_event(&r, EVENT_BULK_SHADE));
    assert_int_equal(run_colour(&r, "B"), COLOUR_GREY);
    run_step(&r, 1);
    assert_non_null(run_event(&r, EVENT_GROW));
    run_to_end(&r);
    assert_int_not_equal(run_object(&r, "A"), 0);
    close_run();
}

/* copy overwrites: what was there must not be forgotten either. */
static void a_copy_shades_what_it_overwrites(void **state) {
    (void)state;
    open_functions("'main': [{'make': '[]*Node', 'len': 2, 'to': 'gp', 'escape': 'heap'}, {'new': "
                   "'Node', 'to': 'gp[0]', "
                   "'escape': 'heap', 'name': 'A'}, {'new': 'Node', 'to': 'gp[1]', 'escape': "
                   "'heap', 'name': 'B'}, "
                   "{'set': 'a', 'to': 'gp'}, {'gc': 'start'}, {'copy': 'a', 'from': 'a[1:]'}, "
                   "{'gc': 'finish'}]");
    run_to_line(&r, 1, "go runtime.GC()");
    run_step(&r, 1);
    run_to_stage(&r, STAGE_MARK);
    run_to_event(&r, 1, EVENT_BULK_SHADE);
    assert_int_equal(run_colour(&r, "A"), COLOUR_GREY);
    run_to_event(&r, 1, EVENT_COPY);
    assert_int_equal(run_colour(&r, "B"), COLOUR_GREY);
    run_to_end(&r);
    close_run();
}

static void a_stack_address_does_not_get_into_an_array_on_the_heap(void **state) {
    (void)state;
    run_main("{'make': '[]*int', 'len': 1, 'to': 'a', 'escape': 'stack'}, {'set': 'i', 'to': 1}, "
             "{'set': 'a[0]', "
             "'to': '&i'}, {'append': 'a', 'values': ['nil']}");
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    close_run();
}

/* An array on the stack moves with it: the header's pointer is mended. */
static void an_array_on_the_stack_moves_with_its_stack(void **state) {
    (void)state;
    open_functions("'main': [{'make': '[]int', 'len': 2, 'to': 'a', 'escape': 'stack'}, {'set': "
                   "'a[1]', 'to': 6}, "
                   "{'call': 'deep', 'with': [100]}, {'print': '{a[1]}'}], 'deep': {'takes': {'n': "
                   "'int'}, 'do': "
                   "[{'if': 'n > 0', 'do': [{'call': 'deep', 'with': ['n - 1']}]}]}");
    run_to_end(&r);
    assert_string_equal(text_string(&r.output), "6\n");
    assert_true(event_set_has(&r.kinds, EVENT_STACK_GROW));
    close_run();
}

static void elements_are_named_by_their_number(void **state) {
    (void)state;
    struct text name = {0};
    open_functions("'main': [{'make': '[]Node', 'len': 3, 'to': 'a', 'escape': 'heap', 'name': "
                   "'nodes'}, {'yield': "
                   "true}]");
    run_to_line(&r, 1, "runtime.Gosched()");
    inspect_place(&r.m, run_object(&r, "nodes") + 2 * 16 + 8, &name);
    assert_string_equal(text_string(&name), "nodes[2].value");
    assert_false(inspect_place_is_pointer(&r.m, run_object(&r, "nodes") + 2 * 16 + 8));
    assert_true(inspect_place_is_pointer(&r.m, run_object(&r, "nodes") + 2 * 16));
    text_free(&name);
    close_run();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measured_capacity_comes_out),
        cmocka_unit_test(append_gives_the_measured_capacities),
        cmocka_unit_test(append_of_many_gives_what_they_need),
        cmocka_unit_test(appending_with_room_writes_into_the_same_array),
        cmocka_unit_test(appending_without_room_leaves_the_old_array_alone),
        cmocka_unit_test(appending_to_itself_and_to_places_in_memory),
        cmocka_unit_test(values_are_kept_while_the_array_grows),
        cmocka_unit_test(slices_share_and_bound),
        cmocka_unit_test(an_empty_rest_does_not_point_behind_its_array),
        cmocka_unit_test(copy_handles_overlap_and_the_shorter_one),
        cmocka_unit_test(elements_of_elements_are_found),
        cmocka_unit_test(make_and_new_allocate_what_was_measured),
        cmocka_unit_test(make_sets_three_words_and_new_one),
        cmocka_unit_test(a_machine_without_memory_says_so),
        cmocka_unit_test(bounds_are_checked_with_gos_words),
        cmocka_unit_test(a_panic_names_the_functions_that_were_running),
        cmocka_unit_test(numbers_are_calculated_as_in_go),
        cmocka_unit_test(small_numbers_wrap),
        cmocka_unit_test(unsigned_numbers_are_compared_without_a_sign),
        cmocka_unit_test(a_small_variable_keeps_its_sign_through_a_pointer),
        cmocka_unit_test(an_outgrown_array_is_garbage_and_a_shared_one_is_not),
        cmocka_unit_test(a_growing_array_shades_what_it_copies),
        cmocka_unit_test(a_copy_shades_what_it_overwrites),
        cmocka_unit_test(a_stack_address_does_not_get_into_an_array_on_the_heap),
        cmocka_unit_test(an_array_on_the_stack_moves_with_its_stack),
        cmocka_unit_test(elements_are_named_by_their_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
