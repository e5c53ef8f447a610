#include "lesson/answer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export/narrate.h"
#include "lesson/asking.h"
#include "lesson/sentences.h"
#include "machine/inspect/condition.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"

bool answer_fails(struct answer *a, const char *format, ...) {
    struct text message = {0};
    va_list arguments;
    va_start(arguments, format);
    text_addv(&message, format, arguments);
    va_end(arguments);
    if (!a->problem) a->problem = pool_string(&a->pool, text_string(&message));
    if (!a->problem) a->problem = "not enough memory";
    text_free(&message);
    return false;
}

struct answer_item *answer_add(struct answer *a, const char *name) {
    a->items = pool_grow(&a->pool, a->items, a->item_count, sizeof *a->items);
    if (!a->items) return NULL;
    struct answer_item *item = &a->items[a->item_count++];
    *item = (struct answer_item){.name = pool_string(&a->pool, name)};
    return item;
}

void answer_free(struct answer *a) {
    pool_free(&a->pool);
    *a = (struct answer){0};
}

/* ---- the moment of the answer ---- */

/* What a question that does not say it waits for. */
enum waits { WAITS_NOT, WAITS_STEP, WAITS_EVENT, WAITS_END };

static enum waits default_wait(const struct question *q) {
    switch (q->about) {
    case ABOUT_STATE:
        return q->state == STATE_FREED || q->state == STATE_LIVE || q->state == STATE_LOST
                   ? WAITS_END
                   : WAITS_NOT;
    case ABOUT_EVENT: return q->form == QUESTION_PICK ? WAITS_EVENT : WAITS_END;
    case ABOUT_COLOUR:
    case ABOUT_STATISTIC: return WAITS_NOT;
    case ABOUT_ACTOR: return WAITS_STEP;
    case ABOUT_COMING:
    case ABOUT_PLACE:
    case ABOUT_CHANGE:
    case ABOUT_OUTCOME:
    case ABOUT_OUTPUT:
    case ABOUT_MOMENTS: break;
    }
    return WAITS_END;
}

bool question_waits(const struct question *q) {
    return q->until != UNTIL_DEFAULT || default_wait(q) != WAITS_NOT;
}

static bool waits_for_end(const struct question *q) {
    return q->until == UNTIL_END || (q->until == UNTIL_DEFAULT && default_wait(q) == WAITS_END);
}

/* Whether the moment of the answer has come, at a step after the question's. */
static bool answer_comes(const struct asking *k) {
    const struct question *q = k->question;
    const struct machine *m = &k->session->now;
    uint64_t steps = m->s->clock.step - k->answer->asked;
    if (q->until == UNTIL_CONDITION) return condition_comes(m, &q->until_condition);
    if (q->until == UNTIL_STEPS) return steps >= q->until_steps;
    return q->until == UNTIL_DEFAULT && default_wait(q) == WAITS_STEP && steps >= 1;
}

/* Whether there is such a step; runs ahead if it has to. */
static bool run_has_step(struct session *s, uint64_t step) {
    while (session_steps(s) < step && !session_ended(s)) session_run(s, step - session_steps(s));
    return session_steps(s) >= step;
}

static bool comes_too_late(struct answer *a) {
    return answer_fails(a, "the answer does not come within %d steps", ANSWER_STEPS_MAX);
}

static bool go_to_end(struct asking *k) {
    struct session *s = k->session;
    uint64_t limit = k->answer->asked + ANSWER_STEPS_MAX;
    run_has_step(s, limit);
    if (!session_ended(s)) return comes_too_late(k->answer);
    session_seek(s, session_steps(s));
    return true;
}

bool asking_go_on(struct asking *k, step_fn *each, void *user) {
    struct session *s = k->session;
    session_seek(s, k->answer->asked);
    if (!question_waits(k->question)) return true;
    if (waits_for_end(k->question) && !each) return go_to_end(k);
    for (uint64_t step = k->answer->asked + 1;; step++) {
        if (step > k->answer->asked + ANSWER_STEPS_MAX) return comes_too_late(k->answer);
        if (!run_has_step(s, step)) break;
        session_seek(s, step);
        if (each && !each(k, user)) return true;
        if (answer_comes(k)) return true;
    }
    bool is_event = k->question->until == UNTIL_DEFAULT && default_wait(k->question) == WAITS_EVENT;
    if (waits_for_end(k->question) || is_event) return true;
    return answer_fails(k->answer, "the moment of the answer (\"until\") never comes");
}

