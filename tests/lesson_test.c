/* Questions: the right answers, computed from runs, and what is made of given ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lesson/judge.h"
#include "lesson/sentences.h"
#include "machine/inspect/inspect_root.h"
#include "support/build.h"
#include "support/golden.h"
#include "support/program.h"

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

static void open_text(const char *members) {
    build_scenario(&scenario, members);
    open_loaded();
}

/* The n-th question, from 0, which must have an answer; `now` must not move. */
static const struct question *answered(uint32_t n) {
    const struct question *q = &scenario.questions[n];
    uint64_t step = session_step(&session), hash = machine_hash(&session.now);
    answer_free(&answer);
    if (!question_answer(&session, q, &NARRATION_ENGLISH, &answer)) fail_msg("%s", answer.problem);
    assert_int_equal(session_step(&session), step);
    assert_int_equal(machine_hash(&session.now), hash);
    return q;
}

static void require_problem(uint32_t n, const char *problem) {
    answer_free(&answer);
    assert_false(question_answer(&session, &scenario.questions[n], &NARRATION_ENGLISH, &answer));
    assert_string_equal(answer.problem, problem);
}

static void require_right(const struct question *q, const char *words) {
    struct text is = {0};
    answer_words(q, &answer, &is);
    assert_string_equal(text_string(&is), words);
    text_free(&is);
}

static uint32_t item_called(const char *name) {
    for (uint32_t i = 0; i < answer.item_count; i++)
        if (strcmp(answer.items[i].name, name) == 0) return i;
    fail_msg("there is no item %s", name);
    return 0;
}

/* Names of items with a comma between them. */
static struct given give(const char *names) {
    struct given g = {.count = 0};
    char copy[200];
    snprintf(copy, sizeof copy, "%s", names);
    for (char *name = strtok(copy, ","); name; name = strtok(NULL, ","))
        given_toggle(&g, item_called(name));
    return g;
}

static void require_verdict(const struct question *q, const char *names, enum verdict verdict) {
    struct given g = give(names);
    assert_string_equal(verdict_name(question_judge(q, &answer, &g)), verdict_name(verdict));
}

/* ---- what is right ---- */

#define GRAPH                                                                                      \
    "'heap': {'objects': {'A': {'points_to': ['B']}, 'B': {}, 'C': {'points_to': ['D']}, 'D': "    \
    "{}}, "                                                                                        \
    "'roots': ['A']}, "
#define ASK(what) "{'when': {'event': 'mark_start'}, 'ask': '?', " what "}"

