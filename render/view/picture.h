/* picture.h -- the whole picture of a run: all panels in their places. */
#ifndef TC_PICTURE_H
#define TC_PICTURE_H

#include "view/view.h"

/* Draws into the view's area, behind what is in the list already. */
void picture_draw(struct draw *d, const struct view *v);

#endif
