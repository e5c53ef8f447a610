/* Floats and conversions between numbers: the bits that Go 1.19 gives on amd64. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/format/format.h"
#include "machine/values/number.h"
#include "support/hand.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static uint64_t bits(double value) {
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static uint64_t narrow_bits(float value) {
    uint32_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static const struct type INT8 = {.kind = TYPE_INTEGER, .size = 1, .is_signed = true},
                         INT16 = {.kind = TYPE_INTEGER, .size = 2, .is_signed = true},
                         INT32 = {.kind = TYPE_INTEGER, .size = 4, .is_signed = true},
                         INT64 = {.kind = TYPE_INTEGER, .size = 8, .is_signed = true},
                         UINT8 = {.kind = TYPE_INTEGER, .size = 1},
                         UINT16 = {.kind = TYPE_INTEGER, .size = 2},
                         UINT32 = {.kind = TYPE_INTEGER, .size = 4},
                         UINT64 = {.kind = TYPE_INTEGER, .size = 8},
                         FLOAT32 = {.kind = TYPE_FLOAT, .size = 4},
                         FLOAT64 = {.kind = TYPE_FLOAT, .size = 8};

/* ---- arithmetic ---- */

static void floats_are_calculated_with_as_ieee_has_it(void **state) {
    (void)state;
    static const struct {
        enum op_code code;
        double left, right, result;
    } rows[] = {
        {OP_ADD, 0.1, 0.2, 0.30000000000000004},
        {OP_SUBTRACT, 1, 0.9, 0.09999999999999998},
        {OP_MULTIPLY, 1e200, 1e200, HUGE_VAL},
        {OP_DIVIDE, 1, 3, 0.3333333333333333},
        {OP_DIVIDE, 1, 0, HUGE_VAL},
        {OP_DIVIDE, -1, 0, -HUGE_VAL},
        {OP_MULTIPLY, -1, 0, -0.0},
        {OP_SUBTRACT, 0, 0, 0},
        {OP_ADD, 9007199254740992, 1, 9007199254740992},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(float_arithmetic(rows[i].code, 8, bits(rows[i].left), bits(rows[i].right)),
                         bits(rows[i].result));
    assert_int_equal(float_arithmetic(OP_ADD, 4, narrow_bits(16777216), narrow_bits(1)),
                     narrow_bits(16777216));
    assert_int_equal(float_arithmetic(OP_DIVIDE, 4, narrow_bits(1), narrow_bits(3)), 0x3eaaaaab);
}

static void what_is_no_number_stays_none(void **state) {
    (void)state;
    const uint64_t made = 0xfff8000000000000ull, given = 0x7ff8000000000001ull;
    assert_int_equal(float_arithmetic(OP_DIVIDE, 8, 0, bits(-0.0)), made);
    assert_int_equal(float_arithmetic(OP_SUBTRACT, 8, bits(HUGE_VAL), bits(HUGE_VAL)), made);
    assert_int_equal(float_arithmetic(OP_ADD, 8, given, made), given);
    assert_int_equal(float_arithmetic(OP_ADD, 8, bits(1), given), given);
    assert_int_equal(float_arithmetic(OP_DIVIDE, 4, 0, 0), 0xffc00000);
    assert_int_equal(float_compare(8, given, given), 2);
    assert_int_equal(float_compare(8, bits(1), given), 2);
    assert_int_equal(float_compare(8, bits(-0.0), 0), 0);
    assert_int_equal(float_compare(8, bits(-1), bits(1e-300)), -1);
    assert_int_equal(float_compare(4, narrow_bits(2), narrow_bits(1)), 1);
}

/* ---- conversions ---- */

struct conversion {
    const struct type *from, *to;
    uint64_t word, result;
};

static void require_conversions(const struct conversion *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t result = number_convert(rows[i].from, rows[i].to, rows[i].word);
        if (result != rows[i].result) fail_msg("row %zu: 0x%llx", i, (unsigned long long)result);
    }
}

static void integers_are_cut_and_extended(void **state) {
    (void)state;
    static const struct conversion rows[] = {
        {&INT64, &INT8, 200, (uint64_t)-56},         {&INT64, &UINT8, (uint64_t)-1, 255},
        {&INT8, &UINT32, (uint64_t)-1, 0xffffffff},  {&UINT8, &INT16, 255, 255},
        {&UINT32, &INT32, 0xffffffff, (uint64_t)-1}, {&INT32, &UINT64, (uint64_t)-1, UINT64_MAX},
        {&UINT64, &INT64, UINT64_MAX, (uint64_t)-1}, {&INT16, &UINT16, (uint64_t)-2, 0xfffe},
    };
    require_conversions(rows, COUNT(rows));
}

