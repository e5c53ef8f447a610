/* Transcripts: what is said of lessons is recorded (tests/golden/transcript-*.md), nothing from
 * outside becomes markup, and neither portions nor the length of the run change what is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/markdown.h"
#include "lesson/transcript.h"
#include "support/build.h"
#include "support/golden.h"

static struct transcript transcript;
static struct session session;

/* ---- support ---- */

static const struct transcript_request WHOLE = {
    .from = NEVER, .to = NEVER, .language = &NARRATION_ENGLISH};

/* What is written of a scenario, in portions of a size; the caller frees it. */
static char *written_in(const struct scenario *s, const struct transcript_request *r,
                        uint64_t budget) {
    char *bytes = NULL;
    size_t length;
    FILE *out = open_memstream(&bytes, &length);
    enum transcript_state state = TRANSCRIPT_GOES_ON;
    assert_true(session_open(&session, s));
    while (session_run(&session, 1 << 12) == STOP_BUDGET) continue;
    assert_true(transcript_begin(&transcript, &session, out, r));
    while (state == TRANSCRIPT_GOES_ON) {
        unsigned before = transcript_permille(&transcript);
        state = transcript_go_on(&transcript, budget);
        assert_true(transcript_permille(&transcript) >= before);
    }
    assert_int_equal(state, TRANSCRIPT_DONE);
    assert_int_equal(transcript_permille(&transcript), 1000);
    transcript_free(&transcript);
    session_close(&session);
    assert_int_equal(fclose(out), 0);
    return bytes;
}

static char *written(const struct scenario *s, const struct transcript_request *r) {
    return written_in(s, r, 100);
}

static void check_golden(const char *scenario, const char *golden,
                         const struct transcript_request *r) {
    struct scenario s;
    build_load(&s, scenario);
    char *text = written(&s, r);
    golden_check(golden, text);
    free(text);
    scenario_free(&s);
}

static void assert_has(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part) {
    if (strstr(text, part)) fail_msg("\"%s\" is in\n%s", part, text);
}

/* ---- Markdown ---- */

typedef void writes_fn(struct text *out, const char *words);

static void assert_writes(writes_fn *write, const char *words, const char *expected) {
    struct text out = {0};
    write(&out, words);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
}

static void words_are_never_markup(void **state) {
    (void)state;
    assert_writes(markdown_words, "plain, words: 12 (all)", "plain, words: 12 (all)");
    assert_writes(markdown_words, "*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)");
    assert_writes(markdown_words, "<script>&amp;", "\\<script\\>\\&amp;");
    assert_writes(markdown_words, "a\\b|c~d$", "a\\\\b\\|c\\~d\\$");
    assert_writes(markdown_words, "# a #", "\\# a \\#");
    assert_writes(markdown_words, "- a - b", "\\- a - b");
    assert_writes(markdown_words, "+1", "\\+1");
    assert_writes(markdown_words, "1. a", "1\\. a");
    assert_writes(markdown_words, "12) a 12)", "12\\) a 12)");
    assert_writes(markdown_words, "1234567890. a", "1234567890. a");
    assert_writes(markdown_words, "  a\n\n b\t c ", "a b c");
    assert_writes(markdown_words, "a\x01\xff\xc3\xa4", "a\xef\xbf\xbd\xef\xbf\xbd\xc3\xa4");
    assert_writes(markdown_words, "", "");
    assert_writes(markdown_words, "\n", "");
}

static void code_keeps_its_ticks(void **state) {
    (void)state;
    assert_writes(markdown_code, "a := b", "`a := b`");
    assert_writes(markdown_code, "\t\tx\ty ", "`x y`");
    assert_writes(markdown_code, "s = `raw`", "`` s = `raw` ``");
    assert_writes(markdown_code, "``", "``` `` ```");
    assert_writes(markdown_code, "  ", "");
    assert_writes(markdown_code, "a | b", "`a | b`");
    assert_writes(markdown_cell_code, "a | b", "`a \\| b`");
    assert_writes(markdown_path, "a b/(ä).png", "a%20b/%28%C3%A4%29.png");
}

