/* judge.h -- what somebody has answered, against what is right. */
#ifndef TC_JUDGE_H
#define TC_JUDGE_H

#include "lesson/answer.h"

/* Items by their index: those picked, the one chosen, or all of them in order. */
struct given {
    uint32_t items[ANSWER_ITEMS_MAX];
    uint32_t count;
    uint64_t number;
};

bool given_has(const struct given *g, uint32_t item);
/* Adds an item, or takes it away again. */
void given_toggle(struct given *g, uint32_t item);

enum verdict { VERDICT_WRONG, VERDICT_PARTLY, VERDICT_RIGHT };

const char *verdict_name(enum verdict verdict);

enum verdict question_judge(const struct question *q, const struct answer *a,
                            const struct given *g);
/* Why, from the run: first what was wrong, then, if nothing was, what makes it right; then the
 * author's words. One sentence a line. */
void question_feedback(struct session *s, const struct question *q, struct answer *a,
                       const struct given *g, struct text *out);

/* What is right, or what was given: "A, C", "grey", "96", "B, then A". "nothing" if it is empty. */
void answer_words(const struct question *q, const struct answer *a, struct text *out);
void given_words(const struct question *q, const struct answer *a, const struct given *g,
                 struct text *out);

/* ---- the answers file ---- */

/* What became of a question. */
struct result {
    uint32_t attempts;        /* 0: not answered */
    bool shown;               /* the right answer was shown before it was answered right */
    enum verdict first, last; /* of the first and the last attempt */
    char *given, *right;      /* in words, of the last one; from malloc, NULL before */
};

void result_note(struct result *r, const struct question *q, const struct answer *a,
                 const struct given *g);
void result_free(struct result *r);

/* The answers to all questions of a scenario as a line of JSON; scenarios/README.md describes it.
 */
void results_json(const struct scenario *s, const struct result *results, struct text *out);

#endif