/* By Go 1.19: each of the eight types of integers, as its own bytes. */
static const struct {
    uint64_t word, results[8];
} TO_INTEGERS[] = {
    {0xbfe0000000000000ull, {0x0, 0x0, 0x0, 0x0ull, 0x0, 0x0, 0x0, 0x0ull}},
    {0xbffe666666666666ull,
     {0xff, 0xffff, 0xffffffff, 0xffffffffffffffffull, 0xff, 0xffff, 0xffffffff,
      0xffffffffffffffffull}},
    {0x405fe00000000000ull, {0x7f, 0x7f, 0x7f, 0x7full, 0x7f, 0x7f, 0x7f, 0x7full}},
    {0x4070000000000000ull, {0x0, 0x100, 0x100, 0x100ull, 0x0, 0x100, 0x100, 0x100ull}},
    {0xc060200000000000ull,
     {0x7f, 0xff7f, 0xffffff7f, 0xffffffffffffff7full, 0x7f, 0xff7f, 0xffffff7f,
      0xffffffffffffff7full}},
    {0x40f0000800000000ull, {0x0, 0x0, 0x10000, 0x10000ull, 0x0, 0x0, 0x10000, 0x10000ull}},
    {0x41dfffffffe00000ull,
     {0xff, 0xffff, 0x7fffffff, 0x7fffffffull, 0xff, 0xffff, 0x7fffffff, 0x7fffffffull}},
    {0x41e0000000000000ull,
     {0x0, 0x0, 0x80000000, 0x80000000ull, 0x0, 0x0, 0x80000000, 0x80000000ull}},
    {0xc1e00000001ccccdull,
     {0x0, 0x0, 0x80000000, 0xffffffff80000000ull, 0x0, 0x0, 0x80000000, 0xffffffff80000000ull}},
    {0xc1e0000000200000ull,
     {0x0, 0x0, 0x80000000, 0xffffffff7fffffffull, 0x0, 0x0, 0x7fffffff, 0xffffffff7fffffffull}},
    {0x41f0000000000000ull, {0x0, 0x0, 0x80000000, 0x100000000ull, 0x0, 0x0, 0x0, 0x100000000ull}},
    {0x43dfffffffffffffull,
     {0x0, 0x0, 0x80000000, 0x7ffffffffffffc00ull, 0x0, 0x0, 0xfffffc00, 0x7ffffffffffffc00ull}},
    {0x43e0000000000000ull,
     {0x0, 0x0, 0x80000000, 0x8000000000000000ull, 0x0, 0x0, 0x0, 0x8000000000000000ull}},
    {0xc3e0000000000001ull,
     {0x0, 0x0, 0x80000000, 0x8000000000000000ull, 0x0, 0x0, 0x0, 0x8000000000000000ull}},
    {0x43efffffffffffffull,
     {0x0, 0x0, 0x80000000, 0x8000000000000000ull, 0x0, 0x0, 0x0, 0xfffffffffffff800ull}},
    {0x43f0000000000000ull,
     {0x0, 0x0, 0x80000000, 0x8000000000000000ull, 0x0, 0x0, 0x0, 0x8000000000000000ull}},
    {0xfff0000000000000ull,
     {0x0, 0x0, 0x80000000, 0x8000000000000000ull, 0x0, 0x0, 0x0, 0x8000000000000000ull}},
    {0x7ff8000000000001ull,
     {0x0, 0x0, 0x80000000, 0x8000000000000000ull, 0x0, 0x0, 0x0, 0x8000000000000000ull}},
};

/* A float32 has the same results when it is the same number. */
static void floats_become_integers_as_the_processor_makes_them(void **state) {
    (void)state;
    static const struct type *const TYPES[] = {&INT8,  &INT16,  &INT32,  &INT64,
                                               &UINT8, &UINT16, &UINT32, &UINT64};
    for (size_t i = 0; i < COUNT(TO_INTEGERS); i++)
        for (size_t t = 0; t < COUNT(TYPES); t++) {
            uint64_t word = TO_INTEGERS[i].word;
            uint64_t narrow = number_convert(&FLOAT64, &FLOAT32, word);
            uint64_t wanted =
                extended(TO_INTEGERS[i].results[t], TYPES[t]->size, TYPES[t]->is_signed);
            assert_int_equal(number_convert(&FLOAT64, TYPES[t], word), wanted);
            if (number_convert(&FLOAT32, &FLOAT64, narrow) == word)
                assert_int_equal(number_convert(&FLOAT32, TYPES[t], narrow), wanted);
        }
}

/* Likewise: of int64 to float64 and float32, of uint64. */
static const struct {
    uint64_t word, results[4];
} FROM_INTEGERS[] = {
    {0x0ull, {0x0ull, 0x0, 0x0ull, 0x0}},
    {0x1ull, {0x3ff0000000000000ull, 0x3f800000, 0x3ff0000000000000ull, 0x3f800000}},
    {0xffffffffffffffffull, {0xbff0000000000000ull, 0xbf800000, 0x43f0000000000000ull, 0x5f800000}},
    {0x1000001ull, {0x4170000010000000ull, 0x4b800000, 0x4170000010000000ull, 0x4b800000}},
    {0x1000003ull, {0x4170000030000000ull, 0x4b800002, 0x4170000030000000ull, 0x4b800002}},
    {0x20000000000001ull, {0x4340000000000000ull, 0x5a000000, 0x4340000000000000ull, 0x5a000000}},
    {0x20000000000003ull, {0x4340000000000002ull, 0x5a000000, 0x4340000000000002ull, 0x5a000000}},
    {0x7fffffffffffffffull, {0x43e0000000000000ull, 0x5f000000, 0x43e0000000000000ull, 0x5f000000}},
    {0x8000000000000000ull, {0xc3e0000000000000ull, 0xdf000000, 0x43e0000000000000ull, 0x5f000000}},
    {0x7fffffbfffffffffull, {0x43dffffff0000000ull, 0x5effffff, 0x43dffffff0000000ull, 0x5effffff}},
    {0x7fffff4000000001ull, {0x43dfffffd0000000ull, 0x5effffff, 0x43dfffffd0000000ull, 0x5effffff}},
};

