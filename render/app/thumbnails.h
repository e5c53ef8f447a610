/* thumbnails.h -- a small picture of each scenario at its most telling step, for the gallery.
 *
 * Made from a real run, one after another, in portions of a few milliseconds, and only of cards
 * that are seen; kept while the program runs, for the theme in which they were made. */
#ifndef TC_THUMBNAILS_H
#define TC_THUMBNAILS_H

#include "app/app.h"

/* Goes on for some milliseconds. */
void thumbnails_tick(struct app *app, int milliseconds);
/* Whether there is something to be made. */
bool thumbnails_wait(const struct app *app);
void thumbnails_free(struct app *app);

#endif
