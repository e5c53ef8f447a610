#include "again.h"

#include <string.h>

#include "exports/numbered.h"

static void add_quoted(struct text *out, const char *word) {
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./=,:%+@-";
    if (*word && word[strspn(word, PLAIN)] == '\0') {
        text_add(out, word);
        return;
    }
    text_add(out, "'");
    for (; *word; word++) {
        if (*word == '\'') text_add(out, "'\\''");
        else text_add_bytes(out, word, 1);
    }
    text_add(out, "'");
}

/* Whether the word is this option; and where its value stands: here, or as the next word. */
static bool is_option(const char *word, const char *name, bool *is_next) {
    size_t length = strlen(name);
    if (strncmp(word, name, length) != 0) return false;
    *is_next = word[length] == '\0';
    return *is_next || word[length] == '=';
}

static bool is_output(const char *word, bool *is_next) {
    return is_option(word, "-o", is_next) || is_option(word, "--output", is_next);
}

void again_as_pictures(struct text *out, const struct arguments *a) {
    struct text name = {0};
    bool is_next, options_over = false;
    numbered_instead(&name, a->output);
    add_quoted(out, a->words[0]);
    for (char **word = a->words + 1; *word; word++) {
        bool is_film_only = !options_over && is_option(*word, "--fps", &is_next);
        bool is_name = !options_over && !is_film_only && is_output(*word, &is_next);
        options_over = options_over || strcmp(*word, "--") == 0;
        if (!is_film_only) text_add(out, " ");
        if (is_name) {
            text_add(out, "-o ");
            add_quoted(out, text_string(&name));
        } else if (!is_film_only) {
            add_quoted(out, *word);
        }
        if ((is_film_only || is_name) && is_next && word[1]) word++;
    }
    text_free(&name);
}
