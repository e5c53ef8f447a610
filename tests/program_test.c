/* Types have Go's sizes, alignments and pointer maps on amd64; size classes are Go's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/heap/size_class.h"
#include "support/build.h"

/* ---- layouts ---- */

/* A pointer map as text: a letter a word of the type, "p" for a pointer. */
static void require_map(const struct type *t, const char *map) {
    char is[64] = "";
    uint32_t words = type_words(t);
    assert_in_range(words, 0, 63);
    for (uint32_t i = 0; i < words; i++) is[i] = type_word_is_pointer(t, i) ? 'p' : '-';
    assert_string_equal(is, map);
    const char *last = strrchr(map, 'p');
    assert_int_equal(t->pointer_data, last ? (uint32_t)(last - map + 1) * WORD : 0);
    assert_int_equal(type_has_pointers(t), last != NULL);
}

struct expected_type {
    const char *name;
    uint32_t size, alignment;
    const char *map;
};

static void require_types(const char *script, const struct expected_type *types, size_t count) {
    struct scenario s;
    build_script(&s, script);
    for (size_t i = 0; i < count; i++) {
        const struct type *t = build_type(&s, types[i].name);
        assert_int_equal(t->size, types[i].size);
        assert_int_equal(t->alignment, types[i].alignment);
        require_map(t, types[i].map);
    }
    scenario_free(&s);
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define EMPTY_MAIN "'functions': {'main': []}"

static void basic_types_have_gos_sizes(void **state) {
    (void)state;
    static const struct expected_type types[] = {
        {"int", 8, 8, "-"},   {"int8", 1, 1, "-"},   {"int16", 2, 2, "-"},  {"int32", 4, 4, "-"},
        {"int64", 8, 8, "-"}, {"uint", 8, 8, "-"},   {"uint8", 1, 1, "-"},  {"byte", 1, 1, "-"},
        {"bool", 1, 1, "-"},  {"uint16", 2, 2, "-"}, {"uint32", 4, 4, "-"}, {"uint64", 8, 8, "-"},
        {"*int", 8, 8, "p"},
    };
    require_types(EMPTY_MAIN, types, COUNT(types));
}

/* What make returns and assignment moves: reflect.SliceHeader, reflect.StringHeader, runtime/iface.go. */
static void headers_have_gos_sizes(void **state) {
    (void)state;
    static const struct expected_type types[] = {
        {"string", 16, 8, "p-"},         {"any", 16, 8, "-p"},
        {"[]int", 24, 8, "p--"},         {"[][]string", 24, 8, "p--"},
        {"map[string][]int", 8, 8, "p"}, {"chan *int", 8, 8, "p"},
        {"func()", 8, 8, "p"},           {"func(int, []int) string", 8, 8, "p"},
        {"[2]string", 32, 8, "p-p-"},    {"Every", 96, 8, "-p-p--p-ppp-"},
    };
    require_types("'types': {'Every': {'a': 'bool', 'b': 'int32', 's': 'string', 'l': '[]int',"
                  "'m': 'map[string][]int', 'x': 'any', 'f': 'func()', 'c': 'chan *int', "
                  "'k': '[3]byte', 'i': 'int16', 'e': 'byte'},"
                  "'More': {'a': 'func(int, []int) string', 'b': '[][]string', 'c': "
                  "'[2]string'}}, " EMPTY_MAIN,
                  types, COUNT(types));
}

static void types_are_named_as_in_go(void **state) {
    (void)state;
    static const char *const names[][2] = {
        {"[ ] int", "[]int"},
        {"map [ string ]  * int", "map[string]*int"},
        {"chan   chan int", "chan chan int"},
        {"func( int,string )int", "func(int, string) int"},
        {"[]func()", "[]func()"},
        {"func(func(int)) func() any", "func(func(int)) func() any"},
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        char script[256];
        struct scenario s;
        snprintf(script, sizeof script, "'types': {'T': {'f': '%s'}}, " EMPTY_MAIN, names[i][0]);
        build_script(&s, script);
        const struct type *t = build_type(&s, "T");
        assert_string_equal(s.program.types[t->fields[0].type].name, names[i][1]);
        scenario_free(&s);
    }
}

/* By the rules of the Go specification and cmd/compile/internal/types/size.go. */
static void structs_are_laid_out_as_in_go(void **state) {
    (void)state;
    static const struct expected_type types[] = {
        {"Mixed", 40, 8, "-p--p"}, {"Small", 3, 1, "-"},          {"Pair", 16, 8, "pp"},
        {"Tail", 16, 8, "p-"},     {"Nothing", 0, 1, ""},         {"Padded", 16, 8, "--"},
        {"OnlyNothing", 0, 1, ""}, {"Nested", 64, 8, "-p--p-pp"}, {"Shorts", 6, 2, "-"},
        {"Late", 24, 8, "--p"},
    };
    require_types("'types': {"
                  "'Mixed': {'a': 'bool', 'b': 'int32', 'p': '*int', 'x': 'int16', 'y': 'byte',"
                  "          'z': 'int64', 'q': '*Mixed'},"
                  "'Small': {'a': 'byte', 'b': 'bool', 'c': 'int8'},"
                  "'Pair': {'l': '*Pair', 'r': '*Pair'},"
                  "'Tail': {'p': '*int', 'b': 'byte'},"
                  "'Nothing': {},"
                  "'Padded': {'n': 'int', 'e': 'Nothing'},"
                  "'OnlyNothing': {'e': 'Nothing'},"
                  "'Nested': {'m': 'Mixed', 'b': 'byte', 'two': 'Pair'},"
                  "'Shorts': {'a': 'byte', 'b': 'int16', 'c': 'byte'},"
                  "'Late': {'a': 'int32', 'b': 'int32', 'c': 'byte', 'p': '*Late'}"
                  "}, " EMPTY_MAIN,
                  types, COUNT(types));
}

static void fields_stand_at_gos_offsets(void **state) {
    (void)state;
    static const uint32_t offsets[] = {0, 4, 8, 16, 18, 24, 32};
    struct scenario s;
    build_script(&s, "'types': {'Mixed': {'a': 'bool', 'b': 'int32', 'p': '*int', 'x': 'int16',"
                     "'y': 'byte', 'z': 'int64', 'q': '*Mixed'}}, " EMPTY_MAIN);
    const struct type *t = build_type(&s, "Mixed");
    assert_int_equal(t->field_count, COUNT(offsets));
    for (uint32_t i = 0; i < t->field_count; i++) assert_int_equal(t->fields[i].offset, offsets[i]);
    scenario_free(&s);
}

static void arrays_repeat_their_element(void **state) {
    (void)state;
    static const struct expected_type types[] = {
        {"[3]byte", 3, 1, "-"},      {"[3]int32", 12, 4, "--"},  {"[0]*int", 0, 8, ""},
        {"[3]*int", 24, 8, "ppp"},   {"[2]Tail", 32, 8, "p-p-"}, {"[2][2]*int", 32, 8, "pppp"},
        {"Array", 56, 8, "-p-p-p-"}, {"ZeroEnd", 16, 8, "--"},
    };
    require_types("'types': {'Tail': {'p': '*int', 'b': 'byte'},"
                  "'Array': {'n': 'int', 'a': '[3]Tail'},"
                  "'ZeroEnd': {'n': 'int', 'e': '[0]int'},"
                  "'User': {'a': '[3]byte', 'b': '[3]int32', 'c': '[0]*int', 'd': '[3]*int',"
                  "         'e': '[2]Tail', 'f': '[2][2]*int'}}, " EMPTY_MAIN,
                  types, COUNT(types));
}

static void the_same_derived_type_is_one_type(void **state) {
    (void)state;
    struct scenario s;
    build_script(
        &s, "'types': {'T': {'a': '*T', 'b': '[2]*T', 'c': '**T', 'd': '[2]*T'}}, " EMPTY_MAIN);
    const struct type *t = build_type(&s, "T");
    assert_int_equal(t->fields[1].type, t->fields[3].type);
    assert_int_not_equal(t->fields[0].type, t->fields[2].type);
    for (uint32_t i = 0; i < s.program.type_count; i++)
        for (uint32_t k = 0; k < i; k++)
            assert_string_not_equal(s.program.types[i].name, s.program.types[k].name);
    scenario_free(&s);
}

static void pointers_far_behind_the_first_64_words_are_mapped(void **state) {
    (void)state;
    struct scenario s;
    build_script(&s, "'types': {'Far': {'a': '[100]int', 'p': '*Far', 'b': '[99]int', 'q': "
                     "'*Far'}}, " EMPTY_MAIN);
    const struct type *t = build_type(&s, "Far");
    assert_int_equal(t->size, 201 * WORD);
    for (uint32_t word = 0; word < 250; word++)
        assert_int_equal(type_word_is_pointer(t, word), word == 100 || word == 200);
    scenario_free(&s);
}

static void globals_are_aligned_and_mapped(void **state) {
    (void)state;
    static const uint32_t offsets[] = {0, 4, 8, 16, 24, 48};
    struct scenario s;
    build_script(&s,
                 "'globals': {'a': 'byte', 'b': 'int32', 'c': '*int', 'd': 'bool', 'e': '[3]*int',"
                 "'f': 'byte'}, " EMPTY_MAIN);
    const struct program *p = &s.program;
    for (uint32_t i = 0; i < p->global_count; i++)
        assert_int_equal(p->globals[i].offset, offsets[i]);
    assert_int_equal(p->global_bytes, 56);
    for (uint32_t word = 0; word < 7; word++) /* c is word 1, e words 3 to 5 */
        assert_int_equal(p->global_pointers[0] >> word & 1, word == 1 || (word >= 3 && word <= 5));
    scenario_free(&s);
}

static void a_type_that_contains_itself_is_refused(void **state) {
    (void)state;
    struct program p = {0};
    uint32_t bad;
    uint32_t inner = program_begin_struct(&p, "Inner"), outer = program_begin_struct(&p, "Outer");
    program_add_field(&p, outer, "i", inner);
    program_add_field(&p, inner, "a", program_array_of(&p, outer, 2));
    assert_false(program_lay_out_types(&p, &bad));
    program_free(&p);
}

static void a_type_above_64_mebibytes_is_refused(void **state) {
    (void)state;
    struct program p = {0};
    uint32_t bad, byte = program_add_integer(&p, "byte", 1, false);
    uint32_t largest = program_array_of(&p, byte, 1u << 26);
    assert_true(program_lay_out_types(&p, &bad));
    assert_int_equal(p.types[largest].size, 1u << 26);
    uint32_t larger = program_array_of(&p, byte, (1u << 26) + 1);
    assert_false(program_lay_out_types(&p, &bad));
    assert_int_equal(bad, larger);
    program_free(&p);
}

/* ---- stack maps ---- */

static void a_stack_map_lists_the_pointer_words_of_a_frame(void **state) {
    (void)state;
    struct scenario s;
    build_script(
        &s, "'types': {'T': {'n': 'int', 'p': '*T'}},"
            "'functions': {'main': [], 'f': {'takes': {'a': '*T', 'n': 'int', 'b': '*T'}, 'do': ["
            "{'var': 'i', 'type': 'int'}, {'var': 'q', 'type': '*T'},"
            "{'new': 'T', 'to': 't', 'escape': 'stack'}, {'set': 'q.p.p', 'to': 'a.p'}]}}");
    const struct function *f = &s.program.functions[1];
    uint32_t pointers = 0;
    for (uint32_t i = 0; i < f->variable_count; i++) {
        const struct variable *v = &f->variables[i];
        const struct type *t = &s.program.types[v->type];
        for (uint32_t word = 0; word < type_words(t); word++) {
            bool listed = false;
            for (uint32_t k = 0; k < f->pointer_slot_count; k++)
                if (f->pointer_slots[k] == v->slot + (int32_t)word) {
                    listed = true;
                    assert_int_equal(k < f->named_pointer_slots, v->name[0] != '\0');
                }
            assert_int_equal(listed, type_word_is_pointer(t, word));
            pointers += listed;
        }
    }
    assert_int_equal(pointers, f->pointer_slot_count);
    assert_in_range(pointers, 6, 8); /* a, b, q, t, t's own p, and one or two temporaries */
    scenario_free(&s);
}

/* ---- size classes ---- */

static void every_size_gets_the_smallest_class_that_holds_it(void **state) {
    (void)state;
    for (uint32_t size = 1; size <= 32768; size++) {
        uint32_t class_index = size_class_of(size), first = 1;
        while (SIZE_CLASS[first].size < size) first++; /* as one would by hand */
        assert_int_equal(class_index, first);
    }
}

static void larger_sizes_have_no_class(void **state) {
    (void)state;
    assert_int_equal(size_class_of(32769), 0);
    assert_int_equal(size_class_of(UINT64_MAX), 0);
}

static void size_classes_ascend_and_are_multiples_of_eight(void **state) {
    (void)state;
    assert_int_equal(SIZE_CLASS[0].size, 0);
    for (uint32_t i = 1; i < SIZE_CLASSES; i++) {
        assert_true(SIZE_CLASS[i].size > SIZE_CLASS[i - 1].size);
        assert_int_equal(SIZE_CLASS[i].size % 8, 0);
    }
    assert_int_equal(SIZE_CLASS[SIZE_CLASSES - 1].size, 32768);
}

/* The alignment table at the end of sizeclasses.go: from that size on, every class is so aligned.
 */
static void size_classes_keep_gos_alignments(void **state) {
    (void)state;
    static const uint32_t table[][2] = {{8, 8},     {32, 16},      {256, 32},    {512, 64},
                                        {768, 128}, {28672, 4096}, {32768, 8192}};
    for (uint32_t row = 0; row < COUNT(table); row++)
        for (uint32_t i = 1; i < SIZE_CLASSES; i++)
            if (SIZE_CLASS[i].size >= table[row][0])
                assert_int_equal(SIZE_CLASS[i].size % table[row][1], 0);
}

/* mksizeclasses.go: a span has as many pages as it takes to waste no more. */
static void spans_waste_at_most_an_eighth_at_their_tail(void **state) {
    (void)state;
    for (uint32_t i = 1; i < SIZE_CLASSES; i++) {
        uint32_t bytes = SIZE_CLASS[i].pages * 8192u, size = SIZE_CLASS[i].size;
        assert_true(bytes % size <= bytes / 8);
    }
}

/* Objects a span, and the worst waste in hundredths of a percent, as sizeclasses.go prints them. */
static void objects_and_waste_are_those_of_gos_table(void **state) {
    (void)state;
    static const struct {
        uint32_t class_index, objects, worst;
    } rows[] = {{1, 1024, 8750}, {2, 512, 4375}, {3, 341, 2924}, {5, 170, 3152}, {7, 102, 1907},
                {19, 28, 1216},  {29, 11, 1393}, {35, 11, 1400}, {41, 8, 1247},  {45, 5, 1665},
                {50, 7, 337},    {53, 5, 364},   {60, 4, 1111},  {65, 3, 1000},  {67, 1, 1250}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct size_class *c = &SIZE_CLASS[rows[i].class_index], *before = c - 1;
        uint32_t span = c->pages * 8192u, objects = span / c->size, tail = span % c->size;
        assert_int_equal(objects, rows[i].objects);
        double worst = ((double)(c->size - (before->size + 1u)) * objects + tail) / span * 10000;
        assert_int_equal((uint32_t)(worst + 0.5), rows[i].worst);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(basic_types_have_gos_sizes),
        cmocka_unit_test(headers_have_gos_sizes),
        cmocka_unit_test(types_are_named_as_in_go),
        cmocka_unit_test(structs_are_laid_out_as_in_go),
        cmocka_unit_test(fields_stand_at_gos_offsets),
        cmocka_unit_test(arrays_repeat_their_element),
        cmocka_unit_test(the_same_derived_type_is_one_type),
        cmocka_unit_test(pointers_far_behind_the_first_64_words_are_mapped),
        cmocka_unit_test(globals_are_aligned_and_mapped),
        cmocka_unit_test(a_type_that_contains_itself_is_refused),
        cmocka_unit_test(a_type_above_64_mebibytes_is_refused),
        cmocka_unit_test(a_stack_map_lists_the_pointer_words_of_a_frame),
        cmocka_unit_test(every_size_gets_the_smallest_class_that_holds_it),
        cmocka_unit_test(larger_sizes_have_no_class),
        cmocka_unit_test(size_classes_ascend_and_are_multiples_of_eight),
        cmocka_unit_test(size_classes_keep_gos_alignments),
        cmocka_unit_test(spans_waste_at_most_an_eighth_at_their_tail),
        cmocka_unit_test(objects_and_waste_are_those_of_gos_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
