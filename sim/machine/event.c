#include "machine/event.h"

#include <string.h>

static const struct event_description DESCRIPTIONS[EVENT_COUNT] = {
#define EVENT(name, weight, json, keys, what, why) {json, keys, what, why, weight},
#include "machine/events.def"
#undef EVENT
};

static const char *const NAMES[EVENT_COUNT + 1] = {
#define EVENT(name, weight, json, keys, what, why) json,
#include "machine/events.def"
#undef EVENT
    NULL,
};

const struct event_description *event_describe(enum event_kind kind) {
    return &DESCRIPTIONS[kind];
}

int event_find(const char *name) {
    for (int kind = 0; kind < EVENT_COUNT; kind++)
        if (strcmp(DESCRIPTIONS[kind].name, name) == 0) return kind;
    return -1;
}

int event_key(enum event_kind kind, const char *key) {
    int index = 0;
    for (const char *at = DESCRIPTIONS[kind].keys; *at; index++) {
        size_t length = strcspn(at, " ");
        if (length == strlen(key) && strncmp(at, key, length) == 0) return index;
        at += length;
        at += *at == ' ';
    }
    return -1;
}

int event_object_key(enum event_kind kind) {
    int object = event_key(kind, "object");
    if (object >= 0 || event_key(kind, "serial") < 0) return object;
    return event_key(kind, "address");
}

const char *const *event_names(void) {
    return NAMES;
}
