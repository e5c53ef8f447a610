/* event.h -- what happened, for people.
 *
 * The machine tells one sink what each step did; nothing ever reads an event back to decide what to
 * do next, so a run without a sink is the same run. The numbers an event carries are simulated
 * addresses, indices and sizes in bytes; events.def says which. */
#ifndef TC_EVENT_H
#define TC_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_kind {
#define EVENT(name, weight, json, keys, what, why) EVENT_##name,
#include "machine/events.def"
#undef EVENT
    EVENT_COUNT
};

/* A set of kinds: what a step, or a stretch of steps, had in it. */
enum { EVENT_SET_WORDS = 3 };

struct event_set {
    uint64_t words[EVENT_SET_WORDS];
};
_Static_assert(EVENT_COUNT <= EVENT_SET_WORDS * 64, "every kind has its bit");

static inline void event_set_add(struct event_set *set, enum event_kind kind) {
    set->words[kind / 64] |= 1ull << (kind % 64);
}

static inline void event_set_join(struct event_set *set, const struct event_set *more) {
    for (int i = 0; i < EVENT_SET_WORDS; i++) set->words[i] |= more->words[i];
}

static inline bool event_set_has(const struct event_set *set, enum event_kind kind) {
    return set->words[kind / 64] >> (kind % 64) & 1;
}

static inline bool event_sets_meet(const struct event_set *a, const struct event_set *b) {
    uint64_t common = 0;
    for (int i = 0; i < EVENT_SET_WORDS; i++) common |= a->words[i] & b->words[i];
    return common != 0;
}

struct event {
    uint64_t step;  /* the step it belongs to, from 1 */
    uint16_t kind;  /* enum event_kind */
    uint16_t actor; /* 0: the collector; else a goroutine's number */
    uint32_t line;  /* of the listing, where the actor is; 0 for the collector */
    uint64_t a, b, c, d;
};
_Static_assert(sizeof(struct event) == 48, "events have no padding");

struct sink {
    void (*emit)(void *user, const struct event *e); /* NULL: nobody listens */
    void *user;
};

/* A row of events.def. */
struct event_description {
    const char *name; /* in traces and conditions */
    const char *keys, *what, *why;
    int weight; /* the heaviest event of a step is what the step is about */
};

const struct event_description *event_describe(enum event_kind kind);
/* The kind of that name, or -1. */
int event_find(const char *name);
/* Which of the numbers a to d (0 to 3) has a key; -1: the kind has no such number. */
int event_key(enum event_kind kind, const char *key);
/* Where the address of the object that an event of the kind is about is: 0 to 3, or -1. */
int event_object_key(enum event_kind kind);

static inline uint64_t event_number(const struct event *e, int index) {
    const uint64_t numbers[] = {e->a, e->b, e->c, e->d};
    return numbers[index];
}
/* All names, ended by NULL: to say which one was meant. */
const char *const *event_names(void);

#endif
