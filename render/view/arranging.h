/* arranging.h -- what the mouse does to the arrangement of panels: to heads, and to gaps between
 * panels. */
#ifndef TC_ARRANGING_H
#define TC_ARRANGING_H

#include "view/view.h"

/* Panels have numbers, from 1 on: those of this program, in the order of panels.def. */
uint32_t panel_number(const bool there[PANEL_COUNT], enum panel panel);
/* PANEL_COUNT if there is none of that number. */
enum panel panel_numbered(const bool there[PANEL_COUNT], uint64_t number);

/* A double click on a panel's head enlarges it. To be drawn before the panel. */
void arranging_head(struct draw *d, const struct view *v, struct box b, uint32_t number);
/* Gaps that can be dragged, and buttons in the head that the mouse is on. After the panels. */
void arranging_draw(struct draw *d, const struct view *v, const struct box boxes[PANEL_COUNT],
                    const bool there[PANEL_COUNT]);
/* From the right end of a row: buttons that bring back what is hidden or covered; returns where
 * they end. */
float arranging_row(struct draw *d, const struct view *v, struct box row,
                    const bool there[PANEL_COUNT]);

#endif
