/* transcribing.h -- a transcript while it is written. For the files transcript*.c only. */
#ifndef TC_TRANSCRIBING_H
#define TC_TRANSCRIBING_H

#include "lesson/transcript.h"

enum transcript_word {
#define TRANSCRIPT(name, english, german) TRANSCRIPT_WORD_##name,
#include "lesson/transcript_words.def"
#undef TRANSCRIPT
    TRANSCRIPT_WORD_COUNT
};

/* In the language of the transcript. */
const char *transcript_word(const struct transcript *t, enum transcript_word which);
/* What the machine gives to choose from, in that language; others as they are. */
const char *transcript_choice(const struct transcript *t, const char *name);

/* Adds a row with conversions. */
#define SAY(t, which, ...) text_addf(&(t)->text, transcript_word(t, which), __VA_ARGS__)

/* "## How it ends": an empty line, the marks, words, an empty line. */
void transcript_heading(struct transcript *t, const char *marks, const char *words);
/* "worker 2", "the collector": escaped. */
void transcript_actor(struct transcript *t, const struct machine *m, uint32_t actor,
                      struct text *out);
/* "phase mark". */
void transcript_phase(struct transcript *t, enum phase phase);

/* ---- transcript_head.c ---- */

void transcript_head(struct transcript *t);

/* ---- transcript_steps.c ---- */

/* Tells the steps up to one, at most about `budget` of them. False without memory. */
bool transcript_steps(struct transcript *t, uint64_t upto, uint64_t budget);
/* Ends what has begun at the last stop. */
void transcript_stretch_end(struct transcript *t);

/* ---- transcript_tallies.c ---- */

void transcript_tallies_free(struct transcript *t);
/* A step of a stretch that is counted. False without memory. */
bool transcript_count(struct transcript *t, const struct machine *m, const struct sentence *step);
void transcript_counted(struct transcript *t);

/* ---- transcript_questions.c ---- */

void transcript_ask(struct transcript *t, uint32_t question);
void transcript_answer(struct transcript *t, uint32_t question);

/* ---- transcript_end.c ---- */

void transcript_end(struct transcript *t);

#endif
