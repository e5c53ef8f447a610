#include "view/words.h"

static const char *const WORDS[WORD_COUNT][LANGUAGE_COUNT] = {
    [WORD_NONE] = {"", ""},
#define WORD(name, english, german) [WORD_##name] = {english, german},
#include "view/words.def"
#undef WORD
};

const char *word(enum language language, enum word which) {
    return WORDS[which][language];
}

const char *language_code(enum language language) {
    static const char *const CODES[LANGUAGE_COUNT] = {"en", "de"};
    return CODES[language];
}
