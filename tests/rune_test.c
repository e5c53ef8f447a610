/* Characters and strings: how they are decoded and encoded, and what that allocates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/hand.h"

static struct hand h;

static void begin(void) {
    hand_begin(&h);
    hand_lay_out(&h);
    hand_main(&h);
}

static void require_allocated(uint64_t objects, uint64_t bytes) {
    assert_int_equal(run_statistic(&h.r, "Mallocs"), objects);
    assert_int_equal(run_statistic(&h.r, "TotalAlloc"), bytes);
}

static void require_string(int32_t slot, const char *bytes, uint64_t length) {
    assert_int_equal(hand_word(&h, slot + 1), length);
    if (length)
        assert_memory_equal(memory_to_read(&h.r.m, hand_word(&h, slot), length), bytes, length);
}

/* ---- range ---- */

static void characters_are_decoded_one_by_one(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t length, rune, next;
    } rows[] = {
        {"a", 1, 'a', 1},
        {"\xc3\xa9", 2, 0xe9, 2},
        {"\xe4\xb8\x96", 3, 0x4e16, 3},
        {"\xf0\x9f\x99\x82", 4, 0x1f642, 4},
        {"\xff", 1, 0xfffd, 1},
        {"\xc3", 1, 0xfffd, 1},
        {"\xc0\x80", 2, 0xfffd, 1},
        {"\xed\xa0\x80", 3, 0xfffd, 1},
        {"\xf4\x90\x80\x80", 4, 0xfffd, 1},
        {"\xe4\xb8x", 3, 0xfffd, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin();
        int32_t s = hand_variable(&h, "s", h.string), at = hand_variable(&h, "at", h.integer);
        int32_t rune = hand_variable(&h, "rune", h.string); /* two slots */
        hand_string(&h, s, rows[i].bytes, rows[i].length);
        hand_op(&h, (struct op){.code = OP_RUNE, .a = rune, .b = s, .c = at});
        hand_run(&h);
        assert_int_equal(hand_word(&h, rune), rows[i].rune);
        assert_int_equal(hand_word(&h, rune + 1), rows[i].next);
        hand_end(&h);
    }
}

/* ---- conversions ---- */

static int32_t text_argument(int32_t s, int32_t buffer) {
    const struct argument arguments[] = {
        {.value = s}, {.value = s + 1}, {.value = buffer, .constant = true}};
    return hand_arguments(&h, arguments, 3);
}

static void convert(enum op_code code, int32_t to, int32_t from, int32_t buffer, uint32_t element) {
    hand_op(&h, (struct op){.code = (uint16_t)code,
                            .a = to,
                            .b = text_argument(from, buffer),
                            .c = hand_site(&h, element, true)});
}

static void a_string_becomes_runes(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        bool in_frame;
        uint64_t count, capacity, objects, allocated;
    } rows[] = {
        {"h\xc3\xa9llo", false, 5, 6, 1, 24},
        {"ab", false, 2, 2, 1, 16},
        {"", false, 0, 0, 0, 0},
        {"h\xc3\xa9llo", true, 5, 32, 0, 0},
        {"0123456789abcdef0123456789abcdefg", true, 33, 36, 1, 144},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hand_begin(&h);
        uint32_t buffer_type = program_array_of(&h.s.program, h.rune, RUNE_BUFFER);
        hand_lay_out(&h);
        hand_main(&h);
        int32_t s = hand_variable(&h, "s", h.string), runes = hand_variable(&h, "runes", h.runes);
        int32_t buffer = hand_variable(&h, "", buffer_type);
        hand_string(&h, s, rows[i].bytes, (uint32_t)strlen(rows[i].bytes));
        convert(OP_TO_RUNES, runes, s, rows[i].in_frame ? buffer : NO_SLOT, h.rune);
        hand_run(&h);
        assert_int_equal(hand_word(&h, runes + 1), rows[i].count);
        assert_int_equal(hand_word(&h, runes + 2), rows[i].capacity);
        require_allocated(rows[i].objects, rows[i].allocated);
        if (rows[i].count == 5) {
            static const uint32_t CODES[] = {'h', 0xe9, 'l', 'l', 'o'};
            assert_memory_equal(memory_bytes(&h.r.m, hand_word(&h, runes), sizeof CODES), CODES,
                                sizeof CODES);
        }
        hand_end(&h);
    }
}

