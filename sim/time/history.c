#include "time/history.h"

void history_init(struct history *h) {
    *h = (struct history){.interval = KEYFRAME_INTERVAL};
}

void history_free(struct history *h) {
    for (uint32_t i = 0; i < h->count; i++) snapshot_free(&h->keyframes[i]);
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
    if (h->count == KEYFRAMES_MAX || (h->bytes > HISTORY_BYTES_MAX && h->count > 1)) return true;
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
    return best;
}

void history_rewind(struct history *h, uint64_t step) {
    while (h->count > 0 && h->keyframes[h->count - 1].step > step) {
        struct snapshot *last = &h->keyframes[--h->count];
        h->bytes -= snapshot_free(last);
    }
}
