/* asking.h -- asking the user for a file: with the desktop's dialog, or by typing a path. */
#ifndef TC_APP_ASKING_H
#define TC_APP_ASKING_H

#include "app/app.h"

/* The path that is being typed has changed. */
void asking_typed(struct app *app, const char *text);
/* Completes it. */
void asking_complete(struct app *app);
void asking_done(struct app *app, const char *text);
/* Hears whether something was chosen in the dialog. */
void asking_tick(struct app *app);

#endif
