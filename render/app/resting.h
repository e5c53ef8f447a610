/* resting.h -- the mouse at rest: then the place it is on says what it is for. */
#ifndef TC_RESTING_H
#define TC_RESTING_H

#include "app/app.h"

/* The mouse has moved to where it is now. */
void resting_moved(struct app *app, struct point before);
/* A key, a click: the tip goes, and does not come back until the mouse moves. */
void resting_stop(struct app *app);
void resting_tick(struct app *app);
/* Milliseconds until a tip is due; -1: none is. */
int resting_wait(const struct app *app);

#endif
