/* What == says of values: by their types, not by their bytes; and which an interface can hold without
 * an object. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/values/key.h"
#include "support/hand.h"

static struct hand h;

static uint64_t bits(double value) {
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static void begin(void) {
    hand_begin(&h);
}

static uint32_t structure(const char *name, const uint32_t *fields, const char *const *names,
                          uint32_t count) {
    uint32_t t = program_begin_struct(&h.s.program, name);
    for (uint32_t i = 0; i < count; i++) program_add_field(&h.s.program, t, names[i], fields[i]);
    return t;
}

/* Variables a and b of a type. */
struct sides {
    int32_t a, b, result;
};

static struct sides begin_sides(uint32_t type) {
    hand_lay_out(&h);
    hand_main(&h);
    return (struct sides){hand_variable(&h, "a", type), hand_variable(&h, "b", type),
                          hand_variable(&h, "result", h.boolean)};
}

static void add_equal(struct sides s, uint32_t type) {
    const int32_t slots[] = {s.a, s.b};
    hand_op(&h, (struct op){.code = OP_EQUAL,
                            .a = s.result,
                            .b = hand_slots(&h, slots, 2),
                            .c = (int32_t)type});
}

static void require_equal(struct sides s, uint32_t type, bool equal) {
    add_equal(s, type);
    hand_run(&h);
    assert_int_equal(hand_word(&h, s.result), equal);
    hand_end(&h);
}

static void require_words(uint32_t type, const uint64_t *a, const uint64_t *b, bool equal) {
    struct sides s = begin_sides(type);
    uint32_t slots = type_slots(&h.s.program.types[type]);
    for (uint32_t i = 0; i < slots; i++) {
        hand_constant(&h, s.a + (int32_t)i, a[i]);
        hand_constant(&h, s.b + (int32_t)i, b[i]);
    }
    require_equal(s, type, equal);
}

static void floats_are_equal_as_numbers_are(void **state) {
    (void)state;
    const uint64_t nan = 0x7ff8000000000001ull;
    begin();
    require_words(h.float64, &(uint64_t){0}, &(uint64_t){bits(-0.0)}, true);
    begin();
    require_words(h.float64, &nan, &nan, false);
    begin();
    require_words(h.float32, &(uint64_t){0x3f800000}, &(uint64_t){0x3f800000}, true);
    begin();
    require_words(program_array_of(&h.s.program, h.float64, 1), &nan, &nan, false);
}

static void padding_and_blank_fields_do_not_count(void **state) {
    (void)state;
    for (int changed = 0; changed < 3; changed++) {
        static const char *const NAMES[] = {"b", "n", "_"};
        begin();
        uint32_t t = structure("T", (uint32_t[]){h.byte, h.integer, h.integer}, NAMES, 3);
        uint64_t a[] = {0x0101, 2, 3}, b[] = {0x0201, 2, 4};
        if (changed == 1) b[0]++;
        if (changed == 2) b[1]++;
        require_words(t, a, b, changed == 0);
    }
}

static void strings_are_equal_by_their_bytes(void **state) {
    (void)state;
    static const char *const NAMES[] = {"n", "s"};
    static const char *const OTHERS[] = {"hello", "help!", "hell"};
    for (int i = 0; i < 3; i++) {
        begin();
        uint32_t t = structure("T", (uint32_t[]){h.integer, h.string}, NAMES, 2);
        struct sides s = begin_sides(t);
        hand_constant(&h, s.a, 5);
        hand_constant(&h, s.b, 5);
        hand_string(&h, s.a + 1, "hello", 5);
        hand_string(&h, s.b + 1, OTHERS[i], (uint32_t)strlen(OTHERS[i]));
        require_equal(s, t, i == 0);
    }
}

/* ---- interfaces ---- */

static uint64_t held(uint32_t type, const void *bytes, uint32_t size) {
    struct constant c = {.kind = CONSTANT_VALUE, .index = type, .size = size};
    return program_constant(&h.s.program, c, bytes);
}

