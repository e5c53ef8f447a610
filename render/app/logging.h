/* logging.h -- the event log: which lines are read, and which kind of event is looked for. */
#ifndef TC_LOGGING_H
#define TC_LOGGING_H

#include "app/app.h"

/* Another run. */
void logging_forget(struct app *app);
void logging_free(struct app *app);
/* Goes on looking for lines of the chosen kind. */
void logging_tick(struct app *app);
bool logging_goes_on(const struct app *app);
/* The lines for the next picture. */
void logging_prepare(struct app *app);
/* The sentence that is looked for has been typed. */
void logging_look_for(struct app *app, const char *text);

#endif