static void integers_become_the_nearest_float(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(FROM_INTEGERS); i++)
        for (int way = 0; way < 4; way++)
            assert_int_equal(number_convert(way < 2 ? &INT64 : &UINT64,
                                            way % 2 ? &FLOAT32 : &FLOAT64, FROM_INTEGERS[i].word),
                             FROM_INTEGERS[i].results[way]);
}

/* A signalling NaN becomes a quiet one, with what fits of its fraction. */
static void floats_become_floats(void **state) {
    (void)state;
    const struct conversion rows[] = {
        {&FLOAT64, &FLOAT32, bits(0.1), 0x3dcccccd},
        {&FLOAT32, &FLOAT64, 0x3dcccccd, 0x3fb99999a0000000ull},
        {&FLOAT64, &FLOAT32, bits(1e300), 0x7f800000},
        {&FLOAT64, &FLOAT32, bits(-0.0), 0x80000000},
        {&FLOAT64, &FLOAT32, 0x7ff8000000000001ull, 0x7fc00000},
        {&FLOAT64, &FLOAT32, 0xfff4000020000000ull, 0xffe00001},
        {&FLOAT32, &FLOAT64, 0x7fa00001, 0x7ffc000020000000ull},
        {&FLOAT64, &FLOAT64, 0x7ff0000000000001ull, 0x7ff0000000000001ull},
    };
    require_conversions(rows, COUNT(rows));
}

/* ---- operations ---- */

static void operations_calculate_compare_and_convert(void **state) {
    (void)state;
    struct hand h;
    hand_begin(&h);
    hand_lay_out(&h);
    hand_main(&h);
    int32_t a = hand_variable(&h, "a", h.float64), b = hand_variable(&h, "b", h.float64);
    int32_t quotient = hand_variable(&h, "quotient", h.float64);
    int32_t order = hand_variable(&h, "order", h.integer);
    int32_t number = hand_variable(&h, "number", h.integer);
    hand_constant(&h, a, bits(7));
    hand_constant(&h, b, 0);
    hand_op(&h, (struct op){OP_DIVIDE, OP_FLOAT, 8, quotient, a, b});
    hand_op(&h, (struct op){OP_COMPARE_FLOAT, 0, 8, order, b, a});
    hand_constant(&h, number, bits(-7.9));
    hand_op(&h,
            (struct op){
                .code = OP_CONVERT, .a = number, .b = (int32_t)h.float64, .c = (int32_t)h.integer});
    hand_run(&h);
    assert_int_equal(hand_word(&h, quotient), bits(HUGE_VAL));
    assert_int_equal(hand_word(&h, order), (uint64_t)-1);
    assert_int_equal(hand_word(&h, number), (uint64_t)-7);
    hand_end(&h);
}

static void a_float_is_shown_as_a_number(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0, "0"},
        {-0.0, "-0"},
        {2.5, "2.5"},
        {1e6, "1e+06"},
        {0.1, "0.1"},
        {1e-7, "1e-07"},
        {0x1p-44, "5.684341886080802e-14"},
        {0x1p-1074, "5e-324"},
        {100, "100"},
        {HUGE_VAL, "+Inf"},
    };
    struct hand h;
    struct text shown = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        hand_begin(&h);
        hand_lay_out(&h);
        hand_main(&h);
        int32_t f = hand_variable(&h, "f", h.float64);
        hand_constant(&h, f, bits(rows[i].value));
        hand_run(&h);
        uint64_t place = slot_address(goroutine_of(&h.r.m, 1)->frame, f);
        inspect_value(&h.r.m, place, hand_word(&h, f), &shown);
        assert_string_equal(text_string(&shown), rows[i].text);
        text_clear(&shown);
        hand_end(&h);
    }
    text_free(&shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floats_are_calculated_with_as_ieee_has_it),
        cmocka_unit_test(what_is_no_number_stays_none),
        cmocka_unit_test(integers_are_cut_and_extended),
        cmocka_unit_test(floats_become_integers_as_the_processor_makes_them),
        cmocka_unit_test(integers_become_the_nearest_float),
        cmocka_unit_test(floats_become_floats),
        cmocka_unit_test(operations_calculate_compare_and_convert),
        cmocka_unit_test(a_float_is_shown_as_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
