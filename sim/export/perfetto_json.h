/* perfetto_json.h -- trace events, written one by one. For perfetto*.c only.
 *
 * What the importers insist on: `pid` and `tid` are whole numbers, and a tid is used once in all
 * processes; slices of a thread nest; both ends of a flow have one id, category and name, and lie
 * inside a slice; an end bears the name of what it ends, slices have no arguments, which would
 * become a part of their names, and none begins where one of the same name ends (speedscope); no
 * \u escapes, no control characters, no arrays in an event (Perfetto). `displayTimeUnit` is left
 * out: some versions of Perfetto take it for the unit of `ts`.
 */
#ifndef TC_PERFETTO_JSON_H
#define TC_PERFETTO_JSON_H

#include <stdio.h>

#include "base/text.h"

struct trace_out {
    FILE *out;
    struct text text; /* not written yet */
    bool begun, failed;
};

/* A row of the picture. */
struct thread {
    uint32_t pid, tid;
};

/* What an instant tells beside its name. */
struct details {
    uint64_t step;    /* 0: not told */
    uint64_t address; /* 0: not told */
    uint64_t size;    /* bytes; 0: not told */
};

void trace_out_begin(struct trace_out *o, FILE *out);
void trace_out_end(struct trace_out *o, const char *title, uint64_t from, uint64_t to,
                   const char *outcome);
/* What is there so far; false if it cannot be written. */
bool trace_out_flush(struct trace_out *o);

void trace_process(struct trace_out *o, uint32_t pid, const char *name);
void trace_thread(struct trace_out *o, struct thread thread, const char *name);
void trace_begin(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name,
                 const char *category);
/* `name` is the one it began with. */
void trace_end(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name);
/* `scope` is 't', of a thread, or 'g', of everybody. */
void trace_instant(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name,
                   const char *category, char scope, const struct details *details);
void trace_counter(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name,
                   const char *unit, uint64_t value);

/* Where a flow begins or ends. */
struct flow_end {
    struct thread thread;
    uint64_t ticks;
};

void trace_flow(struct trace_out *o, uint64_t id, const char *name, struct flow_end from,
                struct flow_end to);

#endif
