#include "export/table.h"

#include <string.h>

#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"

/* ---- fields ---- */

static void add_quoted(struct text *line, const char *field) {
    text_add(line, "\"");
    for (const char *c = field; *c; c++) {
        if (*c == '"') text_add(line, "\"");
        text_add_bytes(line, c, 1);
    }
    text_add(line, "\"");
}

static void add_field(struct table *t, const char *field) {
    if (t->line.length) text_add(&t->line, ",");
    if (strpbrk(field, ",\"\r\n")) add_quoted(&t->line, field);
    else text_add(&t->line, field);
}

static void add_number(struct table *t, uint64_t number) {
    if (t->line.length) text_add(&t->line, ",");
    text_add_number(&t->line, number);
}

static bool end_row(struct table *t) {
    text_add(&t->line, "\r\n");
    if (t->line.failed || fwrite(t->line.bytes, 1, t->line.length, t->out) != t->line.length)
        t->failed = true;
    text_clear(&t->line);
    return !t->failed;
}

static void begin(struct table *t, const struct session *s, FILE *out) {
    *t = (struct table){.m = &s->front, .out = out};
}

bool table_end(struct table *t) {
    if (t->line.failed) t->failed = true;
    text_free(&t->line);
    return !t->failed;
}

/* ---- steps ---- */

/* It is the first column. */
static bool is_step(const struct statistic *s) {
    return strcmp(s->name, "steps") == 0;
}

bool table_begin_steps(struct table *t, const struct session *s, FILE *out) {
    static const char *const FIRST[] = {"step", "time_ns", "phase", "actor"};
    begin(t, s, out);
    for (size_t i = 0; i < sizeof FIRST / sizeof FIRST[0]; i++) add_field(t, FIRST[i]);
    for (const struct statistic *each = STATISTICS; each->name; each++)
        if (!is_step(each)) add_field(t, each->name);
    return end_row(t);
}

/* Before the first step nobody has done anything. */
static void add_actor(struct table *t) {
    struct text actor = {0};
    if (t->m->s->clock.step > 0) inspect_actor(t->m, t->m->s->clock.last_actor, &actor);
    add_field(t, text_string(&actor));
    if (actor.failed) t->failed = true;
    text_free(&actor);
}

bool table_add_step(struct table *t) {
    add_number(t, t->m->s->clock.step);
    add_number(t, t->m->s->clock.now);
    add_field(t, phase_name(machine_phase(t->m)));
    add_actor(t);
    for (const struct statistic *each = STATISTICS; each->name; each++)
        if (!is_step(each)) add_number(t, each->value(t->m));
    return end_row(t);
}

/* ---- cycles ---- */

static uint64_t cycle(const struct machine *m) {
    return m->s->gc.marked;
}

static uint64_t step(const struct machine *m) {
    return m->s->clock.step;
}

static uint64_t start(const struct machine *m) {
    return m->s->gc.record.sweep_term;
}

static uint64_t sweep_termination(const struct machine *m) {
    return m->s->gc.record.mark - m->s->gc.record.sweep_term;
}

static uint64_t mark(const struct machine *m) {
    return m->s->gc.record.mark_term - m->s->gc.record.mark;
}

static uint64_t mark_termination(const struct machine *m) {
    return m->s->gc.record.end - m->s->gc.record.mark_term;
}

static uint64_t assists(const struct machine *m) {
    return m->s->gc.pacer.assist_ticks;
}

static uint64_t workers(const struct machine *m) {
    return m->s->gc.pacer.worker_ticks;
}

static uint64_t idle_workers(const struct machine *m) {
    return m->s->gc.pacer.idle_ticks;
}

static uint64_t heap_before(const struct machine *m) {
    return m->s->gc.record.live_before;
}

static uint64_t heap_after(const struct machine *m) {
    return m->s->gc.record.live_after;
}

static uint64_t live(const struct machine *m) {
    return m->s->gc.heap_marked;
}

static uint64_t goal(const struct machine *m) {
    return m->s->gc.record.goal;
}

static uint64_t stacks(const struct machine *m) {
    return m->s->gc.record.stacks;
}

static uint64_t globals(const struct machine *m) {
    return m->program->global_bytes;
}

static uint64_t processors(const struct machine *m) {
    return m->config.procs;
}

static uint64_t lost(const struct machine *m) {
    return m->s->gc.lost;
}

/* In the order of Go's line; wall-clock times, then processor times, then bytes. */
static const struct statistic CYCLE[] = {
    {"cycle", cycle},
    {"step", step},
    {"start_ns", start},
    {"sweep_termination_ns", sweep_termination},
    {"mark_ns", mark},
    {"mark_termination_ns", mark_termination},
    {"assists_ns", assists},
    {"workers_ns", workers},
    {"idle_workers_ns", idle_workers},
    {"heap_before", heap_before},
    {"heap_after", heap_after},
    {"live", live},
    {"goal", goal},
    {"stacks", stacks},
    {"globals", globals},
    {"processors", processors},
    {"lost_so_far", lost},
    {NULL, NULL},
};

bool table_begin_cycles(struct table *t, const struct session *s, FILE *out) {
    begin(t, s, out);
    for (const struct statistic *each = CYCLE; each->name; each++) add_field(t, each->name);
    add_field(t, "reason");
    return end_row(t);
}

bool table_add_cycle(struct table *t) {
    static const char *const REASONS[] = {"heap", "time", "asked"};
    for (const struct statistic *each = CYCLE; each->name; each++) add_number(t, each->value(t->m));
    add_field(t, REASONS[t->m->s->gc.record.reason]);
    return end_row(t);
}
