#include "trace/tape.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/cost.h"
#include "machine/memory.h"
#include "trace/delta.h"
#include "trace/foresee.h"
#include "trace/sane.h"
#include "trace/tape_inside.h"

/* ---- lines of the file ---- */

static ssize_t read_at(int fd, char *bytes, size_t size, uint64_t offset) {
    ssize_t count;
    do {
        count = pread(fd, bytes, size, (off_t)offset);
    } while (count < 0 && errno == EINTR);
    return count;
}

/* Reads on behind what the window holds. False at the end of the file, or without memory. */
static bool widen(struct tape *t, struct tape_window *w) {
    if (w->length + WINDOW_BYTES > w->capacity) {
        size_t capacity = w->length + 2 * WINDOW_BYTES;
        char *bytes = capacity > LINE_BYTES_MAX ? NULL : realloc(w->bytes, capacity);
        if (!bytes) return false;
        w->bytes = bytes;
        w->capacity = capacity;
    }
    ssize_t count = read_at(t->fd, w->bytes + w->length, WINDOW_BYTES, w->start + w->length);
    if (count <= 0) return false;
    w->length += (size_t)count;
    return true;
}

/* Drops what lies before the next line. */
static void slide(struct tape_window *w) {
    size_t done = (size_t)(w->offset - w->start);
    memmove(w->bytes, w->bytes + done, w->length - done);
    w->length -= done;
    w->start = w->offset;
}

/* The window's next line, without its newline. */
static bool next_line(struct tape *t, struct tape_window *w, const char **bytes, size_t *length) {
    for (size_t looked = 0;;) {
        size_t at = (size_t)(w->offset - w->start);
        const char *from = w->bytes ? w->bytes + at : NULL;
        const char *end = from ? memchr(from + looked, '\n', w->length - at - looked) : NULL;
        if (end) {
            *bytes = from;
            *length = (size_t)(end - from);
            w->offset += *length + 1;
            w->line++;
            return true;
        }
        looked = w->length - at;
        if (at > 0) slide(w);
        if (!widen(t, w)) return false;
    }
}

static void place_window(struct tape *t, struct tape_window *w, uint64_t line) {
    uint64_t offset = t->index[line / INDEX_LINES];
    w->line = line / INDEX_LINES * INDEX_LINES;
    w->offset = offset;
    if (offset >= w->start && offset <= w->start + w->length) return;
    w->start = offset;
    w->length = 0;
}

/* The window that stands at a line; else the one that was not used for the longest. */
static struct tape_window *window_for(struct tape *t, uint64_t line) {
    struct tape_window *best = &t->windows[0];
    for (int i = 0; i < WINDOWS; i++) {
        struct tape_window *w = &t->windows[i];
        if (w->line == line && w->bytes) {
            best = w;
            break;
        }
        if (w->used < best->used) best = w;
    }
    best->used = ++t->clock;
    return best;
}

bool tape_line(struct tape *t, uint64_t line, const char **bytes, size_t *length) {
    if (line >= t->lines) return false;
    struct tape_window *w = window_for(t, line);
    bool near = w->bytes && w->line <= line && line - w->line < INDEX_LINES;
    if (!near) place_window(t, w, line);
    do {
        if (!next_line(t, w, bytes, length)) return false;
    } while (w->line <= line);
    return true;
}

/* ---- a step ---- */

/* What the line leaves out is as before. */
static void complete(const struct machine *m, struct step_line *l) {
    struct frame_of_step *f = &l->frame;
    f->step = m->s->clock.step + 1;
    if (!l->has_actor) f->actor = m->s->clock.last_actor;
    if (!l->has_processor) f->processor = m->s->on;
    if (!l->has_now) f->now = foresee_now(m, f->processor);
    if (!l->has_ticks) f->ticks = COST_TICKS[COST_OPERATION];
}

static void tell(struct tape *t, struct machine *m, const struct event *e) {
    frame_add_event(&t->told, e);
    frame_event(m, e);
}

static void put_event(struct tape *t, struct machine *m, const struct event *from) {
    struct event e = *from, words[FORESEEN_WORDS_MAX];
    uint32_t count = from->step == LINE_NO_WORDS ? 0 : foresee_words(m, &e, words);
    if (from->step == LINE_OLD_UNKNOWN) e.b = memory_word(m, e.a, e.d);
    for (uint32_t i = 0; i < count; i++) tell(t, m, &words[i]);
    tell(t, m, &e);
}

static bool put_delta(struct machine *m, const struct step_line *l) {
    size_t last = 0;
    for (size_t i = 0; i < l->delta_count; i += 2)
        if (!delta_apply(m, &last, l->delta[i], l->delta[i + 1])) return false;
    return true;
}

static bool put_frame(struct tape *t, struct machine *m) {
    struct step_line *l = &t->line;
    complete(m, l);
    t->told.event_count = 0;
    if (l->frame.processor >= m->config.procs) return false;
    if (l->frame.actor > m->config.goroutines_max) return false;
    frame_begin(m, &l->frame);
    for (size_t i = 0; i < l->frame.event_count; i++) put_event(t, m, &l->frame.events[i]);
    t->told.actor = l->frame.actor;
    frame_end(m, &t->told);
    return put_delta(m, l) && sane_after(m, l) && !t->told.failed;
}

static void emit_all(struct tape *t, const struct machine *m) {
    const struct clock *clock = &m->s->clock;
    uint32_t line = machine_line(m);
    t->words_told = t->lines_told = 0;
    for (size_t i = 0; i < t->told.event_count; i++) {
        struct event e = t->told.events[i];
        e.step = clock->step;
        e.actor = (uint16_t)clock->last_actor;
        e.line = line;
        m->sink.emit(m->sink.user, &e);
        if (e.kind == EVENT_PRINT) t->words_told++;
        if (e.kind == EVENT_GC_TRACE) t->lines_told++;
    }
}

/* A line that is bad has left its traces in the machine. */
static bool is_bad(struct tape *t, uint64_t step) {
    t->facts.state = TAPE_DAMAGED;
    t->facts.steps = step - 1;
    t->facts.line = step + 2;
    return false;
}

bool tape_begin(struct tape *t, struct machine *m) {
    const char *bytes, *bad;
    size_t length;
    if (t->lines < 2) return true; /* cut off before it */
    bool fine = tape_line(t, 1, &bytes, &length) && line_read(&t->line, bytes, length, &bad) &&
                put_delta(m, &t->line) && sane_after(m, &t->line);
    return fine || is_bad(t, 1);
}

bool tape_step(struct tape *t, struct machine *m) {
    const char *bytes, *bad;
    size_t length;
    uint64_t step = m->s->clock.step + 1;
    if (step > t->facts.steps) return false;
    if (!tape_line(t, step + 1, &bytes, &length)) return is_bad(t, step);
    if (!line_read(&t->line, bytes, length, &bad)) return is_bad(t, step);
    if (t->line.frame.step != step || !put_frame(t, m)) return is_bad(t, step);
    if (m->sink.emit) emit_all(t, m);
    return true;
}

void tape_words(const struct tape *t, const struct event *e, struct text *out) {
    const struct step_line *l = &t->line;
    bool printed = e->kind == EVENT_PRINT;
    uint32_t at = printed ? t->words_told : l->output_count + t->lines_told;
    if (at >= (printed ? l->output_count : l->word_count)) return;
    size_t from = at ? l->word_ends[at - 1] : 0;
    text_add_bytes(out, text_string(&l->words) + from, l->word_ends[at] - from);
}
