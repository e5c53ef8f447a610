/* overlay.h -- what lies over the whole picture, in the gallery as well. */
#ifndef TC_OVERLAY_H
#define TC_OVERLAY_H

#include "view/view.h"

/* Nothing at all is to be seen. */
void overlay_blank(struct draw *d, const struct view *v);
/* Legend and help, the tip of the place where the mouse rests, the ring around it. To be drawn
 * last. */
void overlay_draw(struct draw *d, const struct view *v);

#endif
