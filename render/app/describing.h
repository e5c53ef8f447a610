/* describing.h -- the picture in words, for who cannot see it: readers of screens, and tests.
 *
 *   title TITLE
 *   text X,Y "WORDS"                           each text, at its left end, in the order of drawing
 *   place COMMAND VALUE X,Y WIDTHxHEIGHT "TIP" each place that answers to the mouse; later ones lie
 *                                              on top
 *   end
 *
 * Coordinates are pixels. */
#ifndef TC_DESCRIBING_H
#define TC_DESCRIBING_H

#include "app/app.h"

void describing_picture(const struct app *app, struct text *out);

#endif
