/* library.h -- fills the gallery from a folder of scenarios. */
#ifndef TC_LIBRARY_H
#define TC_LIBRARY_H

#include "view/gallery.h"

/* All *.json of the folder in the order of their names. One that does not load is listed with what
 * is wrong with it. */
void library_read(struct gallery *g, const char *folder);

#endif
