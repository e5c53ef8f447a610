#include "app/predicting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/does.h"
#include "files/answers.h"

static const struct question *question_of(const struct app *app) {
    return &app->open.scenario.questions[app->predicting.open];
}

static uint64_t step_now(const struct app *app) {
    return session_step(&app->open.session);
}

/* ---- saving ---- */

static void save(struct app *app) {
    struct predicting *p = &app->predicting;
    struct text line = {0};
    if (!p->file) return;
    results_json(&app->open.scenario, p->results, &line);
    p->saved = answers_save(p->file, text_string(&line), p->file_fails, sizeof p->file_fails);
    text_free(&line);
}

/* ---- asking and telling ---- */

static void clear_given(struct predicting *p) {
    p->answered.count = 0;
    p->number[0] = '\0';
    p->told = p->given = p->refused = false;
}

static void close_question(struct predicting *p) {
    p->open = NO_QUESTION;
    answer_free(&p->answer);
    text_free(&p->feedback);
    clear_given(p);
    p->hinted = false;
}

static const struct narration *language_of(const struct app *app) {
    return app->look.language == LANGUAGE_GERMAN ? &NARRATION_GERMAN : &NARRATION_ENGLISH;
}

/* False if there is no answer: then it is not asked either. */
static bool ask(struct app *app, uint32_t question) {
    struct predicting *p = &app->predicting;
    struct session *s = &app->open.session;
    bool had_ended = session_ended(s);
    close_question(p);
    p->asked[question] = true;
    p->open = (int)question;
    app->player.playing = false;
    app->dirty = true;
    bool fine = question_answer(s, question_of(app), language_of(app), &p->answer);
    p->changes = s->future.changes;
    if (!had_ended && session_ended(s)) app_lay_out(app);
    if (!fine) close_question(p);
    return fine;
}

/* The next question that is due, in (from, to]; asked at its step. */
static bool ask_between(struct app *app, uint64_t from, uint64_t to) {
    const struct session *s = &app->open.session;
    uint64_t best = NEVER;
    uint32_t question = 0;
    for (uint32_t i = 0; i < app->open.scenario.question_count; i++) {
        uint64_t step = s->question_steps[i];
        if (app->predicting.asked[i] || step >= best || step > to) continue;
        if (step < from || (step == from && from != to)) continue;
        best = step;
        question = i;
    }
    if (best == NEVER) return false;
    session_seek(&app->open.session, best);
    return ask(app, question) || ask_between(app, best, to);
}

static void tell(struct app *app, bool given) {
    struct predicting *p = &app->predicting;
    const struct question *q = question_of(app);
    p->told = true;
    p->given = given;
    p->refused = false;
    text_clear(&p->feedback);
    if (given) {
        p->verdict = question_judge(q, &p->answer, &p->answered);
        result_note(&p->results[p->open], q, &p->answer, &p->answered);
    }
    p->results[p->open].shown = true;
    question_feedback(&app->open.session, q, &p->answer, &p->answered, &p->feedback);
    if (given) save(app);
    app->dirty = true;
}

/* It may have had neighbours at the same step. */
static void leave_question(struct app *app) {
    close_question(&app->predicting);
    ask_between(app, step_now(app), step_now(app));
}

/* Somebody wants to go on, and has not answered. */
static void hold(struct app *app) {
    session_seek(&app->open.session, app->predicting.answer.asked);
    app->player.playing = false;
    app->dirty = true;
    if (app->look.questions == QUESTIONS_SELF_STUDY) app->predicting.refused = true;
    else tell(app, false);
}

/* ---- watching over time ---- */

static void forget_results(struct predicting *p) {
    for (int i = 0; i < QUESTIONS_MAX; i++) {
        result_free(&p->results[i]);
        p->asked[i] = false;
    }
    p->saved = false;
    p->file_fails[0] = '\0';
}

/* What was answered before a setting was changed, or the file saved, still counts. The place where
 * one was is gone to without stops. */
void predicting_begin(struct app *app) {
    struct predicting *p = &app->predicting;
    close_question(p);
    if (p->count != app->open.scenario.question_count) forget_results(p);
    p->count = app->open.scenario.question_count;
    p->seen = 0;
    p->jumps = true;
    if (app->look.questions != QUESTIONS_OFF) ask_between(app, 0, 0);
}

void predicting_end(struct app *app) {
    close_question(&app->predicting);
    forget_results(&app->predicting);
}

