/* scheduling.h -- the user is the scheduler. */
#ifndef TC_APP_SCHEDULING_H
#define TC_APP_SCHEDULING_H

#include "app/app.h"

/* Who could go next changes with every step. */
void scheduling_tick(struct app *app);

#endif
