/* Questions with a few choices, of which one is right. */
#include <string.h>

#include "lesson/asking.h"
#include "lesson/sentences.h"
#include "machine/inspect/condition.h"
#include "machine/inspect/inspect.h"
#include "machine/sched.h"

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
    k->answer->why = answer_keep(k->answer, &words);
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
    k->answer->why = answer_keep(k->answer, &words);
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

static bool answer_change(struct asking *k) {
    static const char *const CHOICES[] = {"it grows", "it stays the same", "it shrinks", NULL};
    struct text words = {0};
    uint64_t before = asking_statistic(k);
    if (!asking_go_on(k, NULL, NULL)) return false;
    uint64_t after = asking_statistic(k);
    add_choices(k->answer, CHOICES);
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_WAS_AND_IS), k->question->name,
              (unsigned long long)before, (unsigned long long)k->answer->asked,
              (unsigned long long)after, asking_step(k));
    k->answer->why = answer_keep(k->answer, &words);
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
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_ENDS), asking_step(k), outcome);
    k->answer->why = answer_keep(k->answer, &words);
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
    text_addf(&words, sentence_in(k->answer->language, SENTENCE_PRINTED), asking_step(k));
    k->answer->why = answer_keep(k->answer, &words);
    return fine;
}

bool answer_choice(struct asking *k) {
    switch (k->question->about) {
    case ABOUT_COLOUR: return answer_colour(k);
    case ABOUT_COMING: return answer_coming(k);
    case ABOUT_PLACE: return answer_place(k);
    case ABOUT_ACTOR: return answer_actor(k);
    case ABOUT_CHANGE: return answer_change(k);
    case ABOUT_OUTCOME: return answer_outcome(k);
    case ABOUT_OUTPUT: return answer_output(k);
    case ABOUT_STATE:
    case ABOUT_EVENT:
    case ABOUT_STATISTIC:
    case ABOUT_MOMENTS: break;
    }
    return answer_fails(k->answer, "no such choice");
}
