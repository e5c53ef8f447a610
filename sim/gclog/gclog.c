#include "gclog/gclog.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gclog/gclog_line.h"

enum { OPEN_MAX = 64 }; /* processes among whose cycles the next one may belong */

struct gclog_reader {
    const char *path;
    struct gclog log;
    uint32_t *last;            /* of each process, its last cycle so far */
    char line[GCLOG_LINE_MAX]; /* the one that is being read */
    size_t length;
    bool cut; /* it is longer */
};

/* ---- whose cycle it is ---- */

static uint64_t distance(uint64_t a, uint64_t b) {
    return a > b ? a - b : b - a;
}

/* Whether it may be the next of a process; less is better. A line may be missing. */
static bool may_follow(const struct gclog_cycle *last, const struct gclog_cycle *c,
                       uint64_t *unlike) {
    enum { GAP_MAX = 1 << 10 };
    if (c->number <= last->number || c->at < last->at) return false;
    uint64_t gap = c->number - last->number - 1;
    if (gap > GAP_MAX) return false;
    *unlike = gap << 40 | (uint64_t)(c->procs != last->procs) << 34;
    *unlike += c->goal == GCLOG_NONE || last->goal == GCLOG_NONE ? c->goal != last->goal
                                                                 : distance(c->goal, last->goal);
    return true;
}

/* The process that it continues best; of equals the one that has not been heard of for longest. */
static uint32_t process_of(const struct gclog_reader *r, const struct gclog_cycle *c) {
    uint32_t count = r->log.process_count, best = count;
    uint64_t least = UINT64_MAX, unlike;
    for (uint32_t i = count > OPEN_MAX ? count - OPEN_MAX : 0; i < count; i++) {
        const struct gclog_cycle *last = &r->log.cycles[r->last[i]];
        if (!may_follow(last, c, &unlike)) continue;
        bool older = best < count && unlike == least && r->last[i] < r->last[best];
        if (unlike >= least && !older) continue;
        best = i;
        least = unlike;
    }
    return best;
}

/* ---- growing ---- */

/* Room for one more; the capacity is a power of two. */
static void *grow(void *array, uint32_t count, size_t size) {
    enum { FIRST = 64 };
    if (count & (count - 1) || (count && count < FIRST)) return array;
    return realloc(array, (count ? (size_t)count * 2 : FIRST) * size);
}

static bool add_process(struct gclog_reader *r) {
    struct gclog *log = &r->log;
    void *processes = grow(log->processes, log->process_count, sizeof *log->processes);
    if (processes) log->processes = processes;
    void *last = grow(r->last, log->process_count, sizeof *r->last);
    if (last) r->last = last;
    log->failed |= !processes || !last;
    if (!log->failed) log->processes[log->process_count++] = (struct gclog_process){0, 0};
    return !log->failed;
}

static void add_cycle(struct gclog_reader *r, struct gclog_cycle c) {
    struct gclog *log = &r->log;
    uint32_t process = process_of(r, &c);
    bool is_new = process == log->process_count;
    if (log->count == GCLOG_CYCLES_MAX || (is_new && process == GCLOG_PROCESSES_MAX)) {
        log->dropped++;
        return;
    }
    void *cycles = grow(log->cycles, log->count, sizeof *log->cycles);
    if (cycles) log->cycles = cycles;
    log->failed |= !cycles;
    if (log->failed || (is_new && !add_process(r))) return;
    c.process = process;
    r->last[process] = log->count;
    log->processes[process].count++;
    log->cycles[log->count++] = c;
}

/* ---- lines ---- */

static void warn(struct gclog_reader *r, size_t column, const char *expected) {
    if (r->log.broken++ >= GCLOG_WARNINGS_MAX) return;
    bool quoted = expected[0] == ' ' || strchr("+/-s%g", expected[0]) != NULL;
    text_addf(&r->log.warnings,
              "%s:%" PRIu64 ":%zu: this line of a collection is broken; expected %s%s%s\n", r->path,
              r->log.lines, column, quoted ? "\"" : "", expected, quoted ? "\"" : "");
}

/* Reads what begins at `at`; returns where to look on. */
static const char *read_from(struct gclog_reader *r, const char *at) {
    struct gclog *log = &r->log;
    struct gclog_cycle c;
    struct gclog_fault fault;
    size_t length;
    size_t size = r->length - (size_t)(at - r->line);
    if (!gclog_line_read(at, size, &c, &length, &fault)) {
        warn(r, (size_t)(at - r->line) + fault.at + 1, fault.expected);
        return at + 1;
    }
    c.line = log->lines;
    c.text = log->text.length;
    c.length = (uint32_t)length;
    uint32_t before = log->count;
    add_cycle(r, c);
    if (log->count > before) text_add_bytes(&log->text, at, length);
    return at + length;
}

