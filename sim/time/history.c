#include "time/history.h"

void history_init(struct history *h) {
    *h = (struct history){.interval = KEYFRAME_INTERVAL};
}

void history_free(struct history *h) {
    for (uint32_t i = 0; i < h->count; i++) snapshot_free(&h->keyframes[i]);
    snapshot_free(&h->near);
    history_init(h);
}

static void drop_every_other(struct history *h) {
    uint32_t kept = 0;
    h->interval *= 2;
    for (uint32_t i = 0; i < h->count; i++) {
        struct snapshot *s = &h->keyframes[i];
        if (s->step % h->interval == 0) {
            h->keyframes[kept++] = *s;
            continue;
        }
        h->bytes -= snapshot_free(s);
    }
    h->count = kept;
}

static bool is_crowded(const struct history *h, const struct machine *m) {
    size_t bytes = h->bytes - h->near.own;
    if (h->count == KEYFRAMES_MAX || (bytes > HISTORY_BYTES_MAX && h->count > 1)) return true;
    return machine_touched(m) / KEYFRAME_BYTES_A_STEP > h->interval;
}

bool history_record(struct history *h, const struct machine *m) {
    if (m->s->clock.step % h->interval != 0) return true;
    while (is_crowded(h, m)) {
        drop_every_other(h);
        if (m->s->clock.step % h->interval != 0) return true;
    }
    struct snapshot *s = &h->keyframes[h->count];
    if (!snapshot_take(s, m, h->count ? s - 1 : NULL)) return false;
    h->bytes += s->own;
    h->count++;
    return true;
}

const struct snapshot *history_before(const struct history *h, uint64_t step) {
    const struct snapshot *best = NULL;
    for (uint32_t i = 0; i < h->count && h->keyframes[i].step <= step; i++) best = &h->keyframes[i];
    if (best && h->near.count && h->near.step <= step && h->near.step > best->step) best = &h->near;
    return best;
}

static void drop_near(struct history *h) {
    h->bytes -= snapshot_free(&h->near);
}

/* So that running from there takes a fraction of the time that bringing it back does. */
uint64_t history_near_at(const struct history *h, const struct machine *m, uint64_t step) {
    enum { LEAST = 512, WORTH = 8 };
    uint64_t distance = step - history_before(h, step)->step;
    if (distance < WORTH * LEAST) return UINT64_MAX;
    uint64_t cost = machine_touched(m) / KEYFRAME_BYTES_A_STEP, lead = cost / 4 + LEAST;
    if (distance < WORTH * (cost + lead) || m->s->clock.step > step - lead) return UINT64_MAX;
    return step - lead;
}

void history_take_near(struct history *h, const struct machine *m) {
    struct snapshot near;
    if (!snapshot_take(&near, m, history_before(h, m->s->clock.step))) return;
    h->bytes += near.own;
    drop_near(h);
    h->near = near;
}

void history_rewind(struct history *h, uint64_t step) {
    if (h->near.step > step) drop_near(h);
    while (h->count > 0 && h->keyframes[h->count - 1].step > step) {
        struct snapshot *last = &h->keyframes[--h->count];
        h->bytes -= snapshot_free(last);
    }
}
