#include "trace/frame.h"

#include <stdlib.h>

#include "trace/foresee.h"

void frame_add_event(struct frame_of_step *f, const struct event *e) {
    if (f->event_count == f->event_capacity) {
        size_t capacity = f->event_capacity ? f->event_capacity * 2 : 64;
        struct event *events = realloc(f->events, capacity * sizeof *events);
        if (!events) {
            f->failed = true;
            return;
        }
        f->events = events;
        f->event_capacity = capacity;
    }
    f->events[f->event_count++] = *e;
}

void frame_free(struct frame_of_step *f) {
    free(f->events);
    *f = (struct frame_of_step){0};
}

void frame_begin(struct machine *m, const struct frame_of_step *f) {
    struct clock *clock = &m->s->clock;
    clock->step = f->step;
    clock->now = f->now;
    clock->step_ticks = f->ticks;
    clock->last_actor = f->actor;
    clock->events = (struct event_set){0};
    m->s->on = f->processor;
    foresee_ticks(m, f->ticks);
}

void frame_event(struct machine *m, const struct event *e) {
    event_set_add(&m->s->clock.events, (enum event_kind)e->kind);
    foresee_event(m, e);
}

void frame_end(struct machine *m, const struct frame_of_step *f) {
    if (f->actor == ACTOR_COLLECTOR || f->actor > m->s->goroutine_count) return;
    foresee_goroutine(m, f->actor, f->events, f->event_count);
}
