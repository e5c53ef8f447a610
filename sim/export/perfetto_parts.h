/* perfetto_parts.h -- what the parts of a trace for Perfetto share. For perfetto*.c only. */
#ifndef TC_PERFETTO_PARTS_H
#define TC_PERFETTO_PARTS_H

#include "export/perfetto.h"
#include "export/perfetto_json.h"

enum { PID_COLLECTOR = 1, PID_PROCESSORS, PID_GOROUTINES };
/* A thread's number is used once in all processes, and is no process's. */
enum { TID_CYCLES = 10, TID_STOPS, TID_PROCESSORS = 100, TID_GOROUTINES = 1000 };

enum { LEAVES_MAX = 3, NAME_MAX_BYTES = 64, COUNTERS = 8, SHADED_MAX = 1 << 16 };

enum leaf_kind {
    LEAF_NONE,
    LEAF_LINE, /* goroutines: a function, a line */
    LEAF_WAIT, /* enum wait */
    LEAF_ASSIST,
    LEAF_BARRIER,
    LEAF_SWEEPING,  /* before an allocation */
    LEAF_SCAN,      /* an object, globals, a stack */
    LEAF_GOROUTINE, /* processors: who runs */
    LEAF_WORKER,    /* enum worker_mode */
    LEAF_SWEEPER,
    LEAF_SPAN,     /* swept */
    LEAF_COLLECTOR /* what is neither marking nor sweeping */
};

/* A slice for as long as it stays the same. */
struct leaf {
    enum leaf_kind kind;
    uint64_t a, b;
};

/* The inner slices of a thread, which are open now. */
struct leaves {
    uint32_t count;
    struct leaf list[LEAVES_MAX];
};

struct row {
    struct thread thread;
    uint64_t end; /* ticks: of the last step on it */
    struct leaves leaves;
    char names[LEAVES_MAX][NAME_MAX_BYTES]; /* of those that are open */
};

struct goroutine_row {
    struct row row;
    bool begun;
    uint32_t depth; /* stack frames, of which the first PERFETTO_DEPTH are slices */
    uint32_t functions[PERFETTO_DEPTH];
    uint32_t lines[PERFETTO_DEPTH]; /* of callers, + 1: whose slice is open; 0: none */
};

struct processor_row {
    struct row row;
    struct scan hands; /* what it has begun to scan, behind the last step */
};

/* An event, and when in its step it came. */
struct heard {
    struct event e;
    uint64_t ticks; /* since the step began */
};

/* A grey object that a barrier has shaded, and nobody has taken yet. */
struct shaded {
    uint64_t object; /* 0: none */
    struct flow_end from;
};

struct perfetto {
    const struct session *s;
    const struct machine *m; /* the run ahead */
    struct trace_out out;
    struct pool pool;
    uint64_t first_step, first_ticks;
    /* what happened in the step that is being heard */
    struct heard *heard;
    uint32_t heard_count;
    enum stage stage; /* when it began */
    /* rows */
    struct goroutine_row *goroutines; /* goroutine n is goroutines[n - 1] */
    uint32_t goroutine_count;
    struct processor_row processors[PROCS_MAX];
    /* the collector */
    struct row cycles, stops;
    bool in_cycle, minor;
    char cycle_name[NAME_MAX_BYTES];
    enum phase phase;
    uint64_t off_at;    /* when the last cycle ended; UINT64_MAX: that is written */
    uint64_t stop_from; /* when the world began to be stopped; UINT64_MAX: it goes on */
    bool phase_changed;
    uint64_t counters[COUNTERS];
    uint64_t counted_step, counter_ticks;
    /* flows */
    struct shaded *shaded; /* a hash table */
    uint32_t shaded_count;
    uint64_t flows;
};

/* ---- rows: perfetto_rows.c ---- */

/* Makes the inner slices of a row those that are wanted, from `ticks` on; what is the same goes on,
 * unless nothing was going on just before. */
void row_show(struct perfetto *p, struct row *r, uint64_t ticks, const struct leaves *wanted);
/* Ends inner slices, at the row's end, so that so many are left. */
void row_close(struct perfetto *p, struct row *r, uint32_t left);
void row_clear(struct perfetto *p, struct row *r);
/* Ends a slice that was kept open when others took its place, and opens it as the only one. */
void row_end_leaf(struct perfetto *p, struct row *r, const struct leaf *leaf);
void row_take_back(struct perfetto *p, struct row *r, const struct leaf *leaf);
void leaves_add(struct leaves *l, enum leaf_kind kind, uint64_t a, uint64_t b);
/* What somebody has in his hands; nothing for nothing. */
void leaves_add_scan(struct leaves *l, const struct scan *scan);

/* ---- goroutines: perfetto_goroutines.c ---- */

void goroutines_begin(struct perfetto *p);
/* The row of one that may have been started in this step. NULL: no memory. */
struct goroutine_row *goroutine_row_of(struct perfetto *p, uint32_t number);
/* What the goroutine that did the step did on its row. */
void goroutine_add_step(struct perfetto *p, uint32_t number, const struct leaves *leaves,
                        uint64_t begin, uint64_t end);
/* Those that were started or woken in the step. */
void goroutines_note_others(struct perfetto *p);
void goroutines_end(struct perfetto *p, uint64_t ticks);

/* ---- the collector: perfetto_collector.c ---- */

void collector_begin(struct perfetto *p);
void collector_hear(struct perfetto *p, const struct event *e);
/* The step is over, at `ticks`. */
void collector_add_step(struct perfetto *p, uint64_t ticks);
void collector_end(struct perfetto *p, uint64_t ticks);

/* ---- flows: perfetto_flows.c ---- */

/* A barrier has shaded the object, in a slice that is open at that time. */
void flows_shade(struct perfetto *p, uint64_t object, struct flow_end from);
/* Somebody takes it. */
void flows_take(struct perfetto *p, uint64_t object, struct flow_end to);

#endif
