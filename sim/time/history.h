/* history.h -- keyframes, so that any step of a run can be reached by re-execution.
 *
 * A snapshot is kept every `interval` steps. When the keyframes are too many or too large, every
 * other one is dropped and the interval doubles: memory stays bounded for a run of any length, and
 * there is nothing to tune. */
#ifndef TC_HISTORY_H
#define TC_HISTORY_H

#include "time/snapshot.h"

enum { KEYFRAMES_MAX = 64, KEYFRAME_INTERVAL = 256 };
#define HISTORY_BYTES_MAX ((size_t)64 << 20)

struct history {
    struct snapshot keyframes[KEYFRAMES_MAX]; /* in order of steps; the first is step 0 */
    uint32_t count;
    uint64_t interval; /* steps */
    size_t bytes;
};

void history_init(struct history *h);
void history_free(struct history *h);
/* To be called after every step of the run that goes on ahead, and once before the first. False
 * when the host has no memory for a keyframe: older ones still reach every step, only slower. */
bool history_record(struct history *h, const struct machine *m);
/* Drops the keyframes behind a step: from there on the run goes another way. */
void history_rewind(struct history *h, uint64_t step);
/* The last keyframe at or before `step`; NULL only if nothing was recorded. */
const struct snapshot *history_before(const struct history *h, uint64_t step);

#endif
