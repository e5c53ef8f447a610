#include "export/cycles.h"

#include <inttypes.h>

enum { MIB_BITS = 20 };

/* ---- words ---- */

void cycles_percent(const struct gclog_model *m, struct text *out) {
    if (m->percent < 0) text_add(out, "GOGC off");
    else text_addf(out, "GOGC %" PRId64, m->percent);
    switch (m->source) {
    case PERCENT_GIVEN: text_add(out, " (given"); break;
    case PERCENT_INFERRED:
        text_add(out, " (inferred");
        if (m->least < m->most)
            text_addf(out, "; %" PRId64 " to %" PRId64 " would do", m->least, m->most);
        break;
    case PERCENT_ASSUMED: text_add(out, " (assumed; --gogc sets it"); break;
    }
    text_addf(out, "): %" PRIu32 " of %" PRIu32 " goals agree", m->agreeing, m->compared);
}

static void add_count(uint64_t count, const char *what, struct text *out) {
    text_addf(out, "%" PRIu64 " %s%s", count, what, count == 1 ? "" : "s");
}

void cycles_count(const struct gclog *log, struct text *out) {
    add_count(log->count, "collection", out);
    if (log->process_count > 1) text_addf(out, " of %" PRIu32 " processes", log->process_count);
    if (log->others) {
        text_add(out, ", ");
        add_count(log->others, "other line", out);
    }
    if (log->broken) {
        text_add(out, ", ");
        add_count(log->broken, "broken line", out);
    }
}

void cycles_range(const struct gclog_range *range, struct text *out) {
    uint64_t least = range->least >> MIB_BITS, most = range->most >> MIB_BITS;
    if (range->most == UINT64_MAX) text_add(out, "off");
    else if (least == most) text_addf(out, "%" PRIu64, least);
    else text_addf(out, "%" PRIu64 "-%" PRIu64, least, most);
}

void cycles_milliseconds(uint64_t nanoseconds, struct text *out) {
    uint64_t us = nanoseconds / 1000;
    text_addf(out, "%" PRIu64 ".%03" PRIu64, us / 1000, us % 1000);
}

static void add_seconds(uint64_t nanoseconds, struct text *out) {
    uint64_t ms = nanoseconds / 1000000;
    text_addf(out, "%" PRIu64 ".%03" PRIu64, ms / 1000, ms % 1000);
}

static void add_goal(uint64_t goal, struct text *out) {
    if (goal == GCLOG_NONE) text_add(out, "off");
    else text_addf(out, "%" PRIu64, goal);
}

/* ---- the table ---- */

enum { NUMBER = 6, AT = 11, HEAP = 18, GOAL = 8, RANGE = 13, OFF = 6, PERCENT = 5, PAUSE = 10 };

/* A cell, from the right. */
static void add_cell(struct text *out, int width, struct text *cell) {
    text_addf(out, "%*s", width, text_string(cell));
    text_clear(cell);
}

void cycles_table_head(const struct gclog *log, struct text *out) {
    if (log->process_count > 1) text_addf(out, "%*s", NUMBER, "proc");
    text_addf(out, "%*s%*s%*s%*s%*s%*s%*s%*s%*s%*s\n", NUMBER, "gc", AT, "at s", HEAP, "heap MB",
              GOAL, "goal", RANGE, "model's", OFF, "off", RANGE, "trigger", OFF, "off", PERCENT,
              "%", PAUSE, "pause ms");
}

static void add_off(uint64_t mebibytes, const struct gclog_range *range, struct text *cell) {
    int64_t off = gclog_off(mebibytes, range);
    if (mebibytes == GCLOG_NONE || range->most == UINT64_MAX) text_add(cell, off ? "?" : "0");
    else text_addf(cell, off ? "%+" PRId64 : "%" PRId64, off);
}

