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
#include "machine/sched.h"

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

static unsigned long long step_of(const struct asking *k) {
    return session_step(k->session);
}

static const char *keep(struct answer *a, struct text *words) {
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
    return keep(k->answer, &words);
}

const char *asking_narrate(struct asking *k, const struct event *e) {
    return narrated(k, e, 1);
}

const char *asking_narrate_step(struct asking *k) {
    return narrated(k, k->session->events, k->session->event_count);
}

/* ---- choices ---- */

static void add_choices(struct answer *a, const char *const *names) {
    for (; *names; names++) answer_add(a, *names);
}

static bool choose(struct answer *a, uint32_t right) {
    if (right >= a->item_count) return answer_fails(a, "not enough memory");
    a->items[right].right = true;
    return true;
}

/* What the object that a question refers to is called. */
static const char *reference_name(struct asking *k) {
    const struct program *p = &k->session->scenario->program;
    const struct reference *r = &p->references[k->question->object];
    const struct label *label = &p->labels[r->label];
    const char *name = label->given && r->ordinal == 1
                           ? label->name
                           : pool_stringf(&k->answer->pool, "%s %u", label->name, r->ordinal);
    return name ? name : "";
}

/* The colour of an object at `now`; false with a problem if it has none. */
static bool find_colour(struct asking *k, const struct answer_item *item, enum colour *colour) {
    const struct machine *m = &k->session->now;
    const struct watch *w = &m->watches[k->question->object];
    struct object_view o = {.colour = COLOUR_FREE};
    if (!w->address) return answer_fails(k->answer, "%s is not allocated then", item->name);
    if (!(w->flags & WATCH_FREED)) inspect_object(m, w->address, &o);
    *colour = o.colour;
    if (o.colour != COLOUR_MANUAL) return true;
    return answer_fails(k->answer, "%s is on the C heap, and has no colour", item->name);
}

static bool answer_colour(struct asking *k) {
    static const char *const CHOICES[] = {"white", "grey", "black", "freed", NULL};
    enum colour colour = COLOUR_FREE;
    struct text words = {0};
    struct answer_item item = {.name = reference_name(k)};
    if (!asking_go_on(k, NULL, NULL) || !find_colour(k, &item, &colour)) return false;
    const struct watch *w = &k->session->now.watches[k->question->object];
    item.serial = w->serial;
    item.address = w->address;
    add_choices(k->answer, CHOICES);
    explain_colour(k->session, k->answer->language, &item, &words);
    k->answer->why = keep(k->answer, &words);
    return choose(k->answer, colour == COLOUR_FREE ? 3 : colour - COLOUR_WHITE);
}

static bool note_coming(struct asking *k, void *user) {
    bool *comes = user;
    *comes = condition_comes(&k->session->now, &k->question->coming);
    return !*comes;
}

static bool answer_coming(struct asking *k) {
    static const char *const CHOICES[] = {"yes", "no", NULL};
    bool comes = false;
    struct text words = {0};
    if (!asking_go_on(k, note_coming, &comes)) return false;
    add_choices(k->answer, CHOICES);
    if (comes) {
        k->answer->why = asking_narrate_step(k);
        return choose(k->answer, 0);
    }
    explain_not_coming(k, &words);
    k->answer->why = keep(k->answer, &words);
    return choose(k->answer, 1);
}

enum { ON_HEAP, ON_STACK, NOWHERE };

/* Where an event allocates what the question is about. */
static int allocated_at(const struct asking *k, const struct event *e) {
    const struct program *p = &k->session->scenario->program;
    if (e->kind != EVENT_ALLOCATE && e->kind != EVENT_ALLOCATE_STACK) return NOWHERE;
    const char *name = p->labels[p->sites[e->d].label].name;
    if (strcmp(name, k->question->name) != 0) return NOWHERE;
    return e->kind == EVENT_ALLOCATE ? ON_HEAP : ON_STACK;
}

static bool note_allocation(struct asking *k, void *user) {
    int *place = user;
    for (uint32_t i = 0; i < k->session->event_count && *place == NOWHERE; i++) {
        *place = allocated_at(k, &k->session->events[i]);
        if (*place != NOWHERE) k->answer->why = asking_narrate(k, &k->session->events[i]);
    }
    return *place == NOWHERE;
}

static bool answer_place(struct asking *k) {
    static const char *const CHOICES[] = {"on the heap", "on the stack", NULL};
    int place = NOWHERE;
    if (!asking_go_on(k, note_allocation, &place)) return false;
    if (place == NOWHERE)
        return answer_fails(k->answer, "nothing called \"%s\" is allocated by then",
                            k->question->name);
    add_choices(k->answer, CHOICES);
    return choose(k->answer, (uint32_t)place);
}

