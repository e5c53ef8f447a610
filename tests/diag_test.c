/* A complaint names file, line and column, shows the line, and points at the place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"

static struct source source_of(const char *text) {
    return (struct source){"a.json", text, strlen(text)};
}

static void assert_words(const struct diags *d, const char *expected) {
    struct text words = {0};
    diags_text(d, &words);
    assert_string_equal(text_string(&words), expected);
    text_free(&words);
}

/* What is said of one complaint, "oops", at `offset`. */
static void assert_shown(const char *text, size_t offset, const char *expected) {
    struct diags d;
    diags_init(&d, source_of(text));
    diag_at(&d, offset, "oops");
    assert_words(&d, expected);
    diags_free(&d);
}

static void no_complaint_is_no_text(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("{}"));
    assert_words(&d, "");
    diags_free(&d);
}

static void a_complaint_shows_place_line_and_caret(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("{\n  \"barier\": 1\n}\n"));
    diag_at(&d, 4, "unknown key \"%s\"; did you mean %s?", "barier", "barrier");
    assert_words(&d, "a.json:2:3: unknown key \"barier\"; did you mean barrier?\n"
                     "  \"barier\": 1\n"
                     "  ^\n");
    diags_free(&d);
}

static void first_and_last_place_of_a_line_are_shown(void **state) {
    (void)state;
    assert_shown("abc\ndef", 0, "a.json:1:1: oops\nabc\n^\n");
    assert_shown("abc\ndef", 2, "a.json:1:3: oops\nabc\n  ^\n");
    assert_shown("abc\ndef", 3, "a.json:1:4: oops\nabc\n   ^\n");
    assert_shown("abc\ndef", 4, "a.json:2:1: oops\ndef\n^\n");
    assert_shown("abc\ndef", 7, "a.json:2:4: oops\ndef\n   ^\n");
}

static void an_empty_line_and_an_empty_file_are_shown(void **state) {
    (void)state;
    assert_shown("a\n\nb", 2, "a.json:2:1: oops\n\n^\n");
    assert_shown("", 0, "a.json:1:1: oops\n\n^\n");
}

static void a_place_behind_the_end_is_the_end(void **state) {
    (void)state;
    assert_shown("abc", 99, "a.json:1:4: oops\nabc\n   ^\n");
}

static void a_carriage_return_is_not_shown(void **state) {
    (void)state;
    assert_shown("abc\r\ndef\r\n", 1, "a.json:1:2: oops\nabc\n ^\n");
    assert_shown("abc\r\ndef\r\n", 6, "a.json:2:2: oops\ndef\n ^\n");
    assert_shown("abc\r\ndef\r\n", 3, "a.json:1:4: oops\nabc\n   ^\n");
}

static void tabs_stay_tabs_above_and_below(void **state) {
    (void)state;
    assert_shown("\ta\tb", 3, "a.json:1:4: oops\n\ta\tb\n\t \t^\n");
    assert_shown("\ta", 0, "a.json:1:1: oops\n\ta\n^\n");
}

static void a_character_of_many_bytes_is_one_column_of_the_caret(void **state) {
    (void)state;
    assert_shown("\xC3\xA4\xE2\x86\x92\xF0\x9F\x98\x80x", 9,
                 "a.json:1:10: oops\n\xC3\xA4\xE2\x86\x92\xF0\x9F\x98\x80x\n   ^\n");
    assert_shown("\xC3\xA4x", 0, "a.json:1:1: oops\n\xC3\xA4x\n^\n");
    assert_shown("a\xC3\xA4x", 2, "a.json:1:3: oops\na\xC3\xA4x\n ^\n"); /* inside the character */
}

static void what_could_harm_a_terminal_is_a_question_mark(void **state) {
    (void)state;
    assert_shown("\x1B[2Jx", 4, "a.json:1:5: oops\n?[2Jx\n    ^\n");
    assert_shown("a\x7F"
                 "b",
                 2, "a.json:1:3: oops\na?b\n  ^\n");
    assert_shown("\xC2\x9B"
                 "2J",
                 3, "a.json:1:4: oops\n??2J\n   ^\n"); /* C1 control */
    assert_shown("a\rb", 2, "a.json:1:3: oops\na?b\n  ^\n");
}

