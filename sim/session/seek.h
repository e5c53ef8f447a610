/* seek.h -- moving `now` to what is looked for.
 *
 * Each of these goes on until it is there: a window that must stay alive does the same with
 * search.h, a portion at a time. True if there is such a step; if not, `now` is at the end of the
 * run, or at its beginning. */
#ifndef TC_SEEK_H
#define TC_SEEK_H

#include "session/search.h"

/* What can be looked for. A goroutine's moves are of the one that went last. */
struct sought sought_event(enum event_kind kind);
struct sought sought_events(const struct event_set *kinds);
struct sought sought_line(void);
struct sought sought_over(void);
/* Any goroutine comes to one of the lines, which must outlive the search: breakpoints. */
struct sought sought_place(const uint32_t *lines, uint32_t count);
/* Of the object at an address, with all its words, or of the word that lies there. */
struct sought sought_change(const struct machine *m, uint64_t address);

/* The next (or previous) step that is such a one. */
bool session_find(struct session *s, const struct sought *what, bool forward);

bool session_seek_event(struct session *s, enum event_kind kind, bool forward);
bool session_seek_events(struct session *s, const struct event_set *kinds, bool forward);
/* To the next line of the same goroutine, wherever that is. */
bool session_seek_line(struct session *s, bool forward);
/* Likewise, but what it calls is done in one go: to a line in the same stack frame or a caller's.
 */
bool session_seek_over(struct session *s, bool forward);
bool session_seek_change(struct session *s, uint64_t address, bool forward);
/* Runs to a line; to the next of several. */
bool session_seek_place(struct session *s, uint32_t line, bool forward);
bool session_seek_break(struct session *s, const uint32_t *lines, uint32_t count, bool forward);

#endif
