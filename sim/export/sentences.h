/* sentences.h -- the run as it is told, a line a step, wherever somebody wants to read it.
 *
 * Steps are run again on the scout, a block of them at a time, so `now` stays where it is; the last
 * few blocks are kept. */
#ifndef TC_SENTENCES_H
#define TC_SENTENCES_H

#include "export/narrate.h"
#include "session/session.h"

enum { SENTENCES_BLOCK = 64, SENTENCES_BLOCKS = 8 };

/* A step. */
struct sentence {
    uint64_t step;
    const char *what; /* "" if there is nothing to tell */
    uint32_t actor;
    uint32_t line; /* of the listing; 0: it was the collector's */
    uint16_t kind; /* enum event_kind of what it is about; EVENT_COUNT: of nothing */
    struct event_set events;
};

struct sentence_block {
    uint64_t first; /* step; 0: the block is empty */
    uint32_t count;
    uint64_t used; /* when: the one that was used longest ago gives way */
    struct sentence list[SENTENCES_BLOCK];
    size_t words[SENTENCES_BLOCK]; /* offsets in `text` */
    struct text text;
};

struct sentences {
    const struct narration *language;
    struct sentence_block blocks[SENTENCES_BLOCKS];
    uint64_t uses;
    uint64_t changes;     /* of the run: then it is told anew */
    struct event *events; /* what the scout's step did */
    uint32_t event_count;
};

/* What a step does, one event after the other, and what it is told as: for who runs it. Without
 * memory nothing is heard. */
bool sentences_begin_step(struct sentences *all);
void sentences_hear(void *user, const struct event *e);
void sentences_tell(const struct sentences *all, const struct machine *m,
                    const struct narration *language, struct text *out);

/* The step without its words. */
struct sentence sentences_step(const struct sentences *all, const struct machine *m);

/* For another session. */
void sentences_forget(struct sentences *all);
void sentences_free(struct sentences *all);
/* Of a step that the run ahead has done; NULL for others, and if the host has no memory. It stays
 * until some hundred steps that are far away have been asked for. */
const struct sentence *sentences_at(struct sentences *all, struct session *s,
                                    const struct narration *language, uint64_t step);

#endif
