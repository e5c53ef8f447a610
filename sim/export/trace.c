#include "export/trace.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "machine/cost.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"
#include "export/trace_changes.h"
#include "export/trace_counters.h"
#include "trace/delta.h"
#include "trace/foresee.h"
#include "trace/frame.h"
#include "export/trace_full.h"
#include "export/trace_header.h"
#include "trace/words.h"

/* Full frames take at most a twentieth of what is written. */
enum { FULL_SHARE = 19 };

enum part { PART_HEADER, PART_FIRST, PART_STEPS, PART_OVER };

struct trace_writer {
    struct session *session;
    const struct machine *m; /* the run ahead */
    struct machine copy;     /* as a reader has it */
    enum part part;
    struct text line;
    struct frame_of_step frame;
    struct delta delta;
    struct text output, told;         /* of the step: what it printed, each as a JSON string */
    uint64_t checksum;                /* of the lines so far */
    uint64_t since_full, full_size;   /* bytes: since the last full frame, and of that one */
    bool now_is_told;                 /* in the next line, whether it can be foreseen or not */
    uint32_t actor, processor, phase; /* of the line before */
    const struct statistic *counted[STATISTICS_MAX]; /* by the number that traces have for them */
    uint64_t counters[STATISTICS_MAX];               /* as last written */
    uint32_t counter_count;
};

/* ---- listening ---- */

/* What is printed must be asked for while the event is told. */
static void keep_words(struct text *list, const char *bytes, size_t length) {
    if (list->length) text_add(list, ",");
    add_string(list, bytes, length);
}

static void keep_said(struct trace_writer *w, const struct event *e) {
    struct text words = {0};
    session_words(w->session, e, &words);
    keep_words(e->kind == EVENT_PRINT ? &w->output : &w->told, text_string(&words), words.length);
    text_free(&words);
}

static void keep_event(void *user, const struct event *e) {
    struct trace_writer *w = user;
    frame_add_event(&w->frame, e);
    if (e->kind == EVENT_PRINT || e->kind == EVENT_GC_TRACE) keep_said(w, e);
}

/* ---- a step ---- */

static void add_if_other(struct text *out, const char *key, uint32_t *before, uint32_t now) {
    if (*before == now) return;
    *before = now;
    add_key(out, key);
    add_number(out, now);
}

/* When it began is told unless it is the later of two: when the step before began, and when the
 * processor was through with its last one. What it cost is told unless that is one operation. */
static void add_time(struct trace_writer *w) {
    const struct frame_of_step *f = &w->frame;
    if (w->now_is_told || f->now != foresee_now(&w->copy, f->processor)) {
        add_key(&w->line, "now");
        add_number(&w->line, f->now);
    }
    if (f->ticks != COST_TICKS[COST_OPERATION]) {
        add_key(&w->line, "ticks");
        add_number(&w->line, f->ticks);
    }
    w->now_is_told = false;
}

static void add_actor(struct trace_writer *w) {
    const struct frame_of_step *f = &w->frame;
    add_if_other(&w->line, "actor", &w->actor, f->actor);
    add_if_other(&w->line, "processor", &w->processor, f->processor);
    add_time(w);
    uint32_t phase = machine_phase(w->m);
    if (phase == w->phase) return;
    w->phase = phase;
    add_key(&w->line, "phase");
    text_addf(&w->line, "\"%s\"", phase_name((enum phase)phase));
}

/* A word that was written: its address and value; its size if that is not a whole word; what it was
 * before if the reader has another one there. */
static void add_word(struct trace_writer *w, const struct event *e) {
    struct text *out = &w->line;
    bool known = memory_word(&w->copy, e->a, e->d) == e->b;
    text_add_bytes(out, "[", 1);
    add_number(out, e->a);
    text_add_bytes(out, ",", 1);
    add_number(out, e->c);
    if (!known || e->d != WORD) {
        text_add_bytes(out, ",", 1);
        add_number(out, e->d);
    }
    if (!known) {
        text_add_bytes(out, ",", 1);
        add_number(out, e->b);
    }
    text_add_bytes(out, "]", 1);
}

/* Its name and numbers, zeroes at the end left out. With all four and a zero more, if it has not
 * written the words that such an event has mostly written. */
static void add_event(struct trace_writer *w, const struct event *e, bool wrote_nothing) {
    const uint64_t numbers[] = {e->a, e->b, e->c, e->d, 0};
    const char *name = event_describe((enum event_kind)e->kind)->name;
    int count = wrote_nothing ? 5 : 4;
    while (count > 0 && count < 5 && numbers[count - 1] == 0) count--;
    text_add_bytes(&w->line, "[\"", 2);
    text_add_bytes(&w->line, name, strlen(name));
    text_add_bytes(&w->line, "\"", 1);
    for (int i = 0; i < count; i++) {
        text_add_bytes(&w->line, ",", 1);
        add_number(&w->line, numbers[i]);
    }
    text_add_bytes(&w->line, "]", 1);
}

