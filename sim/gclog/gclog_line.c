#include "gclog/gclog_line.h"

#include <ctype.h>
#include <string.h>

/* What is read, how far it has been read, and what went wrong first. */
struct cursor {
    const char *start, *at, *end;
    struct gclog_fault *fault;
    bool broken;
};

static void expect(struct cursor *c, const char *what) {
    if (c->broken) return;
    c->broken = true;
    *c->fault = (struct gclog_fault){(size_t)(c->at - c->start), what};
}

static bool is_digit(const struct cursor *c) {
    return c->at < c->end && *c->at >= '0' && *c->at <= '9';
}

static bool starts(const struct cursor *c, const char *word) {
    size_t length = strlen(word);
    return (size_t)(c->end - c->at) >= length && memcmp(c->at, word, length) == 0;
}

static bool take(struct cursor *c, const char *word) {
    bool there = !c->broken && starts(c, word);
    if (there) c->at += strlen(word);
    return there;
}

static void need(struct cursor *c, const char *word) {
    if (!take(c, word)) expect(c, word);
}

/* A whole number of at most `most`; a larger one is broken at its beginning. */
static uint64_t number(struct cursor *c, uint64_t most, const char *what) {
    const char *start = c->at;
    uint64_t value = 0;
    if (c->broken || !is_digit(c)) expect(c, what);
    for (; !c->broken && is_digit(c); c->at++) {
        uint64_t digit = (uint64_t)(*c->at - '0');
        if (value > (most - digit) / 10) {
            c->at = start;
            expect(c, what);
            return 0;
        }
        value = value * 10 + digit;
    }
    return value;
}

/* "0.022" of a unit of so many nanoseconds; what is below one is dropped. */
static uint64_t decimal(struct cursor *c, uint64_t unit, const char *what) {
    enum { YEARS_100 = 3153600000 / 1000 }; /* thousands of seconds */
    uint64_t most = (uint64_t)YEARS_100 * 1000 * 1000000000ull / unit;
    uint64_t value = number(c, most, what) * unit;
    if (!take(c, ".")) return value;
    if (!is_digit(c)) expect(c, "a digit");
    for (; !c->broken && is_digit(c); c->at++) {
        unit /= 10;
        value += (uint64_t)(*c->at - '0') * unit;
    }
    return value;
}

/* ---- the parts of the line ---- */

enum { PHASES_MAX = 5, MS = 1000000 };
static const char MILLISECONDS[] = "a number of milliseconds";

/* "0.010+4.6+0.004", or five phases, as Go 1.5 has them; those in the middle are concurrent. */
static uint32_t read_clock(struct cursor *c, struct gclog_cycle *cycle) {
    uint64_t phases[PHASES_MAX];
    uint32_t count = 0;
    do phases[count++] = decimal(c, MS, MILLISECONDS);
    while (count < PHASES_MAX && take(c, "+"));
    if (count != 3 && count != 5) expect(c, "three phases, or five, with + between them");
    if (c->broken) return 0;
    cycle->clock[CLOCK_SWEEP_TERM] = phases[0];
    cycle->clock[CLOCK_MARK_TERM] = phases[count - 1];
    cycle->clock[CLOCK_MARK] = 0;
    for (uint32_t i = 1; i + 1 < count; i++) cycle->clock[CLOCK_MARK] += phases[i];
    need(c, " ms clock, ");
    return count;
}

/* "0.021+1.8/0.61/0.10+0.009": assists, workers and idle workers are told apart while it marks. */
static void read_cpu(struct cursor *c, struct gclog_cycle *cycle, uint32_t phases) {
    uint64_t other = 0;
    cycle->cpu[CPU_SWEEP_TERM] = decimal(c, MS, MILLISECONDS);
    for (; phases > 3 && !c->broken; phases--) {
        need(c, "+");
        other += decimal(c, MS, MILLISECONDS); /* scan, and putting up the write barrier */
    }
    need(c, "+");
    cycle->cpu[CPU_ASSIST] = decimal(c, MS, MILLISECONDS);
    need(c, "/");
    cycle->cpu[CPU_BACKGROUND] = decimal(c, MS, MILLISECONDS) + other;
    need(c, "/");
    cycle->cpu[CPU_IDLE] = decimal(c, MS, MILLISECONDS);
    need(c, "+");
    cycle->cpu[CPU_MARK_TERM] = decimal(c, MS, MILLISECONDS);
    need(c, " ms cpu, ");
}

static uint64_t read_size(struct cursor *c) {
    return number(c, 1 << 30, "a number of MB up to 1073741824");
}

/* Without GOGC and a limit of memory it is as large as a number can be. */
static uint64_t read_goal(struct cursor *c) {
    uint64_t goal = number(c, UINT64_MAX, "a number of MB");
    return goal > 1 << 30 ? GCLOG_NONE : goal;
}

static void read_heap(struct cursor *c, struct gclog_cycle *cycle) {
    cycle->before = read_size(c);
    need(c, "->");
    cycle->after = read_size(c);
    need(c, "->");
    cycle->live = read_size(c);
    need(c, " MB, ");
    cycle->goal = read_goal(c);
    need(c, " MB goal, ");
}

/* "0 MB stacks, 0 MB globals, 2 P (forced)", or only the processors, before Go 1.18. */
static void read_rest(struct cursor *c, struct gclog_cycle *cycle) {
    enum { PROCS_MAX = 1 << 20 };
    static const char PROCS[] = "a number of processors from 1";
    uint64_t count = number(c, 1 << 30, PROCS);
    cycle->tells_roots = take(c, " MB stacks, ");
    if (cycle->tells_roots) {
        cycle->stacks = count;
        cycle->globals = read_size(c);
        need(c, " MB globals, ");
        count = number(c, 1 << 30, PROCS);
    }
    need(c, " P");
    if (count < 1 || count > PROCS_MAX) expect(c, PROCS);
    cycle->procs = (uint32_t)count;
    cycle->forced = take(c, " (forced)");
}

/* ---- the line ---- */

/* A digit may be where another process was cut off. */
static bool is_letter(char byte) {
    return isalpha((unsigned char)byte) || byte == '_';
}

static bool begins(struct cursor c) {
    if (!take(&c, "gc ") || !is_digit(&c)) return false;
    while (is_digit(&c)) c.at++;
    return take(&c, " @") && is_digit(&c);
}

const char *gclog_line_find(const char *bytes, size_t length) {
    struct gclog_fault fault;
    const char *end = bytes + length;
    for (const char *at = bytes; at < end; at++) {
        at = memchr(at, 'g', (size_t)(end - at));
        if (!at) return NULL;
        if (at > bytes && is_letter(at[-1])) continue;
        if (begins((struct cursor){at, at, end, &fault, false})) return at;
    }
    return NULL;
}

bool gclog_line_read(const char *bytes, size_t size, struct gclog_cycle *cycle, size_t *length,
                     struct gclog_fault *fault) {
    struct cursor c = {bytes, bytes, bytes + size, fault, false};
    *cycle = (struct gclog_cycle){0};
    need(&c, "gc ");
    cycle->number = (uint32_t)number(&c, UINT32_MAX, "the number of a cycle");
    need(&c, " @");
    cycle->at = decimal(&c, 1000000000, "a number of seconds");
    need(&c, "s ");
    cycle->percent = (uint32_t)number(&c, 999, "a percentage");
    need(&c, "%: ");
    uint32_t phases = read_clock(&c, cycle);
    read_cpu(&c, cycle, phases);
    read_heap(&c, cycle);
    read_rest(&c, cycle);
    *length = (size_t)(c.at - bytes);
    return !c.broken;
}