static void interfaces_are_equal_when_type_and_value_are(void **state) {
    (void)state;
    const int64_t five = 5, six = 6;
    for (int i = 0; i < 5; i++) {
        begin();
        struct sides s = begin_sides(h.any);
        hand_interface(&h, s.a, h.integer, held(h.integer, &five, 8));
        if (i == 0) hand_interface(&h, s.b, h.integer, held(h.integer, &five, 8));
        if (i == 1) hand_interface(&h, s.b, h.integer, held(h.integer, &six, 8));
        if (i == 2) hand_interface(&h, s.b, h.float64, held(h.float64, &five, 8));
        if (i == 3) hand_op(&h, (struct op){.code = OP_CLEAR, .a = s.b, .b = 2});
        if (i == 4) {
            hand_op(&h, (struct op){.code = OP_CLEAR, .a = s.a, .b = 2});
            hand_op(&h, (struct op){.code = OP_CLEAR, .a = s.b, .b = 2});
        }
        require_equal(s, h.any, i == 0 || i == 4);
    }
}

static void pointers_in_interfaces_are_the_data_word(void **state) {
    (void)state;
    for (uint64_t i = 0; i < 2; i++) {
        begin();
        uint32_t pointer = program_pointer_to(&h.s.program, h.integer);
        struct sides s = begin_sides(h.any);
        hand_interface(&h, s.a, pointer, 0);
        hand_interface(&h, s.b, pointer, RODATA_BASE * i);
        require_equal(s, h.any, i == 0);
    }
}

static void some_values_cannot_be_compared(void **state) {
    (void)state;
    begin();
    struct sides s = begin_sides(h.any);
    hand_interface(&h, s.a, h.bytes, program_zero_value(&h.s.program));
    hand_interface(&h, s.b, h.bytes, program_zero_value(&h.s.program));
    add_equal(s, h.any);
    hand_fail(&h, FAULT_UNCOMPARABLE,
              "panic: runtime error: comparing uncomparable type []uint8\n");
    hand_end(&h);
    /* different types are different, whatever they are */
    begin();
    s = begin_sides(h.any);
    hand_interface(&h, s.a, h.bytes, program_zero_value(&h.s.program));
    hand_interface(&h, s.b, h.runes, program_zero_value(&h.s.program));
    require_equal(s, h.any, false);
}

/* From the first part to the last: what is different before is not compared. */
static void parts_are_compared_in_order(void **state) {
    (void)state;
    static const char *const NAMES[] = {"n", "x", "m"};
    for (uint64_t different = 0; different < 3; different++) {
        begin();
        uint32_t t = structure("T", (uint32_t[]){h.integer, h.any, h.integer}, NAMES, 3);
        struct sides s = begin_sides(t);
        hand_interface(&h, s.a + 1, h.bytes, program_zero_value(&h.s.program));
        hand_interface(&h, s.b + 1, h.bytes, program_zero_value(&h.s.program));
        if (different == 1) hand_constant(&h, s.b, 1);
        if (different == 2) hand_constant(&h, s.b + 3, 1);
        if (different == 1) {
            require_equal(s, t, false);
            continue;
        }
        add_equal(s, t);
        hand_fail(&h, FAULT_UNCOMPARABLE, "panic: runtime error: comparing uncomparable type");
        hand_end(&h);
    }
}

/* ---- hashes ---- */

static struct key_result hash_of(uint32_t type, int32_t slot) {
    uint64_t at = slot_address(goroutine_of(&h.r.m, 1)->frame, slot);
    return key_hash(&h.r.m, &h.s.program.types[type], at, 3);
}

