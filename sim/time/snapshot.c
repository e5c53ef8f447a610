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

size_t machine_touched(const struct machine *m) {
    size_t size = 0;
    each_piece(m, add_size, &size);
    return size;
}

/* ---- taking ---- */

/* A snapshot that is being taken: chunks come in order, a group at a time. */
struct taking {
    struct snapshot *s;
    const struct snapshot *before;
    uint32_t next_before; /* the first group of `before` that has not been passed */
    struct snapshot_group *old;
    struct snapshot_group group; /* the one that is being filled */
    bool has_group;
    uint64_t next_chunk;
    bool failed;
};

static size_t chunk_size(const struct machine *m, uint64_t chunk) {
    size_t rest = m->layout.size - chunk * SNAPSHOT_CHUNK;
    return rest < SNAPSHOT_CHUNK ? rest : SNAPSHOT_CHUNK;
}

static bool is_zero(const uint8_t *bytes, size_t size) {
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

static size_t drop_chunk(struct snapshot_chunk *chunk) {
    if (!chunk || --chunk->users > 0) return 0;
    free(chunk);
    return sizeof *chunk;
}

static size_t drop_group(struct snapshot_group *group) {
    if (--group->users > 0) return 0;
    size_t bytes = sizeof *group;
    for (uint32_t i = 0; i < SNAPSHOT_GROUP; i++) bytes += drop_chunk(group->chunks[i]);
    free(group);
    return bytes;
}

static struct snapshot_chunk *new_chunk(struct taking *t, const uint8_t *bytes, size_t size) {
    struct snapshot_chunk *chunk = malloc(sizeof *chunk);
    t->failed |= !chunk;
    if (!chunk) return NULL;
    chunk->users = 1;
    memcpy(chunk->bytes, bytes, size);
    t->s->own += sizeof *chunk;
    return chunk;
}

/* The old chunk if it is the same. */
static struct snapshot_chunk *keep_chunk(struct taking *t, struct snapshot_chunk *old,
                                         const uint8_t *bytes, size_t size) {
    bool same = old && memcmp(old->bytes, bytes, size) == 0;
    if (same) old->users++;
    if (same) return old;
    return is_zero(bytes, size) ? NULL : new_chunk(t, bytes, size);
}

static void begin_group(struct taking *t, uint32_t number) {
    const struct snapshot *before = t->before;
    t->has_group = true;
    t->group = (struct snapshot_group){.users = 1, .number = number};
    t->old = NULL;
    if (!before) return;
    while (t->next_before < before->count && before->groups[t->next_before]->number < number)
        t->next_before++;
    if (t->next_before == before->count) return;
    struct snapshot_group *old = before->groups[t->next_before];
    if (old->number == number) t->old = old;
}

static bool make_room(struct snapshot *s) {
    if (s->count < s->capacity) return true;
    uint32_t capacity = s->capacity ? s->capacity * 2 : 64;
    struct snapshot_group **groups = realloc(s->groups, capacity * sizeof(void *));
    if (!groups) return false;
    s->own += (capacity - s->capacity) * sizeof(void *);
    s->groups = groups;
    s->capacity = capacity;
    return true;
}

/* The old group if all its chunks are the old ones. */
static struct snapshot_group *keep_group(struct taking *t) {
    size_t size = sizeof t->group.chunks;
    if (t->old && memcmp(t->old->chunks, t->group.chunks, size) == 0) {
        for (uint32_t i = 0; i < SNAPSHOT_GROUP; i++) drop_chunk(t->group.chunks[i]);
        t->old->users++;
        return t->old;
    }
    struct snapshot_group *group = malloc(sizeof *group);
    if (!group) return NULL;
    *group = t->group;
    t->s->own += sizeof *group;
    return group;
}

static void end_group(struct taking *t) {
    struct snapshot *s = t->s;
    if (!t->has_group) return;
    t->has_group = false;
    struct snapshot_group *group = make_room(s) ? keep_group(t) : NULL;
    if (group) s->groups[s->count++] = group;
    else
        for (uint32_t i = 0; i < SNAPSHOT_GROUP; i++) drop_chunk(t->group.chunks[i]);
    t->failed |= !group;
}

static void take_chunk(struct taking *t, const struct machine *m, uint64_t chunk) {
    uint32_t number = (uint32_t)(chunk / SNAPSHOT_GROUP), place = chunk % SNAPSHOT_GROUP;
    if (t->has_group && t->group.number != number) end_group(t);
    if (!t->has_group) begin_group(t, number);
    struct snapshot_chunk *old = t->old ? t->old->chunks[place] : NULL;
    const uint8_t *bytes = m->block + chunk * SNAPSHOT_CHUNK;
    t->group.chunks[place] = keep_chunk(t, old, bytes, chunk_size(m, chunk));
}

static void take_piece(void *user, const struct machine *m, size_t at, size_t size) {
    struct taking *t = user;
    uint64_t first = at / SNAPSHOT_CHUNK, last = (at + size - 1) / SNAPSHOT_CHUNK;
    if (first < t->next_chunk) first = t->next_chunk; /* two pieces may lie in one chunk */
    for (uint64_t chunk = first; chunk <= last && !t->failed; chunk++) take_chunk(t, m, chunk);
    t->next_chunk = last + 1;
}

bool snapshot_take(struct snapshot *s, const struct machine *m, const struct snapshot *before) {
    struct taking t = {.s = s, .before = before};
    *s = (struct snapshot){.step = m->s->clock.step, .progress = m->s->clock.progress};
    each_piece(m, take_piece, &t);
    end_group(&t);
    if (t.failed) snapshot_free(s);
    return !t.failed;
}

size_t snapshot_free(struct snapshot *s) {
    size_t bytes = s->capacity * sizeof(void *);
    for (uint32_t i = 0; i < s->count; i++) bytes += drop_group(s->groups[i]);
    free(s->groups);
    *s = (struct snapshot){0};
    return bytes;
}

/* ---- bringing back ---- */

/* What was never touched is zero: all of it is cleared, as it may not come back. */
static void each_piece_backwards(const struct machine *m, piece_fn *each, void *user) {
    for (int r = REGION_COUNT - 1; r >= 0; r--) each_piece_of(m, r, each, user);
}

static void clear_piece(void *user, const struct machine *m, size_t at, size_t size) {
    (void)user;
    memset(m->block + at, 0, size);
}

static const struct snapshot_group *group_of(const struct snapshot *s, uint32_t number) {
    uint32_t low = 0, high = s->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (s->groups[middle]->number < number) low = middle + 1;
        else high = middle;
    }
    return low < s->count && s->groups[low]->number == number ? s->groups[low] : NULL;
}

