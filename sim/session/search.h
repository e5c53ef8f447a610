/* search.h -- looking for a step of the run, in small portions.
 *
 * The timeline says which stretches cannot hold what is sought; the others are run again on a
 * machine of their own, so `now` stays where it is and can be shown meanwhile. A search that needs
 * long is called again and again, with a budget of steps for each call. */
#ifndef TC_SEARCH_H
#define TC_SEARCH_H

#include "session/session.h"

enum sought_kind {
    SOUGHT_EVENT,  /* a step that has an event of a set */
    SOUGHT_LINE,   /* a goroutine comes to another line, or ends */
    SOUGHT_OVER,   /* likewise, but not in what it calls from the line it is at */
    SOUGHT_PLACE,  /* any goroutine comes to one of some lines */
    SOUGHT_CHANGE, /* of an object or word: written, coloured, allocated, freed */
    SOUGHT_OTHER,  /* what somebody else knows */
};

struct sought {
    enum sought_kind kind;
    struct event_set events; /* EVENT */
    uint32_t actor;          /* LINE, OVER: which goroutine; 0: any */
    uint32_t line_count;
    const uint32_t *lines; /* PLACE: must outlive the search */
    uint64_t address;      /* CHANGE: [address, address + size) */
    uint64_t size;
    struct sink listener; /* OTHER: hears every step, then is asked with `listener.user` */
    bool (*is_it)(void *user, const struct machine *m);
};

enum found { FOUND_NOTHING, FOUND_STEP, FOUND_NOT_YET };

/* Where a goroutine stands when it comes to a line. */
struct visit {
    uint32_t line;
    uint64_t depth; /* bytes of its stack up to the frame: more in what it calls */
};

/* Visits one behind the other that are one stop: a call within a line comes back to it. */
struct stop_place {
    struct visit visit;
    uint64_t step;    /* the first of them; 0: none */
    bool may_be_more; /* ... that has been seen */
};

/* What an object, or the word at an address, is like. */
struct glance {
    uint64_t word;
    uint32_t serial;
    uint32_t colour; /* enum colour, except that grey is black */
};

struct search {
    struct sought sought;
    bool forward;
    bool knows_start;     /* OVER: `start` has been looked for */
    struct visit start;   /* OVER: where the goroutine was to begin with; line 0: nowhere */
    uint64_t from;        /* the step at which it began */
    uint64_t changes;     /* of the run: when it becomes another one the search begins anew */
    uint64_t at;          /* has been looked at, and all between it and where this portion began */
    uint64_t left;        /* backward: this step and those before it are left for other portions; */
    uint64_t portion_end; /* ... this one ends here; 0: there is none yet */
    struct stop_place last, later; /* backward: in this portion, in those behind it */
    /* of the step that is being looked at */
    const struct machine *machine;
    bool heard;
    struct visit visit;
    struct glance look;
};

/* Begins at `now`. */
struct search search_begin(const struct session *s, const struct sought *what, bool forward);
/* Goes on for about `budget` steps. When it is FOUND_STEP, `now` has moved there; before, and when
 * there is no such step, `now` stays where it is. */
enum found search_go_on(struct search *search, struct session *s, uint64_t budget);
/* Goes on until it is known. */
enum found search_finish(struct search *search, struct session *s);
/* How many steps away from where it began it looks now. */
uint64_t search_distance(const struct search *search);

#endif
