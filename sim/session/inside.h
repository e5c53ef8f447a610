/* inside.h -- what the parts of a session share with each other. Not for others. */
#ifndef TC_SESSION_INSIDE_H
#define TC_SESSION_INSIDE_H

#include "session/session.h"

/* Does the next step of the run, on a machine that stands at a step of it: on the engine, or off
 * the tape. What is decided there comes behind it: session_settle. False if a tape's line is bad;
 * those that the run ahead has passed are not. */
bool session_advance(const struct session *s, struct machine *m);
/* Changes the settings that somebody has changed at this step. Keyframes are as it was before. */
void session_settle(const struct session *s, struct machine *m);
/* Who was made to go next at this step; false if nobody was. */
bool session_forced(const struct session *s, const struct machine *m, struct choice *out);
/* Brings a machine that stands at a step of the run to a keyframe before `step`, unless it is
 * nearer already, and not past it. */
void session_restore(const struct session *s, struct machine *m, uint64_t step);
/* Runs again, silently, up to a step, from there. */
void session_reach(struct session *s, struct machine *m, uint64_t step);
/* Likewise, but for at most `budget` steps, which it lowers; false if they were too few. */
bool session_approach(struct session *s, struct machine *m, uint64_t step, uint64_t *budget);
/* Sees to it that there is a scout, at some step of the run; false if the host has no memory. */
bool session_send_scout(struct session *s);

#endif
