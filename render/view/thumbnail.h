/* thumbnail.h -- a step of a run as a small picture: what there is to see of it, without frames. */
#ifndef TC_THUMBNAIL_H
#define TC_THUMBNAIL_H

#include "view/view.h"

/* How much there is to see at `now`: more is better. */
uint32_t thumbnail_score(const struct session *s);

/* THUMBNAIL_WIDTH x THUMBNAIL_HEIGHT pixels: the object graph; the map, where there are too many
 * objects; the stacks, where there are none. */
void thumbnail_draw(struct draw *d, const struct session *s, const struct graph_layout *graph,
                    const struct look *look);

#endif
