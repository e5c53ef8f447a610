/* Whole values: copied between variables and memory, cleared, with every pointer shaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "export/narrate.h"
#include "machine/memory.h"
#include "support/hand.h"

static struct hand h;

/* type T struct { n int; p *T; b byte }, struct{ a, b, c byte } */
struct types {
    uint32_t t, pointer, small, small_pointer, byte_pointer, array;
};

static struct types begin(void) {
    struct types types;
    hand_begin(&h);
    struct program *p = &h.s.program;
    types.t = program_begin_struct(p, "T");
    types.pointer = program_pointer_to(p, types.t);
    program_add_field(p, types.t, "n", h.integer);
    program_add_field(p, types.t, "p", types.pointer);
    program_add_field(p, types.t, "b", h.byte);
    types.small = program_begin_struct(p, "Small");
    for (int i = 0; i < 3; i++) program_add_field(p, types.small, "f", h.byte);
    types.small_pointer = program_pointer_to(p, types.small);
    types.byte_pointer = program_pointer_to(p, h.byte);
    types.array = program_array_of(p, h.integer, 4);
    hand_lay_out(&h);
    hand_main(&h);
    return types;
}

static int32_t new_object(int32_t slot, uint32_t type) {
    hand_op(&h, (struct op){.code = OP_NEW, .a = slot, .b = hand_site(&h, type, false)});
    return slot;
}

static void block(enum op_code code, int32_t a, int32_t b, uint32_t type) {
    hand_op(&h, (struct op){.code = (uint16_t)code, .a = a, .b = b, .c = (int32_t)type});
}

static void a_value_goes_through_memory_and_back(void **state) {
    (void)state;
    struct types types = begin();
    int32_t v = hand_variable(&h, "v", types.t), w = hand_variable(&h, "w", types.t);
    int32_t x = hand_variable(&h, "x", types.t), p = hand_variable(&h, "p", types.pointer);
    new_object(p, types.t);
    hand_constant(&h, v, 7);
    hand_op(&h, (struct op){.code = OP_MOVE, .a = v + 1, .b = p});
    hand_constant(&h, v + 2, 9);
    block(OP_STORE_BLOCK, p, v, types.t);
    block(OP_LOAD_BLOCK, w, p, types.t);
    hand_op(&h, (struct op){.code = OP_MOVE_BLOCK, .a = x, .b = w, .c = 3});
    block(OP_ZERO, p, 0, types.t);
    block(OP_LOAD_BLOCK, w, p, types.t);
    hand_run(&h);
    assert_int_equal(hand_word(&h, x), 7);
    assert_int_equal(hand_word(&h, x + 1), hand_word(&h, p));
    assert_int_equal(hand_word(&h, x + 2), 9);
    for (int32_t i = 0; i < 3; i++) assert_int_equal(hand_word(&h, w + i), 0);
    hand_end(&h);
}

/* Small numbers fill their slot; no more than their own bytes are stored. */
static void small_values_leave_their_neighbours_alone(void **state) {
    (void)state;
    struct types types = begin();
    int32_t v = hand_variable(&h, "v", types.small), w = hand_variable(&h, "w", h.integer);
    int32_t p = hand_variable(&h, "p", types.small_pointer);
    int32_t q = hand_variable(&h, "q", types.byte_pointer), b = hand_variable(&h, "b", h.byte);
    new_object(p, types.small);
    hand_constant(&h, v, 0x030201);
    hand_constant(&h, w, 0xff);
    hand_constant(&h, b, 0xabcdef);
    block(OP_STORE_BLOCK, p, v, types.small);
    hand_op(&h, (struct op){.code = OP_ADD, .flags = OP_CONSTANT, .a = q, .b = p, .c = 1});
    block(OP_STORE_BLOCK, q, w, h.byte);
    block(OP_LOAD_BLOCK, b, q, h.byte);
    block(OP_LOAD_BLOCK, v, p, types.small);
    hand_run(&h);
    assert_int_equal(hand_word(&h, v), 0x03ff01);
    assert_int_equal(hand_word(&h, b), 0xff);
    hand_end(&h);
}

static void parts_that_overlap_are_moved_as_a_whole(void **state) {
    (void)state;
    int32_t v = hand_variable(&h, "v", begin().array);
    for (int32_t i = 0; i < 4; i++) hand_constant(&h, v + i, (uint64_t)i + 1);
    hand_op(&h, (struct op){
                    .code = OP_MOVE_BLOCK, .flags = OP_KILL_SOURCE, .a = v + 1, .b = v, .c = 3});
    hand_run(&h);
    for (int32_t i = 0; i < 4; i++) assert_int_equal(hand_word(&h, v + i), i);
    hand_end(&h);
}