/* What is no character is written as one that says so. */
static void runes_become_a_string(void **state) {
    (void)state;
    static const int32_t RUNES[] = {1, 2, 3, -5, 0xd800, 0x10ffff, 0x110000};
    static const char BYTES[] = "\1\2\3\xef\xbf\xbd\xef\xbf\xbd\xf4\x8f\xbf\xbf\xef\xbf\xbd";
    for (uint64_t count = 0; count <= 7; count += 7)
        for (int in_frame = 0; in_frame < 2; in_frame++) {
            hand_begin(&h);
            uint32_t buffer_type = program_array_of(&h.s.program, h.byte, STRING_BUFFER);
            hand_lay_out(&h);
            hand_main(&h);
            int32_t runes = hand_variable(&h, "runes", h.runes);
            int32_t s = hand_variable(&h, "s", h.string);
            int32_t buffer = hand_variable(&h, "", buffer_type);
            struct constant value = {.kind = CONSTANT_VALUE, .index = h.rune, .size = sizeof RUNES};
            hand_constant(&h, runes, program_constant(&h.s.program, value, RUNES));
            hand_constant(&h, runes + 1, count);
            convert(OP_FROM_RUNES, s, runes, in_frame ? buffer : NO_SLOT, h.byte);
            hand_run(&h);
            require_string(s, BYTES, count ? 16 : 0);
            require_allocated(!in_frame, in_frame ? 0 : count ? 24 : 16);
            hand_end(&h);
        }
}

static void a_rune_becomes_a_string(void **state) {
    (void)state;
    static const struct {
        uint64_t rune;
        const char *bytes;
    } rows[] = {{'x', "x"},
                {0xe9, "\xc3\xa9"},
                {0x1f642, "\xf0\x9f\x99\x82"},
                {(uint64_t)-1, "\xef\xbf\xbd"},
                {1ull << 32 | 'x', "\xef\xbf\xbd"},
                {0xdfff, "\xef\xbf\xbd"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int in_frame = 0; in_frame < 2; in_frame++) {
            begin();
            int32_t rune = hand_variable(&h, "rune", h.integer);
            int32_t s = hand_variable(&h, "s", h.string), buffer = hand_variable(&h, "", h.integer);
            hand_constant(&h, rune, rows[i].rune);
            const struct argument arguments[] = {
                {.value = rune}, {.value = in_frame ? buffer : NO_SLOT, .constant = true}};
            hand_op(&h, (struct op){.code = OP_FROM_RUNE,
                                    .a = s,
                                    .b = hand_arguments(&h, arguments, 2),
                                    .c = hand_site(&h, h.byte, true)});
            hand_run(&h);
            require_string(s, rows[i].bytes, strlen(rows[i].bytes));
            require_allocated(!in_frame, in_frame ? 0 : 16);
            hand_end(&h);
        }
}

/* ---- s + t ---- */

/* concatstrings: the only one that is not empty is the result, unless it would leave its frame. */
static void bytes_in_the_frame_are_copied_when_the_result_leaves(void **state) {
    (void)state;
    for (int leaves = 0; leaves < 2; leaves++) {
        hand_begin(&h);
        uint32_t buffer_type = program_array_of(&h.s.program, h.byte, STRING_BUFFER);
        hand_lay_out(&h);
        hand_main(&h);
        int32_t s = hand_variable(&h, "s", h.string), empty = hand_variable(&h, "empty", h.string);
        int32_t bytes = hand_variable(&h, "", h.integer), t = hand_variable(&h, "t", h.string);
        int32_t buffer = hand_variable(&h, "", buffer_type);
        hand_constant(&h, bytes, 0x6261);
        hand_op(&h, (struct op){.code = OP_ADDRESS, .a = s, .b = bytes});
        hand_constant(&h, s + 1, 2);
        const struct argument arguments[] = {{.value = 2, .constant = true},
                                             {.value = leaves ? NO_SLOT : buffer, .constant = true},
                                             {.value = s},
                                             {.value = s + 1},
                                             {.value = empty},
                                             {.value = empty + 1}};
        hand_op(&h, (struct op){.code = OP_CONCAT,
                                .a = t,
                                .b = hand_arguments(&h, arguments, 6),
                                .c = hand_site(&h, h.byte, true)});
        hand_run(&h);
        require_string(t, "ab", 2);
        require_allocated((uint64_t)leaves, leaves ? 16 : 0);
        assert_int_equal(hand_word(&h, t) == hand_word(&h, s), !leaves);
        hand_end(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_decoded_one_by_one),
        cmocka_unit_test(a_string_becomes_runes),
        cmocka_unit_test(runes_become_a_string),
        cmocka_unit_test(a_rune_becomes_a_string),
        cmocka_unit_test(bytes_in_the_frame_are_copied_when_the_result_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
