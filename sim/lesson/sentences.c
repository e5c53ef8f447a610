#include "lesson/sentences.h"

static const char *const SENTENCES[SENTENCE_COUNT][2] = {
#define SENTENCE(name, english, german) {english, german},
#include "lesson/sentences.def"
#undef SENTENCE
};

const char *sentence_in(const struct narration *language, enum sentence which) {
    return SENTENCES[which][language == &NARRATION_GERMAN];
}
