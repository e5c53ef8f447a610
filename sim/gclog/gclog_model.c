#include "gclog/gclog_model.h"

#include <stdlib.h>

#include "machine/gc/pacing.h"

#define MIB ((uint64_t)1 << 20)

enum { PERCENT_MAX = 10000 }; /* GOGC is looked for up to here */

/* What a line of the log may mean: everything as small, or as large, as it can be. */
enum meaning { LEAST, MOST };

/* ---- goal and trigger ---- */

/* After a cycle; NULL: after none, as the first one finds it. */
static struct pacing pacing_after(const struct gclog_cycle *c, int64_t percent, uint64_t minimum,
                                  enum meaning meaning) {
    struct pacing p = {.minimum = minimum, .percent = percent};
    if (!c) return p;
    uint64_t more = meaning == MOST ? MIB - 1 : 0;
    p.marked = c->live * MIB + more;
    if (c->tells_roots && meaning == MOST) p.roots = (c->stacks + c->globals) * MIB + 2 * more;
    if (c->tells_roots && meaning == LEAST) p.roots = c->globals * MIB;
    return p;
}

/* The goal of a cycle that found the heap as the one before it (NULL: none) has left it. */
static uint64_t goal_of(const struct pacing *p, const struct gclog_cycle *before,
                        const struct gclog_cycle *c, uint64_t *least_trigger) {
    uint64_t more = before ? p->marked % MIB : 0; /* as large as all else may be */
    struct pacing_bounds bounds = {.limit = UINT64_MAX,
                                   .sweep_distance =
                                       before ? pacing_sweep_distance(p->minimum, p->marked) : 0,
                                   .triggered = c->before * MIB + more};
    *least_trigger = 0;
    if (p->percent < 0) return UINT64_MAX;
    return pacing_goal(p, &bounds, least_trigger);
}

/* The work that is expected, as far as the log tells. */
static uint64_t work_of(const struct pacing *p) {
    return p->marked + p->roots;
}

/* What has been learnt of a process from its cycles so far. */
struct learnt {
    int64_t cons_mark, integral;
};

static void learn(struct learnt *l, const struct gclog_cycle *c) {
    struct pacing p = pacing_after(c, 100, MIB, LEAST);
    struct pacing_cycle cycle = {.grown = c->after > c->before ? (c->after - c->before) * MIB : 0,
                                 .work = work_of(&p),
                                 .assist = c->cpu[CPU_ASSIST],
                                 .idle = c->cpu[CPU_IDLE],
                                 .all = c->clock[CLOCK_MARK] * c->procs};
    int64_t measured;
    if (pacing_measure(&cycle, &measured)) pacing_control(&l->cons_mark, &l->integral, measured);
}

static struct gclog_range in_order(uint64_t a, uint64_t b) {
    return a < b ? (struct gclog_range){a, b} : (struct gclog_range){b, a};
}

static void set_goal_and_trigger(struct gclog_beside *row, const struct gclog_cycle *before,
                                 const struct gclog_cycle *c, const struct learnt *l,
                                 const struct gclog_model *m, uint64_t minimum) {
    uint64_t goal[2], trigger[2], least;
    for (int i = LEAST; i <= MOST; i++) {
        struct pacing p = pacing_after(before, m->percent, minimum, (enum meaning)i);
        goal[i] = goal_of(&p, before, c, &least);
        trigger[i] = UINT64_MAX;
        if (goal[i] != UINT64_MAX)
            trigger[i] =
                pacing_trigger(&p, goal[i], least, pacing_runway(l->cons_mark, work_of(&p)));
    }
    row->goal = in_order(goal[LEAST], goal[MOST]);
    row->trigger = in_order(trigger[LEAST], trigger[MOST]);
}

/* ---- when ---- */

/* The heap is taken to have grown evenly from what was left alive to where the cycle began. */
static uint64_t when_heap_was(uint64_t bytes, const struct gclog_cycle *before,
                              const struct gclog_cycle *c) {
    uint64_t from = before ? before->at + gclog_duration(before) : 0;
    uint64_t left = before ? before->live * MIB : 0, reached = c->before * MIB;
    if (bytes == UINT64_MAX || reached <= left || c->at <= from || bytes < left) return GCLOG_NONE;
    uint64_t wait = mul_div(c->at - from, bytes - left, reached - left);
    return wait < GCLOG_NONE - from ? from + wait : GCLOG_NONE;
}

static void pace_process(struct gclog_model *m, const struct gclog *log, uint64_t minimum,
                         const struct gclog_process *process) {
    struct learnt learnt = {0, 0};
    for (uint32_t i = process->first; i < process->first + process->count; i++) {
        const struct gclog_cycle *c = &log->cycles[i], *before = gclog_before(log, c);
        struct gclog_beside *row = &m->rows[i];
        row->known = before || c->number == 1;
        row->begins = GCLOG_NONE;
        if (row->known) {
            set_goal_and_trigger(row, before, c, &learnt, m, minimum);
            uint64_t half = (row->trigger.most - row->trigger.least) / 2;
            row->begins = when_heap_was(row->trigger.least + half, before, c);
        }
        learn(&learnt, c);
    }
}

