/* reloading.h -- the files in use, read again when they are saved. */
#ifndef TC_RELOADING_H
#define TC_RELOADING_H

#include "app/app.h"

/* From now on the files of the scenario that is open. */
void reloading_begin(struct app *app);
/* Looks at the files, a few times a second. */
void reloading_tick(struct app *app);

#endif
