/* The texts of the interface: every one in every language, with the same conversions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "view/commands.h"
#include "view/words.h"

/* "%u%s" of "%u of %s". */
static void conversions(const char *words, char *out, size_t size) {
    size_t length = 0;
    for (const char *c = words; *c; c++) {
        if (*c != '%') continue;
        do {
            if (length + 1 < size) out[length++] = *c;
            c++;
        } while (*c && !strchr("%csdiuxXfgp", *c));
        if (*c && length + 1 < size) out[length++] = *c;
        if (!*c) break;
    }
    out[length] = '\0';
}

static void every_language_has_the_same_conversions(void **state) {
    (void)state;
    for (int w = 0; w < WORD_COUNT; w++) {
        char english[64], other[64];
        conversions(word(LANGUAGE_ENGLISH, (enum word)w), english, sizeof english);
        for (int l = 0; l < LANGUAGE_COUNT; l++) {
            conversions(word((enum language)l, (enum word)w), other, sizeof other);
            if (strcmp(english, other) != 0)
                fail_msg("\"%s\" has %s, \"%s\" has %s", word(LANGUAGE_ENGLISH, (enum word)w),
                         english, word((enum language)l, (enum word)w), other);
        }
    }
}

static void no_text_is_missing_in_a_language(void **state) {
    (void)state;
    for (int w = 0; w < WORD_COUNT; w++)
        for (int l = 0; l < LANGUAGE_COUNT; l++) {
            const char *words = word((enum language)l, (enum word)w);
            assert_non_null(words);
            if ((words[0] == '\0') != (word(LANGUAGE_ENGLISH, (enum word)w)[0] == '\0'))
                fail_msg("\"%s\" has nothing in %s", word(LANGUAGE_ENGLISH, (enum word)w),
                         language_code((enum language)l));
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_the_same_conversions),
        cmocka_unit_test(no_text_is_missing_in_a_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
