/* library.h -- fills the gallery: from a folder of scenarios, and with the files opened last. */
#ifndef TC_LIBRARY_H
#define TC_LIBRARY_H

#include "files/recent.h"
#include "view/gallery.h"

/* All *.json of the folder in the order of their names, in groups by their numbers. One that does
 * not load is listed with what is wrong with it; a folder that cannot be read is the gallery's
 * problem. */
void library_read(struct gallery *g, const char *folder);
/* Puts these files first, in place of those that were. */
void library_set_recent(struct gallery *g, const struct recent *r);
void library_free(struct gallery *g);

#endif