void predicting_note(struct app *app, enum command_id command) {
    app->predicting.jumps = command == COMMAND_LAST || command == COMMAND_SEEK ||
                            command == COMMAND_SCRUB || command == COMMAND_GO_TO ||
                            command == COMMAND_ASK;
}

/* The run has become another one: what was right may be so no more. The question is asked again if
 * its moment has still come. */
static void answer_anew(struct app *app) {
    struct predicting *p = &app->predicting;
    uint32_t question = (uint32_t)p->open;
    bool told = p->told;
    close_question(p);
    if (told || app->open.session.question_steps[question] > step_now(app)) {
        p->asked[question] = told;
        return;
    }
    ask(app, question);
}

/* The language has been changed: the same answer, told in the other one. */
static void translate(struct app *app) {
    struct predicting *p = &app->predicting;
    const struct question *q = question_of(app);
    answer_free(&p->answer);
    if (!question_answer(&app->open.session, q, language_of(app), &p->answer)) {
        close_question(p);
        return;
    }
    text_clear(&p->feedback);
    if (p->told) question_feedback(&app->open.session, q, &p->answer, &p->answered, &p->feedback);
}

static void check_open(struct app *app) {
    struct predicting *p = &app->predicting;
    bool moved_on = step_now(app) > p->answer.asked;
    bool wants_on = app->player.playing && step_now(app) == p->answer.asked;
    if (!p->told && (moved_on || wants_on)) hold(app);
    else if (p->told && (moved_on || wants_on)) {
        close_question(p);
        if (moved_on && !p->jumps) ask_between(app, p->seen, step_now(app));
    }
}

void predicting_check(struct app *app) {
    struct predicting *p = &app->predicting;
    if (!app->open.is || app->look.questions == QUESTIONS_OFF) return;
    bool collects = app->collecting.stage != COLLECTING_OFF; /* then something else is asked */
    bool changed = p->changes != app->open.session.future.changes;
    if (p->open != NO_QUESTION && changed) answer_anew(app);
    if (p->open != NO_QUESTION && p->answer.language != language_of(app)) translate(app);
    if (p->open != NO_QUESTION) check_open(app);
    else if (!collects && step_now(app) > p->seen && !p->jumps)
        ask_between(app, p->seen, step_now(app));
    p->seen = step_now(app);
}

/* ---- answering ---- */

static bool has_given(const struct app *app) {
    const struct predicting *p = &app->predicting;
    if (question_of(app)->form == QUESTION_NUMBER) return p->number[0] != '\0';
    return p->answered.count > 0;
}

/* Nothing picked is an answer; in a lecture it is none. */
static bool may_be_empty(const struct app *app) {
    return question_of(app)->form == QUESTION_PICK && app->look.questions == QUESTIONS_SELF_STUDY;
}

static bool is_whole(const struct app *app) {
    const struct predicting *p = &app->predicting;
    return question_of(app)->form != QUESTION_ORDER || p->answered.count == p->answer.item_count;
}

void do_predict_answer(struct app *app, uint64_t value) {
    (void)value;
    struct predicting *p = &app->predicting;
    if (p->told) {
        leave_question(app);
        return;
    }
    bool given = has_given(app) || may_be_empty(app);
    p->answered.number = strtoull(p->number, NULL, 10);
    if (given && is_whole(app)) tell(app, true);
    else hold(app);
}

void do_predict_hint(struct app *app, uint64_t value) {
    (void)value;
    app->predicting.hinted = !app->predicting.told;
}

/* Takes back the last of an answer; behind a wrong one, tries again. */
void do_predict_again(struct app *app, uint64_t value) {
    (void)value;
    struct predicting *p = &app->predicting;
    size_t digits = strlen(p->number);
    p->refused = false;
    if (p->told && p->given && p->verdict != VERDICT_RIGHT) clear_given(p);
    else if (!p->told && digits > 0) p->number[digits - 1] = '\0';
    else if (!p->told && p->answered.count > 0) p->answered.count--;
}

/* Chooses it; or puts it in order, picks it, or puts it away again. */
static void touch(struct app *app, uint32_t item) {
    struct predicting *p = &app->predicting;
    if (p->told || item >= p->answer.item_count) return;
    p->refused = false;
    if (question_of(app)->form == QUESTION_CHOICE) p->answered.count = 0;
    given_toggle(&p->answered, item);
    p->moving = UINT32_MAX;
    app->dirty = true;
}

