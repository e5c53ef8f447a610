/* gclog.h -- a log of GODEBUG=gctrace=1: the collections of real Go programs.
 *
 * Source of the line: runtime/mgc.go, gcMarkTermination, and runtime/extern.go, of Go 1.5 to 1.26:
 *
 *   gc 4 @0.022s 12%: 0.010+4.6+0.004 ms clock, 0.021+1.8/0.61/0.10+0.009 ms cpu,
 *   36->43->28 MB, 42 MB goal, 0 MB stacks, 0 MB globals, 2 P
 *
 * in one line; "(forced)" behind it is of runtime.GC. Go 1.5 has five phases, since 1.6 there are
 * three; stacks and globals are told since 1.18. What it calls MB are MiB, rounded down.
 *
 * Such lines may stand among a program's other output, behind what a supervisor puts before each
 * line, and in the logs of several processes that are mixed. Whatever is no line of a collection is
 * passed over and counted; one that begins like one and is broken becomes a warning. The log is
 * read in a stream: of a line GCLOG_LINE_MAX bytes are looked at, and what is kept is in proportion
 * to the collections, of which GCLOG_CYCLES_MAX are. */
#ifndef TC_GCLOG_H
#define TC_GCLOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum {
    GCLOG_LINE_MAX = 8192,
    GCLOG_CYCLES_MAX = 1 << 18, /* a collection every ten seconds for a month */
    GCLOG_PROCESSES_MAX = 1 << 14,
    GCLOG_WARNINGS_MAX = 20
};

#define GCLOG_NONE UINT64_MAX /* a goal that there is not: GOGC=off */

enum gclog_clock { CLOCK_SWEEP_TERM, CLOCK_MARK, CLOCK_MARK_TERM, CLOCKS };
enum gclog_cpu { CPU_SWEEP_TERM, CPU_ASSIST, CPU_BACKGROUND, CPU_IDLE, CPU_MARK_TERM, CPUS };

/* A collection, as the log tells it. */
struct gclog_cycle {
    uint32_t number;  /* in its process, from 1 */
    uint32_t process; /* in the log, from 0 */
    uint32_t percent; /* of the program's time that the collector has taken since its start */
    uint32_t procs;
    uint64_t at;                       /* nanoseconds since the program's start */
    uint64_t clock[CLOCKS], cpu[CPUS]; /* nanoseconds */
    uint64_t before, after, live;      /* MiB: when it began, when marking ended, what is marked */
    uint64_t goal;                     /* MiB; or GCLOG_NONE */
    uint64_t stacks, globals;          /* MiB; 0 where the log does not tell */
    bool tells_roots, forced;
    uint64_t line; /* of the file, from 1 */
    size_t text;   /* the line begins there in the log's text */
    uint32_t length;
};

/* Of one process: its cycles follow each other, in order. */
struct gclog_process {
    uint32_t first, count;
};

struct gclog {
    struct gclog_cycle *cycles; /* by process */
    uint32_t count;
    struct gclog_process *processes;
    uint32_t process_count;
    struct text text;               /* of their lines */
    struct text warnings;           /* FILE:LINE:COL: a line each */
    uint64_t lines, others, broken; /* lines in all; that are none of a collection; broken ones */
    uint64_t dropped;               /* collections beyond those that are kept */
    bool failed;                    /* the host has no memory */
};

/* The reader of a log, fed with portions of it of any size. */
struct gclog_reader;

/* NULL: no memory. `path` must outlive the reader. */
struct gclog_reader *gclog_begin(const char *path);
void gclog_add(struct gclog_reader *r, const char *bytes, size_t length);
/* Gives the log back, which may be without any collection, and ends the reader. */
struct gclog gclog_end(struct gclog_reader *r);
void gclog_free(struct gclog *log);

/* Whether a collection's line begins somewhere in these bytes. */
bool gclog_is_in(const char *bytes, size_t length);

/* ---- of a cycle ---- */

/* How long the world stood still, and how long it took in all; nanoseconds. */
uint64_t gclog_pause(const struct gclog_cycle *c);
uint64_t gclog_duration(const struct gclog_cycle *c);
/* All the processors' time it took, without that of idle ones. */
uint64_t gclog_cpu_time(const struct gclog_cycle *c);
/* Its line, as it stands in the log; not ended by a NUL. */
static inline const char *gclog_line(const struct gclog *log, const struct gclog_cycle *c) {
    return text_string(&log->text) + c->text;
}
/* The process with the most cycles. */
uint32_t gclog_longest(const struct gclog *log);
/* The one before it in its process; NULL: it is not in the log. */
const struct gclog_cycle *gclog_before(const struct gclog *log, const struct gclog_cycle *c);

#endif
