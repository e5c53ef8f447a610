#include "session/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "go/lower/lower.h"
#include "machine/image.h"
#include "machine/inspect/condition.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/sched.h"
#include "session/inside.h"
#include "trace/tape.h"

/* ---- the run ahead ---- */

void session_words(const struct session *s, const struct event *e, struct text *out) {
    if (s->scenario->tape) tape_words(s->scenario->tape, e, out);
    else if (e->kind == EVENT_PRINT) inspect_print(&s->front, e, out);
    else inspect_gctrace(&s->front, out);
}

static void keep_output(struct session *s, const struct event *e) {
    struct text *to = e->c == PRINT_PLAIN ? &s->complaints : &s->output;
    size_t start = to->length;
    if (start >= OUTPUT_MAX) return;
    s->printed = pool_grow(&s->pool, s->printed, s->printed_count, sizeof *s->printed);
    if (!s->printed) {
        s->printed_count = 0;
        return;
    }
    session_words(s, e, to);
    if (e->c == PRINT_LINE) text_add(to, "\n");
    if (to->length > start) text_add_bytes(&s->screen, to->bytes + start, to->length - start);
    s->printed[s->printed_count++] = (struct printed){e->step, s->output.length, s->screen.length};
}

static void keep_gctrace(struct session *s, const struct event *e) {
    if (s->gctrace.length >= OUTPUT_MAX) return;
    s->traced = pool_grow(&s->pool, s->traced, s->traced_count, sizeof *s->traced);
    if (!s->traced) {
        s->traced_count = 0;
        return;
    }
    session_words(s, e, &s->gctrace);
    text_add(&s->gctrace, "\n");
    s->traced[s->traced_count++] = (struct printed){e->step, s->gctrace.length, 0};
}

/* What the session itself wants to hear of the run ahead; others may listen too. */
struct front_sink {
    struct session *session;
    struct sink listener;
};

static void hear_front(void *user, const struct event *e) {
    struct front_sink *sink = user;
    if (e->kind == EVENT_PRINT) keep_output(sink->session, e);
    if (e->kind == EVENT_GC_TRACE) keep_gctrace(sink->session, e);
    census_note(&sink->session->census, &sink->session->front, e);
    moves_note(&sink->session->moves, &sink->session->pool, &sink->session->front, e);
    if (sink->listener.emit) sink->listener.emit(sink->listener.user, e);
}

static const char *check_expectation(struct session *s, const struct machine *m,
                                     const struct expectation *e);

/* Captions, questions and expectations whose moment has come. */
static void note_moments(struct session *s) {
    const struct scenario *scenario = s->scenario;
    const struct machine *m = &s->front;
    for (uint32_t i = 0; i < scenario->caption_count; i++)
        if (s->caption_steps[i] == NEVER && condition_comes(m, &scenario->captions[i].when))
            s->caption_steps[i] = m->s->clock.step;
    for (uint32_t i = 0; i < scenario->question_count; i++)
        if (s->question_steps[i] == NEVER && condition_comes(m, &scenario->questions[i].when))
            s->question_steps[i] = m->s->clock.step;
    for (uint32_t i = 0; i < scenario->expectation_count; i++) {
        const struct expectation *e = &scenario->expectations[i];
        if (s->expectation_steps[i] != NEVER) continue;
        if (e->at_end ? machine_running(m) : !condition_comes(m, &e->when)) continue;
        s->expectation_steps[i] = m->s->clock.step;
        s->expectation_failures[i] = check_expectation(s, m, e);
    }
}

static void record(struct session *s) {
    timeline_record(&s->timeline, &s->front);
    note_moments(s);
    if (!history_record(&s->history, &s->front)) s->out_of_memory = true;
}

/* Of the host: then the run cannot go on. */
static bool lacks_memory(const struct session *s) {
    return s->out_of_memory || s->output.failed || s->pool.failed;
}

/* The next line of the trace is bad, and has left the machine anyhow: the run ends before it. */
static enum stop end_of_tape(struct session *s) {
    struct sink sink = s->front.sink;
    uint64_t last = tape_facts(s->scenario->tape)->steps;
    s->steps_max = last;
    machine_close(&s->front);
    if (!machine_open(&s->front, &s->scenario->program, &s->scenario->config)) {
        s->out_of_memory = true;
        return STOP_MEMORY;
    }
    tape_begin(s->scenario->tape, &s->front);
    session_reach(s, &s->front, last);
    s->front.sink = sink;
    return STOP_LIMIT;
}

