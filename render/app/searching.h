/* searching.h -- a step is looked for, a portion at every tick, so that the window stays alive. */
#ifndef TC_SEARCHING_H
#define TC_SEARCHING_H

#include "app/app.h"

/* Stops playing, and looks; what is looked for is described to the user when it does not exist. */
void searching_begin(struct app *app, const struct sought *what, bool forward, enum word nothing);
/* Likewise, if looking at a step takes long: so many of them at a time. */
void searching_begin_slow(struct app *app, const struct sought *what, bool forward,
                          uint64_t portion);
/* For places among the program's lines. */
void searching_begin_lines(struct app *app, const uint32_t *lines, uint32_t count, bool forward);
void searching_tick(struct app *app);
void searching_stop(struct app *app);

#endif
