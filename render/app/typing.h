/* typing.h -- what is typed: into a prompt, until Enter or Esc. */
#ifndef TC_TYPING_H
#define TC_TYPING_H

#include "app/app.h"

void typing_begin(struct app *app, enum prompt_kind kind);
/* A key while something is being typed. */
void typing_key(struct app *app, const struct input *in);

#endif
