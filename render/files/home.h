/* home.h -- the user's own folders, as the XDG Base Directory Specification has them. */
#ifndef TC_HOME_H
#define TC_HOME_H

#include <stdbool.h>
#include <stddef.h>

/* Where the program keeps something: `name` below the folder that the variable names ("" or not a
 * whole path: it does not count), else below a folder of the user's home. False if there is
 * neither, or no room in `out`. */
bool home_path(const char *variable, const char *below_home, const char *name, char *out,
               size_t size);

#endif
