/* Questions in the window, by made-up inputs: when the run stops, how it is answered, what is told,
 * and what is saved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "files/answers.h"
#include "session/future.h"
#include "support/desk.h"
#include "support/program.h"

static struct desk desk;

static void open_lesson(enum questions mode) {
    desk_open(&desk, "scenarios/01-mark-and-sweep.json");
    desk.app.look.questions = mode;
    desk_pass(&desk, 0);
}

static const struct predicting *asked(void) {
    return &desk.app.predicting;
}

/* To the n-th question, from 0, which must stop the run. */
static void step_to_question(int question) {
    for (int i = 0; i < 100 && asked()->open != question; i++) {
        if (asked()->open != NO_QUESTION) desk_key(&desk, KEY_ENTER);
        else desk_key(&desk, KEY_RIGHT);
    }
    assert_int_equal(asked()->open, question);
}

/* The object of that name is clicked, where it is drawn first. */
static void pick(const char *name) {
    for (uint32_t i = 0; i < asked()->answer.item_count; i++) {
        if (strcmp(asked()->answer.items[i].name, name) != 0) continue;
        desk_click(&desk, COMMAND_SELECT, asked()->answer.items[i].address);
        return;
    }
    fail_msg("there is no %s to pick", name);
}

/* ---- when it is asked ---- */

static void stepping_stops_at_a_question(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    assert_true(desk_says(&desk, "The run stops where there is something to predict."));
    step_to_question(0);
    assert_int_equal(desk_step(&desk), desk.app.open.session.question_steps[0]);
    assert_true(desk_says(&desk, "Which objects will the sweep free?"));
    assert_true(desk_says(&desk, "Click the objects, then press Enter."));
    desk_close(&desk);
}

static void playing_and_phases_stop_at_the_step_of_the_question(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    desk.app.player.speed = 1000;
    desk_key(&desk, KEY_SPACE);
    desk_pass(&desk, 1);
    assert_int_equal(asked()->open, 0);
    assert_false(desk.app.player.playing);
    assert_int_equal(desk_step(&desk), 32);
    desk_close(&desk);
    open_lesson(QUESTIONS_LECTURE);
    desk_shift_key(&desk, KEY_RIGHT);
    assert_int_equal(desk_step(&desk), 32);
    assert_int_equal(asked()->open, 0);
    desk_close(&desk);
}

static void jumping_to_a_step_asks_nothing(void **state) {
    (void)state;
    open_lesson(QUESTIONS_SELF_STUDY);
    desk_key(&desk, KEY_END);
    assert_int_equal(asked()->open, NO_QUESTION);
    assert_int_equal(desk_step(&desk), session_steps(&desk.app.open.session));
    desk_key(&desk, KEY_HOME);
    desk_type(&desk, "g40");
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(desk_step(&desk), 40);
    desk_key(&desk, KEY_LEFT);
    assert_int_equal(asked()->open, NO_QUESTION);
    step_to_question(2);
    desk_close(&desk);
}

static void a_question_is_asked_once_unless_asked_for(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(0);
    desk_key(&desk, KEY_ENTER);
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(asked()->open, NO_QUESTION);
    desk_key(&desk, KEY_LEFT);
    desk_key(&desk, KEY_RIGHT);
    assert_int_equal(desk_step(&desk), 32);
    assert_int_equal(asked()->open, NO_QUESTION);
    desk_ctrl_type(&desk, "a");
    assert_int_equal(asked()->open, 0);
    desk_close(&desk);
}

static void a_question_is_chosen_on_the_timeline(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    desk_click(&desk, COMMAND_ASK, 3);
    assert_int_equal(desk_step(&desk), 49);
    assert_int_equal(asked()->open, 2);
    desk_click(&desk, COMMAND_ASK, 1);
    assert_int_equal(desk_step(&desk), 32);
    assert_int_equal(asked()->open, 0);
    desk.app.look.questions = QUESTIONS_SELF_STUDY;
    desk_click(&desk, COMMAND_ASK, 2); /* not before this one is answered */
    assert_int_equal(asked()->open, 0);
    assert_true(asked()->refused);
    desk_close(&desk);
}

