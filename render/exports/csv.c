/* Statistics as comma-separated values: a row a step, or a row a collection. */
#include "exports/formats.h"
#include "exports/stream.h"
#include "export/table.h"

/* ---- steps ---- */

static bool begin_steps(void *own, struct export_job *job) {
    return table_begin_steps(own, &job->session, job->writer.stream);
}

static bool add_step(void *own) {
    return table_add_step(own);
}

static bool finish(void *own) {
    struct table *t = own;
    return !t->failed;
}

static void release(void *own) {
    table_end(own);
}

static const struct stream_kind STEPS = {
    sizeof(struct table), begin_steps, add_step, NULL, finish, release};

bool csv_begin(struct export_job *job) {
    return stream_begin(job, &STEPS);
}

/* ---- collections ---- */

static bool begin_cycles(void *own, struct export_job *job) {
    return table_begin_cycles(own, &job->session, job->writer.stream);
}

static void hear(void *own, const struct event *e) {
    if (e->kind == EVENT_GC_TRACE) table_add_cycle(own);
}

static const struct stream_kind CYCLES = {
    sizeof(struct table), begin_cycles, NULL, hear, finish, release};

bool cycles_begin(struct export_job *job) {
    return stream_begin(job, &CYCLES);
}