/* ---- telling ---- */

unsigned long long asking_step(const struct asking *k) {
    return session_step(k->session);
}

const char *answer_keep(struct answer *a, struct text *words) {
    const char *kept = pool_string(&a->pool, text_string(words));
    text_free(words);
    return kept ? kept : "";
}

static const char *narrated(struct asking *k, const struct event *events, uint32_t count) {
    struct text what = {0}, why = {0}, words = {0};
    const struct machine *m = &k->session->now;
    narrate_step_in(k->answer->language, m, events, count, &what, &why);
    if (what.length)
        text_addf(&words, sentence_in(k->answer->language, SENTENCE_STEP),
                  (unsigned long long)m->s->clock.step, text_string(&what));
    if (what.length && why.length) text_addf(&words, " %s", text_string(&why));
    text_free(&what);
    text_free(&why);
    return answer_keep(k->answer, &words);
}

const char *asking_narrate(struct asking *k, const struct event *e) {
    return narrated(k, e, 1);
}

const char *asking_narrate_step(struct asking *k) {
    return narrated(k, k->session->events, k->session->event_count);
}

/* ---- numbers ---- */

uint64_t asking_statistic(const struct asking *k) {
    uint64_t value = 0;
    statistic_read(&k->session->now, k->question->name, &value);
    return value;
}

static bool answer_statistic(struct asking *k) {
    struct text words = {0};
    if (!asking_go_on(k, NULL, NULL)) return false;
    k->answer->number = asking_statistic(k);
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_IS), k->question->name,
              (unsigned long long)k->answer->number, asking_step(k));
    k->answer->why = answer_keep(k->answer, &words);
    return true;
}

static bool count_events(struct asking *k, void *user) {
    (void)user;
    for (uint32_t i = 0; i < k->session->event_count; i++)
        k->answer->number += k->session->events[i].kind == k->question->event;
    return true;
}

static bool answer_event_count(struct asking *k) {
    struct text words = {0};
    if (!asking_go_on(k, count_events, NULL)) return false;
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_HAPPENS),
              (unsigned long long)k->answer->number, (unsigned long long)k->answer->asked,
              asking_step(k));
    k->answer->why = answer_keep(k->answer, &words);
    return true;
}

/* ---- moments in order ---- */

static bool note_moments(struct asking *k, void *user) {
    uint32_t *left = user;
    const struct machine *m = &k->session->now;
    for (uint32_t i = 0; i < k->question->moment_count; i++) {
        struct answer_item *item = &k->answer->items[i];
        if (item->step || !condition_comes(m, &k->question->moments[i].when)) continue;
        item->step = m->s->clock.step;
        item->why = asking_narrate_step(k);
        --*left;
    }
    return *left > 0;
}