static void bytes_that_are_no_character_are_question_marks(void **state) {
    (void)state;
    assert_shown("gr\xFC\xDF"
                 "e",
                 4, "a.json:1:5: oops\ngr??e\n    ^\n");
    struct diags d;
    diags_init(&d, (struct source){"a.json", "ab\xE2\x82\xAC", 4}); /* the file ends inside */
    diag_at(&d, 2, "oops");
    assert_words(&d, "a.json:1:3: oops\nab??\n  ^\n");
    diags_free(&d);
}

static void nul_bytes_are_shown_as_question_marks(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, (struct source){"a.json", "a\0b", 3});
    diag_at(&d, 1, "oops");
    assert_words(&d, "a.json:1:2: oops\na?b\n ^\n");
    diags_free(&d);
}

static void message_and_name_stay_on_their_line(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, (struct source){"a\nb\x1B.json", "x", 1});
    diag_at(&d, 0, "unknown key \"%s\"", "p\nq\x1B");
    assert_words(&d, "a?b?.json:1:1: unknown key \"p?q?\"\nx\n^\n");
    diags_free(&d);
}

static void a_complaint_about_the_whole_file_has_no_place(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("x"));
    diag_file(&d, "is a %s; a file was expected", "directory");
    assert_words(&d, "a.json: is a directory; a file was expected\n");
    diags_free(&d);
}

/* ---- Long lines: 26 letters, again and again --------------------------------------------------
 */

enum { LONG_LINE = 260 };

static void fill_long_line(char *line) {
    for (int i = 0; i < LONG_LINE; i++) line[i] = (char)('a' + i % 26);
    line[LONG_LINE] = '\0';
}

/* The letter above the caret, of a long line that is complained about at `offset`. */
static char letter_above_caret(const char *text, size_t offset, size_t *columns) {
    struct diags d;
    struct text words = {0};
    diags_init(&d, source_of(text));
    diag_at(&d, offset, "oops");
    diags_text(&d, &words);
    char *line = strchr(words.bytes, '\n') + 1;
    char *caret_line = strchr(line, '\n') + 1;
    char letter = line[strchr(caret_line, '^') - caret_line];
    *columns = (size_t)(caret_line - line - 1);
    text_free(&words);
    diags_free(&d);
    return letter;
}

static void a_long_line_is_shortened_around_the_place(void **state) {
    (void)state;
    char line[LONG_LINE + 1];
    fill_long_line(line);
    for (size_t offset = 0; offset < LONG_LINE; offset++) {
        size_t columns;
        assert_int_equal(letter_above_caret(line, offset, &columns), line[offset]);
        assert_true(columns >= 100 && columns <= 106);
    }
}

static void dots_stand_where_a_long_line_was_cut(void **state) {
    (void)state;
    char line[LONG_LINE + 1];
    fill_long_line(line);
    assert_shown(line + 260 - 105, 0,
                 "a.json:1:1: oops\n"
                 "zabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu...\n"
                 "^\n");
    assert_shown(line + 260 - 105, 104,
                 "a.json:1:105: oops\n"
                 "...efghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n"
                 "                                                   "
                 "                                                   ^\n");
    assert_shown(line + 160, 99,
                 "a.json:1:100: oops\n"
                 "efghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n"
                 "                                                "
                 "                                                   ^\n");
}

