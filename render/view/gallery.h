/* gallery.h -- the scenarios to choose from. */
#ifndef TC_GALLERY_H
#define TC_GALLERY_H

#include "view/view.h"

enum { GALLERY_MAX = 128 };

struct gallery_entry {
    char path[512];
    char title[160], summary[400], teaches[200];
    bool broken; /* it does not load; the summary says why */
};

struct gallery {
    struct gallery_entry entries[GALLERY_MAX];
    uint32_t count;
    uint32_t selected;
};

/* Draws the gallery; a click or Enter on an entry is COMMAND_OPEN with its index. */
void gallery_draw(struct draw *d, const struct view *v, const struct gallery *g);
/* Columns of cards in a picture of that width: what Up and Down move by. */
uint32_t gallery_columns(const struct view *v);

#endif
