/* words.h -- every text of the interface, in each language. Scenarios and the narration have their
 * own. */
#ifndef TC_WORDS_H
#define TC_WORDS_H

enum language { LANGUAGE_ENGLISH, LANGUAGE_GERMAN, LANGUAGE_COUNT };

enum word {
    WORD_NONE,
#define WORD(name, english, german) WORD_##name,
#include "view/words.def"
#undef WORD
    WORD_COUNT
};

/* Never NULL. Conversions of printf, where a row has them, are the same in every language. */
const char *word(enum language language, enum word which);

/* "en", "de". */
const char *language_code(enum language language);

#endif