static bool is_same_word(const struct event *a, const struct event *b) {
    return a->kind == EVENT_WORD && a->a == b->a && a->b == b->b && a->c == b->c && a->d == b->d;
}

/* How many words from the one at `at` on go without saying, since the event behind them says it. */
static uint32_t words_implied(const struct trace_writer *w, size_t at) {
    const struct frame_of_step *f = &w->frame;
    struct event words[FORESEEN_WORDS_MAX];
    for (uint32_t count = 1; count <= FORESEEN_WORDS_MAX; count++) {
        if (at + count >= f->event_count || f->events[at + count - 1].kind != EVENT_WORD) return 0;
        if (foresee_words(&w->copy, &f->events[at + count], words) != count) continue;
        bool same = true;
        for (uint32_t i = 0; i < count; i++)
            same = same && is_same_word(&f->events[at + i], &words[i]);
        return same ? count : 0;
    }
    return 0;
}

static void tell_event(struct trace_writer *w, const struct event *e) {
    struct event words[FORESEEN_WORDS_MAX];
    if (e->kind == EVENT_WORD) add_word(w, e);
    else add_event(w, e, foresee_words(&w->copy, e, words) > 0);
    frame_event(&w->copy, e);
}

static void add_events(struct trace_writer *w) {
    const struct frame_of_step *f = &w->frame;
    bool first = true;
    frame_begin(&w->copy, f);
    for (size_t at = 0; at < f->event_count; at++) {
        uint32_t implied = words_implied(w, at);
        if (first) add_key(&w->line, "what"), text_add_bytes(&w->line, "[", 1);
        add_comma(&w->line, &first);
        if (implied) add_event(w, &f->events[at + implied], false);
        for (uint32_t i = 0; i < implied; i++) frame_event(&w->copy, &f->events[at++]);
        if (implied) frame_event(&w->copy, &f->events[at]);
        else tell_event(w, &f->events[at]);
    }
    if (!first) text_add_bytes(&w->line, "]", 1);
    frame_end(&w->copy, f);
}

static void add_list(struct text *out, const char *key, const struct text *list) {
    if (list->length == 0) return;
    add_key(out, key);
    text_addf(out, "[%s]", text_string(list));
}

static void add_delta(struct trace_writer *w) {
    bool first = true;
    if (w->delta.count == 0) return;
    add_key(&w->line, "state");
    text_add_bytes(&w->line, "[", 1);
    for (size_t i = 0; i < w->delta.count; i++) {
        add_comma(&w->line, &first);
        add_signed(&w->line, w->delta.words[i]);
    }
    text_add_bytes(&w->line, "]", 1);
}

/* ---- counters ---- */

/* Whether any of the numbers can differ from the reader's, who has them as of the step before. */
static bool counters_may_differ(const struct trace_writer *w) {
    const struct state *a = w->copy.s, *b = w->m->s;
    return w->m->c_arena || a->gc.goal != b->gc.goal || a->gc.marked != b->gc.marked ||
           a->gc.lost != b->gc.lost ||
           memcmp(&a->statistics, &b->statistics, sizeof a->statistics) != 0 ||
           memcmp(&a->heap, &b->heap, offsetof(struct heap, central)) != 0;
}

/* Pairs: which one, and by how much it has changed. */
static void add_counters(struct trace_writer *w) {
    bool first = true;
    for (uint32_t i = 0; i < w->counter_count; i++) {
        uint64_t value = w->counted[i]->value(w->m), before = w->counters[i];
        if (value == before) continue;
        w->counters[i] = value;
        if (first) add_key(&w->line, "counters"), text_add_bytes(&w->line, "[", 1);
        add_comma(&w->line, &first);
        add_number(&w->line, i);
        text_add_bytes(&w->line, ",", 1);
        add_signed(&w->line, (int64_t)(value - before));
    }
    if (!first) text_add_bytes(&w->line, "]", 1);
}

/* ---- lines ---- */

/* At the next multiple of the interval before which enough has been written. */
static bool full_frame_is_due(const struct trace_writer *w) {
    return w->m->s->clock.step % TRACE_INTERVAL == 0 && w->since_full >= FULL_SHARE * w->full_size;
}

static void begin_frame(struct trace_writer *w) {
    struct frame_of_step *f = &w->frame;
    const struct clock *clock = &w->m->s->clock;
    f->step = clock->step;
    f->now = clock->now;
    f->ticks = clock->step_ticks;
    f->actor = clock->last_actor;
    f->processor = w->m->s->on;
}

/* Somebody's decisions change the state without an event. */
static void find_delta(struct trace_writer *w, bool all) {
    delta_clear(&w->delta);
    if (all || w->session->future.count > 0) delta_of_all(&w->delta, w->m, &w->copy);
    else delta_of_step(&w->delta, w->m, &w->copy, w->frame.events, w->frame.event_count);
}