static void each_form_has_an_answer_from_the_run(void **state) {
    (void)state;
    static const struct {
        const char *what, *right;
    } ROWS[] = {
        {ASK("'pick': 'freed'"), "C, D"},
        {ASK("'pick': 'live'"), "A, B"},
        {ASK("'pick': 'reachable'"), "A, B"},
        {ASK("'pick': 'unreachable'"), "C, D"},
        {ASK("'pick': 'white'"), "A, B, C, D"},
        {ASK("'pick': 'white', 'until': {'phase': 'mark termination'}"), "C, D"},
        {ASK("'pick': 'black', 'until': {'event': 'mark_done'}"), "A, B"},
        {ASK("'pick': 'grey', 'until': {'steps': 1}"), "nothing"},
        {ASK("'pick': 'lost'"), "nothing"},
        {ASK("'pick': {'event': 'take'}"), "A"},
        {ASK("'pick': {'event': 'free'}, 'until': {'end': true}"), "C, D"},
        {ASK("'choice': {'colour': 'B'}, 'until': {'phase': 'mark termination'}"), "black"},
        {ASK("'choice': {'colour': 'C'}, 'until': {'end': true}"), "freed"},
        {ASK("'choice': {'comes': {'freed': 'A'}}"), "no"},
        {ASK("'choice': {'comes': {'freed': 'C'}}"), "yes"},
        {ASK("'choice': {'comes': {'freed': 'C'}}, 'until': {'phase': 'mark termination'}"), "no"},
        {ASK("'choice': {'change': 'HeapAlloc'}"), "it shrinks"},
        {ASK("'choice': {'change': 'Sys'}"), "it stays the same"},
        {ASK("'choice': 'outcome', 'choices': ['deadlock', 'done']"), "done"},
        {ASK("'number': 'HeapObjects'"), "4"},
        {ASK("'number': 'HeapObjects', 'until': {'end': true}"), "2"},
        {ASK("'number': {'objects': 'freed'}"), "2"},
        {ASK("'number': {'event': 'free'}"), "2"},
        {ASK("'number': {'event': 'free'}, 'until': {'steps': 1}"), "0"},
        {ASK("'order': [{'when': {'freed': 'D'}, 'say': 'last'}, {'when': {'black': 'A'}, "
             "'say': 'first'}]"),
         "first, then last"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct text members = {0};
        text_addf(&members, GRAPH "'questions': [%s]", ROWS[i].what);
        open_text(text_string(&members));
        require_right(answered(0), ROWS[i].right);
        close_all();
        text_free(&members);
    }
}

static void what_is_allocated_next_is_on_stack_or_heap(void **state) {
    (void)state;
    open_text(
        "'script': {'functions': {'main': ["
        "{'new': '[4]int', 'to': 'a', 'escape': 'heap', 'name': 'A'},"
        "{'new': '[4]int', 'to': 'b', 'escape': 'stack', 'name': 'B'}, {'print': 'x'},"
        "{'print': 'y'}]}}, 'questions': ["
        "{'when': {'step': 0}, 'ask': '?', 'choice': {'lives': 'A'}},"
        "{'when': {'step': 0}, 'ask': '?', 'choice': {'lives': 'B'}},"
        "{'when': {'event': 'allocate'}, 'ask': '?', 'choice': {'lives': 'A'}},"
        "{'when': {'step': 0}, 'ask': '?', 'choice': 'output', 'choices': ['y', 'x']},"
        "{'when': {'event': 'print'}, 'ask': '?', 'choice': 'output', 'choices': ['y', 'x']},"
        "{'when': {'event': 'print'}, 'ask': '?', 'choice': 'output', 'choices': ['', 'z']}]");
    require_right(answered(0), "on the heap");
    require_right(answered(1), "on the stack");
    require_problem(2, "nothing called \"A\" is allocated by then");
    require_right(answered(3), "x");
    require_right(answered(4), "y");
    require_problem(5, "what is printed is \"y\", which is not among the choices");
    close_all();
}

static void who_goes_next_is_known(void **state) {
    (void)state;
    open_text("'runtime': {'GOMAXPROCS': 2, 'seed': 1}, 'script': {'functions': {'main': ["
              "{'go': 'worker'}, {'yield': true}, {'yield': true}], 'worker': [{'yield': true}]}},"
              "'questions': [{'when': {'event': 'go'}, 'ask': '?', 'choice': 'actor'},"
              "{'when': {'step': 0}, 'ask': '?', 'choice': 'actor'}]");
    answered(0);
    assert_int_equal(answer.item_count, 2);
    session_seek(&session, answer.asked + 1);
    struct text actor = {0};
    inspect_actor(&session.now, session.now.s->clock.last_actor, &actor);
    session_seek(&session, 0);
    require_right(&scenario.questions[0], text_string(&actor));
    text_free(&actor);
    require_problem(1, "only one actor can go on at that moment");
    close_all();
}

static void what_cannot_be_answered_says_why(void **state) {
    (void)state;
    open_text(
        GRAPH
        "'questions': ["
        "{'when': {'phase': 'mark', 'cycle': 2}, 'ask': '?', 'pick': 'white'}," ASK(
            "'pick': "
            "'white', "
            "'until': "
            "{'cycle': 2}") "," ASK("'pick': {'event': 'remember'}") "," ASK("'choice': 'outcome', "
                                                                             "'choices': "
                                                                             "['deadlock', "
                                                                             "'panic']") "," ASK("'"
                                                                                                 "o"
                                                                                                 "r"
                                                                                                 "d"
                                                                                                 "e"
                                                                                                 "r"
                                                                                                 "'"
                                                                                                 ":"
                                                                                                 " "
                                                                                                 "{"
                                                                                                 "'"
                                                                                                 "e"
                                                                                                 "v"
                                                                                                 "e"
                                                                                                 "n"
                                                                                                 "t"
                                                                                                 "'"
                                                                                                 ":"
                                                                                                 " "
                                                                                                 "'"
                                                                                                 "r"
                                                                                                 "e"
                                                                                                 "m"
                                                                                                 "e"
                                                                                                 "m"
                                                                                                 "b"
                                                                                                 "e"
                                                                                                 "r"
                                                                                                 "'"
                                                                                                 "}") "," ASK("'o"
                                                                                                              "rd"
                                                                                                              "er"
                                                                                                              "':"
                                                                                                              " ["
                                                                                                              "{'"
                                                                                                              "wh"
                                                                                                              "en"
                                                                                                              "':"
                                                                                                              " {"
                                                                                                              "'c"
                                                                                                              "yc"
                                                                                                              "le"
                                                                                                              "':"
                                                                                                              " 2"
                                                                                                              "},"
                                                                                                              " '"
                                                                                                              "sa"
                                                                                                              "y'"
                                                                                                              ": "
                                                                                                              "'a"
                                                                                                              "'}"
                                                                                                              ", "
                                                                                                              "{'"
                                                                                                              "wh"
                                                                                                              "en"
                                                                                                              "':"
                                                                                                              " {"
                                                                                                              "'s"
                                                                                                              "te"
                                                                                                              "p'"
                                                                                                              ": "
                                                                                                              "1}"
                                                                                                              ", "
                                                                                                              "'s"
                                                                                                              "ay"
                                                                                                              "':"
                                                                                                              " '"
                                                                                                              "b'"
                                                                                                              "}"
                                                                                                              "]") ", {'when': {'step': 0}, 'ask': '?', 'pick': 'white'},"
                                                                                                                   "{'when': {'step': 0}, 'ask': '?', 'choice': {'colour': 'B'}}]");
    require_problem(0, "the moment of the question (\"when\") never comes");
    require_problem(1, "the moment of the answer (\"until\") never comes");
    require_problem(2, "the event \"remember\" does not come to any of the objects");
    require_problem(3, "the outcome is \"done\", which is not among the choices");
    require_problem(4, "expected 2 to 9 objects to put in order, found 0");
    require_problem(5, "\"a\" does not come");
    require_problem(6, "there is no object to pick at that moment");
    require_problem(7, "B is not allocated then");
    struct text out = {0};
    assert_int_equal(lesson_check(&session, &out), 8);
    text_free(&out);
    close_all();
}

/* Whatever happens meanwhile, and wherever one looks from. */
static void the_answer_does_not_depend_on_where_one_is(void **state) {
    (void)state;
    open_file("scenarios/04-lost-object-no-barrier.json");
    struct text first = {0};
    for (uint64_t step = 0; step <= 40; step += 4) {
        struct text now = {0};
        session_seek(&session, step);
        for (uint32_t i = 0; i < scenario.question_count; i++)
            answer_text(&session, answered(i), &answer, &now);
        if (step == 0) text_add(&first, text_string(&now));
        assert_string_equal(text_string(&now), text_string(&first));
        text_free(&now);
    }
    text_free(&first);
    close_all();
}

/* Another setting has other answers: nothing is written by hand. */
static void other_settings_have_other_answers(void **state) {
    (void)state;
    for (int barrier = 0; barrier < 2; barrier++) {
        build_load(&scenario, "scenarios/03-lost-object-barrier-on.json");
        if (barrier) scenario.config.barrier = BARRIER_NONE;
        open_loaded();
        require_right(answered(0), barrier ? "no" : "yes");
        require_right(answered(1), barrier ? "white" : "black");
        require_right(answered(2), barrier ? "C" : "nothing");
        if (barrier)
            assert_string_equal(
                question_explain(&session, &scenario.questions[2], &answer, item_called("C")),
                "C is freed although it is still in use: to → A.next → C.");
        close_all();
    }
}

/* ---- verdicts ---- */

static void picks_are_right_if_all_and_only_the_right_ones_are_there(void **state) {
    (void)state;
    open_text(GRAPH "'questions': [" ASK("'pick': 'freed'") "," ASK("'pick': 'lost'") "]");
    const struct question *q = answered(0);
    require_verdict(q, "C,D", VERDICT_RIGHT);
    require_verdict(q, "D,C", VERDICT_RIGHT);
    require_verdict(q, "C", VERDICT_PARTLY);
    require_verdict(q, "C,D,A", VERDICT_PARTLY);
    require_verdict(q, "C,A", VERDICT_WRONG);
    require_verdict(q, "A,B", VERDICT_WRONG);
    require_verdict(q, "", VERDICT_WRONG);
    require_verdict(q, "A,C,D,A", VERDICT_RIGHT); /* put away again */
    q = answered(1);
    require_verdict(q, "", VERDICT_RIGHT);
    require_verdict(q, "A", VERDICT_WRONG);
    close_all();
}

static void a_choice_is_right_or_wrong(void **state) {
    (void)state;
    open_text(GRAPH "'questions': [" ASK("'choice': {'change': 'Sys'}") "]");
    const struct question *q = answered(0);
    require_verdict(q, "it stays the same", VERDICT_RIGHT);
    require_verdict(q, "it grows", VERDICT_WRONG);
    require_verdict(q, "", VERDICT_WRONG);
    close_all();
}

static void a_number_may_be_near(void **state) {
    (void)state;
    open_text(GRAPH "'questions': [" ASK("'number': 'HeapAlloc', 'near': 10") "," ASK(
        "'number': 'HeapAlloc'") "]");
    const struct question *q = answered(0);
    const uint64_t right = answer.number;
    assert_int_equal(right, 8 + 16 + 8 + 16);
    static const struct {
        int64_t off;
        enum verdict near, exact;
    } ROWS[] = {{0, VERDICT_RIGHT, VERDICT_RIGHT},  {1, VERDICT_PARTLY, VERDICT_WRONG},
                {4, VERDICT_PARTLY, VERDICT_WRONG}, {-4, VERDICT_PARTLY, VERDICT_WRONG},
                {5, VERDICT_WRONG, VERDICT_WRONG},  {-5, VERDICT_WRONG, VERDICT_WRONG}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct given g = {.number = right + (uint64_t)ROWS[i].off};
        assert_int_equal(question_judge(q, &answer, &g), ROWS[i].near);
        assert_int_equal(question_judge(&scenario.questions[1], &answer, &g), ROWS[i].exact);
    }
    close_all();
}

static void an_order_is_partly_right_if_most_pairs_are(void **state) {
    (void)state;
    open_file("scenarios/06-textbook-graph.json");
    const struct question *q = answered(1); /* A, C, E, B */
    require_verdict(q, "A,C,E,B", VERDICT_RIGHT);
    require_verdict(q, "A,E,C,B", VERDICT_PARTLY);
    require_verdict(q, "B,E,C,A", VERDICT_WRONG);
    require_verdict(q, "A,C,E", VERDICT_WRONG);
    close_all();
}

static void what_comes_in_the_same_step_may_stand_in_any_order(void **state) {
    (void)state;
    open_text(GRAPH "'questions': [" ASK(
        "'order': [{'when': {'phase': 'sweep'}, 'say': 'b'}, "
        "{'when': {'phase': 'sweep'}, 'say': 'c'}, {'when': {'black': 'A'}, 'say': 'a'}]") "]");
    const struct question *q = answered(0);
    require_verdict(q, "a,b,c", VERDICT_RIGHT);
    require_verdict(q, "a,c,b", VERDICT_RIGHT);
    require_verdict(q, "b,c,a", VERDICT_WRONG);
    close_all();
}

static void feedback_tells_what_was_wrong_and_why(void **state) {
    (void)state;
    struct text out = {0};
    open_text(GRAPH "'questions': [" ASK("'pick': 'freed', 'why': 'So it is.'") "]");
    const struct question *q = answered(0);
    struct given g = give("B,D");
    question_feedback(&session, q, &answer, &g, &out);
    assert_string_equal(text_string(&out),
                        "B is still reachable: root → A.p0 → B.\n"
                        "C is garbage: nothing has led to it from a root since step 9.\n"
                        "So it is.");
    text_free(&out);
    g = give("C,D");
    question_feedback(&session, q, &answer, &g, &out);
    assert_string_equal(text_string(&out),
                        "C is garbage: nothing has led to it from a root since step 9.\n"
                        "D is garbage: nothing has led to it from a root since step 9.\n"
                        "So it is.");
    text_free(&out);
    close_all();
}

/* Step by step, what was found by halving: the first step at which nothing leads there. */
static void since_when_it_is_garbage_is_exact(void **state) {
    (void)state;
    open_file("scenarios/02-unreachable-cycle.json");
    answered(0);
    uint32_t bob = item_called("Bob");
    const char *why = question_explain(&session, &scenario.questions[0], &answer, bob);
    uint64_t since = strtoull(strstr(why, "step ") + 5, NULL, 10);
    struct root_path path;
    session_seek(&session, since - 1);
    assert_true(inspect_find_root_path(&session.now, answer.items[bob].address, &path));
    session_seek(&session, since);
    assert_false(inspect_find_root_path(&session.now, answer.items[bob].address, &path));
    close_all();
}

/* ---- in another language ---- */

/* The conversions of a format, in order: "%s%llu". */
static void conversions(const char *format, struct text *out) {
    for (; (format = strchr(format, '%')); format++) {
        size_t length = strcspn(format, "sud") + 1;
        text_add_bytes(out, format, length);
    }
}

static void every_sentence_has_the_same_conversions_in_both_languages(void **state) {
    (void)state;
    for (int i = 0; i < SENTENCE_COUNT; i++) {
        struct text english = {0}, german = {0};
        const char *in_english = sentence_in(&NARRATION_ENGLISH, (enum sentence)i);
        const char *in_german = sentence_in(&NARRATION_GERMAN, (enum sentence)i);
        assert_string_not_equal(in_english, in_german);
        conversions(in_english, &english);
        conversions(in_german, &german);
        assert_true(english.length > 0 || i == SENTENCE_NO_PATH);
        assert_string_equal(text_string(&english), text_string(&german));
        text_free(&english);
        text_free(&german);
    }
}

static void reasons_are_told_in_german(void **state) {
    (void)state;
    struct text out = {0};
    open_text(GRAPH "'questions': [" ASK("'pick': 'freed'") "," ASK(
        "'choice': {'comes': {'phase': 'sweep'}}") "]");
    const struct question *q = &scenario.questions[0];
    assert_true(question_answer(&session, q, &NARRATION_GERMAN, &answer));
    struct given g = give("B,D");
    question_feedback(&session, q, &answer, &g, &out);
    assert_string_equal(text_string(&out),
                        "B ist noch erreichbar: root → A.p0 → B.\n"
                        "C ist Müll: seit Schritt 9 führt von keiner Wurzel mehr etwas hin.");
    text_free(&out);
    answer_free(&answer);
    assert_true(question_answer(&session, q + 1, &NARRATION_GERMAN, &answer));
    assert_non_null(strstr(answer.why, "Schritt "));
    assert_null(strstr(answer.why, "The "));
    close_all();
}

/* ---- run ---- */

static void run_fails_when_a_question_has_no_answer(void **state) {
    (void)state;
    const char *path = scratch_path("questions.json");
    write_file(path, "{\"format\": 1, \"title\": \"t\",\n\"script\": {\"functions\": {\"main\": "
                     "[{\"yield\": true}]}},\n\"questions\": [\n{\"when\": {\"event\": \"lost\"}, "
                     "\"ask\": \"?\", \"pick\": \"lost\"}]}\n");
    shell_expect(0, "tricolor-sim check %s", path);
    struct shell_result r = shell("tricolor-sim run %s", path);
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.err, "question 1 (line 4): the moment of the question (\"when\") "
                                  "never comes"));
    shell_free(&r);
}

