/* snapshot.h -- a copy of a machine's state: only the bytes the run has touched.
 *
 * The state is cut into chunks. What is the same as in the snapshot before is shared with it, and
 * what is zero is not kept at all: so many snapshots of a large heap need little more memory than
 * one. Chunks are kept in groups, which are shared, too, so that a list of chunks is short. */
#ifndef TC_SNAPSHOT_H
#define TC_SNAPSHOT_H

#include "machine/machine.h"

enum { SNAPSHOT_CHUNK = 1024, SNAPSHOT_GROUP = 64 }; /* bytes; chunks */

struct snapshot_chunk {
    uint32_t users;
    uint8_t bytes[SNAPSHOT_CHUNK];
};

struct snapshot_group {
    uint32_t users;
    uint32_t number;                               /* where it belongs */
    struct snapshot_chunk *chunks[SNAPSHOT_GROUP]; /* NULL: all zero */
};

struct snapshot {
    struct snapshot_group **groups; /* by number; those that are missing are all zero */
    uint32_t count, capacity;
    size_t own; /* bytes of memory that taking it has needed */
    uint64_t step;
    uint64_t progress; /* clock.progress */
};

/* Shares what is the same as in `before`, a snapshot of the same machine, or NULL. False when the
 * host has no memory; then *s is empty. */
bool snapshot_take(struct snapshot *s, const struct machine *m, const struct snapshot *before);
/* Brings back the state. The machine must run the same program in the same configuration. */
void snapshot_restore(const struct snapshot *s, struct machine *m);
/* Returns how many bytes of memory nobody shares any more. */
size_t snapshot_free(struct snapshot *s);
/* Bytes that the run has touched. */
size_t machine_touched(const struct machine *m);
/* Makes `to` the same as `from`: a restore without a snapshot in between. */
void machine_copy(struct machine *to, const struct machine *from);

#endif
