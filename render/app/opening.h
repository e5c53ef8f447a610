/* opening.h -- opening files, and saying what is wrong with them. */
#ifndef TC_OPENING_H
#define TC_OPENING_H

#include "app/app.h"

/* Reads a scenario with what the command line says. False, with a complaint in the window, if it
 * cannot be run. */
bool opening_load(struct app *app, const char *path, struct scenario *s);

#endif
