/* meter_prices.h -- the table of prices in a cost meter that has the room. */
#ifndef TC_METER_PRICES_H
#define TC_METER_PRICES_H

#include "view/view.h"

/* Nothing where there is no room. */
void draw_prices(struct draw *d, const struct view *v, struct box b);

#endif
