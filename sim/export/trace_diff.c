#include "export/trace_diff.h"

#include <inttypes.h>
#include <string.h>

#include "export/narrate.h"
#include "export/trace.h"
#include "scenario/settings.h"
#include "session/future.h"
#include "trace/tape.h"

/* ---- two lines ---- */

enum { VALUE_WIDTH = 160 };

/* The bytes of the value that a key has in a line; NULL if it has none. */
static const char *find_value(const char *bytes, size_t length, const char *key, size_t key_length,
                              size_t *size) {
    struct scan_of_json s = {.at = bytes, .end = bytes + length};
    bool first = true;
    scan_expect(&s, '{');
    while (scan_another(&s, '}', &first)) {
        const char *other;
        size_t other_length = scan_key(&s, &other);
        const char *from = s.at;
        scan_skip(&s);
        if (s.bad || other_length != key_length || memcmp(other, key, key_length) != 0) continue;
        *size = (size_t)(s.at - from);
        return from;
    }
    return NULL;
}

static void add_value(const char *value, size_t size, struct text *out) {
    if (!value) text_add(out, "(as before)");
    else text_add_bytes(out, value, size < VALUE_WIDTH ? size : VALUE_WIDTH);
    if (value && size > VALUE_WIDTH) text_add(out, "...");
}

static void add_difference(const char *key, size_t key_length, const char *a, size_t a_size,
                           const char *b, size_t b_size, struct text *out) {
    if (a && b && a_size == b_size && memcmp(a, b, a_size) == 0) return;
    text_addf(out, "  %.*s: ", (int)key_length, key);
    add_value(a, a_size, out);
    text_add(out, " | ");
    add_value(b, b_size, out);
    text_add(out, "\n");
}

/* Keys of the first line, or (`only_new`) those that the other does not have. */
static void diff_keys(const char *a, size_t a_length, const char *b, size_t b_length, bool swapped,
                      struct text *out) {
    struct scan_of_json s = {.at = a, .end = a + a_length};
    bool first = true;
    scan_expect(&s, '{');
    while (scan_another(&s, '}', &first)) {
        const char *key, *other;
        size_t length = scan_key(&s, &key), other_size = 0;
        const char *from = s.at;
        scan_skip(&s);
        if (s.bad) return;
        other = find_value(b, b_length, key, length, &other_size);
        size_t size = (size_t)(s.at - from);
        if (!swapped) add_difference(key, length, from, size, other, other_size, out);
        else if (!other) add_difference(key, length, NULL, 0, from, size, out);
    }
}

void trace_diff_lines(const char *a, size_t a_length, const char *b, size_t b_length,
                      struct text *out) {
    diff_keys(a, a_length, b, b_length, false, out);
    diff_keys(b, b_length, a, a_length, true, out);
}

/* ---- what they are ---- */

void trace_add_state(const struct scenario *s, struct text *out) {
    const struct tape_facts *f = tape_facts(s->tape);
    if (f->state == TAPE_CUT)
        text_addf(out, "%s: was cut off: its last whole line is step %" PRIu64 "\n", s->path,
                  f->steps);
    if (f->state == TAPE_DAMAGED)
        text_addf(out,
                  "%s:%" PRIu64 ": is damaged here or before it: its bytes do not give the "
                  "checksum of its last line; it is played up to step %" PRIu64 "\n",
                  s->path, f->line, f->steps);
}

static void add_length(const struct scenario *s, struct text *out) {
    text_addf(out, "%s: %" PRIu64 " steps\n", s->path, tape_facts(s->tape)->steps);
    trace_add_state(s, out);
}

static void diff_settings(const struct scenario *a, const struct scenario *b, struct text *out) {
    for (const struct setting *s = SETTINGS; s->key; s++) {
        struct text x = {0}, y = {0};
        s->show(&a->config, &x);
        s->show(&b->config, &y);
        if (strcmp(text_string(&x), text_string(&y)) != 0)
            text_addf(out, "%s: %s | %s\n", s->key, text_string(&x), text_string(&y));
        text_free(&x);
        text_free(&y);
    }
}

static void diff_scenarios(const struct scenario *a, const struct scenario *b, struct text *out) {
    const struct tape_facts *x = tape_facts(a->tape), *y = tape_facts(b->tape);
    bool same = x->scenario_length == y->scenario_length &&
                x->program_length == y->program_length &&
                memcmp(x->scenario, y->scenario, x->scenario_length) == 0 &&
                memcmp(x->program, y->program, x->program_length) == 0;
    if (!same)
        text_addf(out, "the programs, or their scenarios, differ: %s | %s\n", x->file, y->file);
    diff_settings(a, b, out);
}

/* ---- a step in words ---- */

static void narrate(const struct scenario *scenario, uint64_t step, struct text *out) {
    struct session *s = NULL;
    struct session session;
    struct text what = {0}, why = {0};
    if (step > tape_facts(scenario->tape)->steps || !session_open(&session, scenario)) return;
    s = &session;
    session_seek(s, step);
    narrate_step(&s->now, s->events, s->event_count, &what, &why);
    text_addf(out, "  %s: %s\n", scenario->path, text_string(&what));
    text_free(&what);
    text_free(&why);
    session_close(s);
}