static void nil_has_no_value(void **state) {
    (void)state;
    static const enum op_code CODES[] = {OP_LOAD_BLOCK, OP_STORE_BLOCK, OP_ZERO};
    for (int i = 0; i < 3; i++)
        for (uint64_t address = 0; address < 32; address += 16) {
            struct types types = begin();
            int32_t v = hand_variable(&h, "v", types.t), p = hand_variable(&h, "p", types.pointer);
            hand_constant(&h, p, address);
            if (CODES[i] == OP_LOAD_BLOCK) block(CODES[i], v, p, types.t);
            else block(CODES[i], p, v, types.t);
            hand_fail(&h, FAULT_NIL,
                      "panic: runtime error: invalid memory address or nil pointer dereference\n");
            hand_end(&h);
        }
}

static void a_dying_temporary_keeps_nothing_alive(void **state) {
    (void)state;
    struct types types = begin();
    int32_t v = hand_variable(&h, "", types.t), p = hand_variable(&h, "", types.pointer);
    new_object(p, types.t);
    hand_op(&h, (struct op){.code = OP_MOVE, .a = v + 1, .b = p});
    hand_op(&h, (struct op){.code = OP_STORE_BLOCK,
                            .flags = OP_KILL_BASE | OP_KILL_SOURCE,
                            .a = p,
                            .b = v,
                            .c = (int32_t)types.t});
    hand_run(&h);
    assert_int_equal(hand_word(&h, p), 0);
    assert_int_equal(hand_word(&h, v + 1), 0);
    hand_end(&h);
}

static void what_a_copy_overwrites_and_brings_is_shaded_first(void **state) {
    (void)state;
    struct types types = begin();
    int32_t v = hand_variable(&h, "v", types.t), p = hand_variable(&h, "p", types.pointer);
    int32_t old = hand_variable(&h, "old", types.pointer);
    new_object(old, types.t);
    new_object(p, types.t);
    hand_op(&h, (struct op){.code = OP_MOVE, .a = v + 1, .b = old});
    block(OP_STORE_BLOCK, p, v, types.t); /* p.p leads to the old one */
    hand_op(&h, (struct op){.code = OP_CLEAR, .a = old, .b = 1});
    hand_op(&h, (struct op){.code = OP_CLEAR, .a = v, .b = 3});
    new_object(v + 1, types.t);
    hand_op(&h, (struct op){.code = OP_GC, .a = GC_START});
    block(OP_STORE_BLOCK, p, v, types.t);
    hand_open(&h);
    run_to_event(&h.r, 1, EVENT_GC_REQUEST);
    run_to_stage(&h.r, STAGE_MARK);
    uint64_t first = word_read(&h.r.m, hand_word(&h, p) + 8), second = hand_word(&h, v + 1);
    run_step(&h.r, 1);
    assert_int_equal(run_event(&h.r, EVENT_BULK_SHADE)->a, first);
    assert_null(run_event(&h.r, EVENT_MOVE));
    run_step(&h.r, 1);
    assert_int_equal(run_event(&h.r, EVENT_BULK_SHADE)->a, second);
    run_step(&h.r, 1);
    assert_non_null(run_event(&h.r, EVENT_MOVE));
    assert_int_equal(word_read(&h.r.m, hand_word(&h, p) + 8), second);
    run_to_end(&h.r);
    hand_end(&h);
}

static void copies_are_told_of_whole_values(void **state) {
    (void)state;
    static const char *const SAYS[] = {"main copies main.v to object 1: 24 bytes.",
                                       "main copies object 1 to main.w: 24 bytes.",
                                       "main copies main.v.n to main.w.n: 8 bytes."};
    struct types types = begin();
    int32_t v = hand_variable(&h, "v", types.t), w = hand_variable(&h, "w", types.t);
    int32_t p = hand_variable(&h, "p", types.pointer);
    new_object(p, types.t);
    block(OP_STORE_BLOCK, p, v, types.t);
    block(OP_LOAD_BLOCK, w, p, types.t);
    hand_op(&h, (struct op){.code = OP_MOVE_BLOCK, .a = w, .b = v, .c = 1});
    hand_open(&h);
    run_step(&h.r, 1);
    for (int i = 0; i < 3; i++) {
        struct text what = {0}, why = {0};
        run_step(&h.r, 1);
        narrate_step(&h.r.m, h.r.events, h.r.event_count, &what, &why);
        assert_string_equal(text_string(&what), SAYS[i]);
        text_free(&what);
        text_free(&why);
    }
    hand_end(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_goes_through_memory_and_back),
        cmocka_unit_test(small_values_leave_their_neighbours_alone),
        cmocka_unit_test(parts_that_overlap_are_moved_as_a_whole),
        cmocka_unit_test(nil_has_no_value),
        cmocka_unit_test(a_dying_temporary_keeps_nothing_alive),
        cmocka_unit_test(copies_are_told_of_whole_values),
        cmocka_unit_test(what_a_copy_overwrites_and_brings_is_shaded_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
