/* biography.h -- the history of an object, or of a word: every step that did something to it.
 *
 * The run is gone through once more, a portion at a time. Of very long histories some moments are
 * only counted. */
#ifndef TC_BIOGRAPHY_H
#define TC_BIOGRAPHY_H

#include "export/sentences.h"

enum { WRITES_MAX = 384, TURNS_MAX = 128 };

/* Whose. */
struct life_subject {
    uint64_t address;
    uint32_t size;
    uint32_t serial; /* 0: whatever lies there */
    uint64_t slot;   /* that it shares, perhaps: whose colour is its colour */
};

struct turn {
    uint64_t step;
    uint16_t kind; /* enum event_kind; EVENT_WORD: a word was written */
    uint16_t actor;
    const char *what; /* the step in a sentence */
    const char *word; /* EVENT_WORD: ".next = Node 3" */
};

struct biography {
    struct life_subject subject;
    struct turn list[WRITES_MAX + TURNS_MAX]; /* in order */
    uint32_t count;
    uint32_t writes, turns; /* all there are so far */
    uint32_t asked;         /* bytes, when it was allocated; 0: not seen */
    uint64_t born, ended;   /* steps; 0: not yet */
    uint64_t at;            /* the last step that has been looked at */
    uint64_t word;          /* what lay there then, if it is a word */
    bool alive;
    struct pool pool; /* of the words */
    struct sentences hearing;
    const struct narration *language;
    uint64_t changes;
};

void biography_begin(struct biography *b, const struct session *s,
                     const struct life_subject *subject, const struct narration *language);
void biography_free(struct biography *b);
/* Whether it is of this run, and tells in this language. */
bool biography_is_of(const struct biography *b, const struct session *s,
                     const struct narration *language);
/* Looks at about `budget` steps; false when all that the run ahead has done is looked at. */
bool biography_go_on(struct biography *b, struct session *s, uint64_t budget);
/* The last moment up to a step that changed the colour; NULL: none. */
const struct turn *biography_colour(const struct biography *b, uint64_t step);
/* How many moments there are up to a step. */
uint32_t biography_until(const struct biography *b, uint64_t step);

#endif