static void tell_parting(const struct scenario *a, const struct scenario *b, uint64_t step,
                         struct text *out) {
    const char *line;
    struct text copy = {0};
    size_t length;
    text_addf(out, "They part at step %" PRIu64 ".\n", step);
    narrate(a, step, out);
    narrate(b, step, out);
    if (tape_line(a->tape, step + 1, &line, &length)) text_add_bytes(&copy, line, length);
    if (tape_line(b->tape, step + 1, &line, &length))
        trace_diff_lines(text_string(&copy), copy.length, line, length, out);
    text_free(&copy);
}

/* ---- all steps ---- */

static bool same_line(struct tape *a, struct tape *b, uint64_t line) {
    const char *x, *y;
    size_t x_length, y_length;
    return tape_line(a, line, &x, &x_length) && tape_line(b, line, &y, &y_length) &&
           x_length == y_length && memcmp(x, y, x_length) == 0;
}

static enum trace_answer tell_ends(const struct scenario *a, const struct scenario *b,
                                   uint64_t steps, struct text *out) {
    const struct tape_facts *x = tape_facts(a->tape), *y = tape_facts(b->tape);
    if (x->steps == y->steps && x->state == TAPE_WHOLE && y->state == TAPE_WHOLE) {
        text_addf(out, "They are the same, step by step.\n");
        return TRACES_SAME;
    }
    text_addf(out, "They are the same up to step %" PRIu64 ", where one of them ends.\n", steps);
    return TRACES_PART;
}

enum trace_answer trace_diff(const struct scenario *a, const struct scenario *b,
                             const volatile sig_atomic_t *stop, struct text *out) {
    uint64_t x = tape_facts(a->tape)->steps, y = tape_facts(b->tape)->steps;
    uint64_t steps = x < y ? x : y;
    add_length(a, out);
    add_length(b, out);
    diff_scenarios(a, b, out);
    for (uint64_t step = 1; step <= steps; step++) {
        if (*stop) return TRACES_STOPPED;
        if (same_line(a->tape, b->tape, step + 1)) continue;
        tell_parting(a, b, step, out);
        return TRACES_PART;
    }
    return tell_ends(a, b, steps, out);
}

/* ---- against a run ---- */

static enum trace_answer part_from_run(uint64_t step, const struct text *fresh, const char *line,
                                       size_t length, struct text *out) {
    text_addf(out, "step %" PRIu64 " is not what a run gives (trace | run)\n", step);
    trace_diff_lines(line, length, fresh->bytes, fresh->length - 1, out);
    return TRACES_PART;
}

/* Lines from the one of step 0 on; the header may come from another version of the program. */
static enum trace_answer verify_lines(struct trace_writer *w, struct tape *tape,
                                      const volatile sig_atomic_t *stop, struct text *out) {
    const char *line;
    size_t length;
    for (uint64_t at = 0;; at++) {
        if (*stop) return TRACES_STOPPED;
        enum trace_state state = trace_writer_next(w);
        const struct text *fresh = trace_writer_line(w);
        if (state == TRACE_NO_MEMORY) return TRACES_NO_MEMORY;
        if (!tape_line(tape, at, &line, &length)) return TRACES_SAME;
        if (at == 0) continue;
        if (fresh->length != length + 1 || memcmp(fresh->bytes, line, length) != 0)
            return part_from_run(at - 1, fresh, line, length, out);
    }
}

/* A number that is no kind of decision is left out: then the run parts from the trace. */
static bool repeat_decisions(struct session *fresh, const struct tape *tape) {
    struct future future = {0};
    struct pool pool = {0};
    const struct tape_decision *d;
    for (uint32_t i = 0; !pool.failed && (d = tape_decision(tape, i)); i++) {
        if (d->kind > DECISION_ACTOR) continue;
        future.list = pool_grow(&pool, future.list, future.count, sizeof *future.list);
        if (future.list)
            future.list[future.count++] =
                (struct decision){d->step, (enum decision_kind)d->kind, d->value, d->other};
    }
    bool fine = !pool.failed && session_follow(fresh, &future);
    pool_free(&pool);
    return fine;
}

enum trace_answer trace_verify(struct session *fresh, struct tape *tape,
                               const volatile sig_atomic_t *stop, struct text *out) {
    const struct tape_facts *f = tape_facts(tape);
    fresh->steps_max = f->steps;
    if (!repeat_decisions(fresh, tape)) return TRACES_NO_MEMORY;
    struct trace_writer *w = trace_writer_open(fresh);
    if (!w) return TRACES_NO_MEMORY;
    enum trace_answer answer = verify_lines(w, tape, stop, out);
    trace_writer_close(w);
    bool complete = answer == TRACES_SAME && f->state == TAPE_WHOLE;
    if (complete && f->hash != machine_hash(&fresh->front)) {
        text_add(out, "the state at the end is not the one that its last line tells of\n");
        return TRACES_PART;
    }
    return answer;
}