void do_predict_item(struct app *app, uint64_t value) {
    if (value > 0) touch(app, (uint32_t)value - 1);
}

/* The choice above or below; in an order, the last one goes earlier or later. */
static void move(struct app *app, int by) {
    struct predicting *p = &app->predicting;
    uint32_t count = p->answer.item_count;
    enum question_form form = question_of(app)->form;
    if (p->told || count == 0) return;
    if (form == QUESTION_CHOICE) {
        uint32_t from = p->answered.count ? p->answered.items[0] + count : by > 0 ? count - 1 : 0;
        p->answered.items[0] = (from + count + (uint32_t)(by + (int)count)) % count;
        p->answered.count = 1;
    }
    if (form != QUESTION_ORDER || p->answered.count < 2) return;
    struct given *g = &p->answered;
    uint32_t at = p->moving < g->count ? p->moving : g->count - 1;
    if ((by < 0 && at == 0) || (by > 0 && at + 1 == g->count)) return;
    uint32_t to = by < 0 ? at - 1 : at + 1, item = g->items[at];
    g->items[at] = g->items[to];
    g->items[to] = item;
    p->moving = to;
}

void do_predict_up(struct app *app, uint64_t value) {
    (void)value;
    move(app, -1);
}

void do_predict_down(struct app *app, uint64_t value) {
    (void)value;
    move(app, 1);
}

bool predicting_key(struct app *app, const struct input *in) {
    struct predicting *p = &app->predicting;
    if (!predicting_is_open(app) || in->key != KEY_CHARACTER || in->ctrl || in->alt) return false;
    if (in->character < '0' || in->character > '9' || p->told) return false;
    enum question_form form = question_of(app)->form;
    size_t digits = strlen(p->number);
    p->refused = false;
    if (form == QUESTION_PICK) return false;
    if (form != QUESTION_NUMBER) {
        do_predict_item(app, in->character - '0');
    } else if (digits < NUMBER_DIGITS_MAX) {
        p->number[digits] = (char)in->character;
        p->number[digits + 1] = '\0';
    }
    return true;
}

bool predicting_select(struct app *app, uint64_t address) {
    struct predicting *p = &app->predicting;
    if (!predicting_is_open(app) || p->told) return false;
    const struct question *q = question_of(app);
    if (q->form != QUESTION_PICK && !(q->form == QUESTION_ORDER && q->about == ABOUT_EVENT))
        return false;
    int item = answer_item_at(&app->open.session, &p->answer, address);
    if (item >= 0) touch(app, (uint32_t)item);
    return item >= 0;
}

bool predicting_dismiss(struct app *app) {
    if (!predicting_is_open(app)) return false;
    if (!app->predicting.told && app->look.questions == QUESTIONS_SELF_STUDY) return false;
    leave_question(app);
    return true;
}

/* In a lecture, in self-study, not at all. */
void do_questions(struct app *app, uint64_t value) {
    (void)value;
    app->look.questions = (enum questions)((app->look.questions + 1) % QUESTIONS_MODES);
    app->predicting.refused = false;
    app->predicting.seen = step_now(app);
    if (app->look.questions == QUESTIONS_OFF) close_question(&app->predicting);
}

/* One that is chosen on the timeline, wherever one is. */
void do_ask(struct app *app, uint64_t value) {
    struct predicting *p = &app->predicting;
    if (value == 0 || value > app->open.scenario.question_count) return;
    uint64_t step = app->open.session.question_steps[value - 1];
    bool held = p->open != NO_QUESTION && !p->told && app->look.questions == QUESTIONS_SELF_STUDY;
    if (step == NEVER) return;
    if (held && step > p->answer.asked) {
        hold(app);
        return;
    }
    session_seek(&app->open.session, step);
    p->seen = step;
    ask(app, (uint32_t)value - 1);
}

/* A question at this step is asked again, whether it was answered or not. */
void do_ask_again(struct app *app, uint64_t value) {
    (void)value;
    const struct session *s = &app->open.session;
    if (app->look.questions == QUESTIONS_OFF) app->look.questions = QUESTIONS_LECTURE;
    for (uint32_t i = 0; i < app->open.scenario.question_count; i++)
        if (s->question_steps[i] == step_now(app)) app->predicting.asked[i] = false;
    close_question(&app->predicting);
    ask_between(app, step_now(app), step_now(app));
}
