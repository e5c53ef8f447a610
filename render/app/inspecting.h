/* inspecting.h -- what is selected, and what is to be known about it. */
#ifndef TC_INSPECTING_H
#define TC_INSPECTING_H

#include "app/app.h"

/* Another run: of what is selected there, all is to be found out anew. */
void inspecting_forget(struct app *app);
void inspecting_free(struct app *app);
/* Before a picture is made: as much as can be found out at once. */
void inspecting_prepare(struct app *app);
/* Goes on finding out. */
void inspecting_tick(struct app *app);
/* Whether there is more to find out. */
bool inspecting_goes_on(const struct app *app);

#endif
