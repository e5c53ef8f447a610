/* session.h -- the face of the engine: load, run, step, seek, ask. See also seek.h, future.h.
 *
 * A session holds one run of a scenario twice: `front` goes on ahead and records history and
 * timeline; `now` is the step that is being looked at. Seeking restores the nearest keyframe into
 * `now` and re-executes; so forward and back are the same, and nothing limits going back. */
#ifndef TC_SESSION_H
#define TC_SESSION_H

#include "scenario/scenario.h"
#include "time/census.h"
#include "time/history.h"
#include "time/moves.h"
#include "time/timeline.h"

enum { EVENTS_MAX = 4096, OUTPUT_MAX = 1 << 20 };
#define STEPS_MAX_DEFAULT 20000000ull
#define NEVER UINT64_MAX

enum stop {
    STOP_BUDGET, /* the budget is spent; the run can go on */
    STOP_END,    /* the program has ended, one way or another */
    STOP_LIMIT,  /* the limit of steps is reached */
    STOP_MEMORY  /* the host has no memory left */
};

struct printed {
    uint64_t step;
    size_t end;   /* of the output after that step */
    size_t shown; /* of the screen */
};

enum decision_kind {
    DECISION_GOGC,         /* percent, or UINT64_MAX */
    DECISION_MEMORY_LIMIT, /* bytes */
    DECISION_TAKE,         /* the collector's, by hand: machine/gc/by_hand.h; an object, ... */
    DECISION_FORGET,
    DECISION_DOOM,
    DECISION_SPARE,
    DECISION_ACTOR /* actor + branch << 16 */
};

/* Somebody has interfered: session/future.h. By step; of one step, who goes next comes last. */
struct decision {
    uint64_t step;
    enum decision_kind kind;
    uint64_t value;
    uint64_t other; /* TAKE: ... instead of which one */
};

struct future {
    struct decision *list;
    uint32_t count;
    uint64_t changes; /* so many times the run has become another one */
};

struct session {
    const struct scenario *scenario;
    struct machine now, front;
    struct machine scout; /* of searches, somewhere in the run; opened by the first one ... */
    bool scout_strayed;   /* ... unless it has tried what the run does not do */
    struct future future;
    struct history history;
    struct timeline timeline;
    struct census census;
    struct moves moves;
    uint64_t steps_max;
    /* what the step that led to `now` did, in order; the first EVENTS_MAX events of it */
    struct event *events;
    uint32_t event_count;
    /* the step at which each caption, question and expectation came true for the first time, or
     * NEVER */
    uint64_t *caption_steps, *question_steps, *expectation_steps;
    const char **expectation_failures; /* what was wrong at its step; NULL: it held */
    struct pool pool;
    /* what the program printed so far, ahead; and where each line ends */
    struct text output;
    struct text complaints; /* what it printed to its error output so far, ahead */
    struct text screen;     /* both, in the order in which a terminal shows them */
    struct text gctrace;    /* Go's line for each cycle so far, ahead */
    struct printed *printed, *traced;
    uint32_t printed_count, traced_count;
    bool out_of_memory;
};

/* False when the host has no memory. The scenario must outlive the session. */
bool session_open(struct session *s, const struct scenario *scenario);
void session_close(struct session *s);

/* Runs ahead for at most `budget` steps. `now` stays where it is. */
enum stop session_run(struct session *s, uint64_t budget);
/* Whether the end of the run is known, and how many steps there are so far. */
bool session_ended(const struct session *s);
uint64_t session_steps(const struct session *s);

/* Moves `now` to a step, running ahead if it has to; to the end if there are fewer steps. */
void session_seek(struct session *s, uint64_t step);
static inline uint64_t session_step(const struct session *s) {
    return s->now.s->clock.step;
}

/* How much the goroutines have done up to `now`: operations, whatever the collector, the barrier
 * and the stacks did meanwhile. So two runs of a program under different settings are compared. */
static inline uint64_t session_progress(const struct session *s) {
    return s->now.s->clock.progress;
}
/* Moves `now` to the first step with that progress; to the end if there is none. */
void session_seek_progress(struct session *s, uint64_t progress);

/* The caption in force at `now`; NULL if none. */
const struct caption *session_caption(const struct session *s);
/* What the program has printed up to `now`. */
size_t session_output_length(const struct session *s);
size_t session_screen_length(const struct session *s);

/* What an event of the run ahead prints (PRINT), or the line of a collection (GC_TRACE); to be
 * asked while the event is told. */
void session_words(const struct session *s, const struct event *e, struct text *out);

/* Listens to the run ahead as well: for writers of traces. NULL to stop. */
void session_listen(struct session *s, struct sink sink);

/* After the end: everything that contradicts `expect`, a line each, into `out`. Returns how many.
 */
uint32_t session_check(struct session *s, struct text *out);

/* Of a Go program one of whose functions is measured (lower.h), at the end: what one call of it
 * allocates. */
struct measured_calls {
    uint64_t objects, bytes;
};

struct measured_calls session_measured(const struct session *s);

#endif