static void no_character_is_cut_in_a_long_line(void **state) {
    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        struct text line = {0}, words = {0};
        struct diags d;
        for (size_t i = 0; i < shift; i++) text_add(&line, "x");
        for (size_t i = 0; i < 100; i++) text_add(&line, "\xE2\x86\x92");
        diags_init(&d, source_of(line.bytes));
        diag_at(&d, 150 + shift, "oops");
        diags_text(&d, &words);
        assert_null(strchr(words.bytes, '?'));
        assert_non_null(strstr(words.bytes, "\n...\xE2\x86\x92"));
        assert_non_null(strstr(words.bytes, "\xE2\x86\x92...\n"));
        diags_free(&d);
        text_free(&words);
        text_free(&line);
    }
}

/* ---- More than one ----------------------------------------------------------------------------
 */

static void complaints_come_in_the_order_of_the_text(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("ab"));
    diag_file(&d, "file");
    diag_at(&d, 1, "third");
    diag_at(&d, 0, "first");
    diag_at(&d, 0, "second");
    assert_words(&d, "a.json:1:1: first\nab\n^\n"
                     "a.json:1:1: second\nab\n^\n"
                     "a.json:1:2: third\nab\n ^\n"
                     "a.json: file\n");
    diags_free(&d);
}

static void the_same_complaint_at_the_same_place_is_kept_once(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("ab"));
    diag_at(&d, 1, "same %d", 1);
    diag_at(&d, 0, "same %d", 1);
    diag_at(&d, 1, "same %d", 1);
    diag_file(&d, "same 1");
    diag_file(&d, "same 1");
    assert_int_equal(d.count, 3);
    assert_int_equal(d.dropped, 0);
    diags_free(&d);
}

static void add_complaints(struct diags *d, int count) {
    for (int i = 0; i < count; i++) diag_at(d, 0, "number %d", i);
}

static void complaints_above_the_limit_are_counted(void **state) {
    (void)state;
    struct diags d;
    struct text words = {0};
    diags_init(&d, source_of("ab"));
    add_complaints(&d, DIAG_MAX + 7);
    assert_int_equal(d.count, DIAG_MAX);
    add_complaints(&d, 1); /* known already: not one more */
    diags_text(&d, &words);
    assert_non_null(strstr(words.bytes, "number 19\nab\n^\na.json: 7 more problems\n"));
    assert_null(strstr(words.bytes, "number 20"));
    text_free(&words);
    diags_free(&d);
}

static void a_full_list_without_more_says_nothing_of_more(void **state) {
    (void)state;
    struct diags d;
    struct text words = {0};
    diags_init(&d, source_of("ab"));
    add_complaints(&d, DIAG_MAX);
    diags_text(&d, &words);
    assert_null(strstr(words.bytes, "more problem"));
    add_complaints(&d, DIAG_MAX + 1);
    diags_text(&d, &words);
    assert_non_null(strstr(words.bytes, "a.json: 1 more problem\n"));
    text_free(&words);
    diags_free(&d);
}

static void freed_diagnostics_are_empty_and_can_be_used_again(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("ab"));
    add_complaints(&d, DIAG_MAX + 1);
    diags_free(&d);
    assert_words(&d, "");
    diag_at(&d, 0, "again");
    assert_words(&d, "a.json:1:1: again\nab\n^\n");
    diags_free(&d);
}

/* ---- Names ------------------------------------------------------------------------------------
 */

static const char *const barriers[] = {"off",   "insertion", "deletion", "hybrid",
                                       "steps", "seed",      "A",        NULL};

static void assert_nearest(const char *word, const char *expected) {
    const char *found = nearest_name(word, barriers);
    if (expected) assert_non_null(found);
    if (expected) assert_string_equal(found, expected);
    else assert_null(found);
}

static void a_slip_of_the_pen_is_recognised(void **state) {
    (void)state;
    assert_nearest("hybrid", "hybrid");
    assert_nearest("hybird", "hybrid");      /* swapped */
    assert_nearest("hibrid", "hybrid");      /* changed */
    assert_nearest("hybrd", "hybrid");       /* lost */
    assert_nearest("hybriid", "hybrid");     /* doubled */
    assert_nearest("hbyird", "hybrid");      /* swapped twice */
    assert_nearest("insrtoin", "insertion"); /* lost and swapped */
    assert_nearest("of", "off");
    assert_nearest("step", "steps");
}

