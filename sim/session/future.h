/* future.h -- changing the past: the run goes another way from `now` on.
 *
 * What somebody has decided is part of the run: seeking and searching repeat it exactly, before it
 * and behind it. Whatever was known of the steps behind it is dropped: timeline, keyframes, census,
 * captions, output. Whoever has listened to the run ahead, or has kept something of it, looks at
 * session.future.changes. */
#ifndef TC_FUTURE_H
#define TC_FUTURE_H

#include "session/session.h"

/* The step from which on the run is another one than the scenario's own; NEVER: it is that one. */
uint64_t session_future(const struct session *s);
/* A session just opened takes over all that was decided in another run of the same scenario: its
 * run becomes that one. False if the host has no memory. */
bool session_follow(struct session *s, const struct future *from);
/* Back to the scenario's own run: to `now`, or to where they part if that is before it. */
void session_forget_future(struct session *s);

/* The next step is made by this actor, and `now` moves there. If it would have been the one that
 * goes next anyway nothing is changed. False if it cannot go: it must be one of session_choices. */
bool session_force(struct session *s, struct choice choice);

/* GOGC in percent, negative: off; or the memory limit in bytes, negative or INT64_MAX: none. The
 * goal and the trigger follow at once, as with debug.SetGCPercent and debug.SetMemoryLimit. `now`
 * stays. False if that cannot be changed while a program runs, or the host has no memory. */
bool session_set(struct session *s, enum decision_kind what, int64_t value);

/* One of the collector's decisions, taken by hand at `now`. False if that cannot be done here. */
bool session_by_hand(struct session *s, enum decision_kind what, uint64_t object, uint64_t other);

/* ---- who can go next ---- */

struct candidate {
    struct choice choice;
    bool goes;     /* it would be the next one by itself */
    uint32_t line; /* of a goroutine, where it goes on; 0: the collector */
};

/* Who goes next at `now` if nobody interferes. */
struct choice session_next(const struct session *s);
/* Fills `out` with who could go next at `now`, at most `max`; returns how many there are. */
uint32_t session_choices(const struct session *s, struct candidate *out, uint32_t max);
/* "worker 2", "the collector", "the worker on P3". */
void session_choice_name(const struct session *s, struct choice choice, struct text *out);
/* Tries what it would do next: fills `events` and returns how many there are. The machine after
 * that step is session.scout: to tell of it in words. 0 if it cannot go. */
uint32_t session_try(struct session *s, struct choice choice, struct event *events, uint32_t max);

#endif
