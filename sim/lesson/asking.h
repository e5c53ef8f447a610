/* asking.h -- a question while its answer is worked out. For the files of this folder. */
#ifndef TC_ASKING_H
#define TC_ASKING_H

#include "lesson/answer.h"

struct asking {
    struct session *session;
    const struct question *question;
    struct answer *answer;
};

/* Says why there is no answer, unless that has been said. Returns false. */
bool answer_fails(struct answer *a, const char *format, ...) TC_PRINTF(2, 3);

/* Called after a step; false: no more is wanted. */
typedef bool step_fn(struct asking *k, void *user);

/* Moves from the question's moment to that of the answer, a step at a time if `each` is given.
 * False with a problem if that moment does not come. */
bool asking_go_on(struct asking *k, step_fn *each, void *user);

/* A new item; NULL when the host has no memory. */
struct answer_item *answer_add(struct answer *a, const char *name);

/* Keeps words that were put together, and frees them. */
const char *answer_keep(struct answer *a, struct text *words);
unsigned long long asking_step(const struct asking *k);
/* The statistic that is asked about, at `now`. */
uint64_t asking_statistic(const struct asking *k);

/* What happened, as the narration has it: "Step 12: main stores ...". */
const char *asking_narrate(struct asking *k, const struct event *e);
/* The step as a whole. */
const char *asking_narrate_step(struct asking *k);

/* ---- choices: answer_choice.c ---- */

bool answer_choice(struct asking *k);

/* ---- objects: answer_objects.c ---- */

bool answer_pick(struct asking *k);
bool answer_count_objects(struct asking *k);
bool answer_order_objects(struct asking *k);
/* The serial number of the object an event is about; 0 if it is about none. */
uint32_t event_serial(const struct machine *m, const struct event *e);

/* ---- explaining: explain.c ---- */

/* The step from which on nothing led to an object from a root, up to the step `upto`; NEVER if
 * something always did. */
uint64_t garbage_since(struct session *s, const struct answer_item *item, uint64_t upto);
/* Why the object that a condition is about is not so; what else there is to say. */
void explain_not_coming(struct asking *k, struct text *out);
/* What its colour means, at `now`. */
void explain_colour(struct session *s, const struct narration *language,
                    const struct answer_item *item, struct text *out);

#endif
