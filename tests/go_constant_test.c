/* Constants of Go programs: literals, arithmetic, rounding, words. The numbers are those of Go
 * 1.19's compiler and of its package go/constant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "go/types/constant.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct pool pool;

static int close_pool(void **state) {
    (void)state;
    pool_free(&pool);
    return 0;
}

static enum go_token token_kind(const char *text) {
    bool hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (text[0] == '"' || text[0] == '`') return GO_STRING;
    if (text[0] == '\'') return GO_CHARACTER;
    return strpbrk(text, hexadecimal ? ".pP" : ".eE") ? GO_FLOAT : GO_INTEGER;
}

/* A literal, perhaps behind a minus. */
static const struct go_constant *literal(const char *text) {
    bool negative = text[0] == '-';
    text += negative;
    const struct go_constant *c =
        constant_of_literal(&pool, token_kind(text), text, (uint32_t)strlen(text));
    return c && negative ? constant_unary(&pool, GO_SUBTRACT, c, 0) : c;
}

static void require_text(const struct go_constant *c, const char *expected, const char *of) {
    struct text text = {0};
    if (c) constant_text(c, &text);
    else text_add(&text, "none");
    if (strcmp(text_string(&text), expected) != 0)
        fail_msg("%s: expected %s, found %s", of, expected, text_string(&text));
    text_free(&text);
}

