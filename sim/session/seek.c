#include "session/seek.h"

#include "machine/inspect/inspect.h"

struct sought sought_event(enum event_kind kind) {
    struct sought what = {.kind = SOUGHT_EVENT};
    event_set_add(&what.events, kind);
    return what;
}

struct sought sought_events(const struct event_set *kinds) {
    return (struct sought){.kind = SOUGHT_EVENT, .events = *kinds};
}

struct sought sought_line(void) {
    return (struct sought){.kind = SOUGHT_LINE};
}

struct sought sought_over(void) {
    return (struct sought){.kind = SOUGHT_OVER};
}

struct sought sought_place(const uint32_t *lines, uint32_t count) {
    return (struct sought){.kind = SOUGHT_PLACE, .lines = lines, .line_count = count};
}

struct sought sought_change(const struct machine *m, uint64_t address) {
    struct object_view o;
    bool object = inspect_object(m, address, &o) && o.address == address;
    return (struct sought){
        .kind = SOUGHT_CHANGE, .address = address, .size = object ? o.size : WORD};
}

bool session_find(struct session *s, const struct sought *what, bool forward) {
    struct search search = search_begin(s, what, forward);
    if (search_finish(&search, s) == FOUND_STEP) return true;
    session_seek(s, forward ? session_steps(s) : 0);
    return false;
}

bool session_seek_event(struct session *s, enum event_kind kind, bool forward) {
    struct sought what = sought_event(kind);
    return session_find(s, &what, forward);
}

bool session_seek_events(struct session *s, const struct event_set *kinds, bool forward) {
    struct sought what = sought_events(kinds);
    return session_find(s, &what, forward);
}

bool session_seek_line(struct session *s, bool forward) {
    struct sought what = sought_line();
    return session_find(s, &what, forward);
}

bool session_seek_over(struct session *s, bool forward) {
    struct sought what = sought_over();
    return session_find(s, &what, forward);
}

bool session_seek_change(struct session *s, uint64_t address, bool forward) {
    struct sought what = sought_change(&s->now, address);
    return session_find(s, &what, forward);
}

bool session_seek_place(struct session *s, uint32_t line, bool forward) {
    return session_seek_break(s, &line, 1, forward);
}

bool session_seek_break(struct session *s, const uint32_t *lines, uint32_t count, bool forward) {
    struct sought what = sought_place(lines, count);
    return session_find(s, &what, forward);
}