static void without_questions_nothing_stops(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(0);
    desk_type(&desk, "d");
    assert_int_equal(desk.app.look.questions, QUESTIONS_SELF_STUDY);
    assert_true(desk_says(&desk, "D: self-study"));
    desk_type(&desk, "D");
    assert_int_equal(asked()->open, NO_QUESTION);
    assert_false(desk_says(&desk, "Predict"));
    for (int i = 0; i < 10; i++) desk_key(&desk, KEY_RIGHT);
    assert_int_equal(desk_step(&desk), 42);
    desk_type(&desk, "d");
    assert_int_equal(desk.app.look.questions, QUESTIONS_LECTURE);
    step_to_question(2);
    desk_close(&desk);
}

/* ---- going on ---- */

static void a_lecture_shows_the_answer_before_it_goes_on(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(0);
    desk_key(&desk, KEY_PAGE_DOWN);
    assert_true(asked()->told);
    assert_int_equal(desk_step(&desk), 32);
    assert_true(desk_says(&desk, "The answer: old, cache"));
    desk_key(&desk, KEY_PAGE_DOWN);
    assert_int_equal(desk_step(&desk), 33);
    assert_int_equal(asked()->open, NO_QUESTION);
    assert_false(desk_says(&desk, "right so far"));
    desk_close(&desk);
}

static void self_study_goes_on_behind_an_answer_only(void **state) {
    (void)state;
    static const enum key ON[] = {KEY_RIGHT, KEY_SPACE, KEY_END, KEY_PAGE_DOWN};
    open_lesson(QUESTIONS_SELF_STUDY);
    step_to_question(0);
    for (int i = 0; i < 4; i++) {
        desk_key(&desk, ON[i]);
        desk_pass(&desk, 1);
        assert_int_equal(desk_step(&desk), 32);
        assert_int_equal(asked()->open, 0);
        assert_false(asked()->told);
        assert_true(desk_says(&desk, "It goes on behind an answer."));
    }
    desk_key(&desk, KEY_LEFT); /* looking back is fine */
    assert_int_equal(desk_step(&desk), 31);
    assert_int_equal(asked()->open, 0);
    desk_key(&desk, KEY_ESCAPE);
    desk_close(&desk);
}

/* ---- answering ---- */

static void objects_are_picked_and_judged(void **state) {
    (void)state;
    open_lesson(QUESTIONS_SELF_STUDY);
    step_to_question(0);
    pick("old");
    pick("Node 3");
    assert_int_equal(desk.app.selected, 0);
    assert_true(desk_says(&desk, "old, Node 3"));
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(asked()->verdict, VERDICT_WRONG);
    assert_true(desk_says(&desk, "Node 3 is still reachable: head → Node 3."));
    assert_true(desk_says(&desk, "cache is garbage"));
    assert_true(desk_says(&desk, "0 of 1 right so far"));
    desk_key(&desk, KEY_BACKSPACE); /* once more */
    assert_false(asked()->told);
    pick("old");
    pick("Node 2");
    pick("cache");
    pick("Node 2");
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(asked()->verdict, VERDICT_RIGHT);
    assert_int_equal(asked()->results[0].attempts, 2);
    assert_true(desk_says(&desk, "0 of 1 right so far")); /* the first attempt counts */
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(asked()->open, NO_QUESTION);
    desk_close(&desk);
}

static uint32_t rings_of(uint32_t colour) {
    uint32_t count = 0;
    for (size_t i = 0; i < desk.app.draw.count; i++) {
        const struct draw_command *c = &desk.app.draw.commands[i];
        count += c->kind == DRAW_BOX && c->stroke == colour && (c->fill & 0xff) == 0 && c->line > 3;
    }
    return count;
}

/* Whatever shows an object is marked: the graph at least. */
static void picks_are_ringed_and_then_told_apart_by_shape(void **state) {
    (void)state;
    open_lesson(QUESTIONS_SELF_STUDY);
    const struct theme *t = desk.app.look.theme;
    step_to_question(0);
    uint32_t purple = rings_of(t->purple), green = rings_of(t->green);
    uint32_t vermillion = rings_of(t->vermillion);
    pick("old");
    pick("Node 3");
    assert_true(rings_of(t->purple) >= purple + 2);
    desk_key(&desk, KEY_ENTER);
    assert_true(rings_of(t->purple) <= purple + 1); /* the frame of what is told */
    assert_true(rings_of(t->green) >= green + 2);   /* old, and cache, which was missed */
    assert_true(rings_of(t->vermillion) >= vermillion + 1);
    desk_close(&desk);
}

