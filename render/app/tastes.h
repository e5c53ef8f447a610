/* tastes.h -- how the user wants to look at things, as words: what the command line says of it, and
 * what is remembered between runs. */
#ifndef TC_TASTES_H
#define TC_TASTES_H

#include "base/text.h"
#include "cli/cli.h"
#include "view/look.h"

struct tastes {
    struct look look;
    int width, height; /* of the window, in the units of the screen; 0: not known */
};

struct tastes tastes_default(void);

/* Changes what the command line gives: --theme, --language, --zoom, --letters,
 * --questions. */
void tastes_of_arguments(struct look *look, const struct arguments *a);

/* What the command line gave for this time only, and was not changed since, is as it was before. */
void tastes_forget_arguments(struct look *look, const struct arguments *a,
                             const struct look *before);

/* As JSON. */
void tastes_write(const struct tastes *t, struct text *out);
/* Changes what the text says, as far as it makes sense: it may be of another version, or broken.
 * False if it is no JSON at all; then nothing is changed. */
bool tastes_read(struct tastes *t, const char *text, size_t length);

#endif
