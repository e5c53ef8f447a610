/* app.h -- the window's program: input to command, command to session, session to picture. */
#ifndef TC_APP_H
#define TC_APP_H

#include "cli/cli.h"

/* `tricolor [FILE]`: opens the window, on the gallery without a file. An exit status. */
int command_window(const struct arguments *a);
/* `tricolor export FILE -o OUT`: needs no display. */
int command_export(const struct arguments *a);

#endif
