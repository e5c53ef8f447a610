/* The section "questions" of a scenario. */
#include <string.h>

#include "machine/inspect/inspect.h"
#include "scenario/loading.h"

enum { CHOICES_LEAST = 2, CHOICES_MAX = 9 }; /* a digit each */

const char *const OBJECT_STATES[STATE_COUNT + 1] = {
    [STATE_WHITE] = "white",
    [STATE_GREY] = "grey",
    [STATE_BLACK] = "black",
    [STATE_FREED] = "freed",
    [STATE_LIVE] = "live",
    [STATE_LOST] = "lost",
    [STATE_LEAKED] = "leaked",
    [STATE_REACHABLE] = "reachable",
    [STATE_UNREACHABLE] = "unreachable",
    [STATE_YOUNG] = "young",
    [STATE_OLD] = "old",
    [STATE_REMEMBERED] = "remembered",
};

static void read_state(struct loading *l, const cJSON *node, struct question *q) {
    int state = read_choice(&l->reader, node, OBJECT_STATES, "a state of objects");
    q->about = ABOUT_STATE;
    if (state >= 0) q->state = (enum object_state)state;
}

/* {"event": "take"}; false if it is something else. */
static bool read_about_event(struct loading *l, const cJSON *node, struct question *q) {
    static const char *const KEYS[] = {"event", NULL};
    const cJSON *event = cJSON_GetObjectItemCaseSensitive(node, "event");
    if (!event) return false;
    read_keys(&l->reader, node, KEYS);
    int kind = read_event(l, event);
    q->about = ABOUT_EVENT;
    if (kind >= 0) q->event = (uint32_t)kind;
    return true;
}

/* ---- pick ---- */

/* Objects can be told from an event only if it carries one. */
static void read_object_event(struct loading *l, const cJSON *node, struct question *q) {
    if (!read_about_event(l, node, q)) {
        problem_at(&l->reader, node, "expected an object like {\"event\": \"take\"}");
        return;
    }
    if (l->reader.diags->count > 0 || event_object_key((enum event_kind)q->event) >= 0) return;
    const cJSON *event = cJSON_GetObjectItemCaseSensitive(node, "event");
    problem_at(&l->reader, event, "the event \"%s\" is about no object", event->valuestring);
}

static void read_pick(struct loading *l, const cJSON *node, struct question *q) {
    if (cJSON_IsObject(node)) read_object_event(l, node, q);
    else read_state(l, node, q);
}

/* ---- choice ---- */

static void read_colour_of(struct loading *l, const cJSON *node, struct question *q) {
    int32_t reference = read_reference(l, node);
    q->about = ABOUT_COLOUR;
    if (reference != NONE) q->object = (uint32_t)reference;
}

static void read_coming(struct loading *l, const cJSON *node, struct question *q) {
    q->about = ABOUT_COMING;
    q->coming = read_condition(l, node);
}

static void read_place_of(struct loading *l, const cJSON *node, struct question *q) {
    struct program *p = &l->scenario->program;
    q->about = ABOUT_PLACE;
    if (!expect_kind(&l->reader, node, cJSON_IsString(node), "the name of what is allocated"))
        return;
    q->name = pool_string(l->reader.pool, node->valuestring);
    if (program_find_label(p, node->valuestring) != NONE) return;
    const char *names[65] = {0};
    for (uint32_t i = 0; i < p->label_count && i < 64; i++) names[i] = p->labels[i].name;
    const char *near = guess_name(&l->reader, node->valuestring, names);
    problem_at(&l->reader, node,
               near ? "nothing called \"%s\" is allocated; did you mean \"%s\"?"
                    : "nothing called \"%s\" is allocated",
               node->valuestring, near);
}

static void read_statistic(struct loading *l, const cJSON *node, struct question *q) {
    if (!expect_kind(&l->reader, node, cJSON_IsString(node), "the name of a statistic")) return;
    if (expect_statistic(l, node->valuestring, json_offset(node)))
        q->name = pool_string(l->reader.pool, node->valuestring);
}

static void read_change(struct loading *l, const cJSON *node, struct question *q) {
    q->about = ABOUT_CHANGE;
    read_statistic(l, node, q);
}

/* What a choice can be about, by key; and by word. */
static const char *const CHOICE_KEYS[] = {"colour", "comes", "lives", "change", NULL};
static void (*const CHOICE_READERS[])(struct loading *l, const cJSON *node, struct question *q) = {
    read_colour_of, read_coming, read_place_of, read_change};
static const char *const CHOICE_WORDS[] = {"actor", "outcome", "output", NULL};
static const enum question_about CHOICE_ABOUT[] = {ABOUT_ACTOR, ABOUT_OUTCOME, ABOUT_OUTPUT};

