/* trying.h -- trying settings. */
#ifndef TC_APP_TRYING_H
#define TC_APP_TRYING_H

#include "app/app.h"

/* A value has been typed for the chosen setting. */
void trying_type_done(struct app *app, const char *text);

#endif