static void upper_and_lower_case_are_the_same_letter(void **state) {
    (void)state;
    assert_nearest("HYBRID", "hybrid");
    assert_nearest("Hybird", "hybrid");
    assert_nearest("a", "A");
}

static void a_word_that_is_far_from_all_is_not_recognised(void **state) {
    (void)state;
    assert_nearest("", NULL);
    assert_nearest("B", NULL);
    assert_nearest("on", NULL);
    assert_nearest("hub", NULL);
    assert_nearest("hyyybbbrid", NULL);
    assert_nearest("generational", NULL);
}

static void of_two_equally_near_names_the_first_is_taken(void **state) {
    (void)state;
    static const char *const names[] = {"write", "reads", "read1", "read2", NULL};
    static const char *const none[] = {NULL};
    assert_string_equal(nearest_name("read3", names), "reads");
    assert_string_equal(nearest_name("read2", names), "read2");
    assert_null(nearest_name("read3", none));
}

static void very_long_words_are_compared_with_nothing(void **state) {
    (void)state;
    char longest[66], one_less[65];
    memset(longest, 'a', 65);
    longest[65] = '\0';
    memset(one_less, 'a', 64);
    one_less[64] = '\0';
    const char *const names[] = {longest, one_less, NULL};
    assert_null(nearest_name(longest, names));
    assert_ptr_equal(nearest_name(one_less, names), one_less);
}

static void a_message_may_have_more_lines(void **state) {
    (void)state;
    struct diags d;
    diags_init(&d, source_of("x := 1"));
    diag_at(&d, 0, "x redeclared in this block\n\ta.json:1:1: other declaration of x");
    assert_words(&d, "a.json:1:1: x redeclared in this block\n"
                     "\ta.json:1:1: other declaration of x\n"
                     "x := 1\n"
                     "^\n");
    diags_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_complaint_is_no_text),
        cmocka_unit_test(a_complaint_shows_place_line_and_caret),
        cmocka_unit_test(first_and_last_place_of_a_line_are_shown),
        cmocka_unit_test(an_empty_line_and_an_empty_file_are_shown),
        cmocka_unit_test(a_place_behind_the_end_is_the_end),
        cmocka_unit_test(a_carriage_return_is_not_shown),
        cmocka_unit_test(tabs_stay_tabs_above_and_below),
        cmocka_unit_test(a_character_of_many_bytes_is_one_column_of_the_caret),
        cmocka_unit_test(what_could_harm_a_terminal_is_a_question_mark),
        cmocka_unit_test(bytes_that_are_no_character_are_question_marks),
        cmocka_unit_test(nul_bytes_are_shown_as_question_marks),
        cmocka_unit_test(message_and_name_stay_on_their_line),
        cmocka_unit_test(a_complaint_about_the_whole_file_has_no_place),
        cmocka_unit_test(a_long_line_is_shortened_around_the_place),
        cmocka_unit_test(dots_stand_where_a_long_line_was_cut),
        cmocka_unit_test(no_character_is_cut_in_a_long_line),
        cmocka_unit_test(complaints_come_in_the_order_of_the_text),
        cmocka_unit_test(the_same_complaint_at_the_same_place_is_kept_once),
        cmocka_unit_test(complaints_above_the_limit_are_counted),
        cmocka_unit_test(a_full_list_without_more_says_nothing_of_more),
        cmocka_unit_test(freed_diagnostics_are_empty_and_can_be_used_again),
        cmocka_unit_test(a_slip_of_the_pen_is_recognised),
        cmocka_unit_test(upper_and_lower_case_are_the_same_letter),
        cmocka_unit_test(a_word_that_is_far_from_all_is_not_recognised),
        cmocka_unit_test(of_two_equally_near_names_the_first_is_taken),
        cmocka_unit_test(very_long_words_are_compared_with_nothing),
        cmocka_unit_test(a_message_may_have_more_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