/* Who could go next, each actor once: processors of the collector count as one. */
static bool add_actors(struct asking *k, uint32_t actors[ANSWER_ORDER_MAX]) {
    enum { CHOICES_MAX = 64 };
    struct choice choices[CHOICES_MAX];
    struct answer *a = k->answer;
    uint32_t count = sched_choices(&k->session->now, choices, CHOICES_MAX);
    for (uint32_t i = 0; i < count && a->item_count < ANSWER_ORDER_MAX; i++) {
        uint32_t seen = 0;
        while (seen < a->item_count && actors[seen] != choices[i].actor) seen++;
        if (seen < a->item_count) continue;
        struct text name = {0};
        actors[a->item_count] = choices[i].actor;
        inspect_actor(&k->session->now, choices[i].actor, &name);
        answer_add(a, text_string(&name));
        text_free(&name);
    }
    if (a->item_count >= 2) return true;
    return answer_fails(a, "only one actor can go on at that moment");
}

static bool answer_actor(struct asking *k) {
    uint32_t actors[ANSWER_ORDER_MAX] = {0}, right = 0;
    if (!add_actors(k, actors) || !asking_go_on(k, NULL, NULL)) return false;
    while (right < k->answer->item_count && actors[right] != k->session->now.s->clock.last_actor)
        right++;
    if (right == k->answer->item_count)
        return answer_fails(k->answer, "too many actors can go on at that moment");
    k->answer->why = asking_narrate_step(k);
    return choose(k->answer, right);
}

static uint64_t statistic_now(const struct asking *k) {
    uint64_t value = 0;
    statistic_read(&k->session->now, k->question->name, &value);
    return value;
}

static bool answer_change(struct asking *k) {
    static const char *const CHOICES[] = {"it grows", "it stays the same", "it shrinks", NULL};
    struct text words = {0};
    uint64_t before = statistic_now(k);
    if (!asking_go_on(k, NULL, NULL)) return false;
    uint64_t after = statistic_now(k);
    add_choices(k->answer, CHOICES);
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_WAS_AND_IS), k->question->name,
              (unsigned long long)before, (unsigned long long)k->answer->asked,
              (unsigned long long)after, step_of(k));
    k->answer->why = keep(k->answer, &words);
    return choose(k->answer, after > before ? 0 : after == before ? 1 : 2);
}

/* Among the author's choices. */
static bool choose_given(struct asking *k, const char *is, const char *what) {
    const struct question *q = k->question;
    uint32_t right = 0;
    while (right < q->choice_count && strcmp(q->choices[right], is) != 0) right++;
    if (right == q->choice_count)
        return answer_fails(k->answer, "%s \"%s\", which is not among the choices", what, is);
    for (uint32_t i = 0; i < q->choice_count; i++) answer_add(k->answer, q->choices[i]);
    return choose(k->answer, right);
}

static bool answer_outcome(struct asking *k) {
    struct text words = {0};
    if (!asking_go_on(k, NULL, NULL)) return false;
    const char *outcome = inspect_outcome(&k->session->now);
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_ENDS), step_of(k), outcome);
    k->answer->why = keep(k->answer, &words);
    return choose_given(k, outcome, "the outcome is");
}

/* Where the output has a whole line more than at the question's moment. */
struct line_wanted {
    size_t from, end;
};

static bool note_line(struct asking *k, void *user) {
    struct line_wanted *line = user;
    const char *output = text_string(&k->session->output);
    size_t length = session_output_length(k->session);
    const char *end =
        length > line->from ? memchr(output + line->from, '\n', length - line->from) : NULL;
    if (end) line->end = (size_t)(end - output);
    return !end;
}

static bool answer_output(struct asking *k) {
    struct line_wanted line = {.from = session_output_length(k->session), .end = SIZE_MAX};
    struct text words = {0};
    if (!asking_go_on(k, note_line, &line)) return false;
    if (line.end == SIZE_MAX)
        return answer_fails(k->answer, "nothing is printed after that moment");
    text_add_bytes(&words, text_string(&k->session->output) + line.from, line.end - line.from);
    bool fine = choose_given(k, text_string(&words), "what is printed is");
    text_free(&words);
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_PRINTED), step_of(k));
    k->answer->why = keep(k->answer, &words);
    return fine;
}

/* ---- numbers ---- */

static bool answer_statistic(struct asking *k) {
    struct text words = {0};
    if (!asking_go_on(k, NULL, NULL)) return false;
    k->answer->number = statistic_now(k);
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_IS), k->question->name,
              (unsigned long long)k->answer->number, step_of(k));
    k->answer->why = keep(k->answer, &words);
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
              step_of(k));
    k->answer->why = keep(k->answer, &words);
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
    case ABOUT_COLOUR: return answer_colour(k);
    case ABOUT_COMING: return answer_coming(k);
    case ABOUT_PLACE: return answer_place(k);
    case ABOUT_ACTOR: return answer_actor(k);
    case ABOUT_CHANGE: return answer_change(k);
    case ABOUT_OUTCOME: return answer_outcome(k);
    case ABOUT_OUTPUT: return answer_output(k);
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
