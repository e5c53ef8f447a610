/* A text grows by whatever is added, is always a C string, and stops quietly without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void a_new_text_is_an_empty_string(void **state) {
    (void)state;
    struct text t = {0};
    assert_string_equal(text_string(&t), "");
    text_free(&t);
}

static void additions_follow_each_other(void **state) {
    (void)state;
    struct text t = {0};
    text_add(&t, "scan ");
    text_add_bytes(&t, "A.next", 1);
    text_addf(&t, " in %d us, %s", 12, "done");
    assert_string_equal(text_string(&t), "scan A in 12 us, done");
    assert_int_equal(t.length, strlen(t.bytes));
    text_free(&t);
}

static void adding_nothing_still_makes_a_string(void **state) {
    (void)state;
    struct text t = {0};
    text_add(&t, "");
    assert_non_null(t.bytes);
    assert_string_equal(t.bytes, "");
    text_free(&t);
}

static void a_long_text_is_whole(void **state) {
    (void)state;
    struct text t = {0};
    for (int i = 0; i < 10000; i++) text_addf(&t, "%05d", i);
    assert_int_equal(t.length, 50000);
    for (int i = 0; i < 10000; i++) {
        char number[6] = {0};
        memcpy(number, t.bytes + 5 * i, 5);
        assert_int_equal(strtol(number, NULL, 10), i);
    }
    assert_int_equal(t.bytes[t.length], '\0');
    text_free(&t);
}

/* 62 to 66 bytes: around the size of the first piece of memory. */
static void every_length_around_a_growth_is_whole(void **state) {
    (void)state;
    for (size_t length = 62; length <= 66; length++) {
        struct text t = {0};
        for (size_t i = 0; i < length; i++) text_add(&t, "x");
        text_addf(&t, "%s", "end");
        assert_int_equal(t.length, length + 3);
        assert_string_equal(t.bytes + length, "end");
        text_free(&t);
    }
}

static void bytes_may_contain_nul(void **state) {
    (void)state;
    struct text t = {0};
    text_add_bytes(&t, "a\0b", 3);
    assert_int_equal(t.length, 3);
    assert_memory_equal(t.bytes, "a\0b", 4);
    text_free(&t);
}

static void a_string_is_quoted_and_escaped_for_json(void **state) {
    (void)state;
    struct text t = {0};
    text_add_json(&t, "say \"A\\B\"\n\t\x01 \xC3\xA4");
    assert_string_equal(t.bytes, "\"say \\\"A\\\\B\\\"\\n\\u0009\\u0001 \xC3\xA4\"");
    text_clear(&t);
    text_add_json(&t, "");
    assert_string_equal(t.bytes, "\"\"");
    text_free(&t);
}

static void a_cleared_text_starts_again(void **state) {
    (void)state;
    struct text t = {0};
    text_clear(&t);
    text_add(&t, "first");
    text_clear(&t);
    assert_string_equal(text_string(&t), "");
    text_add(&t, "second");
    assert_string_equal(text_string(&t), "second");
    text_free(&t);
}

static void a_freed_text_can_be_used_again(void **state) {
    (void)state;
    struct text t = {0};
    text_add(&t, "old");
    text_free(&t);
    assert_null(t.bytes);
    text_add(&t, "new");
    assert_string_equal(text_string(&t), "new");
    text_free(&t);
}

static void a_text_that_failed_does_not_change(void **state) {
    (void)state;
    struct text t = {0};
    text_add(&t, "before");
    t.failed = true; /* as if there had been no memory */
    text_add(&t, "x");
    text_addf(&t, "%d", 1);
    text_add_json(&t, "y");
    assert_string_equal(text_string(&t), "before");
    text_free(&t);
    assert_false(t.failed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_text_is_an_empty_string),
        cmocka_unit_test(additions_follow_each_other),
        cmocka_unit_test(adding_nothing_still_makes_a_string),
        cmocka_unit_test(a_long_text_is_whole),
        cmocka_unit_test(every_length_around_a_growth_is_whole),
        cmocka_unit_test(bytes_may_contain_nul),
        cmocka_unit_test(a_string_is_quoted_and_escaped_for_json),
        cmocka_unit_test(a_cleared_text_starts_again),
        cmocka_unit_test(a_freed_text_can_be_used_again),
        cmocka_unit_test(a_text_that_failed_does_not_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