/* ---- the supplied scenarios ---- */

static void add_answers(const char *path, struct text *out) {
    open_file(path);
    if (scenario.question_count > 0) text_addf(out, "%s\n", strrchr(path, '/') + 1);
    for (uint32_t i = 0; i < scenario.question_count; i++) {
        question_answer(&session, &scenario.questions[i], &NARRATION_ENGLISH, &answer);
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
        cmocka_unit_test(each_form_has_an_answer_from_the_run),
        cmocka_unit_test(what_is_allocated_next_is_on_stack_or_heap),
        cmocka_unit_test(who_goes_next_is_known),
        cmocka_unit_test(what_cannot_be_answered_says_why),
        cmocka_unit_test(the_answer_does_not_depend_on_where_one_is),
        cmocka_unit_test(other_settings_have_other_answers),
        cmocka_unit_test(picks_are_right_if_all_and_only_the_right_ones_are_there),
        cmocka_unit_test(a_choice_is_right_or_wrong),
        cmocka_unit_test(a_number_may_be_near),
        cmocka_unit_test(an_order_is_partly_right_if_most_pairs_are),
        cmocka_unit_test(what_comes_in_the_same_step_may_stand_in_any_order),
        cmocka_unit_test(feedback_tells_what_was_wrong_and_why),
        cmocka_unit_test(since_when_it_is_garbage_is_exact),
        cmocka_unit_test(every_sentence_has_the_same_conversions_in_both_languages),
        cmocka_unit_test(reasons_are_told_in_german),
        cmocka_unit_test(run_fails_when_a_question_has_no_answer),
        cmocka_unit_test(every_question_of_the_library_has_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
