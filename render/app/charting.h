/* charting.h -- a log of collections is open instead of a run: which of its cycles is looked at,
 * and the GOGC of the model beside it. */
#ifndef TC_CHARTING_H
#define TC_CHARTING_H

#include "app/app.h"

/* Takes the log of app->open.scenario, which is new. False: no memory. */
bool charting_begin(struct app *app);
void charting_end(struct app *app);
/* The log has been read again: takes it over, and keeps the place. */
bool charting_renew(struct app *app, struct scenario *fresh);

/* Looks at a cycle, from 0, or at the last one if there are fewer. */
void charting_seek(struct app *app, uint64_t cycle);
/* At the one whose number this is, or the next greater one there is. */
void charting_seek_number(struct app *app, uint64_t number);
uint64_t charting_cycle(const struct app *app);

#endif
