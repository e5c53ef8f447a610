/* answer.h -- the right answer to a question, computed from the session's own run.
 *
 * A question is asked at the first step at which its condition holds; its answer is known then or
 * at a later step. `question_answer` goes there, looks, and brings `now` back to where it was. What
 * can be picked, chosen or put in order are items, each of them right or wrong (or with a rank), so
 * that a window shows all forms alike. Why an item is right or wrong is worked out when somebody
 * wants to know: question_explain. */
#ifndef TC_ANSWER_H
#define TC_ANSWER_H

#include "export/narrate.h"
#include "session/session.h"

enum {
    ANSWER_ITEMS_MAX = 1024,   /* objects that can be picked from */
    ANSWER_ORDER_MAX = 9,      /* things to put in order */
    ANSWER_STEPS_MAX = 5000000 /* from the question to its answer */
};

struct answer_item {
    const char *name; /* "Node 3", "grey", "the barrier shades C" */
    uint32_t serial;  /* of the object; 0: it is none */
    uint64_t address; /* of the object, at the question's moment (order: when it came) */
    bool manual;      /* it is a chunk of the C heap */
    bool right;       /* pick, choice */
    uint32_t rank;    /* order: from 1; what comes in the same step has the same */
    uint64_t step;    /* when it came (events, moments); 0: it did not */
    const char *why;  /* NULL until question_explain */
};

struct answer {
    const struct narration *language; /* of all that is said */
    const char *problem;              /* why there is no answer; NULL: there is one */
    uint64_t asked, answered;         /* steps */
    struct answer_item *items;
    uint32_t item_count;
    uint64_t number;
    const char *why; /* of the answer as a whole; "" when it lies with the items */
    struct pool pool;
};

/* False with a problem if there is no answer: its moment never comes, a choice is missing, ... */
bool question_answer(struct session *s, const struct question *q, const struct narration *language,
                     struct answer *a);
void answer_free(struct answer *a);

/* In words, from the run: why the item is right, or is not. Keeps it in the item. */
const char *question_explain(struct session *s, const struct question *q, struct answer *a,
                             uint32_t item);

/* Whether the answer is known only at a later moment than the question's. */
bool question_waits(const struct question *q);

/* The index of the item that is the object at an address at the question's moment, or -1. */
int answer_item_at(const struct session *s, const struct answer *a, uint64_t address);

/* At the end of a run: everything that keeps a question from being asked or answered, a line each.
 * Returns how many. */
uint32_t lesson_check(struct session *s, struct text *out);

/* The question, what is right, and why: a few lines for tests and authors. */
void answer_text(struct session *s, const struct question *q, struct answer *a, struct text *out);

#endif