enum stop session_run(struct session *s, uint64_t budget) {
    struct machine *m = &s->front;
    for (; budget > 0; budget--) {
        if (!machine_running(m)) return STOP_END;
        if (m->s->clock.step >= s->steps_max) return STOP_LIMIT;
        if (lacks_memory(s)) return STOP_MEMORY;
        if (!session_advance(s, m)) return end_of_tape(s);
        record(s);
        session_settle(s, m);
    }
    return machine_running(m) ? STOP_BUDGET : STOP_END;
}

bool session_ended(const struct session *s) {
    return !machine_running(&s->front) || session_steps(s) >= s->steps_max || lacks_memory(s);
}

uint64_t session_steps(const struct session *s) {
    return s->front.s->clock.step;
}

/* ---- life ---- */

static bool allocate_lists(struct session *s) {
    const struct scenario *scenario = s->scenario;
    uint32_t captions = scenario->caption_count, expectations = scenario->expectation_count;
    uint32_t questions = scenario->question_count;
    s->events = pool_alloc(&s->pool, EVENTS_MAX * sizeof *s->events);
    s->caption_steps = pool_alloc(&s->pool, captions * sizeof(uint64_t));
    s->question_steps = pool_alloc(&s->pool, questions * sizeof(uint64_t));
    s->expectation_steps = pool_alloc(&s->pool, expectations * sizeof(uint64_t));
    s->expectation_failures = pool_alloc(&s->pool, expectations * sizeof(char *));
    if (s->pool.failed) return false;
    for (uint32_t i = 0; i < captions; i++) s->caption_steps[i] = NEVER;
    for (uint32_t i = 0; i < questions; i++) s->question_steps[i] = NEVER;
    for (uint32_t i = 0; i < expectations; i++) s->expectation_steps[i] = NEVER;
    return true;
}

/* A heap that is collected as it is takes at most two steps a word, and some for each object. */
static uint64_t steps_max_of(const struct scenario *scenario) {
    const struct image *image = scenario->program.image;
    uint64_t most = STEPS_MAX_DEFAULT;
    return image ? most + image->total_bytes / 4 + image->object_count * 8ull : most;
}

/* What the run that was traced begins with. If that line is bad nothing can be played. */
static bool begin_tape(struct session *s) {
    const struct scenario *scenario = s->scenario;
    if (!scenario->tape) return true;
    if (tape_begin(scenario->tape, &s->front) && tape_begin(scenario->tape, &s->now)) return true;
    s->steps_max = 0;
    machine_close(&s->front);
    machine_close(&s->now);
    return machine_open(&s->front, &scenario->program, &scenario->config) &&
           machine_open(&s->now, &scenario->program, &scenario->config);
}

bool session_open(struct session *s, const struct scenario *scenario) {
    CHECK(!scenario->log); /* there is nothing to run */
    *s = (struct session){.scenario = scenario, .steps_max = steps_max_of(scenario)};
    if (scenario->tape) s->steps_max = tape_facts(scenario->tape)->steps;
    history_init(&s->history);
    timeline_init(&s->timeline);
    struct front_sink *sink = pool_alloc(&s->pool, sizeof *sink);
    if (!sink || !allocate_lists(s) ||
        !machine_open(&s->front, &scenario->program, &scenario->config) ||
        !machine_open(&s->now, &scenario->program, &scenario->config) || !begin_tape(s) ||
        !history_record(&s->history, &s->front)) {
        session_close(s);
        return false;
    }
    sink->session = s;
    s->front.sink = (struct sink){hear_front, sink};
    note_moments(s);
    return true;
}

void session_close(struct session *s) {
    machine_close(&s->now);
    machine_close(&s->front);
    machine_close(&s->scout);
    history_free(&s->history);
    text_free(&s->output);
    text_free(&s->complaints);
    text_free(&s->screen);
    text_free(&s->gctrace);
    pool_free(&s->pool);
}

void session_listen(struct session *s, struct sink sink) {
    struct front_sink *front = s->front.sink.user;
    front->listener = sink;
}

/* ---- seeking ---- */

static void keep_event(void *user, const struct event *e) {
    struct session *s = user;
    if (s->event_count < EVENTS_MAX) s->events[s->event_count++] = *e;
}

bool session_advance(const struct session *s, struct machine *m) {
    struct choice choice;
    if (s->scenario->tape) return tape_step(s->scenario->tape, m);
    /* It may come from a file, and be impossible. */
    if (session_forced(s, m, &choice) && sched_is_choice(m, choice)) sched_force(m, choice);
    else choice = sched_pick(m);
    machine_step(m, choice);
    return true;
}

