/* Questions: the right answers, computed from runs, and what is made of given ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lesson/judge.h"
#include "support/build.h"
#include "support/golden.h"

static struct scenario scenario;
static struct session session;
static struct answer answer;

static void open_loaded(void) {
    assert_true(session_open(&session, &scenario));
}

static void open_file(const char *path) {
    build_load(&scenario, path);
    open_loaded();
}

static void close_all(void) {
    answer_free(&answer);
    session_close(&session);
    scenario_free(&scenario);
}

/* ---- the supplied scenarios ---- */

static void add_answers(const char *path, struct text *out) {
    open_file(path);
    if (scenario.question_count > 0) text_addf(out, "%s\n", strrchr(path, '/') + 1);
    for (uint32_t i = 0; i < scenario.question_count; i++) {
        question_answer(&session, &scenario.questions[i], &answer);
        answer_text(&session, &scenario.questions[i], &answer, out);
        answer_free(&answer);
    }
    close_all();
}

/* Every question is asked and has an answer; what it is can be read in the golden file. */
static void every_question_of_the_library_has_an_answer(void **state) {
    (void)state;
    struct text all = {0};
    for (const char *const *path = build_scenario_paths(); *path; path++) add_answers(*path, &all);
    if (strstr(text_string(&all), "no answer:")) fail_msg("%s", text_string(&all));
    golden_check("answers.txt", text_string(&all));
    text_free(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_of_the_library_has_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
