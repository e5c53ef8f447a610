/* Values of several words: where they lie, how they are moved, who sees their pointers. */
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

#define TYPES                                                                                      \
    "'types': {'Node': {'next': '*Node', 'value': 'int'},"                                         \
    "'Odd': {'a': 'byte', 'b': 'int16', 'c': 'byte'}, 'Wide': {'n': 'Node', 'odd': 'Odd', 'k': "   \
    "'int32'}, 'Five': {'a': '[5]byte'}, 'None': {}},"                                             \
    "'globals': {'gs': '[]int', 'gw': 'Wide', 'gn': '*Wide', 'gi': 'any', 'go': 'Odd', 'gf': "     \
    "'Five', 'pf': '*Five', 'head': '*Node', 'e': 'None', 'pair': '[2]Node'},"

static struct scenario s;
static struct run r;

static void open_main(const char *statements) {
    char script[4096];
    snprintf(script, sizeof script, TYPES "'functions': {%s}", statements);
    build_script(&s, script);
    run_open(&r, &s);
}

static void close_run(void) {
    run_close(&r);
    scenario_free(&s);
}

/* Runs main to the end; what it printed. */
static void require_output(const char *functions, const char *output) {
    open_main(functions);
    run_require_output(&r, output);
    close_run();
}

/* The address of a word of main's frame by its name: "main.s.len". */
static uint64_t main_word(const char *name) {
    const struct goroutine *g = goroutine_of(&r.m, 1);
    for (uint64_t at = g->sp; at < g->stack_high; at += WORD) {
        struct text place = {0};
        inspect_place(&r.m, at, &place);
        bool same = strcmp(text_string(&place), name) == 0;
        text_free(&place);
        if (same) return at;
    }
    fail_msg("there is no word %s", name);
    return 0;
}

static void the_words_of_a_header_stand_one_behind_the_other(void **state) {
    (void)state;
    open_main(
        "'main': [{'var': 's', 'type': '[]int'}, {'var': 't', 'type': 'string'}, {'var': 'i', "
        "'type': 'any'}, {'yield': true}]");
    run_to_line(&r, 1, "runtime.Gosched()");
    uint64_t slice = main_word("main.s.ptr"), string = main_word("main.t.ptr");
    assert_int_equal(main_word("main.s.len"), slice + 8);
    assert_int_equal(main_word("main.s.cap"), slice + 16);
    assert_int_equal(main_word("main.t.len"), string + 8);
    assert_int_equal(main_word("main.i.data"), main_word("main.i.type") + 8);
    assert_true(inspect_place_is_pointer(&r.m, slice));
    assert_false(inspect_place_is_pointer(&r.m, slice + 8));
    assert_false(inspect_place_is_pointer(&r.m, main_word("main.i.type")));
    assert_true(inspect_place_is_pointer(&r.m, main_word("main.i.data")));
    close_run();
}

static void structs_are_assigned_as_a_whole(void **state) {
    (void)state;
    require_output(
        "'main': [{'var': 'a', 'type': 'Wide'}, {'set': 'a.n.value', 'to': 7}, {'set': "
        "'a.odd.b', 'to': -2}, {'set': 'a.odd.c', 'to': 9}, {'set': 'a.k', 'to': 5},"
        "{'set': 'b', 'to': 'a'}, {'set': 'a.k', 'to': 6}, {'set': 'gw', 'to': 'b'},"
        "{'new': 'Wide', 'to': 'gn', 'escape': 'heap'}, {'set': 'gn', 'to': 'gn'}, {'set': "
        "'gn.n', 'to': 'gw.n'}, {'set': 'gn.odd', 'to': 'gw.odd'}, {'set': 'c', 'to': "
        "'gn.odd'}, {'set': 'b', 'to': 'gw'},"
        "{'print': '{b.n.value} {b.odd.b} {b.odd.c} {b.k} {gw.k} {gn.n.value} {gn.k} {c.b}'}]",
        "7 -2 9 5 5 7 0 -2\n");
}

/* Sizes that are no power of two: nothing but the value itself is written. */
static void the_bytes_behind_a_value_are_left_alone(void **state) {
    (void)state;
    require_output(
        "'main': [{'set': 'gf.a[4]', 'to': 3}, {'new': '[2]Five', 'to': 'p', 'escape': "
        "'heap'}, {'set': 'p[1].a[0]', 'to': 8}, {'set': 'p[0]', 'to': 'gf'}, {'print': "
        "'{p[0].a[4]} {p[1].a[0]}'}, {'var': 'l', 'type': '[2]Five'}, {'set': 'l[1]', 'to': "
        "'p[1]'}, {'set': 'l[0]', 'to': 'gf'}, {'print': '{l[0].a[4]} {l[1].a[0]}'}]",
        "3 8\n3 8\n");
}

static void small_fields_of_variables_keep_their_neighbours(void **state) {
    (void)state;
    require_output(
        "'main': [{'var': 'o', 'type': 'Odd'}, {'set': 'o.a', 'to': 255}, {'set': 'o.b', "
        "'to': -1}, {'set': 'o.c', 'to': 1}, {'set': 'o.b', 'to': 258}, {'print': '{o.a} "
        "{o.b} {o.c}'}]",
        "255 258 1\n");
}

