/* Maps whose keys are floats, interfaces and what contains them; values that globals begin with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "program/runtime_types.h"
#include "support/hand.h"

static struct hand h;

/* main, with a map m on the heap; a key k, a value address v, a value x and whether it was there. */
struct parts {
    uint32_t type, key;
    int32_t map, k, v, x, ok, iterator, count;
};

static uint64_t bits(double value) {
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static struct parts begin(bool of_interfaces) {
    struct parts parts;
    hand_begin(&h);
    struct program *p = &h.s.program;
    parts.key = of_interfaces ? h.any : h.float64;
    parts.type = program_map_of(p, parts.key, h.integer);
    hand_lay_out(&h);
    assert_true(program_prepare_map(p, parts.type));
    hand_main(&h);
    parts.map = hand_variable(&h, "m", parts.type);
    parts.k = hand_variable(&h, "k", parts.key);
    parts.v = hand_variable(&h, "v", program_pointer_to(p, h.integer));
    parts.x = hand_variable(&h, "x", h.integer);
    parts.ok = hand_variable(&h, "ok", h.boolean);
    parts.count = hand_variable(&h, "count", h.integer);
    parts.iterator = hand_variable(&h, "", p->types[parts.type].runtime[MAP_ITERATOR]);
    return parts;
}

static void make_map(const struct parts *parts) {
    const struct site site = {.type = parts->type, .heap = true, .why = ""};
    uint32_t first = program_add_map_sites(&h.s.program, site);
    hand_op(&h,
            (struct op){
                .code = OP_MAKE_MAP, .flags = OP_CONSTANT, .a = parts->map, .b = (int32_t)first});
}

static void access(const struct parts *parts, enum op_code code) {
    const struct map_access row = {.type = parts->type,
                                   .map = parts->map,
                                   .key = parts->k,
                                   .value = code == OP_MAP_GET ? parts->x : parts->v,
                                   .ok = code == OP_MAP_GET ? parts->ok : NO_SLOT};
    uint32_t made = program_add_map_access(&h.s.program, row);
    hand_op(&h, (struct op){.code = (uint16_t)code, .a = (int32_t)made});
}

/* m[k] = value, with k as it stands. */
static void assign(const struct parts *parts, int32_t value) {
    access(parts, OP_MAP_ASSIGN);
    hand_op(&h, (struct op){
                    .code = OP_STORE, .flags = OP_CONSTANT, .size = 8, .a = parts->v, .b = value});
}

static void read_count(const struct parts *parts) {
    hand_op(&h, (struct op){.code = OP_HEADER, .a = parts->count, .b = parts->map});
}

/* 0 and -0 are one key, the last one that was assigned to. */
static void zero_and_minus_zero_are_one_key(void **state) {
    (void)state;
    struct parts parts = begin(false);
    make_map(&parts);
    assign(&parts, 5);
    hand_constant(&h, parts.k, bits(-0.0));
    assign(&parts, 6);
    hand_constant(&h, parts.k, 0);
    access(&parts, OP_MAP_GET);
    read_count(&parts);
    hand_op(&h, (struct op){.code = OP_MAP_BEGIN,
                            .a = parts.iterator,
                            .b = parts.map,
                            .c = (int32_t)parts.type});
    hand_run(&h);
    assert_int_equal(hand_word(&h, parts.x), 6);
    assert_int_equal(hand_word(&h, parts.count), 1);
    assert_int_equal(word_read(&h.r.m, hand_word(&h, parts.iterator)), bits(-0.0));
    hand_end(&h);
}

static void what_is_no_number_is_a_new_key_each_time_and_never_found(void **state) {
    (void)state;
    struct parts parts = begin(false);
    make_map(&parts);
    hand_constant(&h, parts.k, 0x7ff8000000000001ull);
    for (int32_t i = 0; i < 100; i++) assign(&parts, i); /* it grows several times */
    access(&parts, OP_MAP_GET);
    read_count(&parts);
    access(&parts, OP_MAP_DELETE);
    hand_run(&h);
    assert_int_equal(hand_word(&h, parts.ok), 0);
    assert_int_equal(hand_word(&h, parts.count), 100);
    hand_end(&h);
}

/* Each entry once, whatever its hash is in the meantime. */
static void an_iterator_sees_what_is_no_number_while_the_map_grows(void **state) {
    (void)state;
    enum { BEFORE = 60, AFTER = 40 };
    for (uint64_t seed = 0; seed < 4; seed++) {
        uint8_t seen[BEFORE + AFTER] = {0};
        struct parts parts = begin(false);
        make_map(&parts);
        hand_constant(&h, parts.k, 0x7ff8000000000001ull);
        for (int32_t i = 0; i < BEFORE; i++) assign(&parts, i);
        hand_op(&h, (struct op){.code = OP_MAP_BEGIN,
                                .a = parts.iterator,
                                .b = parts.map,
                                .c = (int32_t)parts.type});
        for (int32_t i = 0; i < AFTER; i++) assign(&parts, BEFORE + i);
        uint32_t next = h.s.program.op_count;
        hand_op(&h,
                (struct op){.code = OP_MAP_NEXT, .a = parts.iterator, .c = (int32_t)parts.type});
        hand_op(&h, (struct op){.code = OP_JUMP_UNEQUAL,
                                .flags = OP_CONSTANT,
                                .a = parts.iterator,
                                .c = (int32_t)next});
        hand_open(&h);
        h.r.m.s->random = seed * 77;
        h.r.check_every = 100;
        while (machine_running(&h.r.m)) {
            run_step(&h.r, 1);
            const struct event *e = run_event(&h.r, EVENT_MAP_NEXT);
            if (e) seen[word_read(&h.r.m, e->b)]++;
        }
        assert_int_equal(h.r.m.s->outcome, OUTCOME_DONE);
        for (int i = 0; i < BEFORE; i++) assert_int_equal(seen[i], 1);
        for (int i = BEFORE; i < BEFORE + AFTER; i++) assert_in_range(seen[i], 0, 1);
        hand_end(&h);
    }
}

static void interfaces_are_keys_by_type_and_value(void **state) {
    (void)state;
    const int64_t five = 5;
    struct parts parts = begin(true);
    struct constant value = {.kind = CONSTANT_VALUE, .index = h.integer, .size = 8};
    make_map(&parts);
    hand_interface(&h, parts.k, h.integer, program_constant(&h.s.program, value, &five));
    assign(&parts, 1);
    hand_interface(&h, parts.k, h.byte, program_byte_table(&h.s.program) + 5 * 8);
    assign(&parts, 2);
    hand_op(&h, (struct op){.code = OP_CLEAR, .a = parts.k, .b = 2});
    assign(&parts, 3);
    hand_interface(&h, parts.k, h.integer, program_byte_table(&h.s.program) + 5 * 8);
    access(&parts, OP_MAP_GET);
    read_count(&parts);
    hand_run(&h);
    assert_int_equal(hand_word(&h, parts.x), 1);
    assert_int_equal(hand_word(&h, parts.count), 3);
    hand_end(&h);
}

/* map.go: mapaccess1, mapassign, mapdelete; of a nil map, of an empty one. */
static void a_slice_is_no_key(void **state) {
    (void)state;
    static const enum op_code CODES[] = {OP_MAP_GET, OP_MAP_ASSIGN, OP_MAP_DELETE};
    for (int i = 0; i < 3; i++)
        for (int nil = 0; nil < 2; nil++) {
            struct parts parts = begin(true);
            if (!nil) make_map(&parts);
            hand_interface(&h, parts.k, h.runes, program_zero_value(&h.s.program));
            access(&parts, CODES[i]);
            if (nil && CODES[i] == OP_MAP_ASSIGN)
                hand_fail(&h, FAULT_NIL_MAP, "panic: assignment to entry in nil map\n");
            else
                hand_fail(&h, FAULT_UNHASHABLE,
                          "panic: runtime error: hash of unhashable type []int32\n");
            hand_end(&h);
        }
}

/* ---- globals ---- */

static void globals_begin_with_what_the_program_says(void **state) {
    (void)state;
    static uint8_t data[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    hand_begin(&h);
    program_add_global(&h.s.program, "a", h.integer);
    program_add_global(&h.s.program, "b", h.byte);
    hand_lay_out(&h);
    hand_main(&h);
    h.s.program.global_data = data;
    hand_run(&h);
    assert_int_equal(run_global(&h.r, "a"), 0x0807060504030201ull);
    assert_int_equal(run_global(&h.r, "b"), 9);
    hand_end(&h);
}

/* Of a library package: nobody is told of lines there are none of. */
static void operations_without_a_line_are_told_as_their_caller_s(void **state) {
    (void)state;
    hand_begin(&h);
    hand_lay_out(&h);
    hand_main(&h);
    int32_t v = hand_variable(&h, "v", h.integer);
    for (uint64_t i = 0; i < 3; i++) hand_constant(&h, v, i);
    h.s.program.op_lines[1] = 0;
    hand_open(&h);
    for (int i = 0; i < 3; i++) {
        run_step(&h.r, 1);
        assert_int_equal(run_event(&h.r, EVENT_SET)->line, 1);
        assert_int_equal(run_event(&h.r, EVENT_LINE) != NULL, i == 0);
    }
    hand_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zero_and_minus_zero_are_one_key),
        cmocka_unit_test(what_is_no_number_is_a_new_key_each_time_and_never_found),
        cmocka_unit_test(an_iterator_sees_what_is_no_number_while_the_map_grows),
        cmocka_unit_test(interfaces_are_keys_by_type_and_value),
        cmocka_unit_test(a_slice_is_no_key),
        cmocka_unit_test(globals_begin_with_what_the_program_says),
        cmocka_unit_test(operations_without_a_line_are_told_as_their_caller_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