static void add_model(const struct gclog_cycle *c, const struct gclog_beside *row,
                      struct text *out) {
    struct text cell = {0};
    const struct gclog_range *ranges[] = {&row->goal, &row->trigger};
    const uint64_t told[] = {c->goal, c->before};
    for (int i = 0; i < 2; i++) {
        bool known = row->known && !(i == 1 && c->forced);
        if (known) cycles_range(ranges[i], &cell);
        else text_add(&cell, "-");
        add_cell(out, RANGE, &cell);
        if (known) add_off(told[i], ranges[i], &cell);
        add_cell(out, OFF, &cell);
    }
    text_free(&cell);
}

void cycles_table_row(const struct gclog *log, const struct gclog_model *m, uint32_t cycle,
                      struct text *out) {
    const struct gclog_cycle *c = &log->cycles[cycle];
    struct text cell = {0};
    if (log->process_count > 1) text_addf(out, "%*" PRIu32, NUMBER, c->process + 1);
    text_addf(out, "%*" PRIu32, NUMBER, c->number);
    add_seconds(c->at, &cell);
    add_cell(out, AT, &cell);
    text_addf(&cell, "%" PRIu64 "->%" PRIu64 "->%" PRIu64, c->before, c->after, c->live);
    add_cell(out, HEAP, &cell);
    add_goal(c->goal, &cell);
    add_cell(out, GOAL, &cell);
    add_model(c, &m->rows[cycle], out);
    text_addf(out, "%*" PRIu32, PERCENT, c->percent);
    cycles_milliseconds(gclog_pause(c), &cell);
    add_cell(out, PAUSE, &cell);
    text_add(out, c->forced ? " forced\n" : "\n");
    text_free(&cell);
}

/* ---- comma-separated values ---- */

void cycles_csv_head(struct text *out) {
    text_add(out, "process,cycle,at_s,gc_percent,stw_sweep_term_ms,mark_ms,stw_mark_term_ms,"
                  "cpu_sweep_term_ms,cpu_assist_ms,cpu_background_ms,cpu_idle_ms,cpu_mark_term_ms,"
                  "heap_before_mb,heap_after_mb,heap_live_mb,goal_mb,stacks_mb,globals_mb,procs,"
                  "forced,model_goal_least_b,model_goal_most_b,model_trigger_least_b,"
                  "model_trigger_most_b,model_begins_s,line\r\n");
}

/* Nothing between the commas where there is none. */
static void add_bytes(uint64_t bytes, struct text *out) {
    if (bytes != UINT64_MAX) text_addf(out, "%" PRIu64, bytes);
    text_add(out, ",");
}

static void add_model_csv(const struct gclog_beside *row, struct text *out) {
    struct gclog_beside none = {.goal = {UINT64_MAX, UINT64_MAX},
                                .trigger = {UINT64_MAX, UINT64_MAX},
                                .begins = GCLOG_NONE};
    if (!row->known) row = &none;
    add_bytes(row->goal.least, out);
    add_bytes(row->goal.most, out);
    add_bytes(row->trigger.least, out);
    add_bytes(row->trigger.most, out);
    if (row->begins != GCLOG_NONE) add_seconds(row->begins, out);
}

void cycles_csv_row(const struct gclog *log, const struct gclog_model *m, uint32_t cycle,
                    struct text *out) {
    const struct gclog_cycle *c = &log->cycles[cycle];
    text_addf(out, "%" PRIu32 ",%" PRIu32 ",", c->process + 1, c->number);
    add_seconds(c->at, out);
    text_addf(out, ",%" PRIu32 ",", c->percent);
    for (int i = 0; i < CLOCKS; i++, text_add(out, ",")) cycles_milliseconds(c->clock[i], out);
    for (int i = 0; i < CPUS; i++, text_add(out, ",")) cycles_milliseconds(c->cpu[i], out);
    text_addf(out, "%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",", c->before, c->after, c->live);
    add_bytes(c->goal, out);
    if (c->tells_roots) text_addf(out, "%" PRIu64 ",%" PRIu64 ",", c->stacks, c->globals);
    else text_add(out, ",,");
    text_addf(out, "%" PRIu32 ",%d,", c->procs, c->forced);
    add_model_csv(&m->rows[cycle], out);
    text_addf(out, ",%" PRIu64 "\r\n", c->line);
}