static void parameters_and_results_have_as_many_words_as_their_types(void **state) {
    (void)state;
    require_output(
        "'main': [{'var': 'w', 'type': 'Wide'}, {'set': 'w.n.value', 'to': 3}, {'call': 'f', "
        "'with': "
        "[1, 'w', 4, 'nil'], 'to': 'v'}, {'call': 'f', 'with': [1, 'v', 4, 'nil'], 'to': 'gw'},"
        "{'call': 'f', 'with': [1, 'gw', 4, 'nil']}, {'print': '{w.n.value} {v.n.value} "
        "{gw.n.value} {gw.k}'}, {'call': 'none', 'with': ['nil', 'e'], 'to': 'gs'}],"
        "'f': {'takes': {'a': 'int', 'w': 'Wide', 'b': 'int', 's': '[]int'}, 'returns': 'Wide', "
        "'do': "
        "[{'set': 'w.n.value', 'to': 'w.n.value + b'}, {'set': 'w.k', 'to': 'w.k'}, {'return': "
        "'w'}]},"
        "'none': {'takes': {'s': '[]int', 'e': 'None'}, 'returns': '[]int', 'do': [{'return': "
        "'nil'}]}",
        "3 7 11 0\n");
}

/* The pointer that the words are loaded through is one of the words that they overwrite. */
static void a_value_can_replace_the_pointer_it_is_read_through(void **state) {
    (void)state;
    require_output(
        "'main': [{'new': 'Node', 'to': 'head', 'escape': 'heap'}, {'new': 'Node', 'to': "
        "'head.next', 'escape': 'heap'}, {'set': 'head.value', 'to': 1}, {'set': "
        "'head.next.value', 'to': 2}, {'var': 'n', 'type': 'Node'}, {'set': 'n.next', 'to': "
        "'head'}, {'set': 'n', 'to': '*n.next.next'}, {'print': '{n.value}'},"
        "{'set': 'n.next', 'to': 'head'}, {'set': '*n.next', 'to': 'n'}]",
        "2\n");
}

static void nil_is_zero_in_every_word(void **state) {
    (void)state;
    require_output(
        "'main': [{'var': 'i', 'type': 'any'}, {'set': 'gi', 'to': 'i'}, {'set': 'gs', 'to': "
        "'nil'}, {'set': 'i', 'to': 'nil'}, {'if': 'gi == nil', 'do': [{'print': 'yes'}]},"
        "{'if': 'nil != gs', 'do': [{'print': 'no'}]}, {'var': 'm', 'type': "
        "'map[int]int'}, {'if': 'm == nil', 'do': [{'print': 'nil map'}]}]",
        "yes\nnil map\n");
}

/* Every word of a value that holds a pointer is a root, in variables and in temporaries. */
static void objects_live_by_pointers_inside_values(void **state) {
    (void)state;
    open_main(
        "'main': [{'new': 'Node', 'to': 'head', 'escape': 'heap', 'name': 'A'}, {'var': 'k', "
        "'type': 'int'}, {'var': 'w', 'type': 'Wide'}, {'set': 'w.n.next', 'to': 'head'}, {'set': "
        "'head', 'to': 'nil'}, {'call': 'f', 'with': ['w'], 'to': 'v'}, {'var': 'w2', 'type': "
        "'Wide'}, {'set': 'w', 'to': 'w2'}, {'gc': 'run'}, {'print': '{v.n.value}'}, {'set': 'v', "
        "'to': 'w'}, {'gc': 'run'}],"
        "'f': {'takes': {'w': 'Wide'}, 'returns': 'Wide', 'do': [{'gc': 'run'}, {'return': 'w'}]}");
    while (r.m.s->gc.completed < 2 || r.m.s->gc.stage != STAGE_IDLE) run_next(&r);
    assert_int_not_equal(run_object(&r, "A"), 0);
    run_to_end(&r);
    assert_int_equal(run_object(&r, "A"), 0);
    close_run();
}

/* A slice header is three stores: between them another goroutine sees two words of the old and one
 * of the new. */
static void a_header_is_torn_between_its_words(void **state) {
    (void)state;
    open_main("'main': [{'var': 's', 'type': '[]int'}, {'yield': true}, {'set': 'gs', 'to': 's'}]");
    run_to_line(&r, 1, "runtime.Gosched()");
    run_step(&r, 1);
    for (int word = 0; word < 3; word++) {
        run_step(&r, 1);
        const struct event *e = run_event(&r, EVENT_STORE);
        assert_non_null(e);
        struct text place = {0};
        inspect_place(&r.m, e->a, &place);
        static const char *const PLACES[] = {"gs.ptr", "gs.len", "gs.cap"};
        assert_string_equal(text_string(&place), PLACES[word]);
        text_free(&place);
    }
    close_run();
}

static void a_result_must_not_point_into_its_own_frame(void **state) {
    (void)state;
    open_main(
        "'main': [{'call': 'f', 'to': 'v'}], 'f': {'returns': 'Node', 'do': [{'var': 'n', 'type': "
        "'Node'}, {'set': 'n.next', 'to': '&n'}, {'return': 'n'}]}");
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_STACK_ESCAPE);
    close_run();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_of_a_header_stand_one_behind_the_other),
        cmocka_unit_test(structs_are_assigned_as_a_whole),
        cmocka_unit_test(the_bytes_behind_a_value_are_left_alone),
        cmocka_unit_test(small_fields_of_variables_keep_their_neighbours),
        cmocka_unit_test(parameters_and_results_have_as_many_words_as_their_types),
        cmocka_unit_test(a_value_can_replace_the_pointer_it_is_read_through),
        cmocka_unit_test(nil_is_zero_in_every_word),
        cmocka_unit_test(objects_live_by_pointers_inside_values),
        cmocka_unit_test(a_header_is_torn_between_its_words),
        cmocka_unit_test(a_result_must_not_point_into_its_own_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
