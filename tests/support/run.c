#include "support/run.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "support/oracle.h"

enum { CHOICES_MAX = 1024 };

static void hear(void *user, const struct event *e) {
    struct run *r = user;
    if (r->event_count < RUN_EVENTS_MAX) r->events[r->event_count++] = *e;
    event_set_add(&r->kinds, (enum event_kind)e->kind);
    manual_hear(&r->manual, &r->m, e);
    if (e->kind != EVENT_PRINT) return;
    inspect_print(&r->m, e, &r->output);
    text_add(&r->output, "\n");
}

void run_open(struct run *r, const struct scenario *s) {
    *r = (struct run){.scenario = s, .steps_max = 5000000};
    assert_true(machine_open(&r->m, &s->program, &s->config));
    r->m.sink = (struct sink){hear, r};
}

void run_close(struct run *r) {
    manual_free(&r->manual);
    machine_close(&r->m);
    text_free(&r->output);
}

/* ---- checks ---- */

static void require(const struct run *r, const char *wrong) {
    if (wrong)
        fail_msg("seed %" PRIu64 ", step %" PRIu64 ": %s", r->m.config.seed, r->m.s->clock.step,
                 wrong);
}

static void check(struct run *r) {
    if (!r->check_every || r->m.s->clock.step % r->check_every == 0) {
        require(r, check_state(&r->m));
        require(r, oracle_state(&r->m));
        require(r, manual_check(&r->manual, &r->m));
    }
    bool was_known = r->last_stage == r->m.s->gc.stage;
    r->last_stage = r->m.s->gc.stage;
    if (r->m.s->gc.stage != STAGE_CHECK || was_known) return;
    require(r, oracle_agrees(&r->m));
    r->terminations++;
}

/* ---- steps ---- */

static void do_step(struct run *r, struct choice choice) {
    r->event_count = 0;
    machine_step(&r->m, choice);
    check(r);
    if (r->m.s->clock.step > r->steps_max) fail_msg("the run does not end");
}

/* The collector on the processor that suits it best: its first choice. */
static bool find_choice(const struct run *r, uint32_t actor, struct choice *out) {
    struct choice choices[CHOICES_MAX];
    uint32_t count = sched_choices(&r->m, choices, CHOICES_MAX);
    for (uint32_t i = 0; i < count && i < CHOICES_MAX; i++) {
        if (choices[i].actor != actor) continue;
        *out = choices[i];
        return true;
    }
    return false;
}

bool run_can(const struct run *r, uint32_t actor) {
    struct choice choice;
    return find_choice(r, actor, &choice);
}

void run_choice(struct run *r, struct choice choice) {
    do_step(r, choice);
}

void run_step(struct run *r, uint32_t actor) {
    struct choice choice;
    if (!find_choice(r, actor, &choice))
        fail_msg("actor %u cannot go at step %" PRIu64, actor, r->m.s->clock.step);
    do_step(r, choice);
}

void run_next(struct run *r) {
    do_step(r, sched_pick(&r->m));
}

void run_to_end(struct run *r) {
    while (machine_running(&r->m)) run_next(r);
}

void run_require_output(struct run *r, const char *output) {
    run_to_end(r);
    assert_string_equal(inspect_outcome(&r->m), "done");
    assert_string_equal(text_string(&r->output), output);
}

void run_require_failure(struct run *r, enum fault fault, const char *words) {
    struct text failure = {0};
    run_to_end(r);
    assert_int_equal(r->m.s->fault, fault);
    inspect_failure(&r->m, &failure);
    if (strncmp(text_string(&failure), words, strlen(words)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", text_string(&failure), words);
    text_free(&failure);
}

/* ---- driving ---- */

void run_until(struct run *r, uint32_t actor, run_condition *reached, const void *about) {
    while (!reached(r, about)) run_step(r, actor);
}

static const char *trimmed(const char *line) {
    return line + strspn(line, " ");
}

static uint32_t find_line(const struct run *r, const char *text) {
    for (uint32_t i = 0; i < r->scenario->program.line_count; i++)
        if (strcmp(trimmed(r->scenario->program.lines[i]), text) == 0) return i + 1;
    fail_msg("there is no line \"%s\"", text);
    return 0;
}

void run_to_line(struct run *r, uint32_t actor, const char *line) {
    uint32_t number = find_line(r, line);
    for (;;) {
        const struct goroutine *g = goroutine_of(&r->m, actor);
        if (actor <= r->m.s->goroutine_count && g->part == 0 && g->status != GOROUTINE_DEAD &&
            r->m.program->op_lines[g->pc] == number)
            return;
        run_step(r, actor);
    }
}

void run_to_event(struct run *r, uint32_t actor, enum event_kind kind) {
    do run_step(r, actor);
    while (!run_event(r, kind));
}

static bool at_stage(const struct run *r, const void *stage) {
    return r->m.s->gc.stage == *(const enum stage *)stage;
}

void run_to_stage(struct run *r, enum stage stage) {
    run_until(r, ACTOR_COLLECTOR, at_stage, &stage);
}

struct wanted_colour {
    const char *object;
    enum colour colour;
};

static bool has_colour(const struct run *r, const void *about) {
    const struct wanted_colour *wanted = about;
    return run_colour(r, wanted->object) == wanted->colour;
}

void run_to_colour(struct run *r, const char *object, enum colour colour) {
    run_until(r, ACTOR_COLLECTOR, has_colour, &(struct wanted_colour){object, colour});
}

/* ---- questions ---- */

const struct event *run_event(const struct run *r, enum event_kind kind) {
    for (uint32_t i = 0; i < r->event_count; i++)
        if (r->events[i].kind == (uint16_t)kind) return &r->events[i];
    return NULL;
}

struct search {
    const struct machine *m;
    const char *name;
    uint64_t found;
};

static void note_if_named(void *user, const struct object_view *o) {
    struct search *search = user;
    struct text name = {0};
    if (o->colour == COLOUR_FREE) return;
    inspect_object_name(search->m, o->address, &name);
    if (strcmp(text_string(&name), search->name) == 0) search->found = o->address;
    text_free(&name);
}

uint64_t run_object(const struct run *r, const char *name) {
    struct search search = {&r->m, name, 0};
    inspect_objects(&r->m, note_if_named, &search);
    return search.found;
}

enum colour run_colour(const struct run *r, const char *name) {
    return inspect_colour(&r->m, run_object(r, name));
}

uint64_t run_global(const struct run *r, const char *name) {
    int32_t global = program_find_global(r->m.program, name);
    assert_int_not_equal(global, NONE);
    return word_read(&r->m, GLOBALS_BASE + r->m.program->globals[global].offset);
}

uint64_t run_statistic(const struct run *r, const char *name) {
    uint64_t value = 0;
    assert_true(statistic_read(&r->m, name, &value));
    return value;
}
