#include "time/snapshot.h"

#include <stdlib.h>
#include <string.h>

/* Calls for each piece of a machine's block: where it begins, and its size. */
typedef void piece_fn(void *user, const struct machine *m, size_t at, size_t size);

static void each_piece_of(const struct machine *m, int region, piece_fn *each, void *user) {
    size_t at = 0, size;
    for (; (size = machine_piece(m, (enum region)region, &at)) > 0; at += size)
        each(user, m, m->layout.offset[region] + at, size);
}

/* Regions in order: those that say how much the others use come first. */
static void each_piece(const struct machine *m, piece_fn *each, void *user) {
    for (int r = 0; r < REGION_COUNT; r++) each_piece_of(m, r, each, user);
}

static void add_size(void *user, const struct machine *m, size_t at, size_t size) {
    (void)m, (void)at;
    *(size_t *)user += size;
}

/* Takes the bytes of a piece: `user` is where the next ones go. */
static void save(void *user, const struct machine *m, size_t at, size_t size) {
    uint8_t **to = user;
    memcpy(*to, m->block + at, size);
    *to += size;
}

bool snapshot_take(struct snapshot *s, const struct machine *m) {
    size_t size = 0;
    each_piece(m, add_size, &size);
    *s = (struct snapshot){.bytes = malloc(size),
                           .size = size,
                           .step = m->s->clock.step,
                           .progress = m->s->clock.progress};
    if (!s->bytes) {
        *s = (struct snapshot){0};
        return false;
    }
    uint8_t *to = s->bytes;
    each_piece(m, save, &to);
    return true;
}

static void clear_piece(void *user, const struct machine *m, size_t at, size_t size) {
    (void)user;
    memset(m->block + at, 0, size);
}

/* What was never touched is zero: all of it is cleared, as it may not come back. */
static void clear(struct machine *m) {
    for (int r = REGION_COUNT - 1; r >= 0; r--) each_piece_of(m, r, clear_piece, NULL);
}

static void load(void *user, const struct machine *m, size_t at, size_t size) {
    const uint8_t **from = user;
    memcpy(m->block + at, *from, size);
    *from += size;
}

void snapshot_restore(const struct snapshot *s, struct machine *m) {
    const uint8_t *from = s->bytes;
    clear(m);
    each_piece(m, load, &from);
}

static void copy(void *user, const struct machine *from, size_t at, size_t size) {
    struct machine *to = user;
    memcpy(to->block + at, from->block + at, size);
}

void machine_copy(struct machine *to, const struct machine *from) {
    clear(to);
    each_piece(from, copy, to);
}

void snapshot_free(struct snapshot *s) {
    free(s->bytes);
    *s = (struct snapshot){0};
}