static void read_choice_form(struct loading *l, const cJSON *node, struct question *q) {
    if (!cJSON_IsObject(node)) {
        int word = read_choice(&l->reader, node, CHOICE_WORDS,
                               "\"actor\", \"outcome\", \"output\", or an object like "
                               "{\"colour\": \"A\"}");
        if (word >= 0) q->about = CHOICE_ABOUT[word];
        return;
    }
    const cJSON *found = NULL;
    read_keys(&l->reader, node, CHOICE_KEYS);
    for (int i = 0; CHOICE_KEYS[i]; i++) {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(node, CHOICE_KEYS[i]);
        if (member && found)
            problem_at(&l->reader, member, "\"%s\" beside \"%s\"; expected one of them",
                       member->string, found->string);
        else if (member) CHOICE_READERS[i](l, member, q);
        if (member) found = member;
    }
    if (!found && l->reader.diags->count == 0)
        problem_at(&l->reader, node,
                   "expected one of \"colour\", \"comes\", \"lives\", \"change\"");
}

static bool gives_choices(const struct question *q) {
    return q->form == QUESTION_CHOICE && (q->about == ABOUT_OUTCOME || q->about == ABOUT_OUTPUT);
}

static void add_choice(struct loading *l, const cJSON *node, struct question *q) {
    if (!expect_kind(&l->reader, node, cJSON_IsString(node), "a choice, a string")) return;
    for (uint32_t i = 0; i < q->choice_count; i++)
        if (strcmp(q->choices[i], node->valuestring) == 0) {
            problem_at(&l->reader, node, "the choice \"%s\" stands twice", node->valuestring);
            return;
        }
    if (q->about == ABOUT_OUTCOME &&
        read_choice(&l->reader, node, outcome_names(), "an outcome") < 0)
        return;
    q->choices = pool_grow(l->reader.pool, q->choices, q->choice_count, sizeof *q->choices);
    if (q->choices) q->choices[q->choice_count++] = pool_string(l->reader.pool, node->valuestring);
}

static void read_choices(struct loading *l, const cJSON *question, struct question *q) {
    const cJSON *choices = cJSON_GetObjectItemCaseSensitive(question, "choices"), *node;
    if (!gives_choices(q)) {
        if (choices)
            problem_at(
                &l->reader, choices,
                "\"choices\" belong to \"outcome\" and \"output\"; here the machine knows them");
        return;
    }
    choices = read_array(&l->reader, question, "choices", true);
    if (!choices) return;
    int count = cJSON_GetArraySize(choices);
    if (count < CHOICES_LEAST || count > CHOICES_MAX)
        problem_at(&l->reader, choices, "expected %d to %d choices, found %d", CHOICES_LEAST,
                   CHOICES_MAX, count);
    else cJSON_ArrayForEach(node, choices) add_choice(l, node, q);
}

/* ---- number ---- */

static void read_number(struct loading *l, const cJSON *node, struct question *q) {
    static const char *const KEYS[] = {"event", "objects", NULL};
    const cJSON *objects = cJSON_GetObjectItemCaseSensitive(node, "objects");
    q->about = ABOUT_STATISTIC;
    if (!cJSON_IsObject(node)) {
        read_statistic(l, node, q);
        return;
    }
    if (!objects && read_about_event(l, node, q)) return;
    const cJSON *event = cJSON_GetObjectItemCaseSensitive(node, "event");
    read_keys(&l->reader, node, KEYS);
    if (event) problem_at(&l->reader, event, "\"event\" beside \"objects\"; expected one of them");
    else if (objects) read_state(l, objects, q);
    else if (l->reader.diags->count == 0)
        problem_at(&l->reader, node, "expected one of \"event\", \"objects\"");
}

/* ---- order ---- */

static void add_moment(struct loading *l, const cJSON *node, struct question *q) {
    static const char *const KEYS[] = {"when", "say", NULL};
    struct question_moment moment = {.say = ""};
    if (!expect_kind(&l->reader, node, cJSON_IsObject(node), "an object with \"when\" and \"say\""))
        return;
    read_keys(&l->reader, node, KEYS);
    const cJSON *when = read_member(&l->reader, node, "when", true);
    const char *say = read_string(&l->reader, node, "say", true);
    if (when) moment.when = read_condition(l, when);
    if (say) moment.say = say;
    q->moments = pool_grow(l->reader.pool, q->moments, q->moment_count, sizeof moment);
    if (q->moments) q->moments[q->moment_count++] = moment;
}

static void read_order(struct loading *l, const cJSON *node, struct question *q) {
    const cJSON *moment;
    if (cJSON_IsObject(node)) {
        read_object_event(l, node, q);
        return;
    }
    q->about = ABOUT_MOMENTS;
    if (!expect_kind(&l->reader, node, cJSON_IsArray(node),
                     "a list of moments, or an object like {\"event\": \"blacken\"}"))
        return;
    int count = cJSON_GetArraySize(node);
    if (count < CHOICES_LEAST || count > CHOICES_MAX)
        problem_at(&l->reader, node, "expected %d to %d moments, found %d", CHOICES_LEAST,
                   CHOICES_MAX, count);
    else cJSON_ArrayForEach(moment, node) add_moment(l, moment, q);
}