static void what_is_equal_has_the_same_hash(void **state) {
    (void)state;
    begin();
    struct sides s = begin_sides(h.float64);
    int32_t x = hand_variable(&h, "x", h.any), y = hand_variable(&h, "y", h.any);
    hand_constant(&h, s.b, bits(-0.0));
    hand_interface(&h, x, h.float64, held(h.float64, &(double){0.0}, 8));
    hand_interface(&h, y, h.float64, held(h.float64, &(double){-0.0}, 8));
    hand_run(&h);
    assert_int_equal(hash_of(h.float64, s.a).hash, hash_of(h.float64, s.b).hash);
    assert_int_equal(hash_of(h.any, x).hash, hash_of(h.any, y).hash);
    hand_end(&h);
}

static void what_is_no_number_has_another_hash_each_time(void **state) {
    (void)state;
    begin();
    struct sides s = begin_sides(h.float64);
    hand_constant(&h, s.a, 0x7ff8000000000001ull);
    hand_run(&h);
    uint64_t first = hash_of(h.float64, s.a).hash;
    assert_int_not_equal(first, hash_of(h.float64, s.a).hash);
    hand_end(&h);
}

static void a_slice_in_an_interface_has_no_hash(void **state) {
    (void)state;
    begin();
    struct sides s = begin_sides(h.any);
    hand_interface(&h, s.a, h.bytes, program_zero_value(&h.s.program));
    hand_run(&h);
    assert_int_equal(hash_of(h.any, s.a).trouble, KEY_UNCOMPARABLE);
    assert_int_equal(hash_of(h.any, s.a).type, h.bytes);
    hand_end(&h);
}

/* ---- what an interface needs no object for ---- */

struct boxing {
    uint32_t type, other; /* a field of the first, ... and another */
    uint64_t word;
    uint64_t objects;
};

/* Measured on Go 1.19. */
static void small_values_are_boxed_without_an_object(void **state) {
    (void)state;
    hand_begin(&h);
    uint32_t none = (uint32_t)NONE, int16 = program_add_integer(&h.s.program, "int16", 2, true);
    const struct boxing rows[] = {
        {h.float64, none, 0, 0},
        {h.float64, none, bits(2.5), 1},
        {h.float32, none, 0x40200000, 1},
        {h.boolean, none, 1, 0},
        {h.integer, none, 255, 0},
        {h.integer, none, (uint64_t)-1, 1},
        {h.byte, h.byte, 0, 1},
        {int16, int16, 0, 1},
        {h.rune, none, 7, 0},
        {h.string, none, 0, 0},
        {h.bytes, none, 0, 0},
        {h.byte, none, 200, 0},
    };
    hand_end(&h);
    static const char *const NAMES[] = {"f", "g"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hand_begin(&h);
        program_add_integer(&h.s.program, "int16", 2, true);
        const uint32_t fields[] = {rows[i].type, rows[i].other};
        uint32_t t = structure("T", fields, NAMES, rows[i].other == none ? 1 : 2);
        struct sides s = begin_sides(t);
        hand_constant(&h, s.a, rows[i].word);
        hand_op(&h,
                (struct op){.code = OP_BOX, .a = s.result, .b = s.a, .c = hand_site(&h, t, false)});
        hand_run(&h);
        if (run_statistic(&h.r, "Mallocs") != rows[i].objects) fail_msg("row %zu", i);
        hand_end(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floats_are_equal_as_numbers_are),
        cmocka_unit_test(padding_and_blank_fields_do_not_count),
        cmocka_unit_test(strings_are_equal_by_their_bytes),
        cmocka_unit_test(interfaces_are_equal_when_type_and_value_are),
        cmocka_unit_test(pointers_in_interfaces_are_the_data_word),
        cmocka_unit_test(some_values_cannot_be_compared),
        cmocka_unit_test(parts_are_compared_in_order),
        cmocka_unit_test(what_is_equal_has_the_same_hash),
        cmocka_unit_test(what_is_no_number_has_another_hash_each_time),
        cmocka_unit_test(a_slice_in_an_interface_has_no_hash),
        cmocka_unit_test(small_values_are_boxed_without_an_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
