#include "time/snapshot.h"

#include <stdlib.h>
#include <string.h>

bool snapshot_take(struct snapshot *s, const struct machine *m) {
    size_t size = 0, at = 0;
    for (int r = 0; r < REGION_COUNT; r++) size += machine_used(m, (enum region)r);
    *s = (struct snapshot){.bytes = malloc(size), .size = size, .step = m->s->clock.step};
    if (!s->bytes) {
        *s = (struct snapshot){0};
        return false;
    }
    for (int r = 0; r < REGION_COUNT; r++) {
        size_t used = machine_used(m, (enum region)r);
        memcpy(s->bytes + at, m->block + m->layout.offset[r], used);
        at += used;
    }
    return true;
}

/* Bytes of a region in use now; to be cleared if they are not part of what comes back, since
 * untouched memory is zero. */
static void sizes(const struct machine *m, size_t used[REGION_COUNT]) {
    for (int r = 0; r < REGION_COUNT; r++) used[r] = machine_used(m, (enum region)r);
}

static void restore_region(struct machine *m, int region, const uint8_t *from, size_t before) {
    size_t now = machine_used(m, (enum region)region);
    uint8_t *to = m->block + m->layout.offset[region];
    memcpy(to, from, now);
    if (before > now) memset(to + now, 0, before - now);
}

void snapshot_restore(const struct snapshot *s, struct machine *m) {
    size_t before[REGION_COUNT], at = 0;
    sizes(m, before);
    memcpy(m->s, s->bytes, sizeof *m->s); /* first: it says how much the others use */
    for (int r = 0; r < REGION_COUNT; r++) {
        restore_region(m, r, s->bytes + at, before[r]);
        at += machine_used(m, (enum region)r);
    }
}

void machine_copy(struct machine *to, const struct machine *from) {
    size_t before[REGION_COUNT];
    sizes(to, before);
    *to->s = *from->s;
    for (int r = 0; r < REGION_COUNT; r++)
        restore_region(to, r, from->block + from->layout.offset[r], before[r]);
}

void snapshot_free(struct snapshot *s) {
    free(s->bytes);
    *s = (struct snapshot){0};
}
