/* Lines and columns by an index, against counting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/lines.h"

static void every_place_is_where_counting_finds_it(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"", "a", "\n", "\n\n", "ab\ncd", "ab\n\ncd\n", "\nx"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        const struct source s = {"t", TEXTS[i], strlen(TEXTS[i])};
        struct pool pool = {0};
        const struct lines lines = lines_of(&s, &pool);
        for (size_t offset = 0; offset <= s.length; offset++) {
            size_t line, column;
            uint32_t found_line, found_column;
            source_place(&s, offset, &line, &column);
            lines_place(&lines, offset, &found_line, &found_column);
            assert_int_equal(found_line, line);
            assert_int_equal(found_column, column);
        }
        pool_free(&pool);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place_is_where_counting_finds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