static bool says_unreachable(void) {
    return desk_says(&desk, word(LANGUAGE_ENGLISH, WORD_NO_ROOT_LEADS_HERE)) ||
           desk_says(&desk, word(LANGUAGE_ENGLISH, WORD_UNREACHABLE_HERE));
}

/* The picture must not tell the answer. */
static void garbage_is_not_shown_before_the_answer(void **state) {
    (void)state;
    open_lesson(QUESTIONS_SELF_STUDY);
    desk_type(&desk, "g31");
    desk_key(&desk, KEY_ENTER);
    assert_true(says_unreachable());
    desk_key(&desk, KEY_RIGHT);
    assert_int_equal(asked()->open, 0);
    struct view v = app_view(&desk.app);
    assert_true(predicting_hides_garbage(&v));
    view_end(&v);
    assert_false(says_unreachable());
    desk_key(&desk, KEY_ENTER);
    v = app_view(&desk.app);
    assert_false(predicting_hides_garbage(&v));
    view_end(&v);
    assert_true(says_unreachable());
    desk_close(&desk);
}

static void nothing_picked_is_an_answer_in_self_study(void **state) {
    (void)state;
    open_lesson(QUESTIONS_SELF_STUDY);
    step_to_question(0);
    desk_key(&desk, KEY_ENTER);
    assert_true(asked()->told);
    assert_int_equal(asked()->verdict, VERDICT_WRONG);
    desk_close(&desk);
}

static void an_order_is_clicked_or_typed_and_moved(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(1);
    desk_type(&desk, "1");
    pick("Node 2");
    desk_click(&desk, COMMAND_PREDICT_ITEM, 3);
    assert_int_equal(asked()->answered.count, 3);
    desk_key(&desk, KEY_UP); /* Node 3 before Node 2 */
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(asked()->verdict, VERDICT_RIGHT);
    assert_true(desk_says(&desk, "Right: Node 1, then Node 3, then Node 2"));
    assert_true(desk_says(&desk, "1 of 1 right so far"));
    desk_close(&desk);
}

static void half_an_order_is_no_answer(void **state) {
    (void)state;
    open_lesson(QUESTIONS_SELF_STUDY);
    step_to_question(1);
    desk_type(&desk, "12");
    desk_key(&desk, KEY_ENTER);
    assert_false(asked()->told);
    desk_key(&desk, KEY_BACKSPACE);
    assert_int_equal(asked()->answered.count, 1);
    desk_close(&desk);
}

static void a_choice_is_taken_by_click_digit_or_arrow(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(2);
    desk_type(&desk, "3");
    assert_true(given_has(&asked()->answered, 2));
    desk_click(&desk, COMMAND_PREDICT_ITEM, 4);
    assert_true(given_has(&asked()->answered, 3));
    desk_key(&desk, KEY_DOWN);
    assert_int_equal(asked()->answered.count, 1);
    assert_true(given_has(&asked()->answered, 0));
    desk_key(&desk, KEY_UP);
    assert_true(given_has(&asked()->answered, 3));
    desk_type(&desk, "1");
    desk_key(&desk, KEY_ENTER);
    assert_int_equal(asked()->verdict, VERDICT_RIGHT);
    assert_true(desk_says(&desk, "Right: white"));
    desk_close(&desk);
}

static void a_hint_is_shown_to_who_wants_it(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(0);
    assert_false(desk_says(&desk, "Follow the pointers"));
    assert_true(desk_says(&desk, "I: hint"));
    desk_type(&desk, "i");
    assert_true(desk_says(&desk, "Follow the pointers"));
    assert_false(desk_says(&desk, "I: hint"));
    desk_close(&desk);
}

