/* narration.h -- what a language of the narration is made of. For narrate*.c only. */
#ifndef TC_NARRATION_H
#define TC_NARRATION_H

#include "export/narrate.h"

/* A sentence being told. */
struct telling {
    const struct machine *m;
    const struct event *e;
    struct text *out;
};

/* How {name x} of a template is told. */
struct teller {
    const char *name;
    void (*tell)(struct telling *t, uint64_t x);
};

struct sentence {
    const char *what, *why;
};

struct narration {
    struct sentence (*sentence)(enum event_kind kind);
    const struct teller *tellers; /* ended by a name that is NULL */
    /* Of what has no teller here, the English words are told and these of them replaced. */
    void (*phrase)(const char *english, struct text *out);
    const char *const *articles; /* words that get a capital letter where a sentence begins */
};

#endif
