#include "export/find_words.h"

#include <ctype.h>

static bool begins_with(const char *at, const char *words) {
    for (; *words; at++, words++)
        if (tolower((unsigned char)*at) != tolower((unsigned char)*words)) return false;
    return true;
}

static bool contains(const char *sentence, const char *words) {
    for (; *sentence; sentence++)
        if (begins_with(sentence, words)) return true;
    return false;
}

static void listen(void *user, const struct event *e) {
    struct word_search *w = user;
    sentences_hear(w->sentences, e);
}

static bool has_words(void *user, const struct machine *m) {
    struct word_search *w = user;
    struct text sentence = {0};
    sentences_tell(w->sentences, m, w->language, &sentence);
    bool found = contains(text_string(&sentence), w->words);
    text_free(&sentence);
    sentences_begin_step(w->sentences);
    return found;
}

struct sought sought_words(struct word_search *w) {
    sentences_begin_step(w->sentences);
    return (struct sought){.kind = SOUGHT_OTHER, .listener = {listen, w}, .is_it = has_words};
}
