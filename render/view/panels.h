/* panels.h -- the panels: each a function from a view to draw commands in a box.
 *
 * Stacks and globals leave anchors, from which the heap panel draws their arrows; what can be
 * clicked is added to the hits. */
#ifndef TC_PANELS_H
#define TC_PANELS_H

#include "view/view.h"

void panel_header(struct draw *d, const struct view *v, struct box b);
/* What each processor does, and how far the heap is from its goal: a line. */
void panel_status(struct draw *d, const struct view *v, struct box b);
void panel_source(struct draw *d, const struct view *v, struct box b);
void panel_stacks(struct draw *d, const struct view *v, struct box b, struct anchors *anchors);
void panel_heap(struct draw *d, const struct view *v, struct box b, const struct anchors *anchors);
void panel_map(struct draw *d, const struct view *v, struct box b);
/* In programs that call malloc. */
void panel_c_heap(struct draw *d, const struct view *v, struct box b);
void panel_free_lists(struct draw *d, const struct view *v, struct box b);
void panel_work(struct draw *d, const struct view *v, struct box b);
/* In programs that print. */
void panel_output(struct draw *d, const struct view *v, struct box b);
/* What has been spent, in ticks. */
void panel_meter(struct draw *d, const struct view *v, struct box b);
void panel_step(struct draw *d, const struct view *v, struct box b);
void panel_numbers(struct draw *d, const struct view *v, struct box b);
void panel_caption(struct draw *d, const struct view *v, struct box b);
void panel_timeline(struct draw *d, const struct view *v, struct box b, struct hits *hits);
void panel_help(struct draw *d, const struct view *v, struct hits *hits);

#endif
