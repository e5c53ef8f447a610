/* find_words.h -- looking for a step by the words that tell of it. */
#ifndef TC_FIND_WORDS_H
#define TC_FIND_WORDS_H

#include "export/sentences.h"
#include "session/search.h"

enum { SOUGHT_WORDS_MAX = 128 };

/* A step whose sentence has these words; capitals do not matter. */
struct word_search {
    char words[SOUGHT_WORDS_MAX];
    const struct narration *language;
    struct sentences *sentences;
};

/* Both must outlive the search. */
struct sought sought_words(struct word_search *w);

#endif
