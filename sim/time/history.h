/* history.h -- keyframes, so that any step of a run can be reached by re-execution.
 *
 * A snapshot is kept every `interval` steps; each shares with the one before it what has not
 * changed. When they are too many or need too much memory, every other one is dropped and the
 * interval doubles, and likewise when the state is so large that looking through it would take
 * longer than the steps in between: memory and time stay bounded for a run of any length.
 *
 * In a very long run with a large state keyframes are far apart. Then one more snapshot is kept, a
 * little before the step that was sought last: the steps around it are quickly there. */
#ifndef TC_HISTORY_H
#define TC_HISTORY_H

#include "time/snapshot.h"

enum {
    KEYFRAMES_MAX = 256,
    KEYFRAME_INTERVAL = 256,
    KEYFRAME_BYTES_A_STEP = 2048 /* a step takes about as long as looking at so many bytes */
};
#define HISTORY_BYTES_MAX ((size_t)64 << 20)

struct history {
    struct snapshot keyframes[KEYFRAMES_MAX]; /* in order of steps; the first is step 0 */
    uint32_t count;
    uint64_t interval;    /* steps */
    struct snapshot near; /* before the step that was sought last; of no groups: none */
    size_t bytes;         /* of memory, all in all */
};

void history_init(struct history *h);
void history_free(struct history *h);
/* To be called after every step of the run that goes on ahead, and once before the first. False
 * when the host has no memory for a keyframe: older ones still reach every step, only slower. */
bool history_record(struct history *h, const struct machine *m);
/* Where on the way to a step one more snapshot is to be taken; UINT64_MAX if it is near enough to
 * the one before it, or `m` is past that point. */
uint64_t history_near_at(const struct history *h, const struct machine *m, uint64_t step);
/* Takes it. Without memory for it there is none. */
void history_take_near(struct history *h, const struct machine *m);
/* Drops the keyframes behind a step: from there on the run goes another way. */
void history_rewind(struct history *h, uint64_t step);
/* The last keyframe at or before `step`; NULL only if nothing was recorded. */
const struct snapshot *history_before(const struct history *h, uint64_t step);

#endif