static int by_name(const void *a, const void *b) {
    const struct answer_item *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* Ranks by the steps at which they came; shown by name, which says nothing about that. */
static void rank_items(struct answer *a) {
    for (uint32_t i = 0; i < a->item_count; i++) {
        a->items[i].rank = 1;
        for (uint32_t k = 0; k < a->item_count; k++)
            a->items[i].rank += a->items[k].step < a->items[i].step;
    }
    qsort(a->items, a->item_count, sizeof *a->items, by_name);
}

static bool answer_moments(struct asking *k) {
    const struct question *q = k->question;
    uint32_t left = q->moment_count;
    for (uint32_t i = 0; i < q->moment_count; i++) answer_add(k->answer, q->moments[i].say);
    if (k->answer->pool.failed) return answer_fails(k->answer, "not enough memory");
    if (!asking_go_on(k, note_moments, &left)) return false;
    for (uint32_t i = 0; i < q->moment_count; i++)
        if (!k->answer->items[i].step)
            return answer_fails(k->answer, "\"%s\" does not come", q->moments[i].say);
    rank_items(k->answer);
    return true;
}

static bool answer_objects_in_order(struct asking *k) {
    if (!answer_order_objects(k)) return false;
    uint32_t count = k->answer->item_count;
    if (count < 2 || count > ANSWER_ORDER_MAX)
        return answer_fails(k->answer, "expected 2 to %d objects to put in order, found %u",
                            ANSWER_ORDER_MAX, count);
    rank_items(k->answer);
    return true;
}

/* ---- the answer ---- */

static bool answer_about(struct asking *k) {
    switch (k->question->about) {
    case ABOUT_STATE:
        return k->question->form == QUESTION_PICK ? answer_pick(k) : answer_count_objects(k);
    case ABOUT_EVENT:
        if (k->question->form == QUESTION_PICK) return answer_pick(k);
        return k->question->form == QUESTION_ORDER ? answer_objects_in_order(k)
                                                   : answer_event_count(k);
    case ABOUT_COLOUR:
    case ABOUT_COMING:
    case ABOUT_PLACE:
    case ABOUT_ACTOR:
    case ABOUT_CHANGE:
    case ABOUT_OUTCOME:
    case ABOUT_OUTPUT: return answer_choice(k);
    case ABOUT_STATISTIC: return answer_statistic(k);
    case ABOUT_MOMENTS: return answer_moments(k);
    }
    return answer_fails(k->answer, "no such question");
}

/* The step at which it is asked; runs ahead if it has to. */
static bool find_asked(struct session *s, const struct question *q, struct answer *a) {
    const uint64_t *step = &s->question_steps[q - s->scenario->questions];
    while (*step == NEVER && !session_ended(s) && session_steps(s) < ANSWER_STEPS_MAX)
        session_run(s, 1);
    a->asked = *step;
    if (*step == NEVER) return answer_fails(a, "the moment of the question (\"when\") never comes");
    return true;
}

bool question_answer(struct session *s, const struct question *q, const struct narration *language,
                     struct answer *a) {
    uint64_t home = session_step(s);
    struct asking k = {s, q, a};
    *a = (struct answer){.language = language, .why = ""};
    if (!find_asked(s, q, a)) return false;
    session_seek(s, a->asked);
    bool fine = answer_about(&k);
    a->answered = session_step(s);
    if (a->pool.failed) fine = answer_fails(a, "not enough memory");
    session_seek(s, home);
    return fine;
}

int answer_item_at(const struct session *s, const struct answer *a, uint64_t address) {
    struct object_view o;
    if (!inspect_object(&s->now, address, &o) || o.serial == 0) return -1;
    for (uint32_t i = 0; i < a->item_count; i++)
        if (a->items[i].serial == o.serial) return (int)i;
    return -1;
}

/* ---- for authors ---- */

uint32_t lesson_check(struct session *s, struct text *out) {
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < s->scenario->question_count; i++) {
        const struct question *q = &s->scenario->questions[i];
        struct answer a;
        if (!question_answer(s, q, &NARRATION_ENGLISH, &a)) {
            text_addf(out, "question %u (line %u): %s\n", i + 1, q->line, a.problem);
            wrong++;
        }
        answer_free(&a);
    }
    return wrong;
}

static void add_item_text(struct session *s, const struct question *q, struct answer *a, uint32_t i,
                          struct text *out) {
    struct answer_item *item = &a->items[i];
    const char *mark = item->right ? "right" : "wrong";
    if (q->form == QUESTION_ORDER) text_addf(out, "  %u. %s", item->rank, item->name);
    else text_addf(out, "  %s: %s", mark, item->name);
    const char *why = q->form == QUESTION_CHOICE ? "" : question_explain(s, q, a, i);
    text_addf(out, why[0] ? " -- %s\n" : "\n", why);
}

void answer_text(struct session *s, const struct question *q, struct answer *a, struct text *out) {
    enum { SHOWN = 16 };
    text_addf(out, "step %" PRIu64 ": %s\n", a->asked, q->ask);
    if (a->problem) {
        text_addf(out, "  no answer: %s\n", a->problem);
        return;
    }
    if (a->answered != a->asked) text_addf(out, "  known at step %" PRIu64 "\n", a->answered);
    if (q->form == QUESTION_NUMBER) text_addf(out, "  right: %" PRIu64 "\n", a->number);
    for (uint32_t i = 0; i < a->item_count && i < SHOWN; i++) add_item_text(s, q, a, i, out);
    if (a->why[0]) text_addf(out, "  why: %s\n", a->why);
}
