#include "time/timeline.h"

void timeline_init(struct timeline *t) {
    t->width = 1;
    t->steps = 0;
}

static void halve(struct timeline *t) {
    for (uint32_t i = 0; i < BUCKETS_MAX / 2; i++) {
        const struct bucket *a = &t->buckets[2 * i], *b = a + 1;
        struct bucket both = {a->events,
                              a->actors | b->actors,
                              b->phase,
                              b->line ? b->line : a->line,
                              a->lines | b->lines,
                              gauge_join(&a->gauge, &b->gauge)};
        event_set_join(&both.events, &b->events);
        t->buckets[i] = both;
    }
    t->width *= 2;
}

void timeline_record(struct timeline *t, const struct machine *m) {
    const struct clock *clock = &m->s->clock;
    if (clock->step > BUCKETS_MAX * t->width) halve(t);
    struct bucket *b = &t->buckets[timeline_bucket_of(t, clock->step)];
    if ((clock->step - 1) % t->width == 0) *b = (struct bucket){.gauge = gauge_read(m)};
    else if (clock->step % t->width == 0) gauge_end(&b->gauge, m);
    else gauge_go_on(&b->gauge, m);
    uint32_t actor = clock->last_actor;
    event_set_join(&b->events, &clock->events);
    b->actors |= bucket_actor_bit(actor);
    b->phase = machine_phase(m);
    if (actor) {
        b->line = machine_line(m);
        b->lines |= bucket_line_bit(b->line);
    }
    t->steps = clock->step;
}

uint64_t timeline_rewind(struct timeline *t, uint64_t step) {
    t->steps = step / t->width * t->width;
    return t->steps;
}

uint32_t timeline_bucket_count(const struct timeline *t) {
    return t->steps ? timeline_bucket_of(t, t->steps) + 1 : 0;
}
