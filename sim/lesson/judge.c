#include "lesson/judge.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/sentences.h"

/* ---- what was given ---- */

bool given_has(const struct given *g, uint32_t item) {
    for (uint32_t i = 0; i < g->count; i++)
        if (g->items[i] == item) return true;
    return false;
}

void given_toggle(struct given *g, uint32_t item) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < g->count; i++)
        if (g->items[i] != item) g->items[kept++] = g->items[i];
    if (kept == g->count && kept < ANSWER_ITEMS_MAX) g->items[kept++] = item;
    g->count = kept;
}

/* ---- verdicts ---- */

const char *verdict_name(enum verdict verdict) {
    static const char *const NAMES[] = {"wrong", "partly", "right"};
    return NAMES[verdict];
}

static uint32_t count_right(const struct answer *a) {
    uint32_t right = 0;
    for (uint32_t i = 0; i < a->item_count; i++) right += a->items[i].right;
    return right;
}

/* Partly right: more right picks than wrong ones. */
static enum verdict judge_pick(const struct answer *a, const struct given *g) {
    uint32_t hits = 0;
    for (uint32_t i = 0; i < g->count; i++) hits += a->items[g->items[i]].right;
    if (hits == g->count && hits == count_right(a)) return VERDICT_RIGHT;
    return hits > g->count - hits ? VERDICT_PARTLY : VERDICT_WRONG;
}

static enum verdict judge_number(const struct question *q, const struct answer *a,
                                 const struct given *g) {
    uint64_t off = g->number > a->number ? g->number - a->number : a->number - g->number;
    if (off == 0) return VERDICT_RIGHT;
    uint64_t allowed = a->number / 100 * q->near + a->number % 100 * q->near / 100;
    return off <= allowed ? VERDICT_PARTLY : VERDICT_WRONG;
}

/* Partly right: more than half of all pairs stand the right way round. */
static enum verdict judge_order(const struct answer *a, const struct given *g) {
    uint32_t pairs = 0, right = 0;
    if (g->count < a->item_count) return VERDICT_WRONG;
    for (uint32_t i = 0; i < g->count; i++)
        for (uint32_t k = i + 1; k < g->count; k++) {
            pairs++;
            right += a->items[g->items[i]].rank <= a->items[g->items[k]].rank;
        }
    if (right == pairs) return VERDICT_RIGHT;
    return 2 * right > pairs ? VERDICT_PARTLY : VERDICT_WRONG;
}

enum verdict question_judge(const struct question *q, const struct answer *a,
                            const struct given *g) {
    switch (q->form) {
    case QUESTION_PICK: return judge_pick(a, g);
    case QUESTION_CHOICE:
        return g->count == 1 && a->items[g->items[0]].right ? VERDICT_RIGHT : VERDICT_WRONG;
    case QUESTION_NUMBER: return judge_number(q, a, g);
    case QUESTION_ORDER: break;
    }
    return judge_order(a, g);
}

/* ---- words ---- */

static void add_line(const char *line, struct text *out) {
    if (!line[0]) return;
    text_addf(out, out->length ? "\n%s" : "%s", line);
}

/* Items that were picked and should not have been, or the other way round; else the right ones. */
static void add_picks(struct session *s, const struct question *q, struct answer *a,
                      const struct given *g, struct text *out) {
    enum { TOLD = 2 }; /* leaves room for the author's words */
    uint32_t told = 0;
    bool all_right = judge_pick(a, g) == VERDICT_RIGHT;
    for (uint32_t i = 0; i < a->item_count && told < TOLD; i++) {
        bool off = given_has(g, i) != a->items[i].right;
        if (all_right ? !a->items[i].right : !off) continue;
        add_line(question_explain(s, q, a, i), out);
        told++;
    }
}

static void add_step(const struct answer *a, const struct answer_item *item, struct text *line) {
    text_add(line, line->length ? ", " : "");
    text_addf(line, sentence_in(a->language, SENTENCE_AT_STEP), item->name,
              (unsigned long long)item->step);
}

/* "A at step 12, B at step 17." */
static void add_steps(const struct answer *a, struct text *out) {
    struct text line = {0};
    for (uint32_t rank = 1; rank <= a->item_count; rank++)
        for (uint32_t i = 0; i < a->item_count; i++)
            if (a->items[i].rank == rank) add_step(a, &a->items[i], &line);
    text_add(&line, ".");
    add_line(text_string(&line), out);
    text_free(&line);
}