/* ---- GOGC ---- */

int64_t gclog_off(uint64_t mebibytes, const struct gclog_range *range) {
    bool never = mebibytes == GCLOG_NONE;
    uint64_t least = range->least / MIB, most = range->most / MIB;
    if (never || range->most == UINT64_MAX) return never == (range->most == UINT64_MAX) ? 0 : 1;
    if (mebibytes < least) return -(int64_t)(least - mebibytes);
    return mebibytes > most ? (int64_t)(mebibytes - most) : 0;
}

/* Where the goal lies, seen from the one that a percentage leads to. */
static int64_t goal_off(const struct gclog *log, const struct gclog_cycle *c, int64_t percent,
                        uint64_t minimum) {
    const struct gclog_cycle *before = gclog_before(log, c);
    struct pacing least = pacing_after(before, percent, minimum, LEAST);
    struct pacing most = pacing_after(before, percent, minimum, MOST);
    uint64_t ignored;
    struct gclog_range range = {goal_of(&least, before, c, &ignored),
                                goal_of(&most, before, c, &ignored)};
    return gclog_off(c->goal, &range);
}

/* The least percentage from which on the goal lies no more above (or: lies below) the model's. */
static int64_t first_percent(const struct gclog *log, const struct gclog_cycle *c, uint64_t minimum,
                             int64_t off) {
    int64_t low = 0, high = PERCENT_MAX + 1;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (goal_off(log, c, middle, minimum) > off) low = middle + 1;
        else high = middle;
    }
    return low;
}

static bool can_be_compared(const struct gclog *log, const struct gclog_cycle *c) {
    return c->goal != GCLOG_NONE && (c->number == 1 || gclog_before(log, c));
}

/* How likely somebody is to choose a number: more for what more of these divide. */
static uint32_t roundness(int64_t percent) {
    static const int64_t DIVISORS[] = {5, 10, 25, 50, 100};
    uint32_t round = percent == 100;
    for (uint32_t i = 0; i < sizeof DIVISORS / sizeof DIVISORS[0]; i++)
        if (percent % DIVISORS[i] == 0) round += 2u << i;
    return percent ? round : 0;
}

/* steps[p]: how many more goals agree with p than with p - 1. */
static void find_most(struct gclog_model *m, const int32_t *steps) {
    int32_t count = 0, most = -1;
    for (int64_t percent = 0; percent <= PERCENT_MAX; percent++) {
        count += steps[percent];
        bool rounder = count == most && roundness(percent) > roundness(m->percent);
        if (count < most) continue;
        if (count > most) m->least = percent;
        m->most = percent;
        if (count == most && !rounder) continue;
        most = count;
        m->percent = percent;
    }
    m->agreeing = (uint32_t)most;
}

/* Each goal agrees with the percentages of a range. */
static void infer(struct gclog_model *m, const struct gclog *log, uint64_t minimum) {
    int32_t *steps = calloc(PERCENT_MAX + 3, sizeof *steps);
    uint32_t without_goal = 0;
    m->failed |= !steps;
    for (uint32_t i = 0; steps && i < log->count; i++) {
        const struct gclog_cycle *c = &log->cycles[i];
        without_goal += c->goal == GCLOG_NONE;
        if (!can_be_compared(log, c)) continue;
        m->compared++;
        steps[first_percent(log, c, minimum, 0)]++;
        steps[first_percent(log, c, minimum, -1)]--;
    }
    if (steps) find_most(m, steps);
    free(steps);
    bool off = without_goal == log->count;
    bool agree = m->compared && (uint64_t)m->agreeing * 10 >= (uint64_t)m->compared * 9;
    m->source = off || agree ? PERCENT_INFERRED : PERCENT_ASSUMED;
    if (off) m->percent = m->least = m->most = -1;
    else if (!agree) m->percent = 100;
}

static void count_agreeing(struct gclog_model *m, const struct gclog *log) {
    m->agreeing = m->compared = 0;
    for (uint32_t i = 0; i < log->count; i++) {
        if (!m->rows[i].known) continue;
        m->compared++;
        m->agreeing += gclog_off(log->cycles[i].goal, &m->rows[i].goal) == 0;
    }
}

struct gclog_model gclog_model_make(const struct gclog *log, int64_t percent, uint64_t minimum) {
    struct gclog_model m = {.percent = percent, .source = PERCENT_GIVEN};
    m.rows = calloc(log->count ? log->count : 1, sizeof *m.rows);
    m.failed = !m.rows;
    if (percent == GCLOG_PERCENT_UNKNOWN) infer(&m, log, minimum);
    if (m.failed) return m;
    for (uint32_t i = 0; i < log->process_count; i++)
        pace_process(&m, log, minimum, &log->processes[i]);
    count_agreeing(&m, log);
    return m;
}

void gclog_model_free(struct gclog_model *m) {
    free(m->rows);
    *m = (struct gclog_model){0};
}
