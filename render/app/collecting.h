/* collecting.h -- the user plays the collector.
 *
 * The run goes on by itself up to the next thing that the collector decides: there it stops, and
 * the user says it. What is right is read out of the machine; a wrong move is refused with the
 * reason, or done by hand (machine/gc/by_hand.h), as a new future of the run. */
#ifndef TC_APP_COLLECTING_H
#define TC_APP_COLLECTING_H

#include "app/app.h"

/* A click on an object, while it is played: whether it was a move. */
bool collecting_click(struct app *app, uint64_t address);
void collecting_end(struct app *app);

#endif
