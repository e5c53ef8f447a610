/* does.h -- the functions that do the commands of commands.def. What `value` means, the command
 * says. */
#ifndef TC_DOES_H
#define TC_DOES_H

#include "app/app.h"

#define COMMAND(name, where, does) void does(struct app *app, uint64_t value);
#include "view/commands.def"
#undef COMMAND

#endif
