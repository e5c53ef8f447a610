/* holding_rows.h -- holding.h as rows of a card, each of which selects whom it names. */
#ifndef TC_HOLDING_ROWS_H
#define TC_HOLDING_ROWS_H

#include "view/card.h"

/* How much the selected keeps alive. */
void holding_add_own(struct card *c);
/* Who keeps it alive, from the nearest on; then the most of what it keeps alive. `nobody` is said
 * if nothing leads to it. */
void holding_add_keepers(struct card *c, enum word nobody);
void holding_add_kept(struct card *c);

/* What holds the memory: the largest objects, types and roots. */
void holding_add_largest(struct card *c);

#endif
