/* asking.h -- a path that is typed, where there is no dialog of the desktop. */
#ifndef TC_ASKING_H
#define TC_ASKING_H

#include "view/view.h"

enum { ASKING_NAMES = 12, ASKING_NAME_MAX = 256 };

/* What the path may go on with. */
struct asking {
    char names[ASKING_NAMES][ASKING_NAME_MAX];
    uint32_t count, total;
};

/* Over the picture, or the gallery. */
void panel_asking(struct draw *d, const struct view *v);

#endif
