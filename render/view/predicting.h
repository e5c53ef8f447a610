/* predicting.h -- a question that stops the run, as it is seen.
 *
 * It is asked in the caption's place, and the bar below the timeline says how to answer. Objects
 * are picked where they are drawn: whatever panel shows one, the marks are put over its place. */
#ifndef TC_PREDICTING_H
#define TC_PREDICTING_H

#include "lesson/judge.h"
#include "view/draw.h"

struct view;

enum { NUMBER_DIGITS_MAX = 15, NO_QUESTION = -1, QUESTION_HEIGHT = 150 };

struct predicting {
    int open;   /* index of the question that is asked; NO_QUESTION: none */
    bool told;  /* the right answer is shown */
    bool given; /* ... and somebody has answered before */
    bool hinted;
    bool refused; /* to go on without an answer */
    struct answer answer;
    struct given answered;
    char number[NUMBER_DIGITS_MAX + 1]; /* what has been typed */
    uint32_t moving;                    /* place of the order that is moved; past it: the last */
    enum verdict verdict;
    struct text feedback; /* a sentence a line */
    struct result results[QUESTIONS_MAX];
    bool asked[QUESTIONS_MAX];
    uint32_t count;       /* questions of the scenario */
    uint64_t seen;        /* the step at which it was last looked whether a question is due */
    uint64_t changes;     /* session.future.changes when the answer was worked out */
    bool jumps;           /* the last command goes to a step, whatever lies between */
    const char *file;     /* where answers are saved; NULL: nowhere */
    char file_fails[160]; /* why they are not; "": they are */
    bool saved;
};

/* Whether there is anything to predict here, so that the bar has its place. */
bool predicting_has_bar(const struct view *v);
/* Whether a question is open. */
bool predicting_asks(const struct view *v);
/* Whether what can be reached is being asked about: then it is not shown before the answer. */
bool predicting_hides_garbage(const struct view *v);
/* Likewise of where something is allocated. */
bool predicting_hides_verdicts(const struct view *v);
/* In the caption's place, while a question is open. */
void panel_question(struct draw *d, const struct view *v, struct box b);
/* On the strip of the timeline, for a run of so many steps: where something is asked. */
void predicting_on_strip(struct draw *d, const struct view *v, struct box strip, uint64_t steps);
/* Below the timeline. */
void panel_predict(struct draw *d, const struct view *v, struct box b);
/* Over a panel whose first hit this is: what was picked, and what would have been right. */
void predicting_marks(struct draw *d, const struct view *v, size_t first_hit);

#endif
