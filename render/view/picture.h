/* picture.h -- the whole picture of a step: where each panel goes. */
#ifndef TC_PICTURE_H
#define TC_PICTURE_H

#include "view/view.h"

/* Draws all panels, and notes where the picture can be clicked. */
void picture_draw(struct draw *d, const struct view *v, struct hits *hits);

#endif