static void a_fence_is_longer_than_any_in_it(void **state) {
    struct text out = {0};
    (void)state;
    markdown_block(&out, "go", "a\n```\nb\n");
    assert_string_equal(text_string(&out), "````go\na\n```\nb\n````\n");
    text_clear(&out);
    markdown_block(&out, "text", "`````\r\n\x1b[2J");
    assert_string_equal(text_string(&out), "``````text\n`````\n\xef\xbf\xbd[2J\n``````\n");
    text_clear(&out);
    markdown_block(&out, "text", "");
    assert_string_equal(text_string(&out), "```text\n\n```\n");
    text_free(&out);
}

/* ---- what is told ---- */

static void lessons_are_told_as_recorded(void **state) {
    struct transcript_request r = WHOLE;
    (void)state;
    r.notes = true;
    r.pictures = "lesson-pictures";
    check_golden("scenarios/03-lost-object-barrier-on.json", "transcript-03.md", &r);
    r.language = &NARRATION_GERMAN;
    r.notes = false;
    check_golden("scenarios/82-most-die-young.json", "transcript-german-82.md", &r);
}

static void portions_change_nothing(void **state) {
    static const char *const PATHS[] = {"scenarios/84-why-no-generations.json",
                                        "scenarios/92-worker-pool.json"};
    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario s;
        build_load(&s, PATHS[i]);
        char *small = written_in(&s, &WHOLE, 1), *large = written_in(&s, &WHOLE, 1 << 20);
        assert_string_equal(small, large);
        free(small);
        free(large);
        scenario_free(&s);
    }
}

static void a_part_of_the_run_has_what_comes_in_it(void **state) {
    struct scenario s;
    struct transcript_request r = WHOLE;
    (void)state;
    build_load(&s, "scenarios/03-lost-object-barrier-on.json");
    r.from = 22;
    r.to = 30;
    char *text = written(&s, &r);
    assert_has(text, "from step 22 to step 30, of 46.");
    assert_has(text, "### Step 22\n\n**A is black. B is grey, C is white.**"); /* since 20 */
    assert_has(text, "line 8 `to.next = from.next`, steps 23–24");
    assert_has(text, "**Question 2.**");
    assert_has(text, "### <a id=\"answer-2\"></a>Question 2");
    assert_lacks(text, "Question 1");
    assert_lacks(text, "Question 3");
    assert_has(text, "The run goes on; this is step 30 of 46.");
    assert_lacks(text, "C holds 42`");
    free(text);
    r.from = r.to = 0;
    text = written(&s, &r);
    assert_has(text, "**Three objects");
    assert_lacks(text, "- **main**");
    free(text);
    scenario_free(&s);
}

static void pictures_are_of_the_steps_that_captions_and_questions_stop_at(void **state) {
    static const uint64_t STEPS[] = {0, 10, 20, 24, 25, 30, 35, 38, 41, NEVER};
    struct scenario s;
    char name[PICTURE_NAME_MAX];
    (void)state;
    build_load(&s, "scenarios/03-lost-object-barrier-on.json");
    assert_true(session_open(&session, &s));
    while (session_run(&session, 1 << 12) == STOP_BUDGET) continue;
    assert_true(transcript_begin(&transcript, &session, stdout, &WHOLE));
    for (uint32_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++)
        assert_int_equal(transcript_picture(&transcript, i), STEPS[i]);
    transcript_picture_name(41, name);
    assert_string_equal(name, "step-41.png");
    transcript_free(&transcript);
    session_close(&session);
    scenario_free(&s);
}

static void a_program_without_captions_is_told_and_pictured_at_its_end(void **state) {
    struct scenario s;
    struct transcript_request r = WHOLE;
    (void)state;
    r.pictures = "p";
    build_go(&s, "package main\n\nfunc main() {\n\tprintln(\"<b>`x` ``` | _y_\")\n}\n");
    char *text = written(&s, &r);
    assert_has(text, "```go\npackage main\n");
    assert_has(text, "![Step ");
    assert_has(text, "The run ends after ");
    free(text);
    scenario_free(&s);
}

