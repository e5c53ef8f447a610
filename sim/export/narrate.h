/* narrate.h -- every step in words, from the templates in events.def. */
#ifndef TC_NARRATE_H
#define TC_NARRATE_H

#include "base/text.h"
#include "machine/machine.h"

/* The event of a step that it is about; NULL if the step had none with a sentence. */
const struct event *narrate_headline(const struct event *events, uint32_t count);

/* A language. */
struct narration;
extern const struct narration NARRATION_ENGLISH, NARRATION_GERMAN;

/* What happened in the step that led to the state of `m`, and why; each may stay empty. */
void narrate_step_in(const struct narration *language, const struct machine *m,
                     const struct event *events, uint32_t count, struct text *what,
                     struct text *why);
/* In English, as traces and transcripts have it. */
void narrate_step(const struct machine *m, const struct event *events, uint32_t count,
                  struct text *what, struct text *why);

/* What inspect.h calls something, in a language: "the collector", "the code of f", "Node 3". */
void narrate_phrase(const struct narration *language, const char *english, struct text *out);

#endif
