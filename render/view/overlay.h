/* overlay.h -- what lies over the whole picture, in the gallery as well. */
#ifndef TC_OVERLAY_H
#define TC_OVERLAY_H

#include "view/view.h"

/* Nothing at all is to be seen. */
void overlay_blank(struct draw *d, const struct view *v);
/* The ring around the mouse, and the tip of the place where it rests. To be drawn last. */
void overlay_draw(struct draw *d, const struct view *v);

#endif