static void the_reasons_follow_the_language(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(0);
    pick("Node 3");
    desk_type(&desk, "v");
    assert_true(desk_says(&desk, "Node 3"));
    assert_int_equal(asked()->answered.count, 1);
    desk_key(&desk, KEY_ENTER);
    assert_true(desk_says(&desk, "Node 3 ist noch erreichbar: head → Node 3."));
    desk_type(&desk, "v");
    assert_true(desk_says(&desk, "Node 3 is still reachable: head → Node 3."));
    assert_int_equal(asked()->results[0].attempts, 1);
    desk_close(&desk);
}

/* Before the answer the listing does not tell it. */
static void verdicts_are_not_shown_while_they_are_asked_about(void **state) {
    (void)state;
    desk_open(&desk, "scenarios/90-returned-pointer.json");
    desk.app.look.questions = QUESTIONS_LECTURE;
    desk_pass(&desk, 0);
    assert_true(desk_says(&desk, "stack"));
    step_to_question(1);
    assert_true(desk_says(&desk, "Where will it be?"));
    struct view v = app_view(&desk.app);
    assert_true(predicting_hides_verdicts(&v));
    view_end(&v);
    bool tagged = false;
    for (size_t i = 0; i < desk.app.draw.hit_count; i++)
        tagged = tagged || strstr(text_string(&desk.app.draw.strings) + desk.app.draw.hits[i].tip,
                                  "does not escape");
    assert_false(tagged);
    desk_key(&desk, KEY_ENTER);
    v = app_view(&desk.app);
    assert_false(predicting_hides_verdicts(&v));
    view_end(&v);
    desk_close(&desk);
}

static void what_the_machine_gives_to_choose_from_is_translated(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    desk.app.look.language = LANGUAGE_GERMAN;
    step_to_question(2);
    assert_true(desk_says(&desk, "1  weiß"));
    desk_key(&desk, KEY_ENTER);
    assert_true(desk_says(&desk, "Die Antwort: weiß"));
    desk_close(&desk);
}

/* ---- saving ---- */

static char *saved_text(const char *path) {
    size_t length;
    char *text = read_file(path, &length);
    assert_non_null(text);
    return text;
}

static void answers_are_saved_as_they_are_given(void **state) {
    (void)state;
    const char *path = scratch_path("deeper/answers.json");
    open_lesson(QUESTIONS_SELF_STUDY);
    desk.app.predicting.file = path;
    step_to_question(0);
    pick("old");
    desk_key(&desk, KEY_ENTER);
    assert_true(desk_says(&desk, "saved in answers.json"));
    char *text = saved_text(path);
    assert_string_equal(
        text,
        "{\"tricolor\": \"answers\", \"format\": 1, \"scenarios\": [\n"
        "{\"scenario\": \"scenarios/01-mark-and-sweep.json\", \"title\": \"Mark and sweep\", "
        "\"questions\": 3, \"answered\": 1, \"right_at_once\": 0, \"answers\": ["
        "{\"question\": \"Which objects will the sweep free?\", \"form\": \"pick\", "
        "\"attempts\": 1, \"given\": \"old\", \"right\": \"old, cache\", \"first\": \"partly\", "
        "\"verdict\": \"partly\", \"shown\": true}, "
        "{\"question\": \"In which order will the nodes turn black?\", \"form\": \"order\", "
        "\"attempts\": 0, \"shown\": false}, "
        "{\"question\": \"What colour will Node 2 have when the sweep has passed it?\", "
        "\"form\": \"choice\", \"attempts\": 0, \"shown\": false}]}\n]}\n");
    free(text);
    desk_close(&desk);
}

static void one_scenario_does_not_overwrite_another(void **state) {
    (void)state;
    char why[160];
    const char *path = scratch_path("two.json");
    assert_true(answers_save(path, "{\"scenario\": \"a\", \"title\": \"A\", \"x\": 1}", why, 160));
    assert_true(answers_save(path, "{\"scenario\": \"b\", \"title\": \"B\", \"x\": 2}", why, 160));
    assert_true(answers_save(path, "{\"scenario\": \"a\", \"title\": \"A\", \"x\": 3}", why, 160));
    char *text = saved_text(path);
    assert_string_equal(text, "{\"tricolor\": \"answers\", \"format\": 1, \"scenarios\": [\n"
                              "{\"scenario\": \"b\", \"title\": \"B\", \"x\": 2},\n"
                              "{\"scenario\": \"a\", \"title\": \"A\", \"x\": 3}\n]}\n");
    free(text);
}

