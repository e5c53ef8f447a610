/* question.h -- what a scenario asks before it goes on, as it was read.
 *
 * A question says what it is about, never what is right: lesson/answer.h computes that from the run
 * itself. Its form is how it is answered: objects are picked, one of a few choices is taken, a
 * number is named, things are put in order. */
#ifndef TC_QUESTION_H
#define TC_QUESTION_H

#include "program/program.h"

enum { QUESTIONS_MAX = 100 }; /* of a scenario */

enum question_form { QUESTION_PICK, QUESTION_CHOICE, QUESTION_NUMBER, QUESTION_ORDER };

enum question_about {
    ABOUT_STATE,     /* pick: the objects that are so; number: how many */
    ABOUT_EVENT,     /* pick, order: the objects of such events; number: how many such events */
    ABOUT_COLOUR,    /* choice: of an object */
    ABOUT_COMING,    /* choice: whether a condition comes true */
    ABOUT_PLACE,     /* choice: whether what is allocated next by a name is on heap or stack */
    ABOUT_ACTOR,     /* choice: who goes next */
    ABOUT_CHANGE,    /* choice: whether a statistic grows */
    ABOUT_OUTCOME,   /* choice: how the run ends */
    ABOUT_OUTPUT,    /* choice: the next line that is printed */
    ABOUT_STATISTIC, /* number: its value */
    ABOUT_MOMENTS    /* order: in which they come */
};

enum object_state {
    STATE_WHITE,
    STATE_GREY,
    STATE_BLACK,
    STATE_FREED,
    STATE_LIVE, /* not freed */
    STATE_LOST,
    STATE_LEAKED,
    STATE_REACHABLE,
    STATE_UNREACHABLE,
    STATE_YOUNG,
    STATE_OLD,
    STATE_REMEMBERED,
    STATE_COUNT
};

extern const char *const OBJECT_STATES[STATE_COUNT + 1]; /* ended by NULL */

/* When the right answer is known: at a later moment of the run, or at once. */
enum until {
    UNTIL_DEFAULT, /* what that is depends on what is asked: question_waits */
    UNTIL_CONDITION,
    UNTIL_STEPS, /* that many later */
    UNTIL_END
};

struct question_moment {
    struct condition when;
    const char *say;
};

struct question {
    struct condition when;
    const char *ask, *hint, *why; /* hint and why may be "" */
    uint32_t line;                /* of the scenario's file, for complaints */
    enum question_form form;
    enum question_about about;
    enum object_state state;
    uint32_t event;   /* enum event_kind */
    uint32_t object;  /* index of a reference */
    const char *name; /* of a statistic, or of what is allocated */
    struct condition coming;
    struct question_moment *moments;
    uint32_t moment_count;
    const char **choices; /* outcome and output only: elsewhere the machine knows them */
    uint32_t choice_count;
    enum until until;
    struct condition until_condition;
    uint64_t until_steps;
    uint32_t near; /* percent by which a number may be wrong and still be partly right */
};

#endif