void session_restore(const struct session *s, struct machine *m, uint64_t step) {
    const struct snapshot *keyframe = history_before(&s->history, step);
    CHECK(keyframe);
    if (m->s->clock.step <= step && m->s->clock.step >= keyframe->step) return;
    snapshot_restore(keyframe, m);
    session_settle(s, m);
}

bool session_approach(struct session *s, struct machine *m, uint64_t step, uint64_t *budget) {
    uint64_t near = history_near_at(&s->history, m, step), left = *budget;
    for (; m->s->clock.step < step && left > 0; left--) {
        session_advance(s, m);
        if (m->s->clock.step == near) history_take_near(&s->history, m);
        session_settle(s, m);
    }
    *budget = left;
    return m->s->clock.step == step;
}

void session_reach(struct session *s, struct machine *m, uint64_t step) {
    uint64_t budget = UINT64_MAX;
    session_restore(s, m, step);
    session_approach(s, m, step, &budget);
}

bool session_send_scout(struct session *s) {
    if (!s->scout.s && !machine_open(&s->scout, &s->scenario->program, &s->scenario->config)) {
        s->out_of_memory = true;
        return false;
    }
    if (s->scout_strayed) snapshot_restore(history_before(&s->history, 0), &s->scout);
    if (s->scout.s->clock.step == 0) session_settle(s, &s->scout);
    s->scout_strayed = false;
    return true;
}

void session_seek(struct session *s, uint64_t step) {
    while (session_steps(s) < step && !session_ended(s)) session_run(s, step - session_steps(s));
    if (step > session_steps(s)) step = session_steps(s);
    if (step == session_step(s) && (s->event_count || step == 0)) return;
    s->event_count = 0;
    if (step == 0) {
        session_reach(s, &s->now, 0);
        return;
    }
    session_reach(s, &s->now, step - 1);
    s->now.sink = (struct sink){keep_event, s};
    session_advance(s, &s->now);
    session_settle(s, &s->now);
    s->now.sink = (struct sink){0};
}

/* A step before which there is less progress. */
static uint64_t step_before_progress(const struct session *s, uint64_t progress) {
    const struct history *h = &s->history;
    uint32_t i = h->count;
    while (i > 1 && h->keyframes[i - 1].progress >= progress) i--;
    uint64_t step = h->keyframes[i - 1].step;
    bool near = h->near.count && h->near.progress < progress && h->near.step > step;
    return near ? h->near.step : step;
}

void session_seek_progress(struct session *s, uint64_t progress) {
    enum { AHEAD = 256 };
    while (s->front.s->clock.progress < progress && !session_ended(s)) session_run(s, AHEAD);
    if (!session_send_scout(s)) return;
    struct machine *m = &s->scout;
    uint64_t from = step_before_progress(s, progress);
    bool nearer = m->s->clock.step >= from && m->s->clock.progress < progress;
    if (!nearer) session_reach(s, m, from);
    while (m->s->clock.progress < progress && m->s->clock.step < session_steps(s)) {
        session_advance(s, m);
        session_settle(s, m);
    }
    session_seek(s, m->s->clock.step);
}

/* ---- what goes with the step ---- */

const struct caption *session_caption(const struct session *s) {
    const struct caption *best = NULL;
    uint64_t best_step = 0;
    for (uint32_t i = 0; i < s->scenario->caption_count; i++) {
        uint64_t step = s->caption_steps[i];
        if (step > session_step(s) || (best && step < best_step)) continue;
        best = &s->scenario->captions[i];
        best_step = step;
    }
    return best;
}

/* The last time something was printed up to `now`; NULL: never. */
static const struct printed *last_printed(const struct session *s) {
    const struct printed *last = NULL;
    for (uint32_t i = 0; i < s->printed_count && s->printed[i].step <= session_step(s); i++)
        last = &s->printed[i];
    return last;
}

size_t session_output_length(const struct session *s) {
    const struct printed *last = last_printed(s);
    return last ? last->end : 0;
}

size_t session_screen_length(const struct session *s) {
    const struct printed *last = last_printed(s);
    return last ? last->shown : 0;
}

/* ---- expectations ---- */

static const char *object_state(const struct machine *m, uint32_t object) {
    const struct watch *w = &m->watches[object];
    if (!w->address) return "not allocated";
    if (w->flags & WATCH_FREED) return w->flags & WATCH_LOST ? "freed while in use" : "freed";
    return colour_name(inspect_colour(m, w->address));
}

