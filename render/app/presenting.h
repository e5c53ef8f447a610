/* presenting.h -- what helps those who look on. */
#ifndef TC_PRESENTING_H
#define TC_PRESENTING_H

#include "app/app.h"

/* Any key or click ends the blank picture, and does nothing else. */
bool presenting_key(struct app *app);
/* Looks at the next step, where the notes need it. */
void presenting_tick(struct app *app);

#endif