/* A restore that is under way, and the group it looks at. */
struct restoring {
    const struct snapshot *s;
    const struct snapshot_group *group;
    uint64_t number; /* of the group + 1 */
};

static bool has_chunk(struct restoring *r, uint64_t chunk) {
    uint64_t number = chunk / SNAPSHOT_GROUP;
    if (r->number != number + 1) r->group = group_of(r->s, (uint32_t)number);
    r->number = number + 1;
    return r->group && r->group->chunks[chunk % SNAPSHOT_GROUP];
}

/* What will not be overwritten. Looking first is quicker, and keeps memory that the host has never
 * had to provide from being needed. */
static void clear_rest(void *user, const struct machine *m, size_t at, size_t size) {
    for (size_t end = at + size, next; at < end; at = next) {
        next = (at / SNAPSHOT_CHUNK + 1) * SNAPSHOT_CHUNK;
        if (next > end) next = end;
        if (has_chunk(user, at / SNAPSHOT_CHUNK) || is_zero(m->block + at, next - at)) continue;
        memset(m->block + at, 0, next - at);
    }
}

static void put_group(const struct snapshot_group *group, struct machine *m) {
    for (uint32_t place = 0; place < SNAPSHOT_GROUP; place++) {
        const struct snapshot_chunk *chunk = group->chunks[place];
        uint64_t number = (uint64_t)group->number * SNAPSHOT_GROUP + place;
        if (!chunk) continue;
        memcpy(m->block + number * SNAPSHOT_CHUNK, chunk->bytes, chunk_size(m, number));
    }
}

void snapshot_restore(const struct snapshot *s, struct machine *m) {
    struct restoring restoring = {.s = s};
    each_piece_backwards(m, clear_rest, &restoring);
    for (uint32_t i = 0; i < s->count; i++) put_group(s->groups[i], m);
}

static void copy(void *user, const struct machine *from, size_t at, size_t size) {
    struct machine *to = user;
    memcpy(to->block + at, from->block + at, size);
}

void machine_copy(struct machine *to, const struct machine *from) {
    each_piece_backwards(to, clear_piece, NULL);
    each_piece(from, copy, to);
}
