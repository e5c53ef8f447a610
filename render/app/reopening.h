/* reopening.h -- running what is open once more, changed, and keeping the place.
 *
 * The place is kept by what the program has done: the same step of another run is another moment. A
 * long run is not waited for: the place is gone to when the run ahead has come there. */
#ifndef TC_REOPENING_H
#define TC_REOPENING_H

#include "app/app.h"

/* With other settings. False if such a machine cannot be had; then all is as before. */
bool reopen_with(struct app *app, const struct config *c);
/* Another scenario in place of the one that is open, which is given back; takes over `s`. False as
 * above; then `s` is the caller's still. */
bool reopen_scenario(struct app *app, struct scenario *s);
/* Goes to the place, once the run ahead has come there. */
void reopening_tick(struct app *app);

#endif