static void a_file_of_something_else_is_left_alone(void **state) {
    (void)state;
    const char *path = scratch_path("thesis.txt");
    write_file(path, "two years of work\n");
    open_lesson(QUESTIONS_LECTURE);
    desk.app.predicting.file = path;
    step_to_question(2);
    desk_type(&desk, "1");
    desk_key(&desk, KEY_ENTER);
    assert_true(desk_says(&desk, "not saved: it is no file of answers"));
    desk_close(&desk);
    char *text = saved_text(path);
    assert_string_equal(text, "two years of work\n");
    free(text);
}

/* ---- other runs ---- */

static void another_setting_keeps_the_score_and_asks_anew(void **state) {
    (void)state;
    open_lesson(QUESTIONS_LECTURE);
    step_to_question(2);
    desk_type(&desk, "1");
    desk_key(&desk, KEY_ENTER);
    desk_key(&desk, KEY_ENTER);
    uint64_t step = desk_step(&desk);
    desk_type(&desk, "s");
    desk_key(&desk, KEY_RIGHT); /* GOGC */
    desk_pass(&desk, 1);
    assert_int_equal(asked()->open, NO_QUESTION);
    assert_int_equal(desk_step(&desk), step);
    assert_true(desk_says(&desk, "1 of 1 right so far"));
    desk_close(&desk);
}

/* Somebody else goes next than would have: the answer is that of the new run. */
static void another_future_has_another_answer(void **state) {
    (void)state;
    desk_open(&desk, "scenarios/03-lost-object-barrier-on.json");
    desk.app.look.questions = QUESTIONS_LECTURE;
    step_to_question(0);
    struct session *s = &desk.app.open.session;
    uint64_t step = desk_step(&desk);
    assert_true(asked()->answer.items[0].right); /* yes: the barrier steps in */
    for (int i = 0; i < 40; i++)                 /* the collector alone, until it has finished */
        for (uint16_t processor = 0; processor < 2; processor++)
            if (session_force(s, (struct choice){ACTOR_COLLECTOR, processor})) break;
    session_seek(s, step);
    desk_pass(&desk, 0);
    assert_int_equal(asked()->open, 0);
    assert_false(asked()->told);
    assert_false(asked()->answer.items[0].right); /* marking is over before the store */
    desk_close(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stepping_stops_at_a_question),
        cmocka_unit_test(playing_and_phases_stop_at_the_step_of_the_question),
        cmocka_unit_test(jumping_to_a_step_asks_nothing),
        cmocka_unit_test(a_question_is_asked_once_unless_asked_for),
        cmocka_unit_test(a_question_is_chosen_on_the_timeline),
        cmocka_unit_test(without_questions_nothing_stops),
        cmocka_unit_test(a_lecture_shows_the_answer_before_it_goes_on),
        cmocka_unit_test(self_study_goes_on_behind_an_answer_only),
        cmocka_unit_test(objects_are_picked_and_judged),
        cmocka_unit_test(picks_are_ringed_and_then_told_apart_by_shape),
        cmocka_unit_test(garbage_is_not_shown_before_the_answer),
        cmocka_unit_test(nothing_picked_is_an_answer_in_self_study),
        cmocka_unit_test(an_order_is_clicked_or_typed_and_moved),
        cmocka_unit_test(half_an_order_is_no_answer),
        cmocka_unit_test(a_choice_is_taken_by_click_digit_or_arrow),
        cmocka_unit_test(a_hint_is_shown_to_who_wants_it),
        cmocka_unit_test(the_reasons_follow_the_language),
        cmocka_unit_test(verdicts_are_not_shown_while_they_are_asked_about),
        cmocka_unit_test(what_the_machine_gives_to_choose_from_is_translated),
        cmocka_unit_test(answers_are_saved_as_they_are_given),
        cmocka_unit_test(one_scenario_does_not_overwrite_another),
        cmocka_unit_test(a_file_of_something_else_is_left_alone),
        cmocka_unit_test(another_setting_keeps_the_score_and_asks_anew),
        cmocka_unit_test(another_future_has_another_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
