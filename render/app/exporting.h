/* exporting.h -- writing a file from the window: the dialog, and the job that goes on behind it, a
 * portion a tick. One at a time; it is abandoned when its scenario is closed or read again. */
#ifndef TC_APP_EXPORTING_H
#define TC_APP_EXPORTING_H

#include "app/app.h"

/* A key while the dialog is open, which has them all. False if it is not. */
bool exporting_key(struct app *app, const struct input *in);
/* What was typed: a step, or the file's name. */
void exporting_step_typed(struct app *app, const char *text);
void exporting_file_typed(struct app *app, const char *text);
void exporting_complete(struct app *app);

void exporting_tick(struct app *app);
/* Whether there is more to do at once. */
bool exporting_goes_on(const struct app *app);
/* What is being written is not written; the dialog says so. */
void exporting_abandon(struct app *app);
/* Likewise, and the dialog is closed. */
void exporting_end(struct app *app);

#endif