void question_feedback(struct session *s, const struct question *q, struct answer *a,
                       const struct given *g, struct text *out) {
    if (q->form == QUESTION_PICK) add_picks(s, q, a, g, out);
    if (q->form == QUESTION_ORDER) add_steps(a, out);
    add_line(a->why, out);
    add_line(q->why, out);
}

static void add_name(const char *name, const char *between, struct text *out) {
    text_addf(out, "%s%s", out->length ? between : "", name);
}

void answer_words(const struct question *q, const struct answer *a, struct text *out) {
    struct text words = {0};
    if (q->form == QUESTION_NUMBER) text_addf(&words, "%" PRIu64, a->number);
    for (uint32_t rank = 1; q->form == QUESTION_ORDER && rank <= a->item_count; rank++)
        for (uint32_t i = 0; i < a->item_count; i++)
            if (a->items[i].rank == rank) add_name(a->items[i].name, ", then ", &words);
    for (uint32_t i = 0; q->form <= QUESTION_CHOICE && i < a->item_count; i++)
        if (a->items[i].right) add_name(a->items[i].name, ", ", &words);
    text_add(out, words.length ? text_string(&words) : "nothing");
    text_free(&words);
}

void given_words(const struct question *q, const struct answer *a, const struct given *g,
                 struct text *out) {
    struct text words = {0};
    const char *between = q->form == QUESTION_ORDER ? ", then " : ", ";
    if (q->form == QUESTION_NUMBER) text_addf(&words, "%" PRIu64, g->number);
    else
        for (uint32_t i = 0; i < g->count; i++)
            add_name(a->items[g->items[i]].name, between, &words);
    text_add(out, words.length ? text_string(&words) : "nothing");
    text_free(&words);
}

/* ---- the answers file ---- */

static void keep_words(char **kept, struct text *words) {
    free(*kept);
    *kept = words->bytes;
}

void result_note(struct result *r, const struct question *q, const struct answer *a,
                 const struct given *g) {
    struct text given = {0}, right = {0};
    given_words(q, a, g, &given);
    answer_words(q, a, &right);
    keep_words(&r->given, &given);
    keep_words(&r->right, &right);
    r->last = question_judge(q, a, g);
    if (r->attempts == 0) r->first = r->last;
    r->attempts++;
}

void result_free(struct result *r) {
    free(r->given);
    free(r->right);
    *r = (struct result){0};
}

static void add_member(struct text *out, const char *key, const char *value) {
    text_addf(out, ", \"%s\": ", key);
    text_add_json(out, value);
}

static void add_result(const struct question *q, const struct result *r, struct text *out) {
    static const char *const FORMS[] = {"pick", "choice", "number", "order"};
    text_add(out, "{\"question\": ");
    text_add_json(out, q->ask);
    add_member(out, "form", FORMS[q->form]);
    text_addf(out, ", \"attempts\": %" PRIu32, r->attempts);
    if (r->attempts > 0) {
        add_member(out, "given", r->given ? r->given : "");
        add_member(out, "right", r->right ? r->right : "");
        add_member(out, "first", verdict_name(r->first));
        add_member(out, "verdict", verdict_name(r->last));
    }
    text_addf(out, ", \"shown\": %s}", r->shown ? "true" : "false");
}

void results_json(const struct scenario *s, const struct result *results, struct text *out) {
    uint32_t right = 0, answered = 0;
    for (uint32_t i = 0; i < s->question_count; i++) {
        answered += results[i].attempts > 0;
        right += results[i].attempts > 0 && results[i].first == VERDICT_RIGHT;
    }
    text_add(out, "{\"scenario\": ");
    text_add_json(out, s->path);
    add_member(out, "title", s->title);
    text_addf(out,
              ", \"questions\": %" PRIu32 ", \"answered\": %" PRIu32 ", \"right_at_once\": %" PRIu32
              ", \"answers\": [",
              s->question_count, answered, right);
    for (uint32_t i = 0; i < s->question_count; i++) {
        if (i > 0) text_add(out, ", ");
        add_result(&s->questions[i], &results[i], out);
    }
    text_add(out, "]}");
}