static bool object_is(const struct machine *m, const struct expected *x) {
    const struct watch *w = &m->watches[x->object];
    const char *state = object_state(m, x->object);
    bool exists = w->address && !(w->flags & WATCH_FREED);
    switch (x->kind) {
    case CHECK_LIVE: return exists;
    case CHECK_FREED: return w->flags & WATCH_FREED;
    case CHECK_LOST: return w->flags & WATCH_LOST;
    case CHECK_WHITE: return strcmp(state, "white") == 0;
    case CHECK_GREY: return strcmp(state, "grey") == 0;
    case CHECK_BLACK: return strcmp(state, "black") == 0;
    case CHECK_LEAKED: return w->flags & WATCH_LEAKED;
    case CHECK_OUTCOME:
    case CHECK_OUTPUT:
    case CHECK_NUMBER: break;
    }
    return false;
}

static const char *check_object(struct session *s, const struct machine *m,
                                const struct expected *x) {
    static const char *const WANTED[] = {"live", "freed", "lost",  "white",
                                         "grey", "black", "leaked"};
    if (object_is(m, x)) return NULL;
    const struct reference *r = &s->scenario->program.references[x->object];
    const char *label = s->scenario->program.labels[r->label].name;
    const char *is = object_state(m, x->object);
    if (r->ordinal == 1)
        return pool_stringf(&s->pool, "%s is %s; expected %s", label, is, WANTED[x->kind]);
    return pool_stringf(&s->pool, "%s %u is %s; expected %s", label, r->ordinal, is,
                        WANTED[x->kind]);
}

static const char *check_one(struct session *s, const struct machine *m, const struct expected *x) {
    if (x->kind == CHECK_OUTCOME) {
        const char *is = inspect_outcome(m);
        if (strcmp(is, x->string) == 0) return NULL;
        return pool_stringf(&s->pool, "the outcome is \"%s\"; expected \"%s\"", is, x->string);
    }
    if (x->kind == CHECK_OUTPUT) {
        if (strcmp(text_string(&s->output), x->string) == 0) return NULL;
        return pool_stringf(&s->pool, "the output is \"%s\"; expected \"%s\"",
                            text_string(&s->output), x->string);
    }
    if (x->kind == CHECK_NUMBER) {
        uint64_t is = 0;
        statistic_read(m, x->string, &is);
        if (is == x->number) return NULL;
        return pool_stringf(&s->pool, "%s is %" PRIu64 "; expected %" PRIu64, x->string, is,
                            x->number);
    }
    return check_object(s, m, x);
}

/* The first thing that does not hold; NULL if all do. */
static const char *check_expectation(struct session *s, const struct machine *m,
                                     const struct expectation *e) {
    for (uint32_t i = 0; i < e->check_count; i++) {
        const char *wrong = check_one(s, m, &e->checks[i]);
        if (wrong) return wrong;
    }
    return NULL;
}

uint32_t session_check(struct session *s, struct text *out) {
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < s->scenario->expectation_count; i++) {
        uint64_t step = s->expectation_steps[i];
        if (step == NEVER) {
            text_addf(out, "expect: the moment of expectation %u never came\n", i + 1);
            wrong++;
        } else if (s->expectation_failures[i]) {
            text_addf(out, "expect: at step %" PRIu64 ": %s\n", step, s->expectation_failures[i]);
            wrong++;
        }
    }
    return wrong;
}

/* ---- measuring ---- */

/* A field of the record that a program which is measured leaves behind after each call. */
static uint64_t measured(const struct machine *m, uint32_t call, const char *field) {
    char name[24];
    uint64_t value;
    snprintf(name, sizeof name, "measure.%u", call);
    const struct program *p = m->program;
    const struct global *g = &p->globals[program_find_global(p, name)];
    const struct type *t = &p->types[g->type];
    const uint32_t offset = t->fields[program_find_field(t, field)].offset;
    memcpy(&value, m->globals + g->offset + offset, sizeof value);
    return value;
}

static struct measured_calls allocated_by(const struct machine *m, uint32_t call) {
    return (struct measured_calls){
        .objects = measured(m, call, "Mallocs") - measured(m, call - 1, "Mallocs"),
        .bytes = measured(m, call, "TotalAlloc") - measured(m, call - 1, "TotalAlloc")};
}

/* What most of the calls have allocated: the first ones may still warm something up. */
struct measured_calls session_measured(const struct session *s) {
    struct measured_calls best = {0};
    uint32_t most = 0;
    for (uint32_t call = 1; call <= LOWER_MEASURED; call++) {
        struct measured_calls mine = allocated_by(&s->front, call);
        uint32_t same = 0;
        for (uint32_t other = 1; other <= LOWER_MEASURED; other++) {
            struct measured_calls theirs = allocated_by(&s->front, other);
            same += mine.objects == theirs.objects && mine.bytes == theirs.bytes;
        }
        if (same > most) best = mine;
        if (same > most) most = same;
    }
    return best;
}
