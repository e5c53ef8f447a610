/* snapshot.h -- a copy of a machine's state: only the bytes the run has touched. */
#ifndef TC_SNAPSHOT_H
#define TC_SNAPSHOT_H

#include "machine/machine.h"

struct snapshot {
    uint8_t *bytes; /* the used part of each region, one behind the other */
    size_t size;
    uint64_t step;
    uint64_t progress; /* clock.progress */
};

/* False when the host has no memory; then *s is empty. */
bool snapshot_take(struct snapshot *s, const struct machine *m);
/* Brings back the state. The machine must run the same program in the same configuration. */
void snapshot_restore(const struct snapshot *s, struct machine *m);
void snapshot_free(struct snapshot *s);
/* Makes `to` the same as `from`: a restore without a snapshot in between. */
void machine_copy(struct machine *to, const struct machine *from);

#endif