/* ---- until ---- */

/* {"steps": 3}, {"end": true}, or a condition. */
static void read_until(struct loading *l, const cJSON *node, struct question *q) {
    static const char *const STEPS[] = {"steps", NULL}, *const END[] = {"end", NULL};
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(node, "steps");
    const cJSON *end = cJSON_GetObjectItemCaseSensitive(node, "end");
    if (steps) {
        q->until = UNTIL_STEPS;
        read_keys(&l->reader, node, STEPS);
        q->until_steps = (uint64_t)read_integer(&l->reader, node, "steps", 1, 1000000, 1);
    } else if (end) {
        q->until = UNTIL_END;
        read_keys(&l->reader, node, END);
        expect_kind(&l->reader, end, cJSON_IsTrue(end), "true");
    } else {
        q->until = UNTIL_CONDITION;
        q->until_condition = read_condition(l, node);
    }
}

/* ---- a question ---- */

static const char *const FORMS[] = {"pick", "choice", "number", "order", NULL};

/* What is asked: the member of the one form, or NULL with a problem. */
static const cJSON *find_form(struct loading *l, const cJSON *node, struct question *q) {
    const cJSON *found = NULL;
    for (int i = 0; FORMS[i]; i++) {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(node, FORMS[i]);
        if (member && found)
            problem_at(&l->reader, member,
                       "\"%s\" beside \"%s\"; expected exactly one of pick, choice, number, order",
                       FORMS[i], found->string);
        if (!member || found) continue;
        found = member;
        q->form = (enum question_form)i;
    }
    if (!found)
        problem_at(&l->reader, node, "what is asked? expected one of pick, choice, number, order");
    return found;
}

static void read_form(struct loading *l, const cJSON *node, struct question *q) {
    static void (*const READERS[])(struct loading * l, const cJSON *node, struct question *q) = {
        read_pick, read_choice_form, read_number, read_order};
    const cJSON *form = find_form(l, node, q);
    size_t problems = l->reader.diags->count;
    if (!form) return;
    READERS[q->form](l, form, q);
    if (l->reader.diags->count == problems) read_choices(l, node, q);
}

/* Who goes next, what is printed next, and how it ends have moments of their own. */
static void read_answer_moment(struct loading *l, const cJSON *node, struct question *q) {
    const cJSON *until = cJSON_GetObjectItemCaseSensitive(node, "until");
    bool own = q->about == ABOUT_ACTOR || gives_choices(q);
    if (until && own) problem_at(&l->reader, until, "this question has no \"until\"");
    else if (until) read_until(l, until, q);
    const cJSON *near = cJSON_GetObjectItemCaseSensitive(node, "near");
    if (near && q->form != QUESTION_NUMBER)
        problem_at(&l->reader, near, "\"near\" is a percentage for numbers");
    q->near = (uint32_t)read_integer(&l->reader, node, "near", 1, 100, 0);
}

static void read_question(struct loading *l, const cJSON *node) {
    static const char *const KEYS[] = {"when",   "ask",   "hint",  "why",     "pick", "choice",
                                       "number", "order", "until", "choices", "near", NULL};
    struct reader *r = &l->reader;
    struct scenario *s = l->scenario;
    struct question q = {.hint = "", .why = "", .ask = ""};
    size_t line, column;
    if (!expect_kind(r, node, cJSON_IsObject(node), "an object with \"when\" and \"ask\"")) return;
    read_keys(r, node, KEYS);
    source_place(&r->diags->source, json_offset(node), &line, &column);
    q.line = (uint32_t)line;
    const cJSON *when = read_member(r, node, "when", true);
    const char *ask = read_string(r, node, "ask", true);
    const char *hint = read_string(r, node, "hint", false);
    const char *why = read_string(r, node, "why", false);
    if (when) q.when = read_condition(l, when);
    if (ask) q.ask = ask;
    if (hint) q.hint = hint;
    if (why) q.why = why;
    read_form(l, node, &q);
    read_answer_moment(l, node, &q);
    s->questions = pool_grow(&s->program.pool, s->questions, s->question_count, sizeof q);
    if (s->questions) s->questions[s->question_count++] = q;
}

void read_questions(struct loading *l, const cJSON *root) {
    const cJSON *questions = read_array(&l->reader, root, "questions", false), *node;
    cJSON_ArrayForEach(node, questions) {
        uint32_t count = l->scenario->question_count;
        if (!has_room(&l->reader, questions, count, QUESTIONS_MAX, "questions")) return;
        read_question(l, node);
    }
}
