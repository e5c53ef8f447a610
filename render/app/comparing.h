/* comparing.h -- two runs side by side: the right one follows what the program on the left has
 * done. */
#ifndef TC_APP_COMPARING_H
#define TC_APP_COMPARING_H

#include "app/app.h"

/* Lets the right side run ahead, and brings it to where the left one is. */
void comparing_tick(struct app *app);
/* Whether there is something to do without an input. */
bool comparing_waits(const struct app *app);
/* Steps by which both sides show all of theirs. */
void comparing_step(struct app *app, bool forward);
/* One run again, with the settings that it had before. */
void comparing_end(struct app *app);
/* What is open is about to be closed. */
void comparing_forget(struct app *app);
/* The one whose settings are tried: the right side's, if there is one. */
const struct scenario *comparing_scenario(const struct app *app);
/* The right side with other settings. False if such a machine cannot be had. */
bool comparing_reopen(struct app *app, const struct config *c);
/* Its files are in use, too. */
void comparing_watch(struct app *app);
/* Around a change of the scenario that is open, from which the right side is made. */
void comparing_before_reload(struct app *app);
void comparing_after_reload(struct app *app);

struct view comparing_view(const struct app *app);

#endif