static void add_changes(struct trace_writer *w, bool full) {
    add_actor(w);
    bool count = counters_may_differ(w);
    changes_add_colours(&w->line, w->m, w->frame.events, w->frame.event_count);
    changes_add_stacks(&w->line, w->m, w->frame.events, w->frame.event_count);
    add_events(w);
    if (count) add_counters(w);
    find_delta(w, full);
    add_list(&w->line, "output", &w->output);
    add_list(&w->line, "gctrace", &w->told);
    add_delta(w);
}

/* What has been decided before the first step. */
static void add_beginning(struct trace_writer *w) {
    find_delta(w, true);
    add_delta(w);
}

/* A reader may begin here, so nothing is left out. */
static void add_full(struct trace_writer *w) {
    size_t before = w->line.length;
    full_add(&w->line, w->m);
    for (uint32_t i = 0; i < w->counter_count; i++) w->counters[i] = w->counted[i]->value(w->m);
    w->full_size = w->line.length - before;
    w->since_full = 0;
}

static void add_step(struct trace_writer *w) {
    begin_frame(w);
    text_add_bytes(&w->line, "{\"step\":", 8);
    add_number(&w->line, w->frame.step);
    bool full = full_frame_is_due(w);
    if (full) w->actor = w->processor = w->phase = UINT32_MAX;
    w->now_is_told = full;
    if (w->frame.step > 0) add_changes(w, full);
    else add_beginning(w);
    if (full) add_full(w);
    text_add_bytes(&w->line, "}\n", 2);
}

static void add_end(struct trace_writer *w) {
    const struct machine *m = w->m;
    text_addf(&w->line,
              "{\"end\":\"%s\",\"steps\":%" PRIu64 ",\"lost\":%u,\"hash\":\"%016" PRIx64
              "\",\"checksum\":\"%016" PRIx64 "\"}\n",
              inspect_outcome(m), m->s->clock.step, m->s->gc.lost, machine_hash(m), w->checksum);
}

static enum trace_state run_a_step(struct trace_writer *w) {
    uint64_t before = session_steps(w->session);
    w->frame.event_count = 0;
    text_clear(&w->output);
    text_clear(&w->told);
    enum stop stopped = session_run(w->session, 1);
    if (session_steps(w->session) != before) {
        add_step(w);
        return TRACE_GOES_ON;
    }
    if (stopped == STOP_MEMORY) return TRACE_NO_MEMORY;
    w->part = PART_OVER;
    add_end(w);
    return TRACE_COMPLETE;
}

static enum trace_state make_line(struct trace_writer *w) {
    switch (w->part) {
    case PART_HEADER:
        header_add(&w->line, w->session, w->m);
        w->part = PART_FIRST;
        return TRACE_GOES_ON;
    case PART_FIRST:
        add_step(w);
        w->part = PART_STEPS;
        return TRACE_GOES_ON;
    case PART_STEPS: return run_a_step(w);
    case PART_OVER: break;
    }
    return TRACE_COMPLETE;
}

static bool lacks_memory(const struct trace_writer *w) {
    return w->line.failed || w->frame.failed || w->delta.failed || w->output.failed ||
           w->told.failed;
}

enum trace_state trace_writer_next(struct trace_writer *w) {
    text_clear(&w->line);
    enum trace_state state = make_line(w);
    if (lacks_memory(w)) return TRACE_NO_MEMORY;
    w->checksum = trace_checksum(w->checksum, w->line.bytes, w->line.length);
    w->since_full += w->line.length;
    return state;
}

const struct text *trace_writer_line(const struct trace_writer *w) {
    return &w->line;
}

/* ---- life ---- */

struct trace_writer *trace_writer_open(struct session *s) {
    struct trace_writer *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    *w = (struct trace_writer){.session = s, .m = &s->front, .checksum = TRACE_CHECKSUM_START};
    if (!machine_open(&w->copy, &s->scenario->program, &s->scenario->config)) {
        free(w);
        return NULL;
    }
    w->counter_count = trace_counters(w->counted);
    session_listen(s, (struct sink){keep_event, w});
    return w;
}

void trace_writer_close(struct trace_writer *w) {
    session_listen(w->session, (struct sink){0});
    machine_close(&w->copy);
    text_free(&w->line);
    text_free(&w->output);
    text_free(&w->told);
    frame_free(&w->frame);
    delta_free(&w->delta);
    free(w);
}

bool trace_write(struct session *s, FILE *out, const volatile sig_atomic_t *stop) {
    struct trace_writer *w = trace_writer_open(s);
    enum trace_state state = w ? TRACE_GOES_ON : TRACE_NO_MEMORY;
    bool fine = w != NULL;
    while (fine && state == TRACE_GOES_ON && !*stop) {
        state = trace_writer_next(w);
        fine = state != TRACE_NO_MEMORY &&
               fwrite(w->line.bytes, 1, w->line.length, out) == w->line.length;
    }
    if (w) trace_writer_close(w);
    return fine && state == TRACE_COMPLETE;
}