static void literals_mean_what_go_says(void **state) {
    static const struct {
        const char *literal, *text;
    } CASES[] = {
        {"0", "0"},
        {"017", "15"},
        {"0x_ff", "255"},
        {"0b101", "5"},
        {"0o17", "15"},
        {"1_000_000", "1000000"},
        {"0xffffffffffffffff", "18446744073709551615"},
        {"123456789012345678901234567890123456789012345678901234567890",
         "123456789012345678901234567890123456789012345678901234567890"},
        {"1.5", "1.5"},
        {"1e3", "1000"},
        {".5", "0.5"},
        {"0x1p-2", "0.25"},
        {"0x1.8p3", "12"},
        {"0x.8p1", "1"},
        {"1e400", "1e+400"},
        {"1e-400", "1e-400"},
        {"2.5e-320", "2.49997e-320"},
        {"1e100", "1e+100"},
        {"3.14159265358979323846", "3.14159"},
        {"123456.7", "123457"},
        {"1234567.8", "1.23457e+06"},
        {"1e-5", "1e-05"},
        {"100000.0", "100000"},
        {"-1.5e310", "-1.5e+310"},
        {"1e4000", "1e+4000"},
        {"1e-4000", "1e-4000"},
        {"1e20000", "1e+20000"},
        {"0e999999999999999999999", "0"},
        {"1e-999999999999999999999", "0"},
        {"1e999999999999999999999", "none"},
        {"09.5", "9.5"},
        {"'a'", "97"},
        {"'\\n'", "10"},
        {"'\\377'", "255"},
        {"'\\u00e9'", "233"},
        {"'\\''", "39"},
        {"'\xe4\xb8\x96'", "19990"},
        {"\"a\\tb\\x00\\\"c\"", "\"a\\tb\\x00\\\"c\""},
        {"`a\\n\r`", "\"a\\\\n\""},
        {"\"\\x80\\u0001\xc3\xa9\\a\"", "\"\\x80\\x01\xc3\xa9\\a\""},
        {"09", "none"},
        {"0b12", "none"},
        {"'ab'", "none"},
        {"'\\ud800'", "none"},
        {"\"\\400\"", "none"},
        {"1e", "none"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(CASES); i++)
        require_text(literal(CASES[i].literal), CASES[i].text, CASES[i].literal);
    assert_null(constant_of_literal(&pool, GO_IMAGINARY, "1i", 2));
}

static void strings_are_bytes(void **state) {
    uint32_t length;
    (void)state;
    const char *bytes = constant_string(literal("\"a\\x00\\u4e16\\377\""), &length);
    assert_int_equal(length, 6);
    assert_memory_equal(bytes, "a\0\xe4\xb8\x96\xff", 7);
    char encoded[4];
    assert_int_equal(constant_encode(0x1f600, encoded), 4);
    assert_memory_equal(encoded, "\xf0\x9f\x98\x80", 4);
    assert_int_equal(constant_encode(0xd800, encoded), 3);
    assert_memory_equal(encoded, "\xef\xbf\xbd", 3);
    const struct go_constant *joined =
        constant_binary(&pool, GO_ADD, literal("\"ab\""), literal("\"\\x00c\""), false);
    assert_memory_equal(constant_string(joined, &length), "ab\0c", 5);
    assert_int_equal(length, 4);
    assert_true(constant_compare(GO_LESS, literal("\"ab\""), joined));
    assert_true(constant_compare(GO_GREATER, literal("\"\\xff\""), literal("\"a\"")));
    assert_true(constant_compare(GO_EQUAL, literal("\"a\\n\""), literal("`a\n`")));
}

static void long_strings_are_shortened_in_messages(void **state) {
    static const char DIGITS[] =
        "0123456789012345678901234567890123456789012345678901234567890123456"
        "78901234567890";
    char text[128];
    (void)state;
    snprintf(text, sizeof text, "\"%.70s\"", DIGITS);
    require_text(literal(text), text, "a string of 72 with its quotes");
    snprintf(text, sizeof text, "\"%.71s\"", DIGITS);
    require_text(literal(text),
                 "\"01234567890123456789012345678901234567890123456789012345678901234567...",
                 "a string of 73 with its quotes");
}

static void floats_are_rounded_once_to_nearest_even(void **state) {
    static const struct {
        const char *literal;
        uint64_t twice;
        uint32_t once;
    } CASES[] = {
        {"0.1", 0x3fb999999999999a, 0x3dcccccd},
        {"1.7976931348623157e308", 0x7fefffffffffffff, 0x7f800000},
        {"1.7976931348623159e308", 0x7ff0000000000000, 0x7f800000},
        {"2.2250738585072011e-308", 0x000fffffffffffff, 0x00000000},
        {"2.2250738585072014e-308", 0x0010000000000000, 0x00000000},
        {"4.94e-324", 0x0000000000000001, 0x00000000},
        {"2.47e-324", 0x0000000000000000, 0x00000000},
        {"2.48e-324", 0x0000000000000001, 0x00000000},
        {"7.4e-324", 0x0000000000000001, 0x00000000},
        {"2.5e-320", 0x00000000000013c4, 0x00000000},
        {"9007199254740993", 0x4340000000000000, 0x5a000000},
        {"9007199254740993.0000000000000000000000000001", 0x4340000000000001, 0x5a000000},
        {"16777217", 0x4170000010000000, 0x4b800000},
        {"1.00000017881393421514957253748434595763683319091796875", 0x3ff0000030000000, 0x3f800001},
        {"1.00000017881393432617187499", 0x3ff0000030000000, 0x3f800001},
        {"3.4028235677973366e38", 0x47effffff0000000, 0x7f7fffff},
        {"3.40282356e38", 0x47efffffeec5116e, 0x7f7fffff},
        {"1.4e-45", 0x369ff868bf4d956a, 0x00000001},
        {"7e-46", 0x368ff868bf4d956a, 0x00000000},
        {"8e-46", 0x369244ce242c5561, 0x00000001},
        {"1.17549421e-38", 0x380fffffbfaf0a2a, 0x007fffff},
        {"8.5e37", 0x47cff933c78cdfad, 0x7e7fc99e},
        {"0x1.fffffffffffff8p0", 0x4000000000000000, 0x40000000},
        {"0x1.fffffffffffff7ffffp0", 0x3fffffffffffffff, 0x40000000},
        {"-7", 0xc01c000000000000, 0xc0e00000},
        {"1e100", 0x54b249ad2594c37d, 0x7f800000},
        {"0xffffffffffffffff", 0x43f0000000000000, 0x5f800000},
        {"-1e-400", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const struct go_constant *c = literal(CASES[i].literal);
        double twice = constant_double(c);
        float once = constant_float(c);
        if (memcmp(&twice, &CASES[i].twice, sizeof twice) != 0)
            fail_msg("%s as a double is %a", CASES[i].literal, twice);
        if (memcmp(&once, &CASES[i].once, sizeof once) != 0)
            fail_msg("%s as a float is %a", CASES[i].literal, (double)once);
    }
    assert_null(constant_rounded(&pool, literal("1e39"), 4));
    require_text(constant_rounded(&pool, literal("16777217"), 4), "1.67772e+07", "16777217");
    assert_true(constant_compare(GO_EQUAL, constant_rounded(&pool, literal("16777217"), 4),
                                 literal("16777216")));
    assert_true(
        constant_compare(GO_UNEQUAL, constant_rounded(&pool, literal("0.1"), 8), literal("0.1")));
    assert_true(constant_compare(GO_EQUAL, constant_of_double(&pool, 0.5), literal("0x1p-1")));
}

static void operators_are_exact(void **state) {
    static const struct {
        const char *x;
        enum go_token op;
        const char *y, *result;
    } CASES[] = {
        {"7", GO_DIVIDE, "2", "3"},
        {"-7", GO_DIVIDE, "2", "-3"},
        {"7", GO_DIVIDE, "-2", "-3"},
        {"-7", GO_REMAINDER, "2", "-1"},
        {"7", GO_REMAINDER, "-2", "1"},
        {"-8", GO_REMAINDER, "8", "0"},
        {"1", GO_REMAINDER, "0", "none"},
        {"1", GO_DIVIDE, "0", "none"},
        {"1.0", GO_DIVIDE, "0", "none"},
        {"12", GO_AND_NOT, "10", "4"},
        {"-12", GO_AND_NOT, "10", "-12"},
        {"12", GO_AND, "-6", "8"},
        {"-12", GO_OR, "5", "-11"},
        {"-12", GO_XOR, "-5", "15"},
        {"0xffffffffffffffffffffffff", GO_AND_NOT, "0xffff0000ffff",
         "79228162514264056122862141440"},
        {"-0xffffffffffffffffffffffff", GO_XOR, "0xffff0000ffff", "-79228162514264056122862141442"},
        {"1e100", GO_MULTIPLY, "1e-100", "1"},
        {"0.1", GO_ADD, "0.2", "0.3"},
        {"1.0", GO_DIVIDE, "3.0", "0.333333"},
        {"1e3000", GO_MULTIPLY, "1e-3000", "1"},
        {"1e4000", GO_DIVIDE, "1e3999", "10"},
        {"1e400", GO_ADD, "1.0", "1e+400"},
        {"1e-400", GO_SUBTRACT, "1.0", "-1"},
        {"1e5000", GO_ADD, "1e-5000", "1e+5000"},
        {"1e-5000", GO_SUBTRACT, "1e5000", "-1e+5000"},
        {"2", GO_MULTIPLY, "1.5", "3"},
        {"123456789012345678901234567890", GO_DIVIDE, "987654321098765", "124999998860937"},
        {"123456789012345678901234567890", GO_REMAINDER, "987654321098765", "547854957125085"},
        {"-123456789012345678901234567890", GO_MULTIPLY, "987654321098765432109876543210",
         "-121932631137021795226185032733622923332237463801111263526900"},
        {"0xffffffffffffffffffffffffffffffffffffffff", GO_DIVIDE, "0x100000000ffffffff0000",
         "1208925819333154198126591"},
        {"0xffffffffffffffffffffffffffffffffffffffff", GO_REMAINDER, "0x100000000ffffffff0000",
         "1208870479663891612631039"},
        {"1", GO_SHIFT_LEFT, "100", "1267650600228229401496703205376"},
        {"-5", GO_SHIFT_RIGHT, "1", "-3"},
        {"-1", GO_SHIFT_RIGHT, "100", "-1"},
        {"-8", GO_SHIFT_RIGHT, "2", "-2"},
        {"-9", GO_SHIFT_RIGHT, "3", "-2"},
        {"1267650600228229401496703205376", GO_SHIFT_RIGHT, "99", "2"},
        {"-3", GO_SHIFT_LEFT, "70", "-3541774862152233910272"},
        {"0", GO_SHIFT_LEFT, "5000", "0"},
        {"1", GO_SHIFT_LEFT, "512", "none"},
        {"1", GO_SHIFT_LEFT, "-1", "none"},
        {"\"a\"", GO_SUBTRACT, "\"b\"", "none"},
        {"\"a\"", GO_ADD, "1", "none"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(CASES); i++)
        require_text(
            constant_binary(&pool, CASES[i].op, literal(CASES[i].x), literal(CASES[i].y), true),
            CASES[i].result, CASES[i].x);
    require_text(constant_binary(&pool, GO_DIVIDE, literal("7"), literal("2"), false), "3.5",
                 "7/2");
    require_text(constant_unary(&pool, GO_XOR, literal("5"), 8), "250", "^uint8(5)");
    require_text(constant_unary(&pool, GO_XOR, literal("0"), 64), "18446744073709551615", "^0");
    require_text(constant_unary(&pool, GO_XOR, literal("5"), 0), "-6", "^5");
    require_text(constant_unary(&pool, GO_XOR, literal("-1"), 0), "0", "^-1");
    require_text(constant_unary(&pool, GO_NOT, constant_of_bool(&pool, true), 0), "false", "!true");
    require_text(constant_unary(&pool, GO_SUBTRACT, literal("\"a\""), 0), "none", "-\"a\"");
}

static void integers_overflow_beyond_512_bits(void **state) {
    (void)state;
    const struct go_constant *one = literal("1");
    const struct go_constant *top =
        constant_binary(&pool, GO_SHIFT_LEFT, one, literal("511"), true);
    assert_int_equal(constant_bits(top), 512);
    assert_null(constant_binary(&pool, GO_ADD, top, top, true));
    const struct go_constant *largest = constant_binary(
        &pool, GO_ADD, top, constant_binary(&pool, GO_SUBTRACT, top, one, true), true);
    assert_int_equal(constant_bits(largest), 512);
    assert_null(constant_binary(&pool, GO_ADD, largest, one, true));
    assert_null(constant_binary(&pool, GO_MULTIPLY, top, top, true));
    require_text(
        constant_binary(&pool, GO_REMAINDER, largest, top, true),
        "670390396497129854978701249910292306373968291029619668886178072186088201503677348840"
        "0937149083451713845015929093243025426876941405973284973216824503042047",
        "the largest");
}

static void numbers_fit_or_do_not(void **state) {
    int64_t number;
    uint64_t natural;
    (void)state;
    assert_true(constant_int64(literal("-9223372036854775808"), &number));
    assert_true(number == INT64_MIN);
    assert_false(constant_int64(literal("9223372036854775808"), &number));
    assert_false(constant_int64(literal("-9223372036854775809"), &number));
    assert_true(constant_uint64(literal("0xffffffffffffffff"), &natural));
    assert_true(natural == UINT64_MAX);
    assert_false(constant_uint64(literal("0x10000000000000000"), &natural));
    assert_false(constant_uint64(literal("-1"), &natural));
    assert_true(constant_int64(constant_of_int(&pool, -5), &number));
    assert_int_equal(number, -5);
    assert_int_equal(constant_sign(literal("-0.0")), 0);
    assert_int_equal(constant_sign(literal("-1e-400")), -1);
}

static void floats_that_are_integers_become_integers(void **state) {
    (void)state;
    require_text(constant_to_integer(&pool, literal("2.0")), "2", "2.0");
    require_text(constant_to_integer(&pool, literal("1e3")), "1000", "1e3");
    require_text(constant_to_integer(&pool, literal("-0x1p70")), "-1180591620717411303424",
                 "2**70");
    require_text(constant_to_integer(&pool, literal("2.5")), "none", "2.5");
    require_text(constant_to_integer(&pool, literal("1e1000")), "none", "1e1000");
    require_text(constant_to_float(&pool, literal("12")), "12", "12");
    /* Beyond 4096 bits digits get lost, but one out of it is still an integer. */
    const struct go_constant *far =
        constant_binary(&pool, GO_MULTIPLY, literal("1e3000"), literal("1e-3000"), false);
    require_text(constant_to_integer(&pool, far), "1", "1e3000 * 1e-3000");
    const struct go_constant *third = constant_binary(
        &pool, GO_MULTIPLY, constant_binary(&pool, GO_DIVIDE, literal("1"), literal("3"), false),
        literal("3"), false);
    require_text(constant_to_integer(&pool, third), "1", "1.0 / 3 * 3");
}

static void numbers_are_ordered(void **state) {
    static const char *const RISING[] = {"-1e20000", "-1e400", "-3",    "-0.5", "0",
                                         "1e-400",   "0.1",    "1",     "1.1",  "3",
                                         "1e3",      "1e400",  "1e5000"};
    (void)state;
    for (size_t i = 0; i < COUNT(RISING); i++)
        for (size_t j = 0; j < COUNT(RISING); j++) {
            const struct go_constant *x = literal(RISING[i]), *y = literal(RISING[j]);
            assert_int_equal(constant_compare(GO_LESS, x, y), i < j);
            assert_int_equal(constant_compare(GO_LESS_EQUAL, x, y), i <= j);
            assert_int_equal(constant_compare(GO_GREATER, x, y), i > j);
            assert_int_equal(constant_compare(GO_GREATER_EQUAL, x, y), i >= j);
            assert_int_equal(constant_compare(GO_EQUAL, x, y), i == j);
        }
    assert_true(constant_compare(GO_EQUAL, literal("3"), literal("3.0")));
}

/* x * x + 1/x over and over: numbers that would grow without bound stay bounded. */
static void numbers_that_grow_are_rounded(void **state) {
    (void)state;
    const struct go_constant *x = literal("1.23456789"), *one = literal("1");
    for (int i = 0; i < 20; i++) {
        x = constant_binary(&pool, GO_MULTIPLY, x, x, false);
        const struct go_constant *inverse = constant_binary(&pool, GO_DIVIDE, one, x, false);
        x = constant_binary(&pool, GO_ADD, x, inverse, false);
        assert_non_null(x);
    }
    for (int i = 0; i < 20 && x; i++) x = constant_binary(&pool, GO_MULTIPLY, x, x, false);
    assert_null(x);
}

static void literals_of_any_length_are_read(void **state) {
    static char digits[50001];
    (void)state;
    memset(digits, '3', sizeof digits - 1);
    digits[0] = '0';
    digits[1] = '.';
    assert_true(constant_double(literal(digits)) == 1.0 / 3);
    digits[1] = '7';
    assert_null(constant_of_literal(&pool, GO_INTEGER, digits, 50000));
    digits[49998] = '.';
    require_text(constant_of_literal(&pool, GO_FLOAT, digits, 50000), "7.33333e+49996", "7333...");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_mean_what_go_says),
        cmocka_unit_test(strings_are_bytes),
        cmocka_unit_test(long_strings_are_shortened_in_messages),
        cmocka_unit_test(floats_are_rounded_once_to_nearest_even),
        cmocka_unit_test(operators_are_exact),
        cmocka_unit_test(integers_overflow_beyond_512_bits),
        cmocka_unit_test(numbers_fit_or_do_not),
        cmocka_unit_test(floats_that_are_integers_become_integers),
        cmocka_unit_test(numbers_are_ordered),
        cmocka_unit_test(numbers_that_grow_are_rounded),
        cmocka_unit_test(literals_of_any_length_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, close_pool) != 0;
}