/* A loop of so many rounds, of four steps or so. */
static char *loop(unsigned rounds) {
    struct scenario s;
    char script[512];
    snprintf(script, sizeof script,
             "'globals': {'n': 'int'}, 'functions': {'main': [{'repeat': %u, 'do': ["
             "{'set': 'n', 'to': 1}, {'new': 'int', 'to': '_', 'escape': 'heap', 'why': 'x'}]}, "
             "{'print': 'over'}]}",
             rounds);
    build_script(&s, script);
    char *text = written(&s, &WHOLE);
    scenario_free(&s);
    return text;
}

static void lines_that_come_again_and_again_are_named_only(void **state) {
    (void)state;
    char *text = loop(20);
    assert_has(text, "- steps 10–102: lines 4 to 6 again, as before.\n");
    assert_lacks(text, "counted:");
    free(text);
}

static void a_long_stretch_is_counted(void **state) {
    (void)state;
    char *text = loop(30000), *longer = loop(60000);
    assert_has(text, "| who | where | steps | what, and how often |");
    assert_has(text, "Among them, the first of each kind:");
    assert_has(text, "line 5 `n = 1` |");
    size_t length = strlen(text);
    assert_true(length < 8000);
    assert_true(strlen(longer) < length + 200);
    free(text);
    free(longer);
}

/* ---- nothing from outside becomes markup ---- */

static const char HOSTILE[] =
    "'summary': '> a\\n\\n# b', 'teaches': ['[x](y)'],"
    "'script': {'functions': {'main': ["
    "{'new': 'int', 'to': 'p', 'escape': 'heap', 'why': '<i>*why*', 'name': 'A_*b*'},"
    "{'print': '``` </details> {p}'}]}},"
    "'captions': [{'when': {'step': 0}, 'say': '## h `', 'more': '- m', 'notes': '<n>'}],"
    "'questions': [{'when': {'step': 1}, 'ask': '1. q|', 'hint': '_h_', 'pick': 'live',"
    "'until': {'step': 2}, 'why': '![w](z)'}],"
    "'expect': [{'output': ['```']}]";

static void nothing_from_outside_becomes_markup(void **state) {
    struct scenario s;
    struct transcript_request r = WHOLE;
    (void)state;
    r.notes = true;
    r.pictures = "p q";
    build_scenario(&s, HOSTILE);
    s.title = "*T* <script>alert(1)</script> #";
    char *text = written(&s, &r);
    golden_check("transcript-hostile.md", text);
    assert_has(text, "# \\*T\\* \\<script\\>");
    assert_has(text, "\\<i\\>");
    assert_has(text, "\\<n\\>");
    assert_lacks(text, "\n## h");
    assert_has(text, "(p%20q/step-0.png)");
    free(text);
    scenario_free(&s);
}

/* ---- of every lesson ---- */

static unsigned count_of(const char *text, const char *part) {
    unsigned count = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part)) count++;
    return count;
}

static void every_lesson_has_a_transcript(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        build_load(&s, *path);
        char *text = written(&s, &WHOLE);
        if (count_of(text, "](#answer-") != count_of(text, "<a id=\"answer-") ||
            count_of(text, "](#answer-") != s.question_count)
            fail_msg("%s: questions and answers are not the same", *path);
        if (count_of(text, "\n```") % 2) fail_msg("%s: a fence is not closed", *path);
        assert_lacks(text, "There is no answer");
        assert_lacks(text, "It does not hold");
        assert_lacks(text, "\n\n\n\n");
        free(text);
        scenario_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_never_markup),
        cmocka_unit_test(code_keeps_its_ticks),
        cmocka_unit_test(a_fence_is_longer_than_any_in_it),
        cmocka_unit_test(lessons_are_told_as_recorded),
        cmocka_unit_test(portions_change_nothing),
        cmocka_unit_test(a_part_of_the_run_has_what_comes_in_it),
        cmocka_unit_test(pictures_are_of_the_steps_that_captions_and_questions_stop_at),
        cmocka_unit_test(a_program_without_captions_is_told_and_pictured_at_its_end),
        cmocka_unit_test(lines_that_come_again_and_again_are_named_only),
        cmocka_unit_test(a_long_stretch_is_counted),
        cmocka_unit_test(nothing_from_outside_becomes_markup),
        cmocka_unit_test(every_lesson_has_a_transcript),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
