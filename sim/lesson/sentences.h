/* sentences.h -- what is said about answers, in each language of the narration. */
#ifndef TC_LESSON_SENTENCES_H
#define TC_LESSON_SENTENCES_H

#include "export/narrate.h"

enum sentence {
#define SENTENCE(name, english, german) SENTENCE_##name,
#include "lesson/sentences.def"
#undef SENTENCE
    SENTENCE_COUNT
};

/* A format for text_addf; the conversions are the row's. Numbers are unsigned long long. */
const char *sentence_in(const struct narration *language, enum sentence which);

#endif
