/* picture.h -- the whole picture of a run: all panels in their places. */
#ifndef TC_PICTURE_H
#define TC_PICTURE_H

#include "view/view.h"

/* The panels that there are for this program. */
void picture_find_panels(const struct view *v, bool there[PANEL_COUNT]);
/* Where they are drawn; those that are not have a box of no size. */
void picture_place(const struct draw *d, const struct view *v, struct box boxes[PANEL_COUNT]);
/* Draws into the view's area, behind what is in the list already. */
/* The panels of the arrangement only, into a part of the area. */
void picture_draw_panels(struct draw *d, const struct view *v, struct box area);
void picture_draw(struct draw *d, const struct view *v);

#endif
