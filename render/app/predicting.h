/* predicting.h -- questions that stop the run: asked, answered, told.
 *
 * In a lecture whoever goes on is shown the answer first; in self-study nobody goes on without an
 * answer. Moving by steps, lines, phases and searches, and playing, stop at questions that have not
 * been asked yet; jumping to a step does not. */
#ifndef TC_APP_PREDICTING_H
#define TC_APP_PREDICTING_H

#include "app/app.h"

/* A scenario has been opened, or read again. */
void predicting_begin(struct app *app);
/* The session goes: whatever was asked is no longer. */
void predicting_end(struct app *app);
/* Behind every input and after time has passed: stops at a question, or at one that is open. */
void predicting_check(struct app *app);
/* A command that moves is about to be done. */
void predicting_note(struct app *app, enum command_id command);
/* A digit, for a choice or a number. Whether that was what it is for. */
bool predicting_key(struct app *app, const struct input *in);
/* An object is clicked. Whether it was picked, or put away again. */
bool predicting_select(struct app *app, uint64_t address);
/* Esc. Whether a question was open that can be left. */
bool predicting_dismiss(struct app *app);

static inline bool predicting_is_open(const struct app *app) {
    return app->open.is && app->predicting.open != NO_QUESTION;
}

#endif
