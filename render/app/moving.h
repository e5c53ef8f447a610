/* moving.h -- moving in time: by steps, lines and phases, and playing. */
#ifndef TC_MOVING_H
#define TC_MOVING_H

#include "app/app.h"

/* Takes the steps that are due by `now`, seconds. */
void moving_play(struct app *app, double now);
/* Goes to a step, and stops playing. If the run does not come there in a moment, it goes on while
 * pictures are made. */
void moving_seek(struct app *app, uint64_t step);
void moving_tick(struct app *app);
/* Gives up what takes so long; whether there was something. */
bool moving_stop(struct app *app);

#endif