static void end_line(struct gclog_reader *r) {
    const char *at = r->line, *end = r->line + r->length;
    bool found = false;
    r->log.lines++;
    while ((at = gclog_line_find(at, (size_t)(end - at)))) {
        found = true;
        at = read_from(r, at);
    }
    r->log.others += !found;
    r->length = 0;
    r->cut = false;
}

/* ---- reading ---- */

struct gclog_reader *gclog_begin(const char *path) {
    struct gclog_reader *r = calloc(1, sizeof *r);
    if (r) r->path = path;
    return r;
}

void gclog_add(struct gclog_reader *r, const char *bytes, size_t length) {
    while (length > 0 && !r->log.failed) {
        const char *newline = memchr(bytes, '\n', length);
        size_t more = newline ? (size_t)(newline - bytes) : length;
        size_t room = GCLOG_LINE_MAX - r->length, taken = more < room ? more : room;
        memcpy(r->line + r->length, bytes, taken);
        r->length += taken;
        r->cut |= taken < more;
        if (newline) end_line(r);
        bytes += more + (newline != NULL);
        length -= more + (newline != NULL);
    }
}

/* Cycles of one process together, each in the order of the log. */
static void sort_by_process(struct gclog *log) {
    struct gclog_cycle *sorted = malloc((log->count ? log->count : 1) * sizeof *sorted);
    uint32_t first = 0;
    if (!sorted) {
        log->failed = true;
        return;
    }
    for (uint32_t i = 0; i < log->process_count; i++) {
        log->processes[i].first = first;
        first += log->processes[i].count;
        log->processes[i].count = 0;
    }
    for (uint32_t i = 0; i < log->count; i++) {
        struct gclog_process *p = &log->processes[log->cycles[i].process];
        sorted[p->first + p->count++] = log->cycles[i];
    }
    free(log->cycles);
    log->cycles = sorted;
}

static void tell_what_is_left_out(struct gclog_reader *r) {
    struct gclog *log = &r->log;
    if (log->broken > GCLOG_WARNINGS_MAX)
        text_addf(&log->warnings, "%s: %" PRIu64 " more broken lines\n", r->path,
                  log->broken - GCLOG_WARNINGS_MAX);
    if (log->dropped)
        text_addf(&log->warnings,
                  "%s: %" PRIu64 " more collections are left out; at most %d of %d processes are "
                  "read\n",
                  r->path, log->dropped, GCLOG_CYCLES_MAX, GCLOG_PROCESSES_MAX);
}

struct gclog gclog_end(struct gclog_reader *r) {
    if (r->length > 0 || r->cut) end_line(r);
    tell_what_is_left_out(r);
    if (!r->log.failed) sort_by_process(&r->log);
    r->log.failed |= r->log.text.failed || r->log.warnings.failed;
    struct gclog log = r->log;
    free(r->last);
    free(r);
    return log;
}

void gclog_free(struct gclog *log) {
    free(log->cycles);
    free(log->processes);
    text_free(&log->text);
    text_free(&log->warnings);
    *log = (struct gclog){0};
}

bool gclog_is_in(const char *bytes, size_t length) {
    return gclog_line_find(bytes, length) != NULL;
}

/* ---- of a cycle ---- */

uint64_t gclog_pause(const struct gclog_cycle *c) {
    return c->clock[CLOCK_SWEEP_TERM] + c->clock[CLOCK_MARK_TERM];
}

uint64_t gclog_duration(const struct gclog_cycle *c) {
    return gclog_pause(c) + c->clock[CLOCK_MARK];
}

uint64_t gclog_cpu_time(const struct gclog_cycle *c) {
    return c->cpu[CPU_SWEEP_TERM] + c->cpu[CPU_ASSIST] + c->cpu[CPU_BACKGROUND] +
           c->cpu[CPU_MARK_TERM];
}

const struct gclog_cycle *gclog_before(const struct gclog *log, const struct gclog_cycle *c) {
    uint32_t index = (uint32_t)(c - log->cycles);
    if (index == log->processes[c->process].first) return NULL;
    return log->cycles[index - 1].number + 1 == c->number ? c - 1 : NULL;
}

uint32_t gclog_longest(const struct gclog *log) {
    uint32_t longest = 0;
    for (uint32_t i = 1; i < log->process_count; i++)
        if (log->processes[i].count > log->processes[longest].count) longest = i;
    return longest;
}
