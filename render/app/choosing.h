/* choosing.h -- choosing a scenario in the gallery. */
#ifndef TC_CHOOSING_H
#define TC_CHOOSING_H

#include "app/app.h"

/* Shows only what has the words that are being typed. */
void choosing_filter(struct app *app, const char *text);
void choosing_filter_done(struct app *app, const char *text);

#endif
